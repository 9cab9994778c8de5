"""The pages about outcomes and ties: for who manages, behind the links in mails, and on the profile itself."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from opnetwerk import dagelijks
from opnetwerk.models import Gebruiker
from talent import taken, uitkomsten, verbinden, voorbeeldnetwerk
from talent.models import Talent, Uitkomst, Verbinding
from talent.slugs import VOORBEHOUDEN
from tests import vijandig
from tests.aanmelden import maak_rekening
from tests.fabriek import maak_gemeente
from tests.talent.fabriek import eigenaar_van, maak_talent
from tests.talent.oproepfabriek import maak_oproep, maak_reactie
from tests.talent.test_uitkomsten import NU, maak_gesprek, maak_uitkomst

pytestmark = pytest.mark.django_db
VRAGEN = 20  # of the whole page
NETWERK = "/mijn/talent/an-accordeon/netwerk/"


@pytest.fixture(autouse=True)
def nog_niets_gevraagd(lege_databank):
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def eigenaar() -> Gebruiker:
    return maak_rekening("an@voorbeeld.be")


@pytest.fixture
def an(eigenaar: Gebruiker) -> Talent:
    maak_gemeente("11001", "Aartselaar")
    return maak_talent(naam="An Accordeon", eigenaar=eigenaar)


@pytest.fixture
def bo(an: Talent) -> Talent:
    return maak_talent(naam="Bo Bas")


@pytest.fixture
def als_an(eigenaar: Gebruiker) -> Client:
    client = Client()
    client.force_login(eigenaar)
    return client


def tekst(antwoord: Any) -> str:
    return " ".join(antwoord.content.decode().split())


def pad_van(link: str) -> str:
    return "/" + link.split("/", 3)[3]


# --- my network -----------------------------------------------------------------------------------------------------
def test_de_pagina_toont_wat_er_is_en_de_weg_erheen(als_an, an, bo):
    assert NETWERK in als_an.get("/mijn/talent/an-accordeon/").content.decode()
    html = tekst(als_an.get(NETWERK))
    assert "Er is nog niets om te bevestigen." in html
    assert "Nog met niemand." in html
    maak_uitkomst(an, waar="Zomerplein", bevestigd=False)
    verbinden.vraag(van=bo, met=an, soort="leerde-van", door=None)
    html = tekst(als_an.get(NETWERK))
    assert "Speelde op Zomerplein" in html
    assert "Bo Bas leerde van An Accordeon" in html


def test_enkel_wie_beheert(an, bo):
    vreemde = Client()
    vreemde.force_login(eigenaar_van(bo))
    assert vreemde.get(NETWERK).status_code == 404
    assert vreemde.post(NETWERK, {"actie": "vraag", "soort": "speelde-samen", "wie": "Bo Bas"}).status_code == 404
    antwoord = Client().get(NETWERK)
    assert (antwoord.status_code, antwoord["Location"].startswith("/accounts/login/")) == (302, True)
    assert not Verbinding.objects.exists()


def test_een_andere_methode_mag_niet(als_an, an):
    assert als_an.put(NETWERK).status_code == 405


def test_een_verbinding_vragen_bij_naam(als_an, an, bo):
    antwoord = als_an.post(NETWERK, {"actie": "vraag", "soort": "speelde-samen", "wie": "bo bas"}, follow=True)
    assert "Je vraag is onderweg." in tekst(antwoord)
    assert "Wacht op een antwoord." in tekst(antwoord)
    assert Verbinding.objects.get().met == bo


@pytest.mark.parametrize(
    ("wie", "zin"),
    [
        ("", "Vul “Met wie?” in."),
        ("Niemand Die Bestaat", "We vinden niemand met die naam."),
        ("Bas", "We vinden niemand die precies zo heet."),
        ("An Accordeon", "We vinden niemand met die naam."),
    ],
)
def test_wat_niet_lukt_komt_terug_met_wat_je_typte(als_an, an, bo, wie, zin):
    html = tekst(als_an.post(NETWERK, {"actie": "vraag", "soort": "leerde-van", "wie": wie}))
    assert zin in html
    assert f'value="{wie}"' in html or not wie
    assert 'value="leerde-van" id="id_soort_1" checked' in html or "checked" in html
    assert not Verbinding.objects.exists()


def test_uit_twee_met_dezelfde_naam_kies_je(als_an, an, bo):
    tweede = maak_talent(naam="Bo Bas")
    gegevens = {"actie": "vraag", "soort": "speelde-samen", "wie": "Bo Bas"}
    html = tekst(als_an.post(NETWERK, gegevens))
    assert "We vinden meer dan één profiel." in html
    assert f'value="{tweede.slug}"' in html
    assert "niet verplicht" not in html
    als_an.post(NETWERK, gegevens | {"gekozen": tweede.slug})
    assert Verbinding.objects.get().met == tweede


def test_wat_niet_mag_staat_bij_het_veld(als_an, an, bo):
    html = tekst(als_an.post(NETWERK, {"actie": "vraag", "soort": "deel-van", "wie": "Bo Bas"}))
    assert "Je kunt enkel deel uitmaken van een groep of een collectief." in html
    assert not Verbinding.objects.exists()


@pytest.mark.parametrize(
    "waarde", [*vijandig.LEEG, *vijandig.TE_LANG, *vijandig.STUURTEKENS, *vijandig.ONSCHULDIG, "/talent//", "%_"]
)
def test_vijandige_invoer_maakt_niets_en_breekt_niets(als_an, an, bo, waarde):
    antwoord = als_an.post(NETWERK, {"actie": "vraag", "soort": "speelde-samen", "wie": waarde})
    assert antwoord.status_code == 200
    assert "<script>alert" not in antwoord.content.decode()
    for veld in ("soort", "actie", "kenmerk", "gekozen"):
        assert als_an.post(NETWERK, {"actie": "weg", "wie": "x"} | {veld: waarde}).status_code == 200
    assert not Verbinding.objects.exists()


def test_de_knoppen_bij_een_verbinding(als_an, an, bo):
    gevraagd = verbinden.vraag(van=bo, met=an, soort="speelde-samen", door=None)
    knop = {"actie": "bevestig", "kenmerk": str(gevraagd.kenmerk)}
    assert "Jullie zijn verbonden." in tekst(als_an.post(NETWERK, knop, follow=True))
    assert "Jullie zijn verbonden." in tekst(als_an.post(NETWERK, knop, follow=True))
    assert "De verbinding is weg" in tekst(als_an.post(NETWERK, knop | {"actie": "weg"}, follow=True))
    assert als_an.post(NETWERK, knop | {"actie": "weg"}).status_code == 200
    assert not Verbinding.objects.exists()


def test_wie_vroeg_bevestigt_niet_in_de_plaats_van_de_andere(als_an, an, bo):
    gevraagd = verbinden.vraag(van=an, met=bo, soort="speelde-samen", door=None)
    als_an.post(NETWERK, {"actie": "bevestig", "kenmerk": str(gevraagd.kenmerk)})
    assert Verbinding.objects.get().bevestigd_op is None


def test_een_verbinding_of_uitkomst_van_een_ander_blijft_zoals_ze_is(als_an, an, bo):
    ander = maak_talent(naam="Co")
    gevraagd = verbinden.vraag(van=bo, met=ander, soort="speelde-samen", door=None)
    uitkomst = maak_uitkomst(bo)
    for actie, kenmerk in (("weg", gevraagd), ("bevestig", gevraagd), ("nee", uitkomst), ("verberg", uitkomst)):
        als_an.post(NETWERK, {"actie": actie, "kenmerk": str(kenmerk.kenmerk)})
    uitkomst.refresh_from_db()
    assert Verbinding.objects.get().bevestigd_op is None
    assert (uitkomst.talent_zegt, uitkomst.getoond) == (True, True)


def test_wie_ondertussen_verdween_geeft_een_zin_en_geen_fout(als_an, an, bo):
    gevraagd = verbinden.vraag(van=bo, met=an, soort="speelde-samen", door=None)
    Talent.objects.filter(pk=bo.pk).update(wissen_op=NU)
    antwoord = als_an.post(NETWERK, {"actie": "bevestig", "kenmerk": str(gevraagd.kenmerk)})
    assert antwoord.status_code == 409
    assert "Dit kan pas als beide profielen online staan." in tekst(antwoord)


def test_de_knoppen_bij_een_uitkomst(als_an, an):
    uitkomst = maak_uitkomst(an, bevestigd=False, andere_zegt=True)
    knop = {"actie": "ja", "kenmerk": str(uitkomst.kenmerk)}
    assert "Staat op je profiel." in tekst(als_an.post(NETWERK, knop, follow=True))
    assert "Staat niet op je profiel." in tekst(als_an.post(NETWERK, knop | {"actie": "verberg"}, follow=True))
    assert "Staat op je profiel." in tekst(als_an.post(NETWERK, knop | {"actie": "toon"}, follow=True))
    assert "Je zei dat het niet doorging." in tekst(als_an.post(NETWERK, knop | {"actie": "nee"}, follow=True))


def test_wie_jong_is_leest_waarom_er_niets_staat(als_an, eigenaar):
    maak_gemeente("11001", "Aartselaar")
    maak_talent(naam="Jo", eigenaar=eigenaar, leeftijd="13-15")
    html = tekst(als_an.get("/mijn/talent/jo/netwerk/"))
    assert "Tot je 16 bent" in html
    assert 'name="wie"' not in html


def test_wie_niet_online_staat_vraagt_nog_niets(als_an, eigenaar):
    maak_gemeente("11001", "Aartselaar")
    maak_talent(naam="Concept", eigenaar=eigenaar, online=False)
    assert "Dit kan zodra je profiel online staat." in tekst(als_an.get("/mijn/talent/concept/netwerk/"))


def test_de_pagina_toont_wie_past_in_een_andere_gemeente(als_an, an):
    an.online.zoekt = ["medespeler"]
    an.online.save()
    maak_talent(naam="Co", gemeente=maak_gemeente("11004", "Boechout", lat=51.16), aanbod=["invallen"])
    html = tekst(als_an.get(NETWERK))
    assert "Boechout, op 7 km" in html
    assert "Je zoekt een medespeler. Co biedt aan: invallen." in html


@pytest.mark.parametrize("aantal", [1, 20])
def test_de_pagina_kost_steeds_evenveel_vragen(als_an, an, aantal, django_assert_num_queries):
    reacties = [maak_reactie(maak_oproep(), an) for _ in range(aantal)]
    for nummer, reactie in enumerate(reacties):
        maak_uitkomst(an, reactie=reactie)
        ander = maak_talent(naam=f"Maker {nummer}")
        Verbinding.objects.create(van=an, met=ander, soort="leerde-van", bevestigd_op=NU if nummer % 2 else None)
    als_an.get(NETWERK)
    with django_assert_num_queries(VRAGEN):
        als_an.get(NETWERK)


# --- the links in the mails -----------------------------------------------------------------------------------------
def test_een_link_openen_zegt_niets_en_de_knop_wel(an):
    uitkomst = maak_uitkomst(an, bevestigd=False)
    pad = pad_van(uitkomsten.link(uitkomst, "andere"))
    html = tekst(Client().get(pad))
    Client().head(pad)
    assert "Is het gelukt met An Accordeon?" in html
    assert "Speelde op Zomerplein" in html
    assert Uitkomst.objects.get().andere_zegt is None
    for _ in range(2):
        assert "Je zei ja. Bedankt." in tekst(Client().post(pad, {"antwoord": "ja"}, follow=True))
    assert "Je zei nee. Bedankt." in tekst(Client().post(pad, {"antwoord": "nee"}, follow=True))
    assert Uitkomst.objects.get().andere_zegt is False


def test_enkel_wie_schreef_kiest_om_zonder_naam_op_het_profiel_te_staan(an):
    maak_gesprek(an)
    uitkomsten.vraag_uitkomsten(NU)
    uitkomst = Uitkomst.objects.get()
    van_an, van_ander = (pad_van(uitkomsten.link(uitkomst, kant)) for kant in ("talent", "andere"))
    assert "zonder mijn naam" not in tekst(Client().get(van_an))
    assert "zonder mijn naam" in tekst(Client().get(van_ander))
    Client().post(van_an, {"antwoord": "ja"})
    Client().post(van_ander, {"antwoord": "ja zonder naam"})
    profiel = tekst(Client().get("/talent/an-accordeon/"))
    assert f"Werkte met {uitkomsten.ZONDER_NAAM}" in profiel
    assert "An van de school" not in profiel


@pytest.mark.parametrize("soort", ["gelukt", "verbinding"])
@pytest.mark.parametrize("teken", ["x", "a:b", "%00", "x" * 2000])
def test_een_link_die_niets_is_zegt_dat_vriendelijk(an, soort, teken):
    antwoord = Client().get(f"/talent/{soort}/{teken}/")
    assert antwoord.status_code == 404
    assert "Deze link werkt niet meer" in tekst(antwoord)


@pytest.mark.parametrize("waarde", ["", "misschien", *vijandig.STUURTEKENS, *vijandig.SCRIPT])
def test_een_ander_antwoord_dan_de_knoppen_verandert_niets(an, bo, waarde):
    uitkomst = maak_uitkomst(an, bevestigd=False)
    verbinding = verbinden.vraag(van=bo, met=an, soort="speelde-samen", door=None)
    for link in (uitkomsten.link(uitkomst, "andere"), verbinden.link(verbinding)):
        assert Client().post(pad_van(link), {"antwoord": waarde}).status_code == 200
    assert Uitkomst.objects.get().andere_zegt is None
    assert Verbinding.objects.get().bevestigd_op is None


def test_de_link_van_een_verbinding_bevestigt_met_de_knop_en_haalt_ze_weer_weg(an, bo):
    pad = pad_van(verbinden.link(verbinden.vraag(van=bo, met=an, soort="speelde-samen", door=None)))
    assert "Bo Bas speelde samen met An Accordeon." in tekst(Client().get(pad))
    assert Verbinding.objects.get().bevestigd_op is None
    for _ in range(2):
        assert "Jullie zijn verbonden" in tekst(Client().post(pad, {"antwoord": "ja"}, follow=True))
    for _ in range(2):
        antwoord = Client().post(pad, {"antwoord": "nee"}, follow=True)
    assert not Verbinding.objects.exists()
    assert antwoord.status_code == 404
    assert "Genoteerd" in tekst(Client().get(f"{pad}?net=nee"))


def test_de_link_van_een_verbinding_met_wie_verdween_geeft_een_zin(an, bo):
    pad = pad_van(verbinden.link(verbinden.vraag(van=bo, met=an, soort="speelde-samen", door=None)))
    Talent.objects.filter(pk=bo.pk).update(verborgen_op=NU, verborgen_door="eigenaar")
    antwoord = Client().post(pad, {"antwoord": "ja"})
    assert antwoord.status_code == 409
    assert "Dit kan pas als beide profielen online staan." in tekst(antwoord)


def test_het_geheime_adres_is_het_bewijs_en_zonder_dat_adres_gebeurt_niets(an):
    """No token and no cookie: with `no-referrer` a browser sends `Origin: null`, which no token would help."""
    pad = pad_van(uitkomsten.link(maak_uitkomst(an, bevestigd=False), "andere"))
    streng = Client(enforce_csrf_checks=True)
    assert streng.post(pad[:-3] + "xx/", {"antwoord": "ja"}).status_code == 404
    assert Uitkomst.objects.get().andere_zegt is None
    antwoord = streng.post(pad, {"antwoord": "ja"}, headers={"origin": "null"})
    assert antwoord.status_code == 302
    assert not antwoord.cookies
    assert Uitkomst.objects.get().andere_zegt


# --- on the profile -------------------------------------------------------------------------------------------------
def test_het_profiel_toont_wat_lukte_en_met_wie(an, bo):
    assert "Dit lukte al" not in tekst(Client().get("/talent/an-accordeon/"))
    oproep = maak_oproep(van=date(2026, 6, 12), stand="gesloten")
    maak_uitkomst(an, reactie=maak_reactie(oproep, an, status="gekozen"))
    maak_uitkomst(an, waar="niet getoond", getoond=False)
    verbinding = verbinden.vraag(van=an, met=bo, soort="leerde-van", door=None)
    verbinden.bevestig(verbinding=verbinding, door=None)
    profiel = tekst(Client().get("/talent/an-accordeon/"))
    assert 'Speelde op Zomerplein <span class="zacht">(juni 2026)</span>' in profiel
    assert '<dt>Leerde van</dt><dd><a href="/talent/bo-bas/">Bo Bas</a></dd>' in profiel
    assert "niet getoond" not in profiel
    assert "Gaf les aan" in tekst(Client().get("/talent/bo-bas/"))


def test_de_taak_vraagt_en_de_nacht_ruimt_op(an, bo):
    maak_gesprek(an)
    maak_uitkomst(an, bevestigd=False, gevraagd_op=NU - timedelta(days=400))
    oud = verbinden.vraag(van=an, met=bo, soort="speelde-samen", door=None)
    Verbinding.objects.filter(pk=oud.pk).update(gevraagd_op=NU - timedelta(days=61))
    assert taken.talent_uitkomsten() == 1
    opgeruimd = dagelijks.voer_uit(moment=NU, alleen=["uitkomsten", "verbindingen"])
    assert [(een.aantal, een.fout) for een in opgeruimd] == [(1, ""), (1, "")]
    assert Uitkomst.objects.count() == 1
    assert not Verbinding.objects.exists()


def test_de_adressen_zijn_geen_naam_van_een_maker():
    assert {"gelukt", "verbinding", "netwerk"} <= VOORBEHOUDEN


def test_voorbeelden_worden_een_keer_gemaakt_en_raken_niemand_echt(an):
    for nummer in range(7):
        maak_talent(naam=f"Voorbeeld {nummer}", voorbeeld=True, soort="groep" if nummer == 1 else "persoon")
    maak_talent(naam="Jo", voorbeeld=True, leeftijd="13-15")
    assert voorbeeldnetwerk.maak() == 5
    assert voorbeeldnetwerk.maak() == 0
    assert not Uitkomst.objects.exclude(talent__voorbeeld=True).exists()
    assert set(Verbinding.objects.values_list("soort", flat=True)) == {"deel-van", "leerde-van"}
    assert not Verbinding.objects.filter(van__leeftijd="13-15").exists()
    assert "Voorbeeldplein" in tekst(Client().get("/talent/voorbeeld-0/"))
