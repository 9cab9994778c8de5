"""Talent in a browser: the page and its sheet, and a coordinator who works through the queue."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from igs.models import IGS
from talent.models import Beoordeling, Profiel, Talent, Toelating
from tests.aanmelden import in_beheer
from tests.beheer import maak_coordinator_van
from tests.browser.conftest import Bezoek
from tests.browser.handen import BEELDSTANDEN
from tests.fabriek import om
from tests.talent.fabriek import dien_wijziging_in, maak_beeld, maak_ingediend, maak_medium, maak_talent

VOL = {
    "kort": "Liedjes over het dorp, met trekzak, viool en een stem die draagt tot achteraan in de zaal.",
    "tekst": "Wij schrijven liedjes over wie hier woont. " * 70,
    "talen": ["nl", "fr", "dialect"],
    "rollen": ["uitvoerder", "maker", "lesgever"],
    "aanbod": ["optreden", "workshop", "samen-maken"],
    "zoekt": ["podium", "medespeler"],
    "past_bij": ["huiskamer", "straat", "school", "woonzorg", "bib", "feest", "festival"],
    "stijlen": ["folk", "kleinkunst", "wals"],
    "niveau": "half",
    "prijs": "vanaf",
    "prijs_vanaf": 250,
    "prijs_uitleg": "plus vervoer, en een maaltijd als het laat wordt",
    "duur": "twee keer drie kwartier, met een pauze",
    "personen": 4,
    "techniek": "Een stopcontact, vier stoelen zonder leuning en wat licht. " * 12,
    "plek": "beide",
    "toegankelijkheid": "Iedereen kan mee. Er is geen trap nodig en we spelen op vraag stiller.",
    "beschikbaar": "weekends, en in de week na vijf uur",
    "links": ["https://www.voorbeeld.be/band", "https://muziek.voorbeeld.be/"],
}


@pytest.fixture
def zuidrand(site) -> IGS:
    return IGS.objects.get(slug="zuidrand")


@pytest.fixture
def vol(zuidrand) -> Talent:
    talent = maak_talent(naam="De Trekzak en de Wind", thuis=zuidrand, soort="groep", **VOL)
    for nummer in range(3):
        maak_beeld(talent.online, alt=f"De groep speelt in een tuin, beeld {nummer}")
    maak_medium(talent.online)
    return talent


@pytest.fixture
def binnen(bezoek, site, zuidrand, settings) -> Callable[..., Bezoek]:
    """A function that opens the coordinator of Zuidrand, who is in the admin."""
    client = in_beheer(Client(), maak_coordinator_van(zuidrand, "zoe@voorbeeld.be"))
    sessie = client.cookies[settings.SESSION_COOKIE_NAME].value

    def open_(**opties) -> Bezoek:
        bezoeker = bezoek(**opties)
        bezoeker.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": sessie, "url": site}])
        return bezoeker

    return open_


# --- the page -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("breedte", "donker"), BEELDSTANDEN)
def test_de_paginas_zijn_toegankelijk_smal_en_breed(bezoek, vol, zuidrand, breedte, donker):
    maak_talent(naam="Zonder Beeld", thuis=zuidrand, leeftijd="13-15")
    bezoeker = bezoek(breedte=breedte, donker=donker)
    fouten = []
    for pad in (
        "/talent/de-trekzak-en-de-wind/",
        "/talent/de-trekzak-en-de-wind/blad/",
        "/talent/de-trekzak-en-de-wind/contact/",
        "/talent/zonder-beeld/",
        "/talent/criteria/",
        "/talent/bestaat-niet/",
    ):
        bezoeker.ga(pad)
        bezoeker.schuift_niet_opzij()
        fouten += bezoeker.axe()
    assert fouten == []


def test_een_bezoek_vraagt_niets_bij_een_ander_zolang_niemand_drukt(bezoek, vol):
    bezoeker = bezoek()
    bezoeker.ga("/talent/de-trekzak-en-de-wind/")
    bezoeker.page.wait_for_load_state("networkidle")
    bezoeker.alleen_eigen_host()
    assert bezoeker.context.cookies() == []


def test_het_volste_profiel_past_op_een_a4(bezoek, vol):
    bezoeker = bezoek()
    bezoeker.ga("/talent/de-trekzak-en-de-wind/blad/")
    pdf = bezoeker.page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) == 1


def test_contact_is_met_tab_te_bereiken_zonder_javascript(bezoek, vol):
    bezoeker = bezoek(javascript=False)
    bezoeker.ga("/talent/de-trekzak-en-de-wind/")
    bezoeker.page.get_by_role("link", name="Neem contact op").click()
    assert bezoeker.pad == "/talent/de-trekzak-en-de-wind/contact/"
    assert bezoeker.page.get_by_label("Je bericht").is_visible()


# --- the coordinator ------------------------------------------------------------------------------------------------
@pytest.fixture
def wijziging(vol) -> Profiel:
    concept = dien_wijziging_in(vol, kort="Liedjes over het dorp, nu ook met trompet.", tekst="Mail jan@voorbeeld.be")
    concept.beelden.last().delete()
    maak_beeld(concept, alt="Een nieuw beeld", bron="")
    Profiel.objects.filter(pk=concept.pk).update(ingediend_op=om(10))
    return Profiel.objects.get(pk=concept.pk)


@pytest.mark.parametrize(("breedte", "donker"), BEELDSTANDEN)
def test_het_beheer_van_talent_is_toegankelijk(binnen, vol, wijziging, zuidrand, breedte, donker):
    nieuw = maak_ingediend(naam="Nieuwkomer", thuis=zuidrand)
    gast = maak_talent(naam="Gast", thuis=IGS.objects.get(slug="co7"))
    vraag = Toelating.objects.create(talent=gast, igs=zuidrand, soort="ook")
    bezoeker = binnen(breedte=breedte, donker=donker)
    fouten = []
    for pad in (
        "/admin/talent/profiel/",
        f"/admin/talent/profiel/{wijziging.pk}/change/",
        f"/admin/talent/profiel/{nieuw.pk}/change/",
        f"/admin/talent/profiel/{wijziging.pk}/voorbeeld/",
        f"/admin/talent/profiel/{wijziging.pk}/history/",
        "/admin/talent/toelating/",
        f"/admin/talent/toelating/{vraag.pk}/change/",
        "/admin/talent/talent/",
        f"/admin/talent/talent/{vol.pk}/change/",
        "/admin/talent/talent/cijfers/",
    ):
        bezoeker.ga(pad)
        bezoeker.page.evaluate("document.querySelectorAll('details').forEach(vouw => { vouw.open = true })")
        fouten += bezoeker.axe()
    assert fouten == []


@pytest.mark.parametrize("javascript", [True, False])
def test_de_coordinator_werkt_de_rij_af(binnen, bezoek, wijziging, zuidrand, javascript):
    nieuw = maak_ingediend(naam="Nieuwkomer", thuis=zuidrand)
    bezoeker = binnen(javascript=javascript)
    pagina = bezoeker.page
    bezoeker.ga("/admin/")
    pagina.get_by_role("link", name="Talent: profielen te beslissen").click()
    pagina.get_by_role("link", name="De Trekzak en de Wind").click()
    pagina.get_by_text("Er staat een e-mailadres in de tekst.").wait_for()
    pagina.locator("ins", has_text="trompet").wait_for()

    pagina.get_by_role("button", name="Aanpassing vragen").click()
    pagina.get_by_text("Zeg wat er anders moet: hier, of bij een veld in de tabel.").wait_for()
    pagina.get_by_label("Wat moet er anders bij “over jou”?").fill("Haal je e-mailadres uit de tekst.")
    with pagina.expect_navigation():
        pagina.keyboard.press("Enter")  # in a field Enter asks for a change, and publishes nothing
    assert bezoeker.pad == f"/admin/talent/profiel/{nieuw.pk}/change/"
    pagina.get_by_text("krijgt een mail met wat er anders moet. Dit is de volgende.").wait_for()
    assert Beoordeling.objects.get().redenen == {"tekst": "Haal je e-mailadres uit de tekst."}

    pagina.get_by_role("link", name="Bekijk als bezoeker").click()
    pagina.get_by_role("heading", name="Nieuwkomer", exact=True).wait_for()
    pagina.get_by_role("link", name="Terug naar de beoordeling").click()
    pagina.get_by_role("button", name="Publiceren").click()
    pagina.get_by_text("Nieuwkomer staat online. Er wacht niets meer.").wait_for()

    bezoeker.alleen_eigen_host()
    gast = bezoek()
    gast.ga("/talent/nieuwkomer/")
    gast.page.get_by_role("heading", name="Nieuwkomer", exact=True).wait_for()


def test_weigeren_vraagt_een_reden_en_doorgeven_een_regio(binnen, wijziging):
    bezoeker = binnen(breedte=320)
    pagina = bezoeker.page
    bezoeker.ga(f"/admin/talent/profiel/{wijziging.pk}/change/")
    pagina.locator("summary", has_text="Weigeren").click()
    pagina.get_by_role("button", name="Weigeren").click()
    pagina.get_by_text("De maker heeft recht op een reden.").wait_for()
    assert not Beoordeling.objects.exists()
    pagina.locator("summary", has_text="Doorgeven").click()
    pagina.get_by_label("Aan wie geef je dit door?").select_option(label="CO7")
    pagina.get_by_role("button", name="Doorgeven").click()
    pagina.get_by_text("ligt nu bij CO7. Er wacht niets meer.").wait_for()
    assert Talent.objects.get(slug="de-trekzak-en-de-wind").thuis == IGS.objects.get(slug="co7")
