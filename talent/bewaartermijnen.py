"""How long what is kept of talents, as data: read by `talent.actualiteit`, and printed for who wants to know."""

from datetime import timedelta

from opnetwerk.bewaartermijnen import Termijn, maanden
from talent.verlaten import BEDENKTIJD

# After the last confirmation: three questions, then hidden, then announced, then erased.
VRAAG_NA = (maanden(12), maanden(13), maanden(14))
VERBERG_NA = maanden(15)
KONDIG_AAN_NA = maanden(33)
WIS_NA = maanden(36)
CONCEPT_VRAAG_NA = maanden(11)
CONCEPT_WIS_NA = maanden(12)
OUDER_NA = timedelta(days=30)
VERSIE_NA = maanden(12)
PRULLENMAND_NA = timedelta(days=30)
VOORBEREIDING_NA = timedelta(days=60)
ORGANISATOR_ONBEVESTIGD_NA = timedelta(days=30)
ORGANISATOR_GEWEIGERD_NA = maanden(6)
UITKOMST_ADRES_NA = timedelta(days=60)
UITKOMST_NA = maanden(12)
VERBINDING_NA = timedelta(days=60)
OPROEP_NA = maanden(24)
OPROEP_CONCEPT_NA = maanden(12)

TERMIJNEN = (
    Termijn(
        "profiel",
        "Een profiel dat online is of was",
        WIS_NA,
        "de laatste keer dat je zei dat het nog klopt",
        "Na 12, 13 en 14 maanden vragen we of het nog klopt. Na 15 maanden verbergen we het. "
        "Na 33 maanden kondigen we het wissen aan, na 36 maanden wissen we alles.",
        ("Talent", "Profiel", "Profielbeeld", "Medium", "Werk", "Toelating", "Beoordeling", "Maandtelling"),
    ),
    Termijn(
        "concept",
        "Een profiel dat je begon en nooit indiende",
        CONCEPT_WIS_NA,
        "de dag dat je begon",
        "Na 11 maanden krijg je een mail. Na 12 maanden wissen we het.",
        ("Talent", "Profiel", "Profielbeeld", "Medium", "Werk", "Toelating"),
    ),
    Termijn(
        "ouder",
        "Een inschrijving van wie 13, 14 of 15 jaar is, zonder toestemming van een ouder",
        OUDER_NA,
        "de mail aan de ouder",
        "Zegt de ouder na 30 dagen niets of nee, dan wissen we alles.",
        ("Talent", "Oudertoestemming.email"),
    ),
    Termijn(
        "versie",
        "Een vroegere versie van je profiel",
        VERSIE_NA,
        "de dag dat een nieuwere versie goedgekeurd werd",
        "We bewaren ze 12 maanden, met wat erover beslist werd. Daarna wissen we ze. Wat online staat, blijft.",
        ("Profiel", "Profielbeeld", "Medium", "Beoordeling"),
    ),
    Termijn(
        "prullenmand",
        "Een beeld dat je weghaalde",
        PRULLENMAND_NA,
        "de dag dat je het weghaalde",
        "Je kunt het 30 dagen terugzetten. Daarna wissen we het, met alle maten. "
        "Een beeld dat in geen enkele versie meer staat, gaat vanzelf naar de prullenmand.",
        ("Werk",),
    ),
    Termijn(
        "wissen",
        "Een profiel dat je zelf laat wissen",
        BEDENKTIJD,
        "de dag dat je het vraagt",
        "Het is meteen niet meer te zien. Je kunt 14 dagen terug, daarna is alles weg.",
        ("Talent",),
    ),
    Termijn(
        "uitkomst",
        "Of een contact of oproep gelukt is",
        UITKOMST_NA,
        "de dag dat we het vroegen",
        "Het adres van de andere kant wissen we na 60 dagen, of meteen na het antwoord. "
        "Wat niet beide kanten bevestigden, wissen we na 12 maanden. Een bevestigde regel blijft bij het profiel.",
        ("Uitkomst", "Uitkomst.andere_email"),
    ),
    Termijn(
        "verbinding",
        "Een verbinding tussen twee profielen",
        VERBINDING_NA,
        "de vraag",
        "Zegt niemand ja, dan wissen we de vraag na 60 dagen. "
        "Een bevestigde verbinding blijft tot een van beide ze weghaalt.",
        ("Verbinding",),
    ),
    Termijn(
        "voorbereiding",
        "Een profiel dat een organisatie voor je voorbereidde",
        VOORBEREIDING_NA,
        "de dag dat het klaargezet werd",
        "Niemand ziet het tot jij het overneemt. Neemt niemand het over, dan wissen we na 60 dagen alles. "
        "Neem je het over, dan vergeten we na 60 dagen wie het voorbereidde.",
        ("Talent", "Profiel", "Voorbereiding.email"),
    ),
    Termijn(
        "organisator-onbevestigd",
        "Een aanmelding als organisator die niemand bevestigt",
        ORGANISATOR_ONBEVESTIGD_NA,
        "de dag van de aanmelding",
        "Na 30 dagen wissen we naam, organisatie en adres.",
        ("Organisator.email", "Organisator.naam"),
    ),
    Termijn(
        "organisator-geweigerd",
        "Een organisator die geweigerd werd",
        ORGANISATOR_GEWEIGERD_NA,
        "de dag van de beslissing",
        "Na zes maanden wissen we alles van de organisator, ook de oproepen.",
        ("Organisator.email", "Organisator.naam"),
    ),
    Termijn(
        "organisator",
        "Een organisator die toegelaten is",
        None,
        "de dag dat je toegelaten werd",
        "Zo lang je organisator bent. Op je bureau staat een knop die meteen alles wist.",
        ("Organisator.email", "Organisator.naam"),
    ),
    Termijn(
        "oproep",
        "Een oproep die gesloten of ingetrokken is, met wie erop reageerde",
        OPROEP_NA,
        "de dag dat de oproep sloot",
        "Na 24 maanden wissen we de oproep met alle reacties. Wis je je profiel eerder, dan gaan jouw reacties mee.",
        ("Oproep", "Reactie.tekst", "Reactie.reden"),
    ),
    Termijn(
        "oproep-concept",
        "Een oproep die nooit online kwam",
        OPROEP_CONCEPT_NA,
        "de dag dat ze gemaakt werd",
        "Na 12 maanden wissen we ze.",
        ("Oproep",),
    ),
    Termijn(
        "oproepkeuze",
        "Hoe je mails over oproepen wilt, en over welke oproep je er een kreeg",
        None,
        "de dag dat je kiest, of de dag van de mail",
        "Zo lang het profiel bestaat. Zo krijg je nooit twee mails over dezelfde oproep.",
        ("Oproepvoorkeur", "Oproepmelding"),
    ),
    Termijn(
        "uitnodiging",
        "Een uitnodiging om mee te beheren",
        None,
        "het versturen",
        "De link werkt drie dagen. Het adres wissen we 30 dagen nadat ze verliep, of eerder met het profiel.",
        ("Beheeruitnodiging.email",),
    ),
    Termijn(
        "toestemming",
        "Wat je toestond, met de woorden en het moment",
        None,
        "het moment dat je het toestond",
        "Zo lang het profiel bestaat. We wissen het samen met het profiel.",
        ("Toestemming.tekst", "Oudertoestemming.email", "Beheer"),
    ),
)
UITNODIGING_NA = timedelta(days=30)


def termijn(sleutel: str) -> Termijn:
    """The term with this key. KeyError when there is none."""
    return {een.sleutel: een for een in TERMIJNEN}[sleutel]
