"""Which tables hold public content, and the triggers on them that move the stamp.

Every app says it in its module `openbare_tabellen`: `OPENBAAR` maps the name of a model to the moments of its rows at
which a page changes by itself (publishing, hiding, beginning, ending), `BESLOTEN` names the models of which no public
page shows anything. A model that is in neither is public: showing too fresh costs time, too old is a mistake.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db import connections, models, transaction

TREKKER = "opnetwerk_stempel"  # name of the trigger, the same on every table
MODULE = "openbare_tabellen"

# A field, or a field and what comes on top of it before the page changes.
Moment = str | tuple[str, timedelta]


@dataclass(frozen=True)
class Openbaar:
    """A table that pages show; its moments as (column, what is added to it)."""

    tabel: str
    momenten: tuple[tuple[str, timedelta], ...] = ()


def indelingen() -> Iterator[tuple[str, Any]]:
    """Label of each app that divides its models, and its module."""
    for app in apps.get_app_configs():
        if find_spec(f"{app.name}.{MODULE}"):
            yield app.label, import_module(f"{app.name}.{MODULE}")


def van_app(label: str, module: Any) -> Iterator[Openbaar]:
    for model in apps.get_app_config(label).get_models(include_auto_created=True):
        if model.__name__ not in module.BESLOTEN:
            momenten = [_moment(model, een) for een in module.OPENBAAR.get(model.__name__, ())]
            yield Openbaar(model._meta.db_table, tuple(momenten))


def _moment(model: type[models.Model], moment: Moment) -> tuple[str, timedelta]:
    veld, erbij = (moment, timedelta()) if isinstance(moment, str) else moment
    kolom = model._meta.get_field(veld)
    assert isinstance(kolom, models.DateTimeField)
    return str(kolom.column), erbij


@cache
def openbare() -> tuple[Openbaar, ...]:
    """Every public table, in order of name."""
    alle = [een for label, module in indelingen() for een in van_app(label, module)]
    return tuple(sorted(alle, key=lambda een: een.tabel))


def zet_trekkers(using: str = "default") -> list[str]:
    """Put the trigger on the public tables that lack it, take it off the others; the tables that were changed.

    Safe to repeat. Nothing on a database that has no stamp yet.
    """
    verbinding = connections[using]
    quote = verbinding.ops.quote_name
    with transaction.atomic(using=using), verbinding.cursor() as cursor:
        cursor.execute("SELECT to_regproc('opnetwerk_stempel_verzet') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return []
        bestaand = set(verbinding.introspection.table_names(cursor))
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s", [TREKKER])
        gezet = {rij[0].strip('"') for rij in cursor.fetchall()}
        gewenst = {een.tabel for een in openbare()} & bestaand
        for tabel in sorted(gewenst - gezet):
            cursor.execute(
                f"CREATE TRIGGER {TREKKER} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {quote(tabel)} "
                "FOR EACH STATEMENT EXECUTE FUNCTION opnetwerk_stempel_verzet()"
            )
        for tabel in sorted(gezet - gewenst):
            cursor.execute(f"DROP TRIGGER {TREKKER} ON {quote(tabel)}")
        voeg_samen(cursor)
    return sorted(gewenst ^ gezet)


def ruim_op(moment: datetime) -> int:
    """The step of the night: a row per connection would become very many; how many went."""
    with connections["default"].cursor() as cursor:
        return voeg_samen(cursor)


def voeg_samen(cursor: Any) -> int:
    """Add the rows of connections that are gone to the first one: the sum stays what it was. How many went."""
    cursor.execute("SELECT count(*) FROM opnetwerk_stempel")
    voor: int = cursor.fetchone()[0]
    cursor.execute(
        "WITH weg AS (DELETE FROM opnetwerk_stempel s WHERE pid <> 0 AND NOT EXISTS "
        "(SELECT FROM pg_stat_activity a WHERE a.pid = s.pid) RETURNING waarde) "
        "UPDATE opnetwerk_stempel SET waarde = waarde + (SELECT coalesce(sum(waarde), 0) FROM weg) WHERE pid = 0"
    )
    cursor.execute("SELECT count(*) FROM opnetwerk_stempel")
    return voor - int(cursor.fetchone()[0])


def na_migratie(using: str = "default", **_: Any) -> None:
    """Receiver of post_migrate: tables of later migrations get their trigger."""
    zet_trekkers(using)
