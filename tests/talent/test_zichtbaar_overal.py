"""One rule for every route: what somebody may not see is in no page, list, search, feed, sitemap, file or picture.

`ROUTES` names every address that shows talents to others: a new one gets a row here. Each field holds a word that
stands nowhere else, so that finding the word is finding the field.
"""

from collections.abc import Callable

import pytest
from django.test import Client

from igs.models import IGS, Gemeente
from talent import zoekrij
from talent.models import Talent
from talent.zichtbaarheid import STANDAARD, VOLGT
from tests.fabriek import maak_gebruiker, maak_gemeente, maak_igs, maak_lid
from tests.talent.fabriek import maak_beeld, maak_medium, maak_talent

# Word → field. The choices show as words of their own.
WOORDEN: dict[str, str] = {
    "voornaamwoorden": "zijn-merkvoornaam",
    "tekst": "merktekst",
    "talen": "Vlaamse Gebarentaal",
    "gemeente": "Merkgemeente",
    "rollen": "regisseur, dirigent of choreograaf",
    "aanbod": "in een jury zitten",
    "zoekt": "een plek om tentoon te stellen",
    "past_bij": "woonzorgcentrum",
    "stijlen": "merkstijl",
    "niveau": "deels als beroep",
    "lid_van": "merkvereniging",
    "prijs": "merkprijs",
    "duur": "merkduur",
    "personen": "4321",
    "techniek": "merktechniek",
    "plek": "binnen en buiten",
    "toegankelijkheid": "merktoegang",
    "beschikbaar": "merkagenda",
    "telefoon": "merktelefoon",
    "links": "merklink.example",
    "beelden": "merkbeeld",
    "media": "merkfilm",
    "reikwijdte": "heel Vlaanderen",
    "band": "repeteert er",
}
# Name → (address, who asks). `{slug}` the talent, `{igs}` its region.
ROUTES: dict[str, str] = {
    "pagina": "/talent/{slug}/",
    "blad": "/talent/{slug}/blad/",
    "contact": "/talent/{slug}/contact/",
    "lijst": "/talent/",
    "lijst op A-Z": "/talent/?sorteer=az",
    "kaart": "/talent/?weergave=kaart",
    "zoeken": "/talent/?q={slug}",
    "lijstje": "/talent/lijstje/?t={slug}",
    "atom": "/talent/atom.xml",
    "json": "/talent/talenten.json",
    "lijst van de regio": "/igs/{igs}/talent/",
    "atom van de regio": "/igs/{igs}/talent/atom.xml",
    "json van de regio": "/igs/{igs}/talent/talenten.json",
    "inbedden": "/igs/{igs}/talent/inbedden/",
    "sitemap": "/sitemap.xml",
    "zoeken op de site": "/zoek/?q={slug}",
}
# These draw the map of the real municipalities.
MET_KAART: dict[str, str] = {
    "igs": "/igs/zuidrand/",
    "home": "/",
    "gemeente": "/gemeenten/lint/",
    "regio": "/regios/antwerpen/",
}
INDEX = {"sitemap"}
FEEDS = {"atom", "json", "atom van de regio", "json van de regio", "inbedden"}


@pytest.fixture
def regio(lege_databank) -> IGS:
    igs = maak_igs("Zuidrand")
    maak_lid(igs, maak_gemeente("11001", "Merkgemeente"))
    return igs


def maak_vol(regio: IGS, leeftijd: str = "18", zichtbaar: str | None = None, **velden: object) -> Talent:
    """Every field filled in with its word, and the same choice about all of them."""
    talent = maak_talent(
        naam="Testmaker",
        thuis=regio,
        leeftijd=leeftijd,
        voornaamwoorden="zijn-merkvoornaam",
        tekst="merktekst " * 30,
        talen=["vgt"],
        rollen=["regisseur"],
        aanbod=["jury"],
        zoekt=["expoplek"],
        past_bij=["woonzorg"],
        stijlen=["merkstijl"],
        niveau="half",
        lid_van="merkvereniging",
        prijs="bespreken",
        prijs_uitleg="merkprijs",
        duur="merkduur",
        personen=4321,
        techniek="merktechniek",
        plek="beide",
        toegankelijkheid="merktoegang",
        beschikbaar="merkagenda",
        telefoon="0470 merktelefoon",
        links=["https://merklink.example/"],
        reikwijdte="vlaanderen",
        band=["repeteert"],
        zichtbaarheid=dict.fromkeys(STANDAARD, zichtbaar) if zichtbaar else {},
        **({"in_feeds": True} if leeftijd != "13-15" else {}) | velden,
    )
    maak_beeld(talent.online, alt="merkbeeld")
    maak_medium(talent.online, titel="merkfilm")
    zoekrij.leid_af(talent)
    return talent


def lees(client: Client, talent: Talent, route: str, verwacht: tuple[int, ...] = (200,)) -> str:
    adres = ROUTES[route].format(slug=talent.slug, igs=talent.thuis.slug)
    antwoord = client.get(adres, follow=True)
    assert antwoord.status_code in verwacht, adres
    inhoud = b"".join(antwoord.streaming_content) if antwoord.streaming else antwoord.content
    return inhoud.decode()


def bevat(html: str, veld: str) -> bool:
    """A choice may begin with a capital; facets of the directory name every choice, whoever made it."""
    return WOORDEN[veld].lower() in html.lower()


# Facets and lists of choices name the choice itself: what counts there is the word of a person.
KEUZES = {"talen", "rollen", "aanbod", "zoekt", "past_bij", "niveau", "plek", "reikwijdte", "band"}
# They name every municipality, whoever lives there.
MET_GEMEENTEN = {"zoeken op de site", "sitemap", "lijst", "kaart", "lijst op A-Z", "zoeken", "lijst van de regio"}


def verboden(veld: str, route: str) -> bool:
    """Whether the word of this field says something on this route."""
    eigen_pagina = route in {"pagina", "blad", "contact"}
    if veld in KEUZES:
        return eigen_pagina
    return veld != "gemeente" or route not in MET_GEMEENTEN


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("keuze", ["niemand", "aangemeld"])
def test_wat_niet_voor_iedereen_is_staat_op_geen_openbare_route(client, regio, route, keuze):
    html = lees(client, maak_vol(regio, zichtbaar=keuze), route, (200, 404) if route == "lijstje" else (200,))
    assert [veld for veld in WOORDEN if verboden(veld, route) and bevat(html, veld)] == []


def test_de_woorden_staan_er_wel_voor_wie_ze_mag_zien(client, regio):
    """Or the tests above could not fail."""
    talent = maak_vol(regio, zichtbaar="iedereen")
    assert [veld for veld in WOORDEN if not bevat(lees(client, talent, "pagina"), veld)] == []


def test_elk_veld_van_de_regel_heeft_een_woord():
    assert WOORDEN.keys() | VOLGT.keys() | {"plaats"} == {*STANDAARD, *VOLGT}


@pytest.mark.parametrize("veld", WOORDEN)
def test_een_veld_voor_aangemelden_staat_enkel_op_hun_adres(client, regio, veld):
    talent = maak_vol(regio, zichtbaar="niemand")
    talent.online.zichtbaarheid |= {veld: "aangemeld"}
    talent.online.save()
    client.force_login(maak_gebruiker("kijker@voorbeeld.be"))
    html = client.get(f"/talent/{talent.slug}/aangemeld/").content.decode()
    assert [ander for ander in WOORDEN if bevat(html, ander)] == [veld]
    assert not bevat(lees(client, talent, "pagina"), veld)


def test_wat_voor_niemand_is_ziet_ook_wie_aangemeld_is_niet(client, regio):
    talent = maak_vol(regio, zichtbaar="niemand")
    client.force_login(maak_gebruiker("kijker@voorbeeld.be"))
    html = client.get(f"/talent/{talent.slug}/aangemeld/").content.decode()
    assert [veld for veld in WOORDEN if bevat(html, veld)] == []


# --- who is not visible at all ----------------------------------------------------------------------------------------
VERDWIJNEN: dict[str, Callable[[Talent], object]] = {
    "verborgen": lambda talent: _zet(talent, verborgen_op="2026-11-20T12:00Z", verborgen_door="eigenaar"),
    "wordt gewist": lambda talent: _zet(talent, wissen_op="2026-12-01T12:00Z"),
    "niet toegelaten": lambda talent: talent.toelatingen.update(stand="gevraagd"),
    "geweigerd": lambda talent: talent.toelatingen.update(stand="geweigerd"),
    "zonder goedgekeurd profiel": lambda talent: _zet(talent, online=None),
}


def _zet(talent: Talent, **velden: object) -> None:
    Talent.objects.filter(pk=talent.pk).update(**velden)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("hoe", VERDWIJNEN)
def test_wie_niet_zichtbaar_is_staat_op_geen_enkele_route(client, regio, hoe, route):
    talent = maak_vol(regio, zichtbaar="iedereen")
    VERDWIJNEN[hoe](talent)
    zoekrij.leid_af(talent)
    html = lees(client, talent, route, (200, 404))
    assert "Testmaker" not in html
    assert "merk" not in html.lower().replace("merkgemeente", "").replace('class="merk', "").replace("woordmerk", "")


@pytest.mark.parametrize("route", ["pagina", "lijst", "lijstje", "json", "sitemap", "inbedden", "lijst van de regio"])
def test_wie_zichtbaar_is_staat_er_wel(client, regio, route):
    html = lees(client, maak_vol(regio), route)
    assert "testmaker" in html.lower()


@pytest.mark.parametrize("route", INDEX)
def test_wie_niet_in_zoekmachines_wil_staat_niet_in_de_sitemap(client, regio, route):
    assert "testmaker" not in lees(client, maak_vol(regio, in_zoekmachines=False), route)


@pytest.mark.parametrize("route", FEEDS)
def test_wie_niet_in_lijsten_wil_staat_in_geen_feed(client, regio, route):
    assert "testmaker" not in lees(client, maak_vol(regio, in_feeds=False), route).lower()


# --- under 18 ---------------------------------------------------------------------------------------------------------
NOOIT_BIJ_JONG = {
    "voornaamwoorden",
    "gemeente",
    "band",
    "lid_van",
    "telefoon",
    "links",
    "media",
    "beschikbaar",
    "prijs",
}


@pytest.mark.parametrize("route", ROUTES)
def test_wie_13_tot_15_is_lekt_nergens(client, regio, route):
    talent = maak_vol(regio, "13-15", zichtbaar="iedereen")
    html = lees(client, talent, route, (200, 404))
    velden = [veld for veld in NOOIT_BIJ_JONG if verboden(veld, route) and bevat(html, veld)]
    assert velden == []
    if route in INDEX | FEEDS | {"contact"}:
        assert "Testmaker" not in html
        assert talent.slug not in html


def test_de_pagina_van_wie_13_tot_15_is_heeft_geen_contact_geen_jsonld_en_geen_deelbeeld(client, regio):
    talent = maak_vol(regio, "13-15", zichtbaar="iedereen")
    antwoord = client.get(f"/talent/{talent.slug}/")
    html = antwoord.content.decode()
    assert "Neem contact op" not in html
    assert "ld+json" not in html
    assert "og:image" not in html
    assert "noindex" in antwoord.headers["X-Robots-Tag"]
    assert client.get(f"/talent/{talent.slug}/contact/").status_code == 404
    assert client.get(f"/deelbeeld/talent/{talent.slug}.png").status_code == 404
    assert "Zuidrand" in html


def test_wie_aangemeld_is_ziet_van_13_tot_15_niets_meer(client, regio):
    talent = maak_vol(regio, "13-15", zichtbaar="iedereen")
    client.force_login(maak_gebruiker("kijker@voorbeeld.be"))
    html = client.get(f"/talent/{talent.slug}/aangemeld/").content.decode()
    assert [veld for veld in NOOIT_BIJ_JONG if bevat(html, veld)] == []


def test_16_en_17_jaar_heeft_een_contact_via_de_coordinator_en_geen_deelbeeld(client, regio):
    talent = maak_vol(regio, "16-17", zichtbaar="iedereen")
    html = lees(client, talent, "pagina")
    assert "Je bericht gaat naar de coördinator van de streek" in html
    assert "og:image" not in html
    assert client.get(f"/deelbeeld/talent/{talent.slug}.png").status_code == 404


@pytest.mark.parametrize("adres", MET_KAART.values(), ids=MET_KAART.keys())
@pytest.mark.parametrize("hoe", [*VERDWIJNEN, "13-15"])
def test_ook_paginas_met_een_kaart_tonen_niets_te_veel(client, gegevens, adres, hoe):
    regio = IGS.objects.get(slug="zuidrand")
    talent = maak_vol(regio, "13-15" if hoe == "13-15" else "18", gemeente=Gemeente.objects.get(slug="lint"))
    VERDWIJNEN.get(hoe, lambda talent: None)(talent)
    zoekrij.leid_af(talent)
    html = client.get(adres, follow=True).content.decode()
    # Somebody of 13 to 15 may be counted or shown in a region, never at a municipality.
    assert "Testmaker" not in html or (hoe == "13-15" and "/igs/" in adres)
    assert [veld for veld in NOOIT_BIJ_JONG - {"gemeente"} if bevat(html, veld)] == []
