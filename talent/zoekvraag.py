"""What an address of the directory asks, and the address of a slightly different question.

Whatever stands in an address gives a question: what we do not know is dropped, what is too much is cut off.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

LANGSTE_VRAAG = 100
MEESTE_PER_FACET = 12
MEESTE_OP_LIJSTJE = 30
# From so many filters on a page is one of very many, and no search engine needs it.
DIEP = 3
SLUG = re.compile(r"[a-z0-9-]{1,80}")
# In this order on the page and in the address: parameter, heading, letter in `Zoekrij.waarden`.
FACETTEN: list[tuple[str, str, str]] = [
    ("discipline", "Wat", "d"),
    ("regio", "Regio", "i"),
    ("aanbod", "Biedt aan", "a"),
    ("past_bij", "Past bij", "p"),
    ("vorm", "Vorm", "v"),
    ("rol", "Rol", "r"),
    ("zoekt", "Zoekt", "z"),
    ("taal", "Taal", "t"),
]
SORTERING = {"": "laatst bijgewerkt", "az": "A tot Z", "loting": "loting van de dag"}
# Everything that an address of the directory may say.
PARAMETERS = ("q", *(naam for naam, *_ in FACETTEN), "gemeente", "rond", "sorteer", "dag", "beeld", "t", "pagina")
LOTING = "loting"
KAART = "kaart"


@dataclass(frozen=True)
class Zoekvraag:
    """The question. `gekozen`: facet → keys, each facet of FACETTEN that has any, in the order of the page.

    `dag`: the day of the draw, only with that sorting. `lijstje`: slugs that go along, unchecked.
    """

    q: str = ""
    gekozen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    gemeente: str = ""
    rond: bool = False
    sorteer: str = ""
    dag: date | None = None
    beeld: str = ""
    lijstje: tuple[str, ...] = ()
    pagina: str = ""

    @classmethod
    def uit(cls, vraag: QueryDict, bekend: Mapping[str, Mapping[str, str]], vandaag: date) -> "Zoekvraag":
        """Read an address. `bekend`: per facet, and under "gemeente", each key we know → the key it leads to."""
        gekozen = {
            naam: waarden
            for naam, _titel, _letter in FACETTEN
            if (waarden := _bekende(vraag.getlist(naam), bekend.get(naam, {})))
        }
        gemeente = next(iter(_bekende(vraag.getlist("gemeente"), bekend.get("gemeente", {}))), "")
        sorteer = vraag.get("sorteer", "")
        sorteer = sorteer if sorteer in SORTERING else ""
        return cls(
            q=schoon(vraag.get("q", "")),
            gekozen=gekozen,
            gemeente=gemeente,
            rond=vraag.get("rond") == "1" and bool(gemeente or "regio" in gekozen),
            sorteer=sorteer,
            dag=_trekdag(vraag.get("dag", ""), vandaag) if sorteer == LOTING else None,
            beeld=KAART if vraag.get("beeld") == KAART else "",
            lijstje=slugs(vraag.getlist("t")),
            pagina=vraag.get("pagina", "")[:6],
        )

    @property
    def diepte(self) -> int:
        """How many filters are on."""
        return sum(map(len, self.gekozen.values())) + bool(self.q) + bool(self.gemeente)

    @property
    def geindexeerd(self) -> bool:
        """Whether search engines may keep this page."""
        return self.diepte < DIEP and not (self.q or self.lijstje or self.sorteer or self.beeld)

    def delen(self) -> list[tuple[str, str]]:
        """The address in pieces, without the page number."""
        paren = [("q", self.q)] if self.q else []
        paren += [(naam, waarde) for naam, waarden in self.gekozen.items() for waarde in waarden]
        paren += [(naam, waarde) for naam, waarde in self._enkele().items() if waarde]
        return paren + [("t", slug) for slug in self.lijstje]

    def _enkele(self) -> dict[str, str]:
        return {
            "gemeente": self.gemeente,
            "rond": "1" if self.rond else "",
            "sorteer": self.sorteer,
            "dag": self.dag.isoformat() if self.dag else "",
            "beeld": self.beeld,
        }

    @property
    def vraag(self) -> str:
        """What stands behind the question mark, without the page number."""
        return urlencode(self.delen())

    @property
    def adres(self) -> str:
        """The same, with the question mark; '?' alone for the whole directory."""
        return f"?{self.vraag}"

    def met(self, **anders: Any) -> "Zoekvraag":
        """The same question with other fields, on its first page."""
        return replace(self, pagina="", **anders)

    def met_waarde(self, facet: str, waarde: str) -> "Zoekvraag":
        """This one value of the facet and no other."""
        gekozen = {**self.gekozen, facet: (waarde,)}
        return self.met(gekozen={naam: gekozen[naam] for naam, *_ in FACETTEN if naam in gekozen})

    def zonder_waarde(self, facet: str, waarde: str) -> "Zoekvraag":
        over = tuple(een for een in self.gekozen[facet] if een != waarde)
        gekozen = {naam: over if naam == facet else waarden for naam, waarden in self.gekozen.items()}
        nieuw = self.met(gekozen={naam: waarden for naam, waarden in gekozen.items() if waarden})
        return nieuw if nieuw.gemeente or "regio" in nieuw.gekozen else replace(nieuw, rond=False)

    def zonder_gemeente(self) -> "Zoekvraag":
        return self.met(gemeente="", rond=self.rond and "regio" in self.gekozen)

    def met_op_lijstje(self, slug: str) -> "Zoekvraag":
        """On the shortlist when it is not, off it when it is; the page stays."""
        lijstje = [een for een in self.lijstje if een != slug]
        nieuw = lijstje if len(lijstje) < len(self.lijstje) else [*lijstje, slug][-MEESTE_OP_LIJSTJE:]
        return replace(self, lijstje=tuple(nieuw))


def schoon(tekst: str) -> str:
    """One line of at most LANGSTE_VRAAG characters that can be printed."""
    return " ".join("".join(teken if teken.isprintable() else " " for teken in tekst[:1000]).split())[:LANGSTE_VRAAG]


def slugs(waarden: Iterable[str]) -> tuple[str, ...]:
    """At most MEESTE_OP_LIJSTJE different ones that look like a slug, in their order."""
    goed = dict.fromkeys(waarde for waarde in list(waarden)[:200] if SLUG.fullmatch(waarde))
    return tuple(goed)[:MEESTE_OP_LIJSTJE]


def _bekende(gevraagd: Sequence[str], bekend: Mapping[str, str]) -> tuple[str, ...]:
    """In the order in which we know them, so that one question has one address."""
    nodig = {bekend[waarde] for waarde in gevraagd[:200] if waarde in bekend}
    return tuple(sleutel for sleutel in dict.fromkeys(bekend.values()) if sleutel in nodig)[:MEESTE_PER_FACET]


def _trekdag(tekst: str, vandaag: date) -> date:
    """The day of the draw: yesterday if that is asked (who turns the page at midnight), else today."""
    gisteren = vandaag - timedelta(days=1)
    return gisteren if tekst == gisteren.isoformat() else vandaag
