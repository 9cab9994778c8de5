"""The parts of the page cache that need no database: what may be kept, where it is kept, how it is given."""

import gzip
import json
import os
import time
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from opnetwerk.paginacache import weergave
from opnetwerk.paginacache.bouw import bouw
from opnetwerk.paginacache.opslag import Bestanden, Bewaard, Geheugen
from opnetwerk.paginacache.stempel import Stand, Wacht
from opnetwerk.paginacache.tussenlaag import Beurten, Opslag, pagina_op

PAGINA = f"<!doctype html><html><body><main>{'tekst ' * 200}</main></body></html>"


def maak(adres: str = "http://a/", grootte: int = 100, **velden: Any) -> Bewaard:
    standaard: dict[str, Any] = {
        "adres": adres,
        "merk": "1",
        "gewist": 0,
        "gemaakt": 1_000_000.0,
        "etag": "abc",
        "koppen": (("Content-Type", "text/html; charset=utf-8"),),
        "lijven": {"identity": os.urandom(grootte)},
    }
    return Bewaard(**standaard | velden)


def bewaar(antwoord: HttpResponse) -> Bewaard | None:
    return weergave.bewaar("http://a/", "1", 0, antwoord, [])


def vraag(methode: str = "GET", **koppen: str) -> Any:
    return RequestFactory().generic(methode, "/", headers=koppen)


# --- encodings ---


@pytest.mark.parametrize(
    ("kop", "vorm"),
    [
        ("", "identity"),
        ("identity", "identity"),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.5, gzip;q=1.0", "gzip"),
        ("*", "br"),
        ("br;q=0, *;q=0.3", "gzip"),
        ("identity;q=1, gzip;q=0.5", "identity"),
        ("gzip;q=onzin", "identity"),
        ("deflate", "identity"),
        (",,;;q=,", "identity"),
    ],
)
def test_de_codering_volgt_wat_de_bezoeker_aanneemt(kop: str, vorm: str) -> None:
    assert weergave.kies_vorm(kop) == vorm


def test_kleine_antwoorden_en_beelden_blijven_zoals_ze_zijn() -> None:
    klein = bewaar(HttpResponse("kort"))
    beeld = bewaar(HttpResponse(b"\x89PNG" * 1000, content_type="image/png"))
    assert klein
    assert [*klein.lijven] == ["identity"]
    assert beeld
    assert [*beeld.lijven] == ["identity"]
    assert "Content-Encoding" not in weergave.geef(beeld, vraag(**{"accept-encoding": "br"})).headers


def test_elke_vorm_geeft_dezelfde_bytes() -> None:
    een = bewaar(HttpResponse(PAGINA))
    assert een
    assert brotli.decompress(een.lijven["br"]) == gzip.decompress(een.lijven["gzip"]) == PAGINA.encode()
    assert weergave.geef(een, vraag()).content == PAGINA.encode()


# --- what may be kept ---


def met_koekje() -> HttpResponse:
    antwoord = HttpResponse(PAGINA)
    antwoord.set_cookie("csrf", "geheim")
    return antwoord


@pytest.mark.parametrize(
    "antwoord",
    [
        HttpResponse(PAGINA, status=404),
        HttpResponse(status=302, headers={"Location": "/"}),
        HttpResponse(PAGINA, headers={"Cache-Control": "private, no-store"}),
        HttpResponse(PAGINA, headers={"Cache-Control": "no-store"}),
        HttpResponse(PAGINA, headers={"Vary": "Accept-Language"}),
        HttpResponse(PAGINA, headers={"Content-Encoding": "gzip"}),
        StreamingHttpResponse([b"stuk"]),
        met_koekje(),
        HttpResponse(os.urandom(3 * 2**20), content_type="image/png"),
    ],
)
def test_wat_niet_voor_iedereen_hetzelfde_is_wordt_niet_bewaard(antwoord: Any) -> None:
    assert bewaar(antwoord) is None


def test_koppen_blijven_behalve_wat_elk_antwoord_zelf_krijgt() -> None:
    koppen = {"ETag": '"oud"', "X-Request-ID": "1", "X-Robots-Tag": "noindex", "Vary": "Cookie"}
    een = bewaar(HttpResponse(PAGINA, headers=koppen))
    assert een
    antwoord = weergave.geef(een, vraag())
    assert antwoord.headers["X-Robots-Tag"] == "noindex"
    assert antwoord.headers["Vary"] == "Cookie, Accept-Encoding"
    assert antwoord.headers["ETag"] == f'"{een.etag}-identity"'
    assert "X-Request-ID" not in antwoord.headers


@pytest.mark.parametrize("kop", ['"abc-identity"', 'W/"abc-identity"', '"x", "abc-identity"', "*"])
def test_304_voor_elke_schrijfwijze_van_de_etag(kop: str) -> None:
    antwoord = weergave.geef(maak(), vraag(**{"if-none-match": kop}))
    assert (antwoord.status_code, antwoord.content) == (304, b"")
    assert "Content-Type" not in antwoord.headers


@pytest.mark.parametrize("kop", ['"abc-br"', "abc", '"abc"', "x" * 5000])
def test_geen_304_voor_een_andere_etag(kop: str) -> None:
    assert weergave.geef(maak(), vraag(**{"if-none-match": kop})).status_code == 200


# --- the line that says from when it is ---


def test_oude_pagina_zegt_van_wanneer_ze_is() -> None:
    gemaakt = 1795431900.0  # 23 November 2026, 12:05 in Brussels
    een = bewaar(HttpResponse(PAGINA))
    assert een
    oud = maak(lijven=een.lijven, gemaakt=gemaakt)
    antwoord = weergave.geef_oud(oud, vraag(**{"accept-encoding": "gzip, br"}))
    tekst = gzip.decompress(antwoord.content).decode()
    assert "Stand van maandag 23 november 2026 om 12:05." in tekst
    assert tekst.index("Stand van") < tekst.index("<main")
    assert antwoord.headers["Warning"] == '110 - "Response is Stale"'
    assert antwoord.headers["Age"] == str(max(0, int(time.time() - gemaakt)))
    assert "ETag" not in antwoord.headers
    assert weergave.geef_oud(oud, vraag("HEAD")).content == b""


def test_oud_bestand_dat_geen_pagina_is_blijft_zoals_het_is() -> None:
    een = maak(koppen=(("Content-Type", "text/csv"),), lijven={"identity": b"a,b\n<main"})
    antwoord = weergave.geef_oud(een, vraag())
    assert antwoord.content == b"a,b\n<main"
    assert "Warning" in antwoord.headers


def test_regel_staat_onder_de_kop_van_de_site() -> None:
    pagina = weergave.met_stand(b"<header>kop</header><nav></nav><main><header></header></main>", 0)
    assert pagina.startswith(b'<header>kop</header><p class="voorbeeldstrook"')
    assert pagina.count(b"Stand van") == 1


def test_pagina_zonder_inhoud_krijgt_geen_regel() -> None:
    assert weergave.met_stand(b"<html></html>", 0) == b"<html></html>"


# --- memory ---


def test_geheugen_blijft_onder_zijn_grens_en_houdt_wat_laatst_gebruikt_is() -> None:
    geheugen = Geheugen(hoogstens=30_000)
    for nummer in range(1000):
        geheugen.zet(maak(f"http://a/{nummer}", 1000))
        geheugen.geef("http://a/0")
        assert geheugen.omvang <= 30_000
    assert geheugen.geef("http://a/0")
    assert geheugen.geef("http://a/999")
    assert geheugen.geef("http://a/500") is None
    assert len(geheugen) == 10


def test_geheugen_telt_wat_vervangen_of_weggedaan_is_niet_mee() -> None:
    geheugen = Geheugen()
    for _ in range(5):
        geheugen.zet(maak(grootte=1000))
    assert geheugen.omvang == maak(grootte=1000).omvang
    geheugen.weg("http://a/")
    assert (len(geheugen), geheugen.omvang) == (0, 0)
    geheugen.weg("http://a/")


def test_antwoord_dat_te_groot_is_verdringt_niets() -> None:
    geheugen = Geheugen(hoogstens=10_000)
    geheugen.zet(maak("http://a/1"))
    geheugen.zet(maak("http://a/2", 20_000))
    assert geheugen.geef("http://a/1")
    assert geheugen.geef("http://a/2") is None


# --- files ---


def test_bestand_geeft_terug_wat_erin_ging(tmp_path: Path) -> None:
    bestanden = Bestanden(tmp_path)
    een = maak(lijven={"br": b"1\n2", "gzip": b""}, tellingen=(("igs_bezoektelling", 3),), in_kader=True, gewist=7)
    bestanden.zet(een)
    assert bestanden.geef("http://a/") == een
    assert bestanden.geef("http://b/") is None
    assert bestanden.adressen() == ["http://a/"]
    bestanden.weg("http://a/")
    assert bestanden.geef("http://a/") is None


@pytest.mark.parametrize("inhoud", [b"", b"{}", b"geen json\n", b'{"lijven": {"br": 9}}\nkort', b"[]\n", b"\xff\xfe\n"])
def test_beschadigd_bestand_is_geen_bestand(tmp_path: Path, inhoud: bytes) -> None:
    bestanden = Bestanden(tmp_path)
    bestanden.zet(maak())
    bestanden.pad("http://a/").write_bytes(inhoud)
    assert bestanden.geef("http://a/") is None
    assert bestanden.adressen() == []
    bestanden.weg_voor(5)


def test_afgekapt_bestand_is_geen_bestand(tmp_path: Path) -> None:
    bestanden = Bestanden(tmp_path)
    bestanden.zet(maak())
    heel = bestanden.pad("http://a/").read_bytes()
    for lengte in range(len(heel)):
        bestanden.pad("http://a/").write_bytes(heel[:lengte])
        assert bestanden.geef("http://a/") is None


def test_bestanden_blijven_onder_hun_grens_en_de_oudste_gaan_eerst(tmp_path: Path) -> None:
    bestanden = Bestanden(tmp_path, hoogstens=20_000)
    for nummer in range(40):
        bestanden.zet(maak(f"http://a/{nummer}", 1000))
        os.utime(bestanden.pad(f"http://a/{nummer}"), (nummer, nummer))
    assert bestanden.snoei() > 0
    omvang = sum(pad.stat().st_size for pad in tmp_path.glob("??/*"))
    assert 10_000 < omvang <= 18_000
    assert bestanden.geef("http://a/39")
    assert bestanden.geef("http://a/0") is None
    assert bestanden.snoei() == 0


def test_schijf_die_niets_aanneemt_breekt_niets(tmp_path: Path) -> None:
    (tmp_path / "vol").write_text("geen map")
    bestanden = Bestanden(tmp_path / "vol")
    bestanden.zet(maak())
    assert bestanden.geef("http://a/") is None


def test_na_een_wissing_gaat_weg_wat_ouder_is(tmp_path: Path) -> None:
    bestanden, geheugen = Bestanden(tmp_path), Geheugen()
    for plek in (bestanden, geheugen):
        plek.zet(maak("http://a/oud", gewist=3))
        plek.zet(maak("http://a/nieuw", gewist=4))
        plek.weg_voor(4)
        assert plek.geef("http://a/oud") is None
        assert plek.geef("http://a/nieuw")
    assert bestanden.laatst_gewist() == 4


# --- both ---


def test_vraag_verdringt_geen_pagina_en_komt_niet_op_de_schijf(tmp_path: Path) -> None:
    opslag = Opslag(tmp_path)
    opslag.zet(maak("http://a/"))
    for nummer in range(3000):
        opslag.zet(maak(f"http://a/?q={nummer}", 20_000))
    assert opslag.paginas.geef("http://a/")
    assert opslag.vragen.omvang <= opslag.vragen.hoogstens
    assert opslag.bestanden.adressen() == ["http://a/"]


def test_nieuwer_bestand_van_een_ander_proces_gaat_voor_het_geheugen(tmp_path: Path) -> None:
    een, ander = Opslag(tmp_path), Opslag(tmp_path)
    een.zet(maak(merk="1", gemaakt=1.0))
    ander.zet(maak(merk="2", gemaakt=2.0))
    assert een.geef("http://a/", "3") is None
    nieuw = een.geef("http://a/", "2")
    assert nieuw
    assert nieuw.merk == "2"
    assert een.geef("http://a/", "1") is None
    oudst = een.geef("http://a/", None)
    assert oudst
    assert oudst.merk == "2"


def test_wie_niet_wacht_maakt_en_wie_wacht_krijgt_een_beurt() -> None:
    beurten = Beurten()
    assert beurten.begin("a")
    assert beurten.begin("b")
    beurten.klaar("a")
    assert beurten.begin("a")
    beurten.klaar("a")
    beurten.klaar("b")


# --- the stamp ---


def test_ouder_antwoord_komt_niet_boven_een_nieuwer() -> None:
    wacht = Wacht()
    eerst, dan = wacht.begin_vraag(), wacht.begin_vraag()
    wacht.meld(Stand("20", 0), dan)
    wacht.meld(Stand("10", 0), eerst)
    assert wacht._bekend.stand == Stand("20", 0)
    wacht.meld(Stand("30", 0), eerst)
    assert wacht._bekend.stand == Stand("30", 0)


def test_andere_databank_met_een_kleinere_stempel_telt_wel() -> None:
    wacht = Wacht()
    wacht.meld(Stand("20", 0), wacht.begin_vraag())
    wacht.meld(Stand("10", 0), wacht.begin_vraag())
    assert wacht._bekend.stand == Stand("10", 0)


def test_wissing_wordt_een_keer_gemeld() -> None:
    gemeld: list[int] = []
    wacht = Wacht(bij_wissing=gemeld.append)
    for stempel, gewist in (("1", 0), ("2", 0), ("3", 5), ("4", 5)):
        wacht.meld(Stand(stempel, gewist), wacht.begin_vraag())
    assert gemeld == [0, 5]


def test_bouw_verandert_met_wat_de_paginas_tonen(settings: Any) -> None:
    bouw.cache_clear()
    voor = bouw()
    assert bouw() == voor
    settings.BEHEERDER = {"naam": "Iemand anders"}
    bouw.cache_clear()
    assert bouw() != voor
    bouw.cache_clear()


# --- views ---


@pytest.mark.parametrize(
    "pad",
    ["/bestaat-niet/", "/accounts/login/", "/admin/", "/mijn/", "/igs/zuidrand/contact/", "/gezondheid/klaar/",
     "/gezondheid/leeft/", "/gezondheid/metingen/", "/voorbeeld/x/", "/media/afbeeldingen/x.jpg", "/postvak/"],
)  # fmt: skip
def test_wat_niet_openbaar_is_of_leeft_wordt_niet_bewaard(pad: str) -> None:
    assert pagina_op(pad) is None


def test_elke_openbare_view_die_het_adres_leest_noemt_wat_ze_leest() -> None:
    """A view that says it reads nothing gets nothing: one that reads something anyway would break."""
    import inspect

    from opnetwerk.checks import adressen

    fout = []
    for pad, patroon in adressen():
        view = patroon.callback
        if getattr(view, "toegang", "") == "publiek" and getattr(view, "parameters", None) is not None:
            bron = inspect.getsource(inspect.unwrap(view))
            if view.parameters == () and "request.GET" in bron:
                fout.append(pad)
    assert fout == []


def test_regel_van_een_bestand_is_leesbare_json(tmp_path: Path) -> None:
    bestanden = Bestanden(tmp_path)
    bestanden.zet(maak())
    regel = bestanden.pad("http://a/").read_bytes().splitlines()[0]
    assert json.loads(regel)["adres"] == "http://a/"
