"""Amounts: floors, rounding, the index, and the calculation in words."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igs.regiocheck_bedragen import bedragen_2020, bedragen_2027, euro, getal, indexfactor, komma, procent
from igs.regiocheck_regels import Periode, regels_van_het_huis

REGELS = regels_van_het_huis()
RUIM = settings(max_examples=100, deadline=None, derandomize=True, database=None)


@pytest.mark.parametrize(
    ("bedrag", "tekst"),
    [
        ("0", "0 euro"),
        ("100000", "100.000 euro"),
        ("100000.00", "100.000 euro"),
        ("100000.8", "100.000,80 euro"),
        ("1234567.05", "1.234.567,05 euro"),
    ],
)
def test_een_bedrag_in_woorden(bedrag: str, tekst: str) -> None:
    assert euro(Decimal(bedrag)) == tekst


def test_getallen_en_factoren_in_woorden() -> None:
    assert (getal(999), getal(85_000), getal(1_234_567)) == ("999", "85.000", "1.234.567")
    assert (komma(Decimal("1.0180")), komma(Decimal("1.00")), komma(Decimal(10))) == ("1,018", "1", "10")
    assert (procent(Decimal("0.75")), procent(Decimal("0.125"))) == ("75 %", "12,5 %")


def test_de_indexfactor_van_w9() -> None:
    factor = indexfactor(Decimal("0.02"), Decimal("0.6"), REGELS)
    assert factor == Decimal("1.018")
    assert bedragen_2027(150_000, REGELS, index=factor).subsidie == Decimal("137430.00")


@pytest.mark.parametrize(("deel", "factor"), [("1", "1.02"), ("0", "1.015")])
def test_personeel_volgt_de_hele_index_en_werking_een_deel(deel: str, factor: str) -> None:
    assert indexfactor(Decimal("0.02"), Decimal(deel), REGELS) == Decimal(factor)


@pytest.mark.parametrize("deel", ["-0.01", "1.01", "NaN"])
def test_een_deel_personeel_buiten_nul_en_een_wordt_geweigerd(deel: str) -> None:
    with pytest.raises(ValueError, match="tussen 0 en 1"):
        indexfactor(Decimal("0.02"), Decimal(deel), REGELS)


def test_de_berekening_van_2027_staat_stap_voor_stap_in_woorden() -> None:
    bedragen = bedragen_2027(120_000, REGELS, index=Decimal("1.02"), inbreng=Decimal(70_000))
    assert bedragen.berekening == (
        "120.000 inwoners x 0,90 euro = 108.000 euro.",
        "De bodem is 100.000 euro: het grootste van beide is 108.000 euro.",
        "108.000 euro x indexfactor 1,02 = 110.160 euro subsidie per jaar.",
        "Inbreng van de gemeenten: 75 % van 110.160 euro is 82.620 euro; de bodem is 75.000 euro, "
        "dus minstens 82.620 euro per jaar.",
        "Samen minstens 192.780 euro per jaar.",
        "De gemeenten brengen 70.000 euro in: 12.620 euro te weinig.",
    )


def test_de_berekening_van_2020_staat_in_woorden_ook_zonder_inbreng() -> None:
    begin = "De subsidie is hoogstens 100.000 euro per jaar en nooit meer dan de inbreng van de gemeenten."
    assert bedragen_2020(Decimal("45675.50"), REGELS).berekening == (
        begin,
        "Het kleinste van 100.000 euro en 45.675,50 euro, naar beneden afgerond op een euro: 45.675 euro.",
    )
    zonder = bedragen_2020(None, REGELS)
    assert zonder.berekening == (begin, "De inbreng is niet bekend: we rekenen niet verder.")
    assert (zonder.subsidie, zonder.inbreng_min, zonder.totaal_min, zonder.tekort) == (None, None, None, None)


def test_wat_op_een_ontwerp_of_aanname_steunt_is_te_bevestigen() -> None:
    assert bedragen_2020(Decimal(1), REGELS).te_bevestigen is False
    assert bedragen_2027(90_000, REGELS).te_bevestigen is True
    assert bedragen_2027(150_000, REGELS).te_bevestigen is False
    ids = {regel.id for regel in bedragen_2027(57_000, REGELS, uitzondering=True).gebruikt}
    assert ids == {"F02", "F03", "R14", "R15", "F05"}
    assert "F05" not in {regel.id for regel in bedragen_2027(57_000, REGELS).gebruikt}


def test_een_index_onder_een_laat_de_bodem_van_de_inbreng_staan() -> None:
    bedragen = bedragen_2027(90_000, REGELS, index=Decimal("0.9"))
    assert (bedragen.subsidie, bedragen.inbreng_min) == (90_000, 75_000)


def test_de_inbreng_wordt_naar_boven_afgerond_zodat_ze_haar_aandeel_nooit_mist() -> None:
    bedragen = bedragen_2027(111_113, REGELS, index=Decimal("1.00001"))
    assert bedragen.subsidie == Decimal("100002.70")
    assert bedragen.inbreng_min == Decimal("75002.03")


def test_een_ander_tarief_in_de_regels_geeft_een_ander_bedrag() -> None:
    duurder = replace(REGELS.regel("F02", Periode.P2027), waarde=Decimal("1.10"), versie=REGELS.alle[0].versie.max)
    assert bedragen_2027(100_000, REGELS.met([duurder])).subsidie == 110_000


@RUIM
@given(st.integers(0, 7_000_000), st.integers(0, 100_000))
def test_meer_inwoners_geven_nooit_minder_subsidie(inwoners: int, erbij: int) -> None:
    minder, meer = bedragen_2027(inwoners, REGELS), bedragen_2027(inwoners + erbij, REGELS)
    assert minder.subsidie is not None
    assert meer.subsidie is not None
    assert meer.subsidie >= minder.subsidie >= 100_000


@RUIM
@given(st.integers(0, 2_000_000), st.decimals(Decimal("0.5"), 2, places=4))
def test_de_inbreng_is_minstens_haar_aandeel_en_haar_bodem(inwoners: int, index: Decimal) -> None:
    bedragen = bedragen_2027(inwoners, REGELS, index=index)
    assert bedragen.subsidie is not None
    assert bedragen.inbreng_min is not None
    assert bedragen.inbreng_min >= max(Decimal(75_000), Decimal("0.75") * bedragen.subsidie)
    assert bedragen.inbreng_min - max(Decimal(75_000), Decimal("0.75") * bedragen.subsidie) < Decimal("0.01")
    assert bedragen.totaal_min == bedragen.subsidie + bedragen.inbreng_min


@RUIM
@given(st.decimals(0, 1_000_000, places=2))
def test_in_2020_is_de_subsidie_nooit_meer_dan_inbreng_of_plafond(inbreng: Decimal) -> None:
    subsidie = bedragen_2020(inbreng, REGELS).subsidie
    assert subsidie is not None
    assert subsidie <= min(inbreng, Decimal(100_000))
    assert min(inbreng, Decimal(100_000)) - subsidie < 1
