"""What a coordinator sees of a submitted profile: field by field beside what is online, pictures, hints, history."""

from dataclasses import dataclass
from typing import Any

from igs.geschiedenis import Stuk, naast_elkaar
from talent.aandacht import aandachtspunten
from talent.beoordeelformulier import zinnen
from talent.beoordelen import wat_belet
from talent.models import Beoordeling, Medium, Profiel, Profielbeeld
from talent.vergelijken import VOLGORDE, in_woorden, veldnaam, waarde
from talent.zichtbaarheid import VOLGT, keuze

NIET_IN_TABEL = {"beelden", "media"}


@dataclass(frozen=True)
class Rij:
    """One field: what is online and what was submitted, in pieces of which the differing ones are marked."""

    veld: str
    naam: str
    was: list[Stuk]
    werd: list[Stuk]
    anders: bool
    voor_wie: str
    invoer: Any
    zinnen: list[str]


@dataclass(frozen=True)
class Beeldrij:
    """A picture, and what happened to it since the last approval: 'nieuw', 'weg', 'andere woorden' or nothing."""

    beeld: Profielbeeld
    stand: str


@dataclass(frozen=True)
class Mediarij:
    medium: Medium
    stand: str


def rijen(profiel: Profiel, oud: Profiel | None, formulier: Any, anders_van_beeld: set[str]) -> list[Rij]:
    """Every field that says something in either version. `formulier` brings the reasons.

    `anders_van_beeld`: which of "beelden" and "media" changed; their rows hold no text.
    """
    gevonden = []
    for veld in VOLGORDE:
        voor = in_woorden(veld, waarde(oud, veld)) if oud and veld not in NIET_IN_TABEL else ""
        na = in_woorden(veld, waarde(profiel, veld)) if veld not in NIET_IN_TABEL else ""
        if not voor and not na and veld not in NIET_IN_TABEL:
            continue
        anders = veld in anders_van_beeld or (bool(oud) and voor != na)
        anders = veld in anders_van_beeld or (bool(oud) and voor != na)
        was, werd = naast_elkaar(voor, na, heel=True) if oud and voor != na else ([], [Stuk(na)] if na else [])
        voor_wie = keuze(profiel, VOLGT.get(veld, veld)).label
        invoer = formulier[f"reden_{veld}"]
        gevonden.append(Rij(veld, veldnaam(veld), was, werd, anders, voor_wie, invoer, zinnen(veld)))
    return gevonden


def beeldrijen(profiel: Profiel, oud: Profiel | None) -> list[Beeldrij]:
    """The pictures of the submitted version, and behind them the ones that left."""
    toen = {beeld.werk_id: beeld for beeld in oud.beelden.select_related("werk")} if oud else {}
    nu = list(profiel.beelden.select_related("werk"))
    hier = [Beeldrij(beeld, _beeldstand(beeld, toen.get(beeld.werk_id), bool(oud))) for beeld in nu]
    gebleven = {beeld.werk_id for beeld in nu}
    return [*hier, *(Beeldrij(beeld, "weg") for werk, beeld in toen.items() if werk not in gebleven)]


def _beeldstand(beeld: Profielbeeld, toen: Profielbeeld | None, was_online: bool) -> str:
    if toen is None:
        return "nieuw" if was_online else ""
    return "" if (beeld.alt, beeld.bron) == (toen.alt, toen.bron) else "andere woorden"


def mediarijen(profiel: Profiel, oud: Profiel | None) -> list[Mediarij]:
    """As `beeldrijen`, for sound and film."""
    toen = {(een.aanbieder, een.sleutel): een for een in oud.media.all()} if oud else {}
    nu = {(een.aanbieder, een.sleutel): een for een in profiel.media.all()}
    hier = [Mediarij(een, "nieuw" if oud and sleutel not in toen else "") for sleutel, een in nu.items()]
    return [*hier, *(Mediarij(een, "weg") for sleutel, een in toen.items() if sleutel not in nu)]


def geschiedenis(profiel: Profiel) -> list[dict[str, Any]]:
    """Every decision about this talent, the newest first, with the reasons in words."""
    besluiten = Beoordeling.objects.filter(profiel__talent=profiel.talent).select_related("door", "igs", "naar")
    return [
        {"besluit": een, "redenen": [(veldnaam(veld), reden) for veld, reden in een.redenen.items()]}
        for een in besluiten[:50]
    ]


def besluitcontext(profiel: Profiel, formulieren: dict[str, Any]) -> dict[str, Any]:
    """Everything on the page."""
    talent = profiel.talent
    ingediend = profiel.stand == Profiel.Stand.INGEDIEND
    oud = talent.online if talent.online_id != profiel.pk else None
    context: dict[str, Any] = {"profiel": profiel, "talent": talent, "ingediend": ingediend}
    context["geschiedenis"] = geschiedenis(profiel)
    if not ingediend:  # being worked on again, or decided: what stands in it now is not before us
        return context
    beelden, media = beeldrijen(profiel, oud), mediarijen(profiel, oud)
    anders = {naam for naam, stuk in (("beelden", beelden), ("media", media)) if any(een.stand for een in stuk)}
    alle = rijen(profiel, oud, formulieren["aanpassing"], anders)
    context |= {"oud": oud, "beelden": beelden, "media": media}
    context["rijen"] = [rij for rij in alle if rij.anders or not oud]
    context["gelijk"] = [rij for rij in alle if oud and not rij.anders]
    return context | formulieren | {"punten": aandachtspunten(profiel), "belet": wat_belet(talent)}
