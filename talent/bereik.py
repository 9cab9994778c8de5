"""Whose rows of talent somebody sees in the admin: the home region for profiles, the asked region for admissions.

The disciplines are nobody's region: redactie looks after them.
"""

from igs.bereik import KIJKEN, MAKEN, WIJZIGEN, breid_uit
from igs.wacht import bronnen
from talent.models import Discipline, Oproep, Organisator, Profiel, Talent, Toelating, Uitkomst


def registreer() -> None:
    """Fill the tables of `igs.bereik` and the landing page; called once, when the apps are ready."""
    from talent import oproepcijfers
    from talent.wachtrij import posten

    beslissen = frozenset({KIJKEN, WIJZIGEN})
    breid_uit(
        paden={Talent: "thuis", Profiel: "talent__thuis", Toelating: "igs"}
        | {Organisator: "igs", Oproep: "igs", Uitkomst: "igs"},
        coordinator={Talent: beslissen, Profiel: beslissen, Toelating: beslissen}
        | {Organisator: beslissen, Oproep: beslissen, Uitkomst: frozenset({KIJKEN})},
        redactie={Discipline: frozenset({KIJKEN, MAKEN, WIJZIGEN})},
    )
    bronnen.append(posten)
    bronnen.append(oproepcijfers.posten)
