"""Counting in the directory: who has which facet value, as one row of bits per value, kept in each process.

A talent has a place; a value is a number whose bit on that place is one. Counting a combination is `&`, `|` and
counting bits, so that every count on a page is exact at any size. Before each use the rows that changed are read.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain, islice
from threading import Lock
from typing import Any

from django.db.models import QuerySet

from talent import zoeken
from talent.models import Zoekrij

# So many changed rows at once are read as quickly by starting again.
ALLES_OPNIEUW = 5000
# A result of so few is sorted by itself; for a larger one the whole order is walked.
KLEIN = 4000
PARTIJ = 5000
ONTHOUDT = 32
LOTING = "loting "
Rij = tuple[int, int, bool, str, list[str], datetime | None]


@dataclass(frozen=True)
class Gevonden:
    """Who fits some words: a row of bits, and when they are few, the talents with the best first."""

    rij: int
    rang: list[int]
    gerangschikt: bool


@dataclass(frozen=True)
class Stand:
    """The directory at one moment; never changes. `laatste`: number and talent of the newest row in it.

    `zichtbaar` and the values of `bits` are rows of bits over the places. `nummers`, `namen` and `tijden` by place.
    """

    laatste: tuple[int, int] | None = None
    zichtbaar: int = 0
    bits: dict[str, int] = field(default_factory=dict)
    plaats: dict[int, int] = field(default_factory=dict)
    nummers: array = field(default_factory=lambda: array("q"))
    namen: list[str] = field(default_factory=list)
    tijden: array = field(default_factory=lambda: array("Q"))
    # The orders that were made of it, and those of the Stand before it: nearly sorted, so quickly made again.
    ordes: dict[str, array] = field(default_factory=dict)
    vorige: dict[str, array] = field(default_factory=dict)
    # What was looked for since: whoever turns the page of a search does not search again.
    gezocht: dict[str, Gevonden] = field(default_factory=dict)

    def met(self, waarde: str) -> int:
        """Who has the value."""
        return self.bits.get(waarde, 0)

    def met_een_van(self, waarden: Iterable[str]) -> int:
        samen = 0
        for waarde in waarden:
            samen |= self.bits.get(waarde, 0)
        return samen

    def beginnend_met(self, letters: str) -> Iterator[tuple[str, int]]:
        """The values of one facet ("b:"), without those letters, and who has them."""
        return ((waarde[len(letters) :], rij) for waarde, rij in self.bits.items() if waarde.startswith(letters))

    def van(self, nummers: Iterable[int]) -> int:
        """The row of bits of these talents; unknown ones are left out."""
        plekken = bytearray(b"0") * len(self.nummers)
        for plek in map(self.plaats.get, nummers):
            if plek is not None and plek < len(plekken):  # a place of later is not of this moment
                plekken[-1 - plek] = ord("1")
        return int(plekken or b"0", 2) & self.zichtbaar

    def zoek(self, vraag: str) -> Gevonden:
        """Who fits the words. Two queries; none when the question was asked before in this Stand."""
        gevonden = self.gezocht.get(vraag)
        if gevonden is None:
            treffers = zoeken.zoek(vraag)
            rang = treffers.nummers if treffers.gerangschikt else []
            gevonden = Gevonden(self.van(treffers.nummers), rang, treffers.gerangschikt)
            while len(self.gezocht) >= ONTHOUDT and (oudste := next(iter(self.gezocht), None)) is not None:
                self.gezocht.pop(oudste, None)
            self.gezocht[vraag] = gevonden
        return gevonden

    # --- in which order ---

    def stuk(self, delen: Sequence[int], orde: str, begin: int, eind: int) -> list[int]:
        """The talents from `begin` to `eind` (exclusive) of these groups one after the other, each in the order.

        `orde`: "recent", "az", or "loting 2026-11-23", which draws another order each day.
        """
        gevonden: list[int] = []
        for deel in delen:
            aantal = deel.bit_count()
            if begin < aantal and eind > 0:
                gevonden += islice(self._in_orde(deel, orde), max(begin, 0), eind)
            begin, eind = begin - aantal, eind - aantal
        return gevonden

    def _in_orde(self, deel: int, orde: str) -> Iterator[int]:
        if deel.bit_count() <= KLEIN:
            plekken: Iterable[int] = sorted(_plekken(deel), key=self._sleutel(orde))
        else:
            ruw = deel.to_bytes(len(self.nummers) // 8 + 1, "little")
            plekken = (plek for plek in self.orde(orde) if ruw[plek >> 3] >> (plek & 7) & 1)
        return (self.nummers[plek] for plek in plekken)

    def orde(self, orde: str) -> array:
        """Every place in the order; made when first asked, from the order before the last change."""
        if orde not in self.ordes:
            vorige = self.vorige.get(orde, array("I"))
            plekken = chain(vorige, range(len(vorige), len(self.nummers)))
            self.ordes[orde] = array("I", sorted(plekken, key=self._sleutel(orde)))
        return self.ordes[orde]

    def _sleutel(self, orde: str) -> Callable[[int], Any]:
        if orde == "recent":
            return self.tijden.__getitem__
        if orde == "az":
            return self.namen.__getitem__
        nummers = self.nummers
        # The hash of numbers is the same in every process.
        dag = date.fromisoformat(orde.removeprefix(LOTING)).toordinal()
        return lambda plek: hash((dag, nummers[plek]))


def _plekken(rij: int) -> Iterator[int]:
    """The places of the ones."""
    for nummer, byte in enumerate(rij.to_bytes((rij.bit_length() + 7) // 8, "little")):
        while byte:
            laagste = byte & -byte
            yield nummer * 8 + laagste.bit_length() - 1
            byte ^= laagste


class Facetwijzer:
    """Holds the newest Stand of this process."""

    def __init__(self) -> None:
        self._slot = Lock()
        self._stand = Stand()

    def stand(self) -> Stand:
        """The directory as it is now. One query; reads the whole table the first time, else only what changed.

        The newest row known must still be there or be replaced by a newer one; otherwise the database went back (a
        restored backup, a transaction undone) and everything is read again, at the cost of one query more.
        """
        with self._slot:
            self._stand = self._bijgewerkt(self._stand)
            return self._stand

    def _bijgewerkt(self, oud: Stand) -> Stand:
        if oud.laatste is None:
            return _werk_bij(oud, _rijen().iterator(PARTIJ))
        rijen = list(_rijen().filter(nummer__gte=oud.laatste[0])[: ALLES_OPNIEUW + 1])
        if len(rijen) > ALLES_OPNIEUW or oud.laatste[1] not in {rij[1] for rij in rijen}:
            return _werk_bij(Stand(), _rijen().iterator(PARTIJ))
        if len(rijen) == 1 and rijen[0][:2] == oud.laatste:
            return oud
        return _werk_bij(oud, rijen)


wijzer = Facetwijzer()


def _rijen() -> QuerySet[Zoekrij, Rij]:
    """The oldest change first."""
    return Zoekrij.objects.order_by("nummer").values_list(
        "nummer", "talent_nr", "zichtbaar", "sorteernaam", "waarden", "bijgewerkt_op"
    )


class _Bitrij(bytearray):
    """A row of bits that grows."""

    def zet(self, plek: int) -> None:
        if plek >> 3 >= len(self):
            self.extend(bytes((plek >> 3) - len(self) + 256))
        self[plek >> 3] |= 1 << (plek & 7)

    def getal(self) -> int:
        return int.from_bytes(self, "little")


def _werk_bij(oud: Stand, rijen: Iterable[Rij]) -> Stand:
    """The same directory with these rows instead of the older ones of the same talents."""
    aan: defaultdict[str, _Bitrij] = defaultdict(_Bitrij)
    weg, zichtbaar, laatste = _Bitrij(), _Bitrij(), oud.laatste
    for rij in rijen:
        plek, laatste = _plek(oud, rij), rij[:2]
        weg.zet(plek)
        if rij[2]:
            zichtbaar.zet(plek)
            for waarde in rij[4]:
                aan[waarde].zet(plek)
    blijft = ~weg.getal()
    bits = {waarde: over for waarde, bitrij in oud.bits.items() if (over := bitrij & blijft)}
    for waarde, nieuw in aan.items():
        bits[waarde] = bits.get(waarde, 0) | nieuw.getal()
    gebruikt = {**oud.vorige, **oud.ordes}
    return replace(
        oud,
        laatste=laatste,
        zichtbaar=oud.zichtbaar & blijft | zichtbaar.getal(),
        bits=bits,
        ordes={},
        gezocht={},
        vorige={orde: gebruikt[orde] for orde in ("recent", "az", *_nieuwste(gebruikt)) if orde in gebruikt},
    )


def _nieuwste(ordes: Iterable[str]) -> list[str]:
    """The draws of the last two days asked for."""
    return sorted(orde for orde in ordes if orde.startswith(LOTING))[-2:]


def _plek(stand: Stand, rij: Rij) -> int:
    """The place of the talent, a new one at the end when it has none; its name and time are kept there."""
    _nummer, talent, _zichtbaar, naam, _waarden, tijd = rij
    plek = stand.plaats.setdefault(talent, len(stand.nummers))
    # Name and number, time and number: no two are the same, so that every process sorts alike.
    sorteernaam, moment = f"{naam}\0{talent:012d}", int(tijd.timestamp()) if tijd else 0
    volgorde = (2**32 - 1 - moment) << 32 | (talent & 0xFFFFFFFF)
    if plek == len(stand.nummers):
        # The number last: who reads meanwhile finds a name and a time at every place it knows.
        stand.namen.append(sorteernaam)
        stand.tijden.append(volgorde)
        stand.nummers.append(talent)
    else:
        stand.namen[plek], stand.tijden[plek] = sorteernaam, volgorde
    return plek
