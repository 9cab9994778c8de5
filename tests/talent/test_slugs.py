"""The address name of a talent: free, short, and never a word that is an address itself."""

import pytest

from opnetwerk.checks import adressen
from talent.slugs import LANGSTE, VOORBEHOUDEN, vrije_slug
from tests.talent.fabriek import maak_talent

pytestmark = pytest.mark.django_db


def test_elk_vast_adres_onder_talent_is_voorbehouden() -> None:
    delen = [pad.split("/") for pad, _ in adressen() if pad.startswith(("talent/", "mijn/talent/"))]
    tweede = {deel[2 if deel[0] == "mijn" else 1] for deel in delen}
    vast = {deel for deel in tweede if deel and not deel.startswith("<") and "." not in deel}
    assert "word-talent" in vast
    assert vast <= VOORBEHOUDEN


@pytest.mark.parametrize(
    ("naam", "slug"),
    [
        ("De Ronde Fanfare", "de-ronde-fanfare"),
        ("Łódź & Zoë", "odz-zoe"),
        ("criteria", "criteria-talent"),
        ("Word talent", "word-talent-talent"),
        ("你好", "talent-2"),
        ("!!!", "talent-2"),
        ("Talent", "talent-2"),
        ("a" * 80, "a" * LANGSTE),
        ("<script>alert(1)</script>", "scriptalert1script"),
    ],
)
def test_een_naam_wordt_een_adres(naam: str, slug: str) -> None:
    assert vrije_slug(naam) == slug


def test_een_naam_die_er_al_is_krijgt_een_nummer() -> None:
    maak_talent(naam="Lotte")
    assert vrije_slug("Lotte") == "lotte-2"
    maak_talent(naam="Lotte twee", slug="lotte-2")
    assert vrije_slug("Lotte") == "lotte-3"
    assert vrije_slug("lott") == "lott"
