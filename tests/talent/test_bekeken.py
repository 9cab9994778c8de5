"""Counting views: a figure per month, cheap, of people only, and nobody's trace."""

from datetime import date

import pytest
from django.db import DatabaseError
from django.test import Client

from opnetwerk import tellen
from talent import bekeken
from talent.models import Maandtelling, Talent
from tests.fabriek import maak_igs
from tests.talent.fabriek import maak_talent

pytestmark = pytest.mark.usefixtures("lege_databank")
BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


@pytest.fixture
def talent() -> Talent:
    return maak_talent(thuis=maak_igs("Zuidrand"))


def kijk(talent: Talent, keren: int = 1, methode: str = "get", **koppen: str) -> None:
    for _ in range(keren):
        getattr(Client(), methode)(f"/talent/{talent.slug}/", **(BROWSER | koppen))


def test_wat_wacht_wordt_samen_geschreven(talent):
    kijk(talent, 3)
    assert not Maandtelling.objects.exists()
    assert bekeken.teller.schrijf() == 3
    telling = Maandtelling.objects.get()
    assert (telling.talent, telling.maand, telling.bekeken) == (talent, date(2026, 11, 1), 3)


def test_twee_keer_schrijven_telt_op(talent):
    kijk(talent, 2)
    bekeken.teller.schrijf()
    kijk(talent, 5)
    bekeken.teller.schrijf()
    assert bekeken.teller.schrijf() == 0
    assert Maandtelling.objects.get().bekeken == 7


def test_bij_de_twintigste_wordt_er_geschreven(talent):
    kijk(talent, tellen.HOOGSTENS - 1)
    assert not Maandtelling.objects.exists()
    kijk(talent)
    assert Maandtelling.objects.get().bekeken == tellen.HOOGSTENS


def test_na_een_minuut_schrijft_de_volgende(talent, monkeypatch):
    kijk(talent)
    monkeypatch.setattr(bekeken.teller, "hoogstens_seconden", -1.0)
    kijk(talent)
    assert Maandtelling.objects.get().bekeken == 2


def test_elke_maand_heeft_een_eigen_telling(talent, settings):
    kijk(talent)
    settings.VASTE_DAG = date(2026, 12, 1)
    kijk(talent, 2)
    bekeken.teller.schrijf()
    assert dict(Maandtelling.objects.values_list("maand", "bekeken")) == {date(2026, 11, 1): 1, date(2026, 12, 1): 2}


@pytest.mark.parametrize(
    "naam",
    [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "facebookexternalhit/1.1",
        "curl/8.5.0",
        "python-requests/2.32",
        "Mozilla/5.0 HeadlessChrome/130",
        "",
    ],
)
def test_robots_tellen_niet(talent, naam):
    kijk(talent, HTTP_USER_AGENT=naam)
    assert bekeken.teller.schrijf() == 0


def test_vooraf_laden_en_head_tellen_niet(talent):
    kijk(talent, HTTP_SEC_PURPOSE="prefetch;prerender")
    kijk(talent, HTTP_PURPOSE="prefetch")
    kijk(talent, methode="head")
    assert bekeken.teller.schrijf() == 0


def test_wie_niet_zichtbaar_is_wordt_niet_geteld(talent):
    talent.toelatingen.update(stand="geweigerd")
    kijk(talent)
    assert bekeken.teller.schrijf() == 0


def test_wie_intussen_gewist_is_breekt_de_telling_niet(talent):
    ander = maak_talent(naam="Ander", thuis=talent.thuis)
    kijk(talent)
    kijk(ander)
    talent.delete()
    bekeken.teller.schrijf()
    assert Maandtelling.objects.get().talent == ander


def test_een_databank_die_niet_schrijft_kost_geen_pagina(talent, monkeypatch, caplog):
    monkeypatch.setattr(bekeken.teller, "hoogstens", 1)
    monkeypatch.setattr(bekeken.teller, "opdracht", lambda: "INSERT INTO bestaat_niet SELECT %s, %s, %s")
    antwoord = Client().get(f"/talent/{talent.slug}/", **BROWSER)
    assert antwoord.status_code == 200
    assert "could not be counted" in caplog.text
    assert issubclass(DatabaseError, Exception)


def test_van_wie_kijkt_blijft_niets_over(talent):
    kijk(talent, REMOTE_ADDR="203.0.113.9", HTTP_REFERER="https://elders.example/")
    assert set(bekeken.teller.vergeet()) == {(talent.pk, date(2026, 11, 1))}
    assert {veld.name for veld in Maandtelling._meta.get_fields()} == {"id", "talent", "maand", "bekeken"}
