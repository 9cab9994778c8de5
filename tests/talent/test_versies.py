"""What is kept of earlier versions and pictures, how long, and that the daily work clears it."""

from datetime import timedelta
from typing import Any

import pytest

from opnetwerk.dag import nu
from talent.actualiteit import werk_actualiteit_bij
from talent.beelden import vind_wezen, wis_prullenmand
from talent.bewaartermijnen import PRULLENMAND_NA, VERSIE_NA, termijn
from talent.bewerken import open_concept
from talent.models import Beoordeling, Profiel, Profielbeeld, Talent, Werk
from talent.opruimen import leeg_prullenmand
from talent.versies import wis_oude_versies
from tests.beheer import maak_coordinator_van
from tests.fabriek import maak_igs
from tests.talent.fabriek import dien_wijziging_in, maak_beeld, maak_talent

pytestmark = pytest.mark.usefixtures("lege_databank")
JAAR = VERSIE_NA + timedelta(hours=1)


@pytest.fixture
def talent() -> Talent:
    """Approved twice: today the second version is online."""
    from talent.beoordelen import keur_goed

    regio = maak_igs("Zuidrand")
    talent = maak_talent(thuis=regio)
    wijziging = dien_wijziging_in(talent, kort="Nu met trompet.")
    return keur_goed(profiel=wijziging, door=maak_coordinator_van(regio, "zoe@voorbeeld.be"))


def test_een_vroegere_versie_blijft_een_jaar_na_haar_opvolger_en_gaat_dan(talent):
    oud = Profiel.objects.exclude(pk=talent.online_id).get()
    assert wis_oude_versies(nu() + VERSIE_NA - timedelta(hours=1)) == 0
    assert wis_oude_versies(nu() + JAAR) == 1
    assert not Profiel.objects.filter(pk=oud.pk).exists()
    talent.refresh_from_db()
    assert talent.online.kort == "Nu met trompet."
    assert Beoordeling.objects.filter(profiel=talent.online).exists()
    assert wis_oude_versies(nu() + JAAR) == 0


def test_wat_online_staat_en_waaraan_gewerkt_wordt_blijft_altijd(talent):
    open_concept(talent=talent)
    assert wis_oude_versies(nu() + 10 * VERSIE_NA) == 1
    talent.refresh_from_db()
    assert set(Profiel.objects.all()) == {talent.online, talent.concept}


def test_het_dagelijkse_werk_ruimt_versies_op(talent):
    assert werk_actualiteit_bij(nu=nu() + JAAR).versies == 1


def test_een_beeld_dat_uit_elke_versie_verdween_gaat_naar_de_prullenmand_en_dan_weg(talent):
    concept = open_concept(talent=talent)
    los, blijft = maak_beeld(concept).werk, maak_beeld(talent.online).werk
    naam, opslag = los.bestand.name, los.bestand.storage
    Werk.objects.update(geladen_op=nu() - timedelta(hours=1))
    Profielbeeld.objects.filter(werk=los).delete()
    assert vind_wezen(nu()) == 0  # who just loaded it may still be at work
    assert vind_wezen(nu() + timedelta(days=2)) == 1
    assert vind_wezen(nu() + timedelta(days=2)) == 0
    blijft.refresh_from_db()
    assert blijft.weg_op is None
    assert wis_prullenmand(nu() + timedelta(days=2) + PRULLENMAND_NA - timedelta(hours=1)) == 0
    assert wis_prullenmand(nu() + timedelta(days=2) + PRULLENMAND_NA + timedelta(hours=1)) == 1
    assert list(Werk.objects.all()) == [blijft]
    assert not opslag.exists(naam)


def test_een_beeld_dat_alleen_in_een_gewiste_versie_stond_is_een_wees(talent):
    oud = Profiel.objects.exclude(pk=talent.online_id).get()
    werk = maak_beeld(oud).werk
    Werk.objects.update(geladen_op=nu())
    wis_oude_versies(nu() + JAAR)
    assert vind_wezen(nu() + JAAR) == 1
    werk.refresh_from_db()
    assert werk.weg_op == nu() + JAAR


def test_de_nachtelijke_taak_doet_beide(talent, settings: Any):
    maak_beeld(open_concept(talent=talent)).delete()
    Werk.objects.update(geladen_op=nu() - timedelta(days=3))
    assert leeg_prullenmand(nu()) == 0
    assert Werk.objects.get().weg_op == nu()
    settings.VASTE_DAG = (nu() + PRULLENMAND_NA).date() + timedelta(days=2)
    assert leeg_prullenmand(nu()) == 1


def test_de_woorden_van_de_termijnen_zeggen_wat_gebeurt():
    assert "12 maanden" in termijn("versie").regel
    assert termijn("versie").duur == VERSIE_NA
    assert f"{PRULLENMAND_NA.days} dagen" in termijn("prullenmand").regel
    assert termijn("prullenmand").duur == PRULLENMAND_NA
