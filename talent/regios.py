"""Being active elsewhere too ("ook actief in"): a maker asks, and each region admits for itself."""

from datetime import timedelta

from django.db import transaction

from igs.models import IGS
from igs.netwerk import Netwerk
from opnetwerk.dag import nu, vandaag
from opnetwerk.models import Gebruiker
from talent.models import Talent, Toelating
from talent.noteren import noteer
from talent.zoekrij import leid_af

MEESTE_REGIOS = 5  # besides the home region; whoever works everywhere belongs in every search, not in every region
OPNIEUW_NA = timedelta(days=90)  # after a refusal


class KanNiet(Exception):
    """This cannot be asked; the text is a Dutch sentence for the maker."""


def regios_van(talent: Talent) -> list[Toelating]:
    """Home first, then the others by name."""
    rijen = talent.toelatingen.select_related("igs")
    return sorted(rijen, key=lambda rij: (rij.soort != Toelating.Soort.THUIS, rij.igs.naam if rij.igs else ""))


def te_vragen(talent: Talent) -> list[IGS]:
    """The IGS'en of today that can be asked now, by name."""
    bezet = {rij.igs_id for rij in talent.toelatingen.all() if not _mag_opnieuw(rij)}
    return [igs for igs in Netwerk.op(vandaag()).actieve_igs if igs.pk not in bezet]


def _mag_opnieuw(rij: Toelating) -> bool:
    geweigerd = rij.soort == Toelating.Soort.OOK and rij.stand == Toelating.Stand.GEWEIGERD
    return geweigerd and rij.beslist_op is not None and rij.beslist_op + OPNIEUW_NA <= nu()


def vraag_toelating(*, talent: Talent, igs: IGS, door: Gebruiker) -> Toelating:
    """Ask a region to show the talent too; twice is once. Raises KanNiet."""
    with transaction.atomic():
        vast = Talent.objects.select_for_update(of=("self",)).select_related("thuis").get(pk=talent.pk)
        bestaand = vast.toelatingen.filter(igs=igs).first()
        if bestaand and bestaand.stand != Toelating.Stand.GEWEIGERD:
            return bestaand
        if bestaand and not _mag_opnieuw(bestaand):
            raise KanNiet(f"{igs.naam} zei nee. Je mag het na {OPNIEUW_NA.days} dagen opnieuw vragen.")
        if not igs.actief_op(vandaag()):
            raise KanNiet(f"{igs.naam} werkt niet meer. Kies een andere regio.")
        anders = vast.toelatingen.filter(soort=Toelating.Soort.OOK).exclude(stand=Toelating.Stand.GEWEIGERD)
        if anders.count() >= MEESTE_REGIOS:
            raise KanNiet(f"Je kunt in {MEESTE_REGIOS} andere regio's staan. Haal er eerst een weg.")
        if bestaand:
            bestaand.delete()
        gemaakt = Toelating.objects.create(talent=vast, igs=igs, soort=Toelating.Soort.OOK)
        Toelating.objects.filter(pk=gemaakt.pk).update(gevraagd_op=nu())
        noteer(talent=vast, actie=f"ook actief gevraagd: {igs.slug}"[:50], door=door)
    gemaakt.refresh_from_db()
    return gemaakt


def stop_in(*, talent: Talent, igs: IGS, door: Gebruiker) -> None:
    """Not in this region any more, or take the question back; twice is once. A refusal stays, so that it is kept."""
    with transaction.atomic():
        vast = Talent.objects.select_for_update(of=("self",)).select_related("thuis").get(pk=talent.pk)
        rijen = vast.toelatingen.filter(igs=igs, soort=Toelating.Soort.OOK).exclude(stand=Toelating.Stand.GEWEIGERD)
        if rijen.delete()[0]:
            noteer(talent=vast, actie=f"niet meer actief: {igs.slug}"[:50], door=door)
            leid_af(vast)
