"""Introductions: a member asks, or a coordinator proposes; addresses are shared when both said yes, never before."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from grensbrekers.bewaartermijnen import INTRODUCTIE_NA, INTRODUCTIE_OPEN
from grensbrekers.ledenpost import stuur
from grensbrekers.models import Grensbreker, Introductie
from grensbrekers.noteren import noteer
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker

HOOGSTENS_PER_DAG = 10  # that one member asks
Stand = Introductie.Stand


class TeVeel(Exception):
    """A limit of the day; the text is a Dutch sentence for who asks."""


TE_VEEL = (
    f"Je vroeg vandaag al {HOOGSTENS_PER_DAG} keer om een collega te leren kennen. Probeer het morgen opnieuw. "
    "Wat je schreef, staat er nog."
)


def van_lid(lid: Grensbreker) -> QuerySet[Introductie]:
    """The introductions a member is part of, the newest first, without those that stranded."""
    beide = Introductie.objects.filter(Q(van=lid) | Q(met=lid)).exclude(stand=Stand.AFGEWEZEN)
    return beide.select_related("van__gemeente", "met__gemeente")


def met_namen() -> QuerySet[Introductie]:
    """Every introduction, with what a page shows of both."""
    return Introductie.objects.select_related("van__gemeente", "van__igs", "met__gemeente", "met__igs")


def tussen(a: Grensbreker, b: Grensbreker) -> Introductie | None:
    """What runs between the two, or what they agreed; None when nothing does."""
    return _lopende(a, b)


def wacht_op(lid: Grensbreker) -> QuerySet[Introductie]:
    """Those that wait for a yes or no of this member."""
    mijn_beurt = Q(van=lid, van_akkoord_op=None) | Q(met=lid, met_akkoord_op=None)
    return van_lid(lid).filter(mijn_beurt, stand=Stand.GEVRAAGD)


@transaction.atomic
def vraag(*, van: Grensbreker, met: Grensbreker, bericht: str, formulier: str) -> Introductie:
    """A member asks to meet another, and agrees by asking; the other gets a mail. Raises TeVeel.

    What runs between the two already is given back instead; the same `formulier` twice is once.
    """
    _vergrendel_beide(van, met)
    if bestaand := _lopende(van, met):
        if bestaand.stand == Stand.GEVRAAGD:
            stem_in(introductie=bestaand, lid=van)
            bestaand.refresh_from_db()
        return bestaand
    if (oud := Introductie.objects.filter(formulier=formulier).first()) is not None:
        return oud
    vandaag_gevraagd = Introductie.objects.filter(van=van, voorgesteld_door=None, gemaakt_op__gt=nu() - timedelta(1))
    if vandaag_gevraagd.count() >= HOOGSTENS_PER_DAG:
        raise TeVeel(TE_VEEL)
    introductie = _maak(van=van, met=met, bericht=bericht, formulier=formulier, van_akkoord_op=nu())
    noteer(lid=van, actie="introductie gevraagd", door=None)
    _mail_vraag(introductie, aan=met, ander=van, voorgesteld=False)
    return introductie


@transaction.atomic
def stel_voor(*, van: Grensbreker, met: Grensbreker, bericht: str, door: Gebruiker) -> Introductie:
    """A coordinator proposes that two members meet; both are asked. What runs between them already stays."""
    _vergrendel_beide(van, met)
    if bestaand := _lopende(van, met):
        return bestaand
    sleutel = f"voorstel:{min(van.pk, met.pk)}:{max(van.pk, met.pk)}:{nu():%Y%m%d%H%M}"
    introductie = _maak(van=van, met=met, bericht=bericht, formulier=sleutel, voorgesteld_door=door)
    noteer(lid=van, actie="introductie voorgesteld", door=door)
    noteer(lid=met, actie="introductie voorgesteld", door=door)
    _mail_vraag(introductie, aan=van, ander=met, voorgesteld=True)
    _mail_vraag(introductie, aan=met, ander=van, voorgesteld=True)
    return introductie


@transaction.atomic
def stem_in(*, introductie: Introductie, lid: Grensbreker) -> Introductie:
    """This side says yes; with both, each gets one mail with the addresses of both."""
    vast = _vergrendel(introductie)
    veld = _veld(vast, lid)
    if vast.stand != Stand.GEVRAAGD or getattr(vast, veld):
        return vast
    setattr(vast, veld, nu())
    noteer(lid=lid, actie="introductie: ja", door=None)
    if vast.van_akkoord_op and vast.met_akkoord_op:
        vast.stand, vast.beslist_op = Stand.AKKOORD, nu()
    vast.save()
    if vast.stand == Stand.AKKOORD:
        for aan, ander in ((vast.van, vast.met), (vast.met, vast.van)):
            stuur(
                lid=aan,
                sjabloon="introductie_akkoord",
                sleutel=f"introductie:{vast.kenmerk}:akkoord",
                ander=ander,
                introductie=vast,
            )
    return vast


@transaction.atomic
def wijs_af(*, introductie: Introductie, lid: Grensbreker) -> Introductie:
    """This side rather not: it ends quietly, and nobody gets an address. What both agreed stays agreed."""
    vast = _vergrendel(introductie)
    _veld(vast, lid)
    if vast.stand == Stand.GEVRAAGD:
        vast.stand, vast.beslist_op = Stand.AFGEWEZEN, nu()
        vast.save(update_fields=["stand", "beslist_op"])
        noteer(lid=lid, actie="introductie: nee", door=None)
    return vast


def ruim_op(moment: datetime) -> int:
    """End what nobody answered and erase what is old; the number erased."""
    open_ = Introductie.objects.filter(stand=Stand.GEVRAAGD, gemaakt_op__lt=moment - INTRODUCTIE_OPEN)
    open_.update(stand=Stand.AFGEWEZEN, beslist_op=moment)
    aantal, _ = Introductie.objects.filter(gemaakt_op__lt=moment - INTRODUCTIE_NA).delete()
    return aantal


def _maak(**velden: Any) -> Introductie:
    introductie = Introductie.objects.create(**velden)
    # The column takes the clock by itself; the house has one that tests and rehearsals can move.
    Introductie.objects.filter(pk=introductie.pk).update(gemaakt_op=nu())
    introductie.gemaakt_op = nu()
    return introductie


def _lopende(a: Grensbreker, b: Grensbreker) -> Introductie | None:
    paar = Introductie.objects.filter(Q(van=a, met=b) | Q(van=b, met=a)).exclude(stand=Stand.AFGEWEZEN)
    return paar.select_related("van", "met").first()


def _vergrendel(introductie: Introductie) -> Introductie:
    rij = Introductie.objects.select_for_update(of=("self",)).select_related(
        "van__gemeente", "van__igs", "met__gemeente", "met__igs"
    )
    return rij.get(pk=introductie.pk)


def _vergrendel_beide(a: Grensbreker, b: Grensbreker) -> None:
    """Always in the same order, so that two who ask each other do not wait for ever."""
    list(Grensbreker.objects.select_for_update().filter(pk__in=[a.pk, b.pk]).order_by("pk"))


def _veld(introductie: Introductie, lid: Grensbreker) -> str:
    if lid.pk not in (introductie.van_id, introductie.met_id):
        raise ValueError("Deze introductie gaat niet over dit lid.")
    return "van_akkoord_op" if lid.pk == introductie.van_id else "met_akkoord_op"


def _mail_vraag(introductie: Introductie, *, aan: Grensbreker, ander: Grensbreker, voorgesteld: bool) -> None:
    stuur(
        lid=aan,
        sjabloon="introductie_voorgesteld" if voorgesteld else "introductie_gevraagd",
        sleutel=f"introductie:{introductie.kenmerk}:vraag",
        ander=ander,
        introductie=introductie,
        pagina=["grensbrekers_netwerk_introductie", introductie.kenmerk],
    )
