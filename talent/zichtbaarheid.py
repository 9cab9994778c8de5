"""Who sees which field of which talent: the one rule, for page, list, search, feed, sitemap, JSON-LD, share picture,
export and embedding alike.

Everything that shows a talent to others asks `toon(talent, kijker)` and shows nothing but what it returns.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from igs.models import Gemeente
from talent.keuzes import Leeftijd, Zichtbaar
from talent.models import Medium, Profiel, Profielbeeld, Talent


class Kijker(StrEnum):
    """Who looks. A manager and the coordinator who decides see everything; nobody else sees what is for nobody."""

    BEZOEKER = "bezoeker"
    AANGEMELD = "aangemeld"
    BEHEERDER = "beheerder"


# Without these there is no profile to show.
ALTIJD_ZICHTBAAR = frozenset({"naam", "kort", "disciplines", "vorm"})
# Asked for every field of every card: `values` makes its list anew each time.
KEUZEN = frozenset(Zichtbaar.values)
# What the maker decides about, and how it stands until then.
STANDAARD: dict[str, Zichtbaar] = {
    "voornaamwoorden": Zichtbaar.IEDEREEN,
    "tekst": Zichtbaar.IEDEREEN,
    "talen": Zichtbaar.IEDEREEN,
    "gemeente": Zichtbaar.IEDEREEN,
    "plaats": Zichtbaar.NIEMAND,
    "band": Zichtbaar.AANGEMELD,
    "reikwijdte": Zichtbaar.IEDEREEN,
    "rollen": Zichtbaar.IEDEREEN,
    "aanbod": Zichtbaar.IEDEREEN,
    "zoekt": Zichtbaar.IEDEREEN,
    "past_bij": Zichtbaar.IEDEREEN,
    "stijlen": Zichtbaar.IEDEREEN,
    "niveau": Zichtbaar.IEDEREEN,
    "lid_van": Zichtbaar.AANGEMELD,
    "prijs": Zichtbaar.IEDEREEN,
    "duur": Zichtbaar.IEDEREEN,
    "personen": Zichtbaar.IEDEREEN,
    "techniek": Zichtbaar.IEDEREEN,
    "plek": Zichtbaar.IEDEREEN,
    "toegankelijkheid": Zichtbaar.IEDEREEN,
    "beschikbaar": Zichtbaar.IEDEREEN,
    "telefoon": Zichtbaar.NIEMAND,
    "links": Zichtbaar.IEDEREEN,
    "beelden": Zichtbaar.IEDEREEN,
    "media": Zichtbaar.IEDEREEN,
}
# One decision for what belongs together.
VOLGT: dict[str, str] = {"prijs_vanaf": "prijs", "prijs_uitleg": "prijs"}
# Somebody of 13 to 15 shows these to nobody, whatever stands in the profile.
NOOIT_BIJ_JONG = frozenset(
    {"voornaamwoorden", "gemeente", "plaats", "band", "lid_van", "telefoon", "links", "media", "beschikbaar", "prijs"}
)
# Somebody of 16 or 17 is reached through the coordinator: a number would go past that.
NOOIT_BIJ_TIENER = frozenset({"telefoon"})
VELDEN = (*sorted(ALTIJD_ZICHTBAAR), *STANDAARD, *VOLGT)


@dataclass(frozen=True)
class Toonprofiel:
    """What one kind of viewer may see. A field that may not be seen is empty: "", None or an empty list.

    `kan_gecontacteerd`: there is a contact form; `via_coordinator`: it goes to the coordinator of the region.
    """

    talent: Talent
    kijker: Kijker
    waarden: dict[str, Any]
    beelden: tuple[Profielbeeld, ...]
    media: tuple[Medium, ...]
    kan_gecontacteerd: bool
    via_coordinator: bool
    geindexeerd: bool
    in_feeds: bool

    def __getattr__(self, naam: str) -> Any:
        try:
            return self.__dict__["waarden"][naam]
        except KeyError:
            raise AttributeError(naam) from None

    @property
    def gemeente_of_niets(self) -> Gemeente | None:
        gemeente: Gemeente | None = self.waarden["gemeente"] or None
        return gemeente


def keuze(profiel: Profiel, veld: str) -> Zichtbaar:
    """What the maker decided about the field, or the standard. KeyError for a field that nobody decides about."""
    veld = VOLGT.get(veld, veld)
    if veld in ALTIJD_ZICHTBAAR:
        return Zichtbaar.IEDEREEN
    standaard = STANDAARD[veld]
    gekozen = profiel.zichtbaarheid.get(veld, standaard)
    return Zichtbaar(gekozen) if gekozen in KEUZEN else standaard


def mag_zien(talent: Talent, profiel: Profiel, veld: str, kijker: Kijker) -> bool:
    """Whether this kind of viewer sees the field."""
    if kijker is Kijker.BEHEERDER:
        return True
    if talent.leeftijd == Leeftijd.JONG and VOLGT.get(veld, veld) in NOOIT_BIJ_JONG:
        return False
    if talent.leeftijd == Leeftijd.TIENER and veld in NOOIT_BIJ_TIENER:
        return False
    gekozen = keuze(profiel, veld)
    return gekozen == Zichtbaar.IEDEREEN or (gekozen == Zichtbaar.AANGEMELD and kijker is Kijker.AANGEMELD)


def toon(talent: Talent, kijker: Kijker, *, profiel: Profiel | None = None) -> Toonprofiel:
    """What the viewer may see of the profile that is online (or of `profiel`, for a preview).

    Whether the talent may be seen at all is asked before: `Talent.objects.online()`. ValueError without a profile.
    """
    profiel = profiel or talent.online
    if profiel is None:
        raise ValueError(f"{talent} heeft geen profiel om te tonen")
    ziet = {veld for veld in VELDEN if mag_zien(talent, profiel, veld, kijker)}
    return Toonprofiel(
        talent=talent,
        kijker=kijker,
        waarden={veld: _waarde(profiel, veld, veld in ziet) for veld in VELDEN if veld not in {"beelden", "media"}},
        beelden=tuple(profiel.beelden.all()) if "beelden" in ziet else (),
        media=tuple(profiel.media.all()) if "media" in ziet else (),
        kan_gecontacteerd=talent.leeftijd != Leeftijd.JONG,
        via_coordinator=talent.leeftijd == Leeftijd.TIENER,
        geindexeerd=talent.in_zoekmachines and talent.leeftijd != Leeftijd.JONG,
        in_feeds=talent.in_feeds and talent.leeftijd != Leeftijd.JONG,
    )


def _waarde(profiel: Profiel, veld: str, ziet: bool) -> Any:
    if veld == "disciplines":
        return list(profiel.disciplines.all()) if ziet else []
    waarde = getattr(profiel, veld)
    if ziet:
        return waarde
    return [] if isinstance(waarde, list) else "" if isinstance(waarde, str) else None
