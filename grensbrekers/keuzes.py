"""What a grensbreker chooses from: stable keys, Dutch words."""

from django.db import models


class Rol(models.TextChoices):
    """What somebody does for the municipality."""

    CULTUURBELEID = "cultuurbeleid", "cultuurbeleidscoördinator"
    CULTUURFUNCTIE = "cultuurfunctie", "cultuurfunctionaris of -medewerker"
    BIB = "bib", "bibliotheek"
    CENTRUM = "centrum", "cultuur- of gemeenschapscentrum"
    ERFGOED = "erfgoed", "erfgoed of museum"
    KUNSTONDERWIJS = "kunstonderwijs", "kunstonderwijs"
    JEUGD = "jeugd", "jeugd of vrije tijd"
    COMMUNICATIE = "communicatie", "communicatie of evenementen"
    COORDINATOR = "coordinator", "coördinator van een IGS"
    BESTUUR = "bestuur", "schepen of raadslid"
    ANDERE = "andere", "iets anders"


class Koppelritme(models.TextChoices):
    MAAND = "maand", "elke maand"
    KWARTAAL = "kwartaal", "om de drie maanden"
    NOOIT = "nooit", "nooit"


class Briefritme(models.TextChoices):
    WEEK = "week", "elke week"
    MAAND = "maand", "elke maand"
    NOOIT = "nooit", "nooit"
