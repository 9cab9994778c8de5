"""The public forms of grensbrekers, filled in well, and the links in the mails that follow."""

import re
import time
from typing import Any

from grensbrekers.themas import laad_themas
from opnetwerk.formulieren import maak_teken
from opnetwerk.models import UitgaandeMail

AANMELDEN = "/grensbrekers/word-grensbreker/"
BEDANKT = "/grensbrekers/word-grensbreker/bedankt/"


def teken() -> str:
    """Of a form that stood open for a minute."""
    return maak_teken(time.time() - 60)


def ingevuld(**velden: Any) -> dict[str, Any]:
    """The form to become one."""
    laad_themas()
    standaard = {
        "naam": "An Peeters",
        "email": "an@lint.example",
        "gemeente": "Lint",
        "rol": "bib",
        "themas": ["bibliotheek", "jeugd"],
        "vraag_me": "Een leesclub in het rusthuis",
        "koppelritme": "kwartaal",
        "briefritme": "maand",
        "profiel": "on",
        "mails": "on",
        "teken": teken(),
        "meer_info": "",
    }
    return {naam: waarde for naam, waarde in (standaard | velden).items() if waarde is not None}


def mails_aan(adres: str) -> list[UitgaandeMail]:
    return list(UitgaandeMail.objects.filter(aan=adres).order_by("pk"))


def paden_in(mail: UitgaandeMail, deel: str) -> list[str]:
    """The paths in a mail that begin with `deel`."""
    return re.findall(rf"https?://[^/\s]+({re.escape(deel)}\S*)", mail.tekst)


def pad_in(mail: UitgaandeMail, deel: str) -> str:
    return paden_in(mail, deel)[0]
