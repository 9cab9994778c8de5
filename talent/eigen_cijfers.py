"""What a maker learns about the own profile, without a trace of anybody: how often seen, written to, answered."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth

from opnetwerk.models import Deelnemer, Gesprek, Gespreksbericht
from talent.models import Maandtelling, Talent
from talent.toestemmen import over

MAANDEN = 12


@dataclass(frozen=True)
class Maand:
    """A month by its first day, and its figures."""

    maand: date
    bekeken: int
    berichten: int
    antwoorden: int


def cijfers_van(talent: Talent, dag: date) -> list[Maand]:
    """The last twelve months, this one first. Three queries."""
    maanden = laatste_maanden(dag)
    vanaf = maanden[-1]
    tellingen = Maandtelling.objects.filter(talent=talent, maand__gte=vanaf)
    bekeken: dict[date, int] = dict(tellingen.values_list("maand", "bekeken"))
    gesprekken = Gesprek.objects.filter(betreft=over(talent), bevestigd_op__date__gte=vanaf)
    antwoorden = Gespreksbericht.objects.filter(
        gesprek__betreft=over(talent), van__kant=Deelnemer.Kant.ONTVANGER, gemaakt_op__date__gte=vanaf
    )
    berichten, beantwoord = _per_maand(gesprekken, "bevestigd_op"), _per_maand(antwoorden, "gemaakt_op")
    return [Maand(maand, bekeken.get(maand, 0), berichten.get(maand, 0), beantwoord.get(maand, 0)) for maand in maanden]


def laatste_maanden(dag: date) -> list[date]:
    """The first days of twelve months, the one of the day first."""
    nummers = [dag.year * 12 + dag.month - 1 - terug for terug in range(MAANDEN)]
    return [date(nummer // 12, nummer % 12 + 1, 1) for nummer in nummers]


def _per_maand(rijen: Any, moment: str) -> dict[date, int]:
    """Counted by the months of Brussels."""
    per_maand = rijen.annotate(maand=TruncMonth(moment)).order_by().values_list("maand")
    return {maand.date(): aantal for maand, aantal in per_maand.annotate(aantal=Count("pk"))}
