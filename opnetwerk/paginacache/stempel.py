"""Which state of the public content is the present one, in this process.

While a thread listens to PostgreSQL, the answer is in memory: every commit that touched a public table is told, and
then the stamp is asked over that same connection. When the thread hears nothing, or after a write of this process
itself, a request asks the stamp. Away means away: after a failure nothing is asked for a second.
"""

import atexit
import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction
from django.db.utils import load_backend

from opnetwerk import databankweg, schrijfbaar
from opnetwerk.dag import nu, vandaag
from opnetwerk.databankweg import DatabankWeg
from opnetwerk.leesplek import KOPIE
from opnetwerk.paginacache import momenten
from opnetwerk.paginacache.bouw import bouw

log = logging.getLogger(__name__)
T = TypeVar("T")

KANAAL = "opnetwerk_stempel"
VRAAG = "SELECT (SELECT sum(waarde) FROM opnetwerk_stempel)::text, (SELECT coalesce(max(id), 0) FROM opnetwerk_wissing)"
HARTSLAG = 3.0  # seconds without news after which the listener asks by itself
DOOF = 8.0  # seconds without a sign of life of the listener: then it is not believed any more
RUST = 1.0  # seconds in which a database that was away is not asked again
TERUG = (0.1, 0.2, 0.5, 1.0)  # seconds between attempts to listen again
LEEST = ("SELECT", "SAVEPO", "RELEAS", "ROLLBA", "SET ", "SHOW", "DECLAR", "FETCH", "CLOSE", "LISTEN", "EXPLAI")


@dataclass(frozen=True)
class Stand:
    """What PostgreSQL says: the stamp, and the number of the last erasure."""

    stempel: str
    gewist: int


@dataclass(frozen=True)
class Versie:
    """With what an answer must have been made to be given: `merk` is compared, `gewist` is kept with it."""

    merk: str
    gewist: int


@dataclass
class _Bekend:
    stand: Stand | None = None
    beurt: int = 0  # the last question that was put when this became known
    twijfel: bool = False  # this process wrote something: ask
    weg_sinds: float = float("-inf")  # monotonic moment of the last failure


@dataclass
class Wacht:
    """Keeps the present state. `bij_wissing` is called with the number of a newer erasure."""

    bij_wissing: Callable[[int], None] = lambda nummer: None
    _slot: Any = field(default_factory=threading.Lock)
    _bekend: _Bekend = field(default_factory=_Bekend)
    _beurt: int = 0
    _momenten: tuple[tuple[str, date], list[datetime]] | None = None
    _luisteraar: "Luisteraar | None" = None

    def huidig(self) -> Versie:
        """The state that an answer must belong to now. Raises DatabankWeg."""
        stand, dag = self._nu(), vandaag()
        lijst = self._momenten
        if lijst is None or lijst[0] != (stand.stempel, dag):
            lijst = self._momenten = ((stand.stempel, dag), self._met_databank(lambda: momenten.van_dag(dag)))
        return Versie(f"{stand.stempel}|{dag}|{momenten.laatste(lijst[1], nu())}|{bouw()}", stand.gewist)

    def stempel(self) -> str:
        """The stamp that stands now: what this process knows to be changed is in it. Raises DatabankWeg."""
        return self._nu().stempel

    def _nu(self) -> Stand:
        bekend, luisteraar = self._bekend, self._luisteraar
        if bekend.stand is None or bekend.twijfel or luisteraar is None or not luisteraar.hoort():
            return self._vraag()
        return bekend.stand

    def gewist(self) -> int:
        """The last erasure known here; asks nothing."""
        return self._bekend.stand.gewist if self._bekend.stand else 0

    def twijfel(self) -> None:
        """Something was written: the next request asks."""
        self._bekend.twijfel = True

    def begin_vraag(self) -> int:
        with self._slot:
            self._beurt += 1
            return self._beurt

    def meld(self, stand: Stand, beurt: int) -> None:
        """Take over an answer, unless it is older than what is known.

        The stamp only grows. A smaller one counts when the question was put after the present one was known: then the
        database was replaced by another.
        """
        with self._slot:
            bekend = self._bekend.stand
            ouder = bekend is not None and int(stand.stempel) < int(bekend.stempel)
            if ouder and beurt <= self._bekend.beurt:
                return
            self._bekend.stand, self._bekend.beurt = stand, self._beurt
        if stand.gewist > (bekend.gewist if bekend else -1):
            self.bij_wissing(stand.gewist)

    def _vraag(self) -> Stand:
        if time.monotonic() - self._bekend.weg_sinds < RUST:
            raise DatabankWeg
        self._bekend.twijfel = False  # before asking: what is written from here on sets it again
        beurt = self.begin_vraag()
        try:
            stand = self._met_databank(_vraag_stand)
        except BaseException:
            self._bekend.twijfel = True
            raise
        self.meld(stand, beurt)
        self._luister()
        return stand

    def _met_databank(self, werk: Callable[[], T]) -> T:
        """Do this with the connection of the request; once more when that one turned out to be broken."""
        for poging in (1, 2):
            try:
                return werk()
            except DatabaseError as fout:
                connection.close()
                if not databankweg.is_weg(fout):
                    raise
                if poging == 2:
                    self._bekend.weg_sinds = time.monotonic()
                    raise DatabankWeg from fout
        raise AssertionError

    def _luister(self) -> None:
        """Start listening, or try again at once, now that the database answers."""
        with self._slot:
            if self._luisteraar is None:
                self._luisteraar = Luisteraar(self, luisterparams())
                self._luisteraar.start()
        self._luisteraar.opnieuw.set()

    def stop(self) -> None:
        """Forget everything and hang up."""
        with self._slot:
            luisteraar, self._luisteraar = self._luisteraar, None
        if luisteraar:
            luisteraar.stop()
        self._bekend, self._momenten = _Bekend(), None

    def na_fork(self) -> None:
        """The thread and the connection are of the parent."""
        self._slot, self._luisteraar = threading.Lock(), None
        self._bekend, self._momenten = _Bekend(), None


def _vraag_stand() -> Stand:
    with connection.cursor() as cursor:
        cursor.execute(VRAAG)
        return Stand(*cursor.fetchone())


def luisterparams() -> dict[str, Any]:
    """Where to listen: past a pooler that gives a connection per transaction, it would hear nothing."""
    instelling = settings.DATABANK_LUISTEREN
    if instelling is None:
        return connection.get_connection_params()
    wikkel = load_backend(instelling["ENGINE"]).DatabaseWrapper({"TIME_ZONE": None, **instelling}, "luisteren")
    params: dict[str, Any] = wikkel.get_connection_params()
    return params


class Luisteraar(threading.Thread):
    """Hears of every commit, over a connection of its own.

    It never starts a server and never closes one down: it uses what a request found to work, and when that breaks it
    waits until it works again.
    """

    def __init__(self, wacht: Wacht, params: dict[str, Any]) -> None:
        super().__init__(name="paginacache", daemon=True)
        weg = {"pool", "context", "cursor_factory", "row_factory", "autocommit", "server_side_binding"}
        self.params = {naam: waarde for naam, waarde in params.items() if naam not in weg}
        self.params |= {"connect_timeout": 3, "keepalives_idle": 3, "keepalives_interval": 2, "keepalives_count": 2}
        self.params |= {"application_name": "opnetwerk-stempel"}
        self.wacht, self.opnieuw, self.klaar = wacht, threading.Event(), threading.Event()
        self.gehoord = float("-inf")
        self._verbinding: psycopg.Connection | None = None

    def hoort(self) -> bool:
        """Whether it is listening, and was heard of lately."""
        return time.monotonic() - self.gehoord < DOOF

    def run(self) -> None:
        mislukt = 0
        while not self.klaar.is_set():
            self.opnieuw.clear()
            try:
                self._luister()
            except psycopg.Error as fout:
                mislukt = 0 if self.hoort() else mislukt + 1
                if mislukt == len(TERUG):  # not at once: a server that stops takes this process along
                    log.warning("De paginacache hoort de databank niet meer: %s", str(fout).splitlines()[0])
                self.gehoord = float("-inf")
                self.opnieuw.wait(TERUG[min(mislukt, len(TERUG) - 1)])
            except Exception:
                self.gehoord = float("-inf")
                log.exception("De paginacache kan niet luisteren en vraagt voortaan bij elk verzoek.")
                return

    def _luister(self) -> None:
        with schrijfbaar.verbind({**self.params, "autocommit": True}) as verbinding:
            self._verbinding = verbinding
            verbinding.execute(f"LISTEN {KANAAL}")
            while not self.klaar.is_set():
                self._vraag(verbinding)
                for _ in verbinding.notifies(timeout=HARTSLAG, stop_after=1):
                    pass

    def _vraag(self, verbinding: psycopg.Connection) -> None:
        beurt = self.wacht.begin_vraag()
        rij = verbinding.execute(VRAAG).fetchone()
        assert rij is not None
        self.wacht.meld(Stand(*rij), beurt)
        self.gehoord = time.monotonic()

    def stop(self) -> None:
        self.klaar.set()
        self.opnieuw.set()
        self.gehoord = float("-inf")
        if self._verbinding is not None:
            self._verbinding.close()  # wakes it
        if self is not threading.current_thread():
            self.join(HARTSLAG + 1)


wacht = Wacht()
atexit.register(wacht.stop)
os.register_at_fork(after_in_child=wacht.na_fork)


# --- what this process itself writes ---


def let_op_schrijven(execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Wrapper of every query: after a write, or after the commit of its transaction, the stamp is asked anew."""
    try:
        return execute(sql, params, many, context)
    finally:
        if not (isinstance(sql, str) and sql.lstrip()[:7].upper().startswith(LEEST)):
            _geschreven(context["connection"])


def _geschreven(verbinding: Any) -> None:
    if not settings.PAGINACACHE and KOPIE not in connections.databases:
        return
    if not verbinding.in_atomic_block:
        wacht.twijfel()
        return
    laatste = verbinding.run_on_commit[-1] if verbinding.run_on_commit else None
    if not (laatste and laatste[1] == wacht.twijfel and laatste[0] == set(verbinding.savepoint_ids)):
        transaction.on_commit(wacht.twijfel, using=verbinding.alias, robust=True)


def volg_verbinding(connection: Any, **_: Any) -> None:
    """Receiver of connection_created."""
    if let_op_schrijven not in connection.execute_wrappers:
        connection.execute_wrappers.append(let_op_schrijven)
