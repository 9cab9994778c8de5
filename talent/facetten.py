"""Counting in the directory: who has which facet value, as one row of bits per value, kept in each process.

The place of a talent is its number; a value is a number whose bit on that place is one. Counting a combination is
`&`, `|` and counting bits, so that every count on a page is exact at any size. Before each use the rows that changed
are read.
"""

from array import array
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from threading import Lock
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet

from opnetwerk import leesplek
from talent import zoeken
from talent.models import Zoekrij

# So many changed rows at once are read as quickly by starting again.
ALLES_OPNIEUW = 5000
# So many changed rows at once are put in their place in an order one by one; for more it is made anew.
WEINIG = 500
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

    `zichtbaar` and the values of `bits` are rows of bits over the places. `namen` (empty: nobody) and `tijden`
    by place.
    """

    laatste: tuple[int, int] | None = None
    zichtbaar: int = 0
    bits: dict[str, int] = field(default_factory=dict)
    namen: list[str] = field(default_factory=list)
    tijden: array = field(default_factory=lambda: array("Q"))
    # The orders that were asked for, kept with each change.
    ordes: dict[str, array] = field(default_factory=dict)
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
        rij, eind = _Bitrij(), len(self.namen)
        for nummer in nummers:
            if 0 <= nummer < eind:
                rij.zet(nummer)
        return rij.getal() & self.zichtbaar

    def zoek(self, vraag: str) -> Gevonden:
        """Who fits the words. Two queries; none when the primary answered the question before in this Stand."""
        gevonden = self.gezocht.get(vraag)
        if gevonden is None:
            treffers = zoeken.zoek(vraag)
            rang = treffers.nummers if treffers.gerangschikt else []
            rij = self.van(treffers.nummers) if treffers.rij is None else treffers.rij & self.zichtbaar
            gevonden = Gevonden(rij, rang, treffers.gerangschikt)
            if leesplek.huidig() != DEFAULT_DB_ALIAS:
                return gevonden  # the copy may be behind this Stand, and what is kept would stay so
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

    def _in_orde(self, deel: int, orde: str) -> Iterable[int]:
        if deel.bit_count() <= KLEIN:
            return sorted(_plekken(deel), key=self.sleutel(orde))
        return self.alleen(deel, self.orde(orde))

    def alleen(self, deel: int, nummers: Iterable[int]) -> Iterator[int]:
        """Those of the talents that are in the row of bits, in their order."""
        ruw = deel.to_bytes(len(self.namen) // 8 + 1, "little")
        return (plek for plek in nummers if ruw[plek >> 3] >> (plek & 7) & 1)

    def orde(self, orde: str) -> array:
        """Every place with somebody in the order; made when first asked, and kept with each change."""
        if orde not in self.ordes:
            plekken = (plek for plek, naam in enumerate(self.namen) if naam)
            self.ordes[orde] = array("I", sorted(plekken, key=self.sleutel(orde)))
        return self.ordes[orde]

    def sleutel(self, orde: str) -> Callable[[int], Any]:
        """What a place is sorted by."""
        if orde == "recent":
            return self.tijden.__getitem__
        if orde == "az":
            return self.namen.__getitem__
        # The hash of numbers is the same in every process.
        dag = date.fromisoformat(orde.removeprefix(LOTING)).toordinal()
        return lambda plek: hash((dag, plek))


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
    """The oldest change first. From the primary: what this process keeps must never go back to what a copy knows."""
    return (
        Zoekrij.objects.using(DEFAULT_DB_ALIAS)
        .order_by("nummer")
        .values_list("nummer", "talent_nr", "zichtbaar", "sorteernaam", "waarden", "bijgewerkt_op")
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
    ordes = _ordes_met(oud, rijen) if isinstance(rijen, list) and len(rijen) <= WEINIG else {}
    for rij in rijen:
        plek, laatste = _zet(oud, rij), rij[:2]
        weg.zet(plek)
        if rij[2]:
            zichtbaar.zet(plek)
            for waarde in rij[4]:
                aan[waarde].zet(plek)
    blijft = ~weg.getal()
    bits = {waarde: over for waarde, bitrij in oud.bits.items() if (over := bitrij & blijft)}
    for waarde, nieuw in aan.items():
        bits[waarde] = bits.get(waarde, 0) | nieuw.getal()
    return replace(
        oud,
        laatste=laatste,
        zichtbaar=oud.zichtbaar & blijft | zichtbaar.getal(),
        bits=bits,
        ordes=ordes,
        gezocht={},
    )


def _ordes_met(stand: Stand, rijen: list[Rij]) -> dict[str, array]:
    """The orders with these rows at their new place; also writes their names and times."""
    ordes = {
        orde: array("I", stand.ordes[orde]) for orde in ("recent", "az", *_nieuwste(stand.ordes)) if orde in stand.ordes
    }
    plekken = {rij[1] for rij in rijen}
    for orde, nummers in ordes.items():
        sleutel = stand.sleutel(orde)
        for plek in plekken:
            if plek < len(stand.namen) and stand.namen[plek]:
                plaats = bisect_left(nummers, sleutel(plek), key=sleutel)
                if plaats < len(nummers) and nummers[plaats] == plek:
                    del nummers[plaats]
                else:  # two draws alike, or two changes at once
                    nummers.remove(plek)
    for rij in rijen:
        _zet(stand, rij)
    for orde, nummers in ordes.items():
        for plek in plekken:
            insort(nummers, plek, key=stand.sleutel(orde))
    return ordes


def _nieuwste(ordes: Iterable[str]) -> list[str]:
    """The draws of the last two days asked for."""
    return sorted(orde for orde in ordes if orde.startswith(LOTING))[-2:]


def _zet(stand: Stand, rij: Rij) -> int:
    """Write the name and the time of the talent at its place, which is its number."""
    _nummer, plek, _zichtbaar, naam, _waarden, tijd = rij
    # Name and number, time and number: no two are the same, so that every process sorts alike.
    sorteernaam, moment = f"{naam}\0{plek:012d}", int(tijd.timestamp()) if tijd else 0
    if (tekort := plek + 1 - len(stand.namen)) > 0:
        # The names last: who reads meanwhile finds a time at every place it knows.
        stand.tijden.frombytes(bytes(8 * tekort))
        stand.namen.extend([""] * tekort)
    stand.tijden[plek] = (2**32 - 1 - moment) << 32 | (plek & 0xFFFFFFFF)
    stand.namen[plek] = sorteernaam
    return plek
