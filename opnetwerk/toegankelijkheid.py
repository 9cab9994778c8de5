"""The accessibility statement, made from docs/toegankelijkheid.md: one text for keepers and visitors."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from opnetwerk.toegang import publiek

BESTAND = settings.BASE_DIR / "docs" / "toegankelijkheid.md"
VOLDOET, DEELS, NVT = "voldoet", "voldoet deels", "n.v.t."
OORDELEN = (VOLDOET, DEELS, NVT)
RIJ = re.compile(r"\| (\d\.\d\.\d{1,2}) \| (A{1,2}) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| (\d{4}-\d{2}-\d{2}) \|")
VET = re.compile(r"\*\*([^*]+)\*\*")


class VerklaringFout(ValueError):
    """A row of the file cannot be read; names it."""


@dataclass(frozen=True)
class Criterium:
    """One success criterion of WCAG 2.2 with our judgement. `bekeken_op` is the day of the last look."""

    nummer: str
    niveau: str
    naam: str
    oordeel: str
    hoe: str
    bekeken_op: date


@dataclass(frozen=True)
class Verklaring:
    """All criteria, and what is not good enough in sentences for a visitor."""

    criteria: tuple[Criterium, ...]
    tekort: tuple[SafeString, ...]

    @property
    def bekeken_op(self) -> date:
        """The oldest look: since then every criterion was looked at."""
        return min(een.bekeken_op for een in self.criteria)

    @property
    def deels(self) -> list[Criterium]:
        return [een for een in self.criteria if een.oordeel == DEELS]

    @property
    def aantallen(self) -> list[tuple[str, int]]:
        geteld = Counter(een.oordeel for een in self.criteria)
        return [(oordeel, geteld[oordeel]) for oordeel in OORDELEN]


@publiek(parameters=())
def toegankelijkheid(request: HttpRequest) -> HttpResponse:
    """How accessible the portal is, what is not, how it was looked at, and where to say so."""
    return render(request, "opnetwerk/toegankelijkheid.html", {"verklaring": verklaring()})


@cache
def verklaring() -> Verklaring:
    """The file of this version; read once."""
    return lees(BESTAND.read_text())


def lees(tekst: str) -> Verklaring:
    """Raises VerklaringFout for a row that looks like a criterion and is none, and when there is no row at all."""
    criteria = tuple(_criterium(regel) for regel in tekst.splitlines() if re.match(r"\| \d", regel))
    if not criteria:
        raise VerklaringFout("er staat geen enkel criterium in")
    deel = tekst.partition("## Wat nog niet goed genoeg is")[2].partition("\n## ")[0]
    punten = [regel.removeprefix("- ") for regel in deel.splitlines() if regel.startswith("- ")]
    return Verklaring(criteria, tuple(_punt(punt) for punt in punten))


def _criterium(regel: str) -> Criterium:
    rij = RIJ.fullmatch(regel.strip())
    if rij is None or rij[4] not in OORDELEN:
        raise VerklaringFout(regel)
    return Criterium(rij[1], rij[2], rij[3], rij[4], rij[5], date.fromisoformat(rij[6]))


def _punt(tekst: str) -> SafeString:
    return mark_safe(VET.sub(r"<strong>\1</strong>", escape(tekst)))  # noqa: S308  the text was escaped
