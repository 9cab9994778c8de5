"""Objectives, check and sharing of a note in a real browser: without JavaScript, by keyboard, narrow and wide, dark."""

from typing import Any

import pytest

from cultuurnota.models import Actie, Cultuurnota, Doelstelling, Indicator, Uitdaging, Uitvoer
from cultuurnota.taken import maak_uitvoer_taak
from opnetwerk.models import Gebruiker
from tests.browser.conftest import Bezoek
from tests.browser.test_werkruimte import meld_aan
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid


@pytest.fixture
def nota(site: str) -> Cultuurnota:
    nota = maak_nota()
    hoofdstuk = nota.hoofdstukken.get(sleutel="H7")
    hoofdstuk.tekst = (
        "<h2>Missie</h2><p>Samen.</p><table><caption>Plekken</caption><thead><tr><th scope='col'>Plek</th>"
        "<th scope='col'>Nu</th></tr></thead><tbody><tr><td>Bibliotheken</td><td>9</td></tr></tbody></table>"
    )
    hoofdstuk.save()
    return nota


@pytest.fixture
def schrijver(nota: Cultuurnota) -> Gebruiker:
    return maak_teamlid(nota).gebruiker


def basis(nota: Cultuurnota) -> str:
    return f"/cultuurnota/werkruimte/{nota.kenmerk}/"


def enter_op(bezoeker: Bezoek, selector: str) -> None:
    """Reach it with Tab and press Enter, and wait for the page that comes."""
    bezoeker.tab_naar(selector)
    with bezoeker.page.expect_navigation():
        bezoeker.page.keyboard.press("Enter")


def vul(nota: Cultuurnota) -> None:
    uitdaging = Uitdaging.objects.create(nota=nota, titel="Jongeren haken af", tekst="Na hun zestiende.")
    boven = Doelstelling.objects.create(nota=nota, titel="Jongeren doen mee", opdrachten=["6"], tekst="Uitleg")
    boven.uitdagingen.add(uitdaging)
    for nummer in range(2):
        onder = Doelstelling.objects.create(nota=nota, titel=f"Raad {nummer}", boven=boven, volgorde=nummer)
        Indicator.objects.create(doelstelling=onder, naam="Leden van de raad", nulmeting=0, streefwaarde=60)
        Actie.objects.create(doelstelling=onder, titel="Een jeugdraad starten", jaren=[2027, 2028], kost=1200)


@pytest.mark.parametrize("keuzes", [{"breedte": 320, "donker": True}, {"breedte": 1280}])
def test_elke_pagina_is_toegankelijk_en_schuift_niet_opzij(
    bezoek: Any, nota: Cultuurnota, schrijver: Gebruiker, keuzes: dict[str, Any]
) -> None:
    vul(nota)
    doel = Doelstelling.objects.all()[0]
    bezoeker = meld_aan(bezoek(**keuzes), schrijver)
    paden = ["doelen/", "doelen/planning/", "controle/", "delen/", "delen/druk/"]
    paden += [f"doelen/{soort}/nieuw/" for soort in ("uitdaging", "doelstelling", "indicator", "actie")]
    paden += [f"doelen/doelstelling/{doel.kenmerk}/weg/", f"doelen/doelstelling/{doel.kenmerk}/wijzig/"]
    fouten = []
    for pad in paden:
        bezoeker.ga(basis(nota) + pad)
        bezoeker.schuift_niet_opzij()
        fouten += bezoeker.axe()
    assert fouten == []
    bezoeker.alleen_eigen_host()


def test_met_het_toetsenbord_van_doel_tot_groen_zonder_javascript(
    bezoek: Any, nota: Cultuurnota, schrijver: Gebruiker
) -> None:
    bezoeker = meld_aan(bezoek(320, javascript=False), schrijver)
    pagina = bezoeker.page
    bezoeker.ga(basis(nota) + "controle/")
    assert "Er staan nog geen doelstellingen." in pagina.inner_text("main")
    bezoeker.ga(basis(nota) + "doelen/")
    enter_op(bezoeker, "a[href$='doelen/doelstelling/nieuw/']")
    bezoeker.tab_naar("#id_titel")
    pagina.keyboard.type("Jongeren doen mee")
    bezoeker.tab_naar("input[name=opdrachten][value='6']")
    pagina.keyboard.press("Space")
    enter_op(bezoeker, "main button[type=submit]")
    enter_op(bezoeker, "a[href*='doelen/indicator/nieuw/']")
    bezoeker.tab_naar("#id_naam")
    pagina.keyboard.type("Leden van de raad")
    enter_op(bezoeker, "main button[type=submit]")
    assert Indicator.objects.get().doelstelling.opdrachten == ["6"]
    bezoeker.ga(basis(nota) + "controle/")
    tekst = pagina.inner_text("main")
    assert "Er staan nog geen doelstellingen." not in tekst.split("C1:")[1].split("C2:")[0]
    assert "ontbreekt: nulmeting, streefwaarde, bron, wie meet" in tekst


def test_bevriezen_delen_uitvoeren_en_intrekken(bezoek: Any, nota: Cultuurnota, schrijver: Gebruiker) -> None:
    vul(nota)
    bezoeker, gast = meld_aan(bezoek(), schrijver), bezoek(320, donker=True)
    pagina = bezoeker.page
    bezoeker.ga(basis(nota) + "delen/")
    pagina.get_by_text("Bevries de nota van nu").click()
    pagina.get_by_label("Naam van de versie").fill("Voor de raad")
    pagina.get_by_role("button", name="Bevries").click()
    pagina.get_by_text("De versie is bevroren").wait_for()
    pagina.get_by_text("Maak een leeslink").click()
    pagina.get_by_label("Voor wie is de link").fill("Het bestuur")
    pagina.get_by_role("button", name="Maak de link").click()
    adres = pagina.get_by_role("link", name="/cultuurnota/lezen/").get_attribute("href")
    assert adres is not None
    pad = adres.removeprefix(gast.basis)
    gast.ga(pad)
    gast.schuift_niet_opzij()
    assert gast.axe() == []
    assert "Jongeren doen mee" in gast.page.inner_text("main")
    assert gast.context.cookies() == []
    pagina.get_by_text("Maak een bestand").click()
    pagina.get_by_role("button", name="Maak het bestand").click()
    pagina.get_by_text("wacht op zijn beurt").wait_for()
    assert bezoeker.axe() == []
    maak_uitvoer_taak(Uitvoer.objects.get().pk)
    pagina.get_by_role("link", name="Kijk nu opnieuw").click()
    with pagina.expect_download() as gehaald:
        pagina.get_by_role("link", name="Haal het bestand op").click()
    assert gehaald.value.suggested_filename.endswith(".docx")
    bezoeker.ga(basis(nota) + "delen/")
    pagina.get_by_role("button", name="Trek in").click()
    pagina.get_by_text("De link werkt niet meer").wait_for()
    gast.ga(pad)
    assert "Deze link werkt niet meer" in gast.page.inner_text("main")
    assert "Jongeren doen mee" not in gast.page.inner_text("main")
