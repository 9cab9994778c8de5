"""Submitting a profile, comparing it, showing it to a friend, and what its figures say."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opnetwerk.models import Deelnemer, Gesprek, Gespreksbericht, Toestemming
from talent.bewerken import open_concept
from talent.models import Maandtelling, Talent
from talent.onderdelen import ALLE
from talent.toestemmen import PUBLICATIE, heeft_toestemming
from talent.vergelijken import VOLGORDE
from tests.fabriek import maak_gebruiker, om
from tests.talent.bewerkpagina import Bewerkpagina
from tests.talent.fabriek import eigenaar_van, geef_akkoord, maak_beeld, maak_discipline, maak_medium, maak_talent
from tests.talent.profielpaginas import concept, ingevuld, lees, maak_talent_in_lint, pad, plaats

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lege_tellers(db):
    cache.clear()


@pytest.fixture
def talent(gegevens):
    return maak_talent_in_lint()


@pytest.fixture
def maker(client, talent):
    client.force_login(eigenaar_van(talent))
    return client


# --- submitting -------------------------------------------------------------------------------------------------------
def maak_klaar(client: Client, **velden: Any) -> Talent:
    """A draft that can be submitted, but for the consent."""
    talent = maak_talent(online=False, **{"tekst": "x" * 200, **velden})
    Toestemming.objects.all().delete()
    client.force_login(eigenaar_van(talent))
    return talent


def test_indienen_vraagt_de_toestemming_die_er_nog_niet_is(client, gegevens):
    talent = maak_klaar(client)
    adres = pad(talent, "indienen/")
    pagina = Bewerkpagina(client.get(adres))
    pagina.keur()
    assert "checked" not in pagina.invoer["akkoord"].kenmerken
    antwoord = client.post(adres, {})
    Bewerkpagina(antwoord).keur_fouten()
    assert concept(talent).stand == "concept"
    antwoord = client.post(adres, {"akkoord": "on"})
    assert antwoord.headers["Location"] == f"{pad(talent)}?net=ingediend"
    assert concept(talent).stand == "ingediend"
    assert heeft_toestemming(talent, PUBLICATIE)
    assert "Je profiel ligt nu bij de coördinator" in lees(client.get(antwoord.headers["Location"]))


def test_twee_keer_indienen_is_een_keer(client, gegevens):
    talent = maak_klaar(client)
    for _ in range(2):
        assert client.post(pad(talent, "indienen/"), {"akkoord": "on"}).status_code == 302
    assert concept(talent).stand == "ingediend"


def test_wat_ontbreekt_staat_er_met_de_weg_ernaartoe(client, gegevens):
    talent = maak_klaar(client, kort="")
    geef_akkoord(talent)
    pagina = lees(client.get(pad(talent, "indienen/")))
    assert f'<a href="{pad(talent, "wie/")}">Zeg in één zin wat je maakt.</a>' in pagina
    assert "Dien in</button>" not in pagina
    assert client.post(pad(talent, "indienen/"), {}).status_code == 200
    assert concept(talent).stand == "concept"


def test_wie_niet_klaar_is_gaf_ook_geen_toestemming(client, gegevens):
    talent = maak_klaar(client, kort="")
    client.post(pad(talent, "indienen/"), {"akkoord": "on"})
    assert not heeft_toestemming(talent, PUBLICATIE)


def test_terughalen_mag_twee_keer_en_ook_als_er_niets_is(client, gegevens, maker, talent):
    assert maker.post(pad(talent, "indienen/"), {"doe": "trek_in"}).status_code == 302
    ander = maak_klaar(client, naam="Ander")
    client.post(pad(ander, "indienen/"), {"akkoord": "on"})
    for _ in range(2):
        antwoord = client.post(pad(ander, "indienen/"), {"doe": "trek_in"})
        assert antwoord.headers["Location"] == f"{pad(ander)}?net=terug"
    assert concept(ander).stand == "concept"


def test_een_link_openen_dient_niets_in(client, gegevens):
    talent = maak_klaar(client)
    geef_akkoord(talent)
    client.get(pad(talent, "indienen/?doe=dien_in"))
    client.get(pad(talent, "indienen/?doe=trek_in"))
    assert concept(talent).stand == "concept"


def test_bewaren_terwijl_het_ingediend_is_vraagt_om_het_terug_te_halen(client, gegevens):
    talent = maak_klaar(client)
    adres = pad(talent, "wie/")
    data = ingevuld(client, adres) | {"kort": "Toch anders."}
    client.post(pad(talent, "indienen/"), {"akkoord": "on"})
    assert "Haal terug en bewaar" in lees(client.get(adres))
    pagina = Bewerkpagina(client.post(adres, data))
    pagina.keur_fouten()
    assert pagina.invoer["kort"].kenmerken["value"] == "Toch anders."
    assert concept(talent).stand == "ingediend"
    assert client.post(adres, data | {"trek_in": "ja"}).status_code == 302
    assert (concept(talent).stand, concept(talent).kort) == ("concept", "Toch anders.")


# --- comparing and looking --------------------------------------------------------------------------------------------
def test_vergelijken_toont_alleen_wat_verschilt(maker, talent):
    plaats(maker, pad(talent, "wie/"), kort="Zoals het wordt.")
    antwoord = maker.get(pad(talent, "vergelijk/"))
    assert [(een.veld, een.oud, een.nieuw) for een in antwoord.context["anders"]] == [
        ("kort", "Zoals het was.", "Zoals het wordt.")
    ]


def test_weggooien_kan_alleen_met_de_knop(maker, talent):
    plaats(maker, pad(talent, "wie/"), kort="Zoals het wordt.")
    maker.get(pad(talent, "vergelijk/?doe=gooi_weg"))
    maker.post(pad(talent, "vergelijk/"), {})
    assert concept(talent)
    assert maker.post(pad(talent, "vergelijk/"), {"doe": "gooi_weg"}).headers["Location"].endswith("?net=weggegooid")
    assert Talent.objects.get(pk=talent.pk).concept is None


def test_het_voorbeeld_toont_elke_kijker_alleen_wat_die_mag_zien(maker, talent):
    plaats(maker, pad(talent, "links/"), telefoon="0470 12 34 56")
    plaats(maker, pad(talent, "praktisch/"), duur="Twee uur lang.")
    maker.post(pad(talent, "zichtbaarheid/"), ingevuld(maker, pad(talent, "zichtbaarheid/")) | {"duur": "aangemeld"})
    bezoeker = lees(maker.get(pad(talent, "voorbeeld/?als=bezoeker")))
    aangemeld = lees(maker.get(pad(talent, "voorbeeld/?als=aangemeld")))
    assert "Twee uur lang." not in bezoeker
    assert "Twee uur lang." in aangemeld
    for pagina in (bezoeker, aangemeld, lees(maker.get(pad(talent, "voorbeeld/?als=beheerder")))):
        assert "0470" not in pagina


def vriendenlink(client: Client, talent: Talent) -> str:
    return str(client.get(pad(talent, "voorbeeld/")).context["vriendenlink"])


def test_een_vriend_ziet_het_concept_zoals_een_bezoeker(maker, talent):
    plaats(maker, pad(talent, "wie/"), kort="Zoals het wordt.")
    plaats(maker, pad(talent, "links/"), telefoon="0470 12 34 56")
    vriend = Client()
    antwoord = vriend.get(vriendenlink(maker, talent))
    assert antwoord.status_code == 200
    assert not antwoord.cookies
    assert antwoord.headers["X-Robots-Tag"] == "noindex"
    assert antwoord.headers["Cache-Control"] == "private, no-store"
    assert antwoord.headers["Referrer-Policy"] == "no-referrer"
    assert "frame-src" not in antwoord.headers["Content-Security-Policy"]
    assert "Zoals het wordt." in lees(antwoord)
    assert "0470" not in lees(antwoord)
    assert vriend.post(vriendenlink(maker, talent)).status_code == 405


def test_de_link_werkt_zeven_dagen(maker, talent, settings):
    link = vriendenlink(maker, talent)
    for dag, status in ((30, 200), (31, 404)):
        settings.VASTE_DAG = om(dag).date() if dag < 31 else om(1, maand=12).date()
        assert Client().get(link).status_code == status


@pytest.mark.parametrize("teken", ["x", "a" * 2000, "x:y:z", "%00"])
def test_een_link_die_niet_van_ons_is_toont_niets(db, teken):
    assert Client().get(f"/talent/voorbeeld/{teken}/").status_code == 404


def test_de_link_toont_niets_meer_als_de_maker_zich_verbergt_of_die_versie_weg_is(maker, talent):
    link = vriendenlink(maker, talent)
    Talent.objects.filter(pk=talent.pk).update(verborgen_op=om(1), verborgen_door="eigenaar")
    assert Client().get(link).status_code == 404
    Talent.objects.filter(pk=talent.pk).update(verborgen_op=None, verborgen_door="", wissen_op=om(1))
    assert Client().get(link).status_code == 404
    Talent.objects.filter(pk=talent.pk).update(wissen_op=None, online=None)
    assert Client().get(link).status_code == 404


def test_van_wie_jonger_is_dan_16_is_er_geen_link(client, gegevens):
    talent = maak_talent(naam="Noor", leeftijd="13-15")
    client.force_login(eigenaar_van(talent))
    assert vriendenlink(client, talent) == ""


# --- figures ----------------------------------------------------------------------------------------------------------
def maak_gesprek(betreft: str, nummer: int, antwoorden: int = 0) -> None:
    gesprek = Gesprek.objects.create(
        formulier=f"f{nummer}", betreft=betreft, betreft_naam="x", onderwerp="x", stand="open", bevestigd_op=om(5)
    )
    afzender = Deelnemer.objects.create(gesprek=gesprek, kant="afzender", naam="A", email="a@voorbeeld.be")
    ontvanger = Deelnemer.objects.create(gesprek=gesprek, kant="ontvanger", naam="B", email="b@voorbeeld.be")
    for plek, van in enumerate([afzender, *[ontvanger] * antwoorden]):
        bericht = Gespreksbericht.objects.create(gesprek=gesprek, van=van, formulier=f"{nummer}-{plek}", tekst="x")
        Gespreksbericht.objects.filter(pk=bericht.pk).update(gemaakt_op=om(6))


def test_de_cijfers_tellen_twaalf_maanden_en_alleen_dit_talent(maker, talent):
    ander = maak_talent(naam="Ander")
    for wie, maand, keer in ((talent, 11, 7), (talent, 10, 5), (ander, 11, 100)):
        Maandtelling.objects.create(talent=wie, maand=om(1, maand=maand).date(), bekeken=keer)
    Maandtelling.objects.create(talent=talent, maand=om(1).date().replace(year=2025), bekeken=1000)
    maak_gesprek(f"talent:{talent.kenmerk}", 1, antwoorden=2)
    maak_gesprek(f"talent:{talent.kenmerk}", 2)
    maak_gesprek(f"talent:{ander.kenmerk}", 3, antwoorden=5)
    antwoord = maker.get(f"/mijn/talent/{talent.slug}/cijfers/")
    assert antwoord.context["totaal"] == {"bekeken": 12, "berichten": 2, "antwoorden": 2}
    maanden = antwoord.context["maanden"]
    assert [maand.maand.isoformat() for maand in (maanden[0], maanden[-1])] == ["2026-11-01", "2025-12-01"]
    assert (maanden[0].bekeken, maanden[0].berichten, maanden[0].antwoorden) == (7, 2, 2)


def test_de_cijfers_zijn_van_de_maker_alleen(client, talent):
    adres = f"/mijn/talent/{talent.slug}/cijfers/"
    assert client.get(adres).status_code == 302
    client.force_login(maak_gebruiker("vreemd@voorbeeld.be"))
    assert client.get(adres).status_code == 404
    client.force_login(eigenaar_van(talent))
    assert client.put(adres).status_code == 405


# --- how much it costs ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rest", ["", "voorbeeld/", "beelden/", "media/", "vergelijk/", "indienen/", "wie/", "wat/"])
def test_een_pagina_kost_evenveel_vragen_hoeveel_er_ook_op_staat(maker, talent, rest):
    profiel = open_concept(talent=talent)
    maak_beeld(profiel)
    maak_medium(profiel)
    maker.get(pad(talent, rest))
    with CaptureQueriesContext(connection) as weinig:
        maker.get(pad(talent, rest))
    for nummer in range(7):
        maak_beeld(profiel, alt=f"Beeld {nummer}")
        maak_medium(profiel, sleutel=f"dQw4w9WgXc{nummer}")
    profiel.disciplines.set([maak_discipline("jazz-en-blues"), maak_discipline("danstheater")])
    with CaptureQueriesContext(connection) as veel:
        maker.get(pad(talent, rest))
    assert len(weinig) == len(veel) <= 16


def test_elk_veld_staat_in_precies_een_onderdeel():
    velden = [veld for deel in ALLE for veld in deel.velden]
    assert sorted(velden) == sorted(VOLGORDE)
