"""Drawn pictures for the example talents: one way of drawing per art, in the colours of the map.

The same name always gives the same picture.
"""

import math
from collections.abc import Callable
from random import Random

from PIL import Image, ImageDraw

from opnetwerk.beeldverwerking import als_jpeg

BREEDTE, HOOGTE, FIJN = 640, 400, 2
INKT, PAPIER, ZAND = "#1b1a3a", "#fffdf8", "#f4efe4"
KLEUREN = ["#e8684a", "#2f7f79", "#f2b134", "#5b5ea6", "#9bc53d", "#c95d8c", "#3d9ad1"]
B, H = BREEDTE * FIJN, HOOGTE * FIJN
Doek = ImageDraw.ImageDraw
Tekenaar = Callable[[Doek, Random, list[str]], None]


def teken(naam: str, kunst: str, nummer: int = 0) -> bytes:
    """A JPEG of BREEDTE x HOOGTE px. `kunst`: key of a first-level discipline; `nummer`: which of several pictures."""
    kans = Random(f"{naam} {nummer}")  # noqa: S311  a drawing, no secret
    kleuren = kans.sample(KLEUREN, 4)
    beeld = Image.new("RGB", (B, H), kans.choice([kleuren[0], ZAND, INKT, kleuren[0]]))
    TEKENAARS.get(kunst, _kruising)(ImageDraw.Draw(beeld), kans, kleuren[1:])
    return als_jpeg(beeld.resize((BREEDTE, HOOGTE), Image.Resampling.LANCZOS, reducing_gap=2))


def _rond(doek: Doek, x: float, y: float, straal: float, kleur: str) -> None:
    doek.ellipse((x - straal, y - straal, x + straal, y + straal), fill=kleur)


def _golf(kans: Random, y: float, hoogte: float) -> list[tuple[float, float]]:
    """A line from left to right that swings."""
    fase, stap = kans.uniform(0, 6), kans.uniform(0.004, 0.009)
    return [(x, y + hoogte * math.sin(fase + x * stap) * math.sin(x / B * math.pi)) for x in range(0, B + 20, 20)]


def _muziek(doek: Doek, kans: Random, kleuren: list[str]) -> None:
    """A record, notes on their lines, or a swinging string."""
    kans.choice([_plaat, _noten, _snaren])(doek, kans, kleuren)


def _noten(doek: Doek, kans: Random, kleuren: list[str]) -> None:
    for lijn in range(5):
        y = H * (0.3 + lijn * 0.1)
        doek.line([(0, y), (B, y)], fill=PAPIER, width=10)
    for noot in range(8):
        x, y = B * (0.08 + noot * 0.12), H * (0.25 + kans.randint(0, 9) * 0.05)
        kleur, omhoog = kleuren[noot % 3], y > H / 2
        doek.ellipse((x - 48, y - 36, x + 48, y + 36), fill=kleur)
        zij = x + 40 if omhoog else x - 48
        doek.rectangle((zij, y - 230, zij + 12, y) if omhoog else (zij, y, zij + 12, y + 230), fill=kleur)


def _snaren(doek: Doek, kans: Random, kleuren: list[str]) -> None:
    for snaar in range(16):
        lijn = _golf(kans, H * (0.08 + snaar * 0.056), H * 0.02 * (snaar + 1))
        doek.line(lijn, fill=[*kleuren, PAPIER][snaar % 4], width=12 + snaar, joint="curve")


def _plaat(doek: Doek, kans: Random, kleuren: list[str]) -> None:
    """A record with its grooves, and the beat beside it."""
    x, y, straal = B * kans.uniform(0.25, 0.75), H * kans.uniform(0.45, 0.6), H * kans.uniform(0.55, 0.75)
    for ring in range(14):
        deel = 1 - ring / 14
        _rond(doek, x, y, straal * deel, [kleuren[0], PAPIER, kleuren[1], INKT][ring % 4] if ring < 12 else kleuren[2])
    begin = 0 if x > B / 2 else B * 0.66
    for balk in range(7):
        hoog = H * kans.uniform(0.1, 0.7)
        doek.rectangle(
            (begin + balk * 60, H - hoog, begin + balk * 60 + 36, H), fill=kleuren[2] if balk % 3 else PAPIER
        )


def _dans(doek: Doek, kans: Random, kleuren: list[str]) -> None:
    """Ribbons that swing through each other."""
    for lint in range(9):
        lijn = _golf(kans, H * (0.15 + lint * 0.09), H * kans.uniform(0.15, 0.4))
        doek.line(lijn, fill=[*kleuren, PAPIER][lint % 4], width=kans.randint(18, 64), joint="curve")


def _theater(doek: Doek, kans: Random, kleuren: list[str]) -> None:
    """A curtain, half open, with light on the floor."""
    doek.rectangle((0, 0, B, H), fill=INKT)
    midden = B * kans.uniform(0.38, 0.62)
    doek.polygon([(midden, 0), (midden + 60, 0), (midden + 330, H), (midden - 270, H)], fill=kleuren[1])
    doek.ellipse((midden - 280, H - 130, midden + 340, H + 60), fill=PAPIER)
    _rond(doek, midden + 20, H * 0.6, 62, INKT)
    doek.polygon([(midden - 60, H - 40), (midden + 100, H - 40), (midden + 20, H * 0.55)], fill=INKT)
    for plooi in range(12):
        breed = 62 - plooi * 3
        for links in (plooi * 50, B - plooi * 50 - breed):
            if plooi < 6:
                doek.rectangle((links, 0, links + breed, H), fill=kleuren[0] if plooi % 2 else kleuren[2])


def _humor(doek: Doek, kans: Random, kleuren: list[str]) -> None:
    """Balloons of speech, some of them laughing."""
    for ballon in range(5):
        x, y, straal = B * (0.12 + ballon * 0.19), H * kans.uniform(0.25, 0.7), kans.randint(110, 190)
        kleur = [*kleuren, PAPIER][ballon % 4]
        doek.polygon([(x - 40, y + straal * 0.7), (x + 50, y + straal * 0.7), (x - 70, y + straal * 1.45)], fill=kleur)
        _rond(doek, x, y, straal, kleur)
        vak = (x - straal * 0.5, y - straal * 0.5, x + straal * 0.5, y + straal * 0.5)
        doek.arc(vak, 20, 160, fill=INKT, width=18)
        for oog in (-0.3, 0.3):
            _rond(doek, x + straal * oog, y - straal * 0.25, 13, INKT)


def _circus(doek: Doek, kans: Random, kleuren: list[str]) -> None:
    """A tent from inside, and balls in the air."""
    top = (B * kans.uniform(0.35, 0.65), -H * 0.1)
    banen = 18
    for baan in range(banen):
        punten = [top, *((B * (-0.4 + 1.8 * deel / banen), H) for deel in (baan, baan + 1))]
        doek.polygon(punten, fill=kleuren[0] if baan % 2 else PAPIER)
    for bal in range(7):
        hoek = math.pi * (bal + 0.5) / 7
        _rond(
            doek, B / 2 - math.cos(hoek) * B * 0.3, H * 0.9 - math.sin(hoek) * H * 0.65, 42, [*kleuren, INKT][bal % 4]
        )


def _woord(doek: Doek, kans: Random, kleuren: list[str]) -> None:
    """Lines of a text, one of them marked."""
    for vel in range(3):
        x, y = B * (0.06 + vel * 0.31), H * kans.uniform(0.06, 0.16)
        doek.rectangle((x, y, x + B * 0.27, H * 1.1), fill=PAPIER if vel != 1 else kleuren[0])
        for regel in range(11):
            lang = B * kans.uniform(0.1, 0.22)
            kleur = kleuren[2] if kans.random() < 0.18 else INKT
            doek.rectangle((x + 34, y + 56 + regel * 58, x + 34 + lang, y + 76 + regel * 58), fill=kleur)
    doek.polygon([(B * 0.86, 0), (B * 0.93, 0), (B * 0.79, H), (B * 0.72, H)], fill=kleuren[1])


def _beeldend(doek: Doek, kans: Random, kleuren: list[str]) -> None:
    """Strokes of a wide brush over each other."""
    for streek in range(14):
        x, y = B * kans.uniform(-0.1, 0.8), H * kans.uniform(0, 1)
        lang, dik = B * kans.uniform(0.25, 0.6), kans.randint(40, 120)
        kleur = [*kleuren, PAPIER][streek % 4]
        for haar in range(0, dik, 8):
            einde = x + lang * kans.uniform(0.85, 1)
            doek.line([(x + kans.uniform(0, 50), y + haar), (einde, y + haar - lang * 0.25)], fill=kleur, width=9)


def _beeld(doek: Doek, kans: Random, kleuren: list[str]) -> None:
    """A lens with its blades."""
    x, y, straal = B * kans.uniform(0.35, 0.65), H * 0.5, H * 0.42
    _rond(doek, x, y, straal * 1.12, INKT)
    bladen, draai = 8, kans.uniform(0, 1)
    for blad in range(bladen):
        a, b = (draai + 2 * math.pi * (blad + deel) / bladen for deel in (0, 1))
        dicht = a + 1.25
        punten = [
            (x + straal * math.cos(a), y + straal * math.sin(a)),
            (x + straal * math.cos(b), y + straal * math.sin(b)),
            (x + straal * 0.36 * math.cos(dicht), y + straal * 0.36 * math.sin(dicht)),
        ]
        doek.polygon(punten, fill=[*kleuren, PAPIER][blad % 4])
    _rond(doek, x, y, straal * 0.34, INKT)
    _rond(doek, x - straal * 0.1, y - straal * 0.1, straal * 0.08, PAPIER)
    for gat in range(16):
        for rij in (20, H - 60):
            doek.rounded_rectangle((gat * 84 + 20, rij, gat * 84 + 70, rij + 40), 8, fill=PAPIER)


def _vormgeving(doek: Doek, kans: Random, kleuren: list[str]) -> None:
    """Squares, quarters and circles in a grid."""
    maat = H // 4
    for vak in range(7 * 4):
        x, y = vak % 7 * maat, vak // 7 * maat
        doek.rectangle((x, y, x + maat, y + maat), fill=kans.choice([*kleuren, PAPIER, ZAND]))
        kleur, soort = kans.choice([*kleuren, INKT]), kans.randint(0, 3)
        if soort == 0:
            _rond(doek, x + maat / 2, y + maat / 2, maat * 0.36, kleur)
        elif soort == 1:
            doek.pieslice((x - maat, y - maat, x + maat, y + maat), 0, 90, fill=kleur)
        elif soort == 2:
            doek.polygon([(x, y + maat), (x + maat, y + maat), (x + maat, y)], fill=kleur)


def _erfgoed(doek: Doek, kans: Random, kleuren: list[str]) -> None:
    """A row of gables under a string of flags."""
    x = -20.0
    while x < B:
        breed, hoog = kans.randint(120, 230), H * kans.uniform(0.35, 0.62)
        kleur, y = kans.choice([*kleuren, PAPIER]), H - hoog
        doek.rectangle((x, y, x + breed, H), fill=kleur)
        doek.polygon([(x, y), (x + breed, y), (x + breed / 2, y - breed * 0.55)], fill=kleur)
        for raam in range(4):
            rx, ry = x + breed * (0.2 + raam % 2 * 0.4), y + 50 + raam // 2 * 130
            doek.rectangle((rx, ry, rx + breed * 0.2, ry + 70), fill=INKT)
        x += breed + 6
    for vlag in range(15):
        vx, vy = vlag * 92.0, 50 + 70 * math.sin(vlag / 14 * math.pi)
        doek.polygon([(vx, vy), (vx + 70, vy + 4), (vx + 34, vy + 78)], fill=[*kleuren, PAPIER][vlag % 4])


def _techniek(doek: Doek, kans: Random, kleuren: list[str]) -> None:
    """Beams of light from above that cross."""
    doek.rectangle((0, 0, B, H), fill=INKT)
    for lamp in range(6):
        x, doel = B * (0.08 + lamp * 0.17), B * kans.uniform(0, 1)
        doek.polygon([(x - 14, 70), (x + 14, 70), (doel + 130, H), (doel - 130, H)], fill=[*kleuren, PAPIER][lamp % 4])
        doek.rounded_rectangle((x - 38, 10, x + 38, 84), 12, fill=ZAND)
    doek.rectangle((0, 0, B, 22), fill=ZAND)


def _kruising(doek: Doek, kans: Random, kleuren: list[str]) -> None:
    """Slashes and circles that overlap: over the border."""
    for schuin in range(6):
        x = B * (schuin * 0.2 - 0.1) + kans.randint(-40, 40)
        dik = kans.randint(60, 150)
        doek.polygon([(x, H), (x + dik, H), (x + dik + 260, 0), (x + 260, 0)], fill=[*kleuren, PAPIER][schuin % 4])
    for _ in range(3):
        x, y, straal = B * kans.uniform(0.2, 0.8), H * kans.uniform(0.3, 0.7), kans.randint(70, 150)
        doek.ellipse((x - straal, y - straal, x + straal, y + straal), outline=INKT, width=26)


TEKENAARS: dict[str, Tekenaar] = {
    "muziek": _muziek,
    "dans": _dans,
    "theater": _theater,
    "humor": _humor,
    "circus": _circus,
    "woord": _woord,
    "beeldend": _beeldend,
    "beeld": _beeld,
    "vormgeving": _vormgeving,
    "erfgoed": _erfgoed,
    "techniek": _techniek,
    "kruising": _kruising,
}
