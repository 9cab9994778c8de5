import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from igs.models import IGS
from tests.beheer import in_beheer, maak_redactie
from tests.observatorium import cijfer
from tests.opnetwerk.test_toegang import MET_TEKEN, PUBLIEK, PUBLIEK_FORMULIER

ADRESSEN = [
    *PUBLIEK.values(),
    *PUBLIEK_FORMULIER.values(),
    *MET_TEKEN.values(),
    "/accounts/login/",
    "/accounts/password/reset/",
    "/bestaat-niet/",
    "/zoek/?" + "a=1&" * 1001,
    "/open-data/igs.csv?op=onzin",
]


@pytest.fixture(autouse=True)
def achter_https(settings):
    """The settings of a deployment, as settings.py makes them with OPNETWERK_HTTPS on."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 63_072_000
    settings.SECURE_SSL_REDIRECT = True


@pytest.mark.parametrize("adres", ADRESSEN)
def test_elke_pagina_haalt_a_plus(gegevens, inhoud, adres):
    assert cijfer(Client().get(adres, secure=True)) == "A+"


def test_ook_het_beheer_haalt_a_plus(gegevens):
    client = in_beheer(Client(), maak_redactie())
    igs = IGS.objects.get(slug="zuidrand")
    for naam, argumenten in (
        ("index", []),
        ("igs_igs_changelist", []),
        ("igs_igs_change", [igs.pk]),
        ("igs_bericht_add", []),
        ("igs_igs_history", [igs.pk]),
        ("opnetwerk_logregel_changelist", []),
        ("talent_profiel_changelist", []),
        ("talent_talent_cijfers", []),
    ):
        antwoord = client.get(reverse(f"admin:{naam}", args=argumenten), secure=True)
        assert antwoord.status_code == 200
        assert cijfer(antwoord) == "A+", naam
    assert cijfer(client.get("/admin/bestaat-niet/", secure=True)) == "A+"
    assert cijfer(client.get("/mijn/", secure=True)) == "A+"


@pytest.mark.parametrize(
    "koppen",
    [
        {"Content-Security-Policy": ""},
        {"Content-Security-Policy": "default-src 'self' 'unsafe-inline'"},
        {"Strict-Transport-Security": ""},
        {"Referrer-Policy": "unsafe-url", "Content-Security-Policy": "script-src *"},
    ],
)
def test_een_zwakke_kop_kost_de_plus(gegevens, koppen):
    antwoord = Client().get("/over/", secure=True)
    for kop, waarde in koppen.items():
        antwoord.headers[kop] = waarde
    assert cijfer(antwoord) != "A+"


def test_een_kaal_antwoord_haalt_niets():
    assert cijfer(HttpResponse()).startswith("lager")
