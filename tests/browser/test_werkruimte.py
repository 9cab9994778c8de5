"""Writing on a note in a real browser: at the same time, without a line, after logging out, by keyboard, narrow."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from cultuurnota.beginnen import begin_nota
from cultuurnota.models import Cultuurnota, Hoofdstuk
from cultuurnota.prullenmand import gooi_weg
from igs.models import IGS
from opnetwerk.models import Gebruiker
from tests.beheer import maak_coordinator_van
from tests.browser.conftest import Bezoek
from tests.browser.handen import BEELDSTANDEN
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid

BEWAARD = re.compile(r"^Bewaard om \d\d:\d\d")


@pytest.fixture
def coordinator(site: str) -> Gebruiker:
    return maak_coordinator_van(IGS.objects.get(slug="zuidrand"), "lien@voorbeeld.be")


@pytest.fixture
def nota(coordinator: Gebruiker) -> Cultuurnota:
    igs = IGS.objects.get(slug="zuidrand")
    return begin_nota(igs=igs, titel="Cultuurnota Zuidrand", van=2027, tot=2032, door=coordinator, formulier="f")


@pytest.fixture
def hoofdstuk(nota: Cultuurnota) -> Hoofdstuk:
    return nota.hoofdstukken.get(sleutel="H4")


def meld_aan(bezoeker: Bezoek, gebruiker: Gebruiker) -> Bezoek:
    client = Client()
    client.force_login(gebruiker)
    koekje: Any = {"name": settings.SESSION_COOKIE_NAME, "url": bezoeker.basis}
    koekje["value"] = client.cookies[settings.SESSION_COOKIE_NAME].value
    bezoeker.context.add_cookies([koekje])
    return bezoeker


def pad(hoofdstuk: Hoofdstuk, rest: str = "") -> str:
    return f"/cultuurnota/werkruimte/{hoofdstuk.nota.kenmerk}/hoofdstuk/{hoofdstuk.kenmerk}/{rest}"


def alleen_eigen_host(bezoeker: Bezoek) -> None:
    """The editor tries one style of its own, which the policy stops, without a visible effect."""
    bezoeker.meldingen = [melding for melding in bezoeker.meldingen if "Applying inline style" not in melding]
    bezoeker.alleen_eigen_host()


def open_tekst(bezoeker: Bezoek, hoofdstuk: Hoofdstuk) -> Any:
    bezoeker.ga(pad(hoofdstuk))
    vak = bezoeker.page.locator(".tiptap")
    vak.wait_for()
    return vak


def typ_achteraan(bezoeker: Bezoek, tekst: str) -> None:
    bezoeker.page.locator(".tiptap").click()
    bezoeker.page.keyboard.press("Control+End")
    bezoeker.page.keyboard.type(tekst)


def typ_en_bewaar(bezoeker: Bezoek, tekst: str) -> None:
    with bezoeker.page.expect_response(lambda antwoord: "bewaar.json" in antwoord.url, timeout=15_000):
        typ_achteraan(bezoeker, tekst)


def wacht_op(bezoeker: Bezoek, patroon: str | re.Pattern[str]) -> None:
    stand = bezoeker.page.locator("[data-bewaarstand]")
    stand.filter(has_text=patroon).wait_for(timeout=15_000)


def nu_in(hoofdstuk: Hoofdstuk) -> str:
    return Hoofdstuk.objects.get(pk=hoofdstuk.pk).tekst


def test_twee_mensen_schrijven_tegelijk_en_de_een_ziet_de_ander(bezoek, hoofdstuk, coordinator):
    an = meld_aan(bezoek(), coordinator)
    bert = meld_aan(bezoek(), maak_teamlid(hoofdstuk.nota).gebruiker)
    for bezoeker in (an, bert):
        open_tekst(bezoeker, hoofdstuk)
    typ_achteraan(an, "Van An.")
    wacht_op(an, BEWAARD)
    typ_achteraan(bert, "Van Bert.")
    wacht_op(bert, "samen met wat iemand anders intussen schreef")
    assert nu_in(hoofdstuk) == "<p>Van An.</p><p>Van Bert.</p>"
    assert bert.page.locator(".tiptap").inner_text().split("\n\n") == ["Van An.", "Van Bert."]
    for bezoeker in (an, bert):
        alleen_eigen_host(bezoeker)


def test_dezelfde_alinea_leidt_naar_een_keuze_en_niets_is_weg(bezoek, hoofdstuk, coordinator):
    an = meld_aan(bezoek(), coordinator)
    bert = meld_aan(bezoek(320), maak_teamlid(hoofdstuk.nota).gebruiker)
    open_tekst(an, hoofdstuk)
    typ_achteraan(an, "Het begin")
    wacht_op(an, BEWAARD)
    open_tekst(bert, hoofdstuk)
    typ_en_bewaar(an, " van An.")
    wacht_op(an, BEWAARD)
    typ_achteraan(bert, " van Bert.")
    wacht_op(bert, "Apart bewaard")
    bert.page.get_by_role("link", name="Leg de teksten naast elkaar").first.click()
    assert [merk.strip() for merk in bert.page.locator("mark").all_inner_texts()] == ["An.", "Bert."]
    bert.schuift_niet_opzij()
    assert bert.axe() == []
    bert.page.get_by_role("button", name="Zet de aparte alinea's erachter").click()
    bert.page.wait_for_url("**net=beslist")
    assert nu_in(hoofdstuk) == "<p>Het begin van An.</p><p>Het begin van Bert.</p>"


def test_zonder_lijn_blijft_de_tekst_en_komt_hij_vanzelf_aan(bezoek, hoofdstuk, coordinator):
    an = meld_aan(bezoek(), coordinator)
    open_tekst(an, hoofdstuk)
    an.context.set_offline(True)
    typ_achteraan(an, "Zonder lijn getypt.")
    wacht_op(an, "Nog niet opgeslagen, we proberen opnieuw")
    typ_achteraan(an, " En nog meer.")
    an.context.set_offline(False)
    wacht_op(an, BEWAARD)
    an.page.wait_for_function("() => !Object.keys(localStorage).length", timeout=20_000)
    assert nu_in(hoofdstuk) == "<p>Zonder lijn getypt. En nog meer.</p>"


def test_wie_zonder_lijn_het_venster_sluit_vindt_zijn_tekst_terug(bezoek, hoofdstuk, coordinator):
    an = meld_aan(bezoek(), coordinator)
    open_tekst(an, hoofdstuk)
    an.context.set_offline(True)
    typ_achteraan(an, "Bijna kwijt.")
    wacht_op(an, "Nog niet opgeslagen")
    an.page.close()
    an.context.set_offline(False)
    an.page = an.context.new_page()
    open_tekst(an, hoofdstuk)
    wacht_op(an, BEWAARD)
    assert nu_in(hoofdstuk) == "<p>Bijna kwijt.</p>"


def test_wie_afgemeld_is_hoort_dat_en_vindt_de_tekst_terug_na_het_aanmelden(bezoek, hoofdstuk, coordinator):
    an = meld_aan(bezoek(), coordinator)
    open_tekst(an, hoofdstuk)
    an.context.clear_cookies()
    typ_achteraan(an, "Na het afmelden.")
    wacht_op(an, "je bent afgemeld")
    assert nu_in(hoofdstuk) == ""
    gevraagd: list[str] = []
    an.page.on("dialog", lambda vraag: (gevraagd.append(vraag.type), vraag.accept()))
    meld_aan(an, coordinator)
    wacht_op(an, BEWAARD)  # with a fresh token, in the same window
    assert nu_in(hoofdstuk) == "<p>Na het afmelden.</p>"
    assert gevraagd == []


def test_wie_weggaat_met_tekst_die_niet_bewaard_is_wordt_gewaarschuwd(bezoek, hoofdstuk, coordinator):
    an = meld_aan(bezoek(), coordinator)
    open_tekst(an, hoofdstuk)
    gevraagd: list[str] = []
    an.page.on("dialog", lambda vraag: (gevraagd.append(vraag.type), vraag.accept()))
    typ_achteraan(an, "x")
    an.ga("/cultuurnota/werkruimte/")
    assert gevraagd == ["beforeunload"]


def test_bewaren_met_de_knop_en_het_toetsenbord(bezoek, hoofdstuk, coordinator):
    an = meld_aan(bezoek(), coordinator)
    open_tekst(an, hoofdstuk)
    an.tab_naar(".tiptap")
    an.page.keyboard.type("Met het toetsenbord.")
    an.tab_naar("button[value=bewaar]")
    an.page.keyboard.press("Enter")
    an.page.wait_for_url("**net=bewaard")
    assert nu_in(hoofdstuk) == "<p>Met het toetsenbord.</p>"
    assert an.page.evaluate("() => Object.keys(localStorage).length") == 0


def test_een_oude_versie_komt_terug(bezoek, hoofdstuk, coordinator):
    an = meld_aan(bezoek(), coordinator)
    open_tekst(an, hoofdstuk)
    typ_achteraan(an, "Eerst.")
    wacht_op(an, BEWAARD)
    an.page.keyboard.press("Control+A")
    an.page.keyboard.type("Later.")
    an.page.get_by_role("button", name="Bewaar", exact=True).click()
    an.page.wait_for_url("**net=bewaard")
    an.page.get_by_role("link", name="Bekijk de geschiedenis").click()
    an.page.get_by_role("link", name=re.compile("Versie 1,")).click()
    an.page.get_by_role("button", name="Zet deze versie terug").click()
    an.page.wait_for_url("**net=hersteld")
    assert nu_in(hoofdstuk) == "<p>Eerst.</p>"


def test_een_tabel_uit_de_opbouw_overleeft_de_tekstverwerker(bezoek, nota, coordinator):
    gebied = nota.hoofdstukken.get(sleutel="H6")
    an = meld_aan(bezoek(), coordinator)
    open_tekst(an, gebied)
    typ_achteraan(an, "!")
    wacht_op(an, BEWAARD)
    tekst = nu_in(gebied)
    assert '<th scope="col">' in tekst
    assert '<th scope="row">' in tekst
    assert "Aartselaar" in tekst
    assert "<table><caption>Inwoners op 1 januari 202" in tekst


def test_zonder_javascript_is_er_een_tekstvak(bezoek, hoofdstuk, coordinator):
    an = meld_aan(bezoek(javascript=False), coordinator)
    an.ga(pad(hoofdstuk))
    an.page.locator("textarea[name=tekst]").first.fill("<p>Zonder <strong>script</strong></p><script>x()</script>")
    an.page.get_by_role("button", name="Bewaar", exact=True).click()
    an.page.wait_for_url("**net=bewaard")
    assert nu_in(hoofdstuk) == "<p>Zonder <strong>script</strong></p>"


@pytest.mark.parametrize(("breedte", "donker"), BEELDSTANDEN)
def test_elke_pagina_is_toegankelijk_en_past(bezoek, nota, hoofdstuk, coordinator, breedte, donker):
    maak_teamlid(nota)
    an = meld_aan(bezoek(breedte, donker=donker), coordinator)
    fouten = []
    for rest in ("", "feiten/", "hoofdstukken/", "beelden/", "team/", "weg/"):
        an.ga(f"/cultuurnota/werkruimte/{nota.kenmerk}/{rest}")
        an.schuift_niet_opzij()
        fouten += an.axe()
    gooi_weg(nota=maak_nota(titel="Weg 2020-2026"), door=coordinator)
    for rest in ("", "nieuw/", "prullenmand/"):
        an.ga(f"/cultuurnota/werkruimte/{rest}")
        an.schuift_niet_opzij()
        fouten += an.axe()
    for rest in ("", "opmerkingen/", "geschiedenis/?versie=1"):
        gebied = nota.hoofdstukken.get(sleutel="H6")
        an.ga(pad(gebied, rest))
        if not rest:
            an.page.locator(".tiptap").wait_for()
        an.schuift_niet_opzij()
        fouten += an.axe()
    assert fouten == []
    alleen_eigen_host(an)
