"""Example accounts for a local portal: one per role, with a password that everybody may read.

Recognised by the domain of their address: nobody can receive mail there.
"""

from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from igs.models import IGS, Aanstelling
from opnetwerk.dag import EERSTE_DAG
from opnetwerk.models import Gebruiker
from opnetwerk.rekeningen import VOORBEELDDOMEIN
from opnetwerk.rollen import REDACTIE

WACHTWOORD = "voorbeeld-wachtwoord-2026"  # printed by start: on a local portal it protects nothing


class GeenVoorbeeld(Exception):
    """Asked for something that only an example account on a local portal has; the text is one Dutch sentence."""


@dataclass(frozen=True)
class Voorbeeld:
    """An account as the reader needs it to log in."""

    adres: str
    naam: str
    rol: str
    igs_slug: str = ""
    tweede_stap: bool = True
    wachtwoord: str = WACHTWOORD


VOORBEELDEN = [
    Voorbeeld(f"beheerder{VOORBEELDDOMEIN}", "Bea Beheerder", "beheerder"),
    Voorbeeld(f"redactie{VOORBEELDDOMEIN}", "Rik Redactie", "redactie"),
    Voorbeeld(f"zuidrand{VOORBEELDDOMEIN}", "Zoë Zuidrand", "coördinator van Zuidrand", "zuidrand"),
    Voorbeeld(f"co7{VOORBEELDDOMEIN}", "Cor Zeven", "coördinator van CO7", "co7"),
    # In the team of the example notes (cultuurnota/voorbeelden.py): a password is enough.
    Voorbeeld(f"schrijver{VOORBEELDDOMEIN}", "Sam Schrijver", "schrijver van een cultuurnota", tweede_stap=False),
    Voorbeeld(f"lezer{VOORBEELDDOMEIN}", "Lou Lezer", "lezer van een cultuurnota", tweede_stap=False),
    # Of the example calls (talent/voorbeeldoproepen.py): leads to the desk of an organiser.
    Voorbeeld(f"organisator{VOORBEELDDOMEIN}", "Odil Organisator", "organisator van oproepen", tweede_stap=False),
    # Whose the example makers are (talent/voorbeelden.py).
    Voorbeeld(f"maker{VOORBEELDDOMEIN}", "Mila Maker", "maker op Talent", tweede_stap=False),
]


def maak() -> list[Voorbeeld]:
    """Make the example accounts, or put back their password, role and second step. Raises GeenVoorbeeld.

    A coordinator of an IGS that is not in the database gets an account without an appointment.
    """
    if not settings.LOKAAL:
        raise GeenVoorbeeld("Voorbeeldaccounts bestaan enkel op een portaal dat lokaal draait.")
    with transaction.atomic():
        for voorbeeld in VOORBEELDEN:
            _maak_een(voorbeeld)
    return VOORBEELDEN


def _maak_een(voorbeeld: Voorbeeld) -> None:
    gebruiker, _ = Gebruiker.objects.get_or_create(email=voorbeeld.adres, defaults={"naam": voorbeeld.naam})
    gebruiker.is_active = True
    gebruiker.is_superuser = gebruiker.is_staff = voorbeeld.rol == "beheerder"
    if not gebruiker.check_password(voorbeeld.wachtwoord):  # a new hash would end the running sessions
        gebruiker.set_password(voorbeeld.wachtwoord)
    gebruiker.save()
    EmailAddress.objects.update_or_create(
        user=gebruiker, email=voorbeeld.adres, defaults={"verified": True, "primary": True}
    )
    if voorbeeld.rol == REDACTIE:
        gebruiker.groups.add(Group.objects.get_or_create(name=REDACTIE)[0])
    if igs := IGS.objects.filter(slug=voorbeeld.igs_slug).first():
        Aanstelling.objects.get_or_create(gebruiker=gebruiker, igs=igs, van=date(EERSTE_DAG.year, 1, 1))
    if (
        voorbeeld.tweede_stap
        and not Authenticator.objects.filter(user=gebruiker, type=Authenticator.Type.TOTP).exists()
    ):
        auth.TOTP.activate(gebruiker, auth.generate_totp_secret())


def wis() -> int:
    """Remove every example account with its appointments; the number removed."""
    gewist = Gebruiker.objects.filter(email__endswith=VOORBEELDDOMEIN)
    aantal = gewist.count()
    gewist.delete()
    return aantal


def inlogcode(adres: str) -> str:
    """The code that the app of an example account would show now. Raises GeenVoorbeeld for any other address."""
    if not settings.LOKAAL:
        raise GeenVoorbeeld("Voorbeeldaccounts bestaan enkel op een portaal dat lokaal draait.")
    adres = adres.strip().lower()
    if not adres.endswith(VOORBEELDDOMEIN):
        raise GeenVoorbeeld(f"{adres} is geen voorbeeldaccount: de code staat enkel in de app van wie het gebruikt.")
    stap = Authenticator.objects.filter(user__email=adres, type=Authenticator.Type.TOTP).first()
    if stap is None:
        bekend = ", ".join(voorbeeld.adres for voorbeeld in VOORBEELDEN)
        raise GeenVoorbeeld(f"{adres} is hier niet bekend. De voorbeeldaccounts zijn: {bekend}.")
    return code_van(decrypt(stap.data["secret"]))


def code_van(geheim: str, verschuiving: int = 0) -> str:
    """The code of a secret, now or a number of periods earlier or later."""
    tellers = list(auth.yield_hotp_counters_from_time())
    nu = tellers[app_settings.TOTP_TOLERANCE]
    return str(auth.format_hotp_value(auth.hotp_value(geheim, nu + verschuiving)))
