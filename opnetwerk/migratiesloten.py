"""Migrations that never hold up the portal: they wait a moment for a table that somebody uses, and give up in time.

A migration that waits for a table makes everybody wait who comes after it, readers too. So it waits two seconds at most
(OPNETWERK_MIGRATIE_WACHT), lets those who wait go on, and tries again. Each migration is one transaction: what was not
done is not half done.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

POGINGEN = 5
TUSSEN = 3.0  # seconds between two of them, in which the pages that waited are served
GEEN_SLOT = "55P03"  # SQLSTATE lock_not_available
# Who stands in the way cannot be asked any more once we gave up; a transaction that is open this long is a good guess.
OUDSTE = """
    SELECT pid, coalesce(nullif(application_name, ''), usename), state, extract(epoch FROM duur)::int
    FROM pg_stat_activity, LATERAL (SELECT clock_timestamp() - xact_start AS duur) AS _
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND duur > interval '1 second'
    ORDER BY xact_start LIMIT 3
"""


class TabelBezet(CommandError):
    """A table stayed in use; the text is for the operator."""


@contextmanager
def kort_wachten(connection: BaseDatabaseWrapper, seconden: float) -> Iterator[None]:
    """Inside, a statement of this connection that waits longer than so many seconds for a lock fails."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        vorig = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{int(seconden * 1000)}ms"])
    try:
        yield
    finally:
        if connection.connection is not None and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [vorig])


def probeer(
    werk: Callable[[], Any],
    connection: BaseDatabaseWrapper,
    *,
    meld: Callable[[str], Any],
    pogingen: int = POGINGEN,
    seconden: float,
    rust: Callable[[float], None] = time.sleep,
) -> None:
    """Do the work with short waits, again when a table was in use. Raises TabelBezet after so many times.

    `meld` gets a Dutch line for each time that did not work.
    """
    for poging in range(1, pogingen + 1):
        try:
            with kort_wachten(connection, seconden):
                werk()
        except OperationalError as fout:
            if getattr(fout.__cause__, "sqlstate", None) != GEEN_SLOT:
                raise
            wie = in_gebruik_door(connection)
            reden = f"een tabel was langer dan {seconden:g} s in gebruik{wie}"
            if poging == pogingen:
                raise TabelBezet(
                    f"De tabellen zijn niet bijgewerkt: {reden}. Na {poging} pogingen gestopt; het portaal draait "
                    "door. Wat al klaar was, blijft; probeer opnieuw als de tabel vrij is."
                ) from fout
            meld(f"Poging {poging} van {pogingen}: {reden}. Volgende poging over {TUSSEN:g} s.")
            rust(TUSSEN)
        else:
            return


def in_gebruik_door(connection: BaseDatabaseWrapper) -> str:
    """The longest open transactions of others, as the end of a sentence; empty without one."""
    with connection.cursor() as cursor:
        cursor.execute(OUDSTE)
        rijen = cursor.fetchall()
    delen = [f"proces {pid} ({wie}, {staat}, {duur} s open)" for pid, wie, staat, duur in rijen]
    return f", misschien door {' of '.join(delen)}" if delen else ""
