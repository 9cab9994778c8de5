"""The cache on Valkey or Redis, shared by several machines, and what happens when that one is away.

Two caches stand on it. "default" holds the limits of visitors and the codes that were used: when Valkey does not answer
they are counted in the database, as on one machine, so that a limit never goes away and never shuts everybody out. What
was counted on the other side is not seen then: at worst somebody gets twice the number. "sessies" holds copies of
sessions, whose truth is in the database: without Valkey each is read there.

A copy of a session lives five minutes at most, and what could not be changed is taken away as soon as Valkey is back:
who signed out while it was away stays signed out.
"""

import json
import logging
import time
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)

WACHT = 0.25  # seconds for a connection or an answer; a page never waits longer
STIL = 2.0  # seconds after a failure in which nothing is asked of it
ONTHOUD = 10_000  # keys to take away later; beyond that the five minutes do it


class Vorm:
    """Values as JSON: whoever could write in Valkey could otherwise run a program here, as a pickle can."""

    def dumps(self, waarde: Any) -> int | bytes:
        # A whole number stays one, for counting up.
        return waarde if type(waarde) is int else json.dumps(waarde, default=_moment).encode()

    def loads(self, ruw: bytes) -> Any:
        return json.loads(ruw, object_hook=_van_moment)


def _moment(waarde: Any) -> dict[str, str]:
    if isinstance(waarde, datetime):
        return {"__moment__": waarde.isoformat()}
    raise TypeError(f"{type(waarde).__name__} hoort niet in de cache")


def _van_moment(waarde: dict[str, Any]) -> Any:
    return datetime.fromisoformat(waarde["__moment__"]) if list(waarde) == ["__moment__"] else waarde


class Toestand:
    """What this process knows of one cache: silent until when, and which keys are old there."""

    def __init__(self) -> None:
        self.stil_tot = 0.0
        self.weg = False
        self.te_vergeten: set[str] = set()

    def mislukt(self, fout: RedisError) -> None:
        self.stil_tot = time.monotonic() + STIL
        if not self.weg:
            self.weg = True
            # No address: there may be a password in it.
            log.warning("the shared cache does not answer (%s); the database takes over", type(fout).__name__)

    def gelukt(self) -> None:
        if self.weg:
            self.weg = False
            log.warning("the shared cache answers again")


# Django makes a cache object for each thread; what they learn of it they share.
_toestanden: dict[tuple[Any, ...], Toestand] = {}


def _met_uitwijk(naam: str) -> Callable[..., Any]:
    eigen = getattr(RedisCache, naam)

    @wraps(eigen)
    def methode(self: "GedeeldeCache", *args: Any, **kwargs: Any) -> Any:
        return self.doe(naam, eigen, args, kwargs)

    return methode


class GedeeldeCache(RedisCache):
    """Options of its own: `uitwijk`, the alias of the cache that takes over (without one: nothing is known), and
    `hoogstens`, seconds that anything may stay."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        opties = dict(params.get("OPTIONS", {}))
        self.uitwijk_naam: str | None = opties.pop("uitwijk", None)
        self.hoogstens: int | None = opties.pop("hoogstens", None)
        opties |= {
            "serializer": Vorm,
            "socket_connect_timeout": WACHT,
            "socket_timeout": WACHT,
            "retry": Retry(NoBackoff(), 0),
        }
        super().__init__(server, params | {"OPTIONS": opties})
        self.toestand = _toestanden.setdefault((str(server), self.uitwijk_naam), Toestand())

    @property
    def uitwijk(self) -> BaseCache:
        return caches[self.uitwijk_naam] if self.uitwijk_naam else DummyCache("", {})

    def get_backend_timeout(self, timeout: Any = DEFAULT_TIMEOUT) -> int | None:
        gevraagd = super().get_backend_timeout(timeout)
        seconden = None if gevraagd is None else int(gevraagd)
        if self.hoogstens is None:
            return seconden
        return self.hoogstens if seconden is None else min(seconden, self.hoogstens)

    def doe(self, naam: str, eigen: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Ask Valkey; when it does not answer or refuses, the one that takes over."""
        toestand = self.toestand
        if time.monotonic() >= toestand.stil_tot:
            try:
                self._vergeet()
                uitkomst = eigen(self, *args, **kwargs)
            except RedisError as fout:
                toestand.mislukt(fout)
            else:
                toestand.gelukt()
                return uitkomst
        if not self.uitwijk_naam and naam in ("add", "set", "delete") and len(toestand.te_vergeten) < ONTHOUD:
            toestand.te_vergeten.add(self.make_key(args[0] if args else kwargs["key"]))
        return getattr(self.uitwijk, naam)(*args, **kwargs)

    def _vergeet(self) -> None:
        """Before anything is read: away with what changed while it could not be told."""
        if oud := list(self.toestand.te_vergeten):
            self._cache.delete_many(oud)
            self.toestand.te_vergeten.difference_update(oud)

    add = _met_uitwijk("add")
    get = _met_uitwijk("get")
    set = _met_uitwijk("set")
    touch = _met_uitwijk("touch")
    delete = _met_uitwijk("delete")
    get_many = _met_uitwijk("get_many")
    has_key = _met_uitwijk("has_key")
    incr = _met_uitwijk("incr")
    set_many = _met_uitwijk("set_many")
    delete_many = _met_uitwijk("delete_many")
    clear = _met_uitwijk("clear")
