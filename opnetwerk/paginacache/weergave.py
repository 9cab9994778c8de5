"""From an answer of a view to what is kept, and from what is kept to an answer: encodings, ETag and 304, and the line
that says from when a page is while the database is away.
"""

import gzip
import hashlib
import html
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.formats import date_format
from django.utils.http import parse_etags

from opnetwerk.paginacache.opslag import GROOTSTE, Bewaard

TEKST = ("text/", "application/json", "application/xml", "application/geo+json", "application/atom+xml", "image/svg")
KLEIN = 300  # bytes; below this compressing gains nothing
BROTLI, GZIP = 5, 6  # levels: made once per change, given many times
# Made anew for each answer, or added outside of the cache.
NIET_BEWAARD = {"content-length", "etag", "x-request-id", "date"}
# What a 304 repeats (RFC 9110, 15.4.5), and our own rules, which replace those of the copy that the browser kept.
NIET_OP_304 = {"content-type", "content-disposition", "content-language"}


def bewaar(
    adres: str, merk: str, gewist: int, antwoord: HttpResponse, tellingen: Sequence[tuple[str, int]]
) -> Bewaard | None:
    """What to keep of an answer; None for one that may not be kept, or is too large."""
    if not mag_bewaard(antwoord):
        return None
    patch_vary_headers(antwoord, ["Accept-Encoding"])
    inhoud = antwoord.content
    een = Bewaard(
        adres=adres,
        merk=merk,
        gewist=gewist,
        gemaakt=time.time(),
        etag=hashlib.sha256(inhoud).hexdigest()[:24],
        koppen=tuple((naam, str(w)) for naam, w in antwoord.items() if naam.lower() not in NIET_BEWAARD),
        lijven=_lijven(inhoud, antwoord.headers.get("Content-Type", "")),
        in_kader=bool(getattr(antwoord, "xframe_options_exempt", False)),
        tellingen=tuple(tellingen),
    )
    return een if een.omvang <= GROOTSTE else None


def mag_bewaard(antwoord: HttpResponse) -> bool:
    """A whole 200 that is the same for everybody: no cookie, and nothing in its headers that says otherwise."""
    if antwoord.status_code != 200 or antwoord.streaming or antwoord.cookies:
        return False
    if antwoord.has_header("Set-Cookie") or antwoord.has_header("Content-Encoding"):
        return False
    regels = antwoord.headers.get("Cache-Control", "").lower()
    varieert = {deel.strip().lower() for deel in antwoord.headers.get("Vary", "").split(",") if deel.strip()}
    return "no-store" not in regels and "private" not in regels and varieert <= {"cookie", "accept-encoding"}


def _lijven(inhoud: bytes, soort: str) -> dict[str, bytes]:
    if len(inhoud) < KLEIN or not soort.startswith(TEKST):
        return {"identity": inhoud}
    return {
        "br": brotli.compress(inhoud, mode=brotli.MODE_TEXT, quality=BROTLI),
        "gzip": gzip.compress(inhoud, GZIP, mtime=0),
    }


def geef(een: Bewaard, request: HttpRequest) -> HttpResponse:
    """The answer to this request: 304 when the caller has it, else the body in the best encoding that is accepted."""
    vorm = _vorm(een, request)
    etag = f'"{een.etag}-{vorm}"'
    heeft = request.META.get("HTTP_IF_NONE_MATCH", "")
    if heeft and _heeft_al(etag, heeft):
        antwoord: HttpResponse = HttpResponseNotModified()
        _zet_koppen(antwoord, een, NIET_OP_304)
    else:
        antwoord = _vol(een, _lijf(een, vorm), vorm, request)
    antwoord.headers["ETag"] = etag
    return antwoord


def geef_oud(een: Bewaard, request: HttpRequest) -> HttpResponse:
    """The same answer with the moment it is from, in sight and in the headers; it is kept by nobody."""
    vorm, lijf = "identity", _lijf(een, "identity")
    if dict(een.koppen).get("Content-Type", "").startswith("text/html"):
        lijf = met_stand(lijf, een.gemaakt)
    if "identity" not in een.lijven and _keus(request) != "identity":
        vorm, lijf = "gzip", gzip.compress(lijf, 1, mtime=0)
    antwoord = _vol(een, lijf, vorm, request)
    antwoord.headers["Warning"] = '110 - "Response is Stale"'
    antwoord.headers["Age"] = str(max(0, int(time.time() - een.gemaakt)))
    antwoord.headers["Cache-Control"] = "no-cache"
    return antwoord


def met_stand(pagina: bytes, gemaakt: float) -> bytes:
    """The page with a line above its content that says from when it is (`gemaakt`: seconds since 1970)."""
    # Under the head of the site; a page without one has it right above its content.
    grens = pagina.find(b"<main")
    if grens < 0:
        return pagina
    onder_kop = pagina.find(b"</header>", 0, grens) + len(b"</header>")
    grens = onder_kop if onder_kop >= len(b"</header>") else grens
    strook = f'<p class="voorbeeldstrook" role="status">{html.escape(standzin(gemaakt))}</p>\n  '
    return pagina[:grens] + strook.encode() + pagina[grens:]


def standzin(gemaakt: float) -> str:
    """ "Stand van maandag 23 november 2026 om 12:05", in Brussels."""
    moment = timezone.localtime(datetime.fromtimestamp(gemaakt, UTC))
    return f"Stand van {date_format(moment, 'l j F Y')} om {date_format(moment, 'H:i')}. Nieuwe gegevens volgen straks."


def _vol(een: Bewaard, lijf: bytes, vorm: str, request: HttpRequest) -> HttpResponse:
    antwoord = HttpResponse(b"" if request.method == "HEAD" else lijf)
    _zet_koppen(antwoord, een)
    antwoord.headers["Content-Length"] = str(len(lijf))
    if vorm != "identity":
        antwoord.headers["Content-Encoding"] = vorm
    return antwoord


def _zet_koppen(antwoord: HttpResponse, een: Bewaard, behalve: set[str] | frozenset[str] = frozenset()) -> None:
    for naam, waarde in een.koppen:
        if naam.lower() not in behalve:
            antwoord.headers[naam] = waarde
    if een.in_kader:
        antwoord.xframe_options_exempt = True


def _lijf(een: Bewaard, vorm: str) -> bytes:
    if vorm in een.lijven:
        return een.lijven[vorm]
    return bytes(brotli.decompress(een.lijven["br"]))


def _vorm(een: Bewaard, request: HttpRequest) -> str:
    return "identity" if "identity" in een.lijven else _keus(request)


def _keus(request: HttpRequest) -> str:
    return kies_vorm(request.META.get("HTTP_ACCEPT_ENCODING", "")[:200])


@lru_cache(512)
def kies_vorm(kop: str) -> str:
    """ "br", "gzip" or "identity", by the Accept-Encoding header: the smallest of those with the highest weight.

    >>> kies_vorm("gzip, deflate, br"), kies_vorm("gzip;q=1, br;q=0"), kies_vorm("")
    ('br', 'gzip', 'identity')
    """
    gewichten = dict(filter(None, map(_gewicht, kop.lower().split(","))))
    rest = gewichten.get("*", 0.0)
    keuzes = [(gewichten.get(vorm, rest), plek, vorm) for plek, vorm in ((2, "br"), (1, "gzip"))]
    beste = max((een for een in keuzes if een[0] > 0), default=None)
    if beste is None or gewichten.get("identity", 0.0) > beste[0]:
        return "identity"
    return beste[2]


def _gewicht(deel: str) -> tuple[str, float] | None:
    naam, _, keus = deel.partition(";")
    try:
        return naam.strip(), float(keus.partition("q=")[2] or 1)
    except ValueError:
        return None


def _heeft_al(etag: str, kop: str) -> bool:
    """If-None-Match compares weakly."""
    return kop.strip() == "*" or etag in {een.removeprefix("W/") for een in parse_etags(kop)}
