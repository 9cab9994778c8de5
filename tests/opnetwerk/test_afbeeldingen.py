"""From upload to picture on a page: what is refused, what is left of the rest, the sizes, and the end of it."""

import io
import re
import time
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.test import RequestFactory
from PIL import Image
from procrastinate import RetryStrategy
from procrastinate.contrib.django.models import ProcrastinateJob

from igs.models import Foto
from opnetwerk.afbeeldingen import (
    Afbeelding,
    FotoVeld,
    MatenMislukt,
    breedtes,
    maak_maten,
    maak_maten_taak,
    plan_maten,
    wis_bestanden,
)
from opnetwerk.beeldverwerking import FOUTEN, GRENZEN, lees_upload
from tests import beelden
from tests.beelden import GEEL, GEHEIM, GEWEIGERD, hoeken, lijkt, upload

Kleur = tuple[int, ...]
KLAAR, WACHT, MISLUKT = Afbeelding.Stand.KLAAR, Afbeelding.Stand.WACHT, Afbeelding.Stand.MISLUKT
# Pieces of a file that hold something else than pixels.
METAGEGEVENS = [GEHEIM, b"Exif", b"EXIF", b"XMP ", b"http://ns.adobe.com", b"ICC_PROFILE", b"ICCP", b"Photoshop"]
METAGEGEVENS += [b"<script", b"<?php", b"%PDF", b"PK\x03\x04", b"MPF\x00", b"\xff\xfe\x00", b"\xff\xed\x00"]


@pytest.fixture(autouse=True)
def mediamap(settings: Any, tmp_path: Path) -> Path:
    """Each test writes in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def maak_foto(inhoud: bytes | None = None, **velden: Any) -> Foto:
    master = lees_upload(upload(inhoud or beelden.jpeg(1200, 900)))
    return Foto.objects.create(bestand=master, **{"alt": "Vier kleuren."} | velden)


def stam(foto: Foto) -> str:
    """What the names of a picture's files begin with."""
    return str(foto.bestand.name).removesuffix(".jpg")


def bestanden(mediamap: Path) -> list[str]:
    return sorted(str(pad.relative_to(mediamap)) for pad in mediamap.rglob("*") if pad.is_file())


# --- the field of a form ---------------------------------------------------------------------------------------------
class FotoForm(forms.ModelForm):
    bestand = FotoVeld(label="Foto", required=False)

    class Meta:
        model = Foto
        fields = ("bestand", "alt", "decoratief")


def ingediend(inhoud: bytes, naam: str, **velden: str) -> FotoForm:
    """As a browser sends it: the name in the body is whatever the sender wrote there."""
    delen = [f'--x\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{w}\r\n'.encode() for n, w in velden.items()]
    kop = (
        f'--x\r\nContent-Disposition: form-data; name="bestand"; filename="{naam}"\r\nContent-Type: image/jpeg\r\n\r\n'
    )
    lijf = b"".join(delen) + kop.encode() + inhoud + b"\r\n--x--\r\n"
    verzoek = RequestFactory().post("/", data=lijf, content_type="multipart/form-data; boundary=x")
    return FotoForm(verzoek.POST, verzoek.FILES)


def test_het_veld_zegt_zijn_grenzen_voor_je_kiest():
    veld = str(FotoForm().as_p())
    assert 'accept="image/jpeg,image/png,image/webp"' in veld
    assert GRENZEN in veld
    assert FotoVeld(help_text="Liefst liggend.").help_text == "Liefst liggend."


@pytest.mark.parametrize("geval", ["te_groot", "svg", "nul_bytes", "400_megapixel_in_48_kB", "png_met_12000_beelden"])
def test_de_fout_staat_bij_het_veld_en_wat_je_typte_blijft(db, geval):
    maak, code = GEWEIGERD[geval]
    formulier = ingediend(maak(), "feest.jpg", alt="Een feest.")
    assert formulier.errors == {"bestand": [FOUTEN[code]]}
    assert 'value="Een feest."' in str(formulier)


NAMEN = [
    "../../../etc/cron.d/klok.jpg",
    "..\\..\\klok.jpg",
    "/etc/passwd",
    "klok.php",
    "klok.jpg.html",
    ".htaccess",
    "<img src=x onerror=alert(1)>.jpg",
    "klok\x00.jpg",
    "é" * 400 + ".jpg",
    "foto%2e%2e%2fklok.jpg",
]


@pytest.mark.parametrize("naam", NAMEN, ids=ascii)
def test_van_de_bestandsnaam_blijft_niets_over(db, mediamap, naam):
    formulier = ingediend(beelden.jpeg(), naam, alt="Een klok.")
    assert formulier.errors == {}
    foto = formulier.save()
    assert re.fullmatch(r"afbeeldingen/[0-9a-f]{32}\.jpg", foto.bestand.name)
    assert bestanden(mediamap) == [foto.bestand.name]
    assert (foto.breedte, foto.hoogte, foto.stand) == (400, 300, WACHT)


def test_elke_foto_krijgt_een_eigen_naam(db):
    assert maak_foto().bestand.name != maak_foto().bestand.name


def test_zonder_bestand_blijft_het_veld_leeg_of_zoals_het_was():
    assert FotoVeld(required=False).clean(None) is None
    assert FotoVeld(required=False).clean(None, "wat er stond") == "wat er stond"
    with pytest.raises(ValidationError) as fout:
        FotoVeld().clean(None)
    assert fout.value.code == "required"


def test_een_foto_heeft_een_beschrijving_of_is_versiering(db):
    for velden in ({"alt": ""}, {"alt": "Een klok.", "decoratief": "on"}):
        assert "Beschrijf wat je ziet" in str(ingediend(beelden.jpeg(), "klok.jpg", **velden).errors)
    with pytest.raises(IntegrityError), transaction.atomic():
        maak_foto(alt="")
    assert str(maak_foto()) == "Vier kleuren."


# --- the sizes -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("master", "verwacht"),
    [
        (2400, [320, 640, 1024, 1600]),
        (1600, [320, 640, 1024, 1600]),
        (1200, [320, 640, 1024, 1200]),
        (640, [320, 640]),
        (250, [250]),
        (0, []),
    ],
)
def test_de_breedtes_zijn_nooit_groter_dan_de_foto(master, verwacht):
    assert breedtes(master) == verwacht


def test_de_maten_staan_klaar_in_webp_en_jpeg(db, mediamap):
    foto = maak_foto()
    maak_maten(foto)
    foto.refresh_from_db()
    assert foto.stand == KLAAR
    assert [(maat["breedte"], maat["hoogte"]) for maat in foto.maten] == [
        (320, 240),
        (640, 480),
        (1024, 768),
        (1200, 900),
    ]
    for maat in foto.maten:
        for soort, uitgang in (("webp", "webp"), ("jpeg", "jpg")):
            assert maat[soort] == f"{stam(foto)}-{maat['breedte']}.{uitgang}"
            with Image.open(mediamap / maat[soort]) as beeld:
                assert (beeld.format, beeld.size) == (soort.upper(), (maat["breedte"], maat["hoogte"]))
                assert lijkt(hoeken(beeld.convert("RGB"))[3], GEEL)
    assert len(bestanden(mediamap)) == 1 + 2 * len(foto.maten)


def test_een_foto_van_twaalf_megapixel_met_gps_komt_er_schoon_uit(db, mediamap):
    rauw = beelden.foto_van_telefoon()
    assert sum(stuk in rauw for stuk in METAGEGEVENS) >= 6, "the file does not carry what it must lose"
    begin = time.perf_counter()
    foto = maak_foto(rauw)
    gelezen_in = time.perf_counter() - begin
    maak_maten(foto)
    print(f"12 megapixels: read in {gelezen_in:.2f} s, sizes in {time.perf_counter() - begin - gelezen_in:.2f} s")
    assert (foto.breedte, foto.hoogte) == (1800, 2400)
    assert [maat["breedte"] for maat in foto.maten] == [320, 640, 1024, 1600]
    assert len(bestanden(mediamap)) == 9
    for pad in bestanden(mediamap):
        inhoud = (mediamap / pad).read_bytes()
        assert [stuk for stuk in METAGEGEVENS if stuk in inhoud] == [], pad
        with Image.open(io.BytesIO(inhoud)) as beeld:
            assert dict(beeld.getexif()) == {}
            assert beeld.height == round(beeld.width * 4 / 3)
            # The phone lay on its left side: what is stored bottom left stands top left.
            links, rechts, _, _ = hoeken(beeld.convert("RGB"))
            assert links[2] > links[0]
            assert rechts[0] > rechts[2]


def test_twee_keer_verwerken_laat_staan_wat_er_is(db, mediamap):
    foto = maak_foto()
    maak_maten(foto)
    merk = mediamap / foto.maten[0]["webp"]
    merk.write_bytes(b"niet aangeraakt")
    maak_maten(Foto.objects.get())
    assert merk.read_bytes() == b"niet aangeraakt"
    assert len(bestanden(mediamap)) == 9


def test_een_maat_die_verdween_wordt_opnieuw_gemaakt(db, mediamap):
    foto = maak_foto()
    maak_maten(foto)
    weg = mediamap / foto.maten[2]["jpeg"]
    weg.unlink()
    maak_maten(Foto.objects.get())
    assert weg.exists()
    assert Foto.objects.get().maten == foto.maten


def test_een_half_bestand_van_een_afgebroken_ronde_wordt_vervangen(db, mediamap):
    foto = maak_foto()
    half = mediamap / (stam(foto) + "-320.webp")
    half.write_bytes(b"RIFF")
    maak_maten(foto)
    assert foto.maten[0]["webp"] == str(half.relative_to(mediamap))
    assert half.read_bytes()[8:12] == b"WEBP"
    assert len(bestanden(mediamap)) == 9


@pytest.mark.parametrize("geval", ["weg", "leeg", "iets anders"])
def test_een_master_die_weg_of_stuk_is_zet_de_stand_op_mislukt(db, mediamap, geval):
    foto = maak_foto()
    master = mediamap / foto.bestand.name
    if geval == "weg":
        master.unlink()
    else:
        master.write_bytes(b"" if geval == "leeg" else beelden.png())
    maak_maten(foto)
    foto = Foto.objects.get()  # refresh_from_db would open the file that is gone
    assert (foto.stand, foto.maten) == (MISLUKT, [])
    assert bestanden(mediamap) == ([] if geval == "weg" else [foto.bestand.name])


class VolleSchijf(FileSystemStorage):
    """Room for three more files."""

    ruimte = 3

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        if self.ruimte == 0:
            raise OSError(28, "No space left on device")
        self.ruimte -= 1
        return super().save(name, content, max_length)


class VasteSchijf(FileSystemStorage):
    """Will not let go of one file."""

    def delete(self, name: str) -> None:
        if name.endswith("-640.webp"):
            raise OSError(30, "Read-only file system")
        super().delete(name)


def opslag(settings: Any, soort: type) -> None:
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": f"{__name__}.{soort.__name__}"}}


def test_een_volle_schijf_laat_niets_half_achter_en_later_lukt_het(db, mediamap, settings):
    foto = maak_foto()
    gewoon = settings.STORAGES
    opslag(settings, VolleSchijf)
    maak_maten(foto)
    foto.refresh_from_db()
    assert (foto.stand, foto.maten) == (MISLUKT, [])
    assert bestanden(mediamap) == [foto.bestand.name]
    settings.STORAGES = gewoon
    maak_maten(foto)
    foto.refresh_from_db()
    assert (foto.stand, len(foto.maten)) == (KLAAR, 4)


def test_wie_intussen_iets_bewaarde_verliest_niets(db):
    foto = maak_foto()
    Foto.objects.update(alt="Vier vlakken.", bron="An Voorbeeld")
    maak_maten(foto)
    foto.refresh_from_db()
    assert (foto.alt, foto.bron, foto.stand) == ("Vier vlakken.", "An Voorbeeld", KLAAR)


def test_een_foto_die_intussen_gewist_is_laat_geen_maten_achter(db, mediamap):
    foto = maak_foto()
    Foto.objects.all().delete()
    maak_maten(foto)
    assert bestanden(mediamap) == [foto.bestand.name]


# --- the queue -------------------------------------------------------------------------------------------------------
def test_plannen_zet_een_taak_klaar_die_de_maten_maakt(db):
    foto = maak_foto()
    plan_maten(foto)
    taak = ProcrastinateJob.objects.get()
    assert taak.task_name == "maak_maten"
    assert taak.lock == f"maten igs.Foto {foto.pk}"
    maak_maten_taak(**taak.args)
    foto.refresh_from_db()
    assert foto.stand == KLAAR


def test_een_taak_verdwijnt_met_de_transactie_die_haar_plande(db):
    foto = maak_foto()
    with transaction.atomic():
        plan_maten(foto)
        assert ProcrastinateJob.objects.exists()
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.exists()


def test_opnieuw_plannen_maakt_alles_opnieuw(db, mediamap):
    foto = maak_foto()
    maak_maten(foto)
    maat = mediamap / foto.maten[0]["webp"]
    maat.write_bytes(b"oud")
    plan_maten(foto)
    assert Foto.objects.get().stand == WACHT
    maak_maten_taak(model_label="igs.Foto", pk=foto.pk)
    assert Foto.objects.get().stand == KLAAR
    assert maat.read_bytes() != b"oud"


def test_een_mislukte_taak_meldt_zich_en_probeert_opnieuw(db, mediamap):
    foto = maak_foto()
    (mediamap / foto.bestand.name).unlink()
    with pytest.raises(MatenMislukt, match=f"igs.Foto {foto.pk}"):
        maak_maten_taak(model_label="igs.Foto", pk=foto.pk)
    assert Foto.objects.get().stand == MISLUKT
    assert isinstance(maak_maten_taak.retry_strategy, RetryStrategy)
    assert maak_maten_taak.retry_strategy.max_attempts == 3


def test_een_taak_voor_een_foto_die_weg_is_doet_niets(db, mediamap):
    maak_maten_taak(model_label="igs.Foto", pk=404)
    assert bestanden(mediamap) == []


def test_een_taak_neemt_alleen_afbeeldingen_aan(db):
    with pytest.raises(TypeError):
        maak_maten_taak(model_label="igs.IGS", pk=1)


# --- the end ---------------------------------------------------------------------------------------------------------
def test_wissen_neemt_alles_van_die_foto_mee_en_niets_van_een_andere(db, mediamap):
    andere, foto = maak_foto(), maak_foto()
    maak_maten(andere)
    maak_maten(foto)
    blijft = [pad for pad in bestanden(mediamap) if pad.startswith(stam(andere))]
    wis_bestanden(foto)
    assert bestanden(mediamap) == blijft
    wis_bestanden(foto)
    assert len(blijft) == 9


def test_wissen_vindt_ook_wat_een_afgebroken_ronde_achterliet(db, mediamap):
    foto = maak_foto()
    (mediamap / (stam(foto) + "-1024.jpg")).write_bytes(b"half")
    wis_bestanden(foto)
    assert bestanden(mediamap) == []


def test_wissen_zonder_bestand_doet_niets(mediamap):
    wis_bestanden(Foto())
    assert bestanden(mediamap) == []


def test_wissen_dat_niet_lukt_meldt_dat_maar_wist_de_rest(db, mediamap, settings):
    foto = maak_foto()
    maak_maten(foto)
    opslag(settings, VasteSchijf)
    with pytest.raises(OSError, match="Read-only"):
        wis_bestanden(foto)
    assert bestanden(mediamap) == [foto.maten[1]["webp"]]


# --- on a page -------------------------------------------------------------------------------------------------------
BREED = '{% foto afbeelding "breed" sizes="(min-width: 60rem) 42rem, 100vw" %}'


def getoond(afbeelding: Foto | None, tag: str = BREED) -> str:
    return Template("{% load beeld %}" + tag).render(Context({"afbeelding": afbeelding}))


def test_een_pagina_kiest_zelf_de_maat(db, django_assert_num_queries):
    foto = maak_foto(bron="An Voorbeeld")
    maak_maten(foto)
    with django_assert_num_queries(0):
        html = getoond(foto)
    adres = f"/media/{stam(foto)}"
    rij = ", ".join(f"{adres}-{breedte}.%s {breedte}w" for breedte in (320, 640, 1024, 1200))
    maten = 'sizes="(min-width: 60rem) 42rem, 100vw"'
    assert '<figure class="foto breed">' in html
    assert f'<source type="image/webp" srcset="{rij % (("webp",) * 4)}" {maten}>' in html
    assert f'<img src="{adres}-1200.jpg" srcset="{rij % (("jpg",) * 4)}" {maten} width="1200" height="900"' in html
    assert 'alt="Vier kleuren." loading="lazy" decoding="async">' in html
    assert "<figcaption>Foto: An Voorbeeld</figcaption>" in html


@pytest.mark.parametrize("stand", [WACHT, MISLUKT])
def test_zolang_de_maten_er_niet_zijn_staat_de_foto_er_toch(db, stand):
    half = {"breedte": 320, "hoogte": 240, "webp": "half.webp", "jpeg": "half.jpg"}
    foto = maak_foto(stand=stand, maten=[half])
    html = getoond(foto)
    assert f'<img src="/media/{foto.bestand.name}" width="1200" height="900" alt="Vier kleuren."' in html
    assert "srcset" not in html
    assert "figcaption" not in html


def test_zonder_foto_staat_er_niets():
    assert getoond(None).strip() == ""
    assert getoond(Foto()).strip() == ""


def test_versiering_heeft_een_lege_alt(db):
    html = getoond(maak_foto(alt="", decoratief=True), "{% foto afbeelding %}")
    assert ' alt="" ' in html
    assert '<figure class="foto">' in html


def test_beschrijving_en_bron_blijven_tekst(db):
    html = getoond(maak_foto(alt='"><script>alert(1)</script>', bron="<b onclick=x>An</b>"))
    assert "<script>" not in html
    assert "<b onclick" not in html
    assert "&lt;b onclick=x&gt;An&lt;/b&gt;" in html
