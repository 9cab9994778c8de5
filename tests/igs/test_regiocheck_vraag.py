"""Reading an address of the Regiocheck: what is understood, what is said about the rest, and that it never breaks."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from igs.models import Gemeente
from igs.regiocheck import Vraag
from igs.regiocheck_bedragen import bedragen_2027
from igs.regiocheck_regels import Periode, regels_van_het_huis
from igs.regiocheck_vraag import (
    BEDRAGFOUT,
    GENOEMD,
    GROOTSTE_GEBIED,
    LEZERS,
    Adres,
    Gelezen,
    in_adres,
    lees,
    lees_antwoord,
    lees_bedrag,
    lees_gemeenten,
)
from tests.conftest import DAG
from tests.fabriek import bouw_gemeente
from tests.vijandig import ANDERE_TALEN, FORMULES, KOPINJECTIE, LEEG, SCRIPT, STUURTEKENS, TE_LANG, VREEMDE_ADRESSEN

REGELS = regels_van_het_huis()


def _gemeente(code: str, naam: str, opgegaan_in: str = "", tot: date | None = None, **velden: object) -> Gemeente:
    return bouw_gemeente(code, naam, opgegaan_in_id=opgegaan_in or None, bestaat_tot=tot, **velden)


EIND_2024 = date(2024, 12, 31)
ALLE = {
    gemeente.nis_code: gemeente
    for gemeente in [
        _gemeente("11001", "Aartselaar"),
        _gemeente("11002", "Antwerpen"),
        _gemeente("11007", "Borsbeek", "11002", EIND_2024),
        _gemeente("44012", "De Pinte", "44086", EIND_2024),
        _gemeente("44048", "Nazareth", "44086", EIND_2024),
        _gemeente("44086", "Nazareth-De Pinte", bestaat_van=date(2025, 1, 1)),
        _gemeente("99999", "Straks", bestaat_van=date(2031, 1, 1)),
        *(_gemeente(f"70{nummer:03}", f"Nummer {nummer}") for nummer in range(150)),
    ]
}


def _lees(query: str) -> Gelezen:
    return lees(QueryDict(query), ALLE, DAG)


def _adres(query: str) -> Adres:
    return _lees(query).adres


# --- municipalities ---------------------------------------------------------------------------------------------------


def test_een_leeg_adres_is_een_leeg_gebied_in_2027() -> None:
    gelezen = _lees("")
    assert gelezen.adres == Adres()
    assert str(gelezen.adres) == "periode=2027"
    assert gelezen.meldingen == ()


def test_de_volgorde_en_herhaling_van_codes_tellen_niet() -> None:
    assert _adres("g=11002&g=11001&g=11002") == _adres("g=11001&g=11002")
    assert str(_adres("g=11002&g=11001")) == "g=11001&g=11002&periode=2027"


def test_een_vroegere_gemeente_wordt_haar_opvolger_met_een_zin() -> None:
    gelezen = _lees("g=11007")
    assert gelezen.adres.gemeenten == {"11002"}
    assert gelezen.meldingen == ("Borsbeek (11007) bestaat niet meer: we rekenen met Antwerpen (11002).",)


def test_twee_gefuseerde_gemeenten_worden_er_een() -> None:
    gelezen = _lees("g=44012&g=44048&g=44086")
    assert gelezen.adres.gemeenten == {"44086"}
    assert len(gelezen.meldingen) == 2


def test_op_een_vroegere_dag_bestond_de_gemeente_nog() -> None:
    gekozen, meldingen = lees_gemeenten(["11007"], ALLE, date(2024, 6, 1))
    assert (gekozen, meldingen) == ({"11007"}, [])


@pytest.mark.parametrize("code", ["12345", "abc", "1100", "١١٠٠١", "<b>", "-1", "11001x"])
def test_een_onbekende_code_wordt_genoemd_en_valt_weg(code: str) -> None:
    gekozen, meldingen = lees_gemeenten([code, "11001"], ALLE, DAG)
    assert gekozen == {"11001"}
    assert meldingen == [f"Deze code kennen we niet en laten we weg: {code}."]


def test_een_gemeente_die_nog_niet_bestaat_is_onbekend() -> None:
    assert lees_gemeenten(["99999"], ALLE, DAG)[1] == ["Deze code kennen we niet en laten we weg: 99999."]


def test_spaties_rond_een_code_mogen() -> None:
    assert _adres("g=+11001+") == _adres("g=11001")


def test_lege_codes_zeggen_niets() -> None:
    assert _lees("g=&g=") == _lees("")


def test_de_honderdste_gaat_mee_en_de_volgende_worden_genoemd() -> None:
    codes = [f"70{nummer:03}" for nummer in range(GROOTSTE_GEBIED + 2)]
    gekozen, meldingen = lees_gemeenten(codes, ALLE, DAG)
    assert gekozen == set(codes[:GROOTSTE_GEBIED])
    zin = "Een gebied telt hier hoogstens 100 gemeenten. Deze vallen weg: Nummer 100 (70100), Nummer 101 (70101)."
    assert meldingen == [zin]
    assert lees_gemeenten(codes[:GROOTSTE_GEBIED], ALLE, DAG)[1] == []
    herhaald = [*codes[:GROOTSTE_GEBIED], codes[0]]
    assert lees_gemeenten(herhaald, ALLE, DAG)[1] == []


def test_van_duizend_onbekende_codes_noemen_we_er_enkele() -> None:
    [zin] = lees_gemeenten([f"x{nummer}" for nummer in range(1000)], ALLE, DAG)[1]
    assert zin.startswith("Deze codes kennen we niet, ze vallen weg: x0, x1, ")
    assert zin.endswith(f"x{GENOEMD - 1} en nog {1000 - GENOEMD} andere.")


@pytest.mark.parametrize("lang", TE_LANG)
def test_een_lange_code_wordt_afgekort(lang: str) -> None:
    [zin] = lees_gemeenten([lang], ALLE, DAG)[1]
    assert len(zin) < 80
    assert "…" in zin


def test_twee_gebieden_staan_los_van_elkaar() -> None:
    adres = _adres("g=11001&h=11002")
    assert (adres.gemeenten, adres.opzij) == ({"11001"}, {"11002"})
    assert str(adres) == "g=11001&h=11002&periode=2027"


# --- the period -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tekst", "periode"),
    [("2020", "2020"), ("2027", "2027"), ("2020-2026", "2020"), ("2027-2032", "2027"), ("", "2027")],
)
def test_een_periode_die_we_kennen(tekst: str, periode: str) -> None:
    gelezen = _lees(f"periode={tekst}")
    assert gelezen.adres.periode == Periode(periode)
    assert gelezen.meldingen == ()


@pytest.mark.parametrize("tekst", ["2033", "abc", "-1", "NaN", "1e999", "２０２７", "2027.0"])
def test_een_onbekende_periode_wordt_2027_met_een_zin(tekst: str) -> None:
    gelezen = _lees(f"periode={tekst}")
    assert gelezen.adres.periode is Periode.P2027
    assert gelezen.meldingen == (
        f"De periode “{tekst}” kennen we niet. Kies 2020 of 2027; we rekenen nu met 2027-2032.",
    )


def test_van_een_herhaalde_parameter_geldt_de_laatste() -> None:
    assert _adres("periode=2020&periode=2027&inbreng=1&inbreng=2") == _adres("inbreng=2")


# --- the answers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tekst", "bedrag"),
    [
        ("0", "0"),
        ("70000", "70000"),
        ("70.000", "70000"),
        ("70 000", "70000"),
        ("70\u00a0000", "70000"),
        ("€ 70.000", "70000"),
        ("70.000 euro", "70000"),
        ("45.675,50", "45675.50"),
        ("45675,5", "45675.5"),
        ("45675.50", "45675.50"),
        ("1.000.000.000", "1000000000"),
        ("007", "7"),
    ],
)
def test_een_bedrag_zoals_mensen_het_schrijven(tekst: str, bedrag: str) -> None:
    assert lees_bedrag(tekst) == Decimal(bedrag)


GEEN_BEDRAG = [
    "-5",
    "-70.000",
    "NaN",
    "nan",
    "inf",
    "Infinity",
    "1e999",
    "1e5",
    "٧٠",
    "70,0000",
    "0.500",
    "1,2,3",
    "70.00.0",
    "abc",
    "+5",
    "1.000.000.001",
    "999999999999999999999999999999",
    "1.000.000.000,01",
    "--",
    ",",
    ".",
]


@pytest.mark.parametrize("tekst", GEEN_BEDRAG)
def test_een_bedrag_dat_er_geen_is(tekst: str) -> None:
    with pytest.raises(ValueError, match="Vul een bedrag") as fout:
        lees_bedrag(tekst)
    assert str(fout.value) == BEDRAGFOUT


@pytest.mark.parametrize(
    ("naam", "tekst", "gelezen"),
    [
        ("bestaand", "ja", "ja"),
        ("bestaand", "NEE", "nee"),
        ("bestaand", "weet-niet", "weet-niet"),
        ("rechtsvorm", "projectvereniging", "projectvereniging"),
        ("rechtsvorm", "Projectvereniging", "projectvereniging"),
        ("rechtsvorm", "dienstverlenende", "dienstverlenende"),
        ("rechtsvorm", "Dienstverlenende vereniging", "dienstverlenende"),
        ("rechtsvorm", "interlokale-vereniging", "interlokale"),
        ("inbreng", "45.675,50", "45675,5"),
        ("inbreng", "weet-niet", "weet-niet"),
        ("index", "1,80 %", "1,8"),
        ("index", "-50", "-50"),
        ("index", "-0", "0"),
        ("personeel", "60 procent", "60"),
    ],
)
def test_een_antwoord_krijgt_zijn_kortste_schrijfwijze(naam: str, tekst: str, gelezen: str) -> None:
    assert lees_antwoord(naam, tekst) == gelezen
    assert lees_antwoord(naam, gelezen) == gelezen


@pytest.mark.parametrize(
    ("naam", "tekst"),
    [
        ("bestaand", "misschien"),
        ("coordinator", "1"),
        ("rechtsvorm", "vzw"),
        ("rechtsvorm", "vereniging"),
        ("inbreng", "-1"),
        ("index", "101"),
        ("index", "-50,1"),
        ("index", "NaN"),
        ("personeel", "-1"),
        ("personeel", "100,1"),
        ("inbreng", "0" * 41),
    ],
)
def test_wat_geen_antwoord_is_wordt_gezegd_en_telt_niet(naam: str, tekst: str) -> None:
    gelezen = lees(QueryDict(f"{naam}={tekst}"), ALLE, DAG)
    assert gelezen.adres.antwoorden == {}
    [zin] = gelezen.meldingen
    assert zin.startswith(f"“{tekst[:19]}")
    assert zin.endswith(".")
    assert "ongeldig" not in zin


VIJANDIG = [*SCRIPT, *FORMULES, *ANDERE_TALEN, *STUURTEKENS, *KOPINJECTIE, *VREEMDE_ADRESSEN, *LEEG, *TE_LANG]


@pytest.mark.parametrize("naam", ["g", "h", "periode", "kaart", *LEZERS])
def test_vijandige_tekst_breekt_niets_en_reist_niet_mee(naam: str) -> None:
    for tekst in VIJANDIG:
        query = QueryDict(mutable=True)
        query.setlist(naam, [tekst, tekst])
        gelezen = lees(query, ALLE, DAG)
        assert str(gelezen.adres) == "periode=2027", (naam, tekst[:40])
        assert all(len(zin) < 200 for zin in gelezen.meldingen), (naam, tekst[:40])
        assert not any(unicodedata.category(teken) == "Cc" for zin in gelezen.meldingen for teken in zin)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["g", "h", "periode", *LEZERS]), st.lists(st.text(max_size=30), max_size=3)))
def test_eender_welk_adres_geeft_een_vraag_en_staat_daarna_vast(delen: dict[str, list[str]]) -> None:
    query = QueryDict(mutable=True)
    for naam, waarden in delen.items():
        query.setlist(naam, waarden)
    adres = lees(query, ALLE, DAG).adres
    assert isinstance(adres.vraag(REGELS), Vraag)
    nog_eens = _lees(str(adres))
    assert nog_eens.adres == adres
    assert nog_eens.meldingen == ()


@given(st.decimals(0, 10**9, places=2))
def test_elk_bedrag_overleeft_de_reis_door_het_adres(bedrag: Decimal) -> None:
    assert lees_bedrag(in_adres(bedrag)) == bedrag


# --- the question -----------------------------------------------------------------------------------------------------


def test_zwijgen_over_een_afwijking_is_geen_afwijking_en_weet_ik_niet_wel_onbekend() -> None:
    assert _adres("").vraag(REGELS).afwijking is False
    assert _adres("afwijking=weet-niet").vraag(REGELS).afwijking is None
    assert _adres("afwijking=ja").vraag(REGELS).afwijking is True


def test_zwijgen_over_al_het_andere_is_onbekend() -> None:
    vraag = _adres("g=11001").vraag(REGELS)
    assert (vraag.bestaand_igs, vraag.gesubsidieerd_2026, vraag.rechtsvorm) == (None, None, None)
    assert (vraag.inbreng, vraag.coordinator, vraag.index) == (None, None, 1)


def test_een_volledig_adres_wordt_een_volledige_vraag() -> None:
    query = "g=11001&periode=2020&bestaand=ja&subsidie2026=nee&rechtsvorm=interlokale&inbreng=70.000&coordinator=nee"
    assert _adres(query).vraag(REGELS) == Vraag(
        frozenset({"11001"}),
        Periode.P2020,
        bestaand_igs=True,
        gesubsidieerd_2026=False,
        rechtsvorm="interlokale vereniging",
        inbreng=Decimal(70_000),
        coordinator=False,
        afwijking=False,
    )


@pytest.mark.parametrize(
    ("query", "factor"),
    [
        ("index=2", "1.02"),
        ("index=2&personeel=60", "1.018"),
        ("index=2&personeel=weet-niet", "1.02"),
        ("index=weet-niet", "1"),
        ("personeel=60", "1"),
        ("index=-50", "0.5"),
        ("index=100", "2"),
    ],
)
def test_de_index_met_of_zonder_verdeling(query: str, factor: str) -> None:
    assert _adres(query).vraag(REGELS).index == Decimal(factor)


def test_w9_door_het_adres() -> None:
    vraag = _adres("index=2&personeel=60").vraag(REGELS)
    bedragen = bedragen_2027(150_000, REGELS, index=vraag.index)
    assert (bedragen.subsidie, bedragen.inbreng_min) == (Decimal("137430.00"), Decimal("103072.50"))


# --- from address to address ------------------------------------------------------------------------------------------


def test_wisselen_en_terug_is_hetzelfde_adres() -> None:
    adres = _adres("g=11001&periode=2020&bestaand=ja&kaart=heel")
    assert adres.wissel("11002").gemeenten == {"11001", "11002"}
    assert adres.wissel("11002").wissel("11002") == adres
    assert str(adres.wissel("11001")) == "periode=2020&bestaand=ja&kaart=heel"


def test_een_ander_antwoord_en_terug_is_hetzelfde_adres() -> None:
    adres = _adres("g=11001&bestaand=ja&inbreng=5")
    assert adres.met_antwoorden({"inbreng": "9"}).met_antwoorden({"inbreng": "5"}) == adres


def test_een_nieuw_igs_kreeg_geen_subsidie_en_zonder_index_is_er_geen_deel() -> None:
    adres = _adres("subsidie2026=ja&index=2&personeel=60")
    assert "subsidie2026" not in adres.met_antwoorden({"bestaand": "nee"}).antwoorden
    assert adres.met_antwoorden({"bestaand": "ja"}).antwoorden["subsidie2026"] == "ja"
    assert set(adres.met_antwoorden({"index": "weet-niet"}).antwoorden) == {"subsidie2026", "index"}


def test_een_leeg_antwoord_haalt_het_weg() -> None:
    assert _adres("inbreng=5").met_antwoorden({"inbreng": ""}).antwoorden == {}


def test_de_paren_laten_weg_wat_het_formulier_zelf_vraagt() -> None:
    adres = _adres("g=11001&h=11002&bestaand=ja&inbreng=5")
    assert adres.paren("g", "inbreng") == [("h", "11002"), ("periode", "2027"), ("bestaand", "ja")]
    assert "&".join(f"{naam}={waarde}" for naam, waarde in adres.paren()) == str(adres)
