"""The themes that colleagues talk about: what ships with the portal, and how it gets into the database.

The file gives the themes a start; afterwards they are the editors'. A key never changes: it stands in addresses.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from grensbrekers.models import Thema

BESTAND = Path(__file__).parent / "gegevens" / "themas.csv"
STAP = 10  # between two themes, so that editors can put one in between


@dataclass(frozen=True)
class Regel:
    """One line of the file."""

    sleutel: str
    naam: str
    volgorde: int


def regels() -> list[Regel]:
    """The themes of the file in their order."""
    with BESTAND.open(encoding="utf-8", newline="") as bestand:
        return [
            Regel(rij["sleutel"], rij["naam"], nummer * STAP)
            for nummer, rij in enumerate(csv.DictReader(bestand), start=1)
        ]


@transaction.atomic
def laad_themas() -> int:
    """Add the themes that are not there yet; how many. What is there is left as the editors want it."""
    bekend = set(Thema.objects.values_list("sleutel", flat=True))
    nieuw = [regel for regel in regels() if regel.sleutel not in bekend]
    Thema.objects.bulk_create(
        [Thema(sleutel=een.sleutel, naam=een.naam, volgorde=een.volgorde) for een in nieuw], ignore_conflicts=True
    )
    return len(nieuw)
