"""The note as a tagged PDF with a table of contents. WeasyPrint is optional (group `pdf`): else we offer print."""

import importlib.util
import mimetypes
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from PIL import ImageFile

from cultuurnota.document import Beeldlezer
from cultuurnota.leesnota import Leesnota

STIJL = Path(__file__).parent / "gegevens" / "pdf.css"


def is_er() -> bool:
    """Whether this portal can make a PDF."""
    return importlib.util.find_spec("weasyprint") is not None


def maak_pdf(nota: Leesnota, lees_beeld: Beeldlezer) -> bytes:
    """PDF/UA-1: tagged, with language, title, bookmarks. Reads nothing but the pictures of the note.

    Raises ModuleNotFoundError without the group, OSError without the libraries of the system.
    """
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    # WeasyPrint turns this on for the whole process, and half a picture that somebody uploads would be taken for whole.
    ImageFile.LOAD_TRUNCATED_IMAGES = False

    class AlleenBeelden(URLFetcher):  # type: ignore[misc]
        """No network and no disk: an address in a text is a picture of the note or nothing."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            adres = url.removeprefix("nota:")
            bestand = lees_beeld(adres)
            if bestand is None:
                raise ValueError(f"geen beeld van deze nota: {adres[:100]}")
            soort = mimetypes.guess_type(adres)[0] or "image/jpeg"
            return URLFetcherResponse(url, body=bestand, headers={"Content-Type": soort})

    pagina = render_to_string("cultuurnota/_pdf.html", {"stuk": nota})
    html = pagina.replace('src="/media/', 'src="nota:/media/')
    document = HTML(string=html, url_fetcher=AlleenBeelden())
    uit: bytes = document.write_pdf(stylesheets=[CSS(string=STIJL.read_text())], pdf_variant="pdf/ua-1")
    return uit
