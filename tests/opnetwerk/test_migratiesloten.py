"""A migration waits a moment for a table in use, lets others go on, and gives up with a sentence that says why."""

import psycopg
import pytest
from django.core.management import call_command, get_commands
from django.db import DatabaseError, connection, transaction

from opnetwerk.migratiesloten import POGINGEN, TUSSEN, TabelBezet, in_gebruik_door, kort_wachten, probeer
from opnetwerk.starten import StartFout, in_gewone_woorden

KORT = 0.05  # seconds


@pytest.fixture
def ander(db):
    """Another session on the same database, with a table of its own that everybody sees; it has a lock on it."""
    deel = connection.get_connection_params()
    waar = {naam: deel[naam] for naam in ("host", "port", "user", "password", "dbname") if deel.get(naam)}
    with psycopg.connect(**waar, autocommit=True, application_name="oefening") as maker:
        maker.execute("DROP TABLE IF EXISTS oefening_slot; CREATE TABLE oefening_slot (id int)")
        with psycopg.connect(**waar, application_name="rapport") as lezer:
            lezer.execute("SELECT * FROM oefening_slot")
            yield lezer
            lezer.rollback()
        maker.execute("DROP TABLE oefening_slot")


def voeg_kolom_toe() -> None:
    """And take it back, so that this test holds nothing that its end must wait for."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE oefening_slot ADD COLUMN naam text")
        cursor.execute("SELECT naam FROM oefening_slot")
        transaction.set_rollback(True)


def wachttijd() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        return str(cursor.fetchone()[0])


def test_een_lezer_die_blijft_zitten_houdt_de_migratie_tegen_en_niet_andersom(ander):
    gemeld, gerust = [], []
    with pytest.raises(TabelBezet) as fout:
        probeer(voeg_kolom_toe, connection, meld=gemeld.append, pogingen=3, seconden=KORT, rust=gerust.append)
    zin = str(fout.value)
    assert "De tabellen zijn niet bijgewerkt: een tabel was langer dan 0.05 s in gebruik" in zin
    assert "Na 3 pogingen gestopt; het portaal draait door." in zin
    assert gerust == [TUSSEN, TUSSEN], "tussen twee pogingen gaan wie wachtten voor"
    assert [regel.split(":")[0] for regel in gemeld] == ["Poging 1 van 3", "Poging 2 van 3"]
    # Nothing stays behind that would make others wait: the reader reads on, and nobody waits for a lock.
    ander.execute("SELECT * FROM oefening_slot")
    assert ander.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone() == (0,)
    assert wachttijd() == "0"


def test_komt_de_tabel_vrij_dan_lukt_het_alsnog(ander):
    gemeld = []
    probeer(voeg_kolom_toe, connection, meld=gemeld.append, seconden=KORT, rust=lambda _: ander.rollback())
    assert len(gemeld) == 1
    assert (POGINGEN, wachttijd()) == (5, "0")


def test_wie_in_de_weg_staat_wordt_genoemd(ander):
    ander.execute("SELECT pg_sleep(0)")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(1.1)")
    wie = in_gebruik_door(connection)
    assert f"proces {ander.info.backend_pid} (rapport, idle in transaction," in wie


def test_een_andere_fout_wordt_niet_opnieuw_geprobeerd(db):
    keren = []

    def stuk() -> None:
        keren.append(1)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE bestaat_niet ADD COLUMN naam text")

    with pytest.raises(DatabaseError, match="bestaat_niet"):
        probeer(stuk, connection, meld=lambda _: None, seconden=KORT)
    assert (keren, wachttijd()) == ([1], "0")


def test_migrate_zelf_wacht_kort_en_de_startopdracht_zegt_het_in_een_zin(db, monkeypatch):
    assert get_commands()["migrate"] == "opnetwerk"
    gezien = []
    monkeypatch.setattr(
        "django.core.management.commands.migrate.Command.handle", lambda *_, **__: gezien.append(wachttijd())
    )
    call_command("migrate", verbosity=0)
    assert gezien == ["2s"]
    assert wachttijd() == "0"
    with pytest.raises(StartFout, match="niet bijgewerkt"), in_gewone_woorden():
        raise TabelBezet("De tabellen zijn niet bijgewerkt.")
    with kort_wachten(connection, 1.5):
        assert wachttijd() == "1500ms"
