"""A personal link instead of an account: thirty days good, renewed with every mail, taken back by giving another key.

For every row with the columns of `Linkhouder`. An app says who may come in with an `Ingang`.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any, Generic, Protocol, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from opnetwerk.dag import nu
from opnetwerk.formulieren import LANGST_OPEN
from opnetwerk.gespreksviews import sleutelpagina
from opnetwerk.models import Gebruiker
from opnetwerk.toegang import View, publiek_formulier

LINK_GELDIG = timedelta(days=30)
# What was typed on a page that was opened while the link was good is still taken.
UITLOOP = timedelta(seconds=LANGST_OPEN)


class Linkhouder(Protocol):
    """A row with a link: `sleutel` in the address, `sleutel_tot` the moment it stops (None: opens nothing)."""

    pk: Any
    sleutel: Any
    sleutel_tot: Any
    gebruiker_id: Any


Houder = TypeVar("Houder", bound=Linkhouder)


def is_geldig(houder: Linkhouder, *, uitloop: bool = False) -> bool:
    """Whether the personal link opens something now; `uitloop`: or did so a day ago."""
    tot = houder.sleutel_tot
    return tot is not None and bool(nu() < tot + (UITLOOP if uitloop else timedelta()))


def verleng_link(*, houder: Linkhouder) -> None:
    """Good for thirty days from now, under the same key; under another when it was not good any more."""
    sleutel = houder.sleutel if is_geldig(houder) else uuid.uuid4()
    _zet(houder, sleutel=sleutel, sleutel_tot=nu() + LINK_GELDIG)


def trek_link_in(*, houder: Linkhouder, **ook: Any) -> None:
    """No link that was ever mailed opens anything any more. `ook`: columns of the app that change with it."""
    _zet(houder, sleutel=uuid.uuid4(), sleutel_tot=None, **ook)


def open_met_account(*, houder: Linkhouder, gebruiker: Gebruiker) -> None:
    """Tie the account to the row, unless it has one, and see to it that the link is good."""
    if houder.gebruiker_id is None:
        _rijen(houder).filter(gebruiker=None).update(gebruiker=gebruiker)
    if not is_geldig(houder):
        verleng_link(houder=houder)


def _zet(houder: Linkhouder, **velden: Any) -> None:
    for veld, waarde in velden.items():
        setattr(houder, veld, waarde)
    _rijen(houder).update(**velden)


def _rijen(houder: Linkhouder) -> Any:
    assert isinstance(houder, Model)
    return type(houder)._base_manager.filter(pk=houder.pk)


@dataclass(frozen=True)
class Ingang(Generic[Houder]):
    """Who comes in with a personal link, and what the others read.

    `zoek`: whose key it is, of who may still come in, good or not. `mail`: sends a new link to the address we know.
    `oude_link`: the template for a key that opens nothing; with `verlopen` it has a button that asks for a new one.
    """

    zoek: Callable[[uuid.UUID], Houder | None]
    mail: Callable[[Houder], None]
    oude_link: str

    def bewaak(self, view: View) -> View:
        """The view gets the holder instead of the `sleutel` in the address.

        GET and POST, without a CSRF token (the address is the secret): forms are a `Sleutelformulier`. No referrer,
        no search engine, kept by nobody. A key that opens nothing is a page that says so.
        """

        @wraps(view)
        def bewaakt(request: HttpRequest, sleutel: uuid.UUID, **argumenten: Any) -> HttpResponseBase:
            houder = self.zoek(sleutel)
            if houder is None:
                return self._toon(request, {}, status=404)
            if not is_geldig(houder, uitloop=request.method == "POST"):
                return self._te_oud(request, houder)
            try:
                return view(request, houder, **argumenten)
            except ObjectDoesNotExist:
                if _rijen(houder).exists():
                    raise
                # Erased by another button at the same moment.
                return self._toon(request, {}, status=404)

        return publiek_formulier(sleutelpagina(bewaakt))

    def _te_oud(self, request: HttpRequest, houder: Houder) -> HttpResponse:
        """A button asks for a new link; it goes to the address that we know."""
        gevraagd = request.method == "POST" and request.POST.get("daad") == "nieuwe_link"
        if gevraagd:
            self.mail(houder)
        return self._toon(request, {"verlopen": True, "gevraagd": gevraagd})

    def _toon(self, request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """Without the name of an account that happens to be logged in."""
        return render(request, self.oude_link, context | {"heeft_sessie": False}, status=status)
