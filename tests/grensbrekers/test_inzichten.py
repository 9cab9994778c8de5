"""Insights: public by theme and as Atom, without names, made from a question, published by redactie."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from grensbrekers import inzichten
from grensbrekers.inzichten import MetNaam, namen_in, ontwerp_uit_vraag, publiceer, verberg
from grensbrekers.models import Inzicht
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker, Logregel
from tests import vijandig
from tests.fabriek import maak_gebruiker, om
from tests.grensbrekers.fabriek import (
    maak_antwoord,
    maak_grensbreker,
    maak_inschrijving,
    maak_inzicht,
    maak_netwerkvraag,
    maak_ontmoeting,
    maak_thema,
)
from tests.igs.lezen import ATOM, feed, pagina

pytestmark = pytest.mark.usefixtures("lege_databank")
LIJST = "/grensbrekers/inzichten/"
ATOMFEED = LIJST + "atom.xml"


@pytest.fixture
def door() -> Gebruiker:
    return maak_gebruiker("redactie@voorbeeld.be")


# --- for everybody ---
def test_de_lijst_toont_wat_gepubliceerd_is_het_nieuwste_eerst(client):
    maak_inzicht("Oud", gepubliceerd_op=om(1))
    maak_inzicht("Nieuw", gepubliceerd_op=om(20))
    maak_inzicht("Concept", gepubliceerd_op=None)
    maak_inzicht("Gepland", gepubliceerd_op=om(24))
    woorden = pagina(client, LIJST).woorden
    assert woorden.index("Nieuw ") < woorden.index("Oud ")
    assert "Concept" not in woorden
    assert "Gepland" not in woorden


def test_de_lijst_filtert_op_themas_waarover_er_iets_is(client):
    maak_inzicht("Over jeugd", ["jeugd"])
    maak_inzicht("Over podium", ["podium"])
    maak_thema("erfgoed")
    gelezen = pagina(client, LIJST + "?thema=jeugd")
    assert "Over jeugd" in gelezen.woorden
    assert "Over podium" not in gelezen.woorden
    assert gelezen.waarden("option", "value") == ["", "jeugd", "podium"]


def test_een_inzicht_heeft_een_adres_dat_enkel_dat_toont(client):
    een, ander = maak_inzicht("Dit wel", ["jeugd"]), maak_inzicht("Dat niet")
    woorden = pagina(client, inzichten.adres_van(een)).woorden
    assert "Dit wel" in woorden
    assert "Dat niet" not in woorden
    Inzicht.objects.filter(pk=ander.pk).update(gepubliceerd_op=None)
    assert "Dat niet" not in pagina(client, inzichten.adres_van(ander)).woorden


@pytest.mark.parametrize("wat", ["", "0", "-1", "x", "9" * 30, "%00", "١"])
def test_een_onbekend_inzicht_toont_de_hele_lijst(client, wat):
    maak_inzicht("Begin klein")
    assert "Wat grensbrekers leren" in pagina(client, f"{LIJST}?inzicht={wat}").woorden


def test_een_inzicht_noemt_de_ontmoeting_waaruit_het_komt_als_die_online_staat(client):
    maak_inzicht("A", ontmoeting=maak_ontmoeting("Aan tafel", begint_op=om(10)))
    maak_inzicht("B", ontmoeting=maak_ontmoeting("Geheim overleg", gepubliceerd_op=None))
    maak_inzicht("C", vraag=maak_netwerkvraag(maak_grensbreker("An Peeters"), "Een vraag van An?"))
    woorden = pagina(client, LIJST).woorden
    assert "Aan tafel" in woorden
    assert "Geheim overleg" not in woorden
    assert "Uit een vraag van een grensbreker" in woorden
    assert "Een vraag van An?" not in woorden
    assert "An Peeters" not in woorden


def test_zonder_inzicht_zegt_de_pagina_dat(client):
    assert "Er is nog geen inzicht" in pagina(client, LIJST).woorden
    assert not feed(client, ATOMFEED).findall("a:entry", ATOM)


def test_de_atomfeed_geeft_titel_tekst_themas_en_een_vast_adres(client, settings):
    settings.SITE_ADRES = "https://netwerk.example"
    een = maak_inzicht("Begin klein & fijn", ["jeugd", "podium"], tekst="Eerst dit.\n\nDan dat.")
    maak_inzicht("Concept", gepubliceerd_op=None)
    [stuk] = feed(client, ATOMFEED).findall("a:entry", ATOM)
    assert stuk.findtext("a:title", namespaces=ATOM) == "Begin klein & fijn"
    adres = f"https://netwerk.example/grensbrekers/inzichten/?inzicht={een.pk}"
    assert stuk.findtext("a:id", namespaces=ATOM) == adres
    assert {deel.get("term") for deel in stuk.findall("a:category", ATOM)} == {"Jeugd", "Podium"}
    assert stuk.findtext("a:summary", namespaces=ATOM) == "<p>Eerst dit.</p>\n\n<p>Dan dat.</p>"


@pytest.mark.parametrize("tekst", [*vijandig.SCRIPT, "regel\x0bmet\x07tekens\u202e"])
def test_vijandige_tekst_blijft_tekst_op_de_pagina_en_in_de_feed(client, tekst):
    maak_inzicht(tekst, tekst=tekst)
    assert "<script>alert" not in client.get(LIJST).content.decode()
    [stuk] = feed(client, ATOMFEED).findall("a:entry", ATOM)
    assert "<script" not in stuk.findtext("a:summary", namespaces=ATOM)
    assert "<img" not in stuk.findtext("a:summary", namespaces=ATOM)


@pytest.mark.parametrize("adres", [LIJST, ATOMFEED])
def test_een_lijst_kost_steeds_evenveel_vragen(client, adres):
    tellingen = []
    for aantal in (1, 20):
        while Inzicht.objects.count() < aantal:
            nummer = Inzicht.objects.count()
            maak_inzicht(f"Nummer {nummer}", ["jeugd"], ontmoeting=maak_ontmoeting(f"Ontmoeting {nummer}"))
        with CaptureQueriesContext(connection) as vragen:
            assert client.get(adres).status_code == 200
        tellingen.append(len(vragen))
    assert tellingen[0] == tellingen[1]


# --- made and published ---
def test_een_vraag_wordt_een_keer_een_concept_met_de_woorden_van_de_antwoorden(door):
    vraag = maak_netwerkvraag(maak_grensbreker("An Peeters"), "Hoe begin je?", ["jeugd"])
    maak_antwoord(vraag, maak_grensbreker("Bo"), "Begin klein.")
    maak_antwoord(vraag, None, "x" * 3000)
    een = ontwerp_uit_vraag(vraag=vraag, door=door)
    assert ontwerp_uit_vraag(vraag=vraag, door=door) == een
    assert (een.titel, een.gepubliceerd_op, list(een.themas.all())) == ("Hoe begin je?", None, [maak_thema("jeugd")])
    assert een.tekst.startswith("Begin klein.\n\nxxx")
    assert len(een.tekst) == 2000


def test_publiceren_en_verbergen_gebeurt_een_keer_en_staat_in_het_logboek(door):
    een = maak_inzicht(gepubliceerd_op=None)
    for _ in range(2):
        publiceer(inzicht=een, door=door)
    een.refresh_from_db()
    assert een.gepubliceerd_op == nu()
    for _ in range(2):
        verberg(inzicht=een, door=door)
    een.refresh_from_db()
    assert een.gepubliceerd_op is None
    assert list(Logregel.objects.order_by("pk").values_list("actie", flat=True)) == ["gepubliceerd", "verborgen"]


@pytest.mark.parametrize(
    ("tekst", "gevonden"),
    [
        ("Niemand te herkennen.", []),
        ("Zoals An Peeters zei.", ["An Peeters"]),
        ("zoals AN PEETERS: zei", ["An Peeters"]),
        ("Bo zei ja, Cis (van Hove) nee", ["Bo", "Cis"]),
        ("In Bornem en bij Bobo in Ciske", []),
        ("Mail naar an.peeters@lint.be voor meer.", ["an.peeters@lint.be"]),
        ("O'Neil (x) was er", ["O'Neil (x)"]),
    ],
)
def test_een_naam_of_adres_houdt_het_publiceren_tegen(door, tekst, gevonden):
    vraag = maak_netwerkvraag(maak_grensbreker("An Peeters"))
    maak_antwoord(vraag, maak_grensbreker("Bo"))
    ontmoeting = maak_ontmoeting()
    for naam in ("Cis", "O'Neil (x)"):
        maak_inschrijving(ontmoeting, maak_grensbreker(naam))
    een = maak_inzicht("Titel", tekst=tekst, vraag=vraag, ontmoeting=ontmoeting, gepubliceerd_op=None)
    assert namen_in(een, een.titel, een.tekst) == gevonden
    if not gevonden:
        publiceer(inzicht=een, door=door)
    else:
        with pytest.raises(MetNaam, match="zonder namen"):
            publiceer(inzicht=een, door=door)
    een.refresh_from_db()
    assert bool(een.gepubliceerd_op) == (not gevonden)
