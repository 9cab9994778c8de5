"""What other parts of the portal tell about an area, for the pages of an IGS and of a region.

The apps above this one fill `bronnen`; the pages ask `streekcijfers` and know nothing of those apps.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from igs.models import IGS, Referentieregio
from igs.netwerk import Netwerk


@dataclass(frozen=True)
class Streekcijfer:
    """One row of facts: what it is about, a sentence, and where there is more."""

    naam: str
    zin: str
    link: str
    pad: str


@dataclass(frozen=True)
class Streek:
    """An area: NIS codes of municipalities of today, and which page asks."""

    van: IGS | Referentieregio
    codes: frozenset[str]
    netwerk: Netwerk


Bron: TypeAlias = Callable[[Streek], Streekcijfer | None]
bronnen: list[Bron] = []


def streekcijfers(streek: Streek) -> list[Streekcijfer]:
    """In the order in which the apps came; none of who has nothing to tell. One query per app at most."""
    return [cijfer for bron in bronnen if (cijfer := bron(streek)) is not None]


def van_igs(igs: IGS, netwerk: Netwerk) -> list[Streekcijfer]:
    """Of an IGS on the day of the network."""
    codes = frozenset(netwerk.cel(lid.gemeente).nis_code for lid in netwerk.leden_van(igs))
    return streekcijfers(Streek(igs, codes, netwerk))


def van_regio(regio: Referentieregio, netwerk: Netwerk) -> list[Streekcijfer]:
    """Of a region, with the municipalities of today."""
    codes = frozenset(gemeente.nis_code for gemeente in netwerk.huidige if gemeente.referentieregio_id == regio.pk)
    return streekcijfers(Streek(regio, codes, netwerk))
