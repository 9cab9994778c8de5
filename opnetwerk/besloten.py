"""Files that are nobody's but a team's: kept apart from the pictures, without an address of their own.

The folder stands in `settings.BESLOTEN_MAPPEN`, so that the backup takes it along; with several machines they lie in a
bucket instead (opnetwerk/opslag.py). Only a view that asks who is there hands out such a file, with `als_download`.
"""

import os
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db import models
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.functional import LazyObject
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from opnetwerk.schijfopslag import Schijf

View = Callable[..., HttpResponseBase]
KOPPEN = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


class BeslotenOpslag(Schijf):
    """A folder that only this program reads. Asks the setting each time: a trial of a backup points it elsewhere."""

    @property
    def base_location(self) -> str:
        return self.location

    @property
    def location(self) -> str:
        return os.path.abspath(settings.BESLOTEN_MAPPEN["besloten"])

    @property
    def base_url(self) -> None:  # type: ignore[override]
        """No address: asking for one raises ValueError."""
        return

    @property
    def file_permissions_mode(self) -> int:
        return 0o600

    @property
    def directory_permissions_mode(self) -> int:
        return 0o700


class GekozenOpslag(LazyObject):
    """The folder, or the bucket when there is one: what STORAGES says under "besloten"."""

    def _setup(self) -> None:
        self._wrapped = storages["besloten"]


opslag = GekozenOpslag()


class BeslotenBestandsveld(models.FileField):
    """A file kept in the closed folder. Where it stands is no matter of the database: migrations see a FileField."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"storage": opslag})

    def deconstruct(self) -> Any:
        naam, _, argumenten, opties = super().deconstruct()
        opties.pop("storage", None)
        return naam, "django.db.models.FileField", argumenten, opties


def als_download(bestand: Any, naam: str, soort: str) -> HttpResponseBase:
    """The file, to keep and not to open in the page; a 404 when it is not there, a 503 when that cannot be known."""
    try:
        antwoord: HttpResponseBase = FileResponse(
            bestand.open("rb"), as_attachment=True, filename=naam, content_type=soort
        )
    except (FileNotFoundError, IsADirectoryError, ValueError) as fout:
        raise Http404 from fout
    except OSError:
        antwoord = niet_bereikbaar()
    for kop, waarde in KOPPEN.items():
        antwoord.headers[kop] = waarde
    return antwoord


def niet_bereikbaar() -> HttpResponse:
    """In place of a file whose storage does not answer."""
    tekst = "Dit bestand is even niet te bereiken. Probeer het over een halve minuut opnieuw."
    return HttpResponse(tekst, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "30"})


# --- how much may come in ---------------------------------------------------------------------------------------------
class Rem(FileUploadHandler):
    """Keeps no more than `hoogstens` bytes of files together; `request.te_groot` names the fields that went over."""

    def __init__(self, request: HttpRequest, hoogstens: int) -> None:
        super().__init__(request)
        self.hoogstens, self.gezien = hoogstens, 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.gezien += len(raw_data)
        if self.gezien > self.hoogstens:
            self.request.te_groot = {*getattr(self.request, "te_groot", ()), self.field_name}  # type: ignore[union-attr]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def hoogstens(aantal: int) -> Callable[[View], View]:
    """Let no form fill the disk: of its files, what goes over `aantal` bytes is read and thrown away at once.

    The other fields arrive, so that the form comes back with what was typed. Stands right under who may enter.
    """

    def maak(view: View) -> View:
        beschermd = csrf_protect(view)

        @wraps(view)
        def beperkt(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            request.upload_handlers.insert(0, Rem(request, aantal))
            return beschermd(request, *args, **kwargs)

        # The middleware reads the form before any view could set a limit; the token is checked right after it.
        return csrf_exempt(beperkt)

    return maak


def te_groot(request: HttpRequest, veld: str) -> bool:
    """Whether the file of this field was longer than the view lets in."""
    request.FILES  # noqa: B018  reads the form
    return veld in getattr(request, "te_groot", ())
