"""Figures per region: registrations, disciplines, contacts, outcomes. Counts only, nobody's name.

Somebody of 13 to 15 counts here as everybody does: per region, never per municipality.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from igs.bereik import Bereik
from igs.models import IGS
from opnetwerk.models import Deelnemer, Gesprek, Gespreksbericht
from talent.contact import SOORT
from talent.models import Profiel, Talent, Toelating
from talent.uitkomsten import uitkomsten_per_regio

KOLOMMEN = ("regio", "wat", "aantal")
ZONDER_IGS = "gemeenten zonder IGS"


@dataclass
class Regiocijfers:
    """One region. `ingeschreven`: everybody who began; `online`: visible now; `ook_actief`: of other regions."""

    naam: str
    ingeschreven: int = 0
    online: int = 0
    wachten: int = 0
    ook_actief: int = 0
    disciplines: list[tuple[str, int]] = field(default_factory=list)
    gesprekken: int = 0
    beantwoord: int = 0
    # The year and how often both sides said that it happened in it, the newest first.
    uitkomsten: list[tuple[int, int]] = field(default_factory=list)

    @property
    def gelukt(self) -> int:
        """In all years together."""
        return sum(aantal for _jaar, aantal in self.uitkomsten)

    @property
    def antwoordgraad(self) -> int | None:
        """Whole per cent of the conversations with an answer; None when nobody wrote."""
        return round(100 * self.beantwoord / self.gesprekken) if self.gesprekken else None


def per_regio(bereik: Bereik) -> list[Regiocijfers]:
    """The regions of the scope in which somebody registered, by name; for redactie also who has none. Eight queries."""
    igsen = {igs.pk: igs for igs in bereik.binnen(IGS.objects.all())}
    regios: dict[int | None, Regiocijfers] = {pk: Regiocijfers(igs.naam) for pk, igs in igsen.items()}
    if bereik.alles:
        regios[None] = Regiocijfers(ZONDER_IGS)
    # What an organisation prepared for somebody who did not say yes yet is nobody's registration.
    begonnen = Talent.objects.filter(Q(voorbereiding=None) | Q(voorbereiding__overgenomen_op__isnull=False))
    _tel(regios, "ingeschreven", bereik.binnen(begonnen), "thuis")
    _tel(regios, "online", bereik.binnen(Talent.objects.online()), "thuis")
    wachten = bereik.binnen(Profiel.objects.filter(stand=Profiel.Stand.INGEDIEND))
    _tel(regios, "wachten", wachten, "talent__thuis")
    _tel_ook_actief(regios)
    _tel_disciplines(regios, bereik)
    for pk, jaar, aantal in uitkomsten_per_regio():
        if pk in regios:
            regios[pk].uitkomsten.append((jaar, aantal))
    _tel_gesprekken({igs.slug: regios[pk] for pk, igs in igsen.items()}, regios.get(None))
    return [regio for regio in _op_naam(regios.values()) if regio.ingeschreven or regio.ook_actief or not bereik.alles]


def _op_naam(regios: Iterable[Regiocijfers]) -> list[Regiocijfers]:
    return sorted(regios, key=lambda regio: (regio.naam == ZONDER_IGS, regio.naam))


def _tel(regios: dict[int | None, Regiocijfers], wat: str, rijen: Any, pad: str) -> None:
    for pk, aantal in rijen.order_by().values_list(pad).annotate(aantal=Count("pk")):
        if pk in regios:
            setattr(regios[pk], wat, aantal)


def _tel_ook_actief(regios: dict[int | None, Regiocijfers]) -> None:
    """Of `online` the admissions elsewhere: a condition on another row of the same table, so on the ids."""
    rijen = Toelating.objects.filter(
        soort=Toelating.Soort.OOK,
        stand=Toelating.Stand.TOEGELATEN,
        igs__in=[pk for pk in regios if pk],
        talent__in=Talent.objects.online().values("pk"),
    )
    _tel(regios, "ook_actief", rijen, "igs")


def _tel_disciplines(regios: dict[int | None, Regiocijfers], bereik: Bereik) -> None:
    online = bereik.binnen(Talent.objects.online()).filter(online__disciplines__isnull=False)
    rijen = online.order_by().values_list("thuis", "online__disciplines__naam").annotate(aantal=Count("pk"))
    for pk, naam, aantal in sorted(rijen, key=lambda rij: (-rij[2], rij[1])):
        if pk in regios:
            regios[pk].disciplines.append((naam, aantal))


def _tel_gesprekken(op_slug: dict[str, Regiocijfers], zonder: Regiocijfers | None) -> None:
    """Conversations that were delivered, and of these the ones in which the other side answered."""
    antwoord = Gespreksbericht.objects.filter(gesprek=OuterRef("pk"), van__kant=Deelnemer.Kant.ONTVANGER)
    bezorgd = Gesprek.objects.filter(betreft__startswith=f"{SOORT}:", bevestigd_op__isnull=False)
    per_slug = bezorgd.annotate(met_antwoord=Exists(antwoord)).order_by().values_list("igs_slug")
    rijen = per_slug.annotate(aantal=Count("pk"), beantwoord=Count("pk", filter=Q(met_antwoord=True)))
    for slug, gesprekken, beantwoord in rijen:
        regio = op_slug.get(slug) if slug else zonder
        if regio:
            regio.gesprekken, regio.beantwoord = gesprekken, beantwoord


def als_rijen(regios: list[Regiocijfers]) -> Iterator[tuple[str, str, int | str]]:
    """For the file: one figure a row."""
    for regio in regios:
        yield regio.naam, "ingeschreven", regio.ingeschreven
        yield regio.naam, "online", regio.online
        yield regio.naam, "wacht op een besluit", regio.wachten
        yield regio.naam, "ook actief, uit een andere regio", regio.ook_actief
        yield regio.naam, "gesprekken", regio.gesprekken
        yield regio.naam, "gesprekken met een antwoord", regio.beantwoord
        for jaar, aantal in regio.uitkomsten:
            yield regio.naam, f"gelukt in {jaar}", aantal
        for naam, aantal in regio.disciplines:
            yield regio.naam, f"discipline: {naam}", aantal
