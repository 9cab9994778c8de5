"""One place up or down."""

import pytest

from talent.models import Medium
from talent.volgorde import verschuif
from tests.talent.fabriek import maak_medium, maak_talent

pytestmark = pytest.mark.django_db


def schik(welk: int, stap: int) -> list[str]:
    """Of three rows in a list with gaps and doubles: the order after moving one."""
    profiel = maak_talent().online
    for plek, titel in zip((3, 3, 9), "ABC", strict=True):
        maak_medium(profiel, sleutel=f"dQw4w9WgXc{titel}", titel=titel, volgorde=plek)
    rijen = list(profiel.media.all())
    verschuif(rijen, rijen[welk], stap)
    assert sorted(Medium.objects.values_list("volgorde", flat=True)) == [0, 1, 2]
    return [medium.titel for medium in profiel.media.all()]


@pytest.mark.parametrize(
    ("welk", "stap", "daarna"),
    [(1, -1, "BAC"), (1, 1, "ACB"), (0, -1, "ABC"), (2, 1, "ABC"), (2, -1, "ACB"), (0, 1, "BAC"), (0, 5, "ABC")],
)
def test_een_rij_wisselt_met_haar_buur_en_aan_het_eind_gebeurt_niets(welk, stap, daarna):
    assert schik(welk, stap) == list(daarna)
