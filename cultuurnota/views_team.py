"""The team of a note: who is in it, and the page behind the link of an invitation."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cultuurnota import team
from cultuurnota.keuzes import Teamrol
from cultuurnota.models import Cultuurnota, Teamlid
from cultuurnota.toegang import TREKKER, Teamverzoek, teamlid
from cultuurnota.views_werkruimte import terug, toon
from cultuurnota.werkformulieren import Lidwijziging, Uitnodiging
from opnetwerk.bevestigen import Onbekend, Verlopen
from opnetwerk.formulieren import TeVaak
from opnetwerk.models import Gebruiker
from opnetwerk.toegang import ingelogd, publiek_formulier

# What just happened (`?net=`).
NET = {
    "uitgenodigd": "De uitnodiging is onderweg. De link werkt drie dagen.",
    "ingetrokken": "De uitnodiging is ingetrokken. De link werkt niet meer.",
    "gewijzigd": "Bewaard.",
    "beeindigd": "Deze persoon kan niet meer in de nota.",
}
TE_VAAK = "Dat zijn er veel op één dag. Probeer het morgen opnieuw."


@ingelogd
@teamlid(posten=TREKKER)
def cultuurnota_werkruimte_team(request: Teamverzoek, nota: Cultuurnota) -> HttpResponse:
    """Who works on it; the lead writer invites, changes and ends."""
    fout, doe = "", request.POST.get("doe", "")
    data = request.POST if doe == "nodig_uit" else None
    formulier = Uitnodiging(data, gemeenten=team.gemeenten_van(nota))
    leden = team.team_van(nota)
    wijzigingen = {lid.pk: _wijziging(request, lid) for lid in leden}
    try:
        if request.method == "POST" and (net := _doe(request, nota, formulier, doe, wijzigingen)):
            return terug("cultuurnota_werkruimte_team", net, nota.kenmerk)
    except (team.KanNiet, TeVaak) as bezwaar:
        fout = TE_VAAK if isinstance(bezwaar, TeVaak) else str(bezwaar)
    context = {
        "leden": [(lid, team.is_lopend(lid), wijzigingen[lid.pk]) for lid in leden],
        "uitnodigingen": team.lopende_uitnodigingen(nota),
        "formulier": formulier,
        "fout": fout,
        "melding": NET.get(request.GET.get("net", "")),
    }
    return toon(request, "cultuurnota_werkruimte_team", nota, 409 if fout else 200, **context)


def _wijziging(request: Teamverzoek, lid: Teamlid) -> Lidwijziging:
    eigen = request.POST.get("doe") == "wijzig" and request.POST.get("lid") == str(lid.pk)
    return Lidwijziging(request.POST if eigen else None, lid=lid)


def _doe(
    request: Teamverzoek, nota: Cultuurnota, formulier: Uitnodiging, doe: str, wijzigingen: dict[int, Lidwijziging]
) -> str:
    """What was done, as a key of NET; empty when a form comes back. What is gone already needs nothing more."""
    if doe == "nodig_uit":
        if not formulier.is_valid():
            return ""
        team.nodig_uit(nota=nota, door=request.user, **formulier.cleaned_data)
        return "uitgenodigd"
    if doe == "trek_in":
        if uitnodiging := team.uitnodiging_nr(nota, request.POST.get("nummer", "")):
            team.trek_uitnodiging_in(uitnodiging=uitnodiging, door=request.user)
        return "ingetrokken"
    lid = team.lid_nr(nota, request.POST.get("lid", ""))
    if lid is None:
        return "gewijzigd"
    if doe == "beeindig":
        team.beeindig(lid=lid, door=request.user)
        return "beeindigd"
    if not wijzigingen[lid.pk].is_valid():
        return ""
    team.wijzig(lid=lid, door=request.user, **wijzigingen[lid.pk].cleaned_data)
    return "gewijzigd"


@publiek_formulier
@require_http_methods(["GET", "HEAD", "POST"])
def cultuurnota_uitnodiging(request: HttpRequest, teken: str) -> HttpResponse:
    """Join a team: with an account, by a button. Opening the link changes nothing."""
    sjabloon = "cultuurnota/cultuurnota_uitnodiging.html"
    try:
        uitnodiging = team.uitnodiging_van(teken)
    except (Onbekend, Verlopen):
        return render(request, sjabloon, status=404)
    rol = team.WAT_KAN_JE[Teamrol(uitnodiging.rol)]
    context = {"uitnodiging": uitnodiging, "nota": uitnodiging.nota, "wat_kan_je": rol}
    if request.method == "POST":
        if not isinstance(request.user, Gebruiker):
            return redirect_to_login(request.path)
        try:
            lid = team.neem_aan(uitnodiging=uitnodiging, gebruiker=request.user)
        except team.KanNiet as fout:
            return render(request, sjabloon, context | {"fout": fout}, status=409)
        return terug("cultuurnota_werkruimte_pagina", "lid", lid.nota.kenmerk)
    return render(request, sjabloon, context)
