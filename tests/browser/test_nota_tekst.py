"""The text of a chapter in a real browser: captions stay, the keyboard goes in and out, and who else writes here."""

import re
from typing import Any

import pytest

from cultuurnota.models import Cultuurnota, Hoofdstuk
from igs.models import IGS
from opnetwerk.models import Gebruiker
from tests.beheer import maak_coordinator_van
from tests.browser.conftest import Bezoek
from tests.browser.test_werkruimte import (
    BEWAARD,
    alleen_eigen_host,
    meld_aan,
    nu_in,
    open_tekst,
    typ_achteraan,
    wacht_op,
)
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid

TABEL = (
    "<p>Vooraf.</p><table><caption>Plekken &amp; zalen</caption><thead><tr><th>Soort</th><th>Nu</th></tr></thead>"
    "<tbody><tr><td>Zalen</td><td>5</td></tr></tbody></table>"
    '<figure><img src="/media/afbeeldingen/a.jpg" alt="Een zaal" width="640" height="400">'
    "<figcaption>De zaal – Foto: An</figcaption></figure><p>Achteraf.</p>"
)


@pytest.fixture
def coordinator(site: str) -> Gebruiker:
    return maak_coordinator_van(IGS.objects.get(slug="zuidrand"), "lien@voorbeeld.be")


@pytest.fixture
def nota(coordinator: Gebruiker) -> Cultuurnota:
    return maak_nota()


@pytest.fixture
def hoofdstuk(nota: Cultuurnota) -> Hoofdstuk:
    hoofdstuk = nota.hoofdstukken.get(sleutel="H4")
    hoofdstuk.tekst = TABEL
    hoofdstuk.save()
    return hoofdstuk


def kop_van(bezoeker: Bezoek) -> Any:
    return bezoeker.page.locator(".tiptap caption")


def naar_cel(bezoeker: Bezoek, woord: str) -> None:
    bezoeker.page.locator(".tiptap td", has_text=woord).click()


def zonder_beeldfout(bezoeker: Bezoek) -> None:
    """The picture of the example is no file."""
    bezoeker.meldingen = [melding for melding in bezoeker.meldingen if "404" not in melding]
    alleen_eigen_host(bezoeker)


def test_de_bijschriften_van_tabel_en_beeld_overleven_de_tekstverwerker(bezoek, hoofdstuk, coordinator):
    an = meld_aan(bezoek(), coordinator)
    open_tekst(an, hoofdstuk)
    assert kop_van(an).inner_text() == "Plekken & zalen"
    assert an.page.locator(".tiptap tr").count() == 2
    an.page.locator(".tiptap > p", has_text="Achteraf.").click()
    an.page.keyboard.press("End")
    an.page.keyboard.type(" En nog iets.")
    wacht_op(an, BEWAARD)
    tekst = nu_in(hoofdstuk)
    assert "<table><caption>Plekken &amp; zalen</caption>" in tekst
    assert 'alt="Een zaal" width="640" height="400"' in tekst
    assert "<figcaption>De zaal – Foto: An</figcaption></figure>" in tekst
    assert "Achteraf. En nog iets." in tekst
    zonder_beeldfout(an)


def test_een_bijschrift_verandert_en_gaat_weg(bezoek, hoofdstuk, coordinator):
    an = meld_aan(bezoek(), coordinator)
    open_tekst(an, hoofdstuk)
    naar_cel(an, "Zalen")
    an.page.get_by_role("button", name="Bijschrift van de tabel").click()
    veld = an.page.get_by_role("textbox", name="Bijschrift van de tabel")
    assert veld.input_value() == "Plekken & zalen"
    veld.fill("  Nieuwe   <b>woorden</b> ")
    an.page.keyboard.press("Enter")
    wacht_op(an, BEWAARD)
    assert "<caption>Nieuwe &lt;b&gt;woorden&lt;/b&gt;</caption>" in nu_in(hoofdstuk)
    assert kop_van(an).inner_text() == "Nieuwe <b>woorden</b>"
    an.page.keyboard.press("Control+z")
    kop_van(an).filter(has_text="Plekken & zalen").wait_for()
    naar_cel(an, "Zalen")
    an.page.get_by_role("button", name="Bijschrift van de tabel").click()
    an.page.get_by_role("textbox", name="Bijschrift van de tabel").fill("")
    with an.page.expect_response(lambda antwoord: "bewaar.json" in antwoord.url, timeout=15_000):
        an.page.keyboard.press("Enter")
    wacht_op(an, BEWAARD)
    assert "<caption" not in nu_in(hoofdstuk)
    assert kop_van(an).count() == 0


def test_een_nieuwe_tabel_krijgt_een_bijschrift_en_koppen(bezoek, nota, coordinator):
    leeg = nota.hoofdstukken.get(sleutel="H5")
    an = meld_aan(bezoek(320), coordinator)
    open_tekst(an, leeg)
    an.page.locator(".tiptap").click()
    an.page.get_by_role("button", name="Tabel toevoegen").click()
    an.page.get_by_role("textbox", name="Bijschrift van de tabel").fill("Wat we tellen")
    an.page.get_by_label("Kolommen").fill("2")
    assert an.axe() == []
    an.page.get_by_role("button", name="Voeg in").click()
    an.page.keyboard.type("Soort")
    an.page.keyboard.press("Tab")
    an.page.keyboard.type("Aantal")
    wacht_op(an, BEWAARD)
    tekst = nu_in(leeg)
    assert tekst.startswith("<table><caption>Wat we tellen</caption><tbody><tr>")
    assert '<th scope="col"><p>Soort</p></th><th scope="col"><p>Aantal</p></th>' in tekst
    assert tekst.count("<td") == 4
    an.schuift_niet_opzij()
    assert an.axe() == []
    alleen_eigen_host(an)


def test_met_tab_ga_je_door_de_tabel_en_er_weer_uit(bezoek, nota, coordinator):
    eind = nota.hoofdstukken.get(sleutel="H5")
    eind.tekst = "<table><tbody><tr><td>een</td><td>twee</td></tr></tbody></table>"
    eind.save()
    an = meld_aan(bezoek(), coordinator)
    open_tekst(an, eind)
    naar_cel(an, "een")
    an.page.keyboard.type("?")  # the click has come through
    an.page.keyboard.press("Tab")
    assert an.page.evaluate("() => document.activeElement.matches('.tiptap')")
    an.page.keyboard.type("!")
    an.page.keyboard.press("Tab")
    assert not an.page.evaluate("() => document.activeElement.matches('.tiptap')")
    assert an.page.locator(".tiptap td").all_inner_texts() == ["een?", "!"]
    assert an.page.locator(".tiptap tr").count() == 1


@pytest.mark.parametrize("toets", ["Tab", "Shift+Tab"])
def test_met_escape_en_tab_verlaat_je_een_lijst_zonder_iets_te_wijzigen(bezoek, nota, coordinator, toets):
    lijst = nota.hoofdstukken.get(sleutel="H5")
    lijst.tekst = "<ul><li><p>een</p></li><li><p>twee</p></li></ul>"
    lijst.save()
    an = meld_aan(bezoek(), coordinator)
    open_tekst(an, lijst)
    an.page.locator(".tiptap li", has_text="twee").click()
    voor = an.page.locator(".tiptap").inner_html()
    an.page.keyboard.press("Escape")
    an.page.keyboard.press(toets)
    assert not an.page.evaluate("() => document.activeElement.matches('.tiptap')")
    assert an.page.locator(".tiptap").inner_html() == voor


def test_de_uitleg_over_het_verlaten_hoort_bij_het_tekstvak(bezoek, hoofdstuk, coordinator):
    an = meld_aan(bezoek(), coordinator)
    vak = open_tekst(an, hoofdstuk)
    uitleg = an.page.locator(f"#{vak.get_attribute('aria-describedby')}")
    assert uitleg.inner_text() == "Met Escape en dan Tab ga je uit de tekst."


def test_wie_schrijft_ziet_dat_een_ander_hier_ook_schrijft(bezoek, nota, coordinator):
    samen = nota.hoofdstukken.get(sleutel="H5")
    jan = maak_teamlid(nota).gebruiker
    jan.naam = "Jan Peeters"
    jan.save()
    an, bij_jan = meld_aan(bezoek(), coordinator), meld_aan(bezoek(320), jan)
    open_tekst(an, samen)
    open_tekst(bij_jan, samen)
    typ_achteraan(bij_jan, "Van Jan.")
    wacht_op(bij_jan, BEWAARD)
    typ_achteraan(an, "Van An.")
    wacht_op(an, re.compile("^Bewaard om"))
    an.page.locator("[data-anderen]").filter(has_text="Jan Peeters schrijft hier ook, net nog.").wait_for()
    assert bij_jan.page.locator("[data-anderen]").inner_text() == ""
    bij_jan.schuift_niet_opzij()
