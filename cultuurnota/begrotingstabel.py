"""The budget as tables: the same rows on the page, in Word, in print and in the PDF. Plain Python.

Between the two stands plain data (JSON values), so that a frozen version keeps the amounts of its own day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from cultuurnota.begroten import (
    ANDERE_INKOMST,
    PERSONEEL,
    RESERVE_ERIN,
    RESERVE_ERUIT,
    WERKING,
    Begrotingsbeeld,
    Post,
)
from igs.regiocheck_bedragen import euro, komma

ONBEKEND, SAMEN = "niet bekend", "Samen"
SUBSIDIE, INBRENG = "Vlaamse subsidie (richtbedrag)", "Inbreng van de gemeenten"
RICHTBEDRAG = "De subsidie is een richtbedrag: de Vlaamse Regering beslist."
JAARGELD = ("subsidie", "inbreng", "inkomsten", "uitgaven", "saldo")
Gegevens = dict[str, Any]


@dataclass(frozen=True)
class Rij:
    """A row: its name, and its amounts written out under the heading of their column: each year, then all together.

    `kenmerk`: the reference of the line it comes from.
    """

    naam: str
    cellen: tuple[tuple[str, str], ...]
    kenmerk: str = ""


@dataclass(frozen=True)
class Groep:
    """Rows under one heading, with what they add up to."""

    naam: str
    rijen: tuple[Rij, ...]
    som: Rij


@dataclass(frozen=True)
class Begrotingstabel:
    """Everything there is to read: two groups with the balance under them, what each municipality pays, the rules."""

    jaren: tuple[int, ...]
    groepen: tuple[Groep, ...]
    saldo: Rij
    bijdragen: Groep
    toetsen: tuple[Mapping[str, Any], ...]


def bedrag(waarde: Decimal | None) -> str:
    """1250.5 -> "1.250,50"; 1250 -> "1.250"."""
    return ONBEKEND if waarde is None else euro(waarde).removesuffix(" euro")


# --- to plain data --------------------------------------------------------------------------------------------------
def als_gegevens(beeld: Begrotingsbeeld) -> Gegevens:
    """The amounts and the outcome of the rules as JSON values; money as text."""
    return {
        "jaren": [
            {"jaar": jaar.jaar} | {naam: _tekst(getattr(jaar, naam)) for naam in JAARGELD} for jaar in beeld.jaren
        ],
        "posten": [_post(post) for post in beeld.posten],
        "bijdragen": [
            {"gemeente": regel.betaler.nis, "naam": regel.betaler.naam, "bedragen": _per_jaar(regel.bedragen)}
            for regel in beeld.bijdragen
        ],
        "toetsen": [
            {"regel": een.regel, "voldaan": een.voldaan, "zin": een.zin, "te_bevestigen": een.te_bevestigen}
            for een in beeld.toetsen
        ],
    }


def _post(post: Post) -> Gegevens:
    return {
        "rubriek": post.rubriek,
        "naam": post.naam,
        "vte": None if post.vte is None else komma(post.vte),
        "bedragen": _per_jaar(post.bedragen),
    }


def _tekst(waarde: Decimal | None) -> str | None:
    return None if waarde is None else f"{waarde:.2f}"


def _per_jaar(bedragen: Mapping[int, Decimal]) -> dict[str, str]:
    return {str(jaar): f"{waarde:.2f}" for jaar, waarde in bedragen.items()}


# --- to tables ------------------------------------------------------------------------------------------------------
def tabel_van(beeld: Begrotingsbeeld, kenmerken: Mapping[int, UUID] | None = None) -> Begrotingstabel:
    """The tables of a budget. `kenmerken`: the reference of a line by its row, where somebody may change it."""
    bekend = kenmerken or {}
    namen = [str(bekend.get(post.nummer, "")) if post.nummer else "" for post in beeld.posten]
    return tabel(als_gegevens(beeld), namen)


def tabel(gegevens: Gegevens, kenmerken: Sequence[str] = ()) -> Begrotingstabel:
    """The tables of plain data. `kenmerken`: of each line its reference, where it has one."""
    jaren = tuple(een["jaar"] for een in gegevens["jaren"])
    per = {naam: {een["jaar"]: _getal(een[naam]) for een in gegevens["jaren"]} for naam in JAARGELD}
    posten = list(zip(gegevens["posten"], kenmerken or [""] * len(gegevens["posten"]), strict=True))

    def van(*rubrieken: str) -> tuple[Rij, ...]:
        return tuple(
            _rij(_naam(post), _bedragen(post, jaren), kenmerk)
            for rubriek in rubrieken
            for post, kenmerk in posten
            if post["rubriek"] == rubriek
        )

    binnen = (_rij(SUBSIDIE, per["subsidie"]), _rij(INBRENG, per["inbreng"]), *van(ANDERE_INKOMST, RESERVE_ERUIT))
    groepen = (
        Groep("Wat er binnenkomt", binnen, _rij("Inkomsten samen", per["inkomsten"])),
        Groep("Wat er uitgaat", van(PERSONEEL, WERKING, RESERVE_ERIN), _rij("Uitgaven samen", per["uitgaven"])),
    )
    gemeenten = tuple(_rij(een["naam"], _bedragen(een, jaren)) for een in gegevens["bijdragen"])
    bijdragen = Groep("Inbreng per gemeente", gemeenten, _rij("Samen", per["inbreng"]))
    return Begrotingstabel(jaren, groepen, _rij("Saldo", per["saldo"]), bijdragen, tuple(gegevens["toetsen"]))


def _getal(tekst: str | None) -> Decimal | None:
    return None if tekst is None else Decimal(tekst)


def _bedragen(rij: Gegevens, jaren: Iterable[int]) -> dict[int, Decimal | None]:
    return {jaar: Decimal(rij["bedragen"].get(str(jaar), 0)) for jaar in jaren}


VOORAF = {RESERVE_ERUIT: "Uit de reserve: ", RESERVE_ERIN: "Naar de reserve: "}


def _naam(post: Gegevens) -> str:
    """A line in words: money of the reserve says so, staff says how many people."""
    naam = VOORAF.get(post["rubriek"], "") + post["naam"]
    naam = naam[:1].upper() + naam[1:]
    return f"{naam} ({post['vte']} VTE)" if post["vte"] else naam


def _rij(naam: str, waarden: Mapping[int, Decimal | None], kenmerk: str = "") -> Rij:
    bekend = [waarde for waarde in waarden.values() if waarde is not None]
    samen = sum(bekend, Decimal(0)) if len(bekend) == len(waarden) else None
    cellen = tuple((str(jaar), bedrag(waarde)) for jaar, waarde in waarden.items())
    return Rij(naam, (*cellen, (SAMEN, bedrag(samen))), kenmerk)
