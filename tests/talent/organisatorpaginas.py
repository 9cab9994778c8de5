"""The public forms of organisers, filled in well, and the links in the mails that follow."""

import re
import time
from typing import Any

from opnetwerk.formulieren import maak_teken
from opnetwerk.models import UitgaandeMail

AANMELDEN = "/talent/word-organisator/aanmelden/"
BEDANKT = "/talent/word-organisator/bedankt/"
MIJN_LINK = "/talent/word-organisator/mijn-link/"
BEVESTIG = "/talent/word-organisator/bevestig/"
ADRES = "bo@gc.example"


def teken() -> str:
    """Of a form that stood open for a minute."""
    return maak_teken(time.time() - 60)


def ingevuld(**velden: Any) -> dict[str, Any]:
    """The form to become one."""
    standaard = {
        "organisatie": "Gemeenschapscentrum De Spil",
        "naam": "Bo Claes",
        "email": ADRES,
        "gemeente": "Lint",
        "teken": teken(),
        "meer_info": "",
    }
    return standaard | velden


def mails_aan(adres: str) -> list[UitgaandeMail]:
    return list(UitgaandeMail.objects.filter(aan=adres).order_by("pk"))


def paden_in(mail: UitgaandeMail, deel: str) -> list[str]:
    """The paths in a mail that begin with `deel`."""
    return re.findall(rf"https?://[^/\s]+({re.escape(deel)}\S*)", mail.tekst)


def pad_in(mail: UitgaandeMail, deel: str) -> str:
    return paden_in(mail, deel)[0]
