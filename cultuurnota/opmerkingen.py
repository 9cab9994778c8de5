"""Comments on a chapter: said, answered, resolved; and one mail a day with what is new."""

import logging
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from cultuurnota.models import Cultuurnota, Hoofdstuk, Opmerking, Teamlid
from opnetwerk import logboek, post
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker
from talent.contact import aangestelden

log = logging.getLogger(__name__)
HOOGSTENS = 20  # comments in one mail
REDEN = "je in het team van een cultuurnota zit"


def opmerkingen_bij(hoofdstuk: Hoofdstuk) -> list[Opmerking]:
    """The comments with their answers, those that are open first. Two queries."""
    antwoorden = Prefetch("antwoorden", queryset=Opmerking.objects.order_by("op", "pk"))
    rijen = list(hoofdstuk.opmerkingen.filter(antwoord_op=None).prefetch_related(antwoorden))
    return sorted(rijen, key=lambda een: een.opgelost_op is not None)


def aantal_open(nota: Cultuurnota) -> dict[int, int]:
    """Open comments by key of the chapter."""
    tel: dict[int, int] = {}
    open_ = Opmerking.objects.filter(hoofdstuk__nota=nota, antwoord_op=None, opgelost_op=None)
    for pk in open_.values_list("hoofdstuk", flat=True):
        tel[pk] = tel.get(pk, 0) + 1
    return tel


def opmerking_met(hoofdstuk: Hoofdstuk, kenmerk: Any) -> Opmerking | None:
    """The comment (no answer) of this chapter under that reference; None for any other."""
    eigen = Opmerking.objects.filter(hoofdstuk=hoofdstuk, antwoord_op=None)
    return next((een for een in eigen if str(een.kenmerk) == str(kenmerk)), None)


@transaction.atomic
def zeg(
    *,
    hoofdstuk: Hoofdstuk,
    tekst: str,
    door: Gebruiker,
    formulier: str,
    citaat: str = "",
    antwoord_op: Opmerking | None = None,
) -> Opmerking:
    """A comment, or an answer to one. `formulier` names the showing of the form: sent twice is one."""
    gegevens = {
        "hoofdstuk": hoofdstuk,
        "tekst": tekst,
        "citaat": citaat,
        "antwoord_op": antwoord_op,
        "door": door,
        "door_naam": str(door)[:200],
    }
    opmerking, nieuw = Opmerking.objects.get_or_create(formulier=formulier, defaults=gegevens)
    if nieuw and antwoord_op and antwoord_op.opgelost_op:
        # Who answers has not done with it.
        Opmerking.objects.filter(pk=antwoord_op.pk).update(opgelost_op=None, opgelost_door=None)
    return opmerking


@transaction.atomic
def los_op(*, opmerking: Opmerking, door: Gebruiker) -> None:
    """Done with; pressed twice is once."""
    open_ = Opmerking.objects.filter(pk=opmerking.pk, opgelost_op=None)
    if open_.update(opgelost_op=nu(), opgelost_door=door):
        _log("opmerking opgelost", opmerking, door)


@transaction.atomic
def heropen(*, opmerking: Opmerking, door: Gebruiker) -> None:
    opgelost = Opmerking.objects.filter(pk=opmerking.pk).exclude(opgelost_op=None)
    if opgelost.update(opgelost_op=None, opgelost_door=None):
        _log("opmerking heropend", opmerking, door)


def _log(actie: str, opmerking: Opmerking, door: Gebruiker) -> None:
    hoofdstuk = opmerking.hoofdstuk
    logboek.schrijf(door=door, actie=actie, over=hoofdstuk, igs_slug=hoofdstuk.nota.igs.slug)


# --- the mail -------------------------------------------------------------------------------------------------------
def stuur_samenvattingen(dag: date, moment: datetime) -> int:
    """Mail everybody in a team the comments of others since the last such mail; nothing new: no mail. The number.

    A coordinator has no row in the team: for her it is the last 24 hours, once a day however often it is asked.
    """
    lopend = Teamlid.objects.filter(Q(tot=None) | Q(tot__gte=dag), van__lte=dag, gebruiker__is_active=True)
    verstuurd = 0
    for pk in list(lopend.filter(nota__weg_op=None).values_list("pk", flat=True)):
        with transaction.atomic():
            lid = Teamlid.objects.select_for_update(of=("self",)).select_related("gebruiker", "nota").get(pk=pk)
            verstuurd += _vat_samen(lid, moment)
    sinds = moment - timedelta(days=1)
    besproken = Opmerking.objects.filter(op__gt=sinds, op__lte=moment).values("hoofdstuk__nota")
    for nota in Cultuurnota.objects.filter(weg_op=None, pk__in=besproken).select_related("igs"):
        in_team = set(nota.team.values_list("gebruiker", flat=True))
        for gebruiker in aangestelden(nota.igs, dag):
            if gebruiker.pk not in in_team:
                verstuurd += _mail(nota, gebruiker, _nieuw(nota, gebruiker, sinds, moment), f"{dag:%Y%m%d}")
    return verstuurd


def _nieuw(nota: Cultuurnota, gebruiker: Gebruiker, sinds: datetime, moment: datetime) -> list[Opmerking]:
    """What others said, in order."""
    rijen = Opmerking.objects.filter(hoofdstuk__nota=nota, op__gt=sinds, op__lte=moment).exclude(door=gebruiker)
    return list(rijen.select_related("hoofdstuk").order_by("op", "pk"))


def _vat_samen(lid: Teamlid, moment: datetime) -> bool:
    """Whether there was something to mail."""
    sinds = lid.samengevat_op or datetime.combine(lid.van, time(), timezone.get_default_timezone())
    if not _mail(lid.nota, lid.gebruiker, _nieuw(lid.nota, lid.gebruiker, sinds, moment), f"{moment:%Y%m%d%H%M}"):
        return False
    lid.samengevat_op = moment
    lid.save(update_fields=["samengevat_op"])
    return True


def _mail(nota: Cultuurnota, gebruiker: Gebruiker, rijen: list[Opmerking], wanneer: str) -> bool:
    """Whether it was written: not without anything to say, and an address with a typing error holds up nobody else."""
    if not rijen:
        return False
    regels = [_regel(nota, een) for een in rijen[:HOOGSTENS]]
    meer = max(len(rijen) - HOOGSTENS, 0)
    try:
        post.zet_klaar(
            sleutel=f"cultuurnota:opmerkingen:{nota.pk}:{gebruiker.pk}:{wanneer}",
            aan=gebruiker.email,
            sjabloon="cultuurnota/opmerkingen",
            context={"nota": nota, "regels": regels, "aantal": len(rijen), "meer": meer, "reden": REDEN},
        )
    except ValueError:
        log.exception("De samenvatting van nota %s kan niet geschreven worden.", nota.pk)
        return False
    return True


def _regel(nota: Cultuurnota, een: Opmerking) -> dict[str, Any]:
    pad = reverse("cultuurnota_werkruimte_hoofdstuk", args=[nota.kenmerk, een.hoofdstuk.kenmerk])
    return {
        "hoofdstuk": een.hoofdstuk.titel,
        "door": een.door_naam,
        "tekst": een.tekst,
        "is_antwoord": een.antwoord_op_id is not None,
        "link": f"{settings.SITE_ADRES}{pad}#opmerkingen",
    }
