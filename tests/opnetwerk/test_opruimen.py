"""What the night erases, on the day that it must and not a day before."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import DatabaseError, transaction

from igs import opruimen as igs_opruimen
from igs.models import Hulpvraag, Melding
from opnetwerk import dagelijks, logboek, opruimen
from opnetwerk.models import Gebruiker, Logregel
from tests.fabriek import maak_gebruiker

pytestmark = pytest.mark.django_db

NU = datetime(2026, 11, 23, 3, tzinfo=UTC)


def oud(rij, **velden):
    type(rij).objects.filter(pk=rij.pk).update(**velden)
    return rij


# --- accounts ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def onbevestigd():
    gebruiker = maak_gebruiker("niemand@lint.be")
    EmailAddress.objects.filter(user=gebruiker).update(verified=False)
    return oud(gebruiker, gemaakt_op=NU - timedelta(days=8))


def test_een_account_dat_niemand_bevestigde_gaat_na_een_week(onbevestigd):
    assert opruimen.wis_onbevestigde(NU - timedelta(days=2)) == 0
    assert opruimen.wis_onbevestigde(NU) == 1
    assert not Gebruiker.objects.exists()


@pytest.mark.parametrize(
    "waarom",
    [
        lambda een: EmailAddress.objects.create(user=een, email=een.email, verified=True),
        lambda een: oud(een, last_login=NU),
        lambda een: oud(een, is_staff=True),
        lambda een: een.groups.add(Group.objects.get_or_create(name="proef")[0]),
    ],
    ids=["bevestigd", "was aangemeld", "werkt mee", "zit in een groep"],
)
def test_een_account_dat_iemand_heeft_blijft(onbevestigd, waarom):
    EmailAddress.objects.filter(user=onbevestigd).delete()
    waarom(onbevestigd)
    assert opruimen.wis_onbevestigde(NU) == 0


def test_zittingen_gaan_als_ze_voorbij_zijn():
    gebruiker = maak_gebruiker("an@lint.be")
    for naam, einde in (("voorbij", -1), ("loopt", 1)):
        Session.objects.create(session_key=naam, session_data="x", expire_date=NU + timedelta(minutes=einde))
    for naam, dagen in (("lang", 15), ("kort", 13)):
        toestel = UserSession.objects.create(user=gebruiker, ip="192.0.2.1", session_key=naam, user_agent="proef")
        oud(toestel, last_seen_at=NU - timedelta(days=dagen))
    assert opruimen.wis_oude_zittingen(NU) == 2
    assert Session.objects.get().session_key == "loopt"
    assert UserSession.objects.get().session_key == "kort"


# --- the log ----------------------------------------------------------------------------------------------------------


def regel(jaren: int) -> None:
    with time_machine.travel(NU - timedelta(days=366 * jaren), tick=False):
        Logregel.objects.create(actie="proef", object_naam=f"{jaren} jaar")


def test_het_logboek_vergeet_na_vijf_jaar():
    regel(4)
    regel(5)
    assert logboek.wis_oude(NU) == 1
    assert Logregel.objects.get().object_naam == "4 jaar"


def test_daarna_is_het_logboek_weer_dicht():
    regel(1)
    logboek.wis_oude(NU)
    with pytest.raises(DatabaseError, match="alleen bijgeschreven"), transaction.atomic():
        Logregel.objects.all().delete()


# --- questions and reports --------------------------------------------------------------------------------------------


def hulpvraag(naam: str, stand: str, dagen: int) -> None:
    rij = Hulpvraag.objects.create(
        formulier=naam, onderwerp=Hulpvraag.Onderwerp.values[0], naam=naam, email="an@lint.be", tekst="t", stand=stand
    )
    oud(rij, gemaakt_op=NU - timedelta(days=dagen))


def test_vragen_om_hulp_gaan_na_een_jaar_en_onbevestigd_na_een_maand():
    hulpvraag("net onbevestigd", "te_bevestigen", 29)
    hulpvraag("oud onbevestigd", "te_bevestigen", 32)
    hulpvraag("nieuw", "nieuw", 300)
    hulpvraag("behandeld", "behandeld", 367)
    hulpvraag("nooit behandeld", "nieuw", 367)
    assert igs_opruimen.wis_oude_hulpvragen(NU) == 3
    assert {een.naam for een in Hulpvraag.objects.all()} == {"net onbevestigd", "nieuw"}


def test_meldingen_gaan_na_een_jaar():
    for naam, dagen in (("kort", 360), ("lang", 367)):
        melding = Melding.objects.create(formulier=naam, pagina="/", tekst=naam, email="an@lint.be")
        oud(melding, gemaakt_op=NU - timedelta(days=dagen))
    assert igs_opruimen.wis_oude_meldingen(NU) == 1
    assert Melding.objects.get().tekst == "kort"


def test_de_nacht_doet_dit_allemaal(onbevestigd):
    hulpvraag("oud", "nieuw", 367)
    uitkomsten = {een.stap.naam: een for een in dagelijks.voer_uit(moment=NU)}
    assert [een.fout for een in uitkomsten.values() if een.fout] == []
    assert (uitkomsten["hulpvragen"].aantal, uitkomsten["accounts"].aantal) == (1, 1)
    assert {"logboek", "zittingen", "meldingen"} <= set(uitkomsten)
