"""Who works near a member: colleagues of the own municipality and of the ones around it, across borders of IGS'en."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from grensbrekers.keuzes import Rol
from grensbrekers.models import Grensbreker, Thema
from grensbrekers.regio import op_grond_van, rondom
from igs.models import Gemeente
from igs.netwerk import Netwerk


@dataclass(frozen=True)
class Zoekvraag:
    """What is asked of the list; what nobody knows counts as not asked."""

    thema: str = ""
    rol: str = ""

    @classmethod
    def lees(cls, gevraagd: Any, themas: list[Thema]) -> "Zoekvraag":
        thema, rol = gevraagd.get("thema", ""), gevraagd.get("rol", "")
        sleutels = {een.sleutel for een in themas}
        return cls(thema if thema in sleutels else "", rol if rol in Rol.values else "")

    def __bool__(self) -> bool:
        return bool(self.thema or self.rol)


@dataclass(frozen=True)
class Groep:
    """The colleagues of one municipality."""

    gemeente: Gemeente
    eigen: bool
    collegas: list[Grensbreker]


@dataclass(frozen=True)
class Buurt:
    """Groups with somebody in them, the own municipality first; and the municipalities where nobody is yet."""

    groepen: list[Groep]
    nog_niemand: list[Gemeente]

    @property
    def aantal(self) -> int:
        return sum(len(groep.collegas) for groep in self.groepen)


def buurt_van(lid: Grensbreker, vraag: Zoekvraag, dag: date) -> Buurt:
    """Colleagues near the member, without the member. A constant number of queries."""
    netwerk = Netwerk.op(dag)
    gemeenten = rondom(lid.gemeente, netwerk)
    per_gemeente: dict[str, list[Grensbreker]] = defaultdict(list)
    for collega in collegas_in(op_grond_van(gemeenten, netwerk)).exclude(pk=lid.pk):
        per_gemeente[netwerk.cel(netwerk.alle_gemeenten[collega.gemeente_id]).nis_code].append(collega)
    gezocht = {nis: [een for een in collegas if _past(een, vraag)] for nis, collegas in per_gemeente.items()}
    groepen = [
        Groep(gemeente, gemeente == gemeenten[0], gezocht[gemeente.nis_code])
        for gemeente in gemeenten
        if gezocht.get(gemeente.nis_code)
    ]
    return Buurt(groepen, [gemeente for gemeente in gemeenten[1:] if gemeente.nis_code not in per_gemeente])


def collegas_in(codes: list[str]) -> QuerySet[Grensbreker]:
    """Members who work in these municipalities (NIS codes), with what a card shows, by name."""
    leden = Grensbreker.objects.leden().filter(gemeente__in=codes)
    return leden.select_related("gemeente", "igs").prefetch_related("themas").order_by("naam", "pk")


def _past(collega: Grensbreker, vraag: Zoekvraag) -> bool:
    themas = {thema.sleutel for thema in collega.themas.all()}
    return (not vraag.thema or vraag.thema in themas) and (not vraag.rol or collega.rol == vraag.rol)


def cijfers() -> dict[str, int]:
    """For everybody: how many members, and in how many municipalities. Totals only."""
    leden = Grensbreker.objects.leden()
    return {"leden": leden.count(), "gemeenten": leden.values("gemeente").distinct().count()}
