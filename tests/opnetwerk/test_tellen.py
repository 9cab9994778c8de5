"""The counter that the pages of talents and IGS'en share: who counts, when it writes, and what it costs."""

import threading
from typing import Any

import pytest
from django.test import RequestFactory

from opnetwerk.tellen import HOOGSTENS, Teller, is_mens
from talent.models import Maandtelling

BROWSER: dict[str, Any] = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
VERZOEK = RequestFactory().get("/", **BROWSER)


class Onthoudt(Teller):
    """Keeps what it would write."""

    def __init__(self) -> None:
        super().__init__(Maandtelling, "talent")
        self.geschreven: list[int] = []

    def schrijf(self) -> int:
        aantal = sum(self.vergeet().values())
        self.geschreven.append(aantal)
        return aantal


def test_een_gewone_browser_is_een_mens() -> None:
    assert is_mens(RequestFactory().get("/", **BROWSER))
    assert not is_mens(RequestFactory().post("/", **BROWSER))
    assert not is_mens(RequestFactory().head("/", **BROWSER))


@pytest.mark.parametrize("naam", ["Googlebot/2.1", "curl/8.5.0", "python-requests/2.32", "HeadlessChrome/130", ""])
def test_een_robot_is_geen_mens(naam: str) -> None:
    assert not is_mens(RequestFactory().get("/", HTTP_USER_AGENT=naam))


def test_de_laatste_van_twintig_schrijft_alles_samen() -> None:
    teller = Onthoudt()
    for nummer in range(HOOGSTENS):
        assert not teller.geschreven
        teller.tel(VERZOEK, nummer % 3)
    assert teller.geschreven == [HOOGSTENS]
    assert teller.vergeet() == {}


def test_na_een_minuut_schrijft_de_volgende() -> None:
    teller = Onthoudt()
    teller.tel(VERZOEK, 1)
    assert not teller.geschreven
    teller.hoogstens_seconden = -1.0
    teller.tel(VERZOEK, 1)
    assert teller.geschreven == [2]


def test_twee_tellers_tellen_elk_voor_zich() -> None:
    een, ander = Onthoudt(), Onthoudt()
    een.tel(VERZOEK, 7)
    assert ander.vergeet() == {}
    assert sum(een.vergeet().values()) == 1


def test_veel_tegelijk_verliest_niets() -> None:
    teller = Onthoudt()
    teller.hoogstens = 10_000
    draden = [threading.Thread(target=lambda: [teller.tel(VERZOEK, 1) for _ in range(100)]) for _ in range(8)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert sum(teller.vergeet().values()) == 800


def test_de_opdracht_noemt_de_tabellen_van_haar_model() -> None:
    opdracht = Teller(Maandtelling, "talent").opdracht()
    assert 'INSERT INTO "talent_maandtelling" ("talent_id", maand, bekeken)' in opdracht
    assert 'JOIN "talent_talent" ON "talent_talent"."id" = nieuw.nummer' in opdracht
