"""Pairing, without a database: what must hold for everybody, and what makes one pair better than another."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grensbrekers import koppelen
from grensbrekers.koppelen import Deelnemer, Kring, Paar, grens, jaar_eerder, koppel

DAG = date(2026, 11, 3)
# a - b - c - d - e - f in a row, and x somewhere else.
RIJ = "abcdef"
GRAAF = {een: {RIJ[i] for i in (plek - 1, plek + 1) if 0 <= i < len(RIJ)} for plek, een in enumerate(RIJ)} | {
    "x": set()
}
PLAATSEN = dict(zip("abcdefx", ["Aalst", "Boom", "Cent", "Duffel", "Edegem", "Frasnes", "Voeren"], strict=True))


def wie(sleutel: int, gemeente: str, *themas: str, pauze: bool = False) -> Deelnemer:
    return Deelnemer(sleutel, gemeente, PLAATSEN[gemeente], frozenset(themas), pauze)


def samen(*leden: int, dagen: int = 30) -> Kring:
    """Who met so many days ago."""
    return Kring(DAG - timedelta(days=dagen), frozenset(leden))


def vind(*deelnemers: Deelnemer, vroeger=(), ongekruist=(), graaf=GRAAF) -> list[Paar]:
    return koppel(deelnemers, vroeger, DAG, graaf, ongekruist)


def leden(*deelnemers: Deelnemer, **wat) -> list[tuple[int, ...]]:
    return [paar.leden for paar in vind(*deelnemers, **wat)]


# --- for everybody --------------------------------------------------------------------------------------------------
deelnemers = st.lists(
    st.builds(
        wie,
        st.integers(1, 12),
        st.sampled_from("abcdefx"),
        st.sampled_from(["erfgoed", "podium", "jeugd"]),
        pauze=st.sampled_from([False, False, False, True]),
    ),
    max_size=10,
    unique_by=lambda een: een.sleutel,
)
kringen = st.lists(
    st.builds(
        lambda leden, dagen: samen(*leden, dagen=dagen),
        st.sets(st.integers(1, 12), min_size=2, max_size=3),
        st.integers(1, 800),
    ),
    max_size=12,
)
grenzen = st.sets(st.sampled_from([grens(a, b) for a, rond in sorted(GRAAF.items()) for b in sorted(rond)]))


def mag(a: Deelnemer, b: Deelnemer, vroeger: list[Kring]) -> bool:
    """Told once more, in other words than the module does."""
    pas = any(kring.op > jaar_eerder(DAG) and {a.sleutel, b.sleutel} <= kring.leden for kring in vroeger)
    return a.gemeente != b.gemeente and not pas


def meeste_paren(mensen: list[Deelnemer], vroeger: list[Kring]) -> int:
    """By trying everything."""
    if not mensen:
        return 0
    eerste, *rest = mensen
    zonder = meeste_paren(rest, vroeger)
    met = (
        1 + meeste_paren([een for een in rest if een != ander], vroeger)
        for ander in rest
        if mag(eerste, ander, vroeger)
    )
    return max([zonder, *met])


@given(deelnemers, kringen, grenzen)
@settings(deadline=None)
def test_wat_voor_elke_ronde_geldt(mensen, vroeger, ongekruist):
    paren = koppel(mensen, vroeger, DAG, GRAAF, ongekruist)
    wie_is = {een.sleutel: een for een in mensen}
    allen = [sleutel for paar in paren for sleutel in paar.leden]
    assert len(allen) == len(set(allen)), "iedereen hoogstens één keer"
    assert not any(wie_is[sleutel].pauze for sleutel in allen), "niemand met pauze"
    for paar in paren:
        assert len(paar.leden) in (2, 3)
        assert all(mag(wie_is[a], wie_is[b], vroeger) for a, b in combinations(paar.leden, 2)), "het geheugen blijft"
        assert len({wie_is[sleutel].gemeente for sleutel in paar.leden}) == len(paar.leden)
        assert paar.uitleg.endswith(".")
        assert paar.uitleg.count(".") == 1
        assert len(paar.uitleg) <= 300


@given(deelnemers, kringen)
@settings(deadline=None)
def test_meer_paren_kunnen_er_niet_zijn(mensen, vroeger):
    vrij = [een for een in mensen if not een.pauze]
    assert len(koppel(mensen, vroeger, DAG, GRAAF, ())) == meeste_paren(vrij, vroeger)


@given(deelnemers, kringen)
@settings(deadline=None, max_examples=50)
def test_ook_de_weg_voor_velen_geeft_het_meeste_aantal(mensen, vroeger):
    """The way that looks near first, forced on a small group."""
    vrij = [een for een in mensen if not een.pauze]
    with pytest.MonkeyPatch.context() as aanpassing:
        aanpassing.setattr(koppelen, "ALLES_BEKIJKEN", 0)
        assert len(koppel(mensen, vroeger, DAG, GRAAF, ())) == meeste_paren(vrij, vroeger)


@given(deelnemers, kringen)
@settings(deadline=None)
def test_wie_overblijft_past_bij_geen_enkel_paar(mensen, vroeger):
    paren = koppel(mensen, vroeger, DAG, GRAAF, ())
    wie_is = {een.sleutel: een for een in mensen}
    bezet = {sleutel for paar in paren for sleutel in paar.leden}
    for een in mensen:
        if een.sleutel not in bezet and not een.pauze:
            tweetallen = [paar.leden for paar in paren if len(paar.leden) == 2]
            assert not any(all(mag(een, wie_is[ander], vroeger) for ander in duo) for duo in tweetallen)


@given(st.permutations([wie(i, "abcdef"[i % 6], "erfgoed" if i % 2 else "jeugd") for i in range(9)]))
@settings(deadline=None, max_examples=20)
def test_de_volgorde_waarin_de_mensen_komen_telt_niet(mensen):
    assert vind(*mensen) == vind(*sorted(mensen, key=lambda een: een.sleutel))


def test_een_jaar_lang_elke_maand_iemand_anders():
    """Eight people, twelve rounds: no two of them twice, until everybody has met everybody of elsewhere."""
    mensen, vroeger, gezien = [wie(i, "abcd"[i % 4]) for i in range(8)], [], set()
    for maand in range(12):
        dag = date(2026, 1 + maand, 6)
        for paar in koppel(mensen, vroeger, dag, GRAAF, ()):
            paren = set(combinations(paar.leden, 2))
            assert not paren & gezien
            gezien |= paren
            vroeger.append(Kring(dag, frozenset(paar.leden)))
    assert len(gezien) == 24


# --- who with whom --------------------------------------------------------------------------------------------------
def test_niemand_geeft_niets_en_een_iemand_ook_niet():
    assert vind() == []
    assert vind(wie(1, "a")) == []


def test_twee_uit_een_gemeente_worden_geen_paar():
    assert vind(wie(1, "a"), wie(2, "a")) == []


def test_wie_pauzeert_doet_niet_mee():
    assert leden(wie(1, "a"), wie(2, "b", pauze=True), wie(3, "c")) == [(1, 3)]


def test_dezelfde_sleutel_twee_keer_is_een_mens():
    assert leden(wie(1, "a"), wie(1, "a"), wie(2, "b")) == [(1, 2)]


def test_met_drie_worden_het_er_drie():
    assert leden(wie(1, "a"), wie(2, "b"), wie(3, "c")) == [(1, 2, 3)]


def test_drie_uit_twee_gemeenten_blijven_een_paar():
    [paar] = leden(wie(1, "a"), wie(2, "a"), wie(3, "b"))
    assert len(paar) == 2
    assert 3 in paar


def test_dichtbij_gaat_voor():
    assert leden(wie(1, "a"), wie(2, "f"), wie(3, "b"), wie(4, "e")) == [(1, 3), (2, 4)]


def test_een_gedeeld_thema_gaat_voor_bij_gelijke_afstand():
    assert leden(wie(1, "a", "erfgoed"), wie(2, "a", "jeugd"), wie(3, "b", "erfgoed"), wie(4, "b", "jeugd")) == [
        (1, 3),
        (2, 4),
    ]


def test_een_grens_die_nog_niemand_overstak_gaat_voor():
    mensen = wie(1, "b"), wie(2, "a"), wie(3, "c"), wie(4, "b")
    met_een_a = leden(*mensen[:3], ongekruist={("a", "b")}, vroeger=[samen(2, 3)])
    met_een_c = leden(*mensen[:3], ongekruist={("b", "c")}, vroeger=[samen(2, 3)])
    assert (met_een_a, met_een_c) == ([(1, 2)], [(1, 3)])


def test_wie_elkaar_een_jaar_geleden_zag_mag_opnieuw_en_een_dag_minder_niet():
    assert leden(wie(1, "a"), wie(2, "b"), vroeger=[Kring(date(2025, 11, 3), frozenset({1, 2}))]) == [(1, 2)]
    assert leden(wie(1, "a"), wie(2, "b"), vroeger=[Kring(date(2025, 11, 4), frozenset({1, 2}))]) == []


def test_ook_uit_een_drietal_ziet_niemand_dezelfde_terug():
    assert leden(wie(1, "a"), wie(2, "b"), vroeger=[samen(1, 2, 9)]) == []


def test_wie_elkaar_ooit_zag_gaat_na_wie_elkaar_nooit_zag():
    lang_geleden = [samen(1, 3, dagen=700), samen(2, 4, dagen=700)]
    mensen = wie(1, "a"), wie(2, "a"), wie(3, "b"), wie(4, "b")
    assert leden(*mensen, vroeger=lang_geleden) == [(1, 4), (2, 3)]


def test_wie_ver_weg_zit_krijgt_toch_iemand():
    assert leden(wie(1, "x"), wie(2, "a")) == [(1, 2)]


def test_wie_overblijft_gaat_bij_het_paar_dat_het_beste_past():
    paren = leden(wie(1, "a"), wie(2, "b"), wie(3, "e"), wie(4, "f"), wie(5, "d"))
    assert len(paren) == 2
    drietal = next(paar for paar in paren if len(paar) == 3)
    assert 5 in drietal
    assert set(drietal) & {3, 4}


def test_van_twee_gelijke_keuzes_is_het_niet_elke_ronde_dezelfde():
    mensen = [wie(i, "ab"[i % 2]) for i in range(8)]
    rondes = {tuple(paar.leden for paar in koppel(mensen, (), DAG + timedelta(n), GRAAF, ())) for n in range(12)}
    assert len(rondes) > 1


def test_velen_krijgen_iemand_ook_als_een_gemeente_vol_zit():
    """Above the number to which everybody is weighed: nobody near, so people of further on come in."""
    mensen = [wie(i, "a") for i in range(100)] + [wie(100 + i, "x") for i in range(100)]
    assert len(leden(*mensen)) == 100


# --- why ------------------------------------------------------------------------------------------------------------
def uitleg(*mensen: Deelnemer, **wat) -> str:
    [paar] = vind(*mensen, **wat)
    return paar.uitleg


def test_buren_met_een_thema_over_een_nieuwe_grens():
    assert uitleg(wie(1, "a", "Erfgoed", "Podium"), wie(2, "b", "Podium"), ongekruist={("a", "b")}) == (
        "Aalst en Boom grenzen aan elkaar, jullie kozen allebei het thema Podium en tussen jullie loopt een grens die "
        "hier nog niemand overstak."
    )


@pytest.mark.parametrize(
    ("waar", "zin"),
    [
        ("ab", "Aalst en Boom grenzen aan elkaar."),
        ("ac", "Aalst en Cent liggen dicht bij elkaar."),
        ("ad", "Aalst en Duffel liggen verder uit elkaar, want dichterbij was er niemand vrij."),
        ("ax", "Aalst en Voeren liggen verder uit elkaar, want dichterbij was er niemand vrij."),
        ("abc", "Aalst, Boom en Cent liggen dicht bij elkaar."),
    ],
)
def test_waar_ze_liggen(waar, zin):
    assert uitleg(*(wie(i, gemeente) for i, gemeente in enumerate(waar))) == zin


def test_een_drietal_deelt_een_thema_of_twee_van_hen():
    alle_drie = uitleg(wie(1, "a", "Podium"), wie(2, "b", "Podium"), wie(3, "c", "Podium"))
    twee = uitleg(wie(1, "a", "Podium"), wie(2, "b", "Jeugd"), wie(3, "c", "Podium"))
    assert "jullie kozen alle drie het thema Podium" in alle_drie
    assert "twee van jullie kozen het thema Podium" in twee


def test_een_jaar_voor_schrikkeldag():
    assert jaar_eerder(date(2028, 2, 29)) == date(2027, 2, 28)
