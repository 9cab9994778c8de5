"""The Regiocheck over the whole network: every IGS against both periods, and what those without an IGS could form.

No database: takes the network of a day and the rules. What an IGS page or a region page says about itself in words
comes from here too, so that page, overview and CSV cannot contradict each other.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from igs.lidmaatschap import Lid
from igs.models import IGS, Erkenning, Referentieregio
from igs.netwerk import Netwerk
from igs.paginas import eind_van
from igs.regiocheck import Uitkomst, Uitslag, Vraag, delen_in_woorden, gemeenten_in_woorden, inwoners_in_woorden, toets
from igs.regiocheck_bedragen import euro, getal
from igs.regiocheck_cijfers import Gebied, GebiedsGemeente, bits
from igs.regiocheck_gebied import gebied_van
from igs.regiocheck_regels import Periode, Regels
from igs.regiocheck_vraag import JA_OF_NEE, Adres

BOUWER, UITKOMST = "regiocheck", "regiocheck_uitkomst"  # names of pages
# The exception R11 looks at the subsidies of this year.
JAAR_R11 = (date(2026, 1, 1), date(2026, 12, 31))


def adres(gemeenten: Iterable[str], pagina: str = BOUWER, antwoorden: Mapping[str, str] | None = None) -> str:
    """The address of a set of NIS codes in the Regiocheck, for 2027-2032, with what we know already answered."""
    return f"{reverse(pagina)}?{Adres(frozenset(gemeenten), antwoorden=antwoorden or {})}"


class Ondergrens(StrEnum):
    """How the least number of inhabitants turns out in 2027-2032."""

    GEHAALD = "gehaald"
    UITZONDERING = "door de uitzondering"
    NIET = "niet gehaald"
    ONBEKEND = "niet geweten"


_ONDERGRENS = {
    Uitslag.MET: Ondergrens.GEHAALD,
    Uitslag.NVT: Ondergrens.UITZONDERING,
    Uitslag.NIET_MET: Ondergrens.NIET,
    Uitslag.ONBEKEND: Ondergrens.ONBEKEND,
}


@dataclass(frozen=True)
class Stand:
    """One set of municipalities against both periods.

    `plafond` in euro a year, of 2020-2026; `minimum` the inhabitants that 2027-2032 asks; `bekend` what we know of the
    past, as the Regiocheck has it in its address.
    """

    p2020: Uitkomst
    p2027: Uitkomst
    plafond: Decimal
    minimum: int
    bekend: Mapping[str, str]

    @property
    def gemeenten(self) -> tuple[str, ...]:
        return self.p2027.cijfers.gemeenten

    @property
    def aantal(self) -> int:
        return self.p2027.cijfers.aantal

    @property
    def inwoners(self) -> int:
        return self.p2027.cijfers.inwoners

    @property
    def regios(self) -> list[str]:
        return [regio.naam for regio in self.p2027.cijfers.regios]

    @property
    def aansluitend(self) -> bool:
        return self.p2027.cijfers.aansluitend

    @property
    def ondergrens(self) -> Ondergrens:
        return _ONDERGRENS[self.p2027.toets("R09").uitkomst]

    @property
    def past_in_regio(self) -> Uitslag:
        return self.p2027.toets("R12").uitkomst

    @property
    def subsidie(self) -> Decimal:
        """Formula 2.2 at index 1, whatever the verdict."""
        assert self.p2027.richtbedrag.subsidie is not None
        return self.p2027.richtbedrag.subsidie

    @property
    def inbreng_min(self) -> Decimal:
        assert self.p2027.richtbedrag.inbreng_min is not None
        return self.p2027.richtbedrag.inbreng_min

    @property
    def te_bevestigen(self) -> bool:
        """The indicative amount leans on something that is not settled."""
        return self.p2027.richtbedrag.te_bevestigen

    @property
    def adres(self) -> str:
        return adres(self.gemeenten, UITKOMST, self.bekend)

    @property
    def zin_2020(self) -> str:
        """What 2020-2026 asks of the ground, in words."""
        cijfers = self.p2020.cijfers
        past = "past dit gebied" if self.p2020.gebied_in_orde else "past dit gebied niet"
        gebied = f"{gemeenten_in_woorden(cijfers.aantal)}, en {delen_in_woorden(cijfers)}"
        return f"Voor 2020-2026 {past}: {gebied}. De subsidie is hoogstens {euro(self.plafond)} per jaar."

    @property
    def oordeel_2027(self) -> str:
        past = {
            True: "past dit gebied",
            False: "past dit gebied niet",
            None: "weten we niet of dit gebied past",
        }[self.p2027.gebied_in_orde]
        return f"Voor 2027-2032 {past}."

    @property
    def uitleg_2027(self) -> str:
        """What 2027-2032 asks of the ground, and the indicative amount, in words."""
        delen = [
            f"Het telt {inwoners_in_woorden(self.p2027.cijfers)}{self._ondergrens_in_woorden()}.",
            f"Het ligt in {self._regio_in_woorden()}.",
            f"Het richtbedrag bij zoveel inwoners is {euro(self.subsidie)} subsidie per jaar.",
        ]
        return " ".join(delen)

    def _ondergrens_in_woorden(self) -> str:
        if self.ondergrens is Ondergrens.GEHAALD:
            return ""
        tekort = f": {getal(self.minimum - self.inwoners)} onder het minimum van {getal(self.minimum)}"
        uitzondering = {
            Ondergrens.UITZONDERING: "Het mag de uitzondering voor kleine IGS'en gebruiken",
            Ondergrens.NIET: "De uitzondering voor kleine IGS'en geldt niet",
            Ondergrens.ONBEKEND: "Of de uitzondering voor kleine IGS'en geldt, weten we niet",
        }[self.ondergrens]
        return f"{tekort}. {uitzondering}"

    def _regio_in_woorden(self) -> str:
        if len(self.regios) == 1:
            return f"één referentieregio: {self.regios[0]}"
        aantal = f"{len(self.regios)} referentieregio's"
        if self.past_in_regio is Uitslag.MET:
            return f"{aantal}, die het helemaal dekt"
        return f"{aantal}, en we kennen geen afwijking"


@dataclass(frozen=True)
class Rij:
    """One IGS in the overview.

    `gestopt` says since when in words (empty while it works), `subsidie_2026` is None when no source says, and
    `onzeker` counts members to confirm.
    """

    igs: IGS
    stand: Stand
    gestopt: str
    subsidie_2026: bool | None
    subsidie_zeker: bool
    onzeker: int

    @property
    def te_bevestigen(self) -> bool:
        """The floor is met by an exception that leans on a subsidy we deduce."""
        return self.stand.ondergrens is Ondergrens.UITZONDERING and not self.subsidie_zeker


@dataclass(frozen=True)
class Groep:
    """Municipalities without IGS in one region that touch each other; `kan`: together they could form one."""

    gemeenten: tuple[GebiedsGemeente, ...]
    inwoners: int
    kan: bool
    tekort: int

    @property
    def adres(self) -> str:
        return adres(gemeente.nis_code for gemeente in self.gemeenten)


@dataclass(frozen=True)
class WitteVlek:
    """The municipalities without IGS of one region, in connected groups, most inhabitants first."""

    slug: str
    naam: str
    groepen: tuple[Groep, ...]

    @property
    def aantal(self) -> int:
        return sum(len(groep.gemeenten) for groep in self.groepen)

    @property
    def kansen(self) -> list[Groep]:
        return [groep for groep in self.groepen if groep.kan]

    @property
    def te_klein(self) -> list[Groep]:
        return [groep for groep in self.groepen if not groep.kan]


@dataclass(frozen=True)
class Overzicht:
    """Everything of one day under these rules."""

    netwerk: Netwerk
    regels: Regels

    @cached_property
    def gebied(self) -> Gebied:
        return gebied_van(self.netwerk)

    def stand_van(self, gemeenten: Iterable[str], *, bestaat: bool, subsidie_2026: bool | None) -> Stand:
        """A set of NIS codes against both periods; no derogation is known of any IGS."""
        codes = frozenset(gemeenten)
        vragen = {
            periode: Vraag(codes, periode, bestaand_igs=bestaat, gesubsidieerd_2026=subsidie_2026, afwijking=False)
            for periode in Periode
        }
        return Stand(
            p2020=toets(vragen[Periode.P2020], self.gebied, self.regels),
            p2027=toets(vragen[Periode.P2027], self.gebied, self.regels),
            plafond=self.regels.waarde("F01", Periode.P2020),
            minimum=self.minimum,
            bekend={"bestaand": _woord(bestaat)} | ({"subsidie2026": _woord(subsidie_2026)} if bestaat else {}),
        )

    def rij(self, igs: IGS) -> Rij:
        """An IGS as it is on the day, or as it was on its last one, on the municipalities of today."""
        leden = self._leden(igs)
        bestaat = igs.actief_op(self.netwerk.dag)
        subsidie, zeker = _subsidie_2026(self.netwerk.erkenningen_van(igs))
        codes = {self.netwerk.cel(lid.gemeente).nis_code for lid in leden} & self.gebied.plaats.keys()
        return Rij(
            igs=igs,
            stand=self.stand_van(codes, bestaat=bestaat, subsidie_2026=subsidie),
            gestopt="" if bestaat or not igs.gestopt_op else f"gestopt {eind_van(igs.gestopt_op)}",
            subsidie_2026=subsidie,
            subsidie_zeker=zeker,
            onzeker=sum(lid.zekerheid != "hoog" for lid in leden),
        )

    def _leden(self, igs: IGS) -> list[Lid]:
        if igs.gestopt_op and igs.gestopt_op < self.netwerk.dag:
            return self.netwerk.op_andere_dag(igs.gestopt_op).leden_van(igs)
        return self.netwerk.leden_van(igs)

    @cached_property
    def rijen(self) -> list[Rij]:
        """Every IGS that has or had members, A-Z."""
        igs = sorted(self.netwerk.alle_igs, key=lambda een: een.naam.lower())
        return [self.rij(een) for een in igs if self._leden(een)]

    @cached_property
    def witte_vlekken(self) -> list[WitteVlek]:
        """Per region with municipalities without IGS, A-Z."""
        zonder = {
            slug: regio & ~self.gebied.in_igs
            for slug, regio in self.gebied.regiomaskers.items()
            if regio & ~self.gebied.in_igs
        }
        vlekken = [self._vlek(slug, masker) for slug, masker in zonder.items()]
        return sorted(vlekken, key=lambda vlek: vlek.naam)

    def _vlek(self, slug: str, masker: int) -> WitteVlek:
        groepen = sorted((self._groep(deel) for deel in self.gebied.delen(masker)), key=lambda groep: -groep.inwoners)
        return WitteVlek(slug, self.gebied.regionaam(slug), tuple(groepen))

    def _groep(self, masker: int) -> Groep:
        codes = [self.gebied.gemeenten[bit].nis_code for bit in bits(masker)]
        stand = self.stand_van(codes, bestaat=False, subsidie_2026=False)
        return Groep(
            gemeenten=tuple(self.gebied.uit(masker)),
            inwoners=stand.inwoners,
            kan=stand.p2027.gebied_in_orde is True,
            tekort=max(0, stand.minimum - stand.inwoners),
        )

    def stand_van_regio(self, regio: Referentieregio) -> Stand:
        """All municipalities of a region as one new IGS."""
        codes = [gemeente.nis_code for gemeente in self.netwerk.gemeenten_in(regio)]
        return self.stand_van(codes, bestaat=False, subsidie_2026=False)

    def vlek_van(self, regio: Referentieregio) -> WitteVlek | None:
        return next((vlek for vlek in self.witte_vlekken if vlek.slug == regio.slug), None)

    @property
    def minimum(self) -> int:
        """Inhabitants that 2027-2032 asks for."""
        return int(self.regels.waarde("R09", Periode.P2027))

    @property
    def versie(self) -> date:
        """The day of the youngest rule in force."""
        return max(regel.versie for regel in self.regels)

    @cached_property
    def inwoners_jaren(self) -> str:
        return " en ".join(map(str, sorted({gemeente.inwoners_jaar for gemeente in self.gebied.gemeenten})))


def _woord(antwoord: bool | None) -> str:
    """True -> "ja": an answer as it stands in the address."""
    return next(woord for woord, waarde in JA_OF_NEE.items() if waarde is antwoord)


def _subsidie_2026(erkenningen: Iterable[Erkenning]) -> tuple[bool | None, bool]:
    """Whether a recognition covers 2026, and whether a source says so outright; None when none is known at all."""
    alle = list(erkenningen)
    eerste, laatste = JAAR_R11
    in_2026 = [erkenning for erkenning in alle if erkenning.van <= laatste and erkenning.tot >= eerste]
    if in_2026:
        return True, all(erkenning.zekerheid == "hoog" for erkenning in in_2026)
    return (False, True) if alle else (None, False)


# --- sorting by address -----------------------------------------------------------------------------------------------

Sleutel = Callable[[Rij], object]
KOLOMMEN: dict[str, tuple[str, Sleutel]] = {
    "naam": ("IGS", lambda rij: rij.igs.naam.lower()),
    "gemeenten": ("Gemeenten", lambda rij: rij.stand.aantal),
    "inwoners": ("Inwoners", lambda rij: rij.stand.inwoners),
    "regios": ("Regio's", lambda rij: len(rij.stand.regios)),
    "bedrag": ("Richtbedrag 2027-2032", lambda rij: rij.stand.subsidie),
}
OP, AF = "op", "af"


@dataclass(frozen=True)
class Sortering:
    """What the address asks; anything unknown is dropped."""

    kolom: str = "naam"
    volgorde: str = OP

    @classmethod
    def uit(cls, vraag: Mapping[str, str]) -> "Sortering":
        kolom, volgorde = vraag.get("sorteer", ""), vraag.get("volgorde", "")
        return cls(kolom if kolom in KOLOMMEN else "naam", volgorde if volgorde in (OP, AF) else OP)

    def toegepast(self, rijen: Iterable[Rij]) -> list[Rij]:
        """Rows that are equal stay in the order in which they come."""
        sleutel: Callable[[Rij], object] = KOLOMMEN[self.kolom][1]
        return sorted(rijen, key=sleutel, reverse=self.volgorde == AF)  # type: ignore[arg-type]

    @property
    def koppen(self) -> dict[str, tuple[str, str, str]]:
        """Per column: the label, the address of a click, and the value of aria-sort (empty when not sorted on it)."""
        return {naam: (label, self._vraag(naam), self._aria(naam)) for naam, (label, _) in KOLOMMEN.items()}

    def _vraag(self, kolom: str) -> str:
        """A second click turns the order; figures begin with the largest."""
        omgekeerd = AF if self.volgorde == OP else OP
        eerste = OP if kolom == "naam" else AF
        volgorde = omgekeerd if kolom == self.kolom else eerste
        return "?" + urlencode({"sorteer": kolom, "volgorde": volgorde})

    def _aria(self, kolom: str) -> str:
        if kolom != self.kolom:
            return ""
        return "ascending" if self.volgorde == OP else "descending"


# --- the same as data -------------------------------------------------------------------------------------------------

CSV_KOLOMMEN = (
    "igs", "naam", "periode", "gestopt_op", "gemeenten", "nis_codes", "inwoners", "inwoners_jaar", "regios",
    "aansluitend", "ondergrens_inwoners", "gebied_past", "subsidie_eur", "subsidie_is", "inbreng_min_eur",
    "te_bevestigen", "stand_op", "regels_van",
)  # fmt: skip
JA_NEE = {True: "ja", False: "nee", None: "niet geweten"}


def csv_rijen(overzicht: Overzicht) -> Iterable[tuple[object, ...]]:
    """Two rows for each IGS: one a period. Amounts in euro a year."""
    for rij in overzicht.rijen:
        for periode in Periode:
            yield _csv_rij(rij, periode, overzicht)


def _csv_rij(rij: Rij, periode: Periode, overzicht: Overzicht) -> tuple[object, ...]:
    stand, is_2020 = rij.stand, periode is Periode.P2020
    uitkomst = stand.p2020 if is_2020 else stand.p2027
    return (
        rij.igs.slug,
        rij.igs.naam,
        periode.naam,
        rij.igs.gestopt_op if rij.gestopt else "",
        stand.aantal,
        "|".join(stand.gemeenten),
        stand.inwoners,
        "|".join(map(str, uitkomst.cijfers.inwoners_jaren)),
        "|".join(stand.regios),
        JA_NEE[stand.aansluitend],
        "geen minimum" if is_2020 else stand.ondergrens.value,
        JA_NEE[uitkomst.gebied_in_orde],
        stand.plafond if is_2020 else stand.subsidie,
        "hoogstens" if is_2020 else "richtbedrag",
        "" if is_2020 else stand.inbreng_min,
        JA_NEE[bool(rij.onzeker) or (not is_2020 and (stand.te_bevestigen or rij.te_bevestigen))],
        overzicht.netwerk.dag,
        overzicht.versie,
    )
