"""The facets of a profile besides the disciplines, and every other choice: stable keys, Dutch words."""

from django.db import models


class Soort(models.TextChoices):
    PERSOON = "persoon", "een persoon"
    GROEP = "groep", "een groep"
    COLLECTIEF = "collectief", "een collectief"


class Leeftijd(models.TextChoices):
    """The band, never the date of birth. Under 13 nothing is kept at all."""

    JONG = "13-15", "13 tot en met 15 jaar"
    TIENER = "16-17", "16 of 17 jaar"
    VOLWASSEN = "18", "18 jaar of ouder"


class Vorm(models.TextChoices):
    SOLO = "solo", "solo"
    DUO = "duo", "duo"
    TRIO = "trio", "trio"
    GROEP = "groep", "groep"
    KOOR = "koor", "koor"
    ORKEST = "orkest", "orkest of korps"
    GEZELSCHAP = "gezelschap", "gezelschap"
    COLLECTIEF = "collectief", "collectief"
    DJ = "dj", "dj"
    WERKPLAATS = "werkplaats", "werkplaats"


class Rol(models.TextChoices):
    UITVOERDER = "uitvoerder", "uitvoerder"
    MAKER = "maker", "maker"
    SCHRIJVER = "schrijver", "componist of schrijver"
    REGISSEUR = "regisseur", "regisseur, dirigent of choreograaf"
    LESGEVER = "lesgever", "lesgever of begeleider"
    TECHNICUS = "technicus", "technicus"
    ORGANISATOR = "organisator", "organisator"


class Aanbod(models.TextChoices):
    OPTREDEN = "optreden", "optreden"
    TENTOONSTELLEN = "tentoonstellen", "tentoonstellen"
    WORKSHOP = "workshop", "een workshop geven"
    OPDRACHT = "opdracht", "in opdracht werken"
    SAMEN_MAKEN = "samen-maken", "samen iets maken"
    INVALLEN = "invallen", "invallen"
    JURY = "jury", "in een jury zitten"
    LEZING = "lezing", "een lezing geven"
    RUIMTE = "ruimte-delen", "een ruimte delen"


class Zoekt(models.TextChoices):
    PODIUM = "podium", "een podium"
    MEDESPELER = "medespeler", "een medespeler"
    REPETITIEPLEK = "repetitieplek", "een plek om te repeteren"
    ATELIER = "atelier", "een atelier"
    COACH = "coach", "een coach"
    EXPOPLEK = "expoplek", "een plek om tentoon te stellen"
    PUBLIEK = "publiek", "publiek"


class PastBij(models.TextChoices):
    HUISKAMER = "huiskamer", "huiskamer"
    STRAAT = "straat", "straat"
    SCHOOL = "school", "school"
    WOONZORG = "woonzorg", "woonzorgcentrum"
    BIB = "bib", "bibliotheek"
    FEEST = "feest", "feest"
    FESTIVAL = "festival", "festival"
    STIL = "stil-publiek", "stil publiek"


class Taal(models.TextChoices):
    NEDERLANDS = "nl", "Nederlands"
    FRANS = "fr", "Frans"
    ENGELS = "en", "Engels"
    DUITS = "de", "Duits"
    GEBAREN = "vgt", "Vlaamse Gebarentaal"
    DIALECT = "dialect", "dialect"
    ANDERE = "andere", "een andere taal"
    ZONDER = "zonder-woorden", "zonder woorden"


class Band(models.TextChoices):
    """What ties a maker to the region."""

    WOONT = "woont", "ik woon er"
    WERKT = "werkt", "ik werk er"
    STUDEERT = "studeert", "ik studeer er"
    REPETEERT = "repeteert", "ik repeteer er"
    SPEELT = "speelt", "ik speel of toon er"


class Reikwijdte(models.TextChoices):
    GEMEENTE = "gemeente", "mijn gemeente"
    REGIO = "regio", "mijn regio"
    VLAANDEREN = "vlaanderen", "heel Vlaanderen"


class Niveau(models.TextChoices):
    AMATEUR = "amateur", "amateur"
    HALF = "half", "deels als beroep"
    BEROEP = "beroep", "beroep"


class Prijssoort(models.TextChoices):
    GRATIS = "gratis", "gratis"
    ONKOSTEN = "onkosten", "enkel onkosten"
    BESPREKEN = "bespreken", "te bespreken"
    VANAF = "vanaf", "vanaf een bedrag"


class Plek(models.TextChoices):
    BINNEN = "binnen", "binnen"
    BUITEN = "buiten", "buiten"
    BEIDE = "beide", "binnen en buiten"


class Zichtbaar(models.TextChoices):
    """Who sees a field."""

    IEDEREEN = "iedereen", "iedereen"
    AANGEMELD = "aangemeld", "wie aangemeld is"
    NIEMAND = "niemand", "niemand"


class Aanbieder(models.TextChoices):
    """Where sound or film may stand."""

    YOUTUBE = "youtube", "YouTube"
    VIMEO = "vimeo", "Vimeo"
    SPOTIFY = "spotify", "Spotify"
    SOUNDCLOUD = "soundcloud", "SoundCloud"
    BANDCAMP = "bandcamp", "Bandcamp"
    MIXCLOUD = "mixcloud", "Mixcloud"
