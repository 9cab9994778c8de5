"""Every address × who asks: a new address without a row here fails."""

import uuid

import pytest
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, path

from igs.models import IGS
from opnetwerk.checks import adressen, eigen_view, toegang_vermeld
from opnetwerk.formulieren import _waarmerk, is_schijnkenmerk
from opnetwerk.toegang import alleen_lokaal, publiek
from tests.beheer import ZONDER_BEHEER, maak_rollen
from tests.fabriek import maak_gebruiker

# A reference of nothing, the same in every process that collects these tests.
SCHIJN = uuid.UUID(bytes=bytes(9) + _waarmerk(bytes(9)))
assert is_schijnkenmerk(SCHIJN)
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
    "igs_opstarten_pagina": "/igs-opstarten/gemeenteraden/",
    "igs_opstarten_kalender": "/igs-opstarten/kalender/?start=2027-09-01",
    "igs_opstarten_kalender_ics": "/igs-opstarten/kalender.ics?start=2027-09-01",
    "regiocheck_overzicht": "/regiocheck/overzicht/",
    "regiocheck_overzicht_csv": "/regiocheck/overzicht.csv",
    "regiovorming": "/regiovorming/",
    "regiocheck": "/regiocheck/?g=31005&g=31040",
    "regiocheck_vragen": "/regiocheck/vragen/?g=31005",
    "regiocheck_antwoorden": "/regiocheck/antwoorden/?g=31005&periode=2020&rechtsvorm=projectvereniging&inbreng=1",
    "regiocheck_uitkomst": "/regiocheck/uitkomst/?g=31005",
    "regiocheck_uitkomst_csv": "/regiocheck/uitkomst.csv?g=31005",
    "regiocheck_uitkomst_json": "/regiocheck/uitkomst.json?g=31005",
    "regiocheck_vergelijk": "/regiocheck/vergelijk/?g=31005&h=31040",
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
    "cultuurnota_stappen": "/cultuurnota/stappen/",
    "cultuurnota_tijdlijn": "/cultuurnota/tijdlijn/",
    "cultuurnota_criteria": "/cultuurnota/criteria/",
    "cultuurnota_opbouw": "/cultuurnota/opbouw/",
    "cultuurnota_voorbeelden": "/cultuurnota/voorbeelden/",
    "cultuurnota_verschil": "/cultuurnota/verschil/",
    "cultuurnota_planning": "/cultuurnota/planning/",
    "cultuurnota_aanbod": "/cultuurnota/aanbod/",
    "cultuurnota_stappen_pagina": "/cultuurnota/stappen/plan-van-aanpak/",
    "cultuurnota_vergelijken": "/cultuurnota/vergelijken/",
    "cultuurnota_planning_ics": "/cultuurnota/planning.ics?indienen=2032-04-01",
    "grensbrekers": "/grensbrekers/",
    "grensbrekers_kaart": "/grensbrekers/kaart/",
    "grensbrekers_ontmoetingen": "/grensbrekers/ontmoetingen/",
    "grensbrekers_inzichten": "/grensbrekers/inzichten/",
    "grensbrekers_inzichten_atom": "/grensbrekers/inzichten/atom.xml",
    "grensbrekers_word_grensbreker_bedankt": "/grensbrekers/word-grensbreker/bedankt/",
    "grensbrekers_mijn_link_gevraagd": "/grensbrekers/mijn-link/gevraagd/",
    "talent": "/talent/",
    "talent_criteria": "/talent/criteria/",
    "talent_pagina": "/talent/voorbeeldtalent/",
    "talent_blad": "/talent/voorbeeldtalent/blad/",
    "deelbeeld_talent": "/deelbeeld/talent/voorbeeldtalent.png",
    "talent_word_talent": "/talent/word-talent/",
    "talent_word_talent_te_jong": "/talent/word-talent/te-jong/",
    "talent_word_organisator": "/talent/word-organisator/",
    "talent_word_organisator_bedankt": "/talent/word-organisator/bedankt/",
    "talent_word_organisator_mijn_link_gevraagd": "/talent/word-organisator/mijn-link/gevraagd/",
    "talent_atom": "/talent/atom.xml",
    "talent_talenten": "/talent/talenten.json",
    "talent_lijstje": "/talent/lijstje/",
    "talent_oproepen": "/talent/oproepen/",
    "talent_oproepen_atom": "/talent/oproepen/atom.xml",
    "talent_oproepen_pagina": "/talent/oproepen/voorbeeldoproep/",
    "igs_talent": "/igs/zuidrand/talent/",
    "igs_talent_atom": "/igs/zuidrand/talent/atom.xml",
    "igs_talent_talenten": "/igs/zuidrand/talent/talenten.json",
    "igs_talent_inbedden": "/igs/zuidrand/talent/inbedden/",
    "handleiding": "/handleiding/",
    "handleiding_pagina": "/handleiding/mijn-regio/",
    "over": "/over/",
    "privacy": "/privacy/",
    "bewaartermijnen": "/bewaartermijnen/",
    "toegankelijkheid": "/toegankelijkheid/",
    "veiligheid": "/veiligheid/",
    "well_known_security": "/.well-known/security.txt",
    "woordenlijst": "/woordenlijst/",
    "stijlgids": "/stijlgids/",
    "sitemap": "/sitemap.xml",
    "robots": "/robots.txt",
    "gezondheid_leeft": "/gezondheid/leeft/",
    "gezondheid_klaar": "/gezondheid/klaar/",
    "regiocheck_vraag_hulp_bedankt": f"/regiocheck/vraag-hulp/bedankt/{SCHIJN}/",
    "klopt_er_iets_niet_bedankt": f"/klopt-er-iets-niet/bedankt/{SCHIJN}/",
    "gesprek_verstuurd": f"/gesprek/verstuurd/{SCHIJN}/",
    "mijn_gegevens_gevraagd": "/mijn-gegevens/gevraagd/",
}
# Everybody may read and send: these set the CSRF cookie, and no search engine keeps them.
PUBLIEK_FORMULIER = {"klopt_er_iets_niet": "/klopt-er-iets-niet/", "igs_contact": "/igs/zuidrand/contact/"} | {
    "regiocheck_vraag_hulp": "/regiocheck/vraag-hulp/",
    "talent_word_talent_leeftijd": "/talent/word-talent/leeftijd/",
    "talent_contact": "/talent/voorbeeldtalent/contact/",
    "talent_word_organisator_aanmelden": "/talent/word-organisator/aanmelden/",
    "talent_word_organisator_mijn_link": "/talent/word-organisator/mijn-link/",
    "talent_voorbereid": "/talent/voorbereid/",
    "grensbrekers_word_grensbreker": "/grensbrekers/word-grensbreker/",
    "grensbrekers_mijn_link": "/grensbrekers/mijn-link/",
    "mijn_gegevens_zonder_account": "/mijn-gegevens/",
}
INGELOGD = {"mijn": "/mijn/", "mijn_talent": "/mijn/talent/", "mijn_berichten": "/mijn/berichten/"} | {
    "talent_aangemeld": "/talent/voorbeeldtalent/aangemeld/",
    "mijn_oproepen": "/mijn/oproepen/",
    "mijn_oproepen_reageren": "/mijn/oproepen/voorbeeldoproep/reageren/",
    "mijn_grensbreker": "/mijn/grensbreker/",
    "mijn_gegevens": "/mijn/gegevens/",
    "mijn_gegevens_meenemen": "/mijn/gegevens/meenemen/",
    "mijn_gegevens_wissen": "/mijn/gegevens/wissen/",
    "mijn_organisator": "/mijn/organisator/",
    "cultuurnota_werkruimte": "/cultuurnota/werkruimte/",
    "cultuurnota_werkruimte_prullenmand": "/cultuurnota/werkruimte/prullenmand/",
}
# Only for some roles (names of `tests/beheer.py`): name → (an example path, who gets a page; the others a 403 or 404).
VOOR_ROL: dict[str, tuple[str, set[str]]] = {
    # Of who manages that talent; tests/talent/test_mijn.py goes in.
    "mijn_talent_pagina": ("/mijn/talent/bestaat-niet/", set()),
    "mijn_talent_beheerders": ("/mijn/talent/bestaat-niet/beheerders/", set()),
    "mijn_talent_toestemmingen": ("/mijn/talent/bestaat-niet/toestemmingen/", set()),
    "mijn_talent_ouder": ("/mijn/talent/bestaat-niet/ouder/", set()),
    "mijn_talent_meenemen": ("/mijn/talent/bestaat-niet/meenemen/", set()),
    "mijn_talent_leeftijd": ("/mijn/talent/bestaat-niet/leeftijd/", set()),  # tests/talent/test_leeftijd.py
    "mijn_talent_wissen": ("/mijn/talent/bestaat-niet/wissen/", set()),
    "mijn_talent_netwerk": ("/mijn/talent/bestaat-niet/netwerk/", set()),  # tests/talent/test_netwerkpaginas.py
    "mijn_talent_oproepen": ("/mijn/talent/bestaat-niet/oproepen/", set()),  # tests/talent/test_passenpaginas.py
    "mijn_talent_regios": ("/mijn/talent/bestaat-niet/regios/", set()),  # tests/talent/test_regios.py
    # tests/talent/test_bewerkpaginas.py
    "mijn_talent_cijfers": ("/mijn/talent/bestaat-niet/cijfers/", set()),
    "mijn_talent_bewerken": ("/mijn/talent/bestaat-niet/bewerken/", set()),
    "mijn_talent_bewerken_zichtbaarheid": ("/mijn/talent/bestaat-niet/bewerken/zichtbaarheid/", set()),
    "mijn_talent_bewerken_indienen": ("/mijn/talent/bestaat-niet/bewerken/indienen/", set()),
    "mijn_talent_bewerken_vergelijk": ("/mijn/talent/bestaat-niet/bewerken/vergelijk/", set()),
    "mijn_talent_bewerken_voorbeeld": ("/mijn/talent/bestaat-niet/bewerken/voorbeeld/", set()),
    "mijn_talent_bewerken_beelden": ("/mijn/talent/bestaat-niet/bewerken/beelden/", set()),
    "mijn_talent_bewerken_beelden_nieuw": ("/mijn/talent/bestaat-niet/bewerken/beelden/nieuw/", set()),
    "mijn_talent_bewerken_beelden_pagina": ("/mijn/talent/bestaat-niet/bewerken/beelden/00000000/", set()),
    "mijn_talent_bewerken_media": ("/mijn/talent/bestaat-niet/bewerken/media/", set()),
    "mijn_talent_bewerken_media_nieuw": ("/mijn/talent/bestaat-niet/bewerken/media/nieuw/", set()),
    "mijn_talent_bewerken_media_pagina": ("/mijn/talent/bestaat-niet/bewerken/media/00000000/", set()),
    "mijn_talent_bewerken_pagina": ("/mijn/talent/bestaat-niet/bewerken/wie/", set()),
}
# Of who is in the team of that note; tests/cultuurnota/test_toegang.py goes in.
_NOTA = "/cultuurnota/werkruimte/00000000-0000-0000-0000-000000000000/"
_HOOFDSTUK = f"{_NOTA}hoofdstuk/00000000-0000-0000-0000-000000000000/"
VOOR_ROL |= {
    "cultuurnota_werkruimte_nieuw": ("/cultuurnota/werkruimte/nieuw/", {"a", "b", "redactie", "beheerder"}),
    "cultuurnota_werkruimte_pagina": (_NOTA, set()),
    "cultuurnota_werkruimte_weg": (f"{_NOTA}weg/", set()),  # tests/cultuurnota/test_prullenmand.py
    "cultuurnota_werkruimte_feiten": (f"{_NOTA}feiten/", set()),
    "cultuurnota_werkruimte_hoofdstukken": (f"{_NOTA}hoofdstukken/", set()),
    "cultuurnota_werkruimte_beelden": (f"{_NOTA}beelden/", set()),
    "cultuurnota_werkruimte_team": (f"{_NOTA}team/", set()),
    "cultuurnota_werkruimte_hoofdstuk": (_HOOFDSTUK, set()),
    "cultuurnota_werkruimte_hoofdstuk_bewaar": (f"{_HOOFDSTUK}bewaar.json", set()),
    "cultuurnota_werkruimte_hoofdstuk_beslis": (f"{_HOOFDSTUK}beslis/", set()),
    "cultuurnota_werkruimte_hoofdstuk_opmerkingen": (f"{_HOOFDSTUK}opmerkingen/", set()),
    "cultuurnota_werkruimte_hoofdstuk_geschiedenis": (f"{_HOOFDSTUK}geschiedenis/", set()),
    # tests/cultuurnota/test_doelen.py, test_controle.py, test_delen.py, test_uitwisseling.py
    "cultuurnota_werkruimte_doelen": (f"{_NOTA}doelen/", set()),
    "cultuurnota_werkruimte_doelen_planning": (f"{_NOTA}doelen/planning/", set()),
    "cultuurnota_werkruimte_doelen_nieuw": (f"{_NOTA}doelen/actie/nieuw/", set()),
    "cultuurnota_werkruimte_doelen_wijzig": (f"{_NOTA}doelen/actie/{SCHIJN}/wijzig/", set()),
    "cultuurnota_werkruimte_doelen_weg": (f"{_NOTA}doelen/actie/{SCHIJN}/weg/", set()),
    "cultuurnota_werkruimte_controle": (f"{_NOTA}controle/", set()),
    "cultuurnota_werkruimte_delen": (f"{_NOTA}delen/", set()),
    "cultuurnota_werkruimte_delen_druk": (f"{_NOTA}delen/druk/", set()),
    "cultuurnota_werkruimte_delen_uitvoer": (f"{_NOTA}delen/uitvoer/{SCHIJN}/", set()),
    "cultuurnota_werkruimte_delen_uitvoer_bestand": (f"{_NOTA}delen/uitvoer/{SCHIJN}/bestand/", set()),
    # tests/cultuurnota/test_begroting.py
    "cultuurnota_werkruimte_begroting": (f"{_NOTA}begroting/", set()),
    "cultuurnota_werkruimte_begroting_instellen": (f"{_NOTA}begroting/instellen/", set()),
    "cultuurnota_werkruimte_begroting_posten_nieuw": (f"{_NOTA}begroting/posten/nieuw/", set()),
    "cultuurnota_werkruimte_begroting_posten": (f"{_NOTA}begroting/posten/{SCHIJN}/", set()),
    "cultuurnota_werkruimte_begroting_posten_weg": (f"{_NOTA}begroting/posten/{SCHIJN}/weg/", set()),
    "cultuurnota_werkruimte_begroting_bijdragen": (f"{_NOTA}begroting/bijdragen/", set()),
    "cultuurnota_werkruimte_begroting_toets": (f"{_NOTA}begroting/toets.json", set()),
    "cultuurnota_werkruimte_publicatie": (f"{_NOTA}publicatie/", set()),  # tests/cultuurnota/test_publiceren.py
    # tests/cultuurnota/test_opvolging.py
    "cultuurnota_werkruimte_opvolging": (f"{_NOTA}opvolging/", set()),
    "cultuurnota_werkruimte_opvolging_koppelingen": (f"{_NOTA}opvolging/koppelingen/", set()),
    "cultuurnota_werkruimte_opvolging_jaar": (f"{_NOTA}opvolging/2027/", set()),
    "cultuurnota_werkruimte_opvolging_verslag": (f"{_NOTA}opvolging/2027/verslag/", set()),
    "cultuurnota_werkruimte_opvolging_verslag_bestand": (f"{_NOTA}opvolging/2027/verslag/bestand/", set()),
    "cultuurnota_werkruimte_opvolging_invullen": (f"{_NOTA}opvolging/2027/{SCHIJN}/invullen/", set()),
    # tests/cultuurnota/test_begrotingsblad.py, test_engagement.py
    "cultuurnota_werkruimte_begroting_rekenblad": (f"{_NOTA}begroting/rekenblad/", set()),
    "cultuurnota_werkruimte_begroting_rekenblad_bestand": (f"{_NOTA}begroting/rekenblad/csv/bestand/", set()),
    "cultuurnota_werkruimte_engagement": (f"{_NOTA}engagement/", set()),
    "cultuurnota_werkruimte_engagement_pagina": (f"{_NOTA}engagement/11021/", set()),
    "cultuurnota_werkruimte_engagement_document_bestand": (f"{_NOTA}engagement/11021/document/bestand/", set()),
    "cultuurnota_werkruimte_invoer": ("/cultuurnota/werkruimte/invoer/", {"a", "b", "redactie", "beheerder"}),
}
LOKAAL = {"postvak": "/postvak/", "postvak_bericht": "/postvak/bestaat-niet/"}
# Public too, but it needs a file that is there: test_media.py asks it everything the others are asked here.
BESTAND = {"media": f"/media/afbeeldingen/{'0' * 32}.jpg"} | {
    # A meeting that is there: tests/grensbrekers/test_ontmoetingen.py
    "grensbrekers_ontmoetingen_ics": "/grensbrekers/ontmoetingen/bestaat-niet.ics",
    "grensbrekers_ontmoetingen_pagina": "/grensbrekers/ontmoetingen/bestaat-niet/",
    "grensbrekers_ontmoetingen_verslag": "/grensbrekers/ontmoetingen/bestaat-niet/verslag/",
    # A note that is online: tests/cultuurnota/test_publiceren.py
    "igs_cultuurnota": "/igs/zuidrand/cultuurnota/",
    "igs_cultuurnota_atom": "/igs/zuidrand/cultuurnota/atom.xml",
    "igs_cultuurnota_beeld_bestand": "/igs/zuidrand/cultuurnota/beeld/1/bestand/",
}
NUL = "00000000-0000-0000-0000-000000000000"  # nobody's key
# Behind a signed link: test_uitnodigen.py and test_voorbeeld.py go in with a good and with a bad one.
MET_TEKEN = {
    # tests/talent/
    "talent_word_talent_inschrijven": "/talent/word-talent/inschrijven/",
    "talent_ouder": "/talent/ouder/x/",
    "talent_uitnodiging": "/talent/uitnodiging/x/",
    "talent_klopt_nog": "/talent/klopt-nog/x/",
    "talent_niet_wissen": "/talent/niet-wissen/x/",
    # tests/talent/test_organisatoren.py, test_voorbereiden.py
    "talent_word_organisator_bevestig": "/talent/word-organisator/bevestig/x/",
    "talent_organisatoren_stoppen": f"/talent/organisatoren/{NUL}/stoppen/",
    "talent_organisatoren_voorbereiden": f"/talent/organisatoren/{NUL}/voorbereiden/",
    "talent_organisatoren_voorbereiden_nieuw": f"/talent/organisatoren/{NUL}/voorbereiden/nieuw/",
    "talent_organisatoren_voorbereiden_blad": f"/talent/organisatoren/{NUL}/voorbereiden/{NUL}/blad/",
    "talent_voorbereid_profiel": "/talent/voorbereid/profiel/x/",
    "talent_voorbereid_profiel_leeftijd": "/talent/voorbereid/profiel/x/leeftijd/",
    "talent_voorbereid_profiel_overnemen": "/talent/voorbereid/profiel/x/overnemen/",
    "talent_organisatoren": f"/talent/organisatoren/{NUL}/",  # tests/talent/test_bureau.py
    "talent_organisatoren_oproepen_nieuw": f"/talent/organisatoren/{NUL}/oproepen/nieuw/",
    "talent_organisatoren_oproepen_pagina": f"/talent/organisatoren/{NUL}/oproepen/feest/",
    "talent_organisatoren_oproepen_wijzig": f"/talent/organisatoren/{NUL}/oproepen/feest/wijzig/",
    "talent_organisatoren_oproepen_intrekken": f"/talent/organisatoren/{NUL}/oproepen/feest/intrekken/",
    "talent_gelukt": "/talent/gelukt/x/",  # tests/talent/test_netwerkpaginas.py
    "talent_verbinding": "/talent/verbinding/x/",
    "talent_oproepmails": "/talent/oproepmails/x/",  # tests/talent/test_passenpaginas.py
    "talent_organisatoren_oproepen_passen": f"/talent/organisatoren/{NUL}/oproepen/bestaat-niet/passen/",
    "talent_voorbeeld": "/talent/voorbeeld/x/",
    "regiocheck_vraag_hulp_bevestig": "/regiocheck/vraag-hulp/bevestig/x/",
    "uitnodiging": "/uitnodiging/MQ/x/",
    "uitnodiging_aangenomen": "/uitnodiging/aangenomen/",
    "voorbeeld": "/voorbeeld/x/",
    "cultuurnota_herinnering": "/cultuurnota/herinnering/x/",  # tests/cultuurnota/test_engagement_herinneren.py
    "cultuurnota_uitnodiging": "/cultuurnota/uitnodiging/x/",  # tests/cultuurnota/test_team.py
    "cultuurnota_lezen": f"/cultuurnota/lezen/{NUL}/",  # tests/cultuurnota/test_delen.py
    # tests/grensbrekers/
    "grensbrekers_bevestig": "/grensbrekers/bevestig/x/",
    "grensbrekers_stop": "/grensbrekers/stop/x/",
    "grensbrekers_uitschrijven": "/grensbrekers/uitschrijven/x/",
    "grensbrekers_klopt_nog": "/grensbrekers/klopt-nog/x/",
    "grensbrekers_nieuw_adres": "/grensbrekers/nieuw-adres/x/",
    "grensbrekers_netwerk": f"/grensbrekers/netwerk/{NUL}/",
    "grensbrekers_netwerk_koppeling": f"/grensbrekers/netwerk/{NUL}/koppeling/",
    "grensbrekers_netwerk_ontmoetingen": f"/grensbrekers/netwerk/{NUL}/ontmoetingen/",
    "grensbrekers_netwerk_ontmoetingen_pagina": f"/grensbrekers/netwerk/{NUL}/ontmoetingen/bestaat-niet/",
    "grensbrekers_netwerk_agenda": f"/grensbrekers/netwerk/{NUL}/agenda.ics",
    "grensbrekers_netwerk_vragen": f"/grensbrekers/netwerk/{NUL}/vragen/",
    "grensbrekers_netwerk_vragen_stel": f"/grensbrekers/netwerk/{NUL}/vragen/stel/",
    "grensbrekers_netwerk_vraag": f"/grensbrekers/netwerk/{NUL}/vraag/{NUL}/",
    "grensbrekers_netwerk_gegevens": f"/grensbrekers/netwerk/{NUL}/gegevens/",
    "grensbrekers_netwerk_adres": f"/grensbrekers/netwerk/{NUL}/adres/",
    "grensbrekers_netwerk_collega": f"/grensbrekers/netwerk/{NUL}/collega/{NUL}/",
    "grensbrekers_netwerk_collega_bericht": f"/grensbrekers/netwerk/{NUL}/collega/{NUL}/bericht/",
    "grensbrekers_netwerk_collega_kennismaken": f"/grensbrekers/netwerk/{NUL}/collega/{NUL}/kennismaken/",
    "grensbrekers_netwerk_introductie": f"/grensbrekers/netwerk/{NUL}/introductie/{NUL}/",
    # test_gespreksviews.py
    "gesprek": "/gesprek/x/",
    "gesprek_bevestig": "/gesprek/bevestig/x/",
    "mijn_gegevens_adres": "/mijn-gegevens/adres/x/",
    "gesprek_meld_misbruik": "/gesprek/x/meld-misbruik/",
    "gesprek_blokkeer": "/gesprek/x/blokkeer/",
}
# This machine itself, or who has the word; test_metingen.py.
MEETDIENST = {"gezondheid_metingen": "/gezondheid/metingen/"}
EIGEN = [patroon for _, patroon in adressen() if eigen_view(patroon)]


def test_elk_adres_staat_in_de_matrix():
    groepen = [PUBLIEK, PUBLIEK_FORMULIER, INGELOGD, VOOR_ROL, LOKAAL, MEETDIENST, BESTAND, MET_TEKEN]
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
def test_een_openbaar_formulier_zet_alleen_het_csrf_koekje(client, inhoud, adres, settings):
    antwoord = client.get(adres)
    assert antwoord.status_code == 200
    assert set(antwoord.cookies) == {settings.CSRF_COOKIE_NAME}
    assert antwoord.headers["Cache-Control"] == "private, no-store"
    assert not getattr(antwoord.wsgi_request, "session", None) or not antwoord.wsgi_request.session.accessed
    assert '<meta name="robots" content="noindex">' in antwoord.content.decode()
    assert adres not in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("methode", ["put", "patch", "delete"])
@pytest.mark.parametrize("adres", PUBLIEK_FORMULIER.values(), ids=PUBLIEK_FORMULIER.keys())
def test_een_openbaar_formulier_wordt_gelezen_en_verstuurd_meer_niet(client, inhoud, adres, methode):
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
def test_ingelogd_is_voor_wie_een_account_heeft(client, inhoud, adres):
    antwoord = client.get(adres)
    assert antwoord.status_code == 302
    assert antwoord.headers["Location"] == f"/accounts/login/?next={adres}"
    client.force_login(maak_gebruiker())
    antwoord = client.get(adres)
    assert antwoord.status_code == 200
    assert antwoord.headers["Cache-Control"] == "private, no-store"
    assert client.delete(adres).status_code == 405


ACCOUNTS = [*ZONDER_BEHEER, "verlopen", "a", "b", "redactie", "beheerder"]


@pytest.fixture
def rollen(gegevens):
    return maak_rollen(IGS.objects.get(slug="zuidrand"), IGS.objects.get(slug="co7"))


def test_elke_rol_komt_op_wat_voor_elk_account_is_en_niet_verder(rollen, inhoud):
    for adres in INGELOGD.values():
        assert {rol: rollen.van(rol).get(adres).status_code for rol in ACCOUNTS} == dict.fromkeys(ACCOUNTS, 200), adres
    for adres, mogen in VOOR_ROL.values():
        gezien = {rol: rollen.van(rol).get(adres).status_code for rol in ACCOUNTS}
        assert {rol for rol, status in gezien.items() if status == 200} == mogen, adres
        assert {status for rol, status in gezien.items() if rol not in mogen} <= {403, 404}, adres
        assert rollen.anoniem.get(adres).status_code == 302


def test_elke_rol_ziet_een_openbare_pagina_zoals_iedereen(rollen, client, inhoud):
    for adres in ("/", "/igs/zuidrand/", "/agenda/", "/klopt-er-iets-niet/"):
        assert {rollen.van(rol).get(adres).status_code for rol in ACCOUNTS} == {200}, adres


@pytest.mark.parametrize("rol", ["talent", "grensbreker", "organisator", "trekker", "schrijver", "lezer"])
def test_de_rollen_van_de_andere_delen_openen_het_beheer_niet(rollen, rol):
    assert rollen.van(rol).get("/admin/").status_code == 403
    assert "Naar het beheer" not in rollen.van(rol).get("/mijn/").content.decode()


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
