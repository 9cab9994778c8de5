"""Whether a PDF only shows: no script, nothing that starts by itself, no file inside, no password.

Runs as a program of its own, with little memory and little time, because a small file can unfold into something huge:
`python -I pdfkeuring.py < bestand` prints one word, GOED or what is wrong. Knows nothing of the rest of the portal.
"""

import io
import re
import resource
import sys
from collections.abc import Iterator
from typing import Any

GOED, GEEN_PDF, WACHTWOORD, ONLEESBAAR = "goed", "geen_pdf", "wachtwoord", "onleesbaar"
SCRIPT, START, BESTAND, TE_GROOT = "script", "start", "bestand", "te_ingewikkeld"

GEHEUGEN = 1024**3  # bytes
SECONDEN = 20
MEESTE_DELEN = 500_000
NIET_ONTVOUWD = ("decoding stream", "unfilterable")  # in the warnings of qpdf

# What a PDF may ask a reader to do: go somewhere in the document itself, or follow a link that somebody presses.
ACTIES = {"/GoTo", "/URI", "/Named", "/Hide", "/SetOCGState", "/Thread"}
SCHEMA = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
SCHEMAS = {"http", "https", "mailto", "tel", "ftp"}
SCRIPTSLEUTELS = {"/JS", "/JavaScript", "/XFA"}
BESTANDSLEUTELS = {"/EF", "/EmbeddedFiles", "/RichMediaContent"}
BESTANDSOORTEN = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}


def keur(inhoud: bytes) -> str:
    """One of the words above."""
    import pikepdf  # only here: the portal itself never opens such a file

    if not inhoud.startswith(b"%PDF-"):
        return GEEN_PDF
    try:
        with pikepdf.open(io.BytesIO(inhoud)) as pdf:
            if pdf.is_encrypted:
                return WACHTWOORD
            if not len(pdf.pages):
                return ONLEESBAAR
            bezwaar = next((bezwaar for bezwaar in _bezwaren(pdf, pikepdf)), GOED)
            # Only parts that hold other objects are unfolded here; what is in one that will not, nobody looked at.
            verstopt = any(woord in str(wenk) for wenk in pdf.get_warnings() for woord in NIET_ONTVOUWD)
            return TE_GROOT if verstopt and bezwaar == GOED else bezwaar
    except pikepdf.PasswordError:
        return WACHTWOORD
    except Exception:  # a reader may raise anything on hostile bytes; the sender gets one sentence
        return ONLEESBAAR


def _bezwaren(pdf: Any, pikepdf: Any) -> Iterator[str]:
    """Every object of the file, also those that nothing refers to."""
    aantal = 0
    for wortel in pdf.objects:
        stapel = [wortel]
        while stapel:
            deel = stapel.pop()
            aantal += 1
            if aantal > MEESTE_DELEN:
                yield TE_GROOT
                return
            if isinstance(deel, pikepdf.Array):
                stapel += [een for een in deel if _hoort_erin(een, pikepdf)]
            elif isinstance(deel, pikepdf.Dictionary | pikepdf.Stream):
                yield from _in_woordenboek(deel, pikepdf)
                stapel += [een for een in deel.values() if _hoort_erin(een, pikepdf)]


def _hoort_erin(deel: Any, pikepdf: Any) -> bool:
    """What stands in the object itself; what it refers to has its own turn."""
    return isinstance(deel, pikepdf.Array | pikepdf.Dictionary) and not deel.is_indirect


def _in_woordenboek(deel: Any, pikepdf: Any) -> Iterator[str]:
    sleutels = set(deel.keys())
    if sleutels & SCRIPTSLEUTELS:
        yield SCRIPT
    if "/AA" in sleutels:
        yield START
    soort = {str(deel.get(sleutel)) for sleutel in ("/Type", "/Subtype") if sleutel in sleutels}
    if sleutels & BESTANDSLEUTELS or "/EmbeddedFile" in soort or soort & BESTANDSOORTEN:
        yield BESTAND
    if "/S" in sleutels:
        yield from _actie(str(deel.get("/S")), "/Action" in soort)
    if "/OpenAction" in sleutels and isinstance(deel.OpenAction, pikepdf.Dictionary):  # else a place in the document
        bij_openen = deel.OpenAction
        soort_actie = str(bij_openen.get("/S", "/GoTo"))
        if soort_actie != "/GoTo" or "/Next" in bij_openen:
            yield VERBODEN_ACTIES.get(soort_actie, START)
    if "/URI" in sleutels and isinstance(deel.URI, pikepdf.String):
        yield from _adres(str(deel.URI))


def _adres(adres: str) -> Iterator[str]:
    """Of a link: to the web or a mail; what names no scheme is a place on the web too."""
    tekst = "".join(teken for teken in adres if teken > " ")
    schema = SCHEMA.match(tekst)
    if schema and schema[1].lower() not in SCHEMAS:
        yield SCRIPT if schema[1].lower() in {"javascript", "vbscript", "data"} else START


# /S means other things elsewhere (the kind of a group, of a piece of structure): only these words are an action.
VERBODEN_ACTIES = {
    "/JavaScript": SCRIPT,
    "/Rendition": BESTAND,
    "/Movie": BESTAND,
    "/Sound": BESTAND,
    "/GoToE": BESTAND,
    "/Launch": START,
    "/GoToR": START,  # opens another file, also one on a machine elsewhere
    "/SubmitForm": START,
    "/ImportData": START,
    "/ResetForm": START,
    "/Trans": START,
    "/RichMediaExecute": START,
}


def _actie(soort: str, is_actie: bool) -> Iterator[str]:
    if is_actie and soort not in ACTIES:
        yield VERBODEN_ACTIES.get(soort, START)
    elif soort in VERBODEN_ACTIES and soort not in {"/Sound", "/Movie", "/Trans"}:
        yield VERBODEN_ACTIES[soort]


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (GEHEUGEN, GEHEUGEN))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDEN, SECONDEN))
    try:
        uitslag = keur(sys.stdin.buffer.read())
    except MemoryError:
        uitslag = TE_GROOT
    sys.stdout.write(uitslag)
