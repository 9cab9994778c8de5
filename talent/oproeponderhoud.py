"""What happens to calls by itself: remind who has not answered yet, and erase what is old."""

from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from talent import oproeppost
from talent.bewaartermijnen import OPROEP_CONCEPT_NA, OPROEP_NA
from talent.models import Oproep, Reactie

# Days after the deadline on which an organiser hears that people wait; on the last one it is nearly the coordinator.
HERINNER_NA = (1, 7, 13)
INHALEN = 6  # days: a reminder of a day on which nothing ran comes later, but not any longer after than this


def herinner(dag: date) -> int:
    """Mail who has answers to give, from these days after the deadline on; how many calls. Each reminder goes once."""
    eerste, laatste = HERINNER_NA[0], HERINNER_NA[-1] + INHALEN
    dagen = (dag - timedelta(days=laatste), dag - timedelta(days=eerste))
    wacht = Count("reacties", filter=Q(reacties__status=Reactie.Status.NIEUW))
    open_ = Oproep.objects.filter(stand=Oproep.Stand.OPEN, deadline__range=dagen, voorbeeld=False)
    rijen = open_.annotate(wacht=wacht).filter(wacht__gt=0).select_related("organisator").order_by("pk")
    return sum(oproeppost.herinner(oproep, oproep.wacht, keer_van(oproep, dag)) for oproep in list(rijen))


def keer_van(oproep: Oproep, dag: date) -> int:
    """Which of the reminders it is time for: the last one whose day came, so that missed ones do not pile up."""
    verlopen = (dag - oproep.deadline).days
    return max(na for na in HERINNER_NA if na <= verlopen)


def te_wissen(moment: datetime) -> QuerySet[Oproep]:
    """The calls whose term is over; examples stay. What is open stays, however old: somebody may still wait."""
    voorbij = Q(stand__in=[Oproep.Stand.GESLOTEN, Oproep.Stand.INGETROKKEN], gesloten_op__lt=moment - OPROEP_NA)
    nooit = Q(stand=Oproep.Stand.CONCEPT, gemaakt_op__lt=moment - OPROEP_CONCEPT_NA)
    rijen: QuerySet[Oproep] = Oproep.objects.filter(voorbij | nooit, voorbeeld=False)
    return rijen


def wis_oude(moment: datetime) -> int:
    """Erase them with their reactions; how many. What was confirmed as an outcome stays with the profile."""
    rijen = te_wissen(moment)
    aantal = rijen.count()
    rijen.delete()
    return aantal
