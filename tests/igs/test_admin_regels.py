"""Redactie writes a newer version of a rule: copied, judged, logged, and used from its day on."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from igs.models import IGS, Regelversie
from opnetwerk.models import Logregel
from tests.aanmelden import in_beheer
from tests.beheer import maak_coordinator_van, maak_redactie
from tests.fabriek import maak_igs
from tests.igs.test_regels_in_gebruik import schrijf
from tests.igs.test_regiocheck_bedragen import REGELS
from tests.vijandig import LEEG, SCRIPT, STUURTEKENS, TE_LANG

LIJST, NIEUW = "/admin/igs/regelversie/", "/admin/igs/regelversie/add/"
MORGEN = date(2026, 11, 24)


def pad(rij: Regelversie, wat: str = "change") -> str:
    return reverse(f"admin:igs_regelversie_{wat}", args=[rij.pk])


@pytest.fixture
def redactie(lege_databank) -> Client:
    return in_beheer(Client(), maak_redactie())


def ingevuld(**velden: Any) -> dict[str, Any]:
    return {
        "regel": "R09",
        "periode": "2027",
        "soort": "voorwaarde",
        "vraagt": "Minstens 90.000 inwoners.",
        "waarde": "90000",
        "eenheid": "inwoners",
        "bron": "Een nieuw besluit",
        "bron_url": "https://besluit.example/",
        "zekerheid": "A",
        "versie": "24-11-2026",
    } | velden


def fouten(antwoord: Any) -> dict[str, list[str]]:
    assert antwoord.status_code == 200
    return {naam: list(zinnen) for naam, zinnen in antwoord.context["adminform"].form.errors.items()}


def test_boven_de_lijst_staat_elke_regel_die_geldt_met_een_weg_naar_een_nieuwe_versie(redactie):
    pagina = redactie.get(LIJST).content.decode()
    assert "Regels die nu gelden" in pagina
    for regel in REGELS:
        assert f"?kopie={regel.id}%3A{regel.periode}" in pagina or f"?kopie={regel.id}:{regel.periode}" in pagina


def test_de_lijst_toont_een_nieuwe_versie_pas_als_geldend_vanaf_haar_dag(redactie, settings):
    schrijf(versie=MORGEN)
    assert "90000 inwoners" not in redactie.get(LIJST).content.decode()
    settings.VASTE_DAG = MORGEN
    assert "90000 inwoners" in redactie.get(LIJST).content.decode()


def test_de_lijst_kost_een_vast_aantal_vragen(redactie, django_assert_num_queries):
    schrijf("X")
    redactie.get(LIJST)  # what a process asks once
    with CaptureQueriesContext(connection) as met_een:
        redactie.get(LIJST)
    for nummer in range(20):
        schrijf(f"X{nummer}")
    with django_assert_num_queries(len(met_een)):
        redactie.get(LIJST)


def test_een_kopie_neemt_de_versie_die_geldt_over(redactie):
    schrijf(vraagt="Minstens 88.000.", waarde=88_000)
    begin = redactie.get(NIEUW, {"kopie": "R09:2027"}).context["adminform"].form.initial
    assert (begin["regel"], begin["periode"], begin["vraagt"], begin["waarde"]) == (
        "R09",
        "2027",
        "Minstens 88.000.",
        88_000,
    )
    assert begin["versie"] == date(2026, 11, 23)


@pytest.mark.parametrize("kopie", ["", "R09", "R09:2033", "X:Y", "\x00", "R09:2027:"])
def test_wat_geen_regel_is_geeft_een_leeg_formulier(redactie, kopie):
    antwoord = redactie.get(NIEUW, {"kopie": kopie, "regel": "kwaad", "vraagt": "<script>"})
    assert antwoord.status_code == 200
    assert antwoord.context["adminform"].form.initial == {}


def test_bewaren_staat_in_het_logboek_en_telt_vanaf_de_dag(redactie, client, gegevens_na, settings):
    adres = "/regiocheck/uitkomst.json?g=11002&g=11001"
    assert redactie.post(NIEUW, ingevuld(waarde="900000")).status_code == 302
    rij = Regelversie.objects.get()
    assert Logregel.objects.filter(model="igs.Regelversie", object_id=str(rij.pk), actie="toegevoegd").count() == 1
    assert _r09(client.get(adres).json())["uitkomst"] == "voldaan"
    settings.VASTE_DAG = MORGEN
    r09 = _r09(client.get(adres).json())
    assert (r09["uitkomst"], r09["versie"]) == ("niet voldaan", "2026-11-24")


@pytest.fixture
def gegevens_na(redactie):
    """The real network, in the emptied database."""
    from igs.laden import laad

    laad()


def _r09(data: dict[str, Any]) -> dict[str, Any]:
    [een] = [toets for toets in data["toetsen"] if toets["regel"] == "R09"]
    return een


@pytest.mark.parametrize(
    ("velden", "veld", "zin"),
    [
        ({"versie": "22-11-2026"}, "versie", "Kies vandaag of een latere dag"),
        ({"waarde": ""}, "waarde", "Vul een waarde in: de Regiocheck rekent met deze regel."),
        ({"waarde": "-1"}, "waarde", "minstens 0"),
        ({"waarde": "1,5"}, "waarde", "Vul hier een geheel getal in."),
        ({"waarde": "NaN"}, "waarde", "."),
        ({"waarde": "1e999"}, "waarde", "."),
        ({"regel": "R14", "eenheid": "aandeel", "waarde": "75"}, "waarde", "Een aandeel ligt tussen 0 en 1"),
        ({"periode": "2033"}, "periode", "."),
        ({"bron_url": "javascript:alert(1)"}, "bron_url", "zoals https://"),
        ({"vraagt": ""}, "vraagt", "."),
    ],
)
def test_wat_de_regiocheck_zou_breken_wordt_geweigerd(redactie, velden, veld, zin):
    gevonden = fouten(redactie.post(NIEUW, ingevuld(**velden)))
    assert zin in " ".join([*gevonden.get(veld, []), *gevonden.get("__all__", [])])
    assert not Regelversie.objects.exists()


@pytest.mark.parametrize(
    ("regel", "eenheid", "getypt", "waarde"),
    [
        ("R09", "inwoners", "90.000", "90000"),
        ("R09", "inwoners", "90 000", "90000"),
        ("R09", "inwoners", "90000", "90000"),
        ("R14", "aandeel", "0,8", "0.8"),
        ("R14", "aandeel", "0.8", "0.8"),
        ("F03", "euro per jaar", "110.000,50", "110000.5"),
    ],
)
def test_een_getal_zoals_we_het_schrijven(redactie, regel, eenheid, getypt, waarde):
    assert redactie.post(NIEUW, ingevuld(regel=regel, eenheid=eenheid, waarde=getypt)).status_code == 302
    rij = Regelversie.objects.get()
    assert rij.waarde == Decimal(waarde)
    veld = redactie.get(pad(rij)).context["adminform"].form["waarde"]
    assert f'value="{Decimal(waarde).normalize():f}"'.replace(".", ",") in str(veld)


def test_een_tweede_versie_op_dezelfde_dag_wordt_geweigerd(redactie):
    schrijf(versie=MORGEN)
    assert fouten(redactie.post(NIEUW, ingevuld()))["__all__"] == ["Van deze regel is er al een versie op die dag."]


@pytest.mark.parametrize("veld", ["regel", "vraagt", "waarde", "eenheid", "bron", "bron_url", "versie"])
def test_vijandige_tekst_breekt_niets(redactie, client, veld):
    for tekst in [*LEEG, *TE_LANG, *STUURTEKENS, *SCRIPT]:
        antwoord = redactie.post(NIEUW, ingevuld(**{veld: tekst}))
        assert antwoord.status_code in (200, 302), tekst[:30]
        Regelversie.objects.all().delete()


def test_wat_al_telde_blijft_zoals_het_was(redactie):
    oud = schrijf(versie=date(2026, 11, 22))
    assert redactie.post(pad(oud), ingevuld(versie="22-11-2026", waarde="1")).status_code == 403
    assert redactie.post(pad(oud, "delete"), {"post": "yes"}).status_code == 403
    keuze = {"action": "delete_selected", "_selected_action": [oud.pk], "post": "yes"}
    redactie.post(LIJST, keuze)
    oud.refresh_from_db()
    assert oud.waarde == 90_000
    assert redactie.get(pad(oud)).status_code == 200


def test_wat_nog_moet_ingaan_kan_nog_anders_en_staat_in_het_logboek(redactie):
    rij = schrijf(versie=MORGEN)
    assert redactie.post(pad(rij), ingevuld(waarde="91000")).status_code == 302
    rij.refresh_from_db()
    assert rij.waarde == 91_000
    assert Logregel.objects.filter(object_id=str(rij.pk), actie="gewijzigd").count() == 1
    assert redactie.post(pad(rij, "delete"), {"post": "yes"}).status_code == 302
    assert not Regelversie.objects.exists()
    assert Logregel.objects.filter(object_id=str(rij.pk), actie="verwijderd").count() == 1


def test_een_coordinator_komt_er_niet_bij(lege_databank):
    igs: IGS = maak_igs()
    client = in_beheer(Client(), maak_coordinator_van(igs, "an@voorbeeld.be"))
    for adres in (LIJST, NIEUW, f"{NIEUW}?kopie=R09:2027"):
        assert client.get(adres).status_code == 403
    assert client.post(NIEUW, ingevuld()).status_code == 403
    assert not Regelversie.objects.exists()
