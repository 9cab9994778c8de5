"""The public pages of edited content: agenda, news, practices, and BE/LICHT by question.

What a page shows is a function of the item (`..._context`), so that a preview shows exactly the same.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from igs import agenda as kalender
from igs import inhoud
from igs.gestructureerd import activiteit_als_event, bericht_als_artikel, portret_als_artikel, praktijk_als_artikel
from igs.models import IGS, Activiteit, Bericht, Portret, Praktijk, Referentieregio
from igs.paginas import blokken
from opnetwerk.dag import nu
from opnetwerk.toegang import publiek
from opnetwerk.uitvoer import data_antwoord

Context = dict[str, Any]


def portret_context(portret: Portret) -> Context:
    return {"portret": portret, "blokken": blokken(portret), "jsonld": portret_als_artikel(portret)}


def praktijk_context(praktijk: Praktijk) -> Context:
    return {"praktijk": praktijk, "jsonld": praktijk_als_artikel(praktijk)}


def bericht_context(bericht: Bericht) -> Context:
    return {"bericht": bericht, "jsonld": bericht_als_artikel(bericht)}


def activiteit_context(activiteit: Activiteit) -> Context:
    return {
        "activiteit": activiteit,
        "is_voorbij": kalender.is_voorbij(activiteit, nu()),
        "jsonld": activiteit_als_event(activiteit),
    }


@publiek(parameters=())
def belicht_vragen_pagina(request: HttpRequest, slug: str) -> HttpResponse:
    """One question of BE/LICHT with all answers side by side."""
    gesprek = inhoud.Vraaggesprek.over(slug, nu())
    if gesprek is None:
        raise Http404
    return render(request, "igs/belicht_vragen_pagina.html", {"gesprek": gesprek, "vraag": gesprek.vraag})


@publiek(parameters=("pagina",))
def praktijken(request: HttpRequest) -> HttpResponse:
    """The practices, newest first, 24 a page."""
    blad = inhoud.Blad.van(inhoud.praktijken(nu()), request.GET.get("pagina"))
    return render(request, "igs/praktijken.html", {"blad": blad})


@publiek(parameters=())
def praktijken_pagina(request: HttpRequest, slug: str) -> HttpResponse:
    """One practice."""
    praktijk = get_object_or_404(inhoud.praktijken(nu()), slug=slug)
    return render(request, "igs/praktijken_pagina.html", praktijk_context(praktijk))


@publiek(parameters=("regio", "toen", "pagina"))
def agenda(request: HttpRequest) -> HttpResponse:
    """What is to come, or what is past, of everywhere or of one region; 24 a page."""
    moment, regios = nu(), list(Referentieregio.objects.all())
    keuze = kalender.Keuze.uit(request.GET, regios)
    rijen = keuze.toegepast(kalender.zichtbare(moment), moment)
    blad = inhoud.Blad.van(rijen, request.GET.get("pagina"), keuze.vraag)
    context = {"keuze": keuze, "regios": regios, "blad": blad, "dagen": kalender.per_dag(blad.pagina)}
    return render(request, "igs/agenda.html", context)


@publiek(parameters=())
def agenda_pagina(request: HttpRequest, slug: str) -> HttpResponse:
    """One activity."""
    activiteit = get_object_or_404(kalender.zichtbare(nu()), slug=slug)
    return render(request, "igs/agenda_pagina.html", activiteit_context(activiteit))


@publiek(parameters=())
def agenda_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """One activity as a calendar file."""
    activiteit = get_object_or_404(kalender.zichtbare(nu()), slug=slug)
    return data_antwoord(request, kalender.als_ical([activiteit]), "text/calendar", f"{slug}.ics")


@publiek(parameters=("regio", "toen"))
def agenda_feed(request: HttpRequest) -> HttpResponse:
    """The agenda to subscribe to, of everywhere or of one region; an unknown region is a 404, not everything."""
    keuze = kalender.Keuze.uit(request.GET, list(Referentieregio.objects.all()))
    if keuze.onbekend:
        raise Http404
    naam = f"op/netwerk: agenda {keuze.regio}" if keuze.regio else "op/netwerk: agenda"
    bestand = kalender.als_ical(kalender.voor_feed(keuze.regio, nu()), naam)
    return data_antwoord(request, bestand, "text/calendar", "agenda.ics")


@publiek(parameters=("igs", "pagina"))
def nieuws(request: HttpRequest) -> HttpResponse:
    """The news, newest first, of everybody or of one IGS; 24 a page."""
    alle = list(IGS.objects.only("slug", "naam"))
    slug = request.GET.get("igs", "")
    igs = next((een for een in alle if een.slug == slug), None)
    blad = inhoud.Blad.van(inhoud.berichten(nu(), igs), request.GET.get("pagina"), f"igs={slug}" if igs else "")
    context = {"igs": igs, "alle_igs": alle, "onbekend": bool(slug) and igs is None, "blad": blad}
    return render(request, "igs/nieuws.html", context)


@publiek(parameters=())
def nieuws_pagina(request: HttpRequest, slug: str) -> HttpResponse:
    """One piece of news."""
    bericht = get_object_or_404(inhoud.berichten(nu()), slug=slug)
    return render(request, "igs/nieuws_pagina.html", bericht_context(bericht))
