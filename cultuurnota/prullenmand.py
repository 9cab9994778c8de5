"""Put a note in the bin, take it out within thirty days, and erase it after: by who leads it."""

import logging
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from cultuurnota.bewaartermijnen import PRULLENMAND_NA
from cultuurnota.models import Cultuurnota, Publicatie
from cultuurnota.publiceren import haal_terug, online
from cultuurnota.toegang import TREKKER, mag, rol_in
from igs.bereik import bereik_van
from igs.models import IGS
from opnetwerk import logboek
from opnetwerk.afbeeldingen import wis_bestanden
from opnetwerk.dag import nu
from opnetwerk.dagelijks import op_proef
from opnetwerk.models import Gebruiker

log = logging.getLogger(__name__)


def gooi_weg(*, nota: Cultuurnota, door: Gebruiker) -> None:
    """Out of sight at once, for the team and for who has a link to read. Pressed twice is once."""
    with transaction.atomic():
        rij = Cultuurnota.objects.select_for_update(of=("self",)).select_related("igs").get(pk=nota.pk)
        if rij.weg_op:
            return
        _zet(rij, nu(), "cultuurnota in de prullenmand", door)


def zet_terug(*, nota: Cultuurnota, door: Gebruiker) -> None:
    """Everything is there again, also the links. Of one that is not in the bin nothing changes.

    It is not online again when the IGS shows another note by now: an IGS shows one.
    """
    with transaction.atomic():
        IGS.objects.select_for_update(no_key=True).get(pk=nota.igs_id)  # as who publishes
        rij = Cultuurnota.objects.select_for_update(of=("self",)).select_related("igs").get(pk=nota.pk)
        if rij.weg_op:
            _zet(rij, None, "cultuurnota uit de prullenmand", door)
            if online().filter(nota__igs=rij.igs_id).exclude(nota=rij).exists():
                haal_terug(nota=rij, door=door)


def _zet(rij: Cultuurnota, weg_op: datetime | None, actie: str, door: Gebruiker) -> None:
    # The day of the last change stays: nobody wrote.
    Cultuurnota.objects.filter(pk=rij.pk).update(weg_op=weg_op)
    logboek.schrijf(door=door, actie=actie, over=rij, igs_slug=rij.igs.slug)


def prullenmand_van(gebruiker: Any, dag: date) -> list[tuple[Cultuurnota, datetime]]:
    """The notes somebody may take out of the bin, the latest first, each with the moment it goes for good."""
    bereik = bereik_van(gebruiker, dag)
    weg = Cultuurnota.objects.exclude(weg_op=None).select_related("igs").order_by("-weg_op")
    if not bereik.alles:
        lopend = Q(team__gebruiker=gebruiker, team__rol=TREKKER, team__van__lte=dag)
        lopend &= Q(team__tot=None) | Q(team__tot__gte=dag)
        weg = weg.filter(Q(igs__in=bereik.igs) | lopend).distinct()
    return [(nota, nota.weg_op + PRULLENMAND_NA) for nota in weg if nota.weg_op]


def uit_prullenmand(gebruiker: Gebruiker, kenmerk: str, dag: date) -> Cultuurnota | None:
    """The note in the bin under that reference; None when it is none, or another leads it."""
    weg = Cultuurnota.objects.exclude(weg_op=None).select_related("igs")
    nota = next((een for een in weg if str(een.kenmerk) == kenmerk), None)
    rol = rol_in(nota, gebruiker, dag) if nota else None
    return nota if rol is not None and mag(rol, TREKKER) else None


# --- for good -------------------------------------------------------------------------------------------------------
def wis_prullenmand(moment: datetime) -> int:
    """Erase the notes that are in the bin for more than thirty days, with every file; the number erased.

    One whose file cannot be removed stays in the bin and is tried again the next night.
    """
    gewist = 0
    for pk in list(Cultuurnota.objects.filter(weg_op__lte=moment - PRULLENMAND_NA).values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                gewist += _wis(pk, moment)
        except OSError:
            log.exception("Nota %s kan nog niet gewist worden.", pk)
    return gewist


def _wis(pk: int, moment: datetime) -> bool:
    nota = Cultuurnota.objects.select_for_update(of=("self",)).select_related("igs").filter(pk=pk).first()
    if nota is None or nota.weg_op is None or nota.weg_op > moment - PRULLENMAND_NA:
        return False  # taken out meanwhile
    if not op_proef():
        _wis_bestanden(nota)
    # It holds on to the frozen version it shows.
    Publicatie.objects.filter(nota=nota).delete()
    logboek.schrijf(door=None, actie="cultuurnota gewist na de prullenmand", over=nota, igs_slug=nota.igs.slug)
    nota.delete()
    return True


def _wis_bestanden(nota: Cultuurnota) -> None:
    for beeld in nota.beelden.all():
        wis_bestanden(beeld)
    for uitvoer in nota.uitvoer.all():
        uitvoer.bestand.delete(save=False)
    for engagement in nota.engagementen.all():
        engagement.document.delete(save=False)
