"""The picture of an indicator over the years: bars on one scale, with lines for where it began and has to go.

Plain numbers in, whole units of the drawing out; the table beside it says the same. Colour is never the only sign.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cultuurnota.jaarverslag import Meetpunt, Meter, in_cijfers

BREED, HOOG = 360, 190
BOVEN, ONDER = 26, 162  # between which values stand
LINKS = 4
MILJOEN, DUIZEND = Decimal(1_000_000), Decimal(1_000)
LANGSTE_OPSCHRIFT = 7  # characters above a bar
RUIM = 48  # from which width of a column a whole year fits below it


@dataclass(frozen=True)
class Staaf:
    """A year; `jaartal` is how it stands below. `hoog` 0 for a value of nothing.

    A year without a value has no `opschrift` and no bar.
    """

    jaar: int
    jaartal: str
    midden: int
    x: int
    breed: int
    y: int
    hoog: int
    opschrift: str
    tekst_y: int
    geteld: bool = False


@dataclass(frozen=True)
class Lijn:
    """A line across: `soort` is "nul" or "streef"."""

    soort: str
    y: int


@dataclass(frozen=True)
class Verloopbeeld:
    """What the template draws. `merken`: what the lines and colours mean, in words."""

    viewbox: str
    breed: int
    bodem: int
    jaartal_y: int
    staven: tuple[Staaf, ...]
    lijnen: tuple[Lijn, ...]
    merken: tuple[tuple[str, str], ...]
    zin: str

    @property
    def is_leeg(self) -> bool:
        """No year has a value yet."""
        return not any(staaf.opschrift for staaf in self.staven)


@dataclass(frozen=True)
class Schaal:
    """From values to the drawing. Zero is always on it, so that a bar twice as high is twice as much."""

    laag: Decimal
    hoog: Decimal

    @classmethod
    def voor(cls, waarden: Iterable[Decimal | None]) -> "Schaal":
        alle = [Decimal(0), *(waarde for waarde in waarden if waarde is not None)]
        return cls(min(alle), max(alle))

    def y(self, waarde: Decimal) -> int:
        bereik = self.hoog - self.laag or Decimal(1)
        return round(ONDER - (waarde - self.laag) / bereik * (ONDER - BOVEN))


def teken(meter: Meter, jaren: Sequence[int]) -> Verloopbeeld:
    """The picture of one indicator over these years."""
    punten = [meter.punt(jaar) for jaar in jaren]
    schaal = Schaal.voor([meter.nulmeting, meter.streefwaarde, *(punt.waarde for punt in punten)])
    stap = (BREED - 2 * LINKS) / max(1, len(jaren))
    staven = tuple(
        _staaf(jaar, punt, schaal, LINKS + stap * (plek + 0.5), stap)
        for plek, (jaar, punt) in enumerate(zip(jaren, punten, strict=True))
    )
    merken = (("nul", meter.nulmeting), ("streef", meter.streefwaarde))
    lijnen = tuple(Lijn(soort, schaal.y(waarde)) for soort, waarde in merken if waarde is not None)
    bodem = schaal.y(Decimal(0))
    viewbox, zin = f"0 0 {BREED} {HOOG}", _zin(meter, jaren)
    return Verloopbeeld(viewbox, BREED, bodem, HOOG - 8, staven, lijnen, tuple(_merken(meter, punten)), zin)


def _merken(meter: Meter, punten: Iterable[Meetpunt]) -> Iterator[tuple[str, str]]:
    """The key under the picture: class and words of what is in it."""
    if meter.streefwaarde is not None:
        yield "streefwaarde", f"streefwaarde: {in_cijfers(meter.streefwaarde)}"
    if meter.nulmeting is not None:
        yield "nulmeting", f"nulmeting: {in_cijfers(meter.nulmeting)}"
    if any(punt.geteld for punt in punten):
        yield "vanzelf", "geteld door het portaal"


def _staaf(jaar: int, punt: Meetpunt, schaal: Schaal, midden: float, stap: float) -> Staaf:
    jaartal = str(jaar) if stap >= RUIM else f"’{jaar % 100:02}"
    nul, breed = schaal.y(Decimal(0)), max(6, round(stap * 0.6))
    y = nul if punt.waarde is None else schaal.y(punt.waarde)
    opschrift = "" if punt.waarde is None else kort(punt.waarde)
    top = min(y, nul)
    return Staaf(
        jaar,
        jaartal,
        round(midden),
        round(midden) - breed // 2,
        breed,
        top,
        abs(y - nul),
        opschrift,
        top - 6,
        bool(punt.geteld),
    )


def kort(waarde: Decimal) -> str:
    """So that it fits above a bar: 1250000 -> "1,3 mln."; the table has the whole number."""
    heel = in_cijfers(waarde)
    if abs(waarde) >= MILJOEN:
        return f"{in_cijfers((waarde / MILJOEN).quantize(Decimal('0.1')))} mln."
    if len(heel) <= LANGSTE_OPSCHRIFT:
        return heel
    return in_cijfers(waarde.quantize(Decimal(1)))


def _zin(meter: Meter, jaren: Sequence[int]) -> str:
    """What the picture shows, for who does not see it."""
    bekend = [(jaar, waarde) for jaar in jaren if (waarde := meter.punt(jaar).waarde) is not None]
    delen = [f"{meter.naam}."]
    if meter.nulmeting is not None:
        delen.append(f"Nulmeting: {in_cijfers(meter.nulmeting)}.")
    delen += [f"{jaar}: {in_cijfers(waarde)}." for jaar, waarde in bekend]
    if meter.streefwaarde is not None:
        delen.append(f"Streefwaarde: {in_cijfers(meter.streefwaarde)}.")
    return " ".join(delen)
