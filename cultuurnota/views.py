"""The public guide of cultuurnota: where things stand, the steps, the dates, the criteria, and a planning."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from cultuurnota import gids, opbouw, stappen, tijdlijn
from cultuurnota.planning import EERSTE_DAG, LAATSTE_DAG, Planning, als_ical
from igs.inhoud import gidsteksten
from igs.startdatum import Datumveld
from opnetwerk.dag import nu, vandaag
from opnetwerk.formulieren import Formulier
from opnetwerk.toegang import publiek
from opnetwerk.uitvoer import data_antwoord


class Planningformulier(Formulier):
    indienen = Datumveld(
        label="Tegen welke dag dien je in?",
        help_text="De laatste dag waarop het mag. Bijvoorbeeld 1 4 2032.",
        eerste=EERSTE_DAG,
        laatste=LAATSTE_DAG,
    )

    @classmethod
    def uit(cls, request: HttpRequest) -> "Planningformulier":
        """Bound as soon as the address says anything about a day."""
        return cls(request.GET) if any(naam.startswith("indienen") for naam in request.GET) else cls()


@publiek(parameters=())
def cultuurnota(request: HttpRequest) -> HttpResponse:
    """Where it stands on the day, what it is and what it asks, and the way to everything else."""
    context = {
        "gidsteksten": gidsteksten("cultuurnota", nu()),
        "ronde": tijdlijn.Ronde(vandaag()),
        "stappen": stappen.STAPPEN,
    }
    return render(request, "cultuurnota/cultuurnota.html", context)


@publiek(parameters=())
def cultuurnota_stappen(request: HttpRequest) -> HttpResponse:
    """The ten steps with what each is for and when it is done."""
    return render(request, "cultuurnota/cultuurnota_stappen.html", {"stappen": stappen.STAPPEN})


@publiek(parameters=())
def cultuurnota_stappen_pagina(request: HttpRequest, slug: str) -> HttpResponse:
    """One step, with the same list beside it."""
    stap = stappen.PER_SLUG.get(slug)
    if stap is None:
        raise Http404
    vorige, volgende = stappen.buren(stap)
    context = {"stap": stap, "stappen": stappen.STAPPEN, "vorige": vorige, "volgende": volgende}
    return render(request, "cultuurnota/cultuurnota_stappen_pagina.html", context)


@publiek(parameters=())
def cultuurnota_tijdlijn(request: HttpRequest) -> HttpResponse:
    """What runs, comes, is not known and is past, on the day."""
    dag = vandaag()
    context = {"dag": dag, "groepen": tijdlijn.per_stand(dag), "ronde": tijdlijn.Ronde(dag)}
    return render(request, "cultuurnota/cultuurnota_tijdlijn.html", context)


@publiek(parameters=())
def cultuurnota_criteria(request: HttpRequest) -> HttpResponse:
    """The ten criteria in plain words."""
    return render(request, "cultuurnota/cultuurnota_criteria.html", {"criteria": gids.CRITERIA})


@publiek(parameters=())
def cultuurnota_opbouw(request: HttpRequest) -> HttpResponse:
    """The chapters that we propose, with their guiding questions."""
    context = {"hoofdstukken": opbouw.HOOFDSTUKKEN, "bijlagen": opbouw.BIJLAGEN}
    return render(request, "cultuurnota/cultuurnota_opbouw.html", context)


@publiek(parameters=())
def cultuurnota_voorbeelden(request: HttpRequest) -> HttpResponse:
    """How real notes are built."""
    return render(request, "cultuurnota/cultuurnota_voorbeelden.html", {"voorbeelden": gids.VOORBEELDEN})


@publiek(parameters=())
def cultuurnota_verschil(request: HttpRequest) -> HttpResponse:
    """What changed between the decrees of 2018 and 2024."""
    context = {"criteria": gids.CRITERIA, "vervallen": gids.VERVALLEN}
    return render(request, "cultuurnota/cultuurnota_verschil.html", context)


@publiek
def cultuurnota_planning(request: HttpRequest) -> HttpResponse:
    """From `?indienen=JJJJ-MM-DD`, or three boxes, which lead to that address."""
    formulier = Planningformulier.uit(request)
    planning = Planning(formulier.cleaned_data["indienen"]) if formulier.is_valid() else None
    if planning and "indienen" not in request.GET:
        return HttpResponseRedirect(f"{reverse('cultuurnota_planning')}?indienen={planning.indienen}")
    dag = vandaag()
    context = {
        "formulier": formulier,
        "planning": planning,
        "stappen": stappen.STAPPEN,
        "rijen": [(gepland, gepland.stand(dag)) for gepland in planning.stappen] if planning else [],
        "is_voorbij": bool(planning and planning.is_voorbij(dag)),
        "is_te_laat_begonnen": bool(planning and planning.is_te_laat_begonnen(dag)),
    }
    return render(request, "cultuurnota/cultuurnota_planning.html", context)


@publiek
def cultuurnota_planning_ics(request: HttpRequest) -> HttpResponse:
    """The same as a calendar file; a day that cannot be read is a 400 that says how."""
    formulier = Planningformulier(request.GET)
    if not formulier.is_valid():
        fout = formulier.errors["indienen"][0]
        return JsonResponse({"fout": fout}, status=400, json_dumps_params={"ensure_ascii": False})
    planning = Planning(formulier.cleaned_data["indienen"])
    return data_antwoord(request, als_ical(planning), "text/calendar", f"cultuurnota-{planning.indienen}.ics")
