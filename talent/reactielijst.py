"""Reactions as they are read: by the organiser who answers them, and by the talent who waits."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, QuerySet, Value, When

from opnetwerk.models import Gebruiker
from talent import oproeppost
from talent.models import Oproep, Organisator, Reactie, Talent
from talent.reacties import bezwaar_bij
from talent.verlaten import naam_van
from talent.zichtbaarheid import Kijker, Toonprofiel, toon
from talent.zoekrij import met_publiek_profiel


# --- for the organiser ----------------------------------------------------------------------------------------------
def oproepen_van(organisator: Organisator) -> QuerySet[Oproep]:
    """Their calls, whatever the stand: the last deadline first."""
    return organisator.oproepen.select_related("organisator", "gemeente", "igs").order_by("-deadline", "-pk")


def reacties_op(oproep: Oproep) -> QuerySet[Reactie]:
    """Who waits first, then by when they answered; those that withdrew last."""
    volgorde = Case(
        When(status=Reactie.Status.NIEUW, then=Value(0)),
        When(status=Reactie.Status.INGETROKKEN, then=Value(2)),
        default=Value(1),
    )
    return oproep.reacties.select_related("talent").order_by(volgorde, "op", "pk")


def met_kenmerken(oproep: Oproep, kenmerken: list[str]) -> list[Reactie]:
    """Those that were on a page that was posted, whatever page they stand on now."""
    return list(reacties_op(oproep).filter(kenmerk__in=kenmerken))


def profielen_bij(rijen: Sequence[Reactie]) -> dict[int, Toonprofiel]:
    """What an organiser sees of each talent, as every visitor; a talent that is not online any more is left out."""
    nummers = [rij.talent_id for rij in rijen]
    online = met_publiek_profiel(Talent.objects.online().filter(pk__in=nummers))
    return {talent.pk: toon(talent, Kijker.BEZOEKER) for talent in online}


# --- for the talent -------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class MijnReactie:
    """A reaction of one of my talents. `status` and `reden` as the talent may know them now."""

    reactie: Reactie
    naam: str
    weet: bool

    @property
    def status(self) -> str:
        return self.reactie.status if self.weet else Reactie.Status.NIEUW.value

    @property
    def status_woord(self) -> str:
        return str(Reactie.Status(self.status).label)

    @property
    def reden(self) -> str:
        return self.reactie.reden if self.weet else ""

    @property
    def kan_intrekken(self) -> bool:
        loopt = self.reactie.oproep.stand in (Oproep.Stand.OPEN, Oproep.Stand.GESLOTEN)
        return loopt and self.status in (Reactie.Status.NIEUW, Reactie.Status.GEKOZEN, Reactie.Status.RESERVE)


def mijn_reacties(gebruiker: Gebruiker) -> list[MijnReactie]:
    """Of every talent that the account manages, the last one first."""
    rijen = Reactie.objects.filter(talent__beheer__gebruiker=gebruiker).select_related(
        "oproep__organisator", "oproep__gemeente", "talent__online", "talent__concept"
    )
    lijst = list(rijen.order_by("-op", "-pk"))
    bekend = oproeppost.meegedeeld(lijst)
    zelf = {rij.pk for rij in lijst if rij.status in (Reactie.Status.NIEUW, Reactie.Status.INGETROKKEN)}
    return [MijnReactie(rij, naam_van(rij.talent), rij.pk in bekend | zelf) for rij in lijst]


def mijn_reactie(gebruiker: Gebruiker, kenmerk: str) -> Reactie | None:
    """The reaction with this reference, of a talent that the account manages."""
    eigen = [een.reactie for een in mijn_reacties(gebruiker)]
    return next((rij for rij in eigen if str(rij.kenmerk) == kenmerk), None)


@dataclass(frozen=True)
class Kandidaat:
    """One of my talents for a call. `bezwaar`: why it cannot answer; `reactie`: the answer that it gave."""

    talent: Talent
    naam: str
    bezwaar: str
    reactie: MijnReactie | None

    @property
    def kan(self) -> bool:
        return not self.bezwaar and not self.reactie


def kandidaten(oproep: Oproep, gebruiker: Gebruiker) -> list[Kandidaat]:
    """My talents, by name."""
    gegeven = {een.reactie.talent_id: een for een in mijn_reacties(gebruiker) if een.reactie.oproep_id == oproep.pk}
    eigen = list(Talent.objects.beheerd_door(gebruiker).select_related("online", "concept"))
    online = {talent.pk: talent for talent in Talent.objects.online().filter(pk__in=[talent.pk for talent in eigen])}
    lijst = [
        Kandidaat(
            talent,
            naam_van(talent),
            bezwaar_bij(oproep, talent, online.get(talent.pk)),
            _loopt(gegeven.get(talent.pk)),
        )
        for talent in eigen
    ]
    return sorted(lijst, key=lambda een: (een.naam.lower(), een.talent.pk))


def _loopt(gegeven: MijnReactie | None) -> MijnReactie | None:
    """A reaction that was withdrawn is none: it can be given again."""
    return None if gegeven and gegeven.status == Reactie.Status.INGETROKKEN else gegeven
