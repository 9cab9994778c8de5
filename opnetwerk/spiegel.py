"""A copy of the public site as plain files, for nginx to give when the portal itself is away.

`DOEL/nu` is a link to the newest copy: it is moved when that one is whole, so there is never half a site. Every page
carries the line that says from when it is. What a page needs stands beside it: style, letters, pictures.

Making it asks every page of the sitemap, so it also fills the page cache.
"""

import contextlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import HttpRequest
from django.test import Client

from opnetwerk import databankweg
from opnetwerk.herstel import sitemap_paden
from opnetwerk.paginacache.weergave import met_stand

NU = "nu"
BEHOUD = 2  # copies that stay: who was reading the one before can go on
# Addresses in pages and style sheets that lead to a file.
IN_PAGINA = re.compile(r"""(?:href|src|srcset|content)="([^"]+)\"""")
IN_STIJL = re.compile(r"""url\(["']?([^"')]+)["']?\)|@import ["']([^"']+)|from ?["']([^"']+)""")
EXTRA = ("/robots.txt", "/sitemap.xml")


class SpiegelFout(Exception):
    """The copy was not made; the one before still stands. The text is a Dutch sentence."""


@dataclass
class Verslag:
    """How many pages and files were written, and the addresses that did not answer with a page."""

    paginas: int = 0
    bestanden: int = 0
    gemist: list[str] = field(default_factory=list)


def spiegel(doel: Path) -> Verslag:
    """Write a new copy in `doel` and move `doel/nu` to it. Raises SpiegelFout when less than 99 % of the pages came."""
    doel.mkdir(parents=True, exist_ok=True)
    if (doel / NU).exists() and not (doel / NU).is_symlink():
        raise SpiegelFout(f"{doel / NU} is geen link: kies een lege map.")
    bezig = Path(tempfile.mkdtemp(prefix="bezig-", dir=doel))
    try:
        verslag = _schrijf(bezig)
        if not verslag.paginas or len(verslag.gemist) > 0.01 * (verslag.paginas + len(verslag.gemist)):
            raise SpiegelFout(f"{len(verslag.gemist)} pagina's antwoorden niet, zoals {verslag.gemist[:3]}.")
        bezig.chmod(0o755)
        klaar = doel / f"{time.strftime('%Y%m%d-%H%M%S')}-{bezig.name.removeprefix('bezig-')}"
        bezig.rename(klaar)
    except BaseException:
        shutil.rmtree(bezig, ignore_errors=True)
        raise
    _wijs_naar(doel, klaar)
    _ruim_op(doel, klaar)
    return verslag


def _wijs_naar(doel: Path, klaar: Path) -> None:
    """A link beside it that takes its place: a link cannot be changed in one go."""
    nieuw = doel / f".{klaar.name}"
    nieuw.symlink_to(klaar.name)
    os.replace(nieuw, doel / NU)


def _ruim_op(doel: Path, klaar: Path) -> None:
    oude = sorted(een for een in doel.glob("2*-*-*") if een.is_dir() and not een.is_symlink() and een != klaar)
    for oud in oude[: max(0, len(oude) - BEHOUD + 1)]:
        shutil.rmtree(oud, ignore_errors=True)


def _schrijf(naar: Path) -> Verslag:
    client = Client(headers={"host": urlsplit(settings.SITE_ADRES).netloc}, raise_request_exception=False)
    verslag, nodig, nu = Verslag(), set[str](), time.time()
    for adres in dict.fromkeys([*sitemap_paden(client), *EXTRA]):
        antwoord = client.get(adres, secure=settings.HTTPS)
        if antwoord.status_code != 200 or antwoord.streaming or "Warning" in antwoord.headers:
            verslag.gemist.append(adres)
            continue
        inhoud: bytes = antwoord.content
        if antwoord.headers.get("Content-Type", "").startswith("text/html"):
            nodig |= _adressen(IN_PAGINA, inhoud.decode(), adres)
            inhoud = met_stand(inhoud, nu)
        _zet(naar, _bestandsnaam(adres), inhoud)
        verslag.paginas += 1
    weg = databankweg.antwoord(HttpRequest()).content  # for who asks what is not in the mirror while nothing answers
    nodig |= _adressen(IN_PAGINA, weg.decode(), "/")
    _zet(naar, "503.html", weg)
    verslag.bestanden = _schrijf_bestanden(naar, nodig)
    return verslag


def _bestandsnaam(adres: str) -> str:
    """ "/igs/zuidrand/" lies in "igs/zuidrand/index.html"."""
    return unquote(adres).lstrip("/") + ("index.html" if adres.endswith("/") else "")


def _adressen(vorm: re.Pattern[str], tekst: str, bij: str) -> set[str]:
    """The files of our own that a text names, as paths."""
    gevonden = set[str]()
    for treffer in vorm.finditer(tekst):
        for deel in next(filter(None, treffer.groups())).split(","):  # a srcset names several, each with a width
            adres = urlsplit(urljoin(bij, deel.strip().split(" ")[0].removeprefix(settings.SITE_ADRES)))
            if not adres.netloc and adres.path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
                gevonden.add(unquote(adres.path))
    return gevonden


def _schrijf_bestanden(naar: Path, nodig: Iterable[str]) -> int:
    """The files, and those that style sheets and modules name in their turn; how many."""
    wachtend, gehad = set(nodig), set[str]()
    while wachtend:
        adres = wachtend.pop()
        gehad.add(adres)
        inhoud = _lees(adres)
        if inhoud is None:
            continue
        _zet(naar, adres.lstrip("/"), inhoud)
        if adres.endswith((".css", ".js")):
            wachtend |= _adressen(IN_STIJL, inhoud.decode(errors="replace"), adres) - gehad
    return len(gehad)


def _lees(adres: str) -> bytes | None:
    """What stands at an address of a static file or an upload; None when it is not there."""
    with contextlib.suppress(OSError, ValueError, SuspiciousFileOperation):
        if adres.startswith(settings.MEDIA_URL):
            with default_storage.open(adres.removeprefix(settings.MEDIA_URL)) as bestand:
                return bytes(bestand.read())
        naam = adres.removeprefix(settings.STATIC_URL)
        verzameld = Path(settings.STATIC_ROOT, naam).resolve()
        if verzameld.is_relative_to(Path(settings.STATIC_ROOT).resolve()) and verzameld.is_file():
            return verzameld.read_bytes()
        bron = finders.find(naam)
        return Path(bron).read_bytes() if isinstance(bron, str) else None
    return None


def _zet(naar: Path, naam: str, inhoud: bytes) -> None:
    """Write below `naar`, readable for the web server; a name that leads outside is a ValueError."""
    pad = (naar / naam).resolve()
    if not pad.is_relative_to(naar.resolve()):
        raise ValueError(naam)
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_bytes(inhoud)
