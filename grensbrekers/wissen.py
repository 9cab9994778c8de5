"""Forget a member: no name and no address stays in any row; what happened without names stays."""

from django.db import transaction
from django.db.models import Q

from grensbrekers.gehad import haal_terug_wat_noemt
from grensbrekers.models import Grensbreker, Introductie
from grensbrekers.noteren import noteer
from grensbrekers.ontmoeten import geef_plaatsen_vrij
from grensbrekers.toestemmen import over
from opnetwerk import gesprekwissen, toestemmingen, wissingen
from opnetwerk.models import Blokkering, Gebruiker, Gesprek, UitgaandeMail

SOORT_WISSING = "grensbreker"  # in the ledger of erasures
VAN_GRENSBREKERS = "grensbreker:"  # how a conversation between members is called


@transaction.atomic
def wis(*, grensbreker: Grensbreker, door: Gebruiker | None = None) -> None:
    """Everything, now. Asked twice it is done once.

    Pairs keep a gap, questions and answers stay without a writer, borders that were crossed never had a name. The
    conversations with colleagues go, and every mail in the outbox to them or about them. Places at meetings to come go
    to who waits.
    """
    geef_plaatsen_vrij(lid=grensbreker)
    lid = Grensbreker.objects.select_for_update(of=("self",)).select_related("igs").filter(pk=grensbreker.pk).first()
    if lid is None:
        return
    noteer(lid=lid, actie="grensbreker gewist", door=door)
    wissingen.noteer(SOORT_WISSING, str(lid.kenmerk))
    sleutels = [str(lid.kenmerk), *_introducties(lid), *_wis_gesprekken(lid)]
    for sleutel in sleutels:
        UitgaandeMail.objects.filter(sleutel__contains=sleutel).delete()
    haal_terug_wat_noemt(lid)
    toestemmingen.wis(over(lid))
    lid.delete()


def _introducties(lid: Grensbreker) -> list[str]:
    """Their references: the mails to the other side name the member."""
    beide = Introductie.objects.filter(Q(van=lid) | Q(met=lid))
    return [str(kenmerk) for kenmerk in beide.values_list("kenmerk", flat=True)]


def _wis_gesprekken(lid: Grensbreker) -> list[str]:
    """Erase what was said between the member and colleagues; parts of the keys of the mails about it."""
    gesprekken = Gesprek.objects.filter(
        Q(betreft=over(lid)) | Q(betreft__startswith=VAN_GRENSBREKERS, deelnemers__email__iexact=lid.email)
    ).distinct()
    sleutels = [str(kenmerk) for kenmerk in gesprekken.values_list("kenmerk", flat=True)]
    gesprekwissen.wis(Gesprek.objects.filter(pk__in=list(gesprekken.values_list("pk", flat=True))))
    Blokkering.objects.filter(Q(ontvanger__iexact=lid.email) | Q(afzender__iexact=lid.email)).delete()
    return sleutels
