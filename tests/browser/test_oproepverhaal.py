"""The whole story of a call: who asks, who fits, who answers, what everybody hears, what came of it, who met whom."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from igs.models import Gemeente
from opnetwerk.formulieren import OpenbaarFormulier
from opnetwerk.models import Gebruiker, UitgaandeMail
from talent import taken, uitkomsten, verbinden
from talent.disciplines import laad_disciplines
from talent.models import Oproep, Organisator, Reactie, Talent, Uitkomst, Verbinding
from talent.oproepformulieren import Antwoordenformulier, Oproepformulier
from tests.aanmelden import maak_rekening
from tests.browser.conftest import Bezoek
from tests.browser.handen import BEELDSTANDEN
from tests.talent.fabriek import maak_talent
from tests.talent.oproepfabriek import maak_organisator
from tests.talent.test_uitkomsten import maak_uitkomst

AN, BO = "an.geheim@voorbeeld.be", "bo.geheim@voorbeeld.be"
TITEL = "Muziek bij de boekenmarkt"
EVEN_LATER = date(2027, 1, 4)  # more than three weeks after the day of the call


@pytest.fixture(autouse=True)
def wie_snel_typt(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Iterator[None]:
    """A browser that is driven types faster than people do."""
    for soort in (OpenbaarFormulier, Oproepformulier, Antwoordenformulier):
        monkeypatch.setattr(soort, "minimum_seconden", 0)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def makers(site: str) -> tuple[Talent, Talent, Talent]:
    """An and Bo play, in neighbouring municipalities; Jo is 14 and plays too."""
    laad_disciplines()
    lint, kontich = (Gemeente.objects.huidige().get(naam=naam) for naam in ("Lint", "Kontich"))
    speelt: dict[str, Any] = {"disciplines": ["pop-en-rock"], "aanbod": ["optreden"], "prijs": "vanaf"}
    an = maak_talent(naam="An Accordeon", gemeente=lint, eigenaar=maak_rekening(AN), prijs_vanaf=150, **speelt)
    bo = maak_talent(naam="Bo Bas", gemeente=kontich, eigenaar=maak_rekening(BO), prijs_vanaf=200, **speelt)
    jo = maak_talent(naam="Jo", gemeente=lint, leeftijd="13-15", disciplines=["pop-en-rock"], aanbod=["optreden"])
    return an, bo, jo


@pytest.fixture
def organisator(makers: tuple[Talent, Talent, Talent]) -> Organisator:
    gemeente = makers[0].online.gemeente
    return maak_organisator(organisatie="Bib van Lint", email="bib@organisator.example", gemeente=gemeente)


def mails_aan(adres: str) -> list[UitgaandeMail]:
    return list(UitgaandeMail.objects.filter(aan=adres).order_by("pk"))


def pad_in(adres: str, deel: str) -> str:
    """The path of the newest link to such an address in the mails to somebody."""
    for mail in reversed(mails_aan(adres)):
        if gevonden := re.search(rf"https?://[^/\s]+({deel}[^\s]*)", mail.tekst):
            return gevonden[1]
    raise AssertionError(f"geen link {deel} in de mails aan {adres}")


def meld_aan(bezoeker: Bezoek, email: str) -> Bezoek:
    client = Client()
    client.force_login(Gebruiker.objects.get(email=email))
    koekje: Any = {"name": settings.SESSION_COOKIE_NAME, "url": bezoeker.basis}
    bezoeker.context.add_cookies([koekje | {"value": client.cookies[settings.SESSION_COOKIE_NAME].value}])
    return bezoeker


def druk(bezoeker: Bezoek, naam: str | re.Pattern[str]) -> None:
    with bezoeker.page.expect_navigation():
        bezoeker.page.get_by_role("button", name=naam).first.click()


def tekst(bezoeker: Bezoek) -> str:
    return bezoeker.page.inner_text("main")


# --- the acts of the story ------------------------------------------------------------------------------------------
def plaats_oproep(bib: Bezoek, bureau: str) -> Oproep:
    page = bib.page
    bib.ga(bureau)
    page.get_by_role("link", name="Nieuwe oproep").click()
    page.get_by_label("Titel").fill(TITEL)
    page.get_by_label("Wat zoek je?").select_option("optreden")
    page.get_by_label("Waarover gaat het?").fill("Een uur zachte muziek tussen de boeken.")
    page.get_by_label("De dag, of de eerste dag").fill("12-12-2026")
    page.get_by_label("Gemeente", exact=True).fill("Lint")
    page.get_by_label("Een bedrag", exact=True).check()
    page.get_by_label("Bedrag in euro").fill("250")
    page.get_by_label("Reageren kan tot en met").fill("01-12-2026")
    druk(bib, "Bewaar als concept")
    druk(bib, "Zet online")
    oproep: Oproep = Oproep.objects.get()
    assert oproep.stand == Oproep.Stand.OPEN, tekst(bib)
    return oproep


def bekijk_wie_past(bib: Bezoek) -> None:
    """The reasons are there, nobody of 14 is; the bass in the next village is invited."""
    bib.page.get_by_role("link", name="Wie past hierbij?").click()
    bib.page.get_by_role("heading", name="Hoe kiezen we?").wait_for()
    voorstellen = tekst(bib)
    assert "An Accordeon" in voorstellen
    assert "Bo Bas" in voorstellen
    assert "Jo\n" not in voorstellen
    assert "km" in voorstellen
    druk(bib, re.compile(r"^Nodig uit\s*: Bo Bas"))
    assert "Bib van Lint vond het profiel van Bo Bas" in mails_aan(BO)[-1].tekst


def reageer(maker: Bezoek, oproep: Oproep, boodschap: str) -> None:
    maker.ga(oproep.get_absolute_url())
    maker.page.get_by_role("link", name="Reageer met je profiel").click()
    maker.page.get_by_label("Je boodschap").fill(boodschap)
    druk(maker, "Verstuur je reactie")
    assert "Je reactie is verstuurd." in tekst(maker)


def antwoord_iedereen(bib: Bezoek, bureau: str, oproep: Oproep) -> None:
    """Closing before everybody has an answer is refused; after it everybody has a mail."""
    page = bib.page
    bib.ga(f"{bureau}oproepen/{oproep.slug}/")
    druk(bib, "Sluit de oproep")
    assert "Geef eerst iedereen een antwoord" in page.inner_text("body")
    oproep.refresh_from_db()
    assert oproep.stand == Oproep.Stand.OPEN
    assert [melding for melding in bib.meldingen if "409" not in melding] == []
    bib.meldingen.clear()  # the browser writes down that it was refused
    for naam, status, reden in (
        ("An Accordeon", "gekozen", "Jouw muziek past bij de boeken."),
        ("Bo Bas", "niet_gekozen", "We zochten deze keer iets stillers."),
    ):
        kaart = page.locator("article", has_text=naam)
        kaart.get_by_label("Je antwoord").select_option(status)
        kaart.get_by_label("In één zin waarom").fill(reden)
    druk(bib, "Bewaar je antwoorden")
    druk(bib, "Sluit de oproep")
    oproep.refresh_from_db()
    assert oproep.stand == Oproep.Stand.GESLOTEN, tekst(bib)
    assert not Reactie.objects.filter(status=Reactie.Status.NIEUW).exists()
    assert "Jouw muziek past bij de boeken." in mails_aan(AN)[-1].tekst
    assert "We zochten deze keer iets stillers." in mails_aan(BO)[-1].tekst


def leest_antwoord(maker: Bezoek, reden: str) -> None:
    maker.ga("/mijn/oproepen/")
    assert reden in tekst(maker)


def zegt_gelukt(bezoeker: Bezoek, adres: str, is_laatste: bool) -> None:
    """Opening the link says nothing; the button does."""
    vooraf = Uitkomst.objects.values_list("talent_zegt", "andere_zegt").get()
    bezoeker.ga(pad_in(adres, "/talent/gelukt/"))
    assert Uitkomst.objects.values_list("talent_zegt", "andere_zegt").get() == vooraf
    assert f"Speelde op {TITEL}" in tekst(bezoeker)
    druk(bezoeker, "Ja, het is gelukt")
    assert ("De andere kant zei ook ja." if is_laatste else "We wachten nog op de andere kant.") in tekst(bezoeker)


def vraagt_verbinding(an: Bezoek) -> None:
    page = an.page
    an.ga("/mijn/talent/an-accordeon/")
    page.get_by_role("link", name=re.compile("^Netwerk")).click()
    page.get_by_label("Ik speelde of maakte iets samen met deze maker").check()
    page.get_by_label("Met wie?").fill("bas")
    druk(an, "Stuur de vraag")
    page.get_by_label("Bo Bas (Kontich, Zuidrand)").check()  # half a name: which one is meant?
    druk(an, "Stuur de vraag")
    assert "Je vraag is onderweg." in tekst(an)


def zegt_ja_op_verbinding(bo: Bezoek) -> None:
    bo.ga(pad_in(BO, "/talent/verbinding/"))
    assert "An Accordeon speelde samen met Bo Bas." in tekst(bo)
    assert Verbinding.objects.get().bevestigd_op is None
    druk(bo, "Ja, dat klopt")
    assert "Jullie zijn verbonden" in tekst(bo)


def staat_op_beide_profielen(gast: Bezoek) -> None:
    gast.ga("/talent/an-accordeon/")
    profiel = tekst(gast)
    assert f"Speelde op {TITEL}" in profiel
    assert "Beide kanten bevestigden dit." in profiel
    gast.page.get_by_role("link", name="Bo Bas").click()
    gast.page.wait_for_url("**/talent/bo-bas/")
    assert "Speelde samen met" in tekst(gast)
    assert gast.page.get_by_role("link", name="An Accordeon").is_visible()


def test_van_oproep_tot_een_regel_op_beide_profielen(bezoek, makers, organisator, settings):
    an, bo, bib, gast = meld_aan(bezoek(), AN), meld_aan(bezoek(320), BO), bezoek(), bezoek(320, donker=True)
    bureau = f"/talent/organisatoren/{organisator.sleutel}/"
    oproep = plaats_oproep(bib, bureau)
    bekijk_wie_past(bib)
    reageer(an, oproep, "Ik kom graag, met een kleine accordeon.")
    reageer(bo, oproep, "Ik breng mijn bas mee.")
    antwoord_iedereen(bib, bureau, oproep)
    leest_antwoord(an, "Jouw muziek past bij de boeken.")
    leest_antwoord(bo, "We zochten deze keer iets stillers.")
    settings.VASTE_DAG = EVEN_LATER
    assert taken.talent_uitkomsten() == 1
    assert taken.talent_uitkomsten() == 0
    zegt_gelukt(gast, AN, is_laatste=False)
    zegt_gelukt(bib, organisator.email, is_laatste=True)
    vraagt_verbinding(an)
    zegt_ja_op_verbinding(bo)
    staat_op_beide_profielen(gast)
    for bezoeker in (an, bo, bib, gast):
        bezoeker.alleen_eigen_host()


@pytest.mark.parametrize(("breedte", "donker"), BEELDSTANDEN)
def test_de_paginas_over_wat_lukte_en_met_wie_zijn_toegankelijk(bezoek, makers, breedte, donker):
    an, bo, _jo = makers
    maak_uitkomst(an)
    vraag = maak_uitkomst(an, bevestigd=False, waar="Pleinfeest")
    Verbinding.objects.create(van=an, met=bo, soort="leerde-van", bevestigd_op=vraag.gevraagd_op)
    gevraagd = Verbinding.objects.create(van=bo, met=an, soort="speelde-samen")
    bezoeker = meld_aan(bezoek(breedte, donker=donker), AN)
    paden = [
        "/mijn/talent/an-accordeon/netwerk/",
        "/talent/an-accordeon/",
        "/" + uitkomsten.link(vraag, "andere").split("/", 3)[3],
        "/" + verbinden.link(gevraagd).split("/", 3)[3],
        "/talent/gelukt/x/",
    ]
    fouten: list[str] = []
    for pad in paden:
        bezoeker.ga(pad)
        fouten += bezoeker.axe()
        bezoeker.schuift_niet_opzij()
    assert not fouten


def test_een_verbinding_vragen_gaat_met_het_toetsenbord_en_zonder_javascript(bezoek, makers):
    maker = meld_aan(bezoek(320, javascript=False), AN)
    page = maker.page
    maker.ga("/mijn/talent/an-accordeon/netwerk/")
    page.get_by_label("Met wie?").fill("Niemand Hier")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "We vinden niemand met die naam." in tekst(maker)
    assert page.get_by_label("Met wie?").input_value() == "Niemand Hier"
    page.get_by_label("Ik leerde van deze maker").focus()
    page.keyboard.press("Space")
    page.get_by_label("Met wie?").fill("Bo Bas")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Verbinding.objects.get().soort == "leerde-van"
