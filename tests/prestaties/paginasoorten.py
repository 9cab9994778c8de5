"""Each kind of page of a running portal: from the cache, unchanged (304), made anew, and the same bytes as a file.

The file stands in the static files of the same server (WhiteNoise), so it passes the same door; nginx gives it too.
"Zonder cache" is a page that is made for this visitor, as production makes one: the parts that pages share stay.
"""

import json
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.oefeningen.bezoeker import vraag
from tests.oefeningen.portaal import Nginx, Portaal, Web, draaiend, geheugen, kinderen, vrije_poort, webserver
from tests.prestaties.lading import BEZOEKERS, meet
from tests.prestaties.uitslag import Rij

DEEL, MAP = "pagina", "meting"
KLEINE = ["/", "/igs/zuidrand/"]
CACHE, ONVERANDERD, ZONDER = "uit de cache", "304", "zonder cache"
STATISCH, NGINX = "statisch, evenveel bytes", "nginx, evenveel bytes"


@dataclass(frozen=True)
class Bereik:
    """Where and how long to ask."""

    seconden: float
    bezoekers: int = BEZOEKERS

    def rij(self, wat: str, pad: str, poort: int, gevraagd: str = "", koppen: Sequence[str] = (), **meer: Any) -> Rij:
        """Ask `gevraagd` (or else the page itself) and write it down as a line of that page."""
        lading = meet(poort, gevraagd or pad, self.seconden, koppen, self.bezoekers)
        return Rij(DEEL, f"{wat} {pad}", **asdict(lading), **meer)


@dataclass(frozen=True)
class Pagina:
    """One kind of page as it was the first time: milliseconds, bytes on the line, ETag."""

    pad: str
    koud: float
    bytes_: int
    etag: str

    @property
    def bestand(self) -> str:
        return f"/static/{MAP}/{self.bytes_}.bin"


def alle(deze: Portaal, bereik: Bereik, *, klein: bool) -> list[Rij]:
    """The lines of every kind of page, all ways of one page right after each other, and of the memory afterwards."""
    kosten = {} if klein else _kosten(deze)
    paginas = [_eerste_keer(deze.web[0], pad) for pad in (KLEINE if klein else kosten)]
    rijen: list[Rij] = []
    with bestanden(deze, paginas), zonder_paginacache(deze) as zonder, _nginx(deze) as nginx:
        for een in paginas:
            rijen += _portaal(deze.web[0], zonder, bereik, een, kosten.get(een.pad))
            if nginx:
                rijen.append(bereik.rij(NGINX, een.pad, nginx.poort, een.bestand, bytes_=een.bytes_))
    if nginx is None:
        rijen.append(Rij(DEEL, NGINX, verder="niet gemeten: nginx ontbreekt"))
    return [*rijen, _van_proces(deze.web[0])]


def _eerste_keer(web: Web, pad: str) -> Pagina:
    """RuntimeError when it does not answer as a public page does."""
    begin = time.perf_counter()
    status, koppen, lijf = vraag(web.poort, pad)
    koud = 1000 * (time.perf_counter() - begin)
    if status != 200 or "etag" not in koppen:
        raise RuntimeError(f"{pad} gaf {status}{'' if 'etag' in koppen else ' zonder ETag'}")
    return Pagina(pad, koud, len(lijf), koppen["etag"])


def _portaal(web: Web, zonder: Web, bereik: Bereik, een: Pagina, vragen: int | None) -> list[Rij]:
    """The ways in which the portal itself gives a page, and the file."""
    kop = f"If-None-Match: {een.etag}"
    if vraag(web.poort, een.pad, f"{kop}\r\n")[0] != 304:
        raise RuntimeError(f"{een.pad} gaf geen 304")
    if len(vraag(zonder.poort, een.bestand)[2]) != een.bytes_:
        raise RuntimeError(f"het bestand van {een.pad} is niet even groot")
    begin = time.perf_counter()
    lijf = vraag(zonder.poort, een.pad)[2]
    koud = 1000 * (time.perf_counter() - begin)
    return [
        bereik.rij(CACHE, een.pad, web.poort, koud=een.koud, bytes_=een.bytes_),
        bereik.rij(STATISCH, een.pad, zonder.poort, een.bestand, bytes_=een.bytes_),
        bereik.rij(ONVERANDERD, een.pad, web.poort, koppen=[kop], bytes_=0),
        bereik.rij(ZONDER, een.pad, zonder.poort, koud=koud, bytes_=len(lijf), vragen=vragen),
    ]


def _kosten(deze: Portaal) -> dict[str, int]:
    """Each kind of page and the queries that making it takes."""
    from tests.prestaties.delen import draai

    with tempfile.TemporaryDirectory() as map_:
        bestand = Path(map_) / "kosten.json"
        draai(deze.omgeving, "pagina_kosten", "3", "--json", str(bestand))
        return {een["pagina"]: een["vragen"] for een in json.loads(bestand.read_text())["paginas"]}


def _van_proces(web: Web) -> Rij:
    """The web process that holds most. What it shares with others counts for its share."""
    meeste = max(map(geheugen, kinderen(web.pid)), default=0)
    return Rij(DEEL, "geheugen van een proces", verder=f"{meeste / 2**20:.0f} MB na deze vragen".replace(".", ","))


@contextmanager
def bestanden(deze: Portaal, paginas: Sequence[Pagina]) -> Iterator[None]:
    """For each page a static file of as many bytes, that no compression makes smaller."""
    kans, map_ = Random(1), deze.map / "static" / MAP
    map_.mkdir(parents=True, exist_ok=True)
    try:
        for een in paginas:
            (map_ / f"{een.bytes_}.bin").write_bytes(kans.randbytes(een.bytes_))
        yield
    finally:
        shutil.rmtree(map_, ignore_errors=True)


@contextmanager
def zonder_paginacache(deze: Portaal) -> Iterator[Web]:
    """A second web server on the same database, as the first but without whole pages from the cache.

    It starts when the files are there, so it is the one that gives them.
    """
    opties = {"workers": len(kinderen(deze.web[0].pid))}
    web = webserver(deze.omgeving | {"OPNETWERK_PAGINACACHE": "delen"}, naam="web-zonder", **opties)
    with draaiend(web):
        yield web.wacht("/gezondheid/klaar/")


@contextmanager
def _nginx(deze: Portaal) -> Iterator[Nginx | None]:
    """The one of the documentation in front of the portal; None where it is not installed."""
    if not Nginx.aanwezig():
        yield None
        return
    nginx = Nginx(vrije_poort(), [web.poort for web in deze.web], deze.map)
    with nginx.draaiend():
        yield nginx
