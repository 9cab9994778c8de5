"""The personal link: whom it opens for, how long, what the answer carries, and that it stands in no log."""

import logging
import uuid
from datetime import date, timedelta

import pytest

from grensbrekers.bewaartermijnen import TERMIJNEN, termijn
from grensbrekers.ledenpost import Mailsoort, pauzeert, stuur, stuur_nieuwe_link, wil
from grensbrekers.models import Grensbreker, Thema
from grensbrekers.privemail import is_priveadres
from grensbrekers.themas import laad_themas, regels
from grensbrekers.toegang import adres_van, trek_link_in
from opnetwerk.dag import nu
from opnetwerk.models import UitgaandeMail
from opnetwerk.persoonlijkelink import verleng_link
from opnetwerk.serverlog import ZonderSleutels
from tests.grensbrekers.fabriek import maak_grensbreker
from tests.grensbrekers.formulieren import mails_aan, pad_in, paden_in

pytestmark = pytest.mark.usefixtures("gegevens")


def pad(lid: Grensbreker) -> str:
    return f"/grensbrekers/netwerk/{lid.sleutel}/"


def test_een_goede_link_opent_het_netwerk_en_geen_zoekmachine_of_tussenopslag_houdt_het(client):
    antwoord = client.get(pad(maak_grensbreker()))
    assert antwoord.status_code == 200
    assert antwoord.headers["Referrer-Policy"] == "no-referrer"
    assert antwoord.headers["X-Robots-Tag"] == "noindex"
    assert antwoord.headers["Cache-Control"] == "private, no-store"
    assert not antwoord.cookies


@pytest.mark.parametrize("stand", ["te_bevestigen", "aangevraagd", "geweigerd", "uitgeschreven"])
def test_wie_geen_lid_is_komt_niet_binnen(client, stand):
    lid = maak_grensbreker(stand=stand, sleutel_tot=nu() + timedelta(days=30))
    assert client.get(pad(lid)).status_code == 404
    assert client.post(pad(lid)).status_code == 404


def test_een_sleutel_van_niemand_is_een_404_die_zegt_wat_te_doen(client):
    antwoord = client.get(f"/grensbrekers/netwerk/{uuid.uuid4()}/")
    assert antwoord.status_code == 404
    assert "/grensbrekers/mijn-link/" in antwoord.content.decode()


def test_een_oude_link_toont_niets_en_een_knop_mailt_een_nieuwe_hoogstens_een_keer_per_dag(client):
    lid = maak_grensbreker(sleutel_tot=nu() - timedelta(days=2))
    oud = pad(lid)
    assert "ouder dan 30 dagen" in client.get(oud).content.decode()
    for _ in range(2):
        client.get(oud)
        client.post(oud, {"daad": "nieuwe_link"})
    [mail] = mails_aan(lid.email)
    nieuw = pad_in(mail, "/grensbrekers/netwerk/")
    assert nieuw != oud
    assert client.get(nieuw).status_code == 200
    assert client.get(oud).status_code == 404


def test_wat_getypt_werd_toen_de_link_nog_goed_was_wordt_nog_aangenomen(client):
    lid = maak_grensbreker(sleutel_tot=nu() - timedelta(hours=1), klopt_op=nu() - timedelta(days=400))
    assert client.post(pad(lid)).status_code == 302
    lid.refresh_from_db()
    assert lid.klopt_op == nu()


def test_een_robot_die_de_link_opent_telt_niet_als_teken_van_leven(client):
    lid = maak_grensbreker()
    for methode in (client.get, client.head, client.get):
        methode(pad(lid))
    lid.refresh_from_db()
    assert lid.laatst_actief_op is None
    client.post(pad(lid))
    lid.refresh_from_db()
    assert lid.laatst_actief_op == nu()


def test_elke_mail_verlengt_dezelfde_link_en_intrekken_sluit_alles(client):
    lid = maak_grensbreker(sleutel_tot=nu() + timedelta(days=1))
    eerste = pad(lid)
    verleng_link(houder=lid)
    assert (pad(lid), lid.sleutel_tot) == (eerste, nu() + timedelta(days=30))
    assert adres_van(lid).endswith(eerste)
    trek_link_in(lid=lid)
    assert client.get(eerste).status_code == 404
    assert client.get(pad(lid)).status_code == 200
    assert "ouder dan 30 dagen" in client.get(pad(lid)).content.decode()


@pytest.mark.parametrize("methode", ["put", "patch", "delete"])
def test_iets_anders_dan_lezen_en_sturen_mag_niet(client, methode):
    assert getattr(client, methode)(pad(maak_grensbreker())).status_code == 405


def test_de_sleutel_staat_in_geen_regel_van_de_server():
    lid = maak_grensbreker()
    for regel in (
        logging.makeLogRecord({"msg": "%s: %s", "args": ("Not Found", pad(lid) + "gegevens/")}),
        logging.makeLogRecord({"msg": f"Method Not Allowed (PUT): {pad(lid)}gegevens/?net=1"}),
    ):
        ZonderSleutels().filter(regel)
        assert str(lid.sleutel) not in regel.getMessage()
        assert "/grensbrekers/netwerk/…/gegevens/" in regel.getMessage()


# --- mail ---
def test_een_mail_van_een_soort_draagt_de_kop_om_ermee_te_stoppen_en_een_mail_over_het_lidmaatschap_niet():
    lid = maak_grensbreker()
    brief = stuur(lid=lid, sjabloon="welkom", sleutel="a", soort=Mailsoort.BRIEF)
    assert brief.koppen["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"<{brief.koppen['List-Unsubscribe'][1:-1]}>" == brief.koppen["List-Unsubscribe"]
    assert brief.koppen["List-Unsubscribe"][1:-1] in brief.tekst
    welkom = stuur(lid=lid, sjabloon="welkom", sleutel="b")
    assert "List-Unsubscribe" not in welkom.koppen
    for mail in (brief, welkom):
        assert pad_in(mail, "/grensbrekers/stop/")


def test_dezelfde_sleutel_stuurt_een_keer_en_een_niet_lid_krijgt_geen_persoonlijke_link():
    lid = maak_grensbreker(stand="aangevraagd")
    for _ in range(2):
        stuur(lid=lid, sjabloon="wacht_al", sleutel="a")
    mail = UitgaandeMail.objects.get()
    assert paden_in(mail, "/grensbrekers/netwerk/") == []


def test_een_mail_die_er_al_is_verandert_de_link_niet(client):
    lid = maak_grensbreker(sleutel_tot=None)
    eerste = stuur(lid=lid, sjabloon="welkom", sleutel="a")
    Grensbreker.objects.update(sleutel_tot=None)
    lid.refresh_from_db()
    assert stuur(lid=lid, sjabloon="welkom", sleutel="a") == eerste
    lid.refresh_from_db()
    assert str(lid.sleutel) in eerste.tekst


def test_een_mail_kan_naar_een_pagina_van_het_lid_leiden(client):
    lid = maak_grensbreker(sleutel_tot=None)
    mail = stuur(lid=lid, sjabloon="klopt_nog", sleutel="a", pagina=["grensbrekers_netwerk_gegevens"], kloptlink="x")
    assert client.get(pad_in(mail, "/grensbrekers/netwerk/")).status_code == 200
    assert stuur_nieuwe_link(lid=lid).aan == lid.email


def test_wil_en_pauzeert_volgen_de_keuzes():
    lid = maak_grensbreker(briefritme="nooit", mail_vragen=False)
    assert {soort.value for soort in Mailsoort if wil(lid, soort)} == {"koppeling", "ontmoetingen"}
    dag = date(2026, 11, 23)
    for pauze, tot, verwacht in (
        (False, None, False),
        (True, None, True),
        (True, dag, True),
        (True, dag - timedelta(days=1), False),
    ):
        assert pauzeert(Grensbreker(pauze=pauze, pauze_tot=tot), dag) is verwacht


# --- small data ---
def test_de_themas_worden_een_keer_geladen_en_blijven_van_de_redactie():
    Thema.objects.all().delete()
    assert laad_themas() == len(regels()) >= 12
    Thema.objects.filter(sleutel="podium").update(naam="Theater")
    assert laad_themas() == 0
    assert Thema.objects.get(sleutel="podium").naam == "Theater"


def test_een_priveadres_is_alleen_een_hint():
    assert is_priveadres("an@Telenet.be")
    assert not is_priveadres("an@lint.be")


def test_elke_bewaartermijn_heeft_woorden_en_een_eigen_sleutel():
    assert len({een.sleutel for een in TERMIJNEN}) == len(TERMIJNEN)
    assert all(een.regel.endswith(".") and een.wat for een in TERMIJNEN)
    assert termijn("onbevestigd").duur == timedelta(days=30)
