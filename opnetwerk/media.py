"""The files that people sent in, after cleaning: only names we make ourselves, with headers that run nothing."""

import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response

from opnetwerk.besloten import niet_bereikbaar
from opnetwerk.toegang import publiek

# Exactly what `pad_voor` and `afgeleid_pad` write, with room for the suffix a storage adds to a name that is taken.
EIGEN_NAAM = re.compile(r"afbeeldingen/[0-9a-f]{32}[0-9A-Za-z_-]{0,20}\.(jpg|webp)")
SOORTEN = {"jpg": "image/jpeg", "webp": "image/webp"}
KOPPEN = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    # A name is random and its file never changes.
    "Cache-Control": "public, max-age=31536000, immutable",
}


@publiek(bewaar=False)
def media(request: HttpRequest, pad: str) -> HttpResponseBase:
    """One file of the storage; 404 for any name that we do not write. No listing, no ranges."""
    naam = EIGEN_NAAM.fullmatch(pad)
    if naam is None:
        raise Http404
    try:
        merk = f'"{default_storage.size(pad):x}"'
        antwoord: HttpResponseBase = get_conditional_response(request, etag=merk) or FileResponse(
            default_storage.open(pad), content_type=SOORTEN[naam[1]]
        )
    except FileNotFoundError as fout:
        raise Http404 from fout
    except OSError:
        return niet_bereikbaar()
    # Also on a 304: its headers replace those of the copy that the browser kept.
    for kop, waarde in {**KOPPEN, "ETag": merk}.items():
        antwoord.headers[kop] = waarde
    return antwoord
