"""Reading from a copy of the database (`DATABASE_URL_LEZEN`): for views that say so, and only when nobody can tell.

`@mag_achterlopen` on a view is the only way to the copy. It is used when it holds every public change that this process
knows of (the stamp of `opnetwerk.paginacache` stands in the copy too) and everything that the person who is logged in
wrote (the place in the log of the database, kept in the session). So the page cache never keeps an older page under a
newer stamp, and a visitor without a session needs no cookie. Inside a transaction, after a write, and when the copy is
behind or away, everything comes from the primary.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase

from opnetwerk.databankweg import DatabankWeg, is_weg
from opnetwerk.leesplek import KOPIE, geschreven, huidig, in_transactie, uit_kopie
from opnetwerk.paginacache.stempel import wacht

SLEUTEL = "geschreven"  # in the session: [place in the log, time]
ONTHOUD = 86_400.0  # seconds; a database that was put back counts its log anew, and nobody must wait for that for ever
RUST = 5.0  # seconds in which a copy that was away is not asked again
# Who somebody is and what is counted: always as it is.
NOOIT = {"opnetwerk", "auth", "sessions", "usersessions", "account", "mfa", "django_cache"}
VEILIG = {"GET", "HEAD", "OPTIONS", "TRACE"}
# Reading on a copy can be broken off by what it has to replay; writing there is refused.
AFGEBROKEN = ("40001", "40P01", "25006", "57014")
PLEK = "SELECT CASE WHEN NOT pg_is_in_recovery() THEN pg_current_wal_insert_lsn() END::text"
BIJ = """
SELECT (SELECT sum(waarde) FROM opnetwerk_stempel) >= %s AND %s::pg_lsn
    <= CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_insert_lsn() END
"""

log = logging.getLogger(__name__)


@dataclass
class _Kopie:
    """What this process knows of the copy."""

    weg_sinds: float = float("-inf")  # monotonic moment of the last failure

    def rust(self) -> bool:
        return time.monotonic() - self.weg_sinds < RUST

    def meld_weg(self, fout: BaseException) -> None:
        self.weg_sinds = time.monotonic()
        regel = (str(fout).splitlines() or [type(fout).__name__])[0]
        log.warning("De leeskopie antwoordt niet; de hoofddatabank doet haar werk: %s", regel)


kopie = _Kopie()


class Leeswijzer:
    """The router: writes, and all reads but those of `mag_achterlopen`, go to the primary."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        """Never None: Django would then read the relations of an object of the copy from the copy, for ever."""
        return DEFAULT_DB_ALIAS if model._meta.app_label in NOOIT else huidig()

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        geschreven()
        return DEFAULT_DB_ALIAS

    def allow_relation(self, een: Model, ander: Model, **hints: Any) -> bool:
        """The same rows, whichever way they came."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == KOPIE else None


def mag_achterlopen(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view reads much and changes nothing: it may be answered by the copy. When that fails halfway, once more.

    Only for a view whose answer is ready when it returns. Stands under the decorator of `opnetwerk.toegang`.
    """

    @wraps(view)
    def gelezen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if _bruikbaar(request):
            try:
                with uit_kopie():
                    return view(request, *args, **kwargs)
            except DatabaseError as fout:
                if not _ligt_aan_kopie(fout):
                    raise
                kopie.meld_weg(fout)
                connections[KOPIE].close()
        return view(request, *args, **kwargs)

    return gelezen


def _ligt_aan_kopie(fout: BaseException) -> bool:
    return is_weg(fout) or getattr(fout.__cause__, "sqlstate", None) in AFGEBROKEN


def _bruikbaar(request: HttpRequest) -> bool:
    """Whether the copy answers and holds all that this visitor may have seen. One query on the copy."""
    if KOPIE not in connections.databases or request.method not in VEILIG or in_transactie() or kopie.rust():
        return False
    plek = _geschreven(request)
    try:
        stempel = wacht.stempel()
    except (DatabaseError, DatabankWeg):
        return False
    try:
        with connections[KOPIE].cursor() as cursor:
            cursor.execute(BIJ, [stempel, plek])
            return bool(cursor.fetchone()[0])
    except DatabaseError as fout:
        kopie.meld_weg(fout)
        connections[KOPIE].close()
        return False


# --- what somebody wrote himself ---


class EigenWijziging:
    """After a post of somebody who is logged in, the place in the log goes into the session."""

    def __init__(self, volgende: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.volgende = volgende

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        antwoord = self.volgende(request)
        if KOPIE in connections.databases and request.method not in VEILIG and antwoord.status_code < 500:
            _onthoud(request)
        return antwoord


def _onthoud(request: HttpRequest) -> None:
    """Nothing for who has no session: what he sees goes by the stamp."""
    met_sessie = settings.SESSION_COOKIE_NAME in request.COOKIES or request.session.modified
    if not met_sessie or not request.user.is_authenticated:
        return
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(PLEK)
        plek = cursor.fetchone()[0]
    if plek:
        request.session[SLEUTEL] = [plek, time.time()]


def _geschreven(request: HttpRequest) -> str:
    """The place in the log that the visitor must find; the first there is without one. No cookie: no session read."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not hasattr(request, "session"):
        return "0/0"
    plek, moment = request.session.get(SLEUTEL, ("0/0", 0.0))
    return str(plek) if time.time() - moment < ONTHOUD else "0/0"
