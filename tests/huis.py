"""The measures of the house, printed: `python -m tests.huis [--dekking FILE ...]`. Exits 1 when a promise is broken.

How many lines of code and of test an app has, how long its functions are, which file or function is too long, which
module has a name that says nothing. With the data files of coverage (`coverage run --branch -m pytest tests/igs`) also
how much of the code and its branches the tests walk, per app; more files than one are put together.
"""

import argparse
import ast
import json
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from coverage import Coverage

BASIS = Path(__file__).resolve().parent.parent
APPS = ("opnetwerk", "igs", "talent", "grensbrekers", "cultuurnota")
VAKAPPS = APPS[1:]  # the code of the trade
LADES = {"utils", "helpers", "services", "signals", "constants", "managers", "common", "misc"}
HOOGSTENS_REGELS = 500  # of a file
HOOGSTENS_FUNCTIE = 50  # lines of a function, with its docstring
HOOGSTENS_MEDIAAN = 8
HOOGSTENS_P95 = 40
MINSTE_DEKKING = 90  # per cent of lines and branches


@dataclass(frozen=True)
class Bestand:
    """One module. `functies`: (name, line, length in lines), the functions in functions too."""

    pad: Path
    regels: int
    functies: tuple[tuple[str, int, int], ...]


def lees(pad: Path) -> Bestand:
    """Raises SyntaxError."""
    tekst = pad.read_text()
    functies = [
        (knoop.name, knoop.lineno, (knoop.end_lineno or knoop.lineno) - knoop.lineno + 1)
        for knoop in _opdrachten(ast.parse(tekst))
        if isinstance(knoop, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return Bestand(pad, len(tekst.splitlines()), tuple(functies))


def _opdrachten(knoop: ast.AST) -> Iterator[ast.AST]:
    """Every statement in it: a function stands nowhere else, and expressions are most of a tree."""
    for veld in ("body", "orelse", "finalbody", "handlers", "cases"):
        for deel in getattr(knoop, veld, ()):
            yield deel
            yield from _opdrachten(deel)


def bestanden(map_: Path) -> list[Bestand]:
    """Every module below the folder but migrations, by path."""
    return [lees(pad) for pad in sorted(map_.rglob("*.py")) if "migrations" not in pad.parts]


def regels(stapel: Sequence[Bestand]) -> int:
    return sum(een.regels for een in stapel)


def lengtes(stapel: Sequence[Bestand]) -> tuple[float, int, int]:
    """Median, 95th percentile and longest of the functions; zeros without any."""
    alle = sorted(lengte for een in stapel for _, _, lengte in een.functies)
    if not alle:
        return 0, 0, 0
    return statistics.median(alle), alle[min(len(alle) - 1, len(alle) * 95 // 100)], alle[-1]


def te_lang(stapel: Sequence[Bestand], basis: Path) -> Iterator[str]:
    """What breaks a rule about length or name, a line each."""
    for een in stapel:
        naam = een.pad.relative_to(basis)
        if een.regels > HOOGSTENS_REGELS:
            yield f"{naam}: {een.regels} regels, hoogstens {HOOGSTENS_REGELS}"
        if een.pad.stem in LADES:
            yield f"{naam}: deze naam zegt niet wat erin staat"
        for functie, regel, lengte in een.functies:
            if lengte > HOOGSTENS_FUNCTIE:
                yield f"{naam}:{regel} {functie}: {lengte} regels, hoogstens {HOOGSTENS_FUNCTIE}"


def meet(basis: Path = BASIS) -> tuple[list[str], list[str]]:
    """The lines to print, and the broken promises, of the tree below `basis`."""
    code = {app: bestanden(basis / app) for app in APPS}
    toetsen = bestanden(basis / "tests")
    uit = [f"{'':14}{'code':>8}{'toetsen':>9}{'functies':>10}{'mediaan':>9}{'p95':>5}{'langste':>9}"]
    for app, stapel in code.items():
        eigen = [een for een in toetsen if app in een.pad.relative_to(basis).parts[:2]]
        uit.append(_rij(app, stapel, eigen))
    alles = [een for stapel in code.values() for een in stapel]
    uit.append(_rij("samen", alles, toetsen))
    mis = [*te_lang(alles, basis), *te_lang(toetsen, basis)]
    mediaan, p95, _ = lengtes(alles)
    if mediaan > HOOGSTENS_MEDIAAN:
        mis.append(f"mediaan van de functies: {mediaan:g} regels, hoogstens {HOOGSTENS_MEDIAAN}")
    if p95 > HOOGSTENS_P95:
        mis.append(f"95 % van de functies: {p95} regels, hoogstens {HOOGSTENS_P95}")
    if regels(toetsen) < regels(alles):
        mis.append(f"toetsen: {regels(toetsen)} regels, minder dan de {regels(alles)} van de code")
    return uit, mis


def _rij(naam: str, code: Sequence[Bestand], toetsen: Sequence[Bestand]) -> str:
    mediaan, p95, langste = lengtes(code)
    functies = sum(len(een.functies) for een in code)
    return f"{naam:14}{regels(code):8}{regels(toetsen):9}{functies:10}{mediaan:9g}{p95:5}{langste:9}"


def dekking(paden: Sequence[Path], basis: Path = BASIS) -> tuple[list[str], list[str]]:
    """Per app of the trade: per cent of lines and branches that were walked. Raises coverage.CoverageException."""
    meting = Coverage(data_file=None, branch=True)
    meting.combine([str(pad) for pad in paden], keep=True)
    with TemporaryDirectory() as map_:
        verslag = Path(map_) / "dekking.json"
        meting.json_report(outfile=str(verslag))
        gemeten = json.loads(verslag.read_text())["files"]
    uit, mis = [], []
    for app in VAKAPPS:
        delen = [een["summary"] for pad, een in gemeten.items() if (basis / pad).is_relative_to(basis / app)]
        alle = sum(deel["num_statements"] + deel["num_branches"] for deel in delen)
        gelopen = sum(deel["covered_lines"] + deel["covered_branches"] for deel in delen)
        if not gelopen:
            uit.append(f"{app:14}niet gemeten")
            continue
        graad = 100 * gelopen / alle
        uit.append(f"{app:14}{graad:8.1f} % van {alle} regels en vertakkingen")
        if graad < MINSTE_DEKKING:
            mis.append(f"dekking van {app}: {graad:.1f} %, minstens {MINSTE_DEKKING} %")
    return uit, mis


def main(argumenten: Sequence[str] | None = None) -> int:
    """Print, and say with the exit code whether the house is in order."""
    lezer = argparse.ArgumentParser(prog="python -m tests.huis")
    lezer.add_argument("--dekking", nargs="+", type=Path, default=[], metavar="FILE")
    gekozen = lezer.parse_args(argumenten)
    uit, mis = meet()
    if gekozen.dekking:
        meer, ook_mis = dekking(gekozen.dekking)
        uit, mis = [*uit, "", *meer], [*mis, *ook_mis]
    print("\n".join(uit))
    print("\n".join(["", *(f"NIET GOED {zin}" for zin in mis)] if mis else ["", "alles in orde"]))
    return 1 if mis else 0


if __name__ == "__main__":
    sys.exit(main())
