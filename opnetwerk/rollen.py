"""The floor's view of roles: it knows no app; apps add their own way into the admin."""

from collections.abc import Callable
from datetime import date

from django.contrib.auth.models import AnonymousUser

from opnetwerk.dag import vandaag
from opnetwerk.models import Gebruiker

REDACTIE = "redactie"  # name of the group
# Filled by the apps: does this account have a role that opens the admin on that day?
rolbronnen: list[Callable[[Gebruiker, date], bool]] = []


def is_beheerder(gebruiker: Gebruiker | AnonymousUser) -> bool:
    return bool(gebruiker.is_active and gebruiker.is_superuser)


def is_redactie(gebruiker: Gebruiker | AnonymousUser) -> bool:
    """Redactie, or above it."""
    if is_beheerder(gebruiker):
        return True
    return isinstance(gebruiker, Gebruiker) and gebruiker.is_active and _in_groep(gebruiker)


def _in_groep(gebruiker: Gebruiker) -> bool:
    """Asked once per loaded account, as Django does with permissions: the admin asks it for every model and right.

    Each request loads the account anew, so a role that is taken away ends with the page that is being made.
    """
    bekend: bool | None = getattr(gebruiker, "_in_redactie", None)
    if bekend is None:
        bekend = gebruiker.groups.filter(name=REDACTIE).exists()
        gebruiker._in_redactie = bekend  # type: ignore[attr-defined]
    return bekend


def mag_in_beheer(gebruiker: Gebruiker | AnonymousUser) -> bool:
    """Any role that edits. Recomputed on every request: a role that ends closes the door by itself."""
    if not isinstance(gebruiker, Gebruiker) or not gebruiker.is_active:
        return False
    return is_redactie(gebruiker) or any(heeft_rol(gebruiker, vandaag()) for heeft_rol in rolbronnen)
