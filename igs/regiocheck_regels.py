"""The rules of the Regiocheck as data: what each asks, with value, source, certainty and the day it was written down.

Plain Python: reads `gegevens/regels.csv`, needs neither Django nor a database. Where the file has several rows for one
rule and period, the youngest version counts, so an editor adds a row instead of losing the old one.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from pathlib import Path

REGELS = Path(__file__).resolve().parent / "gegevens" / "regels.csv"
KOLOMMEN = ("id", "periode", "soort", "vraagt", "waarde", "eenheid", "bron", "bron_url", "zekerheid", "versie")


class Zekerheid(StrEnum):
    """How sure a rule or amount is, surest first."""

    WETTEKST = "A"
    OVERHEID = "B"
    PERS_OF_ONTWERP = "C"
    AFGELEID = "D"
    NIET_GEVONDEN = "?"

    @property
    def vast(self) -> bool:
        """Only what stands in the law or on a page of the administration counts as settled."""
        return self in {Zekerheid.WETTEKST, Zekerheid.OVERHEID}

    @property
    def te_bevestigen(self) -> bool:
        return self in {Zekerheid.PERS_OF_ONTWERP, Zekerheid.AFGELEID}


class Periode(StrEnum):
    """A period of subsidies, named by its first year."""

    P2020 = "2020"
    P2027 = "2027"

    @property
    def naam(self) -> str:
        return "2020-2026" if self is Periode.P2020 else "2027-2032"


class Soort(StrEnum):
    ONTVANKELIJK = "ontvankelijk"
    VOORWAARDE = "voorwaarde"
    VEREISTE = "vereiste"
    WEETJE = "weetje"
    BEDRAG = "bedrag"


ALTIJD = "altijd"


class RegelFout(ValueError):
    """The file of rules cannot be used; the message says which line and why."""


@dataclass(frozen=True)
class Regel:
    """One rule in one period ("2020", "2027" or "altijd"). `waarde` in `eenheid`; None when the rule has no number."""

    id: str
    periode: str
    soort: Soort
    vraagt: str
    waarde: Decimal | None
    eenheid: str
    bron: str
    bron_url: str
    zekerheid: Zekerheid
    versie: date


@dataclass(frozen=True)
class Regels:
    """All rules in force: one per id and period."""

    alle: tuple[Regel, ...]

    def __post_init__(self) -> None:
        per_sleutel: dict[tuple[str, str], Regel] = {}
        for regel in self.alle:
            sleutel = (regel.id, regel.periode)
            ander = per_sleutel.get(sleutel)
            if ander is not None and ander.versie == regel.versie:
                raise RegelFout(f"{regel.id} ({regel.periode}) staat er tweemaal in met versie {regel.versie}")
            if ander is None or ander.versie < regel.versie:
                per_sleutel[sleutel] = regel
        object.__setattr__(self, "alle", tuple(per_sleutel.values()))
        object.__setattr__(self, "_per_sleutel", per_sleutel)

    def __iter__(self) -> Iterator[Regel]:
        return iter(self.alle)

    def regel(self, id_: str, periode: Periode) -> Regel:
        """The rule in this period, or the one that always holds. KeyError when there is none."""
        per_sleutel: dict[tuple[str, str], Regel] = self._per_sleutel  # type: ignore[attr-defined]
        gevonden = per_sleutel.get((id_, periode.value)) or per_sleutel.get((id_, ALTIJD))
        if gevonden is None:
            raise KeyError(f"geen regel {id_} voor {periode.naam}")
        return gevonden

    def heeft(self, id_: str, periode: Periode) -> bool:
        try:
            self.regel(id_, periode)
        except KeyError:
            return False
        return True

    def waarde(self, id_: str, periode: Periode) -> Decimal:
        """The number of a rule; RegelFout when it has none."""
        waarde = self.regel(id_, periode).waarde
        if waarde is None:
            raise RegelFout(f"{id_} ({periode.naam}) heeft geen waarde")
        return waarde

    def van(self, periode: Periode) -> list[Regel]:
        """What holds in the period, in the order of the file."""
        return [regel for regel in self.alle if regel.periode in (periode.value, ALTIJD)]

    def met(self, aanpassingen: Iterable[Regel]) -> "Regels":
        """These rules with newer versions or additions over them; an older version changes nothing."""
        return Regels((*self.alle, *aanpassingen))


def lees_regels(tekst: str) -> Regels:
    """Rules from the text of a CSV file; RegelFout names the line of the first fault."""
    lezer = csv.DictReader(io.StringIO(tekst), strict=True)
    if tuple(lezer.fieldnames or ()) != KOLOMMEN:
        raise RegelFout(f"regel 1: de kolommen zijn niet {', '.join(KOLOMMEN)}")
    regels = []
    try:
        for cellen in lezer:
            if None in cellen or None in cellen.values():
                raise RegelFout(f"regel {lezer.line_num}: telt geen {len(KOLOMMEN)} cellen")
            regels.append(_lees_regel(cellen, lezer.line_num))
    except csv.Error as fout:
        raise RegelFout(f"regel {lezer.line_num + 1}: geen geldige CSV ({fout})") from fout  # after the last good row
    return Regels(tuple(regels))


def _lees_regel(cellen: dict[str, str], nummer: int) -> Regel:
    try:
        if not cellen["id"] or not cellen["vraagt"] or not cellen["bron"]:
            raise ValueError("id, vraagt en bron mogen niet leeg zijn")
        if cellen["periode"] not in (*Periode, ALTIJD):
            raise ValueError(f"'{cellen['periode']}' is geen periode")
        return Regel(
            id=cellen["id"],
            periode=cellen["periode"],
            soort=Soort(cellen["soort"]),
            vraagt=cellen["vraagt"],
            waarde=_getal(cellen["waarde"]),
            eenheid=cellen["eenheid"],
            bron=cellen["bron"],
            bron_url=cellen["bron_url"],
            zekerheid=Zekerheid(cellen["zekerheid"]),
            versie=date.fromisoformat(cellen["versie"]),
        )
    except ValueError as fout:
        raise RegelFout(f"regel {nummer}: {fout}") from fout


def _getal(cel: str) -> Decimal | None:
    """A number of zero or more; None for an empty cell."""
    if not cel:
        return None
    try:
        getal = Decimal(cel)
    except InvalidOperation:
        raise ValueError(f"'{cel}' is geen getal") from None
    if not getal.is_finite() or getal < 0:
        raise ValueError(f"'{cel}' is geen getal van 0 of meer")
    return getal


@cache
def regels_van_het_huis() -> Regels:
    """The rules that ship with the portal."""
    return lees_regels(REGELS.read_text(encoding="utf-8"))
