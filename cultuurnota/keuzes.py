"""Tasks, criteria and states of a note: stable keys, Dutch words.

Source of tasks and criteria: decree of 8 March 2024, articles 33 and 36.
"""

from django.db import models


class Opdracht(models.TextChoices):
    """The seven tasks of an IGS, in the order of article 33."""

    VERBINDEN = "1", "samenbrengen en verbinden"
    ONDERSTEUNEN = "2", "faciliteren en ondersteunen"
    VERDUURZAMEN = "3", "initiëren, spreiden en verduurzamen"
    INNOVEREN = "4", "innovatie aanwakkeren"
    TRANSVERSAAL = "5", "aanzetten tot transversaal samenwerken"
    KANSENGROEPEN = "6", "kansengroepen toeleiden en hun deelname stimuleren"
    KLEINE_PROJECTEN = "7", "kleine bovenlokale cultuurprojecten inhoudelijk beoordelen"


class Criterium(models.TextChoices):
    """The ten criteria of article 36, in our own words. The decree gives them no weights."""

    C1 = "C1", "visie en uitwerking, met aandacht voor de zeven opdrachten"
    C2 = "C2", "de nota vat de noden van het gebied en speelt erop in"
    C3 = "C3", "de gekozen gemeenten zijn relevant en de samenwerking helpt het veld vooruit"
    C4 = "C4", "toeleiding en deelname van kansengroepen"
    C5 = "C5", "haalbaarheid van de acties en van de samenwerking"
    C6 = "C6", "plaats tegenover andere spelers in het gebied"
    C7 = "C7", "resultaten duurzaam verankeren"
    C8 = "C8", "aansluiting bij de vijf principes van het decreet"
    C9 = "C9", "een zakelijk plan dat past bij de inhoud en haalbaar is"
    C10 = "C10", "aanpak van de beoordeling van kleine projecten"


class Teamrol(models.TextChoices):
    TREKKER = "trekker", "trekker"
    SCHRIJVER = "schrijver", "schrijver"
    LEZER = "lezer", "lezer"


class Voortgang(models.TextChoices):
    NIET_GESTART = "niet_gestart", "nog niet gestart"
    BEZIG = "bezig", "bezig"
    WACHT = "wacht", "wacht op iemand anders"
    KLAAR = "klaar", "klaar"
