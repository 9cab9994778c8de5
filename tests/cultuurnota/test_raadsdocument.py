"""The decision of a council: a PDF that only shows comes through; anything else is refused with one clear sentence."""

import time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from cultuurnota import pdfkeuring, raadsdocument
from cultuurnota.raadsdocument import FOUTEN, Raadsdocument, nette_naam
from tests.cultuurnota import pdfs
from tests.vijandig import ANDERE_TALEN, SCRIPT

SLECHT = [(woord, naam) for woord, soort in pdfs.SLECHTE.items() for naam in soort]


def veld() -> Raadsdocument:
    return Raadsdocument(label="Het besluit")


@pytest.mark.parametrize("naam", pdfs.GOEDE)
def test_een_pdf_die_alleen_toont_komt_door(naam):
    assert pdfkeuring.keur(pdfs.GOEDE[naam]) == "goed"


@pytest.mark.parametrize(("woord", "naam"), SLECHT)
def test_een_pdf_die_meer_doet_wordt_geweigerd(woord, naam):
    assert pdfkeuring.keur(pdfs.SLECHTE[woord][naam]) == woord


@pytest.mark.parametrize("woord", pdfs.SLECHTE)
def test_elke_weigering_zegt_wat_je_doet(woord):
    inhoud = next(iter(pdfs.SLECHTE[woord].values()))
    with pytest.raises(ValidationError) as fout:
        veld().clean(SimpleUploadedFile("besluit.pdf", inhoud))
    assert fout.value.messages == [FOUTEN[woord]]
    assert not {"ongeldig", "JavaScript"} & set(FOUTEN[woord].split())


def test_een_goede_pdf_houdt_haar_bytes_en_haar_naam():
    inhoud = pdfs.GOEDE["link"]
    assert veld().clean(SimpleUploadedFile("Besluit Hove.PDF", inhoud)) == (inhoud, "Besluit Hove.pdf")


def test_wat_geen_pdf_heet_maar_er_een_is_komt_door():
    assert veld().clean(SimpleUploadedFile("besluit.doc", pdfs.maak()))[1] == "besluit.doc.pdf"


def test_meer_dan_tien_megabyte_wordt_geweigerd_zonder_te_openen():
    begin = time.monotonic()
    with pytest.raises(ValidationError, match="Hoogstens 10 MB mag"):
        veld().clean(SimpleUploadedFile("besluit.pdf", b"%PDF-" + b"x" * raadsdocument.MAX_BYTES))
    assert raadsdocument.keur(b"%PDF-" + b"x" * raadsdocument.MAX_BYTES) == "te_groot"
    assert time.monotonic() - begin < 2


def test_een_leeg_bestand_is_geen_besluit():
    with pytest.raises(ValidationError):
        veld().clean(SimpleUploadedFile("besluit.pdf", b""))


def test_een_bestand_dat_zich_ontvouwt_legt_niets_stil():
    """It unfolds into one and a half GB; the check has one."""
    inhoud = pdfs.bom(1500)
    assert len(inhoud) < raadsdocument.MAX_BYTES
    begin = time.monotonic()
    assert raadsdocument.keur(inhoud) == "te_ingewikkeld"
    assert time.monotonic() - begin < raadsdocument.TIJD + 5


def test_een_kleine_bom_is_gewoon_leesbaar():
    """So that the test above fails for its size and not for its shape."""
    assert raadsdocument.keur(pdfs.bom(1)) == "goed"


@pytest.mark.parametrize(
    "naam", [*SCRIPT, *ANDERE_TALEN, "", ".pdf", "a" * 400, "\x00\r\nSet-Cookie: a=b", "../../etc/passwd"]
)
def test_een_naam_blijft_een_regel_en_eindigt_op_pdf(naam):
    netjes = nette_naam(naam)
    assert netjes.endswith(".pdf")
    assert len(netjes) <= 150
    assert not {"\r", "\n", "\x00"} & set(netjes)
    assert netjes != ".pdf"
