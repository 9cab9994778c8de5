"""The note as a Word file: real styles, headings, lists, tables with a header row, captions, alternative texts."""

import io
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import IO, Any

from docx import Document
from docx.document import Document as Docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.text.paragraph import Paragraph

from cultuurnota.begrotingstabel import RICHTBEDRAG, Begrotingstabel, Rij
from cultuurnota.jaarverslag import Jaarverslag
from cultuurnota.leesnota import BEGROTING, DOELEN, PLANNING, Deel, Leesnota
from opnetwerk.formulieren import STUURTEKENS

TAAL = "nl-BE"
BREEDTE = Cm(16)
HOOGTE = Cm(20)
KLEIN = Pt(7.5)  # so that six years of amounts fit beside each other
VEILIG = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
# Gives the bytes of a picture of the note by the address in its text; None when it is gone.
Beeldlezer = Callable[[str], IO[bytes] | None]
Voortgang = Callable[[int], None]
KOPPEN = {"h2": 2, "h3": 3}


def maak_docx(nota: Leesnota, lees_beeld: Beeldlezer, meld: Voortgang = lambda procent: None) -> bytes:
    """The whole document. `meld` hears how far it is, from 0 to 100."""
    doc = Document()
    _zet_taal_en_titel(doc, nota)
    doc.add_paragraph(_schoon(nota.titel), style="Title")
    doc.add_paragraph(_schoon(f"{nota.igs}, {nota.van} tot en met {nota.tot}"), style="Subtitle")
    _inhoudstafel(doc)
    for nummer, deel in enumerate(nota.delen):
        _deel(doc, nota, deel, lees_beeld)
        meld(round(95 * (nummer + 1) / len(nota.delen)))
    uit = io.BytesIO()
    doc.save(uit)
    return uit.getvalue()


def _schoon(tekst: str) -> str:
    """Without what XML cannot hold."""
    return STUURTEKENS.sub("", tekst)


def _zet_taal_en_titel(doc: Docx, nota: Leesnota) -> None:
    eigenschappen = doc.core_properties
    eigenschappen.title, eigenschappen.language = _schoon(nota.titel)[:255], TAAL
    eigenschappen.author, eigenschappen.comments = _schoon(nota.igs)[:255], ""
    for taal in doc.styles.element.iter(qn("w:lang")):
        taal.set(qn("w:val"), TAAL)


def _inhoudstafel(doc: Docx) -> None:
    """A field that Word fills in: it knows the pages, we do not."""
    alinea = doc.add_paragraph()
    for soort, tekst in (("begin", ""), ("", 'TOC \\o "1-3" \\h \\z \\u'), ("separate", ""), ("t", ""), ("end", "")):
        run = alinea.add_run("Klik rechts en kies Veld bijwerken voor de inhoudstafel." if soort == "t" else "")
        if soort == "t":
            continue
        deel = OxmlElement("w:fldChar" if soort else "w:instrText")
        if soort:
            deel.set(qn("w:fldCharType"), soort)
        else:
            deel.set(qn("xml:space"), "preserve")
            deel.text = tekst
        run._r.append(deel)


def _deel(doc: Docx, nota: Leesnota, deel: Deel, lees_beeld: Beeldlezer) -> None:
    doc.add_heading(_schoon(deel.titel), level=1)
    if deel.html:
        _Zetter(doc, lees_beeld).zet(deel.html)
    elif deel.is_leeg:
        doc.add_paragraph("Nog geen tekst.")
    if deel.extra == DOELEN:
        _doelen(doc, nota)
    if deel.extra == PLANNING:
        _planning(doc, nota)
    if deel.extra == BEGROTING and nota.begroting is not None:
        _begroting(doc, nota.begroting)
    if deel.verslag is not None:
        _verslag(doc, deel.verslag)


# --- objectives and planning ----------------------------------------------------------------------------------------
def _doelen(doc: Docx, nota: Leesnota) -> None:
    if nota.uitdagingen:
        doc.add_heading("Uitdagingen", level=2)
    for een in nota.uitdagingen:
        alinea = doc.add_paragraph(style="List Bullet")
        alinea.add_run(_schoon(een["titel"])).bold = True
        if een["tekst"]:
            alinea.add_run(_schoon(f": {een['tekst']}"))
    for een in nota.doelen:
        doc.add_heading(_schoon(een["titel"]), level=2)
        _een_doel(doc, een)
        for onder in een["eronder"]:
            doc.add_heading(_schoon(onder["titel"]), level=3)
            _een_doel(doc, onder)


def _een_doel(doc: Docx, een: dict[str, Any]) -> None:
    if een["tekst"]:
        doc.add_paragraph(_schoon(een["tekst"]))
    for kop, woorden in (("Opdrachten", een["opdrachten_in_woorden"]), ("Uitdagingen", een["uitdagingen_in_woorden"])):
        if woorden:
            doc.add_paragraph(_schoon(f"{kop}: {'; '.join(woorden)}"))
    if een["indicatoren"]:
        rijen = [
            [i["naam"], i["eenheid"], _getal(i["nulmeting"]), _getal(i["streefwaarde"]), i["bron"], i["wie"]]
            for i in een["indicatoren"]
        ]
        koppen = ["Indicator", "Eenheid", "Nulmeting", "Streefwaarde", "Bron", "Wie meet"]
        _tabel(doc, f"Indicatoren bij: {een['titel']}", koppen, rijen)
    if een["acties"]:
        rijen = [
            [a["titel"], ", ".join(map(str, a["jaren"])), a["trekker"], a["partners"], _getal(a["kost"])]
            for a in een["acties"]
        ]
        _tabel(doc, f"Acties bij: {een['titel']}", ["Actie", "Jaren", "Wie trekt", "Met wie", "Kost in euro"], rijen)


def _planning(doc: Docx, nota: Leesnota) -> None:
    rijen = [[actie["titel"], *("loopt" if ja else "–" for ja in loopt)] for actie, loopt in nota.acties]
    if rijen:
        _tabel(doc, "Acties per jaar", ["Actie", *map(str, nota.jaren)], rijen)


def _begroting(doc: Docx, tabel: Begrotingstabel) -> None:
    """Two tables: everything per year, and what each municipality pays."""
    koppen = [*map(str, tabel.jaren), "Samen"]
    rijen = [rij for groep in tabel.groepen for rij in (*groep.rijen, groep.som)] + [tabel.saldo]
    _tabel(doc, "Begroting per jaar, in euro", ["Post", *koppen], _als_cellen(rijen), letters=KLEIN)
    if tabel.bijdragen.rijen:
        rijen = [*tabel.bijdragen.rijen, tabel.bijdragen.som]
        _tabel(doc, "Inbreng per gemeente, in euro", ["Gemeente", *koppen], _als_cellen(rijen), letters=KLEIN)
    doc.add_paragraph(RICHTBEDRAG)


def _als_cellen(rijen: list[Rij]) -> list[list[str]]:
    return [[rij.naam, *(bedrag for _, bedrag in rij.cellen)] for rij in rijen]


def _verslag(doc: Docx, verslag: Jaarverslag) -> None:
    """What came of a year: a table of measures and one of actions per objective."""
    doc.add_paragraph(verslag.zin)
    for deel in verslag.delen:
        doc.add_heading(_schoon(deel.titel), level=3 if deel.onder else 2)
        if deel.metingen:
            rijen = [
                [
                    een.naam,
                    een.nulmeting,
                    een.waarde,
                    een.streefwaarde,
                    _zinnen(een.herkomst, een.afwijking, een.uitleg),
                ]
                for een in deel.metingen
            ]
            koppen = ["Indicator", "Nulmeting", str(verslag.jaar), "Streefwaarde", "Uitleg"]
            _tabel(doc, f"Indicatoren in {verslag.jaar}: {deel.titel}", koppen, rijen)
        if deel.werk:
            rijen = [[een.titel, een.stand, een.kost, een.uitleg] for een in deel.werk]
            _tabel(doc, f"Acties in {verslag.jaar}: {deel.titel}", ["Actie", "Stand", "Kost", "Uitleg"], rijen)


def _zinnen(*delen: str) -> str:
    return " ".join(deel for deel in delen if deel)


def _getal(waarde: Any) -> str:
    return "" if waarde is None else str(waarde).replace(".", ",")


def _tabel(
    doc: Docx, bijschrift: str, koppen: list[str], rijen: list[list[str]], letters: Length | None = None
) -> None:
    """A table of our own: a caption above, a header row that comes back on each page. `letters`: their size."""
    doc.add_paragraph(_schoon(bijschrift), style="Caption").paragraph_format.keep_with_next = True
    tabel = doc.add_table(rows=1 + len(rijen), cols=len(koppen))
    tabel.style = "Table Grid"
    alle = [koppen, *rijen]
    # Asking a table for its cells costs more with every row: the rows themselves do not.
    for rij, woorden in zip(tabel._tbl.tr_lst, alle, strict=True):
        for cel, tekst in zip(rij.tc_lst, woorden, strict=True):
            run = Paragraph(cel.p_lst[0], doc).add_run(_schoon(tekst))
            run.bold, run.font.size = woorden is koppen or None, letters
    _herhaal_kop(tabel._tbl.tr_lst[0])


def _herhaal_kop(rij: Any) -> None:
    kop = OxmlElement("w:tblHeader")
    kop.set(qn("w:val"), "true")
    rij.get_or_add_trPr().append(kop)


# --- rich text ------------------------------------------------------------------------------------------------------
class _Zetter(HTMLParser):
    """Writes the HTML of a chapter, which is on the allow-list, into the document."""

    def __init__(self, doc: Docx, lees_beeld: Beeldlezer) -> None:
        super().__init__(convert_charrefs=True)
        self.doc, self.lees_beeld = doc, lees_beeld
        self.alinea: Paragraph | None = None
        self.lijsten: list[tuple[str, int | None]] = []
        self.vet = self.cursief = self.citaat = 0
        self.link = ""
        self.bijschrift = False
        self.cellen: list[list[dict[str, Any]]] | None = None
        self.cel: dict[str, Any] | None = None
        self.tabeltitel = ""
        self.in_titel = False

    def zet(self, html: str) -> None:
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        gegeven = {naam: waarde or "" for naam, waarde in attrs}
        doe = getattr(self, f"begin_{tag}", None)
        if doe is not None:
            doe(gegeven)
        elif tag in KOPPEN and self.cel is None:
            self.alinea = self.doc.add_paragraph(style=f"Heading {KOPPEN[tag]}")
        elif tag in {"p", "h2", "h3"}:
            self._nieuwe_alinea()
        elif tag in {"strong", "em"}:
            self._zwaar(tag, 1)

    def handle_endtag(self, tag: str) -> None:
        doe = getattr(self, f"einde_{tag}", None)
        if doe is not None:
            doe()
        elif tag in {"strong", "em"}:
            self._zwaar(tag, -1)
        elif tag in {"p", *KOPPEN}:
            self.alinea = None

    def handle_data(self, tekst: str) -> None:
        tekst = _schoon(re.sub(r"\s+", " ", tekst))
        if not tekst or (self.alinea is None and not tekst.strip()):
            return
        if self.in_titel:
            self.tabeltitel += tekst
        elif self.cel is not None:
            self.cel["stukken"].append((tekst, bool(self.vet), bool(self.cursief)))
        elif self.cellen is None:
            self._schrijf(self.alinea or self._nieuwe_alinea(), tekst)

    def _zwaar(self, tag: str, stap: int) -> None:
        if tag == "strong":
            self.vet = max(0, self.vet + stap)
        else:
            self.cursief = max(0, self.cursief + stap)

    def _nieuwe_alinea(self) -> Paragraph:
        if self.cel is not None:
            if self.cel["stukken"]:
                self.cel["stukken"].append(("\n", False, False))
            return self.doc.paragraphs[0]
        stijl = "Quote" if self.citaat else "Normal"
        if self.bijschrift:
            stijl = "Caption"
        elif self.lijsten and self.alinea is not None and not self.alinea.text:
            return self.alinea  # the paragraph of the item itself
        self.alinea = self.doc.add_paragraph(style=stijl)
        return self.alinea

    def _schrijf(self, alinea: Paragraph, tekst: str) -> None:
        run = alinea.add_run(tekst)
        run.bold, run.italic = bool(self.vet) or None, bool(self.cursief) or None
        if self.link:
            _maak_link(alinea, run, self.link)

    # lists
    def begin_ul(self, _: dict[str, str]) -> None:
        self.lijsten.append(("List Bullet", None))

    def begin_ol(self, gegeven: dict[str, str]) -> None:
        start = gegeven.get("start", "1")
        self.lijsten.append(("List Number", _nieuwe_nummering(self.doc, int(start[:6]) if start.isdigit() else 1)))

    def einde_ul(self) -> None:
        self.lijsten = self.lijsten[:-1]
        self.alinea = None

    einde_ol = einde_ul

    def begin_li(self, _: dict[str, str]) -> None:
        if self.cel is not None:
            self._nieuwe_alinea()
            self.cel["stukken"].append(("– ", False, False))
            return
        stijl, nummering = self.lijsten[-1] if self.lijsten else ("List Bullet", None)
        diepte = min(len(self.lijsten) or 1, 3)
        self.alinea = self.doc.add_paragraph(style=stijl if diepte == 1 else f"{stijl} {diepte}")
        if nummering is not None:
            eigenschappen = self.alinea._p.get_or_add_pPr().get_or_add_numPr()
            eigenschappen.get_or_add_numId().val = nummering
            eigenschappen.get_or_add_ilvl().val = 0

    def einde_li(self) -> None:
        self.alinea = None

    # small parts
    def begin_br(self, _: dict[str, str]) -> None:
        if self.cel is not None:
            self.cel["stukken"].append(("\n", False, False))
        elif self.alinea is not None:
            self.alinea.add_run().add_break()

    def begin_a(self, gegeven: dict[str, str]) -> None:
        adres = gegeven.get("href", "")
        self.link = _schoon(adres) if VEILIG.match(adres) else ""

    def einde_a(self) -> None:
        self.link = ""

    def begin_blockquote(self, _: dict[str, str]) -> None:
        self.citaat += 1
        self.alinea = None

    def einde_blockquote(self) -> None:
        self.citaat = max(0, self.citaat - 1)
        self.alinea = None

    def begin_figcaption(self, _: dict[str, str]) -> None:
        self.bijschrift, self.alinea = True, None

    def einde_figcaption(self) -> None:
        self.bijschrift, self.alinea = False, None

    def begin_img(self, gegeven: dict[str, str]) -> None:
        bestand = self.lees_beeld(gegeven.get("src", "")) if self.cel is None else None
        if bestand is None:
            return
        alinea = self.doc.add_paragraph()
        beeld = alinea.add_run().add_picture(bestand)
        schaal = min(1.0, BREEDTE / beeld.width, HOOGTE / beeld.height)
        beeld.width, beeld.height = int(beeld.width * schaal), int(beeld.height * schaal)
        beeld._inline.docPr.set("descr", _schoon(gegeven.get("alt", "")))
        alinea.paragraph_format.keep_with_next = True
        self.alinea = None

    # tables
    def begin_table(self, _: dict[str, str]) -> None:
        self.cellen, self.tabeltitel, self.alinea = [], "", None

    def begin_caption(self, _: dict[str, str]) -> None:
        self.in_titel = True

    def einde_caption(self) -> None:
        self.in_titel = False

    def begin_tr(self, _: dict[str, str]) -> None:
        if self.cellen is not None:
            self.cellen.append([])

    def _begin_cel(self, gegeven: dict[str, str], is_kop: bool) -> None:
        if self.cellen is None:
            return
        if not self.cellen:
            self.cellen.append([])
        breed, hoog = (_span(gegeven.get(naam, "")) for naam in ("colspan", "rowspan"))
        self.cel = {"kop": is_kop, "breed": breed, "hoog": hoog, "stukken": []}
        self.cellen[-1].append(self.cel)

    def begin_td(self, gegeven: dict[str, str]) -> None:
        self._begin_cel(gegeven, False)

    def begin_th(self, gegeven: dict[str, str]) -> None:
        self._begin_cel(gegeven, True)

    def einde_td(self) -> None:
        self.cel = None

    einde_th = einde_td

    def einde_table(self) -> None:
        cellen, self.cellen, self.cel = self.cellen, None, None
        if cellen:
            _zet_tabel(self.doc, self.tabeltitel.strip(), [rij for rij in cellen if rij])
        self.alinea = None


def _span(tekst: str) -> int:
    """How many columns or rows a cell takes: 1 to 50."""
    return max(1, min(int(tekst[:6]), 50)) if tekst.isascii() and tekst.isdigit() else 1


def _zet_tabel(doc: Docx, titel: str, rijen: list[list[dict[str, Any]]]) -> None:
    """A table of the writer, with its merged cells; the first row comes back on each page when it is all headers."""
    plekken, breedte = _leg_uit(rijen)
    if not plekken:
        return
    if titel:
        doc.add_paragraph(titel, style="Caption").paragraph_format.keep_with_next = True
    tabel = doc.add_table(rows=len(rijen), cols=breedte)
    tabel.style = "Table Grid"
    for rij, kolom, cel in plekken:
        onder, rechts = min(rij + cel["hoog"], len(rijen)) - 1, min(kolom + cel["breed"], breedte) - 1
        doel = tabel.cell(rij, kolom)
        if (onder, rechts) != (rij, kolom):
            doel = doel.merge(tabel.cell(onder, rechts))
        for tekst, vet, cursief in cel["stukken"]:
            run = doel.paragraphs[0].add_run(tekst)
            run.bold, run.italic = vet or cel["kop"] or None, cursief or None
    if all(cel["kop"] for cel in rijen[0]):
        _herhaal_kop(tabel.rows[0]._tr)
    doc.add_paragraph()


def _leg_uit(rijen: list[list[dict[str, Any]]]) -> tuple[list[tuple[int, int, dict[str, Any]]], int]:
    """Where each cell comes, as a browser would do it: (row, column, cell), and the number of columns (at most 60)."""
    bezet: set[tuple[int, int]] = set()
    plekken = []
    for rij, cellen in enumerate(rijen):
        kolom = 0
        for cel in cellen:
            while (rij, kolom) in bezet:
                kolom += 1
            if kolom >= 60:
                break
            # A cell that spans into one that is taken stops before it: merging over it would break the file.
            cel["breed"] = next(
                (n for n in range(1, cel["breed"]) if (rij, kolom + n) in bezet), min(cel["breed"], 60 - kolom)
            )
            cel["hoog"] = min(cel["hoog"], len(rijen) - rij)
            plekken.append((rij, kolom, cel))
            bezet |= {(rij + y, kolom + x) for y in range(cel["hoog"]) for x in range(cel["breed"])}
    return plekken, max((kolom for _, kolom in bezet), default=-1) + 1


def _nieuwe_nummering(doc: Docx, start: int) -> int:
    """A numbering that begins at `start`, as List Number else; each list counts for itself."""
    nummering = doc.part.numbering_part.element
    stijl = doc.styles["List Number"].element.pPr.numPr.numId.val
    soort = next(num.abstractNumId.val for num in nummering.num_lst if num.numId == stijl)
    num = nummering.add_num(soort)
    num.add_lvlOverride(ilvl=0).add_startOverride(start)
    return int(num.numId)


def _maak_link(alinea: Paragraph, run: Any, adres: str) -> None:
    """Wrap the run in a link that Word knows."""
    soort = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), alinea.part.relate_to(adres, soort, is_external=True))
    alinea._p.remove(run._r)
    link.append(run._r)
    run.underline = True
    alinea._p.append(link)
