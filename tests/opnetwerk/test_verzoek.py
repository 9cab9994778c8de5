"""The number of a request, from the page into the log, the answer and the mailbox; and no address on the way."""

import json
import logging

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from opnetwerk import post, verzoek
from opnetwerk.models import UitgaandeMail
from opnetwerk.serverlog import JsonRegel, Tekstregel, ZonderSleutels, schoon
from opnetwerk.verzoek import KOP, Verzoeknummer, huidig, onder
from tests.opnetwerk.test_post import vastgelegd

LINK = "/gesprek/" + "a1" * 40 + "/"


@pytest.fixture
def regels(settings):
    """What the log of a deployment would write: a list of JSON objects, one per event."""
    geschreven: list[str] = []

    class Opvang(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            geschreven.append(self.format(record))

    opvang = Opvang()
    opvang.setFormatter(JsonRegel())
    opvang.addFilter(ZonderSleutels())
    logger = logging.getLogger("opnetwerk")
    niveau = logger.level
    logger.addHandler(opvang)
    logger.setLevel(logging.INFO)
    logging.getLogger("opnetwerk.verzoek").setLevel(logging.INFO)
    yield lambda: [json.loads(regel) for regel in geschreven]
    logger.removeHandler(opvang)
    logger.setLevel(niveau)
    logging.getLogger("opnetwerk.verzoek").setLevel(logging.WARNING)


# --- the number -------------------------------------------------------------------------------------------------------


def test_elk_antwoord_heeft_een_eigen_nummer(client, db):
    nummers = {client.get("/gezondheid/leeft/")[KOP] for _ in range(3)}
    assert len(nummers) == 3
    assert huidig() == ""


def test_een_bezoeker_kan_geen_nummer_opgeven(client, db):
    assert client.get("/gezondheid/leeft/", headers={KOP: "gekozen-nummer"})[KOP] != "gekozen-nummer"


def test_achter_een_vertrouwde_proxy_telt_zijn_nummer(client, db, settings):
    settings.VERTROUWDE_PROXYS = 1
    assert client.get("/gezondheid/leeft/", headers={KOP: "abcdef-12345"})[KOP] == "abcdef-12345"


@pytest.mark.parametrize("vreemd", ["kort", "x" * 37, "met spatie erin", "<script>123", "a\tb12345678"])
def test_een_vreemd_nummer_komt_er_ook_van_een_proxy_niet_in(client, db, settings, vreemd):
    settings.VERTROUWDE_PROXYS = 1
    assert client.get("/gezondheid/leeft/", headers={KOP: vreemd})[KOP] != vreemd


def test_ook_een_antwoord_dat_niet_van_een_view_komt_heeft_een_nummer(client, db):
    antwoord = client.get("/bestaat-niet/")
    assert (antwoord.status_code, len(antwoord[KOP])) == (404, 32)


def test_een_fout_in_een_view_draagt_het_nummer_van_het_verzoek():
    gezien = []

    def volgende(request):
        gezien.append(huidig())
        return HttpResponse(status=500)

    antwoord = Verzoeknummer(volgende)(RequestFactory().get("/"))
    assert gezien == [antwoord[KOP]]


# --- the log ----------------------------------------------------------------------------------------------------------


def test_een_antwoord_is_een_regel_met_de_naam_van_de_pagina(client, gegevens, regels):
    antwoord = client.get("/zoek/?q=geheim-zoekwoord")
    [regel] = [een for een in regels() if een["van"] == "opnetwerk.verzoek"]
    assert regel["verzoek"] == antwoord[KOP]
    assert regel["tekst"].startswith("GET zoek 200 ")
    assert "geheim" not in json.dumps(regel)
    assert regel["niveau"] == "INFO"


def test_geen_adres_en_geen_sleutel_in_een_regel(regels):
    log = logging.getLogger("opnetwerk.proef")
    log.info("Mail van %s over %s", "an.peeters+x@lint.be", LINK)
    log.info("rechtstreeks jo@voorbeeld.be in de tekst")
    try:
        raise ValueError(f"an@lint.be kreeg {LINK}")
    except ValueError:
        log.exception("Het ging mis voor %(wie)s", {"wie": "an@lint.be"})
    heel = json.dumps(regels(), ensure_ascii=False)
    assert "lint.be" not in heel
    assert "voorbeeld.be" not in heel
    assert "a1a1" not in heel
    assert heel.count("‹adres›") >= 4
    assert "ValueError" in regels()[-1]["fout"]


def test_een_regel_met_nieuwe_regels_blijft_een_regel():
    regel = logging.makeLogRecord({"msg": "een\ntwee", "levelname": "INFO", "name": "x"})
    assert "\n" not in JsonRegel().format(regel)


def test_voor_de_ogen_staat_het_nummer_achteraan():
    regel = logging.makeLogRecord({"msg": "an@lint.be liep vast"})
    assert Tekstregel().format(regel) == "‹adres› liep vast"
    with onder("abc12345"):
        assert Tekstregel().format(regel) == "‹adres› liep vast  [abc12345]"


@pytest.mark.parametrize("tekst", ["https://voorbeeld.be/@wie", "3 @ 4", "a@b"])
def test_wat_geen_mailadres_is_blijft_staan(tekst):
    assert schoon(tekst) == tekst


def test_de_instellingen_schrijven_geen_regel_zonder_zeef(settings):
    uit = settings.LOGGING["handlers"]["console"]
    assert uit["filters"] == ["zonder_sleutels"]
    assert uit["formatter"] in settings.LOGGING["formatters"]


# --- into the mail ----------------------------------------------------------------------------------------------------


@vastgelegd
def test_een_mail_draagt_het_nummer_van_het_verzoek_tot_in_de_regel_van_het_versturen(geen_taken, regels):
    with onder("verzoek-12345"):
        mail = post.zet_tekst_klaar(sleutel="a", aan="an@lint.be", onderwerp="Dag", tekst="Dag")
    assert UitgaandeMail.objects.get().verzoek == "verzoek-12345"
    post.verzend()
    [regel] = [een for een in regels() if een["van"] == "opnetwerk.post"]
    assert (regel["verzoek"], "an@lint.be" in json.dumps(regel)) == ("verzoek-12345", False)
    # The Message-ID looks like an address: it is masked too, its number in the database says which mail it was.
    assert mail.bericht_id not in regel["tekst"]


def test_nummers_nestelen_en_komen_terug():
    with onder("buiten-1"):
        with onder("binnen-1"):
            assert huidig() == "binnen-1"
        assert huidig() == "buiten-1"
    assert verzoek.huidig() == ""
