"""Public pages of cultuurnota."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from igs.inhoud import gidsteksten
from opnetwerk.dag import nu
from opnetwerk.toegang import publiek


@publiek
def cultuurnota(request: HttpRequest) -> HttpResponse:
    """What it is and where it stands."""
    return render(request, "cultuurnota/cultuurnota.html", {"gidsteksten": gidsteksten("cultuurnota", nu())})
