"""Data for other programs: an answer with an ETag, open to every origin."""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response


def veilig(waarde: Any) -> Any:
    """A spreadsheet runs a cell that begins like a formula: an apostrophe keeps it text. A lone \\r ends no row."""
    if not isinstance(waarde, str):
        return waarde
    waarde = waarde.replace("\r\n", "\n").replace("\r", "\n")
    if waarde.startswith(("=", "+", "-", "@", "\t", "\n")):
        return "'" + waarde
    return waarde


def als_csv(kolommen: Sequence[str], rijen: Iterable[Iterable[Any]]) -> str:
    """A CSV text with a header row; formula cells are made harmless."""
    blad = io.StringIO()
    schrijver = csv.writer(blad, lineterminator="\n")
    schrijver.writerow(kolommen)
    schrijver.writerows([veilig(waarde) for waarde in rij] for rij in rijen)
    return blad.getvalue()


def csv_antwoord(bestandsnaam: str, kolommen: Sequence[str], rijen: Iterable[Iterable[Any]]) -> HttpResponse:
    """A download for one person: not kept anywhere."""
    antwoord = HttpResponse(als_csv(kolommen, rijen), content_type="text/csv; charset=utf-8")
    antwoord.headers["Content-Disposition"] = f'attachment; filename="{bestandsnaam}"'
    return antwoord


def data_antwoord(request: HttpRequest, inhoud: str, soort: str, bestandsnaam: str) -> HttpResponse:
    """The content with a strong ETag over its bytes; 304 when the caller has it already."""
    bytes_ = inhoud.encode()
    etag = f'"{hashlib.sha256(bytes_).hexdigest()[:32]}"'
    antwoord = HttpResponse(bytes_, content_type=f"{soort}; charset=utf-8")
    antwoord.headers["ETag"] = etag
    antwoord.headers["Access-Control-Allow-Origin"] = "*"
    antwoord.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    antwoord.headers["Content-Disposition"] = f'inline; filename="{bestandsnaam}"'
    antwoord_of_304 = get_conditional_response(request, etag=etag, response=antwoord)
    assert isinstance(antwoord_of_304, HttpResponse)
    antwoord_of_304.headers["Access-Control-Allow-Origin"] = "*"
    return antwoord_of_304
