"""The personal link of an organiser: whom it opens for, how long, what the answer carries, and that no log has it."""

import logging
import uuid
from datetime import timedelta

import pytest
from django.test import Client

from opnetwerk.dag import nu
from opnetwerk.models import UitgaandeMail
from opnetwerk.persoonlijkelink import is_geldig, trek_link_in, verleng_link
from opnetwerk.serverlog import ZonderSleutels
from talent.models import Organisator
from talent.organisatorpost import stuur, stuur_nieuwe_link
from talent.organisatortoegang import adres_van
from tests.aanmelden import maak_rekening
from tests.talent.oproepfabriek import maak_organisator
from tests.talent.organisatorpaginas import mails_aan, pad_in

pytestmark = pytest.mark.usefixtures("gegevens")


def pad(organisator: Organisator) -> str:
    return f"/talent/organisatoren/{organisator.sleutel}/stoppen/"


def test_een_goede_link_opent_het_bureau_en_geen_zoekmachine_of_tussenopslag_houdt_het(client):
    antwoord = client.get(pad(maak_organisator()))
    assert antwoord.status_code == 200
    assert antwoord.headers["Referrer-Policy"] == "no-referrer"
    assert antwoord.headers["X-Robots-Tag"] == "noindex"
    assert antwoord.headers["Cache-Control"] == "private, no-store"
    assert not antwoord.cookies


@pytest.mark.parametrize("stand", ["te_bevestigen", "aangevraagd", "geweigerd"])
def test_wie_niet_toegelaten_is_komt_niet_binnen(client, stand):
    een = maak_organisator(stand=stand, sleutel_tot=nu() + timedelta(days=30))
    assert client.get(pad(een)).status_code == 404
    assert client.post(pad(een), {"daad": "wis"}).status_code == 404
    assert Organisator.objects.filter(pk=een.pk).exists()


def test_een_sleutel_van_niemand_is_een_404_die_zegt_wat_te_doen(client):
    antwoord = client.get(f"/talent/organisatoren/{uuid.uuid4()}/stoppen/")
    assert antwoord.status_code == 404
    assert "/talent/word-organisator/mijn-link/" in antwoord.content.decode()


def test_een_oude_link_toont_niets_en_een_knop_mailt_een_nieuwe_hoogstens_een_keer_per_dag(client):
    een = maak_organisator(sleutel_tot=nu() - timedelta(days=2))
    oud = pad(een)
    html = client.get(oud).content.decode()
    assert "ouder dan 30 dagen" in html
    assert een.organisatie not in html
    for _ in range(2):
        client.get(oud)
        client.post(oud, {"daad": "nieuwe_link"})
    [mail] = mails_aan(een.email)
    nieuw = pad_in(mail, "/talent/organisatoren/")
    assert str(een.sleutel) not in nieuw
    assert client.get(f"{nieuw}stoppen/").status_code == 200


def test_met_een_oude_link_wist_niemand_iets(client):
    een = maak_organisator(sleutel_tot=nu() - timedelta(days=2))
    client.post(pad(een), {"daad": "wis"})
    assert Organisator.objects.filter(pk=een.pk).exists()


def test_wat_getypt_werd_terwijl_de_link_nog_werkte_wordt_nog_een_dag_aangenomen(client):
    een = maak_organisator(sleutel_tot=nu() - timedelta(hours=2))
    assert "ouder dan 30 dagen" in client.get(pad(een)).content.decode()
    assert "Een nieuwe link is onderweg" in client.post(pad(een), {"daad": "nieuwe_link"}).content.decode()


def test_elke_mail_verlengt_de_link_en_dezelfde_sleutel_blijft_zolang_ze_werkt():
    een = maak_organisator(sleutel_tot=nu() + timedelta(days=1))
    sleutel = een.sleutel
    for _ in range(2):
        stuur_nieuwe_link(organisator=een)
    een.refresh_from_db()
    assert (een.sleutel, een.sleutel_tot) == (sleutel, nu() + timedelta(days=30))
    assert UitgaandeMail.objects.count() == 1


def test_een_mail_die_al_klaarstaat_verandert_de_link_niet():
    een = maak_organisator(sleutel_tot=None)
    stuur(organisator=een, sjabloon="organisator_link", sleutel="x")
    sleutel = een.sleutel
    Organisator.objects.filter(pk=een.pk).update(sleutel_tot=nu() - timedelta(days=1))
    een.refresh_from_db()
    stuur(organisator=een, sjabloon="organisator_link", sleutel="x")
    een.refresh_from_db()
    assert een.sleutel == sleutel


def test_wie_wacht_krijgt_in_een_mail_geen_link():
    een = maak_organisator(toegelaten=False)
    mail = stuur(organisator=een, sjabloon="organisator_wacht_al", sleutel="x")
    assert "/talent/organisatoren/" not in mail.tekst


def test_een_mail_kan_naar_een_pagina_achter_de_sleutel_leiden():
    een = maak_organisator()
    adres = adres_van(een, "talent_organisatoren_voorbereiden")
    assert adres.endswith(f"/talent/organisatoren/{een.sleutel}/voorbereiden/")


def test_een_ingetrokken_link_opent_niets_meer(client):
    een = maak_organisator()
    oud = pad(een)
    trek_link_in(houder=een)
    assert client.get(oud).status_code == 404
    assert not is_geldig(een)
    verleng_link(houder=een)
    assert client.get(pad(een)).status_code == 200
    assert client.get(oud).status_code == 404


def test_met_een_account_erbij_toont_de_pagina_geen_naam_van_dat_account():
    client = Client()
    gebruiker = maak_rekening("zoe@voorbeeld.be", naam="Zoë Geheim")
    client.force_login(gebruiker)
    assert "Zoë Geheim" not in client.get(pad(maak_organisator())).content.decode()


def test_de_sleutel_staat_in_geen_logboek_van_de_server():
    regel = logging.LogRecord(
        "x", logging.INFO, "", 0, "GET %s", (f"/talent/organisatoren/{uuid.uuid4()}/oproepen/",), None
    )
    ZonderSleutels().filter(regel)
    assert regel.getMessage() == "GET /talent/organisatoren/…/oproepen/"
