"""BE/LICHT by question: all answers side by side."""

import pytest

from igs.models import Portret, Vraag
from tests.fabriek import maak_igs, maak_portret, maak_vraag
from tests.igs.lezen import pagina

pytestmark = pytest.mark.django_db


@pytest.fixture
def vraag():
    """The only questions there are, with two portraits of which one answers both."""
    Portret.objects.all().delete()
    Vraag.objects.all().delete()
    trots = maak_vraag("Waarop ben je trots?", volgorde=1)
    maak_vraag("Wat kan beter?", volgorde=2)
    maak_vraag("Wie ben je?", volgorde=3)
    igs = maak_igs("Ons netwerk")
    beide = {trots.slug: "<p>Op <em>alles</em>.</p>", "wat-kan-beter": "<p>Niets.</p>"}
    maak_portret(igs, "Portret een", naam="An", antwoorden=beide)
    maak_portret(igs, "Portret twee", naam="Bo", functie="", verteld="", antwoorden={trots.slug: "<p>Op ons.</p>"})
    return trots


def test_een_vraag_toont_alle_antwoorden_naast_elkaar(client, vraag):
    bladzijde = pagina(client, "/belicht/vragen/waarop-ben-je-trots/")
    for deel in ("2 coördinatoren antwoorden op deze vraag", "An", "Op alles", "Bo", "Op ons."):
        assert deel in bladzijde.woorden
    assert "Niets." not in bladzijde.woorden
    assert ("em", {}) in bladzijde.elementen
    links = bladzijde.waarden("a", "href")
    assert {"/belicht/", "/belicht/portret-een/", "/belicht/portret-twee/"} <= set(links)


def test_alleen_vragen_met_een_antwoord_staan_als_andere_vraag(client, vraag):
    links = pagina(client, "/belicht/vragen/waarop-ben-je-trots/").waarden("a", "href")
    assert "/belicht/vragen/wat-kan-beter/" in links
    assert "/belicht/vragen/wie-ben-je/" not in links
    assert "/belicht/vragen/waarop-ben-je-trots/" not in links


def test_bij_een_antwoord_staat_het_er_in_het_enkelvoud(client, vraag):
    assert "1 coördinator antwoordt op deze vraag" in pagina(client, "/belicht/vragen/wat-kan-beter/").woorden


def test_een_vraag_zonder_antwoord_zegt_dat(client, vraag):
    assert "Op deze vraag antwoordde nog niemand." in pagina(client, "/belicht/vragen/wie-ben-je/").woorden


def test_een_verborgen_portret_antwoordt_niet_mee(client, vraag):
    Portret.objects.filter(slug="portret-een").update(gepubliceerd_op=None)
    bladzijde = pagina(client, "/belicht/vragen/waarop-ben-je-trots/")
    assert "Op alles" not in bladzijde.woorden
    assert "/belicht/vragen/wat-kan-beter/" not in bladzijde.waarden("a", "href")
    assert "Op ons." in bladzijde.woorden


def test_een_vraag_die_niet_bestaat_is_een_404(client, vraag):
    assert client.get("/belicht/vragen/bestaat-niet/").status_code == 404
    assert client.get("/belicht/vragen/").status_code == 404


def test_het_portret_wijst_naar_de_vraag(client, vraag):
    assert "/belicht/vragen/waarop-ben-je-trots/" in pagina(client, "/belicht/portret-een/").waarden("a", "href")


@pytest.mark.parametrize("rijen", [1, 20])
def test_twee_vragen_aan_de_databank(client, vraag, rijen, django_assert_num_queries):
    igs = maak_igs("Nog een netwerk")
    for nummer in range(rijen):
        maak_portret(igs, f"P {nummer}", antwoorden={vraag.slug: "<p>Ja.</p>"})
    with django_assert_num_queries(2):
        assert client.get("/belicht/vragen/waarop-ben-je-trots/").status_code == 200


def test_canoniek_adres_feed_en_deelkop(client, vraag, settings):
    bladzijde = pagina(client, "/belicht/vragen/waarop-ben-je-trots/")
    adres = f"{settings.SITE_ADRES}/belicht/vragen/waarop-ben-je-trots/"
    assert ("link", {"rel": "canonical", "href": adres}) in bladzijde.elementen
    assert ("meta", {"property": "og:title", "content": "Waarop ben je trots?"}) in bladzijde.elementen
    assert "/belicht/atom.xml" in bladzijde.waarden("link", "href")
