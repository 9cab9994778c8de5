"""Reminding a municipality that has not answered yet, and stopping that without an account."""

from datetime import timedelta

import pytest
from django.conf import settings as instellingen
from django.test import Client

from cultuurnota import engagement
from cultuurnota.models import Cultuurnota, Engagement
from cultuurnota.taken import cultuurnota_engagement
from igs.models import Gemeente
from opnetwerk.dag import nu
from opnetwerk.models import Logregel, UitgaandeMail
from tests.beheer import maak_coordinator_van
from tests.cultuurnota.engagementpaginas import HOVE, als, bewaar, pad
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid
from tests.fabriek import maak_gebruiker


@pytest.fixture
def nota(gegevens) -> Cultuurnota:
    return maak_nota()


@pytest.fixture
def hove(gegevens) -> Gemeente:
    return Gemeente.objects.get(nis_code=HOVE)


@pytest.fixture
def client(nota) -> Client:
    return als(maak_teamlid(nota).gebruiker)


@pytest.fixture
def door(db):
    return maak_gebruiker("penningmeester@voorbeeld.be")


# --- reminding ------------------------------------------------------------------------------------------------------
@pytest.fixture
def gevraagd(nota, hove, door) -> Engagement:
    return bewaar(nota, hove, door, stand="gevraagd", bedrag=None, contact_email="secretaris@hove.be")


def test_een_herinnering_gaat_om_de_veertien_dagen(nota, gevraagd):
    lid = maak_teamlid(nota, "trekker")
    moment = nu()
    aantallen = [engagement.herinner(moment + timedelta(days=dag)) for dag in (0, 0, 1, 13, 14, 20, 28)]
    assert aantallen == [1, 0, 0, 0, 1, 0, 1]
    eerste, tweede, _ = UitgaandeMail.objects.order_by("pk")
    assert (eerste.aan, eerste.antwoord_aan) == ("secretaris@hove.be", lid.gebruiker.email)
    assert eerste.onderwerp == f"Doet Hove mee met {nota.igs.naam}?"
    assert tweede.onderwerp.startswith("Herinnering: ")
    assert "We herinneren je eraan" in tweede.tekst
    assert "Beantwoord deze mail" in eerste.tekst


def test_zonder_trekker_gaat_het_antwoord_naar_de_coordinator(nota, gevraagd):
    coordinator = maak_coordinator_van(nota.igs, "lien@voorbeeld.be")
    engagement.herinner(nu())
    assert UitgaandeMail.objects.get().antwoord_aan == coordinator.email


def test_zonder_iemand_vraagt_de_mail_geen_antwoord(gevraagd):
    engagement.herinner(nu())
    mail = UitgaandeMail.objects.get()
    assert mail.antwoord_aan == ""
    assert "Beantwoord deze mail" not in mail.tekst


@pytest.mark.parametrize("stand", ["geen", "toegezegd", "beslist", "geweigerd"])
def test_wie_antwoordde_krijgt_geen_herinnering(gevraagd, stand):
    Engagement.objects.update(stand=stand)
    assert engagement.herinner(nu()) == 0


def test_het_team_stopt_de_herinneringen(nota, gevraagd, client):
    assert "secretaris@hove.be" in client.get(pad(nota)).content.decode()
    for _ in range(2):
        antwoord = client.post(pad(nota), {"doe": "stop"}, follow=True)
        assert "Het adres is gewist." in antwoord.content.decode()
    assert nota.engagementen.get().contact_email == ""
    assert engagement.herinner(nu()) == 0
    assert Logregel.objects.filter(actie="herinneringen gestopt").count() == 1


def test_een_nota_in_de_prullenmand_herinnert_niemand(nota, gevraagd):
    Cultuurnota.objects.update(weg_op=nu())
    assert engagement.herinner(nu()) == 0


def test_wie_geen_lid_meer_is_wordt_niets_meer_gevraagd(gevraagd):
    Engagement.objects.update(gemeente="44021")
    assert engagement.herinner(nu()) == 0


def test_een_stuk_adres_houdt_niemand_anders_op(nota, gevraagd, door):
    Engagement.objects.update(contact_email="a@b\nBcc: c@d.be")
    anderen = [regel.gemeente for regel in engagement.overzicht(nota).regels if regel.gemeente.nis_code != HOVE]
    bewaar(nota, anderen[0], door, stand="gevraagd", bedrag=None, contact_email="goed@voorbeeld.be")
    assert cultuurnota_engagement() == 1
    assert UitgaandeMail.objects.get().aan == "goed@voorbeeld.be"


def test_opnieuw_vragen_begint_opnieuw(nota, hove, gevraagd, door):
    engagement.herinner(nu())
    bewaar(nota, hove, door, basis=1, stand="gevraagd", bedrag=None, contact_email="burgemeester@hove.be")
    assert engagement.herinner(nu() + timedelta(days=1)) == 1
    assert UitgaandeMail.objects.order_by("-pk")[0].aan == "burgemeester@hove.be"


# --- stopping without an account ------------------------------------------------------------------------------------
def stoppad(gevraagd) -> str:
    return engagement.stoplink(gevraagd).removeprefix(instellingen.SITE_ADRES)


def test_wie_de_mail_krijgt_stopt_hem_met_een_knop(nota, gevraagd):
    engagement.herinner(nu())
    mail = UitgaandeMail.objects.get()
    link = stoppad(gevraagd)
    assert instellingen.SITE_ADRES + link in mail.tekst
    assert mail.koppen["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Geen herinneringen meer?" in Client().get(link).content.decode()
    assert nota.engagementen.get().contact_email == "secretaris@hove.be"
    for _ in range(2):
        antwoord = Client(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"})
        assert "Je krijgt geen herinneringen meer" in antwoord.content.decode()
        assert not antwoord.cookies
    assert nota.engagementen.get().contact_email == ""
    assert Logregel.objects.get(actie="herinneringen gestopt").door is None
    assert "secretaris@hove.be" not in link


def test_een_oude_link_stopt_een_ander_adres_niet(nota, hove, gevraagd, door):
    link = stoppad(gevraagd)
    bewaar(nota, hove, door, basis=1, stand="gevraagd", bedrag=None, contact_email="burgemeester@hove.be")
    assert "Je krijgt geen herinneringen meer" in Client().post(link).content.decode()
    assert nota.engagementen.get().contact_email == "burgemeester@hove.be"


def test_een_link_die_niet_van_ons_is_stopt_niets(nota, gevraagd):
    for teken in ("x", "a:b:c", "%00", stoppad(gevraagd).split("/")[-2][:-2]):
        antwoord = Client().post(f"/cultuurnota/herinnering/{teken}/")
        assert antwoord.status_code == 404
        assert "Deze link werkt niet meer" in antwoord.content.decode()
    assert nota.engagementen.get().contact_email
    link = stoppad(gevraagd)
    Engagement.objects.all().delete()
    assert Client().get(link).status_code == 404
