"""Where this moment reads: the primary, or the copy that `opnetwerk.lezen` found good enough."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.db import DEFAULT_DB_ALIAS, transaction

KOPIE = "lezen"  # name of the connection
T = TypeVar("T")
_van_kopie: ContextVar[bool] = ContextVar("van_kopie", default=False)


def huidig() -> str:
    """The name of the connection to read from, for the router and for a query that is written by hand."""
    return KOPIE if _van_kopie.get() and not in_transactie() else DEFAULT_DB_ALIAS


@contextmanager
def uit_kopie() -> Iterator[None]:
    """Reads inside go to the copy, until something is written."""
    with _met(True):
        yield


def uit_hoofddatabank(maak: Callable[[], T]) -> T:
    """What `maak` gives, read from the primary: for what is kept longer than this request."""
    with _met(False):
        return maak()


@contextmanager
def _met(waarde: bool) -> Iterator[None]:
    vorig = _van_kopie.set(waarde)
    try:
        yield
    finally:
        _van_kopie.reset(vorig)


def geschreven() -> None:
    """Who writes reads it back: nothing more from the copy, until the end of `uit_kopie`."""
    _van_kopie.set(False)


def in_transactie() -> bool:
    return transaction.get_connection(DEFAULT_DB_ALIAS).in_atomic_block
