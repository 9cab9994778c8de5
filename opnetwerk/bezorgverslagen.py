"""Mail that comes back: what other servers tell about it, and what we do with that.

A report counts only for a mail that we sent, to that address, and whose Message-ID stands in the report: nobody who did
not get that mail knows it, so nobody can silence somebody else with a forged report. Addresses that do not exist get no
mail any more for ninety days, or until somebody lifts it; who looks after them is told.
"""

import logging
import mailbox
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from django.db import transaction
from flufl.bounce import all_failures

from opnetwerk import logboek, post
from opnetwerk.bewaartermijnen import ONBESTELBAAR_NA
from opnetwerk.binnenpost import BEZORGVERSLAGEN, GEDAAN, is_bezorgverslag
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker, Onbestelbaar, UitgaandeMail

GROOTSTE = 2_000_000  # bytes of a report that are read
RUST = timedelta(days=90)  # how long an address that does not exist gets no mail
ZACHT_WORDT_HARD = 5  # reports of a full mailbox and the like, on different days
BERICHT_ID = re.compile(r"<[0-9a-f-]{36}@[A-Za-z0-9.-]{1,190}>")
DIAGNOSE = re.compile(r"Diagnostic-Code:\s*(.+?)(?:\n\S|\Z)", re.S)
STATUS = re.compile(r"Status:\s*(\S+)")
ACTIE = re.compile(r"^Action:\s*([a-z]+)", re.M | re.I)
GOED = {"delivered", "relayed", "expanded"}  # RFC 3464
PER_KEER = 500

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Wie:
    """Somebody behind an address: whom to tell (the slug of an IGS, empty for redactie), and in which words."""

    igs_slug: str
    naam: str
    pad: str  # page in the admin; empty without one


# Filled by the apps: who is behind an address.
wie_is: list[Callable[[str], Iterable[Wie]]] = []
# Filled by the apps: addresses of who looks after an IGS.
wie_zorgt: list[Callable[[str], list[str]]] = []


def registreer() -> None:
    """The outbox asks before it sends."""
    post.houdt_tegen.append(lambda adres: krijgt_geen_mail(adres, nu()))


# --- reading ---


def lees(pad: Path, moment: datetime) -> Counter[str]:
    """Handle the reports that wait in a Maildir, and those that `binnenpost` laid aside there.

    How many of each outcome: "hard", "zacht", "bezorgd" (a report without a failure), "vreemd" (not about a mail of
    ours). What is no report stays where it is: it may be an answer that `binnenpost` has still to read. Safe to repeat:
    a report is moved away when it is handled. NoSuchMailboxError when it is no Maildir.
    """
    bak = mailbox.Maildir(pad, create=False)
    if not (pad / "new").is_dir():
        raise mailbox.NoSuchMailboxError(pad)
    bak.add_folder(GEDAAN)
    uitslag: Counter[str] = Counter()
    for bestand in _wachtend(pad):
        wat = _behandel(bestand, moment)
        if wat:
            uitslag[wat] += 1
            with suppress(FileNotFoundError):  # another reader was ahead; what it did was the same
                bestand.rename(pad / f".{GEDAAN}" / "cur" / (bestand.name.partition(":")[0] + ":2,S"))
    return uitslag


def _wachtend(pad: Path) -> Iterator[Path]:
    mappen = [pad / "new", pad / "cur", *(pad / f".{BEZORGVERSLAGEN}" / deel for deel in ("new", "cur"))]
    bestanden = [een for map_ in mappen if map_.is_dir() for een in map_.iterdir()]
    echt = [een for een in bestanden if not een.name.startswith(".") and een.is_file() and not een.is_symlink()]
    yield from sorted(echt, key=lambda een: een.name)[:PER_KEER]


def _behandel(bestand: Path, moment: datetime) -> str:
    """What the file turned out to be; empty for what is no report."""
    try:
        with bestand.open("rb") as stroom:
            ruw = stroom.read(GROOTSTE)
        verslag = BytesParser(EmailMessage, policy=policy.default).parsebytes(ruw)
        if not is_bezorgverslag(verslag):
            return ""
        zacht, hard = all_failures(verslag)
    except FileNotFoundError:
        return ""
    except Exception:  # whatever a mail can hold: the others go on
        log.exception("Een bezorgverslag is niet te lezen: %s", bestand.name)
        return "vreemd"
    adressen = {_als_tekst(een): Onbestelbaar.Soort.ZACHT for een in zacht}
    adressen |= {_als_tekst(een): Onbestelbaar.Soort.HARD for een in hard}
    if not adressen or _acties(verslag) <= GOED:
        return "bezorgd"
    eigen = set(UitgaandeMail.objects.filter(bericht_id__in=_nummers(ruw)).values_list("aan", flat=True))
    geraakt = {adres: soort for adres, soort in adressen.items() if adres in {een.lower() for een in eigen}}
    for adres, soort in geraakt.items():
        noteer(adres, soort, reden=_reden(verslag), moment=moment)
    if not geraakt:
        return "vreemd"
    return "hard" if Onbestelbaar.Soort.HARD in geraakt.values() else "zacht"


def _acties(verslag: EmailMessage) -> set[str]:
    """What the report says of each receiver: "failed", "delayed", "delivered" ...; with nothing said: "failed"."""
    gezegd = set()
    for deel in verslag.walk():
        if deel.get_content_type() == "message/delivery-status":
            gezegd |= {een.lower() for een in ACTIE.findall("\n".join(str(blok) for blok in deel.get_payload()))}
    return gezegd or {"failed"}


def _als_tekst(adres: bytes | str) -> str:
    return (adres.decode(errors="replace") if isinstance(adres, bytes) else adres).strip().lower()


def _nummers(ruw: bytes) -> list[str]:
    """Every Message-ID of our form in the report: in the mail that came back, or in References."""
    return list(dict.fromkeys(BERICHT_ID.findall(ruw.decode("ascii", errors="replace"))))[:20]


def _reden(verslag: EmailMessage) -> str:
    """What the other server said, in one line."""
    for deel in verslag.walk():
        if deel.get_content_type() == "message/delivery-status":
            tekst = " ".join(str(blok) for blok in deel.get_payload())
            gevonden = DIAGNOSE.search(tekst) or STATUS.search(tekst)
            return " ".join(gevonden[1].split())[:300] if gevonden else ""
    return ""


# --- remembering ---


def noteer(adres: str, soort: str, *, reden: str, moment: datetime) -> Onbestelbaar:
    """Count a report about an address; who looks after it hears of a hard one, once."""
    with transaction.atomic():
        rij, nieuw = Onbestelbaar.objects.select_for_update().get_or_create(
            email=adres, defaults={"soort": soort, "reden": reden, "eerst_op": moment, "laatst_op": moment}
        )
        was_dicht = not nieuw and is_dicht(rij, moment)
        if not nieuw:
            _tel(rij, soort, reden, moment)
        if is_dicht(rij, moment) and not was_dicht:
            _meld(rij)
    return rij


def _tel(rij: Onbestelbaar, soort: str, reden: str, moment: datetime) -> None:
    """One more; several on one day are one, so that one mailing to a full mailbox does not close it."""
    opnieuw = rij.opgeheven_op is not None or rij.laatst_op < moment - RUST
    if opnieuw:
        rij.keren, rij.eerst_op, rij.opgeheven_op, rij.soort = 0, moment, None, soort
    if opnieuw or rij.laatst_op.date() != moment.date():
        rij.keren += 1
    hard = soort == Onbestelbaar.Soort.HARD or rij.keren >= ZACHT_WORDT_HARD
    rij.soort = Onbestelbaar.Soort.HARD if hard else rij.soort
    rij.reden, rij.laatst_op = reden or rij.reden, moment
    rij.save()


def is_dicht(rij: Onbestelbaar, moment: datetime) -> bool:
    """Whether it does not exist as far as we know: for ninety days nothing goes there."""
    return rij.soort == Onbestelbaar.Soort.HARD and rij.opgeheven_op is None and rij.laatst_op > moment - RUST


def krijgt_geen_mail(adres: str, moment: datetime) -> bool:
    """Whether nothing goes to this address for now."""
    rij = Onbestelbaar.objects.filter(email__iexact=adres).first()
    return rij is not None and is_dicht(rij, moment)


def hef_op(*, rij: Onbestelbaar, moment: datetime, door: Gebruiker | None = None) -> bool:
    """Try again: what was held back is sent too. True when it was closed or counting; a second time changes nothing.

    With an actor it is written in the log.
    """
    with transaction.atomic():
        if not Onbestelbaar.objects.filter(pk=rij.pk, opgeheven_op=None).update(opgeheven_op=moment):
            return False
        if door is not None:
            logboek.schrijf(door=door, actie="weer bereikbaar gezet", over=rij)
        tegen = UitgaandeMail.objects.filter(aan__iexact=rij.email, stand=UitgaandeMail.Stand.TEGENGEHOUDEN)
        if tegen.update(stand=UitgaandeMail.Stand.WACHT, pogingen=0, volgende_poging_op=moment):
            post.wek_na_commit()
    rij.refresh_from_db()
    return True


def wis_oude(moment: datetime) -> int:
    """A year after the last report; the number erased."""
    return Onbestelbaar.objects.filter(laatst_op__lt=moment - ONBESTELBAAR_NA).delete()[0]


def _meld(rij: Onbestelbaar) -> None:
    """Tell who looks after the person; redactie when nobody is known behind the address."""
    wie = [een for vraag in wie_is for een in vraag(rij.email)] or [Wie("", "", "")]
    for slug, namen in _per_igs(wie).items():
        adressen = {adres for vraag in wie_zorgt for adres in vraag(slug)} - {rij.email}
        for adres in sorted(adressen):
            post.zet_klaar(
                sleutel=f"onbestelbaar:{rij.pk}:{rij.laatst_op:%Y%m%d}:{slug}:{adres}"[: post.LANGSTE_KOP],
                aan=adres,
                sjabloon="onbestelbaar",
                context={
                    "adres": rij.email,
                    "uitleg": rij.reden,
                    "wie": namen,
                    "reden": "je zorgt voor wie op dit adres geen mail meer krijgt",
                },
            )


def _per_igs(wie: Iterable[Wie]) -> dict[str, list[Wie]]:
    per: dict[str, list[Wie]] = {}
    for een in wie:
        per.setdefault(een.igs_slug, []).append(een)
    return per
