"""What an IGS may count on per year: the amounts of both periods, with the calculation in words.

Plain Python, money as Decimal in euro a year. Rounding: 2020-2026 the subsidy down to a whole euro; 2027-2032 the
subsidy to the cent, the least contribution up to the cent (it may not fall below its share).
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from igs.regiocheck_regels import Periode, Regel, Regels

CENT = Decimal("0.01")
EURO = Decimal(1)
HONDERD = Decimal(100)


@dataclass(frozen=True)
class Bedragen:
    """Indicative amounts in euro a year; None where an input is unknown.

    `inbreng_min` is what the municipalities bring in together at least, `totaal_min` both together, `tekort` what a
    known contribution lacks (0 when it is enough). `berekening`: the sum step by step; `gebruikt`: the rules behind it.
    """

    subsidie: Decimal | None
    inbreng_min: Decimal | None
    totaal_min: Decimal | None
    tekort: Decimal | None
    berekening: tuple[str, ...]
    gebruikt: tuple[Regel, ...]

    @property
    def te_bevestigen(self) -> bool:
        return any(not regel.zekerheid.vast for regel in self.gebruikt)


def getal(aantal: int) -> str:
    """85000 -> "85.000"."""
    return f"{aantal:,}".replace(",", ".")


def euro(bedrag: Decimal) -> str:
    """100000.8 -> "100.000,80 euro"; whole amounts without cents."""
    heel = bedrag == bedrag.to_integral_value()
    tekst = f"{bedrag:,.0f}" if heel else f"{bedrag:,.2f}"
    return tekst.translate(str.maketrans(",.", ".,")) + " euro"


def komma(waarde: Decimal) -> str:
    """1.0180 -> "1,018": a factor without idle zeros."""
    tekst = f"{waarde:f}"
    return (tekst.rstrip("0").rstrip(".") if "." in tekst else tekst).replace(".", ",")


def procent(aandeel: Decimal) -> str:
    return f"{komma(aandeel * HONDERD)} %"


def indexfactor(stijging: Decimal, deel_personeel: Decimal, regels: Regels) -> Decimal:
    """The factor for a rise of the index (0.02 is 2 %) when this share of the subsidy pays staff.

    Staff follows the whole index, the rest at most a share of it (F04). ValueError outside 0-1.
    """
    if not (deel_personeel.is_finite() and 0 <= deel_personeel <= 1):
        raise ValueError("het deel personeel ligt tussen 0 en 1")
    gedempt = regels.waarde("F04", Periode.P2027)
    return 1 + stijging * (deel_personeel + (1 - deel_personeel) * gedempt)


def bedragen_2020(inbreng: Decimal | None, regels: Regels) -> Bedragen:
    """At most the ceiling, and at most what the municipalities bring in."""
    plafond_regel = regels.regel("F01", Periode.P2020)
    gebruikt = (plafond_regel, regels.regel("R14", Periode.P2020))
    plafond = regels.waarde("F01", Periode.P2020)
    begin = f"De subsidie is hoogstens {euro(plafond)} per jaar en nooit meer dan de inbreng van de gemeenten."
    if inbreng is None:
        return Bedragen(None, None, None, None, (begin, "De inbreng is niet bekend: we rekenen niet verder."), gebruikt)
    subsidie = min(plafond, inbreng).quantize(EURO, rounding=ROUND_FLOOR)
    regel = f"Het kleinste van {euro(plafond)} en {euro(inbreng)}, naar beneden afgerond op een euro: {euro(subsidie)}."
    return Bedragen(subsidie, subsidie, 2 * subsidie, Decimal(0), (begin, regel), gebruikt)


def bedragen_2027(
    inwoners: int, regels: Regels, *, index: Decimal = EURO, inbreng: Decimal | None = None, uitzondering: bool = False
) -> Bedragen:
    """Formula 2.2: a rate per inhabitant with a floor, times the index; the contribution a share of it with a floor.

    Computed whatever the verdict. `uitzondering`: the IGS stands under R11, for which the floor is an assumption.
    """
    p = Periode.P2027
    tarief, bodem, aandeel, bodem_inbreng = (regels.waarde(id_, p) for id_ in ("F02", "F03", "R14", "R15"))
    per_inwoner = tarief * inwoners
    basis = max(bodem, per_inwoner)
    subsidie = (basis * index).quantize(CENT, rounding=ROUND_HALF_UP)
    deel = aandeel * subsidie
    inbreng_min = max(bodem_inbreng, deel).quantize(CENT, rounding=ROUND_CEILING)
    ids = ["F02", "F03" if basis == bodem else "", "R14", "R15" if inbreng_min == bodem_inbreng else ""]
    stappen = [
        f"{getal(inwoners)} inwoners x {euro_per_inwoner(tarief)} = {euro(per_inwoner)}.",
        f"De bodem is {euro(bodem)}: het grootste van beide is {euro(basis)}.",
        f"{euro(basis)} x indexfactor {komma(index)} = {euro(subsidie)} subsidie per jaar.",
        f"Inbreng van de gemeenten: {procent(aandeel)} van {euro(subsidie)} is {euro(deel)}; "
        f"de bodem is {euro(bodem_inbreng)}, dus minstens {euro(inbreng_min)} per jaar.",
        f"Samen minstens {euro(subsidie + inbreng_min)} per jaar.",
    ]
    if uitzondering and basis == bodem:
        ids.append("F05")
        stappen.append("Aanname: de bodem geldt ook voor een IGS onder de uitzondering van R11.")
    tekort = None if inbreng is None else max(Decimal(0), inbreng_min - inbreng)
    if tekort:
        stappen.append(f"De gemeenten brengen {euro(inbreng or Decimal(0))} in: {euro(tekort)} te weinig.")
    gebruikt = tuple(regels.regel(id_, p) for id_ in ids if id_)
    return Bedragen(subsidie, inbreng_min, subsidie + inbreng_min, tekort, tuple(stappen), gebruikt)


def euro_per_inwoner(tarief: Decimal) -> str:
    return f"{tarief:.2f}".replace(".", ",") + " euro"
