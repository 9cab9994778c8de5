"""What is refused of a picture that somebody sends in, and the pixels that remain of it.

Bytes in, bytes out: nothing here knows a model, a page or a disk.
"""

import io
import logging
import re
import warnings
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from PIL import ExifTags, Image, ImageCms, ImageFile, UnidentifiedImageError

logger = logging.getLogger(__name__)

MAX_BYTES = 20 * 1024 * 1024
MAX_BEELDPUNTEN = 40_000_000
MIN_ZIJDE = 200
MAX_VERHOUDING = 12
LANGSTE_ZIJDE = 2400
# A JPEG of a few hundred kB can hold thousands of passes over the whole picture, each as dear as decoding it once.
MAX_JPEG_SCANS = 64
MAX_JPEG_DELEN = 2000
FORMATEN = ("JPEG", "PNG", "WEBP")
PAPIER = (255, 253, 248)  # --papier of static/css/waarden.css

ACCEPT = "image/jpeg,image/png,image/webp"
GRENZEN = "JPEG, PNG of WebP, hoogstens 20 MB, minstens 200 beeldpunten breed en hoog."
FOUTEN = {
    "leeg": "Dit bestand is leeg. Kies een andere foto.",
    "te_groot": "Deze foto is te groot. Hoogstens 20 MB mag.",
    "soort": "Dit is geen JPEG, PNG of WebP. Bewaar je foto eerst als JPEG en kies ze dan opnieuw.",
    "te_veel_beeldpunten": "Deze foto heeft meer dan 40 miljoen beeldpunten. Maak ze eerst kleiner.",
    "te_klein": "Deze foto is te klein. Breedte en hoogte zijn elk minstens 200 beeldpunten.",
    "te_smal": "Deze foto is te smal. De lange kant is hoogstens twaalf keer zo lang als de korte.",
    "beweegt": "Deze foto beweegt. Kies een foto die stilstaat.",
    "onleesbaar": "Deze foto kon niet gelezen worden. Bewaar ze opnieuw als JPEG en probeer het nog eens.",
}

# For the whole process: a filter of warnings cannot be set for one thread, and nothing else here opens larger ones.
Image.MAX_IMAGE_PIXELS = MAX_BEELDPUNTEN
warnings.simplefilter("error", Image.DecompressionBombWarning)
ImageFile.LOAD_TRUNCATED_IMAGES = False

# Any marker but the ones that belong inside a scan: stuffed zeros, restarts, fill bytes.
MERKTEKEN = re.compile(rb"\xff([^\x00\xd0-\xd7\xff])", re.DOTALL)
EINDE, SCAN = 0xD9, 0xDA

# How to turn a picture whose EXIF orientation is the key. ImageOps.exif_transpose does the same but also writes the
# EXIF back, and that fails on what some cameras put in it.
DRAAI = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _fout(oorzaak: str) -> ValidationError:
    return ValidationError(FOUTEN[oorzaak], code=oorzaak)


def lees_upload(bestand: File) -> ContentFile:
    """The clean master of an upload: a JPEG, upright, sRGB, at most LANGSTE_ZIJDE px long, without metadata.

    Raises ValidationError with one sentence of FOUTEN; its code is the key there.
    """
    if not bestand.size:
        raise _fout("leeg")
    if bestand.size > MAX_BYTES:
        raise _fout("te_groot")
    bestand.seek(0)
    inhoud = bestand.read()
    if _te_veel_delen(inhoud):
        raise _fout("onleesbaar")
    try:
        with Image.open(io.BytesIO(inhoud), formats=FORMATEN) as beeld:
            _keur(beeld)
            return ContentFile(als_jpeg(_schoon(beeld), kwaliteit=85), name="foto.jpg")
    except ValidationError:
        raise
    except UnidentifiedImageError as fout:
        raise _fout("soort") from fout
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as fout:
        raise _fout("te_veel_beeldpunten") from fout
    except Exception as fout:  # a decoder may raise anything on hostile bytes; the sender gets one sentence
        logger.info("an upload could not be decoded", exc_info=True)
        raise _fout("onleesbaar") from fout


def _te_veel_delen(inhoud: bytes) -> bool:
    """Whether a JPEG has more scans or segments before its end than any camera or editor writes; decodes nothing."""
    if not inhoud.startswith(b"\xff\xd8"):
        return False
    plek, delen, scans = 2, 0, 0
    while (merk := MERKTEKEN.search(inhoud, plek)) and merk[1][0] != EINDE:
        delen += 1
        scans += merk[1][0] == SCAN
        if delen > MAX_JPEG_DELEN or scans > MAX_JPEG_SCANS:
            return True
        plek = merk.end() + int.from_bytes(inhoud[merk.end() : merk.end() + 2], "big")
    return False


def _keur(beeld: ImageFile.ImageFile) -> None:
    """What the header tells, before a pixel is decoded. Raises ValidationError."""
    breedte, hoogte = beeld.size
    if breedte * hoogte > MAX_BEELDPUNTEN:
        raise _fout("te_veel_beeldpunten")
    # A JPEG never moves: its second picture is the depth map or the preview of a phone, and stays unread.
    if beeld.format in {"PNG", "WEBP"} and getattr(beeld, "n_frames", 1) > 1:
        raise _fout("beweegt")
    if min(breedte, hoogte) < MIN_ZIJDE:
        raise _fout("te_klein")
    if max(breedte, hoogte) > MAX_VERHOUDING * min(breedte, hoogte):
        raise _fout("te_smal")


def _schoon(beeld: ImageFile.ImageFile) -> Image.Image:
    """Pixels and nothing else: small enough, upright, in sRGB, on paper."""
    klein = _verkleinbaar(beeld)
    klein.thumbnail((LANGSTE_ZIJDE, LANGSTE_ZIJDE), Image.Resampling.LANCZOS)
    beeld.load()  # looking for EXIF in a PNG loads it too, but there an error of the decoder would go unseen
    stand = _orientatie(beeld)
    rechtop = klein.transpose(DRAAI[stand]) if stand in DRAAI else klein
    dekking = rechtop.getchannel("A") if rechtop.mode == "RGBA" else None
    vel = Image.new("RGB", rechtop.size, PAPIER)
    vel.paste(_in_srgb(rechtop, beeld.info.get("icc_profile")), mask=dekking)
    return vel


def _verkleinbaar(beeld: Image.Image) -> Image.Image:
    """The picture in a mode that scales smoothly: RGB, RGBA, L or CMYK."""
    if beeld.mode.startswith("I"):
        return beeld.point(lambda waarde: waarde / 256).convert("L")  # 16 bits of grey; converting alone clips them
    if beeld.has_transparency_data:
        return beeld if beeld.mode == "RGBA" else beeld.convert("RGBA")
    return beeld if beeld.mode in {"RGB", "L", "CMYK"} else beeld.convert("RGB")


def _orientatie(beeld: Image.Image) -> int:
    """The EXIF orientation, 1 (upright) when there is none or it cannot be read: the photo itself may be fine."""
    try:
        return int(beeld.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # EXIF is as hostile as the rest
        return 1


def _in_srgb(beeld: Image.Image, profiel: bytes | None) -> Image.Image:
    """RGB; colours by the profile where it fits the picture, else as they stand. The alpha channel is dropped."""
    kleuren = beeld.convert("RGB") if beeld.mode == "RGBA" else beeld
    if profiel:
        try:
            eigen = ImageCms.ImageCmsProfile(io.BytesIO(profiel))
            goed = ImageCms.profileToProfile(kleuren, eigen, ImageCms.createProfile("sRGB"), outputMode="RGB")
            return goed or kleuren.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            logger.info("a colour profile was ignored", exc_info=True)
    return kleuren.convert("RGB")


def als_jpeg(beeld: Image.Image, kwaliteit: int = 80) -> bytes:
    return _gecodeerd(beeld, "JPEG", quality=kwaliteit, progressive=True, optimize=True)


def als_webp(beeld: Image.Image) -> bytes:
    return _gecodeerd(beeld, "WEBP", quality=78, method=4)


def _gecodeerd(beeld: Image.Image, formaat: str, **keuzes: Any) -> bytes:
    uit = io.BytesIO()
    beeld.save(uit, formaat, **keuzes)
    return uit.getvalue()


def lees_master(bestand: IO[bytes]) -> Image.Image:
    """A master of `lees_upload`, decoded. Raises OSError when it is not one any more."""
    beeld = Image.open(bestand, formats=["JPEG"])
    beeld.load()
    return beeld


def op_breedte(master: Image.Image, breedte: int) -> Image.Image:
    """The whole picture, `breedte` px wide."""
    hoogte = max(1, round(master.height * breedte / master.width))
    return master.resize((breedte, hoogte), Image.Resampling.LANCZOS, reducing_gap=3)
