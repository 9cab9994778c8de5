"""The spreadsheet of a budget through LibreOffice: it opens, its formulas count, and it comes back the same."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from cultuurnota import begrotingsinvoer
from cultuurnota.begrotingsblad import als_csv, als_xlsx, lees_bestand, staat_er
from cultuurnota.models import Cultuurnota
from tests.cultuurnota import rekenbladen
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid
from tests.cultuurnota.rekenbladen import met

SOFFICE = os.environ.get("OPNETWERK_SOFFICE") or shutil.which("soffice") or shutil.which("libreoffice")
# Semicolons, quotes, UTF-8, from the first row, columns as they are, and numbers as people here write them.
HIER = "59,34,76,1,,2067,false,true"
CSV_HIER = f"csv:Text - txt - csv (StarCalc):{HIER}"


@pytest.fixture
def soffice() -> str:
    if not SOFFICE:
        reden = (
            "LET OP: het rekenblad is NIET in LibreOffice geopend. Doe eerst: apt-get install libreoffice-calc-nogui"
        )
        if os.environ.get("CI"):
            pytest.fail(reden)
        pytest.skip(reden)
    return SOFFICE


@pytest.fixture
def nota(gegevens) -> Cultuurnota:
    nota = maak_nota()
    rekenbladen.vul(nota, maak_teamlid(nota).gebruiker)
    return nota


def opnieuw_bewaard(soffice: str, tmp_path: Path, inhoud: bytes, *, van: str = "xlsx", naar: str = "xlsx") -> bytes:
    """What LibreOffice makes of it, with a profile of its own so that two runs do not meet."""
    bron, uit = tmp_path / f"begroting.{van}", tmp_path / "uit"
    bron.write_bytes(inhoud)
    opdracht = [soffice, f"-env:UserInstallation={(tmp_path / 'profiel').as_uri()}", "--headless", "--convert-to", naar]
    if van == "csv":
        opdracht.append(f"--infilter=Text - txt - csv (StarCalc):{HIER}")
    klaar = subprocess.run(
        [*opdracht, "--outdir", str(uit), str(bron)], capture_output=True, timeout=240, check=False, text=True
    )
    [bestand] = uit.glob("*") if uit.exists() else []
    assert bestand.suffix == f".{naar.split(':')[0]}", klaar.stderr
    return bestand.read_bytes()


def test_een_xlsx_opent_in_libreoffice_en_komt_hetzelfde_terug(soffice, nota, tmp_path):
    inhoud = opnieuw_bewaard(soffice, tmp_path, als_xlsx(nota))
    assert inhoud != als_xlsx(nota)
    voorstel = lees_bestand(nota, inhoud)
    assert voorstel.inhoud == staat_er(nota)
    assert voorstel.wenken == ()


def test_een_formule_telt_zodra_libreoffice_ze_uitrekende(soffice, nota, tmp_path):
    inhoud = met(als_xlsx(nota), "Posten", D2="=ROUND(100000/3,2)", E2="=D2*2")
    voorstel = lees_bestand(nota, opnieuw_bewaard(soffice, tmp_path, inhoud))
    assert voorstel.inhoud.posten[0].bedragen == {"2027": "33333.33", "2028": "66666.66"}
    assert len(begrotingsinvoer.verschillen(staat_er(nota), voorstel.inhoud)) == 1
    assert voorstel.inhoud.posten[1].naam == "=1+1"


@pytest.mark.parametrize("naar", ["xlsx", CSV_HIER])
def test_een_csv_gaat_en_komt_ook_door_libreoffice(soffice, nota, tmp_path, naar):
    inhoud = opnieuw_bewaard(soffice, tmp_path, als_csv(nota), van="csv", naar=naar)
    voorstel = lees_bestand(nota, inhoud)
    assert voorstel.inhoud == staat_er(nota)
    assert voorstel.wenken == ()
