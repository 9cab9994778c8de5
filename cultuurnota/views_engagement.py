"""What each municipality promised: who answered, one municipality, and the decision of its council."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from cultuurnota import engagement
from cultuurnota.engagement import Regel
from cultuurnota.engagementformulieren import Documentformulier, Engagementformulier
from cultuurnota.models import Cultuurnota
from cultuurnota.raadsdocument import FOUTEN, MAX_BYTES
from cultuurnota.toegang import SCHRIJVER, Teamverzoek, mag, teamlid
from cultuurnota.views_werkruimte import terug, toon
from opnetwerk.besloten import als_download, hoogstens, te_groot
from opnetwerk.bevestigen import Onbekend, Verlopen
from opnetwerk.gespreksviews import sleutelpagina
from opnetwerk.toegang import ingelogd, publiek_formulier
from talent.onderbroken import pak_op

MELDINGEN = {
    "bewaard": "Bewaard.",
    "besluit": "Het besluit is bewaard.",
    "besluit_weg": "Het besluit is weggehaald.",
    "gestopt": "We sturen geen herinneringen meer. Het adres is gewist.",
}
INTUSSEN = (
    "Iemand anders veranderde dit intussen. Hieronder zie je hoe het nu staat. Wil je toch verder? Doe het dan opnieuw."
)
# Room for the other fields and the borders between them.
HOOGSTENS = MAX_BYTES + 64 * 1024


@ingelogd
@teamlid()
def cultuurnota_werkruimte_engagement(request: Teamverzoek, nota: Cultuurnota) -> HttpResponse:
    """Every municipality, who has not answered first in sight."""
    context: dict[str, Any] = {
        "beeld": engagement.overzicht(nota),
        "hier": "Engagement",
        "melding": MELDINGEN.get(request.GET.get("net", "")),
    }
    return toon(request, "cultuurnota_werkruimte_engagement", nota, **context)


@ingelogd
@hoogstens(HOOGSTENS)
@teamlid()
def cultuurnota_werkruimte_engagement_pagina(request: Teamverzoek, nota: Cultuurnota, nis: str) -> HttpResponse:
    """One municipality: what it promised, its decision, whom to remind."""
    regel = engagement.regel_of_404(nota, nis)
    if request.method == "POST":
        doe = {"document": _document, "document_weg": _document_weg, "stop": _stop}
        return doe.get(request.POST.get("doe", ""), _bewaar)(request, nota, regel)
    opgepakt = pak_op(request)
    formulier = Engagementformulier(opgepakt, instance=regel.rij) if opgepakt else None
    return _pagina(request, nota, regel, formulier=formulier, opgepakt=opgepakt is not None)


def _pagina(
    request: Teamverzoek,
    nota: Cultuurnota,
    regel: Regel,
    *,
    formulier: Engagementformulier | None = None,
    document: Documentformulier | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    mag_schrijven = mag(request.rol, SCHRIJVER)
    leeg = Documentformulier(initial={"basis": regel.rij.versie}, auto_id="id_d_%s")
    context |= {
        "regel": regel,
        "formulier": (formulier or Engagementformulier(instance=regel.rij)) if mag_schrijven else None,
        "document": document or leeg,
        "fouten": document or formulier,
        "hier": regel.gemeente.naam,
    }
    context.setdefault("melding", MELDINGEN.get(request.GET.get("net", "")))
    return toon(request, "cultuurnota_werkruimte_engagement_pagina", nota, status, **context)


def _bewaar(request: Teamverzoek, nota: Cultuurnota, regel: Regel) -> HttpResponse:
    """What was promised; back with both when somebody saved in between."""
    formulier = Engagementformulier(request.POST, instance=engagement.kopie(regel.rij))
    if not formulier.is_valid():
        return _pagina(request, nota, regel, formulier=formulier)
    velden, basis = formulier.velden(), formulier.cleaned_data["basis"]
    try:
        engagement.bewaar(nota=nota, gemeente=regel.gemeente, velden=velden, basis=basis, door=request.user)
    except engagement.Botsing as botsing:
        if formulier.verschillen(botsing.rij):  # else the button was pressed twice, or both wrote the same
            formulier.meld_botsing(botsing.rij)
            return _pagina(request, nota, regel, formulier=formulier, status=409)
    return terug("cultuurnota_werkruimte_engagement", "bewaard", nota.kenmerk)


def _document(request: Teamverzoek, nota: Cultuurnota, regel: Regel) -> HttpResponse:
    """Keep the decision."""
    formulier = Documentformulier(request.POST, request.FILES, auto_id="id_d_%s")
    if te_groot(request, "document"):
        formulier.fields["document"].error_messages["required"] = FOUTEN["te_groot"]
    if not formulier.is_valid():
        return _pagina(request, nota, regel, document=formulier)
    (inhoud, naam), basis = formulier.cleaned_data["document"], formulier.cleaned_data["basis"]
    try:
        engagement.bewaar_document(
            nota=nota, gemeente=regel.gemeente, inhoud=inhoud, naam=naam, basis=basis, door=request.user
        )
    except engagement.Botsing:
        return _intussen(request, nota, regel)
    return _terug(nota, regel, "besluit")


def _document_weg(request: Teamverzoek, nota: Cultuurnota, regel: Regel) -> HttpResponse:
    basis = Documentformulier(request.POST).fields["basis"].clean(request.POST.get("basis"))
    try:
        engagement.wis_document(nota=nota, gemeente=regel.gemeente, basis=basis, door=request.user)
    except engagement.Botsing:
        return _intussen(request, nota, regel)
    return _terug(nota, regel, "besluit_weg")


def _stop(request: Teamverzoek, nota: Cultuurnota, regel: Regel) -> HttpResponse:
    engagement.stop_herinneringen(nota=nota, gemeente=regel.gemeente, door=request.user)
    return _terug(nota, regel, "gestopt")


def _intussen(request: Teamverzoek, nota: Cultuurnota, regel: Regel) -> HttpResponse:
    """The page as it stands now, and that nothing was written."""
    vers = engagement.regel_of_404(nota, regel.gemeente.nis_code)
    return _pagina(request, nota, vers, status=409, fout=INTUSSEN)


def _terug(nota: Cultuurnota, regel: Regel, net: str) -> HttpResponse:
    return terug("cultuurnota_werkruimte_engagement_pagina", net, nota.kenmerk, regel.gemeente.nis_code)


@ingelogd
@teamlid()
def cultuurnota_werkruimte_engagement_document_bestand(
    request: Teamverzoek, nota: Cultuurnota, nis: str
) -> HttpResponseBase:
    """The decision, as a download; for the team alone."""
    rij = engagement.document_of_404(nota, nis)
    return als_download(rij.document, rij.document_naam or "besluit.pdf", "application/pdf")


@publiek_formulier
@sleutelpagina
def cultuurnota_herinnering(request: HttpRequest, teken: str) -> HttpResponse:
    """Stop the reminders, without an account: a button for people, and what a mail program posts to (RFC 8058)."""
    sjabloon = "cultuurnota/cultuurnota_herinnering.html"
    try:
        rij, loopt = engagement.van_stoplink(teken)
    except (Onbekend, Verlopen):
        return render(request, sjabloon, {"onbekend": True, "heeft_sessie": False}, status=404)
    if request.method == "POST" and loopt:
        engagement.stop_herinneringen(nota=rij.nota, gemeente=rij.gemeente, door=None)
        loopt = False
    # Without the name of who is logged in: its button to log out needs the token that this page lacks.
    return render(request, sjabloon, {"rij": rij, "loopt": loopt, "heeft_sessie": False})
