"""Publishing and comparing as a coordinator and a visitor see it: by keyboard, narrow, dark, without JavaScript."""

from typing import Any

import pytest

from cultuurnota.models import Bevroren, Cultuurnota, Publicatie
from cultuurnota.uitwisseling import exporteer
from igs.models import IGS
from tests.beheer import maak_coordinator_van
from tests.browser.handen import BEELDSTANDEN
from tests.browser.test_werkruimte import alleen_eigen_host, meld_aan
from tests.cultuurnota.fabriek import maak_nota, maak_publicatie

ONLINE = "/igs/zuidrand/cultuurnota/"


@pytest.fixture
def nota(site: str) -> Cultuurnota:
    """Of Zuidrand, frozen; CO7 has one online."""
    for slug in ("co7", "zuidrand"):
        nota = maak_nota(IGS.objects.get(slug=slug), titel=f"Samen in {slug}")
        nota.hoofdstukken.filter(sleutel="H7").update(tekst="<h2>Missie</h2><p>Samen cultuur maken.</p>")
        doel = nota.doelstellingen.create(titel=f"Meer lezers bij {slug}", opdrachten=["1", "6"])
        doel.indicatoren.create(naam="Leners", eenheid="mensen", nulmeting=10, streefwaarde=20)
        if slug == "co7":
            maak_publicatie(nota)
    Bevroren.objects.create(nota=nota, naam="Voor de raad", inhoud=exporteer(nota))
    return nota


@pytest.mark.parametrize("breedte", [1280, 320])
@pytest.mark.parametrize("javascript", [True, False])
def test_bekijken_publiceren_lezen_en_weer_offline(
    bezoek: Any, nota: Cultuurnota, breedte: int, javascript: bool
) -> None:
    an = meld_aan(
        bezoek(breedte, javascript=javascript), maak_coordinator_van(nota.igs, f"an{breedte}{javascript}@voorbeeld.be")
    )
    gast, pagina = bezoek(breedte, javascript=javascript), an.page
    an.ga(f"/cultuurnota/werkruimte/{nota.kenmerk}/publicatie/")
    an.schuift_niet_opzij()
    pagina.get_by_role("button", name="Bekijk hoe het wordt").click()
    pagina.get_by_role("heading", name="Zo wordt de pagina").wait_for()
    assert not Publicatie.objects.filter(nota=nota).exists()
    an.schuift_niet_opzij()
    pagina.locator(".noot button[value=publiceer]").click()
    pagina.get_by_text("Iedereen kan ze nu lezen").wait_for()
    gast.ga(ONLINE)
    gelezen = gast.page.inner_text("main")
    assert "Samen cultuur maken." in gelezen
    assert "Meer lezers bij zuidrand" in gelezen
    assert "“Voor de raad”" in gelezen
    assert gast.page.get_by_role("button", name="Druk af").is_visible() is javascript
    gast.page.get_by_role("link", name="Missie").first.click()
    assert gast.page.url.split("#")[1].startswith("h")
    gast.ga("/cultuurnota/vergelijken/")
    gast.page.get_by_label("CO7").uncheck()
    gast.page.get_by_role("button", name="Vergelijk").click()
    gezien = gast.page.locator("table").first.inner_text()
    assert "Meer lezers bij zuidrand" in gezien
    assert "Meer lezers bij co7" not in gezien
    an.ga(f"/cultuurnota/werkruimte/{nota.kenmerk}/publicatie/")
    pagina.get_by_role("button", name="Haal de nota offline").click()
    pagina.get_by_text("De nota staat niet meer online").wait_for()
    gast.ga(ONLINE)
    assert "Samen cultuur maken." not in gast.page.inner_text("body")
    alleen_eigen_host(an)


@pytest.mark.parametrize(("breedte", "donker"), BEELDSTANDEN)
def test_de_paginas_passen_en_axe_vindt_niets(bezoek: Any, nota: Cultuurnota, breedte: int, donker: bool) -> None:
    maak_publicatie(nota)
    an = meld_aan(bezoek(breedte, donker=donker), maak_coordinator_van(nota.igs, "an@voorbeeld.be"))
    an.loop_na(
        [
            ONLINE,
            "/cultuurnota/vergelijken/",
            "/cultuurnota/vergelijken/?thema=bibliotheek",
            f"/cultuurnota/werkruimte/{nota.kenmerk}/publicatie/",
        ]
    )
    an.page.get_by_role("button", name="Bekijk hoe het wordt").click()
    an.page.get_by_role("heading", name="Zo wordt de pagina").wait_for()
    assert an.axe() == []


def test_met_het_toetsenbord_kom_je_bij_elk_hoofdstuk_en_de_filters(bezoek: Any, nota: Cultuurnota) -> None:
    maak_publicatie(nota)
    gast = bezoek()
    gast.ga(ONLINE)
    gast.tab_naar("[data-druk]")
    gast.tab_naar(".inhoudstafel a")
    gast.ga("/cultuurnota/vergelijken/")
    gast.tab_naar("#thema")
    gast.tab_naar("input[name=igs]")
