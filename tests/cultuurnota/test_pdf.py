"""The PDF: tagged, in Dutch, with headings, alternative texts and a table of contents. Needs the group `pdf`."""

import io
import os
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import ImageFile

from cultuurnota import pdf
from cultuurnota.leesnota import Deel, Leesnota
from tests import vijandig
from tests.cultuurnota.test_document import BEELD, RIJK, lees_beeld, stuk

if not pdf.is_er() and os.environ.get("CI"):
    raise RuntimeError("CI tests the PDF: sync with --group pdf")
pikepdf = pytest.importorskip("pikepdf", reason="LET OP: de PDF is NIET getest. Doe eerst: uv sync --group pdf")
pytestmark = [
    pytest.mark.skipif(not pdf.is_er(), reason="LET OP: de PDF is NIET getest. Doe eerst: uv sync --group pdf"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def maak(nota: Leesnota) -> Any:
    return pikepdf.open(io.BytesIO(pdf.maak_pdf(nota, lees_beeld)))


def knopen(knoop: Any) -> Iterator[Any]:
    """Every element of the tree of tags."""
    if isinstance(knoop, pikepdf.Array):
        for een in knoop:
            yield from knopen(een)
    elif isinstance(knoop, pikepdf.Dictionary):
        if "/S" in knoop:
            yield knoop
        if "/K" in knoop:
            yield from knopen(knoop.K)


def test_de_pdf_is_getagd_met_taal_titel_koppen_alt_en_inhoudstafel() -> None:
    document = maak(stuk(RIJK))
    wortel = document.Root
    assert "/StructTreeRoot" in wortel
    assert wortel.MarkInfo.Marked
    assert str(wortel.Lang) == "nl-BE"
    assert str(document.docinfo.Title) == "Onze nota"
    assert wortel.ViewerPreferences.DisplayDocTitle
    alle = list(knopen(wortel.StructTreeRoot.K))
    soorten = [str(een.S) for een in alle]
    for soort in ("/H1", "/H2", "/H3", "/H4", "/P", "/L", "/Table", "/Caption", "/TH", "/TD", "/Figure", "/Link"):
        assert soort in soorten, soort
    assert soorten.count("/H1") == 1
    alts = [str(een.Alt) for een in alle if str(een.S) == "/Figure" and "/Alt" in een]
    assert alts == ["Een kaart van de regio"]
    with document.open_outline() as overzicht:
        assert [een.title for een in overzicht.root] == ["Onze nota"]
    with document.open_metadata() as metadata:
        assert metadata.get("pdfuaid:part") == "1"


@pytest.mark.parametrize("adres", ["https://kwaad.example/x.jpg", "file:///etc/passwd"])
def test_er_wordt_niets_van_elders_gelezen(adres: str) -> None:
    gevraagd: list[str] = []

    def lees(gevraagd_adres: str) -> None:
        gevraagd.append(gevraagd_adres)

    assert pdf.maak_pdf(stuk(f'<p>x</p><img src="{adres}" alt="x">'), lees).startswith(b"%PDF")
    assert set(gevraagd) == {adres}  # asked of us alone, and refused


@pytest.mark.parametrize("tekst", vijandig.SCRIPT)
def test_tekst_van_een_titel_blijft_tekst(tekst: str) -> None:
    nota = Leesnota(tekst, "Zuidrand", 2027, 2032, (Deel("h1", tekst, "<p>x</p>"),), (), ())
    document = maak(nota)
    assert str(document.docinfo.Title) == tekst
    assert "/OpenAction" not in document.Root
    assert "/JavaScript" not in str(document.Root.get("/Names", ""))


def test_het_beeld_zit_in_het_bestand() -> None:
    met, zonder = (pdf.maak_pdf(stuk(html), lees_beeld) for html in (RIJK, RIJK.replace(BEELD, "/media/weg.jpg")))
    assert len(met) != len(zonder)


def test_na_een_pdf_neemt_het_portaal_nog_altijd_geen_halve_beelden() -> None:
    pdf.maak_pdf(stuk(RIJK), lees_beeld)
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
