"""Dividing to the cent: whoever pays, and by whatever key."""

import itertools
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cultuurnota.verdelen import gemengd, verdeel

BEDRAGEN = st.decimals(min_value=0, max_value=10_000_000, places=2, allow_nan=False, allow_infinity=False)
INWONERS = st.dictionaries(st.text("0123456789", min_size=5, max_size=5), st.integers(0, 600_000), max_size=25)


def test_gelijk_geeft_de_cent_die_overblijft_aan_de_eerste():
    delen = verdeel(Decimal("100.00"), {"Lint": 1, "Hove": 1, "Edegem": 1})
    assert delen == {"Lint": Decimal("33.34"), "Hove": Decimal("33.33"), "Edegem": Decimal("33.33")}


def test_de_grootste_rest_krijgt_de_cent():
    # 10 cents over 1/7, 2/7 and 4/7: 1.43, 2.86, 5.71
    delen = verdeel(Decimal("0.10"), {"a": 1, "b": 2, "c": 4})
    assert delen == {"a": Decimal("0.01"), "b": Decimal("0.03"), "c": Decimal("0.06")}


def test_zonder_gewicht_betaalt_iedereen_evenveel():
    assert verdeel(Decimal(9), {"a": 0, "b": 0, "c": 0}) == {"a": 3, "b": 3, "c": 3}


def test_zonder_iemand_is_er_niets_te_verdelen():
    assert verdeel(Decimal(9), {}) == {}


@pytest.mark.parametrize("bedrag", ["-0.01", "0.001", "NaN", "Infinity"])
def test_een_bedrag_dat_niet_kan_wordt_geweigerd(bedrag):
    with pytest.raises(ValueError, match="hele centen"):
        verdeel(Decimal(bedrag), {"a": 1})


def test_een_negatief_gewicht_wordt_geweigerd():
    with pytest.raises(ValueError, match="gewicht"):
        verdeel(Decimal(1), {"a": 2, "b": -1})


@given(BEDRAGEN, INWONERS)
def test_samen_is_het_altijd_precies_het_bedrag(bedrag, inwoners):
    delen = verdeel(bedrag, inwoners)
    assert list(delen) == list(inwoners)
    assert sum(delen.values(), Decimal(0)) == (bedrag if inwoners else 0)


@given(BEDRAGEN, INWONERS)
def test_niemand_wijkt_een_cent_of_meer_af_van_zijn_deel(bedrag, inwoners):
    som = sum(inwoners.values())
    for wie, deel in verdeel(bedrag, inwoners).items():
        precies = Fraction(bedrag) * (Fraction(inwoners[wie], som) if som else Fraction(1, len(inwoners)))
        assert abs(Fraction(deel) - precies) < Fraction(1, 100)


@given(BEDRAGEN, INWONERS)
def test_wie_meer_weegt_betaalt_nooit_minder(bedrag, inwoners):
    delen = verdeel(bedrag, inwoners)
    op_gewicht = sorted(inwoners, key=lambda wie: inwoners[wie])
    for licht, zwaar in itertools.pairwise(op_gewicht):
        if inwoners[licht] < inwoners[zwaar]:
            assert delen[licht] <= delen[zwaar]


@given(BEDRAGEN, INWONERS, st.integers(0, 100))
def test_een_gemengde_sleutel_telt_ook_op(bedrag, inwoners, deel):
    delen = verdeel(bedrag, gemengd(inwoners, deel))
    assert sum(delen.values(), Decimal(0)) == (bedrag if inwoners else 0)


@given(INWONERS.filter(bool))
def test_de_uiteinden_van_een_gemengde_sleutel_zijn_de_gewone_sleutels(inwoners):
    bedrag = Decimal("81000.00")
    assert verdeel(bedrag, gemengd(inwoners, 0)) == verdeel(bedrag, dict.fromkeys(inwoners, 1))
    assert verdeel(bedrag, gemengd(inwoners, 100)) == verdeel(bedrag, inwoners)


def test_half_om_half_van_twee_gemeenten():
    # 50 % equally: 250 each; 50 % by inhabitants: 1 to 3 of 500
    delen = verdeel(Decimal(1000), gemengd({"klein": 10_000, "groot": 30_000}, 50))
    assert delen == {"klein": Decimal(375), "groot": Decimal(625)}


@pytest.mark.parametrize("deel", [-1, 101])
def test_een_percentage_ligt_tussen_nul_en_honderd(deel):
    with pytest.raises(ValueError, match="percentage"):
        gemengd({"a": 1}, deel)
