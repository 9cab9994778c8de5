"""On behalf of somebody: from an application as organiser to a profile that its maker owns, on paper and on a phone."""

import re

import pytest
from django.core.cache import cache

from igs.models import IGS
from opnetwerk.formulieren import OpenbaarFormulier
from talent import organisatoren
from talent.disciplines import laad_disciplines
from talent.inschrijfformulieren import Inschrijfformulier, Leeftijdformulier
from talent.models import Organisator, Talent, Voorbereiding
from talent.organisatorformulieren import Linkformulier
from talent.voorbereidformulieren import Codeformulier, Voorbereidformulier
from tests.beheer import maak_coordinator_van
from tests.browser.conftest import Bezoek
from tests.talent.organisatorpaginas import BEVESTIG, mails_aan, pad_in

ACADEMIE, AYLIN = "bo@brug.example", "aylin@voorbeeld.be"
WACHTWOORD = "vier losse woorden samen"


@pytest.fixture(autouse=True)
def wie_snel_typt(monkeypatch: pytest.MonkeyPatch, transactional_db: None):
    """A browser that is driven types faster than people do."""
    formulieren = (OpenbaarFormulier, Leeftijdformulier, Inschrijfformulier, Linkformulier, Codeformulier)
    for soort in (*formulieren, Voorbereidformulier):
        monkeypatch.setattr(soort, "minimum_seconden", 0)
    cache.clear()
    yield
    cache.clear()


def word_organisator(wie: Bezoek) -> None:
    """The form, the mail and the button, at the width of a phone."""
    page = wie.page
    page.set_default_timeout(15_000)
    wie.loop_na(["/talent/word-organisator/", "/talent/word-organisator/aanmelden/"])
    page.locator("main [name=organisatie]").fill("Academie De Brug")
    page.locator("main [name=naam]").fill("Bo Claes")
    page.locator("main [name=email]").fill(ACADEMIE)
    page.locator("main [name=gemeente]").fill("Lint")
    wie.tab_naar("main form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bedankt/")
    wie.loop_na([pad_in(mails_aan(ACADEMIE)[0], BEVESTIG)])
    page.get_by_role("button", name="Ja, ik wil organisator worden").click()
    page.wait_for_selector("text=Bedankt, je aanmelding is bevestigd")


def bereid_voor(wie: Bezoek) -> str:
    """Prepare and print; the code on the sheet."""
    page = wie.page
    bureau = pad_in(mails_aan(ACADEMIE)[-1], "/talent/organisatoren/")
    wie.loop_na([f"{bureau}stoppen/", f"{bureau}voorbereiden/", f"{bureau}voorbereiden/nieuw/"])
    page.locator("main [name=naam]").fill("Aylin Demir")
    page.locator("main [name=kort]").fill("Zingt Turkse volksliederen.")
    page.locator("summary", has_text="Muziek").first.click()
    page.get_by_label("Folk en wereldmuziek").check()
    page.locator("main [name=gemeente]").fill("Lint")
    page.locator("main [name=akkoord]").check()
    page.get_by_role("button", name="Zet het profiel klaar").click()
    page.wait_for_url("**/blad/")
    wie.schuift_niet_opzij()
    page.get_by_role("button", name="Maak een blad").click()
    page.wait_for_selector(".bladcode")
    wie.schuift_niet_opzij()
    assert wie.axe() == []
    return page.inner_text(".bladcode")


def neem_over(wie: Bezoek, code: str) -> None:
    """Type the code, look, say how old, make an account, change a word, own it."""
    page = wie.page
    page.set_default_timeout(15_000)
    wie.loop_na(["/talent/voorbereid/"])
    page.locator("main [name=code]").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Open mijn profiel").click()
    page.wait_for_selector("text=Academie De Brug zette een profiel voor je klaar")
    wie.schuift_niet_opzij()
    assert wie.axe() == []
    page.get_by_role("link", name="Neem het over").click()
    page.locator("main [name=leeftijd][value='18']").check()
    page.get_by_role("button", name="Ga verder").click()
    page.wait_for_url("**/accounts/signup/**")
    page.get_by_label("E-mailadres").fill(AYLIN)
    page.get_by_label("Wachtwoord").fill(WACHTWOORD)
    page.get_by_role("button", name="Maak je account").click()
    page.wait_for_selector("text=Bevestig je e-mailadres")
    brief = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})?)\s*$", mails_aan(AYLIN)[-1].tekst, re.M)
    assert brief, mails_aan(AYLIN)[-1].tekst
    page.get_by_label("Code").fill(brief[1])
    page.get_by_role("button", name="Bevestig").click()
    page.wait_for_url("**/overnemen/**")
    wie.schuift_niet_opzij()
    assert wie.axe() == []
    assert page.locator("main [name=naam]").input_value() == "Aylin Demir"
    page.locator("main [name=kort]").fill("Zingt met de saz, alleen of met drie.")
    page.get_by_role("button", name="Dit is nu mijn profiel").click()
    page.wait_for_url("**/mijn/talent/aylin-demir/**")


def test_een_academie_bereidt_voor_en_wie_het_aangaat_neemt_het_over(bezoek):
    laad_disciplines()
    wie = bezoek(320, donker=True)
    word_organisator(wie)
    door = maak_coordinator_van(IGS.objects.get(slug="zuidrand"), "c@zuidrand.example")
    organisatoren.laat_toe(organisator=Organisator.objects.get(), door=door, mag_voorbereiden=True)
    code = bereid_voor(wie)
    assert not Talent.objects.online().exists()
    neem_over(bezoek(), code)
    talent = Talent.objects.get()
    assert talent.concept.kort == "Zingt met de saz, alleen of met drie."
    assert talent.beheer.get().gebruiker.email == AYLIN
    assert Voorbereiding.objects.get().overgenomen_op
    wie.alleen_eigen_host()
