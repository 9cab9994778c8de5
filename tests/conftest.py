"""What every test may use: the fixed day, the real data loaded once, a browser."""

import os
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as instellingen
from django.db import connection
from django.test import TransactionTestCase
from django.test.signals import storages_changed

from tests import databank

DAG = date(2026, 11, 23)

# Before the first connection: the tests use a cluster of their own that may forget on a power cut.
instellingen.POSTGRES_INGEBED_ONVEILIG_SNEL = True
# Hashing that takes its time is the point in life, and minutes of waiting here.
instellingen.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Every test sees the view itself; tests/opnetwerk/test_paginacache.py turns it on.
instellingen.PAGINACACHE = False
# Plain static files: no collecting, no hashes.
instellingen.STORAGES = instellingen.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
storages_changed(setting="STORAGES")  # a model asked for its storage already

# Only what a test left is undone, not the whole database made anew.
TransactionTestCase._fixture_setup = classmethod(databank.begin_leeg)
TransactionTestCase._fixture_teardown = databank.eindig_leeg


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """The whole run uses every core; a file or two start sooner in this process alone."""
    # Parameters taken from a set come in the same order in every process.
    os.environ["PYTHONHASHSEED"] = "0"
    heel = {Path(argument).resolve() for argument in config.args} == {Path(__file__).parent.resolve()}
    # Half of the time a process waits, for the database or a browser: one and a half for each core.
    return min((os.cpu_count() or 1) * 3 // 2 or 1, 12) if heel else 0


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Parameters in order of their names: from a set of classes they come in another order in every process."""
    plaats: dict[tuple[str, str], int] = {}
    sleutels = [(str(item.path), getattr(item, "originalname", item.name)) for item in items]
    for nummer, sleutel in enumerate(sleutels):
        plaats.setdefault(sleutel, nummer)
    volgorde = sorted(zip(sleutels, items, strict=True), key=lambda paar: (plaats[paar[0]], paar[1].nodeid))
    items[:] = [item for _, item in volgorde]


@pytest.fixture(autouse=True)
def vaste_dag(settings):
    """Today is 23 November 2026 in every test, unless it sets another day."""
    settings.VASTE_DAG = DAG


@pytest.fixture(autouse=True)
def eigen_media(settings, tmp_path_factory):
    """Uploads of a test stay with the test."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
    settings.BESLOTEN_MAPPEN = {"besloten": tmp_path_factory.mktemp("besloten")}


@pytest.fixture(scope="session")
def _gegevens_een_keer(django_db_setup, django_db_blocker):
    """The real reference data, loaded once for the whole run: they are only read, or changed inside a transaction."""
    with django_db_blocker.unblock():
        databank.zet_netwerk()


@pytest.fixture
def lege_databank(db):
    """No row of the network, whatever the run loaded before; comes back with the rollback."""
    tabellen = ", ".join(f'"{model._meta.db_table}"' for model in apps.get_app_config("igs").get_models())
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tabellen} CASCADE")


@pytest.fixture
def gegevens(_gegevens_een_keer, db):
    """The whole real network in the database."""
    from igs.models import Gemeente

    if not Gemeente.objects.exists():  # after a test that committed
        databank.zet_netwerk()


@pytest.fixture
def inhoud(gegevens):
    """The real network with one of everything that has a page, as the addresses of the matrix name."""
    from igs.models import IGS
    from tests.fabriek import maak_activiteit, maak_bericht, maak_praktijk
    from tests.talent.fabriek import maak_talent
    from tests.talent.oproepfabriek import maak_oproep

    igs = IGS.objects.get(slug="zuidrand")
    maak_activiteit("Voorbeeldactiviteit", igs=igs)
    maak_bericht("Voorbeeldbericht", igs=igs)
    maak_praktijk(igs, "Voorbeeldpraktijk")
    maak_talent(naam="Voorbeeldtalent", thuis=igs)
    maak_oproep(titel="Voorbeeldoproep")
