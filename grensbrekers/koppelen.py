"""Who meets whom: pairs of colleagues of different municipalities, as near and as fitting as can be.

Plain data in, plain data out; `grensbrekers.rondes` fetches the members and keeps what comes out. First as many people
as possible get somebody, then the best division among all of those: near, with a shared theme, over a border that
nobody crossed yet. Nobody meets the same person twice within a year.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import combinations, product
from typing import TypeAlias
from zlib import crc32

Grens: TypeAlias = tuple[str, str]
"""NIS codes of two municipalities of today, the lower one first."""

DICHTBIJ = 2  # steps from neighbour to neighbour that count as near
ALLES_BEKIJKEN = 150  # up to so many people every pair is weighed; above it only who is near, unless that is too little
VERDER = (1, 3, 9)  # people of every municipality, for who found nobody near
VER = 10  # steps; also where no row of neighbours leads

# What makes a pair better, in points.
PER_STAP = (0, 100, 80, 60, 45, 35, 25, 20, 15, 10, 5)  # by the number of steps
THEMA = 30
NOG_EEN_THEMA = 3
NIEUWE_GRENS = 25
AL_EENS_GEZIEN = -15
BASIS = 20  # so that every pair that may be is better than none
# Below one point: which of two equal pairs, another one every round. Few values: with many the search takes far longer.
FIJN = 4


@dataclass(frozen=True)
class Deelnemer:
    """Somebody who may be paired. `gemeente`: NIS code of the municipality of today; `plaats`: its name."""

    sleutel: int
    gemeente: str
    plaats: str
    themas: frozenset[str] = frozenset()  # names, as they are printed
    pauze: bool = False


@dataclass(frozen=True)
class Kring:
    """Who were brought together on a day: two or three keys."""

    op: date
    leden: frozenset[int]


@dataclass(frozen=True)
class Paar:
    """Two people, or three. `leden` in order of key; `uitleg` is one Dutch sentence of at most 300 characters."""

    leden: tuple[int, ...]
    uitleg: str


def grens(a: str, b: str) -> Grens:
    """The border between two municipalities."""
    return (a, b) if a < b else (b, a)


def koppel(
    deelnemers: Iterable[Deelnemer],
    vroeger: Iterable[Kring],
    vandaag: date,
    buurgraaf: Mapping[str, Collection[str]],
    ongekruist: Collection[Grens],
) -> list[Paar]:
    """As many pairs as there can be, in order of key; who is left joins a pair that fits, at most one a pair.

    Everybody at most once, nobody who pauses, only people of different municipalities who did not meet in the year
    before `vandaag`. `buurgraaf`: per NIS code of today those of its neighbours. `ongekruist`: borders between
    neighbours where nobody met yet.
    """
    wie = {een.sleutel: een for een in deelnemers if not een.pauze}
    mensen = [wie[sleutel] for sleutel in sorted(wie)]
    weging = Weging(vroeger, vandaag, buurgraaf, frozenset(ongekruist))
    kringen = [[mensen[i], mensen[j]] for i, j in sorted(_tweetallen(mensen, weging))]
    bezet = {een.sleutel for kring in kringen for een in kring}
    _vul_aan(kringen, [een for een in mensen if een.sleutel not in bezet], weging)
    return [_als_paar(kring, weging) for kring in kringen]


def jaar_eerder(dag: date) -> date:
    """The same day a year before; of 29 February the 28th."""
    try:
        return dag.replace(year=dag.year - 1)
    except ValueError:
        return dag.replace(year=dag.year - 1, day=28)


class Weging:
    """May two people be paired, and how good would it be."""

    def __init__(
        self,
        vroeger: Iterable[Kring],
        vandaag: date,
        buurgraaf: Mapping[str, Collection[str]],
        ongekruist: frozenset[Grens],
    ) -> None:
        self.vandaag, self.buurgraaf, self.ongekruist = vandaag, buurgraaf, ongekruist
        self.pas_gezien: set[tuple[int, int]] = set()
        self.ooit_gezien: set[tuple[int, int]] = set()
        vanaf = jaar_eerder(vandaag)
        for kring in vroeger:
            paren = set(combinations(sorted(kring.leden), 2))
            self.ooit_gezien |= paren
            if kring.op > vanaf:
                self.pas_gezien |= paren
        self._stappen: dict[str, dict[str, int]] = {}

    def mag(self, a: Deelnemer, b: Deelnemer) -> bool:
        return a.gemeente != b.gemeente and _duo(a, b) not in self.pas_gezien

    def afstand(self, a: str, b: str) -> int:
        """Steps between two municipalities: 1 for neighbours, at most `VER`."""
        if a not in self._stappen:
            self._stappen[a] = self._vanuit(a)
        return min(self._stappen[a].get(b, VER), VER)

    def _vanuit(self, begin: str) -> dict[str, int]:
        stappen, rand = {begin: 0}, [begin]
        while rand:
            volgende = sorted({buur for code in rand for buur in self.buurgraaf.get(code, ())} - stappen.keys())
            stappen |= dict.fromkeys(volgende, stappen[rand[0]] + 1)
            rand = volgende
        return stappen

    def punten(self, a: Deelnemer, b: Deelnemer) -> int:
        """How good this pair would be, in quarters of a point; more than zero for every pair that may be."""
        punten = BASIS + PER_STAP[self.afstand(a.gemeente, b.gemeente)]
        if gedeeld := len(a.themas & b.themas):
            punten += THEMA + NOG_EEN_THEMA * min(gedeeld - 1, 3)
        if self.is_nieuwe_grens(a, b):
            punten += NIEUWE_GRENS
        if _duo(a, b) in self.ooit_gezien:
            punten += AL_EENS_GEZIEN
        return punten * FIJN + crc32(f"{self.vandaag}:{_duo(a, b)}".encode()) % FIJN

    def is_nieuwe_grens(self, a: Deelnemer, b: Deelnemer) -> bool:
        return grens(a.gemeente, b.gemeente) in self.ongekruist


def _duo(a: Deelnemer, b: Deelnemer) -> tuple[int, int]:
    return (a.sleutel, b.sleutel) if a.sleutel < b.sleutel else (b.sleutel, a.sleutel)


# --- who with whom --------------------------------------------------------------------------------------------------
Koppel: TypeAlias = tuple[int, int]
"""Two places in the list of people, the lower one first."""


@dataclass
class _Zoektocht:
    """For a list of people: the pairs that are weighed so far, with their points, and the best choice of those."""

    mensen: list[Deelnemer]
    weging: Weging
    punten: dict[Koppel, int] = field(default_factory=dict)

    @cached_property
    def per_gemeente(self) -> dict[str, list[int]]:
        groepen: dict[str, list[int]] = defaultdict(list)
        for plek, een in enumerate(self.mensen):
            groepen[een.gemeente].append(plek)
        return groepen

    @property
    def meeste(self) -> int:
        """No more pairs than this can be: half of the people, and for each somebody of elsewhere."""
        aantal = len(self.mensen)
        return min(aantal // 2, aantal - max(map(len, self.per_gemeente.values()), default=0))

    def bekijk(self, koppels: Iterable[tuple[int, int]]) -> None:
        """Weigh these too."""
        for i, j in koppels:
            koppel = (i, j) if i < j else (j, i)
            a, b = self.mensen[i], self.mensen[j]
            if koppel not in self.punten and self.weging.mag(a, b):
                self.punten[koppel] = self.weging.punten(a, b)

    def bekijk_nabij(self) -> None:
        """Everybody with who is near."""
        for a, b in combinations(sorted(self.per_gemeente), 2):
            if self.weging.afstand(a, b) <= DICHTBIJ:
                self.bekijk(product(self.per_gemeente[a], self.per_gemeente[b]))

    def bekijk_overal(self, plek: int, per_gemeente: int) -> None:
        """One person with some people of every municipality, in turn, so that not all of them get the same ones."""
        for groep in self.per_gemeente.values():
            begin = plek % len(groep)
            self.bekijk((plek, ander) for ander in (groep[begin:] + groep[:begin])[:per_gemeente])

    def beste(self) -> set[Koppel]:
        """The largest choice in which nobody stands twice, and of those the best one."""
        import rustworkx  # only the worker needs it, and it brings numpy along

        graaf = rustworkx.PyGraph(multigraph=False)
        graaf.add_nodes_from(range(len(self.mensen)))
        graaf.add_edges_from([(i, j, self.punten[i, j]) for i, j in sorted(self.punten)])
        gekozen = rustworkx.max_weight_matching(graaf, max_cardinality=True, weight_fn=int)
        return {(min(i, j), max(i, j)) for i, j in gekozen}


def _tweetallen(mensen: list[Deelnemer], weging: Weging) -> set[Koppel]:
    """The pairs. Of many people first who is near; then for who has nobody also people further on, more each time."""
    zoektocht = _Zoektocht(mensen, weging)
    if len(mensen) > ALLES_BEKIJKEN:
        zoektocht.bekijk_nabij()
        gekozen = zoektocht.beste()
        for per_gemeente in VERDER:
            if len(gekozen) == zoektocht.meeste:
                return gekozen
            for plek in set(range(len(mensen))).difference(*gekozen):
                zoektocht.bekijk_overal(plek, per_gemeente)
            gekozen = zoektocht.beste()
        if len(gekozen) == zoektocht.meeste:
            return gekozen
    zoektocht.bekijk(combinations(range(len(mensen)), 2))
    return zoektocht.beste()


def _vul_aan(kringen: list[list[Deelnemer]], over: list[Deelnemer], weging: Weging) -> None:
    """Who is left makes three of the pair that fits best; without one, it is for the next round."""
    for een in over:
        passend = [kring for kring in kringen if len(kring) == 2 and all(weging.mag(een, ander) for ander in kring)]
        if passend:
            max(passend, key=lambda kring: sum(weging.punten(een, ander) for ander in kring)).append(een)


# --- why ------------------------------------------------------------------------------------------------------------
def _als_paar(kring: list[Deelnemer], weging: Weging) -> Paar:
    kring = sorted(kring, key=lambda een: een.sleutel)
    return Paar(tuple(een.sleutel for een in kring), _uitleg(kring, weging))


def _uitleg(kring: list[Deelnemer], weging: Weging) -> str:
    """In one sentence why these people."""
    redenen = [_waar(kring, weging)]
    if thema := _thema(kring):
        redenen.append(thema)
    if any(weging.is_nieuwe_grens(a, b) for a, b in combinations(kring, 2)):
        redenen.append("tussen jullie loopt een grens die hier nog niemand overstak")
    return f"{_en(redenen)}."


def _waar(kring: list[Deelnemer], weging: Weging) -> str:
    namen = _en([een.plaats for een in kring])
    verst = max(weging.afstand(a.gemeente, b.gemeente) for a, b in combinations(kring, 2))
    if len(kring) == 2 and verst == 1:
        return f"{namen} grenzen aan elkaar"
    if verst <= DICHTBIJ:
        return f"{namen} liggen dicht bij elkaar"
    return f"{namen} liggen verder uit elkaar, want dichterbij was er niemand vrij"


def _thema(kring: list[Deelnemer]) -> str:
    """What all of them chose, else what two of three chose."""
    allemaal = frozenset.intersection(*(een.themas for een in kring))
    if allemaal:
        return f"jullie kozen {'allebei' if len(kring) == 2 else 'alle drie'} {_groot(min(allemaal))}"
    van_twee = [min(a.themas & b.themas) for a, b in combinations(kring, 2) if a.themas & b.themas]
    return f"twee van jullie kozen {_groot(min(van_twee))}" if van_twee else ""


def _groot(thema: str) -> str:
    return f"het thema {thema[:80]}"


def _en(delen: list[str]) -> str:
    return delen[0] if len(delen) == 1 else f"{', '.join(delen[:-1])} en {delen[-1]}"
