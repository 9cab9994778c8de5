"""Put a note in the bin, see what is in it, and take a note out again."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cultuurnota import prullenmand
from cultuurnota.bewaartermijnen import PRULLENMAND_NA
from cultuurnota.models import Cultuurnota
from cultuurnota.toegang import TREKKER, Teamverzoek, teamlid
from cultuurnota.views_werkruimte import terug, toon
from opnetwerk.dag import vandaag
from opnetwerk.models import Gebruiker
from opnetwerk.toegang import ingelogd


@ingelogd
@teamlid(TREKKER, posten=TREKKER)
def cultuurnota_werkruimte_weg(request: Teamverzoek, nota: Cultuurnota) -> HttpResponse:
    """Asks first; the lead writer and the coordinator only."""
    if request.method == "POST":
        prullenmand.gooi_weg(nota=nota, door=request.user)
        return redirect(f"{reverse('cultuurnota_werkruimte_prullenmand')}?net=weg")
    return toon(request, "cultuurnota_werkruimte_weg", nota, dagen=PRULLENMAND_NA.days)


@ingelogd
@require_http_methods(["GET", "HEAD", "POST"])
def cultuurnota_werkruimte_prullenmand(request: HttpRequest) -> HttpResponse:
    """The notes I may take out again, and until when."""
    if not isinstance(request.user, Gebruiker):
        raise Http404
    if request.method == "POST":
        nota = prullenmand.uit_prullenmand(request.user, request.POST.get("nota", ""), vandaag())
        if nota is None:
            raise Http404
        prullenmand.zet_terug(nota=nota, door=request.user)
        return terug("cultuurnota_werkruimte_pagina", "terug", nota.kenmerk)
    context = {
        "notas": prullenmand.prullenmand_van(request.user, vandaag()),
        "melding": "De nota staat in de prullenmand." if request.GET.get("net") == "weg" else "",
        "dagen": PRULLENMAND_NA.days,
    }
    return render(request, "cultuurnota/cultuurnota_werkruimte_prullenmand.html", context)
