"""Did it happen? Asked once of both sides; yes from both makes a line on the profile. No stars, no opinions.

Asked three weeks after the first answer in a conversation, or after the last day of the call for which a talent was
chosen. The answer is a button behind a personal link, and may be changed as long as the link works.
"""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, QuerySet, Subquery
from django.db.models.expressions import OuterRef
from django.db.models.functions import Coalesce, ExtractYear
from django.urls import reverse
from django.utils import timezone

from opnetwerk import post
from opnetwerk.bevestigen import Onbekend, als_uuid, lees_teken, maak_teken
from opnetwerk.dag import nu
from opnetwerk.gesprekspost import adres_van
from opnetwerk.models import Blokkering, Deelnemer, Gebruiker, Gesprek, Gespreksbericht
from talent.bewaartermijnen import UITKOMST_ADRES_NA, UITKOMST_NA
from talent.contact import SOORT as GESPREK
from talent.keuzes import Aanbod, Leeftijd
from talent.models import Oproep, Reactie, Talent, Uitkomst
from talent.noteren import noteer
from talent.verlaten import mail_beheerders

NA = timedelta(days=21)
TE_LAAT = timedelta(days=90)  # nobody is asked about what is longer ago
LINK_GELDIG = timedelta(days=365)

SOORT = "talent-uitkomst"  # of the token
KANT_TALENT, KANT_ANDERE = "talent", "andere"
ZONDER_NAAM = "iemand die schreef via op/netwerk"
ONZICHTBAAR = "de maker met wie je contact had"
GETOOND_HOOGSTENS = 12
SOORTEN = {
    Aanbod.OPTREDEN: Uitkomst.Soort.SPEELDE,
    Aanbod.INVALLEN: Uitkomst.Soort.SPEELDE,
    Aanbod.TENTOONSTELLEN: Uitkomst.Soort.TOONDE,
}


# --- asking ---------------------------------------------------------------------------------------------------------
def vraag_uitkomsten(moment: datetime) -> int:
    """Ask both sides what became of everything that is due at the moment; the number of outcomes asked about."""
    gesprekken = list(_gesprekken(moment).values_list("pk", flat=True))
    oproepen = list(_reacties(moment).order_by("oproep").values_list("oproep", flat=True).distinct())
    return sum(_vraag_over_oproep(nummer, moment) for nummer in oproepen) + sum(
        _vraag_over_gesprek(nummer, moment) for nummer in gesprekken
    )


def _te_vragen() -> QuerySet[Talent]:
    """Whose outcomes we ask: what visitors see, but not of who is 13 to 15, and not what we invented."""
    online: QuerySet[Talent] = Talent.objects.online().filter(voorbeeld=False)
    return online.exclude(leeftijd=Leeftijd.JONG)


def _gesprekken(moment: datetime) -> QuerySet[Gesprek]:
    """Open conversations with a talent in which the other side answered three weeks ago; not what was reported."""
    antwoorden = Gespreksbericht.objects.filter(gesprek=OuterRef("pk"), van__kant=Deelnemer.Kant.ONTVANGER)
    eerste = Subquery(antwoorden.order_by("gemaakt_op", "pk").values("gemaakt_op")[:1])
    open_ = Gesprek.objects.filter(betreft__startswith=f"{GESPREK}:", stand=Gesprek.Stand.OPEN, gemeld_op=None)
    return open_.annotate(beantwoord_op=eerste).filter(
        uitkomst=None, beantwoord_op__lte=moment - NA, beantwoord_op__gt=moment - TE_LAAT
    )


def _reacties(moment: datetime) -> QuerySet[Reactie]:
    """Chosen answers whose call was over three weeks ago."""
    dag = timezone.localdate(moment)
    gekozen = Reactie.objects.filter(status=Reactie.Status.GEKOZEN, uitkomst=None, talent__in=_te_vragen().values("pk"))
    gekozen = gekozen.exclude(oproep__stand__in=[Oproep.Stand.CONCEPT, Oproep.Stand.INGETROKKEN])
    return gekozen.annotate(laatste_dag=Coalesce("oproep__tot", "oproep__van")).filter(
        laatste_dag__lte=dag - NA, laatste_dag__gt=dag - TE_LAAT
    )


@transaction.atomic
def _vraag_over_oproep(nummer: int, moment: datetime) -> int:
    oproep = Oproep.objects.select_for_update(of=("self",)).select_related("organisator").get(pk=nummer)
    reacties = _reacties(moment).filter(oproep=oproep).select_related("talent__online", "talent__thuis")
    gemaakt = [_over_reactie(oproep, reactie, moment) for reactie in reacties.order_by("pk")]
    if gemaakt:
        _mail_andere(gemaakt, oproep.organisator.email, oproep.titel)
    return len(gemaakt)


def _over_reactie(oproep: Oproep, reactie: Reactie, moment: datetime) -> Uitkomst:
    soort = SOORTEN.get(Aanbod(oproep.kans), Uitkomst.Soort.WERKTE)
    return _leg_vast(
        talent=reactie.talent,
        reactie=reactie,
        soort=soort,
        waar=oproep.titel if soort == Uitkomst.Soort.SPEELDE else oproep.organisator.organisatie,
        op=oproep.van,
        andere_email=oproep.organisator.email,
        gevraagd_op=moment,
    )


@transaction.atomic
def _vraag_over_gesprek(nummer: int, moment: datetime) -> int:
    if not Gesprek.objects.select_for_update().filter(pk=nummer).exists():  # erased just now
        return 0
    gesprek = _gesprekken(moment).filter(pk=nummer).first()
    talent = _talent_van(gesprek) if gesprek else None
    afzender = gesprek.deelnemers.filter(kant=Deelnemer.Kant.AFZENDER).first() if gesprek else None
    if gesprek is None or talent is None or afzender is None or _hoeft_niet(gesprek, talent, afzender, moment):
        return 0
    uitkomst = _leg_vast(
        talent=talent,
        gesprek=gesprek,
        waar=afzender.naam,
        op=timezone.localdate(gesprek.beantwoord_op),  # type: ignore[attr-defined]
        andere_email=adres_van(afzender),
        gevraagd_op=moment,
    )
    _mail_andere([uitkomst], uitkomst.andere_email, gesprek.betreft_naam)
    return 1


def _talent_van(gesprek: Gesprek) -> Talent | None:
    try:
        kenmerk = uuid.UUID(gesprek.betreft.removeprefix(f"{GESPREK}:"))
    except ValueError:
        return None
    # Of 16 and 17 the coordinator read what was written, and decided what to pass on: we do not tell them of it.
    volwassen = _te_vragen().filter(leeftijd=Leeftijd.VOLWASSEN)
    return volwassen.select_related("online", "thuis").filter(kenmerk=kenmerk).first()


def _hoeft_niet(gesprek: Gesprek, talent: Talent, afzender: Deelnemer, moment: datetime) -> bool:
    """Whether the two do not want to hear of each other, or were or will be asked about the same already."""
    adres = adres_van(afzender)
    anderen = [adres_van(een) for een in gesprek.deelnemers.filter(kant=Deelnemer.Kant.ONTVANGER)]
    geblokkeerd = Q(ontvanger=adres, afzender__in=anderen) | Q(afzender=adres, ontvanger__in=anderen)
    zelfde_mens = Q(gesprek__deelnemers__email__iexact=adres, gesprek__deelnemers__kant=Deelnemer.Kant.AFZENDER)
    return (
        Blokkering.objects.filter(geblokkeerd).exists()
        or Uitkomst.objects.filter(zelfde_mens, talent=talent, gevraagd_op__gt=moment - TE_LAAT).exists()
        or Reactie.objects.filter(
            talent=talent, status=Reactie.Status.GEKOZEN, oproep__organisator__email__iexact=adres
        ).exists()
    )


def _leg_vast(*, talent: Talent, **velden: object) -> Uitkomst:
    """The row, the mail to who manages the talent, and a line in the log."""
    uitkomst = Uitkomst.objects.create(talent=talent, igs=talent.thuis, **velden)
    noteer(talent=talent, actie="gevraagd of het gelukt is", door=None)
    mail_beheerders(
        talent,
        "talent/gelukt",
        f"uitkomst:{uitkomst.kenmerk}",
        link=link(uitkomst, KANT_TALENT),
        regel=str(uitkomst),
        over=_waarover(uitkomst),
    )
    return uitkomst


def _mail_andere(uitkomsten: list[Uitkomst], adres: str, titel: str) -> None:
    """One mail to the other side about everybody of one call, each with a link."""
    eerste = uitkomsten[0]
    sleutel = f"talent:{eerste.talent.kenmerk}:uitkomst-andere:{eerste.kenmerk}"
    post.zet_klaar(
        sleutel=sleutel[: post.LANGSTE_KOP],
        aan=adres,
        sjabloon="talent/gelukt_andere",
        context={
            "titel": titel,
            "is_oproep": eerste.reactie_id is not None,
            "vragen": [(naam_voor(een.talent), link(een, KANT_ANDERE)) for een in uitkomsten],
            "reden": "je via op/netwerk met een maker in contact was",
        },
    )


def _waarover(uitkomst: Uitkomst) -> str:
    """What the talent will recognise: the call, or who wrote."""
    if uitkomst.reactie:
        return f"je reactie op de oproep “{uitkomst.reactie.oproep.titel}”"
    return f"het bericht van {uitkomst.waar}"


def naam_voor(talent: Talent) -> str:
    """The name that everybody may see; of who visitors do not see any more no name."""
    zichtbaar = Talent.objects.online().select_related("online").filter(pk=talent.pk).first()
    return zichtbaar.online.naam if zichtbaar and zichtbaar.online else ONZICHTBAAR


# --- answering ------------------------------------------------------------------------------------------------------
def link(uitkomst: Uitkomst, kant: str) -> str:
    """The address of the page with the buttons, for one side."""
    teken = maak_teken(SOORT, f"{uitkomst.kenmerk}:{kant}")
    return settings.SITE_ADRES + reverse("talent_gelukt", args=[teken])


def uitkomst_van_teken(teken: str) -> tuple[Uitkomst, str]:
    """The outcome behind a link and whose side it is. Raises Onbekend and Verlopen; Onbekend too when it is gone."""
    kenmerk, _, kant = lees_teken(SOORT, teken, geldig=LINK_GELDIG).partition(":")
    gevonden = Uitkomst.objects.select_related("talent__online", "talent__concept", "talent__thuis", "reactie__oproep")
    uitkomst = gevonden.filter(kenmerk=als_uuid(kenmerk)).first()
    if uitkomst is None or uitkomst.talent.wissen_op or kant not in (KANT_TALENT, KANT_ANDERE):
        raise Onbekend
    return uitkomst, kant


@transaction.atomic
def zeg(*, uitkomst: Uitkomst, kant: str, ja: bool, met_naam: bool = True, door: Gebruiker | None = None) -> Uitkomst:
    """One side says whether it happened; yes from both confirms it, a no takes that back. Twice the same is once.

    `met_naam` False: of a conversation the line does not name who wrote; only that side may say so.
    """
    vast = Uitkomst.objects.select_for_update(of=("self",)).select_related("talent__thuis").get(pk=uitkomst.pk)
    vroeger = (vast.talent_zegt, vast.andere_zegt, vast.waar)
    if kant == KANT_TALENT:
        vast.talent_zegt = ja
    else:
        vast.andere_zegt, vast.andere_email = ja, ""
        vast.waar = _waar(vast, met_naam)
    if vroeger == (vast.talent_zegt, vast.andere_zegt, vast.waar):
        return vast
    beide = vast.talent_zegt is True and vast.andere_zegt is True
    vast.bevestigd_op = (vast.bevestigd_op or nu()) if beide else None
    vast.save(update_fields=["talent_zegt", "andere_zegt", "andere_email", "waar", "bevestigd_op"])
    wie = "het talent" if kant == KANT_TALENT else "de andere kant"
    noteer(talent=vast.talent, actie=f"gelukt? {'ja' if ja else 'nee'} van {wie}", door=door)
    return vast


def _waar(uitkomst: Uitkomst, met_naam: bool) -> str:
    if uitkomst.reactie_id is not None:
        return uitkomst.waar
    if not met_naam:
        return ZONDER_NAAM
    afzender = Deelnemer.objects.filter(gesprek=uitkomst.gesprek_id, kant=Deelnemer.Kant.AFZENDER).first()
    return afzender.naam if afzender else uitkomst.waar


@transaction.atomic
def zet_getoond(*, uitkomst: Uitkomst, getoond: bool, door: Gebruiker) -> None:
    """The maker shows or hides the line on the profile; it goes on counting in the figures."""
    if Uitkomst.objects.filter(pk=uitkomst.pk).exclude(getoond=getoond).update(getoond=getoond):
        actie = "uitkomst getoond op het profiel" if getoond else "uitkomst weg van het profiel"
        noteer(talent=uitkomst.talent, actie=actie, door=door)


# --- showing --------------------------------------------------------------------------------------------------------
def uitkomsten_van(talent: Talent) -> list[Uitkomst]:
    """What visitors see of a talent, the newest first; nothing of somebody of 13 to 15. One query."""
    if talent.is_jong:
        return []
    return list(Uitkomst.objects.filter(talent=talent, bevestigd_op__isnull=False, getoond=True)[:GETOOND_HOOGSTENS])


def alle_uitkomsten(talent: Talent) -> list[Uitkomst]:
    """Everything that was asked, for who manages the talent. One query."""
    return list(Uitkomst.objects.filter(talent=talent).select_related("reactie__oproep"))


def uitkomst_nr(talent: Talent, kenmerk: str) -> Uitkomst | None:
    """The outcome with this reference; None when it is gone, or of another talent."""
    return next((een for een in alle_uitkomsten(talent) if str(een.kenmerk) == kenmerk), None)


# --- counting -------------------------------------------------------------------------------------------------------
def uitkomsten_per_regio() -> Iterator[tuple[int | None, int, int]]:
    """Row number of the IGS (None: without), year and number, per IGS the newest year first. One query."""
    per_jaar = _bevestigd().annotate(jaar=ExtractYear("op")).order_by("igs", "-jaar").values_list("igs", "jaar")
    yield from per_jaar.annotate(aantal=Count("pk"))


def aantal_sinds(slugs: Iterable[str], sinds: date, tot: date) -> int:
    """Confirmed outcomes of these IGS'en from a day on, up to and including another. One query."""
    return _bevestigd().filter(igs__slug__in=slugs, op__gte=sinds, op__lte=tot).count()


def _bevestigd() -> QuerySet[Uitkomst]:
    return Uitkomst.objects.filter(bevestigd_op__isnull=False, talent__voorbeeld=False)


# --- erasing --------------------------------------------------------------------------------------------------------
def wis_oude(moment: datetime) -> int:
    """Addresses of who did not answer, and outcomes that were never confirmed; the number of outcomes erased."""
    Uitkomst.objects.filter(gevraagd_op__lt=moment - UITKOMST_ADRES_NA).exclude(andere_email="").update(andere_email="")
    oud = Uitkomst.objects.filter(bevestigd_op=None, gevraagd_op__lt=moment - UITKOMST_NA)
    return oud.delete()[0]
