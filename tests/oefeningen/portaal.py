"""The portal as it runs in production, for drills and benchmarks: real processes, a database of its own, visitors.

`portaal()` makes a data folder ready (or takes one that is), starts PostgreSQL, web servers as in
`docs/bediening/opnetwerk.service`, if wanted the worker and nginx with `docs/bediening/nginx.conf`, and clears
everything away. What happens to them in between (`dood`, `herlaad`, `stop`) is up to the drill.
"""

import contextlib
import datetime
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg

from opnetwerk.postgres_ingebed import server
from tests.oefeningen.bezoeker import AFZENDER, vraag

WORTEL = Path(__file__).resolve().parents[2]
BEDIENING = WORTEL / "docs" / "bediening"
GEDULD = 60.0  # seconds; until a process answers
DATABANK = "opnetwerk"


def kop(naam: str) -> None:
    """The first line of every drill: what, when, of which commit, on what."""
    git = subprocess.run(
        ["git", "-C", WORTEL, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    moment = datetime.datetime.now().astimezone()
    print(
        f"{naam} – {moment:%Y-%m-%d %H:%M} – commit {git.stdout.strip() or 'onbekend'} – "
        f"{os.cpu_count()} kernen, belasting {os.getloadavg()[0]:.1f}",
        flush=True,
    )


_vergeven: set[int] = set()


def vrije_poort() -> int:
    """A port of this machine that nobody uses, and that was not given before."""
    while True:
        with socket.socket() as proef:
            proef.bind(("127.0.0.1", 0))
            poort = int(proef.getsockname()[1])
        if poort not in _vergeven:
            _vergeven.add(poort)
            return poort


def wacht_tot(voorwaarde: Callable[[], bool], wat: str, geduld: float = GEDULD) -> float:
    """Seconds until the condition is true; RuntimeError with `wat` after `geduld` seconds."""
    begin = time.monotonic()
    while not voorwaarde():
        if time.monotonic() - begin > geduld:
            raise RuntimeError(f"na {geduld:.0f} s nog niet: {wat}")
        time.sleep(0.02)
    return time.monotonic() - begin


def leeft(pid: int) -> bool:
    """Whether the process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def kinderen(pid: int) -> list[int]:
    """The children of a process."""
    try:
        return [int(kind) for kind in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def geheugen(pid: int) -> int:
    """Bytes of its own that a process holds; what it shares with others by a fork counts once, for its share (Pss)."""
    with contextlib.suppress(OSError):
        for regel in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if regel.startswith("Pss:"):
                return 1024 * int(regel.split()[1])
    return 0


# --- PostgreSQL ---


@dataclass
class Databank:
    """A cluster of its own below `map`. The web processes reach it by DATABASE_URL and never start it themselves."""

    map: Path
    snel: bool = False

    def start(self) -> float:
        """Seconds until it answers."""
        begin = time.monotonic()
        self._bereik = server.verzeker(self.map, snel=self.snel, database=DATABANK)
        return time.monotonic() - begin

    @property
    def url(self) -> str:
        return f"postgres://{self._bereik.user}@{quote(self._bereik.host, safe='')}:{self._bereik.poort}/{DATABANK}"

    @property
    def pid(self) -> int:
        """Of the postmaster; 0 when it is away."""
        try:
            return int((server.datamap(self.map, snel=self.snel) / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return 0

    def stop(self, *, hard: bool = False) -> None:
        """As `systemctl stop`, or `kill -9`; comes back when it is gone."""
        pid = self.pid
        leden = [pid, *kinderen(pid)]
        os.kill(pid, signal.SIGKILL if hard else signal.SIGINT)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, 0)
        wacht_tot(lambda: not any(map(leeft, leden)), "PostgreSQL is weg")

    def weg(self) -> None:
        """Stopped, if it was not yet. Others of this process (a test has a cluster too) go on."""
        if leeft(self.pid):
            self.stop()

    def vraag(self, tekst: str, waarden: tuple[object, ...] = ()) -> list[tuple]:
        """Ask something over a connection of its own."""
        with psycopg.connect(
            host=self._bereik.host, port=self._bereik.poort, user=self._bereik.user, dbname=DATABANK, autocommit=True
        ) as verbinding:
            cursor = verbinding.execute(tekst, waarden)
            return cursor.fetchall() if cursor.description else []

    def verbindingen(self) -> int:
        """Connections of others at this moment."""
        wie = "backend_type = 'client backend' AND pid <> pg_backend_pid()"
        return int(self.vraag(f"SELECT count(*) FROM pg_stat_activity WHERE {wie}")[0][0])


# --- processes ---


@dataclass
class Proces:
    """A program with its children. `naam` stands in what a drill prints."""

    naam: str
    args: list[str]
    omgeving: Mapping[str, str]
    popen: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        with open(Path(self.omgeving.get("OPNETWERK_DATA", WORTEL / "var")) / f"{self.naam}.log", "ab") as log:
            self.popen = subprocess.Popen(
                self.args,
                cwd=WORTEL,
                env={"MALLOC_ARENA_MAX": "2"} | self.omgeving,  # as docs/bediening/opnetwerk.service
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=0,
            )

    @property
    def pid(self) -> int:
        return self.popen.pid if self.popen and self.popen.poll() is None else 0

    @property
    def pids(self) -> list[int]:
        """Itself and its children."""
        return [self.pid, *kinderen(self.pid)] if self.pid else []

    def dood(self) -> None:
        """`kill -9`, its children too."""
        leden = self.pids
        for pid in leden:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.popen:
            self.popen.wait()

    def stop(self) -> None:
        """As systemd does: SIGTERM, and after ten seconds the hard way."""
        if self.popen and self.pid:
            self.popen.terminate()
            try:
                self.popen.wait(10)
            except subprocess.TimeoutExpired:
                self.dood()

    def herstart(self) -> None:
        self.stop()
        self.start()

    def geheugen(self) -> int:
        """Bytes, of itself and its children."""
        return sum(map(geheugen, self.pids))


@dataclass
class Web(Proces):
    """One granian with one or more processes that answer on `poort`."""

    poort: int = 0

    @property
    def basis(self) -> str:
        return f"http://127.0.0.1:{self.poort}"

    def wacht(self, pad: str = "/gezondheid/leeft/") -> "Web":
        """Until it answers."""
        wacht_tot(lambda: self._antwoordt(pad), f"{self.naam} antwoordt")
        return self

    def _antwoordt(self, pad: str) -> bool:
        if not self.pid:
            raise RuntimeError(f"{self.naam} is gestopt: {self.args}")
        try:
            return vraag(self.poort, pad)[0] == 200
        except OSError:
            return False

    def herlaad(self) -> float:
        """`systemctl reload`: a new process for each that answers, the old one ends what it is at. Seconds it took."""
        oud = set(kinderen(self.pid))
        os.kill(self.pid, signal.SIGHUP)
        return wacht_tot(
            lambda: len(kinderen(self.pid)) == len(oud) and not oud & set(kinderen(self.pid)),
            f"{self.naam} herlaadt",
            300,
        )


def webserver(omgeving: Mapping[str, str], *, naam: str = "web", **anders: int) -> Web:
    """A granian on a free port with the options of opnetwerk.service, not started yet.

    `anders`: other figures for options, such as `workers`, `blocking_threads` or `respawn_interval` (seconds).
    """
    poort, waarden = vrije_poort(), {naam.replace("_", "-"): str(waarde) for naam, waarde in anders.items()}
    regel = re.search(r"ExecStart=\S*/granian (.*)", (BEDIENING / "opnetwerk.service").read_text())
    assert regel is not None
    opties = regel[1]
    for optie, waarde in {**waarden, "port": str(poort)}.items():
        opties = re.sub(rf"--{optie} \S+", f"--{optie} {waarde}", opties)
    return Web(naam, [sys.executable, "-m", "granian", *opties.split()], omgeving, poort=poort)


@contextlib.contextmanager
def draaiend(proces: Proces) -> Iterator[None]:
    """Started, and stopped at the end."""
    proces.start()
    try:
        yield
    finally:
        proces.stop()


# --- the whole ---


@dataclass
class Portaal:
    """What runs: `web` has one or more, `werker` and `nginx` when they were asked for."""

    map: Path
    omgeving: dict[str, str]
    databank: Databank
    web: list[Web] = field(default_factory=list)
    werker: Proces | None = None
    nginx: "Nginx | None" = None

    @property
    def poort(self) -> int:
        """Where visitors come in: nginx, or the first web server."""
        return self.nginx.poort if self.nginx else self.web[0].poort

    @property
    def basis(self) -> str:
        return f"http://127.0.0.1:{self.poort}"

    @property
    def processen(self) -> list[Proces]:
        return [*self.web, *([self.werker] if self.werker else [])]

    def beheer(self, *opdracht: str, **extra: str) -> str:
        """Run `manage.py` in this portal; what it printed. RuntimeError with its complaint when it fails."""
        args = [sys.executable, "manage.py", *opdracht]
        gelopen = subprocess.run(
            args, cwd=WORTEL, env=self.omgeving | extra, capture_output=True, text=True, check=False
        )
        if gelopen.returncode:
            raise RuntimeError(f"{opdracht}: {gelopen.stderr[-2000:]}")
        return gelopen.stdout

    def logboek(self) -> str:
        """What all processes wrote to their logs."""
        return "".join((self.map / f"{een.naam}.log").read_text(errors="replace") for een in self.processen)


def schone_omgeving(map_: Path, **extra: str) -> dict[str, str]:
    """The environment without what the caller's own portal has in it."""
    eigen = {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith(("OPNETWERK_", "DATABASE_"))}
    return eigen | {"OPNETWERK_DATA": str(map_)} | extra


@contextlib.contextmanager
def portaal(
    *,
    processen: int = 1,
    met_werker: bool = False,
    met_nginx: bool = False,
    talenten: int = 0,
    map_: Path | None = None,
    vul: "Callable[[Portaal], None] | None" = None,
    snel: bool = False,
    extra: Mapping[str, str] | None = None,
    **anders: int,
) -> Iterator[Portaal]:
    """A running portal: `processen` web servers as in the documentation, with `anders` for their options.

    `map_`: a data folder to use and keep; without it a new one that vanishes. An empty database is made ready by `vul`,
    or else by `manage.py start --zonder-server`, with the example content. `snel`: a cluster that may lose data.
    `extra`: variables.
    """
    with contextlib.ExitStack() as stapel:
        if threading.current_thread() is threading.main_thread():
            stapel.callback(signal.signal, signal.SIGTERM, signal.signal(signal.SIGTERM, _netjes))
        gegevens = map_ or stapel.enter_context(_tijdelijke_map())
        databank = Databank(gegevens, snel)
        stapel.callback(databank.weg)
        databank.start()
        buiten = vrije_poort()
        # A proxy in front, also without nginx: then visitors say themselves who they are.
        eigen = {"DATABASE_URL": databank.url, "OPNETWERK_LOKAAL": "ja", "OPNETWERK_PROXYS": "1"}
        omgeving = schone_omgeving(gegevens) | eigen | dict(extra or {})
        deze = Portaal(gegevens, omgeving, databank)
        _maak_klaar(deze, vul, talenten)
        if met_nginx:
            omgeving["OPNETWERK_ADRES"] = f"http://127.0.0.1:{buiten}"
        for nummer in range(processen):
            deze.web.append(webserver(omgeving, naam=f"web-{nummer + 1}", **anders))
        if not met_nginx:
            omgeving["OPNETWERK_ADRES"] = deze.web[0].basis
        if met_werker:
            deze.werker = Proces("werker", [sys.executable, "manage.py", "werker"], omgeving)
        for proces in deze.processen:
            stapel.enter_context(draaiend(proces))
        for web in deze.web:
            web.wacht("/gezondheid/klaar/")
        if met_nginx:
            deze.nginx = Nginx(buiten, [web.poort for web in deze.web], gegevens)
            stapel.enter_context(deze.nginx.draaiend())
        yield deze


def _netjes(_nummer: int, _frame: object) -> None:
    raise SystemExit(1)


@contextlib.contextmanager
def _tijdelijke_map() -> Iterator[Path]:
    """Open to the user who runs PostgreSQL for root."""
    boven = Path(tempfile.mkdtemp(prefix="opn-oefening-"))
    boven.chmod(0o755)
    try:
        yield boven / "gegevens"
    finally:
        shutil.rmtree(boven, ignore_errors=True)


def _maak_klaar(deze: Portaal, vul: "Callable[[Portaal], None] | None", talenten: int) -> None:
    if not deze.databank.vraag("SELECT 1 FROM pg_tables WHERE tablename = 'igs_igs'"):
        if vul:
            vul(deze)
        else:
            deze.beheer("start", "--zonder-server")
    elif not vul:
        deze.beheer("migrate", "--verbosity", "0")
    if talenten:
        deze.beheer("voorbeelden", "--talenten", str(talenten))


# --- nginx ---


@dataclass
class Nginx:
    """The nginx of docs/bediening on a port of this machine, without https, in front of these web servers."""

    poort: int
    achter: list[int]
    map: Path
    log: str = ""

    @staticmethod
    def aanwezig() -> bool:
        return shutil.which("nginx") is not None

    def bestand(self) -> str:
        """The file of the documentation, with other places and a sender that the drill chooses."""
        tekst = (BEDIENING / "nginx.conf").read_text()
        begin, _, rest = tekst.partition("server {\n    listen 80;")
        tekst = begin + rest.partition("\n}\n")[2]  # without the one that sends people to https
        vooraan = "\n".join(f"    server 127.0.0.1:{poort} max_fails=0;" for poort in self.achter)
        tekst = re.sub(r"(    server 127\.0\.0\.1:\d+[^;]*;\n)+", vooraan + "\n", tekst)
        tekst = re.sub(r"    listen \[::\].*\n|    ssl_.*\n", "", tekst)
        tekst = tekst.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{self.poort};")
        tekst = tekst.replace("server_name netwerk.voorbeeld.be;", "server_name _;")
        tekst = tekst.replace("proxy_set_header Host $host;", "proxy_set_header Host $http_host;")
        tekst = tekst.replace("/srv/opnetwerk/gegevens", str(self.map)).replace(
            "/srv/opnetwerk/spiegel", str(self.spiegel)
        )
        return (
            f"user root;\npid {self.map}/nginx.pid;\nerror_log {self.map}/nginx.log warn;\ndaemon off;\n"
            "worker_processes 1;\n"
            "events { worker_connections 512; }\nhttp {\ninclude /etc/nginx/mime.types;\n"
            f"client_body_temp_path {self.map}/nginx-lijf;\nproxy_temp_path {self.map}/nginx-proxy;\n"
            f"set_real_ip_from 127.0.0.1;\nreal_ip_header {AFZENDER};\n{tekst}\n}}\n"
        )

    @property
    def spiegel(self) -> Path:
        return self.map / "spiegel"

    @contextlib.contextmanager
    def draaiend(self) -> Iterator[None]:
        pad = self.map / "nginx.conf"
        inhoud = self.bestand()
        pad.write_text(inhoud if os.geteuid() == 0 else inhoud.replace("user root;\n", ""))
        args = ["nginx", "-c", str(pad), "-e", str(self.map / "nginx.log")]
        proces = Proces("nginx", args, schone_omgeving(self.map))
        with draaiend(proces):
            wacht_tot(lambda: _luistert(self.poort), f"nginx luistert, zie {self.map}/nginx.log")
            if not proces.pid:
                raise RuntimeError(f"nginx start niet, zie {self.map}/nginx.log")
            yield


def _luistert(poort: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", poort), 1).close()
    except OSError:
        return False
    return True
