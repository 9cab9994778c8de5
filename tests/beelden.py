"""Pictures and hostile files, made in memory: what people send by accident and what attackers send on purpose."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

ROOD, GROEN, BLAUW, GEEL = (220, 30, 30), (30, 160, 60), (40, 60, 200), (240, 200, 40)
# Whatever a file hides: it may stand nowhere in what we keep.
GEHEIM = b"GEHEIM-"
SCRIPT = b"<script>alert('" + GEHEIM + b"')</script>"
PHP = b"<?php system($_GET['" + GEHEIM + b"']); ?>"


def tekening(breedte: int, hoogte: int) -> Image.Image:
    """Four quarters: red and green on top, blue and yellow below."""
    beeld = Image.new("RGB", (breedte, hoogte), ROOD)
    x, y = breedte // 2, hoogte // 2
    beeld.paste(GROEN, (x, 0, breedte, y))
    beeld.paste(BLAUW, (0, y, x, hoogte))
    beeld.paste(GEEL, (x, y, breedte, hoogte))
    return beeld


def als(beeld: Image.Image, formaat: str, **keuzes: Any) -> bytes:
    uit = io.BytesIO()
    beeld.save(uit, formaat, **keuzes)
    return uit.getvalue()


def upload(inhoud: bytes, naam: str = "vakantie.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(naam, inhoud, "image/jpeg")


def jpeg(breedte: int = 400, hoogte: int = 300, **keuzes: Any) -> bytes:
    return als(tekening(breedte, hoogte), "JPEG", quality=90, **keuzes)


def png(breedte: int = 400, hoogte: int = 300, **keuzes: Any) -> bytes:
    return als(tekening(breedte, hoogte), "PNG", **keuzes)


def webp(breedte: int = 400, hoogte: int = 300, **keuzes: Any) -> bytes:
    return als(tekening(breedte, hoogte), "WEBP", **keuzes)


def exif(orientatie: int = 1) -> Image.Exif:
    """As a phone writes it: make, owner, and the place where the photo was taken."""
    gegevens = Image.Exif()
    gegevens[0x010F] = "GEHEIM-merk"
    gegevens[0x0112] = orientatie
    gegevens[0x013B] = "GEHEIM-eigenaar"
    gegevens[0x8825] = {1: "N", 2: (51.0, 8.0, 24.5), 3: "E", 4: (4.0, 28.0, 11.25), 29: "2026:11:01"}
    return gegevens


def segment(merk: int, inhoud: bytes) -> bytes:
    """A piece of a JPEG."""
    return bytes([0xFF, merk]) + struct.pack(">H", len(inhoud) + 2) + inhoud


def met_segment(inhoud: bytes, *delen: bytes) -> bytes:
    """The JPEG with these pieces right after its start."""
    return inhoud[:2] + b"".join(delen) + inhoud[2:]


@cache
def foto_van_telefoon() -> bytes:
    """12 megapixels, lying on its side, with GPS in EXIF, and secrets in XMP, IPTC, comment and a colour profile."""
    verloop = Image.linear_gradient("L").resize((4000, 3000))
    beeld = Image.blend(tekening(4000, 3000), Image.merge("RGB", [verloop, verloop.rotate(180), verloop]), 0.3)
    xmp = b"<x:xmpmeta><rdf:li>" + GEHEIM + b"xmp</rdf:li></x:xmpmeta>"
    inhoud = als(
        beeld, "JPEG", quality=92, exif=exif(6), xmp=xmp, comment=GEHEIM + b"opmerking", icc_profile=srgb_profiel()
    )
    return met_segment(inhoud, segment(0xED, b"Photoshop 3.0\x008BIM" + GEHEIM + b"iptc"))


def srgb_profiel() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def verwisseld_profiel() -> bytes:
    """A colour profile in which red and green have changed places."""
    profiel = bytearray(srgb_profiel())
    plaats = {
        bytes(profiel[begin : begin + 4]): begin
        for begin in range(132, 132 + 12 * int.from_bytes(profiel[128:132], "big"), 12)
    }
    rood, groen = plaats[b"rXYZ"] + 4, plaats[b"gXYZ"] + 4
    profiel[rood : rood + 8], profiel[groen : groen + 8] = profiel[groen : groen + 8], profiel[rood : rood + 8]
    return bytes(profiel)


# --- PNG and WebP by hand ---------------------------------------------------------------------------------------------
def _brok(soort: bytes, inhoud: bytes = b"") -> bytes:
    return struct.pack(">I", len(inhoud)) + soort + inhoud + struct.pack(">I", zlib.crc32(soort + inhoud))


def _png(breedte: int, hoogte: int, *voor: bytes, na: bytes = b"") -> bytes:
    """One bit per pixel, all zero: small on the line, huge in memory."""
    kop = _brok(b"IHDR", struct.pack(">IIBBBBB", breedte, hoogte, 1, 0, 0, 0, 0))
    pers = zlib.compressobj(9)
    rij = bytes(1 + (breedte + 7) // 8)
    beeld = b"".join(pers.compress(rij) for _ in range(hoogte)) + pers.flush()
    return b"\x89PNG\r\n\x1a\n" + kop + b"".join(voor) + _brok(b"IDAT", beeld) + na + _brok(b"IEND")


@cache
def bom_van_400_megapixel() -> bytes:
    return _png(20_000, 20_000)


def bom_van_41_megapixel() -> bytes:
    return _png(6410, 6400)


def tekstbom() -> bytes:
    """A colour profile of 64 MB zeros, compressed."""
    return _png(300, 300, _brok(b"iCCP", b"naam\0\0" + zlib.compress(bytes(64 << 20), 9)))


def beschadigde_png() -> bytes:
    inhoud = bytearray(png())
    inhoud[inhoud.index(b"IDAT") + 4] ^= 0xFF
    return bytes(inhoud)


@cache
def bewegende_png(beelden: int = 12_000) -> bytes:
    def bestuur(nummer: int) -> bytes:
        return _brok(b"fcTL", struct.pack(">IIIIIHHBB", nummer, 200, 200, 0, 0, 1, 25, 0, 0))

    beeld = zlib.compress(bytes(200 * 26), 9)
    rest = b"".join(
        bestuur(2 * nummer - 1) + _brok(b"fdAT", struct.pack(">I", 2 * nummer) + beeld) for nummer in range(1, beelden)
    )
    return _png(200, 200, _brok(b"acTL", struct.pack(">II", beelden, 0)), bestuur(0), na=rest)


def _riff(*brokken: bytes) -> bytes:
    inhoud = b"WEBP" + b"".join(brokken)
    return b"RIFF" + struct.pack("<I", len(inhoud)) + inhoud


def _riffbrok(soort: bytes, inhoud: bytes) -> bytes:
    return soort + struct.pack("<I", len(inhoud)) + inhoud + b"\0" * (len(inhoud) % 2)


def _drie(getal: int) -> bytes:
    return struct.pack("<I", getal)[:3]


@cache
def bewegende_webp(beelden: int = 12_000) -> bytes:
    beeld = als(Image.new("RGB", (200, 200), ROOD), "WEBP", lossless=True)[12:]
    blad = _riffbrok(b"ANMF", _drie(0) * 2 + _drie(199) * 2 + _drie(40) + b"\0" + beeld)
    kop = _riffbrok(b"VP8X", b"\x02\0\0\0" + _drie(199) * 2)
    return _riff(kop, _riffbrok(b"ANIM", bytes(6)), blad * beelden)


def webp_die_groot_zegt_te_zijn() -> bytes:
    """16,383 pixels square in a header of a few bytes: 1 GB as soon as a decoder believes it."""
    return _riff(_riffbrok(b"VP8X", b"\0\0\0\0" + _drie(16_382) * 2), webp()[12:])


def bewegende_gif(beelden: int = 12_000) -> bytes:
    inhoud = als(Image.new("P", (200, 200)), "GIF")
    begin = inhoud.index(b"\x2c", 13)
    return inhoud[:begin] + inhoud[begin:-1] * beelden + b"\x3b"


# --- JPEG bombs -------------------------------------------------------------------------------------------------------
def scanbom(scans: int = 500) -> bytes:
    """The last pass of a progressive JPEG, over and over: each costs as much as the whole picture."""
    inhoud = als(Image.new("L", (4000, 4000), 120), "JPEG", progressive=True)
    return inhoud[:-2] + inhoud[inhoud.rindex(b"\xff\xda") : -2] * scans + b"\xff\xd9"


def segmentbom(delen: int = 50_000) -> bytes:
    return met_segment(jpeg(), segment(0xFE, b"") * delen)


def met_kapotte_exif() -> bytes:
    return met_segment(jpeg(), segment(0xE1, b"Exif\0\0MM\0\x2a\0\0\0\x08\xff\xff" + b"\xfe" * 40))


def met_orientatie_in_woorden() -> bytes:
    """One entry, tag 274, of the kind text: "abc" where a number belongs."""
    return met_segment(jpeg(), segment(0xE1, b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x02\0\0\0\x04abc\0\0\0\0\0"))


def foto_met_tweede_beeld() -> bytes:
    """As phones save a photo with its depth map: an MPO, which every browser shows as a JPEG."""
    return als(tekening(400, 300), "MPO", save_all=True, append_images=[Image.new("RGB", (400, 300), BLAUW)])


def foto_met_film() -> bytes:
    """As phones save a moving photo: the film hangs behind the JPEG, full of what looks like markers."""
    return jpeg() + b"\0\0\0\x18ftypmp42" + b"\xff\xda\0\x02" * 5000


def _zip() -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w") as doos:
        doos.writestr("GEHEIM-.class", b"\xca\xfe\xba\xbe")
    return uit.getvalue()


# What looks fine and carries something: accepted, and clean afterwards.
DRAGERS: dict[str, Callable[[], bytes]] = {
    "jpeg_met_script_erachter": lambda: jpeg() + SCRIPT,
    "jpeg_met_php_in_de_opmerking": lambda: jpeg(comment=PHP),
    "jpeg_die_ook_javascript_is": lambda: met_segment(
        jpeg(), segment(0xE0, (b"*/=1;alert('" + GEHEIM + b"')/*").ljust(0x2F2A - 2, b" "))
    ),
    "jpeg_die_ook_pdf_is": lambda: met_segment(jpeg(), segment(0xFE, b"%PDF-1.7 " + GEHEIM)) + b"%%EOF" + GEHEIM,
    "jpeg_die_ook_jar_is": lambda: jpeg() + _zip(),
    "jpeg_met_gps": lambda: jpeg(exif=exif()),
    "png_die_ook_zip_is": lambda: png() + _zip(),
    "png_met_script_in_tekst": lambda: _png(300, 300, _brok(b"tEXt", b"Comment\0" + SCRIPT)),
    "png_met_eigen_brok": lambda: _png(300, 300, _brok(b"geHm", SCRIPT)),
    "png_met_gps": lambda: png(exif=exif()),
    "webp_met_gps_en_xmp": lambda: webp(exif=exif(), xmp=SCRIPT),
    "webp_met_script_erachter": lambda: webp() + SCRIPT,
    "foto_met_tweede_beeld": foto_met_tweede_beeld,
    "foto_met_film": foto_met_film,
    "jpeg_met_kapotte_exif": met_kapotte_exif,
    "jpeg_met_exif_die_geen_exif_is": lambda: met_segment(jpeg(), segment(0xE1, b"Exif\0\0" + GEHEIM * 9)),
    "jpeg_met_orientatie_in_woorden": met_orientatie_in_woorden,
    "jpeg_met_kapot_kleurprofiel": lambda: jpeg(icc_profile=b"GEHEIM-" * 50),
}

# What is refused: the file, and the code of the reason.
GEWEIGERD: dict[str, tuple[Callable[[], bytes], str]] = {
    "nul_bytes": (lambda: b"", "leeg"),
    "te_groot": (lambda: jpeg() + bytes(20 << 20), "te_groot"),
    "400_megapixel_in_48_kB": (bom_van_400_megapixel, "te_veel_beeldpunten"),
    "41_megapixel": (bom_van_41_megapixel, "te_veel_beeldpunten"),
    "webp_met_grote_woorden": (webp_die_groot_zegt_te_zijn, "te_veel_beeldpunten"),
    "png_met_12000_beelden": (bewegende_png, "beweegt"),
    "webp_met_12000_beelden": (bewegende_webp, "beweegt"),
    "png_met_2_beelden": (lambda: bewegende_png(2), "beweegt"),
    "gif_met_12000_beelden": (bewegende_gif, "soort"),
    "svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "soort"),
    "html": (lambda: b"<!doctype html>" + SCRIPT, "soort"),
    "php_met_kop_van_gif": (lambda: b"GIF89a;" + PHP, "soort"),
    "tiff": (lambda: als(tekening(400, 300), "TIFF"), "soort"),
    "eps": (lambda: als(tekening(400, 300), "EPS"), "soort"),
    "bmp": (lambda: als(tekening(400, 300), "BMP"), "soort"),
    "avif": (lambda: als(tekening(400, 300), "AVIF"), "soort"),
    "pdf_voor_een_jpeg": (lambda: b"%PDF-1.7\n" + jpeg(), "soort"),
    "zip": (_zip, "soort"),
    "halve_jpeg": (lambda: jpeg()[:-2000], "onleesbaar"),
    "halve_png": (lambda: png(1000, 1000)[:-600], "onleesbaar"),
    "halve_webp": (lambda: webp()[:-200], "onleesbaar"),
    "beschadigde_png": (beschadigde_png, "onleesbaar"),
    "kleurprofiel_van_64_MB": (tekstbom, "onleesbaar"),
    "scanbom": (scanbom, "onleesbaar"),
    "segmentbom": (segmentbom, "onleesbaar"),
    "te_klein": (lambda: png(400, 199), "te_klein"),
    "een_beeldpunt": (lambda: png(1, 1), "te_klein"),
    "te_smal": (lambda: png(2600, 200), "te_smal"),
}


def lijkt(punt: Any, kleur: tuple[int, ...]) -> bool:
    """JPEG changes colours a little."""
    return all(abs(a - b) < 20 for a, b in zip(punt, kleur, strict=True))


def hoeken(beeld: Image.Image) -> list[Any]:
    x, y = beeld.width, beeld.height
    return [beeld.getpixel(p) for p in [(x // 4, y // 4), (x * 3 // 4, y // 4), (x // 4, y * 3 // 4), (x - 9, y - 9)]]
