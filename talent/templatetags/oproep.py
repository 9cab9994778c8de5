"""How a call reads: day, place and fee, the same on pages as in mails."""

from django import template

from talent import oproeppost
from talent.models import Oproep

register = template.Library()
register.filter("oproepdagen", oproeppost.wanneer)
register.filter("oproepplaats", oproeppost.waar)
register.filter("oproepgeld", oproeppost.vergoeding)


@register.filter
def nog(oproep: Oproep) -> str:
    """How much time there is left to answer, in words; empty when the deadline is over."""
    dagen = oproeppost.dagen_tot_deadline(oproep)
    if dagen < 0:
        return ""
    return {0: "vandaag de laatste dag", 1: "nog tot morgen"}.get(dagen, f"nog {dagen} dagen")
