"""The grensbreekkaart: which borders between neighbours were crossed. Totals only, never who.

List and map come from the same rows, so they cannot say different things.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from grensbrekers.grenslijnen import gedeelde_zijden, grenslijn
from grensbrekers.koppelen import Grens, grens
from grensbrekers.models import Grensovergang
from grensbrekers.rondes import gekruist
from igs.kaart import Tekening, plaats_opschriften
from igs.models import IGS, Gemeente, Referentieregio
from igs.netwerk import Netwerk
from igs.streekcijfers import Streek, Streekcijfer

TOON_VANAF = 3  # meetings: below it a number could point at people
VAAK = 10
UITSNEDE_LETTER = 1 / 52  # of the longest side


@dataclass(frozen=True)
class Keuze:
    """The part of Flanders that is asked for. What nobody knows counts as not asked."""

    regio: Referentieregio | None = None
    igs: IGS | None = None

    @classmethod
    def lees(cls, gevraagd: Mapping[str, str], netwerk: Netwerk) -> "Keuze":
        regio = next((een for een in netwerk.regios if een.slug == gevraagd.get("regio")), None)
        igs = next((een for een in netwerk.actieve_igs if een.slug == gevraagd.get("igs")), None)
        return cls(regio, igs)

    def __bool__(self) -> bool:
        return bool(self.regio or self.igs)

    @property
    def query(self) -> str:
        """For an address; empty for the whole of Flanders."""
        delen = {"regio": self.regio and self.regio.slug, "igs": self.igs and self.igs.slug}
        query = urlencode({naam: slug for naam, slug in delen.items() if slug})
        return f"?{query}" if query else ""

    @property
    def naam(self) -> str:
        namen = [een.naam for een in (self.igs, self.regio) if een]
        return " in ".join(namen) or "Vlaanderen"

    def codes(self, netwerk: Netwerk) -> set[str]:
        """NIS codes of the municipalities of today in it; in both, when both are asked."""
        codes = {gemeente.nis_code for gemeente in netwerk.huidige}
        if self.regio:
            codes &= {een.nis_code for een in netwerk.huidige if een.referentieregio_id == self.regio.pk}
        if self.igs:
            codes &= {netwerk.cel(lid.gemeente).nis_code for lid in netwerk.leden_van(self.igs)}
        return codes


@dataclass(frozen=True)
class Overgestoken:
    """A border where people met."""

    a: Gemeente
    b: Gemeente
    aantal: int

    @property
    def anker(self) -> str:
        return f"g-{self.a.nis_code}-{self.b.nis_code}"

    @property
    def paar(self) -> Grens:
        return grens(self.a.nis_code, self.b.nis_code)

    @property
    def trap(self) -> int:
        """1 for the first times, 2 from three on, 3 for often."""
        return 1 + (self.aantal >= TOON_VANAF) + (self.aantal >= VAAK)

    @property
    def tekst(self) -> str:
        """A number from three on; before that it is a first time, whatever the number."""
        return f"{self.aantal} ontmoetingen" if self.aantal >= TOON_VANAF else "een eerste keer"


@dataclass(frozen=True)
class Donker:
    """A municipality with the neighbours to which nobody crossed yet; each border stands at one of its two sides."""

    gemeente: Gemeente
    buren: list[Gemeente]


@dataclass
class Grensstand:
    """All borders of a part of Flanders: with at least one side in `codes`."""

    netwerk: Netwerk
    codes: Collection[str]
    aantallen: Mapping[Grens, int]

    @cached_property
    def _gemeente(self) -> dict[str, Gemeente]:
        return {gemeente.nis_code: gemeente for gemeente in self.netwerk.huidige}

    @cached_property
    def grenzen(self) -> list[Grens]:
        """In the order of the names."""
        eigen = {
            grens(a, b)
            for a, b in self.netwerk.buurparen
            if (a in self.codes or b in self.codes) and a in self._gemeente and b in self._gemeente
        }
        return sorted(eigen, key=lambda paar: [een.naam for een in self._op_naam(paar)])

    def _op_naam(self, paar: Grens) -> tuple[Gemeente, Gemeente]:
        a, b = sorted((self._gemeente[code] for code in paar), key=lambda gemeente: gemeente.naam)
        return a, b

    @cached_property
    def overgestoken(self) -> list[Overgestoken]:
        """The numbers that may be shown first, then the first times; then by name."""
        rijen = [
            Overgestoken(*self._op_naam(paar), self.aantallen[paar]) for paar in self.grenzen if paar in self.aantallen
        ]
        return sorted(rijen, key=lambda rij: -rij.aantal if rij.aantal >= TOON_VANAF else 0)

    @cached_property
    def donker(self) -> list[Donker]:
        per_gemeente: dict[str, list[Gemeente]] = defaultdict(list)
        for paar in self.grenzen:
            if paar not in self.aantallen:
                eerste, tweede = self._op_naam(paar)
                per_gemeente[eerste.nis_code].append(tweede)
        return [Donker(self._gemeente[code], buren) for code, buren in per_gemeente.items()]

    @property
    def nog_donker(self) -> int:
        return len(self.grenzen) - len(self.overgestoken)


def stand_van(netwerk: Netwerk, codes: Collection[str]) -> Grensstand:
    """One query."""
    return Grensstand(netwerk, codes, gekruist(netwerk))


def met_voorbeelden() -> bool:
    """Whether invented meetings count along."""
    return Grensovergang.objects.filter(voorbeeld=True).exists()


# --- the drawing ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Lichtlijn:
    """A border that lights up, with the row of the list that says the same."""

    rij: Overgestoken
    lijn: str


@dataclass(frozen=True)
class Veld:
    """A municipality: `soort` is "rand" (not in the area), "stil" or "warm" (beside a border that was crossed)."""

    naam: str
    vorm: str
    soort: str


def teken(stand: Grensstand, keuze: Keuze, tekening: Tekening) -> dict[str, Any]:
    """What the template of the map shows: the crop, the municipalities and the lines of light."""
    kader = tekening.kader_van(stand.codes) if keuze and stand.codes else None
    zichtbaar = tekening.binnen(kader) if kader else set(tekening.cellen)
    warm = {code for rij in stand.overgestoken for code in rij.paar}
    zijden = gedeelde_zijden(tekening.cellen)
    velden = [
        Veld(
            gemeente.naam,
            tekening.cellen[gemeente.nis_code]["d"],
            "rand" if gemeente.nis_code not in stand.codes else "warm" if gemeente.nis_code in warm else "stil",
        )
        for gemeente in stand.netwerk.huidige
        if gemeente.nis_code in zichtbaar
    ]
    beeld = tekening.beeld(f"Grensbreekkaart van {keuze.naam}", [], kader)
    if kader:
        beeld.letter = max(5, round(max(kader[2], kader[3]) * UITSNEDE_LETTER))
        groepen = {een.naam: [een.nis_code] for een in stand.netwerk.huidige if een.nis_code in stand.codes}
        beeld.opschriften = plaats_opschriften(groepen, tekening, beeld.letter, ruim=2.2)
    lichten = [Lichtlijn(rij, grenslijn(rij.paar, zijden, tekening.cellen)) for rij in stand.overgestoken]
    # The rarest on top: a border that was crossed often is not hidden by one beside it.
    lichten.sort(key=lambda licht: licht.rij.trap)
    return {"beeld": beeld, "velden": velden, "lichten": lichten, "gloed": "".join(licht.lijn for licht in lichten)}


# --- on the pages of an IGS and a region -----------------------------------------------------------------------------
def streekcijfer(streek: Streek) -> Streekcijfer | None:
    """How many borders of the area were crossed, for the pages of IGS'en and regions. One query."""
    stand = stand_van(streek.netwerk, streek.codes)
    if not stand.grenzen:
        return None
    is_igs = isinstance(streek.van, IGS)
    keuze = Keuze(igs=streek.van) if isinstance(streek.van, IGS) else Keuze(regio=streek.van)
    x, y = len(stand.overgestoken), len(stand.grenzen)
    waar = "dit IGS" if is_igs else "deze regio"
    return Streekcijfer(
        "Grenzen overgestoken",
        f"{x or 'Geen'} van de {y} grenzen in en rond {waar} {'is' if x < 2 else 'zijn'} al overgestoken.",
        "Bekijk de grensbreekkaart",
        reverse("grensbrekers_kaart") + keuze.query,
    )
