"""What the team itself thinks of a criterion."""

import hashlib

from django.db import transaction

from cultuurnota.keuzes import Criterium
from cultuurnota.models import Cultuurnota, Zelfbeoordeling
from opnetwerk import logboek
from opnetwerk.models import Gebruiker


class Botsing(Exception):
    """Somebody saved in between; nothing was written. `rij` is theirs."""

    def __init__(self, rij: Zelfbeoordeling) -> None:
        super().__init__("Iemand anders bewaarde dit intussen.")
        self.rij = rij


def merk(rij: Zelfbeoordeling | None) -> str:
    """What a form is based on: the words as they were shown."""
    return hashlib.sha256(f"{rij.stand}|{rij.toelichting}".encode()).hexdigest()[:16] if rij else ""


def beoordeel(
    *, nota: Cultuurnota, criterium: Criterium, stand: str, toelichting: str, basis: str, door: Gebruiker
) -> Zelfbeoordeling:
    """Keep it. Raises Botsing when the words that stand there are not `basis`, unless they are these same words."""
    with transaction.atomic():
        Cultuurnota.objects.select_for_update().get(pk=nota.pk)
        rij = nota.zelfbeoordelingen.filter(criterium=criterium).first()
        if rij and (rij.stand, rij.toelichting) == (stand, toelichting):
            return rij
        if rij and merk(rij) != basis:
            raise Botsing(rij)
        rij = rij or Zelfbeoordeling(nota=nota, criterium=criterium)
        rij.stand, rij.toelichting = stand, toelichting
        rij.save()
        logboek.schrijf(door=door, actie=f"zelfbeoordeling van {criterium.value}", over=nota, igs_slug=nota.igs.slug)
    return rij
