"""PostgreSQL clusters for drills: a primary and its standby from the embedded programs, each in a folder of its own.

They listen on a socket in a folder that only we can enter; the port tells them apart. Nothing of the portal's own
embedded cluster is touched.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg

from opnetwerk.postgres_ingebed.plek import Plek, maak_map, programmamap, zoek_plek
from opnetwerk.postgres_ingebed.server import GEBRUIKER
from tests.oefeningen.portaal import kinderen, leeft, wacht_tot

DATABANK = "opnetwerk"
# What a standby and pg_rewind need must stand before the trouble comes.
VOORAF = (
    "listen_addresses = ''",
    "unix_socket_permissions = 0700",
    "wal_level = replica",
    "wal_log_hints = on",
    "wal_keep_size = 256MB",
    "max_connections = 60",
    "shared_buffers = 32MB",
    "hot_standby_feedback = on",
    "wal_receiver_timeout = 5s",
    "wal_retrieve_retry_interval = 200ms",
)


@dataclass
class Cluster:
    """One server. `naam` is how the other knows it (`application_name`); `instellingen` hold for this one alone."""

    naam: str
    plek: Plek
    poort: int
    instellingen: dict[str, str] = field(default_factory=dict)
    proces: "subprocess.Popen[bytes] | None" = None

    @property
    def data(self) -> Path:
        return self.plek.data

    @property
    def host(self) -> str:
        """The folder of its socket, the same for all clusters of a drill."""
        return str(self.data.parent / "lijn")

    @property
    def adres(self) -> str:
        """Host and port as they stand in an address of a database."""
        return f"{quote(self.host, safe='')}:{self.poort}"

    # --- making ---

    def maak(self) -> None:
        args = [
            "--auth=trust", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8", "--locale=C",
            "--lc-ctype=C.UTF-8", "--no-sync", f"--username={GEBRUIKER}",
        ]  # fmt: skip
        self._voer_uit("initdb", "-D", str(self.data), *args)
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.write("\n".join([*VOORAF, "include_if_exists 'oefening.conf'", ""]))

    def kopieer_van(self, ander: "Cluster") -> None:
        """Become a standby of `ander`."""
        args = ["-D", str(self.data), "-d", ander.conninfo(self.naam), "-R", "--checkpoint=fast", "--no-sync"]
        self._voer_uit("pg_basebackup", *args)

    def spoel_terug_naar(self, ander: "Cluster") -> str:
        """Become a standby again after `ander` took over (pg_rewind); what it said."""
        uitvoer = self._voer_uit(
            "pg_rewind", "-D", str(self.data), f"--source-server={ander.conninfo(self.naam)}", "-R", "--no-sync"
        )
        return uitvoer.strip().splitlines()[-1]

    def _voer_uit(self, programma: str, *args: str) -> str:
        code, uitvoer = self.plek.voer_uit([programmamap(self.plek) / programma, *args])
        if code:
            raise RuntimeError(f"{programma}: {uitvoer[-1500:]}")
        return uitvoer

    # --- running ---

    def start(self) -> "Cluster":
        """Comes back when it answers."""
        self._schrijf_instellingen()
        fd = self.plek.open(self.data.with_suffix(".log"), os.O_WRONLY | os.O_APPEND)
        try:
            waar = ["-p", str(self.poort), "-k", self.host]
            self.proces = self.plek.popen([programmamap(self.plek) / "postgres", "-D", self.data, *waar], fd)
        finally:
            os.close(fd)
        wacht_tot(self._antwoordt, f"{self.naam} antwoordt, zie {self.data.with_suffix('.log')}")
        return self

    def zet(self, **instellingen: str) -> None:
        """Change settings of this one; those that need no restart hold at once."""
        self.instellingen |= instellingen
        self._schrijf_instellingen()
        self.vraag("SELECT pg_reload_conf()")

    def _schrijf_instellingen(self) -> None:
        bestand = self.data / "oefening.conf"
        bestand.write_text("".join(f"{naam} = '{waarde}'\n" for naam, waarde in self.instellingen.items()))
        if self.plek.uid is not None:
            os.chown(bestand, self.plek.uid, -1)

    def dood(self) -> float:
        """`kill -9`, of its children too; the monotonic moment of it."""
        assert self.proces is not None
        leden = [self.proces.pid, *kinderen(self.proces.pid)]
        moment = time.monotonic()
        for pid in leden:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.proces.wait()
        wacht_tot(lambda: not any(map(leeft, leden)), f"{self.naam} is weg")
        return moment

    def stop(self) -> None:
        """As `systemctl stop`; safe to repeat."""
        if self.proces is not None and self.proces.poll() is None:
            self.proces.send_signal(signal.SIGINT)
            try:
                self.proces.wait(20)
            except subprocess.TimeoutExpired:
                self.dood()

    def bevorder(self) -> float:
        """Make the standby a primary; seconds until it may be written."""
        begin = time.monotonic()
        self.vraag("SELECT pg_promote(true, 60)")
        wacht_tot(lambda: not self.leest_alleen(), f"{self.naam} is bevorderd")
        return time.monotonic() - begin

    # --- asking ---

    def conninfo(self, naam: str = "oefening", databank: str = "postgres") -> str:
        return (
            f"host={self.host} port={self.poort} user={GEBRUIKER} dbname={databank} application_name={naam} "
            "connect_timeout=5"
        )

    def vraag(self, tekst: str, waarden: tuple[object, ...] = (), databank: str = "postgres") -> list[tuple]:
        with psycopg.connect(self.conninfo(databank=databank), autocommit=True) as verbinding:
            cursor = verbinding.execute(tekst, waarden or None)
            return cursor.fetchall() if cursor.description else []

    def leest_alleen(self) -> bool:
        return bool(self.vraag("SELECT pg_is_in_recovery()")[0][0])

    def _antwoordt(self) -> bool:
        if self.proces is None or self.proces.poll() is not None:
            raise RuntimeError(f"{self.naam} start niet: {self.data.with_suffix('.log').read_text()[-1500:]}")
        try:
            self.vraag("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True


def url(*clusters: Cluster, extra: str = "") -> str:
    """One address for all of them, in this order."""
    return f"postgres://{GEBRUIKER}@{','.join(een.adres for een in clusters)}/{DATABANK}{extra}"


@contextlib.contextmanager
def paar(map_: Path) -> Iterator[tuple[Cluster, Cluster]]:
    """A running primary with an empty database, and a second cluster that is not made yet; both stop at the end."""
    map_.mkdir(parents=True, exist_ok=True)
    map_.chmod(0o755)
    plek = zoek_plek(map_, snel=False)
    boven = plek.data.parent
    if boven != map_:
        maak_map(boven, 0o711, None)
    maak_map(boven / "lijn", 0o700, plek.uid)
    een, twee = (
        Cluster(naam, Plek(_leeg(boven / naam, plek), plek.uid, plek.gid), poort)
        for naam, poort in (("een", 5501), ("twee", 5502))
    )
    try:
        een.maak()
        een.start()
        een.vraag(f"CREATE DATABASE {DATABANK}")
        yield een, twee
    finally:
        for cluster in (twee, een):
            with contextlib.suppress(Exception):
                cluster.stop()
        if boven != map_:
            shutil.rmtree(boven, ignore_errors=True)


def _leeg(map_: Path, plek: Plek) -> Path:
    maak_map(map_, 0o700, plek.uid)
    return map_
