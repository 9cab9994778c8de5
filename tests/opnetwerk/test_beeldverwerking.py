"""Reading an upload: what is refused, and what is left of the rest."""

import io
import warnings
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageFile

from opnetwerk.afbeeldingen import (
    Afbeelding,
)
from opnetwerk.beeldverwerking import FOUTEN, LANGSTE_ZIJDE, PAPIER, lees_upload
from tests import beelden
from tests.beelden import BLAUW, DRAGERS, GEEL, GEHEIM, GEWEIGERD, GROEN, ROOD, hoeken, lijkt, upload

Kleur = tuple[int, ...]
KLAAR, WACHT, MISLUKT = Afbeelding.Stand.KLAAR, Afbeelding.Stand.WACHT, Afbeelding.Stand.MISLUKT
# Pieces of a file that hold something else than pixels.
METAGEGEVENS = [GEHEIM, b"Exif", b"EXIF", b"XMP ", b"http://ns.adobe.com", b"ICC_PROFILE", b"ICCP", b"Photoshop"]
METAGEGEVENS += [b"<script", b"<?php", b"%PDF", b"PK\x03\x04", b"MPF\x00", b"\xff\xfe\x00", b"\xff\xed\x00"]


def gelezen(inhoud: bytes) -> Image.Image:
    return Image.open(io.BytesIO(lees_upload(upload(inhoud)).read()))


@pytest.mark.parametrize("geval", GEWEIGERD)
def test_wat_geen_goede_foto_is_wordt_geweigerd_met_een_nederlandse_zin(geval):
    maak, code = GEWEIGERD[geval]
    with pytest.raises(ValidationError) as fout:
        lees_upload(upload(maak()))
    assert fout.value.code == code
    assert fout.value.messages == [FOUTEN[code]]


def test_elke_oorzaak_heeft_een_geval_en_een_eigen_zin():
    assert {code for _, code in GEWEIGERD.values()} == set(FOUTEN)
    assert len(set(FOUTEN.values())) == len(FOUTEN)


def test_de_bom_is_klein_op_de_lijn():
    assert len(beelden.bom_van_400_megapixel()) < 50_000


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
@pytest.mark.parametrize("geval", DRAGERS)
def test_wat_meelift_overleeft_het_hercoderen_niet(geval):
    inhoud = lees_upload(upload(DRAGERS[geval]())).read()
    assert [stuk for stuk in METAGEGEVENS if stuk in inhoud] == []
    beeld = Image.open(io.BytesIO(inhoud))
    beeld.load()
    assert (beeld.format, beeld.mode) == ("JPEG", "RGB")
    assert inhoud.endswith(b"\xff\xd9")
    assert set(beeld.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_een_kapotte_exif_een_kapot_kleurprofiel_of_een_film_kost_de_foto_niet():
    gevallen = [geval for geval in DRAGERS if geval.startswith("jpeg_") or geval == "foto_met_film"]
    assert len(gevallen) == 11
    for geval in gevallen:
        assert lijkt(hoeken(gelezen(DRAGERS[geval]()))[0], ROOD), geval


def test_de_grens_van_beeldpunten_hangt_niet_van_een_waarschuwing_af():
    """The filter of warnings belongs to the process: whoever resets it opens nothing."""
    bom = upload(beelden.bom_van_41_megapixel())
    with warnings.catch_warnings(action="ignore"), pytest.raises(ValidationError) as fout:
        lees_upload(bom)
    assert fout.value.code == "te_veel_beeldpunten"


def test_pillow_leest_geen_halve_bestanden():
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


def test_de_randen_van_de_grenzen_mogen():
    assert gelezen(beelden.png(200, 200)).size == (200, 200)
    assert gelezen(beelden.png(2400, 200)).size == (2400, 200)
    assert gelezen(beelden.scanbom(50)).size == (2400, 2400)


def test_wie_te_groot_is_wordt_niet_eerst_gelezen():
    class Ongelezen(ContentFile):
        def read(self, *args: Any) -> bytes:
            raise AssertionError("gelezen")

    groot = Ongelezen(b"x")
    groot.size = 21 << 20
    with pytest.raises(ValidationError, match="te groot"):
        lees_upload(groot)


# How a picture that is upright was laid down for the camera to note this orientation.
GELEGD = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("formaat", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientatie", GELEGD)
def test_een_foto_staat_rechtop(orientatie, formaat):
    beeld, gelegd = beelden.tekening(400, 300), GELEGD[orientatie]
    if gelegd is not None:
        beeld = beeld.transpose(gelegd)
    rechtop = gelezen(beelden.als(beeld, formaat, exif=beelden.exif(orientatie)))
    assert rechtop.size == (400, 300)
    for punt, kleur in zip(hoeken(rechtop), [ROOD, GROEN, BLAUW, GEEL], strict=True):
        assert lijkt(punt, kleur)


def test_een_orientatie_die_niet_bestaat_draait_niets():
    assert gelezen(beelden.jpeg(exif=beelden.exif(99))).size == (400, 300)


def test_een_grote_foto_wordt_kleiner_en_een_kleine_niet_groter():
    assert gelezen(beelden.jpeg(4000, 3000)).size == (LANGSTE_ZIJDE, 1800)
    assert gelezen(beelden.jpeg(3000, 4000)).size == (1800, LANGSTE_ZIJDE)
    assert gelezen(beelden.jpeg(640, 480)).size == (640, 480)


def test_een_kleurprofiel_wordt_toegepast_en_valt_weg():
    beeld = gelezen(beelden.jpeg(icc_profile=beelden.verwisseld_profiel()))
    rood, groen, _, _ = hoeken(beeld)
    assert rood[1] > rood[0]
    assert groen[0] > groen[1]
    assert "icc_profile" not in beeld.info


@pytest.mark.parametrize("soort", ["RGBA", "LA", "P"])
def test_doorzichtig_wordt_papier(soort):
    beeld = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    beeld.paste((0, 0, 0, 255), (0, 0, 200, 300))
    zwart, papier, _, _ = hoeken(gelezen(beelden.als(beeld.convert(soort), "PNG")))
    assert lijkt(zwart, (0, 0, 0))
    assert lijkt(papier, PAPIER)


def test_een_half_doorzichtige_webp_mengt_met_papier():
    punt = gelezen(beelden.als(Image.new("RGBA", (300, 300), (0, 0, 0, 128)), "WEBP", lossless=True)).getpixel((9, 9))
    assert lijkt(punt, (127, 126, 123))


def test_een_kleur_die_als_doorzichtig_geldt_wordt_papier():
    beeld = gelezen(beelden.png(transparency=ROOD))
    assert lijkt(hoeken(beeld)[0], PAPIER)
    assert lijkt(hoeken(beeld)[1], GROEN)


@pytest.mark.parametrize(
    ("soort", "waarde", "formaat", "verwacht"),
    [
        ("L", 120, "JPEG", 120),
        ("1", 1, "PNG", 255),
        ("I;16", 30_000, "PNG", 117),
        ("CMYK", (0, 0, 0, 128), "JPEG", 127),
    ],
)
def test_grijs_16_bits_en_drukkleuren_worden_rgb(soort, waarde, formaat, verwacht):
    beeld = gelezen(beelden.als(Image.new(soort, (300, 300), waarde), formaat))
    assert beeld.mode == "RGB"
    assert lijkt(beeld.getpixel((150, 150)), (verwacht,) * 3)
