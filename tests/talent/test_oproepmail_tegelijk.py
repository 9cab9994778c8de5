"""Two at once, each on a connection of its own: still one mail for each talent about a call."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connections

from opnetwerk.models import UitgaandeMail
from talent.models import Oproepmelding
from talent.oproepmail import nodig_uit, stuur_oproepen, zet_voorkeur
from talent.verlaten import pauzeer
from tests.fabriek import maak_gebruiker, maak_gemeente
from tests.talent.fabriek import eigenaar_van, maak_talent
from tests.talent.oproepfabriek import maak_oproep

pytestmark = pytest.mark.django_db(transaction=True)
DINSDAG = date(2026, 11, 24)


@pytest.fixture
def dorp(transactional_db):
    return maak_gemeente("99001", "Testdorp")


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


def mails() -> list[str]:
    return sorted(UitgaandeMail.objects.filter(sleutel__contains=":oproep").values_list("aan", flat=True))


def test_twee_werkers_en_uitnodigingen_geven_samen_een_mail_per_talent(dorp):
    talenten = [maak_talent(naam=f"T{nummer}", gemeente=dorp) for nummer in range(4)]
    oproep = maak_oproep(gemeente=dorp)
    daden = [lambda: stuur_oproepen(DINSDAG), lambda: stuur_oproepen(DINSDAG)]
    daden += [lambda een=een: nodig_uit(oproep=oproep, talent=een, dag=DINSDAG) for een in talenten]
    assert tegelijk(daden) == []
    assert mails() == sorted(eigenaar_van(talent).email for talent in talenten)
    assert Oproepmelding.objects.count() == 4


def test_wie_twee_profielen_heeft_krijgt_ook_bij_twee_uitnodigingen_tegelijk_een_mail(dorp):
    an = maak_gebruiker("an@voorbeeld.be")
    talenten = [maak_talent(naam=f"T{nummer}", gemeente=dorp, eigenaar=an) for nummer in range(2)]
    oproep = maak_oproep(gemeente=dorp)
    daden = [lambda een=een: nodig_uit(oproep=oproep, talent=een, dag=DINSDAG) for een in talenten for _ in range(3)]
    assert tegelijk(daden) == []
    assert mails() == ["an@voorbeeld.be"]


def test_kiezen_pauzeren_en_mailen_tegelijk_lopen_niet_vast(dorp):
    talent = maak_talent(naam="T", gemeente=dorp)
    for nummer in range(3):
        maak_oproep(titel=f"Oproep {nummer}", gemeente=dorp)
    eigenaar = eigenaar_van(talent)
    daden: list[Callable[[], object]] = [
        lambda: stuur_oproepen(DINSDAG),
        lambda: zet_voorkeur(talent=talent, door=eigenaar, ritme="dag"),
        lambda: pauzeer(talent=talent, door=eigenaar),
        lambda: zet_voorkeur(talent=talent, door=eigenaar, ritme="nooit"),
    ]
    assert tegelijk(daden) == []
    assert len(mails()) <= 1
