"""Following up: how each action went and what each indicator was, year by year. Every change with the actor, logged.

The note is locked first, so that two people who fill in the same year come one after the other. Each row carries a
version: who was later than somebody else writes nothing over it, and hears what stands there.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404

from cultuurnota.jaarverslag import Verloop, verloop
from cultuurnota.models import Actie, Actiejaar, Cultuurnota, Doelstelling, Indicator, Meting
from cultuurnota.uitwisseling import exporteer_doelen
from opnetwerk import logboek
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker

Jaarrij = Meting | Actiejaar
PER_DEEL = 100  # rows on one page


# --- reading --------------------------------------------------------------------------------------------------------
def verloop_van(nota: Cultuurnota) -> Verloop:
    """What came of the note up to now; a constant number of queries."""
    return verloop({"nota": {"van": nota.van, "tot": nota.tot}, "doelstellingen": exporteer_doelen(nota)})


def jaar_of_404(heel: Verloop, jaar: int) -> int:
    """A year of the note, or one that holds something; a 404 for another."""
    if jaar not in heel.jaren:
        raise Http404
    return jaar


def doel_of_404(nota: Cultuurnota, kenmerk: Any) -> Doelstelling:
    return get_object_or_404(nota.doelstellingen, kenmerk=kenmerk)


def indicatoren_van(nota: Cultuurnota) -> list[Indicator]:
    """All of the note, in its order, each with its objective and the figure that fills it. One query."""
    rijen = Indicator.objects.filter(doelstelling__nota=nota).select_related("doelstelling", "cijferkoppeling")
    return list(rijen.order_by("doelstelling__volgorde", "doelstelling_id", "volgorde", "pk"))


@dataclass(frozen=True)
class Jaarblad:
    """What there is to fill in for one objective in a year: rows that exist, or new ones that are not kept yet."""

    doel: Doelstelling
    jaar: int
    metingen: tuple[Meting, ...]
    acties: tuple[Actiejaar, ...]
    deel: int = 1
    delen: int = 1

    def in_delen(self, gevraagd: str) -> "Jaarblad":
        """The asked part of a long one: a browser may send a thousand fields, not more. Else the first part."""
        delen = max(1, -(-len(self.rijen) // PER_DEEL))
        deel = int(gevraagd) if gevraagd.isascii() and gevraagd.isdigit() and len(gevraagd) < 4 else 1
        deel = deel if 1 <= deel <= delen else 1
        keuze = self.rijen[PER_DEEL * (deel - 1) : PER_DEEL * deel]
        metingen = tuple(rij for rij in keuze if isinstance(rij, Meting))
        acties = tuple(rij for rij in keuze if isinstance(rij, Actiejaar))
        return Jaarblad(self.doel, self.jaar, metingen, acties, deel, delen)

    @property
    def rijen(self) -> tuple[Jaarrij, ...]:
        return (*self.metingen, *self.acties)


def jaarblad(doel: Doelstelling, jaar: int) -> Jaarblad:
    """Every indicator, and the actions that run in the year, have no year, or have something in it. Four queries."""
    gemeten = {een.indicator_id: een for een in Meting.objects.filter(indicator__doelstelling=doel, jaar=jaar)}
    gedaan = {een.actie_id: een for een in Actiejaar.objects.filter(actie__doelstelling=doel, jaar=jaar)}
    metingen, acties = [], []
    for indicator in doel.indicatoren.select_related("cijferkoppeling"):
        meting = gemeten.get(indicator.pk) or Meting(indicator=indicator, jaar=jaar)
        meting.indicator = indicator
        metingen.append(meting)
    for actie in doel.acties.all():
        stap = gedaan.get(actie.pk)
        if stap is None and actie.jaren and jaar not in actie.jaren:
            continue
        stap = stap or Actiejaar(actie=actie, jaar=jaar)
        stap.actie = actie
        acties.append(stap)
    return Jaarblad(doel, jaar, tuple(metingen), tuple(acties))


def waarden_van(rij: Jaarrij) -> dict[str, Any]:
    """The fields that somebody fills in, by name."""
    if isinstance(rij, Meting):
        return {"waarde": rij.waarde, "uitleg": rij.uitleg}
    return {"stand": rij.stand, "kost": rij.kost, "uitleg": rij.uitleg}


def stand_van(rij: Jaarrij) -> str:
    """What a form is based on: the version, and a mark of the values, so that who touched nothing changes nothing."""
    return f"{rij.versie}:{merk_van(waarden_van(rij))}"


def merk_van(waarden: dict[str, Any]) -> str:
    """The same for the same values, however a number was written."""
    gewoon = [f"{een.normalize():f}" if isinstance(een, Decimal) else een for een in waarden.values()]
    return hashlib.sha256(json.dumps(gewoon).encode()).hexdigest()[:16]


# --- keeping --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Invoer:
    """What somebody filled in for a row. `basis`: the version that the form showed."""

    van: Indicator | Actie
    waarden: dict[str, Any]
    basis: int


@dataclass(frozen=True)
class Botsing:
    """Somebody saved the same row in between: theirs stays. `rij` is what stands in the note now."""

    invoer: Invoer
    rij: Jaarrij


def bewaar_jaar(*, nota: Cultuurnota, jaar: int, invoer: Sequence[Invoer], door: Gebruiker) -> list[Botsing]:
    """Keep every row that nobody else changed meanwhile; gives back the others. The same sent twice is once."""
    botsingen, bewaard = [], 0
    with transaction.atomic():
        Cultuurnota.objects.select_for_update().get(pk=nota.pk)
        bestaand = _bestaande(invoer, jaar)
        er_nog = _er_nog(nota, invoer)
        for een in invoer:
            if een.van not in er_nog:
                continue  # thrown away this very moment, with all that hangs on it
            rij = bestaand.get(een.van) or _nieuw(een.van, jaar)
            if merk_van(waarden_van(rij)) == merk_van(een.waarden):
                continue
            if rij.versie != een.basis:
                botsingen.append(Botsing(een, rij))
                continue
            _zet(rij, een.waarden)
            bewaard += 1
        if bewaard:
            Cultuurnota.objects.filter(pk=nota.pk).update(gewijzigd_op=nu())
            logboek.schrijf(
                door=door,
                actie="opvolging bewaard",
                over=nota,
                igs_slug=nota.igs.slug,
                veranderd={str(jaar): ("", f"{bewaard} rijen")},
            )
    return botsingen


def _er_nog(nota: Cultuurnota, invoer: Iterable[Invoer]) -> set[Indicator | Actie]:
    over = [een.van for een in invoer]
    indicatoren = Indicator.objects.filter(
        doelstelling__nota=nota, pk__in=[i.pk for i in over if isinstance(i, Indicator)]
    )
    acties = Actie.objects.filter(doelstelling__nota=nota, pk__in=[a.pk for a in over if isinstance(a, Actie)])
    return {*indicatoren, *acties}


def _bestaande(invoer: Iterable[Invoer], jaar: int) -> dict[Indicator | Actie, Jaarrij]:
    """Two queries."""
    over = [een.van for een in invoer]
    indicatoren = {een.pk: een for een in over if isinstance(een, Indicator)}
    acties = {een.pk: een for een in over if isinstance(een, Actie)}
    rijen: dict[Indicator | Actie, Jaarrij] = {}
    for meting in Meting.objects.filter(indicator__in=indicatoren, jaar=jaar):
        rijen[indicatoren[meting.indicator_id]] = meting
    for stap in Actiejaar.objects.filter(actie__in=acties, jaar=jaar):
        rijen[acties[stap.actie_id]] = stap
    return rijen


def _nieuw(van: Indicator | Actie, jaar: int) -> Jaarrij:
    return Meting(indicator=van, jaar=jaar) if isinstance(van, Indicator) else Actiejaar(actie=van, jaar=jaar)


def _zet(rij: Jaarrij, waarden: dict[str, Any]) -> None:
    """A value that somebody typed is no longer the one that the portal counted."""
    if isinstance(rij, Meting) and waarden["waarde"] != rij.waarde:
        rij.vanzelf, rij.geteld_op = False, None
    for naam, waarde in waarden.items():
        setattr(rij, naam, waarde)
    rij.versie += 1
    rij.save()
