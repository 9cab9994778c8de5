"""Guessing and flooding are slowed: per account and per address, over several processes, behind a proxy or not."""

import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client

from opnetwerk.models import UitgaandeMail
from tests.aanmelden import WACHTWOORD, koppel_app, maak_rekening, meld_aan

TE_VAAK = "Je probeerde het te vaak. Wacht vijf minuten"


@pytest.fixture(autouse=True)
def _snel_versleutelen(settings):
    """A slow hash is the point of a hash, but not here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def probeer(client: Client, wie: str = "an@voorbeeld.be", wachtwoord: str = "fout", **kop: Any) -> str:
    return client.post("/accounts/login/", {"login": wie, "password": wachtwoord}, **kop).content.decode()


def test_de_tellers_staan_in_de_gedeelde_tabel(client, db):
    probeer(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache WHERE cache_key LIKE '%%login_failed%%'")
        assert cursor.fetchone()[0] == 2  # one per address of the visitor, one per account


def test_na_vijf_foute_wachtwoorden_moet_je_wachten_ook_met_het_juiste(client, db):
    maak_rekening()
    assert all(TE_VAAK not in probeer(client) for _ in range(5))
    pagina = probeer(client)
    assert TE_VAAK in pagina
    assert "<title>Fout: " in pagina
    assert 'value="an@voorbeeld.be"' in pagina
    assert TE_VAAK in probeer(client, wachtwoord=WACHTWOORD)
    assert TE_VAAK not in probeer(client, "bo@voorbeeld.be")


def test_een_andere_naam_van_het_portaal_is_geen_nieuwe_kans(client, db):
    for _ in range(5):
        probeer(client, SERVER_NAME="localhost")
    assert TE_VAAK in probeer(client, SERVER_NAME="127.0.0.1")
    assert TE_VAAK in probeer(client, "AN@voorbeeld.be", SERVER_NAME="[::1]")


def test_na_een_nieuw_wachtwoord_hoef_je_niet_te_wachten(client, db):
    maak_rekening()
    for _ in range(6):
        probeer(client)
    client.post("/accounts/password/reset/", {"email": "an@voorbeeld.be"})
    link = next(woord for woord in UitgaandeMail.objects.get().tekst.split() if "/key/" in woord)
    formulier = client.get(link.removeprefix(settings.SITE_ADRES)).headers["Location"]
    client.post(formulier, {"password1": "vier verse woorden hier"})
    probeer(client, wachtwoord="vier verse woorden hier")
    assert client.get("/mijn/").status_code == 200


def test_juiste_wachtwoorden_tellen_niet_mee(client, db):
    gebruiker = maak_rekening()
    for _ in range(8):
        meld_aan(client, gebruiker)
        assert client.get("/mijn/").status_code == 200
        client.logout()


def test_ook_de_tweede_stap_laat_zich_niet_raden(client, db):
    gebruiker = maak_rekening()
    koppel_app(gebruiker)
    meld_aan(client, gebruiker)
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "x"})
    assert TE_VAAK in client.post("/accounts/2fa/authenticate/", {"code": "x"}).content.decode()


def test_wie_blijft_sturen_krijgt_een_pagina_die_zegt_hoe_lang_wachten(client, db):
    for nummer in range(30):
        probeer(client, f"wie{nummer}@voorbeeld.be")
    antwoord = client.post("/accounts/login/", {"login": "an@voorbeeld.be", "password": "fout"})
    assert antwoord.status_code == 429
    assert "Dat ging te snel na elkaar" in antwoord.content.decode()
    assert client.get("/accounts/login/").status_code == 200


def test_een_adres_krijgt_hoogstens_vijf_mails_per_uur(client, db):
    statussen = [client.post("/accounts/password/reset/", {"email": "an@voorbeeld.be"}).status_code for _ in range(6)]
    assert statussen == [302] * 5 + [429]
    assert UitgaandeMail.objects.count() == 5


# --- from one machine, whatever it says about itself ---


def gok_met_verzonnen_adressen(client: Client, kop: str) -> str:
    """Ten wrong guesses, each at another account: then the visitor's own address is full."""
    for nummer in range(10):
        probeer(client, f"wie{nummer}@voorbeeld.be", headers={"x-forwarded-for": kop.format(nummer)})
    return probeer(client, "wie10@voorbeeld.be", headers={"x-forwarded-for": kop.format(99)})


def test_zonder_proxy_baat_een_verzonnen_adres_niet(client, db):
    assert settings.ALLAUTH_TRUSTED_PROXY_COUNT == 0
    assert TE_VAAK in gok_met_verzonnen_adressen(client, "198.51.100.{}")


def test_achter_een_proxy_baat_een_verzonnen_adres_niet(client, db, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    # The proxy adds what it saw itself behind whatever the visitor made up.
    assert TE_VAAK in gok_met_verzonnen_adressen(client, "198.51.100.{}, 203.0.113.7")


def test_achter_een_proxy_delen_twee_bezoekers_geen_teller(client, db, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert TE_VAAK in gok_met_verzonnen_adressen(client, "198.51.100.{}, 203.0.113.7")
    assert TE_VAAK not in probeer(client, "bo@voorbeeld.be", headers={"x-forwarded-for": "203.0.113.8"})


# --- two processes, one count ---

TELLER = """
import sys
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.POSTGRES_INGEBED_ONVEILIG_SNEL = True
import django
django.setup()
from django.test import RequestFactory
from allauth.core.internal.ratelimit import consume
print("klaar", flush=True)
sys.stdin.readline()
verzoek = RequestFactory().post("/")
print(sum(bool(consume(verzoek, app="allauth.account", action="login_failed", key="gedeeld")) for _ in range(5)))
"""


@pytest.mark.django_db(transaction=True)
def test_twee_processen_tellen_samen() -> None:
    cache.clear()
    omgeving = os.environ | {"DJANGO_SETTINGS_MODULE": "opnetwerk.settings"}
    opdracht = [sys.executable, "-c", TELLER, connection.settings_dict["NAME"]]
    processen = [
        subprocess.Popen(
            opdracht, cwd=settings.BASE_DIR, env=omgeving, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    try:
        assert [proces.stdout and proces.stdout.readline() for proces in processen] == ["klaar\n"] * 2
        for proces in processen:
            assert proces.stdin
            proces.stdin.write("nu\n")
            proces.stdin.flush()
        toegelaten = [int(proces.communicate(timeout=30)[0]) for proces in processen]
    finally:
        for proces in processen:
            proces.kill()
            proces.wait()
        cache.clear()
    assert sum(toegelaten) == 5


def test_een_vloed_van_andere_tellers_duwt_deze_er_niet_uit(client, db):
    """Django's default keeps 300 entries."""
    for _ in range(5):
        probeer(client)
    cache.set_many({f"vloed{nummer}": 1 for nummer in range(400)})
    assert TE_VAAK in probeer(client)
