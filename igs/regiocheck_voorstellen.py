"""What would help: the smallest changes to a set of municipalities that repair a rule of the Regiocheck.

Plain Python. A change either adds municipalities of the regions the set already touches, or lets members go.
"Smallest": no part of the change repairs the rule by itself while keeping the set as connected. Complete for changes of
up to three municipalities that leave the set in no more connected parts than before (a connected set stays connected).
Beyond that: letting go to one region is shown too when it splits the set, and when every region asks for more than
three, the smallest of those is shown.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from igs.regiocheck import Uitkomst, Uitslag, Vraag, toets
from igs.regiocheck_bedragen import getal
from igs.regiocheck_cijfers import Gebied, bits
from igs.regiocheck_regels import Periode, Regels

HOOGSTENS = 3
REIKWIJDTE = (
    "Dit zijn alle kleinste wijzigingen van hoogstens drie gemeenten die het gebied niet verder uiteen doen vallen: "
    "gemeenten toevoegen uit dezelfde regio, of leden loslaten."
)


class Wijziging(StrEnum):
    TOEVOEGEN = "toevoegen"
    LOSLATEN = "loslaten"


@dataclass(frozen=True, slots=True)
class Voorstel:
    """One change that repairs `regel`, with the figures after it.

    `gemeenten` are the NIS codes to add or let go, A-Z by name; `al_in_igs` how many of those to add are in an IGS
    already; `aantal` members, `inwoners`, `regios` (slugs) and connected `delen` of the new set.
    """

    regel: str
    wijziging: Wijziging
    gemeenten: tuple[str, ...]
    al_in_igs: int
    inwoners: int
    aantal: int
    regios: tuple[str, ...]
    delen: int

    @property
    def aansluitend(self) -> bool:
        return self.delen == 1

    def na(self, gemeenten: Iterable[str]) -> frozenset[str]:
        """The set after this change."""
        if self.wijziging is Wijziging.TOEVOEGEN:
            return frozenset(gemeenten) | frozenset(self.gemeenten)
        return frozenset(gemeenten) - frozenset(self.gemeenten)

    def zin(self, gebied: Gebied) -> str:
        """The change in one Dutch sentence."""
        namen = [gebied.gemeenten[gebied.plaats[code]].naam for code in self.gemeenten]
        lijst = " en ".join([", ".join(namen[:-1]), namen[-1]] if len(namen) > 1 else namen)
        doe = "Voeg {} toe" if self.wijziging is Wijziging.TOEVOEGEN else "Laat {} los"
        leden = "1 gemeente" if self.aantal == 1 else f"{self.aantal} gemeenten"
        return f"{doe.format(lijst)}: dan telt het gebied {leden} en {getal(self.inwoners)} inwoners."


def voorstellen(vraag: Vraag, gebied: Gebied, regels: Regels) -> list[Voorstel]:
    """Repairs for every rule about the ground that is not met or hangs on something unknown, smallest first.

    Within a rule and a size those with the fewest municipalities of another IGS come first.
    """
    return voorstellen_bij(toets(vraag, gebied, regels), gebied, regels)


def voorstellen_bij(uitkomst: Uitkomst, gebied: Gebied, regels: Regels) -> list[Voorstel]:
    """The same for an outcome already known."""
    if not uitkomst.vraag.gemeenten:
        return []
    werk = _Werk(uitkomst, gebied, regels)
    gevonden = list(werk.zoek_2020() if uitkomst.vraag.periode is Periode.P2020 else werk.zoek_2027())
    volgorde = [toets_.regel for toets_ in uitkomst.toetsen]
    namen = {gemeente.nis_code: gemeente.naam for gemeente in gebied.gemeenten}
    return sorted(
        gevonden,
        key=lambda v: (
            volgorde.index(v.regel),
            len(v.gemeenten),
            v.al_in_igs,
            v.delen,
            [namen[code] for code in v.gemeenten],
        ),
    )


class _Werk:
    """One search: the set as a number with a bit per municipality (see `regiocheck_cijfers`)."""

    def __init__(self, uitkomst: Uitkomst, gebied: Gebied, regels: Regels) -> None:
        self.uitkomst = uitkomst
        self.vraag = uitkomst.vraag
        self.gebied = gebied
        self.regels = regels
        self.masker = gebied.masker(self.vraag.gemeenten)
        self.delen = gebied.delen(self.masker)
        self.inwoners = uitkomst.cijfers.inwoners
        self.regios = tuple(regio.slug for regio in uitkomst.cijfers.regios)
        geraakt = 0
        for slug in self.regios:
            geraakt |= gebied.regiomaskers[slug]
        self.kandidaten = geraakt & ~self.masker
        namen = sorted(range(len(gebied.gemeenten)), key=lambda bit: gebied.gemeenten[bit].naam)
        self.rang = {bit: rang for rang, bit in enumerate(namen)}

    def hapert(self, regel: str) -> bool:
        return self.uitkomst.toets(regel).uitkomst in {Uitslag.NIET_MET, Uitslag.ONBEKEND}

    def zoek_2020(self) -> Iterator[Voorstel]:
        tekort = int(self.regels.waarde("R07", Periode.P2020)) - len(self.vraag.gemeenten)
        if self.hapert("R07"):
            yield from self.toevoegingen("R07", _uitbreidingen(self, [1] * len(self.gebied.gemeenten), tekort))
        if self.hapert("R08"):
            yield from self.toevoegingen("R08", _verbindingen(self, 0))
            yield from self.loslatingen("R08", self.verspreide_leden())

    def zoek_2027(self) -> Iterator[Voorstel]:
        aantal = len(self.vraag.gemeenten)
        een_elk = [1] * len(self.gebied.gemeenten)
        if self.hapert("R07"):
            tekort = int(self.regels.waarde("R07", Periode.P2027)) - aantal
            yield from self.toevoegingen("R07", _uitbreidingen(self, een_elk, tekort))
        if self.hapert("R09"):
            tekort = int(self.regels.waarde("R09", Periode.P2027)) - self.inwoners
            yield from self.toevoegingen("R09", _uitbreidingen(self, self.gebied.inwoners, tekort))
        if self.uitzondering_binnen_bereik():
            nodig = int(self.regels.waarde("R11", Periode.P2027)) - aantal
            yield from self.toevoegingen("R11", _verbindingen(self, nodig))
            if nodig <= 0:
                yield from self.loslatingen("R11", self.verspreide_leden(minstens=aantal + nodig))
        if self.hapert("R12"):
            yield from self.toevoegingen("R12", self.hele_regios())
            yield from self.loslatingen("R12", self.tot_een_regio())

    def uitzondering_binnen_bereik(self) -> bool:
        """The past allows R11, or may allow it; only the ground stands in the way."""
        verleden = (self.vraag.bestaand_igs, self.vraag.gesubsidieerd_2026)
        return self.uitkomst.toets("R11").uitkomst is Uitslag.NIET_MET and False not in verleden

    # --- which changes ---

    def verspreide_leden(self, minstens: int = 1) -> list[int]:
        """Let every connected part go but one, when that is at most three members and leaves enough."""
        anderen = [self.masker & ~deel for deel in self.delen if deel.bit_count() >= minstens]
        return [los for los in anderen if 0 < los.bit_count() <= HOOGSTENS]

    def hele_regios(self) -> list[int]:
        """What is missing to cover every region touched as a whole."""
        return [self.kandidaten] if 0 < self.kandidaten.bit_count() <= HOOGSTENS else []

    def tot_een_regio(self) -> list[int]:
        """The members outside one region, for each region; and those outside the regions that are covered wholly."""
        maskers = [self.gebied.regiomaskers[slug] for slug in self.regios]
        heel = [regio for regio in maskers if not regio & ~self.masker]
        behouden = list(maskers)
        if len(heel) > 1:
            behouden = [regio for regio in maskers if regio not in heel] + [_samen(heel)]
        los = sorted((self.masker & ~regio for regio in behouden), key=int.bit_count)
        klein = [een for een in los if een.bit_count() <= HOOGSTENS]
        return klein or [een for een in los if een.bit_count() == los[0].bit_count()]

    # --- with their figures ---

    def toevoegingen(self, regel: str, maskers: Iterable[int]) -> Iterator[Voorstel]:
        heel = len(self.delen) == 1
        aantal, in_igs = len(self.vraag.gemeenten), self.gebied.in_igs
        for erbij in maskers:
            yield Voorstel(
                regel,
                Wijziging.TOEVOEGEN,
                self.codes(erbij),
                (erbij & in_igs).bit_count(),
                self.inwoners + self.gebied.som(erbij),
                aantal + erbij.bit_count(),
                self.regios,
                1 if heel and regel != "R12" else len(self.gebied.delen(self.masker | erbij)),
            )

    def loslatingen(self, regel: str, maskers: Iterable[int]) -> Iterator[Voorstel]:
        for los in maskers:
            rest = self.masker & ~los
            yield Voorstel(
                regel,
                Wijziging.LOSLATEN,
                self.codes(los),
                0,
                self.gebied.som(rest),
                rest.bit_count(),
                self.gebied.regios(rest),
                len(self.gebied.delen(rest)),
            )

    def codes(self, masker: int) -> tuple[str, ...]:
        plaatsen = sorted(bits(masker), key=self.rang.__getitem__)
        return tuple(self.gebied.gemeenten[bit].nis_code for bit in plaatsen)


def _samen(maskers: Iterable[int]) -> int:
    samen = 0
    for masker in maskers:
        samen |= masker
    return samen


def _rand(gebied: Gebied, masker: int) -> int:
    return _samen(gebied.buren[bit] for bit in bits(masker))


def _bevat_een_van(masker: int, gevonden: set[int]) -> bool:
    """Whether leaving one municipality out gives a change that was found already (singles are no candidates then)."""
    return any(masker ^ (1 << bit) in gevonden for bit in bits(masker))


def _uitbreidingen(werk: _Werk, gewicht: Sequence[int], tekort: int) -> list[int]:
    """Smallest sets of up to three candidates, each touching the whole, whose weights together reach the shortage.

    Every such set can be built one neighbour at a time, so growing along the edge misses none.
    """
    buren, kandidaten = werk.gebied.buren, werk.kandidaten
    gevonden: set[int] = set()
    laag = {0: (0, _rand(werk.gebied, werk.masker))}
    for grootte in range(1, HOOGSTENS + 1):
        volgende: dict[int, tuple[int, int]] = {}
        gezien: set[int] = set()
        nieuw_gevonden: set[int] = set()
        for erbij, (som, rand) in laag.items():
            rest = rand & kandidaten & ~erbij
            while rest:
                bit = rest & -rest
                rest ^= bit
                samen = erbij | bit
                if samen in gezien:
                    continue
                gezien.add(samen)
                plaats = bit.bit_length() - 1
                totaal = som + gewicht[plaats]
                if totaal < tekort:
                    if grootte < HOOGSTENS:
                        volgende[samen] = (totaal, rand | buren[plaats])
                elif not _bevat_een_van(samen, gevonden):
                    nieuw_gevonden.add(samen)
        if grootte == 1:  # whatever holds one of these is no smallest change
            kandidaten &= ~_samen(nieuw_gevonden)
        gevonden |= nieuw_gevonden
        laag = volgende
    return list(gevonden)


Deel = tuple[int, int]
"""A connected part and the municipalities next to it."""


def _verbindingen(werk: _Werk, minstens: int) -> list[int]:
    """Smallest sets of up to three, and at least `minstens`, candidates that make the set one connected whole."""
    buren = werk.gebied.buren
    begin = [(deel, _rand(werk.gebied, deel)) for deel in werk.delen]
    # The n-th addition touches at most `meeste` parts and n - 1 earlier additions, and makes one of what it touches.
    meeste = max((sum(rand >> bit & 1 for _, rand in begin) for bit in bits(werk.kandidaten)), default=0)
    if len(begin) > 3 * meeste + 1:
        return []
    eerste = {
        1 << bit: _met(begin, bit, buren[bit]) for bit in bits(werk.kandidaten & _samen(rand for _, rand in begin))
    }
    enkele = {erbij for erbij, delen in eerste.items() if len(delen) == 1 and minstens <= 1}
    kandidaten = werk.kandidaten & ~_samen(enkele)  # whatever holds one of these is no smallest change
    paren: set[int] = set()
    drietallen: set[int] = set()
    gezien: set[int] = set()
    for erbij, delen in eerste.items():
        if erbij in enkele:
            continue
        for bit in bits(kandidaten & ~erbij & _samen(rand for _, rand in delen)):
            samen = erbij | 1 << bit
            if samen in gezien:
                continue
            gezien.add(samen)
            heel, laatste = _sluitstukken(delen, bit, buren[bit], kandidaten & ~samen)
            if heel and minstens <= 2:
                paren.add(samen)
            else:
                drietallen.update(samen | 1 << derde for derde in bits(laatste))
    return [*enkele, *paren, *(drie for drie in drietallen if not _bevat_een_van(drie, paren))]


def _met(delen: Sequence[Deel], bit: int, buren: int) -> list[Deel]:
    """The parts after adding one municipality: those it touches become one."""
    deel, rand = 1 << bit, buren
    over = []
    for ander in delen:
        if ander[1] >> bit & 1:
            deel, rand = deel | ander[0], rand | ander[1]
        else:
            over.append(ander)
    return [(deel, rand), *over]


def _sluitstukken(delen: Sequence[Deel], bit: int, buren: int, kandidaten: int) -> tuple[bool, int]:
    """Whether all parts are one after adding this municipality, and which single candidates would touch all of them."""
    rand, heel = buren, True
    for _, ernaast in delen:
        if ernaast >> bit & 1:
            rand |= ernaast
        else:
            heel = False
            kandidaten &= ernaast
            if not kandidaten:  # nobody touches all that is left: the usual case, and the reason this is quick
                return False, 0
    return heel, kandidaten & rand
