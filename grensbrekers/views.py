"""Public pages of grensbrekers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from opnetwerk.toegang import publiek


@publiek
def grensbrekers(request: HttpRequest) -> HttpResponse:
    """What it is and where it stands."""
    return render(request, "grensbrekers/grensbrekers.html")
