"""Who is online, who is not, and where each of them may stand: every way out at once."""

import json
import re
from xml.etree import ElementTree

import pytest

from igs.models import IGS, Gemeente
from opnetwerk.dag import nu
from opnetwerk.sitezoeken import vind_op_site
from talent.models import Talent
from talent.zoekrij import haal_weg, leid_af
from tests.talent.fabriek import maak_talent

pytestmark = pytest.mark.usefixtures("gegevens")
NAAM = "Merel Kwadraat"
SLUG = "merel-kwadraat"
WEGEN = {
    "lijst": "/talent/",
    "zoeken": "/talent/?q=merel",
    "facet": "/talent/?vorm=solo",
    "regio": "/talent/?regio=zuidrand",
    "gemeente": "/talent/?gemeente=lint",
    "lijstje": f"/talent/lijstje/?t={SLUG}",
    "igs": "/igs/zuidrand/talent/",
    "inbedden": "/igs/zuidrand/talent/inbedden/",
    "atom": "/talent/atom.xml",
    "json": "/talent/talenten.json",
    "igs atom": "/igs/zuidrand/talent/atom.xml",
    "igs json": "/igs/zuidrand/talent/talenten.json",
    "sitemap": "/sitemap.xml",
    "site": "/zoek/?q=merel+kwadraat",
}
OP_SITE = {"lijst", "zoeken", "facet", "regio", "gemeente", "lijstje", "igs", "site"}
FEEDS = {"inbedden", "atom", "json", "igs atom", "igs json"}


def lint() -> Gemeente:
    return Gemeente.objects.get(slug="lint", bestaat_tot=None)


def te_zien(client) -> set[str]:
    """The ways on which the name or the address of the talent stands."""
    return {
        weg
        for weg, adres in WEGEN.items()
        if NAAM in (tekst := client.get(adres).content.decode()) or f"/talent/{SLUG}/" in tekst
    }


def test_wie_overal_mag_staat_overal(client):
    maak_talent(naam=NAAM, gemeente=lint())
    assert te_zien(client) == set(WEGEN)
    assert client.get("/talent/?beeld=kaart").content.decode().count("Lint: 1 maker<") == 1


@pytest.mark.parametrize(
    ("velden", "verwacht"),
    [
        ({"in_feeds": False}, OP_SITE | {"sitemap"}),
        ({"in_zoekmachines": False}, OP_SITE | FEEDS),
        ({"pauze": True}, set(WEGEN)),
        ({"leeftijd": "16-17"}, set(WEGEN)),
        ({"leeftijd": "13-15"}, OP_SITE - {"gemeente", "facet"}),
        ({"zichtbaarheid": {"gemeente": "aangemeld"}}, set(WEGEN) - {"gemeente"}),
        ({"online": False}, set()),
        ({"verborgen_op": nu, "verborgen_door": "eigenaar"}, set()),
        ({"wissen_op": nu}, set()),
    ],
)
def test_elke_stand_staat_enkel_waar_ze_mag(client, velden, verwacht):
    velden = {naam: waarde() if callable(waarde) else waarde for naam, waarde in velden.items()}
    maak_talent(naam=NAAM, gemeente=lint(), **velden)
    assert te_zien(client) == verwacht


@pytest.mark.parametrize("hoe", ["verborgen", "gewist", "geweigerd", "wissen gevraagd"])
def test_wie_verdwijnt_is_meteen_overal_weg(client, hoe):
    talent = maak_talent(naam=NAAM, gemeente=lint())
    maak_talent(naam="Blijver", gemeente=lint())
    assert te_zien(client) == set(WEGEN)
    if hoe == "verborgen":
        Talent.objects.filter(pk=talent.pk).update(verborgen_op=nu(), verborgen_door="redactie")
    elif hoe == "wissen gevraagd":
        Talent.objects.filter(pk=talent.pk).update(wissen_op=nu())
    elif hoe == "geweigerd":
        talent.toelatingen.update(stand="geweigerd")
    nummer = talent.pk
    if hoe == "gewist":
        talent.delete()
        haal_weg(nummer)
    else:
        leid_af(talent)
    assert te_zien(client) == set()
    tekst = client.get("/talent/?beeld=kaart").content.decode()
    assert "Lint: 1 maker<" in tekst
    assert "Er staat nu 1 maker op" in tekst


def test_ook_zonder_nieuwe_zoekrij_toont_geen_kaartje_wie_verborgen_is(client):
    """The row lags behind: counts do too, but nothing of the talent itself is shown."""
    talent = maak_talent(naam=NAAM, gemeente=lint())
    Talent.objects.filter(pk=talent.pk).update(verborgen_op=nu(), verborgen_door="redactie")
    assert te_zien(client) <= {"site"}


def test_atom_is_wat_een_lezer_verwacht(client):
    maak_talent(naam="Jan <b> & Mie", kort="A < B & C", gemeente=lint(), disciplines=["jazz-en-blues"])
    boom = ElementTree.fromstring(client.get("/igs/zuidrand/talent/atom.xml").content)
    ns = {"a": "http://www.w3.org/2005/Atom"}
    [item] = boom.findall("a:entry", ns)
    assert item.findtext("a:title", namespaces=ns) == "Jan <b> & Mie"
    assert item.findtext("a:summary", namespaces=ns) == "A &lt; B &amp; C"
    assert [een.get("term") for een in item.findall("a:category", ns)] == ["Jazz en blues"]
    assert "Zuidrand" in (boom.findtext("a:title", namespaces=ns) or "")


def test_json_noemt_enkel_wat_iedereen_mag_zien(client):
    maak_talent(
        naam=NAAM, gemeente=lint(), telefoon="03 123 45 67", zichtbaarheid={"gemeente": "niemand"}, tekst="lang verhaal"
    )
    antwoord = client.get("/talent/talenten.json")
    assert antwoord.headers["Access-Control-Allow-Origin"] == "*"
    feed = json.loads(antwoord.content)
    assert feed["version"].endswith("1.1")
    [item] = feed["items"]
    assert item["_opnetwerk"] == {"gemeente": "", "nis_code": "", "igs": "zuidrand", "vorm": "solo", "voorbeeld": False}
    assert item["tags"] == ["Pop en rock"]
    assert "03 123" not in antwoord.content.decode()
    assert client.get("/talent/talenten.json", headers={"If-None-Match": antwoord.headers["ETag"]}).status_code == 304


def test_enkel_de_inbedding_mag_in_een_kader(client):
    maak_talent(naam=NAAM, gemeente=lint())
    antwoord = client.get("/igs/zuidrand/talent/inbedden/")
    assert "frame-ancestors *" in antwoord.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in antwoord.headers
    assert "script" not in antwoord.content.decode()
    assert 'content="noindex"' in antwoord.content.decode()
    for pad in ("/talent/", "/igs/zuidrand/talent/", "/talent/lijstje/"):
        ander = client.get(pad)
        assert "frame-ancestors 'none'" in ander.headers["Content-Security-Policy"]
        assert ander.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("staart", ["", "atom.xml", "talenten.json", "inbedden/"])
def test_een_onbekend_igs_is_er_niet(client, staart):
    assert client.get(f"/igs/bestaat-niet/talent/{staart}").status_code == 404


def test_een_igs_zonder_makers_zegt_dat(client):
    tekst = client.get("/igs/co7/talent/").content.decode()
    assert "Hier staan nog geen makers" in tekst
    assert 'href="/igs/co7/contact/"' in tekst
    assert "/igs/co7/talent/" not in client.get("/sitemap.xml").content.decode()


def test_het_igs_bladert_en_noemt_zijn_kader(client, django_assert_max_num_queries):
    for i in range(30):
        maak_talent(naam=f"T{i:02}", gemeente=lint())
    with django_assert_max_num_queries(12):
        eerste = client.get("/igs/zuidrand/talent/").content.decode()
    assert len(re.findall("<h3>", eerste)) == 24
    assert "30 makers uit Zuidrand" in eerste
    assert "&lt;iframe src=" in eerste
    assert len(re.findall("<h3>", client.get("/igs/zuidrand/talent/?pagina=2").content.decode())) == 6
    assert len(re.findall("<h3>", client.get("/igs/zuidrand/talent/?pagina=99999999").content.decode())) == 6


@pytest.mark.parametrize("pad", ["/talent/atom.xml", "/talent/talenten.json", "/igs/zuidrand/talent/inbedden/"])
def test_evenveel_vragen_bij_een_en_bij_twintig(client, pad, django_assert_max_num_queries):
    def tel() -> int:
        client.get(pad)
        with django_assert_max_num_queries(12) as gesteld:
            client.get(pad)
        return len(gesteld)

    maak_talent(naam="T", gemeente=lint())
    bij_een = tel()
    for i in range(19):
        maak_talent(naam=f"T{i}", gemeente=lint())
    assert tel() == bij_een


def test_de_site_vindt_een_maker_op_een_naam_met_een_tikfout():
    maak_talent(naam="Merel Kwadraat", gemeente=lint())
    assert ("Merel Kwadraat, maker", f"/talent/{SLUG}/") in vind_op_site("merel kwadraad")
    assert IGS.objects.filter(slug="zuidrand").exists()
