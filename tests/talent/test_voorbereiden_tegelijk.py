"""Two at the same moment over two connections: take over twice, take over and erase, prepare twice."""

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from opnetwerk.dag import vandaag
from talent import organisatoren, voorbereiden
from talent.models import Beheer, Organisator, Talent, Voorbereiding
from talent.verlaten import KanNiet
from tests.aanmelden import maak_rekening
from tests.fabriek import maak_gemeente, maak_igs, maak_lid
from tests.talent.oproepfabriek import maak_organisator

KENMERK = uuid.UUID(int=5, version=4)


@pytest.fixture
def academie(transactional_db) -> Organisator:
    cache.clear()
    lid = maak_lid(maak_igs("Testnet"), maak_gemeente("99001", "Testdorp"))
    return maak_organisator(gemeente=lid.gemeente, mag_voorbereiden=True)


def bereid_voor(academie: Organisator) -> Voorbereiding:
    return voorbereiden.bereid_voor(
        organisator=academie,
        naam="Aylin",
        kort="Zingt.",
        gemeente=academie.gemeente,
        disciplines=[],
        kenmerk=KENMERK,
    )


def neem_over(klaar: Voorbereiding, gebruiker: Any) -> Talent:
    return voorbereiden.neem_over(
        voorbereiding=klaar,
        gebruiker=gebruiker,
        soort="persoon",
        leeftijd="18",
        naam="Aylin",
        kort="Zingt.",
        gemeente=klaar.organisator.gemeente,
        dag=vandaag(),
    )


def tegelijk(*daden: Callable[[], Any]) -> list[Any]:
    """What each gave back or raised, in the order of the acts."""
    start, uitslag = threading.Barrier(len(daden)), [None] * len(daden)

    def doe(nummer: int, daad: Callable[[], Any]) -> None:
        try:
            start.wait()
            uitslag[nummer] = daad()
        except Exception as fout:
            uitslag[nummer] = fout
        finally:
            connection.close()

    draden = [threading.Thread(target=doe, args=paar) for paar in enumerate(daden)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    return uitslag


def test_twee_mensen_tegelijk_wordt_een_eigenaar(academie):
    klaar = bereid_voor(academie)
    een, ander = maak_rekening("een@voorbeeld.be"), maak_rekening("ander@voorbeeld.be")
    uitslag = tegelijk(lambda: neem_over(klaar, een), lambda: neem_over(klaar, ander))
    assert {type(rij) for rij in uitslag} == {Talent, KanNiet}
    assert Beheer.objects.count() == 1


def test_twee_keer_drukken_tegelijk_is_een_keer(academie):
    klaar, wie = bereid_voor(academie), maak_rekening("een@voorbeeld.be")
    uitslag = tegelijk(*[lambda: neem_over(klaar, wie)] * 2)
    assert {rij.pk for rij in uitslag} == {klaar.talent_id}
    assert Beheer.objects.count() == 1


@pytest.mark.parametrize("wissen", ["de persoon", "de organisator"])
def test_overnemen_en_wissen_tegelijk_laat_alles_of_niets(academie, wissen):
    klaar, wie = bereid_voor(academie), maak_rekening("een@voorbeeld.be")
    daad = {
        "de persoon": lambda: voorbereiden.wis_voorbereiding(voorbereiding=klaar),
        "de organisator": lambda: organisatoren.wis(organisator=academie),
    }[wissen]
    overgenomen, gewist = tegelijk(lambda: neem_over(klaar, wie), daad)
    assert isinstance(overgenomen, Talent | KanNiet), overgenomen
    assert not isinstance(gewist, Exception), gewist
    # Who was told that the profile is theirs has it; else nothing is left.
    assert Talent.objects.count() == Beheer.objects.count() == int(isinstance(overgenomen, Talent))


def test_twee_keer_klaarzetten_tegelijk_maakt_er_een(academie):
    uitslag = tegelijk(*[lambda: bereid_voor(academie)] * 4)
    assert {rij.pk for rij in uitslag} == {Voorbereiding.objects.get().pk}
    assert Talent.objects.count() == 1


def test_toelaten_en_weigeren_tegelijk_laat_een_besluit_met_een_mail(academie):
    Organisator.objects.filter(pk=academie.pk).update(stand="aangevraagd", mag_voorbereiden=False)
    tegelijk(
        lambda: organisatoren.laat_toe(organisator=academie, door=None),
        lambda: organisatoren.weiger(organisator=academie, door=None, reden="Nee."),
    )
    academie.refresh_from_db()
    # Refusing who was admitted just before is a decision too; the other way round nothing changes any more.
    assert (academie.stand, academie.reden, academie.sleutel_tot) == ("geweigerd", "Nee.", None)
