"""Figures of a set: sums, regions, connected parts; adding never lowers them, and order does not matter."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igs.regiocheck_cijfers import Cijfers, Gebied, OnbekendeGemeente, RegioDeel, bits, cijfers
from tests.igs.gebieden import bouw_gebied, echt_gebied, keten

RUIM = settings(max_examples=80, deadline=None, derandomize=True, database=None)
CODES = sorted(gemeente.nis_code for gemeente in echt_gebied().gemeenten)
keuzes = st.lists(st.sampled_from(CODES), max_size=20)
# Veurne and around it in reality: a core with many neighbours, so that sets are connected now and then.
BIJEEN = [code for code in CODES if code.startswith(("38", "32", "35"))]


def test_de_cijfers_van_een_gebied() -> None:
    gebied = bouw_gebied(("a", 10, "r"), ("b", 20, "s"), ("c", 30, "s"), ("d", 40, "s"), buren="ab cd", in_igs="bd")
    assert cijfers(gebied, "abc") == Cijfers(
        inwoners=60,
        inwoners_jaren=(2026,),
        bron="Statbel",
        gemeenten=("a", "b", "c"),
        in_igs=1,
        regios=(RegioDeel("r", "Regio R", 1, 1), RegioDeel("s", "Regio S", 2, 3)),
        delen=(("a", "b"), ("c",)),
    )
    assert [regio.heel for regio in cijfers(gebied, "abc").regios] == [True, False]


@pytest.mark.parametrize(("keuze", "delen"), [("", 0), ("a", 1), ("ab", 1), ("ac", 2), ("ace", 3), ("abcde", 1)])
def test_aansluitende_delen(keuze: str, delen: int) -> None:
    van = cijfers(keten(1, 1, 1, 1, 1), keuze)
    assert len(van.delen) == delen
    assert van.aansluitend is (delen == 1)


def test_het_grootste_deel_staat_eerst() -> None:
    assert cijfers(keten(1, 1, 1, 1), "abd").delen == (("a", "b"), ("d",))
    assert cijfers(keten(1, 1, 1, 1), "acd").delen == (("c", "d"), ("a",))


def test_een_kring_is_een_deel() -> None:
    gebied = bouw_gebied(*((x, 1, "r") for x in "abcd"), buren="ab bc cd da")
    assert cijfers(gebied, "abcd").aansluitend
    assert not cijfers(gebied, "ac").aansluitend


def test_verschillende_jaren_van_telling_staan_er_allemaal() -> None:
    basis = keten(10, 20)
    een, twee = basis.gemeenten
    gebied = Gebied((een, type(twee)("b", "B", 20, 2020, "r", False)), (), {})
    assert cijfers(gebied, "ab").inwoners_jaren == (2020, 2026)
    assert gebied.regionaam("r") == "r"


def test_een_buur_die_er_niet_bij_hoort_of_zichzelf_telt_niet_mee() -> None:
    gebied = bouw_gebied(("a", 1, "r"), ("b", 1, "r"), buren="aa ax xb")
    assert gebied.buren == [0, 0]


def test_een_onbekende_code_wordt_genoemd() -> None:
    with pytest.raises(OnbekendeGemeente, match="12345"):
        cijfers(echt_gebied(), ["12345"])


def test_bits_telt_van_laag_naar_hoog() -> None:
    assert list(bits(0b101001)) == [0, 3, 5]
    assert list(bits(0)) == []


def test_de_exclave_voeren_raakt_geen_enkele_gemeente() -> None:
    gebied = echt_gebied()
    alleen = [gemeente.naam for gemeente, buren in zip(gebied.gemeenten, gebied.buren, strict=True) if not buren]
    assert alleen == ["Voeren"]


@RUIM
@given(keuzes, st.sampled_from(CODES))
def test_een_gemeente_erbij_verlaagt_het_aantal_inwoners_en_regios_nooit(keuze: list[str], erbij: str) -> None:
    voor, na = cijfers(echt_gebied(), keuze), cijfers(echt_gebied(), [*keuze, erbij])
    assert na.inwoners >= voor.inwoners
    assert {regio.slug for regio in na.regios} >= {regio.slug for regio in voor.regios}
    assert na.aantal == len({*keuze, erbij})


@RUIM
@given(keuzes.flatmap(lambda keuze: st.tuples(st.just(keuze), st.permutations(keuze))))
def test_de_volgorde_maakt_niet_uit_en_dubbel_telt_een_keer(paar: tuple[list[str], list[str]]) -> None:
    keuze, anders = paar
    assert cijfers(echt_gebied(), keuze) == cijfers(echt_gebied(), [*anders, *keuze])


@RUIM
@given(keuzes, st.sampled_from(CODES))
def test_een_gemeente_erbij_en_weer_weg_geeft_dezelfde_cijfers(keuze: list[str], erbij: str) -> None:
    zonder = [code for code in keuze if code != erbij]
    voor = cijfers(echt_gebied(), zonder)
    na = cijfers(echt_gebied(), [*zonder, erbij])
    (inwoners,) = [gemeente.inwoners for gemeente in echt_gebied().gemeenten if gemeente.nis_code == erbij]
    assert na.inwoners - inwoners == voor.inwoners
    assert cijfers(echt_gebied(), set(na.gemeenten) - {erbij}) == voor


@RUIM
@given(st.lists(st.sampled_from(BIJEEN), min_size=1, max_size=12))
def test_delen_zijn_gescheiden_en_samen_alles(keuze: list[str]) -> None:
    gebied = echt_gebied()
    van = cijfers(gebied, keuze)
    assert sorted(code for deel in van.delen for code in deel) == list(van.gemeenten)
    deel_van = {code: nummer for nummer, deel in enumerate(van.delen) for code in deel}
    for a, b in gebied.buurparen:
        if a in deel_van and b in deel_van:
            assert deel_van[a] == deel_van[b]
    for deel in van.delen:
        assert cijfers(gebied, deel).aansluitend
