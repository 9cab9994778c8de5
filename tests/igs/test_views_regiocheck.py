"""Building a set and answering the questions on the real network, and what the pages cost."""

import re
from itertools import product

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from igs.models import Gemeente
from igs.regiocheck_vragen import VRAGEN
from tests.igs.gebieden import echt_gebied, igs_sets
from tests.igs.lezen import pagina
from tests.igs.regiocheckpaginas import (
    ALLES_GOED,
    ANTWOORDEN,
    BOUWER,
    CSV,
    JSON,
    UITKOMST,
    VERGELIJK,
    VRAGEN_PAD,
    codes,
    haal_json,
    links,
)
from tests.vijandig import (
    Formulierpagina,
)

# --- building a set ---------------------------------------------------------------------------------------------------


def test_de_lege_bouwer_toont_kaart_lijst_en_begin(client, gegevens):
    gelezen = pagina(client, BOUWER)
    assert "Je koos nog geen gemeenten" in gelezen.woorden
    kaartlinks = [link for link in links(gelezen) if link.endswith("#kaart") and link.startswith("?g=")]
    assert len(kaartlinks) == Gemeente.objects.huidige().count() == 285
    vakjes = [e for e in gelezen.elementen if e[1].get("type") == "checkbox"]
    assert {e[1]["value"] for e in vakjes} == set(Gemeente.objects.huidige().values_list("nis_code", flat=True))
    assert not any("checked" in e[1] for e in vakjes)


def test_een_naam_of_postcode_voegt_een_gemeente_toe(client, gegevens):
    for tekst in ("Mortsel", "mortsle", "2640"):
        antwoord = client.get(BOUWER, {"g": "11013", "periode": "2020", "zoek": tekst})
        assert antwoord.status_code == 302
        assert antwoord.headers["Location"] == "/regiocheck/?g=11013&g=11029&periode=2020#erbij"


def test_een_deelgemeente_en_een_vroegere_gemeente_brengen_hun_gemeente(client, gegevens):
    for tekst, code in (("Deurle", "44064"), ("Borsbeek", "11002")):
        antwoord = client.get(BOUWER, {"zoek": tekst})
        assert code in antwoord.headers["Location"], tekst


def test_een_igs_in_het_zoekveld_voegt_alle_leden_toe(client, gegevens):
    antwoord = client.get(BOUWER, {"zoek": "Zuidrand"})
    assert antwoord.headers["Location"].count("g=") == 6
    assert "bestaand" not in antwoord.headers["Location"]


def test_meer_treffers_vragen_welke_je_bedoelt(client, gegevens):
    gelezen = pagina(client, f"{BOUWER}?g=11002&zoek=Beveren")
    assert "Welke bedoel je?" in gelezen.woorden
    keuzes = [link for link in links(gelezen) if link.endswith("#erbij") and link.count("g=") == 2]
    assert len(keuzes) >= 3
    for keuze in keuzes:
        assert client.get(BOUWER + keuze).status_code == 200
    assert gelezen.waarden("input", "aria-invalid") == ["true"]


@pytest.mark.parametrize(
    ("tekst", "zin"),
    [
        ("qqqqqqqq", "We vinden “qqqqqqqq” niet."),
        ("Luik", "Luik (het Waals Gewest) ligt niet in Vlaanderen."),
        ("x", "“x” niet"),
    ],
)
def test_wat_we_niet_vinden_zeggen_we(client, gegevens, tekst, zin):
    gelezen = pagina(client, f"{BOUWER}?g=11002&zoek={tekst}")
    assert zin in gelezen.woorden
    assert tekst in gelezen.waarden("input", "value")


def test_begin_met_een_igs_neemt_mee_wat_we_weten(client, gegevens):
    antwoord = client.get(BOUWER, {"igs": "zuidrand", "g": "11002", "inbreng": "5", "periode": "2027"})
    leden = "&".join(f"g={code}" for code in sorted(igs_sets()["zuidrand"]))
    staart = "periode=2027&bestaand=ja&subsidie2026=ja&rechtsvorm=projectvereniging#gebied"
    assert antwoord.headers["Location"] == f"/regiocheck/?{leden}&{staart}"


def test_begin_met_een_gestopt_igs_neemt_de_leden_van_toen_en_zegt_niets_over_nu(client, gegevens):
    adres = client.get(BOUWER, {"igs": "ginter"}).headers["Location"]
    assert adres.count("g=") > 1
    assert "bestaand" not in adres
    assert pagina(client, adres).woorden.count("Deze code") == 0


def test_begin_met_een_regio(client, gegevens):
    adres = client.get(BOUWER, {"regio": "limburg", "h": "11002"}).headers["Location"]
    assert adres.count("g=") == Gemeente.objects.huidige().filter(referentieregio__slug="limburg").count()
    assert "h=11002" in adres


def test_begin_met_mijn_gemeente_en_haar_buren(client, gegevens):
    adres = client.get(BOUWER, {"buren": "Mortsel"}).headers["Location"]
    gebied = echt_gebied()
    buren = {b if a == "11029" else a for a, b in gebied.buurparen if "11029" in (a, b)}
    assert set(re.findall(r"g=(\d+)", adres)) == buren | {"11029"}


def test_de_buren_van_een_igs_bestaan_niet(client, gegevens):
    assert "We vinden “Zuidrand” niet." in pagina(client, f"{BOUWER}?buren=Zuidrand").woorden


@pytest.mark.parametrize(
    ("query", "zin"), [("igs=bestaat-niet", "Dat IGS kennen we niet."), ("regio=x", "Die regio kennen we niet.")]
)
def test_een_begin_dat_niet_bestaat_wordt_gezegd(client, gegevens, query, zin):
    assert zin in pagina(client, f"{BOUWER}?{query}").woorden


def test_de_kaart_wisselt_een_gemeente_en_weer_terug(client, gegevens):
    adres = "?g=11013&g=11029&periode=2027"
    for volgende in [link for link in links(pagina(client, BOUWER + adres)) if link.endswith("#kaart")][1:6]:
        terug = [link.split("#")[0] for link in links(pagina(client, BOUWER + volgende)) if link.startswith("?")]
        assert adres in terug, volgende


def test_de_kaart_noemt_elke_gemeente_en_wat_de_link_doet(client, gegevens):
    tekst = client.get(f"{BOUWER}?g=11029").content.decode()
    assert "<title>Mortsel: haal weg</title>" in tekst
    assert "<title>Edegem: voeg toe (Zuidrand)</title>" in tekst
    assert "geen IGS)</title>" in tekst


def test_heel_vlaanderen_toont_alle_vlakken(client, gegevens):
    streek, heel = (
        len(re.findall("<title>", client.get(f"{BOUWER}?g=11029{staart}").content.decode())) - 1
        for staart in ("", "&kaart=heel")
    )
    assert streek < heel == 285


def test_de_bouwer_zegt_getallen_met_jaar_bron_en_regio(client, gegevens):
    woorden = pagina(client, f"{BOUWER}?{codes('Mortsel', 'Edegem')}").woorden
    assert "Inwoners op 1 januari 2026, bron Statbel." in woorden
    assert "2 van 28 gemeenten" in woorden
    assert "alles sluit aan" in woorden
    assert "onder het minimum van 85.000" in woorden


def test_haal_weg_laat_de_rest_staan(client, gegevens):
    gelezen = pagina(client, f"{BOUWER}?g=11013&g=11029&bestaand=ja")
    assert "?g=11029&periode=2027&bestaand=ja#gebied" in links(gelezen)
    assert "?g=11013&periode=2027&bestaand=ja#gebied" in links(gelezen)


def test_een_vroegere_code_zegt_wat_ze_werd(client, gegevens):
    for pad in (BOUWER, UITKOMST, VERGELIJK):
        assert "Borsbeek (11007) bestaat niet meer" in pagina(client, f"{pad}?g=11007&h=11029").woorden
    data = haal_json(client, "g=11007")
    assert data["gemeenten"] == ["11002"]
    assert len(data["meldingen"]) == 1


# --- the questions ----------------------------------------------------------------------------------------------------


def test_zonder_gebied_begin_je_bij_het_gebied(client, gegevens):
    assert client.get(VRAGEN_PAD).headers["Location"] == "/regiocheck/?periode=2027"
    assert client.get(ANTWOORDEN).headers["Location"] == "/regiocheck/vragen/?periode=2027"


def test_de_eerste_vraag_zonder_antwoord_komt_eerst(client, gegevens):
    gelezen = pagina(client, f"{VRAGEN_PAD}?g=11002&g=46030&bestaand=ja&inbreng=5")
    assert "Vraag 2 van 7" in gelezen.woorden
    assert "Kreeg het IGS in 2026" in gelezen.woorden
    assert f"{VRAGEN_PAD}?g=11002&g=46030&periode=2027&bestaand=ja&inbreng=5&vraag=bestaand" in links(gelezen)


def test_een_antwoord_gaat_in_het_adres_en_naar_de_volgende_vraag(client, gegevens):
    antwoord = client.get(f"{VRAGEN_PAD}?g=11002&na=bestaand&bestaand=nee")
    assert antwoord.headers["Location"] == f"{VRAGEN_PAD}?g=11002&periode=2027&bestaand=nee"
    assert "Vraag 2 van 5" in pagina(client, antwoord.headers["Location"]).woorden


@pytest.mark.parametrize(
    ("vraag", "getypt", "zin"),
    [
        ("bestaand", "", "Kies een van de antwoorden."),
        ("bestaand", "misschien", "Kies een van de antwoorden."),
        ("rechtsvorm", "vzw", "Kies een van de antwoorden."),
        ("inbreng", "", "Vul een bedrag van 0 tot"),
        ("inbreng", "-5", "Vul een bedrag van 0 tot"),
        ("inbreng", "NaN", "Vul een bedrag van 0 tot"),
        ("inbreng", "1e999", "Vul een bedrag van 0 tot"),
        ("inbreng", "9" * 500, "Vul een bedrag van 0 tot"),
        ("index", "2000", "Vul een stijging tussen"),
    ],
)
def test_een_fout_antwoord_komt_terug_met_een_zin_bij_het_veld(client, gegevens, vraag, getypt, zin):
    antwoord = client.get(VRAGEN_PAD, {"g": "11002", "na": vraag, vraag: getypt})
    assert antwoord.status_code == 200
    formulier = Formulierpagina(antwoord.content.decode())
    assert formulier.titel.startswith("Fout: ")
    [(doel, in_samenvatting)] = formulier.samenvatting
    assert in_samenvatting.startswith(zin)
    assert formulier.bij(doel).kenmerken["name"] == vraag
    assert formulier.bij(f"id_{vraag}_error").tekst.strip() == in_samenvatting
    if formulier.bij(doel).kenmerken["type"] == "text":
        assert formulier.bij(doel).kenmerken.get("value", "") == getypt
        assert formulier.fout_bij(vraag) == in_samenvatting


def test_een_fout_bij_het_deel_personeel_staat_bij_dat_veld(client, gegevens):
    antwoord = client.get(VRAGEN_PAD, {"g": "11002", "na": "index", "index": "2", "personeel": "400"})
    formulier = Formulierpagina(antwoord.content.decode())
    assert formulier.fout_bij("personeel").startswith("Vul een deel tussen 0 en 100 procent in")
    assert formulier.fout_bij("index") == ""


def test_weet_ik_niet_is_een_antwoord(client, gegevens):
    gelezen = pagina(client, f"{VRAGEN_PAD}?g=11002&vraag=inbreng")
    weet_niet = f"{VRAGEN_PAD}?g=11002&periode=2027&inbreng=weet-niet"
    assert weet_niet in links(gelezen)
    assert "Vraag 1 van 6" in pagina(client, weet_niet).woorden
    keuzes = pagina(client, f"{VRAGEN_PAD}?g=11002&vraag=bestaand").waarden("input", "value")
    assert {"ja", "nee", "weet-niet"} <= set(keuzes)


@pytest.mark.parametrize(
    ("query", "vragen"),
    [
        ("g=11002", "bestaand subsidie2026 rechtsvorm inbreng coordinator index"),
        ("g=11002&bestaand=nee", "bestaand rechtsvorm inbreng coordinator index"),
        ("g=11002&g=46030", "bestaand subsidie2026 rechtsvorm inbreng coordinator afwijking index"),
        ("g=11002&g=46030&periode=2020", "rechtsvorm inbreng"),
    ],
)
def test_enkel_vragen_die_tellen_en_elke_weg_eindigt_bij_de_uitkomst(client, gegevens, query, vragen):
    """Every answer of every question, followed to the end: no dead end, no question twice."""
    verwacht = vragen.split()
    adres, gezien = f"{VRAGEN_PAD}?{query}", []
    per_titel = {stuk.titel: stuk for stuk in VRAGEN}
    while not adres.startswith(ANTWOORDEN):
        tekst = client.get(adres).content.decode()
        stuk = next(stuk for titel, stuk in per_titel.items() if f"<title>{titel}" in tekst)
        gezien.append(stuk.naam)
        keuze = stuk.keuzes[0][0] if stuk.keuzes and stuk.naam not in query else "weet-niet" if stuk.keuzes else "5"
        verborgen = dict.fromkeys(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', tekst))
        data = [*verborgen, (stuk.naam, keuze)]
        adres = client.get(VRAGEN_PAD + "?" + "&".join(f"{naam}={waarde}" for naam, waarde in data)).headers["Location"]
    assert gezien == [naam for naam in verwacht if f"{naam}=" not in query]
    rijen = pagina(client, adres)
    assert len([link for link in links(rijen) if "&vraag=" in link]) == len(verwacht)
    assert client.get(adres.replace(ANTWOORDEN, UITKOMST)).status_code == 200


def test_elke_combinatie_van_antwoorden_heeft_een_uitkomst(client, gegevens):
    leden = codes("Mortsel", "Edegem")
    janee = ("ja", "nee", "weet-niet")
    for bestaand, subsidie, vorm, inbreng in product(
        janee, janee[:2], ("projectvereniging", "interlokale"), ("0", "80.000", "weet-niet")
    ):
        data = haal_json(
            client, f"{leden}&bestaand={bestaand}&subsidie2026={subsidie}&rechtsvorm={vorm}&inbreng={inbreng}"
        )
        assert data["toegelaten"] in (None, False)
        assert data["meldingen"] == []


def test_wijzig_toont_wat_er_staat_en_keert_terug_naar_het_nazicht(client, gegevens):
    adres = f"{ANTWOORDEN}?g=11002&{ALLES_GOED}"
    gelezen = pagina(client, adres)
    assert "500.000 euro per jaar" in gelezen.woorden
    [wijzig] = [link for link in links(gelezen) if link.endswith("&vraag=inbreng")]
    assert "500000" in pagina(client, wijzig).waarden("input", "value")
    terug = client.get(wijzig.replace("&vraag=inbreng", "&na=inbreng").replace("500000", "70.000"))
    assert terug.headers["Location"].startswith(ANTWOORDEN)
    assert "inbreng=70000" in terug.headers["Location"]


def test_een_vraag_die_niet_telt_wordt_niet_gesteld(client, gegevens):
    antwoord = client.get(f"{VRAGEN_PAD}?g=11002&vraag=afwijking", follow=True)
    assert "afwijking van de regiogrens?" not in antwoord.content.decode()
    assert "Vraag 1 van 6" in antwoord.content.decode()


def test_als_de_uitkomst_vaststaat_zeggen_we_dat(client, gegevens):
    woorden = pagina(client, f"{VRAGEN_PAD}?g=11002&g=46030").woorden
    assert "staat de uitkomst al vast. Nee, zo nog niet: het hapert bij de regiogrens." in woorden
    assert "staat de uitkomst al vast" not in pagina(client, f"{VRAGEN_PAD}?g=11002&g=11029").woorden


# --- what it costs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pad", [BOUWER, UITKOMST, JSON, CSV, VERGELIJK])
def test_het_aantal_vragen_hangt_niet_af_van_het_gebied(client, gegevens, pad):
    alle = list(Gemeente.objects.huidige().values_list("nis_code", flat=True))
    aantallen = []
    for hoeveel in (1, 20, 100):
        query = "&".join(f"{naam}={code}" for code in alle[:hoeveel] for naam in "gh")
        with CaptureQueriesContext(connection) as vragen:
            assert client.get(f"{pad}?{query}").status_code == 200
        aantallen.append(len(vragen))
    assert aantallen[1] == aantallen[2]
    assert max(aantallen) <= 10


def gewicht(client: Client, adres: str) -> int:
    """Compressed bytes of the page with its style and scripts."""
    blad = client.get(adres).content
    namen = [deel.split('"')[0] for deel in blad.decode().split("/static/")[1:]]
    paden = [finders.find(naam) for naam in namen if naam.endswith((".css", ".js"))]
    assert all(paden)
    return len(brotli.compress(blad)) + sum(len(brotli.compress(open(str(pad), "rb").read())) for pad in paden)


@pytest.mark.parametrize("staart", ["", "&kaart=heel"])
def test_vijftien_leden_met_de_kaart_wegen_hoogstens_60_kb(client, gegevens, staart):
    vijftien = sorted(Gemeente.objects.huidige().values_list("nis_code", flat=True))[::19]
    assert len(vijftien) == 15
    query = "&".join(f"g={code}" for code in vijftien)
    assert gewicht(client, f"{BOUWER}?{query}{staart}") <= 60_000
    assert gewicht(client, f"{UITKOMST}?{query}") <= 40_000
