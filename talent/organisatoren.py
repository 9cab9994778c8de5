"""Becoming an organiser, being admitted, refused and erased: the only place that sets the stand of an Organisator.

Every act is done once however often it is asked; what an organiser does is logged without a name.
"""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, Value
from django.db.models.functions import Lower
from django.urls import reverse

from igs.melden import ontvangers
from igs.models import Gemeente
from opnetwerk import bevestigen, logboek, post, wissingen
from opnetwerk.bevestigen import als_uuid
from opnetwerk.dag import nu, vandaag
from opnetwerk.formulieren import neem_plek
from opnetwerk.gesprekken import heeft_zeker_adres
from opnetwerk.models import Gebruiker, UitgaandeMail
from opnetwerk.persoonlijkelink import trek_link_in, verleng_link
from talent.bewaartermijnen import ORGANISATOR_GEWEIGERD_NA, ORGANISATOR_ONBEVESTIGD_NA
from talent.models import Oproep, Organisator, Uitkomst, Voorbereiding
from talent.organisatorpost import mailsleutel, stuur
from talent.organisatortoegang import adres_van
from talent.regio import thuis_van
from talent.verlaten import KanNiet

__all__ = ["KanNiet", "bevestig", "laat_toe", "meld_aan", "weiger", "wis"]

BEVESTIGING = "organisator-bevestig"  # of a token
SOORT_WISSING = "organisator"  # in the ledger of erasures
HOOGSTENS_LINKS = 5  # new links a day
AL_BESLIST = "Over deze organisator is intussen al beslist. Er veranderde niets."
GEEN_ORGANISATOR_MEER = "De organisator kan geen oproepen meer plaatsen op op/netwerk."
Stand = Organisator.Stand


def vergrendel(organisator: Organisator) -> Organisator:
    """The organiser as it is now, locked until the end of the transaction. Raises Organisator.DoesNotExist."""
    rijen = Organisator.objects.select_for_update(of=("self",), no_key=True).select_related("igs", "gemeente")
    return rijen.get(pk=organisator.pk)


def noteer(
    *, organisator: Organisator, actie: str, door: Gebruiker | None, veranderd: dict[str, tuple[Any, Any]] | None = None
) -> None:
    """One line in the log, without names: the log can only grow, and an organiser may ask to be forgotten."""
    naamloos = Organisator(pk=organisator.pk, organisatie=f"organisator {str(organisator.kenmerk)[:8]}")
    igs_slug = organisator.igs.slug if organisator.igs else ""
    logboek.schrijf(door=door, actie=actie, over=naamloos, igs_slug=igs_slug, veranderd=veranderd)


# --- becoming one ---------------------------------------------------------------------------------------------------
@transaction.atomic
def meld_aan(
    *,
    organisatie: str,
    naam: str,
    email: str,
    gemeente: Gemeente,
    formulier: str,
    gebruiker: Gebruiker | None = None,
    bij_nieuw: Callable[[], None] | None = None,
) -> Organisator:
    """Somebody fills in the form: always exactly one mail to the address, whoever it belongs to.

    Who is admitted gets a fresh personal link, who waits for a decision reads that, everybody else a link to confirm.
    The same `formulier` twice is once. `gebruiker`: tied to it only when the address is theirs for certain, else
    somebody could come in behind the back of who confirms. `bij_nieuw` is called when it is new; what it raises undoes
    everything.
    """
    _een_tegelijk(email)
    if al_gedaan := Organisator.objects.filter(formulier=formulier).first():
        return al_gedaan
    if bij_nieuw:
        bij_nieuw()
    rijen = Organisator.objects.select_for_update(of=("self",), no_key=True).select_related("igs")
    # As the constraint of the table compares: `iexact` looks at capitals, of which "ß" has another pair.
    bekend = (
        rijen.alias(adres=Lower("email"), huis=Lower("organisatie"))
        .filter(adres=Lower(Value(email)), huis=Lower(Value(organisatie)))
        .first()
    )
    if bekend and bekend.stand in (Stand.AANGEVRAAGD, Stand.TOEGELATEN):
        # Nothing of the form is taken over: who sent it may not be who reads the mail.
        Organisator.objects.filter(pk=bekend.pk).update(formulier=formulier)
        _antwoord(bekend, formulier)
        return bekend
    nieuw = bekend or Organisator(email=email.lower(), organisatie=organisatie)
    eigen = gebruiker is not None and gebruiker.email.lower() == email.lower() and heeft_zeker_adres(gebruiker)
    _schrijf_op(nieuw, naam=naam, gemeente=gemeente, gebruiker=gebruiker if eigen else None, formulier=formulier)
    noteer(organisator=nieuw, actie="aangemeld als organisator", door=None)
    _mail_bevestiging(nieuw, f"aanmelden:{formulier}")
    return nieuw


def _antwoord(organisator: Organisator, formulier: str) -> None:
    toegelaten = organisator.stand == Stand.TOEGELATEN
    stuur(
        organisator=organisator,
        sjabloon="organisator_bent_al" if toegelaten else "organisator_wacht_al",
        sleutel=f"aanmelden:{formulier}",
    )


def _schrijf_op(organisator: Organisator, **velden: Any) -> None:
    """A new row; or the row of who never confirmed or was refused: that begins anew."""
    velden |= {
        "stand": Stand.TE_BEVESTIGEN,
        "igs": thuis_van(velden["gemeente"], vandaag()),
        "bevestigd_op": None,
        "beslist_op": None,
        "beslist_door": None,
        "reden": "",
        "mag_voorbereiden": False,
    }
    for veld, waarde in velden.items():
        setattr(organisator, veld, waarde)
    organisator.save()
    # The column takes the clock by itself; the house has one that tests and rehearsals can move.
    Organisator.objects.filter(pk=organisator.pk).update(gemaakt_op=nu())


def _mail_bevestiging(organisator: Organisator, sleutel: str) -> None:
    """Nothing that was typed stands in it: whoever fills in the address of another sends that person no words."""
    stuur(
        organisator=organisator,
        sjabloon="organisator_bevestig",
        sleutel=sleutel,
        bevestiglink=settings.SITE_ADRES
        + reverse("talent_word_organisator_bevestig", args=[bevestigteken(organisator)]),
        dagen=bevestigen.GELDIG.days,
        reden="iemand dit adres invulde om organisator te worden op op/netwerk",
    )


def bevestigteken(organisator: Organisator) -> str:
    """Names the sending of the form too: who confirms, confirms the words of that sending and of no later one."""
    return bevestigen.maak_teken(BEVESTIGING, f"{organisator.kenmerk}:{organisator.formulier[:16]}")


def met_bevestiging(teken: str) -> tuple[Organisator, bool]:
    """Who confirms an address, and whether the link is too old. Raises bevestigen.Onbekend."""
    try:
        gelezen, verlopen = bevestigen.lees_teken(BEVESTIGING, teken), False
    except bevestigen.Verlopen as te_oud:
        gelezen, verlopen = te_oud.sleutel, True
    kenmerk, _, formulier = gelezen.partition(":")
    gevonden = Organisator.objects.select_related("igs", "gemeente").filter(kenmerk=als_uuid(kenmerk)).first()
    if gevonden is None or (gevonden.stand == Stand.TE_BEVESTIGEN and gevonden.formulier[:16] != formulier):
        raise bevestigen.Onbekend
    return gevonden, verlopen


@transaction.atomic
def vraag_bevestiging_opnieuw(*, organisator: Organisator) -> None:
    """A new link for who let the first one grow old; at most one a day."""
    vast = vergrendel(organisator)
    if vast.stand == Stand.TE_BEVESTIGEN:
        _mail_bevestiging(vast, f"bevestig:{vandaag():%Y%m%d}")


@transaction.atomic
def bevestig(*, organisator: Organisator) -> Organisator:
    """The address is theirs: into the queue of the coordinator. Only from the first stand, so a link works once.

    What was confirmed is what `organisator` held when it was read: another sending of the form meanwhile changes
    nothing here.
    """
    vast = vergrendel(organisator)
    if vast.stand != Stand.TE_BEVESTIGEN or vast.formulier != organisator.formulier:
        return vast
    _zet(vast, stand=Stand.AANGEVRAAGD, bevestigd_op=nu(), igs=thuis_van(vast.gemeente, vandaag()))
    noteer(organisator=vast, actie="adres van organisator bevestigd", door=None)
    _meld_wachtende(vast)
    return vast


def _meld_wachtende(organisator: Organisator) -> None:
    """Tell who admits that somebody waits, without saying who; at most one mail a day."""
    for adres in ontvangers(organisator.igs, vandaag()):
        post.zet_klaar(
            sleutel=f"organisatoren-wachtrij:{organisator.igs_id}:{vandaag():%Y%m%d}:{adres}"[: post.LANGSTE_KOP],
            aan=adres,
            sjabloon="talent/organisator_wachtrij",
            context={
                "igs": organisator.igs,
                "beheer": settings.SITE_ADRES + reverse("admin:talent_organisator_changelist"),
                "reden": "je beslist wie oproepen mag plaatsen",
            },
        )


# --- the link -------------------------------------------------------------------------------------------------------
@transaction.atomic
def vraag_link(*, email: str, formulier: str, bij_nieuw: Callable[[], None]) -> None:
    """Exactly one mail to the address: the links of who is admitted, that they wait, or that we do not know it."""
    _een_tegelijk(email)
    sleutel = f"organisatoren:mijn-link:{formulier}"
    if UitgaandeMail.objects.filter(sleutel=sleutel).exists():
        return
    bij_nieuw()
    rijen = Organisator.objects.filter(email__iexact=email, stand__in=[Stand.AANGEVRAAGD, Stand.TOEGELATEN])
    bekend = list(rijen.order_by("organisatie", "pk"))
    for een in bekend:
        if een.stand == Stand.TOEGELATEN:
            verleng_link(houder=een)
    bureaus = [(een, adres_van(een)) for een in bekend if een.stand == Stand.TOEGELATEN]
    post.zet_klaar(
        sleutel=sleutel,
        aan=email,
        sjabloon="talent/organisator_links",
        context={
            "bureaus": bureaus,
            "wachten": [een for een in bekend if een.stand == Stand.AANGEVRAAGD],
            "reden": "iemand dit adres invulde op op/netwerk",
        },
    )


@transaction.atomic
def vernieuw_link(*, organisator: Organisator) -> bool:
    """No old link opens anything any more, and a new one goes by mail; False after `HOOGSTENS_LINKS` on one day."""
    vast = vergrendel(organisator)
    if neem_plek(f"organisatorlink:{vast.pk}", hoogstens=HOOGSTENS_LINKS, per=timedelta(days=1)):
        return False
    trek_link_in(houder=vast)
    stuur(organisator=vast, sjabloon="organisator_link", sleutel=f"vernieuwd:{uuid.uuid4().hex}")
    noteer(organisator=vast, actie="oude links onbruikbaar gemaakt", door=None)
    return True


# --- deciding -------------------------------------------------------------------------------------------------------
@transaction.atomic
def laat_toe(*, organisator: Organisator, door: Gebruiker | None, mag_voorbereiden: bool = False) -> Organisator:
    """May post calls from now on, with a personal link by mail; asked again it sets the right to prepare alone.

    Raises KanNiet for who did not confirm an address, or was refused.
    """
    vast = vergrendel(organisator)
    if vast.stand == Stand.TOEGELATEN:
        if vast.mag_voorbereiden != mag_voorbereiden:
            _zet(vast, mag_voorbereiden=mag_voorbereiden)
            rechten = ("nee", "ja") if mag_voorbereiden else ("ja", "nee")
            noteer(organisator=vast, actie="rechten gewijzigd", door=door, veranderd={"mag_voorbereiden": rechten})
        return vast
    if vast.stand != Stand.AANGEVRAAGD:
        raise KanNiet(AL_BESLIST)
    oud = vast.get_stand_display()
    velden = {"beslist_op": nu(), "beslist_door": door, "reden": "", "mag_voorbereiden": mag_voorbereiden}
    _zet(vast, stand=Stand.TOEGELATEN, **velden)
    noteer(organisator=vast, actie="toegelaten", door=door, veranderd={"stand": (oud, Stand.TOEGELATEN.label)})
    stuur(organisator=vast, sjabloon="organisator_welkom", sleutel=f"welkom:{nu():%Y%m%d%H%M}")
    return vast


@transaction.atomic
def weiger(*, organisator: Organisator, door: Gebruiker | None, reden: str) -> Organisator:
    """Not, or not any more: the reason goes to them by mail, no link opens anything, open calls are withdrawn.

    Raises KanNiet for who never confirmed an address.
    """
    vast = vergrendel(organisator)
    if vast.stand == Stand.GEWEIGERD:
        return vast
    if vast.stand not in (Stand.AANGEVRAAGD, Stand.TOEGELATEN):
        raise KanNiet(AL_BESLIST)
    oud = vast.get_stand_display()
    velden = {"beslist_op": nu(), "beslist_door": door, "reden": reden, "mag_voorbereiden": False}
    _zet(vast, stand=Stand.GEWEIGERD, **velden)
    trek_link_in(houder=vast)
    noteer(organisator=vast, actie="geweigerd", door=door, veranderd={"stand": (oud, Stand.GEWEIGERD.label)})
    _trek_oproepen_in(vast)
    stuur(organisator=vast, sjabloon="organisator_geweigerd", sleutel=f"geweigerd:{nu():%Y%m%d%H%M}", uitleg=reden)
    return vast


def _trek_oproepen_in(organisator: Organisator) -> None:
    """Whoever answered hears it, with a reason."""
    from talent.oproepen import trek_in

    for oproep in Oproep.objects.filter(organisator=organisator, stand=Oproep.Stand.OPEN):
        trek_in(oproep=oproep, reden=GEEN_ORGANISATOR_MEER)


# --- erasing --------------------------------------------------------------------------------------------------------
@transaction.atomic
def wis(*, organisator: Organisator, door: Gebruiker | None = None) -> None:
    """Everything, now; asked twice it is done once. Open calls are withdrawn first, so that who answered hears it.

    Calls, answers, profiles that nobody took over and mails go; confirmed outcomes stay without the address.
    """
    from talent.voorbereiden import wis_voorbereiding

    rijen = Organisator.objects.select_for_update(of=("self",), no_key=True).select_related("igs")
    vast = rijen.filter(pk=organisator.pk).first()
    if vast is None:
        return
    if not wissingen.herspeelt():  # who answered was told then
        _trek_oproepen_in(vast)
    noteer(organisator=vast, actie="organisator gewist", door=door)
    wissingen.noteer(SOORT_WISSING, str(vast.kenmerk))
    oproepen = Oproep.objects.filter(organisator=vast)
    Uitkomst.objects.filter(reactie__oproep__in=oproepen).update(andere_email="")
    oproepen.delete()
    for voorbereiding in Voorbereiding.objects.filter(organisator=vast):
        wis_voorbereiding(voorbereiding=voorbereiding)
    UitgaandeMail.objects.filter(sleutel__startswith=mailsleutel(vast)).delete()
    vast.delete()


def ruim_op(moment: datetime) -> int:
    """Erase who never confirmed an address and who was refused, once their terms are over; how many."""
    onbevestigd = Q(stand=Stand.TE_BEVESTIGEN, gemaakt_op__lt=moment - ORGANISATOR_ONBEVESTIGD_NA)
    geweigerd = Q(stand=Stand.GEWEIGERD, beslist_op__lt=moment - ORGANISATOR_GEWEIGERD_NA)
    rijen = list(Organisator.objects.filter(onbevestigd | geweigerd).order_by("pk"))
    for een in rijen:
        wis(organisator=een)
    return len(rijen)


def _een_tegelijk(email: str) -> None:
    """Who does something with this address waits until this transaction ends: two forms make one row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"organisator:{email.lower()}"])


def _zet(organisator: Organisator, **velden: Any) -> None:
    for veld, waarde in velden.items():
        setattr(organisator, veld, waarde)
    organisator.save(update_fields=[*velden])
