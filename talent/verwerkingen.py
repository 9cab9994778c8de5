"""What the registry of makers does with data of persons."""

from opnetwerk.verwerkingen import Grond, Verwerking, kies, voeg_toe
from talent.bewaartermijnen import TERMIJNEN

PROFIEL = "wat je in je profiel zet: je kiest zelf wie wat ziet"
BEELD = "je beelden, en wat je bij geluid of film schrijft"
BESLUIT = "wat een coördinator over je profiel besliste, en waarom"
OPROEP = "je antwoord op een oproep, en wat de organisator besliste"

_GENOEMD = {"profiel", "concept", "versie", "prullenmand", "wissen", "toestemming", "uitnodiging", "ouder"}
OPROEPTERMIJNEN = tuple(een for een in TERMIJNEN if een.sleutel not in _GENOEMD)

VERWERKINGEN = (
    Verwerking(
        sleutel="talent",
        titel="Een profiel bij Talent",
        doel="Je werk wordt gevonden door wie een podium heeft, en door andere makers.",
        grond=Grond.TOESTEMMING,
        wie="wie zich als maker inschrijft",
        tabellen={
            "talent.Talent": "je leeftijdsgroep, je streek en of je te zien wilt zijn",
            "talent.Profiel": PROFIEL,
            "talent.Profiel_disciplines": PROFIEL,
            "talent.Werk": BEELD,
            "talent.Profielbeeld": BEELD,
            "talent.Medium": BEELD,
            "talent.Zoekrij": PROFIEL,
            "talent.Toelating": BESLUIT,
            "talent.Beoordeling": BESLUIT,
            "talent.Beheer": "wie je profiel beheert",
            "talent.Maandtelling": "hoe vaak je profiel bekeken werd, een getal per maand",
        },
        ontvangers="Wie jij kiest. De coördinator van je streek leest alles wat je indient.",
        termijnen=kies(TERMIJNEN, "profiel", "concept", "versie", "prullenmand", "wissen", "toestemming"),
        zoekt=("talent.Talent:beheer__gebruiker__email", "talent.Beheer:gebruiker__email"),
    ),
    Verwerking(
        sleutel="medebeheer",
        titel="Iemand vragen om mee te beheren, of om toestemming",
        doel="Een groep kan samen een profiel bijhouden. Een ouder beslist mee voor wie nog geen 16 is.",
        grond=Grond.DIENST,
        wie="wie gevraagd wordt om mee te beheren, en ouders",
        tabellen={
            "talent.Beheeruitnodiging": "het e-mailadres van wie je vraagt",
            "talent.Oudertoestemming": "het e-mailadres van een ouder, en wat die antwoordde",
        },
        ontvangers="Wie het profiel beheert.",
        termijnen=kies(TERMIJNEN, "uitnodiging", "ouder"),
        zoekt=("talent.Beheeruitnodiging:email", "talent.Oudertoestemming:email"),
    ),
    Verwerking(
        sleutel="oproep",
        titel="Oproepen en wat ervan kwam",
        doel="Wie een maker zoekt en wie een podium zoekt, vinden elkaar, en iedereen krijgt antwoord.",
        grond=Grond.DIENST,
        wie="organisatoren, en makers die antwoorden",
        tabellen={
            "talent.Organisator": "de naam, het adres en de organisatie van wie een oproep plaatst",
            "talent.Oproep": "de oproep zelf",
            "talent.Oproep_disciplines": "de oproep zelf",
            "talent.Reactie": OPROEP,
            "talent.Oproepvoorkeur": "welke oproepen je wilt krijgen",
            "talent.Oproepmelding": "welke oproepen we je stuurden",
            "talent.Uitkomst": "of het doorging, als beide kanten dat zeggen",
            "talent.Verbinding": "met wie je speelde of van wie je leerde, als je allebei ja zegt",
            "talent.Voorbereiding": "dat een organisatie een profiel voor je klaarzette",
        },
        ontvangers="De organisator leest je antwoord en je profiel. De coördinator van de streek kijkt mee.",
        termijnen=OPROEPTERMIJNEN,
        zoekt=(
            "talent.Organisator:email",
            "talent.Uitkomst:andere_email",
            "talent.Voorbereiding:email",
            "talent.Reactie:talent__beheer__gebruiker__email",
            "talent.Uitkomst:talent__beheer__gebruiker__email",
            "talent.Verbinding:van__beheer__gebruiker__email",
            "talent.Verbinding:met__beheer__gebruiker__email",
            "talent.Oproepvoorkeur:talent__beheer__gebruiker__email",
        ),
    ),
)
ZONDER = {
    "talent.Discipline": "de lijst van disciplines",
    "talent.Woordrij": "per veelgebruikt woord de nummers van wie het heeft: elke nacht nieuw uit de zoekrijen",
}


def registreer() -> None:
    voeg_toe(*VERWERKINGEN, zonder=ZONDER)
