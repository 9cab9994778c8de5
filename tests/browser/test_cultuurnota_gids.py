"""The guide of the cultuurnota in a real browser: axe, narrow, dark, keyboard, without JavaScript, on paper."""

import pytest

from cultuurnota.aanbod import laad_aanbod
from cultuurnota.stappen import STAPPEN
from igs.models import Hulpvraag
from tests.browser.handen import BEELDSTANDEN

PAGINAS = [
    "/cultuurnota/",
    "/cultuurnota/stappen/",
    *(f"/cultuurnota/stappen/{stap.slug}/" for stap in (STAPPEN[0], STAPPEN[5], STAPPEN[9])),
    "/cultuurnota/tijdlijn/",
    "/cultuurnota/criteria/",
    "/cultuurnota/opbouw/",
    "/cultuurnota/voorbeelden/",
    "/cultuurnota/verschil/",
    "/cultuurnota/planning/",
    "/cultuurnota/planning/?indienen=2032-04-01",
    "/cultuurnota/planning/?indienen=onzin",
    "/cultuurnota/aanbod/",
    "/cultuurnota/aanbod/?voor=gemeenten&igs=zuidrand",
]


@pytest.fixture(autouse=True)
def met_aanbod(wie_snel_typt, bezoek):
    """The offer as it ships."""
    laad_aanbod()


@pytest.mark.parametrize(("breedte", "donker"), BEELDSTANDEN)
def test_axe_vindt_niets_en_niets_schuift_opzij(bezoek, breedte, donker):
    bezoeker = bezoek(breedte, donker=donker)
    bezoeker.loop_na(PAGINAS)
    bezoeker.alleen_eigen_host()


@pytest.mark.parametrize("javascript", [True, False], ids=["met-js", "zonder-js"])
@pytest.mark.parametrize("breedte", [320, 1280])
def test_door_de_stappen_en_naar_een_planning_met_het_toetsenbord(bezoek, breedte, javascript):
    bezoeker = bezoek(breedte, javascript=javascript)
    bezoeker.ga("/cultuurnota/")
    bezoeker.tab_naar("main a[href='/cultuurnota/stappen/uitdagingen/']")
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**/cultuurnota/stappen/uitdagingen/")
    assert bezoeker.page.inner_text("[aria-current=step]").endswith("Kies de uitdagingen")
    bezoeker.tab_naar("main a[rel=next]")
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**/cultuurnota/stappen/missie-en-visie/")
    bezoeker.tab_naar("main a[href='/cultuurnota/planning/']")
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**/cultuurnota/planning/")

    bezoeker.tab_naar("main form button")
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_selector("[data-samenvatting]")
    assert bezoeker.page.title().startswith("Fout: ")
    assert bezoeker.page.evaluate("document.activeElement.matches('[data-samenvatting]')")
    bezoeker.tab_naar("[data-samenvatting] a", 1)
    bezoeker.page.keyboard.press("Enter")
    for deel, vak in (("1", "#id_indienen_1"), ("4", "#id_indienen_2"), ("2032", "main form button")):
        bezoeker.page.keyboard.type(deel)
        bezoeker.tab_naar(vak, 1)
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**/cultuurnota/planning/?indienen=2032-04-01")
    assert "Van 1 juni 2031 tot en met 1 april 2032" in bezoeker.page.inner_text("main")
    bezoeker.schuift_niet_opzij()


def test_het_ical_bestand_komt_aan(bezoek):
    bezoeker = bezoek()
    bezoeker.ga("/cultuurnota/planning/?indienen=2032-04-01")
    with bezoeker.page.expect_download() as gehaald:
        bezoeker.page.click("main a[download]")
    assert gehaald.value.suggested_filename.endswith(".ics")


@pytest.mark.parametrize("javascript", [True, False], ids=["met-js", "zonder-js"])
@pytest.mark.parametrize("breedte", [320, 1280])
def test_van_het_aanbod_naar_een_vraag_met_het_igs_ingevuld(bezoek, breedte, javascript):
    bezoeker = bezoek(breedte, javascript=javascript)
    bezoeker.ga("/cultuurnota/aanbod/")
    bezoeker.page.select_option("#voor", "gemeenten")
    bezoeker.page.select_option("#igs", "zuidrand")
    bezoeker.tab_naar("main form button")
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**/cultuurnota/aanbod/?voor=gemeenten&igs=zuidrand")
    assert "soorten hulp voor gemeenten" in bezoeker.page.inner_text("main h2")
    bezoeker.tab_naar("main a[href*='aanbod=engagementsverklaring']")
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**/regiocheck/vraag-hulp/**")
    assert "Zuidrand" in bezoeker.page.inner_text("main .feiten")
    for veld, tekst in (("#id_tekst", "Hoe overtuigen we het college?"), ("#id_naam", "An")):
        bezoeker.tab_naar(veld)
        bezoeker.page.keyboard.type(tekst)
    bezoeker.tab_naar("#id_email")
    bezoeker.page.keyboard.type("an@voorbeeld.be")
    bezoeker.tab_naar("main form button", 1)
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**/bedankt/**")
    hulpvraag = Hulpvraag.objects.get()
    assert (hulpvraag.onderwerp, hulpvraag.aanbod) == ("aanbod", "engagementsverklaring")
    assert hulpvraag.igs is not None
    assert hulpvraag.igs.slug == "zuidrand"


@pytest.mark.parametrize("pad", ["/cultuurnota/", "/cultuurnota/opbouw/", "/cultuurnota/aanbod/"])
def test_gedwongen_kleuren_en_afdrukken(bezoek, pad):
    bezoeker = bezoek(forced_colors="active")
    bezoeker.ga(pad)
    assert bezoeker.axe() == []
    bezoeker.page.emulate_media(media="print")
    bezoeker.schuift_niet_opzij()
