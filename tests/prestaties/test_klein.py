"""The benchmark, very small: every line is printed, kept as JSON, drawn, and put in the documentation."""

import json
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from opnetwerk.postgres_ingebed import server
from tests.oefeningen.portaal import Portaal
from tests.prestaties import __main__ as meting
from tests.prestaties import beeld, delen, doelen, lading
from tests.prestaties.paginasoorten import CACHE, KLEINE, ONVERANDERD, STATISCH, ZONDER
from tests.prestaties.uitslag import BEGIN, EINDE, Doel, Rij, Uitslag, getal, nieuw, schrijf_in


def neem_over(deze: Portaal) -> None:
    """What the tests have in their database."""
    naam = connection.settings_dict["NAME"]
    bron = server.verzeker(Path(settings.GEGEVENSMAP), snel=True, database=naam)
    uit = [str(server.programma("pg_dump")), *bron.opties(), "--no-owner", naam]
    stroom = subprocess.run(uit, check=True, capture_output=True).stdout
    psql = [str(server.programma("psql")), "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", deze.databank.url]
    subprocess.run(psql, input=stroom, check=True, capture_output=True)


def uitslag(**anders: Any) -> Uitslag:
    """A run in which every aim is met."""
    uit = nieuw(klein=False)
    for pad, snel in (("/", 4000.0), ("/igs/", 3500.0)):
        for soort, keer in ((CACHE, 1.0), (STATISCH, 1.2), (ONVERANDERD, 1.1), (ZONDER, 0.1)):
            uit.rijen.append(Rij("pagina", f"{soort} {pad}", snel * keer, 1.0, 2.0, 3.0))
    uit.rijen += [
        Rij("wordpress", "voorpagina", 50.0),
        Rij("exact", "te oude antwoorden", verder="0 van 4000 na 1000 wijzigingen"),
        Rij("geheugen", "een proces", verder="120,5 MB, laatste helft +0,3 MB"),
        Rij("voorkant", "/", verder="lcp 1150 ms, cls 0,010 ms, tbt 0 ms, 12 verzoeken".replace("0,010 ms", "0,010")),
    ]
    beloften = [["lijst bij 100.000", "90 ms", True], ["lijst bij 1.000.000", "2.0", True], ["profiel", "0.00", 0.0]]
    soorten = {"soorten": {"lijst": {"mediaan_ms": 20.0, "p95_ms": 30.0}}}
    uit.groei = {"beloften": beloften, "groottes": {"1000": soorten, "1000000": soorten}}
    for naam, waarde in anders.items():
        setattr(uit, naam, waarde)
    return uit


def test_de_meting_loopt_klein_en_schrijft_elke_regel(
    gegevens: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blad, bewaard = tmp_path / "prestaties.md", tmp_path / "uit.json"
    blad.write_text(f"# Kop\n\n{BEGIN}\noud\n{EINDE}\n\nslot\n")
    loopt = ("pagina", "koppelen")
    argumenten = [
        "--klein",
        *(f"--deel={naam}" for naam in loopt),
        "--json",
        str(bewaard),
        "--schrijf-docs",
        "--docs",
        str(tmp_path),
    ]
    code = meting.main(argumenten, vul=neem_over)
    gezegd = capsys.readouterr()
    assert code == 0, gezegd.out + gezegd.err
    uit = json.loads(bewaard.read_text())
    assert uit["fouten"] == []
    assert {rij["deel"] for rij in uit["rijen"]} == {*delen.DELEN}
    per_wat = {rij["wat"]: rij for rij in uit["rijen"]}
    for pad in KLEINE:
        for soort in (CACHE, ONVERANDERD, ZONDER, STATISCH):
            rij = per_wat[f"{soort} {pad}"]
            assert rij["per_seconde"] > 0
            assert 0 < rij["mediaan"] <= rij["p95"] <= rij["p99"]
        assert per_wat[f"{STATISCH} {pad}"]["bytes_"] == per_wat[f"{CACHE} {pad}"]["bytes_"] > 1000
        assert per_wat[f"{ONVERANDERD} {pad}"]["bytes_"] == 0
    niet = {rij["deel"] for rij in uit["rijen"] if rij["wat"] == "niet gemeten"}
    assert niet == {*delen.DELEN} - {*loopt}
    assert {"gemeten", "commit", "kernen", "belasting_vooraf", "belasting_achteraf", "versies"} <= {*uit["kop"]}
    assert {"Python", "Django", "granian", "PostgreSQL", "lading"} <= {*uit["kop"]["versies"]}
    assert len(uit["doelen"]) == gezegd.out.count("\ndoel ") == gezegd.out.count("gehaald niet beoordeeld")
    tekst = blad.read_text()
    assert tekst.startswith("# Kop")
    assert tekst.endswith("slot\n")
    assert "oud\n" not in tekst
    assert tekst.count("| pagina |") == sum(rij["deel"] == "pagina" for rij in uit["rijen"])
    assert ET.parse(tmp_path / "prestaties.svg").getroot().tag.endswith("svg")


def test_bestanden_meet_een_foto_en_twee_tabellen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.prestaties import bestanden

    monkeypatch.setattr("sys.argv", ["bestanden", "0.1", "10"])
    bestanden.main()
    regels = [json.loads(regel) for regel in capsys.readouterr().out.splitlines()]
    assert [een["wat"].split(" van ")[0] for een in regels] == ["foto", "foto", "XLSX", "CSV"]
    assert all(een["bytes"] > 300 and een["ms"] >= 0 for een in regels)


def test_elk_doel_wordt_geoordeeld_en_een_gebroken_belofte_eindigt_met_een() -> None:
    def oordeel(uit: Uitslag) -> set[str]:
        uit.doelen = doelen.alle(uit)
        assert uit.code == any(doel.gehaald is False for doel in uit.doelen)
        return {doel.doel for doel in uit.doelen if not doel.gehaald}

    goed = uitslag()
    assert oordeel(goed) == set(), goed.als_tekst()
    traag = {
        f"{CACHE} /igs/": ({"per_seconde": 2000.0}, 2),
        f"{ONVERANDERD} /": ({"per_seconde": 100.0}, 1),
        f"{ZONDER} /": ({"per_seconde": 249.0}, 2),
        f"{ZONDER} /igs/": ({"per_seconde": 100.0}, 1),
        "te oude antwoorden": ({"verder": "1 van 4000 na 1000 wijzigingen"}, 1),
        "een proces": ({"verder": "150,1 MB, laatste helft +5,1 MB"}, 2),
        "/": ({"verder": "lcp 1201 ms, cls 0,021, tbt 51 ms, 16 verzoeken"}, 4),
    }
    for wat, (anders, gebroken) in traag.items():
        slecht = uitslag()
        slecht.rijen = [replace(rij, **anders) if rij.wat == wat else rij for rij in slecht.rijen]  # type: ignore[arg-type]
        assert len(oordeel(slecht)) == gebroken, (wat, slecht.als_tekst())
    leeg = uitslag(rijen=[], groei={})
    assert {doel.oordeel for doel in doelen.alle(leeg)} == {"niet beoordeeld"}
    assert len(doelen.alle(leeg)) == len(doelen.alle(goed))
    mislukt = uitslag(fouten=["voorkant is niet gelukt: Chromium"])
    assert mislukt.code == 1
    assert "voorkant is niet gelukt" in mislukt.als_tekst()
    assert Doel("a", "b", False).regel() == "doel a – gemeten b – gehaald nee"


def test_een_deel_dat_niet_lukt_staat_in_de_tabel_en_de_andere_gaan_door(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stuk(_loop: delen.Loop) -> list[Rij]:
        raise RuntimeError("er is geen Chromium")

    monkeypatch.setitem(delen.DELEN, "groei", delen.Deel(stuk, portaal=False))
    assert meting.main(["--deel", "groei", "--deel", "koppelen", "--klein"]) == 1
    gezegd = capsys.readouterr().out
    assert "groei is niet gelukt: er is geen Chromium" in gezegd
    assert "50 leden van grensbrekers" in gezegd


def test_het_beeld_toont_alle_velden_en_verdraagt_niets() -> None:
    tekening = beeld.teken(uitslag())
    teksten = [een.text or "" for een in ET.fromstring(tekening).iter("{http://www.w3.org/2000/svg}text")]
    for tekst in ("De voorpagina", "4.000", "WordPress, voorpagina", "/igs/", "83 %", "lijst, 1.000.000", "30,0 ms"):
        assert tekst in teksten, tekst
    assert "Niets gemeten" in beeld.teken(uitslag(rijen=[], groei={}))
    boos = uitslag(rijen=[Rij("pagina", f"{CACHE} /?q=<b>&", 10.0), Rij("pagina", f"{STATISCH} /?q=<b>&", 10.0)])
    ET.fromstring(beeld.teken(boos))


def test_cijfers_uit_duren_en_wat_een_opdracht_anders_zegt(tmp_path: Path) -> None:
    een = lading.uit_duren([nummer / 1000 for nummer in range(100, 0, -1)], 2.0)
    assert (een.per_seconde, een.mediaan, een.p95, een.p99) == pytest.approx((50.0, 50.5, 96.0, 100.0))
    assert (getal(1234.56, 1), getal(None), getal(0)) == ("1.234,6", "", "0")
    with pytest.raises(RuntimeError, match="onverwacht antwoord: iets anders"):
        delen._getallen(r"^(\d+) MB", "iets anders")
    (tmp_path / "leeg.md").write_text("# Kop\n")
    with pytest.raises(ValueError, match="geen plaats"):
        schrijf_in(tmp_path / "leeg.md", "x")
    assert BEGIN in (meting.DOCS / "prestaties.md").read_text()
