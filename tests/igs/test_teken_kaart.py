"""The committed drawing is the one the points give, and the command says what it measured."""

import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from igs import kaart_tekenen
from igs.gegevensbestanden import GEGEVENS
from igs.management.commands import teken_kaart
from tests.igs.test_kaart_tekenen import getekende_cellen


@pytest.fixture(autouse=True)
def een_keer_tekenen(monkeypatch: pytest.MonkeyPatch) -> None:
    vormen = getekende_cellen()
    monkeypatch.setattr(kaart_tekenen, "cellen", lambda punten: vormen)


@pytest.fixture
def doel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    pad = tmp_path / "kaart.json"
    monkeypatch.setattr(teken_kaart, "KAART", pad)
    return pad


def _voer_uit(*argumenten: str) -> str:
    uit = io.StringIO()
    call_command("teken_kaart", *argumenten, stdout=uit)
    return uit.getvalue()


def test_het_bewaarde_bestand_is_wat_de_kaartpunten_geven() -> None:
    assert "kaart.json is ongewijzigd." in _voer_uit("--controle")


def test_het_bewaarde_bestand_is_een_volledige_schematische_kaart() -> None:
    ruw = (GEGEVENS / "kaart.json").read_bytes()
    kaart = json.loads(ruw)
    assert ruw.endswith(b"}\n")
    assert ruw == teken_kaart.als_bestand(kaart)
    assert len(kaart["cellen"]) == 285
    assert kaart["schematisch"] is True
    assert kaart["toestand"] == "2025-01-01"
    assert "Statbel" in kaart["bron"]


def test_tekenen_schrijft_het_bestand_en_daarna_verandert_er_niets(doel: Path) -> None:
    assert "kaart.json is vernieuwd." in _voer_uit()
    assert doel.read_bytes() == (GEGEVENS / "kaart.json").read_bytes()
    assert "kaart.json is ongewijzigd." in _voer_uit()


def test_het_verslag_noemt_wat_gemeten_is() -> None:
    verslag = _voer_uit("--controle")
    assert "Cellen: 285 van 285" in verslag
    assert "van 754; te veel:" in verslag
    assert "Fout op de oppervlakte: mediaan 0.5%" in verslag
    assert "Regio's: 15; in meer dan een stuk: limburg 2" in verslag
    assert "met brotli" in verslag


@pytest.mark.parametrize("inhoud", [None, b"{}\n"])
def test_controle_faalt_en_wijzigt_niets_als_het_bestand_verschilt(doel: Path, inhoud: bytes | None) -> None:
    if inhoud is not None:
        doel.write_bytes(inhoud)
    with pytest.raises(CommandError, match="voer teken_kaart uit") as fout:
        _voer_uit("--controle")
    assert fout.value.returncode == 1
    assert (doel.read_bytes() if doel.exists() else None) == inhoud


def test_de_paden_van_de_cellen_blijven_klein() -> None:
    verslag = _voer_uit("--controle")
    regel = next(regel for regel in verslag.splitlines() if regel.startswith("Paden van de cellen"))
    assert int(regel.rsplit(" ", 1)[1]) < 20_000


def test_zonder_de_groep_kaart_zegt_het_commando_wat_te_doen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "igs.kaart_tekenen")
    monkeypatch.delattr("igs.kaart_tekenen")
    monkeypatch.setitem(sys.modules, "shapely", None)
    with pytest.raises(CommandError, match="Installeer de groep kaart: uv sync --group kaart"):
        _voer_uit()
