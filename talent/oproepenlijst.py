"""The calls as visitors read them: which are open, narrowed by what they choose, and how long an answer takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.text import capfirst

from igs.models import IGS
from talent.keuzes import Aanbod
from talent.models import Discipline, Oproep, Organisator, Reactie

BETAALD = "betaald"
GENOEG = 5  # answers, before anything is said of how fast an organiser is


def zichtbare() -> QuerySet[Oproep]:
    """What everybody may read, with what a page shows of it."""
    rijen: QuerySet[Oproep] = Oproep.objects.zichtbaar()
    return rijen.select_related("organisator", "gemeente", "igs").prefetch_related("disciplines__boven")


def open_op(dag: date) -> QuerySet[Oproep]:
    """What is open on the day, the first deadline first."""
    return zichtbare() & Oproep.objects.open(dag)


def nieuwste(dag: date, aantal: int) -> list[Oproep]:
    """The last ones put online that are still open; no examples."""
    return list(open_op(dag).filter(voorbeeld=False).order_by("-gepubliceerd_op", "-pk")[:aantal])


# --- narrowing ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Optie:
    sleutel: str
    naam: str
    gekozen: bool


@dataclass(frozen=True)
class Keuze:
    """What a visitor chose, known keys only. `discipline`: of the first level."""

    kans: str = ""
    discipline: str = ""
    regio: str = ""
    betaald: bool = False

    @classmethod
    def uit(cls, vraag: QueryDict, aanbod: "Keuzelijsten") -> "Keuze":
        """What is not in the lists is no choice."""
        kans, discipline, regio = (vraag.get(veld, "") for veld in ("kans", "discipline", "regio"))
        return cls(
            kans=kans if kans in aanbod.kansen else "",
            discipline=discipline if discipline in aanbod.disciplines else "",
            regio=regio if regio in aanbod.regios else "",
            betaald=vraag.get(BETAALD) == "1",
        )

    @property
    def vraag(self) -> str:
        """The query without a page number; empty when nothing was chosen."""
        delen = {"kans": self.kans, "discipline": self.discipline, "regio": self.regio}
        delen |= {BETAALD: "1" if self.betaald else ""}
        return urlencode({naam: waarde for naam, waarde in delen.items() if waarde})

    def op(self, rijen: QuerySet[Oproep]) -> QuerySet[Oproep]:
        """The calls that fit; one that asks for no discipline in particular fits with every discipline."""
        if self.kans:
            rijen = rijen.filter(kans=self.kans)
        if self.discipline:
            onder = Discipline.objects.filter(Q(sleutel=self.discipline) | Q(boven__sleutel=self.discipline))
            gevraagd = Oproep.disciplines.through.objects.filter(oproep=OuterRef("pk"))
            rijen = rijen.filter(~Exists(gevraagd) | Exists(gevraagd.filter(discipline__in=onder)))
        if self.regio:
            rijen = rijen.filter(igs__slug=self.regio)
        if self.betaald:
            rijen = rijen.filter(vergoeding=Oproep.Vergoeding.BEDRAG)
        return rijen


@dataclass(frozen=True)
class Keuzelijsten:
    """What there is to choose among the calls of the day: key → name, in the order of the page. Three queries."""

    kansen: dict[str, str]
    disciplines: dict[str, str]
    regios: dict[str, str]

    @classmethod
    def op(cls, dag: date) -> "Keuzelijsten":
        open_ = Oproep.objects.open(dag).order_by()
        kansen = set(open_.values_list("kans", flat=True))
        regios = IGS.objects.filter(oproepen__in=open_).distinct().order_by("naam")
        disciplines = Discipline.objects.filter(boven=None, opgegaan_in=None).order_by("volgorde", "naam")
        return cls(
            {waarde: capfirst(str(woord)) for waarde, woord in Aanbod.choices if waarde in kansen},
            dict(disciplines.values_list("sleutel", "naam")) if kansen else {},
            dict(regios.values_list("slug", "naam")),
        )


# --- how long it takes ----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Antwoordcijfers:
    """Of one organiser: how many reactions, how many of them answered by the organiser, and in how many days.

    `dagen`: the median in whole days, None while there are too few answers to say anything.
    """

    reacties: int = 0
    beantwoord: int = 0
    dagen: int | None = None

    @property
    def percentage(self) -> int | None:
        """Answered, per hundred; None without a reaction."""
        return round(100 * self.beantwoord / self.reacties) if self.reacties else None


def antwoordcijfers(organisatoren: Iterable[Organisator]) -> dict[int, Antwoordcijfers]:
    """Per organiser; withdrawn reactions do not count, answers of the coordinator in their place neither. One query."""
    from talent.oproepen import STANDAARDREGEL

    rijen = Reactie.objects.filter(oproep__organisator__in=organisatoren).exclude(status=Reactie.Status.INGETROKKEN)
    per: dict[int, list[tuple[datetime, datetime | None]]] = {}
    for nummer, op, beslist_op, reden in rijen.values_list("oproep__organisator", "op", "beslist_op", "reden"):
        per.setdefault(nummer, []).append((op, None if reden == STANDAARDREGEL else beslist_op))
    return {nummer: _cijfers(lijst) for nummer, lijst in per.items()}


def _cijfers(rijen: list[tuple[datetime, datetime | None]]) -> Antwoordcijfers:
    dagen = [max((beslist - op).days, 0) for op, beslist in rijen if beslist]
    snel = max(round(median(dagen)), 1) if len(dagen) >= GENOEG else None
    return Antwoordcijfers(len(rijen), len(dagen), snel)


def antwoordzin(oproep: Oproep, cijfers: Antwoordcijfers | None) -> str:
    """How long it takes until you have an answer, in a sentence."""
    belofte = "Je krijgt altijd een antwoord, ten laatste als de oproep sluit."
    if cijfers is None or cijfers.dagen is None:
        return belofte
    dagen = "een dag" if cijfers.dagen == 1 else f"{cijfers.dagen} dagen"
    return f"{oproep.organisator.organisatie} antwoordt meestal binnen {dagen}. {belofte}"


def aantal_wachtend(oproepen: Iterable[Oproep]) -> dict[int, int]:
    """How many reactions wait for an answer, per call. One query."""
    wacht = Reactie.objects.filter(oproep__in=oproepen, status=Reactie.Status.NIEUW)
    return _tel(wacht.values_list("oproep", flat=True))


def aantal_reacties(oproepen: Iterable[Oproep]) -> dict[int, int]:
    """How many reactions there are, the withdrawn ones left out, per call. One query."""
    alle = Reactie.objects.filter(oproep__in=oproepen).exclude(status=Reactie.Status.INGETROKKEN)
    return _tel(alle.values_list("oproep", flat=True))


def _tel(nummers: Any) -> dict[int, int]:
    geteld: dict[int, int] = {}
    for nummer in nummers:
        geteld[nummer] = geteld.get(nummer, 0) + 1
    return geteld
