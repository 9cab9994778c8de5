"""Figures that the portal itself counts, per IGS and calendar year: for who follows up and reports.

The apps register theirs when they start; who asks knows nothing of those apps. Counts only, nobody's name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property

from django.db.models import Q
from django.utils.timezone import get_default_timezone, localdate

from igs import bezoek
from igs.models import IGS, Activiteit
from igs.netwerk import Netwerk


@dataclass(frozen=True)
class Jaarvraag:
    """An IGS in a year, asked at a moment: the year may be over or running, not still to come."""

    igs: IGS
    jaar: int
    moment: datetime
    netwerk: Netwerk

    @property
    def van(self) -> datetime:
        """The first moment of the year, by the clock of Brussels."""
        return _begin(self.jaar)

    @property
    def tot(self) -> datetime:
        """The first moment after it; of the running year the moment itself."""
        return min(_begin(self.jaar + 1), self.moment)

    @cached_property
    def codes(self) -> frozenset[str]:
        """NIS codes of the municipalities of today on whose ground the members lie, on the last day counted."""
        return frozenset(self.netwerk.cel(lid.gemeente).nis_code for lid in self.netwerk.leden_van(self.igs))


def _begin(jaar: int) -> datetime:
    return datetime.combine(date(jaar, 1, 1), time.min, get_default_timezone())


def vraag_van(igs: IGS, jaar: int, moment: datetime) -> Jaarvraag | None:
    """The question; None for a year that has not begun. Six queries for the network."""
    dag = localdate(moment)
    if jaar > dag.year:
        return None
    return Jaarvraag(igs, jaar, moment, Netwerk.op(min(dag, date(jaar, 12, 31))))


@dataclass(frozen=True)
class Portaalcijfer:
    """One figure. `tel` gives None when the portal cannot know it for that year; `uitleg` says what is counted."""

    sleutel: str
    naam: str
    eenheid: str
    uitleg: str
    tel: Callable[[Jaarvraag], int | None]


cijfers: dict[str, Portaalcijfer] = {}


def registreer(*nieuw: Portaalcijfer) -> None:
    """Add figures, in the order in which they are shown. Raises ValueError for a key that another figure has."""
    for een in nieuw:
        if cijfers.setdefault(een.sleutel, een) is not een:
            raise ValueError(f"two figures of the portal are called {een.sleutel}")


# --- what this app knows --------------------------------------------------------------------------------------------
def activiteiten(vraag: Jaarvraag) -> int:
    """Those of the IGS that began by now, were put online, and were not called off."""
    rijen = Activiteit.objects.filter(
        Q(gepubliceerd_op__lte=vraag.moment),
        igs=vraag.igs,
        geannuleerd=False,
        verwijderd_op=None,
        begint_op__gte=vraag.van,
        begint_op__lt=vraag.tot,
    )
    return rijen.count()


EIGEN = (
    Portaalcijfer(
        "activiteiten",
        "Activiteiten in de agenda",
        "activiteiten",
        "Activiteiten van je IGS die dat jaar doorgingen en online stonden.",
        activiteiten,
    ),
    Portaalcijfer(
        "bezoeken",
        "Bezoeken aan de pagina van je IGS",
        "bezoeken",
        "Hoe vaak mensen de pagina van je IGS openden. Robots tellen niet mee.",
        lambda vraag: bezoek.in_jaar(vraag.igs, vraag.jaar),
    ),
)
