"""The parts of the benchmark: each runs a measurement that stands by itself and gives lines for the table.

What is printed by a command that stands by itself is read back here; one that prints something else is a fault.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.oefeningen.portaal import WORTEL, Portaal, schone_omgeving
from tests.prestaties import paginasoorten
from tests.prestaties import wordpress as wp
from tests.prestaties.lading import meet
from tests.prestaties.paginasoorten import Bereik
from tests.prestaties.uitslag import Rij, Uitslag

GEDULD = 4 * 3600.0  # seconds; a million makers take their time
TALENTEN = 10_000


@dataclass(frozen=True)
class Loop:
    """One run: how large, with which portal (None: this part needs none), and what it found up to here."""

    klein: bool
    bereik: Bereik
    uitslag: Uitslag
    talenten: int = TALENTEN
    tot: int = 1_000_000
    deze: Portaal | None = None

    @property
    def portaal(self) -> Portaal:
        if self.deze is None:
            raise RuntimeError("dit deel vraagt een portaal")
        return self.deze


def draai(omgeving: Mapping[str, str], module: str, *args: str, mag: tuple[int, ...] = (0,)) -> str:
    """What a command of this folder prints; RuntimeError when it ends with a code that is not in `mag`."""
    opdracht = [sys.executable, "-m", f"tests.prestaties.{module}", *args]
    gelopen = subprocess.run(
        opdracht, cwd=WORTEL, env=omgeving, capture_output=True, text=True, check=False, timeout=GEDULD
    )
    if gelopen.returncode not in mag:
        raise RuntimeError(f"{module} eindigde met {gelopen.returncode}: {(gelopen.stderr or gelopen.stdout)[-400:]}")
    return gelopen.stdout


def _getallen(vorm: str, gezegd: str) -> list[tuple[str, ...]]:
    """All groups of the pattern in what a command printed; RuntimeError when there are none."""
    gevonden = [een.groups() for een in re.finditer(vorm, gezegd, re.M)]
    if not gevonden:
        raise RuntimeError(f"onverwacht antwoord: {gezegd[-300:]}")
    return gevonden


def _komma(tekst: str) -> str:
    return tekst.replace(".", ",")


def paginas(loop: Loop) -> list[Rij]:
    return paginasoorten.alle(loop.portaal, loop.bereik, klein=loop.klein)


def wordpress(loop: Loop) -> list[Rij]:
    """The front page of a WordPress with its default theme and ten posts."""
    if weg := wp.ontbreekt():
        return [Rij("wordpress", "voorpagina", verder=f"niet gemeten: hier ontbreekt {weg}")]
    with wp.wordpress() as (poort, wat):
        meet(poort, "/", 1.0)  # opcache
        lading = meet(poort, "/", max(loop.bereik.seconden, 5.0))
    loop.uitslag.kop["versies"]["WordPress"] = wat
    return [Rij("wordpress", "voorpagina", **asdict(lading), verder=f"{wat} berichten")]


def exact(loop: Loop) -> list[Rij]:
    gezegd = draai(loop.portaal.omgeving, "paginacache_exact", mag=(0, 1))
    [(wijzigingen, oud, samen)] = _getallen(r"^(\d+) wijzigingen.*: (\d+) van (\d+) antwoorden te oud", gezegd)
    return [Rij("exact", "te oude antwoorden", verder=f"{oud} van {samen} na {wijzigingen} wijzigingen")]


def geheugen(loop: Loop) -> list[Rij]:
    gezegd = draai(loop.portaal.omgeving, "paginacache_geheugen", mag=(0, 1))
    [(mb, erbij)] = _getallen(r"^([\d.]+) MB \(doel.*laatste helft ([+-][\d.]+) MB", gezegd)
    tekst = _komma(f"{mb} MB, laatste helft {erbij} MB")
    return [Rij("geheugen", "een proces na 100.000 verzoeken", verder=tekst)]


def voorkant(loop: Loop) -> list[Rij]:
    """The first visit of each kind of page on a slow telephone."""
    with tempfile.TemporaryDirectory() as map_:
        bestand = Path(map_) / "voorkant.json"
        draai(loop.portaal.omgeving, "voorkant", "--json", str(bestand), mag=(0, 1))
        paginas_ = json.loads(bestand.read_text())["paginas"]
    vorm = "lcp {lcp:.0f} ms, cls {cls:.3f}, tbt {tbt:.0f} ms, {verzoeken} verzoeken"
    return [Rij("voorkant", een["pagina"], bytes_=een["bytes_"], verder=_komma(vorm.format(**een))) for een in paginas_]


def groei(loop: Loop) -> list[Rij]:
    """The figures at each size, and the exponent over them; the whole answer is kept for the aims and the picture."""
    with tempfile.TemporaryDirectory() as map_:
        bestand = Path(map_) / "groei.json"
        omgeving = schone_omgeving(Path(map_))
        draai(omgeving, "groei", "--tot", str(loop.tot), "--json", str(bestand), mag=(0, 1))
        gevonden: dict[str, Any] = json.loads(bestand.read_text())
    loop.uitslag.groei.update(gevonden)
    rijen = []
    for soort, macht in gevonden["exponenten"].items():
        for aantal, cijfers in gevonden["groottes"].items():
            een, laatste = cijfers["soorten"][soort], aantal == [*gevonden["groottes"]][-1]
            exponent = _komma(f"exponent {macht:.2f}") if laatste and macht is not None else ""
            wat = f"{soort} bij {int(aantal):,}".replace(",", ".")
            rijen.append(Rij("groei", wat, mediaan=een["mediaan_ms"], p95=een["p95_ms"], verder=exponent))
    return rijen


def bestanden(loop: Loop) -> list[Rij]:
    """Pictures, XLSX and CSV."""
    maten = ("0.2", "100") if loop.klein else ()
    with tempfile.TemporaryDirectory() as map_:
        gezegd = draai(schone_omgeving(Path(map_)), "bestanden", *maten)
    alle = [json.loads(regel) for regel in gezegd.splitlines()]
    return [Rij("bestanden", een["wat"], mediaan=een["ms"], bytes_=een["bytes"]) for een in alle]


def koppelen(loop: Loop) -> list[Rij]:
    leden = ("50",) if loop.klein else ()
    gezegd = draai(schone_omgeving(WORTEL / "var"), "koppelen", *leden)
    vorm = r"^ *(\d+) leden +([\d.]+) s \(.*?\)  (\d+) paren"
    return [
        Rij("koppelen", f"{wie} leden van grensbrekers", mediaan=1000 * float(duur), verder=f"{paren} paren")
        for wie, duur, paren in _getallen(vorm, gezegd)
    ]


def passen(loop: Loop) -> list[Rij]:
    """ "Wie past hierbij?", with so many makers made in the portal first."""
    loop.portaal.beheer("voorbeelden", "--talenten", str(loop.talenten))
    gezegd = draai(loop.portaal.omgeving, "passen", "50")
    [(makers,)] = _getallen(r"^makers: (\d+)", gezegd)
    vorm = r"^(\S.{21}) +\d+ +([\d.]+) +([\d.]+) +([\d.]+) +(\d+) +[\d.]+$"
    return [
        Rij(
            "passen",
            f"{soort.strip()}, {makers} makers",
            mediaan=float(mediaan),
            p95=float(p95),
            p99=float(p99),
            vragen=int(vragen),
        )
        for soort, mediaan, p95, p99, vragen in _getallen(vorm, gezegd)
    ]


def regiocheck(loop: Loop) -> list[Rij]:
    gezegd = draai(loop.portaal.omgeving, "regiocheck")
    vorm = r"^(\S.*?) +(\d+) +([\d.]+) +([\d.]+) +\d+ +\d+$"
    return [
        Rij("regiocheck", soort, mediaan=float(mediaan), verder=_komma(f"traagste {traagste} ms van {sets} sets"))
        for soort, sets, mediaan, traagste in _getallen(vorm, gezegd)
    ]


def uitvoer(loop: Loop) -> list[Rij]:
    """A very large note: saving a chapter, and the exports."""
    gezegd = draai(loop.portaal.omgeving, "cultuurnota")
    [(mediaan, p95)] = _getallen(r"^bewaren +(\d+) ms mediaan +(\d+) ms p95", gezegd)
    rijen = [Rij("uitvoer", "hoofdstuk van 60.000 woorden bewaren", mediaan=float(mediaan), p95=float(p95))]
    for soort, duur, mb, piek in _getallen(r"^(\w+) +([\d.]+) s +([\d.]+) MB +(\d+) MB geheugen", gezegd):
        omvang = int(float(mb) * 2**20)
        rij = Rij(
            "uitvoer", f"nota als {soort.upper()}", mediaan=1000 * float(duur), bytes_=omvang, verder=f"{piek} MB"
        )
        rijen.append(rij)
    if not any("PDF" in rij.wat for rij in rijen):
        rijen.append(Rij("uitvoer", "nota als PDF", verder="niet gemeten: de groep pdf ontbreekt"))
    return rijen


@dataclass(frozen=True)
class Deel:
    """`portaal`: it needs one that runs. `klein`: it also runs in CI."""

    werk: Callable[[Loop], list[Rij]]
    portaal: bool = True
    klein: bool = False


DELEN = {
    "pagina": Deel(paginas, klein=True),
    "wordpress": Deel(wordpress, portaal=False),
    "exact": Deel(exact),
    "geheugen": Deel(geheugen),
    "voorkant": Deel(voorkant),
    "groei": Deel(groei, portaal=False),
    "bestanden": Deel(bestanden, portaal=False, klein=True),
    "koppelen": Deel(koppelen, portaal=False, klein=True),
    "regiocheck": Deel(regiocheck),
    "uitvoer": Deel(uitvoer),
    "passen": Deel(passen),
}
