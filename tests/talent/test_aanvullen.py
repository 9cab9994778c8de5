"""Who offers what another looks for: across the border of the municipality, with reasons, and nobody hidden."""

from datetime import date
from typing import Any

import pytest

from talent.aanvullen import AANTAL, aanvullingen
from talent.models import Talent
from talent.zoekrij import leid_af
from tests.fabriek import maak_gemeente
from tests.talent.fabriek import maak_talent

pytestmark = pytest.mark.usefixtures("lege_databank")
DAG = date(2026, 11, 23)


@pytest.fixture
def plaatsen() -> dict[str, Any]:
    """Lint at 0 km, Boechout at about 7, Ver at more than 60."""
    return {
        "Lint": maak_gemeente("11025", "Lint", lat=51.10, lon=4.4),
        "Boechout": maak_gemeente("11004", "Boechout", lat=51.16, lon=4.4),
        "Kontich": maak_gemeente("11024", "Kontich", lat=51.19, lon=4.4),
        "Ver": maak_gemeente("31005", "Ver", lat=51.1, lon=3.2),
    }


@pytest.fixture
def an(plaatsen: dict[str, Any]) -> Talent:
    """A musician in Lint who looks for somebody to play with, and teaches."""
    return maak_talent(naam="An", gemeente=plaatsen["Lint"], zoekt=["medespeler"], rollen=["lesgever"])


def namen(talent: Talent, dag: date = DAG, **velden: Any) -> list[str]:
    return [een.kaartje.naam for een in aanvullingen(talent, dag, **velden)]


def test_wie_biedt_wat_je_zoekt_in_een_andere_gemeente_met_de_reden(an, plaatsen):
    maak_talent(naam="Bo", gemeente=plaatsen["Boechout"], aanbod=["samen-maken", "invallen"])
    maak_talent(naam="Niets", gemeente=plaatsen["Boechout"], aanbod=["jury"])
    maak_talent(naam="Buur", gemeente=plaatsen["Lint"], aanbod=["invallen"])
    [bo] = aanvullingen(an, DAG)
    assert (bo.kaartje.naam, bo.km, bo.gemeente) == ("Bo", 7, "Boechout")
    assert bo.redenen == (
        "Je zoekt een medespeler. Bo biedt aan: samen iets maken en invallen.",
        "Jullie doen allebei Pop en rock.",
    )


def test_ook_wie_zoekt_wat_jij_biedt(an, plaatsen):
    maak_talent(naam="Leerling", gemeente=plaatsen["Boechout"], zoekt=["coach"], disciplines=["dans"])
    [leerling] = aanvullingen(an, DAG)
    assert leerling.redenen == ("Leerling zoekt een coach. Bij jou staat: lesgever of begeleider.",)


def test_een_rol_en_een_aanbod_samen_zijn_een_zin(plaatsen):
    zoeker = maak_talent(naam="Zoeker", gemeente=plaatsen["Lint"], zoekt=["coach"])
    maak_talent(naam="Co", gemeente=plaatsen["Boechout"], rollen=["regisseur"], aanbod=["workshop"])
    [co] = aanvullingen(zoeker, DAG)
    assert co.redenen[0] == (
        "Je zoekt een coach. Co is regisseur, dirigent of choreograaf en biedt aan: een workshop geven."
    )


@pytest.mark.parametrize(
    "velden",
    [
        {"leeftijd": "13-15"},
        {"pauze": True},
        {"online": False},
        {"zichtbaarheid": {"aanbod": "niemand"}},
        {"zichtbaarheid": {"aanbod": "aangemeld"}},
        {"zichtbaarheid": {"gemeente": "niemand"}},
    ],
)
def test_niet_wie_jong_op_pauze_of_weg_is_en_niet_wat_verborgen_is(an, plaatsen, velden):
    maak_talent(naam="Bo", gemeente=plaatsen["Boechout"], aanbod=["invallen"], **velden)
    assert namen(an) == []


def test_wie_verborgen_wordt_verdwijnt_meteen(an, plaatsen):
    bo = maak_talent(naam="Bo", gemeente=plaatsen["Boechout"], aanbod=["invallen"])
    assert namen(an) == ["Bo"]
    Talent.objects.filter(pk=bo.pk).update(verborgen_op="2026-11-01T12:00Z", verborgen_door="eigenaar")
    leid_af(bo)
    assert namen(an) == []


def test_de_dichtste_eerst_wie_hetzelfde_doet_iets_hoger_en_niet_te_ver(an, plaatsen):
    maak_talent(naam="Dans", gemeente=plaatsen["Boechout"], aanbod=["invallen"], disciplines=["dans"])
    maak_talent(naam="Pop", gemeente=plaatsen["Kontich"], aanbod=["invallen"])
    maak_talent(naam="Ver", gemeente=plaatsen["Ver"], aanbod=["invallen"])
    assert namen(an) == ["Pop", "Dans"]


def test_niemand_voor_wie_jong_is_niets_zoekt_of_niet_online_staat(plaatsen):
    maak_talent(naam="Bo", gemeente=plaatsen["Boechout"], aanbod=["invallen"])
    lint = plaatsen["Lint"]
    assert namen(maak_talent(naam="Jo", gemeente=lint, leeftijd="13-15", zoekt=["medespeler"])) == []
    assert namen(maak_talent(naam="Stil", gemeente=lint)) == []
    assert namen(maak_talent(naam="Concept", gemeente=lint, zoekt=["medespeler"], online=False)) == []


def test_wie_even_ver_woont_wisselt_van_plaats_en_blijft_dezelfde_op_een_dag(an, plaatsen):
    for nummer in range(AANTAL + 11):
        maak_talent(naam=f"Maker {nummer}", gemeente=plaatsen["Boechout"], aanbod=["invallen"])
    vandaag = namen(an)
    assert len(vandaag) == AANTAL
    assert vandaag == namen(an)
    gezien = {naam for dag in range(1, 15) for naam in namen(an, date(2026, 12, dag))}
    assert len(gezien) == AANTAL + 11


@pytest.mark.parametrize("aantal", [1, 20])
def test_het_kost_steeds_evenveel_vragen(an, plaatsen, aantal, django_assert_num_queries):
    for nummer in range(aantal):
        maak_talent(naam=f"Maker {nummer}", gemeente=plaatsen["Boechout"], aanbod=["invallen"])
    aanvullingen(an, DAG)
    talent = Talent.objects.select_related("online__gemeente").get(pk=an.pk)
    with django_assert_num_queries(12):
        assert len(aanvullingen(talent, DAG)) == min(aantal, AANTAL)
