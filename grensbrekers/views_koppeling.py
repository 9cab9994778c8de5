"""A member's page with the colleagues they are asked to meet."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from grensbrekers import rondes
from grensbrekers.koppelbeeld import deelname_van, regels_van
from grensbrekers.ledenpost import stoplink
from grensbrekers.lidmaatschap import hervat
from grensbrekers.models import Grensbreker
from grensbrekers.toegang import ledenpagina, lid
from grensbrekers.vraagformulieren import Knopformulier
from opnetwerk.dag import vandaag

DADEN = {"gezien": rondes.zeg_gezien, "niet": rondes.sla_over, "pauzeer": rondes.sla_over_en_pauzeer}
# What just happened, for who comes back after a button (`?net=`).
NET_GEBEURD = {
    "gezien": "Genoteerd: jij zei dat jullie elkaar zagen.",
    "niet": "Genoteerd: deze keer niet. In een volgende ronde zoeken we iemand anders.",
    "pauzeer": "Je pauzeert. Je krijgt geen voorstellen meer tot je hier zegt dat je weer meedoet.",
    "hervat": "Welkom terug. In een volgende ronde doe je weer mee.",
}


@lid
def grensbrekers_netwerk_koppeling(request: HttpRequest, lid: Grensbreker) -> HttpResponse:
    """Who to meet and how it went; a button says `daad`, about the pair `koppeling`."""
    knop = Knopformulier.met(request, {*DADEN, "hervat"})
    if knop.is_valid():
        return _doe(request, lid, knop.daad)
    regels = regels_van(lid, vandaag())
    context = {
        "lopend": [regel for regel in regels if regel.loopt],
        "voorbij": [regel for regel in regels if not regel.loopt],
        "net": NET_GEBEURD.get(request.GET.get("net", "")),
        "stoplink": stoplink(lid),
        "formulier": knop,
    }
    return ledenpagina(request, "grensbrekers_netwerk_koppeling", lid, context)


def _doe(request: HttpRequest, lid: Grensbreker, daad: str) -> HttpResponse:
    """A pair that is not theirs is a 404."""
    if daad == "hervat":
        hervat(grensbreker=lid)
    else:
        deelname = deelname_van(lid, request.POST.get("koppeling", ""))
        if deelname is None:
            raise Http404
        DADEN[daad](deelname=deelname)
    return redirect(f"{reverse('grensbrekers_netwerk_koppeling', args=[lid.sleutel])}?net={daad}")
