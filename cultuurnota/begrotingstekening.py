"""The picture of a budget: per year two stacks, what comes in and what goes out, on one scale.

Plain numbers in, whole units of the drawing out. The table under it says the same; colour is never the only sign.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from cultuurnota.begroten import (
    ANDERE_INKOMST,
    PERSONEEL,
    RESERVE_ERIN,
    RESERVE_ERUIT,
    WERKING,
    Begrotingsbeeld,
    Jaar,
)
from cultuurnota.begrotingstabel import bedrag
from cultuurnota.verloopbeeld import kort

BREED, HOOG = 360, 230
LINKS, RECHTS = 68, 4  # the scale stands at the left
BOVEN, ONDER = 14, 200
RUIM = 44  # from which width of a column a whole year fits below it
# From the bottom of a stack to its top, with the words of the key.
BINNEN = (
    ("subsidie", "Vlaamse subsidie"),
    ("inbreng", "inbreng van de gemeenten"),
    (ANDERE_INKOMST, "andere inkomsten"),
    (RESERVE_ERUIT, "uit de reserve"),
)
BUITEN = (
    (PERSONEEL, "personeel"),
    (WERKING, "werking"),
    ("acties", "acties van de nota"),
    (RESERVE_ERIN, "naar de reserve"),
)


@dataclass(frozen=True)
class Blok:
    """A part of a stack."""

    soort: str
    x: int
    y: int
    breed: int
    hoog: int


@dataclass(frozen=True)
class Streep:
    """A line of the scale, with its amount."""

    y: int
    tekst: str


@dataclass(frozen=True)
class Tekening:
    """What the template draws. `binnen` and `buiten`: the key of both stacks; `jaartallen`: (middle, words)."""

    breed: int
    hoog: int
    links: int
    bodem: int
    blokken: tuple[Blok, ...]
    strepen: tuple[Streep, ...]
    jaartallen: tuple[tuple[int, str], ...]
    binnen: tuple[tuple[str, str], ...]
    buiten: tuple[tuple[str, str], ...]
    zin: str


def teken(beeld: Begrotingsbeeld) -> Tekening | None:
    """The picture; None when there is nothing to draw."""
    jaren = [(jaar.jaar, _delen(jaar)) for jaar in beeld.jaren]
    hoogste = max((sum(stapel.values()) for _, paar in jaren for stapel in paar), default=Decimal(0))
    if not hoogste:
        return None
    stap = _ronde_stap(hoogste)
    top = stap * (hoogste / stap).to_integral_value(ROUND_CEILING)
    kolom = (BREED - LINKS - RECHTS) / len(jaren)
    staaf = max(3, round(kolom * 0.38))
    blokken: list[Blok] = []
    jaartallen: list[tuple[int, str]] = []
    for plek, (jaar, paar) in enumerate(jaren):
        midden = round(LINKS + kolom * (plek + 0.5))
        jaartallen.append((midden, str(jaar) if kolom >= RUIM else f"’{jaar % 100:02}"))
        for stapel, x in zip(paar, (midden - staaf - 1, midden + 1), strict=True):
            blokken += _stapel(stapel, x, staaf, top)
    strepen = tuple(Streep(_y(stap * nr, top), kort(stap * nr)) for nr in range(int(top / stap) + 1))
    gebruikt = {blok.soort for blok in blokken}
    return Tekening(
        BREED,
        HOOG,
        LINKS,
        ONDER,
        tuple(blokken),
        strepen,
        tuple(jaartallen),
        tuple(een for een in BINNEN if een[0] in gebruikt),
        tuple(een for een in BUITEN if een[0] in gebruikt),
        _zin(beeld),
    )


def _delen(jaar: Jaar) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """What comes in and what goes out, by kind. A subsidy that is not known is not drawn."""
    binnen = {
        "subsidie": jaar.subsidie or Decimal(0),
        "inbreng": jaar.inbreng,
        ANDERE_INKOMST: jaar.andere,
        RESERVE_ERUIT: jaar.uit_reserve,
    }
    buiten = {
        PERSONEEL: jaar.personeel,
        WERKING: jaar.werking,
        "acties": jaar.acties,
        RESERVE_ERIN: jaar.naar_reserve,
    }
    return binnen, buiten


def _stapel(delen: dict[str, Decimal], x: int, breed: int, top: Decimal) -> Iterator[Blok]:
    """From the bottom up; the edges are rounded, not the heights, so that no gap comes between two parts."""
    onder = Decimal(0)
    for soort, deel in delen.items():
        if deel:
            y = _y(onder + deel, top)
            yield Blok(soort, x, y, breed, max(1, _y(onder, top) - y))
            onder += deel


def _y(waarde: Decimal, top: Decimal) -> int:
    return round(ONDER - waarde / top * (ONDER - BOVEN))


def _ronde_stap(hoogste: Decimal) -> Decimal:
    """1, 2 or 5 times a power of ten, so that the scale has two to five lines."""
    stap = Decimal(10) ** (hoogste.adjusted() - 1)
    return next(een for een in (stap, stap * 2, stap * 5, stap * 10, stap * 20, stap * 50) if hoogste / een <= 5)


def _zin(beeld: Begrotingsbeeld) -> str:
    """What the picture shows, for who does not see it."""
    delen = [f"{jaar.jaar}: {bedrag(jaar.inkomsten)} binnen, {bedrag(jaar.uitgaven)} uit." for jaar in beeld.jaren]
    return " ".join(["Inkomsten en uitgaven per jaar, in euro.", *delen])
