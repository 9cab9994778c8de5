"""The habits of the house that a machine can check."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

from opnetwerk.checks import adressen, eigen_view

BASIS = Path(settings.BASE_DIR)
APPS = ["opnetwerk", "igs", "talent", "grensbrekers", "cultuurnota"]
LADES = {"utils", "helpers", "services", "signals", "constants", "managers", "common", "misc"}
EIGEN = [(pad, patroon) for pad, patroon in adressen() if eigen_view(patroon)]
# These answer with data, a picture or a redirect: no template of their own.
ZONDER_SJABLOON = re.compile(
    r"\.(json|png|xml|txt|csv|geojson|ics)|gezondheid|open-data/\(|\?P<naam>|^media/|^voorbeeld/|/bestand/$"
)


def naam_volgens(pad: str) -> str:
    """The name a path must have: its fixed parts; `_pagina` when it ends in a slug."""
    delen = [deel for deel in pad.strip("/").split("/") if deel]
    vast = [re.sub(r"\.\w+$", "", deel).replace("-", "_") for deel in delen if "<" not in deel and "(" not in deel]
    basis = "_".join(vast) or "home"
    return f"{basis}_pagina" if delen and delen[-1].startswith("<slug") else basis


# What the rule cannot know: files in a folder, and the two share pictures.
ANDERS = {
    "open_data_bestand",
    "deelbeeld_igs",
    "deelbeeld_regio",
    "deelbeeld_talent",
    "belicht_atom",
    "open_data_kaart",
    "agenda_feed",
    "agenda_ics",
    "postvak_bericht",
    "cultuurnota_werkruimte_pagina",  # a note has no slug
    "cultuurnota_werkruimte_opvolging_jaar",  # nor has a year
    "regiocheck_overzicht_csv",
    "regiocheck_uitkomst_csv",
    "regiocheck_uitkomst_json",
    "igs_opstarten_kalender_ics",
    "grensbrekers_ontmoetingen_ics",
    "cultuurnota_planning_ics",
    "media",
    "well_known_security",  # a name cannot begin with the dot of its path
    "mijn_gegevens_zonder_account",  # "mijn_gegevens" is of who has one
}


@pytest.mark.parametrize(("pad", "patroon"), EIGEN, ids=[str(patroon.name) for _, patroon in EIGEN])
def test_pad_naam_view_en_sjabloon_heten_hetzelfde(pad, patroon):
    assert patroon.callback.__name__ == patroon.name
    if patroon.name not in ANDERS:
        assert patroon.name == naam_volgens(pad)
    if not ZONDER_SJABLOON.search(pad):
        get_template(f"{patroon.callback.__module__.split('.')[0]}/{patroon.name}.html")


def bestanden() -> list[Path]:
    return [pad for app in APPS for pad in (BASIS / app).rglob("*.py") if "migrations" not in pad.parts]


@pytest.mark.parametrize("pad", bestanden(), ids=lambda pad: str(pad.relative_to(BASIS)))
def test_geen_bestand_boven_500_en_geen_functie_boven_50_regels(pad):
    tekst = pad.read_text()
    assert pad.stem not in LADES
    assert len(tekst.splitlines()) <= 500
    for knoop in ast.walk(ast.parse(tekst)):
        if isinstance(knoop, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (knoop.end_lineno or 0) - knoop.lineno < 50, f"{pad.name}:{knoop.lineno} {knoop.name}"


def test_een_view_filtert_niet_zelf():
    for app in APPS:
        for views in (BASIS / app).glob("views*.py"):
            assert ".filter(" not in views.read_text(), views


def test_elke_migratie_heeft_een_naam():
    for pad in BASIS.glob("*/migrations/[0-9]*.py"):
        assert "_auto_" not in pad.name
        assert not pad.name.endswith("_and_more.py")


SJABLONEN = sorted((BASIS / "templates").rglob("*.html"))


@pytest.mark.parametrize("pad", SJABLONEN, ids=lambda pad: str(pad.relative_to(BASIS / "templates")))
def test_sjabloon_is_kort_en_zonder_ingebouwde_stijl_of_code(pad):
    tekst = pad.read_text()
    assert len(tekst.splitlines()) <= 125
    assert not re.search(
        r'\sstyle="|<style|\son(click|load|error|change|input|submit|focus|blur|key\w+|mouse\w+)=', tekst
    )
    assert all("src=" in script or "ld+json" in script for script in re.findall(r"<script[^>]*>", tekst))
    assert "klik hier" not in tekst.lower()
    assert "ongeldig" not in tekst.lower()
