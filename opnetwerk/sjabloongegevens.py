"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def beheerder(request: HttpRequest) -> dict[str, Any]:
    """Who runs the portal, and its public address without the path."""
    return {"beheerder": settings.BEHEERDER, "site_adres": settings.SITE_ADRES, "lokaal": settings.LOKAAL}


def sessie(request: HttpRequest) -> dict[str, bool]:
    """Whether there can be an account at all: a template looks at `user` only after this, or the session is opened."""
    return {"heeft_sessie": settings.SESSION_COOKIE_NAME in request.COOKIES}
