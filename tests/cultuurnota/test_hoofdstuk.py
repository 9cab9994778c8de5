"""The pages of a chapter: write, the session that ends, two texts, comments, history, hostile input."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cultuurnota import opmerkingen, schrijven
from cultuurnota.models import Cultuurnota, Hoofdstuk
from tests import vijandig
from tests.aanmelden import maak_rekening, meld_aan
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid
from tests.fabriek import maak_igs
from tests.vijandig import Formulierpagina, plaats_dubbel


@pytest.fixture
def nota(gegevens) -> Cultuurnota:
    return maak_nota()


@pytest.fixture
def hoofdstuk(nota) -> Hoofdstuk:
    return nota.hoofdstukken.get(sleutel="H4")


@pytest.fixture
def schrijver(nota):
    return maak_teamlid(nota).gebruiker


@pytest.fixture
def binnen(schrijver) -> Client:
    client = Client()
    client.force_login(schrijver)
    return client


def pad(hoofdstuk: Hoofdstuk, rest: str = "") -> str:
    return f"/cultuurnota/werkruimte/{hoofdstuk.nota.kenmerk}/hoofdstuk/{hoofdstuk.kenmerk}/{rest}"


def velden(hoofdstuk: Hoofdstuk, tekst: str, **anders) -> dict[str, object]:
    hoofdstuk.refresh_from_db()
    return {
        "tekst": tekst,
        "basis": hoofdstuk.versie,
        "stand": "niet_gestart",
        "criteria": hoofdstuk.criteria,
        "was_stand": "niet_gestart",
        "was_criteria": ",".join(hoofdstuk.criteria),
    } | anders


def test_de_pagina_toont_vragen_regels_en_feiten(binnen, hoofdstuk):
    pagina = binnen.get(pad(hoofdstuk))
    tekst = pagina.content.decode()
    assert "Welke trends raken jullie?" in tekst
    assert "C2: de nota vat de noden" in tekst
    assert "importmap" in tekst
    assert "sha256-" in pagina.headers["Content-Security-Policy"]
    assert pagina.headers["Cache-Control"] == "private, no-store"


def test_bewaren_houdt_de_tekst_en_de_stand(binnen, hoofdstuk, schrijver):
    antwoord = binnen.post(pad(hoofdstuk), velden(hoofdstuk, "<p>De regio</p>", stand="wacht", criteria=["C4"]))
    assert antwoord.headers["Location"].endswith("?net=bewaard")
    hoofdstuk.refresh_from_db()
    assert (hoofdstuk.tekst, hoofdstuk.stand, hoofdstuk.criteria) == ("<p>De regio</p>", "wacht", ["C4"])
    assert hoofdstuk.gewijzigd_door == schrijver
    assert "De regio" in binnen.get(antwoord.headers["Location"]).content.decode()


def test_wie_alleen_schrijft_zet_de_stand_niet_terug(binnen, hoofdstuk):
    binnen.post(pad(hoofdstuk), velden(hoofdstuk, "<p>De regio</p>"))
    hoofdstuk.refresh_from_db()
    assert hoofdstuk.stand == "bezig"


def test_later_verder_gaat_naar_de_taken(binnen, hoofdstuk):
    antwoord = binnen.post(pad(hoofdstuk), velden(hoofdstuk, "<p>x</p>", doe="verder"))
    assert antwoord.headers["Location"] == f"/cultuurnota/werkruimte/{hoofdstuk.nota.kenmerk}/?net=bewaard"


def test_wie_tegelijk_dezelfde_alinea_schreef_kiest(binnen, hoofdstuk, schrijver):
    oud = velden(hoofdstuk, "<p>van mij, de rode</p>")
    schrijven.bewaar(hoofdstuk=hoofdstuk, tekst="<p>begin</p>", basis=0, door=None)
    een = oud | {"basis": 1}
    schrijven.bewaar(hoofdstuk=hoofdstuk, tekst="<p>van Bert, de blauwe</p>", basis=1, door=None)
    antwoord = binnen.post(pad(hoofdstuk), een)
    assert "/beslis/?naast=" in antwoord.headers["Location"]
    pagina = binnen.get(antwoord.headers["Location"]).content.decode()
    assert "blauwe" in pagina
    assert "rode" in pagina
    assert pagina.count("<mark>") == 2 + 2
    assert "wacht" in binnen.get(pad(hoofdstuk)).content.decode()
    html = Formulierpagina(pagina)
    naast, gezien = html.verborgen("naast"), html.verborgen("gezien")
    adres = pad(hoofdstuk, "beslis/")
    assert binnen.post(adres, {"naast": naast, "gezien": gezien}).status_code == 409
    assert binnen.post(adres, {"naast": naast, "gezien": "x", "keuze": "neem"}).status_code == 409
    for _ in range(2):
        assert binnen.post(adres, {"naast": naast, "gezien": gezien, "keuze": "neem"}).status_code == 302
    hoofdstuk.refresh_from_db()
    assert hoofdstuk.tekst == "<p>van mij, de rode</p>"
    assert "blauwe" in binnen.get(pad(hoofdstuk, "geschiedenis/?versie=2")).content.decode()


# --- the session that ends ------------------------------------------------------------------------------------------
def test_wat_je_typte_staat_er_nog_na_het_aanmelden(hoofdstuk):
    rekening = maak_rekening("lang@voorbeeld.be")
    maak_teamlid(hoofdstuk.nota, gebruiker=rekening)
    client = Client()
    tekst = "<p>" + "woord " * 3000 + "einde</p>"
    antwoord = client.post(pad(hoofdstuk), velden(hoofdstuk, tekst))
    assert antwoord.headers["Location"].startswith("/accounts/login/")
    meld_aan(client, rekening)
    pagina = client.get(pad(hoofdstuk)).content.decode()
    assert "Je was intussen afgemeld" in pagina
    assert "woord einde" in pagina
    hoofdstuk.refresh_from_db()
    assert hoofdstuk.tekst == ""
    assert "woord einde" not in client.get(pad(hoofdstuk)).content.decode()


# --- for the script -------------------------------------------------------------------------------------------------
def test_het_script_bewaart_en_hoort_hoe_laat(binnen, hoofdstuk):
    antwoord = binnen.post(pad(hoofdstuk, "bewaar.json"), {"tekst": "<p>een</p>", "basis": 0})
    assert antwoord.json() == {
        "uitkomst": "bewaard",
        "eigen": 1,
        "versie": 1,
        "om": "12:00",
        "anderen": "",
    }
    assert hoofdstuk.versies.get(nummer=1).soort == "vanzelf"


def test_het_script_krijgt_de_samengevoegde_tekst(binnen, hoofdstuk):
    adres = pad(hoofdstuk, "bewaar.json")
    binnen.post(adres, {"tekst": "<p>een</p><p>twee</p>", "basis": 0})
    schrijven.bewaar(hoofdstuk=hoofdstuk, tekst="<p>EEN</p><p>twee</p>", basis=1, door=None)
    antwoord = binnen.post(adres, {"tekst": "<p>een</p><p>TWEE</p>", "basis": 1}).json()
    assert (antwoord["uitkomst"], antwoord["tekst"]) == ("samengevoegd", "<p>EEN</p><p>TWEE</p>")
    assert (antwoord["eigen"], antwoord["versie"]) == (3, 4)


def test_het_script_hoort_van_een_botsing(binnen, hoofdstuk):
    adres = pad(hoofdstuk, "bewaar.json")
    binnen.post(adres, {"tekst": "<p>een</p>", "basis": 0})
    schrijven.bewaar(hoofdstuk=hoofdstuk, tekst="<p>EEN</p>", basis=1, door=None)
    antwoord = binnen.post(adres, {"tekst": "<p>één</p>", "basis": 1})
    assert antwoord.status_code == 409
    assert antwoord.json()["beslis"] == pad(hoofdstuk, "beslis/?naast=3")


def test_het_script_hoort_dat_het_te_lang_is(binnen, hoofdstuk):
    tekst = "x" * (schrijven.LANGSTE_HTML + 1)
    assert binnen.post(pad(hoofdstuk, "bewaar.json"), {"tekst": tekst, "basis": 0}).status_code == 413


@pytest.mark.parametrize("basis", ["", "x", "-1", "9" * 30, "\x00"])
def test_het_script_met_onzin_krijgt_een_400(binnen, hoofdstuk, basis):
    antwoord = binnen.post(pad(hoofdstuk, "bewaar.json"), {"tekst": "x", "basis": basis})
    assert (antwoord.status_code, antwoord.json()) == (400, {"fout": "onbekend"})


def test_het_script_haalt_een_vers_teken_en_zonder_is_het_nee(schrijver, hoofdstuk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(schrijver)
    adres = pad(hoofdstuk, "bewaar.json")
    assert client.post(adres, {"tekst": "x", "basis": 0}).status_code == 403
    teken = client.get(adres).json()["csrf"]
    antwoord = client.post(adres, {"tekst": "<p>x</p>", "basis": 0}, headers={"x-csrftoken": teken})
    assert antwoord.status_code == 200


def test_bewaren_kost_even_veel_vragen_hoe_lang_de_geschiedenis_ook_is(
    binnen, hoofdstuk, django_assert_max_num_queries
):
    basis = 0
    for nummer in range(20):
        basis = schrijven.bewaar(hoofdstuk=hoofdstuk, tekst=f"<p>{nummer}</p>", basis=basis, door=None).versie
    with django_assert_max_num_queries(26):
        binnen.post(pad(hoofdstuk, "bewaar.json"), {"tekst": "<p>nieuw</p>", "basis": basis})


# --- hostile --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("tekst", [*vijandig.ONSCHULDIG[:8], *vijandig.STUURTEKENS[:3], *vijandig.LEEG[:3]])
def test_vijandige_tekst_breekt_niets_en_doet_niets(binnen, hoofdstuk, tekst):
    assert binnen.post(pad(hoofdstuk), velden(hoofdstuk, tekst)).status_code in (200, 302)
    antwoord = binnen.post(pad(hoofdstuk, "bewaar.json"), {"tekst": tekst, "basis": hoofdstuk.versie})
    assert antwoord.status_code in (200, 400, 409)
    hoofdstuk.refresh_from_db()
    assert "<script" not in hoofdstuk.tekst
    assert "onerror" not in hoofdstuk.tekst.replace("&lt;img src=x onerror", "")
    assert binnen.get(pad(hoofdstuk)).status_code == 200


def test_een_foute_stand_komt_terug_met_de_tekst(binnen, hoofdstuk):
    antwoord = binnen.post(pad(hoofdstuk), velden(hoofdstuk, "<p>blijft staan</p>", stand="onzin", basis="x"))
    pagina = antwoord.content.decode()
    assert antwoord.status_code == 200
    assert "Er is iets niet goed ingevuld" in pagina
    assert "blijft staan" in pagina


@pytest.mark.django_db(transaction=True)
def test_twintig_keer_tegelijk_bewaren_is_een_versie(site_met_nota):
    hoofdstuk, gebruiker = site_met_nota

    def client() -> Client:
        nieuw = Client()
        nieuw.force_login(gebruiker)
        return nieuw

    data = {"tekst": "<p>dubbel</p>", "basis": 0}
    antwoorden = plaats_dubbel(client, pad(hoofdstuk, "bewaar.json"), data, n=8)
    assert {antwoord.status_code for antwoord in antwoorden} == {200}
    assert hoofdstuk.versies.exclude(nummer=0).count() == 1


@pytest.fixture
def site_met_nota(transactional_db):
    nota = maak_nota(maak_igs("Dubbelland"))
    return nota.hoofdstukken.get(sleutel="H4"), maak_teamlid(nota).gebruiker


# --- comments -------------------------------------------------------------------------------------------------------
def test_een_opmerking_een_antwoord_en_opgelost(binnen, hoofdstuk):
    adres = pad(hoofdstuk, "opmerkingen/")
    formulier = Formulierpagina(binnen.get(pad(hoofdstuk)).content.decode()).verborgen("formulier")
    for _ in range(2):  # pressed twice
        binnen.post(adres, {"tekst": "Klopt dit cijfer?", "citaat": "85.000", "formulier": formulier})
    opmerking = hoofdstuk.opmerkingen.get()
    assert "Antwoord op Schrijver Test" in binnen.get(f"{adres}?opmerking={opmerking.kenmerk}").content.decode()
    binnen.post(adres, {"tekst": "Ja, van Statbel.", "antwoord_op": str(opmerking.kenmerk)})
    binnen.post(adres, {"opmerking": str(opmerking.kenmerk), "doe": "los_op"})
    opmerking.refresh_from_db()
    assert opmerking.opgelost_op
    pagina = binnen.get(pad(hoofdstuk)).content.decode()
    assert "Opgelost: Klopt dit cijfer?" in pagina
    assert "Ja, van Statbel." in pagina
    binnen.post(adres, {"tekst": "Toch niet.", "antwoord_op": str(opmerking.kenmerk)})
    opmerking.refresh_from_db()
    assert opmerking.opgelost_op is None
    assert opmerkingen.aantal_open(hoofdstuk.nota) == {hoofdstuk.pk: 1}


def test_een_lege_opmerking_komt_terug_en_een_vreemde_bestaat_niet(binnen, hoofdstuk):
    adres = pad(hoofdstuk, "opmerkingen/")
    antwoord = binnen.post(adres, {"tekst": " ", "citaat": "deze woorden"})
    assert "Vul je opmerking in." in antwoord.content.decode()
    assert "deze woorden" in antwoord.content.decode()
    elders = hoofdstuk.nota.hoofdstukken.get(sleutel="H5")
    vreemd = opmerkingen.zeg(hoofdstuk=elders, tekst="x", door=None, formulier="x")
    for data in ({"opmerking": str(vreemd.kenmerk), "doe": "los_op"}, {"tekst": "x", "antwoord_op": "onzin"}):
        assert binnen.post(adres, data).status_code == 404


def test_de_pagina_kost_even_veel_vragen_met_een_als_met_twintig_opmerkingen(
    binnen, hoofdstuk, schrijver, django_assert_num_queries
):
    def zeg(nummer: int) -> None:
        eerste = opmerkingen.zeg(hoofdstuk=hoofdstuk, tekst="x", door=schrijver, formulier=f"v{nummer}")
        opmerkingen.zeg(hoofdstuk=hoofdstuk, tekst="y", door=schrijver, formulier=f"a{nummer}", antwoord_op=eerste)

    zeg(0)
    binnen.get(pad(hoofdstuk))  # the first page of a session writes down who it is
    with CaptureQueriesContext(connection) as een:
        binnen.get(pad(hoofdstuk))
    for nummer in range(1, 20):
        zeg(nummer)
    with django_assert_num_queries(len(een)):
        binnen.get(pad(hoofdstuk))


# --- history --------------------------------------------------------------------------------------------------------
def test_de_geschiedenis_toont_wat_verschilt_en_zet_terug(binnen, hoofdstuk):
    een = schrijven.bewaar(hoofdstuk=hoofdstuk, tekst="<p>de rode kat</p>", basis=0, door=None)
    schrijven.bewaar(hoofdstuk=hoofdstuk, tekst="<p>de blauwe kat</p>", basis=een.versie, door=None)
    adres = pad(hoofdstuk, "geschiedenis/")
    pagina = binnen.get(f"{adres}?versie=1").content.decode()
    assert "<del>rode" in pagina
    assert "<ins>blauwe" in pagina
    for _ in range(2):
        binnen.post(adres, {"versie": "1"})
    hoofdstuk.refresh_from_db()
    assert (hoofdstuk.tekst, hoofdstuk.versie) == ("<p>de rode kat</p>", 3)
    for onzin in ("99", "x", "9" * 40, "²"):
        assert binnen.get(adres, {"versie": onzin}).status_code == 404
        assert binnen.post(adres, {"versie": onzin}).status_code == 404
    assert binnen.get(f"{adres}?blad=onzin").status_code == 200


def test_tekst_van_anderen_wordt_in_de_geschiedenis_niet_uitgevoerd(binnen, hoofdstuk):
    schrijven.bewaar(hoofdstuk=hoofdstuk, tekst="<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>", basis=0, door=None)
    pagina = binnen.get(pad(hoofdstuk, "geschiedenis/?versie=1")).content.decode()
    assert "<script>alert" not in pagina
    assert "&lt;script&gt;" in pagina
