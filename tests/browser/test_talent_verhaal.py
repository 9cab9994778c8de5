"""The whole story of a maker: from "how old are you?" to forgotten, with everybody who has a part in it."""

import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from igs.models import IGS
from opnetwerk.dag import nu
from opnetwerk.formulieren import OpenbaarFormulier
from opnetwerk.models import Gebruiker, Gesprek, UitgaandeMail
from talent.disciplines import laad_disciplines
from talent.inschrijfformulieren import Inschrijfformulier, Leeftijdformulier
from talent.models import Beoordeling, Talent, Werk, Zoekrij
from talent.verlaten import BEDENKTIJD, wis_vervallen
from tests.aanmelden import in_beheer
from tests.beelden import foto_van_telefoon
from tests.beheer import maak_coordinator_van
from tests.browser.conftest import Bezoek

WIM, AN = "wim.geheim@voorbeeld.be", "an.geheim@voorbeeld.be"
WACHTWOORD = "vier losse woorden samen"
KORT, BETER = "Liedjes bij de trekzak.", "Liedjes bij de trekzak, op markt en plein."
SLUG = "wim-trekzak"
GESPREK = re.compile(r"http://[^/]+(/gesprek/\S+/)")


@pytest.fixture(autouse=True)
def wie_snel_typt(monkeypatch: pytest.MonkeyPatch, transactional_db: None):
    """A browser that is driven types faster than people do."""
    for soort in (OpenbaarFormulier, Leeftijdformulier, Inschrijfformulier):
        monkeypatch.setattr(soort, "minimum_seconden", 0)
    cache.clear()
    yield
    cache.clear()


def mails_aan(adres: str) -> list[UitgaandeMail]:
    return list(UitgaandeMail.objects.filter(aan=adres).order_by("pk"))


def coordinator(bezoeker: Bezoek, igs: IGS, email: str) -> Bezoek:
    """Into the admin, as who has just shown a second step."""
    client = in_beheer(Client(), maak_coordinator_van(igs, email))
    koekje: Any = {"name": settings.SESSION_COOKIE_NAME, "url": bezoeker.basis}
    bezoeker.context.add_cookies([koekje | {"value": client.cookies[settings.SESSION_COOKIE_NAME].value}])
    return bezoeker


def schrijf_in(maker: Bezoek) -> None:
    """How old, an account with the code from the mail, who and where; the first page with the keyboard alone."""
    page = maker.page
    maker.ga("/talent/word-talent/leeftijd/")
    maker.tab_naar("input[name=leeftijd]")
    page.keyboard.press("ArrowUp")  # the last of the four: 18 or older
    maker.tab_naar("main form button", 3)
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/signup/**")
    page.get_by_label("E-mailadres").fill(WIM)
    page.get_by_label("Wachtwoord").fill(WACHTWOORD)
    page.get_by_role("button", name="Maak je account").click()
    page.wait_for_selector("text=Bevestig je e-mailadres")
    code = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})?)\s*$", mails_aan(WIM)[-1].tekst, re.M)
    assert code, mails_aan(WIM)[-1].tekst
    page.get_by_label("Code").fill(code[1])
    page.get_by_role("button", name="Bevestig").click()
    page.wait_for_url("**/word-talent/inschrijven/**")
    page.get_by_label("mezelf").check()
    page.get_by_label("Naam").fill("Wim Trekzak")
    page.get_by_label("Gemeente of postcode").fill("2547")  # Lint
    page.locator("#id_publicatie").check()
    page.locator("main form button").click()
    page.wait_for_url(f"**/mijn/talent/{SLUG}/**")
    assert "Je bent ingeschreven" in page.inner_text("main")


def bouw_profiel(maker: Bezoek, foto: Path) -> None:
    """Part by part: who, what, a picture of a telephone and a film."""
    page, pad = maker.page, f"/mijn/talent/{SLUG}/bewerken/"
    maker.ga(f"{pad}wie/")
    page.get_by_label("In één zin").fill(KORT)
    page.get_by_label("Over jou").fill("Ik speel wat hier leeft. " * 10)
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    maker.ga(f"{pad}wat/")
    page.locator("summary", has_text="Muziek").first.click()
    page.get_by_label("Folk en wereldmuziek").check()
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    maker.ga(f"{pad}beelden/nieuw/")
    page.get_by_label("Kies een beeld").set_input_files(foto)
    page.get_by_label("Wat zie je op het beeld?").fill("Wim speelt trekzak op een plein")
    page.get_by_label("Fotograaf of maker").fill("An Foto")
    page.get_by_label("Wie herkenbaar in beeld is, gaat akkoord").check()
    page.locator("main form button").first.click()
    page.wait_for_url("**/bewerken/beelden/**")
    maker.ga(f"{pad}media/nieuw/")
    page.get_by_label("Link").fill("https://youtu.be/dQw4w9WgXcQ?si=volgspoor")
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    talent = Talent.objects.get(slug=SLUG)
    assert talent.concept.media.get().sleutel == "dQw4w9WgXcQ"
    assert talent.concept.beelden.get().alt == "Wim speelt trekzak op een plein"


def dien_in(maker: Bezoek) -> None:
    maker.ga(f"/mijn/talent/{SLUG}/bewerken/indienen/")
    maker.page.get_by_role("button", name="Dien in").click()
    maker.page.wait_for_load_state()
    assert Talent.objects.get(slug=SLUG).concept.stand == "ingediend"
    maker.ga(f"/talent/{SLUG}/")
    assert "Wim Trekzak" not in maker.page.inner_text("body")


def vraag_aanpassing(zoe: Bezoek) -> None:
    zoe.ga("/admin/")
    zoe.page.get_by_role("link", name="Talent: profielen te beslissen").click()
    zoe.page.get_by_role("link", name="Wim Trekzak").click()
    zoe.page.get_by_label("Wat moet er anders bij “in één zin”?").fill("Zeg waar je speelt.")
    zoe.page.get_by_role("button", name="Aanpassing vragen").click()
    zoe.page.get_by_text("krijgt een mail met wat er anders moet.").wait_for()
    assert "Zeg waar je speelt." in mails_aan(WIM)[-1].tekst


def pas_aan(maker: Bezoek) -> None:
    """From the task list to the field where the coordinator asked it."""
    page = maker.page
    maker.ga(f"/mijn/talent/{SLUG}/bewerken/")
    assert "Aanpassing gevraagd" in page.inner_text("main")
    page.get_by_role("link", name="Wie ben je?").click()
    page.get_by_text("De coördinator vraagt: Zeg waar je speelt.").wait_for()
    page.get_by_label("In één zin").fill(BETER)
    page.locator("main form button").first.click()
    page.wait_for_load_state()


def keur_goed(zoe: Bezoek, talent: Talent) -> None:
    zoe.ga(f"/admin/talent/profiel/{talent.concept_id}/change/")
    zoe.page.get_by_role("button", name="Publiceren").click()
    zoe.page.get_by_text("Wim Trekzak staat online.").wait_for()
    assert f"/talent/{SLUG}/" in mails_aan(WIM)[-1].tekst


def ziet_niets(vreemd: Bezoek, talent: Talent, profiel: int) -> None:
    """Another region's coordinator, by every address."""
    for pad in (f"profiel/{profiel}", f"talent/{talent.pk}"):
        for wat in ("change", "history"):
            antwoord = vreemd.page.goto(f"{vreemd.basis}/admin/talent/{pad}/{wat}/")
            assert antwoord is not None
            assert antwoord.status == 404, f"{pad} {wat}"
    vreemd.ga("/admin/talent/profiel/?stand=goedgekeurd")
    assert "Wim Trekzak" not in vreemd.page.inner_text("body")


def vindt_en_schrijft(an: Bezoek) -> None:
    """Without JavaScript: a typo in the directory, the page, the form, and the button behind the link in the mail."""
    page = an.page
    an.ga("/talent/")
    page.locator("main input[name=q]").fill("trekzk")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=trekzk**")
    page.get_by_role("link", name="Wim Trekzak").first.click()
    page.wait_for_url(f"**/talent/{SLUG}/")
    assert BETER in page.inner_text("main")
    assert page.get_by_role("img", name="Wim speelt trekzak op een plein").count() == 1
    an.ga(f"/talent/{SLUG}/contact/")
    for veld, tekst in {
        "naam": "An Organisator", "email": AN, "onderwerp": "Buurtfeest", "tekst": "Speel je op 1 mei?"
    }.items():  # fmt: skip
        an.tab_naar(f"#id_{veld}")
        page.keyboard.type(tekst)
    an.tab_naar("main form button", 2)
    page.keyboard.press("Enter")
    page.wait_for_url("**/gesprek/verstuurd/**")
    assert not any("1 mei" in mail.tekst for mail in mails_aan(WIM)), "niets vertrekt voor het adres zeker is"
    an.ga(GESPREK.findall(mails_aan(AN)[-1].tekst)[0])
    an.tab_naar("main form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/gesprek/verstuurd/**")
    assert "Je bericht is verstuurd" in page.inner_text("h1")


def antwoordt(maker: Bezoek, an: Bezoek) -> None:
    mail = mails_aan(WIM)[-1]
    assert AN not in f"{mail.tekst}{mail.html}{mail.antwoord_aan}{mail.koppen}"
    maker.ga(GESPREK.findall(mail.tekst)[0])
    assert "Speel je op 1 mei?" in maker.page.inner_text("main")
    maker.page.locator("#id_tekst").fill("Graag!")
    maker.page.locator("main form button").first.click()
    maker.page.wait_for_selector("[role=status]")
    mail = mails_aan(AN)[-1]
    assert WIM not in f"{mail.tekst}{mail.html}{mail.antwoord_aan}{mail.koppen}"
    an.ga(GESPREK.findall(mail.tekst)[0])
    assert "Graag!" in an.page.inner_text("main")


def pauzeert(maker: Bezoek, an: Bezoek) -> None:
    maker.ga(f"/mijn/talent/{SLUG}/")
    maker.page.get_by_role("button", name="Zet op pauze").click()
    maker.page.wait_for_url("**net=pauzeer")
    an.ga(f"/talent/{SLUG}/")
    assert "even niet beschikbaar" in an.page.inner_text("main")


def neemt_mee(maker: Bezoek) -> None:
    """The ZIP holds the data, a page to read and the picture, without where the telephone was."""
    maker.ga(f"/mijn/talent/{SLUG}/meenemen/")
    with maker.page.expect_download() as download:
        maker.page.locator("main form button").click()
    with zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())) as zip_:
        assert zip_.testzip() is None
        namen = zip_.namelist()
        json_ = next(naam for naam in namen if naam.endswith(".json"))
        assert "op markt en plein" in zip_.read(json_).decode()
        assert any(naam.endswith(".html") for naam in namen)
        beelden = [naam for naam in namen if naam.endswith((".jpg", ".jpeg", ".webp", ".png"))]
        assert len(beelden) == 1
        assert b"GEHEIM-" not in zip_.read(beelden[0])


def wist(maker: Bezoek, an: Bezoek) -> None:
    """Hidden at once, everywhere; gone after fourteen days."""
    maker.ga(f"/mijn/talent/{SLUG}/wissen/")
    assert maker.pad == "/accounts/reauthenticate/"  # what cannot be undone asks who you are once more
    maker.page.locator("input[type=password]").fill(WACHTWOORD)
    maker.page.get_by_role("button", name="Ga verder").click()
    maker.page.get_by_role("button", name="Wis dit profiel").click()
    maker.page.get_by_role("heading", name="Dit profiel wordt gewist").wait_for()
    antwoord = an.page.goto(f"{an.basis}/talent/{SLUG}/")
    assert antwoord is not None
    assert antwoord.status == 404
    an.ga("/talent/?q=trekzk")
    assert "Wim Trekzak" not in an.page.inner_text("main")
    talent = Talent.objects.get(slug=SLUG)
    assert wis_vervallen(nu() + BEDENKTIJD - timedelta(hours=1)) == 0
    assert wis_vervallen(nu() + BEDENKTIJD + timedelta(minutes=5)) == 1
    assert not Talent.objects.filter(pk=talent.pk).exists()
    assert not Werk.objects.exists()
    assert not Gesprek.objects.exists()
    assert not Zoekrij.objects.filter(zichtbaar=True).exists()
    assert Gebruiker.objects.filter(email=WIM).exists()  # the account is another decision


@pytest.mark.parametrize("javascript", [True, False], ids=["met-js", "zonder-js"])
def test_van_eerste_stap_tot_vergeten(bezoek, site, tmp_path: Path, javascript: bool) -> None:
    laad_disciplines()
    zuidrand, co7 = IGS.objects.get(slug="zuidrand"), IGS.objects.get(slug="co7")
    maker, an = bezoek(javascript=javascript, breedte=320), bezoek(javascript=False)
    zoe = coordinator(bezoek(javascript=javascript), zuidrand, "zoe@voorbeeld.be")
    vreemd = coordinator(bezoek(), co7, "co7@voorbeeld.be")
    for wie in (maker, an, zoe, vreemd):
        wie.page.set_default_timeout(10_000)
    foto = tmp_path / "vakantie met gps.jpg"
    foto.write_bytes(foto_van_telefoon())

    schrijf_in(maker)
    bouw_profiel(maker, foto)
    dien_in(maker)
    talent = Talent.objects.get(slug=SLUG)
    ziet_niets(vreemd, talent, talent.concept_id)
    vraag_aanpassing(zoe)
    pas_aan(maker)
    dien_in(maker)
    keur_goed(zoe, Talent.objects.get(slug=SLUG))
    assert [een.besluit for een in Beoordeling.objects.order_by("pk")] == ["aanpassing", "goedgekeurd"]
    vindt_en_schrijft(an)
    antwoordt(maker, an)
    pauzeert(maker, an)
    talent.refresh_from_db()
    ziet_niets(vreemd, talent, talent.online_id)
    neemt_mee(maker)
    maker.schuift_niet_opzij()
    wist(maker, an)
    for wie in (an, zoe, maker):
        assert wie.hosts <= {site.removeprefix("http://")}
    assert {koekje["name"] for koekje in an.context.cookies()} <= {"csrf"}  # of the form; never a session
