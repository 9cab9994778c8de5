"""What the tests of the page cache share: the cache switched on, and a visitor who looks at headers."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import brotli
import psycopg
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from opnetwerk.paginacache import bouw, stempel


@contextmanager
def aan(settings: Any, map_: Path) -> Iterator[None]:
    """The cache on, with a folder of its own; its listener is gone afterwards, or the database cannot be removed."""
    settings.PAGINACACHE, settings.PAGINACACHE_MAP = True, map_ / "paginacache"
    stempel.wacht.stop()
    connection.ensure_connection()
    stempel.volg_verbinding(connection)
    bouw.bouw.cache_clear()
    try:
        yield
    finally:
        stempel.wacht.stop()
        stempel.wacht.bij_wissing = lambda nummer: None


class Bezoeker(Client):
    """A browser that takes Brotli. `handler`: another process or machine has one of its own, and a cache of its own."""

    def pagina(self, pad: str, **koppen: str) -> tuple[HttpResponse, str]:
        """The answer and its text."""
        antwoord: Any = self.get(pad, headers={"accept-encoding": "br"} | koppen)
        inhoud = antwoord.content
        if antwoord.headers.get("Content-Encoding") == "br":
            inhoud = brotli.decompress(inhoud)
        return antwoord, inhoud.decode()

    def tekst(self, pad: str) -> str:
        return self.pagina(pad)[1]


def ander_proces(autocommit: bool = True) -> psycopg.Connection:
    """A connection as another process has it."""
    weg = {"pool", "context", "cursor_factory"}
    params = {naam: waarde for naam, waarde in connection.get_connection_params().items() if naam not in weg}
    return psycopg.connect(**params, autocommit=autocommit)


def wacht_tot(klaar: Any, seconden: float = 10) -> float:
    """Seconds until it is so."""
    begin = time.perf_counter()
    while not klaar():
        assert time.perf_counter() < begin + seconden, "het komt er niet"
        time.sleep(0.001)
    return time.perf_counter() - begin
