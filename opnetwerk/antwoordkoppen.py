"""Headers on every answer: content security policy, and what may be kept by whom."""

from collections.abc import Callable, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

VolgendeStap = Callable[[HttpRequest], HttpResponse]


def csp_kop(regels: dict[str, list[str]]) -> str:
    return "; ".join(" ".join([regel, *bronnen]) for regel, bronnen in regels.items())


def sta_kaders_toe(antwoord: HttpResponse, bronnen: Sequence[str]) -> None:
    """Let this one page frame these hosts ("https://player.example"); everything else of the policy stays as it is."""
    if bronnen:
        antwoord.headers["Content-Security-Policy"] = csp_kop(settings.SECURE_CSP | {"frame-src": [*bronnen]})


class VeiligeKoppen:
    """The strict policy on every answer, static files and error pages included."""

    def __init__(self, get_response: VolgendeStap) -> None:
        self.get_response = get_response
        self.csp = csp_kop(settings.SECURE_CSP)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        antwoord = self.get_response(request)
        antwoord.headers.setdefault("Content-Security-Policy", self.csp)
        antwoord.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        antwoord.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return antwoord


class Bewaarregels:
    """Without a session cookie an answer is the same for everyone; with one it is private and not kept."""

    def __init__(self, get_response: VolgendeStap) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        antwoord = self.get_response(request)
        patch_vary_headers(antwoord, ["Cookie"])
        if settings.SESSION_COOKIE_NAME in request.COOKIES or antwoord.cookies:
            antwoord.headers["Cache-Control"] = "private, no-store"
        else:
            antwoord.headers.setdefault("Cache-Control", "no-cache")
        return antwoord
