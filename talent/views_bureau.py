"""The desk of an organiser, behind the personal link: make a call, put it online, answer everybody, close it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from igs.inhoud import Blad
from opnetwerk.dag import vandaag
from talent import oproepen, oproepenlijst, reactielijst, reacties
from talent.models import Oproep, Organisator, Reactie
from talent.oproepen import VeldKanNiet, Verouderd, neemt_reacties
from talent.oproepformulieren import (
    ZINNEN,
    Antwoordenformulier,
    Intrekformulier,
    Knopformulier,
    Oproepformulier,
    genoemd,
)
from talent.organisatortoegang import organisator, organisatorpagina
from talent.verlaten import KanNiet

PAGINA = "talent_organisatoren_oproepen_pagina"
# What just happened, for who comes back after a button (`?net=`).
NET_GEBEURD = {
    "gemaakt": "Je oproep is bewaard. Nog niemand ziet ze: kijk alles na en zet ze online.",
    "gewijzigd": "Je wijziging is bewaard.",
    "online": "Je oproep staat online. Je krijgt een mail als iemand reageert.",
    "beantwoord": "Je antwoorden zijn bewaard.",
    "gesloten": "De oproep is gesloten. Iedereen kreeg een antwoord. Bedankt!",
    "ingetrokken": "De oproep is ingetrokken. Wie al reageerde, krijgt een mail met je reden.",
}
DADEN = ["publiceer", "sluit"]


@organisator
def talent_organisatoren(request: HttpRequest, organisator: Organisator) -> HttpResponse:
    """The calls of the organiser, 24 a page, with how many wait for an answer."""
    blad = Blad.van(reactielijst.oproepen_van(organisator), request.GET.get("pagina"))
    rijen = list(blad.pagina)
    wacht, alle = oproepenlijst.aantal_wachtend(rijen), oproepenlijst.aantal_reacties(rijen)
    context = {
        "blad": blad,
        "oproepen": [(rij, alle.get(rij.pk, 0), wacht.get(rij.pk, 0)) for rij in rijen],
        "net": NET_GEBEURD.get(request.GET.get("net", "")),
    }
    return organisatorpagina(request, "talent_organisatoren", organisator, context)


@organisator
def talent_organisatoren_oproepen_nieuw(request: HttpRequest, organisator: Organisator) -> HttpResponse:
    """A new call, as a draft."""
    formulier = Oproepformulier.voor(request)
    if formulier.is_robot:
        return redirect("talent_organisatoren", organisator.sleutel)
    if formulier.is_valid():
        try:
            gemaakt = oproepen.maak(organisator=organisator, formulier=formulier.sleutel, **formulier.velden)
        except KanNiet as bezwaar:
            formulier.add_error(None, str(bezwaar))
        else:
            return _terug(organisator, gemaakt, "gemaakt")
    context = {"formulier": formulier}
    return organisatorpagina(request, "talent_organisatoren_oproepen_nieuw", organisator, context, formulier.status)


@organisator
def talent_organisatoren_oproepen_wijzig(request: HttpRequest, organisator: Organisator, slug: str) -> HttpResponse:
    """Change a draft, or what may still change of a call that is open."""
    oproep = _oproep(organisator, slug)
    formulier = Oproepformulier.voor(request, oproep=oproep)
    if formulier.is_robot:
        return _terug(organisator, oproep, "gewijzigd")
    if formulier.is_valid():
        try:
            oproepen.wijzig(oproep=oproep, versie=formulier.bekende_versie, **formulier.velden)
        except Verouderd as botsing:
            formulier.meld_verouderd(botsing.oproep)
        except KanNiet as bezwaar:
            formulier.add_error(_veld(formulier, bezwaar), str(bezwaar))
        else:
            return _terug(organisator, oproep, "gewijzigd")
    context = {"formulier": formulier, "oproep": oproep}
    return organisatorpagina(request, "talent_organisatoren_oproepen_wijzig", organisator, context, formulier.status)


@organisator
def talent_organisatoren_oproepen_intrekken(request: HttpRequest, organisator: Organisator, slug: str) -> HttpResponse:
    """Withdraw a call, with a reason."""
    oproep = _oproep(organisator, slug)
    formulier = Intrekformulier.voor(request)
    if formulier.is_robot:
        return _terug(organisator, oproep, "ingetrokken")
    if formulier.is_valid():
        try:
            oproepen.trek_in(oproep=oproep, reden=formulier.cleaned_data["reden"])
        except KanNiet as bezwaar:
            formulier.add_error(None, str(bezwaar))
        else:
            return _terug(organisator, oproep, "ingetrokken")
    context = {
        "formulier": formulier,
        "oproep": oproep,
        "aantal": oproepenlijst.aantal_reacties([oproep]).get(oproep.pk, 0),
    }
    return organisatorpagina(request, "talent_organisatoren_oproepen_intrekken", organisator, context, formulier.status)


@organisator
def talent_organisatoren_oproepen_pagina(request: HttpRequest, organisator: Organisator, slug: str) -> HttpResponse:
    """One call with its reactions: answer them, put it online, close it (`daad`)."""
    oproep = _oproep(organisator, slug)
    knop = Knopformulier(request.POST if request.POST.get("daad") else None, daden=DADEN)
    if knop.is_valid():
        try:
            return _terug(organisator, oproep, _doe(oproep, knop.daad))
        except (KanNiet, oproepen.NogOnbeantwoord) as bezwaar:
            knop.add_error(None, _bezwaarzin(bezwaar))
    blad = Blad.van(reactielijst.reacties_op(oproep), request.GET.get("pagina"))
    antwoord = request.method == "POST" and not knop.is_bound
    rijen = reactielijst.met_kenmerken(oproep, genoemd(request.POST)) if antwoord else list(blad.pagina)
    wachtend = oproepenlijst.aantal_wachtend([oproep]).get(oproep.pk, 0)
    kan = [rij for rij in rijen if reacties.kan_antwoord_krijgen(oproep, rij)]
    formulier = Antwoordenformulier(request.POST if antwoord else None, request=request, rijen=kan, wachtend=wachtend)
    if formulier.is_robot or (formulier.is_valid() and _bewaar_antwoorden(oproep, formulier)):
        return _terug(organisator, oproep, "beantwoord")
    context = _context(oproep, rijen, formulier, wachtend) | {"knop": knop, "blad": blad}
    context["net"] = NET_GEBEURD.get(request.GET.get("net", ""))
    status = 409 if knop.errors else formulier.status
    return organisatorpagina(request, PAGINA, organisator, context, status)


def _bewaar_antwoorden(oproep: Oproep, formulier: Antwoordenformulier) -> bool:
    """All of them, or none with an error."""
    try:
        reacties.beslis_alle(
            oproep=oproep,
            besluiten=formulier.besluiten,
            rest=formulier.cleaned_data.get("rest", ""),
            stuur_nu=formulier.stuur_nu,
        )
    except KanNiet as bezwaar:
        formulier.status = 409
        formulier.add_error(None, str(bezwaar))
        return False
    return True


def _doe(oproep: Oproep, daad: str) -> str:
    """What the button says; what to tell afterwards. Raises KanNiet and NogOnbeantwoord."""
    if daad == "publiceer":
        oproepen.publiceer(oproep=oproep)
        return "online"
    oproepen.sluit(oproep=oproep)
    return "gesloten"


def _bezwaarzin(bezwaar: Exception) -> str:
    if isinstance(bezwaar, oproepen.NogOnbeantwoord):
        return f"{bezwaar} Geef eerst iedereen een antwoord, dan kun je sluiten."
    return str(bezwaar)


def _context(oproep: Oproep, rijen: list[Reactie], formulier: Antwoordenformulier, wachtend: int) -> dict[str, Any]:
    profielen = reactielijst.profielen_bij(rijen)
    velden = {rij.pk: (status, reden) for rij, status, reden in formulier.blokken()}
    return {
        "oproep": oproep,
        "rijen": [(rij, profielen.get(rij.talent_id), velden.get(rij.pk)) for rij in rijen],
        "formulier": formulier,
        "wachtend": wachtend,
        "zinnen": ZINNEN,
        "is_open": neemt_reacties(oproep, vandaag()),
    }


def _oproep(organisator: Organisator, slug: str) -> Oproep:
    """A call of this organiser; a 404 for one of another, as if it were not there."""
    gevonden: Oproep = get_object_or_404(reactielijst.oproepen_van(organisator), slug=slug)
    return gevonden


def _veld(formulier: Oproepformulier, bezwaar: KanNiet) -> str | None:
    return bezwaar.veld if isinstance(bezwaar, VeldKanNiet) and bezwaar.veld in formulier.fields else None


def _terug(organisator: Organisator, oproep: Oproep, net: str) -> HttpResponse:
    return redirect(f"{reverse(PAGINA, args=[organisator.sleutel, oproep.slug])}?net={net}")
