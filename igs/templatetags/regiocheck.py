"""How the money of the Regiocheck looks on a page."""

from decimal import Decimal

from django import template

from igs.regiocheck_bedragen import euro as in_euro

register = template.Library()


@register.filter
def euro(bedrag: Decimal | None) -> str:
    """'100.000,80 euro', or that we do not know."""
    return "niet geweten" if bedrag is None else in_euro(bedrag)
