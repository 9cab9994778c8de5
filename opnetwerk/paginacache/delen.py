"""The heavy parts that many pages share, made once per state of the public content and kept by this process.

What is kept is read by many at once: whoever gets it changes nothing in it and saves none of its rows.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.conf import settings
from django.db import DatabaseError, connection

from opnetwerk.databankweg import DatabankWeg
from opnetwerk.leesplek import uit_hoofddatabank
from opnetwerk.paginacache.stempel import Versie, wacht

T = TypeVar("T")
WACHT = 5.0  # seconds for what another thread is making
HOOGSTENS = 24  # parts; days of the past that somebody asks for push out each other, not the memory


@dataclass
class _Deel:
    """One part: made by whoever comes first, while the others wait."""

    slot: Any = field(default_factory=threading.RLock)
    klaar: bool = False
    waarde: Any = None


@dataclass
class Delen:
    """The parts of one state; those of an older state are dropped at once."""

    hoogstens: int = HOOGSTENS
    _versie: Versie | None = None
    _rijen: "OrderedDict[Hashable, _Deel]" = field(default_factory=OrderedDict)
    _slot: Any = field(default_factory=threading.Lock)

    def __len__(self) -> int:
        return len(self._rijen)

    def geef(self, versie: Versie, sleutel: Hashable, maak: Callable[[], T]) -> T:
        """The part of this state, made when it is not there yet. Raises what `maak` raises, and keeps nothing then."""
        deel = self._deel(versie, sleutel)
        if not deel.slot.acquire(timeout=WACHT):
            return maak()  # whoever makes it hangs; the others do not hang with it
        try:
            if not deel.klaar:
                deel.waarde = maak()
                deel.klaar = True
        finally:
            deel.slot.release()
        waarde: T = deel.waarde
        return waarde

    def _deel(self, versie: Versie, sleutel: Hashable) -> _Deel:
        with self._slot:
            if self._versie != versie:
                self._rijen.clear()
                self._versie = versie
            deel = self._rijen.setdefault(sleutel, _Deel())
            self._rijen.move_to_end(sleutel)
            while len(self._rijen) > self.hoogstens:
                self._rijen.popitem(last=False)
            return deel


_delen = Delen()


def per_stand(sleutel: Hashable, maak: Callable[[], T], los: Callable[[], T] | None = None) -> T:
    """What `maak` gives, kept until something public changes or the day turns.

    `los` makes the same for this caller only, of what it read already: never kept, that may be of an older state.

    Inside a transaction, and while the state cannot be known, it is made for this caller only: what such a caller sees
    is not yet true for the others.
    """
    los = los or maak
    if not settings.PAGINACACHE or connection.in_atomic_block:
        return los()
    try:
        versie = wacht.huidig()
    except (DatabankWeg, DatabaseError):
        return los()
    # A copy of the database may be behind this state: what is kept comes from the primary.
    return _delen.geef(versie, sleutel, lambda: uit_hoofddatabank(maak))
