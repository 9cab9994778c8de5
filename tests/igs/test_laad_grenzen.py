"""Official shapes replace the schematic map only when the whole file is right, and can be taken away again."""

import io
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from igs.models import Gemeente, Kaart, Referentieregio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lege_databank")]

CODES = {"11001": (4.2, 51.0), "12002": (4.3, 51.0)}
"""Lower left corners of two squares of a tenth of a degree."""


@pytest.fixture
def gemeenten(lege_databank: None) -> None:
    for code in CODES:
        regio = Referentieregio.objects.create(
            slug=f"regio-{code}", naam=f"Regio {code}", provincies=["Antwerpen"], bron_url="https://voorbeeld.be/"
        )
        _gemeente(code, regio)
    _gemeente("11005", regio, bestaat_tot=date(2024, 12, 31), opgegaan_in_id="11001")


def _gemeente(code: str, regio: Referentieregio, **velden: Any) -> None:
    Gemeente.objects.create(
        nis_code=code,
        naam=f"Gemeente {code}",
        slug=f"gemeente-{code}",
        provincie="Antwerpen",
        referentieregio=regio,
        inwoners=1000,
        inwoners_jaar=2026,
        oppervlakte_km2=80,
        lat=51.0,
        lon=4.3,
        postcodes=["2000"],
        **velden,
    )


@pytest.fixture
def bestand(tmp_path: Path) -> Path:
    pad = tmp_path / "grenzen.geojson"
    pad.write_text(json.dumps({"type": "FeatureCollection", "features": [_rij(code) for code in [*CODES, "21004"]]}))
    return pad


def _rij(code: str) -> dict[str, Any]:
    x, y = CODES.get(code, (4.4, 51.0))
    ring = [[x, y], [x + 0.1, y], [x + 0.1, y + 0.1], [x, y + 0.1], [x, y]]
    vorm = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"NISCODE": code}, "geometry": vorm}


def _voer_uit(*argumenten: object, bron: str = "Een bron, 2025", toestand: str = "2025-01-01") -> str:
    uit = io.StringIO()
    call_command("laad_grenzen", *map(str, argumenten), "--bron", bron, "--toestand", toestand, stdout=uit)
    return uit.getvalue()


@pytest.mark.usefixtures("gemeenten")
def test_een_goed_bestand_wordt_de_nieuwste_kaart(bestand: Path) -> None:
    verslag = _voer_uit(bestand)
    kaart = Kaart.objects.latest()
    assert (kaart.bron, kaart.schematisch, kaart.toestand) == ("Een bron, 2025", False, date(2025, 1, 1))
    assert set(kaart.gegevens["cellen"]) == set(CODES)
    assert kaart.gegevens["regiogrenzen"]
    assert kaart.gegevens["toestand"] == "2025-01-01"
    assert kaart.gegevens["bron"] == "Een bron, 2025"
    assert "2 gemeenten geladen (WGS84)" in verslag
    assert "Weggelaten vormen zonder bestaande NIS-code: 1." in verslag
    assert "Hersteld: 0." in verslag


@pytest.mark.usefixtures("gemeenten")
def test_een_fout_bestand_wijzigt_niets_en_noemt_de_reden(bestand: Path) -> None:
    bestand.write_text(json.dumps({"type": "FeatureCollection", "features": [_rij("11001")]}))
    with pytest.raises(CommandError, match=r"Niets gewijzigd. Deze gemeenten ontbreken .*Gemeente 12002 \(12002\)"):
        _voer_uit(bestand)
    assert not Kaart.objects.exists()


@pytest.mark.usefixtures("gemeenten")
def test_een_gemeente_die_te_klein_is_om_te_tekenen_wijzigt_niets(bestand: Path) -> None:
    inhoud = json.loads(bestand.read_text())
    inhoud["features"][0]["geometry"]["coordinates"] = [[[4.1, 51], [4.10001, 51], [4.1, 51.00001], [4.1, 51]]]
    bestand.write_text(json.dumps(inhoud))
    with pytest.raises(CommandError, match=r"Niets gewijzigd. Te klein om te tekenen: 11001"):
        _voer_uit(bestand)
    assert not Kaart.objects.exists()


@pytest.mark.usefixtures("gemeenten")
def test_een_te_lange_bron_wijzigt_niets(bestand: Path) -> None:
    with pytest.raises(CommandError, match="Niets gewijzigd"):
        _voer_uit(bestand, bron="x" * 301)
    assert not Kaart.objects.exists()


def test_zonder_gemeenten_wordt_er_niets_geladen(bestand: Path) -> None:
    with pytest.raises(CommandError, match="voer eerst laad_gegevens uit"):
        _voer_uit(bestand)


@pytest.mark.parametrize("argumenten", [{"bron": " "}, {"toestand": ""}])
def test_bron_en_toestand_zijn_nodig(bestand: Path, argumenten: dict[str, str]) -> None:
    with pytest.raises(CommandError, match="Geef BESTAND, --bron en --toestand op"):
        _voer_uit(bestand, **argumenten)


def test_zonder_bestand_zegt_het_commando_wat_nodig_is() -> None:
    with pytest.raises(CommandError, match="Geef BESTAND, --bron en --toestand op"):
        _voer_uit()


def test_een_verkeerde_datum_wordt_genoemd(bestand: Path) -> None:
    with pytest.raises(CommandError, match="geen datum JJJJ-MM-DD: 1 januari"):
        _voer_uit(bestand, toestand="1 januari")


def test_terug_wist_enkel_de_officiele_kaarten() -> None:
    for schematisch in (True, False, False):
        Kaart.objects.create(gegevens={}, bron="x", schematisch=schematisch, toestand=date(2025, 1, 1))
    uit = io.StringIO()
    call_command("laad_grenzen", "--terug", stdout=uit)
    assert [kaart.schematisch for kaart in Kaart.objects.all()] == [True]
    assert "2 kaarten" in uit.getvalue()


def test_terug_gaat_niet_samen_met_een_bestand(bestand: Path) -> None:
    with pytest.raises(CommandError, match="niet beide"):
        call_command("laad_grenzen", str(bestand), "--terug")


@pytest.mark.usefixtures("gemeenten")
def test_zonder_de_groep_kaart_zegt_het_commando_wat_te_doen(bestand: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "igs.grenzen", raising=False)
    monkeypatch.setitem(sys.modules, "pyproj", None)
    with pytest.raises(CommandError, match="Installeer de groep kaart: uv sync --group kaart"):
        _voer_uit(bestand)
