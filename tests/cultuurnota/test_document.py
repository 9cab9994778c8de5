"""The Word file: opened again and read as a reader of Word would."""

import io
import posixpath
import shutil
import subprocess
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

import docx
import pytest
from django.utils.html import escape
from docx.oxml.ns import nsmap, qn
from lxml import etree
from PIL import Image

from cultuurnota.document import maak_docx
from cultuurnota.leesnota import Deel, Leesnota, leesnota
from cultuurnota.models import Actie, Doelstelling, Indicator, Uitdaging
from cultuurnota.uitwisseling import exporteer
from opnetwerk.formulieren import STUURTEKENS
from tests import vijandig
from tests.cultuurnota.fabriek import maak_nota

BEELD = "/media/afbeeldingen/0123456789abcdef0123456789abcdef.jpg"
RIJK = f"""<h2>Kop twee</h2><h3>Kop drie</h3><p>Gewoon <strong>vet</strong> en <em>schuin</em>.<br>Nieuwe regel</p>
<ul><li>punt <strong>een</strong></li><li><p>punt twee</p><ul><li>dieper</li></ul></li></ul>
<ol><li>eerste</li></ol><ol start="5"><li>vijfde</li></ol><blockquote><p>Een citaat</p></blockquote>
<p><a href="https://voorbeeld.be/pad?a=1&amp;b=2" rel="noopener">een link</a></p>
<figure><img src="{BEELD}" alt="Een kaart van de regio" width="300" height="200">
<figcaption>De regio</figcaption></figure>
<table><caption>Inwoners</caption><thead>
<tr><th scope="col">Gemeente</th><th scope="col" colspan="2">Cijfers</th></tr></thead>
<tbody>
<tr><th scope="row" rowspan="2">Lint</th><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody></table>"""


def lees_beeld(adres: str) -> io.BytesIO | None:
    if adres != BEELD:
        return None
    uit = io.BytesIO()
    Image.new("RGB", (300, 200), "green").save(uit, "JPEG")
    uit.seek(0)
    return uit


def stuk(html: str, titel: str = "Onze nota") -> Leesnota:
    return Leesnota(titel, "Zuidrand", 2027, 2032, (Deel("h1", "Hoofdstuk één", html),), (), ())


def open_docx(nota: Leesnota) -> Any:
    inhoud = maak_docx(nota, lees_beeld)
    assert zipfile.ZipFile(io.BytesIO(inhoud)).testzip() is None
    return docx.Document(io.BytesIO(inhoud))


def stijlen(document: Any) -> list[tuple[str, str]]:
    return [(alinea.style.name, alinea.text) for alinea in document.paragraphs if alinea.text]


def test_koppen_lijsten_citaat_en_bijschriften_zijn_echte_stijlen() -> None:
    gevonden = stijlen(open_docx(stuk(RIJK)))
    for verwacht in [
        ("Title", "Onze nota"), ("Heading 1", "Hoofdstuk één"), ("Heading 2", "Kop twee"), ("Heading 3", "Kop drie"),
        ("Normal", "Gewoon vet en schuin.\nNieuwe regel"), ("List Bullet", "punt een"), ("List Bullet", "punt twee"),
        ("List Bullet 2", "dieper"), ("List Number", "eerste"), ("List Number", "vijfde"), ("Quote", "Een citaat"),
        ("Caption", "De regio"), ("Caption", "Inwoners"),
    ]:  # fmt: skip
        assert verwacht in gevonden


def test_vet_en_schuin_blijven_bij_hun_woorden() -> None:
    document = open_docx(stuk("<p>a <strong>b</strong> <em>c</em></p>"))
    runs = [(run.text.strip(), run.bold, run.italic) for run in document.paragraphs[-1].runs if run.text.strip()]
    assert runs == [("a", None, None), ("b", True, None), ("c", None, True)]


def test_taal_en_titel_staan_in_het_bestand() -> None:
    document = open_docx(stuk("<p>Tekst</p>"))
    assert document.core_properties.title == "Onze nota"
    assert document.core_properties.language == "nl-BE"
    talen = {taal.get(qn("w:val")) for taal in document.styles.element.iter(qn("w:lang"))}
    assert talen == {"nl-BE"}
    assert "TOC" in document.element.xml


def test_een_beeld_heeft_zijn_beschrijving_en_past_op_de_bladzijde() -> None:
    document = open_docx(stuk(RIJK))
    assert [een.get("descr") for een in document.element.iter(qn("wp:docPr"))] == ["Een kaart van de regio"]
    assert all(vorm.width <= docx.shared.Cm(16.01) for vorm in document.inline_shapes)


def test_een_beeld_van_elders_komt_er_niet_in() -> None:
    document = open_docx(
        stuk('<p>x</p><img src="https://kwaad.example/x.jpg" alt="x"><img src="/media/../x.jpg" alt="">')
    )
    assert not document.inline_shapes


def test_een_tabel_heeft_een_kopregel_en_samengevoegde_cellen() -> None:
    (tabel,) = open_docx(stuk(RIJK)).tables
    assert [[cel.text for cel in rij.cells] for rij in tabel.rows] == [
        ["Gemeente", "Cijfers", "Cijfers"], ["Lint", "1", "2"], ["Lint", "3", "4"],
    ]  # fmt: skip
    assert tabel.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert tabel.cell(0, 0).paragraphs[0].runs[0].bold is True


@pytest.mark.parametrize(
    "tabel",
    [
        "<table></table>",
        "<table><tr></tr></table>",
        "<table><tbody><tr><td colspan='999' rowspan='999'>x</td></tr></tbody></table>",
        "<table><tr><td rowspan='3'>a</td><td>b</td></tr><tr><td colspan='4'>c</td></tr></table>",
        "<table><tr><td>a</td><td rowspan='2'>b</td></tr><tr><td colspan='2'>c</td></tr></table>",
        "<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>",
        "<table>" + "<tr>" + "<td>x</td>" * 200 + "</tr></table>",
        "<table><tr><td><ul><li>x</li></ul><p>y</p><h2>z</h2></td></tr></table>",
        "<td>los</td><li>los</li></ul></ol></table></strong>",
    ],
)
def test_een_scheve_tabel_maakt_een_bestand_dat_opengaat(tabel: str) -> None:
    assert open_docx(stuk(tabel))


def test_elke_genummerde_lijst_telt_voor_zich() -> None:
    document = open_docx(stuk("<ol><li>a</li><li>b</li></ol><ol start='5'><li>c</li></ol>"))
    nummers = [alinea._p.pPr.numPr.numId.val for alinea in document.paragraphs if alinea.style.name == "List Number"]
    assert nummers[0] == nummers[1] != nummers[2]
    starts = {
        num.numId: num.find(qn("w:lvlOverride")).find(qn("w:startOverride")).get(qn("w:val"))
        for num in document.part.numbering_part.element.num_lst
        if num.find(qn("w:lvlOverride")) is not None
    }
    assert (starts[nummers[0]], starts[nummers[2]]) == ("1", "5")


def test_een_link_is_een_link_en_een_kwaad_adres_niet() -> None:
    document = open_docx(stuk(f'{RIJK}<p><a href="javascript:alert(1)">kwaad</a></p>'))
    adressen = [rel.target_ref for rel in document.part.rels.values() if rel.is_external]
    assert adressen == ["https://voorbeeld.be/pad?a=1&b=2"]


@pytest.mark.parametrize("tekst", [*vijandig.SCRIPT, *vijandig.FORMULES, *vijandig.ANDERE_TALEN, *vijandig.STUURTEKENS])
def test_tekst_blijft_tekst(tekst: str) -> None:
    document = open_docx(stuk(f"<p>{escape(tekst)}</p>", titel=tekst))
    alles = "\n".join(alinea.text for alinea in document.paragraphs)
    zichtbaar = STUURTEKENS.sub("", tekst)
    assert zichtbaar in alles


@pytest.mark.django_db
def test_doelstellingen_en_planning_staan_bij_hun_hoofdstuk(gegevens: Any) -> None:
    nota = maak_nota()
    uitdaging = Uitdaging.objects.create(nota=nota, titel="Jongeren", tekst="Ze haken af")
    boven = Doelstelling.objects.create(nota=nota, titel="Samen", opdrachten=["6"])
    boven.uitdagingen.add(uitdaging)
    onder = Doelstelling.objects.create(nota=nota, titel="Een raad", boven=boven)
    Indicator.objects.create(doelstelling=onder, naam="Raden", nulmeting="1.50", bron="telling")
    Actie.objects.create(doelstelling=onder, titel="Starten", jaren=[2027, 2029], trekker="An", kost=1200)
    document = open_docx(leesnota(exporteer(nota)))
    gevonden = stijlen(document)
    assert ("Heading 2", "Samen") in gevonden
    assert ("Heading 3", "Een raad") in gevonden
    assert ("Normal", "Uitdagingen: Jongeren") in gevonden
    koppen = [tekst for stijl, tekst in gevonden if stijl == "Heading 1"]
    assert koppen == [een.titel for een in nota.hoofdstukken.all()]
    indicatoren, acties, planning = document.tables
    assert [cel.text for cel in indicatoren.rows[1].cells] == ["Raden", "", "1,5", "", "telling", ""]
    assert [cel.text for cel in acties.rows[1].cells] == ["Starten", "2027, 2029", "An", "", "1200"]
    assert [cel.text for cel in planning.rows[1].cells] == ["Starten", "loopt", "–", "loopt", "–", "–", "–"]
    assert all(tabel.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for tabel in document.tables)


def test_de_voortgang_loopt_op() -> None:
    gehoord: list[int] = []
    nota = Leesnota("N", "Z", 2027, 2032, tuple(Deel(f"h{n}", "T", "<p>x</p>") for n in range(9)), (), ())
    maak_docx(nota, lees_beeld, gehoord.append)
    assert gehoord == sorted(gehoord)
    assert gehoord[-1] == 95


# --- the file as a program reads it ---------------------------------------------------------------------------------
R = nsmap["r"]
RELATIES = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def doel_van(relatie: Any, bron: str) -> str:
    """The name of the part a relation points at, seen from the .rels file that holds it."""
    map_ = PurePosixPath(bron).parent.parent
    return posixpath.normpath(str(map_ / relatie.get("Target"))).lstrip("/")


def test_elk_deel_is_geldige_xml_met_een_soort_en_elke_verwijzing_klopt() -> None:
    bundel = zipfile.ZipFile(io.BytesIO(maak_docx(stuk(RIJK), lees_beeld)))
    namen = set(bundel.namelist())
    soorten = etree.fromstring(bundel.read("[Content_Types].xml"))
    apart = {een.get("PartName").lstrip("/") for een in soorten if een.get("PartName")}
    uitgangen = {een.get("Extension") for een in soorten if een.get("Extension")}
    assert apart <= namen
    for naam in namen - {"[Content_Types].xml"}:
        assert naam in apart or naam.rsplit(".", 1)[-1] in uitgangen, naam
        if naam.endswith((".xml", ".rels")):
            etree.fromstring(bundel.read(naam))
    for naam in (een for een in namen if een.endswith(".rels")):
        for relatie in etree.fromstring(bundel.read(naam)).iter(RELATIES):
            assert relatie.get("TargetMode") == "External" or doel_van(relatie, naam) in namen, relatie.get("Target")


def test_elke_verwijzing_in_de_tekst_bestaat_en_elk_nummer_is_uniek() -> None:
    document = open_docx(stuk(RIJK + RIJK))
    gebruikt = {
        waarde for een in document.element.iter() for naam, waarde in een.attrib.items() if naam.startswith(f"{{{R}}}")
    }
    assert gebruikt
    assert gebruikt <= set(document.part.rels)
    nummers = [een.get("id") for een in document.element.iter(qn("wp:docPr"))]
    assert len(nummers) == len(set(nummers)) == 2
    lijsten = {een.get(qn("w:val")) for een in document.element.iter(qn("w:numId"))}
    assert lijsten <= {str(num.numId) for num in document.part.numbering_part.element.num_lst}


def woorden_van(document: Any) -> list[str]:
    """Every word in the body, in order, those in tables too."""
    return " ".join(een.text or "" for een in document.element.body.iter(qn("w:t"))).split()


def test_een_lange_nota_komt_terug_met_dezelfde_woorden_in_dezelfde_volgorde() -> None:
    zinnen = [f"Zin {nummer} gaat over de zaal in Lint." for nummer in range(300)]
    tekst = "".join(f"<p>{zin}</p>" if n % 3 else f"<ul><li>{zin}</li></ul>" for n, zin in enumerate(zinnen))
    assert " ".join(zinnen) in " ".join(woorden_van(open_docx(stuk(tekst))))


ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
TEKST, STIJL, VORM = ODF % "text", ODF % "style", ODF % "table"


@pytest.mark.skipif(SOFFICE is None, reason="Geen LibreOffice: apt-get install libreoffice-writer-nogui")
def test_libreoffice_opent_het_bestand_met_koppen_bijschriften_en_alternatieve_tekst(tmp_path: Path) -> None:
    bestand = tmp_path / "nota.docx"
    bestand.write_bytes(maak_docx(stuk(RIJK), lees_beeld))
    eigen = f"-env:UserInstallation=file://{tmp_path}/instellingen"
    opdracht = [str(SOFFICE), "--headless", eigen, "--convert-to", "fodt", "--outdir", str(tmp_path), str(bestand)]
    subprocess.run(opdracht, check=True, capture_output=True, timeout=120)
    boom = etree.parse(tmp_path / "nota.fodt").getroot()
    koppen = [(kop.get(f"{TEKST}outline-level"), "".join(kop.itertext())) for kop in boom.iter(f"{TEKST}h")]
    assert koppen == [("1", "Hoofdstuk één"), ("2", "Kop twee"), ("3", "Kop drie")]
    ouder = {een.get(f"{STIJL}name"): een.get(f"{STIJL}parent-style-name") for een in boom.iter(f"{STIJL}style")}
    alineas = {"".join(een.itertext()): een.get(f"{TEKST}style-name") for een in boom.iter(f"{TEKST}p")}
    assert alineas["Onze nota"] == "Title"
    assert alineas["Gewoon vet en schuin.Nieuwe regel"] == "Standard"
    for bijschrift in ("De regio", "Inwoners"):
        assert "caption" in {alineas[bijschrift], ouder.get(alineas[bijschrift])}
    assert [een.text for een in boom.iter(f"{ODF % 'svg-compatible'}desc")] == ["Een kaart van de regio"]
    cellen = [een.get(f"{VORM}number-columns-spanned") for een in boom.iter(f"{VORM}table-cell")]
    assert cellen[:2] == [None, "2"]
    assert len(list(boom.iter(f"{VORM}table-header-rows"))) == 1


# --- the page -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("bijschrift", "naam"),
    [
        ("", "Tabel"),
        ("<caption>Inwoners</caption>", "Inwoners"),
        ('<caption>Zalen &amp; <em>"meer"</em></caption>', "Zalen &amp; &quot;meer&quot;"),
    ],
)
def test_op_een_pagina_heet_het_vak_naar_het_bijschrift_dat_blijft_staan(bijschrift: str, naam: str) -> None:
    tabel = f"<table>{bijschrift}<tbody><tr><td>1</td></tr></tbody></table>"
    html = Deel("h1", "Eén", tabel).opgemaakt
    assert html == f'<div class="tabelvak" tabindex="0" role="region" aria-label="{naam}">{tabel}</div>'
