"""The map as the templates draw it: which shape in which colour, with which name and link.

The shapes come from `Kaart` (made by `kaart_tekenen`); what stands in them comes from the same `Netwerk` as the list.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from igs.kleuren import verdeel
from igs.models import IGS, Gemeente, Kaart, Referentieregio
from igs.netwerk import Netwerk
from opnetwerk.paginacache.delen import per_stand

LETTER = 20
LETTERBREEDTE = 0.58
MARGE = 20
# Letters of a cut-out, as a share of its width: about 15 px beside the text.
UITSNEDE_LETTER = 1 / 27


@dataclass(frozen=True)
class Cel:
    """One municipality of today. `kleuren` holds no colour (without IGS), one, or several (striped)."""

    pad: str
    naam: str
    vorm: str
    kleuren: tuple[int, ...] = ()

    @property
    def klasse(self) -> str:
        return f"k{self.kleuren[0]}" if len(self.kleuren) == 1 else "k0" if not self.kleuren else ""

    @property
    def patroon(self) -> str:
        return "strepen-" + "-".join(map(str, self.kleuren)) if len(self.kleuren) > 1 else ""


@dataclass(frozen=True)
class Opschrift:
    naam: str
    x: int
    y: int


def _pad(cel: "Cel") -> str:
    kleur = f'fill="url(#{cel.patroon})"' if cel.patroon else f'class="{cel.klasse}"'
    return f'<a href="{escape(cel.pad)}"><title>{escape(cel.naam)}</title><path {kleur} d="{escape(cel.vorm)}"/></a>'


@dataclass
class Kaartbeeld:
    """Everything `_kaart.html` needs; sizes in units of the drawing."""

    titel: str
    kader: tuple[int, int, int, int]
    cellen: list[Cel]
    regiogrenzen: str
    omtrek: str
    bron: str
    schematisch: bool
    letter: int = LETTER
    opschriften: list[Opschrift] = field(default_factory=list)

    @property
    def viewbox(self) -> str:
        return " ".join(map(str, self.kader))

    @property
    def breedte(self) -> int:
        return self.kader[2]

    @property
    def hoogte(self) -> int:
        return self.kader[3]

    @cached_property
    def paden(self) -> SafeString:
        """The shapes as SVG: links with a name. A template takes twenty times as long over 285 of them."""
        return mark_safe("".join(map(_pad, self.cellen)))  # noqa: S308  `_pad` escapes every value

    @property
    def patronen(self) -> list[tuple[str, list[tuple[int, int]], int]]:
        """Stripe patterns in use: (id, [(offset, colour)], width)."""
        in_gebruik = sorted({cel.kleuren for cel in self.cellen if len(cel.kleuren) > 1})
        return [
            (
                "strepen-" + "-".join(map(str, kleuren)),
                [(6 * i, kleur) for i, kleur in enumerate(kleuren)],
                6 * len(kleuren),
            )
            for kleuren in in_gebruik
        ]


class Tekening:
    """The stored shapes of the newest map."""

    def __init__(self, kaart: Kaart) -> None:
        self.bron, self.schematisch = kaart.bron, kaart.schematisch
        self.gegevens: dict[str, Any] = kaart.gegevens
        self.cellen: dict[str, dict[str, Any]] = kaart.gegevens["cellen"]

    @classmethod
    def huidige(cls) -> "Tekening":
        """One query at most. A map of official borders that an operator loaded comes before the schematic one."""
        return per_stand("tekening", lambda: cls(Kaart.objects.order_by("schematisch", "-geladen_op")[0]))

    def beeld(self, titel: str, cellen: list[Cel], kader: tuple[int, int, int, int] | None = None) -> Kaartbeeld:
        heel = (0, 0, self.gegevens["breedte"], self.gegevens["hoogte"])
        return Kaartbeeld(
            titel,
            kader or heel,
            cellen,
            self.gegevens["regiogrenzen"],
            self.gegevens["omtrek"],
            self.bron,
            self.schematisch,
        )

    def kader_van(self, codes: Iterable[str]) -> tuple[int, int, int, int]:
        """The crop around some municipalities: x, y, width, height, with a margin; never narrower than 4:3 or so."""
        kaders = [self.cellen[code]["kader"] for code in codes]
        x0, y0 = min(k[0] for k in kaders) - MARGE, min(k[1] for k in kaders) - MARGE
        x1, y1 = max(k[2] for k in kaders) + MARGE, max(k[3] for k in kaders) + MARGE
        breedte, hoogte = x1 - x0, y1 - y0
        extra = max(0, hoogte * 5 // 4 - breedte)
        return x0 - extra // 2, y0, breedte + extra, hoogte

    def binnen(self, kader: tuple[int, int, int, int]) -> set[str]:
        x, y, breedte, hoogte = kader
        return {
            code
            for code, cel in self.cellen.items()
            if cel["kader"][0] < x + breedte
            and cel["kader"][2] > x
            and cel["kader"][1] < y + hoogte
            and cel["kader"][3] > y
        }


def igs_laag(netwerk: Netwerk, tekening: Tekening) -> Kaartbeeld:
    """The whole of Flanders coloured by IGS on the day of the network."""
    cellen = [_igs_cel(gemeente, netwerk, tekening) for gemeente in netwerk.huidige]
    beeld = tekening.beeld(f"Kaart van de IGS'en op {netwerk.dag:%d/%m/%Y}", cellen)
    groepen = {
        igs.naam: [netwerk.cel(lid.gemeente).nis_code for lid in netwerk.leden_van(igs)] for igs in netwerk.actieve_igs
    }
    beeld.opschriften = plaats_opschriften(groepen, tekening, LETTER)
    return beeld


def gedeelde_igs_laag(netwerk: Netwerk) -> Kaartbeeld:
    """The same for public pages, kept until something public changes. Nobody changes it."""
    return per_stand(
        ("igs_laag", netwerk.dag),
        lambda: igs_laag(Netwerk.gedeeld(netwerk.dag), Tekening.huidige()),
        los=lambda: igs_laag(netwerk, Tekening.huidige()),
    )


def gedeelde_regio_laag(netwerk: Netwerk) -> Kaartbeeld:
    """The layer of the regions, kept in the same way."""
    return per_stand(
        ("regio_laag", netwerk.dag),
        lambda: regio_laag(Netwerk.gedeeld(netwerk.dag), Tekening.huidige()),
        los=lambda: regio_laag(netwerk, Tekening.huidige()),
    )


def regio_laag(netwerk: Netwerk, tekening: Tekening) -> Kaartbeeld:
    """The whole of Flanders coloured by region."""
    kleuren = regiokleuren(netwerk)
    cellen = [
        Cel(
            gemeente.get_absolute_url(),
            f"{gemeente.naam}: {gemeente.referentieregio.naam}",
            tekening.cellen[gemeente.nis_code]["d"],
            (kleuren[gemeente.referentieregio_id],),
        )
        for gemeente in netwerk.huidige
    ]
    beeld = tekening.beeld("Kaart van de 15 referentieregio's", cellen)
    groepen = {
        regio.korte_naam: [g.nis_code for g in netwerk.huidige if g.referentieregio_id == regio.pk]
        for regio in netwerk.regios
    }
    beeld.opschriften = plaats_opschriften(groepen, tekening, LETTER)
    return beeld


def regiokleuren(netwerk: Netwerk) -> dict[int, int]:
    """A colour from 1 to 7 per region, by key; two that touch never share one."""
    regio_van = {gemeente.nis_code: gemeente.referentieregio_id for gemeente in netwerk.huidige}
    raken: dict[int, set[int]] = {regio.pk: set() for regio in netwerk.regios}
    for a, b in netwerk.buurparen:
        if regio_van[a] != regio_van[b]:
            raken[regio_van[a]].add(regio_van[b])
            raken[regio_van[b]].add(regio_van[a])
    return verdeel(raken, dict.fromkeys(raken))


def igs_uitsnede(igs: IGS, netwerk: Netwerk, tekening: Tekening) -> Kaartbeeld | None:
    """The area of one IGS with what lies around it; None without members on the day."""
    codes = [netwerk.cel(lid.gemeente).nis_code for lid in netwerk.leden_van(igs)]
    return _uitsnede(f"Ligging van {igs.naam}", codes, netwerk, tekening, lambda g: _igs_cel(g, netwerk, tekening))


def regio_uitsnede(regio: Referentieregio, netwerk: Netwerk, tekening: Tekening) -> Kaartbeeld | None:
    codes = [gemeente.nis_code for gemeente in netwerk.huidige if gemeente.referentieregio_id == regio.pk]
    return _uitsnede(f"De IGS'en in {regio.naam}", codes, netwerk, tekening, lambda g: _igs_cel(g, netwerk, tekening))


def gemeente_uitsnede(gemeente: Gemeente, netwerk: Netwerk, tekening: Tekening) -> Kaartbeeld | None:
    """A municipality and its neighbours."""
    eigen = netwerk.cel(gemeente)
    codes = [eigen.nis_code, *(buur.nis_code for buur in netwerk.buren(gemeente))]
    return _uitsnede(f"{gemeente.naam} en de buren", codes, netwerk, tekening, lambda g: _igs_cel(g, netwerk, tekening))


def _uitsnede(
    titel: str, codes: list[str], netwerk: Netwerk, tekening: Tekening, maak: Callable[[Gemeente], Cel]
) -> Kaartbeeld | None:
    if not codes:
        return None
    kader = tekening.kader_van(codes)
    zichtbaar = tekening.binnen(kader)
    beeld = tekening.beeld(titel, [maak(g) for g in netwerk.huidige if g.nis_code in zichtbaar], kader)
    beeld.letter = max(4, round(kader[2] * UITSNEDE_LETTER))
    groepen = {g.naam: [g.nis_code] for g in netwerk.huidige if g.nis_code in codes}
    beeld.opschriften = plaats_opschriften(groepen, tekening, beeld.letter, ruim=2.2)
    return beeld


def _igs_cel(gemeente: Gemeente, netwerk: Netwerk, tekening: Tekening) -> Cel:
    """A cell shows what stood on its ground on the day: striped when former municipalities differed."""
    delen = netwerk.op_cel.get(gemeente.nis_code, [])
    per_deel = [(deel, [lid.igs for lid in netwerk.lidmaatschappen_van(deel)]) for deel in delen]
    alle = sorted({igs.kleur for _, igs_van_deel in per_deel for igs in igs_van_deel if igs.kleur})
    verschillend = len({tuple(igs.pk for igs in igs_van_deel) for _, igs_van_deel in per_deel}) > 1
    kleuren = tuple(alle) + ((0,) if verschillend and any(not igs for _, igs in per_deel) else ())
    if not alle:
        kleuren = ()
    return Cel(
        gemeente.get_absolute_url(),
        _celnaam(gemeente, per_deel, verschillend),
        tekening.cellen[gemeente.nis_code]["d"],
        kleuren,
    )


def _celnaam(gemeente: Gemeente, per_deel: list[tuple[Gemeente, list[IGS]]], verschillend: bool) -> str:
    if verschillend:
        delen = "; ".join(f"{deel.naam} {_igs_namen(igs)}" for deel, igs in per_deel)
        return f"{gemeente.naam}, toen {delen}"
    return f"{gemeente.naam}: {_igs_namen(per_deel[0][1] if per_deel else [])}"


def _igs_namen(igs: list[IGS]) -> str:
    return " en ".join(een.naam for een in igs) or "geen IGS"


Doos = tuple[float, float, float, float]


def plaats_opschriften(
    groepen: dict[str, list[str]], tekening: Tekening, letter: int, ruim: float = 1.25
) -> list[Opschrift]:
    """Names where they fit: no wider than `ruim` times their area and clear of each other, the largest areas first."""
    geplaatst: list[Doos] = []
    opschriften = []
    for naam, codes in sorted(groepen.items(), key=lambda paar: -sum(tekening.cellen[c]["opp"] for c in paar[1])):
        cellen = [tekening.cellen[code] for code in codes]
        breed = max((c["kader"][2] for c in cellen), default=0) - min((c["kader"][0] for c in cellen), default=0)
        if len(naam) * letter * LETTERBREEDTE <= breed * ruim and (plaats := _plaats(naam, cellen, geplaatst, letter)):
            opschriften.append(Opschrift(naam, round(plaats[0]), round(plaats[1])))
    return opschriften


def _plaats(naam: str, cellen: list[dict[str, Any]], geplaatst: list[Doos], letter: int) -> tuple[float, float] | None:
    """A spot clear of the names that stand already: the middle, else the municipality nearest to it that is free."""
    opp = sum(cel["opp"] for cel in cellen)
    midden_x = sum(cel["punt"][0] * cel["opp"] for cel in cellen) / opp
    midden_y = sum(cel["punt"][1] * cel["opp"] for cel in cellen) / opp
    half_b, half_h = len(naam) * letter * LETTERBREEDTE / 2, letter * 0.6
    punten = sorted((cel["punt"] for cel in cellen), key=lambda p: (p[0] - midden_x) ** 2 + (p[1] - midden_y) ** 2)
    for x, y in [(midden_x, midden_y), *punten]:
        doos = (x - half_b, y - half_h, x + half_b, y + half_h)
        if not any(doos[0] < g[2] and doos[2] > g[0] and doos[1] < g[3] and doos[3] > g[1] for g in geplaatst):
            geplaatst.append(doos)
            return x, y
    return None
