"""`manage.py start` as somebody runs it: real processes, a data folder that vanishes, no stand-ins."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from opnetwerk import starten
from opnetwerk.postgres_ingebed import server
from tests.opnetwerk.test_postgres_ingebed import WORTEL, draaiende_servers, ruim_op

FINDER = "django.contrib.staticfiles.finders.FileSystemFinder"
GEDULD = 120.0  # seconds; a first start draws a hundred pictures too


def vrije_poort() -> int:
    with socket.socket() as proef:
        proef.bind(("127.0.0.1", 0))
        return int(proef.getsockname()[1])


def is_vrij(poort: int) -> bool:
    with socket.socket() as proef:
        proef.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):
            proef.bind(("127.0.0.1", poort))
            return True
    return False


def omgeving(map_: Path) -> dict[str, str]:
    eigen = {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith(("OPNETWERK_", "DATABASE_"))}
    return eigen | {"OPNETWERK_DATA": str(map_)}


def levende_processen(map_: Path) -> list[int]:
    """Everything that works on this data folder: web server, start itself, PostgreSQL."""
    merk = f"OPNETWERK_DATA={map_}".encode()
    gevonden = draaiende_servers(map_)
    for proc in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if merk in (proc / "environ").read_bytes().split(b"\0"):
                gevonden.append(int(proc.name))
    return gevonden


def alles_weg(map_: Path, poort: int) -> bool:
    einde = time.monotonic() + 10
    while (levende_processen(map_) or not is_vrij(poort)) and time.monotonic() < einde:
        time.sleep(0.05)
    return not levende_processen(map_) and is_vrij(poort)


class Start:
    """A running `manage.py start` on a free port."""

    def __init__(self, map_: Path, *opties: str) -> None:
        self.map, self.poort, self.begin = map_, vrije_poort(), time.monotonic()
        self.popen = subprocess.Popen(
            [sys.executable, "manage.py", "start", "--adres", f"127.0.0.1:{self.poort}", *opties],
            cwd=WORTEL,
            env=omgeving(map_),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def haal(self, pad: str) -> tuple[int, str]:
        """Status and text; 0 when nobody answers."""
        verbinding = http.client.HTTPConnection("127.0.0.1", self.poort, timeout=10)
        try:
            verbinding.request("GET", pad)
            antwoord = verbinding.getresponse()
            return antwoord.status, antwoord.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            verbinding.close()

    def wacht(self) -> "Start":
        """Until it is ready."""
        while self.haal("/gezondheid/klaar/")[0] != 200:
            if self.popen.poll() is not None or time.monotonic() > self.begin + GEDULD:
                pytest.fail(f"start komt niet op: {self.einde()}")
            time.sleep(0.05)
        return self

    def sein(self, nummer: int) -> tuple[int, str, str]:
        self.popen.send_signal(nummer)
        return self.einde()

    def einde(self) -> tuple[int, str, str]:
        """Exit code, what it said, what it complained about."""
        try:
            uitvoer, fouten = self.popen.communicate(timeout=GEDULD)
        except subprocess.TimeoutExpired:
            os.killpg(self.popen.pid, signal.SIGKILL)
            uitvoer, fouten = self.popen.communicate()
        return self.popen.returncode, uitvoer, fouten


@contextlib.contextmanager
def gegevensmap() -> Iterator[Path]:
    """Also the user who runs PostgreSQL for root can reach it; pytest's own folders are closed to others."""
    tijdelijk = Path(tempfile.mkdtemp(prefix="opn-"))
    tijdelijk.chmod(0o755)
    try:
        yield tijdelijk / "var"
    finally:
        for pid in levende_processen(tijdelijk / "var"):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        ruim_op(tijdelijk)


@pytest.fixture(scope="module")
def klaargemaakt() -> Iterator[tuple[Path, str]]:
    """A data folder that `--zonder-server` prepared, and what it said."""
    with gegevensmap() as map_:
        code, uitvoer, fouten = Start(map_, "--zonder-server").einde()
        assert (code, fouten) == (0, "")
        assert levende_processen(map_) == []
        yield map_, uitvoer


@pytest.fixture
def bewoond(klaargemaakt: tuple[Path, str]) -> Path:
    return klaargemaakt[0]


@pytest.fixture
def nieuw() -> Iterator[Path]:
    with gegevensmap() as map_:
        yield map_


def beheer(map_: Path, *opdracht: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *opdracht],
        cwd=WORTEL,
        env=omgeving(map_) | extra,
        capture_output=True,
        text=True,
        check=False,
    )


def neem_statisch_over(van: Path, naar: Path) -> None:
    """Compressing takes most of the time of a first start; one test of it is enough."""
    shutil.copytree(van / "static", naar / "static")
    shutil.copy(van / "static.stand", naar)


def een_zin(fouten: str) -> bool:
    return "Traceback" not in fouten and len(fouten.strip().splitlines()) == 1 and fouten.strip().endswith(".")


def test_start_op_een_lege_databank_toont_het_portaal_en_sigterm_stopt_alles(bewoond: Path, nieuw: Path) -> None:
    neem_statisch_over(bewoond, nieuw)
    start = Start(nieuw).wacht()
    adres = f"http://127.0.0.1:{start.poort}"
    assert start.haal("/")[0] == 200
    assert start.haal("/postvak/")[0] == 200
    assert start.haal("/bestaat-niet/")[0] == 404
    assert f"<loc>{adres}/igs/" in start.haal("/sitemap.xml")[1]
    stijl = start.haal("/")[1].partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert start.haal(stijl)[0] == 200
    code, uitvoer, fouten = start.sein(signal.SIGTERM)
    assert (code, fouten) == (0, "Not Found: /bestaat-niet/\n")
    assert alles_weg(nieuw, start.poort)
    for stap in ("Databank starten", "Tabellen bijwerken", "Gegevens laden", "Stijl en letters klaarzetten", "Stoppen"):
        assert f"{stap} … " in uitvoer
    for regel in (f"draait op {adres}\n", f"{adres}/postvak/\n", f"Gegevens:    {nieuw}\n"):
        assert regel in uitvoer


def test_volgende_start_bewaart_de_gegevens(bewoond: Path) -> None:
    sleutel = (bewoond / "geheim").read_text()
    wijzig = "from igs.models import IGS; i = IGS.objects.first(); i.omschrijving = 'Zelf geschreven'; i.save()"
    assert beheer(bewoond, "shell", "-v0", "-c", wijzig).returncode == 0
    start = Start(bewoond).wacht()
    print(f"een volgende start duurt {time.monotonic() - start.begin:.1f} s")
    tel = "from igs.models import IGS; print(IGS.objects.filter(omschrijving='Zelf geschreven').count())"
    assert beheer(bewoond, "shell", "-v0", "-c", tel).stdout == "1\n"
    uitvoer = start.sein(signal.SIGTERM)[1]
    assert (bewoond / "geheim").read_text() == sleutel
    assert "toegevoegd" not in uitvoer
    assert "klaarzetten … 0,0 s – ongewijzigd" in uitvoer
    assert alles_weg(bewoond, start.poort)


def test_gewijzigde_stijl_wordt_opnieuw_klaargezet(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "bron").mkdir()
    stijl = tmp_path / "bron" / "eigen.css"
    stijl.write_text("a{}")
    settings.GEGEVENSMAP, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    settings.STATICFILES_DIRS, settings.STATICFILES_FINDERS = [stijl.parent], [FINDER]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    assert starten.zet_statisch_klaar() is None
    assert starten.zet_statisch_klaar() == "ongewijzigd"
    stijl.write_text("a{color:red}")
    assert starten.zet_statisch_klaar() is None
    assert (tmp_path / "static" / "eigen.css").read_text() == "a{color:red}"
    (tmp_path / "static" / "staticfiles.json").unlink()
    assert starten.zet_statisch_klaar() is None


def test_zonder_server_maakt_een_lege_map_klaar(klaargemaakt: tuple[Path, str]) -> None:
    map_, uitvoer = klaargemaakt
    assert "Stijl en letters klaarzetten" in uitvoer
    assert "Webserver" not in uitvoer
    assert (map_ / "static" / "staticfiles.json").is_file()
    assert f"Gegevens:    {map_}\n" in uitvoer


def test_twee_starts_tegelijk_op_een_lege_databank_storen_elkaar_niet(bewoond: Path, nieuw: Path) -> None:
    neem_statisch_over(bewoond, nieuw)
    uitslagen = [start.einde() for start in [Start(nieuw, "--zonder-server"), Start(nieuw, "--zonder-server")]]
    assert [(code, fouten) for code, _, fouten in uitslagen] == [(0, ""), (0, "")]
    assert sorted("toegevoegd" in uitvoer for _, uitvoer, _ in uitslagen) == [False, True]


def test_ctrl_c_stopt_alles_ook_als_iemand_twee_keer_drukt(bewoond: Path) -> None:
    start = Start(bewoond).wacht()
    os.killpg(start.popen.pid, signal.SIGINT)
    os.killpg(start.popen.pid, signal.SIGINT)
    code, _, fouten = start.einde()
    assert (code, fouten) == (0, "")
    assert alles_weg(bewoond, start.poort)


def test_ctrl_c_tijdens_het_klaarmaken_laat_niets_achter(nieuw: Path) -> None:
    start = Start(nieuw)
    assert start.popen.stdout
    assert start.popen.stdout.read(8) == "Databank"
    code, _, fouten = start.sein(signal.SIGINT)
    assert (code, fouten) == (0, "")
    assert alles_weg(nieuw, start.poort)


def test_kill_9_van_start_neemt_webserver_en_databank_mee(bewoond: Path) -> None:
    start = Start(bewoond).wacht()
    start.sein(signal.SIGKILL)
    assert alles_weg(bewoond, start.poort)


def test_webserver_die_valt_stopt_de_rest_met_een_melding(bewoond: Path) -> None:
    start = Start(bewoond).wacht()
    webserver = min(set(levende_processen(bewoond)) - {start.popen.pid} - set(draaiende_servers(bewoond)))
    os.kill(webserver, signal.SIGKILL)
    code, _, fouten = start.einde()
    assert code == 1
    assert een_zin(fouten)
    assert "De webserver is uit zichzelf gestopt" in fouten
    assert alles_weg(bewoond, start.poort)


def test_bezette_poort_geeft_een_zin(nieuw: Path) -> None:
    with socket.socket() as bezet:
        bezet.bind(("127.0.0.1", 0))
        bezet.listen()
        poort = bezet.getsockname()[1]
        code, uitvoer, fouten = Start(nieuw, "--adres", f"localhost:{poort}").einde()
    assert (code, uitvoer) == (1, "")
    assert een_zin(fouten)
    assert f"Poort {poort} is bezet" in fouten
    assert not server.datamap(nieuw).exists()


def test_adres_voor_het_hele_netwerk_wordt_geweigerd(nieuw: Path) -> None:
    code, uitvoer, fouten = Start(nieuw, "--adres", "0.0.0.0:8000").einde()
    assert (code, uitvoer) == (1, "")
    assert een_zin(fouten)
    assert "zonder https" in fouten


@pytest.mark.parametrize("adres", ["192.0.2.7:8000", "[::]:8000", "portaal.example:80", "127.0.0.1.example:80"])
def test_enkel_dit_toestel_zelf_telt_als_lokaal(adres: str) -> None:
    with pytest.raises(starten.StartFout, match="zonder https"):
        starten.keur_host(starten.Adres.lees(adres))


@pytest.mark.parametrize("adres", ["", "8000", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:65536", "a b:80", "x:80; id"])
def test_adres_dat_niet_klopt_wordt_geweigerd(adres: str) -> None:
    with pytest.raises(starten.StartFout, match="HOST:POORT"):
        starten.Adres.lees(adres)


@pytest.mark.parametrize(
    ("tekst", "url", "luister"),
    [
        ("127.0.0.1:8000", "http://127.0.0.1:8000", "127.0.0.1"),
        ("localhost:81", "http://localhost:81", "127.0.0.1"),
        ("[::1]:8000", "http://[::1]:8000", "::1"),
    ],
)
def test_adres_wordt_gelezen(tekst: str, url: str, luister: str) -> None:
    adres = starten.Adres.lees(tekst)
    assert (adres.url, adres.luister) == (url, luister)


def test_beschadigde_gegevensmap_geeft_een_zin(nieuw: Path) -> None:
    data = server.datamap(nieuw)
    data.mkdir(parents=True)
    (data / "rommel").write_text("x")
    if os.geteuid() == 0:
        os.chown(data, 65534, -1)
    start = Start(nieuw)
    code, _, fouten = start.einde()
    assert code == 1
    assert een_zin(fouten)
    assert "is beschadigd" in fouten
    assert alles_weg(nieuw, start.poort)


def test_gegevensmap_die_geen_map_is_geeft_een_zin(nieuw: Path) -> None:
    nieuw.write_text("x")
    code, _, fouten = Start(nieuw).einde()
    assert code == 1
    assert een_zin(fouten)
    assert str(nieuw) in fouten


def test_instelling_die_niet_klopt_geeft_een_zin(nieuw: Path) -> None:
    uitslag = beheer(nieuw, "check", OPNETWERK_PROXYS="veel")
    assert uitslag.returncode == 1
    assert een_zin(uitslag.stderr)
    assert "OPNETWERK_PROXYS" in uitslag.stderr


def test_databank_die_niet_antwoordt_geeft_een_zin(nieuw: Path) -> None:
    weg = f"postgresql://x@127.0.0.1:{vrije_poort()}/x"
    uitslag = beheer(nieuw, "start", "--zonder-server", DATABASE_URL=weg, OPNETWERK_LOKAAL="ja")
    assert uitslag.returncode == 1
    assert een_zin(uitslag.stderr)
    assert "De databank antwoordt niet" in uitslag.stderr
