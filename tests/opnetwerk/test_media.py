"""The addresses below /media/: only our own names, and an answer in which nothing can run."""

from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory

from igs.models import Foto
from opnetwerk.afbeeldingen import maak_maten
from opnetwerk.beeldverwerking import lees_upload
from opnetwerk.media import media
from opnetwerk.settings import SESSION_COOKIE_NAME
from tests import beelden
from tests.beelden import upload
from tests.fabriek import maak_gebruiker

STAM = "0123456789abcdef" * 2
INHOUD = beelden.jpeg()


@pytest.fixture
def mediamap(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def adres(mediamap: Path) -> str:
    """The address of a picture that is there."""
    zet(mediamap / f"afbeeldingen/{STAM}.jpg")
    return f"/media/afbeeldingen/{STAM}.jpg"


def zet(pad: Path, inhoud: bytes = INHOUD) -> None:
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_bytes(inhoud)


def test_een_echte_foto_komt_in_elke_maat(client, db, mediamap):
    foto = Foto.objects.create(bestand=lees_upload(upload(beelden.jpeg(800, 600))), alt="Vier kleuren.")
    maak_maten(foto)
    paden = [foto.bestand.url, *(f"/media/{maat[soort]}" for maat in foto.maten for soort in ("webp", "jpeg"))]
    assert len(paden) == 7
    for pad in paden:
        antwoord = client.get(pad)
        assert antwoord.status_code == 200
        assert antwoord.headers["Content-Type"] == ("image/webp" if pad.endswith("webp") else "image/jpeg")
        assert b"".join(antwoord.streaming_content) == (mediamap / pad.removeprefix("/media/")).read_bytes()


def test_de_koppen_sluiten_het_antwoord_af(client, adres):
    koppen = client.get(adres).headers
    assert koppen["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert koppen["X-Content-Type-Options"] == "nosniff"
    assert koppen["Cross-Origin-Resource-Policy"] == "same-origin"
    assert koppen["X-Frame-Options"] == "DENY"
    assert koppen["Cache-Control"] == "public, max-age=31536000, immutable"
    assert koppen["Content-Length"] == str(len(INHOUD))


def test_de_koppen_hangen_niet_van_de_middleware_af(mediamap, adres):
    for merk, stand in (("", 200), ("*", 304)):
        antwoord = media(RequestFactory().get(adres, headers={"If-None-Match": merk}), adres.removeprefix("/media/"))
        assert antwoord.status_code == stand
        assert antwoord.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert antwoord.headers["X-Content-Type-Options"] == "nosniff"
        assert antwoord.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_ook_een_html_bestand_met_onze_naam_blijft_een_beeld(client, mediamap, adres):
    zet(mediamap / f"afbeeldingen/{STAM}.jpg", b"<html>" + beelden.SCRIPT)
    koppen = client.get(adres).headers
    assert koppen["Content-Type"] == "image/jpeg"
    assert koppen["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in koppen["Content-Security-Policy"]


def test_het_antwoord_leest_geen_sessie_en_zet_geen_koekje(client, adres):
    antwoord = client.get(adres)
    assert not antwoord.cookies
    assert not antwoord.wsgi_request.session.accessed


def test_met_een_sessie_wordt_het_antwoord_niet_gedeeld(client, db, adres):
    client.force_login(maak_gebruiker())
    assert SESSION_COOKIE_NAME in client.cookies
    antwoord = client.get(adres)
    assert antwoord.status_code == 200
    assert "public" not in antwoord.headers["Cache-Control"]


@pytest.mark.parametrize("methode", ["post", "put", "patch", "delete"])
def test_media_laten_zich_alleen_lezen(client, mediamap, adres, methode):
    assert getattr(client, methode)(adres).status_code == 405
    assert (mediamap / f"afbeeldingen/{STAM}.jpg").read_bytes() == INHOUD


def test_head_geeft_de_koppen_zonder_inhoud(client, adres):
    antwoord = client.head(adres)
    assert antwoord.status_code == 200
    assert antwoord.headers["Content-Length"] == str(len(INHOUD))
    assert antwoord.headers["ETag"] == client.get(adres).headers["ETag"]
    assert b"".join(antwoord.streaming_content) == b""


def test_wie_het_beeld_al_heeft_krijgt_een_304_met_dezelfde_koppen(client, adres):
    eerste = client.get(adres)
    for merk in (eerste.headers["ETag"], f'"anders", W/{eerste.headers["ETag"]}', "*"):
        antwoord = client.get(adres, headers={"If-None-Match": merk})
        assert antwoord.status_code == 304
        assert antwoord.content == b""
        for kop in ("Content-Security-Policy", "X-Content-Type-Options", "Cache-Control", "ETag"):
            assert antwoord.headers[kop] == eerste.headers[kop]
    assert client.get(adres, headers={"If-None-Match": '"anders"'}).status_code == 200


def test_een_bestand_dat_opnieuw_gemaakt_is_heeft_een_ander_merk(client, mediamap, adres):
    oud = client.get(adres).headers["ETag"]
    zet(mediamap / f"afbeeldingen/{STAM}.jpg", INHOUD + b" ")
    assert client.get(adres, headers={"If-None-Match": oud}).status_code == 200


def test_een_naam_die_er_niet_is_geeft_een_404(client, db, adres):
    for anders in (adres.replace(".jpg", ".webp"), adres.replace("0", "1"), "/media/", "/media/afbeeldingen/"):
        assert client.get(anders).status_code == 404


GEHEIMEN = {
    "geheim.jpg": "a file of the folder itself",
    "mail/brief.jpg": "another folder",
    "afbeeldingen/geheim.jpg": "not a name of ours",
    f"afbeeldingen/{STAM}.svg": "not a kind of ours",
    f"afbeeldingen/{STAM}.html": "not a kind of ours",
    f"afbeeldingen/{STAM}.jpg.html": "two endings",
    f"afbeeldingen/{STAM.upper()}.jpg": "capitals",
    f"afbeeldingen/.{STAM}.jpg": "hidden",
    f"afbeeldingen/onder/{STAM}.jpg": "a folder deeper",
    f"afbeeldingen/{STAM}{'x' * 21}.jpg": "too long",
    f"Afbeeldingen/{STAM}.jpg": "capital of the folder",
}


@pytest.mark.parametrize("pad", GEHEIMEN)
def test_wat_wij_niet_zelf_schreven_blijft_dicht(client, db, mediamap, pad):
    zet(mediamap / pad)
    assert client.get(f"/media/{pad}").status_code == 404


@pytest.mark.parametrize(
    "pad",
    [
        "../geheim.jpg",
        "afbeeldingen/../../geheim.jpg",
        "afbeeldingen/%2e%2e/%2e%2e/geheim.jpg",
        "afbeeldingen/..%2f..%2fgeheim.jpg",
        "afbeeldingen/%252e%252e/geheim.jpg",
        "afbeeldingen\\..\\..\\geheim.jpg",
        f"afbeeldingen/../afbeeldingen/{STAM}.jpg",
        f"/afbeeldingen/{STAM}.jpg",
        f"./afbeeldingen/{STAM}.jpg",
        f"afbeeldingen//{STAM}.jpg",
        f"afbeeldingen/{STAM}.jpg/",
        f"afbeeldingen/{STAM}.jpg%00",
        f"afbeeldingen/{STAM}.jpg%0a",
        f"afbeeldingen/{STAM}%00.jpg",
        f"afbeeldingen/{STAM}.jpg%20",
        f"afbeeldingen/{STAM}é.jpg",
        f"afbeeldingen/{STAM}.JPG",
        "afbeeldingen/" + "a" * 5000,
        "file:///etc/passwd",
    ],
)
def test_geen_pad_leidt_naar_buiten(client, db, mediamap, adres, pad):
    zet(mediamap.parent / "geheim.jpg")
    zet(mediamap / "geheim.jpg")
    assert client.get(adres).status_code == 200
    assert client.get(f"/media/{pad}").status_code == 404
