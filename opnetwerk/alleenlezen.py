"""Reading goes on while nothing can be kept: for an upgrade, a move, or a disk that is nearly full.

It stands in a file of the machine, not in the database: that may be what is being worked on. Who has a form open reads
beforehand from when; who sends one meanwhile gets the words back.
"""

import contextlib
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from opnetwerk import databankweg

VEILIG = {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True)
class Afspraak:
    """From when to when only reading is possible; without `tot` until somebody ends it."""

    vanaf: datetime
    tot: datetime | None = None

    def geldt(self, moment: datetime) -> bool:
        return self.vanaf <= moment and not self.voorbij(moment)

    def voorbij(self, moment: datetime) -> bool:
        return self.tot is not None and moment >= self.tot

    @property
    def tot_wanneer(self) -> str:
        """The end of a sentence: " tot 18.00 uur", or nothing."""
        return f" tot {uur(self.tot)}" if self.tot else ""


def uur(moment: datetime) -> str:
    """18.00 uur; with the day in front when it is another one."""
    hier = timezone.localtime(moment)
    dag = "" if hier.date() == timezone.localdate() else f"{hier.day}-{hier.month} om "
    return f"{dag}{hier:%H.%M} uur"


def bestand() -> Path:
    return Path(settings.GEGEVENSMAP) / "alleenlezen.json"


def zet(*, vanaf: datetime, tot: datetime | None = None) -> Afspraak:
    """Agree on it; in the place of what was agreed before. ValueError when the end is not after the beginning."""
    if tot is not None and tot <= vanaf:
        raise ValueError("Het einde ligt niet na het begin.")
    inhoud = {"vanaf": vanaf.isoformat(), "tot": tot.isoformat() if tot else None}
    map_ = bestand().parent
    map_.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=map_, delete=False) as nieuw:
        json.dump(inhoud, nieuw)
    Path(nieuw.name).chmod(0o644)
    os.replace(nieuw.name, bestand())
    return Afspraak(vanaf, tot)


def haal_weg() -> None:
    """Everything can be kept again."""
    bestand().unlink(missing_ok=True)


def huidig(moment: datetime | None = None) -> Afspraak | None:
    """What is agreed and not over; None without anything, or when the file cannot be read."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        inhoud = json.loads(bestand().read_text())
        tot = inhoud["tot"]
        afspraak = Afspraak(datetime.fromisoformat(inhoud["vanaf"]), datetime.fromisoformat(tot) if tot else None)
        return None if afspraak.voorbij(moment or timezone.now()) else afspraak
    return None


class AlleenLezen:
    """Stops what would keep something, before a session or the database is looked at."""

    def __init__(self, volgende: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.volgende = volgende

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in VEILIG:
            afspraak = huidig()
            if afspraak is not None and afspraak.geldt(timezone.now()):
                return databankweg.antwoord(request, alleen_lezen=afspraak)
        return self.volgende(request)


def aankondiging(request: HttpRequest) -> dict[str, Any]:
    """For the templates: the sentence on pages where somebody may be about to keep something.

    Not on public pages: nothing is kept there, and they come from a cache.
    """
    gevonden = request.resolver_match
    if gevonden is None or getattr(gevonden.func, "toegang", "") == "publiek":
        return {}
    afspraak = huidig()
    if afspraak is None:
        return {}
    if afspraak.geldt(timezone.now()):
        zin = f"Je kunt nu alleen lezen{afspraak.tot_wanneer}. Bewaren lukt daarna weer."
    else:
        wanneer = f"Vanaf {uur(afspraak.vanaf)} kun je hier even niets bewaren{afspraak.tot_wanneer}."
        zin = f"{wanneer} Bewaar je werk voor dan."
    return {"alleen_lezen": zin}
