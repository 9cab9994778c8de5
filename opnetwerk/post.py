"""The outbox: mail is written in the transaction of the change, and sent by the worker.

`zet_klaar` writes, `verzend` sends. A mail leaves in a transaction that holds its row: a worker that is killed lets go
of the row and the next one sends the mail, at worst a second time with the same Message-ID. Nothing gets lost.
"""

import logging
import re
import smtplib
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import connection, transaction
from django.template import Context, Engine, TemplateDoesNotExist
from django.utils import timezone
from django.utils.encoding import punycode
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from opnetwerk import verzoek
from opnetwerk.bewaartermijnen import MAIL_NA, MAILTEKST_NA
from opnetwerk.models import UitgaandeMail
from opnetwerk.postvak import met_links

RIJ = "post"  # name of the queue, and of the lock that lets one job wait in it
TAAK = "opnetwerk.taken.verzend_post"

# How long to wait after each failed attempt; after the last one the mail is a dead letter.
UITSTEL = [
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
]
KLOKVERSCHIL = timedelta(seconds=5)  # the machine that wrote the mail may be ahead of the one that sends it
GEWIST = "(verzonden; de tekst is niet bewaard)"
REDEN = "dit adres op het portaal is ingevuld"

LANGSTE_KOP = 200  # characters; also what the columns hold
LANGSTE_ADRES = 254
LANGSTE_EXTRA_KOP = 900  # bytes; a line of a mail holds 998
KOPNAAM = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,75}", re.ASCII)
EIGEN_KOPPEN = re.compile(r"(from|sender|to|cc|bcc|reply-to|subject|date|message-id|mime-version|content-.*)", re.I)
# Turns the direction of what follows: a subject could pose as another.
OMKEERTEKENS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


logger = logging.getLogger(__name__)


class KopFout(ValueError):
    """Something cannot stand in the header of a mail; the text is a Dutch sentence for whoever filled it in."""


class LegeMail(ValueError):
    """A mail without text is not sent."""


# --- writing ---


def zet_klaar(
    *,
    sleutel: str,
    aan: str,
    sjabloon: str,
    context: dict[str, Any],
    antwoord_aan: str = "",
    koppen: dict[str, str] | None = None,
) -> UitgaandeMail:
    """Write a mail in the transaction of the caller; with a key that exists already: the mail that is there.

    `mail/<sjabloon>_onderwerp.txt` is one line; `mail/<sjabloon>.txt` is the text, without the footer, and is not
    escaped; `mail/<sjabloon>.html` may exist and extends `mail/basis.html`, else the HTML is made from the text. The
    templates get `site` (address without slash) and `context`, in which `reden` ends the sentence "Je krijgt deze
    mail omdat ...". Raises KopFout and LegeMail, both ValueError, before anything is written.
    """
    gegevens = {"reden": REDEN, **context, "site": settings.SITE_ADRES}
    onderwerp = _lees_sjabloon(f"mail/{sjabloon}_onderwerp.txt", gegevens).strip()
    tekst = _lees_sjabloon(f"mail/{sjabloon}.txt", gegevens)
    try:
        html = Engine.get_default().get_template(f"mail/{sjabloon}.html")
    except TemplateDoesNotExist:
        html = None
    return zet_tekst_klaar(
        sleutel=sleutel,
        aan=aan,
        onderwerp=onderwerp,
        tekst=tekst,
        html=html.render(Context(gegevens | {"onderwerp": onderwerp})) if html else "",
        reden=gegevens["reden"],
        antwoord_aan=antwoord_aan,
        koppen=koppen,
    )


def zet_tekst_klaar(
    *,
    sleutel: str,
    aan: str,
    onderwerp: str,
    tekst: str,
    html: str = "",
    reden: str = REDEN,
    antwoord_aan: str = "",
    koppen: dict[str, str] | None = None,
) -> UitgaandeMail:
    """As `zet_klaar`, with texts that are ready; the footer comes behind `tekst`, and `html` has its own."""
    inhoud = _schoon(tekst)
    if not inhoud:
        raise LegeMail(f"De mail {onderwerp!r} heeft geen tekst.")
    gegevens = {"reden": reden, "site": settings.SITE_ADRES, "onderwerp": onderwerp}
    mail = UitgaandeMail(
        sleutel=_keur_kop("De sleutel", sleutel),
        aan=_keur_adres(aan),
        antwoord_aan=_keur_adres(antwoord_aan) if antwoord_aan else "",
        onderwerp=_keur_kop("Het onderwerp", onderwerp),
        tekst=f"{inhoud}\n\n{_lees_sjabloon('mail/_voet.txt', gegevens)}",
        html=html or _basis_html(inhoud, gegevens),
        koppen=_keur_koppen(koppen or {}),
        bericht_id=f"<{uuid4()}@{_eigen_host()}>",
        verzoek=verzoek.huidig(),
    )
    # ON CONFLICT DO NOTHING: of two transactions with one key the second waits for the first, and neither fails.
    UitgaandeMail.objects.bulk_create([mail], ignore_conflicts=True)
    wek_na_commit()
    return UitgaandeMail.objects.get(sleutel=sleutel)


def opnieuw(mail: UitgaandeMail) -> None:
    """Put a dead letter back in the queue, with all its attempts before it. Another mail is left alone."""
    mislukt = UitgaandeMail.objects.filter(pk=mail.pk, stand=UitgaandeMail.Stand.MISLUKT)
    if mislukt.update(stand=UitgaandeMail.Stand.WACHT, pogingen=0, volgende_poging_op=timezone.now()):
        wek_na_commit()
    mail.refresh_from_db()


def wis_oude(moment: datetime) -> int:
    """After thirty days nobody waits for a mail that could not be sent: its text goes. After a year the row goes too.

    The number of rows that were changed or erased.
    """
    blijft_liggen = [UitgaandeMail.Stand.MISLUKT, UitgaandeMail.Stand.TEGENGEHOUDEN]
    leeg = UitgaandeMail.objects.filter(stand__in=blijft_liggen, gemaakt_op__lt=moment - MAILTEKST_NA)
    gewist = leeg.exclude(tekst=GEWIST).update(tekst=GEWIST, html="", koppen={}, stand=UitgaandeMail.Stand.MISLUKT)
    oud = UitgaandeMail.objects.filter(gemaakt_op__lt=moment - MAIL_NA).exclude(stand=UitgaandeMail.Stand.WACHT)
    return gewist + oud.delete()[0]


def _lees_sjabloon(naam: str, gegevens: dict[str, Any]) -> str:
    """Plain text: nothing is escaped."""
    return Engine.get_default().get_template(naam).render(Context(gegevens, autoescape=False))


def _basis_html(tekst: str, gegevens: dict[str, Any]) -> str:
    """The text in paragraphs; only addresses of the portal itself become links."""
    alineas = [(met_links(alinea.strip("\n")),) for alinea in re.split(r"\n{2,}", tekst)]
    inhoud = format_html_join(SafeString("\n"), "<p>{}</p>", alineas)
    basis = Engine.get_default().get_template("mail/basis.html")
    return basis.render(Context(gegevens | {"inhoud": format_html("{}", inhoud)}))


def _schoon(tekst: str) -> str:
    """Line ends as they should be, no control characters (the database refuses some), no blank lines around it."""
    regels = "\n".join(tekst.splitlines())
    leesbaar = [teken for teken in regels if teken in "\n\t" or unicodedata.category(teken) not in ("Cc", "Cs")]
    return "".join(leesbaar).strip()


def _eigen_host() -> str:
    host = urlsplit(settings.SITE_ADRES).hostname or ""
    return "localhost" if ":" in host or not host else punycode(host)


# --- what may stand in a header ---


def _keur_kop(wat: str, waarde: str, langste: int = LANGSTE_KOP) -> str:
    if not waarde.strip():
        raise KopFout(f"{wat} is leeg.")
    if any(unicodedata.category(teken) in ("Cc", "Cs", "Zl", "Zp") or teken in OMKEERTEKENS for teken in waarde):
        raise KopFout(f"{wat} heeft tekens die niet in een mail kunnen: gebruik één regel gewone tekst.")
    if len(waarde) > langste:
        raise KopFout(f"{wat} is te lang: {langste} tekens is het meeste.")
    return waarde


def _keur_adres(adres: str) -> str:
    _keur_kop("Het e-mailadres", adres, LANGSTE_ADRES)
    try:
        validate_email(adres)
    except ValidationError:
        raise KopFout("Het e-mailadres klopt niet: schrijf het zoals naam@voorbeeld.be.") from None
    return adres


def _keur_koppen(koppen: dict[str, str]) -> dict[str, str]:
    for naam, waarde in koppen.items():
        if not KOPNAAM.fullmatch(naam) or EIGEN_KOPPEN.fullmatch(naam):
            raise KopFout(f"De kop {naam!r} kan niet gezet worden.")
        _keur_kop(f"De kop {naam}", waarde, LANGSTE_EXTRA_KOP)
    # RFC 3834: no holiday message comes back to this. Who relays the words of a person says "no".
    return {"Auto-Submitted": "auto-generated"} | koppen


# --- waking the worker ---


def wek_na_commit() -> None:
    """A job for the worker, once per transaction, as soon as that is committed.

    Not inside it: the lock that lets only one job wait is a unique index, on which transactions wait for each other.
    When this fails the mail goes with the drain of the next minute.
    """
    if not any(functie is _wek for _, functie, *_ in connection.run_on_commit):
        transaction.on_commit(_wek, robust=True)


def _wek() -> None:
    # Asking first saves an error line in the log of the database; in between, AlreadyEnqueued is as good.
    if not ProcrastinateJob.objects.filter(queueing_lock=RIJ, status="todo").exists():
        with suppress(AlreadyEnqueued), transaction.atomic():
            app.configure_task(TAAK, queue=RIJ, queueing_lock=RIJ).defer()


# --- sending ---

# Asked before a mail is offered to the server: whether nothing goes to this address for now.
houdt_tegen: list[Callable[[str], bool]] = []


@dataclass
class Uitslag:
    """What one drain did. `server_weg` says why it stopped early: the mail server is not there."""

    verzonden: int = 0
    uitgesteld: int = 0
    mislukt: int = 0
    server_weg: str = ""


@dataclass(frozen=True)
class Weigering:
    """Why one mail did not leave; if it never will, if others will not either now, if it counts as an attempt."""

    uitleg: str
    voorgoed: bool = False
    stop: bool = False
    telt: bool = True


def verzend(*, stop: Callable[[], bool] = lambda: False) -> Uitslag:
    """Send what is due, one mail per transaction, over one connection; ask `stop` before each.

    Two at a time do not hinder each other. A server that cannot be reached costs no mail an attempt.
    """
    uitslag = Uitslag()
    server = get_connection()
    try:
        while not stop() and not uitslag.server_weg:
            with transaction.atomic(durable=True):
                mail = _neem_volgende()
                if mail is None:
                    break
                with verzoek.onder(mail.verzoek):
                    _verzend_een(mail, server, uitslag)
    finally:
        with suppress(OSError):
            server.close()
    return uitslag


def _neem_volgende() -> UitgaandeMail | None:
    """The mail that waits longest, locked until the end of the transaction; rows that others hold are passed."""
    with connection.cursor() as cursor:
        # A machine that vanishes does not close its connection: without this its mail would stay locked for hours.
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '10min'")
    wachtend = UitgaandeMail.objects.filter(
        stand=UitgaandeMail.Stand.WACHT, volgende_poging_op__lte=timezone.now() + KLOKVERSCHIL
    )
    return wachtend.select_for_update(skip_locked=True).order_by("volgende_poging_op", "pk").first()


def _verzend_een(mail: UitgaandeMail, server: BaseEmailBackend, uitslag: Uitslag) -> None:
    if any(vraag(mail.aan) for vraag in houdt_tegen):
        mail.stand = UitgaandeMail.Stand.TEGENGEHOUDEN
        mail.save()
        return
    try:
        server.open()
    except OSError as fout:
        weigering = Weigering(f"De mailserver is niet te bereiken: {fout}", stop=True, telt=False)
        _verwerk_weigering(mail, weigering, uitslag)
        return
    try:
        server.send_messages([_bericht(mail)])
    except Exception as fout:  # whatever it is: this mail is kept, and the others go on
        _verwerk_weigering(mail, _beoordeel(fout), uitslag)
    else:
        _verwerk_verzonden(mail)
        uitslag.verzonden += 1
        logger.info("Mail %s is verzonden.", mail.bericht_id)


def _bericht(mail: UitgaandeMail) -> EmailMultiAlternatives:
    """The message; the same one each time it is made, but for the boundary between text and HTML."""
    koppen = {"Message-ID": mail.bericht_id, "Date": format_datetime(mail.gemaakt_op), **mail.koppen}
    antwoord_aan = [mail.antwoord_aan] if mail.antwoord_aan else []
    bericht = EmailMultiAlternatives(mail.onderwerp, mail.tekst, to=[mail.aan], reply_to=antwoord_aan, headers=koppen)
    if mail.html:
        bericht.attach_alternative(mail.html, "text/html")
    return bericht


def _beoordeel(fout: Exception) -> Weigering:
    """What an error says: about this mail, now or for good, or about the server."""
    if isinstance(fout, smtplib.SMTPRecipientsRefused):
        return _beoordeel_antwoord(*next(iter(fout.recipients.values())))
    if isinstance(fout, smtplib.SMTPDataError):
        return _beoordeel_antwoord(fout.smtp_code, fout.smtp_error)
    if isinstance(fout, OSError):  # all of smtplib: the sender refused, the line broken, no answer in time
        # 421 before any mail was offered: closing, or enough for one connection.
        niets_geprobeerd = isinstance(fout, smtplib.SMTPSenderRefused) and fout.smtp_code == 421
        return Weigering(f"De mailserver brak af: {fout}", stop=True, telt=not niets_geprobeerd)
    logger.error("Een mail kan niet gemaakt worden.", exc_info=fout)
    return Weigering(f"{type(fout).__name__}: {fout}")


def _beoordeel_antwoord(code: int, antwoord: bytes | str) -> Weigering:
    """A 5xx is for good, but for 530 and 5.7.x: those are about us (rights, reputation), not about the receiver."""
    tekst = antwoord.decode(errors="replace") if isinstance(antwoord, bytes) else antwoord
    over_ons = code == 530 or re.match(r"5\.7\.\d", tekst)
    return Weigering(f"{code} {tekst}", voorgoed=500 <= code < 600 and not over_ons, stop=code == 421)


def _verwerk_verzonden(mail: UitgaandeMail) -> None:
    """Links that open an account, and words between people, are not kept where others can read them."""
    mail.stand, mail.verzonden_op, mail.laatste_fout = UitgaandeMail.Stand.VERZONDEN, timezone.now(), ""
    mail.tekst, mail.html, mail.koppen = GEWIST, "", {}
    mail.save()


def _verwerk_weigering(mail: UitgaandeMail, weigering: Weigering, uitslag: Uitslag) -> None:
    mail.laatste_fout = weigering.uitleg
    if weigering.stop:
        uitslag.server_weg = weigering.uitleg
    if not weigering.telt:
        mail.save()
        return
    mail.pogingen += 1
    if weigering.voorgoed or mail.pogingen > len(UITSTEL):
        mail.stand = UitgaandeMail.Stand.MISLUKT
        uitslag.mislukt += 1
    else:
        mail.volgende_poging_op = timezone.now() + UITSTEL[mail.pogingen - 1]
        uitslag.uitgesteld += 1
    mail.save()
