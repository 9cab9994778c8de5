"""The picture that other sites show with a link: the name and the shape of the area, drawn here, 1200 by 630 pixels."""

import io
import re
from collections.abc import Iterator
from functools import cache

from django.contrib.staticfiles import finders
from PIL import Image, ImageDraw, ImageFont

from igs.kaart import Tekening

BREEDTE, HOOGTE = 1200, 630
INKT, PAPIER, ZAND, ACCENT, LIJN = "#1b1a3a", "#fffdf8", "#f4efe4", "#d8391f", "#fffdf8"
KLEUREN = ["#ded7c8", "#e8684a", "#2f7f79", "#f2b134", "#5b5ea6", "#9bc53d", "#c95d8c", "#3d9ad1"]
KADER = (560, 60, 1150, 570)
KOPLETTER = "letters/bricolage-grotesque-latin-wght-normal.woff2"
TEKSTLETTER = "letters/atkinson-hyperlegible-next-latin-wght-normal.woff2"

Punt = tuple[float, float]


def ringen(vorm: str) -> Iterator[list[Punt]]:
    """The rings of a path of relative m, l and z, as `kaart_tekenen` writes them, in absolute points."""
    x = y = 0.0
    for deel in vorm.split("z"):
        getallen = [float(getal) for getal in re.findall(r"-?\d+(?:\.\d+)?", deel)]
        if not getallen:
            continue
        ring: list[Punt] = []
        px, py = x, y
        for dx, dy in zip(getallen[::2], getallen[1::2], strict=True):
            px, py = px + dx, py + dy
            ring.append((px, py))
        x, y = ring[0]  # after z the pen stands at the start of the ring
        yield ring


@cache
def letter(bestand: str, grootte: int, gewicht: int) -> ImageFont.FreeTypeFont:
    pad = finders.find(bestand)
    assert isinstance(pad, str)
    font = ImageFont.truetype(pad, grootte)
    assen = font.get_variation_axes()
    font.set_variation_by_axes([gewicht if as_["name"] == b"Weight" else as_["default"] or 0 for as_ in assen])
    return font


def teken(naam: str, regel: str, tekening: Tekening, codes: list[str], kleur: int) -> bytes:
    """A PNG; `kleur` is one of the map colours (0: none)."""
    beeld = Image.new("RGB", (BREEDTE, HOOGTE), ZAND)
    pen = ImageDraw.Draw(beeld)
    if codes:
        _gebied(pen, tekening, codes, KLEUREN[kleur])
    schrijf(pen, naam, regel)
    uit = io.BytesIO()
    beeld.quantize(64).save(uit, "PNG", optimize=True)
    return uit.getvalue()


def _gebied(pen: ImageDraw.ImageDraw, tekening: Tekening, codes: list[str], kleur: str) -> None:
    kaders = [tekening.cellen[code]["kader"] for code in codes]
    x0, y0 = min(k[0] for k in kaders), min(k[1] for k in kaders)
    breed, hoog = max(k[2] for k in kaders) - x0, max(k[3] for k in kaders) - y0
    links, boven, rechts, onder = KADER
    schaal = min((rechts - links) / breed, (onder - boven) / hoog)
    dx, dy = (links + rechts - breed * schaal) / 2, (boven + onder - hoog * schaal) / 2
    for code in codes:
        for ring in ringen(tekening.cellen[code]["d"]):
            punten = [((x - x0) * schaal + dx, (y - y0) * schaal + dy) for x, y in ring]
            pen.polygon(punten, fill=kleur)
            pen.line([*punten, punten[0]], fill=LIJN, width=3, joint="curve")


def schrijf(pen: ImageDraw.ImageDraw, naam: str, regel: str) -> None:
    """The mark of the site, a name, and one line under it, on the left half."""
    merk = letter(KOPLETTER, 40, 800)
    x = 60.0
    for deel, kleur in (("op", INKT), ("/", ACCENT), ("netwerk", INKT)):
        pen.text((x, 56), deel, font=merk, fill=kleur)
        x += merk.getlength(deel)
    grootte, regels = _passend(naam)
    y = 330 - len(regels) * grootte * 0.55
    for een in regels:
        pen.text((60, y), een, font=letter(KOPLETTER, grootte, 800), fill=INKT)
        y += grootte * 1.1
    font = letter(TEKSTLETTER, 30, 400)
    pen.text((60, y + 16), _ingekort(regel, font, 480), font=font, fill=INKT)


def _passend(naam: str, breedte: int = 480) -> tuple[int, list[str]]:
    """The largest size at which the name fits in at most three lines; smaller only in five, and then cut off."""
    for grootte in (88, 76, 64, 54, 46, 38):
        font = letter(KOPLETTER, grootte, 800)
        regels = _regels(naam, font, breedte)
        if len(regels) <= 3 and all(font.getlength(regel) <= breedte for regel in regels):
            return grootte, regels
    font = letter(KOPLETTER, 30, 800)
    regels = _regels(naam, font, breedte)
    if len(regels) > 5:
        regels = [*regels[:4], " ".join(regels[4:])]
    return 30, [_ingekort(regel, font, breedte) for regel in regels]


def _regels(naam: str, font: ImageFont.FreeTypeFont, breedte: int) -> list[str]:
    regels: list[str] = []
    for woord in naam.replace("-", "- ").split():
        kandidaat = f"{regels[-1]} {woord}".replace("- ", "-") if regels else woord
        if regels and font.getlength(kandidaat) <= breedte:
            regels[-1] = kandidaat
        else:
            regels.append(woord)
    return regels


def _ingekort(regel: str, font: ImageFont.FreeTypeFont, breedte: int) -> str:
    if font.getlength(regel) <= breedte:
        return regel
    while font.getlength(f"{regel}…") > breedte:
        regel = regel[:-1]
    return f"{regel}…"
