"""The help on offer: loaded once from a file, afterwards the editors'; and what a visitor asks of the list."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse
from django.utils.html import linebreaks
from django.utils.text import slugify

from cultuurnota.models import Aanbod
from igs.models import IGS, Gegevensstand, Hulpvraag
from opnetwerk.dag import nu
from opnetwerk.opmaaktekst import schoon

BESTAND = Path(__file__).parent / "gegevens" / "aanbod.csv"
IN_STAND = "aanbod"  # how `Gegevensstand` names this file
STAP = 10  # between two, so that editors can put one in between
IEDEREEN = "iedereen"
HULP = "regiocheck_vraag_hulp"


# --- loading ---


def regels() -> list[dict[str, Any]]:
    """The lines of the file as values of the model, in their order."""
    with BESTAND.open(encoding="utf-8", newline="") as bestand:
        return [
            rij
            | {
                "tekst": schoon(linebreaks(rij["tekst"])),
                "bron_datum": date.fromisoformat(rij["bron_datum"]),
                "volgorde": nummer * STAP,
            }
            for nummer, rij in enumerate(csv.DictReader(bestand), start=1)
        ]


@transaction.atomic
def laad_aanbod() -> int:
    """Add what was never loaded before, published; how many.

    What redactie changed stays as it is, and what it threw away does not come back.
    """
    geladen = set(Gegevensstand.objects.filter(bestand=IN_STAND).values_list("sleutel", flat=True))
    bezet = set(Aanbod.objects.values_list("slug", flat=True))
    eerste_keer = [regel for regel in regels() if regel["slug"] not in geladen]
    nieuw = [Aanbod(**regel, gepubliceerd_op=nu()) for regel in eerste_keer if regel["slug"] not in bezet]
    Aanbod.objects.bulk_create(nieuw)
    standen = [Gegevensstand(bestand=IN_STAND, sleutel=regel["slug"], velden={}) for regel in eerste_keer]
    Gegevensstand.objects.bulk_create(standen, ignore_conflicts=True)
    return len(nieuw)


# --- the list ---


def voor_wie(item: Aanbod) -> list[str]:
    """Editors write one line, with commas between the groups."""
    return [deel for stuk in item.voor_wie.split(",") if (deel := stuk.strip())]


@dataclass(frozen=True)
class Keuze:
    """A group to filter on: its word in the address, its name, and whether it is chosen."""

    sleutel: str
    naam: str
    gekozen: bool


@dataclass(frozen=True)
class Kaartje:
    """One offer, with the address where you ask for it."""

    item: Aanbod
    vraag_hulp: str


@dataclass(frozen=True)
class Aanbodlijst:
    """What a visitor sees of `alle`: for the group `voor` ("" is everybody), with one's own `igs`."""

    alle: Sequence[Aanbod]
    voor: str
    igs: IGS | None
    igsen: Sequence[IGS]

    @classmethod
    def van(cls, moment: datetime, *, voor: str = "", igs: str = "") -> "Aanbodlijst":
        """What the address asks; what it does not know, it leaves out. Two queries."""
        alle: list[Aanbod] = list(Aanbod.objects.zichtbaar(moment))
        igsen = list(IGS.objects.order_by("naam"))
        bekend = {keuze.sleutel for keuze in cls(alle, "", None, igsen).keuzes}
        gekozen = next((een for een in igsen if een.slug == igs), None)
        return cls(alle, voor if voor in bekend else "", gekozen, igsen)

    def met(self, item: Aanbod) -> "Aanbodlijst":
        """As it will be with this item, for a preview."""
        anderen = [een for een in self.alle if een.pk != item.pk]
        alle = sorted([*anderen, item], key=lambda een: (een.volgorde, een.titel))
        return Aanbodlijst(alle, self.voor, self.igs, self.igsen)

    @property
    def keuzes(self) -> list[Keuze]:
        """The groups that occur, A to Z; who is for everybody is in each of them."""
        namen = {slugify(naam): naam for item in self.alle for naam in voor_wie(item)}
        namen.pop(IEDEREEN, None)
        op_naam = sorted(namen.items(), key=lambda paar: paar[1].casefold())
        return [Keuze(sleutel, naam, sleutel == self.voor) for sleutel, naam in op_naam if sleutel]

    @property
    def gekozen_naam(self) -> str:
        return next((keuze.naam for keuze in self.keuzes if keuze.gekozen), "")

    @property
    def is_gefilterd(self) -> bool:
        return bool(self.voor or self.igs)

    @property
    def kaartjes(self) -> list[Kaartje]:
        return [Kaartje(item, self._vraag_hulp(item)) for item in self._gekozen()]

    def _gekozen(self) -> Iterable[Aanbod]:
        """Without a group everything."""
        if not self.voor:
            return self.alle
        return [item for item in self.alle if {self.voor, IEDEREEN} & {slugify(naam) for naam in voor_wie(item)}]

    def _vraag_hulp(self, item: Aanbod) -> str:
        gegevens = {"onderwerp": Hulpvraag.Onderwerp.AANBOD.value, "aanbod": item.slug}
        if self.igs:
            gegevens["igs"] = self.igs.slug
        return f"{reverse(HULP)}?{urlencode(gegevens)}"
