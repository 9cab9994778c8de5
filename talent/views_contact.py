"""Write to a talent, without an account and without seeing an address."""

from django.http import Http404, HttpRequest, HttpResponse

from opnetwerk.dag import vandaag
from opnetwerk.formulieren import formulierpagina
from opnetwerk.gespreksviews import schrijfpagina
from opnetwerk.toegang import publiek_formulier
from talent import contact
from talent.paginas import zichtbaar_talent
from talent.zichtbaarheid import Kijker, toon


@publiek_formulier
@formulierpagina
def talent_contact(request: HttpRequest, slug: str) -> HttpResponse:
    """A message to who manages the talent, or to the coordinator of who is 16 or 17. None for who is younger."""
    talent = zichtbaar_talent(slug)
    lezers = contact.lezers(talent, vandaag())
    if lezers is None:
        raise Http404
    dit = toon(talent, Kijker.BEZOEKER)
    return schrijfpagina(
        request,
        sjabloon="talent/talent_contact.html",
        context={"talent": talent, "toon": dit, "bereikbaar": bool(lezers)},
        betreft=contact.betreft(talent),
        betreft_naam=dit.naam,
        igs_slug=talent.thuis.slug if talent.thuis else "",
        ontvangers=lezers,
    )
