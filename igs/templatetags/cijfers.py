"""How figures and amounts look on a page, as the Regiocheck writes them in its sentences."""

from decimal import Decimal

from django import template

from igs.regiocheck_bedragen import euro, getal

register = template.Library()


@register.filter
def duizend(aantal: int) -> str:
    """85000 -> "85.000"."""
    return getal(aantal)


@register.filter
def in_euro(bedrag: Decimal) -> str:
    """100000.8 -> "100.000,80 euro"."""
    return euro(bedrag)
