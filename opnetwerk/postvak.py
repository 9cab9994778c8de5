"""The mail that a local portal keeps in files, readable on this machine only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from html.parser import HTMLParser
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache

from opnetwerk.toegang import alleen_lokaal

NIEUWSTE = 100  # files shown
KOPPEN = [("Van", "From"), ("Aan", "To"), ("Antwoord aan", "Reply-To"), ("Onderwerp", "Subject")]

BESTANDSNAAM = re.compile(r"\d{8}-\d{6}-\d+", re.ASCII)  # as Django's backend makes them
BERICHTNAAM = re.compile(rf"({BESTANDSNAAM.pattern})-([1-9]\d{{0,3}})", re.ASCII)
# Django writes this line behind each message; in the middle of a text no header follows it.
SCHEIDING = re.compile(rb"\n-{79}\n(?=\Z|[A-Za-z][A-Za-z-]*:)")
ADRES = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]")
# Control characters and those that turn the direction of a text: shown as a mark, or a mail could pose as another.
STUURTEKENS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Bericht:
    """One mail; everything in it is somebody's text."""

    naam: str
    mail: EmailMessage
    bewaard_op: datetime

    @property
    def op(self) -> datetime:
        """The date it bears, or when its file was written."""
        moment = getattr(self._kop("Date"), "datetime", None)
        if not isinstance(moment, datetime):
            return self.bewaard_op
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    @property
    def aan(self) -> str:
        return self.kop("To")

    @property
    def onderwerp(self) -> str:
        return self.kop("Subject") or "(zonder onderwerp)"

    def kop(self, naam: str) -> str:
        return _leesbaar(str(self._kop(naam)))

    def _kop(self, naam: str) -> object:
        try:
            return self.mail.get(naam, "")
        except Exception:  # the parser of the standard library raises all kinds of things on a header beyond repair
            return "(onleesbaar)"

    def koppen(self) -> list[tuple[str, str]]:
        return [(label, waarde) for label, naam in KOPPEN if (waarde := self.kop(naam))]

    def tekst(self) -> SafeString:
        return met_links(_inhoud(self.mail.get_body(("plain",))))

    def html(self) -> str:
        return _inhoud(self.mail.get_body(("html",)))

    def links(self) -> list[SafeString]:
        """The targets in the HTML part, each once."""
        lezer = _Links()
        lezer.feed(self.html())
        return [met_links(_leesbaar(doel)) for doel in dict.fromkeys(lezer.doelen)]

    def bijlagen(self) -> list[str]:
        return [_leesbaar(deel.get_filename() or deel.get_content_type()) for deel in self.mail.iter_attachments()]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.doelen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.doelen += [waarde for naam, waarde in attrs if tag == "a" and naam == "href" and waarde]


def _inhoud(deel: MIMEPart | None) -> str:
    if deel is None:
        return ""
    try:
        tekst = str(deel.get_content())
    except (LookupError, ValueError):  # a character set or encoding that does not exist
        ruw = deel.get_payload(decode=True)
        tekst = ruw.decode(errors="replace") if isinstance(ruw, bytes) else ""
    return _leesbaar(tekst.replace("\r\n", "\n")).strip()


def _leesbaar(tekst: str) -> str:
    return STUURTEKENS.sub("\ufffd", tekst.encode(errors="replace").decode())


def met_links(tekst: str) -> SafeString:
    """The text as HTML, in which only addresses of this portal can be clicked."""
    stukken: list[SafeString] = []
    vorige = 0
    for vondst in ADRES.finditer(tekst):
        doel = vondst[0]
        if doel == settings.SITE_ADRES or doel.startswith(f"{settings.SITE_ADRES}/"):
            stukken += [_regels(tekst[vorige : vondst.start()]), format_html('<a href="{}">{}</a>', doel, doel)]
            vorige = vondst.end()
    return format_html_join("", "{}", [(stuk,) for stuk in [*stukken, _regels(tekst[vorige:])]])


def _regels(tekst: str) -> SafeString:
    return format_html_join(SafeString("<br>"), "{}", [(regel,) for regel in tekst.split("\n")])


def _lees(bestand: Path) -> Iterator[Bericht]:
    """The messages in one file, in the order in which they were written."""
    bewaard_op = datetime.fromtimestamp(bestand.stat().st_mtime, UTC)
    delen = [deel for deel in SCHEIDING.split(bestand.read_bytes()) if deel.strip()]
    for nummer, deel in enumerate(delen, 1):
        mail = BytesParser(EmailMessage, policy=policy.default).parsebytes(deel.lstrip(b"\n"))
        yield Bericht(f"{bestand.stem}-{nummer}", mail, bewaard_op)


def _nieuwste_bestanden() -> list[Path]:
    bestanden = [pad for pad in Path(settings.EMAIL_FILE_PATH).glob("*.log") if BESTANDSNAAM.fullmatch(pad.stem)]
    return sorted(bestanden, key=lambda pad: (pad.stat().st_mtime_ns, pad.name), reverse=True)[:NIEUWSTE]


@alleen_lokaal
@never_cache
def postvak(request: HttpRequest) -> HttpResponse:
    """The newest mail, newest first."""
    berichten = [bericht for pad in _nieuwste_bestanden() for bericht in reversed(list(_lees(pad)))]
    return render(request, "opnetwerk/postvak.html", {"berichten": berichten, "map": settings.EMAIL_FILE_PATH})


@alleen_lokaal
@never_cache
def postvak_bericht(request: HttpRequest, naam: str) -> HttpResponse:
    """One mail: what it says, never what its HTML would do."""
    delen = BERICHTNAAM.fullmatch(naam)
    bestand = Path(settings.EMAIL_FILE_PATH) / f"{delen[1]}.log" if delen else None
    if bestand is None or not bestand.is_file():
        raise Http404
    bericht = next((een for een in _lees(bestand) if een.naam == naam), None)
    if bericht is None:
        raise Http404
    return render(request, "opnetwerk/postvak_bericht.html", {"bericht": bericht})
