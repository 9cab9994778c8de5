"""The picture of an indicator over the years: one scale, nothing outside the drawing, the same as the table."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cultuurnota.jaarverslag import Meetpunt, Meter
from cultuurnota.verloopbeeld import BOVEN, BREED, HOOG, ONDER, kort, teken

JAREN = list(range(2027, 2033))


def meter(waarden: dict[int, str], nul: str | None = None, streef: str | None = None, geteld: str = "") -> Meter:
    punten = {jaar: Meetpunt(Decimal(waarde), geteld) for jaar, waarde in waarden.items()}
    return Meter(
        "i1", "Bezoekers", "mensen", None if nul is None else Decimal(nul),
        None if streef is None else Decimal(streef), "", punten,
    )  # fmt: skip


def test_een_staaf_die_dubbel_zo_hoog_is_is_dubbel_zoveel() -> None:
    beeld = teken(meter({2027: "50", 2028: "100"}), JAREN)
    een, twee = beeld.staven[:2]
    assert twee.hoog == 2 * een.hoog == ONDER - BOVEN
    assert {een.y + een.hoog, twee.y + twee.hoog, beeld.bodem} == {ONDER}


def test_een_jaar_zonder_waarde_heeft_geen_staaf_en_wel_een_jaartal() -> None:
    beeld = teken(meter({2027: "5"}), JAREN)
    assert [staaf.jaar for staaf in beeld.staven] == JAREN
    assert [bool(staaf.opschrift) for staaf in beeld.staven] == [True, False, False, False, False, False]
    assert all(staaf.hoog == 0 for staaf in beeld.staven[1:])
    assert not beeld.is_leeg
    assert teken(meter({}), JAREN).is_leeg


def test_met_veel_jaren_staan_er_korte_jaartallen() -> None:
    assert [staaf.jaartal for staaf in teken(meter({}), [2027, 2028]).staven] == ["2027", "2028"]
    assert teken(meter({}), list(range(2005, 2017))).staven[0].jaartal == "’05"


def test_nul_is_een_waarde_en_geen_lege_plek() -> None:
    [eerste, *_] = teken(meter({2027: "0"}), JAREN).staven
    assert (eerste.opschrift, eerste.hoog) == ("0", 0)


def test_de_lijnen_liggen_op_de_hoogte_van_hun_waarde() -> None:
    beeld = teken(meter({2027: "100"}, nul="50", streef="100"), JAREN)
    hoogten = {lijn.soort: lijn.y for lijn in beeld.lijnen}
    assert hoogten == {"nul": (BOVEN + ONDER) // 2, "streef": BOVEN}
    assert dict(beeld.merken) == {"streefwaarde": "streefwaarde: 100", "nulmeting": "nulmeting: 50"}


def test_de_zin_zegt_wat_het_beeld_toont() -> None:
    beeld = teken(meter({2027: "1250.5", 2028: "90"}, nul="80", streef="2000", geteld="5 januari 2028"), JAREN)
    assert beeld.zin == "Bezoekers. Nulmeting: 80. 2027: 1.250,5. 2028: 90. Streefwaarde: 2.000."
    assert ("vanzelf", "geteld door het portaal") in beeld.merken


@pytest.mark.parametrize(
    ("waarde", "woord"),
    [
        ("12", "12"), ("12.5", "12,5"), ("125000", "125.000"), ("1234.56", "1.235"), ("1250000", "1,2 mln."),
        ("-3", "-3"), ("1999999.99", "2 mln."),
    ],
)  # fmt: skip
def test_een_groot_getal_past_boven_zijn_staaf(waarde: str, woord: str) -> None:
    assert kort(Decimal(waarde)) == woord


GETAL = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.integers(2020, 2060), GETAL, max_size=12),
    st.one_of(st.none(), GETAL),
    st.one_of(st.none(), GETAL),
    st.integers(1, 12),
)
def test_niets_valt_buiten_de_tekening(
    waarden: dict[int, Decimal], nul: Decimal | None, streef: Decimal | None, aantal: int
) -> None:
    jaren = list(range(2020, 2020 + aantal))
    punten = {jaar: Meetpunt(waarde) for jaar, waarde in waarden.items()}
    beeld = teken(Meter("i", "X", "", nul, streef, "", punten), jaren)
    for staaf in beeld.staven:
        assert 0 <= staaf.x <= staaf.x + staaf.breed <= BREED
        assert BOVEN <= staaf.y <= staaf.y + staaf.hoog <= ONDER
        assert 0 < staaf.tekst_y < HOOG
    assert all(BOVEN <= lijn.y <= ONDER for lijn in beeld.lijnen)
    assert BOVEN <= beeld.bodem <= ONDER
