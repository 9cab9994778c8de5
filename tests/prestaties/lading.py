"""The load: many visitors at once who ask one address again and again, and how fast they got their answers.

`wrk` when it is installed, for it takes little of the machine that it shares; else eight processes of our own.
`bezoekers=1` asks from this process: enough to see that it works, for a run in CI.
"""

import http.client
import json
import shutil
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from tests.oefeningen.bezoeker import opdracht, vraag_over

BEZOEKERS = 8
VRAGEN_PER_LIJN = 900  # nginx closes a connection after a thousand
VERSLAG = """function done(s, l, r)
  io.write(string.format('UIT {"n":%d,"s":%f,"fout":%d,"p50":%f,"p95":%f,"p99":%f}\\n', s.requests, s.duration / 1e6,
    s.errors.connect + s.errors.read + s.errors.write + s.errors.status + s.errors.timeout,
    l:percentile(50) / 1e3, l:percentile(95) / 1e3, l:percentile(99) / 1e3))
end
"""


@dataclass(frozen=True)
class Lading:
    """Answers per second; milliseconds at the median, the 95th and the 99th percentile."""

    per_seconde: float
    mediaan: float
    p95: float
    p99: float


def met_wat() -> str:
    """Which generator this machine has."""
    return "wrk" if shutil.which("wrk") else "eigen processen"


def uit_duren(duren: Sequence[float], seconden: float) -> Lading:
    """The figures of these durations, in seconds."""
    rij = sorted(duren)

    def deel(procent: int) -> float:
        return 1000 * rij[min(len(rij) - 1, len(rij) * procent // 100)]

    return Lading(len(rij) / seconden, 1000 * statistics.median(rij), deel(95), deel(99))


def meet(poort: int, pad: str, seconden: float, koppen: Sequence[str] = (), bezoekers: int = BEZOEKERS) -> Lading:
    """Ask `pad` for so many seconds; `koppen` as "Name: value". RuntimeError when an answer was an error."""
    if bezoekers == 1:
        return uit_duren(_eigen(poort, pad, koppen, seconden), seconden)
    if shutil.which("wrk"):
        return _wrk(poort, pad, seconden, koppen, bezoekers)
    with get_context("spawn").Pool(bezoekers) as groep:
        groep.map(abs, range(bezoekers))  # all are there
        uitslagen = groep.starmap(_eigen, [(poort, pad, koppen, seconden)] * bezoekers, chunksize=1)
    return uit_duren([duur for een in uitslagen for duur in een], seconden)


def _eigen(poort: int, pad: str, koppen: Sequence[str], seconden: float) -> list[float]:
    """The durations of one visitor; RuntimeError when an answer was an error."""
    try:
        duren, statussen = _bezoek(poort, opdracht(pad, "".join(f"{kop}\r\n" for kop in koppen)), seconden)
    except KeyError:  # an answer in pieces, without a length
        duren, statussen = _in_stukken(poort, pad, seconden)
    if fout := {status for status in statussen if status >= 400}:
        raise RuntimeError(f"{pad} gaf {sorted(fout)}")
    return duren


def _bezoek(poort: int, te_vragen: bytes, seconden: float) -> tuple[list[float], set[int]]:
    """Durations in seconds, and statuses. A server may close a connection after many answers: another is opened."""
    duren, statussen = list[float](), set[int]()
    einde = time.perf_counter() + seconden
    while time.perf_counter() < einde:
        with socket.create_connection(("127.0.0.1", poort), 30) as lijn:
            for nummer in range(VRAGEN_PER_LIJN):
                begin = time.perf_counter()
                if begin >= einde and (nummer or duren):
                    break
                statussen.add(vraag_over(lijn, te_vragen)[0])
                duren.append(time.perf_counter() - begin)
    return duren, statussen


def _in_stukken(poort: int, pad: str, seconden: float) -> tuple[list[float], set[int]]:
    duren, statussen, lijn = list[float](), set[int](), http.client.HTTPConnection("127.0.0.1", poort, timeout=30)
    einde = time.perf_counter() + seconden
    while (begin := time.perf_counter()) < einde:
        lijn.request("GET", pad, headers={"Accept-Encoding": "gzip"})
        antwoord = lijn.getresponse()
        antwoord.read()
        duren.append(time.perf_counter() - begin)
        statussen.add(antwoord.status)
    lijn.close()
    return duren, statussen


def _wrk(poort: int, pad: str, seconden: float, koppen: Sequence[str], bezoekers: int) -> Lading:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        Path(script.name).write_text(VERSLAG)
        opties = ["-t1", f"-c{bezoekers}", f"-d{max(1, round(seconden))}s", "--timeout", "30s", "-s", script.name]
        alle = ["Accept-Encoding: br, gzip", *koppen]
        args = ["wrk", *opties, *(deel for kop in alle for deel in ("-H", kop)), f"http://127.0.0.1:{poort}{pad}"]
        gezegd = subprocess.run(args, capture_output=True, text=True, check=False).stdout
    _, gevonden, uit = gezegd.partition("UIT ")
    if not gevonden:
        raise RuntimeError(f"wrk zei niets over {pad}: {gezegd[-300:]}")
    cijfers = json.loads(uit.splitlines()[0])
    if cijfers["fout"]:
        raise RuntimeError(f"{pad}: {cijfers['fout']} van {cijfers['n']} antwoorden waren een fout")
    return Lading(cijfers["n"] / cijfers["s"], cijfers["p50"], cijfers["p95"], cijfers["p99"])
