"""Reading from a copy, and never seeing less than you know: with a second connection to the database of the test."""

import json
import logging
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.contrib.postgres.search import SearchVector
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection, connections, transaction
from django.db.models import Value
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from igs.models import Bericht
from opnetwerk import databankweg, lezen, schrijfbaar
from opnetwerk.databankadres import databank
from opnetwerk.leesplek import KOPIE, huidig, uit_hoofddatabank, uit_kopie
from opnetwerk.lezen import SLEUTEL, kopie, mag_achterlopen
from opnetwerk.paginacache import stempel
from opnetwerk.postgres_meervoud.base import DatabaseWrapper
from talent.facetten import wijzer
from talent.models import Zoekrij
from tests.fabriek import maak_bericht, maak_gebruiker, maak_igs
from tests.opnetwerk.paginacache import aan

ZOEK = "/zoek/?q=Leesproef"
met_kopie = pytest.mark.django_db(transaction=True, databases=["default", KOPIE])


@pytest.fixture(scope="module", autouse=True)
def alias(django_db_setup: None) -> Iterator[dict[str, Any]]:
    """The connection, as TEST MIRROR makes it: another one to the same database. Before a test asks which there are."""
    gewoon = connections["default"].settings_dict
    instelling = {**gewoon, "TEST": {**gewoon["TEST"], "MIRROR": "default"}}
    connections.databases[KOPIE] = instelling
    yield instelling
    _vergeet()
    del connections.databases[KOPIE]


@pytest.fixture
def leeskopie(transactional_db: None, alias: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Nothing known yet, and everything as it was afterwards."""
    zoals = dict(alias)
    kopie.weg_sinds = float("-inf")
    stempel.wacht.stop()
    yield alias
    _vergeet()
    alias.update(zoals)
    stempel.wacht.stop()


def _vergeet() -> None:
    """The connection, so that the next one has the settings of now."""
    if KOPIE in connections.databases and hasattr(connections._connections, KOPIE):  # type: ignore[attr-defined]
        connections[KOPIE].close()
        del connections[KOPIE]


def gevraagd(pad: str, client: Client | None = None) -> tuple[str, int, int]:
    """What the page says, and how many questions about news items the copy and the primary got."""
    with CaptureQueriesContext(connections[KOPIE]) as daar, CaptureQueriesContext(connection) as hier:
        antwoord = (client or Client()).get(pad)
    assert antwoord.status_code == 200
    tellingen = [sum('"igs_bericht"."titel"' in vraag["sql"] for vraag in vragen) for vragen in (daar, hier)]
    return antwoord.content.decode(), tellingen[0], tellingen[1]


def inhoud_van(antwoord: HttpResponseBase) -> bytes:
    assert isinstance(antwoord, HttpResponse)
    return antwoord.content


def met_sessie(plek: str) -> Client:
    """Somebody who is logged in, and wrote something up to this place in the log."""
    client = Client()
    client.force_login(maak_gebruiker(f"{plek.replace('/', '-')}@voorbeeld.be"))
    sessie = client.session
    sessie[SLEUTEL] = [plek, time.time()]
    sessie.save()
    return client


@met_kopie
def test_de_kopie_antwoordt_alleen_als_ze_alles_heeft_wat_deze_bezoeker_kan_weten(
    leeskopie: dict[str, Any], settings: Any, tmp_path: Any, caplog: Any
) -> None:
    maak_bericht("Leesproef een", slug="leesproef-een")

    tekst, daar, hier = gevraagd(ZOEK)
    assert ("Leesproef een" in tekst, daar, hier) == (True, 1, 0), "een bezoeker leest uit de kopie"
    assert gevraagd(ZOEK, met_sessie("0/1"))[1:] == (1, 0), "wie schreef wat de kopie al heeft, ook"
    assert gevraagd(ZOEK, met_sessie("FFFFFFFF/0"))[1:] == (0, 1), "wie net schreef, leest de hoofddatabank"
    assert gevraagd("/nieuws/")[1] == 0, "een pagina die het niet zegt, leest nooit uit de kopie"
    with transaction.atomic():
        assert gevraagd(ZOEK)[1:] == (0, 1), "in een transactie nooit"

    # The copy does not have the last public change: as if it were behind, the process knows a later stamp.
    stand = stempel.wacht._bekend.stand
    assert stand is not None
    verder = stempel.Stand(str(int(stand.stempel) + 1_000_000_000_000), stand.gewist)
    with aan(settings, tmp_path):
        stempel.wacht.huidig()
        luisteraar = stempel.wacht._luisteraar
        assert luisteraar is not None
        luisteraar.stop()
        luisteraar.gehoord = time.monotonic()
        stempel.wacht._bekend.stand, stempel.wacht._bekend.twijfel = verder, False
        assert gevraagd(ZOEK)[1:] == (0, 1), "onder een nieuwer stempel komt nooit een pagina van een oudere kopie"

    # Away: one line in the log, the primary answers, and the copy is left alone for a while.
    _vergeet()
    leeskopie |= {"ENGINE": "django.db.backends.postgresql", "HOST": "127.0.0.1", "PORT": "1"}
    with caplog.at_level(logging.WARNING, logger="opnetwerk.lezen"):
        assert gevraagd_zonder_kopie(ZOEK) == (True, 1)
        assert gevraagd_zonder_kopie(ZOEK) == (True, 1)
    assert caplog.text.count("De leeskopie antwoordt niet") == 1


def gevraagd_zonder_kopie(pad: str) -> tuple[bool, int]:
    with CaptureQueriesContext(connection) as hier:
        antwoord = Client().get(pad)
    tekst = antwoord.content.decode()
    return "Leesproef een" in tekst, sum('"igs_bericht"."titel"' in vraag["sql"] for vraag in hier)


@met_kopie
def test_wie_schrijft_leest_het_terug_en_wat_uit_de_kopie_kwam_wordt_gewoon_bewaard(leeskopie: dict[str, Any]) -> None:
    igs = maak_igs("Streek", slug="streek")
    maak_bericht("Leesproef", slug="leesproef", igs=igs)
    verzoek = RequestFactory().get("/")
    plekken: list[str] = []

    @mag_achterlopen
    def schrijvende_view(request: HttpRequest) -> HttpResponse:
        bericht = Bericht.objects.get(slug="leesproef")
        plekken.extend([bericht._state.db or "", huidig()])
        bericht.titel = "Leesproef twee"
        bericht.save()
        plekken.append(huidig())
        return HttpResponse(Bericht.objects.get(slug="leesproef").titel)

    assert inhoud_van(schrijvende_view(verzoek)) == b"Leesproef twee"
    assert plekken == [KOPIE, KOPIE, "default"]

    @mag_achterlopen
    def lezende_view(request: HttpRequest) -> HttpResponse:
        plekken[:] = [huidig()]
        request.bericht = Bericht.objects.get(slug="leesproef")  # type: ignore[attr-defined]
        return HttpResponse()

    lezende_view(verzoek)
    bericht = verzoek.bericht  # type: ignore[attr-defined]
    assert (plekken, bericht._state.db, bericht.igs._state.db) == ([KOPIE], KOPIE, "default")
    bericht.igs = igs  # rows of both connections belong together
    bericht.save()
    bericht.refresh_from_db()
    assert bericht._state.db == "default"

    @mag_achterlopen
    def halverwege(request: HttpRequest) -> HttpResponse:
        plekken.append(huidig())
        if huidig() == KOPIE:
            with connections[KOPIE].cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return HttpResponse(str(Bericht.objects.count()))

    plekken.clear()
    assert inhoud_van(halverwege(verzoek)) == b"1"
    assert plekken == [KOPIE, "default"], "valt ze halverwege weg, dan nog eens uit de hoofddatabank"
    with uit_kopie():
        assert (huidig(), uit_hoofddatabank(huidig), huidig()) == (KOPIE, "default", KOPIE)
    assert huidig() == "default"
    assert lezen.Leeswijzer().allow_migrate(KOPIE, "igs") is False


@met_kopie
def test_wat_het_zoeken_naar_makers_onthoudt_komt_niet_van_een_kopie_die_achterloopt(leeskopie: dict[str, Any]) -> None:
    gegevens = {"talent_nr": 7, "zichtbaar": True, "naam": "De Test", "sorteernaam": "de test"}
    Zoekrij.objects.create(**gegevens, zoektekst=SearchVector(Value("accordeon"), config="nederlands"))
    with transaction.atomic(using=KOPIE):
        with connections[KOPIE].cursor() as cursor:  # from here on the copy stands still, as one that lags
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT count(*) FROM talent_zoekrij")
        Zoekrij.objects.update(zoektekst=SearchVector(Value("trompet"), config="nederlands"))
        with uit_kopie():  # as when the change comes after the question whether the copy is good enough
            assert wijzer.stand().zoek("accordeon").rang == [7], "de kopie weet nog van niets"
    assert wijzer.stand().zoek("accordeon").rang == [], "wat iemand schrapte, wordt niet meer gevonden"
    assert wijzer.stand().zoek("trompet").rang == [7]


@met_kopie
def test_een_post_onthoudt_zijn_plek_alleen_voor_wie_aangemeld_is(leeskopie: dict[str, Any]) -> None:
    ander, eigen = Client(), Client()
    ander.post("/klopt-er-iets-niet/", {"tekst": ""})
    assert "sessie" not in ander.cookies
    eigen.force_login(maak_gebruiker())
    eigen.get("/over/")
    assert SLEUTEL not in eigen.session
    eigen.post("/klopt-er-iets-niet/", {"tekst": ""})
    plek, moment = eigen.session[SLEUTEL]
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::pg_lsn BETWEEN '0/1' AND pg_current_wal_insert_lsn()", [plek])
        assert cursor.fetchone()[0] is True
    assert moment == pytest.approx(time.time(), abs=60)
    # Longer ago than a copy is ever behind, for a database that was put back and counts its log anew.
    sessie = eigen.session
    sessie[SLEUTEL] = ["FFFFFFFF/0", time.time() - 2 * lezen.ONTHOUD]
    sessie.save()
    assert gevraagd(ZOEK, eigen)[1:] == (1, 0)


# --- which database may be written ---


@pytest.fixture
def twee_hosts(db: None, settings: Any, tmp_path: Any, monkeypatch: Any) -> dict[str, Any]:
    """The settings of the test database, on two hosts: a dead one first, and nothing remembered yet."""
    settings.GEGEVENSMAP = tmp_path
    monkeypatch.setattr(schrijfbaar, "geheugen", schrijfbaar.Geheugen())
    info = connection.connection.info
    eigen = connection.settings_dict | {"USER": info.user, "HOST": f"{info.host},{info.host}", "PORT": f"1,{info.port}"}
    return eigen | {"ENGINE": "opnetwerk.postgres_meervoud", "OPTIONS": {"target_session_attrs": "read-write"}}


def test_de_nieuwste_hoofddatabank_wordt_gevonden_en_een_oude_of_een_tweede_geweigerd(
    twee_hosts: dict[str, Any], tmp_path: Any, caplog: Any
) -> None:
    wikkel = DatabaseWrapper(twee_hosts, "default")
    wikkel.ensure_connection()
    assert wikkel.is_usable()
    onthouden = json.loads((tmp_path / "tijdlijnen.json").read_text())
    ((systeem, tijdlijn),) = onthouden.items()
    assert tijdlijn >= 1
    assert schrijfbaar.geheugen.goed == (twee_hosts["HOST"].split(",")[1], twee_hosts["PORT"].split(",")[1])

    # Another process of this machine saw a promotion: the connection that was good is not used again, nor made anew.
    (tmp_path / "tijdlijnen.json").write_text(json.dumps({systeem: tijdlijn + 1}))
    assert not wikkel.is_usable()
    wikkel.close()
    assert not wikkel.is_usable()
    with pytest.raises(OperationalError, match="oude hoofddatabank") as oud:
        wikkel.ensure_connection()
    assert databankweg.is_weg(oud.value), "een weigering is voor de rest een databank die weg is"
    assert "Geweigerd" in caplog.text

    # Twice the same one stands for two that both may be written.
    (tmp_path / "tijdlijnen.json").unlink()
    schrijfbaar.geheugen.tijdlijnen.clear()
    goed = twee_hosts["PORT"].split(",")[1]
    dubbel = DatabaseWrapper(twee_hosts | {"PORT": f"{goed},{goed}"}, "default")
    with pytest.raises(OperationalError, match="laten allebei schrijven toe"):
        dubbel.ensure_connection()

    geen = DatabaseWrapper(twee_hosts | {"PORT": "1,2"}, "default")
    with pytest.raises(OperationalError):
        geen.ensure_connection()
    # With one host nothing is asked: as always.
    params = DatabaseWrapper(twee_hosts | {"HOST": twee_hosts["HOST"].split(",")[0], "PORT": goed}, "default")
    verbinding = schrijfbaar.verbind(params.get_connection_params())
    assert isinstance(verbinding, psycopg.Connection)
    verbinding.close()
    # A file that cannot be read or written does not stand in the way.
    (tmp_path / "tijdlijnen.json").write_text("[1")
    wikkel.ensure_connection()
    wikkel.close()


@pytest.mark.parametrize(
    ("adres", "host", "poort", "motor"),
    [
        ("postgres://u:p@een/db", "een", "", "django.db.backends.postgresql"),
        ("postgres://u:p%2C@een:5433,twee/db", "een,twee", "5433,5432", "opnetwerk.postgres_meervoud"),
        ("postgres://u@[::1]:55,[fe80::1]:56/db", "::1,fe80::1", "55,56", "opnetwerk.postgres_meervoud"),
        ("postgres://u@%2Frun%2Fa:1,%2Frun%2Fb:2/db", "/run/a,/run/b", "1,2", "opnetwerk.postgres_meervoud"),
    ],
)
def test_een_adres_mag_meer_hosts_noemen(monkeypatch: Any, adres: str, host: str, poort: str, motor: str) -> None:
    monkeypatch.setenv("DATABASE_URL", adres)
    gelezen = databank("DATABASE_URL", schrijven=True)
    assert gelezen is not None
    assert (gelezen["HOST"], gelezen["PORT"], gelezen["ENGINE"]) == (host, poort, motor)
    assert gelezen["OPTIONS"]["connect_timeout"] == 3
    assert ("target_session_attrs" in gelezen["OPTIONS"]) is ("," in host)
    kopie_ = databank("DATABASE_URL", schrijven=False, zonder_cursors=True)
    assert kopie_ is not None
    assert kopie_["ENGINE"] == "django.db.backends.postgresql"
    assert kopie_["DISABLE_SERVER_SIDE_CURSORS"]


@pytest.mark.parametrize("adres", ["x", "postgres://u@een:zes/db", "postgres://u@een,:twee:3/db", "http://een/db"])
def test_een_fout_adres_weigert_te_starten(monkeypatch: Any, adres: str) -> None:
    monkeypatch.setenv("DATABASE_URL_LEZEN", adres)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL_LEZEN moet eruitzien als postgres://"):
        databank("DATABASE_URL_LEZEN", schrijven=False)


def test_luisteren_gaat_langs_het_rechtstreekse_adres(db: None, settings: Any, monkeypatch: Any) -> None:
    assert stempel.luisterparams()["dbname"] == connection.settings_dict["NAME"]
    monkeypatch.setenv("DATABASE_URL_LUISTEREN", "postgres://op:net@recht:5433/werk")
    settings.DATABANK_LUISTEREN = databank("DATABASE_URL_LUISTEREN", schrijven=True)
    luisteraar = stempel.Luisteraar(stempel.wacht, stempel.luisterparams())
    waar = {naam: luisteraar.params[naam] for naam in ("host", "port", "dbname", "user", "password")}
    assert waar == {"host": "recht", "port": 5433, "dbname": "werk", "user": "op", "password": "net"}
