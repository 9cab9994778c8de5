"""An empty database after a test that really committed, and the real network in it, without doing all of it again.

Django's flush truncates every table and makes all permissions anew; loading the network judges 285 municipalities row
by row. Both stay tested where they belong; between tests only what changed is undone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection

# Made by `migrate` and never changed by a test.
BLIJFT = {"django_content_type", "auth_permission", "django_migrations"}

_netwerk: dict[str, tuple[str, bytes]] = {}


def maak_leeg() -> None:
    """No row in any table of a model; what `migrate` needs stays."""
    with _zonder_triggers() as cursor:
        for tabel in _gevuld(cursor):
            cursor.execute(f'DELETE FROM "{tabel}"')
        _verzet_stempel(cursor)


def zet_netwerk() -> None:
    """The real network into an empty database: loaded the first time, copied back after that."""
    if not _netwerk:
        _laad()
        return
    with _zonder_triggers() as cursor:
        for tabel, (kolommen, inhoud) in _netwerk.items():
            with cursor.copy(f'COPY "{tabel}" ({kolommen}) FROM STDIN') as copy:
                copy.write(inhoud)
        _verzet_stempel(cursor)


def _laad() -> None:
    from igs.laden import laad

    with connection.cursor() as cursor:
        vooraf = set(_gevuld(cursor))
    laad()
    with connection.cursor() as cursor:
        for tabel in sorted(set(_gevuld(cursor)) - vooraf):
            kolommen = _kolommen(cursor, tabel)
            with cursor.copy(f'COPY (SELECT {kolommen} FROM "{tabel}") TO STDOUT') as copy:
                _netwerk[tabel] = kolommen, b"".join(bytes(deel) for deel in copy)


def _gevuld(cursor: Any) -> list[str]:
    """The tables that hold a row."""
    tabellen = sorted(set(connection.introspection.django_table_names(include_views=False)) - BLIJFT)
    cursor.execute(" UNION ALL ".join(f"SELECT '{een}' WHERE EXISTS (SELECT FROM \"{een}\")" for een in tabellen))
    return [naam for (naam,) in cursor.fetchall()]


def _kolommen(cursor: Any, tabel: str) -> str:
    """What can be written: PostgreSQL makes the generated columns itself."""
    cursor.execute(
        "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
        [f'"{tabel}"'],
    )
    return cursor.fetchone()[0]


@contextmanager
def _zonder_triggers() -> Iterator[Any]:
    """A cursor that asks no foreign key and no trigger: the log cannot be erased otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield cursor
        finally:
            cursor.execute("RESET session_replication_role")


def _verzet_stempel(cursor: Any) -> None:
    """The triggers did not move the stamp of the page cache."""
    cursor.execute("UPDATE opnetwerk_stempel SET waarde = waarde + 1000000 WHERE pid = 0")
    cursor.execute("NOTIFY opnetwerk_stempel, 'leeg'")


def begin_leeg(test: Any) -> None:
    """Before a test that commits: what the run loaded once for the others goes; a test that needs it asks for it."""
    if _mag():
        maak_leeg()


def eindig_leeg(test: Any) -> None:
    """Instead of Django's flush; a database whose user is no superuser gets Django's own way."""
    if _mag():
        maak_leeg()
    else:
        call_command("flush", verbosity=0, interactive=False)


def _mag() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return cursor.fetchone()[0]
