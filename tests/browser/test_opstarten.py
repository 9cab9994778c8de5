"""The guide, the calendar, the overview and 'Vraag hulp' in a real browser: keyboard, narrow, dark, no JavaScript."""

import re
from urllib.parse import urlsplit

import pytest

from igs.models import Hulpvraag
from opnetwerk.models import UitgaandeMail
from tests.browser.handen import BEELDSTANDEN

PAGINAS = [
    "/igs-opstarten/",
    "/igs-opstarten/verkennen/",
    "/igs-opstarten/cultuurnota/",
    "/igs-opstarten/kalender/",
    "/igs-opstarten/kalender/?start=2029-09-01",
    "/igs-opstarten/kalender/?start=onzin",
    "/regiocheck/overzicht/",
    "/regiocheck/overzicht/?sorteer=inwoners&volgorde=af",
    "/regiocheck/vraag-hulp/?g=11001&g=11004&periode=2027",
    "/igs/viertoren/",
    "/regios/kempen/",
]


pytestmark = pytest.mark.usefixtures("wie_snel_typt")


@pytest.mark.parametrize(("breedte", "donker"), BEELDSTANDEN)
def test_axe_vindt_niets_en_niets_schuift_opzij(bezoek, breedte, donker):
    bezoeker = bezoek(breedte, donker=donker)
    bezoeker.loop_na(PAGINAS)
    bezoeker.alleen_eigen_host()


@pytest.mark.parametrize("javascript", [True, False], ids=["met-js", "zonder-js"])
@pytest.mark.parametrize("breedte", [320, 1280])
def test_door_de_stappen_en_naar_een_kalender_met_het_toetsenbord(bezoek, breedte, javascript):
    bezoeker = bezoek(breedte, javascript=javascript)
    bezoeker.ga("/igs-opstarten/")
    bezoeker.tab_naar("main .stappen a[href='/igs-opstarten/gemeenteraden/']")
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**/igs-opstarten/gemeenteraden/")
    assert bezoeker.page.inner_text("[aria-current=step]").endswith("Laat alle gemeenteraden beslissen")
    bezoeker.tab_naar("main a[rel=next]")
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**/igs-opstarten/oprichtingsakte/")
    bezoeker.tab_naar("main a[href='/igs-opstarten/kalender/']")
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**/igs-opstarten/kalender/")

    bezoeker.tab_naar("main form button")
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_selector("[data-samenvatting]")
    assert bezoeker.page.title().startswith("Fout: ")
    assert bezoeker.page.evaluate("document.activeElement.matches('[data-samenvatting]')")
    bezoeker.tab_naar("[data-samenvatting] a", 1)
    bezoeker.page.keyboard.press("Enter")
    for deel, vak in (("1", "#id_start_1"), ("4", "#id_start_2"), ("2029", "main form button")):
        bezoeker.page.keyboard.type(deel)
        bezoeker.tab_naar(vak, 1)
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**/igs-opstarten/kalender/?start=2029-04-01")
    assert "De raden beslissen daarom pas vanaf 1 januari 2031." in bezoeker.page.inner_text("main")
    bezoeker.schuift_niet_opzij()
    bezoeker.page.go_back()
    assert bezoeker.page.title().startswith("Fout: ")


def test_het_ical_bestand_komt_aan(bezoek):
    bezoeker = bezoek()
    bezoeker.ga("/igs-opstarten/kalender/?start=2027-09-01")
    with bezoeker.page.expect_download() as gehaald:
        bezoeker.page.click("main a[download]")
    assert gehaald.value.suggested_filename.endswith(".ics")


@pytest.mark.parametrize("javascript", [True, False], ids=["met-js", "zonder-js"])
def test_de_tabel_is_smal_een_rij_kaartjes_en_blijft_een_tabel(bezoek, javascript):
    bezoeker = bezoek(320, javascript=javascript)
    bezoeker.ga("/regiocheck/overzicht/")
    assert bezoeker.page.get_by_role("row").count() == 20
    assert bezoeker.page.get_by_role("rowheader").first.inner_text() == "BIE Midwest"
    cel = bezoeker.page.get_by_role("cell").nth(1)
    kop = bezoeker.page.evaluate("c => getComputedStyle(c, '::before').content", cel.element_handle())
    assert kop == '"Inwoners"'
    assert cel.bounding_box()["width"] <= 320
    bezoeker.tab_naar("main thead a[href^='?sorteer=inwoners']")
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**/regiocheck/overzicht/?sorteer=inwoners&volgorde=af*")
    assert bezoeker.page.get_by_role("rowheader").first.inner_text() == "zuidwest"
    assert bezoeker.page.get_attribute("th[aria-sort]", "aria-sort") == "descending"


def test_van_een_witte_vlek_naar_haar_gebied_in_de_regiocheck(bezoek):
    bezoeker = bezoek()
    bezoeker.ga("/regiocheck/overzicht/#zonder")
    bezoeker.page.locator("main a", has_text="Middenkust, Bredene").click()
    bezoeker.page.wait_for_url("**/regiocheck/?g=**")
    assert "Oostende" in bezoeker.page.inner_text("main")
    bezoeker.ga("/igs/viertoren/")
    bezoeker.page.get_by_role("link", name="Bekijk de Regiocheck van deze gemeenten").click()
    bezoeker.page.wait_for_url("**/regiocheck/uitkomst/?g=**")
    assert "56.081 inwoners" in bezoeker.page.inner_text("main")


@pytest.mark.parametrize("javascript", [True, False], ids=["met-js", "zonder-js"])
@pytest.mark.parametrize("breedte", [320, 1280])
def test_hulp_vragen_en_bevestigen_met_het_toetsenbord(bezoek, breedte, javascript):
    bezoeker = bezoek(breedte, javascript=javascript)
    bezoeker.ga("/igs-opstarten/bestuur/")
    bezoeker.tab_naar("main a[href='/regiocheck/vraag-hulp/?onderwerp=opstarten']")
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**/regiocheck/vraag-hulp/**")
    assert "Een IGS starten" in bezoeker.page.inner_text("main .feiten")
    bezoeker.tab_naar("#id_tekst")
    bezoeker.page.keyboard.type("Wie mag er in het bestuur?")
    bezoeker.tab_naar("#id_naam", 1)
    bezoeker.page.keyboard.type("An")
    bezoeker.tab_naar("#id_email", 2)
    bezoeker.page.keyboard.type("an@voorbeeld.be")
    bezoeker.tab_naar("main form button", 1)
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**/bedankt/**")
    assert bezoeker.page.inner_text("h1") == "Kijk in je mailbox"
    bezoeker.schuift_niet_opzij()

    link = re.search(r"https?://\S+/bevestig/\S+", UitgaandeMail.objects.get(aan="an@voorbeeld.be").tekst)
    assert link
    bezoeker.ga(urlsplit(link[0]).path)
    bezoeker.schuift_niet_opzij()
    if javascript:
        assert bezoeker.axe() == []
    assert Hulpvraag.objects.get().stand == Hulpvraag.Stand.TE_BEVESTIGEN
    bezoeker.tab_naar("main form button")
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**/bedankt/**")
    assert bezoeker.page.inner_text("h1") == "Je vraag is aangekomen"
    hulpvraag = Hulpvraag.objects.get()
    assert (hulpvraag.stand, hulpvraag.onderwerp) == (Hulpvraag.Stand.NIEUW, Hulpvraag.Onderwerp.OPSTARTEN)


@pytest.mark.parametrize("pad", PAGINAS[:4])
def test_gedwongen_kleuren_en_afdrukken(bezoek, pad):
    bezoeker = bezoek(forced_colors="active")
    bezoeker.ga(pad)
    assert bezoeker.axe() == []
    bezoeker.page.emulate_media(media="print")
    bezoeker.schuift_niet_opzij()
