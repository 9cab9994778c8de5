"""Mail that comes in: the reply to a mail of ours, read out of a Maildir and brought to who waits for it.

A mail that can be answered has `antwoordadres(...)` as its Reply-To: antwoord+<teken>@domein. The token says what is
answered and by whom; an app tells what to do with it (`ontvangers`). Who may answer is known, so a mail back goes to
that address only, never to where a mail says that it comes from.

Reading is safe to repeat: an answer is written under the Message-ID before its mail is moved, and is written once.
"""

import hashlib
import logging
import mailbox
import re
from base64 import b32encode
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from django.conf import settings
from django.db import Error as Databankfout
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from opnetwerk import post
from opnetwerk.antwoordtekst import alleen_het_nieuwe, tekst_van
from opnetwerk.bewaartermijnen import INGEKOMEN_MISLUKT_NA, INGEKOMEN_NA
from opnetwerk.dag import vandaag
from opnetwerk.formulieren import lees_tekst, neem_plek
from opnetwerk.models import UitgaandeMail

GELDIG = timedelta(days=90)  # how long a mail can be answered; an open question is no longer sent around either
GROOTSTE = 5_000_000  # bytes; of a larger mail only the headers are read
KOPRUIMTE = 256_000  # bytes
LANGSTE_KOP = 4_000  # characters of one header that are looked at
HOOGSTENS_TERUG = 5  # mails back about one place in 24 hours
HOOGSTENS_ADRESSEN = 3  # of ours in one mail
PER_KEER = 200  # mails in one go
LANGSTE_KEPT = 20_000  # characters of an answer that go back to who wrote it

# Folders of the Maildir, as Maildir++ makes them.
GEDAAN = "gedaan"
BEZORGVERSLAGEN = "bezorgverslagen"  # delivery reports: left there for who reads them
MISLUKT = "mislukt"  # something of ours broke: for the log and for a human

TEKEN = re.compile(r"([a-z])([a-z0-9]+(?:\.[a-z0-9]+)*)-([a-z0-9]{1,6})-([a-z2-7]{16})", re.ASCII)
LANGSTE_TEKEN = 54  # with "antwoord+" before it less than the 64 characters of a local part
AUTOMATISCH = {"bulk", "junk", "list", "auto_reply"}  # of Precedence
AUTOMATISCHE_KOPPEN = (
    "List-Id", "List-Post", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress",
)  # fmt: skip
AUTOMATISCH_ONDERWERP = re.compile(
    r"(?:automatisch antwoord|automatic reply|automatische antwort|réponse automatique|out of office|afwezig)",
    re.IGNORECASE,
)
BEZORGER = re.compile(r"(?:mailer-daemon|postmaster)@", re.IGNORECASE)

log = logging.getLogger(__name__)


class Geweigerd(Exception):
    """The answer is not taken; the text is a Dutch sentence for who wrote it."""


@dataclass(frozen=True)
class Plek:
    """Where an answer goes. `mailsleutel` begins the keys of mails back, so that erasing a person finds them."""

    email: str  # only from here an answer is taken
    langste: int  # characters
    neem_aan: Callable[[str, str], object]  # the text, and the key of a form; raises Geweigerd
    pagina: Callable[[], str]  # whole address of where the answer can be written too
    mailsleutel: str
    reden: str  # ends "Je krijgt deze mail omdat ..."


# Filled by the apps: a letter → what to do for the key behind it; None when nobody may answer there any more.
ontvangers: dict[str, Callable[[str], Plek | None]] = {}


# --- addresses ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Teken:
    """What an address of ours says."""

    soort: str
    sleutel: str
    gemaakt_op: date

    def __str__(self) -> str:
        return f"{self.soort}{self.sleutel}"


def antwoordadres(soort: str, *nummers: int) -> str:
    """The Reply-To for this row or these rows, good for GELDIG; empty where mail does not come in.

    `soort`: a letter of `ontvangers`, which gets the same numbers back through `nummers_van`. A mailbox may read the
    address in capitals: letters mean the same in both.
    """
    if not settings.ANTWOORDADRES:
        return ""
    begin = f"{soort}{'.'.join(int_to_base36(nummer) for nummer in nummers)}-{int_to_base36(vandaag().toordinal())}"
    lokaal, _, domein = settings.ANTWOORDADRES.partition("@")
    return f"{lokaal}+{begin}-{_handtekening(begin, settings.SECRET_KEY)}@{domein}"


def nummers_van(sleutel: str) -> list[int]:
    """The numbers that `antwoordadres` was given."""
    return [base36_to_int(deel) for deel in sleutel.split(".")]


def lees_teken(tekst: str) -> Teken | None:
    """What a token says; None when it is not ours. Whether it is too old is for who asks."""
    delen = TEKEN.fullmatch(tekst) if len(tekst) <= LANGSTE_TEKEN else None
    if delen is None:
        return None
    begin = tekst[: tekst.rindex("-")]
    geheimen = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if not any(constant_time_compare(delen[4], _handtekening(begin, geheim)) for geheim in geheimen):
        return None
    return Teken(delen[1], delen[2], date.fromordinal(base36_to_int(delen[3])))


def _handtekening(begin: str, geheim: str) -> str:
    """Eighty bits: nobody guesses that by mail."""
    hand = salted_hmac("opnetwerk.binnenpost", begin, secret=geheim, algorithm="sha256").digest()[:10]
    return b32encode(hand).decode().lower()


# --- reading a Maildir ----------------------------------------------------------------------------------------------
def lees_maildir(pad: Path, nu: datetime) -> Counter[str]:
    """Handle what waits in a Maildir, the oldest first; how many of each kind, by the words of `_behandel`.

    At most PER_KEER at once. Raises mailbox.NoSuchMailboxError when it is none, and an error of the database: then the
    mail waits where it is.
    """
    bak = mailbox.Maildir(pad, create=False)
    if not (pad / "new").is_dir():
        raise mailbox.NoSuchMailboxError(pad)
    for naam in (GEDAAN, BEZORGVERSLAGEN, MISLUKT):
        bak.add_folder(naam)
    uitslag: Counter[str] = Counter()
    for bestand in _wachtend(pad):
        wat, map_ = _een(bestand, nu)
        uitslag[wat] += 1
        _verplaats(bestand, pad / f".{map_}" / "cur")
    _ruim_alles_op(pad, nu)
    return uitslag


def ruim_op(nu: datetime, *, proef: bool = False) -> int:
    """Erase what was handled longer ago than it is kept; the number of mails. On trial they are counted alone.

    For the night: reading alone does it too, but not when nobody reads any more. Without a Maildir there is nothing.
    """
    return _ruim_alles_op(Path(settings.POSTVAK_IN), nu, proef) if settings.POSTVAK_IN else 0


def _ruim_alles_op(pad: Path, nu: datetime, proef: bool = False) -> int:
    termijnen = ((GEDAAN, INGEKOMEN_NA), (MISLUKT, INGEKOMEN_MISLUKT_NA))
    return sum(_ruim_op(pad / f".{naam}" / "cur", nu - bewaar, proef) for naam, bewaar in termijnen)


def _wachtend(pad: Path) -> Iterator[Path]:
    """Also what a mail program looked at: it lies in cur then."""
    bestanden = [een for deel in ("new", "cur") for een in (pad / deel).iterdir()]
    echt = [een for een in bestanden if not een.name.startswith(".") and een.is_file() and not een.is_symlink()]
    yield from sorted(echt, key=lambda een: een.name)[:PER_KEER]


def _verplaats(bestand: Path, naar: Path) -> None:
    """Another reader may have been ahead; what it did was the same."""
    naam = bestand.name.partition(":")[0] + ":2,S"
    try:
        bestand.rename(naar / naam)
    except FileNotFoundError:
        log.info("Een mail was al verplaatst.")


def _ruim_op(map_: Path, voor: datetime, proef: bool) -> int:
    weg = 0
    for bestand in map_.iterdir() if map_.is_dir() else ():
        with suppress(FileNotFoundError):  # another reader was ahead
            if bestand.stat().st_mtime < voor.timestamp():
                if not proef:
                    bestand.unlink()
                weg += 1
    return weg


def _een(bestand: Path, nu: datetime) -> tuple[str, str]:
    """What happened with a mail, and the folder it goes to."""
    try:
        mail = _lees(bestand)
        if mail is None:
            return "weg", GEDAAN
        if is_bezorgverslag(mail):
            return "bezorgverslag", BEZORGVERSLAGEN
        return _behandel(mail, bestand.stat().st_size > GROOTSTE, nu), GEDAAN
    except FileNotFoundError:
        return "weg", GEDAAN
    except Databankfout:
        raise
    except Exception:  # whatever a mail can hold or an app can do: the others go on
        log.exception("Een binnengekomen mail kan niet verwerkt worden: %s", bestand.name)
        return "mislukt", MISLUKT


def _lees(bestand: Path) -> EmailMessage | None:
    """The mail; of one that is too large the headers only. None for an empty file."""
    te_groot = bestand.stat().st_size > GROOTSTE
    with bestand.open("rb") as stroom:
        ruw = stroom.read(KOPRUIMTE if te_groot else GROOTSTE)
    if not ruw.strip():
        return None
    return BytesParser(EmailMessage, policy=policy.default).parsebytes(ruw, headersonly=te_groot)


# --- one mail -------------------------------------------------------------------------------------------------------
def _behandel(mail: EmailMessage, te_groot: bool, nu: datetime) -> str:
    """Bring an answer to where it goes: "aangenomen", "terug", "automatisch", "onbekend" or "niemand"."""
    if _is_automatisch(mail):
        return "automatisch"
    uitkomsten = [_bezorg(teken, mail, te_groot, nu) for teken in _tekens(mail)]
    return next((wat for wat in ("aangenomen", "terug", "niemand") if wat in uitkomsten), "onbekend")


def _bezorg(teken: Teken, mail: EmailMessage, te_groot: bool, nu: datetime) -> str:
    vraag = ontvangers.get(teken.soort)
    plek = vraag(teken.sleutel) if vraag else None
    if plek is None:
        return "niemand"
    merk = _merk(teken, mail)
    if _afzender(mail) != plek.email.lower():
        # Not by whom it was meant for, so not what it says either: these words are of somebody we do not know.
        _mail_terug(teken, plek, f"ander:{nu:%Y%m%d}", "ander_adres")
        return "terug"
    if te_groot:
        uitleg = "Je mail was te groot om te lezen. Antwoord zonder bijlagen of afbeeldingen."
        _mail_terug(teken, plek, merk, "terug", uitleg=uitleg)
        return "terug"
    heel = lees_tekst(tekst_van(mail), een_regel=False)[0]
    tekst = lees_tekst(alleen_het_nieuwe(heel), een_regel=False)[0].strip()
    try:
        _keur(teken, tekst, plek.langste, nu)
        with transaction.atomic():
            plek.neem_aan(tekst, merk)
    except Geweigerd as reden:
        _mail_terug(teken, plek, merk, "terug", uitleg=str(reden), tekst=tekst or heel)
        return "terug"
    return "aangenomen"


def _keur(teken: Teken, tekst: str, langste: int, nu: datetime) -> None:
    """Raises Geweigerd for what never reaches the app."""
    if nu.date() - teken.gemaakt_op > GELDIG:
        raise Geweigerd(f"Op die mail kun je niet meer antwoorden: ze is ouder dan {GELDIG.days} dagen.")
    if not tekst:
        raise Geweigerd("We vonden geen antwoord in je mail. Schrijf het boven de tekst waarop je antwoordt.")
    if len(tekst) > langste:
        raise Geweigerd(
            f"Je antwoord is te lang: het telt {len(tekst)} tekens, en {langste} is het meeste. Maak het korter."
        )


def _mail_terug(teken: Teken, plek: Plek, wat: str, sjabloon: str, *, uitleg: str = "", tekst: str = "") -> None:
    """Tell who may answer there what became of it: once for each mail, and not without end."""
    sleutel = f"{plek.mailsleutel}:terug:{teken}:{wat}"[: post.LANGSTE_KOP]
    if UitgaandeMail.objects.filter(sleutel=sleutel).exists():
        return
    if neem_plek(f"binnenpost:{teken}", hoogstens=HOOGSTENS_TERUG, per=timedelta(days=1)):
        log.warning("Er gingen vandaag al %s mails terug over %s.", HOOGSTENS_TERUG, teken.soort)
        return
    with transaction.atomic():
        post.zet_klaar(
            sleutel=sleutel,
            aan=plek.email,
            sjabloon=f"binnenpost/{sjabloon}",
            context={
                "uitleg": uitleg,
                # Each line marked: these words cannot pose as ours.
                "citaat": "\n".join(f"> {regel}" for regel in tekst[:LANGSTE_KEPT].splitlines()),
                "pagina": plek.pagina(),
                "reden": plek.reden,
            },
        )


# --- what the headers say -------------------------------------------------------------------------------------------
def _kop(mail: EmailMessage, naam: str) -> str:
    """The first header of this name as it stands there, unread: a hostile one costs no time. Empty without one."""
    return next((str(waarde)[:LANGSTE_KOP] for kop, waarde in mail.raw_items() if kop.lower() == naam.lower()), "")


def _tekens(mail: EmailMessage) -> list[Teken]:
    """To which of our addresses it was sent, each once."""
    lokaal, _, domein = settings.ANTWOORDADRES.lower().partition("@")
    if not domein:
        return []
    naam = re.compile(rf"{re.escape(lokaal)}\+([a-z0-9.\-]{{1,{LANGSTE_TEKEN}}})@{re.escape(domein)}(?![a-z0-9.\-])")
    koppen = " ".join(_kop(mail, een) for een in ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc"))
    gevonden = [lees_teken(teken) for teken in naam.findall(koppen.lower())]
    return list(dict.fromkeys(teken for teken in gevonden if teken))[:HOOGSTENS_ADRESSEN]


def _afzender(mail: EmailMessage) -> str:
    """The one address in From, in lower case; empty when there is none, or more than one."""
    koppen = [str(waarde) for kop, waarde in mail.raw_items() if kop.lower() == "from"]
    if len(koppen) != 1 or len(koppen[0]) > LANGSTE_KOP:
        return ""
    try:
        adressen = [adres.addr_spec for adres in mail["From"].addresses]
    except Exception:  # the parser of the standard library raises all kinds of things on a header beyond repair
        return ""
    return adressen[0].lower() if len(adressen) == 1 else ""


def _is_automatisch(mail: EmailMessage) -> bool:
    """Whether no person wrote this (RFC 3834, and what mail programs do besides)."""
    auto = _kop(mail, "Auto-Submitted").partition(";")[0].strip().lower()
    return (
        auto not in ("", "no")
        or _kop(mail, "Precedence").strip().lower() in AUTOMATISCH
        or _kop(mail, "Return-Path").strip() == "<>"
        or any(_kop(mail, naam) for naam in AUTOMATISCHE_KOPPEN)
        or bool(AUTOMATISCH_ONDERWERP.match(_kop(mail, "Subject").strip()))
        or mail.get_content_type() == "multipart/report"
    )


def is_bezorgverslag(mail: EmailMessage) -> bool:
    """Whether a mail server tells that a mail did not arrive, or did."""
    if mail.get_content_type() == "multipart/report":
        return "delivery-status" in _kop(mail, "Content-Type").lower()
    return bool(BEZORGER.search(_kop(mail, "From")))


def _merk(teken: Teken, mail: EmailMessage) -> str:
    """As the key of a form, 64 characters: the same mail to the same place is one answer."""
    nummer = _kop(mail, "Message-ID").strip() or hashlib.sha256(bytes(mail)).hexdigest()
    return hashlib.sha256(f"{teken}\n{nummer}".encode(errors="replace")).hexdigest()
