"""My talents: the list, the home of one, what each state says, and nobody else's."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opnetwerk.models import Gebruiker
from talent.mijn import CONCEPT, VERBORGEN, WIJZIGING, stand_van
from talent.models import Profiel, Talent
from talent.verlaten import vraag_wissen
from tests.fabriek import maak_gebruiker
from tests.talent.fabriek import maak_talent

pytestmark = pytest.mark.django_db
PAGINAS = ["", "beheerders/", "toestemmingen/", "ouder/", "meenemen/", "wissen/"]


@pytest.fixture
def an() -> Gebruiker:
    return maak_gebruiker("an@voorbeeld.be")


def als(gebruiker: Gebruiker) -> Client:
    client = Client()
    client.force_login(gebruiker)
    return client


def test_wie_niets_heeft_krijgt_een_weg_ernaartoe(an: Gebruiker) -> None:
    pagina = als(an).get("/mijn/talent/").content.decode()
    assert "Je hebt nog geen profiel" in pagina
    assert "/talent/word-talent/" in pagina


def test_de_lijst_toont_mijn_talenten_met_hun_stand_en_geen_andere(an: Gebruiker) -> None:
    maak_talent(naam="De Band", soort="groep", eigenaar=an)
    maak_talent(naam="Solo", eigenaar=an, online=False)
    maak_talent(naam="Van een ander")
    pagina = als(an).get("/mijn/talent/").content.decode()
    assert "De Band" in pagina
    assert "Online" in pagina
    assert "Solo" in pagina
    assert "Concept" in pagina
    assert "Van een ander" not in pagina


def test_de_lijst_kost_altijd_evenveel(an: Gebruiker) -> None:
    client = als(an)
    maak_talent(naam="Band 0", eigenaar=an)
    client.get("/mijn/talent/")
    with CaptureQueriesContext(connection) as een:
        client.get("/mijn/talent/")
    for nummer in range(1, 20):
        maak_talent(naam=f"Band {nummer}", eigenaar=an, online=nummer % 2 == 0)
    with CaptureQueriesContext(connection) as twintig:
        client.get("/mijn/talent/")
    assert len(een) == len(twintig) <= 10


@pytest.mark.parametrize("pagina", PAGINAS)
@pytest.mark.parametrize("methode", ["get", "post"])
def test_een_ander_ziet_geen_van_de_paginas(an: Gebruiker, pagina: str, methode: str) -> None:
    maak_talent(naam="De Band", soort="groep", leeftijd="18", eigenaar=an)
    ander = als(maak_gebruiker("eva@voorbeeld.be"))
    antwoord = getattr(ander, methode)(f"/mijn/talent/de-band/{pagina}")
    assert antwoord.status_code == 404
    weg = getattr(ander, methode)(f"/mijn/talent/bestaat-niet/{pagina}")
    assert weg.status_code == 404
    niemand = getattr(Client(), methode)(f"/mijn/talent/de-band/{pagina}")
    assert niemand.headers["Location"].startswith("/accounts/login/?next=/mijn/talent/de-band/")


@pytest.mark.parametrize("pagina", PAGINAS)
def test_een_verkeerde_methode_is_een_405(an: Gebruiker, pagina: str) -> None:
    maak_talent(naam="De Band", eigenaar=an)
    for methode in ("put", "patch", "delete"):
        assert getattr(als(an), methode)(f"/mijn/talent/de-band/{pagina}").status_code == 405


def test_de_thuispagina_leidt_naar_alles(an: Gebruiker) -> None:
    maak_talent(naam="De Band", soort="groep", eigenaar=an)
    pagina = als(an).get("/mijn/talent/de-band/").content.decode()
    for pad in ("beheerders/", "toestemmingen/", "meenemen/", "wissen/"):
        assert f'href="/mijn/talent/de-band/{pad}"' in pagina, pad
    assert 'href="/talent/de-band/"' in pagina


def test_een_jong_talent_ziet_wat_er_eerst_moet(an: Gebruiker) -> None:
    maak_talent(naam="Noor", leeftijd="13-15", online=False, eigenaar=an)
    pagina = als(an).get("/mijn/talent/noor/").content.decode()
    assert "Je ouder gaf nog geen toestemming" in pagina
    assert 'href="/mijn/talent/noor/ouder/"' in pagina


@pytest.mark.parametrize("net", ["", "verberg", "<script>", "x" * 5000])
def test_een_vreemde_melding_wordt_niet_getoond(an: Gebruiker, net: str) -> None:
    maak_talent(naam="De Band", eigenaar=an)
    pagina = als(an).get("/mijn/talent/de-band/", {"net": net}).content.decode()
    assert ("Je profiel is verborgen" in pagina) is (net == "verberg")
    assert "<script>" not in pagina


# --- the words of each state ---


@pytest.mark.parametrize("stand", [stand for stand in Profiel.Stand if stand != Profiel.Stand.GOEDGEKEURD])
def test_elk_concept_heeft_een_woord_en_een_zin(stand: Profiel.Stand) -> None:
    talent = maak_talent(naam="Begin", online=False)
    talent.concept.stand = stand
    assert stand_van(talent) == CONCEPT[stand]
    online = maak_talent(naam="Al online")
    online.concept = Profiel(talent=online, stand=stand)
    assert stand_van(online).woord == "Online"
    assert stand_van(online).uitleg == WIJZIGING[stand]


@pytest.mark.parametrize("wie", list(Talent.Verborgen))
def test_verborgen_zegt_door_wie(wie: Talent.Verborgen) -> None:
    talent = maak_talent(naam="Weg")
    talent.verborgen_door = wie
    assert stand_van(talent).woord == "Verborgen"
    assert stand_van(talent).uitleg == VERBORGEN[wie]


def test_pauze_en_wissen_staan_in_de_zin(an: Gebruiker) -> None:
    talent = maak_talent(naam="De Band", eigenaar=an, pauze=True)
    assert "even niet beschikbaar" in stand_van(talent).uitleg
    vraag_wissen(talent=talent, door=an)
    assert stand_van(talent).woord == "Wordt gewist"
    assert "7 december 2026" in stand_van(talent).uitleg


def test_een_talent_zonder_profiel_is_een_concept() -> None:
    talent = maak_talent(naam="Leeg", online=False)
    talent.concept = None
    assert stand_van(talent).woord == "Concept"
