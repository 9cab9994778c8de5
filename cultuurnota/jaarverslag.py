"""What came of the objectives, year by year: pictures, tables and yearly reports all come from here.

Made of the data of the export, so that a frozen version and the note of now say the same. No database.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime

from cultuurnota.models import Actiejaar
from igs.regiocheck_bedragen import euro

STANDEN: dict[str, str] = {str(sleutel): str(label) for sleutel, label in Actiejaar.Stand.choices}
AFWIJKEND = {Actiejaar.Stand.UITGESTELD.value, Actiejaar.Stand.GESCHRAPT.value}
LEEG = "niet ingevuld"


def lees_getal(waarde: Any) -> Decimal | None:
    """A number of the export; None for none, and for what is no number."""
    try:
        getal = None if waarde is None else Decimal(str(waarde))
    except InvalidOperation:
        return None
    return getal if getal is not None and getal.is_finite() else None


def in_cijfers(waarde: Decimal) -> str:
    """1250.50 -> "1.250,5"."""
    tekst = f"{waarde:,f}"
    kort = tekst.rstrip("0").rstrip(".") if "." in tekst else tekst
    return kort.translate(str.maketrans(",.", ".,"))


# --- the course of an indicator and of an action --------------------------------------------------------------------
@dataclass(frozen=True)
class Meetpunt:
    """An indicator in a year. `geteld`: the day on which the portal counted it, in words; empty when typed."""

    waarde: Decimal | None
    geteld: str = ""
    uitleg: str = ""

    @property
    def woord(self) -> str:
        """The value as it is shown; empty without one."""
        return "" if self.waarde is None else in_cijfers(self.waarde)


@dataclass(frozen=True)
class Meter:
    """An indicator with its years."""

    kenmerk: str
    naam: str
    eenheid: str
    nulmeting: Decimal | None
    streefwaarde: Decimal | None
    cijfer: str
    punten: Mapping[int, Meetpunt]

    @property
    def van(self) -> str:
        """Where it began, as it is shown; empty when nobody measured."""
        return "" if self.nulmeting is None else in_cijfers(self.nulmeting)

    @property
    def naar(self) -> str:
        """Where it has to go, as it is shown; empty when nobody said."""
        return "" if self.streefwaarde is None else in_cijfers(self.streefwaarde)

    def punt(self, jaar: int) -> Meetpunt:
        return self.punten.get(jaar, Meetpunt(None))

    def afwijking(self, jaar: int, laatste_jaar: int) -> str:
        """What asks for an explanation in that year, in a sentence; empty when nothing does.

        Between begin and end nobody promised a course: there only the wrong direction counts.
        """
        waarde, nul, streef = self.punt(jaar).waarde, self.nulmeting, self.streefwaarde
        if waarde is None or streef is None:
            return ""
        omhoog = streef >= (nul if nul is not None else 0)
        gehaald = waarde >= streef if omhoog else waarde <= streef
        if jaar >= laatste_jaar and not gehaald:
            return f"De streefwaarde {in_cijfers(streef)} is niet gehaald."
        if nul is not None and (waarde < nul if omhoog else waarde > nul):
            return f"Het cijfer ging de andere kant op dan de streefwaarde {in_cijfers(streef)}."
        return ""


@dataclass(frozen=True)
class Stap:
    """An action in a year; `stand` is a key of STANDEN."""

    stand: str
    kost: Decimal | None = None
    uitleg: str = ""


@dataclass(frozen=True)
class Werk:
    """An action with its years; without planned years it may run in each of them."""

    titel: str
    jaren: tuple[int, ...]
    stappen: Mapping[int, Stap]

    def hoort_bij(self, jaar: int) -> bool:
        return jaar in self.stappen or jaar in self.jaren or not self.jaren

    def woord(self, jaar: int) -> str:
        """How it went, for a table: empty in a year in which it was not to run."""
        stap = self.stappen.get(jaar)
        if stap is not None:
            return STANDEN.get(stap.stand, stap.stand)
        return LEEG if self.hoort_bij(jaar) else ""


@dataclass(frozen=True)
class Doelverloop:
    """One objective; `onder`: it hangs under the one before it."""

    kenmerk: str
    titel: str
    onder: bool
    meters: tuple[Meter, ...]
    werk: tuple[Werk, ...]

    def werk_in(self, jaar: int) -> list[Werk]:
        return [een for een in self.werk if een.hoort_bij(jaar)]

    def heeft_iets(self, jaar: int | None = None) -> bool:
        """Whether there is something to measure or to do; in that year, when one is given."""
        return bool(self.meters or (self.werk if jaar is None else self.werk_in(jaar)))


@dataclass(frozen=True)
class Verloop:
    """The whole note. `jaren`: of the note, and those of before its years were changed that hold something."""

    van: int
    tot: int
    doelen: tuple[Doelverloop, ...]

    @property
    def jaren(self) -> list[int]:
        return sorted({*range(self.van, self.tot + 1), *self.met_cijfers})

    def met_iets(self, jaar: int | None = None) -> list[Doelverloop]:
        """The objectives with something; a strategic one also when only those under it have, as their heading."""
        gekozen: list[Doelverloop] = []
        for doel in reversed(self.doelen):
            boven_nodig = bool(gekozen and gekozen[-1].onder and not doel.onder)
            if doel.heeft_iets(jaar) or boven_nodig:
                gekozen.append(doel)
        return gekozen[::-1]

    @property
    def met_cijfers(self) -> list[int]:
        """The years of which something is known."""
        jaren: set[int] = set()
        for doel in self.doelen:
            for meter in doel.meters:
                jaren |= {jaar for jaar, punt in meter.punten.items() if punt.waarde is not None or punt.uitleg}
            for werk in doel.werk:
                jaren |= set(werk.stappen)
        return sorted(jaren)


def verloop(inhoud: Mapping[str, Any]) -> Verloop:
    """From the data of the export, of which only `nota` and `doelstellingen` are read."""
    kop = inhoud["nota"]
    return Verloop(kop["van"], kop["tot"], tuple(_doelen(inhoud["doelstellingen"])))


def _doelen(alle: list[dict[str, Any]]) -> Iterator[Doelverloop]:
    """Each strategic one, followed by those under it."""
    bekend = {een["kenmerk"] for een in alle}
    for een in alle:
        if een["boven"] in bekend:
            continue
        yield _doel(een, onder=False)
        for ander in alle:
            if ander["boven"] == een["kenmerk"]:
                yield _doel(ander, onder=True)


def _doel(een: dict[str, Any], *, onder: bool) -> Doelverloop:
    meters, werk = tuple(_meter(rij) for rij in een["indicatoren"]), tuple(_werk(rij) for rij in een["acties"])
    return Doelverloop(een["kenmerk"], een["titel"], onder, meters, werk)


def _meter(een: dict[str, Any]) -> Meter:
    return Meter(
        een["kenmerk"],
        een["naam"],
        een["eenheid"],
        lees_getal(een["nulmeting"]),
        lees_getal(een["streefwaarde"]),
        een.get("cijfer", ""),
        {rij["jaar"]: _punt(rij) for rij in een.get("metingen", [])},
    )


def _punt(rij: dict[str, Any]) -> Meetpunt:
    geteld = ""
    if rij["vanzelf"] and rij["geteld_op"]:
        geteld = date_format(localtime(datetime.fromisoformat(rij["geteld_op"])), "j F Y")
    return Meetpunt(lees_getal(rij["waarde"]), geteld, rij["uitleg"])


def _werk(een: dict[str, Any]) -> Werk:
    stappen = {rij["jaar"]: Stap(rij["stand"], lees_getal(rij["kost"]), rij["uitleg"]) for rij in een["opvolging"]}
    return Werk(een["titel"], tuple(een["jaren"]), stappen)


# --- the report of a year -------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Meetregel:
    """One indicator in the report, in words."""

    naam: str
    nulmeting: str
    streefwaarde: str
    waarde: str
    herkomst: str
    afwijking: str
    uitleg: str


@dataclass(frozen=True)
class Werkregel:
    """One action in the report, in words. `wijkt_af`: it was put off or dropped."""

    titel: str
    stand: str
    kost: str
    uitleg: str
    wijkt_af: bool


@dataclass(frozen=True)
class Verslagdeel:
    """One objective in the report; a strategic one may be the heading of those under it alone."""

    kenmerk: str
    titel: str
    onder: bool
    metingen: tuple[Meetregel, ...]
    werk: tuple[Werkregel, ...]


@dataclass(frozen=True)
class Jaarverslag:
    """A year of the note. Objectives with nothing to measure or to do in that year are left out."""

    jaar: int
    delen: tuple[Verslagdeel, ...]
    kost: Decimal

    @property
    def zin(self) -> str:
        """The year in short."""
        metingen = [een for deel in self.delen for een in deel.metingen]
        werk = [een for deel in self.delen for een in deel.werk]
        gemeten = sum(een.waarde != LEEG for een in metingen)
        gedaan = sum(een.stand == STANDEN["gedaan"] for een in werk)
        zin = (
            f"{gemeten} van de {len(metingen)} {'indicator' if len(metingen) == 1 else 'indicatoren'} "
            f"{'heeft' if gemeten == 1 else 'hebben'} een cijfer. "
            f"{gedaan} van de {len(werk)} {'actie' if len(werk) == 1 else 'acties'} "
            f"{'is' if gedaan == 1 else 'zijn'} gedaan."
        )
        return f"{zin} De acties kostten samen {euro(self.kost)}." if self.kost else zin

    @property
    def zonder_uitleg(self) -> list[str]:
        """What deviates and is not explained yet: names of indicators and actions."""
        namen = []
        for deel in self.delen:
            namen += [een.naam for een in deel.metingen if een.afwijking and not een.uitleg]
            namen += [een.titel for een in deel.werk if een.wijkt_af and not een.uitleg]
        return namen


def jaarverslag(verloop: Verloop, jaar: int) -> Jaarverslag:
    """The report of a year, whether or not something was filled in."""
    delen = []
    for doel in verloop.met_iets(jaar):
        metingen = tuple(_meetregel(een, jaar, verloop.tot) for een in doel.meters)
        regels = tuple(_werkregel(een, jaar) for een in doel.werk_in(jaar))
        delen.append(Verslagdeel(doel.kenmerk, doel.titel, doel.onder, metingen, regels))
    stappen = [een.stappen[jaar] for doel in verloop.doelen for een in doel.werk if jaar in een.stappen]
    return Jaarverslag(jaar, tuple(delen), sum((stap.kost or Decimal(0) for stap in stappen), Decimal(0)))


def jaarverslagen(inhoud: Mapping[str, Any]) -> list[Jaarverslag]:
    """Of every year of which something is known, the first year first."""
    heel = verloop(inhoud)
    return [jaarverslag(heel, jaar) for jaar in heel.met_cijfers]


def _meetregel(meter: Meter, jaar: int, laatste_jaar: int) -> Meetregel:
    punt = meter.punt(jaar)
    return Meetregel(
        f"{meter.naam} ({meter.eenheid})" if meter.eenheid else meter.naam,
        meter.van,
        meter.naar,
        punt.woord or LEEG,
        f"Geteld door het portaal op {punt.geteld}." if punt.geteld else "",
        meter.afwijking(jaar, laatste_jaar),
        punt.uitleg,
    )


def _werkregel(werk: Werk, jaar: int) -> Werkregel:
    stap = werk.stappen.get(jaar)
    kost = euro(stap.kost) if stap and stap.kost is not None else ""
    return Werkregel(
        werk.titel, werk.woord(jaar), kost, stap.uitleg if stap else "", bool(stap and stap.stand in AFWIJKEND)
    )
