"""Remember runs of daily work and drills: how long, how many, and whether the last good one is recent enough."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone

from opnetwerk.bewaartermijnen import TAAKLOOP_NA
from opnetwerk.models import Taakloop


@contextmanager
def loop(stap: str, *, bewaar: bool = True) -> Iterator[Taakloop]:
    """Time what happens inside, and keep it, with what went wrong; the block sets `aantal` and `verslag`."""
    taak = Taakloop(stap=stap, begonnen_op=timezone.now())
    begin = time.monotonic()
    try:
        yield taak
    except Exception as fout:
        taak.fout = f"{type(fout).__name__}: {fout}"[:2000]
        raise
    finally:
        taak.seconden = time.monotonic() - begin
        if bewaar:
            taak.save()


def laatste_goede(stap: str) -> datetime | None:
    """When the step last ended well."""
    gevonden: datetime | None = (
        Taakloop.objects.filter(stap=stap, fout="")
        .values_list("begonnen_op", flat=True)
        .order_by("-begonnen_op")
        .first()
    )
    return gevonden


def wis_oude(moment: datetime) -> int:
    """Runs of more than thirteen months ago; the number erased."""
    return Taakloop.objects.filter(begonnen_op__lt=moment - TAAKLOOP_NA).delete()[0]
