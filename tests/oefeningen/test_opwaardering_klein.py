"""The parts of the drill of an upgrade, small: the balancer that hides nothing, and one process that replaces another.

The whole drill is `python -m tests.oefeningen.opwaardering`.
"""

import http.server
import threading
from collections import Counter
from urllib.parse import quote

import pytest
from django.db import connection

from tests.oefeningen import opwaardering
from tests.oefeningen.bezoeker import Bezoeker
from tests.oefeningen.opwaardering import Verkeer, Versie, git, oude_commit, pak_uit, vervang, web_van
from tests.oefeningen.portaal import WORTEL, schone_omgeving, vrije_poort, wacht_tot
from tests.oefeningen.verdeler import Verdeler


class Achter(http.server.ThreadingHTTPServer):
    """A server that says who it is; `/wacht/` answers when it may."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Antwoorder)
        self.mag, self.vragen = threading.Event(), list[tuple[str, str, bytes]]()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def poort(self) -> int:
        return int(self.server_address[1])


class Antwoorder(http.server.BaseHTTPRequestHandler):
    server: Achter

    def do_GET(self) -> None:
        lijf = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.vragen.append((self.path, self.headers.get("X-Forwarded-For", ""), lijf))
        if self.path == "/wacht/":
            self.server.mag.wait(5)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def achter():
    servers = [Achter(), Achter()]
    yield servers
    for server in servers:
        server.mag.set()
        server.shutdown()
        server.server_close()


def test_de_verdeler_stuurt_alles_een_keer_door_en_probeert_niets_opnieuw(achter, tmp_path):
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "a.css").write_text("a{}")
    dood = vrije_poort()
    with Verdeler([server.poort for server in achter], tmp_path / "static") as verdeler:
        bezoeker = Bezoeker(verdeler.poort, afzender="10.9.9.9")
        assert [bezoeker.haal(f"/{nummer}/").status for nummer in range(4)] == [200] * 4
        assert bezoeker.post("/vorm/", {"tekst": "é" * 9000}).status == 200
        assert sorted(len(server.vragen) for server in achter) == [2, 3], "elk om beurt"
        assert {van for server in achter for _, van, _ in server.vragen} == {"10.9.9.9"}
        lijf = next(lijf for server in achter for pad, _, lijf in server.vragen if pad == "/vorm/")
        assert lijf.startswith(b"tekst=%C3")
        assert bezoeker.haal("/static/a.css").tekst == "a{}"
        assert [bezoeker.haal(pad).status for pad in ("/static/b.css", "/static/../geheim")] == [404, 404]
        verdeler.poorten = [dood]
        assert bezoeker.haal("/").status == 502, "een fout blijft een fout"


def test_een_proces_dat_gaat_krijgt_niets_meer_en_eindigt_waar_het_mee_bezig_is(achter):
    oud, nieuw = achter
    with Verdeler([oud.poort]) as verdeler:
        antwoorden = []
        draad = threading.Thread(target=lambda: antwoorden.append(Bezoeker(verdeler.poort).haal("/wacht/").status))
        draad.start()
        wacht_tot(lambda: bool(oud.vragen), "de oude is gevraagd")
        verdeler.erbij(nieuw.poort)
        leeg = threading.Thread(target=lambda: antwoorden.append(verdeler.eruit(oud.poort) >= 0))
        leeg.start()
        wacht_tot(lambda: oud.poort not in verdeler.poorten, "de oude is eruit")
        assert Bezoeker(verdeler.poort).haal("/volgende/").status == 200
        assert (antwoorden, [pad for pad, *_ in nieuw.vragen]) == ([], ["/volgende/"]), "er wordt op gewacht"
        oud.mag.set()
        draad.join(5)
        leeg.join(5)
        assert sorted(antwoorden) == [True, 200]


def test_de_oude_code_is_van_voor_de_laatste_wijziging_van_de_tabellen(tmp_path):
    if not git("rev-parse", "--verify", "--quiet", "HEAD~1"):
        assert oude_commit() == git("rev-parse", "HEAD"), "van een ondiepe kopie is er maar een"
    else:
        assert oude_commit("HEAD~1") == git("rev-parse", "HEAD~1")
        assert oude_commit() != git("rev-parse", "HEAD")
    with pytest.raises(RuntimeError, match="geen commit zo-niet"):
        oude_commit("zo-niet")
    assert (pak_uit("HEAD", tmp_path / "boom") / "manage.py").exists()


@pytest.mark.usefixtures("gegevens")
def test_een_nieuw_proces_vervangt_een_oud_zonder_een_mislukte_vraag(tmp_path, monkeypatch):
    """On the database of the tests, with the data that every test shares; nothing is written."""
    monkeypatch.setattr(opwaardering, "BEZOEKERS", 2)
    deel = connection.get_connection_params()
    adres = f"postgres://{deel['user']}@{quote(str(deel['host']), safe='')}:{deel['port']}/{deel['dbname']}"
    omgeving = schone_omgeving(tmp_path, DATABASE_URL=adres, OPNETWERK_LOKAAL="ja", OPNETWERK_PAGINACACHE="nee")
    versie = Versie("web", WORTEL, omgeving | {"DJANGO_SETTINGS_MODULE": "tests.oefeningen.instellingen_klein"})
    webs = [web_van(versie, 1)]
    try:
        webs[0].start()
        webs[0].wacht()
        with Verdeler([webs[0].poort]) as verdeler:
            verkeer = Verkeer(
                verdeler.poort, ["/over/", "/igs/zuidrand/", "/gemeenten/lint/"], schrijvers=0, stijlen=False
            )
            oude_poort = webs[0].poort
            monkeypatch.setattr(opwaardering, "KLAAR", "/gezondheid/leeft/")
            with verkeer.aan_de_gang():
                vervang(verdeler, webs, webs[0], web_van(versie, 2))
                wacht_tot(lambda: verdeler.gehad[webs[0].poort] >= 5, "de nieuwe wordt gevraagd")
            assert (verkeer.fouten, len(webs)) == ([], 1)
            assert verkeer.vragen >= 5
            assert set(verdeler.gehad) == {oude_poort, webs[0].poort}, Counter(verdeler.gehad)
    finally:
        for web in webs:
            web.stop()
