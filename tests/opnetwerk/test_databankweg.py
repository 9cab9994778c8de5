"""The database goes away under a running portal: public pages go on, forms lose nothing, and it all comes back."""

import contextlib
import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from email.message import Message
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
import pytest
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.test import RequestFactory

from opnetwerk import databankweg
from opnetwerk.postgres_ingebed import server
from tests.opnetwerk.test_postgres_ingebed import WORTEL
from tests.opnetwerk.test_start import beheer, gegevensmap, omgeving, vrije_poort

TEKST = "Een lange tekst\nvan twee regels <b>met</b> tekens"


# --- recognising it ---


def van_postgres(code: str | None) -> OperationalError:
    fout = OperationalError("weg")
    fout.__cause__ = psycopg.errors.lookup(code)("weg") if code else psycopg.OperationalError("weg")
    return fout


@pytest.mark.parametrize("code", [None, "08006", "57P01", "57P03", "53300", "58030", "53100"])
def test_verbinding_die_weg_is_wordt_herkend(code: str | None) -> None:
    assert databankweg.is_weg(van_postgres(code))
    buiten = ValueError("in een sjabloon")
    buiten.__cause__ = van_postgres(code)
    assert databankweg.is_weg(buiten)


@pytest.mark.parametrize("fout", [None, ValueError("x"), IntegrityError("x"), DataError("x"), van_postgres("40P01")])
def test_vraag_die_geweigerd_wordt_is_geen_verbinding_die_weg_is(fout: BaseException | None) -> None:
    assert not databankweg.is_weg(fout)


def test_gesloten_verbinding_is_weg() -> None:
    assert databankweg.is_weg(InterfaceError("connection already closed"))


# --- the page ---


def antwoord_op(gegevens: dict[str, str] | bytes | None = None, **extra: str) -> tuple[int, str]:
    maak = RequestFactory()
    request = maak.get("/igs/") if gegevens is None else maak.post("/x/", gegevens, **extra)
    antwoord = databankweg.antwoord(request)
    assert antwoord.headers["Retry-After"] == "30"
    assert antwoord.headers["Cache-Control"] == "no-store"
    return antwoord.status_code, antwoord.content.decode()


def test_formulier_geeft_terug_wat_je_typte_en_geen_geheimen() -> None:
    gegevens = {
        "uw_verhaal": TEKST,
        "email": "an@voorbeeld.be",
        "leeg": "  ",
        "wachtwoord": "heel geheim",
        "old_password": "heel geheim",
        "csrfmiddlewaretoken": "heel geheim",
        "mfa_code": "heel geheim",
    }
    status, tekst = antwoord_op(gegevens)
    assert status == 503
    velden = re.findall(r"<label for=\"[^\"]+\">(.*?)</label>\s*<textarea[^>]*readonly>(.*?)</textarea>", tekst, re.S)
    assert [(label, unescape(inhoud)) for label, inhoud in velden] == [
        ("Uw verhaal", TEKST.replace("\n", "\n")),
        ("Email", "an@voorbeeld.be"),
    ]
    assert "heel geheim" not in tekst
    assert "<b>met</b>" not in tekst


def test_pagina_zonder_formulier_heeft_geen_velden() -> None:
    status, tekst = antwoord_op()
    assert status == 503
    assert "<textarea" not in tekst
    assert "De gegevens zijn even niet bereikbaar" in tekst


def test_heel_veel_tekst_wordt_begrensd_en_rommel_breekt_niets() -> None:
    assert len(antwoord_op({"a": "x" * 1_000_000, "b": "y" * 1_000_000})[1]) < 250_000
    assert antwoord_op(b"\xff\x00rommel", content_type="multipart/form-data; boundary=x")[0] == 503
    assert antwoord_op(b"{}", content_type="application/json")[0] == 503


# --- a portal whose database is stopped ---


class Portaal:
    """The web server on a cluster that this test starts and stops."""

    def __init__(self, map_: Path) -> None:
        self.map, self.poort = map_, vrije_poort()
        verbinding = server.verzeker(map_)
        self.databank = f"postgres://opnetwerk@{quote(verbinding.host, safe='')}:{verbinding.poort}/opnetwerk"
        args = [sys.executable, "-m", "granian", "--interface", "wsgi", "opnetwerk.wsgi:application"]
        args += ["--host", "127.0.0.1", "--port", str(self.poort), "--log-level", "error", "--workers", "1"]
        extra = {"DATABASE_URL": self.databank, "OPNETWERK_LOKAAL": "ja"}
        extra |= {"OPNETWERK_ADRES": "http://127.0.0.1:8000"}
        self.log = (map_.parent / f"web-{self.poort}.log").open("wb")
        self.popen = subprocess.Popen(
            [*args, "--blocking-threads", "4", "--workers-kill-timeout", "2"],
            cwd=WORTEL,
            env=omgeving(map_) | extra,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.koekje = ""

    def vraag(self, pad: str, velden: dict[str, str] | None = None) -> tuple[int, str, Message]:
        verbinding = http.client.HTTPConnection("127.0.0.1", self.poort, timeout=20)
        koppen = {"Host": "127.0.0.1:8000"} | ({"Cookie": self.koekje} if velden is not None else {})
        if velden is not None:
            koppen["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            lijf = urlencode(velden) if velden is not None else None
            verbinding.request("GET" if velden is None else "POST", pad, lijf, koppen)
            antwoord = verbinding.getresponse()
            inhoud, kop = antwoord.read().decode(errors="replace"), antwoord.headers
            if "Set-Cookie" in kop:
                self.koekje = kop["Set-Cookie"].split(";")[0]
            return antwoord.status, inhoud, kop
        except (OSError, http.client.HTTPException):
            return 0, "", Message()
        finally:
            verbinding.close()

    def wacht(self, pad: str = "/gezondheid/leeft/", status: int = 200, regel: str = "") -> float:
        """Seconds until it answers so."""
        begin = time.monotonic()
        while not (self.vraag(pad)[0] == status and regel in self.vraag(pad)[1]):
            assert time.monotonic() < begin + 60, f"{pad} antwoordt niet met {status}"
            time.sleep(0.05)
        return time.monotonic() - begin

    def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signal.SIGTERM)
        try:
            self.popen.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.popen.pid, signal.SIGKILL)
            self.popen.wait()
        self.log.close()


def stop_databank(map_: Path) -> None:
    """Stop the server at once, as `pg_ctl stop -m fast` does, and wait until it is gone."""
    pidbestand = server.datamap(map_) / "postmaster.pid"
    os.kill(int(pidbestand.read_text().splitlines()[0]), signal.SIGINT)
    einde = time.monotonic() + 30
    while pidbestand.exists():
        assert time.monotonic() < einde
        time.sleep(0.02)


@pytest.fixture(scope="module")
def map_() -> Iterator[Path]:
    with gegevensmap() as plek:
        klaar = beheer(plek, "start", "--zonder-server")
        assert klaar.returncode == 0, klaar.stderr
        yield plek
        server.stop()


@pytest.fixture
def portaal(map_: Path) -> Iterator[Portaal]:
    een = Portaal(map_)
    try:
        een.wacht()
        yield een
    finally:
        een.stop()


def test_zonder_databank_gaan_de_openbare_paginas_door_en_komt_alles_terug(map_: Path, portaal: Portaal) -> None:
    formulier = "/klopt-er-iets-niet/"
    velden = dict(re.findall(r'name="(\w+)"[^>]* value="([^"]*)"', portaal.vraag(formulier)[1]))
    getoond = time.monotonic()
    paden = re.findall(r"<loc>http://127.0.0.1:8000(.*?)</loc>", portaal.vraag("/sitemap.xml")[1])
    assert len(paden) > 400
    paden = paden[:20] + paden[20::8]  # all of them: `python -m tests.oefeningen.databank_weg`
    eerst = {pad: portaal.vraag(pad) for pad in paden}
    assert {status for status, *_ in eerst.values()} == {200}

    stop_databank(map_)
    duren: list[float] = []
    laatst: dict[str, tuple[int, str, Message]] = {}
    for pad in paden:
        begin = time.monotonic()
        laatst[pad] = portaal.vraag(pad)
        duren.append(time.monotonic() - begin)
    goed = sum(status == 200 for status, *_ in laatst.values())
    print(f"zonder databank: {goed} van {len(paden)} een 200, traagste {1000 * max(duren):.0f} ms")
    assert goed >= 0.99 * len(paden)
    assert all("Stand van" in tekst for status, tekst, _ in laatst.values() if status == 200)
    assert laatst["/igs/"][2]["Warning"].startswith("110")
    assert laatst["/igs/"][2]["Content-Security-Policy"] == eerst["/igs/"][2]["Content-Security-Policy"]

    time.sleep(max(0, getoond + 4 - time.monotonic()))  # who sends sooner is asked to wait, with or without a database
    status, tekst, koppen = portaal.vraag(formulier, velden | {"tekst": TEKST})
    assert (status, koppen["Retry-After"]) == (503, "30")
    assert "Een lange tekst" in tekst
    assert portaal.vraag("/zoek/?q=nog-nooit-gezocht")[0] == 503
    assert portaal.vraag("/mijn/")[0] in (302, 503)
    assert portaal.vraag("/gezondheid/leeft/")[0] == 200
    assert portaal.vraag("/gezondheid/klaar/")[0] == 503

    server.verzeker(map_)
    begin = time.monotonic()
    while "Stand van" in portaal.vraag("/igs/")[1]:
        assert time.monotonic() < begin + 10
        time.sleep(0.02)
    print(f"na de terugkeer vers na {time.monotonic() - begin:.2f} s")
    with psycopg.connect(portaal.databank, autocommit=True) as databank:
        databank.execute("UPDATE igs_igs SET omschrijving = 'Geschreven na de storing' WHERE slug = 'zuidrand'")
    assert portaal.wacht("/igs/zuidrand/", regel="Geschreven na de storing") < 10
    assert "Stand van" not in portaal.vraag("/zoek/?q=nog-nooit-gezocht")[1]


def test_proces_dat_start_zonder_databank_geeft_wat_in_de_bestanden_staat(map_: Path) -> None:
    eerste = Portaal(map_)
    eerste.wacht()
    assert eerste.vraag("/over/")[0] == 200
    eerste.stop()
    tweede = Portaal(map_)
    try:
        stop_databank(map_)
        tweede.wacht()
        status, tekst, _ = tweede.vraag("/over/")
        assert (status, "Stand van" in tekst) == (200, True)
        assert tweede.vraag("/zoek/?q=iets")[0] == 503
    finally:
        tweede.stop()
        server.verzeker(map_)
