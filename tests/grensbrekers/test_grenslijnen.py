"""Borders from the paths of the map, without a database."""

import csv
import json
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from grensbrekers.grenslijnen import aaneen, als_pad, gedeelde_zijden, grenslijn, ringen

GEGEVENS = Path(settings.BASE_DIR) / "igs" / "gegevens"
# Two squares beside each other, and one on its own.
VIERKANTEN = {
    "a": {"d": "m0 0l10 0 0 10-10 0z", "punt": [5, 5]},
    "b": {"d": "m10 0l10 0 0 10-10 0z", "punt": [15, 5]},
    "c": {"d": "m40 0l10 0 0 10-10 0z", "punt": [45, 5]},
}


def test_een_pad_wordt_een_ring_en_na_z_begint_de_volgende_waar_de_vorige_begon():
    assert ringen("m0 0l10 0 0 10-10 0zm20 5l1 0 0 1z") == [
        [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)],
        [(20, 5), (21, 5), (21, 6), (20, 5)],
    ]


def test_een_open_lijn_gaat_verder_vanwaar_de_pen_staat():
    assert ringen("m0 0l5 0m2-3l1 1") == [[(0, 0), (5, 0)], [(7, -3), (8, -2)]]


def test_twee_buren_delen_een_zijde_en_wie_los_staat_niets():
    assert gedeelde_zijden(VIERKANTEN) == {("a", "b"): [((10, 0), (10, 10))]}


def test_de_lijn_van_een_grens():
    zijden = gedeelde_zijden(VIERKANTEN)
    assert grenslijn(("a", "b"), zijden, VIERKANTEN) == "M10 0l0 10"


def test_buren_die_elkaar_op_de_tekening_niet_raken_krijgen_een_brug():
    zijden = gedeelde_zijden(VIERKANTEN)
    assert grenslijn(("b", "c"), zijden, VIERKANTEN) == "M15 5l30 0"


def test_losse_zijden_worden_een_lijn():
    assert aaneen([((1, 0), (2, 0)), ((0, 0), (1, 0)), ((2, 0), (2, 3))]) == [[(0, 0), (1, 0), (2, 0), (2, 3)]]


def test_twee_stukken_blijven_twee_lijnen():
    assert aaneen([((0, 0), (1, 0)), ((5, 5), (6, 5))]) == [[(0, 0), (1, 0)], [(5, 5), (6, 5)]]


def test_een_gesloten_grens_komt_uit_waar_ze_begon():
    """A municipality inside another one."""
    [ring] = aaneen([((0, 0), (0, 1)), ((0, 1), (1, 1)), ((1, 1), (1, 0)), ((0, 0), (1, 0))])
    assert ring[0] == ring[-1]
    assert len(ring) == 5


punten = st.tuples(st.integers(0, 6), st.integers(0, 6))
zijden = st.sets(
    st.tuples(punten, punten).filter(lambda paar: paar[0] != paar[1]).map(lambda paar: (min(paar), max(paar)))
)


@given(zijden)
def test_geen_zijde_gaat_verloren_en_geen_komt_erbij(stukken):
    getekend = [(min(paar), max(paar)) for lijn in aaneen(stukken) for paar in pairwise(lijn)]
    assert sorted(getekend) == sorted(stukken)


@given(st.lists(st.lists(punten, min_size=2, max_size=6), max_size=4))
def test_wat_geschreven_is_leest_men_terug(lijnen):
    """`ringen` reads relative moves; absolute ones are the same from the origin, one line at a time."""
    for lijn in lijnen:
        assert ringen(als_pad([lijn]).replace("M", "m")) == [lijn]


def test_op_de_echte_kaart_heeft_bijna_elk_buurpaar_een_grens():
    """754 pairs of neighbours; the few that do not touch on the schematic map get a bridge."""
    cellen = json.loads((GEGEVENS / "kaart.json").read_text())["cellen"]
    with (GEGEVENS / "buurgemeenten.csv").open() as bestand:
        paren = {tuple(sorted((rij["nis_a"], rij["nis_b"]))) for rij in csv.DictReader(bestand)}
    gedeeld = gedeelde_zijden(cellen)
    assert len(paren & gedeeld.keys()) > 0.97 * len(paren)
    for paar in paren:
        lijn = grenslijn(paar, gedeeld, cellen)
        assert lijn.startswith("M")
        assert "l" in lijn
