"""The picture that other sites show with a link to a talent: the name, and the first picture that visitors see."""

import io
from typing import Any

from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageOps

from igs.deelbeeld import ACCENT, BREEDTE, HOOGTE, INKT, KLEUREN, KOPLETTER, PAPIER, ZAND, letter, schrijf
from talent.models import Profielbeeld
from talent.zichtbaarheid import Toonprofiel

VAK = (600, HOOGTE)  # the right half


def teken(dit: Toonprofiel) -> bytes:
    """A PNG of 1200 by 630; stripes with the first letter where there is no picture to show."""
    beeld = Image.new("RGB", (BREEDTE, HOOGTE), ZAND)
    eigen = _eigen_beeld(dit.beelden[0]) if dit.beelden else None
    beeld.paste(eigen or _strepen(dit), (BREEDTE - VAK[0], 0))
    regel = ", ".join(discipline.naam for discipline in dit.disciplines)
    schrijf(ImageDraw.Draw(beeld), dit.naam, regel)
    uit = io.BytesIO()
    beeld.save(uit, "PNG", optimize=True)
    return uit.getvalue()


def _eigen_beeld(een: Profielbeeld) -> Image.Image | None:
    """Cut to the box, from the smallest file that is large enough; None when the file is not there."""
    maten: list[dict[str, Any]] = een.werk.maten
    naam = next((maat["jpeg"] for maat in maten if maat["breedte"] >= VAK[0]), een.werk.bestand.name or "")
    try:
        with default_storage.open(naam) as bestand, Image.open(bestand, formats=["JPEG"]) as open_beeld:
            # Fewer colours make a small file; only in the picture, so that our own stay what they are.
            return ImageOps.fit(open_beeld.convert("RGB"), VAK).quantize(128).convert("RGB")
    except OSError:
        return None


def _strepen(dit: Toonprofiel) -> Image.Image:
    kleur = dit.talent.thuis.kleur if dit.talent.thuis and dit.talent.thuis.kleur else 0
    vak = Image.new("RGB", VAK, KLEUREN[kleur])
    pen = ImageDraw.Draw(vak)
    for x in range(-VAK[1], VAK[0], 56):
        pen.polygon([(x, VAK[1]), (x + 28, VAK[1]), (x + 283, 0), (x + 255, 0)], fill=PAPIER)
    pen.rounded_rectangle((180, 195, 420, 435), 24, fill=PAPIER)
    teken_ = next((teken.upper() for teken in dit.naam if teken.isalnum()), "/")
    pen.text((300, 315), teken_, font=letter(KOPLETTER, 160, 800), fill=INKT if teken_ != "/" else ACCENT, anchor="mm")
    return vak
