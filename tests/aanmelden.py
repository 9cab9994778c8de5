"""Logging in, for tests: with a password, with a code of an app, or straight into the admin."""

import time
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from opnetwerk.models import Gebruiker
from opnetwerk.voorbeeldaccounts import code_van
from tests.fabriek import maak_gebruiker

WACHTWOORD = "een lang wachtwoord"
RECORDS = "account_authentication_methods"


def maak_rekening(email: str = "an@voorbeeld.be", **velden: Any) -> Gebruiker:
    """An account with a confirmed address that can log in with WACHTWOORD."""
    gebruiker = maak_gebruiker(email, WACHTWOORD, **velden)
    EmailAddress.objects.create(user=gebruiker, email=gebruiker.email, verified=True, primary=True)
    return gebruiker


def koppel_app(gebruiker: Gebruiker) -> str:
    """Give the account an app with codes; returns its secret."""
    geheim = generate_totp_secret()
    TOTP.activate(gebruiker, geheim)
    return geheim


def meld_aan(client: Client, gebruiker: Gebruiker) -> Any:
    """With the password, through the login page."""
    return client.post("/accounts/login/", {"login": gebruiker.email, "password": WACHTWOORD})


def meld_aan_met_code(client: Client, gebruiker: Gebruiker, geheim: str, verschuiving: int = 0) -> Any:
    """With the password and the code of the app, through both pages."""
    meld_aan(client, gebruiker)
    return client.post("/accounts/2fa/authenticate/", {"code": code_van(geheim, verschuiving)})


def zet_stap(client: Client, gebruiker: Gebruiker, methode: str, geleden: float = 0, **velden: Any) -> None:
    """Write in the session that the person showed who they are, some seconds ago."""
    sessie = client.session
    sessie[RECORDS] = [*sessie.get(RECORDS, []), {"method": methode, "at": time.time() - geleden, **velden}]
    sessie[f"{RECORDS}_user"] = str(gebruiker.pk)
    sessie.save()


def in_beheer(client: Client, gebruiker: Gebruiker) -> Client:
    """Log in as somebody who has just shown a second step: without hashing a password, for tests of the admin."""
    if not Authenticator.objects.filter(user=gebruiker, type=Authenticator.Type.TOTP).exists():
        koppel_app(gebruiker)
    client.force_login(gebruiker)
    zet_stap(client, gebruiker, "mfa", type="totp")
    return client
