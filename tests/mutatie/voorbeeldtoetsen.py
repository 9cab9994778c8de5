"""The tests of voorbeeld.py; the name keeps them out of the whole run."""

from tests.mutatie.voorbeeld import hoogste, is_even


def test_de_hoogste_van_twee():
    assert (hoogste(1, 2), hoogste(3, 2), hoogste(2, 2)) == (2, 3, 2)


def test_even_en_oneven():
    assert (is_even(3), is_even(4)) == (False, True)
