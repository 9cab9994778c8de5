"""From 'Klopt er iets niet?' to the confirmation, by keyboard, with and without JavaScript, and what can go wrong."""

import pytest
from django.core.cache import cache

from igs.models import Melding
from igs.views_melden import Meldformulier
from tests.browser.conftest import Bezoek
from tests.browser.handen import BEELDSTANDEN

VAN_PAGINA = "/klopt-er-iets-niet/?pagina=/igs/zuidrand/"


@pytest.fixture(autouse=True)
def wie_snel_typt(monkeypatch):
    """A browser that is driven types faster than people do; the trap itself is tried where a test sets it back."""
    monkeypatch.setattr(Meldformulier, "minimum_seconden", 0)
    cache.clear()
    yield
    cache.clear()


def met_focus(bezoeker: Bezoek) -> str:
    """The id of the element with the focus, or its mark when it has none."""
    return str(
        bezoeker.page.evaluate(
            "document.activeElement.id || ('samenvatting' in document.activeElement.dataset ? 'samenvatting' : '')"
        )
    )


@pytest.mark.parametrize("javascript", [True, False], ids=["met-js", "zonder-js"])
@pytest.mark.parametrize("breedte", [320, 1280])
def test_een_melding_met_het_toetsenbord(bezoek, breedte, javascript):
    bezoeker = bezoek(breedte, javascript=javascript)
    bezoeker.ga("/igs/zuidrand/")
    bezoeker.tab_naar("aside a[href='/klopt-er-iets-niet/?pagina=/igs/zuidrand/']")
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**/klopt-er-iets-niet/**")
    assert "Je melding gaat over de pagina /igs/zuidrand/." in bezoeker.page.inner_text("main")

    bezoeker.tab_naar("main form button")
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_selector("[data-samenvatting]")
    assert bezoeker.page.title().startswith("Fout: ")
    assert met_focus(bezoeker) == "samenvatting"
    bezoeker.schuift_niet_opzij()

    bezoeker.tab_naar("[data-samenvatting] a", 1)
    bezoeker.page.keyboard.press("Enter")
    assert met_focus(bezoeker) == "id_tekst"
    bezoeker.page.keyboard.type("Het nummer is oud.")
    bezoeker.tab_naar("#id_email", 1)
    bezoeker.page.keyboard.type("bezoeker@voorbeeld.be")
    bezoeker.tab_naar("main form button", 1)
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**/bedankt/**")
    assert "De coördinator van Zuidrand leest je melding." in bezoeker.page.inner_text("main")
    assert not bezoeker.page.title().startswith("Fout")
    bezoeker.schuift_niet_opzij()

    melding = Melding.objects.get()
    assert (melding.pagina, melding.tekst, melding.email) == (
        "/igs/zuidrand/",
        "Het nummer is oud.",
        "bezoeker@voorbeeld.be",
    )
    assert {host.split(":")[0] for host in bezoeker.hosts} == {"localhost"}


@pytest.mark.parametrize(("breedte", "donker"), BEELDSTANDEN)
def test_axe_vindt_niets_leeg_met_fouten_en_na_versturen(bezoek, breedte, donker):
    bezoeker = bezoek(breedte, donker=donker)
    bezoeker.ga(VAN_PAGINA)
    fouten = bezoeker.axe()
    bezoeker.page.fill("#id_email", "geen adres")
    bezoeker.page.click("main form button")
    bezoeker.page.wait_for_selector("[data-samenvatting]")
    assert bezoeker.page.locator("[data-samenvatting] li").count() == 2
    assert bezoeker.page.input_value("#id_email") == "geen adres"
    fouten += bezoeker.axe()
    bezoeker.page.fill("#id_tekst", "Er ontbreekt een gemeente.\n" * 20)
    bezoeker.page.fill("#id_email", "")
    bezoeker.page.click("main form button")
    bezoeker.page.wait_for_url("**/bedankt/**")
    fouten += bezoeker.axe()
    assert fouten == []
    bezoeker.alleen_eigen_host()


def test_te_snel_is_een_zin_en_nog_eens_drukken_lukt(bezoek, monkeypatch):
    monkeypatch.setattr(Meldformulier, "minimum_seconden", 3600)
    bezoeker = bezoek()
    bezoeker.ga(VAN_PAGINA)
    bezoeker.page.fill("#id_tekst", "Geplakt.")
    bezoeker.page.click("main form button")
    bezoeker.page.wait_for_selector("[data-samenvatting]")
    assert "Wacht enkele seconden" in bezoeker.page.inner_text("[data-samenvatting]")
    assert bezoeker.page.title().startswith("Fout: ")
    assert bezoeker.page.input_value("#id_tekst") == "Geplakt."
    assert bezoeker.axe() == []
    monkeypatch.setattr(Meldformulier, "minimum_seconden", 0)
    bezoeker.page.click("main form button")
    bezoeker.page.wait_for_url("**/bedankt/**")
    assert Melding.objects.get().tekst == "Geplakt."


def test_een_dubbele_klik_is_een_melding(bezoek):
    bezoeker = bezoek()
    bezoeker.ga(VAN_PAGINA)
    bezoeker.page.fill("#id_tekst", "Twee keer geklikt.")
    bezoeker.page.dblclick("main form button")
    bezoeker.page.wait_for_url("**/bedankt/**")
    bezoeker.page.wait_for_load_state("networkidle")
    assert Melding.objects.count() == 1


def test_zonder_cookies_staat_de_tekst_er_nog(bezoek):
    bezoeker = bezoek()
    bezoeker.ga(VAN_PAGINA)
    bezoeker.page.fill("#id_tekst", "Mijn browser houdt alles tegen.")
    bezoeker.context.clear_cookies()
    bezoeker.page.click("main form button")
    bezoeker.page.wait_for_selector("[data-samenvatting]")
    assert "Laat cookies van deze site toe" in bezoeker.page.inner_text("[data-samenvatting]")
    assert bezoeker.page.input_value("#id_tekst") == "Mijn browser houdt alles tegen."
    bezoeker.page.click("main form button")
    bezoeker.page.wait_for_url("**/bedankt/**")


def test_niemand_ontmoet_het_lokveld(bezoek):
    bezoeker = bezoek()
    bezoeker.ga(VAN_PAGINA)
    doos = bezoeker.page.locator("[name=meer_info]").locator("..").bounding_box()
    assert doos["width"] <= 1
    assert doos["height"] <= 1
    assert "Laat dit leeg" not in bezoeker.page.locator("main form").aria_snapshot()
    with pytest.raises(AssertionError, match="niet te bereiken"):
        bezoeker.tab_naar("[name=meer_info]", 80)


def test_de_bevestiging_heropenen_en_teruggaan_verstuurt_niets(bezoek):
    bezoeker = bezoek()
    bezoeker.ga(VAN_PAGINA)
    bezoeker.page.fill("#id_tekst", "Eén keer.")
    bezoeker.page.click("main form button")
    bezoeker.page.wait_for_url("**/bedankt/**")
    bezoeker.page.reload()
    assert "Bedankt voor je melding" in bezoeker.page.inner_text("h1")
    bezoeker.page.go_back()
    bezoeker.page.wait_for_selector("#id_tekst")
    bezoeker.page.go_forward()
    bezoeker.page.wait_for_url("**/bedankt/**")
    assert Melding.objects.count() == 1
