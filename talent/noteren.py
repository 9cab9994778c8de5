"""The log about talents, without their names: the log can only grow, and a talent may ask to be forgotten."""

from typing import Any

from opnetwerk import logboek
from opnetwerk.models import Gebruiker
from talent.models import Talent


def noteer(
    *, talent: Talent, actie: str, door: Gebruiker | None, veranderd: dict[str, tuple[Any, Any]] | None = None
) -> None:
    """One line about the talent, under its reference instead of its address name."""
    naamloos = Talent(pk=talent.pk, slug=f"talent {str(talent.kenmerk)[:8]}")
    igs_slug = talent.thuis.slug if talent.thuis else ""
    logboek.schrijf(door=door, actie=actie, over=naamloos, igs_slug=igs_slug, veranderd=veranderd)
