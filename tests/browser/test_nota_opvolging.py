"""Following up in a real browser: without JavaScript, by keyboard, narrow and wide, dark, and two people at once."""

from datetime import date
from typing import Any

import pytest

from cultuurnota import opvolgen
from cultuurnota.models import Actie, Actiejaar, Cijferkoppeling, Cultuurnota, Doelstelling, Indicator, Meting
from igs.models import Bezoektelling
from opnetwerk.models import Gebruiker
from tests.browser.conftest import Bezoek
from tests.browser.test_werkruimte import meld_aan
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid


@pytest.fixture
def nota(site: str) -> Cultuurnota:
    """One objective under another, with a figure that the portal counts, and something in the first year."""
    nota = maak_nota(van=2025, tot=2030)
    boven = Doelstelling.objects.create(nota=nota, titel="Iedereen vindt ons")
    doel = Doelstelling.objects.create(nota=nota, titel="Een pagina die leeft", boven=boven)
    bezoeken = Indicator.objects.create(
        doelstelling=doel, naam="Bezoeken aan de pagina", eenheid="keer", nulmeting=900, streefwaarde=15000
    )
    Indicator.objects.create(doelstelling=doel, naam="Kernen met een plek", nulmeting=2, streefwaarde=9, volgorde=1)
    Cijferkoppeling.objects.create(indicator=bezoeken, cijfer="bezoeken")
    Bezoektelling.objects.create(igs=nota.igs, maand=date(2026, 3, 1), bekeken=1412)
    Meting.objects.create(indicator=bezoeken, jaar=2025, waarde=1250, uitleg="Een goed jaar.")
    festival = Actie.objects.create(doelstelling=doel, titel="Een festival", jaren=[2025, 2026])
    Actiejaar.objects.create(actie=festival, jaar=2025, stand="uitgesteld", uitleg="De zaal sloot.")
    return nota


@pytest.fixture
def schrijver(nota: Cultuurnota) -> Gebruiker:
    return maak_teamlid(nota).gebruiker


def basis(nota: Cultuurnota) -> str:
    return f"/cultuurnota/werkruimte/{nota.kenmerk}/opvolging/"


def invullen(nota: Cultuurnota, jaar: int = 2026) -> str:
    return f"{basis(nota)}{jaar}/{nota.doelstellingen.exclude(boven=None).get().kenmerk}/invullen/"


def enter_op(bezoeker: Bezoek, selector: str) -> None:
    """Reach it with Tab and press Enter, and wait for the page that comes."""
    bezoeker.tab_naar(selector)
    with bezoeker.page.expect_navigation():
        bezoeker.page.keyboard.press("Enter")


@pytest.mark.parametrize("keuzes", [{"breedte": 320, "donker": True}, {"breedte": 1280}])
def test_elke_pagina_is_toegankelijk_en_schuift_niet_opzij(
    bezoek: Any, nota: Cultuurnota, schrijver: Gebruiker, keuzes: dict[str, Any]
) -> None:
    bezoeker = meld_aan(bezoek(**keuzes), schrijver)
    fouten = []
    for pad in ("", "2025/", "2026/", "2027/", "koppelingen/", "2025/verslag/"):
        bezoeker.ga(basis(nota) + pad)
        bezoeker.schuift_niet_opzij()
        fouten += bezoeker.axe()
    bezoeker.ga(invullen(nota, 2025))
    bezoeker.schuift_niet_opzij()
    fouten += bezoeker.axe()
    bezoeker.page.get_by_label("Waarde in 2025").first.fill("veel")
    bezoeker.page.get_by_role("button", name="Bewaar", exact=True).click()
    assert bezoeker.page.locator(".samenvatting").evaluate("blok => blok === document.activeElement")
    fouten += bezoeker.axe()
    assert fouten == []
    bezoeker.alleen_eigen_host()


def test_met_het_toetsenbord_van_cijfer_tot_verslag_zonder_javascript(
    bezoek: Any, nota: Cultuurnota, schrijver: Gebruiker
) -> None:
    bezoeker = meld_aan(bezoek(320, javascript=False), schrijver)
    bezoeker.ga(f"{basis(nota)}2026/")
    enter_op(bezoeker, "main form button")
    assert "Bezoeken aan de pagina: 1.412" in bezoeker.page.inner_text("main")
    enter_op(bezoeker, "main section.doel .knop")
    bezoeker.tab_naar("fieldset:nth-of-type(2) input")
    bezoeker.page.keyboard.type("4")
    bezoeker.tab_naar("main select")
    bezoeker.page.keyboard.type("gedaan")
    enter_op(bezoeker, "main form button")
    assert "2 van de 2 indicatoren hebben een cijfer. 1 van de 1 actie is gedaan." in bezoeker.page.inner_text("main")
    enter_op(bezoeker, 'main a[href$="/verslag/"]')
    tekst = bezoeker.page.inner_text("main")
    assert "Jaarverslag 2026" in tekst
    assert "Geteld door het portaal op 23 november 2026." in tekst


def test_wie_later_bewaart_ziet_beide_cijfers_naast_elkaar(
    bezoek: Any, nota: Cultuurnota, schrijver: Gebruiker
) -> None:
    bezoeker = meld_aan(bezoek(320), schrijver)
    bezoeker.ga(invullen(nota))
    indicator = Indicator.objects.get(naam="Kernen met een plek")
    ander = opvolgen.Invoer(indicator, {"waarde": 3, "uitleg": ""}, 0)
    assert opvolgen.bewaar_jaar(nota=nota, jaar=2026, invoer=[ander], door=schrijver) == []
    bezoeker.page.get_by_label("Waarde in 2026").nth(1).fill("4")
    bezoeker.page.get_by_role("button", name="Bewaar", exact=True).click()
    bezoeker.page.get_by_text("Iemand anders bewaarde intussen").first.wait_for()
    assert "Kernen met een plek: waarde" in bezoeker.page.inner_text("main table")
    bezoeker.schuift_niet_opzij()
    assert bezoeker.axe() == []
    assert Meting.objects.get(indicator=indicator).waarde == 3
    bezoeker.page.get_by_role("button", name="Bewaar", exact=True).click()
    bezoeker.page.wait_for_url("**net=bewaard")
    assert Meting.objects.get(indicator=indicator).waarde == 4
