"""The one rule of visibility: every kind of content, in every state, along every way to it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.template.loader import render_to_string

from igs.models import IGS, Activiteit, Gidstekst
from igs.templatetags.inhoud import belnummer
from igs.views_inhoud import activiteit_context, bericht_context, portret_context, praktijk_context
from opnetwerk.dag import nu
from opnetwerk.sitezoeken import vind_op_site
from tests.fabriek import (
    GEPUBLICEERD,
    maak_activiteit,
    maak_bericht,
    maak_coordinator,
    maak_igs,
    maak_portret,
    maak_praktijk,
    maak_vraag,
)
from tests.igs.lezen import Pagina, pagina
from tests.igs.test_praktijken import maak_foto

TITEL = "Xylofoonkwartier"
WEG = GEPUBLICEERD - timedelta(days=10)
TOESTANDEN: dict[str, tuple[bool, dict[str, Any]]] = {
    "gepubliceerd": (True, {}),
    "nog_niet_verborgen": (True, {"verbergen_op": GEPUBLICEERD + timedelta(days=365)}),
    "concept": (False, {"gepubliceerd_op": None}),
    "gepland": (False, {"gepubliceerd_op": GEPUBLICEERD + timedelta(days=60)}),
    "verborgen": (False, {"gepubliceerd_op": WEG, "verbergen_op": GEPUBLICEERD}),
    "prullenmand": (False, {"verwijderd_op": GEPUBLICEERD}),
}
Maker = Callable[..., Any]
SOORTEN: dict[str, tuple[Maker, list[str]]] = {
    "portret": (
        lambda igs, **velden: maak_portret(igs, TITEL, antwoorden={"waarop-ben-je-trots": f"<p>{TITEL}</p>"}, **velden),
        ["/belicht/", "/belicht/vragen/waarop-ben-je-trots/", "/belicht/atom.xml", "/"],
    ),
    "praktijk": (lambda igs, **velden: maak_praktijk(igs, TITEL, **velden), ["/praktijken/"]),
    "activiteit": (
        lambda igs, **velden: maak_activiteit(TITEL, igs=igs, **velden),
        ["/agenda/", "/agenda/?regio=antwerpen", "/agenda/agenda.ics", "/agenda/agenda.ics?regio=antwerpen", "/"],
    ),
    "bericht": (
        lambda igs, **velden: maak_bericht(TITEL, igs=igs, **velden),
        ["/nieuws/", "/nieuws/?igs=zuidrand", "/nieuws/atom.xml", "/nieuws/atom.xml?igs=zuidrand", "/"],
    ),
}


@pytest.fixture
def zuidrand(gegevens: None) -> IGS:
    return IGS.objects.get(slug="zuidrand")


@pytest.mark.parametrize("toestand", TOESTANDEN)
@pytest.mark.parametrize("soort", SOORTEN)
def test_wat_niet_zichtbaar_is_staat_nergens(client, zuidrand, soort, toestand):
    zichtbaar, velden = TOESTANDEN[toestand]
    maak, wegen = SOORTEN[soort]
    item = maak(zuidrand, **velden)
    eigen = item.get_absolute_url()
    assert client.get(eigen).status_code == (200 if zichtbaar else 404)
    for weg in [*wegen, "/igs/zuidrand/"]:
        assert (TITEL in client.get(weg).content.decode()) is zichtbaar, weg
    assert (f"{eigen}</loc>" in client.get("/sitemap.xml").content.decode()) is zichtbaar
    assert ((TITEL, eigen) in vind_op_site(TITEL)) is zichtbaar
    if isinstance(item, Activiteit):
        assert client.get(f"/agenda/{item.slug}.ics").status_code == (200 if zichtbaar else 404)


@pytest.mark.parametrize(
    ("soort", "sjabloon", "maak_context"),
    [
        ("portret", "belicht_pagina", portret_context),
        ("praktijk", "praktijken_pagina", praktijk_context),
        ("activiteit", "agenda_pagina", activiteit_context),
        ("bericht", "nieuws_pagina", bericht_context),
    ],
)
def test_een_voorbeeld_van_een_concept_is_dezelfde_pagina_zonder_dag(rf, zuidrand, soort, sjabloon, maak_context):
    concept = SOORTEN[soort][0](zuidrand, gepubliceerd_op=None)
    bladzijde = Pagina(render_to_string(f"igs/{sjabloon}.html", maak_context(concept), rf.get("/")))
    assert TITEL in bladzijde.woorden
    assert "Geplaatst op" not in bladzijde.woorden
    assert "datePublished" not in bladzijde.jsonld


@pytest.mark.parametrize("toestand", TOESTANDEN)
@pytest.mark.parametrize("gids", Gidstekst.Pagina)
def test_een_gidstekst_staat_enkel_op_haar_pagina_met_haar_dag(client, gegevens, gids, toestand):
    zichtbaar, velden = TOESTANDEN[toestand]
    gidstekst = Gidstekst.objects.create(
        **{"pagina": gids, "titel": TITEL, "tekst": "<p>Let <em>op</em>.</p>", "gepubliceerd_op": GEPUBLICEERD} | velden
    )
    for andere in Gidstekst.Pagina:
        woorden = pagina(client, Gidstekst(pagina=andere).get_absolute_url()).woorden
        assert (TITEL in woorden) is (zichtbaar and andere == gids)
    woorden = pagina(client, gidstekst.get_absolute_url()).woorden
    assert ("Geplaatst op 1 november 2026" in woorden) is zichtbaar


@pytest.mark.parametrize("gids", Gidstekst.Pagina)
def test_een_gids_kost_een_vast_aantal_vragen(client, gegevens, gids, django_assert_max_num_queries):
    for nummer in range(20):
        Gidstekst.objects.create(pagina=gids, titel=f"T {nummer}", tekst="<p>x</p>", gepubliceerd_op=GEPUBLICEERD)
    with django_assert_max_num_queries(7):
        client.get(Gidstekst(pagina=gids).get_absolute_url())


# --- the page of an IGS ---


def test_wat_een_igs_niet_heeft_staat_niet_op_zijn_pagina(client, gegevens):
    bladzijde = pagina(client, "/igs/dijk92/")
    for kop in ("Op de agenda", "Uit de praktijk", "Contactpersoon", "Thema's", "Wat Dijk92 doet", "In BE / LICHT"):
        assert kop not in bladzijde.woorden
    assert not {"profiel", "agenda", "nieuws", "praktijken"} & {attrs.get("id") for _, attrs in bladzijde.elementen}


def test_de_pagina_van_een_igs_toont_wat_het_zelf_vertelt(client, zuidrand):
    zuidrand.profiel, zuidrand.themas = "<h3>Waarom</h3><p>Omdat <em>samen</em> beter is.</p>", ["erfgoed", "podium"]
    zuidrand.save()
    maak_coordinator(zuidrand, "Bo Voorbeeld", functie="coördinator", telefoon="03 123 45 67", email="geheim@x.be")
    maak_activiteit("Feest", igs=zuidrand, geannuleerd=True)
    bladzijde = pagina(client, "/igs/zuidrand/")
    for deel in ("Omdat samen beter is.", "erfgoed, podium", "Bo Voorbeeld, coördinator", "Gaat niet door"):
        assert deel in bladzijde.woorden
    assert "tel:+3231234567" in bladzijde.waarden("a", "href")
    koppen = [attrs["id"] for tag, attrs in bladzijde.elementen if tag == "h2" and "id" in attrs]
    assert koppen == ["profiel", "agenda"]
    assert "geheim@x.be" not in client.get("/igs/zuidrand/").content.decode()


@pytest.mark.parametrize(
    ("nummer", "link"),
    [
        ("03 123 45 67", "+3231234567"),
        ("0478/12.34.56", "+32478123456"),
        ("+32 (0)3 123 45 67", "+3231234567"),
        (" +31 20 123", "+3120123"),
        ("0032 3 123 45 67", "+3231234567"),
        ("geen", ""),
        ("", ""),
    ],
)
def test_een_nummer_is_hoe_dan_ook_geschreven_te_bellen(nummer, link):
    assert belnummer(nummer) == link


@pytest.mark.parametrize(
    ("van", "tot", "staat_er"),
    [
        ("2026-11-23", None, True),
        ("2020-01-01", "2026-11-23", True),
        ("2026-11-24", None, False),
        ("2020-01-01", "2026-11-22", False),
    ],
)
def test_een_contactpersoon_staat_er_van_de_eerste_tot_en_met_de_laatste_dag(client, zuidrand, van, tot, staat_er):
    maak_coordinator(zuidrand, "Bo Voorbeeld", van=van, tot=tot)
    assert ("Bo Voorbeeld" in pagina(client, "/igs/zuidrand/").woorden) is staat_er


def test_van_een_ander_igs_staat_er_niets(client, zuidrand):
    ander = maak_igs("Een ander")
    maak_coordinator(ander, "Bo Voorbeeld")
    maak_activiteit(TITEL, igs=ander)
    woorden = pagina(client, "/igs/zuidrand/").woorden
    assert TITEL not in woorden
    assert "Bo Voorbeeld" not in woorden


@pytest.mark.parametrize("rijen", [1, 20])
def test_de_pagina_van_een_igs_kost_een_vast_aantal_vragen(client, zuidrand, rijen, django_assert_num_queries):
    zuidrand.foto = maak_foto()
    zuidrand.save()
    for nummer in range(rijen):
        maak_coordinator(zuidrand, f"C {nummer}")
        maak_activiteit(f"A {nummer}", igs=zuidrand)
        maak_bericht(f"B {nummer}", igs=zuidrand)
        maak_praktijk(zuidrand, f"P {nummer}")
        maak_portret(zuidrand, f"Q {nummer}")
    with django_assert_num_queries(18):  # one for each figure of the area
        client.get("/igs/zuidrand/")


def test_van_elke_soort_staan_er_enkel_de_nieuwste(client, zuidrand):
    for nummer in range(9):
        maak_bericht(f"Bericht {nummer}", igs=zuidrand, gepubliceerd_op=GEPUBLICEERD - timedelta(days=nummer))
        maak_praktijk(zuidrand, f"Praktijk {nummer}", gepubliceerd_op=GEPUBLICEERD - timedelta(days=nummer))
    woorden = pagina(client, "/igs/zuidrand/").woorden
    assert [nummer for nummer in range(9) if f"Bericht {nummer}" in woorden] == [0, 1, 2]
    assert [nummer for nummer in range(9) if f"Praktijk {nummer}" in woorden] == [0, 1, 2, 3, 4, 5]


# --- the home page and search ---


def test_zonder_activiteiten_en_nieuws_staat_er_op_home_geen_kop(client, gegevens):
    woorden = pagina(client, "/").woorden
    assert "Binnenkort" not in woorden
    assert "Nieuws van de netwerken" not in woorden


def test_home_toont_de_volgende_drie_die_doorgaan_en_de_nieuwste_drie(client, gegevens):
    for nummer in range(5):
        maak_activiteit(f"Moment {nummer}", begint_op=nu() + timedelta(days=nummer + 1), geannuleerd=nummer == 1)
        maak_bericht(f"Bericht {nummer}", gepubliceerd_op=GEPUBLICEERD - timedelta(days=nummer))
    maak_activiteit("Moment geweest", begint_op=nu() - timedelta(days=1))
    woorden = pagina(client, "/").woorden
    assert [nummer for nummer in range(5) if f"Moment {nummer}" in woorden] == [0, 2, 3]
    assert [nummer for nummer in range(5) if f"Bericht {nummer}" in woorden] == [0, 1, 2]
    assert "Moment geweest" not in woorden


@pytest.mark.parametrize(
    ("vraag", "gevonden"),
    [
        ("bibliobus", True),
        ("cafe", True),  # stored with an accent
        ("Jan&Piet", True),
        ("jan&piet BIBLIOBUS", True),
        ("strong", False),  # a tag is no word
        ("noopener", False),
        ("bibliobus onvindbaar", False),
        ("100%", False),
    ],
)
def test_zoeken_kijkt_in_de_woorden_en_niet_in_de_opmaak(gegevens, vraag, gevonden):
    maak_bericht(
        "Iets", tekst='<p>Een <strong>bibliobus</strong> in het café, met Jan&Piet en 100 <a href="/">links</a>.</p>'
    )
    assert (("Iets", "/nieuws/iets/") in vind_op_site(vraag)) is gevonden


def test_zoeken_zet_wie_het_in_de_titel_heeft_eerst(gegevens):
    maak_activiteit("Samen zingen", tekst="<p>xylofoon</p>")
    maak_praktijk(maak_igs(), "Een xylofoon voor iedereen", slug="x")
    assert [titel for titel, _ in vind_op_site("xylofoon")] == ["Een xylofoon voor iedereen", "Samen zingen"]


def test_een_vraag_van_belicht_is_te_vinden(gegevens):
    assert ("Waarop ben je trots?", "/belicht/vragen/waarop-ben-je-trots/") in vind_op_site("waarop trots")


def test_de_sitemap_noemt_enkel_vragen_met_een_antwoord(client, gegevens):
    maak_vraag("Wie antwoordt hierop?", slug="niemand")
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "/belicht/vragen/waarop-ben-je-trots/</loc>" in sitemap
    assert "/belicht/vragen/niemand/" not in sitemap


@pytest.mark.parametrize("rijen", [1, 20])
def test_zoeken_en_sitemap_kosten_een_vast_aantal_vragen(client, gegevens, rijen, django_assert_num_queries):
    igs = maak_igs()
    for nummer in range(rijen):
        for maak in (maak_activiteit, maak_bericht):
            maak(f"{TITEL} {nummer}", igs=igs)
        maak_praktijk(igs, f"{TITEL} {nummer}")
    with django_assert_num_queries(6):
        client.get(f"/zoek/?q={quote(TITEL)}")
    with django_assert_num_queries(11):
        client.get("/sitemap.xml")
