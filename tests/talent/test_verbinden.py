"""Ties between talents: both agree, either takes it back, and nobody shows up who may not be seen."""

import json
import re
import threading
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connections

from opnetwerk.bevestigen import Onbekend, Verlopen
from opnetwerk.dag import nu
from opnetwerk.formulieren import TeVaak
from opnetwerk.models import Logregel, UitgaandeMail
from talent import verbinden, verlaten
from talent.meenemen import verzamel
from talent.models import Talent, Verbinding
from talent.verbinden import bevestig, netwerk_van, trek_in, verbinding_van_teken, verbindingen_van, vraag, zoek_ander
from talent.verlaten import KanNiet
from tests.talent.fabriek import eigenaar_van, maak_talent

pytestmark = pytest.mark.django_db
SAMEN, LEERDE, DEEL = Verbinding.Soort.values


@pytest.fixture(autouse=True)
def nog_niets_gevraagd():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def an() -> Talent:
    return maak_talent(naam="An Accordeon")


@pytest.fixture
def bo() -> Talent:
    return maak_talent(naam="Bo Bas")


@pytest.fixture
def band() -> Talent:
    return maak_talent(naam="De Band", soort="groep")


def vraag_het(van: Talent, met: Talent, soort: str = SAMEN) -> Verbinding:
    return vraag(van=van, met=met, soort=soort, door=eigenaar_van(van))


def verbind(van: Talent, met: Talent, soort: str = SAMEN) -> Verbinding:
    return bevestig(verbinding=vraag_het(van, met, soort), door=eigenaar_van(met))


def regels(talent: Talent) -> list[str]:
    return [str(een) for een in verbindingen_van(talent)]


def mails(talent: Talent) -> list[UitgaandeMail]:
    return list(UitgaandeMail.objects.filter(aan=eigenaar_van(talent).email).order_by("pk"))


# --- asking and answering -------------------------------------------------------------------------------------------
def test_pas_als_de_andere_ja_zegt_staat_het_op_beide_profielen(an, bo):
    verbinding = vraag_het(an, bo)
    assert (regels(an), regels(bo)) == ([], [])
    bevestig(verbinding=verbinding, door=eigenaar_van(bo))
    assert (regels(an), regels(bo)) == (["speelde samen met Bo Bas"], ["speelde samen met An Accordeon"])
    assert Verbinding.objects.get().bevestigd_op == nu()


def test_elke_kant_leest_de_verbinding_in_eigen_woorden(an, bo, band):
    verbind(an, bo, LEERDE)
    verbind(an, band, DEEL)
    assert regels(an) == ["leerde van Bo Bas", "maakt deel uit van De Band"]
    assert regels(bo) == ["gaf les aan An Accordeon"]
    assert regels(band) == ["bestaat onder meer uit An Accordeon"]


def test_wie_gevraagd_is_krijgt_een_mail_met_een_link_en_zonder_adres(an, bo):
    verbinding = vraag_het(an, bo)
    [mail] = mails(bo)
    teken = re.search(r"/talent/verbinding/([^/\s]+)/", mail.tekst)
    assert teken
    assert verbinding_van_teken(teken[1]) == verbinding
    assert "An Accordeon speelde samen met Bo Bas" in mail.tekst
    assert eigenaar_van(an).email not in mail.tekst
    bevestig(verbinding=verbinding, door=None)
    bevestig(verbinding=verbinding, door=None)
    assert [een.onderwerp for een in mails(an)] == ["Bo Bas zei ja"]


def test_twee_keer_vragen_is_een_vraag(an, bo):
    assert vraag_het(an, bo) == vraag_het(an, bo)
    assert (Verbinding.objects.count(), len(mails(bo))) == (1, 1)


def test_wie_terugvraagt_zegt_ja(an, bo):
    vraag_het(an, bo)
    assert vraag_het(bo, an).bevestigd_op
    assert regels(an) == ["speelde samen met Bo Bas"]
    assert Verbinding.objects.count() == 1


def test_van_elkaar_leren_zijn_twee_verbindingen(an, bo):
    verbind(an, bo, LEERDE)
    assert vraag_het(bo, an, LEERDE).bevestigd_op is None
    assert Verbinding.objects.count() == 2


def test_deel_uitmaken_kan_enkel_van_een_groep(an, bo):
    with pytest.raises(KanNiet, match="groep of een collectief"):
        vraag_het(an, bo, DEEL)


def test_niet_met_jezelf_en_niet_op_een_verzonnen_wijze(an, bo):
    with pytest.raises(KanNiet, match="een ander profiel"):
        vraag_het(an, an)
    with pytest.raises(ValueError, match="kent"):
        vraag_het(an, bo, "kent")


@pytest.mark.parametrize("velden", [{"leeftijd": "13-15"}, {"online": False}, {"wissen_op": nu() + timedelta(days=2)}])
def test_niet_met_wie_jong_of_niet_te_zien_is_en_we_zeggen_niet_waarom(an, velden):
    ander = maak_talent(naam="Onzichtbaar", **velden)
    with pytest.raises(KanNiet, match="beide profielen online"):
        vraag_het(an, ander)
    assert not Verbinding.objects.exists()


def test_wie_jonger_is_dan_16_vraagt_zelf_ook_niets(an):
    with pytest.raises(KanNiet, match="15 jaar"):
        vraag_het(maak_talent(naam="Jo", leeftijd="13-15"), an)


def test_wie_ondertussen_verborg_bevestigt_niet(an, bo):
    verbinding = vraag_het(an, bo)
    verlaten.verberg(talent=an, door=eigenaar_van(an))
    with pytest.raises(KanNiet):
        bevestig(verbinding=verbinding, door=None)
    assert Verbinding.objects.get().bevestigd_op is None


@pytest.mark.parametrize("kant", ["an", "bo"])
def test_elk_van_beide_haalt_het_weg_en_twee_keer_is_een_keer(an, bo, kant):
    verbinding = verbind(an, bo)
    wie = {"an": an, "bo": bo}[kant]
    for _ in range(2):
        trek_in(verbinding=verbinding, kant=wie, door=eigenaar_van(wie))
    assert (regels(an), regels(bo)) == ([], [])
    assert Logregel.objects.filter(actie="verbinding ingetrokken").count() == 1


def test_wat_ingetrokken_is_kan_niet_meer_bevestigd_worden(an, bo):
    verbinding = vraag_het(an, bo)
    Verbinding.objects.all().delete()
    with pytest.raises(KanNiet, match="ingetrokken"):
        bevestig(verbinding=verbinding, door=None)


def test_een_nee_is_een_nee_na_drie_keer_vragen(an, bo):
    for _ in range(verbinden.HOOGSTENS_AAN_EEN):
        trek_in(verbinding=vraag_het(an, bo), kant=bo, door=None)
    with pytest.raises(KanNiet, match="voorbije maand"):
        vraag_het(an, bo)


def test_niet_meer_dan_tien_vragen_op_een_dag(an):
    for nummer in range(verbinden.HOOGSTENS_PER_DAG):
        vraag_het(an, maak_talent(naam=f"Maker {nummer}"))
    with pytest.raises(TeVaak):
        vraag_het(an, maak_talent(naam="Te veel"))
    assert Verbinding.objects.count() == verbinden.HOOGSTENS_PER_DAG


def test_niet_meer_dan_honderd_verbindingen(an, bo, monkeypatch):
    monkeypatch.setattr(verbinden, "HOOGSTENS", 1)
    verbind(an, maak_talent(naam="Een"))
    with pytest.raises(KanNiet, match="hoogstens"):
        vraag_het(an, bo)


def test_een_link_werkt_zestig_dagen(an, bo, settings):
    teken = verbinden.link(vraag_het(an, bo)).rstrip("/").rsplit("/", 1)[1]
    settings.VASTE_DAG = date(2027, 1, 22)
    assert verbinding_van_teken(teken)
    settings.VASTE_DAG = date(2027, 1, 23)
    with pytest.raises(Verlopen):
        verbinding_van_teken(teken)
    with pytest.raises(Onbekend):
        verbinding_van_teken("x" + teken)


# --- showing --------------------------------------------------------------------------------------------------------
def test_wie_verborgen_of_weg_is_staat_bij_niemand(an, bo):
    verbind(an, bo)
    verlaten.verberg(talent=bo, door=eigenaar_van(bo))
    assert regels(an) == []
    verlaten.toon_weer(talent=bo, door=eigenaar_van(bo))
    assert regels(an) == ["speelde samen met Bo Bas"]
    verlaten.wis(talent=bo)
    assert regels(an) == []
    assert not Verbinding.objects.exists()


def test_wie_jong_blijkt_te_zijn_toont_geen_enkele_verbinding(an, bo):
    verbind(an, bo)
    Talent.objects.filter(pk=bo.pk).update(leeftijd="13-15", in_zoekmachines=False, in_feeds=False)
    bo.refresh_from_db()
    assert (regels(an), regels(bo)) == ([], [])
    assert netwerk_van(an).bevestigd == []


def test_de_beheerder_ziet_wat_wacht_en_op_wie(an, bo, band):
    vraag_het(an, bo)
    vraag_het(band, an)
    netwerk = netwerk_van(an)
    assert [str(een) for een in netwerk.door_ons] == ["speelde samen met Bo Bas"]
    assert [str(een) for een in netwerk.aan_ons] == ["speelde samen met De Band"]
    assert netwerk.bevestigd == []
    assert [een.naam for een in netwerk_van(bo).aan_ons] == ["An Accordeon"]


def test_een_verbinding_van_een_ander_vind_je_niet_op_nummer(an, bo, band):
    verbinding = vraag_het(an, bo)
    assert verbinden.verbinding_nr(an, str(verbinding.kenmerk)) == verbinding
    assert verbinden.verbinding_nr(band, str(verbinding.kenmerk)) is None
    assert verbinden.verbinding_nr(an, "geen kenmerk") is None


@pytest.mark.parametrize("aantal", [1, 20])
def test_de_verbindingen_kosten_steeds_evenveel_vragen(an, aantal, django_assert_num_queries):
    for nummer in range(aantal):
        Verbinding.objects.create(van=an, met=maak_talent(naam=f"Maker {nummer}"), soort=SAMEN, bevestigd_op=nu())
    with django_assert_num_queries(2):
        assert len(regels(an)) == aantal


# --- finding --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("tekst", ["Bo Bas", "  bo  BAS ", "https://op.example/talent/bo-bas/", "/talent/bo-bas"])
def test_een_naam_of_adres_vindt_wie_bedoeld_is(an, bo, tekst):
    gevonden, zeker = zoek_ander(an, tekst)
    assert [een.talent for een in gevonden] == [bo]
    assert zeker


def test_een_stuk_van_een_naam_of_een_dubbele_naam_is_niet_zeker(an, bo):
    assert zoek_ander(an, "Bas")[1] is False
    assert [een.naam for een in zoek_ander(an, "Bas")[0]] == ["Bo Bas"]
    maak_talent(naam="Bo Bas")
    assert (len(zoek_ander(an, "Bo Bas")[0]), zoek_ander(an, "Bo Bas")[1]) == (2, False)


@pytest.mark.parametrize("tekst", ["An Accordeon", "Jo", "Weg", "", "!!!", "%", "/talent/jo/"])
def test_jezelf_wie_jong_is_en_wie_verborgen_is_vind_je_niet(an, tekst):
    maak_talent(naam="Jo", leeftijd="13-15")
    maak_talent(naam="Weg", online=False)
    assert zoek_ander(an, tekst)[0] == []


# --- leaving --------------------------------------------------------------------------------------------------------
def test_een_vraag_zonder_antwoord_gaat_na_zestig_dagen(an, bo, band):
    vraag_het(an, bo)
    blijft = verbind(an, band)
    assert verbinden.wis_onbevestigde(nu() + timedelta(days=60)) == 0
    assert verbinden.wis_onbevestigde(nu() + timedelta(days=60, seconds=1)) == 1
    assert list(Verbinding.objects.all()) == [blijft]


@pytest.mark.parametrize("wie", ["an", "bo"])
def test_elk_van_beide_neemt_de_verbinding_mee(an, bo, wie):
    verbind(an, bo)
    talent = {"an": an, "bo": bo}[wie]
    rijen = verzamel(talent, eigenaar_van(talent))["rijen"]
    assert [rij["soort"] for rij in rijen["verbinding"]] == [SAMEN]
    ander = bo if talent is an else an
    assert eigenaar_van(ander).email not in json.dumps(rijen, default=str)


@pytest.mark.django_db(transaction=True)
def test_twee_die_elkaar_op_hetzelfde_moment_vragen_zijn_een_verbinding(transactional_db):
    an, bo = maak_talent(naam="An"), maak_talent(naam="Bo")
    start = threading.Barrier(2)

    def doe(van: Talent, met: Talent) -> None:
        start.wait()
        try:
            vraag(van=van, met=met, soort=SAMEN, door=None)
        finally:
            connections.close_all()

    draden = [threading.Thread(target=doe, args=paar) for paar in ((an, bo), (bo, an))]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert Verbinding.objects.get().bevestigd_op is not None
