"""Practices: list and page."""

from datetime import timedelta
from typing import Any

import pytest

from igs.models import Foto
from tests.fabriek import GEPUBLICEERD, maak_igs, maak_praktijk
from tests.igs.lezen import pagina

pytestmark = pytest.mark.django_db


def maak_foto(**velden: Any) -> Foto:
    """A row without a file on disk: the page only names the address."""
    foto = Foto(**{"alt": "Een bibliobus", "bron": "An Voorbeeld", "breedte": 800, "hoogte": 600} | velden)
    foto.bestand.name = "afbeeldingen/voorbeeld.jpg"
    Foto.objects.bulk_create([foto])
    return foto


def test_de_lijst_toont_de_nieuwste_eerst_met_foto_en_igs(client):
    igs = maak_igs("Ons netwerk")
    maak_praktijk(igs, "Oud", gepubliceerd_op=GEPUBLICEERD - timedelta(days=1))
    maak_praktijk(igs, "Nieuw", foto=maak_foto())
    bladzijde = pagina(client, "/praktijken/")
    assert bladzijde.woorden.index("Nieuw") < bladzijde.woorden.index("Oud")
    assert "2 praktijken" in bladzijde.woorden
    assert bladzijde.waarden("img", "alt") == ["Een bibliobus"]
    assert bladzijde.woorden.count("Ons netwerk") == 2


def test_zonder_praktijken_zegt_de_pagina_dat(client):
    assert "Er staan nog geen praktijken op het portaal." in pagina(client, "/praktijken/").woorden


def test_na_24_praktijken_komt_een_volgende_bladzijde(client):
    igs = maak_igs()
    for nummer in range(25):
        maak_praktijk(igs, f"Praktijk {nummer:02}", gepubliceerd_op=GEPUBLICEERD - timedelta(hours=nummer))
    assert "Praktijk 24" not in pagina(client, "/praktijken/").woorden
    assert "Praktijk 24" in pagina(client, "/praktijken/?pagina=2").woorden


@pytest.mark.parametrize(("adres", "vragen"), [("/praktijken/", 2), ("/praktijken/p-0/", 1)])
@pytest.mark.parametrize("rijen", [1, 20])
def test_een_vast_aantal_vragen(client, adres, vragen, rijen, django_assert_num_queries):
    igs = maak_igs()
    for nummer in range(rijen):
        maak_praktijk(igs, f"P {nummer}", foto=maak_foto(alt=f"Foto {nummer}"))
    with django_assert_num_queries(vragen):
        assert client.get(adres).status_code == 200


def test_een_praktijk_met_foto_opmaak_en_jsonld(client, settings):
    praktijk = maak_praktijk(
        maak_igs("Ons netwerk"), "Bibliobus", foto=maak_foto(), tekst="<p>Rijdt <em>elke</em> dag.</p>"
    )
    bladzijde = pagina(client, "/praktijken/bibliobus/")
    assert "Gezien bij Ons netwerk . Geplaatst op 1 november 2026" in bladzijde.woorden
    assert "Foto: An Voorbeeld" in bladzijde.woorden
    assert ("em", {}) in bladzijde.elementen
    [foto] = [attrs for tag, attrs in bladzijde.elementen if tag == "img"]
    assert (foto["alt"], foto["width"], foto["height"]) == ("Een bibliobus", "800", "600")
    assert {"/praktijken/", "/igs/ons-netwerk/"} <= set(bladzijde.waarden("a", "href"))
    assert bladzijde.jsonld == {
        "@context": "https://schema.org",
        "@type": "Article",
        "url": f"{settings.SITE_ADRES}/praktijken/bibliobus/",
        "headline": praktijk.titel,
        "description": "Rijdt elke dag.",
        "datePublished": "2026-11-01",
        "publisher": {"@type": "GovernmentOrganization", "name": "Ons netwerk"},
    }
