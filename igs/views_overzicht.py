"""The overview of the Regiocheck: every IGS against both periods, and the white spots."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from igs.gedeeld import overzicht_op
from igs.regiocheck_overzicht import CSV_KOLOMMEN, Overzicht, Sortering, csv_rijen
from opnetwerk.dag import vandaag
from opnetwerk.toegang import publiek
from opnetwerk.uitvoer import als_csv, data_antwoord


def _overzicht() -> Overzicht:
    return overzicht_op(vandaag())


@publiek
def regiocheck_overzicht(request: HttpRequest) -> HttpResponse:
    """One row an IGS, sorted as `?sorteer=inwoners&volgorde=af` says, and per region who is without one."""
    overzicht, sortering = _overzicht(), Sortering.uit(request.GET)
    context = {
        "overzicht": overzicht,
        "rijen": sortering.toegepast(overzicht.rijen),
        "koppen": sortering.koppen,
        "is_gesorteerd": bool(request.GET),
    }
    return render(request, "igs/regiocheck_overzicht.html", context)


@publiek
def regiocheck_overzicht_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table: two rows an IGS, one a period."""
    inhoud = als_csv(CSV_KOLOMMEN, csv_rijen(_overzicht()))
    return data_antwoord(request, inhoud, "text/csv", "regiocheck-overzicht.csv")
