"""My talents: which ones, and how each stands, in words."""

from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format

from opnetwerk.models import Gebruiker
from talent.models import Beheer, Profiel, Talent


@dataclass(frozen=True)
class Stand:
    """A word, and one or two sentences that say what it means and what comes next."""

    woord: str
    uitleg: str


VERBORGEN = {
    Talent.Verborgen.EIGENAAR: "Niemand ziet het profiel. Je kunt het hier weer tonen.",
    Talent.Verborgen.STIL: "We hoorden lang niets van je. Klopt alles nog? Toon het dan weer.",
    Talent.Verborgen.REDACTIE: "De coördinator of de redactie verborg het profiel. Vraag hen waarom.",
    Talent.Verborgen.OUDER: "Je ouder verborg het profiel. Alleen je ouder kan het weer tonen.",
}
CONCEPT = {
    Profiel.Stand.CONCEPT: Stand("Concept", "Nog niemand ziet je profiel. Vul het aan en dien het in."),
    Profiel.Stand.INGEDIEND: Stand("Ingediend", "De coördinator van je streek kijkt het na. Je krijgt een mail."),
    Profiel.Stand.AANPASSING: Stand("Aanpassing gevraagd", "Lees wat er anders moet, pas het aan en dien opnieuw in."),
    Profiel.Stand.GEWEIGERD: Stand("Geweigerd", "Lees waarom. Je kunt het profiel aanpassen en opnieuw indienen."),
}
WIJZIGING = {
    Profiel.Stand.CONCEPT: "Je begon een wijziging. Bezoekers zien nog de versie van vroeger.",
    Profiel.Stand.INGEDIEND: "De coördinator kijkt je wijziging na. Bezoekers zien nog de versie van vroeger.",
    Profiel.Stand.AANPASSING: "Bij je wijziging is een aanpassing gevraagd. Bezoekers zien nog de versie van vroeger.",
    Profiel.Stand.GEWEIGERD: "Je wijziging is geweigerd. Bezoekers zien nog de versie van vroeger.",
}


def stand_van(talent: Talent) -> Stand:
    """How the talent stands for who manages it; `online` and `concept` are loaded."""
    if talent.wissen_op:
        dag = date_format(timezone.localtime(talent.wissen_op), "j F Y")
        return Stand("Wordt gewist", f"Niemand ziet het profiel. Op {dag} wissen we alles.")
    if talent.verborgen_door:
        return Stand("Verborgen", VERBORGEN[Talent.Verborgen(talent.verborgen_door)])
    wijziging = WIJZIGING.get(Profiel.Stand(talent.concept.stand), "") if talent.concept else ""
    if talent.online:
        pauze = "Er staat bij dat je even niet beschikbaar bent." if talent.pauze else ""
        return Stand("Online", " ".join(filter(None, [wijziging or "Bezoekers zien je profiel.", pauze])))
    return CONCEPT.get(
        Profiel.Stand(talent.concept.stand) if talent.concept else Profiel.Stand.CONCEPT, CONCEPT[Profiel.Stand.CONCEPT]
    )


def _beheer() -> Any:
    return Beheer.objects.select_related(
        "talent__online", "talent__concept", "talent__thuis", "talent__oudertoestemming"
    )


def mijn_beheer(gebruiker: Gebruiker) -> list[Beheer]:
    """What the account manages, in the order in which it began. One query."""
    return list(_beheer().filter(gebruiker=gebruiker).order_by("talent__gemaakt_op", "pk"))


def beheer_of_404(gebruiker: Any, slug: str) -> Beheer:
    """The right of this account on the talent; a 404 for a stranger, as if it were not there."""
    beheer: Beheer = get_object_or_404(_beheer(), gebruiker=gebruiker, talent__slug=slug)
    return beheer
