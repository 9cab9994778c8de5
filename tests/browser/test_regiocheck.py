"""The Regiocheck in a real browser: keyboard only, without JavaScript, narrow and wide, light and dark."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from igs.models import Regelversie
from tests.aanmelden import in_beheer
from tests.beheer import maak_redactie
from tests.browser.conftest import Bezoek
from tests.browser.handen import BEELDSTANDEN

ZUIDRAND = "g=11013&g=11029&g=11021"
ANTWOORDEN = "bestaand=ja&subsidie2026=ja&rechtsvorm=projectvereniging&inbreng=80000&coordinator=ja&index=weet-niet"
PAGINAS = [
    "/regiocheck/",
    f"/regiocheck/?{ZUIDRAND}",
    f"/regiocheck/?{ZUIDRAND}&kaart=heel&h=11002",
    "/regiocheck/?g=11002&g=99999&g=11007&zoek=Beveren&periode=1999",
    f"/regiocheck/vragen/?{ZUIDRAND}",
    f"/regiocheck/vragen/?{ZUIDRAND}&vraag=inbreng",
    f"/regiocheck/vragen/?{ZUIDRAND}&na=inbreng&inbreng=-5",
    f"/regiocheck/vragen/?{ZUIDRAND}&na=bestaand",
    f"/regiocheck/vragen/?{ZUIDRAND}&vraag=index",
    f"/regiocheck/antwoorden/?{ZUIDRAND}&{ANTWOORDEN}",
    f"/regiocheck/uitkomst/?{ZUIDRAND}",
    f"/regiocheck/uitkomst/?{ZUIDRAND}&g=46030&{ANTWOORDEN}",
    "/regiocheck/uitkomst/",
    f"/regiocheck/vergelijk/?{ZUIDRAND}&h=11002&h=46030",
    "/regiocheck/vergelijk/",
]


def gekozen(bezoeker: Bezoek) -> set[str]:
    return set(parse_qs(urlsplit(bezoeker.page.url).query).get("g", []))


@pytest.mark.parametrize(("breedte", "donker"), BEELDSTANDEN)
def test_axe_vindt_niets_en_niets_schuift_opzij(bezoek, breedte, donker):
    bezoeker = bezoek(breedte, donker=donker)
    fouten = []
    for pad in PAGINAS:
        bezoeker.ga(pad)
        for deel in bezoeker.page.locator("main details").all():
            deel.evaluate("deel => deel.open = true")
        bezoeker.schuift_niet_opzij()
        fouten += bezoeker.axe()
    assert fouten == []
    bezoeker.alleen_eigen_host()


@pytest.mark.parametrize(
    ("breedte", "javascript"), [(320, False), (1280, True)], ids=["smal-zonder-js", "breed-met-js"]
)
def test_van_een_leeg_gebied_tot_de_uitkomst_met_het_toetsenbord(bezoek, breedte, javascript):
    bezoeker = bezoek(breedte, javascript=javascript)
    toets = bezoeker.page.keyboard
    bezoeker.ga("/regiocheck/")
    for naam, code in (("Mortsel", "11029"), ("Edegem", "11013"), ("Hove", "11021")):
        if not gekozen(bezoeker):  # once there, the focus stays in the field
            bezoeker.tab_naar("#erbij", 40)
        assert bezoeker.page.evaluate("document.activeElement.id") == "erbij"
        toets.type(naam)
        toets.press("Enter")
        bezoeker.page.wait_for_url(f"**g={code}**")
        bezoeker.schuift_niet_opzij()
    assert gekozen(bezoeker) == {"11029", "11013", "11021"}
    bezoeker.tab_naar("main a[href*='/regiocheck/vragen/']", 40)
    toets.press("Enter")
    bezoeker.page.wait_for_url("**/regiocheck/vragen/**")
    for vraag, doe in (
        ("bestaand", "Space"),
        ("subsidie2026", "Space"),
        ("rechtsvorm", "Space"),
        ("inbreng", "90.000"),
    ):
        assert bezoeker.page.locator(f"main [name={vraag}]").count()
        bezoeker.tab_naar(f"main [name={vraag}]", 30)
        toets.press(doe) if doe == "Space" else toets.type(doe)
        bezoeker.tab_naar("main form button", 10)
        toets.press("Enter")
        bezoeker.page.wait_for_url(f"**&{vraag}=*")
        bezoeker.schuift_niet_opzij()
    bezoeker.tab_naar("main a[href*='/regiocheck/uitkomst/']", 30)
    toets.press("Enter")
    bezoeker.page.wait_for_url("**/regiocheck/uitkomst/**")
    bezoeker.schuift_niet_opzij()
    inhoud = bezoeker.page.inner_text("main")
    assert "hapert bij het aantal inwoners" in inhoud
    assert "De gemeenten brengen 90.000 euro in" in inhoud
    assert "Wat kan helpen" in inhoud
    bezoeker.alleen_eigen_host()


@pytest.mark.parametrize("javascript", [True, False], ids=["met-js", "zonder-js"])
def test_een_klik_op_de_kaart_kiest_en_de_knop_terug_maakt_het_ongedaan(bezoek, javascript):
    bezoeker = bezoek(javascript=javascript)
    bezoeker.ga("/regiocheck/?g=11029")
    vlak = "svg a:has(title:text-is('Edegem: voeg toe (Zuidrand)'))"
    bezoeker.page.locator(vlak).focus()
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**g=11013**")
    bezoeker.page.wait_for_selector(".keuzelijst li:has-text('Edegem')")
    assert gekozen(bezoeker) == {"11029", "11013"}
    bezoeker.page.go_back()
    bezoeker.page.wait_for_url(lambda url: "11013" not in url)
    bezoeker.page.wait_for_selector(".keuzelijst li:has-text('Edegem')", state="detached")
    assert gekozen(bezoeker) == {"11029"}
    bezoeker.page.go_forward()
    bezoeker.page.wait_for_selector(".keuzelijst li:has-text('Edegem')")
    bezoeker.page.reload()
    assert bezoeker.page.locator(".keuzelijst li").count() == 2


def test_met_javascript_blijft_de_focus_op_de_kaart_en_zegt_de_pagina_wat_er_veranderde(bezoek):
    bezoeker = bezoek()
    bezoeker.ga("/regiocheck/?g=11029")
    bezoeker.page.locator("svg a:has(title:text-is('Edegem: voeg toe (Zuidrand)'))").focus()
    assert bezoeker.page.inner_text("[data-kaartwijzer]") == "Edegem: voeg toe (Zuidrand)"
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_selector("svg a:has(title:text-is('Edegem: haal weg'))")
    naam = bezoeker.page.evaluate("document.activeElement.querySelector('title')?.textContent")
    assert naam == "Edegem: haal weg"
    gemeld = bezoeker.page.inner_text("[data-meld]")
    assert gemeld.startswith("Regiocheck: 2 gemeenten, ")
    assert gemeld.split(" – ")[0] in bezoeker.page.title()
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_selector("svg a:has(title:text-is('Edegem: voeg toe (Zuidrand)'))")
    assert gekozen(bezoeker) == {"11029"}
    bezoeker.alleen_eigen_host()


@pytest.mark.parametrize("javascript", [True, False], ids=["met-js", "zonder-js"])
def test_vinkjes_in_de_lijst(bezoek, javascript):
    bezoeker = bezoek(javascript=javascript)
    bezoeker.ga("/regiocheck/?g=11029")
    bezoeker.page.click("#lijst > summary")
    bezoeker.page.click("#lijst details:has(input[value='11013']) > summary")
    bezoeker.page.check("#lijst input[value='11013']")
    if not javascript:
        bezoeker.page.click("#lijst button")
    bezoeker.page.wait_for_selector(".keuzelijst li:has-text('Edegem')")
    assert gekozen(bezoeker) == {"11029", "11013"}
    if javascript:  # the list stays where it was
        assert bezoeker.page.evaluate("document.activeElement.value") == "11013"
        assert bezoeker.page.locator("#lijst details[open] input[value='11013']").is_visible()


def test_begin_met_een_igs_en_neem_mee_wat_we_weten(bezoek):
    bezoeker = bezoek(320, javascript=False)
    bezoeker.ga("/regiocheck/")
    bezoeker.page.select_option("#begin-igs", "zuidrand")
    bezoeker.page.click("text=Begin met dit IGS")
    bezoeker.page.wait_for_url("**bestaand=ja**")
    assert len(gekozen(bezoeker)) == 6
    assert "Ga verder: nog 3 vragen" in bezoeker.page.inner_text("main")


def test_een_fout_antwoord_krijgt_de_focus_op_de_samenvatting(bezoek):
    bezoeker = bezoek(javascript=False)
    bezoeker.ga(f"/regiocheck/vragen/?{ZUIDRAND}&vraag=inbreng")
    bezoeker.page.fill("#id_inbreng", "duizend")
    bezoeker.page.click("main form button")
    bezoeker.page.wait_for_selector("[data-samenvatting]")
    assert bezoeker.page.title().startswith("Fout: ")
    assert bezoeker.page.evaluate("'samenvatting' in document.activeElement.dataset")
    assert bezoeker.page.input_value("#id_inbreng") == "duizend"
    bezoeker.page.click("[data-samenvatting] a")
    assert bezoeker.page.evaluate("document.activeElement.id") == "id_inbreng"


def test_elke_vraag_heeft_een_eigen_titel(bezoek):
    bezoeker = bezoek()
    titels = set()
    vragen = ["bestaand", "subsidie2026", "rechtsvorm", "inbreng", "coordinator", "afwijking", "index"]
    for vraag in vragen:
        bezoeker.ga(f"/regiocheck/vragen/?{ZUIDRAND}&g=46030&vraag={vraag}")
        titels.add(bezoeker.page.title())
        assert bezoeker.page.inner_text("h1") in bezoeker.page.title()
    assert len(titels) == len(vragen)


def test_de_uitkomst_laat_zich_afdrukken(bezoek):
    bezoeker = bezoek()
    bezoeker.ga(f"/regiocheck/uitkomst/?{ZUIDRAND}&{ANTWOORDEN}")
    assert bezoeker.page.locator("[data-druk]").is_visible()
    bezoeker.page.emulate_media(media="print")
    assert not bezoeker.page.locator("[data-druk]").is_visible()
    assert bezoeker.page.locator("h1").is_visible()
    pdf = bezoeker.page.pdf(format="A4")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") <= 6


def test_gedwongen_kleuren_en_zonder_javascript_blijft_alles_te_lezen(bezoek):
    bezoeker = bezoek(320, javascript=False, forced_colors="active")
    for pad in PAGINAS:
        bezoeker.ga(pad)
        bezoeker.schuift_niet_opzij()
        assert bezoeker.page.locator("h1").is_visible()
    assert not bezoeker.page.locator("[data-druk]:visible").count()


@pytest.mark.parametrize(("breedte", "donker"), BEELDSTANDEN)
def test_de_redactie_schrijft_een_nieuwe_versie_van_een_regel(bezoek, site, settings, breedte, donker):
    sessie = in_beheer(Client(), maak_redactie()).cookies[settings.SESSION_COOKIE_NAME].value
    bezoeker = bezoek(breedte, donker=donker)
    bezoeker.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": sessie, "url": site}])
    bezoeker.ga("/admin/igs/regelversie/")
    bezoeker.schuift_niet_opzij()
    fouten = bezoeker.axe()
    bezoeker.page.click("a[href$='kopie=R09%3A2027']")
    bezoeker.page.fill("#id_waarde", "90.000")
    fouten += bezoeker.axe()
    bezoeker.page.click("input[name=_save]")
    bezoeker.page.wait_for_url("**/admin/igs/regelversie/")
    assert Regelversie.objects.get().waarde == 90_000
    fouten += bezoeker.axe()
    assert fouten == []
