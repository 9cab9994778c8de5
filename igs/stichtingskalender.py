"""The founding calendar: from a chosen start, when each step of the guide falls, and until when the association runs.

Plain Python, dates inclusive. Periods of the law are kept (two months for the councils, 30 days for the publication,
at most six years, no foundation in an election year); every other length is a proposal of ours and says so.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, vText

from igs.opstarten import PER_SLUG, Stap
from igs.regiocheck_regels import Zekerheid

EERSTE_START, LAATSTE_START = date(2020, 1, 1), date(2040, 12, 31)
# Council elections are held every six years; a known one (DLB articles 401 and 419 speak of "the year").
VERKIEZINGSJAAR, OM_DE = 2024, 6
# From the first council to the deed: two months of councils, and one to prepare the deed.
MAANDEN_RADEN, MAANDEN_TOT_AKTE = 2, 3
MAANDEN_VOORAF = 6
MAANDEN_DUUR = 72
DAGEN_BEKENDMAKING = 30
WAARSCHUW_OP = {
    12: "Zoek de einddatum op in je statuten. Vraag elk college of de gemeente wil verdergaan.",
    6: "Leg het voorstel van verlenging en de verdeelsleutel klaar voor alle raden.",
    3: "De laatste raden zetten de verlenging op hun agenda. Alle gemeenten beslissen vóór de einddatum.",
}
# The text of a calendar file changes only when these texts do.
OPGESTELD_OP = datetime(2026, 11, 1, tzinfo=UTC)
DAG = timedelta(days=1)


def plus_maanden(dag: date, maanden: int) -> date:
    """The same day so many months later (or earlier); the last of the month where that day does not exist."""
    telling = dag.year * 12 + dag.month - 1 + maanden
    jaar, maand = telling // 12, telling % 12 + 1
    return date(jaar, maand, min(dag.day, monthrange(jaar, maand)[1]))


def is_verkiezingsjaar(jaar: int) -> bool:
    return (jaar - VERKIEZINGSJAAR) % OM_DE == 0


def eerste_raad(vanaf: date) -> date:
    """The first day from which councils and deed all stay outside an election year."""
    eerste = vanaf
    while True:
        geraakt = {eerste.year, plus_maanden(eerste, MAANDEN_TOT_AKTE).year}
        verkiezingen = [jaar for jaar in geraakt if is_verkiezingsjaar(jaar)]
        if not verkiezingen:
            return eerste
        eerste = date(verkiezingen[0] + 1, 1, 1)


@dataclass(frozen=True)
class Moment:
    """One line of the calendar, from and to inclusive. `sleutel` never changes: calendars know the moment by it."""

    sleutel: str
    titel: str
    van: date
    tot: date
    uitleg: str
    zekerheid: Zekerheid
    stap: Stap | None = None

    @property
    def is_een_dag(self) -> bool:
        return self.van == self.tot

    @property
    def herkomst(self) -> str:
        """How sure the length or the day is."""
        return {
            Zekerheid.WETTEKST: "termijn uit de wet",
            Zekerheid.OVERHEID: "richttijd van OP/TIL",
        }.get(self.zekerheid, "ons voorstel, te bevestigen")


@dataclass(frozen=True)
class Stichtingskalender:
    """Everything that follows from the day on which you begin."""

    start: date

    @cached_property
    def gewenste_raad(self) -> date:
        return plus_maanden(self.start, MAANDEN_VOORAF)

    @cached_property
    def eerste_raad(self) -> date:
        return eerste_raad(self.gewenste_raad)

    @property
    def is_verschoven(self) -> bool:
        return self.eerste_raad != self.gewenste_raad

    @property
    def verkiezingsjaar(self) -> int:
        """The year that the foundation had to avoid; the one before the councils when it was moved."""
        return self.eerste_raad.year - 1

    @cached_property
    def akte(self) -> date:
        return plus_maanden(self.eerste_raad, MAANDEN_TOT_AKTE)

    @cached_property
    def einde(self) -> date:
        """The last day of a projectvereniging that takes the six years."""
        return plus_maanden(self.akte, MAANDEN_DUUR) - DAG

    @cached_property
    def momenten(self) -> tuple[Moment, ...]:
        """In order of their first day."""
        return tuple(sorted([*self._stappen(), *self._daarna()], key=lambda moment: (moment.van, moment.tot)))

    def _stappen(self) -> Iterator[Moment]:
        start, raad, akte = self.start, self.eerste_raad, self.akte
        d = Zekerheid.AFGELEID
        yield _stap("verkennen", start, plus_maanden(start, 2), d)
        yield _stap("regiocontrole", plus_maanden(start, 2), plus_maanden(start, 3), d)
        yield _stap("engagement", plus_maanden(start, 3), plus_maanden(start, 5), d)
        yield _stap("vorm-en-statuten", plus_maanden(start, 4), plus_maanden(start, 6), d)
        yield _stap("gemeenteraden", raad, plus_maanden(raad, MAANDEN_RADEN), Zekerheid.WETTEKST)
        yield _stap("oprichtingsakte", akte, akte, d)
        yield _stap("bekendmaking", akte, akte + DAGEN_BEKENDMAKING * DAG, Zekerheid.WETTEKST)
        yield _stap("bestuur", akte, plus_maanden(akte, 2), d)
        yield _stap("coordinator", akte, plus_maanden(akte, 4), d)
        yield _stap("cultuurnota", akte, plus_maanden(akte, 10), Zekerheid.OVERHEID)

    def _daarna(self) -> Iterator[Moment]:
        for maanden, uitleg in WAARSCHUW_OP.items():
            dag = plus_maanden(self.einde, -maanden)
            titel = f"Nog {maanden} maanden: bereid de verlenging voor"
            yield Moment(f"verlengen-{maanden}", titel, dag, dag, uitleg, Zekerheid.AFGELEID)
        uitleg = "Een projectvereniging duurt hoogstens zes jaar. Zonder verlenging wordt ze ontbonden."
        yield Moment("einde", "Laatste dag zonder verlenging", self.einde, self.einde, uitleg, Zekerheid.WETTEKST)
        for jaar in range(self.akte.year, self.einde.year):
            januari = date(jaar + 1, 1, 1)
            if is_verkiezingsjaar(jaar) and self.akte < januari <= self.einde:
                uitleg = (
                    f"Na de verkiezingen van {jaar} duiden de raden nieuwe bestuurders aan. Ze beginnen op 1 februari."
                )
                titel = "Vernieuw de raad van bestuur"
                yield Moment(f"bestuur-{jaar + 1}", titel, januari, date(jaar + 1, 1, 31), uitleg, Zekerheid.AFGELEID)


def _stap(slug: str, van: date, tot: date, zekerheid: Zekerheid) -> Moment:
    stap = PER_SLUG[slug]
    uitleg = f"{stap.kort} Klaar als {stap.klaar_als}."
    return Moment(slug, f"Stap {stap.nummer}: {stap.titel.lower()}", van, tot, uitleg, zekerheid, stap)


def als_ical(kalender: Stichtingskalender) -> str:
    """Whole days, to take along into a calendar. The same start always gives the same text and the same UIDs."""
    blad = Calendar()
    blad.add("prodid", "-//op/netwerk//stichtingskalender//NL")
    blad.add("version", "2.0")
    blad.add("calscale", "GREGORIAN")
    blad.add("method", "PUBLISH")
    blad.add("x-wr-calname", vText("op/netwerk: een IGS starten"))
    for moment in kalender.momenten:
        blad.add_component(_als_vevent(moment, kalender.start))
    return blad.to_ical().decode()


def _als_vevent(moment: Moment, start: date) -> Event:
    pad = moment.stap.adres if moment.stap else f"{reverse('igs_opstarten_kalender')}?start={start}"
    blok = Event()
    blok.add("uid", f"starten-{start}-{moment.sleutel}@{urlsplit(settings.SITE_ADRES).hostname}")
    blok.add("dtstamp", OPGESTELD_OP)
    blok.add("dtstart", moment.van)
    blok.add("dtend", moment.tot + DAG)  # the day after the last, as RFC 5545 has it
    blok.add("summary", moment.titel)
    blok.add("description", f"{moment.uitleg}\n{moment.herkomst.capitalize()}.\n{settings.SITE_ADRES}{pad}")
    blok.add("url", settings.SITE_ADRES + pad)
    blok.add("transp", "TRANSPARENT")
    return blok
