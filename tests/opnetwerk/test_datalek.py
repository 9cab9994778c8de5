"""The page for a data leak names commands that exist, with their options, and says what the law asks."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class

from opnetwerk import verwerkingen

TEKST = (Path(settings.BASE_DIR) / "docs" / "datalek.md").read_text(encoding="utf-8")
GENOEMD = sorted(set(re.findall(r"manage\.py ([a-z_]+)((?: +--[a-z-]+)*)", TEKST)))


def test_er_staan_opdrachten_in() -> None:
    assert {naam for naam, _ in GENOEMD} >= {"datalek", "reservekopie", "herstel", "wis_oefening", "dagelijks"}


@pytest.mark.parametrize(("naam", "opties"), GENOEMD)
def test_elke_opdracht_bestaat_met_haar_opties(naam: str, opties: str) -> None:
    opdracht = load_command_class(get_commands()[naam], naam)
    uitleg = opdracht.create_parser("manage.py", naam).format_help()
    for optie in opties.split():
        assert f"{optie} " in uitleg or f"{optie}]" in uitleg, optie


@pytest.mark.parametrize("label", re.findall(r"--tabel ([\w.]+)", TEKST))
def test_elke_tabel_in_een_voorbeeld_staat_in_het_register(label: str) -> None:
    assert label in {naam for een in verwerkingen.register for naam in een.tabellen}


@pytest.mark.parametrize("artikel", ["article 33, 2", "article 33, 3", "article 33, 4", "article 33, 5", "article 34"])
def test_elk_deel_van_de_wet_heeft_zijn_plek(artikel: str) -> None:
    assert artikel in TEKST


def test_de_klok_staat_bovenaan() -> None:
    assert "72 hours" in TEKST.split("## ")[0]
