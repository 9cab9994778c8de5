"""The number of a request: in every line of the log, in the answer, and in the mail that the request wrote.

The middleware that hands it out also counts and times the answers, by the name of the page: an address may hold a
search word, a name does not.
"""

import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from opnetwerk import metingen

KOP = "X-Request-ID"
VORM = re.compile(r"[0-9A-Za-z-]{8,36}")

log = logging.getLogger(__name__)
_nummer: ContextVar[str] = ContextVar("verzoeknummer", default="")


def huidig() -> str:
    """The number of the request, or of the job, that is being handled; empty outside."""
    return _nummer.get()


@contextmanager
def onder(nummer: str) -> Iterator[None]:
    """What happens inside carries this number: a job goes on with that of the request that asked for it."""
    vorig = _nummer.set(nummer)
    try:
        yield
    finally:
        _nummer.reset(vorig)


class Verzoeknummer:
    """Outermost of all: what the others log carries the number too."""

    def __init__(self, volgende: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.volgende = volgende

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with onder(_neem(request)):
            begin = time.perf_counter()
            antwoord = self.volgende(request)
            self._tel(request, antwoord, time.perf_counter() - begin)
            antwoord.headers[KOP] = huidig()
            return antwoord

    def _tel(self, request: HttpRequest, antwoord: HttpResponseBase, seconden: float) -> None:
        pagina = pagina_van(request)
        metingen.tel_verzoek(pagina, request.method or "", antwoord.status_code, seconden)
        log.info("%s %s %s %.0f ms", request.method, pagina, antwoord.status_code, seconden * 1000)


def pagina_van(request: HttpRequest) -> str:
    """The name of the page; "andere" for what matched nothing or is served before the views."""
    gevonden = request.resolver_match
    return (gevonden.view_name or "andere") if gevonden else "andere"


def _neem(request: HttpRequest) -> str:
    """From the proxy in front, where there is one to be trusted; else a new one."""
    van_proxy = request.headers.get(KOP, "") if settings.VERTROUWDE_PROXYS else ""
    return van_proxy if VORM.fullmatch(van_proxy) else uuid4().hex
