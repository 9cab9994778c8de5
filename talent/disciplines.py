"""The taxonomy of disciplines: what ships with the portal, and how it gets into the database.

The file gives the terms a start; afterwards they are the editors'. A key never changes: it stands in addresses.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q

from opnetwerk import logboek
from opnetwerk.models import Gebruiker
from talent import zoekrij
from talent.models import Discipline, Talent

BESTAND = Path(__file__).parent / "gegevens" / "disciplines.csv"
LANGSTE_SYNONIEM = 60  # characters; what the column holds
STAP = 10  # between two terms, so that editors can put one in between


@dataclass(frozen=True)
class Term:
    """One line of the file; `boven` is the key of the first level, empty for a term of that level."""

    sleutel: str
    naam: str
    boven: str
    uitdatabank: str
    synoniemen: tuple[str, ...]
    volgorde: int


def termen() -> list[Term]:
    """The terms of the file in their order; a first-level term stands before the ones under it."""
    with BESTAND.open(encoding="utf-8", newline="") as bestand:
        return [
            Term(
                sleutel=rij["sleutel"],
                naam=rij["naam"],
                boven=rij["boven"],
                uitdatabank=rij["uitdatabank"],
                synoniemen=tuple(rij["synoniemen"].split("|")) if rij["synoniemen"] else (),
                volgorde=nummer * STAP,
            )
            for nummer, rij in enumerate(csv.DictReader(bestand), start=1)
        ]


@transaction.atomic
def laad_disciplines() -> int:
    """Add the terms that are not there yet; how many. What is there is left as the editors want it."""
    bekend = {discipline.sleutel: discipline for discipline in Discipline.objects.all()}
    nieuw = 0
    for term in termen():
        if term.sleutel not in bekend:
            bekend[term.sleutel] = Discipline.objects.create(
                sleutel=term.sleutel,
                naam=term.naam,
                boven=bekend[term.boven] if term.boven else None,
                uitdatabank=term.uitdatabank,
                synoniemen=list(term.synoniemen),
                volgorde=term.volgorde,
            )
            nieuw += 1
    return nieuw


# --- what redactie changes --------------------------------------------------------------------------------------------
class KanNietSamen(Exception):
    """These two cannot become one; the text is a Dutch sentence for redactie."""


def doel_van(term: Discipline) -> Discipline:
    """The term where its key leads today: itself, or the one it was merged into."""
    gezien = {term.pk}
    while term.opgegaan_in and term.opgegaan_in.pk not in gezien:
        term = term.opgegaan_in
        gezien.add(term.pk)
    return term


def wat_belet_samen(term: Discipline, doel: Discipline) -> str:
    """Why `term` cannot become part of `doel`; empty when it can."""
    if term.pk == doel.pk:
        return "Kies een andere discipline."
    if term.opgegaan_in_id:
        return f"“{term}” is al opgegaan in “{doel_van(term)}”."
    if doel.opgegaan_in_id:
        return f"“{doel}” is zelf opgegaan in “{doel_van(doel)}”. Kies die."
    if bool(term.boven_id) != bool(doel.boven_id):
        return "Voeg een kunstvorm samen met een kunstvorm, of een discipline met een discipline."
    return ""


@transaction.atomic
def voeg_samen(*, term: Discipline, doel: Discipline, door: Gebruiker) -> int:
    """Let `term` be part of `doel` from now on; the number of makers in the directory whose row was written again.

    Every version of a profile and every call that named `term` names `doel`; what stood under it stands under `doel`;
    its words find `doel`. The key stays, and leads on. Raises KanNietSamen.
    """
    rijen = {
        een.pk: een for een in Discipline.objects.select_for_update(of=("self",)).filter(pk__in=(term.pk, doel.pk))
    }
    term, doel = rijen[term.pk], rijen[doel.pk]
    if bezwaar := wat_belet_samen(term, doel):
        raise KanNietSamen(bezwaar)
    geraakt = _makers_met(term, doel)
    _verhuis(term, doel)
    woorden = dict.fromkeys([*doel.synoniemen, term.naam, *term.synoniemen])
    doel.synoniemen = [woord[:LANGSTE_SYNONIEM] for woord in woorden if woord.lower() != doel.naam.lower()]
    doel.save(update_fields=["synoniemen"])
    Discipline.objects.filter(Q(boven=term)).update(boven=doel)
    Discipline.objects.filter(Q(opgegaan_in=term) | Q(pk=term.pk)).update(opgegaan_in=doel)
    logboek.schrijf(door=door, actie="discipline samengevoegd", over=term, veranderd={"opgegaan in": ("", doel.naam)})
    _leid_af(geraakt)
    return len(geraakt)


def leid_makers_af(term: Discipline) -> int:
    """After a change of its words: write the rows again of who has the term, or one under it; how many.

    Called in the transaction of the change.
    """
    geraakt = _makers_met(term)
    _leid_af(geraakt)
    return len(geraakt)


def aantal_makers(term: Discipline) -> int:
    """How many makers who are online named the term itself."""
    return Talent.objects.online().filter(online__disciplines=term).count()


def _makers_met(*termen: Discipline) -> list[int]:
    """The talents online that name one of these terms, or one under them."""
    onder = Discipline.objects.filter(Q(pk__in=[een.pk for een in termen]) | Q(boven__in=termen))
    return sorted(set(Talent.objects.online().filter(online__disciplines__in=onder).values_list("pk", flat=True)))


def _leid_af(nummers: list[int]) -> None:
    for begin in range(0, len(nummers), zoekrij.PARTIJ):
        zoekrij.leid_reeks_af(nummers[begin : begin + zoekrij.PARTIJ])


def _verhuis(term: Discipline, doel: Discipline) -> None:
    """Whatever names `term` names `doel`, once: every many-to-many relation to the taxonomy, hidden ones too."""
    for relatie in Discipline._meta.get_fields(include_hidden=True):
        if not (relatie.many_to_many and relatie.auto_created):
            continue
        veld: Any = relatie.field  # type: ignore[union-attr]
        van, naar = f"{veld.m2m_field_name()}_id", f"{veld.m2m_reverse_field_name()}_id"
        tussen = veld.remote_field.through._default_manager
        al = tussen.filter(**{naar: doel.pk}).values(van)
        tussen.filter(**{naar: term.pk, f"{van}__in": al}).delete()
        tussen.filter(**{naar: term.pk}).update(**{naar: doel.pk})
