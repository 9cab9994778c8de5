"""Being active elsewhere too: asking, waiting, being refused, stopping; only by who manages the talent."""

from datetime import date

import pytest
from django.test import Client

from igs.models import IGS
from talent import regios
from talent.models import Beheer, Talent, Toelating, Zoekrij
from tests.fabriek import maak_gebruiker, maak_gemeente, maak_igs, maak_lid, om
from tests.talent.fabriek import eigenaar_van, maak_talent
from tests.vijandig import STUURTEKENS, TE_LANG

pytestmark = pytest.mark.usefixtures("lege_databank")


def maak_regio_met_gemeente(naam: str, nis_code: str) -> IGS:
    igs = maak_igs(naam)
    maak_lid(igs, maak_gemeente(nis_code, f"Gemeente {nis_code}"))
    return igs


@pytest.fixture
def thuis() -> IGS:
    return maak_regio_met_gemeente("Zuidrand", "11001")


@pytest.fixture
def elders(thuis) -> IGS:
    return maak_regio_met_gemeente("CO7", "33011")


@pytest.fixture
def talent(thuis) -> Talent:
    return maak_talent(thuis=thuis)


@pytest.fixture
def client(talent) -> Client:
    client = Client()
    client.force_login(eigenaar_van(talent))
    return client


ADRES = "/mijn/talent/de-testband/regios/"


def stand(talent: Talent, igs: IGS) -> str:
    return talent.toelatingen.get(igs=igs).stand


def test_de_maker_vraagt_en_de_regio_beslist(client, talent, elders):
    pagina = client.get(ADRES).content.decode()
    assert "Dit is je thuisregio." in pagina
    assert '<option value="co7">CO7</option>' in pagina
    assert 'value="zuidrand"' not in pagina
    assert client.post(ADRES, {"regio": "co7"}).headers["Location"] == ADRES
    assert stand(talent, elders) == "gevraagd"
    assert "De regio beslist zelf." in client.get(ADRES).content.decode()
    assert "i:co7" not in Zoekrij.objects.get(talent_nr=talent.pk).waarden


def test_twee_keer_vragen_is_een_keer(client, talent, elders):
    regios.vraag_toelating(talent=talent, igs=elders, door=eigenaar_van(talent))
    regios.vraag_toelating(talent=talent, igs=elders, door=eigenaar_van(talent))
    assert talent.toelatingen.filter(soort="ook").count() == 1


def test_stoppen_haalt_weg_uit_de_lijst(client, talent, elders):
    Toelating.objects.create(talent=talent, igs=elders, soort="ook", stand="toegelaten", beslist_op=om(2))
    assert "Haal me weg bij CO7" in client.get(ADRES).content.decode()
    for _ in range(2):
        assert client.post(ADRES, {"stop": "co7"}).status_code == 302
    assert not talent.toelatingen.filter(igs=elders).exists()
    assert "i:co7" not in Zoekrij.objects.get(talent_nr=talent.pk).waarden


def test_de_thuisregio_kan_niet_weg(client, talent, thuis):
    client.post(ADRES, {"stop": "zuidrand"})
    assert stand(talent, thuis) == "toegelaten"


def test_na_een_neen_mag_het_na_negentig_dagen_opnieuw(client, talent, elders, settings):
    Toelating.objects.create(
        talent=talent, igs=elders, soort="ook", stand="geweigerd", reden="Nooit hier geweest.", beslist_op=om(2)
    )
    pagina = client.get(ADRES).content.decode()
    assert "Nooit hier geweest." in pagina
    assert 'value="co7"' not in pagina
    assert client.post(ADRES, {"regio": "co7"}).status_code == 200
    with pytest.raises(regios.KanNiet, match="90 dagen"):
        regios.vraag_toelating(talent=talent, igs=elders, door=eigenaar_van(talent))
    client.post(ADRES, {"stop": "co7"})
    assert stand(talent, elders) == "geweigerd"
    settings.VASTE_DAG = date(2027, 2, 1)
    client.post(ADRES, {"regio": "co7"})
    assert stand(talent, elders) == "gevraagd"


def test_hoogstens_vijf_andere_regios(client, talent, elders):
    for nummer in range(regios.MEESTE_REGIOS):
        Toelating.objects.create(talent=talent, igs=maak_igs(f"IGS {nummer}"), soort="ook")
    antwoord = client.post(ADRES, {"regio": "co7"})
    assert antwoord.status_code == 200
    assert "Je kunt in 5 andere regio&#x27;s staan" in antwoord.content.decode()
    assert not talent.toelatingen.filter(igs=elders).exists()


def test_een_regio_die_stopte_kan_niet_gevraagd_worden(talent):
    gestopt = maak_igs("Gestopt", gestopt_op=date(2025, 12, 31))
    assert gestopt not in regios.te_vragen(talent)
    with pytest.raises(regios.KanNiet):
        regios.vraag_toelating(talent=talent, igs=gestopt, door=eigenaar_van(talent))


def test_wie_het_talent_niet_beheert_vindt_niets(talent, elders):
    vreemd = Client()
    assert vreemd.get(ADRES).status_code == 302
    vreemd.force_login(maak_gebruiker("ander@voorbeeld.be"))
    assert vreemd.get(ADRES).status_code == 404
    assert vreemd.post(ADRES, {"regio": "co7"}).status_code == 404
    assert not talent.toelatingen.filter(igs=elders).exists()


def test_een_medebeheerder_mag_ook(talent, elders):
    mede = maak_gebruiker("mede@voorbeeld.be")
    Beheer.objects.create(talent=talent, gebruiker=mede)
    client = Client()
    client.force_login(mede)
    assert client.post(ADRES, {"regio": "co7"}).status_code == 302


@pytest.mark.parametrize("waarde", ["", "bestaat-niet", STUURTEKENS[0], TE_LANG[0], "zuidrand"])
def test_een_vreemde_keuze_wordt_een_fout(client, talent, elders, waarde):
    antwoord = client.post(ADRES, {"regio": waarde})
    assert antwoord.status_code == 200
    assert "Er is iets niet goed ingevuld" in antwoord.content.decode()
    assert talent.toelatingen.count() == 1


def test_de_verkeerde_methode_mag_niet(client):
    assert client.delete(ADRES).status_code == 405
