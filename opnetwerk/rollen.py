"""The floor's view of roles: it knows no app; apps add their own way into the admin."""

from collections.abc import Callable
from datetime import date

from django.contrib.auth.models import AnonymousUser

from opnetwerk.dag import vandaag
from opnetwerk.models import Gebruiker

REDACTIE = "redactie"
# Filled by the apps: does this account have a role that opens the admin on that day?
rolbronnen: list[Callable[[Gebruiker, date], bool]] = []


def is_beheerder(gebruiker: Gebruiker | AnonymousUser) -> bool:
    return bool(gebruiker.is_active and gebruiker.is_superuser)


def is_redactie(gebruiker: Gebruiker | AnonymousUser) -> bool:
    """Redactie, or above it."""
    return is_beheerder(gebruiker) or bool(
        gebruiker.is_active and isinstance(gebruiker, Gebruiker) and gebruiker.groups.filter(name=REDACTIE).exists()
    )


def mag_in_beheer(gebruiker: Gebruiker | AnonymousUser) -> bool:
    """Any role that edits. Recomputed on every request: a role that ends closes the door by itself."""
    return isinstance(gebruiker, Gebruiker) and (
        is_redactie(gebruiker) or any(heeft_rol(gebruiker, vandaag()) for heeft_rol in rolbronnen)
    )
