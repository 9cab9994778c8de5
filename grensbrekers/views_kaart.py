"""The public map of the borders that were crossed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from grensbrekers.grenskaart import Keuze, met_voorbeelden, stand_van, teken
from igs.kaart import Tekening
from igs.netwerk import Netwerk
from opnetwerk.dag import vandaag
from opnetwerk.toegang import publiek


@publiek(parameters=("regio", "igs"))
def grensbrekers_kaart(request: HttpRequest) -> HttpResponse:
    """Map and list; `?regio=` and `?igs=` show a part. Nine queries, whatever the number of meetings."""
    netwerk = Netwerk.gedeeld(vandaag())
    keuze = Keuze.lees(request.GET, netwerk)
    stand = stand_van(netwerk, keuze.codes(netwerk))
    context = {
        "stand": stand,
        "keuze": keuze,
        "netwerk": netwerk,
        "regios": netwerk.regios,
        "alle_igs": netwerk.actieve_igs,
        "met_voorbeelden": met_voorbeelden(),
    }
    return render(request, "grensbrekers/grensbrekers_kaart.html", context | teken(stand, keuze, Tekening.huidige()))
