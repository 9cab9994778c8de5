"""Spreadsheets in and out: what we write comes back the same, and what is hostile is refused with one sentence."""

import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from cultuurnota import rekenblad
from cultuurnota.rekenblad import Bladfout, Tabel, is_xlsx, kopmap, lees_csv, lees_xlsx, schrijf_csv, schrijf_xlsx
from tests.vijandig import ANDERE_TALEN, FORMULES, SCRIPT

TEKSTEN = [
    *FORMULES,
    *ANDERE_TALEN,
    *SCRIPT,
    "'t Gasthuis",
    "'=1+1",
    "''-x",
    "a;b,c\td",
    'zei "ja"',
    "twee\nregels",
    "\tx",
]


def waarden(rooster) -> list[list]:
    return [[cel.waarde for cel in rij] for rij in rooster]


def boek(**cellen) -> bytes:
    """A workbook with one sheet, Blad, and what stands in these cells."""
    werk = openpyxl.Workbook()
    werk.active.title = "Blad"
    for plek, waarde in cellen.items():
        werk.active[plek] = waarde
    uit = io.BytesIO()
    werk.save(uit)
    return uit.getvalue()


def herpakt(inhoud: bytes, **delen: bytes) -> bytes:
    """The same package with other contents in some of its files (`/` written as `__`)."""
    uit = io.BytesIO()
    anders = {naam.replace("__", "/") + ".xml": waarde for naam, waarde in delen.items()}
    with zipfile.ZipFile(io.BytesIO(inhoud)) as oud, zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as nieuw:
        for deel in oud.namelist():
            nieuw.writestr(deel, anders.pop(deel, None) or oud.read(deel))
        for deel, waarde in anders.items():
            nieuw.writestr(deel, waarde)
    return uit.getvalue()


# --- what comes back ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("tekst", [tekst for tekst in TEKSTEN if "\r" not in tekst])
def test_tekst_komt_precies_terug_uit_beide(tekst):
    rooster = lees_xlsx(schrijf_xlsx([Tabel("A", ["kop"], [[tekst]])]))["A"]
    assert rooster[1][0].waarde == tekst
    assert lees_csv(schrijf_csv(["kop", "b"], [[tekst, "x"]]))[1][0].waarde == tekst


@pytest.mark.parametrize("formule", FORMULES)
def test_wat_op_een_formule_lijkt_wordt_er_nooit_een(formule):
    [cel] = next(
        openpyxl.load_workbook(io.BytesIO(schrijf_xlsx([Tabel("A", ["k"], [[formule]])])))["A"].iter_rows(min_row=2)
    )
    assert (cel.data_type, cel.value, cel.quotePrefix) == ("s", formule, True)
    regel = schrijf_csv(["k"], [[formule]]).decode("utf-8-sig").splitlines()[1]
    assert regel.lstrip('"').startswith("'")


def test_getallen_blijven_getallen():
    rijen = [[1, Decimal("1250.50"), None, Decimal("0.10")]]
    terug = lees_xlsx(schrijf_xlsx([Tabel("A", ["a", "b", "c", "d"], rijen)]))["A"]
    assert waarden(terug)[1][:4] == [1, 1250.5, None, 0.1]
    assert schrijf_csv(["a", "b", "c", "d"], rijen).decode("utf-8-sig").splitlines()[1] == "1;1250,50;;0,10"


def test_elke_cel_weet_waar_ze_staat():
    assert lees_xlsx(boek(C4="x"))["Blad"][3][2].plek == "blad Blad, cel C4"
    assert lees_csv(b"a;b\n;x\n")[1][1].plek == "cel B2"


@pytest.mark.parametrize(
    ("inhoud", "velden"),
    [
        (b"a;b\r\nc;d", ["a", "b"]),
        (b"a,b\nc,d", ["a", "b"]),
        (b"a\tb\nc\td", ["a", "b"]),
        ("\ufeffé;b\n".encode(), ["é", "b"]),
        ("é;b\n".encode("cp1252"), ["é", "b"]),
        ("é\tb\n".encode("utf-16"), ["é", "b"]),
    ],
)
def test_een_csv_van_elk_programma_is_te_lezen(inhoud, velden):
    assert [cel.waarde for cel in lees_csv(inhoud)[0]] == velden


def test_een_kop_is_een_kop_ook_als_getal_of_met_spaties():
    assert kopmap(lees_xlsx(boek(A1="  NIS-Code ", B1=2027, C1=2028.0))["Blad"][0]) == {
        "nis-code": 0,
        "2027": 1,
        "2028": 2,
    }


# --- formulas -------------------------------------------------------------------------------------------------------
def test_een_formule_telt_met_de_uitkomst_die_erbij_bewaard_is():
    blad = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><f>SUM(1,2)</f><v>3</v></c><c r="B1"><f>1+1</f></c>'
        b'<c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData></worksheet>'
    )
    drie, zonder, fout = lees_xlsx(herpakt(boek(), xl__worksheets__sheet1=blad))["Blad"][0][:3]
    assert (drie.waarde, drie.fout) == (3, "")
    assert (
        zonder.fout
        == "In blad Blad, cel B1 staat een formule zonder uitkomst. Open en bewaar het bestand in je rekenblad."
    )
    assert fout.fout == "In blad Blad, cel C1 staat een fout. Verbeter ze in je rekenblad."
    assert not zonder.is_leeg


# --- what is refused ------------------------------------------------------------------------------------------------
BOM = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>'
BUITEN = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


@pytest.mark.parametrize(
    "deel", ["xl__worksheets__sheet1", "xl__sharedStrings", "xl__workbook", "docProps__core", "los"]
)
@pytest.mark.parametrize("xml", [BOM, BUITEN, BOM.decode().encode("utf-16"), b"<a>", b"\x00" * 100])
def test_xml_met_entiteiten_of_half_wordt_geweigerd(deel, xml):
    with pytest.raises(Bladfout, match="niet te lezen"):
        lees_xlsx(herpakt(boek(A1="x"), **{deel: xml}))


def test_een_bestand_dat_zich_ontvouwt_wordt_geweigerd_zonder_uit_te_pakken():
    groot = herpakt(boek(A1="x"), los=b" " * (rekenblad.MAX_UITGEPAKT + 1))
    assert len(groot) < rekenblad.MAX_BYTES
    with pytest.raises(Bladfout, match="te groot"):
        lees_xlsx(groot)


def test_een_pakket_dat_over_zijn_grootte_liegt_komt_niet_verder():
    inhoud = bytearray(herpakt(boek(A1="x"), los=b" " * 5_000_000))
    plek = inhoud.rindex(b"los.xml") - 46 + 24  # the size unpacked, in the directory at the end
    inhoud[plek : plek + 4] = (10).to_bytes(4, "little")
    with pytest.raises(Bladfout):
        lees_xlsx(bytes(inhoud))


def test_te_veel_delen_bladen_rijen_of_bytes():
    with pytest.raises(Bladfout, match="te groot"):
        lees_xlsx(herpakt(boek(A1="x"), **{f"los{nummer}": b"<a/>" for nummer in range(200)}))
    with pytest.raises(Bladfout, match="meer dan 20 bladen"):
        lees_xlsx(schrijf_xlsx(Tabel(f"b{nummer}", ["x"], []) for nummer in range(21)))
    with pytest.raises(Bladfout, match="te groot"):
        lees_xlsx(boek(A501="x"))
    assert lees_xlsx(boek(A500="x"))["Blad"][499][0].waarde == "x"
    with pytest.raises(Bladfout, match="te groot"):
        lees_xlsx(b"PK\x03\x04" + b"x" * rekenblad.MAX_BYTES)
    with pytest.raises(Bladfout, match="te groot"):
        lees_csv(b"a;b\n" * 1501)
    with pytest.raises(Bladfout, match="te groot"):
        lees_csv(b";" * 41)
    with pytest.raises(Bladfout, match="te groot"):
        lees_csv(b"x" * (rekenblad.MAX_BYTES + 1))


def test_wat_onder_de_laatste_rij_staat_verdwijnt_niet_in_stilte():
    for plek in ("A502", "D9999", "AZ1048576"):
        with pytest.raises(Bladfout, match=rf"in rij {plek.strip('ADZ')} staat nog iets. Hoogstens 500"):
            lees_xlsx(boek(**{"A1": "x", plek: "verloren"}))
    leeg = openpyxl.Workbook()
    leeg.active.cell(900, 1).font = openpyxl.styles.Font(bold=True)  # what a program leaves behind is no row
    uit = io.BytesIO()
    leeg.save(uit)
    assert len(next(iter(lees_xlsx(uit.getvalue()).values()))) <= rekenblad.MEESTE_RIJEN


def test_een_kolom_die_er_twee_keer_staat_wordt_niet_geraden():
    for rooster in (lees_xlsx(boek(A1="NIS-code", B1=2027, C1=2027.0))["Blad"], lees_csv(b"NIS-code;2027; 2027\n")):
        with pytest.raises(
            Bladfout, match=r"De kolom “2027.*” staat er twee keer: in .*B1 en in .*C1. Laat er één staan"
        ):
            kopmap(rooster[0])


def test_een_cel_in_de_laatste_hoek_legt_niets_stil():
    assert len(lees_xlsx(boek(A1="x", XFD1="y"))["Blad"][0]) == rekenblad.MEESTE_KOLOMMEN
    with pytest.raises(Bladfout, match="te groot"):
        lees_xlsx(boek(A1="x", A1048576="y", A501="z"))


@pytest.mark.parametrize(
    ("inhoud", "zin"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "wachtwoord"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "geen XLSX of CSV"),
        (b"%PDF-1.7\n\x00", "geen XLSX of CSV"),
        (b"   \n ", "geen XLSX of CSV"),
        (b"\xff\xfe\x00", "geen XLSX of CSV"),
        (b'"' + b"x" * 200_000, "geen XLSX of CSV"),
    ],
)
def test_wat_geen_rekenblad_is_wordt_geweigerd(inhoud, zin):
    assert not is_xlsx(inhoud)
    with pytest.raises(Bladfout, match=zin):
        lees_csv(inhoud)


@pytest.mark.parametrize("inhoud", [b"PK\x03\x04", b"PK\x03\x04" + bytes(range(256)) * 20, boek(A1="x")[:-100]])
def test_een_half_pakket_wordt_geweigerd(inhoud):
    with pytest.raises(Bladfout, match="niet te lezen"):
        lees_xlsx(inhoud)


def test_een_ander_pakket_is_geen_rekenblad():
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w") as pakket:
        pakket.writestr("word/document.xml", "<a/>")
    with pytest.raises(Bladfout, match="niet te lezen"):
        lees_xlsx(uit.getvalue())


def test_elke_weigering_is_een_zin_zonder_verboden_woorden():
    for zin in (
        rekenblad.GEEN_BLAD,
        rekenblad.ONLEESBAAR,
        rekenblad.TE_GROOT,
        rekenblad.BEVEILIGD,
        rekenblad.TE_VEEL_BLADEN,
        rekenblad.TE_VEEL_RIJEN,
        rekenblad.DUBBELE_KOLOM,
    ):
        assert zin.endswith(".")
        assert "ongeldig" not in zin.lower()
