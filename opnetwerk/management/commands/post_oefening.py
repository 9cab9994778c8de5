"""A drill for the outbox: many mails, a worker that is killed over and over, a mail server that goes away for a while.

Everything is real but the receiver: a database of its own on the same server, `manage.py werker` in a process of its
own, SMTP over a socket. Nothing that exists is read or changed.
"""

import contextlib
import os
import random
import secrets
import signal
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.models import QuerySet

from opnetwerk import post
from opnetwerk.models import UitgaandeMail

GEDULD = 180.0  # seconds without any progress
TRAAGHEID = 0.004  # seconds, at most, before the mail server answers: kills fall everywhere in a conversation


class Command(BaseCommand):
    help = "Oefent met de uitgaande post in een eigen databank: de werker sneuvelt, de mailserver valt weg."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mails", type=int, default=1000, help="hoeveel mails (standaard 1000)")
        parser.add_argument("--kills", type=int, default=20, help="hoe vaak de werker sneuvelt (standaard 20)")
        parser.add_argument("--weg", type=float, default=10.0, help="seconden zonder mailserver (standaard 10)")
        parser.add_argument("--zaad", type=int, default=2026, help="getal dat de toevallige momenten vastlegt")

    def handle(self, *args: Any, **opties: Any) -> None:
        if not 0 < opties["kills"] < opties["mails"] // 3:
            raise CommandError("Neem minstens één kill, en meer dan drie mails per kill.")
        with _eigen_databank() as naam, tempfile.TemporaryFile("w+") as klachten:
            oefening = Oefening(naam, random.Random(opties["zaad"]), klachten.fileno())  # noqa: S311  no secret
            verslag = oefening.draai(opties["mails"], opties["kills"], opties["weg"])
            self.stdout.write(verslag.tabel())
            if verslag.fout:
                klachten.seek(0)
                raise CommandError(f"{verslag.fout}\n{klachten.read()[-2000:]}".strip())


@contextlib.contextmanager
def _eigen_databank() -> Iterator[str]:
    """A new database with all tables, in place of the one of this process; dropped at the end."""
    oud, naam = connection.settings_dict["NAME"], f"oefening_post_{os.getpid()}"
    oude_naam = connection.settings_dict["TEST"]["NAME"]
    connection.settings_dict["TEST"]["NAME"] = naam
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield naam
        finally:
            connection.creation.destroy_test_db(oud, verbosity=0)
    finally:
        connection.settings_dict["TEST"]["NAME"] = oude_naam


# --- the receiver ---


class Ontvangst(NamedTuple):
    aan: str
    bericht_id: str
    inhoud: bytes


class Postontvanger(socketserver.ThreadingTCPServer):
    """A mail server on loopback that keeps what it accepts. `antwoord` gets each command line ("." ends a mail)."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, poort: int = 0, antwoord: Callable[[str], str] = lambda opdracht: "250 OK") -> None:
        super().__init__(("127.0.0.1", poort), _Gesprek)
        self.antwoord = antwoord
        self.ontvangen: list[Ontvangst] = []
        self.lijnen: set[socket.socket] = set()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def poort(self) -> int:
        return int(self.server_address[1])

    def sluit(self) -> None:
        """Gone, in the middle of a sentence."""
        self.shutdown()
        self.server_close()
        for lijn in list(self.lijnen):
            with contextlib.suppress(OSError):
                lijn.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A sender that was killed is no news."""


class _Gesprek(socketserver.StreamRequestHandler):
    server: Postontvanger

    def handle(self) -> None:
        self.server.lijnen.add(self.connection)
        try:
            self._zeg(self.server.antwoord("").replace("250", "220", 1))
            self._luister()
        finally:
            self.server.lijnen.discard(self.connection)

    def _luister(self) -> None:
        aan = ""
        for regel in self.rfile:
            opdracht = regel.decode(errors="replace").strip()
            antwoord = self.server.antwoord(opdracht)
            if opdracht.upper().startswith("RCPT TO:"):
                aan = opdracht[8:].split(" ")[0].strip("<>")
            if opdracht.upper() == "DATA" and antwoord.startswith("250"):
                self._zeg("354 Ga je gang")
                antwoord = self._ontvang(aan)
            if opdracht.upper() == "QUIT":
                self._zeg("221 Dag")
                return
            self._zeg(antwoord)

    def _ontvang(self, aan: str) -> str:
        inhoud = b"".join(iter(self.rfile.readline, b".\r\n"))
        antwoord = self.server.antwoord(".")
        if antwoord.startswith("250"):
            bericht_id = message_from_bytes(inhoud)["Message-ID"] or ""
            self.server.ontvangen.append(Ontvangst(aan, bericht_id, inhoud))
        return antwoord

    def _zeg(self, antwoord: str) -> None:
        self.wfile.write(f"{antwoord}\r\n".encode())


# --- the drill ---


@dataclass(frozen=True)
class Verslag:
    mails: int
    kills: int
    seconden: float
    ontvangen: list[Ontvangst]

    @property
    def keren(self) -> Counter[str]:
        return Counter(ontvangst.aan for ontvangst in self.ontvangen)

    @property
    def verloren(self) -> int:
        return self.mails - len(self.keren)

    @property
    def dubbel(self) -> int:
        return len(self.ontvangen) - len(self.keren)

    @property
    def berichten(self) -> int:
        return len({ontvangst.bericht_id for ontvangst in self.ontvangen})

    @property
    def fout(self) -> str:
        """What went wrong, or nothing."""
        if self.verloren:
            return f"{self.verloren} mails kwamen niet aan."
        if self.dubbel > self.kills:
            return f"{self.dubbel} mails kwamen dubbel aan, bij {self.kills} kills."
        if len(set(self.ontvangen_paren)) != self.mails or self.berichten != self.mails:
            return "Een mail kreeg bij de tweede verzending een andere Message-ID."
        return ""

    @property
    def ontvangen_paren(self) -> list[tuple[str, str]]:
        return [(ontvangst.aan, ontvangst.bericht_id) for ontvangst in self.ontvangen]

    def tabel(self) -> str:
        rijen = [
            ("mails klaargezet", self.mails),
            ("mails ontvangen", len(self.ontvangen)),
            ("verschillende Message-ID's", self.berichten),
            ("verloren", self.verloren),
            ("dubbel", self.dubbel),
            ("kills van de werker", self.kills),
            ("seconden", round(self.seconden)),
        ]
        return "\n".join(f"{naam:<28}{waarde:>6}" for naam, waarde in rijen)


class Oefening:
    """One drill, in the database `naam`. What the workers complain about goes to the file `klachten`."""

    def __init__(self, naam: str, toeval: random.Random, klachten: int) -> None:
        self.toeval, self.klachten = toeval, klachten
        self.ontvanger = Postontvanger(antwoord=self._antwoord)
        self.omgeving = werkomgeving(naam, self.ontvanger.poort)
        self.werkers: list[subprocess.Popen[bytes]] = []
        self.klaargezet = 0

    def draai(self, mails: int, kills: int, weg: float) -> Verslag:
        """A part of the mails, a kill, and so on; nobody receives around the middle kill. Then wait for the rest."""
        begin, deel = time.monotonic(), mails // (kills + 1)
        try:
            for ronde in range(kills):
                if ronde == kills // 2:
                    self._laat_mailserver_wegvallen(deel, weg)
                else:
                    self._start_werker()
                    self._zet_klaar(deel)
                    self._wacht_op(len(self.ontvanger.ontvangen) + self.toeval.randint(1, deel - 1))
                    time.sleep(self.toeval.uniform(0, 2 * TRAAGHEID))
                self._dood_werker()
                self._herstel_mailserver()
            self._start_werker()
            self._zet_klaar(mails - self.klaargezet)
            self._wacht(lambda: not self._wachtend().exists())
            self.werkers[-1].send_signal(signal.SIGTERM)
            self.werkers[-1].wait(GEDULD)
        finally:
            self._dood_werker()
            self.ontvanger.sluit()
        return Verslag(self.klaargezet, kills, time.monotonic() - begin, self.ontvanger.ontvangen)

    def _antwoord(self, _opdracht: str) -> str:
        time.sleep(self.toeval.uniform(0, TRAAGHEID))
        return "250 OK"

    def _start_werker(self) -> None:
        werker = subprocess.Popen(
            [sys.executable, "manage.py", "werker"],
            cwd=settings.BASE_DIR,
            env=self.omgeving,
            stdin=subprocess.DEVNULL,
            stdout=self.klachten,
            stderr=self.klachten,
        )
        self.werkers.append(werker)

    def _dood_werker(self) -> None:
        for werker in self.werkers:
            werker.kill()
            werker.wait()

    def _zet_klaar(self, aantal: int) -> None:
        """Each in a transaction of its own, as requests do."""
        for _ in range(aantal):
            self.klaargezet += 1
            post.zet_klaar(
                sleutel=f"oefening-{self.klaargezet}",
                aan=f"oefening-{self.klaargezet}@voorbeeld.invalid",
                sjabloon="oefening",
                context={"nummer": self.klaargezet},
            )

    def _laat_mailserver_wegvallen(self, deel: int, seconden: float) -> None:
        """Nobody listens when the worker comes back, and for some time after it found that out."""
        self.ontvanger.sluit()
        self._start_werker()
        self._zet_klaar(deel)
        self._wacht(lambda: self._wachtend().exclude(laatste_fout="").exists())
        time.sleep(seconden)

    def _herstel_mailserver(self) -> None:
        oud = self.ontvanger
        if oud.fileno() == -1:
            self.ontvanger = Postontvanger(oud.poort, self._antwoord)
            self.ontvanger.ontvangen = oud.ontvangen

    def _wachtend(self) -> QuerySet[UitgaandeMail]:
        return UitgaandeMail.objects.filter(stand=UitgaandeMail.Stand.WACHT)

    def _wacht_op(self, aantal: int) -> None:
        self._wacht(lambda: len(self.ontvanger.ontvangen) >= aantal)

    def _wacht(self, klaar: Callable[[], bool]) -> None:
        """Until it is so, or nothing came in for too long: then the report says what is missing."""
        gezien, einde = -1, 0.0
        while not klaar() and (gezien != len(self.ontvanger.ontvangen) or time.monotonic() < einde):
            if gezien != len(self.ontvanger.ontvangen):
                gezien, einde = len(self.ontvanger.ontvangen), time.monotonic() + GEDULD
            time.sleep(0.002)


def werkomgeving(naam: str, poort: int) -> dict[str, str]:
    """What the worker gets: a deployment of its own, with the database and the mail server of the drill."""
    if settings.DATABASE_URL:
        adres = urlsplit(settings.DATABASE_URL)._replace(path=f"/{naam}").geturl()
    else:
        hoe = connection.get_connection_params()
        adres = f"postgres://{hoe['user']}@{quote(hoe['host'], safe='')}:{hoe['port']}/{naam}"
    rest = {sleutel: waarde for sleutel, waarde in os.environ.items() if not sleutel.startswith("OPNETWERK_")}
    return rest | {
        "DATABASE_URL": adres,
        "OPNETWERK_DATA": str(settings.GEGEVENSMAP),
        "OPNETWERK_GEHEIM": secrets.token_urlsafe(50),
        "OPNETWERK_HOSTS": "localhost",
        "OPNETWERK_SMTP_HOST": "127.0.0.1",
        "OPNETWERK_SMTP_POORT": str(poort),
        "OPNETWERK_LOG": "tekst",  # somebody reads what a worker says
    }
