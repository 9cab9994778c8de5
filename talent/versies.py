"""Earlier versions of a profile: kept for a while, so that a decision can be explained; then erased."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from talent.bewaartermijnen import VERSIE_NA
from talent.models import Profiel, Talent

Stand = Profiel.Stand


@transaction.atomic
def wis_oude_versies(moment: datetime) -> int:
    """Erase versions neither online nor worked on, once a newer one was approved long enough ago; how many.

    Their decisions, words under pictures and media go along; pictures that then stand nowhere go to the bin later.
    """
    getoond = Talent.objects.filter(online=OuterRef("pk")) | Talent.objects.filter(concept=OuterRef("pk"))
    opvolger = Profiel.objects.filter(
        talent=OuterRef("talent"), pk__gt=OuterRef("pk"), stand=Stand.GOEDGEKEURD, beslist_op__lt=moment - VERSIE_NA
    )
    oud = Profiel.objects.filter(Exists(opvolger)).exclude(Exists(getoond))
    nummers = list(oud.values_list("pk", flat=True))
    Profiel.objects.filter(pk__in=nummers).delete()
    return len(nummers)
