"""The agenda: which activities, in which region, and the same as calendar files (RFC 5545)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import groupby
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.timezone import get_default_timezone, localdate, localtime
from icalendar import Calendar, Event, Timezone, vText
from icalendar.cal.timezone import TimezoneDaylight, TimezoneStandard

from igs.inhoud import laatst_gewijzigd, met_laatst
from igs.models import IGS, Activiteit, Referentieregio
from igs.netwerk import Netwerk
from igs.platte_tekst import als_regels, netjes, op_een_regel

VOORBIJ = "voorbij"
DAGEN_TERUG_IN_FEED = 90
HOOGSTENS_IN_FEED = 500
VERVERS_NA = timedelta(hours=6)

# --- which activities ---


def zichtbare(nu: datetime) -> QuerySet[Activiteit]:
    """What visitors may see at that moment, with all that a card, a page or a calendar file shows. One query."""
    rijen = Activiteit.objects.zichtbaar(nu).select_related("igs", "regio", "gemeente__referentieregio", "foto")
    return met_laatst(rijen)


def _loopt_nog(nu: datetime) -> Q:
    """Until its end; without an end until the end of the day on which it begins."""
    begin_van_vandaag = datetime.combine(localdate(nu), time.min, get_default_timezone())
    return Q(eindigt_op__gt=nu) | Q(eindigt_op=None, begint_op__gte=begin_van_vandaag)


def komend(activiteiten: QuerySet[Activiteit], nu: datetime) -> QuerySet[Activiteit]:
    """Still to come or going on, the first one first."""
    return activiteiten.filter(_loopt_nog(nu)).order_by("begint_op", "titel", "pk")


def voorbij(activiteiten: QuerySet[Activiteit], nu: datetime) -> QuerySet[Activiteit]:
    """Past, the last one first."""
    return activiteiten.exclude(_loopt_nog(nu)).order_by("-begint_op", "titel", "pk")


def is_voorbij(activiteit: Activiteit, nu: datetime) -> bool:
    """As `voorbij`, for a row at hand."""
    if activiteit.eindigt_op:
        return activiteit.eindigt_op <= nu
    return localdate(activiteit.begint_op) < localdate(nu)


def binnenkort(nu: datetime, aantal: int) -> QuerySet[Activiteit]:
    """The next ones that will take place: what is cancelled stays on the agenda, but is no invitation."""
    return komend(zichtbare(nu).filter(geannuleerd=False), nu)[:aantal]


def van_igs(igs: IGS, nu: datetime, aantal: int) -> QuerySet[Activiteit]:
    """The next ones of an IGS, cancelled ones too."""
    return komend(zichtbare(nu).filter(igs=igs), nu)[:aantal]


def in_regio(activiteiten: QuerySet[Activiteit], regio: Referentieregio, netwerk: Netwerk) -> QuerySet[Activiteit]:
    """The activities of a region: what they say themselves comes first.

    The region that the activity names; if it names none, the region of its municipality; without a municipality
    the regions in which its IGS has members (on the day of the network, or on its last day when it stopped).
    What says none of the three is for the whole of Flanders and belongs to no single region.
    """
    igs = [een.pk for een in netwerk.alle_igs if regio in _regios_van(een, netwerk)]
    return activiteiten.filter(
        Q(regio=regio) | Q(regio=None, gemeente__referentieregio=regio) | Q(regio=None, gemeente=None, igs__in=igs)
    )


def _regios_van(igs: IGS, netwerk: Netwerk) -> list[Referentieregio]:
    gestopt = igs.gestopt_op is not None and igs.gestopt_op < netwerk.dag
    return (netwerk.op_andere_dag(igs.gestopt_op) if gestopt and igs.gestopt_op else netwerk).regios_van(igs)


@dataclass(frozen=True)
class Keuze:
    """What an address asks of the agenda; `onbekend` when it names a region that does not exist."""

    regio: Referentieregio | None = None
    voorbij: bool = False
    onbekend: bool = False

    @classmethod
    def uit(cls, vraag: Mapping[str, str], regios: Sequence[Referentieregio]) -> "Keuze":
        slug = vraag.get("regio", "")
        regio = next((een for een in regios if een.slug == slug), None)
        return cls(regio, vraag.get("toen") == VOORBIJ, onbekend=bool(slug) and regio is None)

    def toegepast(self, activiteiten: QuerySet[Activiteit], nu: datetime) -> QuerySet[Activiteit]:
        """Six queries more when a region is asked, for who is a member where."""
        if self.regio:
            activiteiten = in_regio(activiteiten, self.regio, Netwerk.gedeeld(localdate(nu)))
        return (voorbij if self.voorbij else komend)(activiteiten, nu)

    @property
    def vraag(self) -> str:
        """The part of the address behind the question mark."""
        delen = {"regio": self.regio.slug} if self.regio else {}
        return urlencode(delen | ({"toen": VOORBIJ} if self.voorbij else {}))

    @property
    def andersom(self) -> "Keuze":
        """The same region, past for coming and the other way round."""
        return replace(self, voorbij=not self.voorbij)


def per_dag(activiteiten: Iterable[Activiteit]) -> list[tuple[date, list[Activiteit]]]:
    """Under the day in Brussels on which they begin, in the order in which they come."""
    return [(dag, list(groep)) for dag, groep in groupby(activiteiten, lambda een: localdate(een.begint_op))]


def plaatszin(activiteit: Activiteit) -> str:
    """'CC De Post, Lint': the place, and the municipality unless the place says it already."""
    gemeente = activiteit.gemeente
    if gemeente is None or gemeente.naam.lower() in activiteit.plaats.lower():
        return activiteit.plaats
    return f"{activiteit.plaats}, {gemeente.naam}"


# --- the same as a calendar file ---


def voor_feed(regio: Referentieregio | None, nu: datetime) -> QuerySet[Activiteit]:
    """Everything to come and the last three months: who subscribes does not lose what has just been."""
    activiteiten = zichtbare(nu).filter(begint_op__gte=nu - timedelta(days=DAGEN_TERUG_IN_FEED))
    if regio:
        activiteiten = in_regio(activiteiten, regio, Netwerk.gedeeld(localdate(nu)))
    return activiteiten.order_by("begint_op", "titel", "pk")[:HOOGSTENS_IN_FEED]


def als_ical(activiteiten: Iterable[Activiteit], naam: str = "") -> str:
    """A calendar file; with a name one to subscribe to. The same activities always give the same text."""
    kalender = Calendar()
    kalender.add("prodid", "-//op/netwerk//agenda//NL")
    kalender.add("version", "2.0")
    kalender.add("calscale", "GREGORIAN")
    kalender.add("method", "PUBLISH")
    if naam:
        # Said twice, as RFC 7986 has it and as calendars did before; as text, or its commas are not escaped.
        kalender.add("name", vText(naam))
        kalender.add("x-wr-calname", vText(naam))
        kalender.add("refresh-interval", VERVERS_NA, parameters={"VALUE": "DURATION"})
        kalender.add("x-published-ttl", "PT6H")
    kalender.add_component(_brusselse_tijd())
    for activiteit in activiteiten:
        kalender.add_component(_als_vevent(activiteit))
    return kalender.to_ical().decode()


def _als_vevent(activiteit: Activiteit) -> Event:
    """A change keeps the UID and raises SEQUENCE: a calendar replaces what it had."""
    gewijzigd = laatst_gewijzigd(activiteit)
    blok = Event()
    blok.add("uid", f"{activiteit.uid}@{urlsplit(settings.SITE_ADRES).hostname}")
    blok.add("sequence", activiteit.versie)
    blok.add("dtstamp", gewijzigd)
    blok.add("last-modified", gewijzigd)
    blok.add("dtstart", localtime(activiteit.begint_op))
    if activiteit.eindigt_op:
        blok.add("dtend", localtime(activiteit.eindigt_op))
    titel = op_een_regel(activiteit.titel)
    # Not every calendar shows the status, and who looks at it must not travel for nothing.
    blok.add("summary", f"Gaat niet door: {titel}" if activiteit.geannuleerd else titel)
    blok.add("status", "CANCELLED" if activiteit.geannuleerd else "CONFIRMED")
    blok.add("location", op_een_regel(plaatszin(activiteit)))
    blok.add("description", _beschrijving(activiteit))
    blok.add("url", settings.SITE_ADRES + activiteit.get_absolute_url())
    return blok


def _beschrijving(activiteit: Activiteit) -> str:
    regels = [
        als_regels(activiteit.tekst),
        f"Voor wie: {activiteit.publiek}" if activiteit.publiek else "",
        f"Prijs: {activiteit.prijs}" if activiteit.prijs else "",
        f"Inschrijven: {activiteit.inschrijflink}" if activiteit.inschrijflink and not activiteit.geannuleerd else "",
        f"Georganiseerd door: {activiteit.igs.naam}" if activiteit.igs else "",
        settings.SITE_ADRES + activiteit.get_absolute_url(),
    ]
    return "\n".join(netjes(regel) for regel in regels if regel)


@cache
def _brusselse_tijd() -> Timezone:
    """Europe/Brussels as two yearly rules, as the European Union has had them since 1996.

    Shorter than the list of years that the library makes, and not every calendar reads that list.
    """
    zone = Timezone()
    zone.add("tzid", "Europe/Brussels")
    zomer = (TimezoneDaylight(), "CEST", 1, 2, datetime(1996, 3, 31, 2), 3)
    winter = (TimezoneStandard(), "CET", 2, 1, datetime(1996, 10, 27, 3), 10)
    for deel, naam, van, naar, begin, maand in (zomer, winter):
        deel.add("tzname", naam)
        deel.add("tzoffsetfrom", timedelta(hours=van))
        deel.add("tzoffsetto", timedelta(hours=naar))
        deel.add("dtstart", begin)
        deel.add("rrule", {"freq": "yearly", "bymonth": maand, "byday": "-1su"})
        zone.add_component(deel)
    return zone
