"""The admin as a coordinator meets it: on a telephone and on a screen, in light and dark, in Dutch throughout."""

from collections.abc import Callable

import pytest
from django.test import Client

from igs.models import IGS, Activiteit, Portret
from opnetwerk import versies
from opnetwerk.models import Gebruiker
from tests.aanmelden import in_beheer
from tests.beheer import maak_coordinator_van
from tests.browser.conftest import Bezoek
from tests.browser.handen import BEELDSTANDEN
from tests.fabriek import maak_activiteit, maak_gebruiker

ENGELS = {"heading", "paragraph", "list", "insert", "remove", "bold", "undo", "update", "cancel", "properties"}


@pytest.fixture
def zuidrand(site) -> IGS:
    return IGS.objects.get(slug="zuidrand")


@pytest.fixture
def coordinator(zuidrand) -> Gebruiker:
    return maak_coordinator_van(zuidrand, "zoe@voorbeeld.be")


@pytest.fixture
def binnen(bezoek, site, coordinator, settings) -> Callable[..., Bezoek]:
    """A function that opens a visitor who is in the admin."""
    client = in_beheer(Client(), coordinator)
    sessie = client.cookies[settings.SESSION_COOKIE_NAME].value

    def open_(**opties) -> Bezoek:
        bezoeker = bezoek(**opties)
        bezoeker.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": sessie, "url": site}])
        return bezoeker

    return open_


@pytest.fixture
def activiteit(zuidrand, coordinator) -> Activiteit:
    """One with a long title, a history of two versions and a draft beside what is online."""
    item = maak_activiteit("Een lange titel voor een gewone leesavond", igs=zuidrand)
    for prijs in ("gratis", "drie euro"):
        versies.bewaar(
            item=item,
            velden=versies.lees(item) | {"prijs": prijs, "geannuleerd": prijs == "gratis"},
            door=coordinator,
            basis=versies.laatste_nummer(item),
        )
    return item


def paden(zuidrand: IGS, activiteit: Activiteit) -> list[str]:
    een = f"/admin/igs/activiteit/{activiteit.pk}"
    portret = Portret.objects.filter(igs=zuidrand).first()
    assert portret is not None
    return [
        "/admin/",
        f"/admin/igs/igs/{zuidrand.pk}/change/",
        "/admin/igs/activiteit/",
        "/admin/igs/activiteit/?prullenmand=ja",
        "/admin/igs/activiteit/add/",
        "/admin/igs/melding/",
        "/admin/igs/lidmaatschap/",
        "/admin/igs/coordinator/add/",
        f"/admin/igs/portret/{portret.pk}/change/",
        *(f"{een}/{wat}/" for wat in ("change", "history", "delete")),
    ]


@pytest.mark.parametrize(("breedte", "donker"), BEELDSTANDEN)
def test_het_beheer_haalt_wcag_en_schuift_niet_opzij(binnen, zuidrand, activiteit, breedte, donker):
    bezoeker = binnen(breedte=breedte, donker=donker)
    fouten = []
    for pad in paden(zuidrand, activiteit):
        bezoeker.ga(pad)
        bezoeker.page.wait_for_load_state("networkidle")
        assert bezoeker.pad == pad.split("?")[0]
        bezoeker.schuift_niet_opzij()
        fouten += bezoeker.axe()
    assert fouten == []


def test_donker_is_donker(binnen):
    kleuren = []
    for donker in (False, True):
        bezoeker = binnen(donker=donker)
        bezoeker.ga("/admin/")
        kleuren.append(bezoeker.page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert kleuren == ["rgb(255, 253, 248)", "rgb(20, 19, 43)"]


def test_de_tekstverwerker_spreekt_nederlands(binnen):
    page = (bezoeker := binnen()).page
    bezoeker.ga("/admin/igs/bericht/add/")
    knoppen = page.locator(".prose-menubar__button")
    knoppen.first.wait_for()
    namen = [str(knop.get_attribute("aria-label")) for knop in knoppen.all()]
    page.locator(".prose-menubar__selected").first.click()
    keuzes = page.locator(".prose-menubar__option:visible").all_inner_texts()
    page.keyboard.press("Escape")
    assert [keuze.strip() for keuze in keuzes] == ["Kop 2", "Kop 3", "Gewone tekst"]
    assert {"Vet", "Lijst met punten", "Link toevoegen", "Link weghalen"} <= set(namen)
    assert not ENGELS & {woord for naam in namen for woord in naam.casefold().split()}

    page.get_by_role("textbox", name="Tekst").click()
    page.keyboard.type("Lees meer")
    page.keyboard.press("Control+A")
    page.get_by_role("button", name="Link toevoegen").click()
    venster = page.locator("dialog")
    assert venster.get_by_label("Adres").is_visible()
    assert venster.locator("button").all_inner_texts() == ["Bewaar", "Annuleer"]
    assert bezoeker.axe() == []


def test_een_lege_keuzelijst_en_elk_uur_hebben_een_naam(binnen):
    bezoeker = binnen()
    bezoeker.ga("/admin/igs/activiteit/add/")
    page = bezoeker.page
    page.get_by_role("combobox", name="Gemeente").wait_for()
    begin = page.get_by_role("group", name="Begint op")
    begin.get_by_label("Datum").fill("10-12-2026")
    begin.get_by_label("Tijd").fill("20:00")
    assert page.locator("#id_begint_op_1").input_value() == "20:00"


def test_de_prullenmand_belooft_wat_ze_doet(binnen, activiteit):
    bezoeker = binnen()
    bezoeker.ga(f"/admin/igs/activiteit/{activiteit.pk}/delete/")
    page = bezoeker.page
    assert "Je kunt het nog 30 dagen terugzetten" in page.inner_text("#content")
    page.get_by_role("button", name="Leg in de prullenmand").click()
    page.wait_for_url("**/admin/igs/activiteit/")
    activiteit.refresh_from_db()
    assert activiteit.verwijderd_op is not None

    bezoeker.ga("/admin/igs/activiteit/?prullenmand=ja")
    page.get_by_role("checkbox").nth(1).check()
    page.locator("select[name=action]").select_option(label="Zet terug uit de prullenmand")
    page.get_by_role("button", name="Uitvoeren").click()
    page.wait_for_load_state("networkidle")
    activiteit.refresh_from_db()
    assert activiteit.verwijderd_op is None


def test_meer_tegelijk_gaat_met_dezelfde_woorden_in_de_prullenmand(binnen, activiteit):
    bezoeker = binnen()
    bezoeker.ga("/admin/igs/activiteit/")
    page = bezoeker.page
    page.get_by_role("checkbox").nth(1).check()
    page.locator("select[name=action]").select_option("delete_selected")
    page.get_by_role("button", name="Uitvoeren").click()
    page.get_by_role("button", name="Leg in de prullenmand").wait_for()
    assert activiteit.titel in page.inner_text("#content")
    assert bezoeker.axe() == []
    page.get_by_role("button", name="Leg in de prullenmand").click()
    page.wait_for_load_state("networkidle")
    activiteit.refresh_from_db()
    assert activiteit.verwijderd_op is not None


def test_een_contactpersoon_gaat_echt_weg_en_de_pagina_zegt_dat(binnen, zuidrand):
    contact = zuidrand.coordinatoren.create(naam="An Voorbeeld", email="an@voorbeeld.be", van="2026-01-01")
    bezoeker = binnen()
    bezoeker.ga(f"/admin/igs/coordinator/{contact.pk}/delete/")
    tekst = bezoeker.page.inner_text("#content")
    assert "prullenmand" not in tekst
    assert "An Voorbeeld" in tekst
    assert bezoeker.axe() == []


def test_de_geschiedenis_zegt_ja_en_nee(binnen, activiteit):
    bezoeker = binnen()
    bezoeker.ga(f"/admin/igs/activiteit/{activiteit.pk}/history/")
    rijen = bezoeker.page.locator("section.module tr", has_text="gaat niet door")
    waarden = [[cel.strip() for cel in rij.locator("td").all_inner_texts()] for rij in rijen.all()]
    assert waarden == [["ja", "nee"], ["ja"]]  # before the first version nothing is known


def test_na_een_botsing_staat_de_uitleg_boven_de_twee_teksten(binnen, activiteit):
    lien = maak_gebruiker("lien@voorbeeld.be", naam="Lien")
    page = (bezoeker := binnen()).page
    bezoeker.ga(f"/admin/igs/activiteit/{activiteit.pk}/change/")
    versies.bewaar(
        item=activiteit,
        velden=versies.lees(activiteit) | {"prijs": "5 euro"},
        door=lien,
        basis=versies.laatste_nummer(activiteit),
    )
    page.locator("#id_prijs").fill("7 euro")
    page.get_by_role("button", name="Bewaar als concept").click()
    tabel = page.locator("table.naast-elkaar")
    tabel.wait_for()
    uitleg, teksten = page.get_by_text("Lien bewaarde intussen").first.bounding_box(), tabel.bounding_box()
    assert uitleg is not None
    assert teksten is not None
    assert uitleg["y"] < teksten["y"]
    assert "5 euro" in tabel.inner_text()
    assert page.locator("#id_prijs").input_value() == "7 euro"
    assert bezoeker.axe() == []
