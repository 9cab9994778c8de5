"""Who offers what you look for, and looks for what you offer, in another municipality: with the reason for each.

Read from the directory, so from what everybody may see; somebody of 13 to 15 never comes out of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from igs.models import Gemeente
from igs.netwerk import Netwerk
from talent.afstanden import afstanden_vanaf
from talent.facetten import LOTING, Stand, wijzer
from talent.kaartjes import Kaartje, kaartjes
from talent.keuzes import Aanbod, Rol, Zoekt
from talent.models import Profiel, Talent
from talent.zichtbaarheid import Toonprofiel

AANTAL = 8
VERST_KM = 60
GENOEG = 60  # candidates: the nearest municipalities first, then no further
ZELFDE_DISCIPLINE_KM = 20  # who makes the same may be so much further away

# What is looked for → what answers it.
BIEDT: dict[Zoekt, tuple[Aanbod | Rol, ...]] = {
    Zoekt.PODIUM: (Rol.ORGANISATOR,),
    Zoekt.MEDESPELER: (Aanbod.SAMEN_MAKEN, Aanbod.INVALLEN),
    Zoekt.REPETITIEPLEK: (Aanbod.RUIMTE,),
    Zoekt.ATELIER: (Aanbod.RUIMTE,),
    Zoekt.COACH: (Rol.LESGEVER, Rol.REGISSEUR, Aanbod.WORKSHOP),
    Zoekt.EXPOPLEK: (Aanbod.RUIMTE, Rol.ORGANISATOR),
    Zoekt.PUBLIEK: (Rol.ORGANISATOR,),
}


@dataclass(frozen=True)
class Aanvulling:
    """Somebody to get to know. `km`: as the crow flies, between the municipalities; `redenen`: Dutch sentences."""

    kaartje: Kaartje
    km: int
    gemeente: str
    redenen: tuple[str, ...]


def aanvullingen(talent: Talent, dag: date, *, aantal: int = AANTAL) -> list[Aanvulling]:
    """Who fits the profile that is online, the nearest first; a fair draw of the day among equals. Twelve queries.

    Nobody of the own municipality, nobody on pause, nobody who does not show where they live. Empty when there is no
    profile online, or of somebody of 13 to 15.
    """
    profiel = talent.online
    if profiel is None or profiel.gemeente is None or talent.is_jong:
        return []
    stand = wijzer.stand()
    passend = _passend(stand, profiel) & ~stand.van([talent.pk])
    eigen = frozenset(profiel.disciplines.values_list("sleutel", flat=True))
    zelfde = stand.met_een_van(f"d:{sleutel}" for sleutel in eigen)
    afstanden = afstanden_vanaf(profiel.gemeente, Netwerk.op(dag))
    nummers = list(_dichtbij(stand, passend, zelfde, afstanden, dag))
    gevonden = [_aanvulling(kaartje, profiel, eigen, afstanden) for kaartje in kaartjes(nummers)]
    return [een for een in gevonden if een is not None][:aantal]


def _passend(stand: Stand, profiel: Profiel) -> int:
    """The row of bits of who offers what is looked for, or the other way around."""
    zij_bieden = [_waarde(biedt) for zoekt in profiel.zoekt for biedt in BIEDT.get(Zoekt(zoekt), ())]
    zij_zoeken = [f"z:{zoekt}" for zoekt, biedt in BIEDT.items() if _biedt(profiel, biedt)]
    return stand.met_een_van([*zij_bieden, *zij_zoeken]) & stand.zichtbaar & ~stand.met("x:pauze")


def _waarde(biedt: Aanbod | Rol) -> str:
    return f"{'a' if isinstance(biedt, Aanbod) else 'r'}:{biedt}"


def _biedt(profiel: Profiel | Toonprofiel, biedt: Iterable[Aanbod | Rol]) -> list[Aanbod | Rol]:
    """Which of these the profile offers or is."""
    return [een for een in biedt if een in (profiel.aanbod if isinstance(een, Aanbod) else profiel.rollen)]


def _dichtbij(stand: Stand, passend: int, zelfde: int, afstanden: dict[str, int], dag: date) -> Iterator[int]:
    """The numbers of talents by distance, in which who makes the same counts as nearer by."""
    plekken: list[tuple[int, str, bool]] = []
    for code, km in afstanden.items():
        if 0 < km <= VERST_KM and passend & stand.met(f"g:{code}"):
            plekken += [(km, code, True), (km + ZELFDE_DISCIPLINE_KM, code, False)]
    over = GENOEG
    for _km, code, is_zelfde in sorted(plekken):
        daar = passend & stand.met(f"g:{code}") & (zelfde if is_zelfde else ~zelfde)
        gekozen = stand.stuk([daar], f"{LOTING}{dag.isoformat()}", 0, over)
        yield from gekozen
        over -= len(gekozen)
        if over <= 0:
            return


def _aanvulling(
    kaartje: Kaartje, profiel: Profiel, eigen: frozenset[str], afstanden: dict[str, int]
) -> Aanvulling | None:
    """With the reasons; None for who changed just now and fits no more. `eigen`: keys of disciplines."""
    hun = kaartje.profiel
    gemeente: Gemeente | None = hun.gemeente_of_niets
    passend = list(_redenen(kaartje.naam, hun, profiel))
    if gemeente is None or not passend:
        return None
    samen = [discipline.naam for discipline in hun.disciplines if discipline.sleutel in eigen]
    redenen = (*passend, *([f"Jullie doen allebei {_en(samen)}."] if samen else []))
    return Aanvulling(kaartje, afstanden.get(gemeente.nis_code, 0), gemeente.naam, redenen)


def _redenen(naam: str, hun: Toonprofiel, profiel: Profiel) -> Iterator[str]:
    for zoekt, biedt in BIEDT.items():
        if zoekt in profiel.zoekt and (zij := _biedt(hun, biedt)):
            yield f"Je zoekt {zoekt.label}. {naam} {_wat(zij)}."
        if zoekt in hun.zoekt and (wij := _biedt(profiel, biedt)):
            yield f"{naam} zoekt {zoekt.label}. Bij jou staat: {_en(str(een.label) for een in wij)}."


def _wat(biedt: Iterable[Aanbod | Rol]) -> str:
    """'is lesgever of begeleider en biedt aan: een workshop geven'."""
    biedt = list(biedt)
    rollen = [str(een.label) for een in biedt if isinstance(een, Rol)]
    aanbod = [str(een.label) for een in biedt if isinstance(een, Aanbod)]
    return _en(filter(None, [rollen and f"is {_en(rollen)}", aanbod and f"biedt aan: {_en(aanbod)}"]))


def _en(woorden: Iterable[Any]) -> str:
    lijst = [str(woord) for woord in woorden]
    return " en ".join([", ".join(lijst[:-1]), lijst[-1]] if len(lijst) > 1 else lijst)
