"""Second steps are unreadable in the database, and keep working."""

import logging
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import call_command
from django.db import connection

from opnetwerk import voorbeeldaccounts
from opnetwerk.geheimen import MERK, ontsleutel, versleutel
from tests.aanmelden import koppel_app, maak_rekening, meld_aan, meld_aan_met_code

GEHEIM = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def bewaard(soort: str = Authenticator.Type.TOTP) -> dict[str, str]:
    """The column as it stands in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator WHERE type = %s", [soort])
        [(tekst,)] = cursor.fetchall()
    return tekst


def test_wat_versleuteld_is_komt_terug_en_is_telkens_anders():
    een, twee = versleutel(GEHEIM), versleutel(GEHEIM)
    assert een != twee
    assert GEHEIM not in een
    assert ontsleutel(een) == ontsleutel(twee) == GEHEIM


@pytest.mark.parametrize("vroeger", [GEHEIM, "a1b2c3" * 13 + "a1", "12345678", ""])
def test_wat_van_voor_het_slot_is_blijft_leesbaar(vroeger):
    assert ontsleutel(vroeger) == vroeger


def test_na_een_nieuwe_sleutel_leest_de_vorige_nog_en_schrijft_de_nieuwe(settings):
    oud, vorige = versleutel(GEHEIM), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, [vorige]
    assert ontsleutel(oud) == GEHEIM
    nieuw = versleutel(GEHEIM)
    settings.SECRET_KEY_FALLBACKS = []
    assert ontsleutel(nieuw) == GEHEIM
    assert ontsleutel(oud) != GEHEIM


@pytest.mark.parametrize("kapot", [MERK, MERK + "x", MERK + "gAAAAA==", versleutel(GEHEIM)[:-4] + "AAAA", MERK + "é"])
def test_wat_niemand_kan_lezen_is_een_geheim_dat_op_niets_past(kapot, caplog):
    een, twee = ontsleutel(kapot), ontsleutel(kapot)
    assert len({een, twee, GEHEIM, ""}) == 4  # never one that can be guessed
    assert voorbeeldaccounts.code_van(een).isdigit()
    assert [regel.levelno for regel in caplog.records] == [logging.ERROR] * 2
    assert GEHEIM not in caplog.text


# --- accounts ---


def test_het_geheim_van_een_app_staat_niet_leesbaar_in_de_databank_en_werkt(client, db):
    gebruiker = maak_rekening(is_superuser=True)
    geheim = koppel_app(gebruiker)
    assert geheim not in bewaard()
    assert MERK in bewaard()
    meld_aan_met_code(client, gebruiker, geheim)
    assert client.get("/admin/").status_code == 200


def test_een_app_van_voor_het_slot_werkt_nog(client, db):
    gebruiker = maak_rekening(is_superuser=True)
    geheim = generate_totp_secret()
    Authenticator.objects.create(user=gebruiker, type=Authenticator.Type.TOTP, data={"secret": geheim})
    assert geheim in bewaard()
    meld_aan_met_code(client, gebruiker, geheim)
    assert client.get("/admin/").status_code == 200


def test_herstelcodes_staan_niet_leesbaar_in_de_databank_en_werken_een_keer(client, db):
    gebruiker = maak_rekening(is_superuser=True)
    koppel_app(gebruiker)
    herstel = RecoveryCodes.activate(gebruiker)
    [code, *_] = herstel.get_unused_codes()
    assert code not in bewaard(Authenticator.Type.RECOVERY_CODES)
    assert MERK in bewaard(Authenticator.Type.RECOVERY_CODES)
    meld_aan(client, gebruiker)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert client.get("/admin/").status_code == 200
    assert code not in RecoveryCodes(Authenticator.objects.get(pk=herstel.instance.pk)).get_unused_codes()


def test_een_sleutel_die_weg_is_geeft_uitleg_en_geen_foutpagina(client, db, settings):
    gebruiker = maak_rekening(is_superuser=True)
    geheim = koppel_app(gebruiker)
    settings.SECRET_KEY = "n" * 50
    antwoord = meld_aan_met_code(client, gebruiker, geheim)
    assert antwoord.status_code == 200
    assert "Dit klopt niet. Neem de nieuwste code" in antwoord.content.decode()
    assert not TOTP(Authenticator.objects.get(user=gebruiker)).validate_code("000000")


def test_de_inlogcode_van_een_voorbeeldaccount_werkt_met_een_versleuteld_geheim(client, lege_databank):
    voorbeeldaccounts.maak()
    uitvoer = StringIO()
    call_command("inlogcode", "redactie@voorbeeld.invalid", stdout=uitvoer)
    stappen = Authenticator.objects.filter(type=Authenticator.Type.TOTP)
    assert all(stap.data["secret"].startswith(MERK) for stap in stappen)
    client.post("/accounts/login/", {"login": "redactie@voorbeeld.invalid", "password": voorbeeldaccounts.WACHTWOORD})
    client.post("/accounts/2fa/authenticate/", {"code": uitvoer.getvalue().strip()})
    assert client.get("/admin/").status_code == 200
