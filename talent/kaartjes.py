"""A talent as a card in a list: only what `toon` gives a visitor, and a drawn pattern where there is no picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zlib import crc32

from django.core.files.storage import default_storage

from igs.models import IGS
from opnetwerk.afbeeldingen import Afbeelding
from talent.models import Talent
from talent.zichtbaarheid import Kijker, Toonprofiel, toon
from talent.zoekrij import met_publiek_profiel

BREEDTE, HOOGTE = 320, 200
KLEUREN = 7
KAARTBREEDTE = 640  # px: the widest size a card asks


@dataclass(frozen=True)
class Patroon:
    """Slashes in colours of the map: the same name always gives the same. `strepen`: (colour, path)."""

    grond: int
    strepen: list[tuple[int, str]]
    letter: str

    @classmethod
    def van(cls, naam: str, kleur: int | None) -> "Patroon":
        """`kleur`: that of the region, if it has one."""
        getal = crc32(naam.encode())
        grond = kleur or getal % KLEUREN + 1
        strepen, x = [], -40 + getal % 50
        for nummer in range(3 + getal % 3):
            getal = crc32(getal.to_bytes(4, "big"))
            x += 28 + getal % 60
            dikte, helling = 10 + getal // 64 % 44, 70
            lijn = f"M{x} {HOOGTE}h{dikte}l{helling}-{HOOGTE}h-{dikte}z"
            strepen.append(((grond + 1 + getal // 4096 % 5 + nummer) % KLEUREN + 1, lijn))
            x += dikte
        return cls(grond, [(kleur, lijn) for kleur, lijn in strepen if kleur != grond], _letter(naam))


def _letter(naam: str) -> str:
    return next((teken.upper() for teken in naam if teken.isalnum()), "/")[:1]


@dataclass(frozen=True)
class Kaartje:
    """What a card shows. `profiel` is what a visitor may see."""

    profiel: Toonprofiel

    @property
    def talent(self) -> Talent:
        return self.profiel.talent

    @property
    def pad(self) -> str:
        return self.talent.get_absolute_url()

    @property
    def naam(self) -> str:
        return str(self.profiel.naam)

    @property
    def disciplines(self) -> list[str]:
        return [discipline.naam for discipline in self.profiel.disciplines]

    @property
    def igs(self) -> IGS | None:
        return self.talent.thuis

    @property
    def plek(self) -> str:
        """Municipality and region, as far as the maker shows them."""
        gemeente = self.profiel.gemeente_of_niets
        namen = [gemeente.naam if gemeente else "", self.igs.naam if self.igs else ""]
        return ", ".join(filter(None, namen))

    @cached_property
    def patroon(self) -> Patroon:
        return Patroon.van(self.naam, self.igs.kleur if self.igs else None)

    @cached_property
    def beeld(self) -> dict[str, Any] | None:
        """The first picture in the size of a card: src, webp, breedte, hoogte. None without one."""
        if not self.profiel.beelden:
            return None
        werk = self.profiel.beelden[0].werk
        if not werk.bestand:
            return None
        klaar = werk.stand == Afbeelding.Stand.KLAAR
        maten = [maat for maat in werk.maten if maat["breedte"] <= KAARTBREEDTE] if klaar else []
        if not maten:
            return {"src": default_storage.url(werk.bestand.name), "breedte": werk.breedte, "hoogte": werk.hoogte}
        maat = maten[-1]
        return {
            "src": default_storage.url(maat["jpeg"]),
            "webp": default_storage.url(maat["webp"]),
            "breedte": maat["breedte"],
            "hoogte": maat["hoogte"],
        }


def kaartjes(nummers: Sequence[int]) -> list[Kaartje]:
    """The cards of these row numbers in this order; who is not online (any more) is left out. Four queries."""
    gevonden = {talent.pk: talent for talent in met_publiek_profiel(Talent.objects.online().filter(pk__in=nummers))}
    return [Kaartje(toon(gevonden[nummer], Kijker.BEZOEKER)) for nummer in nummers if nummer in gevonden]


def kaartjes_op_naam(slugs: Sequence[str]) -> list[Kaartje]:
    """The same, by the names in their addresses. Four queries."""
    gevonden = {talent.slug: talent for talent in met_publiek_profiel(Talent.objects.online().filter(slug__in=slugs))}
    return [Kaartje(toon(gevonden[slug], Kijker.BEZOEKER)) for slug in slugs if slug in gevonden]
