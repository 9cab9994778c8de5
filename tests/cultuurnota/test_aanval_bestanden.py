"""Hostile files at the money of a note: spreadsheets, a note as a file, and the decision of a council as a PDF."""

import io
import uuid
import zipfile
from datetime import date, datetime
from typing import Any

import pikepdf
import pytest
from django.test import Client

from cultuurnota import begrotingsblad, raadsdocument, rekenblad
from cultuurnota.invoer import InvoerFout, voer_in
from cultuurnota.models import (
    Cultuurnota,
)
from cultuurnota.rekenblad import Bladfout, lees_xlsx
from cultuurnota.uitvoeren import maak_zip
from cultuurnota.uitwisseling import exporteer
from tests.cultuurnota import pdfs, rekenbladen
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid
from tests.cultuurnota.zakelijk import als, pad, post_van, vol


@pytest.fixture
def nota(gegevens: Any) -> Cultuurnota:
    """With a line, an objective that is measured, a promise with a decision, and something online."""
    return vol(maak_nota())


@pytest.fixture
def schrijver(nota: Cultuurnota) -> Client:
    return als(maak_teamlid(nota).gebruiker)


# --- spreadsheets -----------------------------------------------------------------------------------------------------
def stuk_in_het_midden(inhoud: bytes) -> bytes:
    """The packed bytes of the first sheet are no longer what was packed."""
    with zipfile.ZipFile(io.BytesIO(inhoud)) as pakket:
        deel = pakket.getinfo("xl/worksheets/sheet1.xml")
    begin = deel.header_offset + 30 + len(deel.filename)
    kapot = bytearray(inhoud)
    kapot[begin : begin + deel.compress_size] = b"\xff" * deel.compress_size
    return bytes(kapot)


def herpakt(inhoud: bytes, wijze: int, **delen: bytes) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(inhoud)) as oud, zipfile.ZipFile(uit, "w", wijze) as nieuw:
        for naam in oud.namelist():
            nieuw.writestr(naam, delen.get(naam.rpartition("/")[2].removesuffix(".xml")) or oud.read(naam))
    return uit.getvalue()


def lzma_stuk(inhoud: bytes) -> bytes:
    return stuk_in_het_midden(herpakt(inhoud, zipfile.ZIP_LZMA))


def vreemde_taal(inhoud: bytes) -> bytes:
    return herpakt(inhoud, zipfile.ZIP_DEFLATED, sheet1=b'<?xml version="1.0" encoding="klingon"?><worksheet/>')


@pytest.mark.django_db
@pytest.mark.parametrize("bederf", [stuk_in_het_midden, lzma_stuk, vreemde_taal])
def test_een_kapot_pakket_is_een_zin_en_geen_storing(nota: Cultuurnota, schrijver: Client, bederf: Any) -> None:
    kapot = bederf(begrotingsblad.als_xlsx(nota))
    with pytest.raises(Bladfout, match="niet te lezen"):
        lees_xlsx(kapot)
    antwoord = schrijver.post(pad(nota, "begroting_rekenblad"), {"bestand": rekenbladen.upload(kapot)})
    assert antwoord.status_code == 200
    assert rekenblad.ONLEESBAAR in antwoord.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "waarde",
    [1e308, -1e308, True, datetime(2026, 1, 2, 3, 4), date(1900, 1, 1), "=1/0", "#REF!", "1e308", "NaN", 10**40],
)
@pytest.mark.parametrize("plek", [("Posten", "D2"), ("Posten", "C2"), ("Bijdragen", "C2"), ("Instellingen", "B4")])
def test_een_verkeerd_soort_cel_wordt_genoemd(nota: Cultuurnota, waarde: Any, plek: tuple[str, str]) -> None:
    blad, cel = plek
    with pytest.raises(Bladfout) as fout:
        begrotingsblad.lees_bestand(nota, rekenbladen.met(begrotingsblad.als_xlsx(nota), blad, **{cel: waarde}))
    assert f"blad {blad}, cel {cel}" in " ".join(fout.value.zinnen)


@pytest.mark.django_db
def test_verborgen_bladen_en_samengevoegde_cellen_storen_niet(nota: Cultuurnota) -> None:
    def bewerk(boek: Any) -> None:
        geheim = boek.create_sheet("Geheim")
        geheim["A1"], geheim.sheet_state = "=WEBSERVICE(1)", "veryHidden"
        boek["Overzicht"].sheet_state = "hidden"
        boek["Posten"].merge_cells("D2:E2")

    inhoud = begrotingsblad.lees_bestand(nota, rekenbladen.bewerkt(begrotingsblad.als_xlsx(nota), bewerk)).inhoud
    assert inhoud == begrotingsblad.staat_er(nota)


@pytest.mark.django_db
@pytest.mark.parametrize("kode", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("scheiding", [";", "\t"])
def test_een_csv_in_elke_kode_is_dezelfde(nota: Cultuurnota, kode: str, scheiding: str) -> None:
    rijen = rekenbladen.rijen_van_csv(begrotingsblad.als_csv(nota))
    tekst = rekenbladen.als_csv(rijen).decode()
    if scheiding == "\t":
        tekst = tekst.replace(";", "\t")
    assert begrotingsblad.lees_bestand(nota, tekst.encode(kode)).inhoud == begrotingsblad.staat_er(nota)


@pytest.mark.django_db
def test_een_getekend_voorstel_werkt_niet_elders_en_niet_opnieuw(nota: Cultuurnota) -> None:
    lid = maak_teamlid(nota)
    client, adres = als(lid.gebruiker), pad(nota, "begroting_rekenblad")
    ander = vol(maak_nota(nota.igs, titel="Ander"))
    maak_teamlid(ander, gebruiker=lid.gebruiker)
    bestand = rekenbladen.met(begrotingsblad.als_xlsx(nota), "Posten", B2="Zaalhuur")
    teken = client.post(adres, {"bestand": rekenbladen.upload(bestand)}).context["teken"]
    data = {"doe": "neem_over", "teken": teken}
    assert client.post(pad(ander, "begroting_rekenblad"), data).status_code == 409
    assert client.post(adres, data).status_code == 302
    nota.begroting.posten.update(naam="Huur")
    assert client.post(adres, data).status_code == 409
    assert post_van(nota).naam == "Huur"
    lid.rol = "lezer"
    lid.save()
    assert client.post(adres, data).status_code == 403


# --- the whole note as a file -----------------------------------------------------------------------------------------
RARE: list[Any] = ["abc", "-5", "Infinity", "sNaN", "1E400", "1.005", None, True, [], {}, 10**15]
RARE_BEDRAGEN: list[Any] = [
    *({"2027": een} for een in RARE),
    *({jaar: "5.00"} for jaar in ("", "x", "27", "20270", "²⁰²⁷")),
    ["2027"],
]


@pytest.mark.django_db
@pytest.mark.parametrize("bedragen", RARE_BEDRAGEN)
def test_een_nota_uit_een_bestand_met_rare_bedragen_komt_niet_binnen(nota: Cultuurnota, bedragen: Any) -> None:
    inhoud, wie = exporteer(nota), maak_teamlid(nota, "trekker").gebruiker

    def kom_binnen() -> Cultuurnota:
        zip_ = maak_zip(inhoud)
        formulier = uuid.uuid4().hex
        return voer_in(bestand=io.BytesIO(zip_), grootte=len(zip_), igs=nota.igs, door=wie, formulier=formulier)

    assert kom_binnen().begroting.posten.get().bedragen == {"2027": "5.00"}
    inhoud["begroting"]["posten"][0]["bedragen"] = bedragen
    with pytest.raises(InvoerFout, match="bedragen"):
        kom_binnen()
    assert Cultuurnota.objects.count() == 2


# --- the decision of a council ----------------------------------------------------------------------------------------
def actie(soort: str, **rest: Any) -> pikepdf.Dictionary:
    return pikepdf.Dictionary({"/S": pikepdf.Name(soort)} | {f"/{naam}": waarde for naam, waarde in rest.items()})


def bij_openen(een: Any) -> bytes:
    def bewerk(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = een

    return pdfs.maak(bewerk)


def bij_drukken(een: Any) -> bytes:
    def bewerk(pdf: pikepdf.Pdf) -> None:
        vak = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=een)
        pdf.pages[0].Annots = pikepdf.Array([vak])

    return pdfs.maak(bewerk)


WEB = actie("/URI", URI=pikepdf.String("https://kwaad.example/"))
NAAR = actie("/GoTo", D=pikepdf.String("begin"))
ELDERS = actie("/GoToR", F=pikepdf.String("\\\\kwaad.example\\deel\\a.pdf"), D=pikepdf.Array([0]))


@pytest.mark.parametrize(
    ("inhoud", "uitslag"),
    [
        (bij_openen(NAAR), "goed"),
        (bij_drukken(WEB), "goed"),
        (bij_openen(WEB), "start"),
        (bij_openen(actie("/GoTo", D=pikepdf.String("begin"), Next=WEB)), "start"),
        (bij_openen(ELDERS), "start"),
        (bij_drukken(ELDERS), "start"),
        (bij_drukken(actie("/URI", URI=pikepdf.String(" JavaScript:app.alert(1)"))), "script"),
        (bij_drukken(actie("/URI", URI=pikepdf.String("file:///C:/Windows/calc.exe"))), "start"),
        (pdfs.maak().replace(b"/MediaBox", b"/J#53 (x) /MediaBox"), "script"),
    ],
)
def test_een_pdf_die_vanzelf_iets_opent_of_een_script_verstopt_wordt_geweigerd(inhoud: bytes, uitslag: str) -> None:
    assert raadsdocument.keur(inhoud) == uitslag
