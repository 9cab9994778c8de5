"""What happens to calls by itself, and what the rest of the portal tells of them."""

from datetime import timedelta

import pytest

from igs.models import IGS
from igs.netwerk import Netwerk
from igs.streekcijfers import van_igs
from opnetwerk.dag import nu
from opnetwerk.models import UitgaandeMail
from opnetwerk.sitezoeken import vind_op_site
from talent import bewaartermijnen, oproepcijfer, oproeponderhoud, taken
from talent.models import Oproep, Reactie, Uitkomst
from tests.talent.fabriek import maak_talent
from tests.talent.oproepfabriek import maak_oproep, maak_reactie

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("dagen", "mails"), [(0, 0), (1, 1), (2, 1), (7, 1), (13, 1), (19, 1), (20, 0)])
def test_een_organisator_hoort_na_de_deadline_wie_nog_wacht(settings, dagen, mails):
    oproep = maak_oproep(deadline=settings.VASTE_DAG - timedelta(days=dagen))
    maak_reactie(oproep, maak_talent(naam="Een"))
    maak_reactie(oproep, maak_talent(naam="Twee"))
    maak_reactie(oproep, maak_talent(naam="Drie"), status="gekozen")
    assert taken.talent_oproepen() == mails
    assert taken.talent_oproepen() == 0
    assert UitgaandeMail.objects.count() == mails
    if mails:
        mail = UitgaandeMail.objects.get()
        assert "Nog 2 reacties wachten op je antwoord." in mail.tekst
        assert f"/oproepen/{oproep.slug}/" in mail.tekst


def test_elke_herinnering_gaat_een_keer_ook_als_er_een_dag_niets_liep(settings):
    begin = settings.VASTE_DAG
    maak_reactie(maak_oproep(deadline=begin), maak_talent(naam="Een"))
    gemaild = [na for na in range(25) if oproeponderhoud.herinner(begin + timedelta(days=na))]
    assert gemaild == [1, 7, 13]
    UitgaandeMail.objects.all().delete()
    liep = [0, 3, 4, 8, 9, 15, 16, 21]
    assert [na for na in liep if oproeponderhoud.herinner(begin + timedelta(days=na))] == [3, 8, 15]
    UitgaandeMail.objects.all().delete()
    # Two missed ones are one mail.
    assert [na for na in [10, 11, 24] if oproeponderhoud.herinner(begin + timedelta(days=na))] == [10]


def test_na_een_latere_deadline_beginnen_de_herinneringen_opnieuw(settings):
    oproep = maak_oproep(deadline=settings.VASTE_DAG - timedelta(days=1))
    maak_reactie(oproep, maak_talent(naam="Een"))
    assert oproeponderhoud.herinner(settings.VASTE_DAG) == 1
    Oproep.objects.update(deadline=settings.VASTE_DAG + timedelta(days=5))
    assert oproeponderhoud.herinner(settings.VASTE_DAG + timedelta(days=5)) == 0
    assert oproeponderhoud.herinner(settings.VASTE_DAG + timedelta(days=6)) == 1


def test_zonder_wachtenden_of_bij_een_voorbeeld_komt_er_geen_herinnering(settings):
    deadline = settings.VASTE_DAG - timedelta(days=1)
    maak_reactie(maak_oproep(deadline=deadline), maak_talent(naam="Een"), status="gekozen")
    maak_reactie(maak_oproep(deadline=deadline, voorbeeld=True), maak_talent(naam="Twee"))
    maak_oproep(deadline=deadline)
    assert oproeponderhoud.herinner(settings.VASTE_DAG) == 0
    assert not UitgaandeMail.objects.exists()


def test_wat_lang_gesloten_is_gaat_weg_en_wat_open_is_blijft():
    lang = nu() - bewaartermijnen.OPROEP_NA - timedelta(days=1)
    net_niet = nu() - bewaartermijnen.OPROEP_NA + timedelta(days=1)
    oud, ingetrokken = (maak_oproep(stand=stand, gesloten_op=lang) for stand in ("gesloten", "ingetrokken"))
    blijft = {
        maak_oproep(stand="gesloten", gesloten_op=net_niet).pk,
        maak_oproep(stand="gesloten", gesloten_op=lang, voorbeeld=True).pk,
        maak_oproep(gepubliceerd_op=lang, deadline=lang.date()).pk,
    }
    talent = maak_talent()
    reactie = maak_reactie(oud, talent, status="gekozen")
    uitkomst = Uitkomst.objects.create(talent=talent, reactie=reactie, waar="het plein", op=lang.date())
    assert oproeponderhoud.wis_oude(nu()) == 2
    assert set(Oproep.objects.values_list("pk", flat=True)) == blijft
    assert not Reactie.objects.exists()
    uitkomst.refresh_from_db()
    assert uitkomst.reactie is None
    assert ingetrokken.pk not in blijft


def test_een_concept_dat_nooit_online_kwam_gaat_na_twaalf_maanden_weg():
    jong, oud = maak_oproep(open=False), maak_oproep(open=False)
    lang = nu() - bewaartermijnen.OPROEP_CONCEPT_NA - timedelta(days=1)
    Oproep.objects.update(gemaakt_op=nu())
    Oproep.objects.filter(pk=oud.pk).update(gemaakt_op=lang)
    oproeponderhoud.wis_oude(nu())
    assert Oproep.objects.get() == jong


def test_de_woorden_van_de_termijn_kloppen_met_de_duur():
    assert "24 maanden" in bewaartermijnen.termijn("oproep").regel
    assert bewaartermijnen.termijn("oproep").duur == bewaartermijnen.maanden(24)
    assert "12 maanden" in bewaartermijnen.termijn("oproep-concept").regel
    assert bewaartermijnen.termijn("oproep-concept").duur == bewaartermijnen.maanden(12)


# --- elsewhere on the portal ----------------------------------------------------------------------------------------
def test_de_pagina_van_een_regio_telt_de_open_oproepen(gegevens, settings, django_assert_num_queries):
    igs = IGS.objects.get(slug="zuidrand")
    netwerk = Netwerk.op(settings.VASTE_DAG)
    assert not [cijfer for cijfer in van_igs(igs, netwerk) if cijfer.naam == "Oproepen"]
    maak_oproep(igs=igs)
    maak_oproep(igs=igs, stand="gesloten")
    maak_oproep(igs=None)
    [cijfer] = [cijfer for cijfer in van_igs(igs, netwerk) if cijfer.naam == "Oproepen"]
    assert (cijfer.zin, cijfer.pad) == ("Er staat 1 oproep voor makers open.", "/talent/oproepen/?regio=zuidrand")


def test_zoeken_op_de_site_vindt_een_open_oproep_en_de_lijst():
    maak_oproep(titel="Muziek op het dorpsplein")
    maak_oproep(titel="Muziek in de kelder", stand="gesloten")
    assert vind_op_site("muziek dorpsplein") == [
        ("Muziek op het dorpsplein, oproep", "/talent/oproepen/muziek-op-het-dorpsplein/")
    ]
    assert "/talent/oproepen/" in [pad for _, pad in vind_op_site("oproepen makers")]
    assert vind_op_site("muziek kelder") == []


def test_de_sitemap_noemt_open_oproepen_en_geen_voorbeelden(client, gegevens):
    maak_oproep(titel="Echt")
    maak_oproep(titel="Verzonnen", voorbeeld=True)
    maak_oproep(titel="Voorbij", stand="gesloten")
    assert oproepcijfer.paden() == ["/talent/oproepen/echt/"]
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "/talent/oproepen/echt/" in sitemap
    assert "/talent/oproepen/<" in sitemap
    assert "verzonnen" not in sitemap
