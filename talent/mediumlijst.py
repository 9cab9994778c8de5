"""Sound and film of a profile: add, describe, put in order, take away.

A medium has a name for addresses (`kenmerk`), the same in every version of the profile.
"""

import hashlib
from typing import Any

from django.db import transaction

from opnetwerk.models import Gebruiker
from talent.bewerken import Botsing, concept_op_slot, werkversie
from talent.media import Herkend
from talent.models import Medium, Profiel, Talent
from talent.models.profiel import MEESTE_MEDIA
from talent.volgorde import verschuif

WOORDEN = ("titel", "beschrijving")


class Vol(Exception):
    """The profile holds as many as it may."""


def kenmerk(medium: Medium) -> str:
    return hashlib.sha256(f"{medium.aanbieder} {medium.sleutel}".encode()).hexdigest()[:16]


def media_van(profiel: Profiel) -> list[Medium]:
    return list(profiel.media.all()) if profiel.pk else []


def medium_met(profiel: Profiel, naam: str) -> Medium | None:
    """The sound or film of this version under that name; None for any other, of another talent too."""
    return next((medium for medium in media_van(profiel) if kenmerk(medium) == naam), None)


def lees_woorden(medium: Medium) -> dict[str, Any]:
    return {woord: getattr(medium, woord) for woord in WOORDEN}


def voeg_toe(
    *, talent: Talent, herkend: Herkend, woorden: dict[str, Any], door: Gebruiker, trek_in: bool = False
) -> Medium:
    """Put sound or film behind the rest; the same one twice is once. Raises Vol, LigtTerBeoordeling."""
    with transaction.atomic():
        Talent.objects.select_for_update().get(pk=talent.pk)
        with concept_op_slot(talent, door, "geluid of film toegevoegd", trek_in=trek_in) as concept:
            staan = media_van(concept)
            for medium in staan:
                if (medium.aanbieder, medium.sleutel) == (herkend.aanbieder, herkend.sleutel):
                    return medium
            if len(staan) >= MEESTE_MEDIA:
                raise Vol
            plek = 1 + max((medium.volgorde for medium in staan), default=-1)
            return Medium.objects.create(
                profiel=concept, aanbieder=herkend.aanbieder, sleutel=herkend.sleutel, volgorde=plek, **woorden
            )


def beschrijf(
    *,
    talent: Talent,
    naam: str,
    woorden: dict[str, Any],
    basis: dict[str, Any],
    door: Gebruiker,
    trek_in: bool = False,
) -> None:
    """Another title or description. `basis`: the words that were shown; the same words once more change nothing.

    Raises Botsing when others were saved meanwhile, Medium.DoesNotExist when it is gone, LigtTerBeoordeling.
    """
    with transaction.atomic():
        rij = Talent.objects.select_for_update().get(pk=talent.pk)
        huidig = _zoek(werkversie(rij), naam)
        staat = lees_woorden(huidig)
        if staat == woorden:
            return
        if staat != basis:
            raise Botsing(huidig.profiel)
        with concept_op_slot(talent, door, "geluid of film beschreven", trek_in=trek_in) as concept:
            Medium.objects.filter(pk=_zoek(concept, naam).pk).update(**woorden)


def verplaats(*, talent: Talent, naam: str, stap: int, door: Gebruiker) -> None:
    """One place up (-1) or down (1). Raises Medium.DoesNotExist, LigtTerBeoordeling."""
    with concept_op_slot(talent, door, "geluid en film geschikt") as concept:
        verschuif(media_van(concept), _zoek(concept, naam), stap)


def haal_weg(*, talent: Talent, naam: str, door: Gebruiker) -> None:
    """Out of the draft; what is online keeps it until the draft is approved.

    Raises Medium.DoesNotExist, LigtTerBeoordeling.
    """
    with concept_op_slot(talent, door, "geluid of film weggehaald") as concept:
        _zoek(concept, naam).delete()


def _zoek(profiel: Profiel, naam: str) -> Medium:
    medium = medium_met(profiel, naam)
    if medium is None:
        raise Medium.DoesNotExist
    return medium
