"""The preview of an edited text: exactly the page that visitors will see, with a strip that says it is not public."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from igs.models import IGS, Activiteit, Bericht, Gidstekst, Portret, Praktijk
from igs.netwerk import Netwerk
from igs.regels_in_gebruik import regels_op
from igs.regiocheck_overzicht import Overzicht
from igs.views import igs_context
from igs.views_inhoud import activiteit_context, bericht_context, portret_context, praktijk_context
from opnetwerk.dag import vandaag
from opnetwerk.redactioneel import Redactioneel
from opnetwerk.toegang import publiek
from opnetwerk.voorbeeldlink import DAGEN_GELDIG, lees_link

Context = dict[str, Any]


def _igs(item: Any) -> Context:
    netwerk = Netwerk.op(vandaag())
    netwerk.alle_igs = [item if een.pk == item.pk else een for een in netwerk.alle_igs]
    return igs_context(item, netwerk, Overzicht(netwerk, regels_op(netwerk.dag)))


PAGINAS: dict[type[Redactioneel], tuple[str, Callable[[Any], Context]]] = {
    IGS: ("igs/igs_pagina.html", _igs),
    Portret: ("igs/belicht_pagina.html", portret_context),
    Praktijk: ("igs/praktijken_pagina.html", praktijk_context),
    Activiteit: ("igs/agenda_pagina.html", activiteit_context),
    Bericht: ("igs/nieuws_pagina.html", bericht_context),
    Gidstekst: ("igs/gidstekst_voorbeeld.html", lambda item: {"gidsteksten": [item]}),
}


@publiek
def voorbeeld(request: HttpRequest, teken: str) -> HttpResponse:
    """Whoever has the link sees that one version for seven days; not indexed, not kept."""
    item = lees_link(teken)
    soort = next((soort for soort in PAGINAS if isinstance(item, soort)), None)
    if soort is None:
        raise Http404
    sjabloon, maak = PAGINAS[soort]
    context = maak(item) | {"voorbeeld_dagen": DAGEN_GELDIG}
    koppen = {"X-Robots-Tag": "noindex", "Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"}
    antwoord = render(request, sjabloon, context | {"is_voorbeeld": True})
    for kop, waarde in koppen.items():
        antwoord.headers[kop] = waarde
    return antwoord
