"""The account, as somebody lives it on http://localhost: set up, log out, log in with a code or a passkey."""

import re
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from playwright.sync_api import CDPSession

from opnetwerk.models import Gebruiker, UitgaandeMail
from opnetwerk.voorbeeldaccounts import code_van
from tests.aanmelden import WACHTWOORD, koppel_app, maak_rekening
from tests.browser.conftest import Bezoek
from tests.browser.handen import BEELDSTANDEN

ADRES = "an@voorbeeld.be"
SLEUTEL = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def _verse_tellers(transactional_db):
    """The cache table is nobody's model: it is not emptied between tests."""
    cache.clear()


@pytest.fixture
def beheerder(site):
    return maak_rekening(ADRES, is_superuser=True, naam="An Voorbeeld")


def vul_aanmelding_in(bezoeker: Bezoek, wachtwoord: str = WACHTWOORD) -> None:
    bezoeker.page.get_by_label("E-mailadres").fill(ADRES)
    bezoeker.page.get_by_label("Wachtwoord").fill(wachtwoord)
    bezoeker.page.get_by_role("button", name="Aanmelden", exact=True).click()


def meld_af(bezoeker: Bezoek) -> None:
    bezoeker.page.get_by_role("button", name="Afmelden").click()
    assert "Je bent afgemeld" in bezoeker.page.inner_text("main")


def fouten_in(bezoeker: Bezoek) -> list[str]:
    """What the browser complained about; the admin names no icon, so it looks for one in vain."""
    return [melding for melding in bezoeker.meldingen if "404" not in melding]


def geef_passkeys(bezoeker: Bezoek) -> tuple[CDPSession, str]:
    """A device with a finger on it, in the browser itself."""
    cdp = bezoeker.context.new_cdp_session(bezoeker.page)
    cdp.send("WebAuthn.enable")
    return cdp, cdp.send("WebAuthn.addVirtualAuthenticator", {"options": SLEUTEL})["authenticatorId"]


@pytest.mark.parametrize("breedte", [320, 1280])
def test_van_eerste_aanmelding_tot_in_het_beheer_met_een_app(bezoek, beheerder, breedte):
    bezoeker = bezoek(breedte)
    page = bezoeker.page
    bezoeker.ga("/admin/")
    assert bezoeker.pad == "/accounts/login/"
    vul_aanmelding_in(bezoeker)
    assert bezoeker.pad == "/accounts/2fa/"
    assert "In het beheer kun je pas werken met een tweede stap" in page.inner_text("main")
    page.get_by_role("link", name="Koppel een app").click()
    geheim = page.locator("main code").inner_text()
    assert page.get_by_role("img", name="QR-code").evaluate("beeld => beeld.complete && beeld.naturalWidth > 100")
    page.get_by_label("Code uit je app").fill(code_van(geheim))
    page.get_by_role("button", name="Koppel de app").click()
    assert bezoeker.pad == "/accounts/2fa/recovery-codes/"
    assert page.locator("main li code").count() == 10

    meld_af(bezoeker)
    vul_aanmelding_in(bezoeker)
    assert bezoeker.pad == "/accounts/2fa/authenticate/"
    page.get_by_label("Code").fill(code_van(geheim))
    page.get_by_role("button", name="Aanmelden", exact=True).click()
    assert bezoeker.pad == "/mijn/"
    page.get_by_role("link", name="Naar het beheer").click()
    assert bezoeker.pad == "/admin/"
    assert fouten_in(bezoeker) == []


def test_een_passkey_toevoegen_en_er_zonder_wachtwoord_mee_aanmelden(bezoek, beheerder):
    bezoeker = bezoek()
    page = bezoeker.page
    cdp, sleutel = geef_passkeys(bezoeker)
    bezoeker.ga("/accounts/login/")
    vul_aanmelding_in(bezoeker)
    bezoeker.ga("/accounts/2fa/webauthn/add/")
    page.get_by_label("Naam").fill("Mijn laptop")
    page.get_by_role("button", name="Voeg de passkey toe").click()
    page.wait_for_url("**/accounts/2fa/recovery-codes/")
    [bewaard] = cdp.send("WebAuthn.getCredentials", {"authenticatorId": sleutel})["credentials"]
    assert bewaard["isResidentCredential"]

    meld_af(bezoeker)
    bezoeker.ga("/admin/")
    page.get_by_role("button", name="Aanmelden met een passkey").click()
    page.wait_for_url(bezoeker.basis + "/admin/")
    bezoeker.ga("/accounts/2fa/webauthn/")
    assert "Mijn laptop" in page.inner_text("main table")
    assert fouten_in(bezoeker) == []


def test_een_passkey_als_tweede_stap_en_om_te_bevestigen(bezoek, beheerder):
    bezoeker = bezoek()
    page = bezoeker.page
    geef_passkeys(bezoeker)
    bezoeker.ga("/accounts/login/")
    vul_aanmelding_in(bezoeker)
    bezoeker.ga("/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="Voeg de passkey toe").click()
    page.wait_for_url("**/accounts/2fa/recovery-codes/")
    # The passkey was made in this session, but not yet used: the admin asks for it.
    bezoeker.ga("/admin/")
    assert bezoeker.pad == "/accounts/2fa/webauthn/reauthenticate/"
    page.get_by_role("button", name="Gebruik je passkey").click()
    page.wait_for_url(bezoeker.basis + "/admin/")

    bezoeker.ga("/mijn/")
    meld_af(bezoeker)
    vul_aanmelding_in(bezoeker)
    page.get_by_role("button", name="Gebruik je passkey").click()
    page.wait_for_url("**/mijn/")
    assert fouten_in(bezoeker) == []


def test_een_verkeerde_vinger_krijgt_uitleg_op_de_pagina(bezoek, beheerder):
    bezoeker = bezoek()
    cdp, sleutel = geef_passkeys(bezoeker)
    cdp.send("WebAuthn.setUserVerified", {"authenticatorId": sleutel, "isUserVerified": False})
    bezoeker.ga("/accounts/login/")
    bezoeker.page.get_by_role("button", name="Aanmelden met een passkey").click()
    bezoeker.page.get_by_text("Je stopte, of het duurde te lang").wait_for()
    assert bezoeker.pad == "/accounts/login/"


def test_op_een_adres_met_cijfers_staat_er_geen_knop_voor_passkeys(bezoek, beheerder):
    bezoeker = bezoek()
    poort = urlsplit(bezoeker.basis).port
    bezoeker.page.goto(f"http://127.0.0.1:{poort}/accounts/login/")
    assert not bezoeker.page.get_by_role("button", name="Aanmelden met een passkey").is_visible()


def test_een_nieuw_wachtwoord_via_de_mail(bezoek, beheerder, settings):
    bezoeker = bezoek()
    page = bezoeker.page
    settings.SITE_ADRES = bezoeker.basis
    bezoeker.ga("/accounts/login/")
    page.get_by_role("link", name="Wachtwoord vergeten?").click()
    page.get_by_label("Je e-mailadres").fill(ADRES)
    page.get_by_role("button", name="Stuur me de mail").click()
    assert "Kijk in je mailbox" in page.inner_text("h1")
    bericht = UitgaandeMail.objects.get(aan=ADRES)
    [link] = re.findall(r"http\S+/password/reset/key/\S+", bericht.tekst)
    page.goto(link)
    veld = page.get_by_label("Nieuw wachtwoord")
    veld.fill("vier verse woorden hier")
    page.get_by_role("button", name="Toon nieuw wachtwoord").click()
    assert veld.get_attribute("type") == "text"
    page.get_by_role("button", name="Bewaar het wachtwoord").click()
    assert "Je wachtwoord is gewijzigd" in page.inner_text("h1")
    assert Gebruiker.objects.get(email=ADRES).check_password("vier verse woorden hier")
    page.goto(link)
    assert "Deze link werkt niet meer" in page.inner_text("h1")


OPEN = ["/accounts/login/", "/accounts/login/?afgemeld=ja", "/accounts/signup/", "/accounts/password/reset/",
        "/accounts/password/reset/done/", "/accounts/password/reset/key/done/", "/accounts/password/reset/key/1-x/",
        "/accounts/inactive/"]  # fmt: skip
DICHT = ["/mijn/", "/mijn/?net=wachtwoord", "/accounts/email/", "/accounts/password/change/", "/accounts/logout/",
         "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/",
         "/accounts/sessions/", "/accounts/reauthenticate/"]  # fmt: skip
MET_APP = ["/accounts/2fa/", "/accounts/2fa/totp/deactivate/", "/accounts/2fa/recovery-codes/generate/",
           "/accounts/2fa/reauthenticate/", "/mijn/"]  # fmt: skip


@pytest.mark.parametrize(("breedte", "donker"), BEELDSTANDEN)
def test_axe_vindt_niets_op_de_paginas_van_de_rekening(bezoek, beheerder, breedte, donker):
    bezoeker = bezoek(breedte, donker=donker)
    fouten = []

    def bekijk(*paden: str) -> None:
        for pad in paden:
            bezoeker.ga(pad)
            bezoeker.schuift_niet_opzij()
            fouten.extend(bezoeker.axe())

    bekijk(*OPEN)
    bezoeker.ga("/accounts/login/")
    vul_aanmelding_in(bezoeker, "fout")
    bezoeker.page.wait_for_function("document.activeElement.matches('[data-samenvatting]')")
    fouten += bezoeker.axe()
    vul_aanmelding_in(bezoeker)
    bekijk(*DICHT)
    koppel_app(beheerder)
    bekijk(*MET_APP)
    meld_af(bezoeker)
    vul_aanmelding_in(bezoeker)
    assert bezoeker.pad == "/accounts/2fa/authenticate/"
    fouten += bezoeker.axe()
    assert fouten == []
    bezoeker.alleen_eigen_host()
