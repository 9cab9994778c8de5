"""The benchmark: `python -m tests.prestaties [--klein] [--deel NAAM …] [--json PAD] [--schrijf-docs]`.

Starts the portal as in production on a data folder of its own and runs the parts of `tests/prestaties/delen.py`. Prints
one table and every aim. Ends with 1 when an aim is not met or a part did not work; `--klein` measures too little to
judge, and only shows that everything works. `--schrijf-docs` puts the table and the picture in `docs/`.
"""

import argparse
import contextlib
import dataclasses
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.oefeningen.portaal import WORTEL, Portaal, portaal
from tests.prestaties import beeld, doelen
from tests.prestaties.delen import DELEN, TALENTEN, Loop
from tests.prestaties.lading import met_wat
from tests.prestaties.paginasoorten import Bereik
from tests.prestaties.uitslag import Doel, Rij, Uitslag, nieuw, schrijf_in

DOCS = WORTEL / "docs"
KLEIN = {"DJANGO_SETTINGS_MODULE": "tests.oefeningen.instellingen_klein"}


def lees(argumenten: Sequence[str] | None) -> argparse.Namespace:
    lezer = argparse.ArgumentParser(prog="python -m tests.prestaties")
    lezer.add_argument("--klein", action="store_true", help="enkel tonen dat alles werkt")
    lezer.add_argument("--deel", action="append", choices=[*DELEN], help="enkel dit deel; mag vaker")
    lezer.add_argument("--seconden", type=float, default=2.0, help="hoelang elke pagina gevraagd wordt")
    lezer.add_argument("--talenten", type=int, default=TALENTEN, help="makers bij het passen")
    lezer.add_argument("--tot", type=int, default=1_000_000, help="makers bij het groeien")
    lezer.add_argument("--map", type=Path, dest="map_", help="een gegevensmap die blijft")
    lezer.add_argument("--json", type=Path)
    lezer.add_argument("--svg", type=Path)
    lezer.add_argument("--schrijf-docs", action="store_true")
    lezer.add_argument("--docs", type=Path, default=DOCS, help="waar prestaties.md staat")
    return lezer.parse_args(argumenten)


def loop_alles(loop: Loop, namen: Sequence[str], vul: Callable[[Portaal], None] | None, map_: Path | None) -> None:
    """Run these parts, and say of the others that they were not measured."""
    uitslag = loop.uitslag
    with contextlib.ExitStack() as stapel:
        if any(DELEN[naam].portaal for naam in namen):
            klein = {"snel": True, "extra": KLEIN, "workers": 1} if loop.klein else {}
            print("het portaal start …", file=sys.stderr, flush=True)
            deze = stapel.enter_context(portaal(map_=map_, vul=vul, **klein))  # type: ignore[arg-type]
            loop = dataclasses.replace(loop, deze=deze)
            uitslag.kop["versies"]["PostgreSQL"] = deze.databank.vraag("SHOW server_version")[0][0].split()[0]
        for naam, deel in DELEN.items():
            if naam not in namen:
                uitslag.rijen.append(Rij(naam, "niet gemeten", verder="niet in een kleine meting" * loop.klein))
                continue
            print(f"{naam} …", file=sys.stderr, flush=True)
            try:
                uitslag.rijen += deel.werk(loop)
            except (RuntimeError, OSError, ValueError) as fout:
                uitslag.fouten.append(f"{naam} is niet gelukt: {fout}")
                uitslag.rijen.append(Rij(naam, "niet gelukt"))


def oordeel(uitslag: Uitslag) -> list[Doel]:
    """The aims; in a small run nothing is judged."""
    alle = doelen.alle(uitslag)
    return [dataclasses.replace(doel, gehaald=None) for doel in alle] if uitslag.kop["klein"] else alle


def bewaar(uitslag: Uitslag, keuze: argparse.Namespace) -> None:
    """As JSON, as a picture, in the documentation: what was asked."""
    if keuze.json:
        keuze.json.write_text(uitslag.als_json(), encoding="utf-8")
    if keuze.svg:
        keuze.svg.write_text(beeld.teken(uitslag), encoding="utf-8")
    if keuze.schrijf_docs:
        schrijf_in(keuze.docs / "prestaties.md", uitslag.als_markdown())
        (keuze.docs / "prestaties.svg").write_text(beeld.teken(uitslag), encoding="utf-8")


def main(argumenten: Sequence[str] | None = None, vul: Callable[[Portaal], None] | None = None) -> int:
    """The code for the shell. `vul`: fills the empty database of the portal (a test has what it needs already)."""
    keuze = lees(argumenten)
    uitslag = nieuw(klein=keuze.klein)
    uitslag.kop["versies"]["lading"] = "eigen, één bezoeker" if keuze.klein else met_wat()
    bereik = Bereik(0.05, 1) if keuze.klein else Bereik(keuze.seconden)
    namen = keuze.deel or [naam for naam, deel in DELEN.items() if deel.klein or not keuze.klein]
    loop_alles(Loop(keuze.klein, bereik, uitslag, keuze.talenten, keuze.tot), namen, vul, keuze.map_)
    uitslag.doelen = oordeel(uitslag)
    uitslag.kop["belasting_achteraf"] = os.getloadavg()[0]
    print(uitslag.als_tekst())
    bewaar(uitslag, keuze)
    return uitslag.code


if __name__ == "__main__":
    sys.exit(main())
