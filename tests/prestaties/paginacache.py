"""Requests per second from the page cache and without: `python -m tests.prestaties.paginacache [SECONDEN]`.

Starts the portal as `manage.py start` does, on a data folder that is ready (`OPNETWERK_DATA`, after
`manage.py start --zonder-server`), once with the cache and once without, and asks the same pages over connections that
stay open. The load generator runs on the same machine and takes its share of it. Nothing is asserted.
"""

import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

from tests.oefeningen.bezoeker import opdracht, vraag, vraag_over
from tests.oefeningen.portaal import draaiend, webserver

BEZOEKERS = 8
PAGINAS = ["/", "/igs/", "/igs/zuidrand/", "/gemeenten/", "/talent/", "/over/", "/sitemap.xml"]


@dataclass(frozen=True)
class Meting:
    """What one kind of request gave: answers per second, and milliseconds at the median and the 99th percentile."""

    per_seconde: float
    mediaan: float
    p99: float
    bytes_: int
    status: set[int]


@contextmanager
def portaal(cache: str) -> Iterator[int]:
    """The port of a running portal."""
    web = webserver(os.environ | {"OPNETWERK_PAGINACACHE": cache}, workers=1, blocking_threads=8)
    with draaiend(web):
        yield web.wacht().poort


def bezoek(poort: int, pad: str, kop: str, seconden: float) -> tuple[list[float], int, set[int]]:
    """One visitor who asks again and again: durations in seconds, bytes of an answer, statuses."""
    duren, omvang, statussen, te_vragen = list[float](), 0, set[int](), opdracht(pad, kop)
    with socket.create_connection(("127.0.0.1", poort)) as lijn:
        einde = time.perf_counter() + seconden
        while (begin := time.perf_counter()) < einde:
            status, _koppen, lijf = vraag_over(lijn, te_vragen)
            duren.append(time.perf_counter() - begin)
            omvang, statussen = len(lijf), statussen | {status}
    return duren, omvang, statussen


def meet(poort: int, pad: str, seconden: float, kop: str = "") -> Meting:
    vraag(poort, pad)
    with get_context("spawn").Pool(BEZOEKERS) as groep:
        groep.map(abs, range(BEZOEKERS))  # all are there
        uitslagen = groep.starmap(bezoek, [(poort, pad, kop, seconden)] * BEZOEKERS, chunksize=1)
    duren = sorted(duur for een, *_ in uitslagen for duur in een)
    return Meting(
        len(duren) / seconden,
        1000 * statistics.median(duren),
        1000 * duren[int(len(duren) * 0.99)],
        uitslagen[0][1],
        {status for *_, statussen in uitslagen for status in statussen},
    )


def regel(naam: str, een: Meting) -> None:
    status = "" if een.status == {200} else f"  {sorted(een.status)}"
    print(f"{naam:44}{een.per_seconde:9,.0f}{een.mediaan:9.1f}{een.p99:9.1f}{een.bytes_:9,}{status}", flush=True)


def stijlblad(poort: int) -> str:
    """A static file, for comparison: what WhiteNoise gives of about the same size."""
    pagina = subprocess.check_output(["curl", "-s", "-H", "Host: 127.0.0.1:8000", f"http://127.0.0.1:{poort}/over/"])
    return pagina.decode().partition('rel="stylesheet" href="')[2].partition('"')[0]


def main() -> None:
    seconden = float(sys.argv[1]) if len(sys.argv) > 1 else 3.0
    print(f"{os.cpu_count()} kernen, belasting vooraf {os.getloadavg()[0]:.1f}, {BEZOEKERS} bezoekers")
    print(f"{'':44}{'per s':>9}{'mediaan':>9}{'p99 ms':>9}{'bytes':>9}")
    with portaal("ja") as poort:
        regel("statisch bestand", meet(poort, stijlblad(poort), seconden))
        for pad in PAGINAS:
            regel(f"uit de cache {pad}", meet(poort, pad, seconden))
        etag = vraag(poort, "/igs/")[1]["etag"]
        regel("304 /igs/", meet(poort, "/igs/", seconden, f"If-None-Match: {etag}\r\n"))
    with portaal("nee") as poort:
        for pad in PAGINAS:
            regel(f"zonder cache {pad}", meet(poort, pad, seconden))
    print(f"belasting achteraf {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
