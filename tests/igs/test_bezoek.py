"""Visits of the page of an IGS: a figure per month, of people only, without a trace or a cookie."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from igs import bezoek
from igs.models import IGS, Bezoektelling
from tests.fabriek import maak_igs

BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


@pytest.fixture(autouse=True)
def niets_geteld():
    bezoek.teller.vergeet()
    yield
    bezoek.teller.vergeet()


@pytest.fixture
def zuidrand(gegevens) -> IGS:
    return IGS.objects.get(slug="zuidrand")


def kijk(igs: IGS, keren: int = 1, **koppen: str) -> list:
    return [Client().get(f"/igs/{igs.slug}/", **(BROWSER | koppen)) for _ in range(keren)]


def test_wie_de_pagina_bekijkt_telt_mee_zonder_koekje(zuidrand):
    antwoorden = kijk(zuidrand, 3)
    assert bezoek.teller.schrijf() == 3
    assert not any(antwoord.cookies for antwoord in antwoorden)
    telling = Bezoektelling.objects.get()
    assert (telling.igs, telling.maand, telling.bekeken) == (zuidrand, date(2026, 11, 1), 3)


def test_robots_en_vooraf_laden_tellen_niet(zuidrand):
    kijk(zuidrand, HTTP_USER_AGENT="Mozilla/5.0 (compatible; Googlebot/2.1)")
    kijk(zuidrand, HTTP_USER_AGENT="")
    kijk(zuidrand, HTTP_SEC_PURPOSE="prefetch")
    Client().head(f"/igs/{zuidrand.slug}/", **BROWSER)
    assert bezoek.teller.schrijf() == 0


def test_een_igs_dat_niet_bestaat_telt_niet(gegevens):
    assert Client().get("/igs/bestaat-niet/", **BROWSER).status_code == 404
    assert bezoek.teller.schrijf() == 0


def test_tellen_kost_de_pagina_geen_vraag_aan_de_databank(zuidrand, django_assert_num_queries):
    kijk(zuidrand)  # what is read once per process
    with CaptureQueriesContext(connection) as zonder:
        Client().get(f"/igs/{zuidrand.slug}/")
    with django_assert_num_queries(len(zonder)):
        kijk(zuidrand)


def test_een_jaar_is_de_som_van_zijn_maanden(zuidrand):
    ander = maak_igs("Ander Land")
    for igs, maand, keer in ((zuidrand, 1, 5), (zuidrand, 12, 7), (ander, 3, 100)):
        Bezoektelling.objects.create(igs=igs, maand=date(2026, maand, 1), bekeken=keer)
    Bezoektelling.objects.create(igs=zuidrand, maand=date(2027, 1, 1), bekeken=900)
    assert bezoek.in_jaar(zuidrand, 2026) == 12
    assert bezoek.in_jaar(ander, 2027) == 0


def test_van_een_jaar_waarin_niets_geteld_werd_zegt_het_portaal_niets(zuidrand):
    assert bezoek.in_jaar(zuidrand, 2019) is None


def test_de_telling_bewaart_niets_van_wie_keek(zuidrand):
    kijk(zuidrand, REMOTE_ADDR="203.0.113.9", HTTP_REFERER="https://elders.example/")
    assert set(bezoek.teller.vergeet()) == {(zuidrand.pk, date(2026, 11, 1))}
    assert {veld.name for veld in Bezoektelling._meta.get_fields()} == {"id", "igs", "maand", "bekeken"}
