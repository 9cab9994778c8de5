import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from grensbrekers import ledenpost
from igs.models import IGS
from tests.beheer import in_beheer, maak_redactie
from tests.cultuurnota.fabriek import maak_nota, maak_publicatie
from tests.fabriek import om
from tests.grensbrekers.fabriek import (
    maak_grensbreker,
    maak_inschrijving,
    maak_inzicht,
    maak_netwerkvraag,
    maak_ontmoeting,
    maak_overgang,
)
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


def test_ontmoetingen_inzichten_kaart_en_de_paginas_van_een_lid_halen_a_plus(gegevens):
    lid = maak_grensbreker()
    collega = maak_grensbreker("Bo Baert", "Hove", themas=["jeugd"])
    ontmoeting = maak_ontmoeting(verslag="<p>Zo was het.</p>", verslag_op=om(2), begint_op=om(1, 14))
    maak_inschrijving(ontmoeting, lid)
    komt = maak_ontmoeting("Komt nog")
    maak_overgang(keren=3)
    inzicht = maak_inzicht(themas=["jeugd"], ontmoeting=ontmoeting)
    vraag = maak_netwerkvraag(collega)
    leden = f"/grensbrekers/netwerk/{lid.sleutel}/"
    for adres in (
        ontmoeting.get_absolute_url(),
        f"{ontmoeting.get_absolute_url()}verslag/",
        f"/grensbrekers/ontmoetingen/{ontmoeting.slug}.ics",
        f"/grensbrekers/inzichten/?inzicht={inzicht.pk}",
        "/grensbrekers/inzichten/?thema=jeugd",
        "/grensbrekers/inzichten/atom.xml",
        "/grensbrekers/kaart/?igs=zuidrand",
        leden,
        *(f"{leden}{deel}/" for deel in ("koppeling", "ontmoetingen", "vragen", "vragen/stel", "gegevens", "adres")),
        f"{leden}ontmoetingen/{komt.slug}/",
        f"{leden}vraag/{vraag.kenmerk}/",
        *(f"{leden}collega/{collega.kenmerk}/{deel}" for deel in ("", "bericht/", "kennismaken/")),
        f"/grensbrekers/netwerk/{lid.agendasleutel}/agenda.ics",
        ledenpost.stoplink(lid).removeprefix(settings.SITE_ADRES),
        ledenpost.uitlink(lid, "brief").removeprefix(settings.SITE_ADRES),
    ):
        antwoord = Client().get(adres, secure=True)
        assert antwoord.status_code == 200, adres
        assert cijfer(antwoord) == "A+", adres


def test_een_cultuurnota_die_online_staat_haalt_a_plus(gegevens):
    nota = maak_nota()
    nota.hoofdstukken.filter(sleutel="H7").update(tekst="<p>Samen.</p>")
    nota.doelstellingen.create(titel="Meer lezers", opdrachten=["1"])
    maak_publicatie(nota)
    for adres in (
        "/igs/zuidrand/cultuurnota/",
        "/igs/zuidrand/cultuurnota/atom.xml",
        "/cultuurnota/vergelijken/?opdracht=1&thema=bibliotheek",
    ):
        antwoord = Client().get(adres, secure=True)
        assert antwoord.status_code == 200, adres
        assert cijfer(antwoord) == "A+", adres


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
        ("grensbrekers_grensbreker_changelist", []),
        ("grensbrekers_ontmoeting_add", []),
        ("grensbrekers_inzicht_changelist", []),
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
