"""Become a grensbreker, confirm, ask the personal link again, and come in with an account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from grensbrekers import lidmaatschap
from grensbrekers.formulieren import Aanmeldformulier, Linkformulier
from grensbrekers.lidlinks import met_bevestiging, vraag_link
from grensbrekers.toegang import lid_van_account
from opnetwerk.formulieren import formulierpagina
from opnetwerk.gespreksviews import sleutelpagina
from opnetwerk.models import Gebruiker
from opnetwerk.persoonlijkelink import open_met_account
from opnetwerk.toegang import ingelogd, publiek, publiek_formulier


@publiek_formulier
@formulierpagina
def grensbrekers_word_grensbreker(request: HttpRequest) -> HttpResponse:
    """One screen. The answer is the same whoever has the address."""
    formulier = Aanmeldformulier.voor(request)
    if formulier.is_robot:
        return redirect("grensbrekers_word_grensbreker_bedankt")
    if formulier.is_valid() and formulier.lukt(lambda: lidmaatschap.meld_aan(**formulier.velden)):
        return redirect("grensbrekers_word_grensbreker_bedankt")
    context = {"formulier": formulier}
    return render(request, "grensbrekers/grensbrekers_word_grensbreker.html", context, status=formulier.status)


@publiek
def grensbrekers_word_grensbreker_bedankt(request: HttpRequest) -> HttpResponse:
    """What happens now; shows nothing of who filled in what."""
    return render(request, "grensbrekers/grensbrekers_word_grensbreker_bedankt.html")


@publiek_formulier
@sleutelpagina
def grensbrekers_bevestig(request: HttpRequest, teken: str) -> HttpResponse:
    """Opening the link changes nothing (mail scanners open links); the button does, once."""
    gevonden = met_bevestiging(teken)
    if gevonden is None:
        return _bevestigpagina(request, {"onbekend": True}, status=404)
    lid = gevonden.lid
    wacht = lid.stand == lid.Stand.TE_BEVESTIGEN
    if request.method == "POST" and wacht and gevonden.verlopen:
        lidmaatschap.vraag_bevestiging_opnieuw(grensbreker=lid)
        return _bevestigpagina(request, {"verlopen": True, "gevraagd": True})
    if request.method == "POST" and wacht:
        lid = lidmaatschap.bevestig(grensbreker=lid)
        wacht = False
    return _bevestigpagina(request, {"lid": lid, "wacht": wacht, "verlopen": wacht and gevonden.verlopen})


def _bevestigpagina(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Without the name of who is logged in: its button to log out needs the token that this page lacks."""
    context |= {"heeft_sessie": False}
    return render(request, "grensbrekers/grensbrekers_bevestig.html", context, status=status)


@publiek_formulier
@formulierpagina
def grensbrekers_mijn_link(request: HttpRequest) -> HttpResponse:
    """Ask the personal link again: one mail and one page, whoever has the address."""
    formulier = Linkformulier.voor(request)
    if formulier.is_robot:
        return redirect("grensbrekers_mijn_link_gevraagd")
    if formulier.is_valid() and formulier.lukt(lambda: vraag_link(**formulier.velden)):
        return redirect("grensbrekers_mijn_link_gevraagd")
    context = {"formulier": formulier}
    return render(request, "grensbrekers/grensbrekers_mijn_link.html", context, status=formulier.status)


@publiek
def grensbrekers_mijn_link_gevraagd(request: HttpRequest) -> HttpResponse:
    """Where to look; says nothing about who is known."""
    return render(request, "grensbrekers/grensbrekers_mijn_link_gevraagd.html")


@ingelogd
@require_http_methods(["GET", "HEAD", "POST"])
def mijn_grensbreker(request: HttpRequest) -> HttpResponse:
    """With an account instead of a link from a mail: a button opens the same pages."""
    assert isinstance(request.user, Gebruiker)
    lid = lid_van_account(request.user)
    if request.method == "POST" and lid:
        open_met_account(houder=lid, gebruiker=request.user)
        return redirect("grensbrekers_netwerk", sleutel=lid.sleutel)
    return render(request, "grensbrekers/mijn_grensbreker.html", {"lid": lid})
