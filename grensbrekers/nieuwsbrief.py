"""The newsletter to measure: new colleagues near by, open questions, the next meeting, one insight. Never empty.

`stel_samen` decides what stands in a letter, from plain data; `maak_nieuwsbrieven` loads, sends and remembers.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.timezone import get_default_timezone

from grensbrekers import inzichten, ontmoetlijst, vragen
from grensbrekers.gehad import gehad_van, onthoud, periodes_van
from grensbrekers.keuzes import Briefritme
from grensbrekers.ledenpost import Mailsoort, pauzeert, stuur
from grensbrekers.models import Grensbreker, Inzicht, Netwerkvraag, Ontmoeting
from grensbrekers.regio import op_grond_van, rondom
from igs.models import Gemeente
from igs.netwerk import Netwerk

SOORT = "brief"  # of a Verzending
NIEUW_SINDS = timedelta(days=62)  # two letters of a month
ONTMOETING_BINNEN = timedelta(days=92)
INZICHT_SINDS = timedelta(days=366)
HOOGSTENS = 5  # colleagues, and questions, in one letter; the rest comes in the next
LEDEN_TEGELIJK = 200  # whose letter is prepared at once


@dataclass(frozen=True)
class Aanbod:
    """Everything that may stand in a letter of the day. `collegas`: new members by NIS code of where they work."""

    collegas: Mapping[str, list[Grensbreker]] = field(default_factory=dict)
    vragen: list[Netwerkvraag] = field(default_factory=list)
    ontmoetingen: list[Ontmoeting] = field(default_factory=list)
    inzichten: list[Inzicht] = field(default_factory=list)

    @property
    def is_leeg(self) -> bool:
        return not (self.collegas or self.vragen or self.ontmoetingen or self.inzichten)


@dataclass(frozen=True)
class Brief:
    """What stands in one letter."""

    collegas: list[Grensbreker]
    vragen: list[Netwerkvraag]
    ontmoeting: Ontmoeting | None
    inzicht: Inzicht | None

    @property
    def inhoud(self) -> list[str]:
        """The same things by the keys under which they are remembered; empty when there is nothing to tell."""
        delen = [f"collega:{collega.kenmerk}" for collega in self.collegas]
        delen += [vragen.sleutel_van(vraag) for vraag in self.vragen]
        delen += [f"ontmoeting:{self.ontmoeting.uid}"] if self.ontmoeting else []
        return [*delen, *([f"inzicht:{self.inzicht.pk}"] if self.inzicht else [])]


def periode_van(ritme: str, dag: date) -> str:
    """'2026-W48' for who reads weekly, '2026-11' for who reads monthly. ValueError for any other rhythm."""
    if ritme == Briefritme.WEEK:
        jaar, week, _ = dag.isocalendar()
        return f"{jaar}-W{week:02}"
    if ritme == Briefritme.MAAND:
        return f"{dag:%Y-%m}"
    raise ValueError(f"Geen ritme van een brief: {ritme}")


def stel_samen(lid: Grensbreker, aanbod: Aanbod, in_de_buurt: Collection[str], gehad: Collection[str]) -> Brief:
    """A letter for the member, without what they had. `in_de_buurt`: NIS codes. No query when themes are loaded."""
    themas = {thema.pk for thema in lid.themas.all()}
    collegas = [
        collega
        for code in in_de_buurt
        for collega in aanbod.collegas.get(code, [])
        if collega.pk != lid.pk and f"collega:{collega.kenmerk}" not in gehad
    ]
    return Brief(
        collegas=collegas[:HOOGSTENS],
        vragen=vragen.voor_lid(lid, aanbod.vragen, gehad)[:HOOGSTENS],
        ontmoeting=_volgende(lid, aanbod.ontmoetingen, themas, gehad),
        inzicht=_inzicht(aanbod.inzichten, themas, gehad),
    )


def _volgende(
    lid: Grensbreker, ontmoetingen: list[Ontmoeting], themas: set[int], gehad: Collection[str]
) -> Ontmoeting | None:
    """The first one that is for the member: of their IGS, of none, or with a shared theme; not where they come."""
    for ontmoeting in ontmoetingen:
        van_ons = ontmoeting.igs_id in (None, lid.igs_id) or themas & {thema.pk for thema in ontmoeting.themas.all()}
        al_bij = lid.pk in {rij.grensbreker_id for rij in ontmoeting.inschrijvingen.all()}
        if van_ons and not al_bij and f"ontmoeting:{ontmoeting.uid}" not in gehad:
            return ontmoeting
    return None


def _inzicht(lijst: list[Inzicht], themas: set[int], gehad: Collection[str]) -> Inzicht | None:
    """The newest on a theme of the member, else the newest."""
    nieuw = [een for een in lijst if f"inzicht:{een.pk}" not in gehad]
    eigen = (een for een in nieuw if themas & {thema.pk for thema in een.themas.all()})
    return next(eigen, nieuw[0] if nieuw else None)


# --- sending --------------------------------------------------------------------------------------------------------
def maak_nieuwsbrieven(*, dag: date) -> int:
    """The letters of the day: each member at most one in the period of their rhythm, none when there is nothing.

    May be called every day and by two workers at once; a period without news is looked at again. The number of mails.
    """
    aanbod = aanbod_van(dag)
    if aanbod.is_leeg:
        return 0
    netwerk = Netwerk.op(dag)
    buurten: dict[str, list[str]] = {}
    leden = [lid for lid in _lezers() if not pauzeert(lid, dag)]
    aantal = 0
    for begin in range(0, len(leden), LEDEN_TEGELIJK):
        deel = leden[begin : begin + LEDEN_TEGELIJK]
        gehad = gehad_van(deel)
        periodes = {periode_van(ritme, dag) for ritme in (Briefritme.WEEK, Briefritme.MAAND)}
        klaar = periodes_van(deel, SOORT, periodes)
        for lid in deel:
            periode = periode_van(lid.briefritme, dag)
            if (lid.pk, periode) in klaar:
                continue
            if lid.gemeente_id not in buurten:
                buurten[lid.gemeente_id] = _buurt(lid.gemeente, netwerk)
            brief = stel_samen(lid, aanbod, buurten[lid.gemeente_id], gehad[lid.pk])
            aantal += bool(brief.inhoud) and _verstuur(lid, brief, periode)
    return aantal


def aanbod_van(dag: date) -> Aanbod:
    """What there is to tell on the day. A constant number of queries."""
    moment = datetime.combine(dag, time(12), get_default_timezone())
    nieuw: dict[str, list[Grensbreker]] = defaultdict(list)
    leden = Grensbreker.objects.leden().filter(beslist_op__gt=moment - NIEUW_SINDS)
    for lid in leden.select_related("gemeente").order_by("-beslist_op", "pk"):
        nieuw[lid.gemeente_id].append(lid)
    komend = ontmoetlijst.komend(moment).filter(geannuleerd_op=None, begint_op__gt=moment)
    komend = komend.filter(begint_op__lt=moment + ONTMOETING_BINNEN).prefetch_related("inschrijvingen")
    recent = inzichten.zichtbare(moment).filter(gepubliceerd_op__gt=moment - INZICHT_SINDS)
    return Aanbod(nieuw, list(vragen.te_mailen(dag)), list(komend), list(recent))


def _lezers() -> list[Grensbreker]:
    leden = Grensbreker.objects.leden().exclude(briefritme=Briefritme.NOOIT)
    return list(leden.select_related("gemeente", "igs").prefetch_related("themas").order_by("pk"))


def _buurt(gemeente: Gemeente, netwerk: Netwerk) -> list[str]:
    """NIS codes of the municipality and its neighbours, the own ground first."""
    eigen, *buren = rondom(gemeente, netwerk)
    return [*op_grond_van([eigen], netwerk), *op_grond_van(buren, netwerk)]


@transaction.atomic
def _verstuur(lid: Grensbreker, brief: Brief, periode: str) -> bool:
    """False when another worker was ahead."""
    if not onthoud(lid=lid, soort=SOORT, periode=periode, inhoud=brief.inhoud):
        return False
    stuur(
        lid=lid,
        sjabloon="nieuwsbrief",
        sleutel=f"brief:{periode}",
        soort=Mailsoort.BRIEF,
        brief=brief,
        vragen=vragen.met_adres(lid, brief.vragen),
        antwoord_aan=vragen.adres_voor_meer(lid) if brief.vragen else "",
    )
    return True
