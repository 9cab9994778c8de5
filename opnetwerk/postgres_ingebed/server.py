"""Start, share and stop an embedded PostgreSQL; knows nothing of Django.

Every process that calls `verzeker` holds a shared lock for as long as it lives; the last one out stops the server.
The kernel frees a lock however a process ends, so no list of processes can go stale. Starting and stopping happen
under a second, exclusive lock. After a ``kill -9`` of the last process the server stays up and the next one takes it
over.

What lies in the data folder: ``postgres`` (the cluster, with ``server.log``), ``postgres-test`` (the one that tests
may lose) and a pair of lock files for each.
"""

import atexit
import contextlib
import errno
import fcntl
import multiprocessing.util
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.process import parent_process
from pathlib import Path
from types import FrameType

import psycopg
from psycopg import sql

from .plek import POORT, Plek, PostgresStartFout, maak_map, programma, programmamap, socketmap, zoek_plek

__all__ = ["PostgresStartFout", "Verbinding", "datamap", "programma", "stop", "verzeker"]

GEBRUIKER = "opnetwerk"
HOOFDVERSIE = "18"
OPNIEUW_PROBEREN = 10.0  # seconds; after kill -9 children of the old server hold its memory for a moment
WACHT_OP_START = 120.0  # seconds; replaying the log after a power cut takes time
WACHT_OP_STOP = 30.0  # seconds
LOG_GRENS = 10_000_000  # bytes
ONVEILIG_SNEL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Verbinding:
    """How to reach the server: `host` is the folder of its socket."""

    host: str
    user: str = GEBRUIKER
    poort: int = POORT

    def opties(self) -> list[str]:
        """The same as options for psql, pg_dump and their kin."""
        return [f"--host={self.host}", f"--port={self.poort}", f"--username={self.user}"]


@dataclass
class _Houder:
    """What this process holds of one cluster: the descriptor is the shared lock."""

    plek: Plek
    fd: int
    pid: int = 0
    verbinding: Verbinding = Verbinding("")
    databases: set[str] = field(default_factory=lambda: {"postgres"})


# --- what others call ---


def verzeker(map_: Path, *, snel: bool = False, database: str = "opnetwerk") -> Verbinding:
    """Make sure the server of data folder `map_` runs and holds `database`, and keep it up while this process lives.

    Cheap when all is well, so it may be asked before every connection. `snel` takes the cluster for tests, which
    loses data at a crash. Raises PostgresStartFout.
    """
    sleutel = (map_.absolute(), snel)
    houder = _houders.get(sleutel)
    if houder and database in houder.databases and _is_server(houder.pid, houder.plek.data):
        return houder.verbinding
    with _ongestoord(), _in_gewone_woorden(map_):
        _ruim_op_bij_einde()
        houder = _houders.get(sleutel)
        if houder is None:
            houder = _houders[sleutel] = _neem_deel(map_, snel, database)
        else:
            with _exclusief(houder.plek):
                _breng_op_gang(houder, snel, database)
        return houder.verbinding


def stop() -> None:
    """Let go of every server; the last process to do so stops it. Safe to call more than once."""
    with _ongestoord():
        while _houders:
            _laat_los(_houders.popitem()[1])


def datamap(map_: Path, *, snel: bool = False) -> Path:
    """Where the cluster of data folder `map_` lies: in it, or in a folder of its own when root cannot share it."""
    return zoek_plek(map_, snel=snel).data


# --- locks, signals, forks ---

_houders: dict[tuple[Path, bool], _Houder] = {}
_grendel = threading.RLock()
_binnen: int | None = None  # the thread that is at work under _grendel
_uitgesteld: list[int] = []
_opruimen_geregeld = False


@contextlib.contextmanager
def _ongestoord() -> Iterator[None]:
    """One thread at a time; a signal that comes in meanwhile is handled afterwards, or it would wait for itself."""
    global _binnen
    try:
        with _grendel:
            _binnen = threading.get_ident()
            try:
                yield
            finally:
                _binnen = None
    finally:
        while _uitgesteld:
            signal.raise_signal(_uitgesteld.pop())


@contextlib.contextmanager
def _exclusief(plek: Plek) -> Iterator[None]:
    fd = plek.open(plek.slot("start"), os.O_RDWR)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        yield
    finally:
        os.close(fd)


def _ruim_op_bij_einde() -> None:
    """Stop at every end that Python lets us see. Handlers of others lead to an ordinary exit: they stay in place."""
    global _opruimen_geregeld
    if not _opruimen_geregeld:
        atexit.register(stop)
        if parent_process() is not None:
            multiprocessing.util.Finalize(None, stop, exitpriority=0)  # a child made by fork skips atexit
        _opruimen_geregeld = True
    if threading.current_thread() is threading.main_thread():
        for nummer in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            if signal.getsignal(nummer) is signal.SIG_DFL:
                signal.signal(nummer, _bij_signaal)


def _bij_signaal(nummer: int, _frame: FrameType | None) -> None:
    if _binnen == threading.get_ident():
        _uitgesteld.append(nummer)
        return
    try:
        stop()
    finally:
        signal.signal(nummer, signal.SIG_DFL)
        signal.raise_signal(nummer)


def _na_fork() -> None:
    """A child shares its parent's descriptors: closing them keeps the parent's lock, unlocking would break it."""
    global _grendel, _binnen, _opruimen_geregeld
    for houder in _houders.values():
        os.close(houder.fd)
    _houders.clear()
    _uitgesteld.clear()
    _grendel, _binnen, _opruimen_geregeld = threading.RLock(), None, False
    atexit.unregister(stop)


os.register_at_fork(after_in_child=_na_fork)


def _neem_deel(map_: Path, snel: bool, database: str) -> _Houder:
    map_.mkdir(parents=True, exist_ok=True)
    plek = zoek_plek(map_, snel=snel)
    if plek.data.parent != map_.resolve():
        maak_map(plek.data.parent, 0o711, None)
    with _exclusief(plek):
        houder = _Houder(plek, plek.open(plek.slot("gebruik"), os.O_RDWR))
        try:
            fcntl.flock(houder.fd, fcntl.LOCK_SH)
            _breng_op_gang(houder, snel, database)
        except BaseException:
            os.close(houder.fd)
            raise
    return houder


def _laat_los(houder: _Houder) -> None:
    with contextlib.ExitStack() as stapel:
        stapel.callback(os.close, houder.fd)
        with contextlib.suppress(OSError):  # the folder is gone: nobody new can come in either
            stapel.enter_context(_exclusief(houder.plek))
        try:
            fcntl.flock(houder.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # others still use the server
        _stop_server(houder)


# --- cluster and server; all under the exclusive lock ---


def _breng_op_gang(houder: _Houder, snel: bool, database: str) -> None:
    houder.pid, host = _draaiende_server(houder.plek, snel)
    houder.verbinding = Verbinding(host)
    if database not in houder.databases:
        _maak_database(houder.verbinding, database)
        houder.databases.add(database)


def _draaiende_server(plek: Plek, snel: bool) -> tuple[int, str]:
    """The pid and the socket folder of a server that answers, started if need be.

    ``pg_ctl status`` believes any living pid; only an answer on the socket counts.
    """
    proces: subprocess.Popen[bytes] | None = None
    begin, log_van = time.monotonic(), 0
    try:
        while True:
            pid, host = _lees_pidbestand(plek.data)
            if host and _antwoordt(host):
                return pid, host
            duur = time.monotonic() - begin
            bezig = _leeft_nog(proces) or _is_server(pid, plek.data)
            if bezig and duur > WACHT_OP_START:
                raise PostgresStartFout(f"PostgreSQL antwoordt niet; zie {plek.log}.")
            if not bezig:
                if proces is not None:
                    _beoordeel_mislukking(plek, log_van, duur)
                    time.sleep(0.2)
                proces, log_van = _lanceer(plek, snel)
            time.sleep(0.02)
    except BaseException:
        if proces is not None and _leeft_nog(proces):
            proces.send_signal(signal.SIGQUIT)
            proces.wait()
        raise
    finally:
        if proces is not None and proces.returncode is None:
            proces.returncode = 0  # it outlives this object: no warning about that


def _leeft_nog(proces: subprocess.Popen[bytes] | None) -> bool:
    return proces is not None and proces.poll() is None


def _lanceer(plek: Plek, snel: bool) -> tuple[subprocess.Popen[bytes], int]:
    """Start the server without waiting for it; the process, and where its part of the log begins."""
    _keur_of_maak_cluster(plek, snel)
    host = socketmap(plek)
    _verwijder_resten(plek.data, Path(host))
    instellingen = ["listen_addresses=", f"unix_socket_directories={host}", "unix_socket_permissions=0700"]
    args: list[str | Path] = [programmamap(plek) / "postgres", "-D", plek.data, "-p", str(POORT)]
    for instelling in [*instellingen, *(ONVEILIG_SNEL if snel else ())]:
        args += ["-c", instelling]
    with contextlib.suppress(FileNotFoundError):
        if plek.log.lstat().st_size > LOG_GRENS:
            plek.log.rename(plek.log.with_suffix(".log.1"))
    fd = plek.open(plek.log, os.O_WRONLY | os.O_APPEND)
    try:
        log_van = os.fstat(fd).st_size
        return plek.popen(args, fd), log_van
    finally:
        os.close(fd)


def _keur_of_maak_cluster(plek: Plek, snel: bool) -> None:
    data = plek.data
    if data.exists() and data.stat().st_uid != plek.eigenaar:
        raise PostgresStartFout(f"De map {data} is van een andere gebruiker: start het portaal als die gebruiker.")
    if not data.exists() or not any(data.iterdir()):
        _maak_cluster(plek, snel)
        return
    try:
        versie = (data / "PG_VERSION").read_text(errors="replace").strip()
    except FileNotFoundError:
        raise PostgresStartFout(
            f"De map {data} is beschadigd (PG_VERSION ontbreekt): zet een reservekopie terug of haal de map weg."
        ) from None
    if versie != HOOFDVERSIE:
        raise PostgresStartFout(
            f"De map {data} is gemaakt met PostgreSQL {versie}, niet {HOOFDVERSIE}: zet de gegevens eerst over."
        )


def _maak_cluster(plek: Plek, snel: bool) -> None:
    """Make the cluster aside and move it in place when it is whole: an interrupted start leaves no half one."""
    nieuw = plek.data.with_name(f"{plek.data.name}.nieuw")
    shutil.rmtree(nieuw, ignore_errors=True)
    maak_map(nieuw, 0o700, plek.uid)
    # With C for lc_ctype pg_trgm would break words at every accent; it needs one that knows UTF-8.
    ctype = "UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    args: list[str | Path] = [programmamap(plek) / "initdb", "-D", nieuw, "-U", GEBRUIKER, "-A", "trust"]
    args += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8", "--locale=C"]
    args += [f"--lc-ctype={ctype}", "-c", "max_connections=100", "-c", "shared_buffers=128MB"]
    code, uitvoer = plek.voer_uit([*args, *(["--no-sync"] if snel else [])])
    if code:
        shutil.rmtree(nieuw, ignore_errors=True)
        raise _fout_uit(uitvoer, plek.data)
    nieuw.rename(plek.data)
    fd = os.open(plek.data.parent, os.O_RDONLY)
    try:
        os.fsync(fd)  # or a power cut could leave the data under the name of a half-made cluster
    finally:
        os.close(fd)


def _verwijder_resten(data: Path, host: Path) -> None:
    """Remove lock files of a dead server that bear the number of a zombie or of somebody else's process.

    PostgreSQL would take that process for a server. What bears a dead number it judges better itself.
    """
    for pad in (data / "postmaster.pid", host / f".s.PGSQL.{POORT}.lock"):
        pid = _lees_pid(pad)
        if pad.exists() and (pid == 0 or _bestaat(pid)):
            pad.unlink()


def _maak_database(verbinding: Verbinding, naam: str) -> None:
    with psycopg.connect(
        host=verbinding.host, port=verbinding.poort, user=verbinding.user, dbname="postgres", autocommit=True
    ) as open_verbinding:
        if not open_verbinding.execute("SELECT 1 FROM pg_database WHERE datname = %s", [naam]).fetchone():
            open_verbinding.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(naam)))


def _stop_server(houder: _Houder) -> None:
    """Fast shutdown; if that hangs, an immediate one, which loses nothing that was committed."""
    data = houder.plek.data
    pid = _lees_pidbestand(data)[0] or houder.pid
    for nummer, wacht in ((signal.SIGINT, WACHT_OP_STOP), (signal.SIGQUIT, 5.0)):
        einde = time.monotonic() + wacht
        if _is_server(pid, data):
            os.kill(pid, nummer)
        while _is_server(pid, data) and time.monotonic() < einde:
            time.sleep(0.02)


# --- what is true ---


def _lees_pidbestand(data: Path) -> tuple[int, str]:
    """Pid and socket folder from postmaster.pid; 0 and "" where it does not tell (yet)."""
    regels = _regels(data / "postmaster.pid")
    return _lees_pid(data / "postmaster.pid"), regels[4] if len(regels) > 4 else ""


def _lees_pid(pad: Path) -> int:
    regels = _regels(pad)
    return int(regels[0]) if regels and regels[0].strip().isdecimal() else 0


def _regels(pad: Path) -> list[str]:
    try:
        return pad.read_text(errors="surrogateescape").splitlines()
    except OSError:
        return []


def _antwoordt(host: str) -> bool:
    try:
        psycopg.connect(host=host, port=POORT, user=GEBRUIKER, dbname="postgres", connect_timeout=5).close()
    except psycopg.OperationalError as fout:
        return "too many clients" in str(fout)
    return True


def _bestaat(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _is_server(pid: int, data: Path) -> bool:
    """Whether `pid` is a living PostgreSQL of this cluster: not dead, not a zombie, not somebody else."""
    if pid <= 0:
        return False
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)  # our own child stays a zombie until we look
    if not Path("/proc/self/stat").exists():
        vraag = ["ps", "-o", "stat=,comm=", "-p", str(pid)]
        antwoord = subprocess.run(vraag, check=False, capture_output=True, text=True).stdout
        return "postgres" in antwoord and not antwoord.startswith("Z")
    try:
        naam, _, rest = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(")")
        if naam != "postgres" or rest.split()[0] in "ZX":
            return False
        werkmap = os.readlink(f"/proc/{pid}/cwd")
    except PermissionError:
        return True  # root in a container may not look: the name has to do
    except OSError:
        return False
    return werkmap.removesuffix(" (deleted)") == os.path.realpath(data)


# --- errors in plain words ---


@contextlib.contextmanager
def _in_gewone_woorden(map_: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fout:
        plaats = fout.filename or map_
        if fout.errno in (errno.ENOSPC, errno.EDQUOT):
            raise PostgresStartFout(f"De schijf is vol: maak plaats vrij voor {plaats}.") from fout
        if fout.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
            raise PostgresStartFout(f"In {plaats} kan niet geschreven worden: controleer de rechten.") from fout
        raise PostgresStartFout(f"PostgreSQL start niet door een fout bij {plaats}: {fout.strerror}.") from fout
    except psycopg.Error as fout:
        raise _fout_uit(str(fout), map_) from fout


def _beoordeel_mislukking(plek: Plek, log_van: int, duur: float) -> None:
    """Raise why the server fell over, or return when another try may help."""
    with plek.log.open("rb") as log:
        log.seek(log_van)
        uitvoer = log.read().decode(errors="replace")
    tijdelijk = "shared memory block" in uitvoer or "lock file" in uitvoer
    if not tijdelijk or _schijf_vol(uitvoer) or duur > OPNIEUW_PROBEREN:
        raise _fout_uit(uitvoer, plek.data)


def _schijf_vol(uitvoer: str) -> bool:
    return "No space left on device" in uitvoer or "quota exceeded" in uitvoer


def _fout_uit(uitvoer: str, data: Path) -> PostgresStartFout:
    if _schijf_vol(uitvoer):
        return PostgresStartFout(f"De schijf is vol: maak plaats vrij voor {data}.")
    regels = uitvoer.splitlines() or ["geen uitleg"]
    reden = next((regel for regel in regels if re.search("FATAL|PANIC|error:", regel)), regels[0])
    reden = re.sub(r"^.*?(FATAL|PANIC|error|postgres):\s*", "", reden)
    return PostgresStartFout(
        f"PostgreSQL start niet met {data} ({reden}): zoek de oorzaak of zet een reservekopie terug."
    )
