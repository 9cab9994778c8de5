"""How often a profile is looked at: a number per month, nobody's trace."""

from django.http import HttpRequest

from opnetwerk.tellen import Teller
from talent.models import Maandtelling, Talent

teller = Teller(Maandtelling, "talent")


def tel(request: HttpRequest, talent: Talent) -> None:
    """Count one view by a person; never fails."""
    teller.tel(request, talent.pk)
