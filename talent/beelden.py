"""The pictures of a profile: add, describe, put in order, throw away and take back.

A picture has a name for addresses (`kenmerk`): the random one of its file, the same in every version of the profile.
"""

from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from opnetwerk.afbeeldingen import plan_maten, wis_bestanden
from opnetwerk.dag import nu
from opnetwerk.dagelijks import op_proef
from opnetwerk.models import Gebruiker
from talent.bewaartermijnen import PRULLENMAND_NA
from talent.bewerken import Botsing, concept_op_slot, werkversie
from talent.models import Profiel, Profielbeeld, Talent, Werk
from talent.models.profiel import MEESTE_BEELDEN
from talent.volgorde import verschuif

DAGEN_IN_PRULLENMAND = PRULLENMAND_NA.days
WEES_NA = timedelta(days=1)  # an upload that stands in no version for so long is forgotten
WOORDEN = ("alt", "decoratief", "bron")


class Vol(Exception):
    """The profile holds as many as it may."""


def kenmerk(werk: Werk) -> str:
    """The name of the picture in addresses: 32 hexadecimal digits, and what a storage put behind them."""
    return PurePosixPath(werk.bestand.name or "").stem


def beelden_van(profiel: Profiel) -> list[Profielbeeld]:
    return list(profiel.beelden.select_related("werk")) if profiel.pk else []


def beeld_met(profiel: Profiel, naam: str) -> Profielbeeld | None:
    """The picture of this version under that name; None for any other, of another talent too."""
    return next((beeld for beeld in beelden_van(profiel) if kenmerk(beeld.werk) == naam), None)


def prullenmand(talent: Talent) -> list[Werk]:
    """What was thrown away in the last thirty days, newest first."""
    getoond = [beeld.werk_id for beeld in beelden_van(werkversie(talent))]
    weg = talent.werken.filter(weg_op__gte=nu() - timedelta(days=DAGEN_IN_PRULLENMAND))
    return list(weg.exclude(pk__in=getoond).order_by("-weg_op", "-pk"))


def in_prullenmand(talent: Talent, naam: str) -> Werk | None:
    return next((werk for werk in prullenmand(talent) if kenmerk(werk) == naam), None)


def zet_apart(*, talent: Talent, bestand: File) -> Werk:
    """Keep an upload whose words still miss something: it lies in the bin until it is used."""
    with transaction.atomic():
        werk = Werk.objects.create(talent=talent, bestand=bestand, decoratief=True, weg_op=nu())
        plan_maten(werk)
    return werk


def voeg_toe(
    *, talent: Talent, bestand: File | Werk, woorden: dict[str, Any], door: Gebruiker, trek_in: bool = False
) -> Profielbeeld:
    """Put a picture behind the others: an upload, or one that was put apart or thrown away.

    `woorden`: alt, decoratief, bron. Twice the same one is once. Raises Vol, LigtTerBeoordeling.
    """
    with concept_op_slot(talent, door, "beeld toegevoegd", trek_in=trek_in) as concept:
        getoond = beelden_van(concept)
        if isinstance(bestand, Werk):
            werk = Werk.objects.select_for_update().get(pk=bestand.pk, talent=talent)
            if al := next((beeld for beeld in getoond if beeld.werk_id == werk.pk), None):
                return al
        elif al := _zelfde(bestand, getoond):
            return al
        if len(getoond) >= MEESTE_BEELDEN:
            raise Vol
        if not isinstance(bestand, Werk):
            werk = Werk.objects.create(talent=talent, bestand=bestand, herkenbaar_akkoord=True, **woorden)
            plan_maten(werk)
        else:
            werk.weg_op, werk.herkenbaar_akkoord = None, True
            werk.save(update_fields=["weg_op", "herkenbaar_akkoord"])
        plek = 1 + max((beeld.volgorde for beeld in getoond), default=-1)
        return Profielbeeld.objects.create(profiel=concept, werk=werk, volgorde=plek, **woorden)


def _zelfde(bestand: File, beelden: list[Profielbeeld]) -> Profielbeeld | None:
    """The picture that is this very file: a form sent twice, or the same photo chosen again."""
    bestand.seek(0)
    inhoud = bestand.read()
    bestand.seek(0)
    return next((beeld for beeld in beelden if _bytes(beeld.werk, len(inhoud)) == inhoud), None)


def _bytes(werk: Werk, lengte: int) -> bytes | None:
    """What stands in the file, when it is this long; None when it is not, or gone."""
    try:
        if werk.bestand.size != lengte:
            return None
        with werk.bestand.open("rb") as bestand:
            return bestand.read()
    except OSError:
        return None


def beschrijf(
    *,
    talent: Talent,
    naam: str,
    woorden: dict[str, Any],
    basis: dict[str, Any],
    door: Gebruiker,
    trek_in: bool = False,
) -> None:
    """Other words under a picture. `basis`: the words that were shown; the same words once more change nothing.

    Raises Botsing when others were saved meanwhile, Profielbeeld.DoesNotExist when it is gone, LigtTerBeoordeling.
    """
    with transaction.atomic():
        rij = Talent.objects.select_for_update().get(pk=talent.pk)
        huidig = _zoek(werkversie(rij), naam)
        staat = lees_woorden(huidig)
        if staat == woorden:
            return
        if staat != basis:
            raise Botsing(huidig.profiel)
        with concept_op_slot(talent, door, "beeld beschreven", trek_in=trek_in) as concept:
            Profielbeeld.objects.filter(pk=_zoek(concept, naam).pk).update(**woorden)


def lees_woorden(beeld: Profielbeeld) -> dict[str, Any]:
    return {woord: getattr(beeld, woord) for woord in WOORDEN}


def verplaats(*, talent: Talent, naam: str, stap: int, door: Gebruiker) -> None:
    """One place up (-1) or down (1). Raises Profielbeeld.DoesNotExist, LigtTerBeoordeling."""
    with concept_op_slot(talent, door, "beelden geschikt") as concept:
        verschuif(beelden_van(concept), _zoek(concept, naam), stap)


def haal_weg(*, talent: Talent, naam: str, door: Gebruiker) -> None:
    """Out of the draft and into the bin; what is online keeps it until the draft is approved.

    Raises Profielbeeld.DoesNotExist, LigtTerBeoordeling.
    """
    with concept_op_slot(talent, door, "beeld weggehaald") as concept:
        beeld = _zoek(concept, naam)
        # The words go along, so that taking it back brings them back.
        Werk.objects.filter(pk=beeld.werk_id).update(weg_op=nu(), **lees_woorden(beeld))
        beeld.delete()


def zet_terug(*, talent: Talent, naam: str, door: Gebruiker) -> None:
    """Out of the bin, behind the others. Raises Werk.DoesNotExist, Vol, LigtTerBeoordeling."""
    werk = in_prullenmand(talent, naam)
    if werk is None:
        raise Werk.DoesNotExist
    woorden = {woord: getattr(werk, woord) for woord in WOORDEN}
    voeg_toe(talent=talent, bestand=werk, woorden=woorden, door=door)


def _zoek(profiel: Profiel, naam: str) -> Profielbeeld:
    beeld = beeld_met(profiel, naam)
    if beeld is None:
        raise Profielbeeld.DoesNotExist
    return beeld


def wis_prullenmand(moment: datetime) -> int:
    """Erase what lies in the bin for more than thirty days and stands in no draft and not online; the number."""
    oud = Werk.objects.filter(weg_op__lt=moment - PRULLENMAND_NA).exclude(Exists(_getoond()))
    gewist = 0
    for werk in oud:
        werk.delete()
        if not op_proef():
            wis_bestanden(werk)
        gewist += 1
    return gewist


def vind_wezen(moment: datetime) -> int:
    """Into the bin with what stands in no draft and not online, though nobody threw it away; the number.

    Left behind by a draft that was thrown away, or by a version that was erased.
    """
    los = Werk.objects.filter(weg_op=None, geladen_op__lt=moment - WEES_NA).exclude(Exists(_getoond()))
    return los.update(weg_op=moment)


def _getoond() -> QuerySet[Profielbeeld]:
    """For a subquery on Werk: where it stands in a draft or online."""
    versies = Talent.objects.filter(Q(online=OuterRef("profiel")) | Q(concept=OuterRef("profiel")))
    return Profielbeeld.objects.filter(Exists(versies), werk=OuterRef("pk"))
