"""How safe the portal is, for a visitor, and where to report a hole: /veiligheid/ and security.txt (RFC 9116).

The figures come from docs/veiligheid/asvs.csv: one row per requirement of OWASP ASVS 5.0, with how it is met here.
"""

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from io import StringIO

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from opnetwerk.dag import vandaag
from opnetwerk.toegang import publiek

BESTAND = settings.BASE_DIR / "docs" / "veiligheid" / "asvs.csv"
VOLDOET, WIJKT_AF, NVT = "voldoet", "wijkt af", "n.v.t."
STANDEN = (VOLDOET, WIJKT_AF, NVT)
KOLOMMEN = ["id", "niveau", "deel", "gevraagd", "hier", "bewijs", "stand"]
# RFC 9116 asks for less than a year. The answer is made each day, so it moves along for as long as the portal runs.
GELDIG = timedelta(days=180)


class DossierFout(ValueError):
    """A row of the file cannot be read; names it."""


@dataclass(frozen=True)
class Eis:
    """One requirement. `niveau` is 1 or 2; `bewijs` names tests or commands; `hier` says how it is met, or why not."""

    id: str
    niveau: int
    deel: str
    gevraagd: str
    hier: str
    bewijs: tuple[str, ...]
    stand: str


@dataclass(frozen=True)
class Dossier:
    """The rows in the order of the file."""

    eisen: tuple[Eis, ...]

    def niveau(self, niveau: int) -> list[Eis]:
        return [eis for eis in self.eisen if eis.niveau == niveau]

    @property
    def aantallen(self) -> list[tuple[int, int, list[tuple[str, int]]]]:
        """Per level: the level, how many rows, and how many of each state."""
        tel = {niveau: Counter(eis.stand for eis in self.niveau(niveau)) for niveau in (1, 2)}
        return [(niveau, staat.total(), [(stand, staat[stand]) for stand in STANDEN]) for niveau, staat in tel.items()]

    @property
    def afwijkingen(self) -> list[Eis]:
        return [eis for eis in self.eisen if eis.stand == WIJKT_AF]


@cache
def dossier() -> Dossier:
    """The file of this version; read once."""
    return lees(BESTAND.read_text())


def lees(tekst: str) -> Dossier:
    """Raises DossierFout for other columns, a row that cannot be read, an id that comes twice, or no row at all."""
    lezer = csv.DictReader(StringIO(tekst))
    if lezer.fieldnames != KOLOMMEN:
        raise DossierFout(f"de kolommen zijn {', '.join(KOLOMMEN)}")
    eisen = tuple(_eis(rij) for rij in lezer)
    dubbel = [naam for naam, keer in Counter(eis.id for eis in eisen).items() if keer > 1]
    if dubbel or not eisen:
        raise DossierFout(f"staat er twee keer: {', '.join(dubbel)}" if dubbel else "er staat geen enkele eis in")
    return Dossier(eisen)


def _eis(rij: dict[str, str]) -> Eis:
    bewijs = tuple(een.strip() for een in (rij["bewijs"] or "").split(";") if een.strip())
    leeg = [naam for naam in KOLOMMEN if naam != "bewijs" and not rij[naam]]
    if (
        leeg
        or rij["stand"] not in STANDEN
        or rij["niveau"] not in {"1", "2"}
        or (rij["stand"] == VOLDOET and not bewijs)
    ):
        raise DossierFout(f"{rij['id']}: een rij zegt wat gevraagd is, hoe het hier is, wat het toont en hoe het staat")
    return Eis(rij["id"], int(rij["niveau"]), rij["deel"], rij["gevraagd"], rij["hier"], bewijs, rij["stand"])


@publiek(parameters=())
def veiligheid(request: HttpRequest) -> HttpResponse:
    """What the portal does to be safe, what it does not, how to report a hole and who answers when."""
    return render(request, "opnetwerk/veiligheid.html", {"dossier": dossier()})


@publiek(parameters=())
def well_known_security(request: HttpRequest) -> HttpResponse:
    """security.txt: where to report a hole, as programs read it. Ends half a year after today."""
    gegevens = {"verloopt": vandaag() + GELDIG}
    return render(request, "opnetwerk/well_known_security.txt", gegevens, content_type="text/plain; charset=utf-8")
