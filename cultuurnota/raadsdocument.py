"""The decision of a council as somebody sends it in: a PDF that only shows, or one sentence that says why not."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cultuurnota import pdfkeuring
from opnetwerk.formulieren import lees_tekst

MAX_BYTES = 10 * 1024 * 1024
TIJD = 30  # seconds for the check, starting it included
LANGSTE_NAAM = 150
GRENZEN = "Een PDF van hoogstens 10 MB, zonder wachtwoord."
FOUTEN = {
    "te_groot": "Dit bestand is te groot. Hoogstens 10 MB mag. Bewaar de PDF kleiner, of kies alleen het besluit.",
    pdfkeuring.GEEN_PDF: "Dit is geen PDF. Bewaar het besluit als PDF en kies het dan opnieuw.",
    pdfkeuring.WACHTWOORD: "Deze PDF is beveiligd met een wachtwoord. Bewaar ze zonder wachtwoord.",
    pdfkeuring.ONLEESBAAR: "Deze PDF is niet te lezen. Bewaar ze opnieuw als PDF en probeer het nog eens.",
    pdfkeuring.SCRIPT: "In deze PDF zit een script of een invulformulier. Druk ze af naar een nieuwe PDF.",
    pdfkeuring.START: "Deze PDF start iets als je ze opent. Druk ze af naar een nieuwe PDF.",
    pdfkeuring.BESTAND: "In deze PDF zit een ander bestand. Druk ze af naar een nieuwe PDF.",
    pdfkeuring.TE_GROOT: "Deze PDF is te ingewikkeld om na te kijken. Druk ze af naar een nieuwe PDF.",
}


def keur(inhoud: bytes) -> str:
    """A key of FOUTEN, or `pdfkeuring.GOED`. The file is opened by another program than the one that serves pages."""
    if len(inhoud) > MAX_BYTES:
        return "te_groot"
    if not inhoud.startswith(b"%PDF-"):
        return pdfkeuring.GEEN_PDF
    opdracht = [sys.executable, "-I", str(Path(pdfkeuring.__file__))]
    try:
        klaar = subprocess.run(opdracht, input=inhoud, capture_output=True, timeout=TIJD, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return pdfkeuring.TE_GROOT
    uitslag = klaar.stdout.decode("ascii", "replace")
    if uitslag == pdfkeuring.GOED or uitslag in FOUTEN:
        return uitslag
    return pdfkeuring.TE_GROOT  # out of memory or out of time


def nette_naam(naam: str) -> str:
    """The name of the upload as we keep it: one line, not too long, ending in .pdf."""
    stam = lees_tekst(naam, een_regel=True)[0]
    stam = stam[: -len(".pdf")] if stam.lower().endswith(".pdf") else stam
    return f"{stam[: LANGSTE_NAAM - len('.pdf')].strip(' .') or 'besluit'}.pdf"


class Raadsdocument(forms.FileField):
    """Takes an upload and cleans to its bytes; `naam` of the file goes along as (bytes, name)."""

    def __init__(self, **kwargs: Any) -> None:
        invoer = forms.FileInput(attrs={"accept": ".pdf,application/pdf"})
        standaard: dict[str, Any] = {"help_text": GRENZEN, "widget": invoer}
        super().__init__(**standaard | kwargs | {"max_length": None})

    def to_python(self, data: Any) -> Any:
        bestand = super().to_python(data)
        if bestand is None:
            return None
        if bestand.size > MAX_BYTES:
            raise ValidationError(FOUTEN["te_groot"], code="te_groot")
        inhoud = bestand.read()
        uitslag = keur(inhoud)
        if uitslag != pdfkeuring.GOED:
            raise ValidationError(FOUTEN[uitslag], code=uitslag)
        return inhoud, nette_naam(bestand.name or "")
