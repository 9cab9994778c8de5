"""The first journey: from home to the network of a municipality, by keyboard, with and without JavaScript."""

import pytest

from tests.browser.handen import BEELDSTANDEN

PAGINAS = [
    "/",
    "/igs/",
    "/igs/?op=2024-06-01",
    "/igs/zuidrand/",
    "/igs/ginter/",
    "/regios/",
    "/regios/limburg/",
    "/gemeenten/",
    "/gemeenten/lint/",
    "/gemeenten/borsbeek/",
    "/gemeenten/aalst/",
    "/zoek/?q=beveren",
    "/zoek/?q=xyzzy",
    "/igs-opstarten/",
    "/regiovorming/",
    "/belicht/",
    "/belicht/wannes-de-laender/",
    "/open-data/",
    "/over/",
    "/privacy/",
    "/bewaartermijnen/",
    "/toegankelijkheid/",
    "/cultuurnota/",
    "/grensbrekers/",
    "/grensbrekers/kaart/",
    "/talent/",
    "/accounts/login/",
    "/bestaat-niet/",
]


@pytest.mark.parametrize(("breedte", "donker"), BEELDSTANDEN)
def test_axe_vindt_niets_en_niets_schuift_opzij(bezoek, breedte, donker):
    bezoeker = bezoek(breedte, donker=donker)
    bezoeker.loop_na(PAGINAS)
    assert {host.split(":")[0] for host in bezoeker.hosts} == {"localhost"}


@pytest.mark.parametrize("javascript", [True, False], ids=["met-js", "zonder-js"])
@pytest.mark.parametrize(("breedte", "donker"), BEELDSTANDEN)
def test_van_home_naar_gemeente_igs_en_regio_met_het_toetsenbord(bezoek, breedte, donker, javascript):
    bezoeker = bezoek(breedte, javascript=javascript, donker=donker)
    bezoeker.ga("/")
    bezoeker.tab_naar("input[name=q]", 12)
    bezoeker.page.keyboard.type("Mortsel")
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**/gemeenten/mortsel/")
    assert "Je IGS is Zuidrand" in bezoeker.page.inner_text("main")
    bezoeker.tab_naar("main a[href='/igs/zuidrand/']")
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**/igs/zuidrand/")
    assert "6 gemeenten werken samen" in bezoeker.page.inner_text("main")
    bezoeker.tab_naar("main a[href='/regios/antwerpen/']")
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**/regios/antwerpen/")
    bezoeker.schuift_niet_opzij()
    bezoeker.alleen_eigen_host()


def test_elke_deur_is_met_acht_tabs_van_de_koppen_te_bereiken(bezoek):
    bezoeker = bezoek()
    bezoeker.ga("/")
    bezoeker.page.keyboard.press("Tab")
    assert bezoeker.page.evaluate("document.activeElement.textContent") == "Naar de inhoud"


def test_voorstellen_onder_het_typen(bezoek):
    bezoeker = bezoek()
    bezoeker.ga("/")
    veld = bezoeker.page.get_by_role("combobox")
    veld.type("konti")
    bezoeker.page.get_by_role("option", name="Kontich").wait_for()
    assert veld.get_attribute("aria-expanded") == "true"
    bezoeker.page.keyboard.press("ArrowDown")
    assert bezoeker.page.get_by_role("option").first.get_attribute("aria-selected") == "true"
    assert bezoeker.axe() == []
    bezoeker.page.keyboard.press("Escape")
    assert veld.get_attribute("aria-expanded") == "false"
    veld.type("c")
    bezoeker.page.get_by_role("option", name="Kontich").wait_for()
    bezoeker.page.keyboard.press("ArrowDown")
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**/gemeenten/kontich/")


def test_de_kaart_noemt_het_vlak_waar_de_focus_is(bezoek):
    bezoeker = bezoek()
    bezoeker.ga("/igs/")
    bezoeker.page.locator("svg a[href='/gemeenten/lint/']").focus()
    assert bezoeker.page.inner_text("[data-kaartwijzer]") == "Lint: Zuidrand"


def test_op_400_procent_zoom_blijft_alles_leesbaar(bezoek):
    bezoeker = bezoek(320)
    for pad in ("/", "/igs/", "/igs/zuidrand/", "/gemeenten/lint/"):
        bezoeker.ga(pad)
        bezoeker.schuift_niet_opzij()


def test_gedwongen_kleuren_tonen_de_kaart(bezoek):
    bezoeker = bezoek(forced_colors="active")
    bezoeker.ga("/igs/")
    assert bezoeker.axe() == []


def test_een_igs_past_op_twee_bladen(bezoek):
    bezoeker = bezoek()
    for slug in ("zuidrand", "zuidwest", "viertoren"):
        bezoeker.ga(f"/igs/{slug}/")
        pdf = bezoeker.page.pdf(format="A4")
        assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") <= 2, slug
