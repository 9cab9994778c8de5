"""When the database does not answer, or a disk is full: recognising it, and the page that says so without needing one.

A form gives back what was typed, so that nobody loses a text.
"""

import errno
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

OPNIEUW_NA = 30  # seconds; when a browser or robot may come back
HOOGSTENS = 200_000  # characters that are given back
# Never shown again, also not to who typed it.
GEHEIM = ("wachtwoord", "password", "csrf", "code", "token", "teken", "sleutel", "otp", "credential")


# The disk takes nothing more: full, this user's share is full, the file may not grow, or nobody may write any more.
VOL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}


class DatabankWeg(Exception):
    """Known to be away: nothing was asked of it."""


def is_weg(fout: BaseException | None) -> bool:
    """Whether this error, or one it came from, means that there is no connection, or no room on a disk.

    A refused query does not.
    """
    while fout is not None:
        if isinstance(fout, DatabankWeg | InterfaceError):
            return True
        if isinstance(fout, OSError) and fout.errno in VOL:
            return True
        if isinstance(fout, OperationalError):
            code = getattr(fout.__cause__ or fout, "sqlstate", None) or ""
            # 08: connection; 57P0x: shutting down or starting up; 53300: no connection left; 58: its disk; 53100: full.
            return not code or code.startswith(("08", "57P0", "53", "58"))
        fout = fout.__cause__ or fout.__context__
    return False


def antwoord(request: HttpRequest, *, alleen_lezen: Any = None) -> HttpResponse:
    """503 in our look. `databank_weg` tells the page cache that it may know an older answer.

    `alleen_lezen`: what was agreed, when the database is there and only reading is possible.
    """
    context = {
        "beheerder": settings.BEHEERDER,
        "site_adres": settings.SITE_ADRES,
        "user": None,
        "getypt": list(getypt(request)),
        "is_formulier": request.method == "POST",
        "afspraak": alleen_lezen,
    }
    kop = {"Retry-After": str(OPNIEUW_NA), "Cache-Control": "no-store"}
    pagina = HttpResponse(render_to_string("503.html", context), status=503, headers=kop)
    pagina.databank_weg = True  # type: ignore[attr-defined]
    return pagina


def getypt(request: HttpRequest) -> Iterator[dict[str, Any]]:
    """What was typed in a form: {naam, label, tekst}; no secrets, no hidden short codes, no files."""
    if request.method != "POST":
        return
    try:
        velden = list(request.POST.lists())
    except Exception:  # whatever the body was: this page must be given
        return
    over = HOOGSTENS
    for nummer, (naam, waarden) in enumerate(velden):
        tekst = "\n".join(waarde for waarde in waarden if waarde.strip())[: max(over, 0)]
        if tekst and not any(woord in naam.lower() for woord in GEHEIM):
            over -= len(tekst)
            label = naam.rsplit("-", 1)[-1].replace("_", " ").strip().capitalize() or naam
            yield {"naam": f"getypt-{nummer}", "label": label, "tekst": tekst, "regels": _regels(tekst)}


def _regels(tekst: str) -> int:
    return min(max(tekst.count("\n") + len(tekst) // 70 + 1, 1), 20)
