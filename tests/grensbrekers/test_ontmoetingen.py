"""The pages of meetings: for everybody what, where and when; for members who comes, with a button."""

import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from grensbrekers.models import Grensbreker, Inschrijving, Ontmoeting
from opnetwerk.dag import nu
from opnetwerk.models import UitgaandeMail
from tests import vijandig
from tests.fabriek import maak_gemeente, maak_igs, om
from tests.grensbrekers.fabriek import maak_grensbreker, maak_inschrijving, maak_inzicht, maak_ontmoeting, maak_thema
from tests.igs.lezen import pagina
from tests.vijandig import Formulierpagina

pytestmark = pytest.mark.usefixtures("lege_databank")
LIJST = "/grensbrekers/ontmoetingen/"


@pytest.fixture(autouse=True)
def schone_tellers(db):
    cache.clear()


@pytest.fixture
def an() -> Grensbreker:
    return maak_grensbreker("An Peeters")


def bij(lid: Grensbreker, ontmoeting: Ontmoeting | None = None) -> str:
    return f"/grensbrekers/netwerk/{lid.sleutel}/ontmoetingen/" + (f"{ontmoeting.slug}/" if ontmoeting else "")


# --- for everybody ---
def test_de_lijst_toont_wat_komt_en_wat_voorbij_is_op_volgorde(client):
    maak_ontmoeting("Later", begint_op=om(5, maand=12))
    maak_ontmoeting("Eerst", begint_op=om(1, maand=12))
    maak_ontmoeting("Pas geweest", begint_op=om(10))
    maak_ontmoeting("Lang geleden", begint_op=om(5))
    maak_ontmoeting("Concept", gepubliceerd_op=None)
    maak_ontmoeting("Gepland", gepubliceerd_op=om(24))
    woorden = pagina(client, LIJST).woorden
    plaatsen = [woorden.index(een) for een in ("Wat nog komt", "Eerst", "Later", "voorbij", "Pas geweest", "Lang gel")]
    assert plaatsen == sorted(plaatsen)
    assert "Concept" not in woorden
    assert "Gepland" not in woorden


def test_de_lijst_filtert_op_thema_en_laat_een_onbekend_thema_weg(client):
    maak_ontmoeting("Over jeugd", themas=["jeugd", "podium"])
    maak_ontmoeting("Over erfgoed", themas=["erfgoed"])
    maak_ontmoeting("Jeugd geweest", themas=["jeugd"], begint_op=om(3))
    woorden = pagina(client, LIJST + "?thema=jeugd").woorden
    assert "Over jeugd" in woorden
    assert "Jeugd geweest" in woorden
    assert "Over erfgoed" not in woorden
    for onzin in ("onzin", "%00", "jeugd'", "a" * 3000):
        assert "Over erfgoed" in pagina(client, f"{LIJST}?thema={onzin}").woorden


def test_een_lege_lijst_zegt_dat_ze_leeg_is(client):
    woorden = pagina(client, LIJST).woorden
    assert "geen ontmoeting op het programma" in woorden
    assert "Wat voorbij is" not in woorden
    maak_thema("jeugd")
    assert "over dit thema" in pagina(client, LIJST + "?thema=jeugd").woorden


def test_een_pagina_toont_dag_plaats_thema_en_igs_en_nooit_wie_komt(client, an):
    igs = maak_igs("Zuidrand")
    ontmoeting = maak_ontmoeting(igs=igs, gemeente=maak_gemeente("11025", "Lint-dorp"), themas=["jeugd"], limiet=9)
    maak_inschrijving(ontmoeting, an)
    for adres in (LIJST, ontmoeting.get_absolute_url()):
        woorden = pagina(client, adres).woorden
        for deel in ("dinsdag 1 december 2026, van 14.00 tot 17.00 uur", "CC De Post, Lint-dorp", "Jeugd", "Zuidrand"):
            assert deel in woorden, (adres, deel)
        assert "An Peeters" not in woorden
        assert "9" not in woorden.replace("2019", "")


@pytest.mark.parametrize("velden", [{"gepubliceerd_op": None}, {"gepubliceerd_op": om(24)}])
def test_wat_niet_online_staat_is_een_404_ook_voor_leden_en_als_bestand(client, an, velden):
    ontmoeting = maak_ontmoeting(**velden, verslag="<p>x</p>", verslag_op=om(1))
    for adres in (
        ontmoeting.get_absolute_url(),
        ontmoeting.get_absolute_url() + "verslag/",
        f"{LIJST}{ontmoeting.slug}.ics",
        bij(an, ontmoeting),
    ):
        assert client.get(adres).status_code == 404, adres
    assert client.post(bij(an, ontmoeting), {"daad": "inschrijven"}).status_code == 404


def test_wat_niet_doorgaat_blijft_staan_en_zegt_het_overal(client, an):
    ontmoeting = maak_ontmoeting(geannuleerd_op=om(20))
    assert "Gaat niet door" in pagina(client, LIJST).woorden
    for adres in (ontmoeting.get_absolute_url(), bij(an, ontmoeting)):
        woorden = pagina(client, adres).woorden
        assert "Deze ontmoeting gaat niet door" in woorden
        assert "Schrijf me in" not in woorden
        assert "Wil je komen" not in woorden


def test_het_verslag_is_er_zodra_het_zichtbaar_is_met_wat_geleerd_werd_per_thema(client):
    ontmoeting = maak_ontmoeting(begint_op=om(10), verslag="<p>Het was druk.</p>")
    adres = ontmoeting.get_absolute_url() + "verslag/"
    assert client.get(adres).status_code == 404
    assert "Lees het verslag" not in pagina(client, ontmoeting.get_absolute_url()).woorden
    Ontmoeting.objects.update(verslag_op=om(20))
    maak_thema("podium", volgorde=1)
    maak_thema("jeugd", volgorde=2)
    maak_inzicht("Vraag het de jeugd", ["jeugd"], ontmoeting=ontmoeting)
    maak_inzicht("Deel een podium", ["podium", "jeugd"], ontmoeting=ontmoeting)
    maak_inzicht("Neem de tijd", ontmoeting=ontmoeting)
    maak_inzicht("Nog een concept", ["jeugd"], ontmoeting=ontmoeting, gepubliceerd_op=None)
    maak_inzicht("Van elders", ["jeugd"])
    woorden = pagina(client, adres).woorden
    volgorde = ["Het was druk.", "Podium", "Deel een podium", "Jeugd", "Vraag het", "Over iets anders", "Neem de tijd"]
    plaatsen = [woorden.index(deel) for deel in volgorde]
    assert plaatsen == sorted(plaatsen)
    assert woorden.count("Deel een podium") == 1
    assert "Nog een concept" not in woorden
    assert "Van elders" not in woorden
    assert "Lees het verslag" in pagina(client, ontmoeting.get_absolute_url()).woorden


@pytest.mark.parametrize("tekst", vijandig.SCRIPT)
def test_vijandige_tekst_blijft_tekst(client, an, tekst):
    ontmoeting = maak_ontmoeting(
        titel=tekst, slug="x", plaats=tekst, tekst=tekst, verslag=f"Lees: {tekst}", verslag_op=om(1)
    )
    maak_inzicht(tekst[:150], ontmoeting=ontmoeting, tekst=tekst)
    for adres in (LIJST, f"{LIJST}x/", f"{LIJST}x/verslag/", bij(an), bij(an, ontmoeting)):
        html = client.get(adres).content.decode()
        assert "<script>alert" not in html
        assert "onerror=alert" not in html.replace("&lt;img src=x onerror=alert(1)&gt;", "")
        assert pagina(client, adres).woorden.count(tekst) >= 1


@pytest.mark.parametrize("adres", [LIJST, "/grensbrekers/netwerk/"])
def test_een_lijst_kost_steeds_evenveel_vragen(client, an, adres):
    adres = bij(an) if "netwerk" in adres else adres
    tellingen = []
    for aantal in (1, 20):
        while Ontmoeting.objects.count() < 2 * aantal:
            nummer = Ontmoeting.objects.count()
            begint = om(1 + nummer % 20, maand=12) if nummer % 2 else om(1 + nummer % 20)
            maak_ontmoeting(f"Nummer {nummer}", ["jeugd"], begint_op=begint, igs=maak_igs(f"IGS {nummer}"))
            maak_inschrijving(Ontmoeting.objects.latest("pk"), an)
        with CaptureQueriesContext(
            connection,
        ) as vragen:
            assert client.get(adres).status_code == 200
        tellingen.append(len(vragen))
    assert tellingen[0] == tellingen[1]


@pytest.mark.parametrize("rest", ["", "verslag/", ".ics"])
def test_een_openbare_pagina_is_voor_iedereen_hetzelfde_zonder_koekje_en_laat_zich_alleen_lezen(client, rest):
    maak_ontmoeting(slug="x", verslag="<p>Zo was het.</p>", verslag_op=om(1))
    adres = f"{LIJST}x{rest}" if rest == ".ics" else f"{LIJST}x/{rest}"
    antwoord = client.get(adres)
    assert antwoord.status_code == 200
    assert not antwoord.cookies
    assert "private" not in antwoord.headers["Cache-Control"]
    for methode in (client.post, client.put, client.patch, client.delete):
        assert methode(adres).status_code == 405


# --- behind the personal link ---
def test_een_lid_ziet_wie_komt_en_hoeveel_plaats_er_is(client, an):
    ontmoeting = maak_ontmoeting(limiet=3)
    bo = maak_grensbreker("Bo Baert", "Hove")
    maak_inschrijving(ontmoeting, bo)
    maak_inschrijving(ontmoeting, maak_grensbreker("Dirk Weg"), "afgemeld")
    maak_inschrijving(ontmoeting, maak_grensbreker("Geen Lid", stand="uitgeschreven"))
    gelezen = pagina(client, bij(an, ontmoeting))
    assert "Bo Baert , Hove" in gelezen.woorden
    assert "Er zijn nog 2 plaatsen" in gelezen.woorden
    assert f"/grensbrekers/netwerk/{an.sleutel}/collega/{bo.kenmerk}/" in gelezen.waarden("a", "href")
    assert "Dirk Weg" not in gelezen.woorden
    assert "Geen Lid" not in gelezen.woorden


def test_met_een_knop_erin_en_eruit(client, an):
    ontmoeting = maak_ontmoeting(limiet=1)
    adres = bij(an, ontmoeting)
    client.get(adres)
    assert not Inschrijving.objects.exists()  # reading changes nothing
    antwoord = client.post(adres, {"daad": "inschrijven"}, follow=True)
    assert "Je bent ingeschreven." in antwoord.content.decode()
    assert "Meld me af" in antwoord.content.decode()
    assert "Jij: komt" in pagina(client, bij(an)).woorden
    bo = maak_grensbreker("Bo Baert")
    assert "Zet me op de wachtlijst" in pagina(client, bij(bo, ontmoeting)).woorden
    antwoord = client.post(bij(bo, ontmoeting), {"daad": "inschrijven"}, follow=True)
    assert "op plaats 1" in antwoord.content.decode()
    client.post(adres, {"daad": "afmelden"})
    assert "Meld me af" in pagina(client, bij(bo, ontmoeting)).woorden
    assert "Wat er komt" in pagina(client, bij(an)).woorden


@pytest.mark.parametrize("daad", ["", "onzin", "inschrijven\x00", "a" * 100_000])
def test_een_knop_die_niet_bestaat_zegt_wat_te_doen_en_doet_niets(client, an, daad):
    antwoord = client.post(bij(an, maak_ontmoeting()), {"daad": daad})
    assert antwoord.status_code == 200
    gelezen = Formulierpagina(antwoord.content.decode())
    assert gelezen.titel.startswith("Fout: ")
    assert "Druk op een van de knoppen" in gelezen.samenvatting[0][1]
    assert not Inschrijving.objects.exists()


def test_te_laat_inschrijven_geeft_een_zin_en_geen_inschrijving(client, an):
    ontmoeting = maak_ontmoeting(begint_op=om(23, 11))
    html = client.post(bij(an, ontmoeting), {"daad": "inschrijven"}).content.decode()
    assert Formulierpagina(html).titel.startswith("Fout: ")
    assert html.count("al begonnen") == 1
    assert not Inschrijving.objects.exists()
    assert not UitgaandeMail.objects.exists()


def test_een_sleutel_van_niemand_of_een_onbekende_ontmoeting_is_een_404(client, an):
    ontmoeting = maak_ontmoeting()
    vreemd = Grensbreker(sleutel=uuid.uuid4())
    for adres in (bij(vreemd), bij(vreemd, ontmoeting), bij(an, Ontmoeting(slug="bestaat-niet"))):
        assert client.get(adres).status_code == 404
        assert client.post(adres, {"daad": "inschrijven"}).status_code == 404
    assert not Inschrijving.objects.exists()


def test_een_oude_link_opent_niets_en_schrijft_niemand_in(client, an):
    ontmoeting = maak_ontmoeting()
    Grensbreker.objects.filter(pk=an.pk).update(sleutel_tot=om(1))
    assert "werkt niet meer" in client.get(bij(an, ontmoeting)).content.decode()
    client.post(bij(an, ontmoeting), {"daad": "inschrijven"})
    assert not Inschrijving.objects.exists()


@pytest.mark.parametrize("rest", ["", "samen-aan-tafel/"])
def test_een_ledenpagina_wordt_door_niemand_bewaard_of_gevonden(client, an, rest):
    maak_ontmoeting()
    antwoord = client.get(bij(an) + rest)
    assert antwoord.headers["Cache-Control"] == "private, no-store"
    assert antwoord.headers["Referrer-Policy"] == "no-referrer"
    assert antwoord.headers["X-Robots-Tag"] == "noindex"
    assert not antwoord.cookies
    assert client.delete(bij(an) + rest).status_code == 405


def test_een_pagina_zonder_aanmelden_blijft_hetzelfde_na_inschrijven(client, an):
    ontmoeting = maak_ontmoeting()
    voor = client.get(ontmoeting.get_absolute_url()).content
    client.post(bij(an, ontmoeting), {"daad": "inschrijven"})
    assert Client().get(ontmoeting.get_absolute_url()).content == voor
    assert Inschrijving.objects.get().op == nu()
