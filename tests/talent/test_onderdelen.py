"""The list of tasks: what each part asks, and where a field is filled in."""

import pytest
from django.urls import resolve

from talent.indienen import Gebrek
from talent.models import Profiel
from talent.onderdelen import ALLE, met_formulier, met_pad, onderdelen_van, pad_van, pad_van_veld, takenlijst
from talent.vergelijken import VOLGORDE
from talent.zichtbaarheid import NOOIT_BIJ_JONG
from tests.talent.fabriek import maak_talent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("deel", ALLE, ids=lambda deel: deel.sleutel)
def test_elk_onderdeel_heeft_een_pagina_en_een_formulier_dat_zijn_velden_vraagt(deel):
    talent = maak_talent()
    assert resolve(pad_van(talent, deel)).url_name.startswith("mijn_talent_bewerken_")
    if deel.formulier:
        assert set(deel.formulier(talent=talent).namen()) <= set(deel.velden)
        assert met_formulier(talent, deel.sleutel) == deel
    else:
        assert met_formulier(talent, deel.sleutel) is None


@pytest.mark.parametrize("veld", VOLGORDE)
def test_elk_veld_heeft_een_plek(veld):
    talent = maak_talent()
    assert pad_van_veld(talent, veld) != pad_van_veld(talent, "bestaat-niet")


def test_wie_jonger_is_dan_16_krijgt_geen_onderdeel_dat_nooit_getoond_wordt():
    jong = maak_talent(naam="Noor", leeftijd="13-15")
    weg = set(ALLE) - set(onderdelen_van(jong))
    assert {veld for deel in weg for veld in deel.velden} <= NOOIT_BIJ_JONG
    for deel in onderdelen_van(jong):
        if deel.formulier:
            assert not set(deel.formulier(talent=jong).namen()) & NOOIT_BIJ_JONG


def test_zonder_enige_versie_is_er_toch_een_lijst():
    talent = maak_talent(online=False)
    Profiel.objects.all().delete()
    talent.refresh_from_db()
    standen = {taak.onderdeel.sleutel: taak.stand for taak in takenlijst(talent)["taken"]}
    assert standen["wie"] == standen["wat"] == standen["waar"] == "nog nodig"


def test_wat_nergens_te_verhelpen_is_heeft_geen_pad():
    talent = maak_talent()
    [(_, pad), (_, nergens)] = met_pad(talent, [Gebrek("kort", "x"), Gebrek("", "y")])
    assert pad.endswith("/bewerken/wie/")
    assert nergens == ""
