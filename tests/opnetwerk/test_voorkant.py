"""What a browser has to fetch for a page: bytes and requests, and the one style sheet and the letters they are of."""

import io
import re
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.conf import settings as instellingen
from django.contrib.staticfiles import finders
from django.test import Client
from fontTools.ttLib import TTFont

from opnetwerk import stijlblad

WORTEL = Path(instellingen.BASE_DIR)
BESTAND = re.compile(r'<(?:link rel="(?:stylesheet|preload|icon)"[^>]*?href|script[^>]*? src|img[^>]*? src)="([^"]+)"')
HASH = re.compile(r"\.[0-9a-f]{12}\.")
# Bytes over the line of the page with all it asks for, and how many requests: home, a list, a form, a directory.
GRENZEN = {
    "/": (100_000, 8),
    "/igs/": (105_000, 8),
    "/regios/": (105_000, 8),
    "/igs/zuidrand/": (95_000, 8),
    "/gemeenten/": (85_000, 8),
    "/agenda/": (80_000, 7),
    "/talent/": (90_000, 9),
    "/over/": (80_000, 6),
    "/accounts/login/": (85_000, 9),
    "/grensbrekers/kaart/": (115_000, 9),
}


def gevraagd(inhoud: str) -> list[str]:
    """What a browser fetches for this page, without what is only seen after scrolling; each once."""
    return list(dict.fromkeys(HASH.sub(".", adres) for adres in BESTAND.findall(inhoud)))


def over_de_lijn(inhoud: bytes, naam: str) -> int:
    """Bytes: letters and pictures are compressed already."""
    return len(inhoud) if naam.endswith((".woff2", ".png", ".webp", ".avif", ".jpg")) else len(brotli.compress(inhoud))


def bestand(adres: str) -> Path:
    gevonden = finders.find(adres.removeprefix(instellingen.STATIC_URL))
    assert isinstance(gevonden, str), adres
    return Path(gevonden)


def test_elke_soort_pagina_blijft_klein(client: Client, inhoud: Any) -> None:
    for pad, (meeste, verzoeken) in GRENZEN.items():
        antwoord = client.get(pad)
        assert antwoord.status_code == 200, pad
        delen = gevraagd(antwoord.content.decode())
        eigen = [deel for deel in delen if deel.startswith(instellingen.STATIC_URL)]
        omvang = over_de_lijn(antwoord.content, pad)
        omvang += sum(over_de_lijn(bestand(deel).read_bytes(), deel) for deel in eigen)
        assert omvang <= meeste, f"{pad}: {omvang} bytes"
        assert 1 + len(delen) <= verzoeken, f"{pad}: {delen}"
        assert sum(deel.endswith(".css") for deel in delen) <= 2, f"{pad}: {delen}"
        assert omvang > 60_000, f"{pad}: de letters tellen mee, of dit meet niets"


def test_een_module_komt_enkel_waar_haar_deel_staat(client: Client, inhoud: Any) -> None:
    for pad in (*GRENZEN, "/zoek/?q=mortsel", "/bestaat-niet/"):
        tekst = HASH.sub(".", client.get(pad).content.decode())
        assert ("js/zoekvak.js" in tekst) == ("data-zoekvak=" in tekst), pad
        assert ("js/kaart.js" in tekst) == ("data-kaart" in tekst or "grenskaart.css" in tekst), pad


def test_wat_vooraf_gevraagd_wordt_is_wat_het_stijlblad_vraagt(client: Client) -> None:
    tekst, blad = client.get("/over/").content.decode(), bestand("/static/css/stijl.css").read_text()
    vooraf = [Path(adres).name for adres in gevraagd(tekst) if adres.endswith(".woff2")]
    assert len(vooraf) == 2
    gevraagd_ = re.findall(r'url\("\.\./letters/([^"]+)"\)', blad)
    assert len(gevraagd_) == 4
    assert set(vooraf) < set(gevraagd_)
    for naam in gevraagd_:
        assert (WORTEL / "static" / "letters" / naam).is_file(), naam


# --- the one sheet ---


def test_het_stijlblad_zegt_hetzelfde_als_zijn_bronnen(tmp_path: Path) -> None:
    pad = stijlblad.schrijf(tmp_path)
    gemaakt, bronnen = pad.read_text(), ""
    for blad in stijlblad.BLADEN:
        bronnen += (WORTEL / "static" / "css" / f"{blad}.css").read_text()
    zonder = re.sub(r"/\*.*?\*/", "", bronnen, flags=re.DOTALL)
    assert gemaakt.split() == zonder.split(), "elk woord, in dezelfde volgorde"
    assert "/*" not in gemaakt
    assert len(gemaakt) < 0.95 * len(bronnen)
    assert gemaakt.count("{") == gemaakt.count("}")


def test_het_stijlblad_wordt_enkel_herschreven_als_het_anders_is(tmp_path: Path) -> None:
    pad = stijlblad.schrijf(tmp_path)
    stand = pad.stat()
    assert stijlblad.schrijf(tmp_path) == pad
    assert pad.stat().st_mtime_ns == stand.st_mtime_ns
    pad.write_text("oud")
    stijlblad.schrijf(tmp_path)
    assert pad.stat().st_size == stand.st_size
    assert [een.name for een in pad.parent.iterdir()] == ["stijl.css"], "niets half of over"


def test_de_vinder_geeft_het_blad_en_niets_anders(settings: Any, tmp_path: Path) -> None:
    settings.GEGEVENSMAP = tmp_path
    vinder = stijlblad.Stijlvinder()
    assert vinder.find("css/stijl.css") == str(tmp_path / "stijl/css/stijl.css")
    assert vinder.find("css/stijl.css", find_all=True) == [str(tmp_path / "stijl/css/stijl.css")]
    assert (vinder.find("css/anders.css"), vinder.find("css/anders.css", find_all=True)) == (None, [])
    [(naam, opslag)] = vinder.list([])
    assert naam == "css/stijl.css"
    assert opslag.open(naam).read() == (tmp_path / "stijl/css/stijl.css").read_bytes()


# --- letters ---


@pytest.mark.parametrize(
    ("familie", "meeste"), [("bricolage-grotesque", 34_000), ("atkinson-hyperlegible-next", 28_000)]
)
def test_de_letters_zijn_klein_en_kennen_elke_naam(familie: str, meeste: int) -> None:
    tekens, assen = set[int](), set[tuple[float, float]]()
    for deel in ("latin", "latin-ext"):
        inhoud = (WORTEL / "static" / "letters" / f"{familie}-{deel}-wght-normal.woff2").read_bytes()
        if deel == "latin":
            assert len(inhoud) <= meeste
        letter = TTFont(io.BytesIO(inhoud))
        tekens |= set(letter.getBestCmap())
        assen |= {(as_.minValue, as_.maxValue) for as_ in letter["fvar"].axes}
    mist = [een for een in NAMEN if ord(een) not in tekens]
    assert not mist, f"{familie} mist {mist}"
    [(van, tot)] = assen
    assert van <= 700
    assert tot >= 800


# Dutch, French, German, and the neighbours whose names people here carry: Polish, Czech, Turkish, Romanian, Croatian.
NAMEN = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789éèêëàâäáãåçñíìîïóòôöõøúùûüýÿßæœŒÉÈÊËÀÂÄÁÃÅÇÑÍÎÏÓÔÖØÚÛÜ"
    "ąćęłńóśźżĄĆĘŁŃŚŹŻčďěňřšťůžČĎŘŠŽğıİşĞŞăâîșțăđĐő’‘“”„–—…•€«»·§°½/@&"
)
