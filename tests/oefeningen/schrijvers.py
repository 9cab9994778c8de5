"""Who writes without a pause while a drill breaks something, and notes what was acknowledged and when.

As a program (`python -m tests.oefeningen.schrijvers NAAM BESTAND`): a process of its own with Django's connection, one
row every few hundredths of a second until SIGTERM. In a thread (`Inzenders`): visitors who send a real form, and send
it again as long as it was not accepted.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPResponse
from pathlib import Path

from tests.oefeningen.bezoeker import Bezoeker, formulier
from tests.oefeningen.portaal import WORTEL

PAUZE = 0.03  # seconds between two rows
TABEL = "CREATE TABLE oefening_merk (merk text PRIMARY KEY)"
FORMULIER = "/klopt-er-iets-niet/"
WACHT = 3.2  # seconds; who fills in a form faster is taken for a robot


@dataclass
class Uitslag:
    """Per writer: the acknowledged marks with their monotonic moment."""

    bevestigd: dict[str, list[tuple[float, str]]] = field(default_factory=dict)

    def merken(self) -> set[str]:
        return {merk for rijen in self.bevestigd.values() for _, merk in rijen}

    def stil_na(self, moment: float) -> dict[str, float]:
        """Per writer the seconds from that moment to the first acknowledgement after it; endless without one."""
        return {
            naam: min((tijd for tijd, _ in rijen if tijd > moment), default=float("inf")) - moment
            for naam, rijen in self.bevestigd.items()
        }


# --- processes of their own ---


@dataclass
class Schrijver:
    """A process that writes rows; what it had acknowledged stands in a file."""

    naam: str
    bestand: Path
    proces: "subprocess.Popen[bytes]"

    @classmethod
    def start(cls, naam: str, map_: Path, omgeving: Mapping[str, str]) -> "Schrijver":
        bestand = map_ / f"{naam}.txt"
        bestand.touch()
        args = [sys.executable, "-m", "tests.oefeningen.schrijvers", naam, str(bestand)]
        with (map_ / f"{naam}.log").open("wb") as log:
            return cls(naam, bestand, subprocess.Popen(args, cwd=WORTEL, env=omgeving, stdout=log, stderr=log))

    def bevestigd(self) -> list[tuple[float, str]]:
        regels = (regel.split() for regel in self.bestand.read_text().splitlines())
        return [(float(tijd), merk) for tijd, merk in regels]

    def stop(self) -> None:
        if self.proces.poll() is None:
            self.proces.terminate()
            self.proces.wait(20)


def schrijf(naam: str, bestand: Path) -> None:
    """The program. Every row is a request of its own for Django: a broken connection is noticed and made anew."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opnetwerk.settings")
    from django.db import DatabaseError, close_old_connections, connection, transaction

    klaar = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: klaar.set())
    nummer = 0
    with bestand.open("a") as uit:
        while not klaar.wait(PAUZE):
            nummer += 1
            merk = f"{naam}-{nummer:06d}"
            close_old_connections()
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute("INSERT INTO oefening_merk VALUES (%s)", [merk])
            except DatabaseError:
                continue
            uit.write(f"{time.monotonic()} {merk}\n")
            uit.flush()


# --- visitors with a form ---


class Inzender(Bezoeker):
    """Everybody from an address of his own, told as the proxy in front would."""

    def _stuur(self, methode: str, pad: str, lijf: bytes, koppen: Mapping[str, str]) -> tuple[HTTPResponse, str]:
        return super()._stuur(methode, pad, lijf, {**koppen, "X-Forwarded-For": self.afzender})


@dataclass
class Inzenders:
    """Threads that each send forms that were opened beforehand."""

    poorten: list[int]
    per_draad: int
    uitslag: dict[str, list[tuple[float, str]]] = field(default_factory=dict)
    fouten: dict[int, int] = field(default_factory=dict)
    _klaar: threading.Event = field(default_factory=threading.Event)
    _draden: list[threading.Thread] = field(default_factory=list)
    _geopend: dict[str, list[tuple[Inzender, dict[str, str]]]] = field(default_factory=dict)

    def open(self) -> None:
        """Every visitor opens his form; they may be sent when WACHT seconds went by."""
        for nummer, poort in enumerate(self.poorten):
            rij = self._geopend.setdefault(f"formulier-{nummer}", [])
            for keer in range(self.per_draad):
                bezoeker = Inzender(poort, afzender=f"10.{nummer}.{keer // 250}.{keer % 250 + 1}")
                pagina = bezoeker.haal(FORMULIER)
                if pagina.status != 200:
                    raise RuntimeError(f"{FORMULIER}: {pagina.status} {pagina.tekst[:200]}")
                bezoeker.sluit()
                rij.append((bezoeker, formulier(pagina.tekst, "tekst")))

    def start(self) -> None:
        for naam in self._geopend:
            self.uitslag[naam] = []
            self._draden.append(threading.Thread(target=self._zend, args=[naam], daemon=True))
            self._draden[-1].start()

    def _zend(self, naam: str) -> None:
        for nummer, (bezoeker, velden) in enumerate(self._geopend[naam]):
            merk = f"{naam}-{nummer:06d}"
            while not self._klaar.wait(PAUZE):
                antwoord = bezoeker.post(FORMULIER, velden | {"tekst": merk, "email": ""})
                if antwoord.status == 302:
                    self.uitslag[naam].append((time.monotonic(), merk))
                    break
                self.fouten[antwoord.status] = self.fouten.get(antwoord.status, 0) + 1
            bezoeker.sluit()

    def stop(self) -> None:
        self._klaar.set()
        for draad in self._draden:
            draad.join(45)


if __name__ == "__main__":
    schrijf(sys.argv[1], Path(sys.argv[2]))
