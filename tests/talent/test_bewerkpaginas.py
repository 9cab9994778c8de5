"""The pages of the profile editor: who comes in, what a form takes, and that nothing typed is lost."""

from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client

from talent.beheertoegang import van_beheerder
from talent.beoordelen import vraag_aanpassing, weiger
from talent.indienen import dien_in
from talent.models import Profiel, Talent
from talent.onderdelen import ALLE, onderdelen_van
from talent.zichtbaarheid import NOOIT_BIJ_JONG
from tests.aanmelden import maak_rekening, meld_aan
from tests.fabriek import maak_gebruiker
from tests.talent.bewerkpagina import Bewerkpagina
from tests.talent.fabriek import eigenaar_van, geef_akkoord, maak_beeld, maak_talent
from tests.talent.profielpaginas import FORMULIEREN, concept, ingevuld, lees, maak_talent_in_lint, pad, plaats
from tests.vijandig import (
    TE_LANG,
)

pytestmark = pytest.mark.django_db
PAGINAS = [
    *("", "zichtbaarheid/", "indienen/", "vergelijk/", "voorbeeld/", "beelden/", "beelden/nieuw/", "media/"),
    *("media/nieuw/", *(f"{deel}/" for deel in FORMULIEREN)),
]


@pytest.fixture(autouse=True)
def lege_tellers(db):
    cache.clear()


@pytest.fixture
def talent(gegevens):
    return maak_talent_in_lint()


@pytest.fixture
def maker(client, talent):
    client.force_login(eigenaar_van(talent))
    return client


# --- who comes in -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rest", PAGINAS)
def test_wie_het_talent_beheert_komt_op_elke_pagina(maker, talent, rest):
    antwoord = maker.get(pad(talent, rest))
    assert antwoord.status_code == 200
    assert antwoord.headers["Cache-Control"] == "private, no-store"
    assert '<meta name="robots" content="noindex">' in lees(antwoord)
    assert maker.head(pad(talent, rest)).status_code == 200


@pytest.mark.parametrize("rest", PAGINAS)
def test_een_vreemde_vindt_er_niets(client, talent, rest):
    client.force_login(maak_gebruiker("vreemd@voorbeeld.be"))
    assert client.get(pad(talent, rest)).status_code == 404
    assert client.post(pad(talent, rest), {"naam": "Gekaapt"}).status_code == 404
    assert Talent.objects.get(pk=talent.pk).concept is None


@pytest.mark.parametrize("rest", PAGINAS)
def test_wie_niet_aangemeld_is_gaat_aanmelden(client, talent, rest):
    antwoord = client.get(pad(talent, rest))
    assert antwoord.status_code == 302
    assert antwoord.headers["Location"] == f"/accounts/login/?next={pad(talent, rest)}"


@pytest.mark.parametrize("methode", ["put", "patch", "delete"])
@pytest.mark.parametrize("rest", PAGINAS)
def test_een_andere_methode_kan_niet(maker, talent, rest, methode):
    assert getattr(maker, methode)(pad(talent, rest)).status_code == 405


@pytest.mark.parametrize("rest", PAGINAS)
def test_ook_zonder_enige_versie_breekt_geen_pagina(maker, talent, rest):
    Profiel.objects.all().delete()
    assert maker.get(pad(talent, rest)).status_code == (302 if rest == "voorbeeld/" else 200)
    assert maker.post(pad(talent, rest), {}).status_code in {200, 302, 404}


def test_een_deel_dat_niet_bestaat_is_er_niet(maker, talent):
    for rest in ("bestaat-niet/", "beelden/bestaat-niet/", "media/bestaat-niet/"):
        assert maker.get(pad(talent, rest)).status_code == 404


def test_een_medebeheerder_mag_alles_wat_de_eigenaar_mag(client, talent):
    ander = maak_gebruiker("mee@voorbeeld.be")
    talent.beheer.create(gebruiker=ander)
    client.force_login(ander)
    assert plaats(client, pad(talent, "wie/"), kort="Van de medebeheerder.").status_code == 302
    assert concept(talent).kort == "Van de medebeheerder."


def test_de_toegang_zegt_zelf_dat_ze_naar_aanmelden_stuurt():
    assert van_beheerder(lambda request, talent: None).login_required is False


# --- the list of tasks ------------------------------------------------------------------------------------------------
def test_de_takenlijst_zegt_in_woorden_wat_er_nog_is(maker, talent):
    pagina = lees(maker.get(pad(talent)))
    for deel in ALLE:
        assert deel.titel in pagina
    assert "Je profiel staat online" in pagina
    assert "Een beeld toont in één oogopslag" in pagina
    assert "%" not in pagina.split("<main")[1].split("</main>")[0]


def standen(client: Client, talent: Talent) -> dict[str, str]:
    return {taak.onderdeel.sleutel: taak.stand for taak in client.get(pad(talent)).context["taken"]}


def test_een_taak_is_klaar_leeg_of_nog_nodig(client, gegevens):
    talent = maak_talent(online=False, kort="", tekst="")
    client.force_login(eigenaar_van(talent))
    gezien = standen(client, talent)
    assert (gezien["wie"], gezien["waar"], gezien["praktisch"]) == ("nog nodig", "klaar", "nog leeg")
    assert (gezien["beelden"], gezien["zichtbaarheid"]) == ("nog nodig", "altijd te wijzigen")
    maak_beeld(talent.concept)
    assert standen(client, talent)["beelden"] == "klaar"


def test_na_een_vraag_van_de_coordinator_staat_die_bij_de_taak_en_bij_het_veld(client, gegevens):
    talent = maak_talent(online=False, tekst="x" * 200)
    geef_akkoord(talent)
    door = eigenaar_van(talent)
    client.force_login(door)
    redenen = {"kort": "Zeg <b>wat</b> je maakt.", "gemeente": "Klopt dit?", "beelden": "Dit is niet van jou."}
    profiel = dien_in(talent=talent, door=door)
    vraag_aanpassing(profiel=profiel, door=door, redenen=redenen, toelichting="Bijna klaar.")
    assert {sleutel for sleutel, stand in standen(client, talent).items() if stand == "aanpassing gevraagd"} == {
        *("wie", "waar", "beelden")
    }
    assert "Bijna klaar." in lees(client.get(pad(talent)))
    wie = Bewerkpagina(client.get(pad(talent, "wie/")))
    wenk = wie.bij(wie.invoer["kort"].kenmerken["aria-describedby"].split()[0])
    assert "De coördinator vraagt: Zeg <b>wat</b> je maakt." in wenk.tekst
    assert "Klopt dit?" in lees(client.get(pad(talent, "waar/")))
    assert "Dit is niet van jou." in lees(client.get(pad(talent, "beelden/")))


def test_na_een_weigering_staat_er_hoe_het_verder_kan(client, gegevens):
    talent = maak_talent(online=False, tekst="x" * 200)
    geef_akkoord(talent)
    door = eigenaar_van(talent)
    weiger(profiel=dien_in(talent=talent, door=door), door=door, toelichting="Dit is reclame.")
    client.force_login(door)
    pagina = lees(client.get(pad(talent)))
    assert "De coördinator weigerde deze versie." in pagina
    assert "Dit is reclame." in pagina
    assert "dien het opnieuw in" in pagina


def test_van_wie_jonger_is_dan_16_vragen_de_formulieren_niet_wat_nooit_getoond_wordt(client, gegevens):
    talent = maak_talent(naam="Noor", leeftijd="13-15")
    client.force_login(eigenaar_van(talent))
    delen = onderdelen_van(talent)
    assert {"media", "links"} & {deel.sleutel for deel in delen} == set()
    gevraagd: set[str] = set()
    for rest in ("wie/", "waar/", "wat/", "praktisch/", "zichtbaarheid/"):
        gevraagd |= Bewerkpagina(client.get(pad(talent, rest))).invoer.keys()
    assert gevraagd & NOOIT_BIJ_JONG == set()
    assert gevraagd & {"gemeente_naam", "in_zoekmachines", "in_feeds", "prijs_vanaf"} == set()
    for rest in ("media/", "media/nieuw/", "media/x/", "links/"):
        assert client.get(pad(talent, rest)).status_code == 404
    assert "Toon je werk, niet jezelf" in lees(client.get(pad(talent, "beelden/nieuw/")))


def test_wie_jonger_is_dan_16_toont_alleen_een_voornaam(client, gegevens):
    talent = maak_talent(naam="Noor", leeftijd="13-15")
    client.force_login(eigenaar_van(talent))
    pagina = Bewerkpagina(plaats(client, pad(talent, "wie/"), naam="Noor Peeters"))
    pagina.keur_fouten()
    assert "alleen je voornaam" in pagina.fout_bij("naam")
    assert plaats(client, pad(talent, "wie/"), naam="Jan-Pieter").status_code == 302
    # What was never asked stays as it was.
    assert concept(talent).gemeente == talent.online.gemeente


# --- the session ends halfway -----------------------------------------------------------------------------------------
def test_wat_je_typte_staat_er_nog_na_aanmelden(client, gegevens):
    eigenaar = maak_rekening("maker@voorbeeld.be")
    talent = maak_talent(eigenaar=eigenaar)
    client.force_login(eigenaar)
    adres = pad(talent, "wie/")
    data = ingevuld(client, adres) | {"tekst": "Een heel verhaal dat niet weg mag."}
    client.logout()
    antwoord = client.post(adres, data)
    assert antwoord.headers["Location"] == f"/accounts/login/?next={quote(adres)}"
    meld_aan(client, eigenaar)
    antwoord = client.get(adres)
    assert antwoord.context["formulier"]["tekst"].value() == "Een heel verhaal dat niet weg mag."
    assert "Je was intussen afgemeld" in lees(antwoord)
    assert Talent.objects.get(pk=talent.pk).concept is None
    # Once: who opens the page again sees what is saved.
    assert client.get(adres).context["formulier"]["tekst"].value() == talent.online.tekst
    assert client.post(adres, data).status_code == 302
    assert concept(talent).tekst == "Een heel verhaal dat niet weg mag."


def test_wat_een_ander_typte_ziet_niemand_die_er_niet_bij_mag(client, talent):
    client.post(pad(talent, "wie/"), {"tekst": "Van de maker."})
    client.force_login(maak_gebruiker("vreemd@voorbeeld.be"))
    assert client.get(pad(talent, "wie/")).status_code == 404


def test_een_megabyte_zonder_account_vult_geen_databank(client, talent):
    client.post(pad(talent, "wie/"), {"tekst": TE_LANG[0]})
    assert "getypt" not in client.session
    for _ in range(40):
        client.post(pad(talent, "wie/"), {"tekst": "x"})
    client.cookies.clear()
    client.post(pad(talent, "wie/"), {"tekst": "x"})
    assert "getypt" not in client.session
