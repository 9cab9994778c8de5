"""The command: says what it added, changed and left alone, or why it refused, in sentences instead of a traceback."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from igs.gegevensbestanden import BESTANDEN
from igs.models import Gemeente
from tests.igs.test_gegevensbestanden import FOUTEN, kopie, voeg_toe
from tests.igs.test_gegevensregels import REGELS
from tests.igs.test_laden import GEWEIGERD, TELEFOON, databank

pytestmark = pytest.mark.usefixtures("gegevens")


def _voer_uit(*argumenten: object) -> list[str]:
    uit = io.StringIO()
    call_command("laad_gegevens", *map(str, argumenten), stdout=uit)
    return uit.getvalue().splitlines()


def _weigering(map_: Path) -> list[str]:
    with pytest.raises(CommandError) as fout:
        call_command("laad_gegevens", str(map_))
    kop, *regels = str(fout.value).splitlines()
    assert kop == "Niets gewijzigd. Dit klopt niet:"
    return regels


def test_zonder_map_worden_de_eigen_bestanden_geladen() -> None:
    voor = databank()
    regels = _voer_uit()
    assert "gemeenten: 327 ongewijzigd" in regels
    assert "igs_leden: 151 ongewijzigd" in regels
    assert "erkenningen: 19 ongewijzigd" in regels
    assert all(regel.endswith("ongewijzigd") for regel in regels)
    assert databank() == voor


def test_een_gewijzigd_bestand_staat_in_het_verslag(tmp_path: Path) -> None:
    TELEFOON(kopie(tmp_path))
    voeg_toe("deelgemeenten.csv", "Verzonnegem,2630,11001")(tmp_path)
    Gemeente.objects.filter(nis_code="11001").update(inwoners=16_000)
    regels = _voer_uit(tmp_path)
    assert "igs: 1 gewijzigd, 18 ongewijzigd" in regels
    assert "gemeenten: 326 ongewijzigd, 1 van de redactie" in regels
    assert any(regel.startswith("deelgemeenten: 1 toegevoegd, ") for regel in regels)


@pytest.mark.parametrize("naam", GEWEIGERD)
def test_een_weigering_noemt_bestand_regel_en_reden(naam: str, tmp_path: Path) -> None:
    grijp_in, fout = GEWEIGERD[naam]
    grijp_in(kopie(tmp_path))
    assert str(fout) in _weigering(tmp_path)


def test_een_weigering_somt_hoogstens_twintig_fouten_op(tmp_path: Path) -> None:
    voor = databank()
    voeg_toe("buurgemeenten.csv", *["11001,x"] * 25)(kopie(tmp_path))
    regels = _weigering(tmp_path)
    assert len(regels) == 21
    assert regels[-1] == "en nog 5 andere"
    assert databank() == voor


def test_alle_fouten_van_een_map_staan_in_een_weigering(tmp_path: Path) -> None:
    kopie(tmp_path)
    gevallen = [FOUTEN["slechte datum"], FOUTEN["dubbele sleutel"]]
    for grijp_in, _ in gevallen:
        grijp_in(tmp_path)
    assert _weigering(tmp_path) == sorted(str(fout) for _, fout in gevallen)


def test_regels_tussen_bestanden_komen_na_de_fouten_in_een_bestand(tmp_path: Path) -> None:
    """A rule between files cannot be judged while a row cannot be read."""
    kopie(tmp_path)
    for grijp_in in (FOUTEN["slechte datum"][0], REGELS["verwijzing: IGS van een naam"][0]):
        grijp_in(tmp_path)
    assert _weigering(tmp_path) == [str(FOUTEN["slechte datum"][1])]


def test_een_map_die_niet_bestaat_of_een_bestand_is_wordt_geweigerd(tmp_path: Path) -> None:
    bestand = tmp_path / "igs.csv"
    bestand.write_text("slug")
    for map_ in (tmp_path / "nergens", bestand):
        regels = _weigering(map_)
        assert len(regels) == len(BESTANDEN) + 1
        assert all(".csv: het bestand " in regel or "kaart.json: het bestand " in regel for regel in regels)
