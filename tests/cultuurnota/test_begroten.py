"""The budget without a database: the worked examples, every key, the actions and the rules about money."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cultuurnota import begroten
from cultuurnota.begroten import GELIJK, HAND, INWONERS, MIX, Betaler, Invoer, Kost, Post, reken
from igs.regiocheck_regels import regels_van_het_huis

REGELS = regels_van_het_huis()
JAREN = (2027, 2028, 2029, 2030, 2031, 2032)


def betalers(*inwoners: int) -> tuple[Betaler, ...]:
    return tuple(Betaler(f"1100{nr}", f"Gemeente {nr}", aantal) for nr, aantal in enumerate(inwoners, 1))


def invoer(*inwoners: int, **velden) -> Invoer:
    return Invoer(**{"jaren": JAREN, "betalers": betalers(*inwoners)} | velden)


def som(bedragen) -> Decimal:
    return sum(bedragen, Decimal(0))


# --- W1 to W13: the same examples as the Regiocheck ---------------------------------------------------------------

KLEIN = (27_000, 10_000, 10_000, 10_000)
# id, inhabitants, first year, contribution, index; subsidy, least contribution, R14
VOORBEELDEN = [
    ("W1", (5_135, 10_000, 10_000, 10_000), 2026, "45675.50", "1", "45675", "45675", True),
    ("W2", KLEIN, 2026, "62700", "1", "62700", "62700", True),
    ("W3", KLEIN, 2026, "122000", "1", "100000", "100000", True),
    ("W4", KLEIN, 2026, "100000", "1", "100000", "100000", True),
    ("W5", (55_000, 10_000, 10_000, 10_000), 2027, "75000", "1", "100000", "75000", True),
    ("W6a", (81_111, 10_000, 10_000, 10_000), 2027, "75000", "1", "100000", "75000", True),
    ("W6b", (81_112, 10_000, 10_000, 10_000), 2027, "75000.59", "1", "100000.80", "75000.60", False),
    ("W7", (90_000, 10_000, 10_000, 10_000), 2027, "70000", "1", "108000", "81000", False),
    ("W8", (120_000, 10_000, 10_000, 10_000), 2027, "101250", "1", "135000", "101250", True),
    ("W9", (120_000, 10_000, 10_000, 10_000), 2027, "103072.50", "1.018", "137430", "103072.50", True),
    ("W10", KLEIN, 2027, "75000", "1", "100000", "75000", True),
    ("W11", (54_999, 10_000, 10_000, 10_000), 2027, "75000", "1", "100000", "75000", True),
    ("W12", (37_000, 10_000, 10_000), 2027, "75000", "1", "100000", "75000", True),
    ("W13", (50_000, 50_000), 2027, "75000", "1", "100000", "75000", True),
]


@pytest.mark.parametrize(
    ("nr", "inwoners", "jaar", "inbreng", "index", "subsidie", "minstens", "genoeg"),
    VOORBEELDEN,
    ids=[een[0] for een in VOORBEELDEN],
)
def test_w1_tot_w13_in_de_begroting(nr, inwoners, jaar, inbreng, index, subsidie, minstens, genoeg):
    # The index of W9 counts from the second year on: look at that year.
    jaren = (jaar - 1, jaar) if index != "1" else (jaar,)
    gegeven = invoer(*inwoners, jaren=jaren, sleutel=HAND, index=Decimal(index))
    met_hand = {("11001", een): Decimal(inbreng) for een in jaren}
    beeld = reken(replace(gegeven, met_hand=met_hand), REGELS)
    rij = beeld.jaren[-1]
    assert rij.subsidie == Decimal(subsidie)
    assert rij.bedragen.inbreng_min == Decimal(minstens)
    assert beeld.toets("R14").voldaan is genoeg


def test_w7_zegt_hoeveel_er_te_weinig_is():
    beeld = reken(invoer(90_000, 10_000, 10_000, 10_000, inbreng=Decimal(70_000)), REGELS)
    toets = beeld.toets("R14")
    assert "In 2027 brengen de gemeenten samen 70.000 euro in. Er is minstens 81.000 euro nodig" in toets.zin
    assert "11.000 euro te weinig. Ook in 2028, 2029, 2030, 2031 en 2032 is het te weinig." in toets.zin
    assert beeld.toets("R15").voldaan is False


def test_w10_zegt_dat_de_bodem_een_aanname_is():
    zonder = reken(invoer(*KLEIN, inbreng=Decimal(75_000)), REGELS)
    onder = reken(invoer(*KLEIN, inbreng=Decimal(75_000), uitzondering=True), REGELS)
    assert "Aanname" in " ".join(onder.jaren[0].bedragen.berekening)
    assert "Aanname" not in " ".join(zonder.jaren[0].bedragen.berekening)


def test_de_regels_van_2027_zijn_te_bevestigen_en_het_decreet_niet():
    beeld = reken(invoer(*KLEIN, inbreng=Decimal(75_000)), REGELS)
    assert beeld.toets("R14").te_bevestigen
    assert beeld.toets("R15").te_bevestigen
    assert not beeld.toets("R17").te_bevestigen


# --- the keys ---------------------------------------------------------------------------------------------------------


def per_gemeente(beeld, jaar=2027):
    return [regel.bedragen[jaar] for regel in beeld.bijdragen]


def test_elke_sleutel_verdeelt_anders():
    gegeven = invoer(10_000, 30_000, inbreng=Decimal(1000))
    assert per_gemeente(reken(replace(gegeven, sleutel=GELIJK), REGELS)) == [500, 500]
    assert per_gemeente(reken(replace(gegeven, sleutel=INWONERS), REGELS)) == [250, 750]
    assert per_gemeente(reken(replace(gegeven, sleutel=MIX, deel_per_inwoner=50), REGELS)) == [375, 625]


def test_de_index_telt_vanaf_het_tweede_jaar():
    beeld = reken(invoer(50_000, 50_000, inbreng=Decimal(100_000), index=Decimal("1.02")), REGELS)
    assert [jaar.inbreng for jaar in beeld.jaren[:3]] == [100_000, 102_000, 104_040]
    assert [jaar.subsidie for jaar in beeld.jaren[:3]] == [100_000, 102_000, 104_040]


def test_met_de_hand_telt_wat_er_staat_en_de_index_niet():
    met_hand = {("11001", 2027): Decimal("40000.10"), ("11002", 2027): Decimal("35000.05")}
    beeld = reken(invoer(50_000, 50_000, sleutel=HAND, met_hand=met_hand, index=Decimal(2)), REGELS)
    assert beeld.jaren[0].inbreng == Decimal("75000.15")
    assert beeld.jaren[1].inbreng == 0
    assert beeld.toets("R14").voldaan is False


def test_wie_vertrok_en_nog_een_bedrag_heeft_blijft_zichtbaar():
    weg = Betaler("11099", "Vertrokken", 9_000, is_lid=False)
    gegeven = invoer(50_000, 50_000, sleutel=HAND)
    met_hand = {("11001", 2027): Decimal(1), ("11002", 2027): Decimal(1), ("11099", 2027): Decimal(5)}
    beeld = reken(replace(gegeven, betalers=(*gegeven.betalers, weg), met_hand=met_hand), REGELS)
    assert [regel.betaler.naam for regel in beeld.bijdragen] == ["Gemeente 1", "Gemeente 2", "Vertrokken"]
    assert beeld.toets("R17").zin == "Vertrokken: geen lid op deze dag, maar wel een bijdrage."
    # under a key that the portal counts only members pay
    geteld = reken(replace(gegeven, betalers=(*gegeven.betalers, weg), sleutel=GELIJK, inbreng=Decimal(10)), REGELS)
    assert len(geteld.bijdragen) == 2


def test_een_gemeente_zonder_bijdrage_wordt_genoemd():
    beeld = reken(invoer(50_000, 50_000, sleutel=HAND, met_hand={("11002", 2027): Decimal(1)}), REGELS)
    assert beeld.toets("R17").voldaan is False
    assert "Gemeente 1" in beeld.toets("R17").zin


BEDRAG = st.decimals(0, 5_000_000, places=2, allow_nan=False, allow_infinity=False)


@given(
    st.lists(st.integers(0, 600_000), min_size=1, max_size=20),
    BEDRAG,
    st.sampled_from([GELIJK, INWONERS, MIX]),
    st.integers(0, 100),
    st.decimals("0.5", "2", places=4),
)
def test_bijdragen_tellen_elk_jaar_tot_op_de_cent_op(inwoners, inbreng, sleutel, deel, index):
    gegeven = invoer(*inwoners, sleutel=sleutel, deel_per_inwoner=deel, inbreng=inbreng, index=index)
    beeld = reken(gegeven, REGELS)
    for jaar in beeld.jaren:
        betaald = [regel.bedragen[jaar.jaar] for regel in beeld.bijdragen]
        assert som(betaald) == jaar.inbreng == begroten.inbreng_in(gegeven, jaar.jaar)
        assert all(bedrag == bedrag.quantize(Decimal("0.01")) for bedrag in betaald)
    assert som(regel.totaal for regel in beeld.bijdragen) == beeld.totaal_inbreng


@given(st.dictionaries(st.tuples(st.sampled_from(["11001", "11002", "11003"]), st.sampled_from(JAREN)), BEDRAG))
def test_met_de_hand_is_de_inbreng_precies_de_som(met_hand):
    beeld = reken(invoer(1, 2, 3, sleutel=HAND, met_hand=met_hand), REGELS)
    for jaar in beeld.jaren:
        assert jaar.inbreng == som(bedrag for (_, in_jaar), bedrag in met_hand.items() if in_jaar == jaar.jaar)


# --- lines and actions ------------------------------------------------------------------------------------------------


def test_acties_staan_als_eigen_lijn_in_de_begroting():
    acties = (Kost("Festival", Decimal(600)), Kost("Kamp", Decimal(100), (2028, 2029)))
    beeld = reken(invoer(50_000, 50_000, acties=acties), REGELS)
    assert beeld.posten[-1].naam == "acties van de nota"
    assert beeld.posten[-1].totaal == 700
    assert [jaar.acties for jaar in beeld.jaren] == [100, 150, 150, 100, 100, 100]
    assert som(jaar.uitgaven for jaar in beeld.jaren) == beeld.totaal_uitgaven == 700


def test_een_actie_buiten_de_jaren_van_de_nota_verdwijnt_niet():
    beeld = reken(invoer(50_000, 50_000, acties=(Kost("Oud", Decimal(6), (2020,)),)), REGELS)
    assert [jaar.acties for jaar in beeld.jaren] == [1, 1, 1, 1, 1, 1]


@given(st.lists(st.tuples(BEDRAG, st.lists(st.sampled_from((*JAREN, 1999)), max_size=8)), max_size=12))
def test_wat_acties_kosten_gaat_nooit_verloren(acties):
    kosten = tuple(Kost("actie", bedrag, tuple(jaren)) for bedrag, jaren in acties)
    per_jaar = begroten.kosten_per_jaar(invoer(1, acties=kosten))
    assert tuple(per_jaar) == JAREN
    assert som(per_jaar.values()) == som(kost.bedrag for kost in kosten)


def elk_jaar(bedrag: int) -> dict[int, Decimal]:
    return dict.fromkeys(JAREN, Decimal(bedrag))


def test_het_saldo_telt_reserve_en_alle_rubrieken():
    posten = (
        Post(begroten.ANDERE_INKOMST, "tickets", elk_jaar(10_000), 1),
        Post(begroten.RESERVE_ERUIT, "uit reserve", elk_jaar(5_000), 2),
        Post(begroten.PERSONEEL, "coördinator", elk_jaar(90_000), 3, Decimal("1.0")),
        Post(begroten.WERKING, "kantoor", elk_jaar(70_000), 4),
        Post(begroten.RESERVE_ERIN, "sparen", elk_jaar(30_000), 5),
    )
    beeld = reken(invoer(50_000, 50_000, inbreng=Decimal(75_000), posten=posten), REGELS)
    jaar = beeld.jaren[0]
    assert (jaar.inkomsten, jaar.uitgaven, jaar.saldo) == (190_000, 190_000, 0)
    assert beeld.toets("evenwicht").voldaan is True
    assert all(beeld.toets(regel).voldaan for regel in ("R14", "R15", "R17"))


@pytest.mark.parametrize(("kost", "woorden"), [(180_000, "5.000 euro te kort"), (170_000, "5.000 euro over")])
def test_wie_niet_rondkomt_leest_hoeveel(kost, woorden):
    posten = (Post(begroten.WERKING, "kantoor", elk_jaar(kost), 1),)
    beeld = reken(invoer(50_000, 50_000, inbreng=Decimal(75_000), posten=posten), REGELS)
    assert beeld.toets("evenwicht").voldaan is False
    assert f"In 2027 is er {woorden}." in beeld.toets("evenwicht").zin
    assert "Ook in 2028, 2029, 2030, 2031 en 2032 klopt het niet." in beeld.toets("evenwicht").zin


def test_een_lege_begroting_weet_nog_niets():
    beeld = reken(invoer(50_000, 50_000), REGELS)
    assert beeld.is_leeg
    assert {toets.voldaan for toets in beeld.toetsen} == {None}


def test_zonder_gemeenten_is_er_geen_subsidie_te_berekenen():
    beeld = reken(invoer(inbreng=Decimal(10)), REGELS)
    assert beeld.jaren[0].subsidie is None
    assert beeld.jaren[0].inkomsten is None
    assert beeld.totaal_subsidie is None
    assert beeld.toets("R14").voldaan is None
    assert beeld.toets("evenwicht").voldaan is None


def test_een_onbekende_regel_is_een_fout_van_de_vrager():
    with pytest.raises(StopIteration):
        reken(invoer(1), REGELS).toets("R99")


def test_voor_2027_geldt_de_bodem_niet():
    beeld = reken(invoer(*KLEIN, jaren=(2025, 2026), inbreng=Decimal(40_000)), REGELS)
    assert beeld.toets("R15").voldaan is True
    assert [jaar.subsidie for jaar in beeld.jaren] == [40_000, 40_000]
