"""From the page of a network to an answer, in a real browser: mails are opened, buttons pressed, nothing leaks."""

import re

import pytest
from django.core.cache import cache

from igs.models import IGS
from opnetwerk.formulieren import OpenbaarFormulier
from opnetwerk.models import Gespreksbericht
from tests.browser.conftest import Bezoek
from tests.browser.handen import BEELDSTANDEN
from tests.fabriek import maak_coordinator
from tests.gesprekken import AN, afzender, begin, mails_aan, ontvanger, pad

BEA = "bea.geheim@voorbeeld.be"
LINK = re.compile(r"http://[^/]+(/gesprek/\S+/)")


@pytest.fixture(autouse=True)
def wie_snel_typt(monkeypatch):
    """A browser that is driven types faster than people do."""
    monkeypatch.setattr(OpenbaarFormulier, "minimum_seconden", 0)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def contactpersoon(site: str) -> None:
    maak_coordinator(IGS.objects.get(slug="zuidrand"), "Bea Contact", email=BEA)


def laatste_link(adres: str) -> str:
    return LINK.findall(mails_aan(adres)[-1].tekst)[0]


@pytest.mark.parametrize("javascript", [True, False], ids=["met-js", "zonder-js"])
@pytest.mark.parametrize("breedte", [320, 1280])
def test_een_bericht_en_een_antwoord_met_het_toetsenbord(bezoek, contactpersoon, breedte, javascript):
    bezoeker = bezoek(breedte, javascript=javascript)
    bezoeker.ga("/igs/zuidrand/")
    bezoeker.tab_naar("a[href='/igs/zuidrand/contact/']")
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**/contact/")
    for veld, tekst in {
        "naam": "An Bezoeker", "email": AN.email, "onderwerp": "Een vraag", "tekst": "Mag ik meedoen?"
    }.items():  # fmt: skip
        bezoeker.tab_naar(f"#id_{veld}")
        bezoeker.page.keyboard.type(tekst)
    bezoeker.tab_naar("main form button", 1)
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**/gesprek/verstuurd/**")
    assert "Kijk in je mailbox" in bezoeker.page.inner_text("main")
    bezoeker.schuift_niet_opzij()

    bezoeker.ga(laatste_link(AN.email))
    bezoeker.schuift_niet_opzij()
    bezoeker.tab_naar("main form button")
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**/gesprek/verstuurd/**")
    assert "Je bericht is verstuurd" in bezoeker.page.inner_text("h1")

    bea = bezoek(breedte, javascript=javascript)
    bea.ga(laatste_link(BEA))
    assert "Mag ik meedoen?" in bea.page.inner_text("main")
    bea.schuift_niet_opzij()
    bea.tab_naar("#id_tekst")
    bea.page.keyboard.type("Graag!")
    bea.tab_naar("main form button", 1)
    bea.page.keyboard.press("Enter")
    bea.page.wait_for_selector("[role=status]")
    assert "Je antwoord is verstuurd." in bea.page.inner_text("[role=status]")
    assert not bea.context.cookies()
    assert set(Gespreksbericht.objects.values_list("tekst", flat=True)) == {"Mag ik meedoen?", "Graag!"}
    bezoeker.ga(laatste_link(AN.email))
    assert "Graag!" in bezoeker.page.inner_text("main")
    for wie in (bezoeker, bea):
        wie.alleen_eigen_host()


@pytest.mark.parametrize(("breedte", "donker"), BEELDSTANDEN)
def test_axe_vindt_niets(bezoek, contactpersoon, breedte, donker):
    bezoeker = bezoek(breedte, donker=donker)
    gesprek, wacht = begin(), begin(formulier="b" * 64, bevestigd=False)
    van_bo = pad(ontvanger(gesprek))
    fouten: list[str] = []
    for adres in (
        "/igs/zuidrand/contact/", laatste_link(AN.email), f"/gesprek/verstuurd/{wacht.kenmerk}/",
        f"/gesprek/verstuurd/{gesprek.kenmerk}/", van_bo, pad(afzender(gesprek)), f"{van_bo}meld-misbruik/",
        f"{van_bo}blokkeer/", "/gesprek/x/",
    ):  # fmt: skip
        bezoeker.ga(adres)
        fouten += bezoeker.axe()
        bezoeker.schuift_niet_opzij()
    for adres in ("/igs/zuidrand/contact/", van_bo, f"{van_bo}meld-misbruik/"):
        bezoeker.ga(adres)
        bezoeker.page.click("main form button")
        bezoeker.page.wait_for_selector("[data-samenvatting]")
        fouten += bezoeker.axe()
    assert fouten == []


def test_melden_blokkeren_en_opheffen_vanuit_de_mail(bezoek, site):
    gesprek = begin()
    bezoeker: Bezoek = bezoek()
    bezoeker.ga(pad(ontvanger(gesprek), "gesprek_meld_misbruik"))
    bezoeker.page.fill("#id_reden", "Dit hoort niet.")
    bezoeker.page.click("main form button")
    bezoeker.page.wait_for_selector("[role=status]")
    assert "Je melding is verstuurd." in bezoeker.page.inner_text("[role=status]")
    bezoeker.ga(pad(ontvanger(gesprek), "gesprek_blokkeer"))
    bezoeker.page.click("main form button")
    bezoeker.page.wait_for_selector("[role=status]")
    assert bezoeker.page.locator("textarea").count() == 0
    bezoeker.page.click("text=Hef de blokkering op")
    bezoeker.page.click("main form button")
    bezoeker.page.wait_for_selector("textarea")
    assert not bezoeker.context.cookies()
