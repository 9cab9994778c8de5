import xml.etree.ElementTree as ET
from datetime import date
from urllib.parse import urlsplit

import brotli
import pytest
from django.conf import settings as instellingen
from django.contrib.staticfiles import finders
from django.db import connection

from opnetwerk.sitezoeken import PAGINAS, vind_op_site

DEUREN = [
    "/igs-opstarten/",
    "/igs/",
    "/igs-opstarten/#stappen",
    "/regiovorming/",
    "/cultuurnota/",
    "/grensbrekers/",
    "/belicht/",
    "/talent/",
]


def test_home_toont_de_deuren_en_de_cijfers_van_de_dag(client, gegevens):
    pagina = client.get("/").content.decode()
    for deur in DEUREN:
        assert f'href="{deur}"' in pagina
    assert "<dd>18</dd>" in pagina
    assert "<dd>135</dd>" in pagina
    assert "<dd>150</dd>" in pagina
    assert "Stand op 23 november 2026" in pagina
    assert "2.239 intergemeentelijke structuren" in pagina


def test_home_kost_een_vast_aantal_vragen(client, gegevens, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        client.get("/")


@pytest.mark.parametrize("dag", [date(2027, 1, 1), date(2028, 1, 1)])
def test_ook_na_de_erkenning_blijven_er_achttien(client, gegevens, settings, dag):
    settings.VASTE_DAG = dag
    pagina = client.get("/").content.decode()
    assert "<dd>18</dd>" in pagina


def gewicht(client, adres: str) -> int:
    """Compressed bytes of the page with its style and scripts."""
    pagina = client.get(adres).content
    bestanden = [deel.split('"')[0] for deel in pagina.decode().split("/static/")[1:]]
    los = [naam for naam in bestanden if naam.endswith((".css", ".js"))]
    inhoud = [finders.find(naam) for naam in los]
    assert all(inhoud)
    return len(brotli.compress(pagina)) + sum(len(brotli.compress(open(pad, "rb").read())) for pad in inhoud)


@pytest.mark.parametrize("adres", ["/", "/igs/", "/regios/", "/igs/?op=2024-06-01"])
def test_een_pagina_met_de_hele_kaart_weegt_hoogstens_60_kb(client, gegevens, adres):
    assert gewicht(client, adres) <= 60_000


@pytest.mark.parametrize(
    "adres", ["/gemeenten/", "/igs/zuidrand/", "/regios/limburg/", "/gemeenten/gent/", "/igs-opstarten/", "/open-data/"]
)
def test_een_andere_pagina_weegt_hoogstens_40_kb(client, gegevens, adres):
    assert gewicht(client, adres) <= 40_000


def test_een_antwoord_gaat_recht_naar_zijn_pagina(client, gegevens):
    antwoord = client.get("/zoek/", {"q": "st. niklaas"})
    assert antwoord.status_code == 302
    assert antwoord.headers["Location"] == "/gemeenten/sint-niklaas/"


@pytest.mark.parametrize(
    ("vraag", "zin"),
    [
        ("", "Wat zoek je?"),
        ("beveren", "Welke bedoel je?"),
        ("Brussel", "Dat ligt niet in Vlaanderen"),
        ("Liège", "Dat ligt niet in Vlaanderen"),
        ("cultuurnota", "Gevonden op deze site"),
        ("qqqqqqqq", "We vinden “qqqqqqqq” niet"),
        ("<script>", "We vinden “&lt;script&gt;” niet"),
    ],
)
def test_zoek_zegt_eerlijk_wat_het_vindt(client, gegevens, vraag, zin):
    assert zin in client.get("/zoek/", {"q": vraag}).content.decode()


@pytest.mark.parametrize("vraag", ["lint", "beveren", "kontcih", "qqqqqqqq", "cultuurnota", "9520", ""])
def test_zoeken_kost_hoogstens_zes_vragen(client, gegevens, vraag, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        client.get("/zoek/", {"q": vraag})


def test_voorstellen_noemen_naam_uitleg_en_pad(client, gegevens):
    voorstellen = client.get("/zoek/voorstellen.json", {"q": "deur"}).json()
    assert {
        "naam": "Deurle",
        "uitleg": "deelgemeente: Sint-Martens-Latem",
        "pad": "/gemeenten/sint-martens-latem/",
    } in (voorstellen)
    assert len(voorstellen) <= 8


def test_alle_vaste_paginas_zijn_vindbaar_met_hun_titel(gegevens):
    for pagina in PAGINAS:
        assert pagina.titel in [titel for titel, _ in vind_op_site(pagina.titel)]


def test_een_portret_is_vindbaar_op_naam(gegevens):
    assert ("De vraag is elders al beantwoord", "/belicht/wannes-de-laender/") in vind_op_site("De Laender")


def test_de_sitemap_noemt_elke_pagina_onder_het_adres_van_de_instellingen(client, gegevens):
    boom = ET.fromstring(client.get("/sitemap.xml", SERVER_NAME="localhost").content)
    adressen = [knoop.text or "" for knoop in boom.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert all(adres.startswith(instellingen.SITE_ADRES + "/") for adres in adressen)
    assert len(adressen) == len(set(adressen))
    paden = {urlsplit(adres).path for adres in adressen}
    assert {"/", "/igs/ginter/", "/regios/limburg/", "/gemeenten/borsbeek/", "/belicht/wannes-de-laender/"} <= paden
    assert sum(pad.startswith("/gemeenten/") for pad in paden) == 1 + 285 + 42 - 7


def test_elke_pagina_van_de_sitemap_bestaat(client, gegevens):
    boom = ET.fromstring(client.get("/sitemap.xml").content)
    for knoop in boom.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc"):
        pad = urlsplit(knoop.text or "").path
        assert client.get(pad).status_code == 200, pad


def test_robots_wijst_de_sitemap(client):
    assert f"Sitemap: {instellingen.SITE_ADRES}/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_leeft_raakt_de_databank_niet(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get("/gezondheid/leeft/").json() == {"leeft": True}


def test_klaar_kijkt_naar_databank_migraties_en_cache(client, db):
    assert client.get("/gezondheid/klaar/").json() == {"databank": True, "migraties": True, "cache": True}


def test_klaar_zegt_het_als_een_migratie_ontbreekt(client, db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'igs'")
    antwoord = client.get("/gezondheid/klaar/")
    assert antwoord.status_code == 503
    assert antwoord.json()["migraties"] is False


def test_klaar_zegt_het_als_de_cache_weg_is(client, db):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE cache")
    antwoord = client.get("/gezondheid/klaar/")
    assert antwoord.status_code == 503


@pytest.mark.parametrize("naam", ["", "Vzw Voorbeeld"])
def test_de_voet_zegt_wie_de_site_beheert(client, db, settings, naam):
    settings.BEHEERDER = {"naam": naam, "adres": "", "ondernemingsnummer": "", "email": ""}
    assert f"Naam: {naam or 'nog niet ingevuld'}" in client.get("/over/").content.decode()
