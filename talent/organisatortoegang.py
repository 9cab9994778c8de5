"""An organiser's way in: the personal link, thirty days good, renewed with every mail, taken back by another key.

A page of an organiser carries `@organisator`, right above the view, and gives its answer with `organisatorpagina`.
Whoever logs in goes through `/mijn/organisator/` to the same pages.
"""

import uuid
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from opnetwerk.dag import nu
from opnetwerk.formulieren import LANGST_OPEN
from opnetwerk.gesprekken import heeft_zeker_adres
from opnetwerk.gespreksviews import sleutelpagina
from opnetwerk.models import Gebruiker
from opnetwerk.toegang import View, publiek_formulier
from talent.models import Organisator

BUREAU = "talent_organisatoren"  # URL name of the first page behind a link
LINK_GELDIG = timedelta(days=30)
# What was typed on a page that was opened while the link was good is still taken.
UITLOOP = timedelta(seconds=LANGST_OPEN)


def organisator(view: View) -> View:
    """Only for an admitted organiser with a link that is good: the view gets the Organisator instead of the key.

    GET and POST, without a CSRF token (the address is the secret): forms are a `Sleutelformulier`. No referrer, no
    search engine, kept by nobody. A key that nobody has, or of who may not post calls, is a page that says so.
    """

    @wraps(view)
    def bewaakt(request: HttpRequest, sleutel: uuid.UUID, **argumenten: Any) -> HttpResponseBase:
        gevonden = toegelaten_met(sleutel)
        if gevonden is None:
            return _oude_link(request, {})
        if not is_geldig(gevonden, uitloop=request.method == "POST"):
            return _te_oud(request, gevonden)
        try:
            return view(request, gevonden, **argumenten)
        except Organisator.DoesNotExist:  # erased by another button at the same moment
            return _oude_link(request, {})

    return publiek_formulier(sleutelpagina(bewaakt))


def organisatorpagina(
    request: HttpRequest,
    naam: str,
    organisator: Organisator,
    context: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The template `talent/<naam>.html`, with `organisator`; without the name of an account that is logged in."""
    gegevens = {"organisator": organisator, "heeft_sessie": False} | (context or {})
    return render(request, f"talent/{naam}.html", gegevens, status=status)


def toegelaten_met(sleutel: uuid.UUID) -> Organisator | None:
    """The admitted organiser with this key, whether it is still good or not."""
    toegelaten = Organisator.objects.filter(stand=Organisator.Stand.TOEGELATEN, sleutel=sleutel)
    return toegelaten.select_related("gemeente", "igs").first()


def is_geldig(organisator: Organisator, *, uitloop: bool = False) -> bool:
    """Whether the personal link opens something now; `uitloop`: or did so a day ago."""
    tot = organisator.sleutel_tot
    return tot is not None and nu() < tot + (UITLOOP if uitloop else timedelta())


def verleng_link(*, organisator: Organisator) -> None:
    """Good for thirty days from now, under the same key; under another when it was not good any more."""
    if not is_geldig(organisator):
        organisator.sleutel = uuid.uuid4()
    organisator.sleutel_tot = nu() + LINK_GELDIG
    _bewaar_sleutel(organisator)


def trek_link_in(*, organisator: Organisator) -> None:
    """No link that was ever mailed opens anything any more."""
    organisator.sleutel, organisator.sleutel_tot = uuid.uuid4(), None
    _bewaar_sleutel(organisator)


def _bewaar_sleutel(organisator: Organisator) -> None:
    Organisator.objects.filter(pk=organisator.pk).update(
        sleutel=organisator.sleutel, sleutel_tot=organisator.sleutel_tot
    )


def adres_van(organisator: Organisator, naam: str = BUREAU, *args: Any) -> str:
    """The whole address of an organiser's page, for a mail; `args` come behind the key."""
    return settings.SITE_ADRES + reverse(naam, args=[organisator.sleutel, *args])


def organisatoren_van_account(gebruiker: Gebruiker) -> list[Organisator]:
    """The admitted organisers that an account is: by the tie between them, or by a confirmed address that is the same.

    By organisation; an account may stand for several.
    """
    toegelaten = Organisator.objects.filter(stand=Organisator.Stand.TOEGELATEN).select_related("gemeente", "igs")
    eigen = toegelaten.filter(gebruiker=gebruiker)
    if heeft_zeker_adres(gebruiker):
        eigen |= toegelaten.filter(email__iexact=gebruiker.email, gebruiker=None)
    return list(eigen.order_by("organisatie", "pk"))


def open_met_account(*, organisator: Organisator, gebruiker: Gebruiker) -> None:
    """Tie the account to the organiser, and see to it that the link is good."""
    if organisator.gebruiker_id is None:
        Organisator.objects.filter(pk=organisator.pk, gebruiker=None).update(gebruiker=gebruiker)
    if not is_geldig(organisator):
        verleng_link(organisator=organisator)


def _te_oud(request: HttpRequest, organisator: Organisator) -> HttpResponse:
    """A button asks for a new link; it goes to the address that we know."""
    gevraagd = request.method == "POST" and request.POST.get("daad") == "nieuwe_link"
    if gevraagd:
        from talent.organisatorpost import stuur_nieuwe_link

        stuur_nieuwe_link(organisator=organisator)
    return _oude_link(request, {"verlopen": True, "gevraagd": gevraagd})


def _oude_link(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = 200 if context.get("verlopen") else 404
    return render(request, "talent/oude_organisatorlink.html", context | {"heeft_sessie": False}, status=status)
