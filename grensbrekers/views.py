"""Public pages of grensbrekers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from grensbrekers.buurt import cijfers
from opnetwerk.toegang import publiek


@publiek(parameters=())
def grensbrekers(request: HttpRequest) -> HttpResponse:
    """What it is, what you get, who sees what, and how to stop."""
    return render(request, "grensbrekers/grensbrekers.html", {"cijfers": cijfers()})
