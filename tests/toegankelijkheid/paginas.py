"""Which pages there are: every role follows every link, and each page type (URL name) is kept once or twice.

Only reading: a GET changes nothing on this portal. Links that come by mail are made in postlinks.py.
"""

import http.client
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve

MEESTE_PER_SOORT = 4  # addresses of one page type that a role reads, to find its longest and its shortest
MEESTE_VRAGEN = 2  # different questions (?...) of one page type that a role reads
GENOEG = 2  # pages of one type that others read; then a role reads one of its own, to see what is only there for it
LINK = re.compile(r'<(?:a|iframe)\b[^>]*?\b(?:href|src)="([^"#]+)')
NIET_LEZEN = re.compile(
    r"^/(static|media|deelbeeld)/|\.(csv|json|xml|ics|png|geojson|txt|zip|docx|pdf|xlsx|ods)$|/bestand/$"
)


@dataclass(frozen=True)
class Pagina:
    """One address to look at, by somebody."""

    soort: str  # URL name, or "fout 404"
    toestand: str
    pad: str
    rol: str
    lengte: int = 0  # bytes of HTML


@dataclass
class Bezoeker:
    """Somebody who reads over HTTP: `koekje` is the session, empty for a stranger."""

    rol: str
    basis: str
    koekje: str = ""

    def lees(self, pad: str) -> tuple[int, str, str]:
        """Status, type and text of an address; a redirect is not followed."""
        delen = urlsplit(self.basis)
        lijn = http.client.HTTPConnection(delen.hostname or "", delen.port, timeout=60)
        try:
            koppen = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={self.koekje}"} if self.koekje else {}
            lijn.request("GET", pad, headers=koppen)
            antwoord = lijn.getresponse()
            naar = antwoord.headers.get("Location", "")
            return antwoord.status, antwoord.headers.get("Content-Type", ""), naar or antwoord.read().decode()
        finally:
            lijn.close()


def meld_aan(client: Client) -> str:
    """The session of a client that is logged in."""
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def soort_van(pad: str) -> str | None:
    """The URL name of an address on this site; None for what is no page of ours."""
    try:
        return resolve(urlsplit(pad).path).view_name or None
    except Resolver404:
        return None


def is_publiek(pad: str) -> bool:
    """The same for everybody but for the name in the header: a stranger reads it for all."""
    return getattr(resolve(urlsplit(pad).path).func, "toegang", "") == "publiek"


def loop(
    wie: Bezoeker,
    begin: Iterable[str],
    gezien: dict[str, list[Pagina]],
    per_soort: int = MEESTE_PER_SOORT,
    behalve: Iterable[str] = (),
) -> None:
    """Follow links from `begin`; what this role reads comes in `gezien`, by page type, but for those with a word."""
    begin = list(begin)
    rij, gehad, keren = deque(begin), set[str](), dict[str, int]()
    while rij:
        pad = rij.popleft()
        soort = soort_van(pad)
        if pad in gehad or soort is None or (wie.koekje and is_publiek(pad)) or NIET_LEZEN.search(urlsplit(pad).path):
            continue
        gehad.add(pad)
        if any(woord in soort for woord in behalve):
            continue
        if per_soort == 1 and pad not in begin:  # one look at each page type: a question is no other page
            if soort in gezien:
                continue
            pad = urlsplit(pad).path
        teller = f"{soort}?" if "?" in pad else soort
        keren[teller] = keren.get(teller, 0) + 1
        van_anderen = sum(een.rol != wie.rol for een in gezien.get(soort, []))
        hoogstens = 1 if van_anderen >= GENOEG else per_soort
        if keren[teller] > (min(hoogstens, MEESTE_VRAGEN) if "?" in pad else hoogstens):
            continue
        status, type_, tekst = wie.lees(pad)
        if status in (301, 302):
            rij.append(_hier(pad, tekst))
        elif status == 200 and type_.startswith("text/html"):
            gezien.setdefault(soort, []).append(Pagina(soort, "", pad, wie.rol, len(tekst)))
            rij.extend(_hier(pad, unescape(link)) for link in LINK.findall(tekst) if _van_ons(link))


def _van_ons(link: str) -> bool:
    return not re.match(r"[a-z]+:|//", link)


def _hier(van: str, link: str) -> str:
    """The address on this site that a link on that page leads to, without its fragment."""
    delen = urlsplit(urljoin(van, link))
    return delen.path + (f"?{delen.query}" if delen.query else "")


def kies(gezien: dict[str, list[Pagina]]) -> Iterator[Pagina]:
    """Of each page type the longest page, and the shortest when it is far shorter: filled and (nearly) empty."""
    for soort, paginas in sorted(gezien.items()):
        lang = max(paginas, key=lambda pagina: pagina.lengte)
        kort = min(paginas, key=lambda pagina: pagina.lengte)
        yield Pagina(soort, "gevuld", lang.pad, lang.rol, lang.lengte)
        if kort.lengte < lang.lengte * 0.7:
            yield Pagina(soort, "kort", kort.pad, kort.rol, kort.lengte)
