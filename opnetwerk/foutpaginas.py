"""Error pages that help; they lean on nothing that may be broken."""

import logging
import sys
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from opnetwerk import databankweg

log = logging.getLogger(__name__)
VolgendeStap = Callable[[HttpRequest], HttpResponse]


class TeVeelVelden:
    """Django answers a query string of more than a thousand parameters with a bare 400; this gives our page."""

    def __init__(self, get_response: VolgendeStap) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            request.GET  # noqa: B018  parsed lazily, raises here
        except TooManyFieldsSent:
            return verzoek_fout(request)
        return self.get_response(request)


def verzoek_fout(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or form cannot be read."""
    return HttpResponse(render_to_string("400.html", _kaal()), status=400)


def geen_toegang(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return render(request, "403.html", status=403)


def csrf_fout(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form without a valid token: mostly a page that stood open for too long or blocked cookies."""
    log.warning("csrf: %s", reason)
    return render(request, "403_csrf.html", status=403)


def niet_gevonden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, with the finder."""
    return render(request, "404.html", status=404)


def serverfout(request: HttpRequest) -> HttpResponse:
    """500, or 503 without a database: rendered without context processors, because anything may be broken."""
    if databankweg.is_weg(sys.exc_info()[1]):
        return databankweg.antwoord(request)
    return HttpResponse(render_to_string("500.html", _kaal()), status=500)


def _kaal() -> dict[str, object]:
    return {"beheerder": settings.BEHEERDER, "site_adres": settings.SITE_ADRES, "user": None}
