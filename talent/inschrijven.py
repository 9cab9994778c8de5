"""Register a talent: the talent, its first draft, its owner and the region that will look at it."""

import uuid
from collections.abc import Collection
from datetime import date

from django.db import IntegrityError, transaction

from igs.models import Gemeente
from opnetwerk.models import Gebruiker
from talent.keuzes import Leeftijd, Soort
from talent.models import Beheer, Profiel, Talent, Toelating
from talent.noteren import noteer
from talent.ouders import vraag_ouder
from talent.regio import thuis_van
from talent.slugs import vrije_slug
from talent.toestemmen import DOELEN, doelen_van, geef_toestemming

KEREN = 5  # that somebody else may take an address name just before us


class TeVeelTalenten(Exception):
    """The account holds as many as one person can look after; the text is a Dutch sentence."""


MEESTE_TALENTEN = 20
TE_VEEL = f"Je beheert al {MEESTE_TALENTEN} talenten. Wis er eerst een dat je niet meer gebruikt."


@transaction.atomic
def schrijf_in(
    *,
    gebruiker: Gebruiker,
    soort: str,
    leeftijd: str,
    naam: str,
    gemeente: Gemeente,
    ouder_email: str = "",
    dag: date,
    toestemmingen: Collection[str] = (),
    kenmerk: uuid.UUID | None = None,
) -> Talent:
    """Make a talent with an empty draft, owned by the account; a parent of somebody of 13 to 15 is asked by mail.

    `toestemmingen`: the purposes of `talent.toestemmen` that were ticked. With a `kenmerk` that exists already: that
    talent again, so that a form sent twice makes one. Raises TeVeelTalenten; ValueError for what the form refuses.
    """
    # Two posts at once wait for each other here.
    Gebruiker.objects.select_for_update().get(pk=gebruiker.pk)
    if kenmerk and (bestaand := Talent.objects.beheerd_door(gebruiker).filter(kenmerk=kenmerk).first()):
        return bestaand
    keur(gebruiker, soort, leeftijd, ouder_email)
    talent = _maak(soort, leeftijd, naam, gemeente, dag, kenmerk or uuid.uuid4())
    talent.concept = Profiel.objects.create(talent=talent, naam=naam, gemeente=gemeente)
    talent.save(update_fields=["concept"])
    geef_eigenaar(talent, gebruiker, "talent ingeschreven", ouder_email, toestemmingen)
    return talent


def geef_eigenaar(
    talent: Talent, gebruiker: Gebruiker, actie: str, ouder_email: str, toestemmingen: Collection[str]
) -> None:
    """The account owns the talent, the region at home will look at it, and who decides about it was asked.

    Also for a profile that somebody else prepared; inside the transaction of who calls. `actie`: in the log.
    """
    Beheer.objects.create(talent=talent, gebruiker=gebruiker, rol=Beheer.Rol.EIGENAAR)
    Toelating.objects.create(talent=talent, igs=talent.thuis, soort=Toelating.Soort.THUIS)
    noteer(talent=talent, actie=actie, door=gebruiker)
    gevraagd = {doel.sleutel for doel in doelen_van(talent)}
    for doel in DOELEN:
        if doel in toestemmingen and doel in gevraagd:
            geef_toestemming(talent=talent, doel=doel, door=gebruiker)
    if talent.is_jong:
        vraag_ouder(talent=talent, email=ouder_email, door=gebruiker)


def keur(gebruiker: Gebruiker, soort: str, leeftijd: str, ouder_email: str) -> None:
    """Whether this account may own one more. Raises TeVeelTalenten; ValueError for what the form refuses."""
    if leeftijd not in Leeftijd.values or soort not in Soort.values:
        raise ValueError("Onbekende leeftijd of soort.")
    if leeftijd == Leeftijd.JONG and (soort != Soort.PERSOON or not ouder_email):
        raise ValueError("Wie jonger is dan 16, schrijft zichzelf in, met een ouder.")
    if Beheer.objects.filter(gebruiker=gebruiker, rol=Beheer.Rol.EIGENAAR).count() >= MEESTE_TALENTEN:
        raise TeVeelTalenten(TE_VEEL)


def _maak(soort: str, leeftijd: str, naam: str, gemeente: Gemeente, dag: date, kenmerk: uuid.UUID) -> Talent:
    """Somebody of 13 to 15 is never indexed; in lists of others stands only who asked for it."""
    for keer in range(1, KEREN + 1):
        try:
            with transaction.atomic():
                return Talent.objects.create(
                    kenmerk=kenmerk,
                    slug=vrije_slug(naam),
                    soort=soort,
                    leeftijd=leeftijd,
                    leeftijd_op=dag,
                    thuis=thuis_van(gemeente, dag),
                    in_zoekmachines=leeftijd != Leeftijd.JONG,
                    in_feeds=False,
                )
        except IntegrityError:
            if keer == KEREN:
                raise
    raise AssertionError  # not reached
