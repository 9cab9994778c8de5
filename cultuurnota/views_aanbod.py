"""The help on offer, and its preview for who edits it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cultuurnota.aanbod import Aanbodlijst
from cultuurnota.models import Aanbod
from igs import views_voorbeeld
from opnetwerk.dag import nu
from opnetwerk.toegang import publiek

SJABLOON = "cultuurnota/cultuurnota_aanbod.html"


@publiek(parameters=("voor", "igs"))
def cultuurnota_aanbod(request: HttpRequest) -> HttpResponse:
    """`?voor=` narrows it to a group, `?igs=` takes an IGS along to the question for help."""
    lijst = Aanbodlijst.van(nu(), voor=request.GET.get("voor", ""), igs=request.GET.get("igs", ""))
    return render(request, SJABLOON, {"lijst": lijst})


def aanbod_context(item: Aanbod) -> dict[str, Any]:
    """The page as it will be with this item in it."""
    return {"lijst": Aanbodlijst.van(nu()).met(item)}


views_voorbeeld.PAGINAS[Aanbod] = (SJABLOON, aanbod_context)
