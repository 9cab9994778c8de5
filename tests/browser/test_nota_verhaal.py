"""One note from its beginning to a link that is taken back, as a coordinator and a writer live it."""

import re
from typing import Any

import pytest

from cultuurnota.models import Cultuurnota, Hoofdstuk, Indicator, Opmerking, Uitvoer
from cultuurnota.taken import maak_uitvoer_taak
from igs.models import IGS
from opnetwerk.models import UitgaandeMail
from tests.beheer import maak_coordinator_van
from tests.browser.conftest import Bezoek
from tests.browser.test_werkruimte import BEWAARD, alleen_eigen_host, meld_aan, nu_in, open_tekst, pad, wacht_op
from tests.browser.test_werkruimte import typ_achteraan as typ
from tests.fabriek import maak_gebruiker

SCHRIJVER = "wim@voorbeeld.be"


def begin(an: Bezoek) -> Cultuurnota:
    pagina = an.page
    an.ga("/cultuurnota/werkruimte/nieuw/")
    if pagina.get_by_label("Voor welk IGS?").is_visible():
        pagina.get_by_label("Voor welk IGS?").select_option(label="Zuidrand")
    pagina.get_by_label("Titel").fill("Samen tot 2032")
    pagina.get_by_label("Eerste jaar").fill("2027")
    pagina.get_by_label("Laatste jaar").fill("2032")
    pagina.get_by_role("button", name="Begin de nota").click()
    nota = Cultuurnota.objects.get(titel="Samen tot 2032")
    assert nota.hoofdstukken.count() >= 15
    assert nota.igs.slug == "zuidrand"
    return nota


def nodig_uit(an: Bezoek, nota: Cultuurnota) -> str:
    """The path in the mail that the writer gets."""
    an.ga(f"/cultuurnota/werkruimte/{nota.kenmerk}/team/")
    an.page.get_by_label("E-mailadres").last.fill(SCHRIJVER)
    an.page.get_by_label("Wat doet deze persoon?").select_option("schrijver")
    an.page.get_by_role("button", name="Stuur de uitnodiging").click()
    an.page.get_by_text(SCHRIJVER).first.wait_for()
    [mail] = UitgaandeMail.objects.filter(aan=SCHRIJVER)
    gevonden = re.search(r"(/cultuurnota/uitnodiging/\S+)", mail.tekst)
    assert gevonden is not None
    return gevonden[1]


def schrijf_samen(an: Bezoek, wim: Bezoek, hoofdstuk: Hoofdstuk) -> None:
    """At the same time, and one of them without a line for a while."""
    for bezoeker in (an, wim):
        open_tekst(bezoeker, hoofdstuk)
    typ(an, "Van An.")
    wacht_op(an, BEWAARD)
    wim.context.set_offline(True)
    typ(wim, "Van Wim.")
    wacht_op(wim, "Nog niet opgeslagen, we proberen opnieuw")
    wim.context.set_offline(False)
    wacht_op(wim, "samen met wat iemand anders intussen schreef")
    wim.meldingen = [melding for melding in wim.meldingen if "ERR_INTERNET_DISCONNECTED" not in melding]
    tekst = nu_in(hoofdstuk)
    assert "Van An." in tekst
    assert "Van Wim." in tekst


def geef_opmerking(wim: Bezoek, hoofdstuk: Hoofdstuk) -> None:
    wim.ga(pad(hoofdstuk, "opmerkingen/"))
    wim.page.get_by_label("Je opmerking").fill("Hebben we hier cijfers van?")
    wim.page.locator("main").get_by_role("button", name="Bewaar").click()
    wim.page.get_by_text("Hebben we hier cijfers van?").first.wait_for()
    assert Opmerking.objects.get().hoofdstuk == hoofdstuk


def los_op(an: Bezoek, hoofdstuk: Hoofdstuk) -> None:
    an.ga(pad(hoofdstuk))
    an.page.get_by_role("button", name=re.compile("[Oo]pgelost|Los op|Klaar")).first.click()
    an.page.wait_for_load_state()
    assert Opmerking.objects.get().opgelost_op is not None


def leg_doel_vast(an: Bezoek, nota: Cultuurnota) -> None:
    """An objective for task 6 with its indicator; the check says so before and after."""
    basis, pagina = f"/cultuurnota/werkruimte/{nota.kenmerk}/", an.page
    an.ga(f"{basis}controle/")
    assert "Er staan nog geen doelstellingen." in pagina.inner_text("main")
    an.ga(f"{basis}doelen/doelstelling/nieuw/")
    pagina.locator("#id_titel").fill("Jongeren doen mee")
    pagina.locator("input[name=opdrachten][value='6']").check()
    pagina.locator("main button[type=submit]").first.click()
    pagina.locator("a[href*='doelen/indicator/nieuw/']").first.click()
    pagina.locator("#id_naam").fill("Leden van de raad")
    for veld, waarde in (("nulmeting", "0"), ("streefwaarde", "60"), ("bron", "eigen telling"), ("wie", "An")):
        pagina.locator(f"#id_{veld}").fill(waarde)
    pagina.locator("main button[type=submit]").first.click()
    pagina.wait_for_url(re.compile(r"/doelen/(\?|#|$)"))
    assert Indicator.objects.get().doelstelling.opdrachten == ["6"]
    an.ga(f"{basis}controle/")
    gezegd = pagina.inner_text("main")
    assert "Er staan nog geen doelstellingen." not in gezegd
    assert "Leden van de raad" not in gezegd  # nothing is missing there


def deel_en_trek_in(an: Bezoek, gast: Bezoek, nota: Cultuurnota) -> None:
    basis, pagina = f"/cultuurnota/werkruimte/{nota.kenmerk}/delen/", an.page
    an.ga(basis)
    pagina.get_by_text("Bevries de nota van nu").click()
    pagina.get_by_label("Naam van de versie").fill("Voor de raad")
    pagina.get_by_role("button", name="Bevries").click()
    pagina.get_by_text("De versie is bevroren").wait_for()
    pagina.get_by_text("Maak een bestand").click()
    pagina.get_by_role("button", name="Maak het bestand").click()
    pagina.get_by_text("wacht op zijn beurt").wait_for()
    maak_uitvoer_taak(Uitvoer.objects.get().pk)
    pagina.get_by_role("link", name="Kijk nu opnieuw").click()
    with pagina.expect_download() as gehaald:
        pagina.get_by_role("link", name="Haal het bestand op").click()
    assert gehaald.value.suggested_filename.endswith(".docx")
    an.ga(basis)
    pagina.get_by_text("Maak een leeslink").click()
    pagina.get_by_label("Voor wie is de link").fill("Het bestuur")
    pagina.get_by_role("button", name="Maak de link").click()
    adres = pagina.get_by_role("link", name="/cultuurnota/lezen/").get_attribute("href") or ""
    gast.ga(adres.removeprefix(gast.basis))
    gelezen = gast.page.inner_text("main")
    assert "Van Wim." in gelezen
    assert "Jongeren doen mee" in gelezen
    an.ga(basis)
    pagina.get_by_role("button", name="Trek in").first.click()
    pagina.get_by_text("De link werkt niet meer").wait_for()
    gast.ga(adres.removeprefix(gast.basis))
    assert "Van Wim." not in gast.page.inner_text("main")


@pytest.mark.parametrize("breedte", [1280, 320])
def test_van_begin_tot_ingetrokken_link(bezoek: Any, site: str, breedte: int) -> None:
    coordinator = maak_coordinator_van(IGS.objects.get(slug="zuidrand"), "an@voorbeeld.be")
    an = meld_aan(bezoek(breedte), coordinator)
    wim = meld_aan(bezoek(breedte), maak_gebruiker(SCHRIJVER))
    nota = begin(an)
    wim.ga(nodig_uit(an, nota))
    wim.page.get_by_role("button", name="Ik doe mee").click()
    wim.page.wait_for_url(f"**/werkruimte/{nota.kenmerk}/**")
    hoofdstuk = nota.hoofdstukken.get(sleutel="H7")
    schrijf_samen(an, wim, hoofdstuk)
    geef_opmerking(wim, hoofdstuk)
    los_op(an, hoofdstuk)
    leg_doel_vast(an, nota)
    deel_en_trek_in(an, bezoek(breedte), nota)
    for bezoeker in (an, wim):
        bezoeker.schuift_niet_opzij()
        alleen_eigen_host(bezoeker)
