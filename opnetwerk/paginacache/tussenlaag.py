"""The middleware: public pages from what is kept, made once when it is not, and the last known while the database is
away.

It stands inside the headers of every answer and outside of everything that looks at a session.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import DisallowedHost, TooManyFieldsSent
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.request import split_domain_port
from django.urls import Resolver404, ResolverMatch, resolve

from opnetwerk import tellen
from opnetwerk.databankweg import DatabankWeg
from opnetwerk.paginacache import weergave
from opnetwerk.paginacache.opslag import Bestanden, Bewaard, Geheugen
from opnetwerk.paginacache.stempel import Versie, wacht

WACHT = 5.0  # seconds for another request that makes the same page
LANGSTE_VRAAG = 2_000  # characters behind the question mark of an address that is kept
# Parts of a path that only one person knows: what stands there is nobody else's.
PERSOONLIJK = {"teken", "kenmerk", "sleutel", "waarde"}
VOORWAARDEN = [f"HTTP_IF_{naam}" for naam in ("NONE_MATCH", "MODIFIED_SINCE", "MATCH", "UNMODIFIED_SINCE")]


class Opslag:
    """Memory before files. An answer to a question (`?q=`) stays in a memory of its own: there are very many of them,
    and they must not push out the pages."""

    def __init__(self, map_: Path) -> None:
        self.paginas, self.vragen, self.bestanden = Geheugen(), Geheugen(), Bestanden(map_)

    def geef(self, adres: str, merk: str | None) -> Bewaard | None:
        """What belongs to this state; with None the newest there is, whatever its state."""
        een = self._geheugen(adres).geef(adres)
        if (een is None or merk not in (None, een.merk)) and "?" not in adres:
            uit_bestand = self.bestanden.geef(adres)
            if uit_bestand and (een is None or uit_bestand.gemaakt > een.gemaakt):
                self.paginas.zet(uit_bestand)
                een = uit_bestand
        return een if een and merk in (None, een.merk) else None

    def zet(self, een: Bewaard) -> None:
        self._geheugen(een.adres).zet(een)
        if "?" not in een.adres:
            self.bestanden.zet(een)

    def weg(self, adres: str) -> None:
        """A page that is gone is not to be shown later either."""
        self._geheugen(adres).weg(adres)
        if "?" not in adres:
            self.bestanden.weg(adres)

    def wis_voor(self, gewist: int) -> None:
        """After an erasure nothing from before it is kept. The files are many: not while somebody waits."""
        for geheugen in (self.paginas, self.vragen):
            geheugen.weg_voor(gewist)
        if gewist > self.bestanden.laatst_gewist():
            threading.Thread(target=self.bestanden.weg_voor, args=[gewist], daemon=True).start()

    def _geheugen(self, adres: str) -> Geheugen:
        return self.vragen if "?" in adres else self.paginas


@dataclass
class Beurten:
    """One makes a page, the others wait for it."""

    _bezig: dict[str, threading.Event] = field(default_factory=dict)
    _slot: Any = field(default_factory=threading.Lock)

    def begin(self, adres: str) -> bool:
        """True: make it, and call `klaar`. False: somebody else was making it, and is ready or takes too long."""
        with self._slot:
            ander = self._bezig.get(adres)
            if ander is None:
                self._bezig[adres] = threading.Event()
                return True
        ander.wait(WACHT)
        return False

    def klaar(self, adres: str) -> None:
        with self._slot:
            self._bezig.pop(adres).set()


@dataclass(frozen=True)
class Pagina:
    """A public view that may be kept. `parameters`: None when it did not say which it reads."""

    gevonden: ResolverMatch
    parameters: tuple[str, ...] | None


@lru_cache(4096)
def pagina_op(pad: str) -> Pagina | None:
    """The page at this path; None for what is not public, or of one person only."""
    try:
        gevonden = resolve(pad)
    except Resolver404:
        return None
    view = gevonden.func
    if getattr(view, "toegang", "") != "publiek" or not getattr(view, "bewaar", True):
        return None
    if PERSOONLIJK & gevonden.kwargs.keys():
        return None
    return Pagina(gevonden, getattr(view, "parameters", None))


class Paginacache:
    """See the module."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.opslag = Opslag(settings.PAGINACACHE_MAP)
        self.beurten = Beurten()
        wacht.bij_wissing = self.opslag.wis_voor

    def __call__(self, request: HttpRequest) -> HttpResponse:
        pagina = _pagina_van(request) if settings.PAGINACACHE and settings.PAGINACACHE_HEEL else None
        vraag = _vraag(request, pagina) if pagina else None
        if pagina is None or vraag is None:
            return self.get_response(request)
        try:
            # Any port passes ALLOWED_HOSTS: 65,535 copies of every page would push each other out.
            host, _poort = split_domain_port(request.get_host())
            adres = f"{request.scheme}://{host}{request.path_info}" + (f"?{vraag}" if vraag else "")
        except DisallowedHost:
            return self.get_response(request)
        return self._van_pagina(request, pagina, adres, vraag)

    def _van_pagina(self, request: HttpRequest, pagina: Pagina, adres: str, vraag: str) -> HttpResponse:
        try:
            versie = wacht.huidig()
        except DatabankWeg:
            return self._oud(request, pagina, adres) or self.get_response(request)
        except DatabaseError:  # no stamp: an older database, a right that is missing
            return self.get_response(request)
        een = self.opslag.geef(adres, versie.merk)
        if een is None:
            return self._maak(request, pagina, adres, vraag, versie)
        return _geef(een, request, pagina)

    def _maak(self, request: HttpRequest, pagina: Pagina, adres: str, vraag: str, versie: Versie) -> HttpResponse:
        eerste = self.beurten.begin(adres)
        try:
            een = None if eerste else self.opslag.geef(adres, versie.merk)
            return _geef(een, request, pagina) if een else self._vers(request, pagina, adres, vraag, versie)
        finally:
            if eerste:
                self.beurten.klaar(adres)

    def _vers(self, request: HttpRequest, pagina: Pagina, adres: str, vraag: str, versie: Versie) -> HttpResponse:
        """Make the page, and keep it when it may be kept."""
        antwoord, tellingen = self._vraag_view(request, vraag)
        if getattr(antwoord, "databank_weg", False):
            return self._oud(request, pagina, adres) or antwoord
        een = weergave.bewaar(adres, versie.merk, versie.gewist, antwoord, tellingen)
        if een is None:
            if antwoord.status_code != 200:
                self.opslag.weg(adres)
            _tel(tellingen, request)
            return antwoord
        self.opslag.zet(een)
        return _geef(een, request, pagina)

    def _vraag_view(self, request: HttpRequest, vraag: str) -> tuple[HttpResponse, list[tuple[str, int]]]:
        """The answer of the view to a plain GET of the whole page, with only the parameters it knows."""
        omgeving, eigen = request.META, cast(Any, request)
        bewaard = {naam: omgeving.pop(naam) for naam in VOORWAARDEN if naam in omgeving}
        bewaard |= {"QUERY_STRING": omgeving.get("QUERY_STRING", ""), "REQUEST_METHOD": request.method or ""}
        methode, eigen.tellingen = request.method, list[tuple[str, int]]()
        omgeving["QUERY_STRING"], omgeving["REQUEST_METHOD"], request.method = vraag, "GET", "GET"
        _vergeet_gelezen(request)
        try:
            antwoord = self.get_response(request)
        finally:
            omgeving.update(bewaard)
            request.method, tellingen = methode, eigen.tellingen
            del eigen.tellingen
            _vergeet_gelezen(request)
        return antwoord, tellingen

    def _oud(self, request: HttpRequest, pagina: Pagina, adres: str) -> HttpResponse | None:
        een = self.opslag.geef(adres, None)
        if een is None or een.gewist < (wacht.gewist() or self.opslag.bestanden.laatst_gewist()):
            return None
        request.resolver_match = pagina.gevonden
        return weergave.geef_oud(een, request)


def _pagina_van(request: HttpRequest) -> Pagina | None:
    """The page, for a visitor without a session; never inside a transaction, where what is seen is not yet true."""
    if request.method not in ("GET", "HEAD") or connection.in_atomic_block:
        return None
    if "HTTP_COOKIE" in request.META and settings.SESSION_COOKIE_NAME in request.COOKIES:
        return None
    return pagina_op(request.path_info)


def _vraag(request: HttpRequest, pagina: Pagina) -> str | None:
    """The query string with only what the view knows, in the order in which it names them; None: do not keep."""
    rauw = request.META.get("QUERY_STRING", "")
    if not rauw:
        return ""
    if pagina.parameters is None or len(rauw) > 2 * LANGSTE_VRAAG:
        return None
    if not pagina.parameters:
        return ""
    try:
        gegeven = QueryDict(rauw, encoding="utf-8")
    except TooManyFieldsSent:
        return None
    vraag = urlencode([(naam, waarde) for naam in pagina.parameters for waarde in gegeven.getlist(naam)])
    return vraag if len(vraag) <= LANGSTE_VRAAG else None


def _vergeet_gelezen(request: HttpRequest) -> None:
    """What the request worked out of its environment, and works out again."""
    for naam in ("GET", "headers"):
        request.__dict__.pop(naam, None)


def _geef(een: Bewaard, request: HttpRequest, pagina: Pagina) -> HttpResponse:
    request.resolver_match = pagina.gevonden  # its name stands in the figures
    _tel(een.tellingen, request)
    return weergave.geef(een, request)


def _tel(tellingen: Any, request: HttpRequest) -> None:
    """A page that is given again is looked at again."""
    for naam, nummer in tellingen:
        if naam in tellen.tellers:
            tellen.tellers[naam].tel(request, nummer)
