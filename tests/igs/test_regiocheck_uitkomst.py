"""The outcome as page, JSON and CSV, and two sets compared; W1-W13 go through both page and data."""

import csv
import io
from itertools import pairwise
from typing import Any

import pytest

from igs.models import IGS, Buurpaar, Coordinator, Gemeente, Kaart, Regelversie
from igs.regiocheck import Uitslag
from tests.conftest import DAG
from tests.fabriek import maak_coordinator, maak_gemeente, maak_igs, maak_lid, maak_regio
from tests.igs.gebieden import echt_gebied, igs_sets
from tests.igs.lezen import pagina
from tests.igs.regiocheckpaginas import (
    ALLES_GOED,
    BOUWER,
    CSV,
    JSON,
    UITKOMST,
    VERGELIJK,
    codes,
    haal_json,
    links,
    toets,
)

SLEUTELS = {
    "inwoners",
    "gemeenten",
    "regios",
    "aansluitend",
    "toetsen",
    "toegelaten",
    "subsidie",
    "inbreng_min",
    "voorstellen",
}


# --- the worked examples W1-W13, through the data and the page --------------------------------------------------------


@pytest.fixture
def vier(lege_databank):
    """A function: municipalities a, b, c ... next to each other with these inhabitants, as a query string."""
    Kaart.objects.create(
        schematisch=True, bron="x", toestand=DAG, gegevens=_lege_kaart([f"9900{n}" for n in range(1, 7)])
    )

    def maak(*inwoners: int, regios: int = 1) -> str:
        regio = [maak_regio(f"Regio {nummer}") for nummer in range(regios)]
        gemeenten = [
            maak_gemeente(f"9900{nummer}", f"Dorp {nummer}", regio[nummer % regios], inwoners=aantal)
            for nummer, aantal in enumerate(inwoners, 1)
        ]
        for een, ander in pairwise(gemeenten):
            Buurpaar.objects.create(a=een, b=ander)
        for nummer, een in enumerate(regio, 5):
            maak_gemeente(f"9900{nummer}", f"Niet gekozen {nummer}", een)
        return "&".join(f"g={gemeente.nis_code}" for gemeente in gemeenten)

    return maak


def _lege_kaart(codes_: list[str]) -> dict[str, Any]:
    cel = {"d": "m0 0l9 0 0 9z", "punt": [3, 3], "straal": 2, "kader": [0, 0, 9, 9], "opp": 40}
    return {"breedte": 100, "hoogte": 50, "cellen": dict.fromkeys(codes_, cel), "regiogrenzen": "", "omtrek": ""}


KLEIN = (27_000, 10_000, 10_000, 10_000)
BESTAAND = "&bestaand=ja&subsidie2026=ja&rechtsvorm=projectvereniging&inbreng=500000&coordinator=ja"
NIEUW = "&bestaand=nee&rechtsvorm=projectvereniging&inbreng=500000&coordinator=ja"
# id, inhabitants, regions, answers; admitted, amounts of the page, amounts of the data (always formula 2.2)
VOORBEELDEN = [
    ("W1", (5_135, *KLEIN[1:]), 1, "&periode=2020&inbreng=45675.50", None, "45.675 euro", (100_000, 75_000)),
    ("W2", KLEIN, 1, "&periode=2020&inbreng=62700", None, "62.700 euro", (100_000, 75_000)),
    ("W3", KLEIN, 1, "&periode=2020&inbreng=122000", None, "100.000 euro", (100_000, 75_000)),
    ("W4", KLEIN, 1, "&periode=2020&inbreng=100000", None, "100.000 euro", (100_000, 75_000)),
    ("W5", (55_000, *KLEIN[1:]), 1, NIEUW, True, "175.000 euro", (100_000, 75_000)),
    ("W6a", (81_111, *KLEIN[1:]), 1, NIEUW, True, "100.000 euro", (100_000, 75_000)),
    ("W6b", (81_112, *KLEIN[1:]), 1, NIEUW, True, "100.000,80 euro", (100_000.8, 75_000.6)),
    ("W7", (90_000, *KLEIN[1:]), 1, f"{NIEUW}&inbreng=70.000", False, "11.000 euro te weinig", (108_000, 81_000)),
    ("W8", (120_000, *KLEIN[1:]), 1, NIEUW, True, "236.250 euro", (135_000, 101_250)),
    ("W9", (120_000, *KLEIN[1:]), 1, f"{NIEUW}&index=2&personeel=60", True, "103.072,50 euro", (135_000, 101_250)),
    ("W10", KLEIN, 1, BESTAAND, True, "100.000 euro", (100_000, 75_000)),
    ("W11", (54_999, *KLEIN[1:]), 1, NIEUW, False, "100.000 euro", (100_000, 75_000)),
    ("W12", (37_000, 10_000, 10_000), 1, BESTAAND, False, "100.000 euro", (100_000, 75_000)),
    ("W13", (50_000, 50_000), 2, NIEUW, False, "100.000 euro", (100_000, 75_000)),
]
HAPERT = {"W7": {"R14", "R15"}, "W11": {"R09", "R11"}, "W12": {"R09", "R11"}, "W13": {"R12"}}


@pytest.mark.parametrize(
    ("nr", "inwoners", "regios", "antwoorden", "toegelaten", "geld", "data"),
    VOORBEELDEN,
    ids=[v[0] for v in VOORBEELDEN],
)
def test_w1_tot_w13_door_data_en_pagina(client, vier, nr, inwoners, regios, antwoorden, toegelaten, geld, data):
    query = vier(*inwoners, regios=regios) + antwoorden
    gelezen = haal_json(client, query)
    assert gelezen["inwoners"] == sum(inwoners)
    assert gelezen["toegelaten"] is toegelaten
    assert (gelezen["subsidie"], gelezen["inbreng_min"]) == data
    niet = {een["regel"] for een in gelezen["toetsen"] if een["uitkomst"] == Uitslag.NIET_MET}
    assert niet == HAPERT.get(nr, set())
    blad = pagina(client, f"{UITKOMST}?{query}").woorden
    assert geld in blad
    begin = {True: "Ja: ", False: "Nee, zo nog niet: "}.get(toegelaten, "Het gebied past.")
    assert begin in blad


def test_w10_komt_door_de_uitzondering_en_zegt_de_aanname(client, vier):
    query = vier(*KLEIN) + BESTAAND
    data = haal_json(client, query)
    assert (toets(data, "R11"), toets(data, "R09")) == ("voldaan", "niet van toepassing")
    assert "Aanname: de bodem geldt ook" in pagina(client, f"{UITKOMST}?{query}").woorden


# --- the data ---------------------------------------------------------------------------------------------------------


def test_de_sleutels_zijn_die_van_de_afspraak(client, gegevens):
    data = haal_json(client, f"{codes('Mortsel', 'Edegem')}&periode=2027")
    assert data.keys() == SLEUTELS | {"periode", "meldingen"}
    assert isinstance(data["inwoners"], int)
    assert data["gemeenten"] == ["11013", "11029"]
    assert data["regios"] == ["antwerpen"]
    assert data["aansluitend"] is True
    assert {"regel", "uitkomst", "reden"} <= data["toetsen"][0].keys()
    assert isinstance(data["subsidie"], int)
    assert data["meldingen"] == []


def test_elk_igs_klopt_met_een_eigen_telling_uit_de_csv(client, gegevens):
    gebied = echt_gebied()
    per_code = {gemeente.nis_code: gemeente for gemeente in gebied.gemeenten}
    for slug, leden in igs_sets().items():
        data = haal_json(client, "&".join(f"g={code}" for code in leden))
        inwoners = sum(per_code[code].inwoners for code in leden)
        assert data["inwoners"] == inwoners, slug
        assert data["gemeenten"] == sorted(leden)
        assert data["regios"] == sorted({per_code[code].regio for code in leden})
        subsidie = max(100_000, inwoners * 0.9)
        assert data["subsidie"] == pytest.approx(subsidie, abs=0.005)
        assert data["inbreng_min"] == pytest.approx(max(75_000, subsidie * 0.75), abs=0.011)
        assert (toets(data, "R12") == "niet voldaan") is (len(data["regios"]) > 1)


def test_zonder_gemeenten_is_er_geen_bedrag(client, gegevens):
    data = haal_json(client, "")
    assert (data["inwoners"], data["gemeenten"], data["aansluitend"]) == (0, [], False)
    assert (data["subsidie"], data["inbreng_min"]) == (None, None)
    assert data["toegelaten"] is False
    assert data["voorstellen"] == []


def test_het_bedrag_van_de_data_is_altijd_formule_2_2_zonder_index(client, gegevens):
    leden = codes("Antwerpen", "Mortsel")
    een, *rest = [
        haal_json(client, f"{leden}{staart}")
        for staart in ("", "&periode=2020", "&index=50", "&inbreng=1", "&rechtsvorm=interlokale&periode=2020&inbreng=9")
    ]
    assert all((ander["subsidie"], ander["inbreng_min"]) == (een["subsidie"], een["inbreng_min"]) for ander in rest)


def test_elk_voorstel_herstelt_zijn_regel(client, gegevens):
    query = f"{codes('Mortsel', 'Edegem', 'Hove')}&{ALLES_GOED}"
    data = haal_json(client, query)
    assert toets(data, "R09") == "niet voldaan"
    voorstellen = [voorstel for voorstel in data["voorstellen"] if voorstel["regel"] == "R09"]
    assert voorstellen
    for voorstel in voorstellen[:10]:
        daarna = haal_json(client, "&".join([query, *(f"g={code}" for code in voorstel["gemeenten"])]))
        assert toets(daarna, "R09") == "voldaan"
        assert (daarna["inwoners"], len(daarna["gemeenten"])) == (voorstel["inwoners"], voorstel["aantal"])


def test_een_nieuwe_regelversie_telt_vanaf_haar_dag(client, gegevens, settings):
    Regelversie.objects.create(
        regel="F02",
        periode="2027",
        soort="bedrag",
        vraagt="x",
        waarde="2",
        bron="b",
        zekerheid="A",
        versie="2026-11-24",
    )
    query = codes("Antwerpen")
    inwoners = haal_json(client, query)["inwoners"]
    assert haal_json(client, query)["subsidie"] == pytest.approx(inwoners * 0.9, abs=0.005)
    settings.VASTE_DAG = DAG.replace(day=24)
    assert haal_json(client, query)["subsidie"] == inwoners * 2
    assert "regels van 24 november 2026" in pagina(client, f"{UITKOMST}?{query}").woorden


def test_data_en_csv_hebben_een_etag_en_mogen_overal_gelezen_worden(client, gegevens):
    for pad in (JSON, CSV):
        antwoord = client.get(f"{pad}?g=11002")
        assert antwoord.headers["Access-Control-Allow-Origin"] == "*"
        nog_eens = client.get(f"{pad}?g=11002", headers={"if-none-match": antwoord.headers["ETag"]})
        assert nog_eens.status_code == 304


def test_de_csv_zegt_hetzelfde_als_de_data(client, gegevens):
    query = f"{codes('Mortsel', 'Edegem')}&{ALLES_GOED}"
    data = haal_json(client, query)
    antwoord = client.get(f"{CSV}?{query}")
    assert antwoord.headers["Content-Type"] == "text/csv; charset=utf-8"
    rijen = list(csv.DictReader(io.StringIO(antwoord.content.decode())))
    per_deel: dict[str, list[dict[str, str]]] = {}
    for rij in rijen:
        per_deel.setdefault(rij["onderdeel"], []).append(rij)
    assert [rij["code"] for rij in per_deel["gemeente"]] == ["11013", "11029"]
    assert {(rij["code"], rij["waarde"], rij["uitleg"]) for rij in per_deel["regel"]} == {
        (een["regel"], een["uitkomst"], een["reden"]) for een in data["toetsen"]
    }
    assert int(per_deel["inwoners"][0]["waarde"]) == data["inwoners"]
    assert len(per_deel["voorstel"]) == len(data["voorstellen"])


# --- the outcome ------------------------------------------------------------------------------------------------------


def test_de_uitkomst_zegt_elke_regel_met_bron_versie_en_zekerheid(client, gegevens):
    query = codes("Mortsel", "Edegem")
    gelezen = pagina(client, f"{UITKOMST}?{query}")
    for een in haal_json(client, query)["toetsen"]:
        assert een["reden"] in gelezen.woorden, een
        assert f"Regel {een['regel']}, versie van 1 november 2026" in gelezen.woorden
    assert "staat in de wettekst" in gelezen.woorden
    assert "te bevestigen: uit een ontwerp of de pers" in gelezen.woorden
    assert "https://www.ejustice.just.fgov.be/eli/decret/2024/03/08/2024003626/justel" in links(gelezen)
    assert "Berekend op 23 november 2026" in gelezen.woorden


def test_de_uitkomst_toont_de_berekening_en_noemt_het_een_richtbedrag(client, gegevens):
    woorden = pagina(client, f"{UITKOMST}?{codes('Mortsel', 'Edegem')}").woorden
    assert "inwoners x 0,90 euro =" in woorden
    assert "richtbedrag" in woorden
    assert "De Vlaamse Regering beslist" in woorden


def test_de_eerste_voorstellen_met_hun_nieuwe_cijfers_en_hoeveel_er_nog_zijn(client, gegevens):
    query = "g=11001"
    alle = [voorstel for voorstel in haal_json(client, query)["voorstellen"] if voorstel["regel"] == "R11"]
    gelezen = pagina(client, f"{UITKOMST}?{query}")
    assert len(alle) > 4
    assert f"Er zijn nog {len(alle) - 4} andere." in gelezen.woorden
    assert alle[0]["zin"] in gelezen.woorden
    assert alle[-1]["zin"] not in gelezen.woorden
    assert "Dit zijn alle kleinste wijzigingen" in gelezen.woorden
    [toon, *_] = [link for link in links(gelezen) if "voorstellen=alle" in link]
    assert alle[-1]["zin"] in pagina(client, toon.split("#")[0]).woorden
    na = [link for link in links(gelezen) if link.startswith(f"{UITKOMST}?g=") and link.count("g=") > 1]
    assert client.get(na[0]).status_code == 200


def test_een_voorstel_zegt_wat_daarna_nog_hapert(client, gegevens):
    leden = igs_sets()["de-merode"]
    woorden = pagina(client, f"{UITKOMST}?{'&'.join(f'g={code}' for code in leden)}&{ALLES_GOED}").woorden
    assert "Dan hapert nog: het aantal inwoners (R09)." in woorden
    assert "Loket voor Lokale Besturen" in woorden
    assert "regiovorming@vvsg.be" in woorden


def test_wat_geen_kleine_wijziging_herstelt_wordt_gezegd(client, gegevens):
    query = "&".join(f"g={code}" for code in ("11002", "71016", "31005"))
    assert "geen kleine wijziging" not in pagina(client, f"{UITKOMST}?{query}").woorden
    voeren = pagina(client, f"{UITKOMST}?g=73109&{ALLES_GOED}").woorden
    assert "vinden we geen kleine wijziging die helpt" in voeren


def test_de_coordinator_van_de_gemeenten_staat_bij_de_volgende_stappen(client, gegevens):
    maak_coordinator(IGS.objects.get(slug="zuidrand"), "Noor Verbeeck")
    maak_coordinator(IGS.objects.get(slug="co7"), "Iemand Anders")
    maak_coordinator(IGS.objects.get(slug="zuidrand"), "Al Weg", tot=DAG.replace(day=22))
    tekst = client.get(f"{UITKOMST}?{codes('Mortsel')}").content.decode()
    assert '<a href="/igs/zuidrand/">Noor Verbeeck, regiocoördinator van Zuidrand</a>' in tekst
    assert "Iemand Anders" not in tekst
    assert "Al Weg" not in tekst
    assert "an@voorbeeld.be" not in tekst
    assert Coordinator.objects.count() == 3


def test_zonder_gemeenten_vraagt_de_uitkomst_om_een_gebied(client, gegevens):
    gelezen = pagina(client, UITKOMST)
    assert "Kies eerst je gemeenten" in gelezen.woorden
    assert "/regiocheck/?periode=2027" in links(gelezen)


def test_2020_toont_zijn_eigen_regels_en_geld(client, gegevens):
    woorden = pagina(client, f"{UITKOMST}?{codes('Mortsel', 'Edegem')}&periode=2020&inbreng=62.700").woorden
    assert "Minstens vier omliggende gemeenten doen mee." in woorden
    assert "62.700 euro per jaar" in woorden
    assert "In 2027-2032 zou het richtbedrag 100.000 euro per jaar zijn." in woorden


def test_de_uitkomst_zegt_dat_iets_te_bevestigen_is_als_het_besluit_ervan_afhangt(client, vier):
    gelezen = pagina(client, f"{UITKOMST}?{vier(55_000, *KLEIN[1:])}{NIEUW}")
    assert ("span", {"class": "merk"}) in gelezen.elementen
    assert "Getoetst aan de regels voor 2027-2032. te bevestigen" in gelezen.woorden


# --- comparing --------------------------------------------------------------------------------------------------------


def test_twee_gebieden_naast_elkaar(client, gegevens):
    gelezen = pagina(client, f"{VERGELIJK}?g=11013&g=11029&h=11013&h=11002&{ALLES_GOED}")
    assert "In gebied B komt erbij: Antwerpen." in gelezen.woorden
    assert "In gebied B valt weg: Mortsel." in gelezen.woorden
    a, b = (haal_json(client, f"{query}&{ALLES_GOED}") for query in ("g=11013&g=11029", "g=11013&g=11002"))
    for data in (a, b):
        for een in data["toetsen"]:
            assert een["reden"] in gelezen.woorden
    anders = sum(x["uitkomst"] != y["uitkomst"] for x, y in zip(a["toetsen"], b["toetsen"], strict=True))
    assert f"Bij {anders} regel" in gelezen.woorden


def test_opzij_zetten_wijzigen_en_vergelijken(client, gegevens):
    bouwer = pagina(client, f"{BOUWER}?g=11029")
    [opzij] = [link for link in links(bouwer) if link.startswith("?g=11029&h=11029&")]
    met_ander = pagina(client, BOUWER + opzij.replace("?g=11029", "?g=11029&g=11013").split("#")[0])
    [vergelijk] = [link for link in links(met_ander) if link.startswith(VERGELIJK)]
    assert "In gebied B valt weg: Edegem." in pagina(client, vergelijk).woorden
    wissel = [link for link in links(pagina(client, vergelijk)) if link.startswith(BOUWER + "?g=11029&h=11013")]
    assert len(wissel) == 1


@pytest.mark.parametrize("query", ["", "g=11002", "h=11002"])
def test_een_gebied_is_niet_te_vergelijken(client, gegevens, query):
    assert "Je hebt twee gebieden nodig" in pagina(client, f"{VERGELIJK}?{query}").woorden


def test_een_lid_van_twee_igs_en_staat_er_een_keer(client, vier):
    query = vier(*KLEIN)
    gemeente = Gemeente.objects.get(pk="99001")
    for naam in ("Een", "Twee"):
        maak_lid(maak_igs(naam), gemeente)
    tekst = client.get(f"{BOUWER}?{query}").content.decode()
    assert tekst.count("<title>Dorp 1: haal weg</title>") == 1
    assert "<title>Dorp 1: voeg toe (Een en Twee)</title>" in client.get(BOUWER).content.decode()
