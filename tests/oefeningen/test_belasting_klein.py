"""The drills under load, very small: real processes, and a database that goes away.

Restarts take longer than CI has: the drills themselves do those.
"""

import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from opnetwerk.postgres_ingebed import server
from tests.oefeningen import databank_weg, gemengd
from tests.oefeningen.bezoeker import Antwoord, Bezoeker, formulier
from tests.oefeningen.gemengd import Meetpunt, Telling, stijging
from tests.oefeningen.portaal import Nginx, Portaal, portaal

PADEN = ["/", "/igs/", "/igs/zuidrand/", "/gemeenten/", "/over/", "/talent/", "/agenda/", "/regios/"]
ACCOUNTS = "from opnetwerk import voorbeeldaccounts; voorbeeldaccounts.maak()"


def neem_over(deze: Portaal) -> None:
    """What the tests have in their database, with the example accounts."""
    bron = server.verzeker(Path(settings.GEGEVENSMAP), snel=True, database=connection.settings_dict["NAME"])
    uit = [str(server.programma("pg_dump")), *bron.opties(), "--no-owner", connection.settings_dict["NAME"]]
    stroom = subprocess.run(uit, check=True, capture_output=True).stdout
    psql = [str(server.programma("psql")), "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", deze.databank.url]
    subprocess.run(psql, input=stroom, check=True, capture_output=True)
    if not deze.databank.vraag("SELECT 1 FROM igs_igs"):
        deze.beheer("laad_gegevens")
    deze.beheer("shell", "-v0", "-c", ACCOUNTS)


@pytest.mark.usefixtures("gegevens")
def test_databank_weg_en_gemengde_belasting_op_een_klein_portaal(capsys: pytest.CaptureFixture[str]) -> None:
    extra = {"DJANGO_SETTINGS_MODULE": "tests.oefeningen.instellingen_klein"}
    begin = time.monotonic()
    with portaal(snel=True, vul=neem_over, extra=extra, workers=1) as deze:
        klaar = time.monotonic() - begin
        goed = gemengd.oefen(deze, 2.0, PADEN, [])
        gezegd = capsys.readouterr().out
        assert goed, gezegd
        assert "\n0 van " in gezegd
        assert "te kort om te oordelen" in gezegd
        assert databank_weg.warm(deze, PADEN) == 0
        weg = databank_weg.speel(deze, PADEN, "kill -9", 2.5, hard=True, half=False)
        assert databank_weg.druk_af(weg, len(PADEN)), capsys.readouterr().out
        assert weg.met_stand == weg.vragen > len(PADEN)
    print(f"klaar na {klaar:.1f} s, alles na {time.monotonic() - begin:.1f} s")


def test_een_gebroken_belofte_valt_op(capsys: pytest.CaptureFixture[str]) -> None:
    """Each promise by itself: what a drill would say of it."""
    from collections import Counter

    def deel(**anders: Any) -> databank_weg.Deel:
        goed = {"paginas": {"/": Counter({200: 3})}, "formulieren": Counter({"503 met de tekst": 2}), "herstel": 1.0}
        return databank_weg.Deel("proef", **(goed | anders))

    assert databank_weg.druk_af(deel(), 1)
    for anders in (
        {"paginas": {"/": Counter({200: 3, 503: 1})}},
        {"paginas": {}},
        {"kaal": ["500 /"]},
        {"fouten": ["302 /"]},
        {"formulieren": Counter()},
        {"herstel": 5.1},
    ):
        assert not databank_weg.druk_af(deel(**anders), 1), anders
    capsys.readouterr()
    assert not databank_weg.van_het_huis(Antwoord(500, {}, "<html><body>Internal Server Error</body></html>", "/"))


def test_vlak_geheugen_en_geheugen_dat_groeit() -> None:
    def reeks(per_minuut: int) -> list[Meetpunt]:
        return [
            Meetpunt(60.0 * minuut, {"web": [10 * 2**20, (90 + per_minuut * minuut) * 2**20]}) for minuut in range(20)
        ]

    assert stijging(reeks(0), "web", 600.0) == (0.0, 100 * 2**20)
    erbij, gemiddeld = stijging(reeks(1), "web", 600.0)
    assert round(erbij / 2**20) == 9
    assert erbij / gemiddeld > gemengd.VLAK


def test_een_verzoek_mislukt_bij_elke_andere_status() -> None:
    telling = Telling()
    for status in (200, 0, 403, 500):
        telling.noteer("lezen", Antwoord(status, {}, "", "/igs/"), (200,))
    assert telling.aantallen == {"lezen": 4}
    assert [regel.split()[-1] for regel in telling.mislukt] == ["0", "403", "500"]


def test_een_formulier_wordt_gelezen_zoals_een_browser_het_stuurt() -> None:
    pagina = (
        '<form><input name="q"></form><form method="post"><input type="hidden" name="teken" value="a&amp;b">'
        '<input name="leeg"><input type="checkbox" name="uit"><input type="checkbox" name="aan" checked>'
        '<input type="file" name="foto"><textarea name="tekst">\nEerste &lt;regel&gt;</textarea>'
        '<select name="soort"><option value="1">Een</option><option value="2" selected>Twee</option></select>'
        '<button name="doe" value="weg">Weg</button></form>'
    )
    velden = {"teken": "a&b", "leeg": "", "aan": "on", "tekst": "Eerste <regel>", "soort": "2"}
    assert formulier(pagina, "tekst") == velden
    assert formulier(pagina, "bestaat_niet") == {}


def test_wie_niemand_bereikt_krijgt_status_nul() -> None:
    antwoord = Bezoeker(1).haal("/")
    assert antwoord.status == 0
    assert "refused" in antwoord.tekst


def test_nginx_van_een_oefening_is_die_van_de_documentatie(tmp_path: Path) -> None:
    tekst = Nginx(8123, [8001, 8002], tmp_path).bestand()
    assert "listen 127.0.0.1:8123;" in tekst
    assert "server 127.0.0.1:8001 max_fails=0;\n    server 127.0.0.1:8002 max_fails=0;\n" in tekst
    assert f"root {tmp_path}/spiegel/nu;" in tekst
    for weg in ("ssl", "/srv/", "netwerk.voorbeeld.be", "listen 80"):
        assert weg not in tekst
    for blijft in ("error_page 502 503 504 = @spiegel;", "limit_req zone=opnetwerk_formulier"):
        assert blijft in tekst
