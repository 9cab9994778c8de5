"""Edited content as visitors see it: news, practices, contacts, guidance, and what an IGS has of each.

Every question starts from `zichtbaar(nu)`; the agenda has a module of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import CharField, F, Func, Model, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Greatest
from django.urls import reverse

from igs.models import IGS, Activiteit, Bericht, Coordinator, Gidstekst, Portret, Praktijk, Vraag
from opnetwerk.models import Versie
from opnetwerk.redactioneel import Redactioneel

PER_PAGINA = 24
M = TypeVar("M", bound=Model)


def met_laatst(queryset: QuerySet[M]) -> QuerySet[M]:
    """Each row with `laatst_op`: when what visitors see was written or published, whichever came last."""
    meta = queryset.model._meta
    versie = Versie.objects.filter(
        content_type__app_label=meta.app_label,
        content_type__model=meta.model_name,
        object_id=OuterRef("pk"),
        nummer=OuterRef("versie"),
    )
    rijen: Any = queryset.annotate(laatst_op=Greatest("gepubliceerd_op", Subquery(versie.values("op")[:1])))
    return rijen


def laatst_gewijzigd(item: Redactioneel) -> datetime | None:
    """`laatst_op` of `met_laatst`; without it the moment of publication (None for a draft)."""
    return getattr(item, "laatst_op", None) or item.gepubliceerd_op


def berichten(nu: datetime, igs: IGS | None = None) -> QuerySet[Bericht]:
    """The news, newest first: of everybody, or of one IGS."""
    rijen = met_laatst(Bericht.objects.zichtbaar(nu).select_related("igs", "foto"))
    return rijen.filter(igs=igs) if igs else rijen


def praktijken(nu: datetime) -> QuerySet[Praktijk]:
    """The practices, newest first."""
    return met_laatst(Praktijk.objects.zichtbaar(nu).select_related("igs", "foto"))


def gidsteksten(pagina: str, nu: datetime) -> QuerySet[Gidstekst]:
    """What redactie put on top of a guidance page, newest first."""
    return met_laatst(Gidstekst.objects.zichtbaar(nu).filter(pagina=pagina))


def contactpersonen(igs: IGS, op: date) -> QuerySet[Coordinator]:
    """Who can be reached at an IGS on the day; the e-mail address stays in the database."""
    lopend = Coordinator.objects.filter(igs=igs, van__lte=op).exclude(tot__lt=op)
    return lopend.only("naam", "functie", "telefoon")


# --- BE/LICHT by question ---


@dataclass(frozen=True)
class Vraaggesprek:
    """One question with everybody's answer, and the other questions that somebody answered."""

    vraag: Vraag
    antwoorden: list[tuple[Portret, str]]
    andere: list[Vraag]

    @classmethod
    def over(cls, slug: str, nu: datetime) -> "Vraaggesprek | None":
        """Two queries. None when there is no such question."""
        vragen = list(Vraag.objects.all())
        vraag = next((een for een in vragen if een.slug == slug), None)
        if vraag is None:
            return None
        portretten = list(Portret.objects.zichtbaar(nu).select_related("igs", "foto"))
        beantwoord = {een for portret in portretten for een in portret.antwoorden}
        antwoorden = [(portret, portret.antwoorden[slug]) for portret in portretten if slug in portret.antwoorden]
        return cls(vraag, antwoorden, [een for een in vragen if een.slug in beantwoord and een != vraag])


# --- what an IGS has ---


@dataclass(frozen=True)
class Bijdrage:
    """A portrait, practice or piece of news in the list of its IGS; `tekst` is the introduction or the rich text."""

    view: str
    slug: str
    titel: str
    tekst: str
    gepubliceerd_op: datetime
    naam: str
    verteld: str
    # The page of the IGS itself: its name is there already, and a list there has no pictures.
    igs: None = None
    foto: None = None

    def get_absolute_url(self) -> str:
        return reverse(self.view, args=[self.slug])


HOOGSTENS_BIJ_IGS = {"portretten": 12, "praktijken": 6, "berichten": 3}


def bijdragen_van(igs: IGS, nu: datetime) -> dict[str, list[Bijdrage]]:
    """The newest "portretten", "praktijken" and "berichten" of an IGS. One query for the three."""
    bronnen: list[tuple[str, str, type[Any], dict[str, Any]]] = [
        ("portretten", "belicht_pagina", Portret, {"kern": F("inleiding"), "wie": F("naam"), "toen": F("verteld")}),
        ("praktijken", "praktijken_pagina", Praktijk, {"kern": F("tekst"), "wie": Value(""), "toen": Value("")}),
        ("berichten", "nieuws_pagina", Bericht, {"kern": F("tekst"), "wie": Value(""), "toen": Value("")}),
    ]
    delen = [
        model.objects.zichtbaar(nu)
        .filter(igs=igs)
        .annotate(view=Value(view, output_field=CharField()), **velden)
        .values_list("view", "slug", "titel", "kern", "gepubliceerd_op", "wie", "toen")[: HOOGSTENS_BIJ_IGS[soort]]
        for soort, view, model, velden in bronnen
    ]
    rijen = [Bijdrage(*rij) for rij in delen[0].union(*delen[1:], all=True)]
    rijen.sort(key=lambda rij: rij.gepubliceerd_op, reverse=True)
    return {soort: [rij for rij in rijen if rij.view == view] for soort, view, _, _ in bronnen}


# --- to be found ---

ZONDER_TAGS = Func(
    F("tekst"), Value("<[^>]*>"), Value(" "), Value("g"), function="regexp_replace", output_field=TextField()
)


def zoek(woorden: Sequence[str], nu: datetime, hoogstens: int) -> list[tuple[str, str]]:
    """What visitors may see and in which every word occurs: (title, path), titles that have them first. One query."""
    bronnen: list[tuple[str, QuerySet[Any], tuple[str, ...]]] = [
        ("belicht_pagina", Portret.objects.zichtbaar(nu), ("titel", "naam", "inleiding")),
        ("belicht_vragen_pagina", Vraag.objects.annotate(titel=F("tekst")), ("titel",)),
        ("agenda_pagina", _met_woorden(Activiteit.objects.zichtbaar(nu)), ("titel", "plaats", "publiek", "woorden")),
        ("nieuws_pagina", _met_woorden(Bericht.objects.zichtbaar(nu)), ("titel", "woorden")),
        ("praktijken_pagina", _met_woorden(Praktijk.objects.zichtbaar(nu)), ("titel", "woorden")),
    ]
    delen = [
        rijen.filter(_elk_woord(woorden, velden))
        .annotate(view=Value(view, output_field=CharField()))
        .values_list("titel", "view", "slug")[:hoogstens]
        for view, rijen, velden in bronnen
    ]
    gevonden = [(titel, reverse(view, args=[slug])) for titel, view, slug in delen[0].union(*delen[1:], all=True)]
    gevonden.sort(key=lambda paar: not all(woord.lower() in paar[0].lower() for woord in woorden))
    return gevonden[:hoogstens]


def _met_woorden(rijen: QuerySet[M]) -> QuerySet[M]:
    met_woorden: Any = rijen.annotate(woorden=ZONDER_TAGS)
    return met_woorden


def _elk_woord(woorden: Sequence[str], velden: Iterable[str]) -> Q:
    """Every word in at least one of the fields."""
    voorwaarde = Q()
    for woord in woorden:
        in_een_veld = Q()
        for veld in velden:
            gezocht = _zoals_bewaard(woord) if veld == "woorden" else woord
            in_een_veld |= Q(**{f"{veld}__unaccent__icontains": gezocht})
        voorwaarde &= in_een_veld
    return voorwaarde


def _zoals_bewaard(woord: str) -> str:
    """As it stands in a cleaned rich text."""
    return woord.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def paden(nu: datetime) -> list[str]:
    """The path of every visible item, for the sitemap; questions only when somebody answers them. Three queries."""
    bronnen: list[tuple[str, type[Redactioneel]]] = [
        ("belicht_pagina", Portret),
        ("agenda_pagina", Activiteit),
        ("nieuws_pagina", Bericht),
        ("praktijken_pagina", Praktijk),
    ]
    delen = [
        model.objects.zichtbaar(nu)
        .order_by()
        .annotate(view=Value(view, output_field=CharField()))
        .values_list("view", "slug")
        for view, model in bronnen
    ]
    items = [reverse(view, args=[slug]) for view, slug in delen[0].union(*delen[1:], all=True)]
    beantwoord = {slug for rij in Portret.objects.zichtbaar(nu).values_list("antwoorden", flat=True) for slug in rij}
    return [*items, *(vraag.get_absolute_url() for vraag in Vraag.objects.all() if vraag.slug in beantwoord)]


# --- page by page ---


@dataclass(frozen=True)
class Blad:
    """One page of a list; `vraag` is the rest of the address, so that a filter goes along."""

    pagina: Page
    vraag: str = ""

    @classmethod
    def van(cls, rijen: QuerySet[Any], nummer: str | None, vraag: str = "") -> "Blad":
        """What is no number is the first page, what is too high the last. Two queries."""
        return cls(Paginator(rijen, PER_PAGINA).get_page(nummer or 1), vraag)

    @property
    def nummers(self) -> list[int | str]:
        """The numbers to choose from, with an ellipsis where some are left out."""
        return list(self.pagina.paginator.get_elided_page_range(self.pagina.number, on_each_side=2, on_ends=1))

    @property
    def basis(self) -> str:
        """What comes before the page number in a link."""
        return f"?{self.vraag}&pagina=" if self.vraag else "?pagina="

    @property
    def adres(self) -> str:
        """The query of this page itself, empty for the first one without a filter."""
        if self.pagina.number > 1:
            return f"{self.basis}{self.pagina.number}"
        return f"?{self.vraag}" if self.vraag else ""
