"""Meetings as calendar files (RFC 5545): one meeting for everybody, and the feed of a member.

A calendar keeps an appointment by its UID and replaces it when SEQUENCE rises. The file of one meeting says that it
was called off; the feed leaves it out, and a calendar that follows the feed takes it away.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import localtime
from icalendar import Calendar, Event

from grensbrekers.models import Grensbreker, Ontmoeting
from grensbrekers.ontmoeten import Stand
from grensbrekers.ontmoetlijst import met_kaartje
from igs.agenda import DAGEN_TERUG_IN_FEED, HOOGSTENS_IN_FEED, als_ical
from igs.agenda import plaatszin as plaatszin_van_activiteit
from igs.platte_tekst import als_regels, netjes, op_een_regel

NAAM = "op/netwerk: mijn ontmoetingen"


def met_feed(sleutel: uuid.UUID) -> Grensbreker | None:
    """Whose feed this is: a member's, however often the personal link changed.

    A calendar asks for years and can press no button. The feed holds public meetings only; another key ends it.
    """
    lid: Grensbreker | None = Grensbreker.objects.leden().filter(agendasleutel=sleutel).first()
    return lid


def voor_feed(lid: Grensbreker, moment: datetime) -> QuerySet[Ontmoeting]:
    """What the member comes to, and came to in the last three months; nothing that was called off."""
    rijen = Ontmoeting.objects.gepubliceerd(moment).filter(
        inschrijvingen__grensbreker=lid,
        inschrijvingen__stand=Stand.KOMT,
        geannuleerd_op=None,
        begint_op__gte=moment - timedelta(days=DAGEN_TERUG_IN_FEED),
    )
    return met_kaartje(rijen).order_by("begint_op", "pk")[:HOOGSTENS_IN_FEED]


def als_bestand(ontmoetingen: Iterable[Ontmoeting], naam: str = "") -> str:
    """A calendar file; with a name one to subscribe to.

    Its links are the public ones, in the feed of a member too: colleagues look into each other's calendars.
    """
    # The frame is that of the agenda: zone, name and refreshing are the same everywhere.
    kalender = Calendar.from_ical(als_ical((), naam))
    assert isinstance(kalender, Calendar)
    for ontmoeting in ontmoetingen:
        kalender.add_component(_als_vevent(ontmoeting))
    return kalender.to_ical().decode()


def plaatszin(ontmoeting: Ontmoeting) -> str:
    """'CC De Post, Lint': as the agenda says it."""
    return plaatszin_van_activiteit(ontmoeting)  # type: ignore[arg-type]  # the same two fields


def _als_vevent(ontmoeting: Ontmoeting) -> Event:
    titel = op_een_regel(ontmoeting.titel)
    blok = Event()
    blok.add("uid", f"{ontmoeting.uid}@{urlsplit(settings.SITE_ADRES).hostname}")
    blok.add("sequence", ontmoeting.volgnummer)
    blok.add("dtstamp", ontmoeting.gewijzigd_op)
    blok.add("last-modified", ontmoeting.gewijzigd_op)
    blok.add("dtstart", localtime(ontmoeting.begint_op))
    blok.add("dtend", localtime(ontmoeting.eindigt_op))
    # Not every calendar shows the status, and who looks at it must not travel for nothing.
    blok.add("summary", f"Gaat niet door: {titel}" if ontmoeting.geannuleerd_op else titel)
    blok.add("status", "CANCELLED" if ontmoeting.geannuleerd_op else "CONFIRMED")
    blok.add("location", op_een_regel(plaatszin(ontmoeting)))
    adres = settings.SITE_ADRES + ontmoeting.get_absolute_url()
    blok.add("description", "\n".join(regel for regel in (netjes(als_regels(ontmoeting.tekst)), adres) if regel))
    blok.add("url", adres)
    return blok
