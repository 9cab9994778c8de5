"""The page of a talent: for everybody, for who is logged in, on paper, and as a share picture."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opnetwerk.toegang import ingelogd, publiek
from talent import bekeken, deelbeeld
from talent.paginas import adres, beheert, deelbeeld_pad, met_kaders, pagina_context, zichtbaar_talent
from talent.qr import maak_qr
from talent.zichtbaarheid import Kijker, toon


@publiek(parameters=())
def talent_pagina(request: HttpRequest, slug: str) -> HttpResponse:
    """What visitors may see; a 404 for whoever is not online, whatever the reason. Eight queries at
    most."""
    talent = zichtbaar_talent(slug)
    bekeken.tel(request, talent)
    context = pagina_context(talent)
    antwoord = met_kaders(render(request, "talent/talent_pagina.html", context), context["toon"])
    return _met_robots(antwoord, context["robots"])


@ingelogd
@require_safe
def talent_aangemeld(request: HttpRequest, slug: str) -> HttpResponse:
    """The same page with what is for who is logged in: an address of its own, because the public one is the same for
    everybody."""
    talent = zichtbaar_talent(slug)
    context = pagina_context(talent, Kijker.AANGEMELD) | {"robots": "noindex"}
    context["is_van_mij"] = beheert(talent, request.user)
    antwoord = met_kaders(render(request, "talent/talent_aangemeld.html", context), context["toon"])
    return _met_robots(antwoord, "noindex")


@publiek(parameters=())
def talent_blad(request: HttpRequest, slug: str) -> HttpResponse:
    """One A4 to print or hang up, with a QR code to the page."""
    talent = zichtbaar_talent(slug)
    context = {"talent": talent, "toon": toon(talent, Kijker.BEZOEKER), "adres": adres(talent)}
    context |= {"qr": maak_qr(adres(talent)), "robots": "noindex"}
    return _met_robots(render(request, "talent/talent_blad.html", context), "noindex")


@publiek(parameters=())
def deelbeeld_talent(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture that another site shows with a link to the page; never of somebody under 18."""
    talent = zichtbaar_talent(slug)
    if not deelbeeld_pad(talent):
        raise Http404
    png = deelbeeld.teken(toon(talent, Kijker.BEZOEKER))
    # Short: what is taken offline must be gone everywhere within a minute.
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": "public, max-age=60"})


@publiek(parameters=())
def talent_criteria(request: HttpRequest) -> HttpResponse:
    """Who is admitted, who decides, and what to do about it."""
    return render(request, "talent/talent_criteria.html")


def _met_robots(antwoord: HttpResponse, vragen: str) -> HttpResponse:
    """What the page asks of robots in its head too, for what reads no HTML."""
    if vragen:
        antwoord.headers["X-Robots-Tag"] = vragen
    return antwoord
