"""The example notes: one half-finished, one finished, marked, made once, gone with one command."""

from datetime import date
from typing import Any

import pytest
from django.core.files.storage import default_storage

from cultuurnota import voorbeelden
from cultuurnota.controle import Oordeel, controleer
from cultuurnota.controlegegevens import lees
from cultuurnota.models import Cultuurnota, Hoofdstuk, Notabeeld
from cultuurnota.opbouw import HOOFDSTUKKEN, bij_criterium
from igs.models import IGS, Aanstelling
from opnetwerk.models import Gebruiker
from opnetwerk.opmaaktekst import schoon
from tests.cultuurnota.fabriek import maak_nota

pytestmark = pytest.mark.django_db


def open_in(soort: str) -> list[str]:
    nota = Cultuurnota.objects.get(formulier=soort)
    return [f"{een.titel}: {een.zin}" for een in controleer(lees(nota)) if not een.goed]


def test_de_voorbeelden_worden_een_keer_gemaakt_met_een_team(gegevens: Any) -> None:
    assert voorbeelden.maak() == 2
    assert voorbeelden.maak() == 0
    for nota in Cultuurnota.objects.all():
        assert nota.voorbeeld
        assert nota.titel.startswith("Voorbeeld: ")
        assert [lid.rol for lid in nota.team.order_by("pk")] == ["trekker", "schrijver", "lezer"]
        assert [een.sleutel for een in nota.hoofdstukken.all()] == [deel.sleutel for deel in HOOFDSTUKKEN]
        assert [een.titel for een in nota.hoofdstukken.all()] == [deel.titel for deel in HOOFDSTUKKEN]
    assert "verzonnen" in Hoofdstuk.objects.get(nota__formulier=voorbeelden.AF, sleutel="H1").tekst


def test_de_ene_is_af_en_de_andere_half(gegevens: Any) -> None:
    voorbeelden.maak()
    zoe = Gebruiker.objects.get(email=voorbeelden.MENSEN[0][0])
    Aanstelling.objects.create(gebruiker=zoe, igs=IGS.objects.get(slug="zuidrand"), van=date(2026, 1, 1))
    assert open_in(voorbeelden.AF) == []
    half = open_in(voorbeelden.HALF)
    assert len(half) > 10
    assert any(regel.startswith("Opdracht 7") for regel in half)
    goed = [een for een in controleer(lees(Cultuurnota.objects.get(formulier=voorbeelden.HALF))) if een.goed]
    assert len(goed) > 5
    assert Oordeel.LEEG in {
        een.oordeel for een in controleer(lees(Cultuurnota.objects.get(formulier=voorbeelden.HALF)))
    }


def test_de_teksten_zijn_al_schoon_en_de_criteria_die_van_de_opbouw(gegevens: Any) -> None:
    voorbeelden.maak()
    for een in Hoofdstuk.objects.filter(nota__formulier=voorbeelden.AF):
        assert schoon(een.tekst, tabellen=True) == een.tekst
        assert een.tekst
        for criterium in een.criteria:
            assert een.sleutel in {deel.sleutel for deel in bij_criterium(criterium)}


def test_wissen_neemt_alles_mee_en_laat_een_echte_nota_staan(
    gegevens: Any, django_capture_on_commit_callbacks: Any
) -> None:
    echt = maak_nota(titel="Echt")
    voorbeelden.maak()
    namen = [beeld.bestand.name for beeld in Notabeeld.objects.all()]
    assert len(namen) == 2
    assert all(default_storage.exists(naam) for naam in namen)
    with django_capture_on_commit_callbacks(execute=True):
        assert voorbeelden.wis() == 2
    assert list(Cultuurnota.objects.all()) == [echt]
    assert not any(default_storage.exists(naam) for naam in namen)
    assert voorbeelden.wis() == 0


def test_zonder_netwerk_maakt_het_niets(lege_databank: None) -> None:
    assert voorbeelden.maak() == 0
    assert not Gebruiker.objects.exists()
