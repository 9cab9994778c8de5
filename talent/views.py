"""Public pages of talent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from opnetwerk.toegang import publiek


@publiek
def talent(request: HttpRequest) -> HttpResponse:
    """What it is and where it stands."""
    return render(request, "talent/talent.html")
