"""Forget conversations: whole ones, and what one person was and said in those that others go on with."""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from opnetwerk import logboek, wissingen
from opnetwerk.bevestigen import als_uuid
from opnetwerk.models import Blokkering, Deelnemer, Gebruiker, Gesprek, Gespreksbericht, UitgaandeMail

SOORT = "gesprek"  # in the ledger
DEELNEMER = "deelnemer"  # in the ledger: somebody was taken out of a conversation that goes on
WEG_NAAM = "Iemand die zich liet wissen"
WEG_TEKST = "Dit bericht is gewist: de schrijver liet alle eigen gegevens wissen."
WEG_DOMEIN = "gewist.invalid"  # nobody can have an address there


@transaction.atomic
def wis(gesprekken: Iterable[Gesprek], *, op_verzoek: bool = False) -> int:
    """Erase these conversations with their mails, and their names in the log; how many.

    `op_verzoek`: the person asked for this conversation, so the ledger keeps it; else the ledger has whom it was of.
    """
    rijen = list(gesprekken)
    logboek.vergeet(over=rijen)
    for gesprek in rijen:
        _wis_mails(gesprek)
        if op_verzoek:
            wissingen.noteer(SOORT, str(gesprek.kenmerk))
    Gesprek.objects.filter(pk__in=[gesprek.pk for gesprek in rijen]).delete()
    return len(rijen)


def _wis_mails(gesprek: Gesprek) -> None:
    """Every mail about it, in whatever state: they carry words of both sides and links that open it."""
    waar = Q(sleutel__contains=str(gesprek.kenmerk))
    for nummer in gesprek.berichten.values_list("pk", flat=True):
        waar |= Q(sleutel=f"gesprek-kopie:{nummer}") | Q(sleutel__startswith=f"gesprek-bericht:{nummer}:")
    for nummer in gesprek.deelnemers.values_list("pk", flat=True):
        waar |= Q(sleutel__startswith=f"gesprek-link:{nummer}:")
    UitgaandeMail.objects.filter(waar).delete()


@transaction.atomic
def vergeet(*, adres: str, gebruiker: Gebruiker | None = None) -> int:
    """Everything of somebody in conversations, under an address or an account; how many conversations.

    One that the person began, or received alone, goes as a whole. Where colleagues received it too, they keep it: the
    name, the address and the words of the person go. A conversation whose report nobody looked at yet stays: nobody
    erases what was reported about them. So does that somebody does not want to hear from this address.
    """
    wie = Q(email__iexact=adres) | (Q(gebruiker=gebruiker) if gebruiker else Q())
    wacht = {"gesprek__gemeld_op__isnull": False, "gesprek__behandeld_op": None}
    deelnames = list(Deelnemer.objects.filter(wie).exclude(**wacht).select_related("gesprek"))
    gedeeld = [een for een in deelnames if _is_gedeeld(een, deelnames)]
    alleen = {een.gesprek for een in deelnames if een not in gedeeld}
    wis(alleen, op_verzoek=True)
    for een in gedeeld:
        if een.gesprek not in alleen:
            _haal_uit(een)
    Blokkering.objects.filter(ontvanger__iexact=adres).delete()
    return len({een.gesprek for een in deelnames})


def _is_gedeeld(deelnemer: Deelnemer, eigen: list[Deelnemer]) -> bool:
    """Whether others received it too."""
    if deelnemer.kant == Deelnemer.Kant.AFZENDER:
        return False
    nummers = [een.pk for een in eigen]
    return deelnemer.gesprek.deelnemers.filter(kant=deelnemer.kant).exclude(pk__in=nummers).exists()


def _haal_uit(deelnemer: Deelnemer) -> None:
    """The row stays for the order of the messages, with nothing of the person in it."""
    eigen = Gespreksbericht.objects.filter(van=deelnemer)
    waar = Q(sleutel__startswith=f"gesprek-link:{deelnemer.pk}:") | Q(aan__iexact=deelnemer.email)
    for nummer in eigen.values_list("pk", flat=True):
        waar |= Q(sleutel=f"gesprek-kopie:{nummer}") | Q(sleutel__startswith=f"gesprek-bericht:{nummer}:")
    UitgaandeMail.objects.filter(waar, sleutel__startswith="gesprek-").delete()
    eigen.update(tekst=WEG_TEKST)
    Gesprek.objects.filter(pk=deelnemer.gesprek_id, gemeld_reden__startswith=f"{deelnemer.naam}:").update(
        gemeld_reden=WEG_NAAM
    )
    wissingen.noteer(DEELNEMER, str(deelnemer.sleutel))
    Deelnemer.objects.filter(pk=deelnemer.pk).update(
        naam=WEG_NAAM, email=f"{uuid.uuid4().hex}@{WEG_DOMEIN}", gebruiker=None, sleutel=uuid.uuid4()
    )


def _herspeel(sleutel: str) -> bool:
    return wis(Gesprek.objects.filter(kenmerk=als_uuid(sleutel))) > 0


def _herspeel_deelnemer(sleutel: str) -> bool:
    deelnemer = Deelnemer.objects.filter(sleutel=als_uuid(sleutel)).first()
    if deelnemer:
        _haal_uit(deelnemer)
    return deelnemer is not None


def registreer() -> None:
    """Tell the ledger how these are erased again; called once, when the apps are ready."""
    wissingen.herspelers[SOORT] = _herspeel
    wissingen.herspelers[DEELNEMER] = _herspeel_deelnemer
