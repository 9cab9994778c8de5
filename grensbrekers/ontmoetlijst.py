"""Meetings as pages show them: which, for whom, how many places are left, and what waits for a coordinator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from grensbrekers.models import Grensbreker, Inschrijving, Inzicht, Ontmoeting, Thema
from grensbrekers.ontmoeten import Stand, ingeschreven, is_zichtbaar
from igs.bereik import Bereik
from igs.wacht import Post
from opnetwerk.dag import nu

NOG_TE_DOEN = timedelta(days=90)  # after a meeting; what is older is left alone


@dataclass(frozen=True)
class Keuze:
    """What an address asks of the list; a theme that nobody knows counts as not asked."""

    thema: Thema | None = None

    @classmethod
    def uit(cls, vraag: Mapping[str, str], themas: Sequence[Thema]) -> "Keuze":
        sleutel = vraag.get("thema", "")
        return cls(next((een for een in themas if een.sleutel == sleutel), None))

    def op(self, rijen: QuerySet[Any]) -> QuerySet[Any]:
        return rijen.filter(themas=self.thema) if self.thema else rijen

    @property
    def vraag(self) -> str:
        """The part of the address behind the question mark."""
        return f"thema={self.thema.sleutel}" if self.thema else ""


def zichtbare(moment: datetime) -> QuerySet[Ontmoeting]:
    """What visitors may see, with all that a card or a page shows; called off or not."""
    rijen: QuerySet[Ontmoeting] = met_kaartje(Ontmoeting.objects.gepubliceerd(moment))
    return rijen


def komend(moment: datetime) -> QuerySet[Ontmoeting]:
    return met_kaartje(Ontmoeting.objects.komend(moment))


def voorbij(moment: datetime) -> QuerySet[Ontmoeting]:
    return met_kaartje(Ontmoeting.objects.voorbij(moment))


def met_kaartje(rijen: QuerySet[Ontmoeting]) -> QuerySet[Ontmoeting]:
    return rijen.select_related("gemeente", "igs").prefetch_related("themas")


def heeft_verslag(ontmoeting: Ontmoeting, moment: datetime) -> bool:
    """Whether visitors may read the report."""
    op = ontmoeting.verslag_op
    return bool(ontmoeting.verslag) and op is not None and op <= moment and is_zichtbaar(ontmoeting, moment)


def met_verslag(moment: datetime) -> QuerySet[Ontmoeting]:
    """The meetings of which visitors may read the report."""
    return zichtbare(moment).filter(verslag_op__lte=moment).exclude(verslag="")


def inzichten_van(ontmoeting: Ontmoeting, moment: datetime) -> list[tuple[str, list[Inzicht]]]:
    """What was learned there, under the name of each theme; what has none comes last, under an empty name."""
    rijen = Inzicht.objects.filter(ontmoeting=ontmoeting, gepubliceerd_op__lte=moment).prefetch_related("themas")
    per_thema: dict[tuple[int, str], list[Inzicht]] = {}
    for inzicht in rijen:
        # Once, under the first of its themes: a page that says the same thing twice looks like a mistake.
        thema = next(iter(inzicht.themas.all()), None)
        plek = (thema.volgorde, thema.naam) if thema else (100_000, "")
        per_thema.setdefault(plek, []).append(inzicht)
    return [(naam, per_thema[(volgorde, naam)]) for volgorde, naam in sorted(per_thema)]


@dataclass(frozen=True)
class Deelname:
    """A meeting for one member: who comes, who waits, and where the member stands."""

    ontmoeting: Ontmoeting
    lid: Grensbreker
    rijen: list[Inschrijving]
    moment: datetime

    @classmethod
    def van(cls, ontmoeting: Ontmoeting, lid: Grensbreker) -> "Deelname":
        """One query."""
        return cls(ontmoeting, lid, list(ingeschreven(ontmoeting)), nu())

    @property
    def komen(self) -> list[Inschrijving]:
        return [rij for rij in self.rijen if rij.stand == Stand.KOMT]

    @property
    def wachten(self) -> list[Inschrijving]:
        return [rij for rij in self.rijen if rij.stand == Stand.WACHT]

    @cached_property
    def mijn(self) -> Inschrijving | None:
        return next((rij for rij in self.rijen if rij.grensbreker_id == self.lid.pk), None)

    @property
    def wachtplaats(self) -> int:
        """The place of the member on the waiting list, counted from 1; 0 for who is not on it."""
        return next((n for n, rij in enumerate(self.wachten, 1) if rij.grensbreker_id == self.lid.pk), 0)

    @property
    def vrij(self) -> int | None:
        """Places left; None without a limit."""
        limiet = self.ontmoeting.limiet
        return None if limiet is None else max(limiet - len(self.komen), 0)

    @property
    def is_open(self) -> bool:
        """Whether signing up and off is still possible."""
        return not self.ontmoeting.geannuleerd_op and self.ontmoeting.begint_op > self.moment

    @property
    def is_voorbij(self) -> bool:
        return self.ontmoeting.eindigt_op <= self.moment


def met_mijn_stand(rijen: QuerySet[Ontmoeting], lid: Grensbreker) -> list[Ontmoeting]:
    """The meetings with `mijn_stand` in words (empty for who is not on the list) and `aantal_komt`. Three queries."""
    telt = Q(inschrijvingen__stand=Stand.KOMT, inschrijvingen__grensbreker__stand=Grensbreker.Stand.TOEGELATEN)
    lijst: list[Ontmoeting] = list(rijen.annotate(aantal_komt=Count("inschrijvingen", filter=telt, distinct=True)))
    mijne = Inschrijving.objects.filter(grensbreker=lid, ontmoeting__in=lijst).exclude(stand=Stand.AFGEMELD)
    standen = {rij.ontmoeting_id: rij.get_stand_display() for rij in mijne}
    for ontmoeting in lijst:
        ontmoeting.mijn_stand = standen.get(ontmoeting.pk, "")  # type: ignore[attr-defined]
    return lijst


def posten(bereik: Bereik, dag: date) -> list[Post]:
    """For the landing page of the admin: what is left to do after a meeting."""
    moment = nu()
    geweest = bereik.binnen(Ontmoeting.objects.voorbij(moment)).filter(
        geannuleerd_op=None, eindigt_op__gt=moment - NOG_TE_DOEN
    )
    kwam = Inschrijving.objects.filter(ontmoeting=OuterRef("pk"), stand=Stand.KOMT)
    ongenoteerd = geweest.filter(Exists(kwam)).exclude(Exists(kwam.filter(aanwezig__isnull=False)))
    pad = reverse("admin:grensbrekers_ontmoeting_changelist")
    regels = [
        Post("Ontmoetingen: noteer wie er was", ongenoteerd.count(), f"{pad}?wat=voorbij"),
        Post("Ontmoetingen zonder verslag", geweest.filter(verslag="").count(), f"{pad}?wat=voorbij"),
    ]
    if bereik.alles:
        concepten = Inzicht.objects.filter(gepubliceerd_op=None).count()
        lijst = reverse("admin:grensbrekers_inzicht_changelist")
        regels.append(Post("Inzichten: nog niet gepubliceerd", concepten, f"{lijst}?stand=concept"))
    return regels
