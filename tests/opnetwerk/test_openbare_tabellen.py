"""Which tables are public: every model says so, PostgreSQL carries the triggers, and the stamp stays small."""

from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as instellingen
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from opnetwerk.paginacache import stempel, tabellen
from tests.fabriek import maak_igs
from tests.opnetwerk.paginacache import aan, ander_proces, wacht_tot

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def cache_aan(settings: Any, tmp_path: Any) -> Any:
    with aan(settings, tmp_path):
        yield


def test_elk_model_zegt_of_het_openbaar_is() -> None:
    for label, module in tabellen.indelingen():
        modellen = {een.__name__ for een in apps.get_app_config(label).get_models(include_auto_created=True)}
        assert modellen == set(module.OPENBAAR) | set(module.BESLOTEN), label
        assert not set(module.OPENBAAR) & set(module.BESLOTEN), label
    assert {label for label, _ in tabellen.indelingen()} == {
        "opnetwerk",
        "igs",
        "talent",
        "grensbrekers",
        "cultuurnota",
    }


def test_elke_openbare_tabel_draagt_de_trekker_en_geen_andere() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s", [tabellen.TREKKER])
        assert {rij[0] for rij in cursor.fetchall()} == {een.tabel for een in tabellen.openbare()}
        assert tabellen.zet_trekkers() == []
        cursor.execute(f"DROP TRIGGER {tabellen.TREKKER} ON igs_igs")
        cursor.execute(
            f"CREATE TRIGGER {tabellen.TREKKER} AFTER INSERT ON igs_melding "
            "FOR EACH STATEMENT EXECUTE FUNCTION opnetwerk_stempel_verzet()"
        )
    assert tabellen.zet_trekkers() == ["igs_igs", "igs_melding"]


def test_rijen_van_verbroken_verbindingen_worden_samengeteld() -> None:
    maak_igs()
    with ander_proces() as ander:
        ander.execute("UPDATE igs_igs SET naam = naam")
        voor = stempel._vraag_stand()
        [pid] = ander.execute("SELECT pg_backend_pid()").fetchone() or []
    wacht_tot(lambda: not _leeft(pid))
    assert tabellen.ruim_op(timezone.now()) >= 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM opnetwerk_stempel WHERE pid = %s", [pid])
        assert cursor.fetchone() == (0,)
    assert stempel._vraag_stand() == voor


def _leeft(pid: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [pid])
        return cursor.fetchone() is not None


def test_migratie_gaat_heen_en_terug() -> None:
    call_command("migrate", "opnetwerk", "0007", verbosity=0)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('opnetwerk_stempel')")
            assert cursor.fetchone() == (None,)
        assert Client().get("/over/").status_code == 200  # no stamp: no cache
    finally:
        call_command("migrate", "opnetwerk", verbosity=0)
    assert stempel._vraag_stand().stempel
    assert instellingen.PAGINACACHE
