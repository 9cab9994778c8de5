"""What the pages of the networks do with data of persons."""

from igs.bewaartermijnen import TERMIJNEN
from opnetwerk.verwerkingen import Grond, Verwerking, kies, voeg_toe

GEBIED = "gemeenten, regio's en netwerken"
TEKST = "teksten over het werk van een netwerk"

VERWERKINGEN = (
    Verwerking(
        sleutel="contactpersoon",
        titel="Contactpersonen van een IGS",
        doel="Wie in een streek met cultuur bezig is, vindt wie het netwerk coördineert.",
        grond=Grond.TAAK,
        wie="wie voor een IGS werkt",
        tabellen={
            "igs.Coordinator": "naam, functie, en het adres en nummer van het werk",
            "igs.Aanstelling": "welk account voor welk IGS werkt, en tot wanneer",
            "igs.IGS": "het algemene adres en nummer van het IGS",
        },
        ontvangers="Iedereen die de pagina leest.",
        termijnen=kies(TERMIJNEN, "contactpersoon"),
        zoekt=("igs.Coordinator:email", "igs.Aanstelling:gebruiker__email", "igs.IGS:email"),
    ),
    Verwerking(
        sleutel="portret",
        titel="BE/LICHT en foto's",
        doel="Coördinatoren vertellen over hun werk.",
        grond=Grond.TOESTEMMING,
        wie="wie in een gesprek of op een foto staat",
        tabellen={
            "igs.Portret": "naam, functie en wat de persoon vertelt",
            "igs.Foto": "de foto, met wie ze maakte",
        },
        ontvangers="Iedereen die de pagina leest.",
        termijnen=kies(TERMIJNEN, "portret"),
    ),
    Verwerking(
        sleutel="hulpvraag",
        titel="Een vraag om hulp",
        doel="Het steunpunt kan je vraag beantwoorden.",
        grond=Grond.DIENST,
        wie="wie hulp vraagt",
        tabellen={
            "igs.Hulpvraag": "je naam, je adres, je organisatie en je vraag",
            "igs.Hulpvraag_gemeenten": "over welke gemeenten het gaat",
        },
        ontvangers="De redactie en het steunpunt.",
        termijnen=kies(TERMIJNEN, "hulpvraag"),
        zoekt=("igs.Hulpvraag:email",),
    ),
    Verwerking(
        sleutel="melding",
        titel="Een melding dat er iets niet klopt",
        doel="We kunnen de fout verbeteren en je laten weten hoe het afliep.",
        grond=Grond.BELANG,
        wie="wie iets meldt",
        tabellen={"igs.Melding": "je tekst, de pagina, en je e-mailadres als je dat geeft"},
        ontvangers="De redactie, en de coördinator van de streek.",
        termijnen=kies(TERMIJNEN, "melding"),
        zoekt=("igs.Melding:email",),
    ),
)
ZONDER = {
    **dict.fromkeys(
        [
            "igs.Kaart",
            "igs.Zoekingang",
            "igs.Gegevensstand",
            "igs.Referentieregio",
            "igs.Gemeente",
            "igs.Plaats",
            "igs.PlaatsBuiten",
            "igs.Buurpaar",
            "igs.IGSNaam",
            "igs.Erkenning",
            "igs.Lidmaatschap",
        ],
        GEBIED,
    ),
    **dict.fromkeys(["igs.Praktijk", "igs.Activiteit", "igs.Bericht", "igs.Gidstekst", "igs.Vraag"], TEKST),
    "igs.Bezoektelling": "hoe vaak een pagina bekeken werd, een getal per maand",
    "igs.Regelversie": "de regels van de Regiocheck",
}


def registreer() -> None:
    voeg_toe(*VERWERKINGEN, zonder=ZONDER)
