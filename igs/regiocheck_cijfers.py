"""Figures of a set of municipalities: inhabitants, regions touched, connected parts of the neighbour graph.

Plain Python. Inside, a set is a whole number with one bit per municipality: joining and comparing sets then costs
next to nothing, and the suggestions look at thousands of sets.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property


class OnbekendeGemeente(ValueError):
    """A NIS code that does not exist on the day of the area."""


@dataclass(frozen=True)
class GebiedsGemeente:
    """One municipality as it stands on the day. `regio` is a slug; `inwoners` on 1 January of `inwoners_jaar`."""

    nis_code: str
    naam: str
    inwoners: int
    inwoners_jaar: int
    regio: str
    in_igs: bool


@dataclass(frozen=True)
class Gebied:
    """All municipalities of a day with their neighbours.

    `buurparen` in any order; pairs with a code outside `gemeenten` are left out. `regionamen` gives the name per slug
    (a slug without a name is shown itself). `bron` is where the inhabitants come from.
    """

    gemeenten: tuple[GebiedsGemeente, ...]
    buurparen: tuple[tuple[str, str], ...]
    regionamen: Mapping[str, str]
    dag: date | None = None
    bron: str = "Statbel"

    @cached_property
    def plaats(self) -> dict[str, int]:
        """The bit of each NIS code."""
        return {gemeente.nis_code: bit for bit, gemeente in enumerate(self.gemeenten)}

    @cached_property
    def inwoners(self) -> list[int]:
        return [gemeente.inwoners for gemeente in self.gemeenten]

    @cached_property
    def buren(self) -> list[int]:
        """Per municipality the set of its neighbours."""
        buren = [0] * len(self.gemeenten)
        for a, b in self.buurparen:
            if a in self.plaats and b in self.plaats and a != b:
                buren[self.plaats[a]] |= 1 << self.plaats[b]
                buren[self.plaats[b]] |= 1 << self.plaats[a]
        return buren

    @cached_property
    def regiomaskers(self) -> dict[str, int]:
        """Per region the set of all its municipalities, in the order of the slugs."""
        maskers: dict[str, int] = {}
        for bit, gemeente in enumerate(self.gemeenten):
            maskers[gemeente.regio] = maskers.get(gemeente.regio, 0) | 1 << bit
        return dict(sorted(maskers.items()))

    @cached_property
    def in_igs(self) -> int:
        return sum(1 << bit for bit, gemeente in enumerate(self.gemeenten) if gemeente.in_igs)

    def masker(self, codes: Iterable[str]) -> int:
        """The set of these NIS codes; OnbekendeGemeente for a code that does not exist on the day."""
        masker = 0
        for code in codes:
            if code not in self.plaats:
                raise OnbekendeGemeente(f"{code} is geen gemeente op deze dag")
            masker |= 1 << self.plaats[code]
        return masker

    def uit(self, masker: int) -> list[GebiedsGemeente]:
        """The municipalities of a set, A-Z."""
        return sorted(
            (self.gemeenten[bit] for bit in bits(masker)), key=lambda gemeente: (gemeente.naam, gemeente.nis_code)
        )

    def som(self, masker: int) -> int:
        """Inhabitants of a set."""
        return sum(self.inwoners[bit] for bit in bits(masker))

    def delen(self, masker: int) -> list[int]:
        """The connected parts of a set, largest first."""
        delen = []
        rest = masker
        while rest:
            deel = rand = rest & -rest
            while rand:
                laagste = rand & -rand
                nieuw = self.buren[laagste.bit_length() - 1] & rest & ~deel
                deel |= nieuw
                rand = (rand ^ laagste) | nieuw
            delen.append(deel)
            rest &= ~deel
        return sorted(delen, key=lambda deel: (-deel.bit_count(), deel))

    def regios(self, masker: int) -> tuple[str, ...]:
        """Slugs of every region in which the set lies."""
        return tuple(slug for slug, regio in self.regiomaskers.items() if regio & masker)

    def regionaam(self, slug: str) -> str:
        return self.regionamen.get(slug, slug)


def bits(masker: int) -> Iterator[int]:
    """The places of the ones, lowest first."""
    while masker:
        laagste = masker & -masker
        yield laagste.bit_length() - 1
        masker ^= laagste


@dataclass(frozen=True)
class RegioDeel:
    """How much of a region a set covers: `leden` of its `van` municipalities."""

    slug: str
    naam: str
    leden: int
    van: int

    @property
    def heel(self) -> bool:
        return self.leden == self.van


@dataclass(frozen=True)
class Cijfers:
    """What the rules look at. `delen` holds NIS codes per connected part, largest part first."""

    inwoners: int
    inwoners_jaren: tuple[int, ...]
    bron: str
    gemeenten: tuple[str, ...]
    in_igs: int
    regios: tuple[RegioDeel, ...]
    delen: tuple[tuple[str, ...], ...]

    @property
    def aantal(self) -> int:
        return len(self.gemeenten)

    @property
    def aansluitend(self) -> bool:
        """One connected part; an empty set is not connected."""
        return len(self.delen) == 1


def cijfers(gebied: Gebied, gemeenten: Iterable[str]) -> Cijfers:
    """The figures of these NIS codes; the order does not matter. OnbekendeGemeente for an unknown code."""
    masker = gebied.masker(gemeenten)
    leden = gebied.uit(masker)
    return Cijfers(
        inwoners=gebied.som(masker),
        inwoners_jaren=tuple(sorted({lid.inwoners_jaar for lid in leden})),
        bron=gebied.bron,
        gemeenten=tuple(sorted(lid.nis_code for lid in leden)),
        in_igs=(masker & gebied.in_igs).bit_count(),
        regios=tuple(
            RegioDeel(slug, gebied.regionaam(slug), (regio & masker).bit_count(), regio.bit_count())
            for slug, regio in gebied.regiomaskers.items()
            if regio & masker
        ),
        delen=tuple(tuple(lid.nis_code for lid in gebied.uit(deel)) for deel in gebied.delen(masker)),
    )
