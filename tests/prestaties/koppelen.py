"""How long pairing takes: `python -m tests.prestaties.koppelen [AANTAL ...]`, without a database.

Invented members on a raster of 285 municipalities with six neighbours each, a quarter of them in the five largest, with
the memory of a year of monthly rounds. Prints the seconds (on the clock, and of the processor), the pairs, who has
nobody, and how many steps the pairs are apart.
Nothing is asserted: a figure depends on the machine.
"""

import sys
import time
from collections import Counter
from datetime import date, timedelta
from random import Random

from grensbrekers.koppelen import Deelnemer, Kring, Weging, grens, koppel

BREED, HOOG = 19, 15
DAG = date(2026, 11, 3)
THEMAS = [f"thema {letter}" for letter in "ABCDEFGHIJKLMN"]


def raster() -> dict[str, set[str]]:
    """Codes of the municipalities and of their neighbours."""
    buren: dict[str, set[str]] = {}
    for x in range(BREED):
        for y in range(HOOG):
            rond = [(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1), (x + 1, y - 1), (x - 1, y + 1)]
            buren[code(x, y)] = {code(i, j) for i, j in rond if 0 <= i < BREED and 0 <= j < HOOG}
    return buren


def code(x: int, y: int) -> str:
    return f"{10_000 + x * HOOG + y}"


def leden(aantal: int, codes: list[str], kans: Random) -> list[Deelnemer]:
    """A quarter of them work in the five largest places, the others anywhere."""
    return [
        Deelnemer(nummer, waar, f"plaats {waar}", frozenset(kans.sample(THEMAS, kans.randint(0, 4))))
        for nummer in range(aantal)
        for waar in [kans.choice(codes[:5] if kans.random() < 0.25 else codes)]
    ]


def vroegere(mensen: list[Deelnemer], kans: Random) -> list[Kring]:
    """Twelve rounds in which people met somebody of their surroundings."""
    op_volgorde = sorted(mensen, key=lambda een: (een.gemeente, een.sleutel))
    kringen = []
    for maand in range(1, 13):
        sprong = kans.randint(1, 12)
        for i in range(0, len(op_volgorde) - sprong, 2):
            wie = frozenset({op_volgorde[i].sleutel, op_volgorde[i + sprong].sleutel})
            kringen.append(Kring(DAG - timedelta(days=30 * maand), wie))
    return kringen


def meet(aantal: int) -> None:
    """Print one line for so many members."""
    kans = Random(aantal)
    buren = raster()
    mensen = leden(aantal, sorted(buren, key=lambda waar: kans.random()), kans)
    ongekruist = {grens(a, b) for a, rond in buren.items() for b in rond if kans.random() < 0.7}
    kringen = vroegere(mensen, kans)
    begin, begin_processor = time.perf_counter(), time.process_time()
    paren = koppel(mensen, kringen, DAG, buren, ongekruist)
    duur, processor = time.perf_counter() - begin, time.process_time() - begin_processor
    wie, weging = {een.sleutel: een for een in mensen}, Weging(kringen, DAG, buren, frozenset())
    verst = Counter(weging.afstand(wie[paar.leden[0]].gemeente, wie[paar.leden[1]].gemeente) for paar in paren)
    zonder = aantal - sum(len(paar.leden) for paar in paren)
    stappen = ", ".join(f"{stap}: {verst[stap]}" for stap in sorted(verst))
    print(f"{aantal:6} leden {duur:6.2f} s ({processor:.2f} s)  {len(paren)} paren  {zonder} zonder  stappen {stappen}")


if __name__ == "__main__":
    for aantal in [int(deel) for deel in sys.argv[1:]] or [50, 150, 300, 1000, 2000]:
        meet(aantal)
