"""The budget of a note: every year, every municipality, and the rules about money. Plain Python, amounts in euro.

The subsidy is an indication: the formula of the Regiocheck (`igs.regiocheck_bedragen`), times the index of the note.
What the actions of the note cost stands in it as a line of its own, so that both always agree.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from cultuurnota.verdelen import gemengd, verdeel
from igs.regiocheck_bedragen import CENT, Bedragen, bedragen_2020, bedragen_2027, euro
from igs.regiocheck_regels import Periode, Regels

EERSTE_JAAR_2027 = 2027
NUL = Decimal(0)
# How much a budget may rise or fall in a year, in percent: beyond it a comma stands in the wrong place.
MINSTE_STIJGING, GROOTSTE_STIJGING = -10, 25

# The keys of models.Begroting.Sleutel and of models.Begrotingspost.Rubriek.
GELIJK, INWONERS, MIX, HAND = "gelijk", "inwoners", "mix", "hand"
ANDERE_INKOMST, PERSONEEL, WERKING = "andere_inkomst", "personeel", "werking"
RESERVE_ERUIT, RESERVE_ERIN = "reserve_eruit", "reserve_erin"


@dataclass(frozen=True)
class Betaler:
    """A municipality that contributes. `is_lid`: member on the day; one that left keeps what was filled in by hand."""

    nis: str
    naam: str
    inwoners: int
    is_lid: bool = True


@dataclass(frozen=True)
class Post:
    """A line, with an amount per year; `nummer` is its row, None for what the portal counts itself."""

    rubriek: str
    naam: str
    bedragen: Mapping[int, Decimal]
    nummer: int | None = None
    vte: Decimal | None = None

    @property
    def totaal(self) -> Decimal:
        return sum(self.bedragen.values(), NUL)


@dataclass(frozen=True)
class Kost:
    """What an action costs over its years; without years: over all years of the note."""

    titel: str
    bedrag: Decimal
    jaren: tuple[int, ...] = ()


@dataclass(frozen=True)
class Invoer:
    """What was filled in. `inbreng`: all municipalities together in the first year; `index`: a factor a year.

    `met_hand`: {(NIS code, year): amount}, used by the key HAND alone. `uitzondering`: the IGS stands under R11.
    """

    jaren: tuple[int, ...]
    betalers: tuple[Betaler, ...]
    sleutel: str = INWONERS
    deel_per_inwoner: int = 50
    inbreng: Decimal = NUL
    index: Decimal = Decimal(1)
    met_hand: Mapping[tuple[str, int], Decimal] = field(default_factory=dict)
    posten: tuple[Post, ...] = ()
    acties: tuple[Kost, ...] = ()
    uitzondering: bool = False


@dataclass(frozen=True)
class Bijdrageregel:
    """What a municipality pays: per year, and together."""

    betaler: Betaler
    bedragen: Mapping[int, Decimal]

    @property
    def totaal(self) -> Decimal:
        return sum(self.bedragen.values(), NUL)


@dataclass(frozen=True)
class Jaar:
    """One year. `inkomsten` and `saldo` are None when the subsidy is not known; `acties` is part of `uitgaven`."""

    jaar: int
    inbreng: Decimal
    bedragen: Bedragen
    andere: Decimal
    uit_reserve: Decimal
    personeel: Decimal
    werking: Decimal
    acties: Decimal
    naar_reserve: Decimal

    @property
    def subsidie(self) -> Decimal | None:
        return self.bedragen.subsidie

    @property
    def inkomsten(self) -> Decimal | None:
        if self.subsidie is None:
            return None
        return self.subsidie + self.inbreng + self.andere + self.uit_reserve

    @property
    def uitgaven(self) -> Decimal:
        return self.personeel + self.werking + self.acties + self.naar_reserve

    @property
    def saldo(self) -> Decimal | None:
        return None if self.inkomsten is None else self.inkomsten - self.uitgaven


@dataclass(frozen=True)
class Geldtoets:
    """One rule about money, over all years. `voldaan` None: not known yet."""

    regel: str
    voldaan: bool | None
    zin: str
    te_bevestigen: bool = False


@dataclass(frozen=True)
class Begrotingsbeeld:
    """The whole budget. `posten` holds the lines as filled in, then the one of the actions when they cost anything."""

    invoer: Invoer
    jaren: tuple[Jaar, ...]
    bijdragen: tuple[Bijdrageregel, ...]
    posten: tuple[Post, ...]
    toetsen: tuple[Geldtoets, ...]

    @property
    def totaal_inbreng(self) -> Decimal:
        return sum((jaar.inbreng for jaar in self.jaren), NUL)

    @property
    def totaal_subsidie(self) -> Decimal | None:
        bekend = [jaar.subsidie for jaar in self.jaren if jaar.subsidie is not None]
        return sum(bekend, NUL) if len(bekend) == len(self.jaren) else None

    @property
    def totaal_uitgaven(self) -> Decimal:
        return sum((jaar.uitgaven for jaar in self.jaren), NUL)

    @property
    def is_leeg(self) -> bool:
        """Nothing was filled in: no contribution and no line; the actions alone make no budget."""
        return not self.totaal_inbreng and not self.invoer.posten

    def toets(self, regel: str) -> Geldtoets:
        """StopIteration for a rule that is not about money."""
        return next(toets for toets in self.toetsen if toets.regel == regel)


def reken(invoer: Invoer, regels: Regels) -> Begrotingsbeeld:
    """The budget of what was filled in, by the rules that hold."""
    bijdragen = tuple(_bijdragen(invoer))
    acties = kosten_per_jaar(invoer)
    jaren = tuple(_jaar(invoer, jaar, bijdragen, acties, regels) for jaar in invoer.jaren)
    eigen = (Post(WERKING, "acties van de nota", acties),) if any(acties.values()) else ()
    return Begrotingsbeeld(
        invoer, jaren, bijdragen, invoer.posten + eigen, tuple(_toetsen(invoer, jaren, bijdragen, regels))
    )


def kosten_per_jaar(invoer: Invoer) -> dict[int, Decimal]:
    """What the actions cost in every year of the note; each spread evenly over its years, to the cent.

    A year of an action outside the note does not count; when none is left the cost is spread over all years.
    """
    som = dict.fromkeys(invoer.jaren, NUL)
    for actie in invoer.acties:
        jaren = [jaar for jaar in actie.jaren if jaar in som] or list(invoer.jaren)
        for jaar, bedrag in verdeel(actie.bedrag, dict.fromkeys(sorted(set(jaren)), 1)).items():
            som[jaar] += bedrag
    return som


def inbreng_in(invoer: Invoer, jaar: int) -> Decimal:
    """What the municipalities pay together in a year, in whole cents."""
    if invoer.sleutel == HAND:
        return sum((bedrag for (_, in_jaar), bedrag in invoer.met_hand.items() if in_jaar == jaar), NUL)
    return (invoer.inbreng * _factor(invoer, jaar)).quantize(CENT, rounding=ROUND_HALF_UP)


def _factor(invoer: Invoer, jaar: int) -> Decimal:
    return invoer.index ** (jaar - invoer.jaren[0])


def _bijdragen(invoer: Invoer) -> Iterator[Bijdrageregel]:
    if invoer.sleutel == HAND:
        for betaler in invoer.betalers:
            bedragen = {jaar: invoer.met_hand.get((betaler.nis, jaar), NUL) for jaar in invoer.jaren}
            if betaler.is_lid or any(bedragen.values()):
                yield Bijdrageregel(betaler, bedragen)
        return
    leden = [betaler for betaler in invoer.betalers if betaler.is_lid]
    gewichten = _gewichten(invoer, leden)
    per_jaar = {jaar: verdeel(inbreng_in(invoer, jaar), gewichten) for jaar in invoer.jaren}
    for betaler in leden:
        yield Bijdrageregel(betaler, {jaar: per_jaar[jaar][betaler.nis] for jaar in invoer.jaren})


def _gewichten(invoer: Invoer, leden: list[Betaler]) -> Mapping[str, int | Fraction]:
    inwoners = {betaler.nis: betaler.inwoners for betaler in leden}
    if invoer.sleutel == GELIJK:
        return dict.fromkeys(inwoners, 1)
    if invoer.sleutel == INWONERS:
        return inwoners
    return gemengd(inwoners, invoer.deel_per_inwoner)


def _jaar(
    invoer: Invoer,
    jaar: int,
    bijdragen: tuple[Bijdrageregel, ...],
    acties: Mapping[int, Decimal],
    regels: Regels,
) -> Jaar:
    inbreng = sum((regel.bedragen[jaar] for regel in bijdragen), NUL)
    som = {
        rubriek: sum((post.bedragen.get(jaar, NUL) for post in invoer.posten if post.rubriek == rubriek), NUL)
        for rubriek in (ANDERE_INKOMST, RESERVE_ERUIT, PERSONEEL, WERKING, RESERVE_ERIN)
    }
    return Jaar(
        jaar,
        inbreng,
        _subsidie(invoer, jaar, inbreng, regels),
        andere=som[ANDERE_INKOMST],
        uit_reserve=som[RESERVE_ERUIT],
        personeel=som[PERSONEEL],
        werking=som[WERKING],
        acties=acties[jaar],
        naar_reserve=som[RESERVE_ERIN],
    )


def _subsidie(invoer: Invoer, jaar: int, inbreng: Decimal, regels: Regels) -> Bedragen:
    """By the formula of the period that the year belongs to; nothing known while no municipality is."""
    leden = [betaler for betaler in invoer.betalers if betaler.is_lid]
    if not leden:
        return Bedragen(None, None, None, None, ("Het portaal kent op deze dag geen gemeenten van dit IGS.",), ())
    if jaar < EERSTE_JAAR_2027:
        return bedragen_2020(inbreng, regels)
    inwoners = sum(betaler.inwoners for betaler in leden)
    factor = _factor(invoer, jaar)
    return bedragen_2027(inwoners, regels, index=factor, inbreng=inbreng, uitzondering=invoer.uitzondering)


def _toetsen(
    invoer: Invoer, jaren: tuple[Jaar, ...], bijdragen: tuple[Bijdrageregel, ...], regels: Regels
) -> Iterator[Geldtoets]:
    yield _r14(jaren)
    yield _r15(jaren, regels)
    yield _r17(invoer, bijdragen)
    yield _evenwicht(jaren)


def _r14(jaren: tuple[Jaar, ...]) -> Geldtoets:
    """Co-financing: a share of the subsidy, every year (the decree asks it of each year)."""
    te_bevestigen = any(jaar.bedragen.te_bevestigen for jaar in jaren)
    nodig = [(jaar, jaar.bedragen.inbreng_min) for jaar in jaren]
    if any(minstens is None for _, minstens in nodig):
        return Geldtoets("R14", None, "De subsidie is niet te berekenen.", te_bevestigen)
    if not any(jaar.inbreng for jaar in jaren):
        return Geldtoets("R14", None, "Er is nog geen inbreng van de gemeenten ingevuld.", te_bevestigen)
    te_weinig = [(jaar, minstens) for jaar, minstens in nodig if minstens is not None and jaar.inbreng < minstens]
    if not te_weinig:
        return Geldtoets("R14", True, "Elk jaar brengen de gemeenten samen genoeg in.", te_bevestigen)
    jaar, minstens = te_weinig[0]
    zin = (
        f"In {jaar.jaar} brengen de gemeenten samen {euro(jaar.inbreng)} in. Er is minstens {euro(minstens)} nodig: "
        f"{euro(minstens - jaar.inbreng)} te weinig."
    )
    ook = (
        f" Ook in {_opsomming([str(een.jaar) for een, _ in te_weinig[1:]])} is het te weinig." if te_weinig[1:] else ""
    )
    return Geldtoets("R14", False, zin + ook, te_bevestigen)


def _r15(jaren: tuple[Jaar, ...], regels: Regels) -> Geldtoets:
    """The floor under the co-financing, in the period that has one."""
    nieuwe = [jaar for jaar in jaren if jaar.jaar >= EERSTE_JAAR_2027]
    if not nieuwe:
        return Geldtoets("R15", True, "Voor 2027 geldt er geen bodem.")
    bodem = regels.waarde("R15", Periode.P2027)
    te_bevestigen = not regels.regel("R15", Periode.P2027).zekerheid.vast
    if not any(jaar.inbreng for jaar in nieuwe):
        return Geldtoets("R15", None, f"De bodem voor de inbreng is {euro(bodem)} per jaar.", te_bevestigen)
    onder = [str(jaar.jaar) for jaar in nieuwe if jaar.inbreng < bodem]
    if not onder:
        return Geldtoets("R15", True, f"De inbreng ligt elk jaar op of boven {euro(bodem)}.", te_bevestigen)
    return Geldtoets("R15", False, f"De inbreng ligt onder {euro(bodem)} in {_opsomming(onder)}.", te_bevestigen)


def _r17(invoer: Invoer, bijdragen: tuple[Bijdrageregel, ...]) -> Geldtoets:
    """The key is the municipalities' own choice: only that everybody has a part is looked at."""
    zonder = [regel.betaler.naam for regel in bijdragen if regel.betaler.is_lid and not regel.totaal]
    gegaan = [regel.betaler.naam for regel in bijdragen if not regel.betaler.is_lid]
    if not bijdragen or len(zonder) == len(bijdragen):
        return Geldtoets("R17", None, "De inbreng is nog niet verdeeld.")
    if gegaan:
        return Geldtoets("R17", False, f"{_opsomming(gegaan)}: geen lid op deze dag, maar wel een bijdrage.")
    if zonder:
        return Geldtoets("R17", False, f"Nog zonder bijdrage: {_opsomming(zonder)}.")
    hoe = "Elke gemeente heeft een bijdrage. Samen zijn ze precies de inbreng."
    return Geldtoets("R17", True, hoe if invoer.sleutel != HAND else "Elke gemeente heeft een bijdrage.")


def _evenwicht(jaren: tuple[Jaar, ...]) -> Geldtoets:
    """Income and cost are the same in every year; what is left goes to the reserve as a line of its own."""
    if any(jaar.saldo is None for jaar in jaren):
        return Geldtoets("evenwicht", None, "De subsidie is niet te berekenen.")
    if not any(jaar.uitgaven or jaar.inbreng for jaar in jaren):
        return Geldtoets("evenwicht", None, "Er is nog niets ingevuld.")
    scheef = [(jaar.jaar, jaar.saldo) for jaar in jaren if jaar.saldo]
    if not scheef:
        return Geldtoets("evenwicht", True, "Elk jaar zijn inkomsten en uitgaven even groot.")
    jaar, saldo = scheef[0]
    over_of_tekort = f"{euro(saldo)} over" if saldo > 0 else f"{euro(-saldo)} te kort"
    ook = f" Ook in {_opsomming([str(een) for een, _ in scheef[1:]])} klopt het niet." if scheef[1:] else ""
    return Geldtoets("evenwicht", False, f"In {jaar} is er {over_of_tekort}.{ook}")


def _opsomming(woorden: list[str]) -> str:
    return " en ".join([", ".join(woorden[:-1]), woorden[-1]] if len(woorden) > 1 else woorden)
