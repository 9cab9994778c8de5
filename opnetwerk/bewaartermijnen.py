"""How long what is kept: the shape of one line. Each app that keeps personal data has a table of these."""

from dataclasses import dataclass
from datetime import timedelta


def maanden(aantal: int) -> timedelta:
    """So many twelfths of a year."""
    return timedelta(days=round(aantal * 365.25 / 12))


@dataclass(frozen=True)
class Termijn:
    """What is kept, how long, counted from when, and what happens then; in words for the page, and as a duration.

    `duur` None: as long as the profile or the membership it belongs to.
    """

    sleutel: str
    wat: str
    duur: timedelta | None
    vanaf: str
    regel: str
    velden: tuple[str, ...] = ()  # "model.field", or a model as a whole


# Read by what erases: what the page says is what the night does.
ZITTING_NA = timedelta(days=14)
ACCOUNT_ONBEVESTIGD_NA = timedelta(days=7)
GESPREK_NA = timedelta(days=365)  # after the last message
# Some days after the link ended, so that a new one could be asked.
GESPREK_ONBEVESTIGD_NA = timedelta(days=7)
MAIL_NA = timedelta(days=365)  # that something was sent, to whom and when
MAILTEKST_NA = timedelta(days=30)  # of a mail that did not leave
INGEKOMEN_NA = timedelta(days=7)  # a mail to us that was read
INGEKOMEN_MISLUKT_NA = timedelta(days=30)  # one that could not be handled: somebody looks at it
ONBESTELBAAR_NA = timedelta(days=365)
LOGBOEK_NA = maanden(60)
TAAKLOOP_NA = timedelta(days=400)
KOPIE_NA = timedelta(days=30)

TERMIJNEN = (
    Termijn(
        "account",
        "Je account",
        None,
        "de dag dat je het maakt",
        "Zo lang je het houdt. Je kunt het zelf wissen. Een account dat niemand bevestigde, wissen we na 7 dagen.",
        ("Gebruiker", "EmailAddress", "Authenticator"),
    ),
    Termijn(
        "zitting",
        "Dat je aangemeld bent, met je toestel en je internetadres",
        ZITTING_NA,
        "de laatste keer dat je iets deed",
        "Tot je je afmeldt. Wat je vergeet af te melden, wissen we na 14 dagen.",
        ("UserSession", "Session"),
    ),
    Termijn(
        "gesprek",
        "Een gesprek via het portaal",
        GESPREK_NA,
        "het laatste bericht",
        "Wie niet bevestigt dat het bericht van hem komt, verdwijnt na 7 dagen. Een gesprek wissen we na een jaar.",
        ("Gesprek", "Deelnemer", "Gespreksbericht", "Blokkering"),
    ),
    Termijn(
        "mail",
        "Een mail die we stuurden",
        MAIL_NA,
        "het versturen",
        "De tekst wissen we zodra de mail weg is, en na 30 dagen als ze niet wegging. "
        "Dat we je iets stuurden, bewaren we een jaar.",
        ("UitgaandeMail",),
    ),
    Termijn(
        "ingekomen",
        "Een mail die je ons stuurt",
        INGEKOMEN_NA,
        "de dag dat ze binnenkomt",
        "Wat je antwoordt, komt in het gesprek. De mail zelf wissen we na 7 dagen. "
        "Lukt het lezen niet, dan wissen we ze na 30 dagen.",
    ),
    Termijn(
        "onbestelbaar",
        "Een adres waarvan de mail terugkomt",
        ONBESTELBAAR_NA,
        "de laatste mail die terugkwam",
        "We sturen er 90 dagen niets naartoe. Na een jaar wissen we het adres.",
        ("Onbestelbaar",),
    ),
    Termijn(
        "toestemming",
        "Wat je toestond voor je account, met de woorden en het moment",
        None,
        "het moment dat je het toestond",
        "Zo lang je account bestaat.",
        ("Toestemming",),
    ),
    Termijn(
        "logboek",
        "Wie wat veranderde in het beheer",
        LOGBOEK_NA,
        "de handeling",
        "Vijf jaar, zodat een fout of misbruik na te gaan is. Daarna wissen we de regel.",
        ("Logregel", "LogEntry", "Versie.door_naam"),
    ),
    Termijn(
        "wissing",
        "Dat er iets gewist werd, zonder naam of adres",
        None,
        "het wissen",
        "Zo lang het portaal bestaat: anders komt het terug met een oude reservekopie.",
        ("Wissing",),
    ),
    Termijn(
        "reservekopie",
        "Een reservekopie van het hele portaal",
        KOPIE_NA,
        "het maken",
        "Na 30 dagen wissen we ze. Zetten we een kopie terug, dan wissen we opnieuw wie zich liet wissen.",
    ),
)
