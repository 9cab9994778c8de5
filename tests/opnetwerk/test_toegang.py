"""Every address × who asks: a new address without a row here fails."""

import pytest
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, path

from opnetwerk.checks import adressen, eigen_view, toegang_vermeld
from opnetwerk.formulieren import schijnkenmerk
from opnetwerk.toegang import alleen_lokaal, publiek
from tests.fabriek import maak_gebruiker

# Addresses by URL name: an example path, and who may enter.
PUBLIEK = {
    "home": "/",
    "zoek": "/zoek/?q=xyzzy",
    "zoek_voorstellen": "/zoek/voorstellen.json?q=lin",
    "igs": "/igs/",
    "igs_pagina": "/igs/zuidrand/",
    "regios": "/regios/",
    "regios_pagina": "/regios/gent/",
    "gemeenten": "/gemeenten/",
    "gemeenten_pagina": "/gemeenten/lint/",
    "igs_opstarten": "/igs-opstarten/",
    "regiovorming": "/regiovorming/",
    "belicht": "/belicht/",
    "belicht_atom": "/belicht/atom.xml",
    "belicht_pagina": "/belicht/wannes-de-laender/",
    "belicht_vragen_pagina": "/belicht/vragen/waarop-ben-je-trots/",
    "agenda": "/agenda/",
    "agenda_feed": "/agenda/agenda.ics",
    "agenda_ics": "/agenda/voorbeeldactiviteit.ics",
    "agenda_pagina": "/agenda/voorbeeldactiviteit/",
    "nieuws": "/nieuws/",
    "nieuws_atom": "/nieuws/atom.xml",
    "nieuws_pagina": "/nieuws/voorbeeldbericht/",
    "praktijken": "/praktijken/",
    "praktijken_pagina": "/praktijken/voorbeeldpraktijk/",
    "open_data": "/open-data/",
    "open_data_kaart": "/open-data/kaart.geojson",
    "open_data_bestand": "/open-data/igs.csv",
    "deelbeeld_igs": "/deelbeeld/igs/zuidrand.png",
    "deelbeeld_regio": "/deelbeeld/regios/gent.png",
    "cultuurnota": "/cultuurnota/",
    "grensbrekers": "/grensbrekers/",
    "talent": "/talent/",
    "over": "/over/",
    "privacy": "/privacy/",
    "toegankelijkheid": "/toegankelijkheid/",
    "sitemap": "/sitemap.xml",
    "robots": "/robots.txt",
    "gezondheid_leeft": "/gezondheid/leeft/",
    "gezondheid_klaar": "/gezondheid/klaar/",
    "klopt_er_iets_niet_bedankt": f"/klopt-er-iets-niet/bedankt/{schijnkenmerk()}/",
}
# Everybody may read and send: these set the CSRF cookie, and no search engine keeps them.
PUBLIEK_FORMULIER = {"klopt_er_iets_niet": "/klopt-er-iets-niet/"}
INGELOGD = {"mijn": "/mijn/"}
LOKAAL = {"postvak": "/postvak/", "postvak_bericht": "/postvak/bestaat-niet/"}
# Public too, but it needs a file that is there: test_media.py asks it everything the others are asked here.
BESTAND = {"media": f"/media/afbeeldingen/{'0' * 32}.jpg"}
# Behind a signed link: test_uitnodigen.py and test_voorbeeld.py go in with a good and with a bad one.
MET_TEKEN = {
    "uitnodiging": "/uitnodiging/MQ/x/",
    "uitnodiging_aangenomen": "/uitnodiging/aangenomen/",
    "voorbeeld": "/voorbeeld/x/",
}
EIGEN = [patroon for _, patroon in adressen() if eigen_view(patroon)]


def test_elk_adres_staat_in_de_matrix():
    groepen = [PUBLIEK, PUBLIEK_FORMULIER, INGELOGD, LOKAAL, BESTAND, MET_TEKEN]
    assert {patroon.name for patroon in EIGEN} == {naam for groep in groepen for naam in groep}


def test_elke_view_zegt_wie_erin_mag():
    assert toegang_vermeld(None) == []


def test_de_controle_noemt_de_view_die_zwijgt(monkeypatch):
    def zwijgt(request):
        return HttpResponse()

    monkeypatch.setattr("opnetwerk.checks.adressen", lambda: iter([("stil/", path("stil/", zwijgt))]))
    [fout] = toegang_vermeld(None)
    assert "zwijgt (/stil/)" in fout.msg


@pytest.mark.parametrize("adres", PUBLIEK.values(), ids=PUBLIEK.keys())
def test_publiek_is_voor_iedereen_hetzelfde_zonder_koekje(client, inhoud, adres):
    antwoord = client.get(adres)
    assert antwoord.status_code == 200
    assert not antwoord.cookies
    assert "Cookie" in antwoord.headers["Vary"]
    assert "private" not in antwoord.headers["Cache-Control"]
    assert not getattr(antwoord.wsgi_request, "session", None) or not antwoord.wsgi_request.session.accessed


@pytest.mark.parametrize("adres", PUBLIEK.values(), ids=PUBLIEK.keys())
def test_publiek_met_een_sessie_wordt_niet_bewaard(client, inhoud, adres):
    client.force_login(maak_gebruiker())
    antwoord = client.get(adres)
    assert antwoord.status_code == 200
    assert antwoord.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("methode", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("adres", PUBLIEK.values(), ids=PUBLIEK.keys())
def test_publiek_laat_zich_alleen_lezen(client, inhoud, adres, methode):
    assert getattr(client, methode)(adres).status_code == 405


@pytest.mark.parametrize("adres", PUBLIEK_FORMULIER.values(), ids=PUBLIEK_FORMULIER.keys())
def test_een_openbaar_formulier_zet_alleen_het_csrf_koekje(client, gegevens, adres, settings):
    antwoord = client.get(adres)
    assert antwoord.status_code == 200
    assert set(antwoord.cookies) == {settings.CSRF_COOKIE_NAME}
    assert antwoord.headers["Cache-Control"] == "private, no-store"
    assert not getattr(antwoord.wsgi_request, "session", None) or not antwoord.wsgi_request.session.accessed
    assert '<meta name="robots" content="noindex">' in antwoord.content.decode()
    assert adres not in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("methode", ["put", "patch", "delete"])
@pytest.mark.parametrize("adres", PUBLIEK_FORMULIER.values(), ids=PUBLIEK_FORMULIER.keys())
def test_een_openbaar_formulier_wordt_gelezen_en_verstuurd_meer_niet(client, gegevens, adres, methode):
    assert getattr(client, methode)(adres).status_code == 405
    assert client.head(adres).status_code == 200
    assert client.post(adres).status_code == 200


def test_wie_aangemeld_is_ziet_naam_en_afmelden(client, gegevens):
    client.force_login(maak_gebruiker(naam="An Voorbeeld"))
    pagina = client.get("/").content.decode()
    assert "An Voorbeeld" in pagina
    assert "Afmelden" in pagina
    assert "Aanmelden" not in pagina


@pytest.mark.parametrize("adres", INGELOGD.values(), ids=INGELOGD.keys())
def test_ingelogd_is_voor_wie_een_account_heeft(client, gegevens, adres):
    antwoord = client.get(adres)
    assert antwoord.status_code == 302
    assert antwoord.headers["Location"] == f"/accounts/login/?next={adres}"
    client.force_login(maak_gebruiker())
    antwoord = client.get(adres)
    assert antwoord.status_code == 200
    assert antwoord.headers["Cache-Control"] == "private, no-store"
    assert client.delete(adres).status_code == 405


@pytest.mark.parametrize("adres", LOKAAL.values(), ids=LOKAAL.keys())
def test_lokale_paginas_bestaan_elders_niet(client, db, adres, settings):
    assert client.get(adres, REMOTE_ADDR="192.0.2.1").status_code == 404
    settings.LOKAAL = False
    assert client.get(adres).status_code == 404


def test_alleen_lokaal_laat_de_eigen_machine_toe():
    view = alleen_lokaal(lambda request: HttpResponse("goed"))
    assert view(RequestFactory().get("/")).status_code == 200
    with pytest.raises(Http404):
        view(RequestFactory().get("/", REMOTE_ADDR="203.0.113.9"))


def test_publiek_merkt_de_view():
    assert publiek(lambda request: HttpResponse()).toegang == "publiek"
    assert all(isinstance(patroon, URLPattern) for patroon in EIGEN)


@pytest.mark.parametrize("adres", ["/admin/", "/admin/opnetwerk/gebruiker/", "/accounts/email/"])
def test_wie_niet_aangemeld_is_gaat_naar_aanmelden(db, adres):
    antwoord = Client().get(adres)
    assert antwoord.status_code == 302
    assert "login" in antwoord.headers["Location"]
