"""What the landing page of the admin shows."""

from typing import Any

from django import template

from igs.bereik import bereik_bij
from igs.wacht import eigen_igs, wat_wacht
from opnetwerk.dag import vandaag

register = template.Library()


@register.inclusion_tag("admin/_wacht.html", takes_context=True)
def wacht(context: dict[str, Any]) -> dict[str, Any]:
    """The blocks of the landing page for who is logged in."""
    bereik = bereik_bij(context["request"])
    return {"posten": wat_wacht(bereik, vandaag()), "eigen": eigen_igs(bereik), "alles": bereik.alles}
