"""What the network of grensbrekers does with data of persons."""

from grensbrekers.bewaartermijnen import TERMIJNEN
from opnetwerk.verwerkingen import Grond, Verwerking, kies, voeg_toe

LID = "je naam, werkadres, gemeente, rol, thema's en waarover je iets weet"
VAN_WIE = "wie werkt aan cultuur voor een gemeente en zich aanmeldt"

VERWERKINGEN = (
    Verwerking(
        sleutel="grensbreker",
        titel="Een grensbreker zijn",
        doel="Je leert collega's van buurgemeenten kennen.",
        grond=Grond.TOESTEMMING,
        wie=VAN_WIE,
        tabellen={
            "grensbrekers.Grensbreker": LID,
            "grensbrekers.Grensbreker_themas": LID,
            "grensbrekers.Verzending": "welke nieuwsbrieven je kreeg",
            "grensbrekers.Koppeldeelname": "aan wie we je voorstelden, en of jullie elkaar zagen",
            "grensbrekers.Introductie": "met wie je kennis wilde maken",
        },
        ontvangers=(
            "Andere grensbrekers lezen je naam, gemeente, rol en thema's, en nooit je adres. "
            "De coördinator van je streek leest wat je invulde."
        ),
        termijnen=tuple(een for een in TERMIJNEN if een.sleutel != "overgang"),
        zoekt=(
            "grensbrekers.Grensbreker:email",
            "grensbrekers.Verzending:grensbreker__email",
            "grensbrekers.Koppeldeelname:grensbreker__email",
            "grensbrekers.Introductie:van__email",
            "grensbrekers.Introductie:met__email",
        ),
    ),
    Verwerking(
        sleutel="ontmoeting",
        titel="Ontmoetingen en vragen van grensbrekers",
        doel="Je ontmoet collega's en helpt elkaar met vragen.",
        grond=Grond.DIENST,
        wie=VAN_WIE,
        tabellen={
            "grensbrekers.Inschrijving": "naar welke ontmoeting je komt",
            "grensbrekers.Netwerkvraag": "je vragen en antwoorden",
            "grensbrekers.Antwoord": "je vragen en antwoorden",
        },
        ontvangers="Andere grensbrekers. Een vraag die als inzicht verschijnt, heeft geen naam meer.",
        termijnen=kies(TERMIJNEN, "overgang"),
        zoekt=(
            "grensbrekers.Inschrijving:grensbreker__email",
            "grensbrekers.Netwerkvraag:door__email",
            "grensbrekers.Antwoord:door__email",
        ),
    ),
)
ZONDER = {
    **dict.fromkeys(["grensbrekers.Thema", "grensbrekers.Netwerkvraag_themas"], "de lijst van thema's"),
    **dict.fromkeys(["grensbrekers.Ontmoeting", "grensbrekers.Ontmoeting_themas"], "wanneer en waar een ontmoeting is"),
    **dict.fromkeys(["grensbrekers.Inzicht", "grensbrekers.Inzicht_themas"], "wat het netwerk leerde, zonder namen"),
    "grensbrekers.Koppeling": "dat er een koppeling was; wie eraan meedoet staat apart",
    "grensbrekers.Grensovergang": "tussen welke gemeenten een ontmoeting was, zonder namen",
}


def registreer() -> None:
    voeg_toe(*VERWERKINGEN, zonder=ZONDER)
