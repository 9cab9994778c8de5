"""The planning of a note, counted back from the day of handing in, on a page and for a calendar.

Plain Python, dates inclusive. Only the ten months come from the support centre; every other length is ours.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, vText

from cultuurnota.stappen import EEN_WEEK, MAANDEN, STAPPEN, Notastap
from igs.stichtingskalender import plus_maanden

EERSTE_DAG, LAATSTE_DAG = date(2020, 1, 1), date(2045, 12, 31)
# The text of a calendar file changes only when these texts do.
OPGESTELD_OP = datetime(2026, 11, 1, tzinfo=UTC)
DAG, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Gepland:
    """A step with its days, from and to inclusive."""

    stap: Notastap
    van: date
    tot: date

    def stand(self, dag: date) -> str:
        """In one or two words for who looks on the day; empty for what is still to come."""
        if self.tot < dag:
            return "voorbij"
        return "loopt nu" if self.van <= dag else ""


@dataclass(frozen=True)
class Planning:
    """Everything that follows from the day on which you hand in."""

    indienen: date

    @cached_property
    def begin(self) -> date:
        return plus_maanden(self.indienen, -MAANDEN)

    @cached_property
    def stappen(self) -> tuple[Gepland, ...]:
        """In the order of the steps; the last ends on the day of handing in."""
        return tuple(Gepland(stap, self._op(stap.van), self._tot(stap.tot)) for stap in STAPPEN)

    def _op(self, maanden: float) -> date:
        if maanden == EEN_WEEK:
            return self.indienen - WEEK
        return plus_maanden(self.indienen, -int(maanden))

    def _tot(self, maanden: float) -> date:
        """The day before the next step begins; the last step has the day itself."""
        return self._op(maanden) - DAG if maanden else self.indienen

    def is_voorbij(self, dag: date) -> bool:
        return self.indienen < dag

    def is_te_laat_begonnen(self, dag: date) -> bool:
        """Less than ten months are left, but the day itself is still to come."""
        return self.begin < dag <= self.indienen


def als_ical(planning: Planning) -> str:
    """Whole days, to take along into a calendar. The same day always gives the same text and the same UIDs."""
    blad = Calendar()
    blad.add("prodid", "-//op/netwerk//planning cultuurnota//NL")
    blad.add("version", "2.0")
    blad.add("calscale", "GREGORIAN")
    blad.add("method", "PUBLISH")
    blad.add("x-wr-calname", vText("op/netwerk: een cultuurnota maken"))
    for gepland in planning.stappen:
        uitleg = f"{gepland.stap.kort} Klaar als {gepland.stap.klaar_als}.\nOns voorstel, te bevestigen."
        titel = f"Stap {gepland.stap.nummer}: {gepland.stap.titel.lower()}"
        blok = _vevent(planning, gepland.stap.slug, titel, uitleg, gepland.van, gepland.tot)
        blok.add("url", settings.SITE_ADRES + gepland.stap.adres)
        blad.add_component(blok)
    uitleg = "Deze dag koos je zelf. De dag van de volgende ronde is niet gevonden."
    einde = _vevent(planning, "dag", "Laatste dag om de cultuurnota in te dienen", uitleg, planning.indienen)
    einde.add("url", f"{settings.SITE_ADRES}{reverse('cultuurnota_planning')}?indienen={planning.indienen}")
    blad.add_component(einde)
    return blad.to_ical().decode()


def _vevent(planning: Planning, sleutel: str, titel: str, uitleg: str, van: date, tot: date | None = None) -> Event:
    blok = Event()
    blok.add("uid", f"cultuurnota-{planning.indienen}-{sleutel}@{urlsplit(settings.SITE_ADRES).hostname}")
    blok.add("dtstamp", OPGESTELD_OP)
    blok.add("dtstart", van)
    blok.add("dtend", (tot or van) + DAG)  # the day after the last, as RFC 5545 has it
    blok.add("summary", titel)
    blok.add("description", uitleg)
    blok.add("transp", "TRANSPARENT")
    return blok
