"""The log about members, without their names: the log can only grow, and a member may ask to be forgotten."""

from typing import Any

from grensbrekers.models import Grensbreker
from opnetwerk import logboek
from opnetwerk.models import Gebruiker


def naamloos(lid: Grensbreker) -> Grensbreker:
    """The member as the log may call them: by a part of the reference."""
    return Grensbreker(pk=lid.pk, naam=f"grensbreker {str(lid.kenmerk)[:8]}", igs=lid.igs)


def noteer(
    *, lid: Grensbreker, actie: str, door: Gebruiker | None, veranderd: dict[str, tuple[Any, Any]] | None = None
) -> None:
    """One line; `door` None for what a member does: their account may have their name. No names in `veranderd`."""
    igs_slug = lid.igs.slug if lid.igs else ""
    logboek.schrijf(door=door, actie=actie, over=naamloos(lid), igs_slug=igs_slug, veranderd=veranderd)
