"""News: list, filter on an IGS, page, and what the page of an IGS and the home page show of it."""

from datetime import datetime, timedelta

import pytest

from opnetwerk.models import Versie
from tests.fabriek import BRUSSEL, GEPUBLICEERD, maak_bericht, maak_igs
from tests.igs.lezen import pagina

pytestmark = pytest.mark.django_db


def test_het_nieuwste_staat_eerst_met_zijn_eerste_woorden(client):
    maak_bericht("Oud", gepubliceerd_op=GEPUBLICEERD - timedelta(days=9))
    maak_bericht("Nieuw", igs=maak_igs("Van ons"), tekst="<p>" + "woord " * 60 + "einde</p>")
    woorden = pagina(client, "/nieuws/").woorden
    assert woorden.index("Nieuw") < woorden.index("Oud")
    assert "2 berichten" in woorden
    assert "1 november 2026" in woorden
    assert "Van ons" in woorden
    assert "woord …" in woorden
    assert "einde" not in woorden


def test_zonder_nieuws_zegt_de_pagina_dat(client):
    assert "Er is nog geen nieuws." in pagina(client, "/nieuws/").woorden


def test_het_nieuws_van_een_igs_heeft_een_eigen_adres_en_feed(client):
    maak_bericht("Van hen", igs=maak_igs("Hun netwerk"))
    maak_bericht("Van ons", igs=maak_igs("Ons netwerk"))
    maak_bericht("Van het steunpunt")
    bladzijde = pagina(client, "/nieuws/?igs=ons-netwerk&x=1")
    assert "Nieuws van Ons netwerk" in bladzijde.woorden
    assert "1 bericht " in bladzijde.woorden
    titels = [link for link in bladzijde.waarden("a", "href") if link.startswith("/nieuws/van-")]
    assert titels == ["/nieuws/van-ons/"]
    assert "/nieuws/atom.xml?igs=ons-netwerk" in bladzijde.waarden("a", "href")
    [canoniek] = [a["href"] for tag, a in bladzijde.elementen if tag == "link" and a.get("rel") == "canonical"]
    assert canoniek.endswith("/nieuws/?igs=ons-netwerk")


@pytest.mark.parametrize("igs", ["bestaat-niet", "%00", "%27"])
def test_een_onbekend_igs_geeft_alles_met_een_zin(client, igs):
    maak_bericht("Van het steunpunt")
    woorden = pagina(client, f"/nieuws/?igs={igs}").woorden
    assert "Dat IGS kennen we niet." in woorden
    assert "Van het steunpunt" in woorden


def test_na_24_berichten_gaat_de_filter_mee_naar_de_volgende_bladzijde(client):
    igs = maak_igs("Ons netwerk")
    for nummer in range(25):
        maak_bericht(f"Bericht {nummer:02}", igs=igs, gepubliceerd_op=GEPUBLICEERD - timedelta(hours=nummer))
    assert "?igs=ons-netwerk&pagina=2" in pagina(client, "/nieuws/?igs=ons-netwerk").waarden("a", "href")
    tweede = pagina(client, "/nieuws/?igs=ons-netwerk&pagina=2").woorden
    assert "Bericht 24" in tweede
    assert "Bericht 23" not in tweede


@pytest.mark.parametrize(("adres", "vragen"), [("/nieuws/", 3), ("/nieuws/?igs=ons-netwerk", 3), ("/nieuws/b-0/", 1)])
@pytest.mark.parametrize("rijen", [1, 20])
def test_een_vast_aantal_vragen(client, adres, vragen, rijen, django_assert_num_queries):
    igs = maak_igs("Ons netwerk")
    for nummer in range(rijen):
        maak_bericht(f"B {nummer}", igs=igs)
    with django_assert_num_queries(vragen):
        assert client.get(adres).status_code == 200


def test_een_bericht_met_opmaak_jsonld_en_deelkop(client, settings):
    maak_bericht("Subsidie", igs=maak_igs("Ons netwerk"), tekst="<h2>Wat</h2><p>Er is <em>geld</em> &amp; tijd.</p>")
    bladzijde = pagina(client, "/nieuws/subsidie/")
    assert ("em", {}) in bladzijde.elementen
    assert "Nieuws van Ons netwerk . Geplaatst op 1 november 2026" in bladzijde.woorden
    assert {"/nieuws/", "/igs/ons-netwerk/"} <= set(bladzijde.waarden("a", "href"))
    assert bladzijde.jsonld == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "url": f"{settings.SITE_ADRES}/nieuws/subsidie/",
        "headline": "Subsidie",
        "description": "Er is geld & tijd.",
        "datePublished": "2026-11-01",
        "publisher": {"@type": "GovernmentOrganization", "name": "Ons netwerk"},
    }
    metas = {attrs.get("property") or attrs.get("name"): attrs["content"] for tag, attrs in bladzijde.elementen
             if tag == "meta" and "content" in attrs}  # fmt: skip
    assert metas["og:title"] == "Subsidie"
    assert metas["og:description"] == metas["description"] == "Er is geld & tijd."
    assert metas["og:image"] == f"{settings.SITE_ADRES}/deelbeeld/igs/ons-netwerk.png"


def test_een_bericht_van_het_steunpunt_noemt_geen_igs(client):
    maak_bericht("Studiedag")
    bladzijde = pagina(client, "/nieuws/studiedag/")
    assert "publisher" not in bladzijde.jsonld
    assert "Nieuws van" not in bladzijde.woorden


def test_de_dag_van_een_bijwerking_staat_erbij(client):
    bericht = maak_bericht("Bijgewerkt", versie=2)
    for nummer, dag in ((1, 2), (2, 9), (3, 20)):  # 3 is a draft
        versie = Versie.objects.create(item=bericht, nummer=nummer, velden={})
        Versie.objects.filter(pk=versie.pk).update(op=datetime(2026, 11, dag, 9, tzinfo=BRUSSEL))
    woorden = pagina(client, "/nieuws/bijgewerkt/").woorden
    assert "Geplaatst op 1 november 2026 , bijgewerkt op 9 november 2026" in woorden


def test_zonder_latere_versie_staat_er_geen_bijwerking(client):
    maak_bericht("Nieuw")
    assert "bijgewerkt" not in pagina(client, "/nieuws/nieuw/").woorden
