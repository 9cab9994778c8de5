"""A member's way in: the personal link (`opnetwerk.persoonlijkelink`).

The calendar feed has a key of its own, that lasts until it is taken back.

A page of a member carries `@lid`, right above the view, and gives its answer with `ledenpagina`. Whoever logs in goes
through `/mijn/grensbreker/` to the same pages.
"""

import uuid
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from grensbrekers.models import Grensbreker
from opnetwerk import persoonlijkelink
from opnetwerk.dag import nu
from opnetwerk.gesprekken import heeft_zeker_adres
from opnetwerk.models import Gebruiker
from opnetwerk.persoonlijkelink import Ingang
from opnetwerk.toegang import View


def _met_sleutel(sleutel: uuid.UUID) -> Grensbreker | None:
    """The member with this key, whether it is still good or not."""
    gevonden: Grensbreker | None = (
        Grensbreker.objects.leden().select_related("gemeente", "igs").filter(sleutel=sleutel).first()
    )
    return gevonden


def _mail_nieuwe_link(lid: Grensbreker) -> None:
    from grensbrekers.ledenpost import stuur_nieuwe_link

    stuur_nieuwe_link(lid=lid)


INGANG = Ingang(zoek=_met_sleutel, mail=_mail_nieuwe_link, oude_link="grensbrekers/oude_link.html")


def lid(view: View) -> View:
    """Only for who has a personal link that is good: the view gets the member instead of the key in the address."""

    @wraps(view)
    def met_teken_van_leven(request: HttpRequest, lid: Grensbreker, **argumenten: Any) -> HttpResponseBase:
        antwoord = view(request, lid, **argumenten)
        # Robots open links but press no buttons: only a button counts as a sign of life.
        if request.method == "POST" and antwoord.status_code < 400:
            Grensbreker.objects.filter(pk=lid.pk).update(laatst_actief_op=nu())
        return antwoord

    return INGANG.bewaak(met_teken_van_leven)


def ledenpagina(
    request: HttpRequest, naam: str, lid: Grensbreker, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The template of a member's page, with `lid`; without the name of an account that happens to be logged in."""
    gegevens = {"lid": lid, "heeft_sessie": False} | (context or {})
    return render(request, f"grensbrekers/{naam}.html", gegevens, status=status)


def trek_link_in(*, lid: Grensbreker) -> None:
    """No link that was ever mailed opens anything any more, and no calendar that follows the feed either."""
    persoonlijkelink.trek_link_in(houder=lid, agendasleutel=uuid.uuid4())


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
