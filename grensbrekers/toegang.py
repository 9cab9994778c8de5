"""A member's way in: the personal link, thirty days good, renewed with every mail, taken back by giving another key.
The calendar feed has a key of its own, that lasts until it is taken back.

A page of a member carries `@lid`, right above the view, and gives its answer with `ledenpagina`. Whoever logs in goes
through `/mijn/grensbreker/` to the same pages.
"""

import uuid
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from grensbrekers.models import Grensbreker
from opnetwerk.dag import nu
from opnetwerk.formulieren import LANGST_OPEN
from opnetwerk.gesprekken import heeft_zeker_adres
from opnetwerk.gespreksviews import sleutelpagina
from opnetwerk.models import Gebruiker
from opnetwerk.toegang import View, publiek_formulier

LINK_GELDIG = timedelta(days=30)
# What was typed on a page that was opened while the link was good is still taken.
UITLOOP = timedelta(seconds=LANGST_OPEN)


def lid(view: View) -> View:
    """Only for who has a personal link that is good: the view gets the member instead of the key in the address.

    GET and POST, without a CSRF token (the address is the secret): forms are a `Sleutelformulier`. No referrer, no
    search engine, kept by nobody. A key that nobody has, or of who is no member any more, is a page that says so.
    """

    @wraps(view)
    def bewaakt(request: HttpRequest, sleutel: uuid.UUID, **argumenten: Any) -> HttpResponseBase:
        gevonden = Grensbreker.objects.leden().select_related("gemeente", "igs").filter(sleutel=sleutel).first()
        if gevonden is None:
            return _oude_link(request, {})
        if not is_geldig(gevonden, uitloop=request.method == "POST"):
            return _te_oud(request, gevonden)
        antwoord = view(request, gevonden, **argumenten)
        # Robots open links but press no buttons: only a button counts as a sign of life.
        if request.method == "POST" and antwoord.status_code < 400:
            Grensbreker.objects.filter(pk=gevonden.pk).update(laatst_actief_op=nu())
        return antwoord

    return publiek_formulier(sleutelpagina(bewaakt))


def ledenpagina(
    request: HttpRequest, naam: str, lid: Grensbreker, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The template of a member's page, with `lid`; without the name of an account that happens to be logged in."""
    gegevens = {"lid": lid, "heeft_sessie": False} | (context or {})
    return render(request, f"grensbrekers/{naam}.html", gegevens, status=status)


def is_geldig(lid: Grensbreker, *, uitloop: bool = False) -> bool:
    return lid.sleutel_tot is not None and nu() < lid.sleutel_tot + (UITLOOP if uitloop else timedelta())


def verleng_link(*, lid: Grensbreker) -> None:
    """Good for thirty days from now, under the same key; under another when it was not good any more."""
    if not is_geldig(lid):
        lid.sleutel = uuid.uuid4()
    lid.sleutel_tot = nu() + LINK_GELDIG
    Grensbreker.objects.filter(pk=lid.pk).update(sleutel=lid.sleutel, sleutel_tot=lid.sleutel_tot)


def trek_link_in(*, lid: Grensbreker) -> None:
    """No link that was ever mailed opens anything any more, and no calendar that follows the feed either."""
    lid.sleutel, lid.sleutel_tot, lid.agendasleutel = uuid.uuid4(), None, uuid.uuid4()
    Grensbreker.objects.filter(pk=lid.pk).update(sleutel=lid.sleutel, sleutel_tot=None, agendasleutel=lid.agendasleutel)


def adres_van(lid: Grensbreker, naam: str = "grensbrekers_netwerk", *args: Any) -> str:
    """The whole address of a member's page, for a mail; `args` come behind the key."""
    return settings.SITE_ADRES + reverse(naam, args=[lid.sleutel, *args])


def agenda_adres_van(lid: Grensbreker) -> str:
    """The whole address of a member's calendar feed; it has a key of its own, and opens nothing else."""
    return settings.SITE_ADRES + reverse("grensbrekers_netwerk_agenda", args=[lid.agendasleutel])


def lid_van_account(gebruiker: Gebruiker) -> Grensbreker | None:
    """The member that an account is: by the link between them, or by a confirmed address that is the same."""
    leden = Grensbreker.objects.leden().select_related("gemeente", "igs")
    gevonden: Grensbreker | None = leden.filter(gebruiker=gebruiker).first()
    if gevonden or not heeft_zeker_adres(gebruiker):
        return gevonden
    zelfde: Grensbreker | None = leden.filter(email__iexact=gebruiker.email, gebruiker=None).first()
    return zelfde


def open_met_account(*, lid: Grensbreker, gebruiker: Gebruiker) -> None:
    """Tie the account to the member, and see to it that the link is good."""
    if lid.gebruiker_id is None:
        Grensbreker.objects.filter(pk=lid.pk, gebruiker=None).update(gebruiker=gebruiker)
    if not is_geldig(lid):
        verleng_link(lid=lid)


def _te_oud(request: HttpRequest, lid: Grensbreker) -> HttpResponse:
    """A button asks for a new link; it goes to the address that we know."""
    gevraagd = request.method == "POST" and request.POST.get("daad") == "nieuwe_link"
    if gevraagd:
        from grensbrekers.ledenpost import stuur_nieuwe_link

        stuur_nieuwe_link(lid=lid)
    return _oude_link(request, {"verlopen": True, "gevraagd": gevraagd})


def _oude_link(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = 200 if context.get("verlopen") else 404
    return render(request, "grensbrekers/oude_link.html", context | {"heeft_sessie": False}, status=status)
