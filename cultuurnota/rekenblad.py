"""Spreadsheets in and out: XLSX and CSV, as tables of cells that know where they stand. Knows no budget.

What comes in is hostile until read: sizes packed and unpacked, rows, columns, entities in the XML. A formula counts for
the value that the program which saved it kept beside it.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from xml.sax.handler import ContentHandler

import openpyxl
from defusedxml.sax import parse as lees_xml
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_BYTES = 2 * 1024 * 1024
MAX_UITGEPAKT = 20 * 1024 * 1024
MEESTE_DELEN = 200  # files in the package
MEESTE_BLADEN = 20
MEESTE_RIJEN = 500
MEESTE_KOLOMMEN = 40
CSV_RIJEN = 3 * MEESTE_RIJEN  # the sheets of a workbook stand below each other
GEEN_BLAD = "Dit is geen XLSX of CSV. Bewaar je rekenblad als XLSX en kies het dan opnieuw."
ONLEESBAAR = "Dit rekenblad is niet te lezen. Bewaar het opnieuw als XLSX en probeer het nog eens."
TE_GROOT = "Dit rekenblad is te groot. Hoogstens 2 MB mag, en 500 rijen per blad."
TE_VEEL_RIJEN = (
    f"Dit rekenblad is te groot: in rij {{rij}} staat nog iets. Hoogstens {MEESTE_RIJEN} rijen per blad mag."
)
DUBBELE_KOLOM = "De kolom “{kop}” staat er twee keer: in {een} en in {ander}. Laat er één staan."
TE_VEEL_BLADEN = f"Dit rekenblad heeft meer dan {MEESTE_BLADEN} bladen. Laat alleen de bladen van hier staan."
BEVEILIGD = "Dit is een oud rekenblad (XLS) of er staat een wachtwoord op. Bewaar het als XLSX, zonder wachtwoord."
# What a spreadsheet would take for a formula; one apostrophe more makes it text, and goes off again when we read.
FORMULE = re.compile(r"'*[=+\-@\t\r\n]")

Waarde = str | int | Decimal | None


class Bladfout(Exception):
    """What is wrong, as Dutch sentences; nothing was read."""

    def __init__(self, *zinnen: str) -> None:
        super().__init__(" ".join(zinnen))
        self.zinnen = zinnen


@dataclass(frozen=True)
class Cel:
    """What stands in a cell, and where. `fout`: a formula without a value, or with an error."""

    waarde: Any
    plek: str
    fout: str = ""

    @property
    def is_leeg(self) -> bool:
        return not self.fout and (self.waarde is None or not str(self.waarde).strip())


Rooster = list[list[Cel]]


@dataclass(frozen=True)
class Tabel:
    """A sheet to write: a header and rows. `vet`: the rows (from 0) that are a sum."""

    naam: str
    kop: Sequence[Waarde]
    rijen: Sequence[Sequence[Waarde]]
    breedtes: Sequence[int] = ()
    vet: frozenset[int] = frozenset()


# --- out ------------------------------------------------------------------------------------------------------------
def schrijf_xlsx(tabellen: Iterable[Tabel]) -> bytes:
    """A workbook with a sheet for each table. Text that begins like a formula stays text."""
    boek = openpyxl.Workbook()
    boek.remove(boek.active)
    boek.properties.creator = "op/netwerk"
    for tabel in tabellen:
        blad = boek.create_sheet(tabel.naam)
        blad.freeze_panes = "A2"
        for nummer, rij in enumerate([tabel.kop, *tabel.rijen], 1):
            for kolom, waarde in enumerate(rij, 1):
                _schrijf_cel(blad.cell(nummer, kolom), waarde, vet=nummer == 1 or nummer - 2 in tabel.vet)
        for kolom, breedte in enumerate(tabel.breedtes, 1):
            blad.column_dimensions[get_column_letter(kolom)].width = breedte
    uit = io.BytesIO()
    boek.save(uit)
    return uit.getvalue()


def _schrijf_cel(cel: Any, waarde: Waarde, *, vet: bool) -> None:
    cel.value = waarde
    if isinstance(waarde, str):
        cel.data_type = "s"  # openpyxl makes a formula of "=1+1"
        cel.quotePrefix = bool(FORMULE.match(waarde))  # and so would who edits the cell
        cel.alignment = Alignment(vertical="top", wrap_text=True)
    elif isinstance(waarde, Decimal):
        cel.number_format = "#,##0.00"
    if vet:
        cel.font = Font(bold=True)


def schrijf_csv(kop: Sequence[Waarde], rijen: Iterable[Sequence[Waarde]]) -> bytes:
    """As a spreadsheet here opens it: semicolons, a comma in the numbers, UTF-8 with a mark that says so."""
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    schrijver.writerows([_als_tekst(waarde) for waarde in rij] for rij in [kop, *rijen])
    return uit.getvalue().encode("utf-8-sig")


def _als_tekst(waarde: Waarde) -> str:
    if isinstance(waarde, str):
        return f"'{waarde}" if FORMULE.match(waarde) else waarde
    if isinstance(waarde, Decimal):
        return f"{waarde:.2f}".replace(".", ",")
    return "" if waarde is None else str(waarde)


# --- in -------------------------------------------------------------------------------------------------------------
def is_xlsx(inhoud: bytes) -> bool:
    return inhoud.startswith(b"PK\x03\x04")


def lees_xlsx(inhoud: bytes) -> dict[str, Rooster]:
    """The cells of every sheet by its name. Raises Bladfout."""
    _keur_pakket(inhoud)
    try:
        waarden, formules = (
            openpyxl.load_workbook(io.BytesIO(inhoud), read_only=True, data_only=kant, keep_links=False)
            for kant in (True, False)
        )
        if len(waarden.worksheets) > MEESTE_BLADEN:
            raise Bladfout(TE_VEEL_BLADEN)
        paren = zip(waarden.worksheets, formules.worksheets, strict=True)
        return {waarde.title: _lees_blad(waarde, formule) for waarde, formule in paren}
    except Bladfout:
        raise
    except Exception as fout:  # the library may raise anything on hostile bytes; the sender gets one sentence
        raise Bladfout(ONLEESBAAR) from fout


def _keur_pakket(inhoud: bytes) -> None:
    """The sizes that the package itself names (unpacking never goes beyond), and XML without entities."""
    if len(inhoud) > MAX_BYTES:
        raise Bladfout(TE_GROOT)
    try:
        with zipfile.ZipFile(io.BytesIO(inhoud)) as pakket:
            delen = pakket.infolist()
            if len(delen) > MEESTE_DELEN or sum(deel.file_size for deel in delen) > MAX_UITGEPAKT:
                raise Bladfout(TE_GROOT)
            for deel in delen:
                if deel.filename.lower().endswith((".xml", ".rels", ".vml")):
                    with pakket.open(deel) as bestand:
                        is_blad = deel.filename.lower().startswith("xl/worksheets/")
                        lees_xml(bestand, _Rijteller() if is_blad else ContentHandler(), forbid_dtd=True)
    except Bladfout:
        raise
    except Exception as fout:  # the package, what unpacks it, the XML and its encoding each raise their own
        raise Bladfout(ONLEESBAAR) from fout


class _Rijteller(ContentHandler):
    """Reads a sheet for what stands below the last row that is read: nothing of it is dropped in silence."""

    def __init__(self) -> None:
        super().__init__()
        self.rij, self.in_waarde = 0, False

    def startElement(self, name: str, attrs: Any) -> None:
        soort = name.rpartition(":")[2]
        if soort == "row":
            nummer = attrs.get("r", "")
            self.rij = int(nummer) if nummer.isdecimal() else self.rij + 1
        self.in_waarde = soort in ("v", "f", "t")

    def characters(self, content: str) -> None:
        if self.in_waarde and self.rij > MEESTE_RIJEN and content.strip():
            raise Bladfout(TE_VEEL_RIJEN.format(rij=self.rij))


def _lees_blad(waarden: Any, formules: Any) -> Rooster:
    grenzen = {"min_row": 1, "max_row": MEESTE_RIJEN, "min_col": 1, "max_col": MEESTE_KOLOMMEN}
    return [
        [
            _cel(waarde, formule, f"blad {waarden.title}, cel {get_column_letter(kolom)}{rij}")
            for kolom, (waarde, formule) in enumerate(zip(links, rechts, strict=True), 1)
        ]
        for rij, (links, rechts) in enumerate(
            zip(waarden.iter_rows(**grenzen), formules.iter_rows(**grenzen), strict=True), 1
        )
    ]


def _cel(waarde: Any, formule: Any, plek: str) -> Cel:
    if waarde.data_type == "e":
        return Cel(None, plek, f"In {plek} staat een fout. Verbeter ze in je rekenblad.")
    if formule.data_type == "f" and waarde.value is None:
        zin = f"In {plek} staat een formule zonder uitkomst. Open en bewaar het bestand in je rekenblad."
        return Cel(None, plek, zin)
    return Cel(waarde.value, plek)


def lees_csv(inhoud: bytes) -> Rooster:
    """The cells of a CSV, with semicolons, commas or tabs between them. Raises Bladfout."""
    if len(inhoud) > MAX_BYTES:
        raise Bladfout(TE_GROOT)
    tekst = _als_unicode(inhoud)
    scheiding = max(";,\t", key=tekst.split("\n", 1)[0].count)
    rooster: Rooster = []
    try:
        for rij, velden in enumerate(csv.reader(io.StringIO(tekst, newline=""), delimiter=scheiding), 1):
            if rij > CSV_RIJEN or len(velden) > MEESTE_KOLOMMEN:
                raise Bladfout(TE_GROOT)
            rooster.append(
                [Cel(ontdaan(veld), f"cel {get_column_letter(kolom)}{rij}") for kolom, veld in enumerate(velden, 1)]
            )
    except csv.Error as fout:
        raise Bladfout(GEEN_BLAD) from fout
    return rooster


def ontdaan(veld: str) -> str:
    """Without the apostrophe that kept it from being a formula."""
    return veld[1:] if veld.startswith("'") and FORMULE.match(veld) else veld


def _als_unicode(inhoud: bytes) -> str:
    if inhoud.startswith((b"\xd0\xcf\x11\xe0", b"\x09\x08")):
        raise Bladfout(BEVEILIGD)
    kodes = ["utf-16"] if inhoud.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for kode in kodes:
        try:
            tekst = inhoud.decode(kode)
        except UnicodeDecodeError:
            continue
        if tekst.strip() and "\x00" not in tekst:
            return tekst
    raise Bladfout(GEEN_BLAD)


def kopmap(rij: Sequence[Cel]) -> Mapping[str, int]:
    """Where each column stands, by its header in small letters. Raises Bladfout for a header that is there twice."""
    plekken: dict[str, int] = {}
    for plek, cel in enumerate(rij):
        if cel.is_leeg:
            continue
        kop = _kop(cel)
        if kop in plekken:
            eerste = rij[plekken[kop]]
            raise Bladfout(DUBBELE_KOLOM.format(kop=str(cel.waarde).strip()[:40], een=eerste.plek, ander=cel.plek))
        plekken[kop] = plek
    return plekken


def _kop(cel: Cel) -> str:
    waarde = cel.waarde
    if isinstance(waarde, float) and waarde.is_integer():
        waarde = int(waarde)
    return " ".join(str(waarde).split()).casefold()
