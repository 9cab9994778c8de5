"""A copy of everything that must come back: the database, the files people sent in, the list of erasures.

One folder per copy, named after its moment in UTC; the files themselves lie once in a store beside them, under their
hash, so that a daily copy of pictures that did not change takes no room. A copy is made under another name and renamed
when it is whole: a folder with the name of a copy is a finished one.

What is in the database is fixed at one moment: the fingerprints of the tables are taken in the same snapshot that
pg_dump reads. Files are walked after it. A file belongs to a row that was written after it, so every file of the
snapshot is there, unless it was erased since: then it is missing in the copy too, and said to be.

Nothing is waited for per file: the disk is asked once to hold everything (`op_schijf`), before the manifest is written.
"""

import ctypes
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg.pq import Conninfo

from opnetwerk import wissingen
from opnetwerk.bewaartermijnen import KOPIE_NA
from opnetwerk.postgres_ingebed import server

VORM = 1  # of the manifest: a reader refuses what it does not know
NAAM = "%Y-%m-%dT%H%M%SZ"
DUMP, MANIFEST, BESTANDEN = "databank.dump", "manifest.json", "bestanden.jsonl"
ZEGEL = "manifest.sha256"
VOORRAAD = "voorraad"  # folder with every file once, under its hash
BEWAAR_MINSTENS = 3
STUK = 2**20  # bytes in memory at a time, per thread
DRADEN = 4  # a thread that waits for the disk lets another one go on
PARTIJ = 500  # files per turn of a thread
# Sessions end and counters of limits start anew: their rows are left out, their tables are not.
ZONDER_RIJEN = ("django_session", "cache")
# Rows as text come out alike on every connection.
VASTE_VORM = "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL extra_float_digits = 1"


IN_BUCKET = (
    "De bestanden staan in de bucket {naam} en zitten niet in een reservekopie: zet daar versies aan, en laat oude "
    "versies na 30 dagen verdwijnen."
)


class KopieFout(Exception):
    """A copy cannot be made, read or put back; the text is a Dutch sentence for the operator."""


@dataclass(frozen=True)
class Tabel:
    """The fingerprint of a table: its rows, and the sum of their hashes (64 bits each, as text)."""

    rijen: int
    som: str


@dataclass(frozen=True)
class Bestand:
    """A file of a folder with files: where, how long in bytes, its hash; `gewijzigd` in nanoseconds."""

    map: str
    pad: str
    lengte: int
    sha256: str
    gewijzigd: int


@dataclass
class Manifest:
    """What a copy holds. `migraties` are those applied, as "app.name"; `weg` the files that went while it was made."""

    gemaakt_op: str
    postgres: str
    migraties: list[str]
    tabellen: dict[str, Tabel]
    dump_sha256: str
    dump_lengte: int
    bestanden_sha256: str
    bestanden: int
    bytes: int
    weg: list[str] = field(default_factory=list)
    vorm: int = VORM


@dataclass(frozen=True)
class Reservekopie:
    """A finished copy on disk."""

    map: Path

    @property
    def naam(self) -> str:
        return self.map.name

    @property
    def moment(self) -> datetime:
        return datetime.strptime(self.naam, NAAM).replace(tzinfo=UTC)

    @property
    def dump(self) -> Path:
        return self.map / DUMP

    def manifest(self) -> Manifest:
        """KopieFout when it is not the one that was written, or of a later kind."""
        ruw = _lees(self.map / MANIFEST)
        if hashlib.sha256(ruw).hexdigest() != _lees(self.map / ZEGEL).decode().strip():
            raise KopieFout(f"{self.map / MANIFEST} is veranderd sinds de kopie gemaakt is.")
        inhoud = json.loads(ruw)
        if inhoud.get("vorm") != VORM:
            raise KopieFout(f"{self.naam} is van een nieuwere versie van het portaal (vorm {inhoud.get('vorm')}).")
        tabellen = {naam: Tabel(**een) for naam, een in inhoud.pop("tabellen").items()}
        return Manifest(tabellen=tabellen, **inhoud)

    def bestanden(self) -> Iterator[Bestand]:
        with (self.map / BESTANDEN).open(encoding="utf-8") as regels:
            for regel in regels:
                yield Bestand(**json.loads(regel))

    def in_voorraad(self, bestand: Bestand) -> Path:
        return plaats_in_voorraad(self.map.parent, bestand.sha256)


def kopieen(doel: Path) -> list[Reservekopie]:
    """The finished copies in a folder, oldest first."""
    gevonden = []
    for map_ in sorted(doel.iterdir()) if doel.is_dir() else []:
        with suppress(ValueError):
            datetime.strptime(map_.name, NAAM)
            gevonden.append(Reservekopie(map_))
    return gevonden


def plaats_in_voorraad(doel: Path, sha256: str) -> Path:
    return doel / VOORRAAD / sha256[:2] / sha256


# --- making ---


def maak(doel: Path, *, moment: datetime) -> Reservekopie:
    """A new copy in `doel`; old ones go after thirty days. KopieFout when one is being made already, or it fails."""
    doel.mkdir(parents=True, exist_ok=True)
    with _alleen(doel):
        naam = moment.astimezone(UTC).strftime(NAAM)
        if (doel / naam).exists():
            raise KopieFout(f"{doel / naam} bestaat al: wacht een seconde en probeer opnieuw.")
        bezig = doel / f".bezig-{naam}"
        for oud in doel.glob(".bezig-*"):
            shutil.rmtree(oud)
        bezig.mkdir()
        _vul(bezig, doel, moment)
        _zet_vast(bezig)
        os.rename(bezig, doel / naam)
        _zet_vast(doel)
        ruim_op(doel, moment=moment)
        return Reservekopie(doel / naam)


def _vul(bezig: Path, doel: Path, moment: datetime) -> None:
    tabellen, migraties, versie = _databank(bezig / DUMP)
    wissingen.voeg_samen(doel / wissingen.BESTAND, wissingen.uit_databank())
    with op_schijf(doel):
        bestanden, weg = _bewaar_bestanden(doel)
    _schrijf(bezig / BESTANDEN, "".join(json.dumps(vars(een)) + "\n" for een in bestanden).encode())
    manifest = Manifest(
        gemaakt_op=moment.isoformat(),
        postgres=versie,
        migraties=migraties,
        tabellen=tabellen,
        dump_sha256=hash_van(bezig / DUMP),
        dump_lengte=(bezig / DUMP).stat().st_size,
        bestanden_sha256=hash_van(bezig / BESTANDEN),
        bestanden=len(bestanden),
        bytes=sum(een.lengte for een in bestanden),
        weg=weg,
    )
    ruw = json.dumps(asdict(manifest), indent=1, ensure_ascii=False).encode()
    _schrijf(bezig / MANIFEST, ruw)
    _schrijf(bezig / ZEGEL, hashlib.sha256(ruw).hexdigest().encode())


def _databank(naar: Path) -> tuple[dict[str, Tabel], list[str], str]:
    """Dump and fingerprints of one and the same moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot(), current_setting('server_version')")
        snapshot, versie = cursor.fetchone()
        zonder = [f"--exclude-table-data=public.{tabel}" for tabel in ZONDER_RIJEN]
        opties = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", *zonder]
        pg("pg_dump", [*opties, f"--file={naar}"])
        tabellen = vingerafdrukken(sla_over=ZONDER_RIJEN)
        migraties = sorted(f"{app}.{naam}" for app, naam in MigrationRecorder(connection).applied_migrations())
    return tabellen, migraties, versie


def vingerafdrukken(sla_over: Iterable[str] = ()) -> dict[str, Tabel]:
    """Per table of the schema the number of rows and the sum of their hashes: the order of rows does not matter.

    Inside a transaction: the form in which rows become text is fixed until its end.
    """
    with connection.cursor() as cursor:
        cursor.execute(VASTE_VORM)
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        namen = sorted({naam for (naam,) in cursor.fetchall()} - set(sla_over))
        afdrukken = {}
        for naam in namen:
            vraag = sql.SQL(
                "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 16))::bit(64)::bigint::numeric), 0) FROM {} t"
            )
            cursor.execute(vraag.format(sql.Identifier(naam)))
            rijen, som = cursor.fetchone()
            afdrukken[naam] = Tabel(rijen, str(som))
    return afdrukken


def pg(programma: str, argumenten: list[str], *, databank: str | None = None) -> None:
    """Run pg_dump or pg_restore on our database, or on another of the same server. KopieFout with what it said."""
    gegevens: dict[str, Any] = connection.get_connection_params()
    wachtwoord = gegevens.get("password") or ""
    # All that libpq knows: with several hosts it must hear that the primary is meant, and ssl counts here too.
    kennis = {optie.keyword.decode() for optie in Conninfo.get_defaults()} - {"dbname", "password", "client_encoding"}
    bereik = {naam: waarde for naam, waarde in gegevens.items() if naam in kennis and waarde not in (None, "")}
    waar = make_conninfo(dbname=databank or gegevens["dbname"], **bereik)
    pad = str(server.programma(programma)) if not settings.DATABASE_URL else shutil.which(programma)
    if pad is None:
        raise KopieFout(f"{programma} ontbreekt op deze machine: installeer postgresql-client.")
    omgeving = os.environ | ({"PGPASSWORD": wachtwoord} if wachtwoord else {})
    opdracht = [pad, *argumenten, f"--dbname={waar}"]
    gelopen = subprocess.run(opdracht, env=omgeving, capture_output=True, text=True, check=False)  # noqa: S603
    if gelopen.returncode:
        raise KopieFout(f"{programma} mislukte: {gelopen.stderr.strip()[-500:]}")


def mappen() -> dict[str, Path]:
    """The folders with files that people sent in, by the name they have in a copy; none when they lie in a bucket."""
    if settings.BUCKET:
        return {}
    return {"media": Path(settings.MEDIA_ROOT)} | {
        naam: Path(map_) for naam, map_ in getattr(settings, "BESLOTEN_MAPPEN", {}).items()
    }


def _bewaar_bestanden(doel: Path) -> tuple[list[Bestand], list[str]]:
    """Every file into the store; what did not change since the newest copy is not read again."""
    _maak_voorraad(doel)
    oude = kopieen(doel)
    bekend = {(een.map, een.pad): een for een in oude[-1].bestanden()} if oude else {}
    gevonden, weg = list[Bestand](), list[str]()
    draden = ThreadPoolExecutor(DRADEN)
    try:
        for naam, map_ in mappen().items():
            paden = sorted(_paden(map_))
            partijen = [paden[begin : begin + PARTIJ] for begin in range(0, len(paden), PARTIJ)]
            for deel in draden.map(partial(_partij, doel, naam, map_, bekend), partijen):
                gevonden += deel[0]
                weg += deel[1]
    finally:
        draden.shutdown(cancel_futures=True)  # a full disk is told at once
    return gevonden, weg


def _maak_voorraad(doel: Path) -> None:
    """The folders of the store, without what a copy that was broken off left half written."""
    for twee in range(256):
        (doel / VOORRAAD / f"{twee:02x}").mkdir(parents=True, exist_ok=True)
    for half in (doel / VOORRAAD).glob(".nieuw-*"):
        half.unlink()


def _paden(map_: Path) -> Iterator[str]:
    """Every file below a folder, as path from there."""
    for hier, _, namen in os.walk(map_):
        onder = os.path.relpath(hier, map_)
        yield from (namen if onder == "." else (f"{onder}/{naam}" for naam in namen))


def _partij(
    doel: Path, naam: str, map_: Path, bekend: dict[tuple[str, str], Bestand], paden: list[str]
) -> tuple[list[Bestand], list[str]]:
    """What one thread keeps: the files, and those that went in the meantime."""
    gevonden, weg = list[Bestand](), list[str]()
    for pad in paden:
        try:
            gevonden.append(_bewaar(doel, naam, map_, pad, bekend.get((naam, pad))))
        except FileNotFoundError:
            weg.append(f"{naam}/{pad}")
    return gevonden, weg


def _bewaar(doel: Path, naam: str, map_: Path, pad: str, vorig: Bestand | None) -> Bestand:
    """A file into the store, hashed while it is read; a file that lies there whole is not written again."""
    with (map_ / pad).open("rb") as bron:
        staat = os.fstat(bron.fileno())
        if (
            vorig is not None
            and (vorig.lengte, vorig.gewijzigd) == (staat.st_size, staat.st_mtime_ns)
            and plaats_in_voorraad(doel, vorig.sha256).exists()
        ):
            return vorig
        tijdelijk = doel / VOORRAAD / f".nieuw-{os.getpid()}-{threading.get_ident()}"
        merk, lengte = hashlib.sha256(), 0
        with tijdelijk.open("wb") as kopie:
            while stuk := bron.read(STUK):
                merk.update(stuk)
                lengte += kopie.write(stuk)
            plaats = plaats_in_voorraad(doel, merk.hexdigest())
            er_al, heel = plaats.exists(), _hash_of_niets(plaats) == plaats.name
            if er_al and not heel:  # an older copy counts on that name: not for a moment less than it was
                kopie.flush()
                os.fsync(kopie.fileno())
    if heel:
        tijdelijk.unlink()
    else:
        os.replace(tijdelijk, plaats)
    return Bestand(naam, pad, lengte, plaats.name, staat.st_mtime_ns)


def ruim_op(doel: Path, *, moment: datetime) -> int:
    """Take away copies older than thirty days, but never the newest three, and files that no copy has any more."""
    alle = kopieen(doel)
    oud = [een for een in alle[:-BEWAAR_MINSTENS] if een.moment < moment - KOPIE_NA]
    for een in oud:
        shutil.rmtree(een.map)
    if oud:
        nog = {bestand.sha256 for een in kopieen(doel) for bestand in een.bestanden()}
        for pad in (doel / VOORRAAD).glob("??/*"):
            if pad.name not in nog:
                pad.unlink()
    return len(oud)


# --- looking over ---


def keur(kopie: Reservekopie) -> list[str]:
    """What is wrong with a copy, as Dutch sentences; empty when every byte is as it was written."""
    try:
        manifest = kopie.manifest()
    except (KopieFout, OSError, ValueError) as fout:
        return [str(fout)]
    fouten = [
        f"{kopie.map / naam} is veranderd of weg."
        for naam, merk in ((DUMP, manifest.dump_sha256), (BESTANDEN, manifest.bestanden_sha256))
        if _hash_of_niets(kopie.map / naam) != merk
    ]
    if fouten:
        return fouten
    aantal = 0
    for bestand in kopie.bestanden():
        aantal += 1
        if _hash_of_niets(kopie.in_voorraad(bestand)) != bestand.sha256:
            fouten.append(f"{bestand.map}/{bestand.pad} is veranderd of weg.")
    if aantal != manifest.bestanden:
        fouten.append(f"Er zijn {aantal} bestanden en het manifest noemt er {manifest.bestanden}.")
    return fouten


def hash_van(pad: Path) -> str:
    with pad.open("rb") as bestand:
        return hashlib.file_digest(bestand, "sha256").hexdigest()


def _hash_of_niets(pad: Path) -> str:
    try:
        return hash_van(pad)
    except OSError:
        return ""


# --- small parts ---


@contextmanager
def _alleen(doel: Path) -> Iterator[None]:
    """One copy at a time; the lock goes with the process."""
    with (doel / ".slot").open("w") as slot:
        try:
            fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise KopieFout(f"In {doel} wordt al een kopie gemaakt.") from None
        yield


@contextmanager
def op_schijf(map_: Path) -> Iterator[None]:
    """What is written below `map_` inside the block is on disk after it, names too. OSError when the disk refused some.

    One question for the whole file system instead of one per file: those take some milliseconds each.
    """
    fd = os.open(map_, os.O_RDONLY)  # before writing: then the question also tells of what failed in between
    try:
        yield
        if nummer := _syncfs(fd):
            raise OSError(nummer, os.strerror(nummer), str(map_))
    finally:
        os.close(fd)


def _syncfs(fd: int) -> int:
    """Everything of the file system of `fd` to the disk; 0, or the number of the error."""
    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:  # outside Linux
        os.sync()
        return 0
    return ctypes.get_errno() if syncfs(fd) else 0


def _lees(pad: Path) -> bytes:
    try:
        return pad.read_bytes()
    except OSError as fout:
        raise KopieFout(f"{pad} is niet te lezen: {fout.strerror}.") from fout


def _schrijf(pad: Path, inhoud: bytes) -> None:
    with pad.open("wb") as bestand:
        bestand.write(inhoud)
        bestand.flush()
        os.fsync(bestand.fileno())


def _zet_vast(map_: Path) -> None:
    """The new name itself on disk too."""
    fd = os.open(map_, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
