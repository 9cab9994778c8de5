"""The profile editor by keyboard, without JavaScript and on a narrow screen; the player that waits for its button."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from talent.bewerken import open_concept
from talent.models import Talent
from tests.browser.conftest import Bezoek
from tests.browser.handen import BEELDSTANDEN
from tests.talent.fabriek import eigenaar_van, maak_beeld, maak_discipline, maak_medium, maak_talent

PAGINAS = [
    *("", "wie/", "waar/", "wat/", "praktisch/", "links/", "zichtbaarheid/", "beelden/", "beelden/nieuw/"),
    *("media/", "media/nieuw/", "indienen/", "vergelijk/", "voorbeeld/"),
]


@pytest.fixture
def talent(site: str) -> Talent:
    """Online, with a draft that shows three pictures and a film."""
    maak_discipline("jazz-en-blues")
    talent = maak_talent(naam="De Testband")
    concept = open_concept(talent=talent)
    for alt in ("Eerste", "Tweede", "Derde"):
        maak_beeld(concept, alt=alt)
    maak_medium(concept)
    return talent


def meld_aan(bezoeker: Bezoek, talent: Talent) -> Bezoek:
    client = Client()
    client.force_login(eigenaar_van(talent))
    koekje: Any = {"name": settings.SESSION_COOKIE_NAME, "url": bezoeker.basis}
    koekje["value"] = client.cookies[settings.SESSION_COOKIE_NAME].value
    bezoeker.context.add_cookies([koekje])
    return bezoeker


def pad(talent: Talent, rest: str = "") -> str:
    return f"/mijn/talent/{talent.slug}/bewerken/{rest}"


@pytest.mark.parametrize(("breedte", "donker"), BEELDSTANDEN)
def test_elke_bewerkpagina_is_toegankelijk_en_past(bezoek, talent, breedte, donker):
    bezoeker = meld_aan(bezoek(breedte, donker=donker), talent)
    fouten = []
    for rest in PAGINAS:
        bezoeker.ga(pad(talent, rest))
        bezoeker.schuift_niet_opzij()
        fouten += bezoeker.axe()
    assert fouten == []
    bezoeker.alleen_eigen_host()


def test_beelden_laten_zich_schikken_met_het_toetsenbord_en_zonder_javascript(bezoek, talent):
    bezoeker = meld_aan(bezoek(javascript=False), talent)
    bezoeker.ga(pad(talent, "beelden/"))
    bezoeker.page.locator("button[value=omhoog]").last.focus()
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_url("**net=verplaatst")
    concept = Talent.objects.get(pk=talent.pk).concept
    assert [beeld.alt for beeld in concept.beelden.all()] == ["Eerste", "Derde", "Tweede"]


def test_de_speler_komt_pas_na_de_knop_en_onthoudt_niets(bezoek, talent):
    maak_medium(talent.online)
    bezoeker = bezoek()
    speler = "www.youtube-nocookie.com"
    # The provider does not answer in a test; that it is asked, and when, is the point.
    gevraagd: list[str] = []

    def antwoord(weg: Any) -> None:
        gevraagd.append(weg.request.url)
        weg.fulfill(status=200, content_type="text/html", body="<!doctype html><title>x</title>")

    bezoeker.context.route(f"https://{speler}/**", antwoord)
    bezoeker.ga(talent.get_absolute_url())
    bezoeker.alleen_eigen_host()
    assert bezoeker.page.get_by_text("YouTube krijgt dan je IP-adres").is_visible()
    assert bezoeker.axe() == []
    bezoeker.page.get_by_role("button", name="Toon de video van YouTube").focus()
    bezoeker.page.keyboard.press("Enter")
    bezoeker.page.wait_for_selector("iframe")
    bezoeker.page.wait_for_load_state("networkidle")
    assert gevraagd == [f"https://{speler}/embed/dQw4w9WgXcQ?rel=0"]
    assert bezoeker.page.evaluate("document.activeElement.tagName") == "IFRAME"
    assert bezoeker.page.get_attribute("iframe", "title") == "Ons lied, speler van YouTube"
    assert bezoeker.meldingen == []
    assert bezoeker.context.cookies() == []
    assert bezoeker.page.evaluate("localStorage.length + sessionStorage.length") == 0
    # A new visit starts anew.
    bezoeker.page.reload()
    assert bezoeker.page.locator("iframe").count() == 0
    assert bezoeker.page.get_by_role("button", name="Toon de video van YouTube").is_visible()


def test_zonder_javascript_is_er_een_link_en_geen_knop(bezoek, talent):
    maak_medium(talent.online)
    bezoeker = bezoek(javascript=False)
    bezoeker.ga(talent.get_absolute_url())
    assert not bezoeker.page.get_by_text("YouTube krijgt dan je IP-adres").is_visible()
    link = bezoeker.page.get_by_role("link", name="Bekijk “Ons lied” bij YouTube")
    assert link.get_attribute("href") == "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    bezoeker.alleen_eigen_host()
