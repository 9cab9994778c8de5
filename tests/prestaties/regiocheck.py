"""How long one question with its suggestions takes: `python -m tests.prestaties.regiocheck`.

Walks real sets of up to twenty municipalities, connected and scattered, both periods, and prints the slowest per kind.
Nothing is asserted: a figure depends on the machine.
"""

import os
import statistics
import time
from collections import defaultdict

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opnetwerk.settings")
django.setup()

from igs.regiocheck import Vraag  # noqa: E402
from igs.regiocheck_cijfers import bits  # noqa: E402
from igs.regiocheck_regels import Periode, regels_van_het_huis  # noqa: E402
from igs.regiocheck_voorstellen import voorstellen  # noqa: E402
from tests.igs.gebieden import echt_gebied, igs_sets  # noqa: E402

GROOTTES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 20)


def vlek(begin: int, grootte: int, klein: bool) -> frozenset[str]:
    """A connected set grown from one municipality along its neighbours; `klein` takes the smallest first."""
    gebied = echt_gebied()
    masker = 1 << begin
    while masker.bit_count() < grootte:
        rand = 0
        for bit in bits(masker):
            rand |= gebied.buren[bit]
        keuze = sorted(bits(rand & ~masker), key=lambda bit: gebied.inwoners[bit])
        if not keuze:
            break
        masker |= 1 << keuze[0 if klein else len(keuze) // 2]
    return frozenset(gemeente.nis_code for gemeente in gebied.uit(masker))


def verspreid(begin: int, grootte: int, klein: bool) -> frozenset[str]:
    """A set spread over the list; `klein` only among the smallest municipalities."""
    gebied = echt_gebied()
    volgorde = sorted(range(len(gebied.gemeenten)), key=lambda bit: gebied.inwoners[bit] if klein else 0)
    stap = 3 if klein else 13
    return frozenset(gebied.gemeenten[volgorde[(begin + i * stap) % len(volgorde)]].nis_code for i in range(grootte))


def meet(gemeenten: frozenset[str], periode: Periode, bestaand: bool | None) -> tuple[float, int]:
    """Seconds (best of two) and number of suggestions."""
    vraag = Vraag(gemeenten, periode, bestaand_igs=bestaand, gesubsidieerd_2026=bestaand, afwijking=False)
    gebied, regels = echt_gebied(), regels_van_het_huis()
    tijden = []
    for _ in range(2):
        begin = time.perf_counter()
        lijst = voorstellen(vraag, gebied, regels)
        tijden.append(time.perf_counter() - begin)
    return min(tijden), len(lijst)


def main() -> None:
    metingen: dict[str, list[tuple[float, int, int]]] = defaultdict(list)
    for periode in Periode:
        for bestaand in (True, False, None):
            for gemeenten in igs_sets().values():
                metingen[f"IGS {periode}"].append((*meet(gemeenten, periode, bestaand), len(gemeenten)))
        for maak in (vlek, verspreid):
            for klein in (False, True):
                for begin in range(0, len(echt_gebied().gemeenten), 5):
                    for grootte in GROOTTES:
                        gemeenten = maak(begin, grootte, klein)
                        naam = f"{maak.__name__}{' klein' if klein else ''} {periode}"
                        metingen[naam].append((*meet(gemeenten, periode, None), len(gemeenten)))
    print(f"{'soort':<22} {'sets':>6} {'mediaan ms':>11} {'traagste ms':>12} {'leden':>6} {'voorstellen':>12}")
    for naam, rij in metingen.items():
        tijd, aantal, grootte = max(rij)
        mediaan = statistics.median(meting[0] for meting in rij)
        print(f"{naam:<22} {len(rij):>6} {mediaan * 1000:>11.2f} {tijd * 1000:>12.2f} {grootte:>6} {aantal:>12}")


if __name__ == "__main__":
    main()
