"""The moments of a day at which pages change without anybody changing anything: a text that was planned appears, a
meeting is over.

Asked once per day and state of the content. A part of the key says which moment was the last: what was kept before it
is not given after it.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from opnetwerk.paginacache.tabellen import openbare


def van_dag(dag: date) -> list[datetime]:
    """The moments of that day in Brussels, in order. One query. Raises DatabaseError."""
    begin = datetime.combine(dag, time(), timezone.get_default_timezone())
    eind = datetime.combine(dag + timedelta(days=1), time(), timezone.get_default_timezone())
    delen, waarden = _vragen(begin, eind)
    if not delen:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(delen), waarden)
        return sorted(rij[0] for rij in cursor.fetchall())


def _vragen(begin: datetime, eind: datetime) -> tuple[list[str], list[Any]]:
    """A SELECT per column, and the values for all of them."""
    delen, waarden = list[str](), list[Any]()
    quote = connection.ops.quote_name
    for een in openbare():
        for kolom, erbij in een.momenten:
            # The bounds are moved instead of the column, so that an index helps.
            naam, tabel = quote(kolom), quote(een.tabel)
            delen.append(f"SELECT {naam} + %s FROM {tabel} WHERE {naam} >= %s AND {naam} < %s")  # noqa: S608  own names
            waarden += [erbij, begin - erbij, eind - erbij]
    return delen, waarden


def laatste(momenten: Sequence[datetime], nu: datetime) -> str:
    """The last moment that has come, as text; empty before the first."""
    plek = bisect_right(momenten, nu)
    return momenten[plek - 1].isoformat() if plek else ""
