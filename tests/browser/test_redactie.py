"""The story of a coordinator, from the invitation to the day on which her access ends."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client

from igs.models import IGS, Bericht, Foto
from opnetwerk.afbeeldingen import maak_maten
from opnetwerk.models import Gebruiker, UitgaandeMail
from opnetwerk.rollen import REDACTIE
from opnetwerk.voorbeeldaccounts import code_van
from tests.aanmelden import in_beheer, koppel_app, maak_rekening
from tests.beelden import foto_van_telefoon
from tests.beheer import maak_coordinator_van
from tests.browser.conftest import Bezoek

KEUZE = "vier losse woorden samen"
TEKST = "We openen samen een atelier in Hove."


@pytest.fixture(autouse=True)
def _verse_tellers(transactional_db):
    cache.clear()


def kom_binnen(bezoeker: Bezoek, email: str, wachtwoord: str, geheim: str) -> None:
    bezoeker.ga("/accounts/login/?next=/admin/")
    bezoeker.page.get_by_label("E-mailadres").fill(email)
    bezoeker.page.get_by_label("Wachtwoord").fill(wachtwoord)
    bezoeker.page.get_by_role("button", name="Aanmelden", exact=True).click()
    bezoeker.page.get_by_label("Code").fill(code_van(geheim))
    bezoeker.page.get_by_role("button", name="Aanmelden", exact=True).click()
    bezoeker.page.wait_for_url("**/admin/")


def nodig_uit(redactie: Bezoek, zuidrand: IGS) -> str:
    """Redactie invites from the admin; the path of the link in the mail."""
    redactie.ga("/admin/igs/aanstelling/add/")
    redactie.page.get_by_label("E-mailadres van wie je uitnodigt").fill("lien@voorbeeld.be")
    redactie.page.get_by_label("Naam").fill("Lien Voorbeeld")
    redactie.page.locator("#id_igs").select_option(str(zuidrand.pk))
    redactie.page.locator("#id_van").fill("01/01/2026")
    redactie.page.locator("input[name=_save]").click()
    redactie.page.wait_for_url("**/admin/igs/aanstelling/")
    tekst = UitgaandeMail.objects.get(aan="lien@voorbeeld.be").tekst
    gevonden = re.search(r"/uitnodiging/\S+", tekst)
    assert gevonden
    return gevonden[0]


def zet_op(coordinator: Bezoek, pad: str) -> None:
    """She opens the link, chooses a password, logs in and couples an app."""
    page = coordinator.page
    coordinator.ga(pad)
    page.get_by_label("Kies een wachtwoord").fill(KEUZE)
    page.get_by_role("button", name="Neem aan en bewaar wachtwoord").click()
    page.get_by_role("link", name="Meld je aan", exact=True).click()
    page.get_by_label("E-mailadres").fill("lien@voorbeeld.be")
    page.get_by_label("Wachtwoord").fill(KEUZE)
    page.get_by_role("button", name="Aanmelden", exact=True).click()
    page.get_by_role("link", name="Koppel een app").click()
    geheim = page.locator("main code").inner_text()
    page.get_by_label("Code uit je app").fill(code_van(geheim))
    page.get_by_role("button", name="Koppel de app").click()
    coordinator.ga("/admin/")
    page.get_by_label("Code").fill(code_van(geheim))
    page.get_by_role("button", name="Ga verder").click()
    page.wait_for_url("**/admin/")
    assert "Je werkt voor Zuidrand" in page.inner_text("main")


def ziet_niets_van(vreemd: Bezoek, site: str, co7: IGS, zuidrand: IGS) -> None:
    """The coordinator of another network asks for her page and her news by address."""
    ander = maak_coordinator_van(co7, "co7@voorbeeld.be")
    bericht = Bericht.objects.create(igs=zuidrand, slug="van-zuidrand", titel="Van Zuidrand", tekst="<p>x</p>")
    client = in_beheer(Client(), ander)
    sessie = client.cookies[settings.SESSION_COOKIE_NAME].value
    vreemd.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": sessie, "url": site}])
    for pad in (f"igs/{zuidrand.pk}", f"bericht/{bericht.pk}"):
        for wat in ("change", "history", "delete"):
            antwoord = vreemd.page.goto(f"{site}/admin/igs/{pad}/{wat}/")
            assert antwoord is not None
            assert antwoord.status in (403, 404), f"{pad} {wat}"
            assert antwoord.status == 404 or wat == "delete"


def test_van_uitnodiging_tot_einddatum(bezoek, site, tmp_path: Path):
    zuidrand, co7 = IGS.objects.get(slug="zuidrand"), IGS.objects.get(slug="co7")
    redactie, coordinator, bezoeker = bezoek(), bezoek(), bezoek()
    rekening = maak_rekening("redactie@voorbeeld.be", naam="Redactie")
    rekening.groups.add(Group.objects.get_or_create(name=REDACTIE)[0])
    geheim = koppel_app(rekening)
    kom_binnen(redactie, "redactie@voorbeeld.be", "een lang wachtwoord", geheim)
    zet_op(coordinator, nodig_uit(redactie, zuidrand))

    foto = tmp_path / "vakantie met gps.jpg"
    foto.write_bytes(foto_van_telefoon())
    page = coordinator.page
    coordinator.ga(f"/admin/igs/igs/{zuidrand.pk}/change/")
    page.locator("#id_omschrijving").fill(TEKST)
    page.locator("#id_foto_bestand").set_input_files(foto)
    page.locator("#id_foto_alt").fill("Een atelier met lange tafels")
    page.get_by_role("button", name="Bewaar en bekijk voorbeeld").click()
    page.wait_for_url("**/voorbeeld/**")
    assert TEKST in page.inner_text("main")
    assert "Dit is een voorbeeld" in page.inner_text("body")
    bezoeker.ga("/igs/zuidrand/")
    assert TEKST not in bezoeker.page.inner_text("main")

    coordinator.ga(f"/admin/igs/igs/{zuidrand.pk}/change/")
    page.get_by_role("button", name="Publiceer").click()
    page.wait_for_load_state()
    bezoeker.ga("/igs/zuidrand/")
    assert TEKST in bezoeker.page.inner_text("main")
    opgeslagen = Foto.objects.get()
    maak_maten(opgeslagen)
    opgeslagen.refresh_from_db()
    with opgeslagen.bestand.open("rb") as bestand:
        inhoud = bestand.read()
    assert b"Exif" not in inhoud
    assert b"GPS" not in inhoud
    bezoeker.ga("/igs/zuidrand/")
    beeld = bezoeker.page.get_by_role("img", name="Een atelier met lange tafels")
    beeld.scroll_into_view_if_needed()
    bezoeker.page.wait_for_function("document.querySelector('main picture img').naturalWidth > 0")

    ziet_niets_van(bezoek(), site, co7, zuidrand)

    lien = Gebruiker.objects.get(email="lien@voorbeeld.be")
    lien.aanstellingen.update(tot=date(2026, 11, 23) - timedelta(days=1))
    for pad in ("/admin/", f"/admin/igs/igs/{zuidrand.pk}/change/", "/admin/igs/bericht/add/"):
        antwoord = coordinator.page.goto(site + pad)
        assert antwoord is not None
        assert antwoord.status == 403, pad
