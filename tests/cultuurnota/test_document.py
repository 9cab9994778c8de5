"""The Word file: opened again and read as a reader of Word would."""

import io
import zipfile
from typing import Any

import docx
import pytest
from django.utils.html import escape
from docx.oxml.ns import qn
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
