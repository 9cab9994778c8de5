"""Become an organiser, confirm, ask the personal link again, come in with an account, and stop."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from opnetwerk.bevestigen import Onbekend
from opnetwerk.formulieren import formulierpagina
from opnetwerk.gespreksviews import sleutelpagina
from opnetwerk.models import Gebruiker
from opnetwerk.persoonlijkelink import open_met_account
from opnetwerk.toegang import ingelogd, publiek, publiek_formulier
from talent import organisatoren
from talent.models import Organisator
from talent.organisatorformulieren import Linkformulier, Organisatorformulier
from talent.organisatortoegang import (
    BUREAU,
    organisator,
    organisatoren_van_account,
    organisatorpagina,
)

STOPPEN = "talent_organisatoren_stoppen"


@publiek(parameters=())
def talent_word_organisator(request: HttpRequest) -> HttpResponse:
    """For whom, what it gives, what is promised to who answers, how to stop."""
    return render(request, "talent/talent_word_organisator.html")


@publiek_formulier
@formulierpagina
def talent_word_organisator_aanmelden(request: HttpRequest) -> HttpResponse:
    """One screen. The answer is the same whoever has the address."""
    formulier = Organisatorformulier.voor(request)
    if formulier.is_robot:
        return redirect("talent_word_organisator_bedankt")
    if formulier.is_valid() and formulier.lukt(lambda: organisatoren.meld_aan(**formulier.velden)):
        return redirect("talent_word_organisator_bedankt")
    context = {"formulier": formulier}
    return render(request, "talent/talent_word_organisator_aanmelden.html", context, status=formulier.status)


@publiek
def talent_word_organisator_bedankt(request: HttpRequest) -> HttpResponse:
    """What happens now; shows nothing of who filled in what."""
    return render(request, "talent/talent_word_organisator_bedankt.html")


@publiek_formulier
@sleutelpagina
def talent_word_organisator_bevestig(request: HttpRequest, teken: str) -> HttpResponse:
    """Opening the link changes nothing (mail scanners open links); the button does, once."""
    try:
        gevonden, verlopen = organisatoren.met_bevestiging(teken)
    except Onbekend:
        return _bevestigpagina(request, {"onbekend": True}, status=404)
    wacht = gevonden.stand == Organisator.Stand.TE_BEVESTIGEN
    if request.method == "POST" and wacht and verlopen:
        organisatoren.vraag_bevestiging_opnieuw(organisator=gevonden)
        return _bevestigpagina(request, {"verlopen": True, "gevraagd": True})
    if request.method == "POST" and wacht:
        gevonden = organisatoren.bevestig(organisator=gevonden)
        wacht = gevonden.stand == Organisator.Stand.TE_BEVESTIGEN
    return _bevestigpagina(request, {"wie": gevonden, "wacht": wacht, "verlopen": wacht and verlopen})


def _bevestigpagina(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Without the name of who is logged in: its button to log out needs the token that this page lacks."""
    context |= {"heeft_sessie": False}
    return render(request, "talent/talent_word_organisator_bevestig.html", context, status=status)


@publiek_formulier
@formulierpagina
def talent_word_organisator_mijn_link(request: HttpRequest) -> HttpResponse:
    """Ask the personal link again: one mail and one page, whoever has the address."""
    formulier = Linkformulier.voor(request)
    if formulier.is_robot:
        return redirect("talent_word_organisator_mijn_link_gevraagd")
    if formulier.is_valid() and formulier.lukt(lambda: organisatoren.vraag_link(**formulier.velden)):
        return redirect("talent_word_organisator_mijn_link_gevraagd")
    context = {"formulier": formulier}
    return render(request, "talent/talent_word_organisator_mijn_link.html", context, status=formulier.status)


@publiek
def talent_word_organisator_mijn_link_gevraagd(request: HttpRequest) -> HttpResponse:
    """Where to look; says nothing about who is known."""
    return render(request, "talent/talent_word_organisator_mijn_link_gevraagd.html")


@ingelogd
@require_http_methods(["GET", "HEAD", "POST"])
def mijn_organisator(request: HttpRequest) -> HttpResponse:
    """With an account instead of a link from a mail: a button opens the desk of each organisation."""
    assert isinstance(request.user, Gebruiker)
    eigen = organisatoren_van_account(request.user)
    gekozen = next((een for een in eigen if str(een.kenmerk) == request.POST.get("kenmerk")), None)
    if request.method == "POST" and gekozen:
        open_met_account(houder=gekozen, gebruiker=request.user)
        return redirect(BUREAU, sleutel=gekozen.sleutel)
    return render(request, "talent/mijn_organisator.html", {"organisatoren": eigen})


@organisator
def talent_organisatoren_stoppen(request: HttpRequest, organisator: Organisator) -> HttpResponse:
    """Make old links useless, or erase everything; a button each."""
    daad = request.POST.get("daad") if request.method == "POST" else ""
    if daad == "wis":
        organisatoren.wis(organisator=organisator)
        return organisatorpagina(request, STOPPEN, organisator, {"gewist": True})
    if daad == "nieuwe_link":
        gelukt = organisatoren.vernieuw_link(organisator=organisator)
        return organisatorpagina(request, STOPPEN, organisator, {"vernieuwd": gelukt, "te_vaak": not gelukt})
    return organisatorpagina(request, STOPPEN, organisator)
