"""Two at once, each on a connection of its own."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connections

from grensbrekers.models import Grensovergang, Koppeldeelname, Koppeling
from grensbrekers.rondes import maak_ronde, zeg_gezien
from igs.models import Buurpaar
from opnetwerk.models import UitgaandeMail
from tests.fabriek import maak_gemeente
from tests.grensbrekers.fabriek import maak_grensbreker, maak_koppeling

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def buren(transactional_db):
    """Two members of municipalities beside each other; nothing else is sure to be there."""
    links, rechts = maak_gemeente("99001", "Linksdorp"), maak_gemeente("99002", "Rechtsdorp")
    Buurpaar.objects.create(a=links, b=rechts)
    return maak_grensbreker("An", links), maak_grensbreker("Bo", rechts)


def tegelijk(daden: list[Callable[[], object]]) -> list[BaseException]:
    """Do all of it at the same moment; what went wrong."""
    start, fouten = threading.Barrier(len(daden)), []

    def doe(daad: Callable[[], object]) -> None:
        try:
            start.wait(timeout=30)
            daad()
        except BaseException as fout:
            fouten.append(fout)
        finally:
            connections.close_all()

    draden = [threading.Thread(target=doe, args=(daad,)) for daad in daden]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(timeout=60)
    return fouten


def test_twee_die_tegelijk_ja_zeggen_bevestigen_samen(buren):
    koppeling = maak_koppeling(*buren)
    delen = list(Koppeldeelname.objects.select_related("grensbreker"))
    assert tegelijk([lambda deel=deel: zeg_gezien(deelname=deel) for deel in delen for _ in range(3)]) == []
    koppeling.refresh_from_db()
    assert koppeling.gezien_op is not None
    assert Grensovergang.objects.count() == 1


def test_twee_werkers_maken_samen_een_ronde_en_elk_lid_krijgt_een_mail(buren):
    assert tegelijk([lambda: maak_ronde(dag=date(2026, 11, 3))] * 3) == []
    assert Koppeling.objects.count() == 1
    assert UitgaandeMail.objects.count() == 2
