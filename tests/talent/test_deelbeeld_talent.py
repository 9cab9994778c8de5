"""The share picture and the QR code: what stands in them, and for whom they are made at all."""

import io
import re

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from igs.deelbeeld import BREEDTE, HOOGTE
from talent.qr import RAND, maak_qr
from tests.fabriek import maak_igs
from tests.talent.fabriek import maak_beeld, maak_talent


def png(client, talent) -> Image.Image:
    antwoord = client.get(f"/deelbeeld/talent/{talent.slug}.png")
    assert antwoord.status_code == 200
    assert antwoord.headers["Content-Type"] == "image/png"
    return Image.open(io.BytesIO(antwoord.content)).convert("RGB")


@pytest.fixture
def talent(lege_databank):
    return maak_talent(thuis=maak_igs("Zuidrand"), naam="De Bende van Wim")


def test_zonder_beeld_staan_er_strepen_in_de_kleur_van_de_regio(client, talent):
    beeld = png(client, talent)
    assert beeld.size == (BREEDTE, HOOGTE)
    rechts = {beeld.getpixel((x, 600)) for x in range(620, 1190, 6)}
    assert len(rechts) >= 2


def test_met_een_beeld_staat_het_rechts(client, talent):
    kaal = png(client, talent)
    maak_beeld(talent.online)
    met = png(client, talent)
    assert met.crop((600, 0, 1200, 630)).tobytes() != kaal.crop((600, 0, 1200, 630)).tobytes()
    verschil = [met.getpixel((x, 300)) != kaal.getpixel((x, 300)) for x in range(60, 560, 50)]
    assert not any(verschil)


def test_een_verborgen_beeld_staat_er_niet_op(client, talent):
    kaal = png(client, talent).tobytes()
    maak_beeld(talent.online)
    talent.online.zichtbaarheid = {"beelden": "aangemeld"}
    talent.online.save()
    assert png(client, talent).tobytes() == kaal


def test_een_bestand_dat_weg_is_geeft_strepen(client, talent):
    kaal = png(client, talent).tobytes()
    beeld = maak_beeld(talent.online)
    for maat in beeld.werk.maten:
        default_storage.delete(maat["jpeg"])
    assert png(client, talent).tobytes() == kaal


def test_een_lange_naam_en_veel_disciplines_blijven_links(client, lege_databank):
    talent = maak_talent(
        thuis=maak_igs("Zuidrand"),
        naam="Koninklijke Harmonie Sint-Cecilia en Vrienden van de Blaasmuziek uit Hove en",
        disciplines=["pop-en-rock", "dans", "theater"],
    )
    beeld = png(client, talent)
    rand = {beeld.getpixel((x, y)) for x in range(585, 598) for y in range(0, 630, 5)}
    assert len(rand) == 1


def test_het_beeld_wordt_hoogstens_een_minuut_bewaard(client, talent):
    assert client.get(f"/deelbeeld/talent/{talent.slug}.png").headers["Cache-Control"] == "public, max-age=60"


def test_een_qr_code_heeft_een_rand_en_drie_zoekvierkanten():
    code = maak_qr("https://www.voorbeeld.be/talent/de-testband/")
    donker = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", code.pad)}
    assert min(x for x, _ in donker) == RAND
    assert max(x for x, _ in donker) == code.zijde - RAND - 1
    for hoek in ((RAND, RAND), (code.zijde - RAND - 7, RAND), (RAND, code.zijde - RAND - 7)):
        boven = [(hoek[0] + stap, hoek[1]) in donker for stap in range(7)]
        binnen = [(hoek[0] + stap, hoek[1] + 1) in donker for stap in range(7)]
        assert boven == [True] * 7
        assert binnen == [True, False, False, False, False, False, True]


def test_een_ander_adres_is_een_andere_code():
    assert maak_qr("https://a.example/").pad != maak_qr("https://b.example/").pad
