"""Figures for who keeps the portal in operation, in the form of Prometheus.

Counters and durations of answers live in the process; with several processes `PROMETHEUS_MULTIPROC_DIR` names the
folder in which they come together. What stands in the database (mail, jobs, copies, decisions that wait) is asked when
somebody reads the figures, each with its own query; one that fails is left out and counted.
"""

import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.db import DatabaseError, connection
from django.db.models import Count, Min
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from opnetwerk.models import Taakloop, UitgaandeMail

log = logging.getLogger(__name__)

SOORT = "text/plain; version=0.0.4; charset=utf-8"
VERZOEKEN = Counter("opnetwerk_verzoeken", "Beantwoorde verzoeken", ["pagina", "methode", "status"])
DUUR = Histogram(
    "opnetwerk_verzoek_seconden",
    "Hoe lang een antwoord duurde",
    ["pagina"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
METHODEN = {"GET", "HEAD", "POST", "OPTIONS"}

# Filled by the apps: what waits for a decision, by kind: how many, and since when the oldest.
wachtenden: dict[str, Callable[[], tuple[int, datetime | None]]] = {}


def tel_verzoek(pagina: str, methode: str, status: int, seconden: float) -> None:
    """One answer. The labels are few: names of pages, known methods, statuses.

    The folder of several processes may be gone or full: that costs a figure, never a page.
    """
    try:
        VERZOEKEN.labels(pagina, methode if methode in METHODEN else "andere", str(status)).inc()
        DUUR.labels(pagina).observe(seconden)
    except OSError as fout:
        log.warning("Een verzoek is niet geteld: %s", fout)


def alles() -> bytes:
    """All figures, as Prometheus reads them."""
    register = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(register)  # type: ignore[no-untyped-call]
    else:
        register.register(_Proces())
    register.register(_Databank())
    return generate_latest(register)


class _Proces(Collector):
    def collect(self) -> Iterable[Metric]:
        yield from VERZOEKEN.collect()
        yield from DUUR.collect()


class _Databank(Collector):
    """Each figure by itself; `opnetwerk_meting_mislukt` says how many could not be made."""

    def describe(self) -> Iterable[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        mislukt = 0
        for maak in (_bereik, _mail, _taken, _lopen, _wachtend):
            try:
                yield from maak()
            except DatabaseError:
                mislukt += 1
                log.warning("De meting %s kon niet gemaakt worden.", maak.__name__.strip("_"))
        yield GaugeMetricFamily("opnetwerk_meting_mislukt", "Metingen die niet lukten", value=mislukt)


def _bereik() -> Iterator[Metric]:
    """How long the database takes to answer, and its connections."""
    begin = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        [verbindingen] = cursor.fetchone()
        cursor.execute("SELECT current_setting('max_connections')::int")
        [hoogstens] = cursor.fetchone()
    yield GaugeMetricFamily("opnetwerk_databank_seconden", "Een vraag aan de databank", time.perf_counter() - begin)
    yield GaugeMetricFamily("opnetwerk_verbindingen", "Verbindingen met de databank", verbindingen)
    yield GaugeMetricFamily("opnetwerk_verbindingen_hoogstens", "Hoogstens zoveel verbindingen", hoogstens)


def _mail() -> Iterator[Metric]:
    aantallen = dict(UitgaandeMail.objects.order_by().values_list("stand").annotate(Count("pk")))
    meting = GaugeMetricFamily("opnetwerk_mails", "Mails in de bus", labels=["stand"])
    for stand in UitgaandeMail.Stand.values:
        meting.add_metric([stand], aantallen.get(stand, 0))
    yield meting
    oudste = UitgaandeMail.objects.filter(stand=UitgaandeMail.Stand.WACHT).aggregate(op=Min("gemaakt_op"))["op"]
    yield GaugeMetricFamily("opnetwerk_mail_wacht_seconden", "Hoe lang de oudste mail wacht", _leeftijd(oudste))


def _taken() -> Iterator[Metric]:
    aantallen = dict(ProcrastinateJob.objects.order_by().values_list("status").annotate(Count("pk")))
    meting = GaugeMetricFamily("opnetwerk_taken", "Taken van de werker", labels=["stand"])
    for stand in ("todo", "doing", "failed"):
        meting.add_metric([stand], aantallen.get(stand, 0))
    yield meting
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        [hartslag] = cursor.fetchone()
    # None: no worker ever wrote one, or all of them stopped.
    leeft = _leeftijd(hartslag) if hartslag else float("inf")
    yield GaugeMetricFamily("opnetwerk_werker_stil_seconden", "Hoe lang de werker niets liet horen", leeft)


def _lopen() -> Iterator[Metric]:
    """When each piece of work last went well."""
    meting = GaugeMetricFamily("opnetwerk_laatst_gelukt_seconden", "Hoe lang geleden het lukte", labels=["wat"])
    laatste = Taakloop.objects.filter(fout="").order_by("stap", "-begonnen_op").distinct("stap")
    for stap, op in laatste.values_list("stap", "begonnen_op"):
        meting.add_metric([stap], _leeftijd(op))
    yield meting


def _wachtend() -> Iterator[Metric]:
    aantal = GaugeMetricFamily("opnetwerk_te_beslissen", "Wat op een besluit wacht", labels=["wat"])
    ouderdom = GaugeMetricFamily("opnetwerk_te_beslissen_seconden", "Hoe lang het oudste wacht", labels=["wat"])
    for wat, vraag in sorted(wachtenden.items()):
        hoeveel, oudste = vraag()
        aantal.add_metric([wat], hoeveel)
        ouderdom.add_metric([wat], _leeftijd(oudste))
    yield aantal
    yield ouderdom


def _leeftijd(moment: datetime | None) -> float:
    """Seconds since the moment; 0 without one."""
    return max(0.0, (timezone.now() - moment).total_seconds()) if moment else 0.0
