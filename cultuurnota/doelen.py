"""Challenges, objectives, indicators and actions: kept with a version, moved one place, thrown away.

Every change locks the note first, so that two people who change the same thing at once come one after the other.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import models, transaction
from django.db.models import Max, Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404

from cultuurnota.models import Actie, Cultuurnota, Doelstelling, Indicator, Uitdaging
from opnetwerk import logboek
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker
from talent.volgorde import verschuif

Rij = Uitdaging | Doelstelling | Indicator | Actie
SOORTEN: dict[str, type[Rij]] = {
    "uitdaging": Uitdaging,
    "doelstelling": Doelstelling,
    "indicator": Indicator,
    "actie": Actie,
}
# The way from a row to its note.
PAD: dict[type[models.Model], str] = {
    Uitdaging: "nota",
    Doelstelling: "nota",
    Indicator: "doelstelling__nota",
    Actie: "doelstelling__nota",
}
MEESTE = 500  # of each kind in one note: far above a real one, below what a page can show
TE_VEEL = "Er staan er al 500 in deze nota. Haal er eerst een weg."


class Botsing(Exception):
    """Somebody saved or removed it in between; nothing was written. `rij` is theirs, None when it is gone."""

    def __init__(self, rij: Rij | None) -> None:
        super().__init__("Iemand anders bewaarde dit intussen.")
        self.rij = rij


class Vol(Exception):
    """There are too many of this kind; the text is the Dutch sentence."""


def soort_of_404(soort: str) -> type[Rij]:
    if soort not in SOORTEN:
        raise Http404
    return SOORTEN[soort]


def rij_of_404(nota: Cultuurnota, soort: str, kenmerk: UUID) -> Rij:
    """One row of this note; a 404 for one of another note."""
    model = soort_of_404(soort)
    rij: Any = get_object_or_404(model, **{PAD[model]: nota}, kenmerk=kenmerk)
    return rij


def is_weg(soort: str, kenmerk: UUID) -> bool:
    """Whether no note has it (any more): a button pressed twice."""
    return not soort_of_404(soort)._default_manager.filter(kenmerk=kenmerk).exists()


def soort_van(rij: Rij) -> str:
    return type(rij)._meta.model_name or ""


def stand_van(rij: Rij) -> str:
    """What a form is based on: the number of the version; a challenge has none, its words count."""
    if isinstance(rij, Uitdaging):
        return hashlib.sha256(json.dumps([rij.titel, rij.tekst]).encode()).hexdigest()[:16]
    return str(rij.versie)


def bewaar(
    *, nota: Cultuurnota, rij: Rij, basis: str, door: Gebruiker, uitdagingen: Sequence[Uitdaging] | None = None
) -> Rij:
    """Keep the row as it was filled in. A new one is recognised by its reference: the same sent twice is one row.

    Raises Botsing when somebody saved in between, Vol when there are too many.
    """
    with transaction.atomic():
        _slot(nota)
        nieuw = rij.pk is None
        if nieuw:
            al = _al_bewaard(nota, rij, uitdagingen)
            if al is not None:
                return al
            if type(rij)._default_manager.filter(kenmerk=rij.kenmerk).exists():
                rij.kenmerk = uuid4()  # of another note, which it is no business of
            rij.volgorde = _volgende(nota, rij)
        else:
            vers = type(rij)._default_manager.filter(pk=rij.pk).first()
            if vers is None or stand_van(vers) != basis:
                raise Botsing(vers)
        if not isinstance(rij, Uitdaging):
            rij.versie += 1
        rij.save()
        if isinstance(rij, Doelstelling) and uitdagingen is not None:
            rij.uitdagingen.set(uitdagingen)
        _noteer("toegevoegd" if nieuw else "bewaard", nota, rij, door)
    return rij


def verwijder(*, nota: Cultuurnota, rij: Rij, door: Gebruiker) -> None:
    """Throw it away with all that hangs under it; gone already is fine."""
    with transaction.atomic():
        _slot(nota)
        vers = type(rij)._default_manager.filter(pk=rij.pk).first()
        if vers is not None:
            _noteer("verwijderd", nota, vers, door)
            vers.delete()


def verplaats(*, nota: Cultuurnota, rij: Rij, stap: int, plek: int, door: Gebruiker) -> bool:
    """One place up (-1) or down (1). `plek`: where it stood on the page; when it moved meanwhile nothing happens."""
    with transaction.atomic():
        _slot(nota)
        lijst = list(buren(nota, rij))
        if not (0 <= plek < len(lijst) and lijst[plek].pk == rij.pk):
            return False
        verschuif(lijst, lijst[plek], stap)
        _noteer("verplaatst", nota, rij, door)
    return True


def buren(nota: Cultuurnota, rij: Rij) -> models.QuerySet[Any]:
    """The rows among which this one has its place."""
    if isinstance(rij, Uitdaging):
        return nota.uitdagingen.all()
    if isinstance(rij, Doelstelling):
        return nota.doelstellingen.filter(boven=rij.boven_id)
    return type(rij)._default_manager.filter(doelstelling=rij.doelstelling_id)


def hangt_eronder(rij: Rij) -> dict[str, int]:
    """What goes along when this row is thrown away: words and numbers, without what is not there."""
    if isinstance(rij, Uitdaging) or not isinstance(rij, Doelstelling):
        return {}
    hele = Doelstelling.objects.filter(boven=rij) | Doelstelling.objects.filter(pk=rij.pk)
    aantallen = {
        "operationele doelstellingen": rij.operationele.count(),
        "indicatoren": Indicator.objects.filter(doelstelling__in=hele).count(),
        "acties": Actie.objects.filter(doelstelling__in=hele).count(),
    }
    return {woord: aantal for woord, aantal in aantallen.items() if aantal}


def _slot(nota: Cultuurnota) -> None:
    Cultuurnota.objects.select_for_update().get(pk=nota.pk)


def _al_bewaard(nota: Cultuurnota, rij: Rij, uitdagingen: Sequence[Uitdaging] | None) -> Rij | None:
    """The row that a new one is already: its button was pressed twice. None when it has still to be made.

    Something else typed in the same form, after Back, is a row of its own: its reference follows from what it says.
    """
    al: Rij | None = _van(nota, rij).filter(kenmerk=rij.kenmerk).first()
    if al is None:
        return None
    nieuw = _inhoud(rij, uitdagingen or ())
    if _inhoud(al, al.uitdagingen.all() if isinstance(al, Doelstelling) else ()) == nieuw:
        return al
    rij.kenmerk = uuid5(rij.kenmerk, repr(nieuw))
    ander: Rij | None = _van(nota, rij).filter(kenmerk=rij.kenmerk).first()
    return ander


def _inhoud(rij: Rij, uitdagingen: Iterable[Uitdaging]) -> list[Any]:
    """What somebody typed, and what it hangs on."""
    velden = [veld for veld in rij._meta.concrete_fields if veld.name not in {"id", "kenmerk", "volgorde", "versie"}]
    return [*(veld.value_from_object(rij) for veld in velden), sorted(een.pk for een in uitdagingen)]


def _van(nota: Cultuurnota, rij: Rij) -> models.QuerySet[Any]:
    """All of this kind in the note."""
    return type(rij)._default_manager.filter(**{PAD[type(rij)]: nota})


def _volgende(nota: Cultuurnota, rij: Rij) -> int:
    if _van(nota, rij).count() >= MEESTE:
        raise Vol(TE_VEEL)
    hoogste: int | None = buren(nota, rij).aggregate(hoogste=Max("volgorde"))["hoogste"]
    return 0 if hoogste is None else hoogste + 1


def _noteer(actie: str, nota: Cultuurnota, rij: Rij, door: Gebruiker) -> None:
    Cultuurnota.objects.filter(pk=nota.pk).update(gewijzigd_op=nu())
    logboek.schrijf(door=door, actie=f"{soort_van(rij)} {actie}", over=rij, igs_slug=nota.igs.slug)


# --- what a page shows ----------------------------------------------------------------------------------------------
def boom(nota: Cultuurnota) -> list[Doelstelling]:
    """The strategic objectives in order, each with `eronder`, its operational ones; a constant number of queries."""
    alle = list(
        nota.doelstellingen.prefetch_related(
            "uitdagingen", Prefetch("indicatoren"), Prefetch("acties", Actie.objects.all())
        )
    )
    for een in alle:
        een.eronder = [ander for ander in alle if ander.boven_id == een.pk]  # type: ignore[attr-defined]
    return [een for een in alle if een.boven_id is None]


@dataclass(frozen=True)
class Plan:
    """One action in the planning: whose objective, and per year of the note whether it runs then."""

    actie: Actie
    doelstelling: Doelstelling
    loopt: tuple[bool, ...]


@dataclass(frozen=True)
class Planning:
    """The years, the actions in the order of the objectives, and the cost of all together in euro."""

    jaren: tuple[int, ...]
    acties: tuple[Plan, ...]

    @property
    def kost(self) -> Decimal:
        return sum((plan.actie.kost or Decimal(0) for plan in self.acties), Decimal(0))

    @property
    def zonder_kost(self) -> int:
        return sum(plan.actie.kost is None for plan in self.acties)

    @property
    def zonder_jaar(self) -> list[Plan]:
        return [plan for plan in self.acties if not any(plan.loopt)]

    @property
    def per_jaar(self) -> list[tuple[int, list[Plan]]]:
        return [(jaar, [plan for plan in self.acties if plan.loopt[nummer]]) for nummer, jaar in enumerate(self.jaren)]


def planning(nota: Cultuurnota) -> Planning:
    """Which action runs in which year of the note."""
    jaren = tuple(nota.jaren)
    plannen = [
        Plan(actie, een, tuple(jaar in actie.jaren for jaar in jaren))
        for boven in boom(nota)
        for een in (boven, *boven.eronder)  # type: ignore[attr-defined]
        for actie in een.acties.all()
    ]
    return Planning(jaren, tuple(plannen))
