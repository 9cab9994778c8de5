"""Counting how often a page is looked at: a number per row and month, nobody's trace.

Views are counted in the memory of the process and written together, at every twentieth view or a minute after the
first one that waits: a page costs no write, and many views are one. Nothing is kept of who looked. What a process that
ends had not written yet is lost: the figure is a careful one. The page cache counts what it gives. Robots, prefetching
and HEAD do not count.
"""

import logging
import re
import threading
import time
from collections import Counter
from datetime import date

from django.db import DatabaseError, connection, models, transaction
from django.http import HttpRequest

from opnetwerk.dag import vandaag

log = logging.getLogger(__name__)

HOOGSTENS = 20  # views that wait
HOOGSTENS_SECONDEN = 60.0  # that the first of them waits for the next view
ROBOT = re.compile(r"bot|crawl|spider|slurp|preview|facebookexternalhit|curl|wget|python|java/|headless|monitor", re.I)
# By the table in which they write: the page cache finds them back by it.
tellers: dict[str, "Teller"] = {}

SCHRIJF = """
INSERT INTO {telling} ({nummer}, maand, bekeken)
SELECT nieuw.nummer, nieuw.maand, nieuw.aantal
FROM unnest(%s::bigint[], %s::date[], %s::int[]) AS nieuw (nummer, maand, aantal)
JOIN {over} ON {over}.{sleutel} = nieuw.nummer
ORDER BY nieuw.nummer, nieuw.maand
ON CONFLICT ({nummer}, maand) DO UPDATE SET bekeken = {telling}.bekeken + EXCLUDED.bekeken
"""


class Teller:
    """Counts the views of the rows of one model in a table of its own.

    `telling` has a foreign key `over`, a `maand` and a `bekeken`, with one row per month.
    """

    def __init__(self, telling: type[models.Model], over: str) -> None:
        self.telling, self.over = telling, over
        self.hoogstens, self.hoogstens_seconden = HOOGSTENS, HOOGSTENS_SECONDEN
        self._slot = threading.Lock()
        self._wacht: Counter[tuple[int, date]] = Counter()
        self._sinds: float | None = None  # the moment of the first that waits, in seconds
        self.naam = telling._meta.db_table
        tellers.setdefault(self.naam, self)

    def tel(self, request: HttpRequest, nummer: int) -> None:
        """Count one view of the row by a person; never fails, and writes only when enough wait."""
        uitgesteld = getattr(request, "tellingen", None)
        if uitgesteld is not None:  # the page is made to be kept: it counts whenever it is given
            uitgesteld.append((self.naam, nummer))
            return
        if not is_mens(request):
            return
        with self._slot:
            self._wacht[nummer, vandaag().replace(day=1)] += 1
            if self._sinds is None:
                self._sinds = time.monotonic()
            lang = time.monotonic() - self._sinds > self.hoogstens_seconden
            genoeg = lang or self._wacht.total() >= self.hoogstens
        if genoeg:
            self.schrijf()

    def schrijf(self) -> int:
        """Write what waits; the number of views. Those of a row that is gone go with it; a failure loses them."""
        aantallen = self.vergeet()
        if not aantallen:
            return 0
        nummers, maanden = [nummer for nummer, _ in aantallen], [maand for _, maand in aantallen]
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(self.opdracht(), [nummers, maanden, list(aantallen.values())])
        except DatabaseError:  # a figure is no reason to show no page
            log.warning("%s views could not be counted", sum(aantallen.values()), exc_info=True)
            return 0
        return sum(aantallen.values())

    def vergeet(self) -> dict[tuple[int, date], int]:
        """What waited, by row and month; nothing waits any more."""
        with self._slot:
            aantallen = dict(self._wacht)
            self._wacht.clear()
            self._sinds = None
        return aantallen

    def opdracht(self) -> str:
        """The SQL; its names come from our own models."""
        naar = self.telling._meta.get_field(self.over)
        assert isinstance(naar, models.ForeignKey)
        namen = {
            "telling": self.telling._meta.db_table,
            "nummer": naar.column,
            "over": naar.related_model._meta.db_table,
            "sleutel": naar.target_field.column,
        }
        return SCHRIJF.format(**{plek: connection.ops.quote_name(str(naam)) for plek, naam in namen.items()})


def is_mens(request: HttpRequest) -> bool:
    """Whether somebody seems to look: a browser that asks for the page itself."""
    koppen = request.headers
    vooraf = "prefetch" in f"{koppen.get('Sec-Purpose', '')}{koppen.get('Purpose', '')}"
    naam = koppen.get("User-Agent", "")
    return request.method == "GET" and not vooraf and bool(naam) and not ROBOT.search(naam)
