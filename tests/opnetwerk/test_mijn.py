"""The home of an account."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.aanmelden import koppel_app
from tests.fabriek import maak_gebruiker


@pytest.fixture(autouse=True)
def _snel_versleutelen(settings):
    """A slow hash is the point of a hash, but not here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def lees(antwoord: Any) -> str:
    return str(antwoord.content.decode())


def test_een_vers_account_ziet_wat_er_nog_niet_is(client, db):
    client.force_login(maak_gebruiker(naam="An Voorbeeld"))
    pagina = lees(client.get("/mijn/"))
    assert "an@voorbeeld.be" in pagina
    assert 'value="An Voorbeeld"' in pagina
    assert "Stel een tweede stap in" in pagina
    assert "Je bent enkel hier aangemeld" in pagina
    assert "Naar het beheer" not in pagina
    assert "Herstelcodes" not in pagina


def test_met_een_app_een_passkey_en_herstelcodes_zie_je_die(client, db):
    gebruiker = maak_gebruiker()
    koppel_app(gebruiker)
    RecoveryCodes.activate(gebruiker)
    Authenticator.objects.create(user=gebruiker, type=Authenticator.Type.WEBAUTHN, data={"name": "Laptop"})
    client.force_login(gebruiker)
    pagina = lees(client.get("/mijn/"))
    assert "Een app met codes." in pagina
    assert "Je hebt er één." in pagina
    assert "Je hebt er nog 10." in pagina
    assert "Beheer je tweede stap" in pagina


def test_wie_een_rol_heeft_vindt_het_beheer_en_hoort_dat_er_een_tweede_stap_nodig_is(client, db):
    gebruiker = maak_gebruiker(is_superuser=True)
    client.force_login(gebruiker)
    pagina = lees(client.get("/mijn/"))
    assert 'href="/admin/"' in pagina
    assert "In het beheer kun je pas werken met een tweede stap" in pagina
    koppel_app(gebruiker)
    assert "In het beheer kun je pas werken" not in lees(client.get("/mijn/"))


def test_een_account_zonder_wachtwoord_kan_er_een_kiezen(client, db):
    gebruiker = maak_gebruiker()
    gebruiker.set_unusable_password()
    gebruiker.save()
    client.force_login(gebruiker)
    assert 'href="/accounts/password/set/"' in lees(client.get("/mijn/"))


def test_andere_toestellen_worden_geteld(client, db):
    gebruiker = maak_gebruiker()
    for bezoeker in (Client(), client):
        bezoeker.force_login(gebruiker)
        bezoeker.get("/mijn/")
    assert "Je bent op 2 plaatsen aangemeld" in lees(client.get("/mijn/"))


@pytest.mark.parametrize(("net", "zin"), [("naam", "Je naam is bewaard"), ("wachtwoord", "Je wachtwoord is gewijzigd")])
def test_wie_terugkomt_leest_wat_er_net_gebeurde(client, db, net, zin):
    client.force_login(maak_gebruiker())
    assert zin in lees(client.get(f"/mijn/?net={net}"))


def test_wat_we_niet_kennen_zegt_niets(client, db):
    client.force_login(maak_gebruiker())
    assert 'role="status"' not in lees(client.get("/mijn/?net=<b>iets"))


# --- the name ---


def test_je_naam_wijzigen(client, db):
    gebruiker = maak_gebruiker(naam="An")
    client.force_login(gebruiker)
    antwoord = client.post("/mijn/", {"naam": "  Zoë d'Hondt-Çelik  "}, follow=True)
    assert antwoord.redirect_chain == [("/mijn/?net=naam", 302)]
    gebruiker.refresh_from_db()
    assert gebruiker.naam == "Zoë d'Hondt-Çelik"


def test_je_naam_mag_leeg(client, db):
    gebruiker = maak_gebruiker(naam="An")
    client.force_login(gebruiker)
    assert client.post("/mijn/", {"naam": ""}).status_code == 302
    gebruiker.refresh_from_db()
    assert str(gebruiker) == "an@voorbeeld.be"


@pytest.mark.parametrize("naam", ["An\r\nBcc: x@y.be", "An\x00", "An\u2028Bo", "An\u202ean", "x" * 151, "x" * 10_000])
def test_een_naam_die_niet_kan_komt_terug_met_uitleg(client, db, naam):
    gebruiker = maak_gebruiker(naam="An")
    client.force_login(gebruiker)
    antwoord = client.post("/mijn/", {"naam": naam})
    assert antwoord.status_code == 200
    assert "<title>Fout: " in lees(antwoord)
    assert 'href="#id_naam"' in lees(antwoord)
    gebruiker.refresh_from_db()
    assert gebruiker.naam == "An"


def test_een_ander_veld_verandert_niets(client, db):
    gebruiker = maak_gebruiker()
    client.force_login(gebruiker)
    client.post("/mijn/", {"naam": "An", "email": "kwaad@voorbeeld.be", "is_superuser": "on"})
    gebruiker.refresh_from_db()
    assert (gebruiker.email, gebruiker.is_superuser) == ("an@voorbeeld.be", False)


def test_zonder_account_ga_je_aanmelden(client, db):
    for antwoord in (client.get("/mijn/"), client.post("/mijn/", {"naam": "An"})):
        assert antwoord.headers["Location"] == "/accounts/login/?next=/mijn/"


def test_een_vast_aantal_vragen_hoeveel_passkeys_er_ook_zijn(client, db):
    gebruiker = maak_gebruiker()
    client.force_login(gebruiker)
    client.get("/mijn/")
    with CaptureQueriesContext(connection) as zonder:
        client.get("/mijn/")
    for nummer in range(20):
        Authenticator.objects.create(user=gebruiker, type=Authenticator.Type.WEBAUTHN, data={"name": str(nummer)})
    with CaptureQueriesContext(connection) as met_twintig:
        client.get("/mijn/")
    assert len(met_twintig) == len(zonder)
