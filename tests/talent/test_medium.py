"""Sound and film on a page: a plain link, a player only after a button, and only the hosts that are shown."""

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string

from opnetwerk.antwoordkoppen import sta_kaders_toe
from talent.media import GASTHEREN
from talent.models import Medium
from tests.observatorium import cijfer
from tests.talent.fabriek import eigenaar_van, maak_medium, maak_talent

SLEUTELS = {
    "youtube": "dQw4w9WgXcQ",
    "vimeo": "76979871",
    "spotify": "track/4uLU6hMCjMI75M1A2tKUQC",
    "soundcloud": "de-band/ons-lied",
    "bandcamp": "album=3553509833",
    "mixcloud": "radio/de-mix",
}


def toon(**velden: str) -> str:
    return render_to_string("talent/_medium.html", {"medium": Medium(**velden)})


@pytest.mark.parametrize("aanbieder", SLEUTELS)
def test_de_knop_noemt_wie_wat_krijgt_en_er_is_altijd_een_link(aanbieder):
    html = toon(aanbieder=aanbieder, sleutel=SLEUTELS[aanbieder], titel="Ons lied", beschrijving="Een feest.")
    naam = Medium(aanbieder=aanbieder).get_aanbieder_display()
    assert f"{naam} krijgt dan je IP-adres" in html
    assert "Wij onthouden je keuze niet." in html
    assert f"bij {naam}</a>" in html
    assert "Een feest." in html
    # Nothing is asked of the provider by the page itself; the box with the button waits for the script.
    assert "<iframe" not in html
    assert "<img" not in html
    assert "data-voor hidden" in html


def test_een_plaat_zonder_nummer_is_een_link_zonder_speler():
    html = toon(aanbieder="bandcamp", sleutel="deband/album/de-plaat")
    assert 'href="https://deband.bandcamp.com/album/de-plaat"' in html
    assert "data-speler" not in html
    assert "IP-adres" not in html


@pytest.mark.parametrize("sleutel", ['"><script>alert(1)</script>', "javascript:alert(1)", ""])
def test_een_sleutel_die_niet_kan_toont_niets(sleutel):
    assert toon(aanbieder="youtube", sleutel=sleutel, titel="x").strip() == ""


def test_de_woorden_blijven_woorden():
    html = toon(aanbieder="vimeo", sleutel="76979871", titel='"><script>alert(1)</script>', beschrijving="<b>x</b>")
    assert "<script>" not in html
    assert "<b>" not in html


def kaders(antwoord: HttpResponse) -> list[str]:
    regels = antwoord.headers["Content-Security-Policy"].split("; ")
    return next((regel.split()[1:] for regel in regels if regel.startswith("frame-src")), [])


@pytest.mark.parametrize("aanbieder", SLEUTELS)
def test_een_profiel_mag_alleen_omlijsten_wat_het_toont_en_haalt_a_plus(client, db, settings, aanbieder):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 63_072_000
    talent = maak_talent()
    maak_medium(talent.online, aanbieder=aanbieder, sleutel=SLEUTELS[aanbieder])
    antwoord = client.get(talent.get_absolute_url(), secure=True)
    assert kaders(antwoord) == [f"https://{GASTHEREN[aanbieder].kader}"]
    assert cijfer(antwoord) == "A+"
    assert "js/media.js" in antwoord.content.decode()


def test_een_profiel_zonder_of_met_verborgen_media_omlijst_niets(client, db):
    talent = maak_talent()
    assert kaders(client.get(talent.get_absolute_url())) == []
    maak_medium(talent.online)
    talent.online.zichtbaarheid = {"media": "niemand"}
    talent.online.save()
    antwoord = client.get(talent.get_absolute_url())
    assert kaders(antwoord) == []
    assert "youtube" not in antwoord.content.decode().lower()


def test_de_bewerkpaginas_omlijsten_niets(client, db):
    talent = maak_talent()
    maak_medium(talent.online)
    client.force_login(eigenaar_van(talent))
    for rest in ("media/", "voorbeeld/"):
        antwoord = client.get(f"/mijn/talent/{talent.slug}/bewerken/{rest}")
        assert kaders(antwoord) == []
        assert "js/media.js" not in antwoord.content.decode()


def test_wat_een_pagina_mag_omlijsten_verandert_de_rest_van_het_beleid_niet(settings):
    antwoord = HttpResponse()
    sta_kaders_toe(antwoord, [])
    assert "Content-Security-Policy" not in antwoord.headers
    sta_kaders_toe(antwoord, ["https://speler.example"])
    beleid = antwoord.headers["Content-Security-Policy"]
    assert beleid.endswith("; frame-src https://speler.example")
    assert beleid.startswith("default-src 'none'; script-src 'self'")
    assert "frame-src" not in settings.SECURE_CSP
