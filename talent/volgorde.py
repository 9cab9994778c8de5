"""Put rows of a list one place up or down."""

from collections.abc import Sequence
from typing import Any


def verschuif(rijen: Sequence[Any], rij: Any, stap: int) -> None:
    """Swap the row with its neighbour: `stap` -1 is up, 1 is down; at the end of the list nothing happens.

    Writes the order of the whole list anew, so that it has no gaps and no doubles.
    """
    lijst = list(rijen)
    plek = lijst.index(rij)
    naar = plek + stap
    if 0 <= naar < len(lijst):
        lijst[plek], lijst[naar] = lijst[naar], lijst[plek]
    for nummer, een in enumerate(lijst):
        een.volgorde = nummer
    if lijst:
        type(rij)._default_manager.bulk_update(lijst, ["volgorde"])
