"""The example members: everywhere, marked, without mail, made once, and gone with one command."""

from datetime import date, timedelta

import pytest
from django.test import Client

from grensbrekers import taken, voorbeelden
from grensbrekers.actualiteit import werk_actualiteit_bij
from grensbrekers.models import (
    Antwoord,
    Grensbreker,
    Grensovergang,
    Inschrijving,
    Inzicht,
    Koppeldeelname,
    Koppeling,
    Netwerkvraag,
    Ontmoeting,
)
from grensbrekers.rondes import werk_rondes_bij
from grensbrekers.themas import regels
from igs.models import Referentieregio
from opnetwerk.dag import nu
from opnetwerk.models import UitgaandeMail
from tests.fabriek import maak_gebruiker
from tests.grensbrekers.fabriek import maak_grensbreker, maak_koppeling

ALLES = [Grensovergang, Koppeling, Koppeldeelname, Antwoord, Netwerkvraag, Inzicht, Inschrijving, Ontmoeting]


@pytest.fixture
def gemaakt(gegevens) -> int:
    return voorbeelden.maak()


def test_de_lijst_heeft_zestig_mensen_met_themas_die_er_zijn():
    rijen = voorbeelden.rijen()
    assert len(rijen) == 60
    assert len({rij["naam"] for rij in rijen}) == 60
    bekend = {regel.sleutel for regel in regels()}
    assert {sleutel for rij in rijen for sleutel in rij["themas"].split("|")} == bekend


def test_er_is_iemand_in_elke_regio(gemaakt):
    leden = Grensbreker.objects.filter(voorbeeld=True)
    assert leden.count() == 60
    regios = set(leden.values_list("gemeente__referentieregio", flat=True))
    assert regios == set(Referentieregio.objects.values_list("pk", flat=True))


def test_iedereen_is_gemerkt_en_heeft_een_adres_dat_niet_bestaat(gemaakt):
    for lid in Grensbreker.objects.filter(voorbeeld=True):
        assert lid.naam.endswith("(voorbeeld)")
        assert lid.email.endswith("@voorbeeld.invalid")
        assert lid.stand == "toegelaten"


def test_er_zijn_paren_van_vroeger_en_van_nu_en_grenzen_in_elke_trap(gemaakt):
    assert Koppeling.objects.filter(gezien_op=None).count() > 20
    assert Koppeling.objects.exclude(gezien_op=None).count() > 10
    assert not Koppeling.objects.filter(ronde__gt=date(2026, 11, 23)).exists()
    pagina = Client().get("/grensbrekers/kaart/").content.decode()
    for trap in ("licht l1", "licht l2", "licht l3"):
        assert pagina.count(trap) > 5
    assert 100 < pagina.count('class="licht') < 350
    assert "Verzonnen ontmoetingen tellen mee" in pagina


def test_elke_overgang_is_gemerkt_en_ligt_tussen_buren_in_het_verleden(gemaakt):
    assert not Grensovergang.objects.filter(voorbeeld=False).exists()
    assert not Grensovergang.objects.filter(op__gt=date(2026, 11, 23)).exists()


def test_er_zijn_ontmoetingen_die_komen_en_die_voorbij_zijn_en_vragen_met_en_zonder_antwoord(gemaakt):
    assert Ontmoeting.objects.komend(nu()).count() == 3
    assert Ontmoeting.objects.voorbij(nu()).count() == 2
    assert Inschrijving.objects.filter(stand="wacht").exists()
    vol = Ontmoeting.objects.get(slug="voorbeeld-erfgoed")
    assert vol.inschrijvingen.filter(stand="komt").count() == vol.limiet
    assert Netwerkvraag.objects.filter(opgelost_op=None).count() == 3
    assert Netwerkvraag.objects.filter(antwoorden=None).count() == 1


def test_niemand_van_hen_krijgt_ooit_een_mail(gemaakt, settings):
    for dagen in range(0, 130, 5):
        settings.VASTE_DAG = date(2026, 11, 3) + timedelta(days=dagen)
        werk_rondes_bij(dag=settings.VASTE_DAG)
        for taak in (taken.grensbrekers_ontmoetingen, taken.grensbrekers_vragen, taken.grensbrekers_nieuwsbrief):
            taak()
    werk_actualiteit_bij(nu=nu() + timedelta(days=800))
    assert not UitgaandeMail.objects.exists()


def test_twee_keer_maken_is_een_keer(gemaakt):
    assert gemaakt > 60
    assert voorbeelden.maak() == 0
    assert Grensbreker.objects.filter(voorbeeld=True).count() == 60


def test_een_ontmoeting_die_intussen_voorbij_is_komt_weer(gemaakt, settings):
    settings.VASTE_DAG = date(2027, 3, 1)
    assert Ontmoeting.objects.komend(nu()).count() == 0
    voorbeelden.maak()
    assert Ontmoeting.objects.komend(nu()).count() == 3


def test_wissen_haalt_alles_weg_en_raakt_wat_echt_is_niet(gemaakt):
    an, bo = maak_grensbreker("An", "Lint"), maak_grensbreker("Bo", "Hove")
    echt = maak_koppeling(an, bo)
    assert voorbeelden.wis() == gemaakt
    assert set(Grensbreker.objects.all()) == {an, bo}
    assert list(Koppeling.objects.all()) == [echt]
    over = {soort.__name__: soort.objects.count() for soort in ALLES}
    assert over == dict.fromkeys(over, 0) | {"Koppeling": 1, "Koppeldeelname": 2}
    assert voorbeelden.wis() == 0


def test_de_coordinator_van_de_voorbeelden_is_zelf_ook_lid(gegevens):
    zoe = maak_gebruiker(voorbeelden.COORDINATOR, naam="Zoë Zuidrand")
    voorbeelden.maak()
    lid = Grensbreker.objects.get(gebruiker=zoe)
    assert (lid.gemeente.naam, lid.igs.slug, lid.rol) == ("Kontich", "zuidrand", "coordinator")
    assert lid.koppeldeelnames.exists()


def test_zonder_gegevens_worden_er_geen_gemaakt(lege_databank):
    assert voorbeelden.maak() == 0
