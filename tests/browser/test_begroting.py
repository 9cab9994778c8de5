"""The budget in a real browser: counting along while typing, without JavaScript, by keyboard, narrow, wide, dark."""

from decimal import Decimal
from typing import Any

import pytest

from cultuurnota.begrotingsgegevens import lees
from cultuurnota.models import Actie, Begroting, Begrotingspost, Cultuurnota, Doelstelling
from opnetwerk.models import Gebruiker
from tests.browser.conftest import Bezoek
from tests.browser.test_werkruimte import meld_aan
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid

TE_WEINIG = "brengen de gemeenten samen 1.000 euro in"


@pytest.fixture
def nota(site: str) -> Cultuurnota:
    """A budget with a line and an action."""
    nota = maak_nota()
    begroting = Begroting.objects.create(nota=nota, sleutel="mix", inbreng=Decimal("120000.01"))
    Begrotingspost.objects.create(
        begroting=begroting, rubriek="personeel", naam="Coördinator", bedragen={"2027": "60000.00"}, vte=1
    )
    doel = Doelstelling.objects.create(nota=nota, titel="Samen")
    Actie.objects.create(doelstelling=doel, titel="Festival", kost=900, jaren=[2027])
    return nota


@pytest.fixture
def schrijver(nota: Cultuurnota) -> Gebruiker:
    return maak_teamlid(nota).gebruiker


def basis(nota: Cultuurnota) -> str:
    return f"/cultuurnota/werkruimte/{nota.kenmerk}/begroting/"


def paden(nota: Cultuurnota) -> list[str]:
    post = Begrotingspost.objects.get().kenmerk
    delen = ("", "instellen/", "posten/nieuw/", "bijdragen/", f"posten/{post}/", f"posten/{post}/weg/")
    return [basis(nota) + deel for deel in delen]


@pytest.mark.parametrize("keuzes", [{"breedte": 320, "donker": True}, {"breedte": 1280}])
def test_elke_pagina_is_toegankelijk_en_schuift_niet_opzij(
    bezoek: Any, nota: Cultuurnota, schrijver: Gebruiker, keuzes: dict[str, Any]
) -> None:
    bezoeker = meld_aan(bezoek(**keuzes), schrijver)
    fouten = []
    for pad in paden(nota):
        bezoeker.ga(pad)
        bezoeker.schuift_niet_opzij()
        fouten += bezoeker.axe()
    bezoeker.ga(f"{basis(nota)}bijdragen/")
    bezoeker.page.get_by_label("in 2028").first.fill("veel")
    bezoeker.page.get_by_role("button", name="Bewaar", exact=True).click()
    assert bezoeker.page.locator(".samenvatting").evaluate("blok => blok === document.activeElement")
    bezoeker.schuift_niet_opzij()
    fouten += bezoeker.axe()
    assert fouten == []
    bezoeker.alleen_eigen_host()


def test_terwijl_je_typt_rekent_het_mee_en_bewaart_het_niets(
    bezoek: Any, nota: Cultuurnota, schrijver: Gebruiker
) -> None:
    bezoeker = meld_aan(bezoek(), schrijver)
    bezoeker.ga(f"{basis(nota)}instellen/")
    vak = bezoeker.page.locator("[data-toetsvak]")
    assert "Elk jaar brengen de gemeenten samen genoeg in." in vak.inner_text()
    bezoeker.page.get_by_label("Inbreng van alle gemeenten").fill("1.000")
    vak.get_by_text(TE_WEINIG).wait_for()
    assert TE_WEINIG in bezoeker.page.locator("[data-zin]").inner_text()
    assert bezoeker.page.get_by_label("Inbreng van alle gemeenten").evaluate("v => v === document.activeElement")
    bezoeker.page.get_by_label("Inbreng van alle gemeenten").fill("200.000")
    vak.get_by_text("Elk jaar brengen de gemeenten samen genoeg in.").wait_for()
    assert Begroting.objects.get().inbreng == Decimal("120000.01")
    bezoeker.alleen_eigen_host()


def test_als_narekenen_niet_lukt_blijft_wat_je_typte_en_kun_je_bewaren(
    bezoek: Any, nota: Cultuurnota, schrijver: Gebruiker
) -> None:
    bezoeker = meld_aan(bezoek(), schrijver)
    bezoeker.ga(f"{basis(nota)}posten/nieuw/")
    bezoeker.page.route("**/toets.json", lambda route: route.abort())
    bezoeker.page.get_by_label("Wat is het?").select_option("werking")
    bezoeker.page.get_by_label("Omschrijving").fill("Huur")
    bezoeker.page.get_by_label("Bedrag in 2028").fill("1.234,56")
    bezoeker.page.get_by_text("Narekenen lukt nu niet.").wait_for()
    bezoeker.page.get_by_role("button", name="Bewaar", exact=True).click()
    bezoeker.page.wait_for_url("**/begroting/?net=bewaard")
    assert Begrotingspost.objects.get(naam="Huur").bedragen == {"2028": "1234.56"}


def enter_op(bezoeker: Bezoek, selector: str) -> None:
    bezoeker.tab_naar(selector)
    with bezoeker.page.expect_navigation():
        bezoeker.page.keyboard.press("Enter")


def test_met_het_toetsenbord_zonder_javascript_reken_je_na_en_bewaar_je(
    bezoek: Any, nota: Cultuurnota, schrijver: Gebruiker
) -> None:
    bezoeker = meld_aan(bezoek(320, javascript=False), schrijver)
    bezoeker.ga(basis(nota))
    enter_op(bezoeker, 'main a[href$="/instellen/"]')
    bezoeker.tab_naar("input[name=inbreng]")
    bezoeker.page.keyboard.press("Control+a")
    bezoeker.page.keyboard.type("1.000")
    enter_op(bezoeker, 'button[value="reken"]')
    assert TE_WEINIG in bezoeker.page.inner_text("main")
    assert Begroting.objects.get().inbreng == Decimal("120000.01")
    bezoeker.tab_naar("input[name=inbreng]")
    bezoeker.page.keyboard.press("Control+a")
    bezoeker.page.keyboard.type("150.000,07")
    enter_op(bezoeker, "main form button.knop:not(.tweede)")
    assert sum(regel.bedragen[2027] for regel in lees(nota).bijdragen) == Decimal("150000.07")
    assert "150.000,07" in bezoeker.page.inner_text("main")
