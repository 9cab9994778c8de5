"""The guide "start an IGS": the whole, one page a step, and the founding calendar."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from igs import inhoud
from igs.opstarten import BESLISSINGEN, PER_SLUG, STAPPEN
from igs.startdatum import Datumveld
from igs.stichtingskalender import EERSTE_START, LAATSTE_START, Stichtingskalender, als_ical
from opnetwerk.dag import nu
from opnetwerk.formulieren import Formulier
from opnetwerk.toegang import publiek
from opnetwerk.uitvoer import data_antwoord


class Startformulier(Formulier):
    start = Datumveld(
        label="Op welke dag begin je?",
        help_text="De dag waarop je met collega's gaat praten. Bijvoorbeeld 1 9 2027.",
        eerste=EERSTE_START,
        laatste=LAATSTE_START,
    )

    @classmethod
    def uit(cls, request: HttpRequest) -> "Startformulier":
        """Bound as soon as the address says anything about a day."""
        return cls(request.GET) if any(naam.startswith("start") for naam in request.GET) else cls()


@publiek(parameters=())
def igs_opstarten(request: HttpRequest) -> HttpResponse:
    """Why and how to start or continue an IGS: the whole list on one page."""
    context = {
        "gidsteksten": inhoud.gidsteksten("igs_opstarten", nu()),
        "stappen": STAPPEN,
        "beslissingen": BESLISSINGEN,
    }
    return render(request, "igs/igs_opstarten.html", context)


@publiek(parameters=())
def igs_opstarten_pagina(request: HttpRequest, slug: str) -> HttpResponse:
    """One step, with the same list beside it."""
    stap = PER_SLUG.get(slug)
    if stap is None:
        raise Http404
    context = {
        "stap": stap,
        "stappen": STAPPEN,
        "vorige": STAPPEN[stap.nummer - 2] if stap.nummer > 1 else None,
        "volgende": STAPPEN[stap.nummer] if stap.nummer < len(STAPPEN) else None,
    }
    return render(request, "igs/igs_opstarten_pagina.html", context)


@publiek
def igs_opstarten_kalender(request: HttpRequest) -> HttpResponse:
    """From `?start=JJJJ-MM-DD`, or three boxes, which lead to that address."""
    formulier = Startformulier.uit(request)
    kalender = Stichtingskalender(formulier.cleaned_data["start"]) if formulier.is_valid() else None
    if kalender and "start" not in request.GET:
        return HttpResponseRedirect(f"{reverse('igs_opstarten_kalender')}?start={kalender.start}")
    context = {"formulier": formulier, "kalender": kalender, "stappen": STAPPEN}
    return render(request, "igs/igs_opstarten_kalender.html", context)


@publiek
def igs_opstarten_kalender_ics(request: HttpRequest) -> HttpResponse:
    """The same as a calendar file; a day that cannot be read is a 400 that says how."""
    formulier = Startformulier(request.GET)
    if not formulier.is_valid():
        fout = formulier.errors["start"][0]
        return JsonResponse({"fout": fout}, status=400, json_dumps_params={"ensure_ascii": False})
    kalender = Stichtingskalender(formulier.cleaned_data["start"])
    return data_antwoord(request, als_ical(kalender), "text/calendar", f"igs-starten-{kalender.start}.ics")
