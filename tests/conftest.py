"""What every test may use: the fixed day, the real data loaded once, a browser."""

from datetime import date

import pytest
from django.conf import settings as instellingen

DAG = date(2026, 11, 23)

# Before the first connection: the tests use a cluster of their own that may forget on a power cut.
instellingen.POSTGRES_INGEBED_ONVEILIG_SNEL = True
# Plain static files: no collecting, no hashes.
instellingen.STORAGES = instellingen.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}


@pytest.fixture(autouse=True)
def vaste_dag(settings):
    """Today is 23 November 2026 in every test, unless it sets another day."""
    settings.VASTE_DAG = DAG


@pytest.fixture(scope="session")
def _gegevens_een_keer(django_db_setup, django_db_blocker):
    """The real reference data, loaded once for the whole run: they are only read, or changed inside a transaction."""
    from igs.laden import laad

    with django_db_blocker.unblock():
        laad()


@pytest.fixture
def gegevens(_gegevens_een_keer, db):
    """The whole real network in the database."""
