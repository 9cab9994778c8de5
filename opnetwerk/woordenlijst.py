"""The words of the trade, explained: opnetwerk/woordenlijst.csv, shown as a page."""

import csv
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

from opnetwerk.toegang import publiek

BESTAND = Path(__file__).parent / "woordenlijst.csv"


@dataclass(frozen=True)
class Woord:
    """A word with what it means here. `vormen`: other spellings and plurals, as they stand in sentences."""

    woord: str
    uitleg: str
    vormen: tuple[str, ...]

    @property
    def anker(self) -> str:
        return slugify(self.woord)

    @property
    def alle(self) -> tuple[str, ...]:
        return (self.woord, *self.vormen)


@publiek(parameters=())
def woordenlijst(request: HttpRequest) -> HttpResponse:
    """Every word of the trade, in the order of the alphabet."""
    return render(request, "opnetwerk/woordenlijst.html", {"woorden": woorden()})


@cache
def woorden() -> tuple[Woord, ...]:
    """The words of this version; read once."""
    return lees(BESTAND.read_text())


def lees(tekst: str) -> tuple[Woord, ...]:
    """From CSV with the columns woord, vormen (with a semicolon between) and uitleg."""
    rijen = csv.DictReader(io.StringIO(tekst))
    gelezen = [
        Woord(rij["woord"], rij["uitleg"], tuple(vorm for vorm in rij["vormen"].split(";") if vorm)) for rij in rijen
    ]
    return tuple(sorted(gelezen, key=lambda woord: slugify(woord.woord)))
