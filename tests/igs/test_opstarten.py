"""The guide: ten steps with everything a step owes, the whole on one page, and one page each."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from igs.models import Gidstekst
from igs.opstarten import BESLISSINGEN, IN_WOORDEN, PER_SLUG, STAPPEN, Punt
from igs.regiocheck_regels import Zekerheid
from tests.fabriek import GEPUBLICEERD
from tests.igs.lezen import pagina

GIDS = "/igs-opstarten/"
WETTEN = ("ejustice.just.fgov.be", "etaamb.openjustice.be")
WOORDEN = re.compile(r"\S+")


def zinnen() -> list[str]:
    """Every sentence of the guide."""
    teksten = [
        tekst
        for stap in STAPPEN
        for tekst in (stap.kort, stap.wie, stap.hoelang.tekst, *(punt.tekst for punt in stap.doe))
    ]
    teksten += [punt.tekst for een in BESLISSINGEN for punt in een.wat]
    return [zin for tekst in teksten for zin in re.split(r"(?<=[.?!:]) ", tekst)]


# --- the data ---------------------------------------------------------------------------------------------------------


def test_er_zijn_tien_stappen_in_volgorde_met_elk_een_eigen_adres():
    assert [stap.nummer for stap in STAPPEN] == list(range(1, 11))
    assert len(PER_SLUG) == 10
    assert not {"kalender"} & PER_SLUG.keys()


@pytest.mark.parametrize("stap", STAPPEN, ids=lambda stap: stap.slug)
def test_elke_stap_zegt_alles(stap):
    assert stap.doe
    assert stap.wie.endswith(".")
    assert stap.hoelang.tekst.endswith(".")
    assert stap.nodig
    assert not stap.klaar_als.endswith(".")
    assert stap.hulp[-1].adres == "/regiocheck/vraag-hulp/?onderwerp=opstarten"
    assert all(punt.tekst.endswith(".") for punt in stap.doe)


@pytest.mark.parametrize("stap", STAPPEN, ids=lambda stap: stap.slug)
def test_elke_bron_heeft_een_adres_een_datum_en_een_zekerheid(stap):
    assert stap.bronnen
    for bron in stap.bronnen:
        delen = urlsplit(bron.url)
        assert delen.scheme == "https"
        assert bron.tekst.endswith(f"op {delen.netloc.removeprefix('www.')}")
        assert re.search(r"20\d\d", bron.datum)
        assert (delen.netloc.removeprefix("www.") in WETTEN) == (bron.zekerheid is Zekerheid.WETTEKST)


@pytest.mark.parametrize("stap", STAPPEN, ids=lambda stap: stap.slug)
def test_wat_in_de_wet_staat_heeft_een_wet_als_bron(stap):
    vast = [punt for punt in (*stap.doe, stap.hoelang) if punt.zekerheid is Zekerheid.WETTEKST]
    assert not vast or any(bron.zekerheid is Zekerheid.WETTEKST for bron in stap.bronnen)
    pers = [punt for punt in stap.doe if punt.zekerheid is Zekerheid.PERS_OF_ONTWERP]
    assert not pers or any(bron.zekerheid is Zekerheid.PERS_OF_ONTWERP for bron in stap.bronnen)


def test_alleen_wat_niet_vast_staat_krijgt_een_merk():
    merken = {zekerheid: Punt("x", zekerheid).merk for zekerheid in Zekerheid}
    assert [zekerheid.value for zekerheid, merk in merken.items() if merk == "te bevestigen"] == ["C", "D"]
    assert set(IN_WOORDEN) == set(Zekerheid)


def test_wat_niet_gevonden_is_zegt_dat_in_woorden():
    onbekend = [punt.tekst for stap in STAPPEN for punt in stap.doe if punt.zekerheid is Zekerheid.NIET_GEVONDEN]
    assert len(onbekend) == 3
    assert all("niet gevonden" in tekst for tekst in onbekend)


def test_de_taal_is_kort_en_gewoon():
    lengtes = sorted(len(WOORDEN.findall(zin)) for zin in zinnen())
    assert lengtes[len(lengtes) // 2] <= 14
    assert lengtes[-1] <= 22
    alles = " ".join(zinnen()).lower()
    assert not re.search(r"\b(u|uw|ongeldig|klik hier)\b", alles)


def test_de_termijnen_die_de_wet_stelt_staan_erin():
    per_wanneer = {een.wanneer: " ".join(punt.tekst for punt in een.wat) for een in BESLISSINGEN}
    assert "verkiezingen" in per_wanneer["Niet in een verkiezingsjaar"]
    assert {"Binnen twee maanden", "Binnen 30 dagen na de akte"} <= per_wanneer.keys()
    assert [wanneer for wanneer in per_wanneer if wanneer.endswith("voor het einde")] == [
        "12 maanden voor het einde",
        "6 maanden voor het einde",
        "3 maanden voor het einde",
    ]
    assert "ontbonden" in per_wanneer["3 maanden voor het einde"]
    assert {"Ten laatste 31 december 2028", "Ten laatste 31 december 2030", "31 december 2032"} <= per_wanneer.keys()


# --- the pages --------------------------------------------------------------------------------------------------------


def test_de_gids_toont_alle_stappen_en_beslissingen_met_hun_link(client: Client, db: None) -> None:
    gelezen = pagina(client, GIDS)
    for stap in STAPPEN:
        assert stap.adres in gelezen.waarden("a", "href")
        assert f"Klaar als {stap.klaar_als}." in gelezen.woorden
    for een in BESLISSINGEN:
        assert een.wanneer in gelezen.woorden
    assert {"stappen", "wanneer", "vormen", "verderzetten", "voorwaarden", "stand", "hulp", "opdrachten"} <= set(
        gelezen.waarden("h2", "id")
    )
    assert {"/igs-opstarten/kalender/", "/regiocheck/"} <= set(gelezen.waarden("a", "href"))


def test_de_teksten_van_redactie_houden_hun_plaats(client: Client, db: None) -> None:
    Gidstekst.objects.create(
        pagina="igs_opstarten", titel="Nieuwe ronde", tekst="<p>Kom langs.</p>", gepubliceerd_op=GEPUBLICEERD
    )
    woorden = pagina(client, GIDS).woorden
    assert woorden.index("Nieuwe ronde") < woorden.index("Voor je begint")


@pytest.mark.parametrize("stap", STAPPEN, ids=lambda stap: stap.slug)
def test_een_stap_heeft_haar_pagina_met_de_lijst_ernaast(client: Client, db: None, stap) -> None:
    antwoord = client.get(stap.adres)
    html = antwoord.content.decode()
    gelezen = pagina(client, stap.adres)
    assert f"<title>Stap {stap.nummer}: " in html
    assert f"Stap {stap.nummer} van 10." in gelezen.woorden
    hier = [attrs["href"] for naam, attrs in gelezen.elementen if naam == "a" and attrs.get("aria-current") == "step"]
    assert hier == [stap.adres]
    assert {een.adres for een in STAPPEN} <= set(gelezen.waarden("a", "href"))
    assert "/igs-opstarten/#stappen" in gelezen.waarden("a", "href")
    for tekst in (*(punt.tekst for punt in stap.doe), stap.wie, stap.hoelang.tekst, *stap.nodig, stap.klaar_als):
        assert tekst in gelezen.woorden
    for bron in stap.bronnen:
        assert f"{bron.tekst} : {bron.in_woorden}" in gelezen.woorden
        assert bron.url in gelezen.waarden("a", "href")
    for een in stap.hulp:
        assert een.adres in gelezen.waarden("a", "href")
    te_bevestigen = sum(bool(punt.merk) for punt in stap.doe)
    assert html.count('<span class="merk">te bevestigen</span>') == te_bevestigen
    assert html.count('<span class="merk">ons voorstel</span>') == bool(stap.hoelang.merk)


def test_van_de_eerste_naar_de_laatste_stap_en_terug(client: Client, db: None) -> None:
    adres, gezien = STAPPEN[0].adres, []
    while adres.startswith(GIDS):
        gezien.append(adres)
        html = client.get(adres).content.decode()
        volgende = re.search(r'<a class="knop" href="([^"]+)"', html)
        assert volgende
        adres = volgende[1]
    assert gezien == [stap.adres for stap in STAPPEN]
    assert adres == "/cultuurnota/"
    vorige = re.search(r'<a href="([^"]+)" rel="prev"', client.get(STAPPEN[4].adres).content.decode())
    assert vorige
    assert vorige[1] == STAPPEN[3].adres


@pytest.mark.parametrize("slug", ["onzin", "gemeenteraad", "s1", "1"])
def test_een_stap_die_niet_bestaat_is_een_404(client: Client, db: None, slug: str) -> None:
    assert client.get(f"{GIDS}{slug}/").status_code == 404


def test_een_stap_kost_geen_vraag_aan_de_databank(client: Client, db: None, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        client.get(STAPPEN[0].adres)
