"""The borders on the stored map: which line two municipalities share, as an SVG path.

The paths of `Tekening` lie on whole units and neighbours share their vertices exactly, so a border is what two of them
have in common: plain counting, without the libraries that drew the map.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, TypeAlias

from grensbrekers.koppelen import Grens, grens

Punt: TypeAlias = tuple[int, int]
Zijde: TypeAlias = tuple[Punt, Punt]
GETAL = re.compile(r"-?\d+")
LIJN = re.compile(r"m([^lz]*)l([^mz]*)(z?)")


def ringen(pad: str) -> list[list[Punt]]:
    """The lines of a path as `igs.kaart_tekenen` writes it: relative steps, closed by z."""
    x = y = 0
    lijnen = []
    for begin, stappen, gesloten in LIJN.findall(pad):
        [(dx, dy)] = _paren(begin)
        x, y = x + dx, y + dy
        lijn = [(x, y)]
        for dx, dy in _paren(stappen):
            x, y = x + dx, y + dy
            lijn.append((x, y))
        if gesloten:
            lijn.append(lijn[0])
            x, y = lijn[0]  # after z the pen stands where the line began
        lijnen.append(lijn)
    return lijnen


def _paren(tekst: str) -> list[Punt]:
    getallen = [int(getal) for getal in GETAL.findall(tekst)]
    return list(zip(getallen[::2], getallen[1::2], strict=True))


def gedeelde_zijden(cellen: Mapping[str, Mapping[str, Any]]) -> dict[Grens, list[Zijde]]:
    """Per pair of cells that touch: the sides they share."""
    eigenaars: dict[Zijde, list[str]] = defaultdict(list)
    for code, cel in cellen.items():
        for ring in ringen(cel["d"]):
            for een, ander in pairwise(ring):
                eigenaars[min(een, ander), max(een, ander)].append(code)
    gedeeld: dict[Grens, list[Zijde]] = defaultdict(list)
    for zijde, codes in eigenaars.items():
        if len(codes) == 2 and codes[0] != codes[1]:
            gedeeld[grens(*codes)].append(zijde)
    return dict(gedeeld)


def grenslijn(paar: Grens, zijden: Mapping[Grens, list[Zijde]], cellen: Mapping[str, Mapping[str, Any]]) -> str:
    """The path of a border. Neighbours that do not touch on a schematic map get a line from one to the other."""
    if paar in zijden:
        return als_pad(aaneen(zijden[paar]))
    van, naar = (tuple(cellen[code]["punt"]) for code in paar)
    return als_pad([[van, naar]])


def aaneen(zijden: Iterable[Zijde]) -> list[list[Punt]]:
    """Sides as lines that are as long as can be, in a fixed order."""
    buren: dict[Punt, list[Punt]] = defaultdict(list)
    for een, ander in sorted(zijden):
        buren[een].append(ander)
        buren[ander].append(een)
    lijnen = []
    while buren:
        # From an end; of a closed line from any vertex.
        punt = min(buren, key=lambda hier: (len(buren[hier]) != 1, hier))
        lijn = [punt]
        while volgende := buren.get(punt):
            naar = volgende.pop(0)
            buren[naar].remove(punt)
            for hier in (punt, naar):
                if not buren[hier]:
                    del buren[hier]
            punt = naar
            lijn.append(punt)
        lijnen.append(lijn)
    return lijnen


def als_pad(lijnen: Iterable[list[Punt]]) -> str:
    """One compact path."""
    delen = []
    for lijn in lijnen:
        stappen = " ".join(f"{x2 - x1} {y2 - y1}" for (x1, y1), (x2, y2) in pairwise(lijn)).replace(" -", "-")
        delen.append(f"M{lijn[0][0]} {lijn[0][1]}l{stappen}")
    return "".join(delen)
