"""Who else is writing on a chapter, told from what saved itself: no list of who is where."""

from datetime import datetime, timedelta

from cultuurnota.models import Hoofdstuk
from opnetwerk.models import Gebruiker

KORT_GELEDEN = timedelta(minutes=10)
MEESTE = 3  # names in the sentence


def schrijvers(hoofdstuk: Hoofdstuk, behalve: Gebruiker, moment: datetime) -> list[tuple[str, int]]:
    """Who saved something in the last ten minutes, latest first: (name, whole minutes ago). One query."""
    versies = hoofdstuk.versies.filter(op__gt=moment - KORT_GELEDEN, door__isnull=False).exclude(door=behalve)
    rijen = versies.order_by("-op").values_list("door", "door__naam", "op")
    laatst: dict[int, tuple[str, int]] = {}
    for pk, naam, op in rijen:
        laatst.setdefault(pk, (naam or "Een teamlid", max(0, int((moment - op).total_seconds() // 60))))
    return list(laatst.values())[:MEESTE]


def als_zin(wie: list[tuple[str, int]]) -> str:
    """A Dutch sentence; empty when nobody else wrote."""
    stukken = [f"{naam} schrijft hier ook, {_geleden(minuten)}." for naam, minuten in wie]
    return " ".join(stukken)


def _geleden(minuten: int) -> str:
    if minuten == 0:
        return "net nog"
    return "1 minuut geleden" if minuten == 1 else f"{minuten} minuten geleden"
