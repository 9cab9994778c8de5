"""Makes the letters smaller and measures them: `python -m tests.prestaties.letters MAP`.

MAP holds the files `*-latin-wght-normal.woff2` and `*-latin-ext-wght-normal.woff2` of the two npm packages named in
`static/letters/HERKOMST.md`. Every character stays, so that every name keeps its letters; what goes is the weights
that no style sheet asks for, the hinting for old screens, and the features that are off by default. Prints the sizes
and the measures for `static/css/waarden.css` that make Arial take the same room.
"""

import argparse
import io
import sys
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

WORTEL = Path(__file__).resolve().parents[2]
DOEL = WORTEL / "static" / "letters"
RESERVE = Path("/usr/share/fonts/truetype/liberation")  # the measures of Arial
GEWOON, VET = "LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"
# What a page holds, roughly: how often each letter comes in Dutch decides on the average width.
PROEF = (
    "Cultuur stopt niet aan de gemeentegrens. Netwerken verbinden wie in Vlaanderen met cultuur bezig is. Vind het "
    "jouwe, en wie je er verder helpt. Coördinatoren vertellen hoe ze mensen samenbrengen: van 2019 tot 2027."
)


@dataclass(frozen=True)
class Letter:
    """A family: name of its files, the weights in use, and per weight the fallback with which it is compared."""

    naam: str
    gewichten: tuple[int, int]
    reserves: tuple[tuple[int, str], ...]


LETTERS = [
    Letter("bricolage-grotesque", (700, 800), ((800, VET),)),
    Letter("atkinson-hyperlegible-next", (400, 800), ((400, GEWOON), (700, VET))),
]


def verklein(bron: bytes, gewichten: tuple[int, int]) -> bytes:
    """The same characters in a smaller file, with only the weights between these two."""
    letter = TTFont(io.BytesIO(bron))
    keuzes = Options(hinting=False, flavor="woff2", name_IDs=[1, 2, 13, 14], notdef_outline=True)
    keuzes.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "tnum"]
    snoeier = Subsetter(keuzes)
    snoeier.populate(unicodes=letter.getBestCmap().keys())
    snoeier.subset(letter)
    letter = instancer.instantiateVariableFont(letter, {"wght": gewichten})
    letter.flavor = "woff2"
    uit = io.BytesIO()
    letter.save(uit)
    return uit.getvalue()


def breedte(letter: TTFont, tekst: str) -> float:
    """The width of a text in ems, without kerning."""
    tekens, maten = letter.getBestCmap(), letter["hmtx"]
    return sum(maten[tekens[ord(een)]][0] for een in tekst if ord(een) in tekens) / letter["head"].unitsPerEm


def maten(bestand: Path, gewicht: int, reserve: str) -> dict[str, str]:
    """What makes the fallback take the room of the letter in this file at this weight: descriptors of @font-face."""
    eigen = TTFont(bestand)
    eigen = instancer.instantiateVariableFont(eigen, {"wght": gewicht})
    verhouding = breedte(eigen, PROEF) / breedte(TTFont(RESERVE / reserve), PROEF)
    em = eigen["head"].unitsPerEm * verhouding
    hhea = eigen["hhea"]
    return {
        "size-adjust": f"{verhouding:.1%}",
        "ascent-override": f"{hhea.ascent / em:.1%}",
        "descent-override": f"{-hhea.descent / em:.1%}",
        "line-gap-override": f"{hhea.lineGap / em:.1%}",
    }


def main() -> int:
    lezer = argparse.ArgumentParser()
    lezer.add_argument("map", type=Path)
    bronmap = lezer.parse_args().map
    for letter in LETTERS:
        for deel in ("latin", "latin-ext"):
            naam = f"{letter.naam}-{deel}-wght-normal.woff2"
            bron = (bronmap / naam).read_bytes()
            kleiner = verklein(bron, letter.gewichten)
            (DOEL / naam).write_bytes(kleiner)
            tekens = len(TTFont(io.BytesIO(kleiner)).getBestCmap())
            print(f"{naam:60}{len(bron):8,} → {len(kleiner):8,} bytes, {tekens} tekens")
        for gewicht, reserve in letter.reserves:
            gemeten = maten(DOEL / f"{letter.naam}-latin-wght-normal.woff2", gewicht, reserve)
            print(f"  {gewicht}: " + " ".join(f"{maat}: {waarde};" for maat, waarde in gemeten.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
