"""How often a profile is looked at: a number per month, nobody's trace.

Views are counted in the memory of the process and written together, at every twentieth view or a minute after the
first one that waits: a page costs no write, and many views are one. Nothing is kept of who looked. What a process that
ends had not written yet is lost, and so is what a cache in front answered: the figure is a careful one. Robots,
prefetching and HEAD do not count.
"""

import logging
import re
import threading
import time
from collections import Counter
from datetime import date

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest

from opnetwerk.dag import vandaag
from talent.models import Talent

log = logging.getLogger(__name__)

HOOGSTENS = 20  # views that wait
HOOGSTENS_SECONDEN = 60.0  # that the first of them waits for the next view
ROBOT = re.compile(r"bot|crawl|spider|slurp|preview|facebookexternalhit|curl|wget|python|java/|headless|monitor", re.I)
SCHRIJF = """
INSERT INTO talent_maandtelling (talent_id, maand, bekeken)
SELECT nieuw.nummer, nieuw.maand, nieuw.aantal
FROM unnest(%s::bigint[], %s::date[], %s::int[]) AS nieuw (nummer, maand, aantal)
JOIN talent_talent ON talent_talent.id = nieuw.nummer
ORDER BY nieuw.nummer, nieuw.maand
ON CONFLICT (talent_id, maand) DO UPDATE SET bekeken = talent_maandtelling.bekeken + EXCLUDED.bekeken
"""

_slot = threading.Lock()
_wacht: Counter[tuple[int, date]] = Counter()
_sinds: list[float] = []  # the moment of the first that waits, in seconds; empty when none does


def tel(request: HttpRequest, talent: Talent) -> None:
    """Count one view by a person; never fails, and writes only when enough wait."""
    if not is_mens(request):
        return
    with _slot:
        _wacht[talent.pk, vandaag().replace(day=1)] += 1
        if not _sinds:
            _sinds.append(time.monotonic())
        genoeg = _wacht.total() >= HOOGSTENS or time.monotonic() - _sinds[0] > HOOGSTENS_SECONDEN
    if genoeg:
        schrijf()


def schrijf() -> int:
    """Write what waits; the number of views. Those of a talent that is gone go with it; when it fails they are lost."""
    aantallen = vergeet()
    if not aantallen:
        return 0
    nummers, maanden = [nummer for nummer, _ in aantallen], [maand for _, maand in aantallen]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(SCHRIJF, [nummers, maanden, list(aantallen.values())])
    except DatabaseError:  # a figure is no reason to show no page
        log.warning("%s views could not be counted", sum(aantallen.values()), exc_info=True)
        return 0
    return sum(aantallen.values())


def vergeet() -> dict[tuple[int, date], int]:
    """What waited, by talent and month; nothing waits any more."""
    with _slot:
        aantallen = dict(_wacht)
        _wacht.clear()
        _sinds.clear()
    return aantallen


def is_mens(request: HttpRequest) -> bool:
    """Whether somebody seems to look: a browser that asks for the page itself."""
    koppen = request.headers
    vooraf = "prefetch" in f"{koppen.get('Sec-Purpose', '')}{koppen.get('Purpose', '')}"
    naam = koppen.get("User-Agent", "")
    return request.method == "GET" and not vooraf and bool(naam) and not ROBOT.search(naam)
