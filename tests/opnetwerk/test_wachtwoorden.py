"""A password that a list of words is enough for is refused, and a sentence is not."""

import pytest
from django.contrib.auth.password_validation import get_default_password_validators, validate_password
from django.core.exceptions import ValidationError

from opnetwerk.wachtwoorden import WOORDEN, ZIN, NietTeVoorspellen, te_voorspellen

VOORSPELBAAR = [
    "password2024!",
    "!!!Dragon!!!1234",
    "monkeymonkeymonkey",
    "qwertyqwerty",
    "aaaaaaaaaaaaaaa",
    "123456789012345",
    "__________12",
    "Opnetwerk2026!!",
    "Welkom-Redactie-1",
    "Cultuurnota 2032",
    "Coördinator.Regio.7",
    "s-u-n-s-h-i-n-e",
]


@pytest.mark.parametrize("wachtwoord", VOORSPELBAAR)
def test_wat_te_voorspellen_is_wordt_geweigerd(wachtwoord):
    with pytest.raises(ValidationError) as fout:
        validate_password(wachtwoord)
    assert ZIN in fout.value.messages


def test_een_gewone_zin_mag():
    for wachtwoord in (
        "vier fietsen en een paard",
        "fanfare-regent-zelden",
        "allemaal kleine letters",
        "ALLEMAAL HOOFDLETTERS",
        "onze redactie drinkt koffie",  # a word of the site among others
        "📯📯 toeter om zeven uur",
        "xk4-Vq8z_Lw2!",
    ):
        validate_password(wachtwoord)


def test_elk_woord_van_de_site_is_alleen_te_zwak_en_leeg_is_een_andere_regel():
    assert all(te_voorspellen(f"{woord}99") for woord in WOORDEN)
    assert not te_voorspellen("")
    assert any(isinstance(regel, NietTeVoorspellen) for regel in get_default_password_validators())
    assert NietTeVoorspellen().get_help_text().endswith(".")
