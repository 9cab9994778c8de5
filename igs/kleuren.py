"""The colours of the IGS'en on the map: two that touch never share one, and a colour once given stays."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from igs.models import AANTAL_KLEUREN, IGS
from igs.netwerk import Netwerk

KLEUREN = range(1, AANTAL_KLEUREN + 1)


def verdeel(raken: Mapping[int, set[int]], huidige: Mapping[int, int | None]) -> dict[int, int]:
    """Give every IGS (by key) a colour from 1 to 7 that none of its neighbours has.

    A colour it already has stays unless an earlier one in the order holds the same beside it. Among the free
    colours the one least used is taken, two steps away first, so that all seven appear and equals lie apart.
    Where all seven lie around one that has none yet, all are coloured anew, those with most neighbours first;
    and if even that fails, which takes far more overlap than a map shows, the colour with the fewest clashes is taken.
    """
    volgorde = sorted(raken, key=lambda sleutel: (huidige[sleutel] is None, sleutel))
    gekozen, botsing = _kleur(volgorde, raken, huidige)
    if botsing:
        volgorde = sorted(raken, key=lambda sleutel: (-len(raken[sleutel]), sleutel))
        gekozen, _ = _kleur(volgorde, raken, dict.fromkeys(raken))
    return gekozen


def _kleur(
    volgorde: Iterable[int], raken: Mapping[int, set[int]], huidige: Mapping[int, int | None]
) -> tuple[dict[int, int], bool]:
    """The colours in this order, and whether one of them had to clash."""
    gekozen: dict[int, int] = {}
    gebruik: dict[int, int] = defaultdict(int)
    botsing = False
    for sleutel in volgorde:
        naast = [gekozen[buur] for buur in raken[sleutel] if buur in gekozen]
        verderop = [gekozen[ander] for buur in raken[sleutel] for ander in raken[buur] if ander in gekozen]
        vrij = [kleur for kleur in KLEUREN if kleur not in naast]
        botsing = botsing or not vrij
        eigen = huidige[sleutel]
        kleur = (
            eigen
            if eigen in vrij
            else min(vrij or KLEUREN, key=lambda k: (naast.count(k), verderop.count(k), gebruik[k], k))
        )
        gekozen[sleutel] = kleur
        gebruik[kleur] += 1
    return gekozen, botsing


def ken_toe() -> None:
    """Colour what has no colour yet, or a neighbour's; over all days at once, so that no day shows a clash."""
    netwerk = Netwerk.op(date.max)
    cellen: dict[int, set[str]] = defaultdict(set)
    for rij in netwerk.lidmaatschappen:
        cellen[rij.igs_id].add(netwerk.cel(rij.gemeente).nis_code)
    rand = {igs: {buur for cel in eigen for buur in netwerk.buurcodes(cel)} | eigen for igs, eigen in cellen.items()}
    raken = {
        igs.pk: {ander for ander, eigen in cellen.items() if ander != igs.pk and eigen & rand.get(igs.pk, set())}
        for igs in netwerk.alle_igs
    }
    kleuren = verdeel(raken, {igs.pk: igs.kleur for igs in netwerk.alle_igs})
    anders = [igs for igs in netwerk.alle_igs if igs.kleur != kleuren[igs.pk]]
    for igs in anders:
        igs.kleur = kleuren[igs.pk]
    IGS.objects.bulk_update(anders, ["kleur"])
