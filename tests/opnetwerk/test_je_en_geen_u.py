"""Every page and message about a password says je, also the sentences that Django and allauth bring."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.test import Client

from igs import uitnodigen
from opnetwerk.models import UitgaandeMail
from tests.aanmelden import WACHTWOORD, koppel_app, maak_rekening
from tests.beheer import maak_redactie
from tests.conftest import DAG
from tests.fabriek import maak_igs

FORMEEL = re.compile(r"[^.<>]*\b(?:u|uw|uzelf)\b[^.<>]*", re.IGNORECASE)
SLECHT = ["", "kort", "password1234"]


def formeel(antwoord: Any) -> list[str]:
    """The sentences that say u; of a page that is there."""
    assert antwoord.status_code == 200
    tekst = re.sub(r"<(script|style).*?</\1>|<[^>]+>", "\n", antwoord.content.decode(), flags=re.DOTALL)
    return [zin.strip() for zin in FORMEEL.findall(unescape(tekst))]


def test_de_proef_vindt_een_u():
    assert FORMEEL.findall("Uw wachtwoord moet lang zijn. Je kiest zelf.") == ["Uw wachtwoord moet lang zijn"]


@pytest.mark.parametrize("pad", ["/accounts/password/change/", "/accounts/password/set/"])
def test_een_wachtwoord_wijzigen_of_instellen_zegt_je(client, db, pad):
    gebruiker = maak_rekening()
    if "set" in pad:
        gebruiker.set_unusable_password()
        gebruiker.save()
    client.force_login(gebruiker)
    assert formeel(client.get(pad)) == []
    for wachtwoord in SLECHT:
        assert formeel(client.post(pad, {"oldpassword": WACHTWOORD, "password1": wachtwoord})) == [], wachtwoord


def test_aanmelden_en_vergeten_zegt_je(client, db):
    maak_rekening()
    for pad in ("/accounts/login/", "/accounts/password/reset/"):
        assert formeel(client.get(pad)) == []
        for gegevens in (
            {},
            {"login": "x", "password": "y", "email": "x"},
            {"login": "an@voorbeeld.be", "password": "y"},
        ):
            assert formeel(client.post(pad, gegevens)) == [], (pad, gegevens)


def test_een_nieuw_wachtwoord_na_de_mail_zegt_je(client, db):
    maak_rekening()
    client.post("/accounts/password/reset/", {"email": "an@voorbeeld.be"})
    [pad] = re.findall(r"/accounts/password/reset/key/\S+", UitgaandeMail.objects.get().tekst)
    antwoord = client.get(pad, follow=True)
    assert formeel(antwoord) == []
    for wachtwoord in SLECHT:
        assert formeel(client.post(antwoord.request["PATH_INFO"], {"password1": wachtwoord})) == [], wachtwoord


def test_de_uitnodiging_zegt_je(db, client):
    aanstelling = uitnodigen.nodig_uit(
        email="n@voorbeeld.be", naam="N", igs=maak_igs(), van=DAG, tot=None, door=maak_redactie()
    )
    pad = uitnodigen.link(aanstelling.gebruiker)
    assert formeel(client.get(pad)) == []
    for wachtwoord in SLECHT:
        assert formeel(client.post(pad, {"wachtwoord": wachtwoord})) == [], wachtwoord


def test_bevestigen_en_de_tweede_stap_zeggen_je(client, db):
    gebruiker = maak_rekening()
    koppel_app(gebruiker)
    client.force_login(gebruiker)
    for pad in ("/accounts/reauthenticate/", "/accounts/2fa/reauthenticate/"):
        assert formeel(client.get(pad)) == []
        assert formeel(client.post(pad, {"password": "fout", "code": "000000"})) == []
    vers = Client()
    vers.post("/accounts/login/", {"login": "an@voorbeeld.be", "password": WACHTWOORD})
    assert formeel(vers.get("/accounts/2fa/authenticate/")) == []
    assert formeel(vers.post("/accounts/2fa/authenticate/", {"code": "1"})) == []


@pytest.mark.parametrize("wachtwoord", SLECHT[1:])
def test_de_eisen_zelf_zeggen_je(wachtwoord):
    with pytest.raises(ValidationError) as fout:
        password_validation.validate_password(wachtwoord)
    assert FORMEEL.findall(" ".join(fout.value.messages)) == []
