"""Write to a network, without an account and without seeing an address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from igs import contact
from igs.models import IGS
from opnetwerk.dag import vandaag
from opnetwerk.formulieren import formulierpagina
from opnetwerk.gespreksviews import schrijfpagina
from opnetwerk.toegang import publiek_formulier


@publiek_formulier
@formulierpagina
def igs_contact(request: HttpRequest, slug: str) -> HttpResponse:
    """A message to who reads for this IGS today."""
    igs = get_object_or_404(IGS, slug=slug)
    if not igs.actief_op(vandaag()):
        raise Http404("Dit IGS werkt niet meer.")
    lezers = contact.lezers(igs, vandaag())
    return schrijfpagina(
        request,
        sjabloon="igs/igs_contact.html",
        context={"igs": igs, "lezers": lezers},
        betreft=f"{contact.SOORT}:{igs.slug}",
        betreft_naam=igs.naam,
        igs_slug=igs.slug,
        ontvangers=lezers.kanten,
    )
