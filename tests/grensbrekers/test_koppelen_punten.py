"""What a pair is worth, in points that are said once more here, and how far the search looks."""

from datetime import date

import pytest

from grensbrekers import koppelen
from grensbrekers.koppelen import FIJN, Weging, _Zoektocht, grens
from tests.grensbrekers.test_koppelen import DAG, GRAAF, samen, wie

LANG = "abcdefghijklm"
RIJ = {een: {LANG[i] for i in (plek - 1, plek + 1) if 0 <= i < len(LANG)} for plek, een in enumerate(LANG)}


def mens(sleutel: int, gemeente: str, *themas: str) -> koppelen.Deelnemer:
    return koppelen.Deelnemer(sleutel, gemeente, gemeente.upper(), frozenset(themas))


def punten(a: koppelen.Deelnemer, b: koppelen.Deelnemer, *, vroeger=(), ongekruist=(), graaf=RIJ) -> int:
    """Whole points: without the small difference that makes rounds differ."""
    return Weging(vroeger, DAG, graaf, frozenset(ongekruist)).punten(a, b) // FIJN


def test_elke_stap_verder_is_minder_waard():
    per_stap = {1: 100, 2: 80, 3: 60, 4: 45, 5: 35, 6: 25, 7: 20, 8: 15, 9: 10, 10: 5, 11: 5, 12: 5}
    for stappen, waard in per_stap.items():
        assert punten(mens(1, "a"), mens(2, LANG[stappen])) == 20 + waard, stappen
    assert punten(mens(1, "a"), mens(2, "z")) == 25  # no row of neighbours leads there


@pytest.mark.parametrize(("gedeeld", "waard"), [(0, 0), (1, 30), (2, 33), (3, 36), (4, 39), (5, 39), (8, 39)])
def test_een_thema_telt_en_nog_een_een_beetje(gedeeld, waard):
    samen_ = [f"thema {nummer}" for nummer in range(gedeeld)]
    assert punten(mens(1, "a", *samen_, "eigen"), mens(2, "b", *samen_, "ander")) == 120 + waard


def test_een_nieuwe_grens_is_25_waard_en_een_oude_bekende_kost_15():
    a, b, c = mens(1, "a"), mens(2, "b"), mens(3, "c")
    assert punten(a, b, ongekruist=[grens("a", "b")]) == 145
    assert punten(b, a, ongekruist=[grens("a", "b")]) == 145
    assert punten(a, c, ongekruist=[grens("a", "b")]) == 100
    assert punten(a, b, vroeger=[samen(1, 2, dagen=900)]) == 105
    assert punten(b, c, vroeger=[samen(1, 2, dagen=900)]) == 120


def test_het_kleine_verschil_blijft_onder_een_punt_en_wisselt_met_de_dag():
    a, b = wie(1, "a"), wie(2, "b")
    gezien = {Weging((), date(2026, 11, dag), GRAAF, frozenset()).punten(a, b) for dag in range(1, 29)}
    assert gezien == {120 * 4, 120 * 4 + 1, 120 * 4 + 2, 120 * 4 + 3}


def zoektocht(*gemeenten: str) -> _Zoektocht:
    return _Zoektocht([mens(i, code) for i, code in enumerate(gemeenten)], Weging((), DAG, RIJ, frozenset()))


def test_meer_paren_dan_dit_kunnen_er_niet_zijn():
    for gemeenten, meeste in (
        ("", 0),
        ("a", 0),
        ("ab", 1),
        ("abc", 1),
        ("abcd", 2),
        ("aaab", 1),
        ("aaabb", 2),
        ("aaa", 0),
    ):
        assert zoektocht(*gemeenten).meeste == meeste, gemeenten


def test_dichtbij_is_een_of_twee_stappen():
    tocht = zoektocht("a", "a", "b", "c", "d")
    tocht.bekijk_nabij()
    assert set(tocht.punten) == {(0, 2), (1, 2), (0, 3), (1, 3), (2, 3), (2, 4), (3, 4)}


def test_verder_kijkt_ieder_naar_anderen_van_elke_gemeente():
    tocht = zoektocht("a", "m", "m", "m", "f")
    tocht.bekijk_overal(0, 1)
    assert set(tocht.punten) == {(0, 1), (0, 4)}
    andere = zoektocht("m", "m", "m", "f", "a")
    andere.bekijk_overal(4, 2)
    assert set(andere.punten) == {(1, 4), (2, 4), (3, 4)}
