"""Data for other programs: an answer with an ETag, open to every origin."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response


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
