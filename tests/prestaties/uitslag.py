"""What a benchmark found: rows, aims, and how they are printed, kept as JSON and put in the documentation."""

import importlib.metadata
import json
import os
import platform
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

BEGIN, EINDE = "<!-- meting: begin -->", "<!-- meting: einde -->"
KOLOMMEN = ("deel", "wat", "per s", "mediaan ms", "p95 ms", "p99 ms", "koud ms", "bytes", "vragen", "verder")


def getal(waarde: float | None, cijfers: int = 0) -> str:
    """In Dutch: 1.234,5; nothing for None."""
    return "" if waarde is None else f"{waarde:,.{cijfers}f}".translate(str.maketrans(",.", ".,"))


@dataclass(frozen=True)
class Rij:
    """One line of the table. What does not apply stays None; `verder` says in words what has no column."""

    deel: str
    wat: str
    per_seconde: float | None = None
    mediaan: float | None = None
    p95: float | None = None
    p99: float | None = None
    koud: float | None = None
    bytes_: int | None = None
    vragen: int | None = None
    verder: str = ""

    def cellen(self) -> list[str]:
        """As text, in the order of KOLOMMEN."""
        tijden = [getal(een, 1) for een in (self.mediaan, self.p95, self.p99, self.koud)]
        return [
            self.deel,
            self.wat,
            getal(self.per_seconde),
            *tijden,
            getal(self.bytes_),
            getal(self.vragen),
            self.verder,
        ]


@dataclass(frozen=True)
class Doel:
    """An aim of the issue. `gehaald` None: not measured, or not judged in a small run."""

    doel: str
    gemeten: str
    gehaald: bool | None

    @property
    def oordeel(self) -> str:
        return {True: "ja", False: "nee", None: "niet beoordeeld"}[self.gehaald]

    def regel(self) -> str:
        return f"doel {self.doel} – gemeten {self.gemeten} – gehaald {self.oordeel}"


@dataclass
class Uitslag:
    """All that one run found. `fouten`: parts that did not work."""

    kop: dict[str, Any]
    rijen: list[Rij] = field(default_factory=list)
    doelen: list[Doel] = field(default_factory=list)
    fouten: list[str] = field(default_factory=list)
    groei: dict[str, Any] = field(default_factory=dict)

    def van(self, deel: str) -> list[Rij]:
        return [rij for rij in self.rijen if rij.deel == deel]

    @property
    def code(self) -> int:
        """For the shell: 1 when an aim is not met or a part did not work."""
        return int(bool(self.fouten) or any(doel.gehaald is False for doel in self.doelen))

    def kopregel(self) -> str:
        kop, versies = self.kop, ", ".join(f"{naam} {versie}" for naam, versie in self.kop["versies"].items())
        belasting = f"belasting {kop['belasting_vooraf']:.1f} vooraf, {kop['belasting_achteraf']:.1f} achteraf"
        hoe = "klein, " if kop["klein"] else ""
        return f"{kop['gemeten']}, commit {kop['commit']}, {hoe}{kop['kernen']} kernen, {belasting}. {versies}."

    def als_tekst(self) -> str:
        tabel = [list(KOLOMMEN), *(rij.cellen() for rij in self.rijen)]
        breed = [max(len(rij[kolom]) for rij in tabel) for kolom in range(len(KOLOMMEN) - 1)]
        lijnen = []
        for rij in tabel:
            links = [cel.ljust(breed[kolom]) for kolom, cel in enumerate(rij[:2])]
            rechts = [cel.rjust(breed[kolom]) for kolom, cel in enumerate(rij[2:-1], 2)]
            lijnen.append("  ".join([*links, *rechts, rij[-1]]).rstrip())
        return "\n".join([self.kopregel(), "", *lijnen, "", *(doel.regel() for doel in self.doelen), *self.fouten])

    def als_json(self) -> str:
        alles = {"kop": self.kop, "rijen": [asdict(een) for een in self.rijen]}
        alles |= {"doelen": [asdict(een) for een in self.doelen], "fouten": self.fouten, "groei": self.groei}
        return json.dumps(alles, indent=1, ensure_ascii=False) + "\n"

    def als_markdown(self) -> str:
        """The part of the documentation between the marks."""
        doelen = [("doel", "gemeten", "gehaald"), *((een.doel, een.gemeten, een.oordeel) for een in self.doelen)]
        tabel = [KOLOMMEN, *(rij.cellen() for rij in self.rijen)]
        delen = [self.kopregel(), _markdown(doelen, ""), _markdown(tabel, "::rrrrrrr:"), *self.fouten]
        return "\n\n".join(delen)


def _markdown(rijen: Sequence[Sequence[str]], kant: str) -> str:
    streep = ["---:" if kant[nummer : nummer + 1] == "r" else "---" for nummer in range(len(rijen[0]))]
    alle = [rijen[0], streep, *rijen[1:]]
    return "\n".join("| " + " | ".join(cel.replace("|", "\\|") for cel in rij) + " |" for rij in alle)


def schrijf_in(bestand: Path, inhoud: str) -> None:
    """Put the text between the marks of the file; ValueError when they are not there."""
    voor, begin, rest = bestand.read_text(encoding="utf-8").partition(BEGIN)
    _, einde, na = rest.partition(EINDE)
    if not (begin and einde):
        raise ValueError(f"{bestand} heeft geen plaats voor de meting")
    bestand.write_text(f"{voor}{BEGIN}\n\n{inhoud}\n\n{EINDE}{na}", encoding="utf-8")


def _zegt(*args: str) -> str:
    """The first line that a program says of itself; empty when it is not there."""
    if shutil.which(args[0]) is None:
        return ""
    gelopen = subprocess.run(args, capture_output=True, text=True, check=False, cwd=Path(__file__).parent)
    return next(iter((gelopen.stdout or gelopen.stderr).splitlines()), "").strip()


def nieuw(*, klein: bool) -> Uitslag:
    """An empty result that knows when, of which commit, on what, with which versions."""
    pakketten = {naam: importlib.metadata.version(naam) for naam in ("Django", "granian", "whitenoise")}
    nginx = _zegt("nginx", "-v").rpartition("/")[2]
    kop = {
        "gemeten": time.strftime("%Y-%m-%d %H:%M"),
        "commit": _zegt("git", "rev-parse", "--short", "HEAD") or "onbekend",
        "klein": klein,
        "kernen": os.cpu_count(),
        "belasting_vooraf": os.getloadavg()[0],
        "belasting_achteraf": os.getloadavg()[0],
        "versies": {"Python": platform.python_version(), **pakketten} | ({"nginx": nginx} if nginx else {}),
    }
    return Uitslag(kop)
