"""How often the page of an IGS is looked at: a number per month, nobody's trace."""

from django.db.models import Sum
from django.http import HttpRequest

from igs.models import IGS, Bezoektelling
from opnetwerk.tellen import Teller

teller = Teller(Bezoektelling, "igs")


def tel(request: HttpRequest, igs: IGS) -> None:
    """Count one view by a person; never fails."""
    teller.tel(request, igs.pk)


def in_jaar(igs: IGS, jaar: int) -> int | None:
    """The views in a year; None for a year in which nothing was counted of any IGS: that is not the same as nobody."""
    tellingen = Bezoektelling.objects.filter(maand__year=jaar)
    if not tellingen.exists():
        return None
    return tellingen.filter(igs=igs).aggregate(som=Sum("bekeken"))["som"] or 0
