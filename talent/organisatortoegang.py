"""An organiser's way in: the personal link (`opnetwerk.persoonlijkelink`).

A page of an organiser carries `@organisator`, right above the view, and gives its answer with `organisatorpagina`.
Whoever logs in goes through `/mijn/organisator/` to the same pages.
"""

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from opnetwerk.gesprekken import heeft_zeker_adres
from opnetwerk.models import Gebruiker
from opnetwerk.persoonlijkelink import Ingang
from opnetwerk.toegang import View
from talent.models import Organisator

BUREAU = "talent_organisatoren"  # URL name of the first page behind a link


def toegelaten_met(sleutel: uuid.UUID) -> Organisator | None:
    """The admitted organiser with this key, whether it is still good or not."""
    toegelaten = Organisator.objects.filter(stand=Organisator.Stand.TOEGELATEN, sleutel=sleutel)
    return toegelaten.select_related("gemeente", "igs").first()


def _mail_nieuwe_link(organisator: Organisator) -> None:
    from talent.organisatorpost import stuur_nieuwe_link

    stuur_nieuwe_link(organisator=organisator)


INGANG = Ingang(zoek=toegelaten_met, mail=_mail_nieuwe_link, oude_link="talent/oude_organisatorlink.html")


def organisator(view: View) -> View:
    """Only for an admitted organiser with a link that is good: the view gets the Organisator instead of the key."""
    return INGANG.bewaak(view)


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
