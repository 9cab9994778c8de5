"""What a coordinator decides: about a submitted version of a profile, and about a talent in the own region.

Nothing is visible before `keur_goed`. Each decision is about what the coordinator saw: `gezien` is the `stempel` of
that moment, and a version that changed since is not decided unseen (Veranderd). The admin asks who may decide what.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from igs.models import IGS
from opnetwerk import logboek
from opnetwerk.dag import nu, vandaag
from opnetwerk.models import Gebruiker
from talent import beoordeelpost, leeftijd
from talent.keuzes import Leeftijd
from talent.models import Beoordeling, Profiel, Talent, Toelating
from talent.noteren import noteer
from talent.ouders import heeft_ja_van_ouder
from talent.toestemmen import PUBLICATIE, heeft_toestemming
from talent.zoekrij import leid_af

Besluit = Beoordeling.Besluit
LANGSTE_REDEN = 500  # characters; what Toelating.reden holds


class Veranderd(Exception):
    """It does not lie there any more as it was seen; nothing was decided."""

    def __init__(self) -> None:
        super().__init__("Dit profiel veranderde intussen, of iemand anders besliste al. Bekijk het opnieuw.")


class KanNiet(Exception):
    """This cannot be decided (yet); the text is a Dutch sentence for the coordinator."""


def stempel(profiel: Profiel) -> str:
    """Which submission this is: another after every save and every time it is submitted."""
    return f"{profiel.versie}.{profiel.ingediend_op.timestamp() if profiel.ingediend_op else 0:.6f}"


def keur_goed(*, profiel: Profiel, door: Gebruiker, gezien: str | None = None) -> Talent:
    """Show this version to visitors, and admit the talent in its home region. Raises Veranderd and KanNiet."""
    with _ter_beoordeling(profiel, gezien) as (talent, rij):
        if bezwaar := wat_belet(talent):
            raise KanNiet(bezwaar)
        leeftijd.pas_toe(talent, door)
        _besluit(talent, rij, Besluit.GOEDGEKEURD, Profiel.Stand.GOEDGEKEURD, door)
        moment = nu()
        talent.online, talent.concept = rij, None
        talent.gepubliceerd_op = talent.gepubliceerd_op or moment
        talent.bijgewerkt_op = talent.bevestigd_op = moment
        talent.gevraagd_op, talent.keren_gevraagd = None, 0
        talent.save()
        _beslis_thuis(talent, Toelating.Stand.TOEGELATEN, door)
        leid_af(talent)
    return talent


def wat_belet(talent: Talent) -> str:
    """Why this talent cannot be made visible now; empty when it can."""
    if talent.wissen_op:
        return "De maker vroeg om dit profiel te wissen. Je kunt het niet meer publiceren."
    if talent.voorbeeld:  # an invented person has nobody to agree
        return ""
    if leeftijd.na_goedkeuring(talent) == Leeftijd.JONG and not heeft_ja_van_ouder(talent):
        return "Een ouder moet nog akkoord gaan. Tot dan kun je dit profiel niet publiceren."
    if not heeft_toestemming(talent, PUBLICATIE):
        return "De maker geeft (nog) geen toestemming om online te staan. Tot dan kun je dit profiel niet publiceren."
    return ""


def vraag_aanpassing(
    *, profiel: Profiel, door: Gebruiker, redenen: dict[str, str], toelichting: str = "", gezien: str | None = None
) -> Beoordeling:
    """Send it back with what should change, per field or in general. Raises Veranderd, KanNiet without any reason."""
    redenen = {veld: reden for veld, reden in redenen.items() if reden}
    if not redenen and not toelichting:
        raise KanNiet("Zeg wat er anders moet: bij een veld, of in de toelichting.")
    with _ter_beoordeling(profiel, gezien) as (talent, rij):
        stand = Profiel.Stand.AANPASSING
        return _besluit(talent, rij, Besluit.AANPASSING, stand, door, redenen=redenen, toelichting=toelichting)


def weiger(
    *,
    profiel: Profiel,
    door: Gebruiker,
    toelichting: str,
    redenen: dict[str, str] | None = None,
    gezien: str | None = None,
) -> Beoordeling:
    """Refuse this version with the reason; what is online stays online. Raises Veranderd, KanNiet without a reason."""
    if not toelichting:
        raise KanNiet("Zeg waarom je weigert.")
    with _ter_beoordeling(profiel, gezien) as (talent, rij):
        stand = Profiel.Stand.GEWEIGERD
        besluit = _besluit(talent, rij, Besluit.GEWEIGERD, stand, door, redenen=redenen or {}, toelichting=toelichting)
        if talent.online_id is None:
            _beslis_thuis(talent, Toelating.Stand.GEWEIGERD, door, toelichting)
    return besluit


def geef_door(
    *, profiel: Profiel, door: Gebruiker, naar: IGS | None, toelichting: str = "", gezien: str | None = None
) -> Beoordeling:
    """Make another region the home of the talent: it decides, and the talent keeps its place in the queue.

    `naar` None: redactie. What is online stays online. Raises Veranderd, and KanNiet for the same or a stopped region.
    """
    with _ter_beoordeling(profiel, gezien) as (talent, rij):
        if naar == talent.thuis or (naar and not naar.actief_op(vandaag())):
            raise KanNiet("Kies een andere regio die nog werkt.")
        van = talent.thuis
        besluit = _besluit(talent, rij, Besluit.DOORGEGEVEN, rij.stand, door, naar=naar, toelichting=toelichting)
        talent.thuis = naar
        talent.save(update_fields=["thuis"])
        # Where it was "ook actief" it is at home now: one row a region.
        talent.toelatingen.filter(igs=naar, soort=Toelating.Soort.OOK).delete()
        talent.toelatingen.filter(soort=Toelating.Soort.THUIS).update(igs=naar)
        van_naar = {"regio": (van.naam if van else "redactie", naar.naam if naar else "redactie")}
        noteer(talent=talent, actie="regio gewijzigd", door=door, veranderd=van_naar)
        leid_af(talent)
    return besluit


@contextmanager
def _ter_beoordeling(profiel: Profiel, gezien: str | None) -> Iterator[tuple[Talent, Profiel]]:
    """Talent and version, locked in that order, while it lies there as it was seen."""
    gezien = stempel(profiel) if gezien is None else gezien
    with transaction.atomic():
        talent = Talent.objects.select_for_update(of=("self",)).filter(pk=profiel.talent_id).first()
        rij = Profiel.objects.select_for_update(of=("self",)).filter(pk=profiel.pk).first()
        if talent is None or rij is None or talent.concept_id != rij.pk:
            raise Veranderd
        if rij.stand != Profiel.Stand.INGEDIEND or stempel(rij) != gezien:
            raise Veranderd
        rij.talent = talent
        yield talent, rij
    profiel.refresh_from_db()


def _besluit(talent: Talent, rij: Profiel, besluit: Besluit, stand: str, door: Gebruiker, **velden: Any) -> Beoordeling:
    """Keep the decision, log it and tell the managers."""
    rij.stand = stand
    if besluit != Besluit.DOORGEGEVEN:
        rij.beslist_op = nu()
    rij.save(update_fields=["stand", "beslist_op"])
    gemaakt = Beoordeling.objects.create(profiel=rij, besluit=besluit, igs=talent.thuis, door=door, **velden)
    noteer(talent=talent, actie=f"profiel {besluit.label}", door=door)
    beoordeelpost.mail_besluit(gemaakt, talent)
    return gemaakt


def _beslis_thuis(talent: Talent, stand: str, door: Gebruiker, reden: str = "") -> None:
    talent.toelatingen.filter(soort=Toelating.Soort.THUIS).update(
        stand=stand, beslist_op=nu(), beslist_door=door, reden=reden[:LANGSTE_REDEN]
    )


# --- "ook actief in" --------------------------------------------------------------------------------------------------
def laat_toe(*, toelating: Toelating, door: Gebruiker) -> Toelating:
    """Show the talent in this region too; twice is once. Raises KanNiet while it is not visible at home."""
    with _op_slot(toelating) as rij:
        if rij.stand == Toelating.Stand.TOEGELATEN:
            return rij
        if not Talent.objects.online().filter(pk=rij.talent_id).exists():
            raise KanNiet("Dit talent is nu niet zichtbaar in zijn thuisregio. Je kunt het nog niet toelaten.")
        return _beslis(rij, Toelating.Stand.TOEGELATEN, door)


def weiger_toelating(*, toelating: Toelating, door: Gebruiker, reden: str) -> Toelating:
    """Not in this region (any more), with the reason; twice is once. Raises KanNiet without a reason."""
    if not reden:
        raise KanNiet("Zeg waarom je weigert.")
    with _op_slot(toelating) as rij:
        if rij.stand == Toelating.Stand.GEWEIGERD:
            return rij
        return _beslis(rij, Toelating.Stand.GEWEIGERD, door, reden)


@contextmanager
def _op_slot(toelating: Toelating) -> Iterator[Toelating]:
    """The row, locked after its talent; its home region is decided with the profile, never here."""
    with transaction.atomic():
        Talent.objects.select_for_update(of=("self",)).filter(pk=toelating.talent_id).first()
        rij = Toelating.objects.select_for_update(of=("self",)).filter(pk=toelating.pk).first()
        if rij is None or rij.soort != Toelating.Soort.OOK:
            raise Veranderd
        yield rij


def _beslis(rij: Toelating, stand: Toelating.Stand, door: Gebruiker, reden: str = "") -> Toelating:
    veranderd = {"stand": (rij.get_stand_display(), stand.label)}
    rij.stand, rij.beslist_op, rij.beslist_door, rij.reden = stand, nu(), door, reden[:LANGSTE_REDEN]
    rij.save(update_fields=["stand", "beslist_op", "beslist_door", "reden"])
    # In the log book of the region that decides, and without a name: the log can only grow.
    naamloos = Toelating(pk=rij.pk, igs=rij.igs, talent=Talent(slug=f"talent {str(rij.talent.kenmerk)[:8]}"))
    slug = rij.igs.slug if rij.igs else ""
    logboek.schrijf(door=door, actie=f"talent {stand.label}", over=naamloos, igs_slug=slug, veranderd=veranderd)
    beoordeelpost.mail_toelating(rij)
    leid_af(rij.talent)
    return rij
