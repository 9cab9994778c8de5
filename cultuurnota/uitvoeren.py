"""Make the file that was asked: Word, PDF or the ZIP. The worker calls it, outside any request."""

import io
import json
import logging
import zipfile
from typing import IO

from django.core.files.storage import default_storage

from cultuurnota import delen, pdf
from cultuurnota.document import maak_docx
from cultuurnota.invoer import GEGEVENS
from cultuurnota.leesnota import leesnota
from cultuurnota.models import Uitvoer
from cultuurnota.uitwisseling import Inhoud, draagbaar, zegel
from opnetwerk.media import EIGEN_NAAM

logger = logging.getLogger(__name__)

MISLUKT = "Het bestand kon niet gemaakt worden. Probeer het opnieuw. Lukt het weer niet, vraag dan hulp aan redactie."
MEDIA = "/media/"
DATUM = (2026, 1, 1, 0, 0, 0)  # the same note gives the same bytes


def voer_uit(pk: int) -> None:
    """Make the file of this row. What goes wrong is written in the row: who waits must not wait for ever."""
    uitvoer = delen.begin_uitvoer(pk=pk)
    if uitvoer is None:
        return
    try:
        inhoud = maak(uitvoer)
    except Exception:  # whatever it is: the page has to say that it failed
        logger.exception("the file %s of note %s failed", uitvoer.pk, uitvoer.nota_id)
        delen.laat_uitvoer_mislukken(uitvoer=uitvoer, fout=MISLUKT)
        return
    delen.rond_uitvoer_af(uitvoer=uitvoer, inhoud=inhoud)


def maak(uitvoer: Uitvoer) -> bytes:
    """The bytes of the file, telling how far it is."""
    inhoud = delen.inhoud_van(uitvoer.nota, uitvoer.bevroren)

    def meld(procent: int) -> None:
        delen.meld_voortgang(uitvoer, procent)

    if uitvoer.soort == Uitvoer.Soort.ZIP:
        return maak_zip(inhoud)
    if uitvoer.soort == Uitvoer.Soort.PDF:
        meld(10)
        return pdf.maak_pdf(leesnota(inhoud), lees_beeld)
    return maak_docx(leesnota(inhoud), lees_beeld, meld)


def lees_beeld(adres: str) -> IO[bytes] | None:
    """The picture at an address in a text: only of our own storage, under a name we make ourselves."""
    naam = adres.removeprefix(MEDIA)
    if not adres.startswith(MEDIA) or not EIGEN_NAAM.fullmatch(naam):
        return None
    try:
        with default_storage.open(naam) as bestand:
            return io.BytesIO(bestand.read())
    except OSError:  # the text knows a file that the storage lost
        return None


def maak_zip(inhoud: Inhoud) -> bytes:
    """The data as JSON, and the pictures."""
    pakket = draagbaar(inhoud)
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        for beeld in pakket.inhoud["beelden"]:
            bron = lees_beeld(MEDIA + pakket.bestanden[beeld["bestand"]])
            bytes_ = bron.read() if bron else b""
            beeld["zegel"] = zegel(bytes_)
            archief.writestr(zipfile.ZipInfo(beeld["bestand"], date_time=DATUM), bytes_)
        tekst = json.dumps(pakket.inhoud, ensure_ascii=False, indent=1, sort_keys=True)
        deel = zipfile.ZipInfo(GEGEVENS, date_time=DATUM)
        deel.compress_type = zipfile.ZIP_DEFLATED
        archief.writestr(deel, tekst)
    return uit.getvalue()
