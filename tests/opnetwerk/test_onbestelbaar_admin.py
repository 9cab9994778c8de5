"""Addresses whose mail comes back, in the admin: who sees them, what the one button does, and what is logged."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from opnetwerk.bezorgverslagen import krijgt_geen_mail, noteer
from opnetwerk.dag import nu
from opnetwerk.models import Logregel, Onbestelbaar, UitgaandeMail
from tests.aanmelden import in_beheer
from tests.beheer import maak_redactie

pytestmark = pytest.mark.django_db
LIJST = "admin:opnetwerk_onbestelbaar_changelist"


@pytest.fixture
def redactie(client: Client) -> Client:
    return in_beheer(client, maak_redactie())


def maak(adres: str, soort: str = "hard", **velden: Any) -> Onbestelbaar:
    vast = {"soort": soort, "reden": "550 5.1.1 User unknown", "eerst_op": nu(), "laatst_op": nu()}
    return Onbestelbaar.objects.create(email=adres, **(vast | velden))


def pad_van(rij: Onbestelbaar) -> str:
    return reverse("admin:opnetwerk_onbestelbaar_change", args=[rij.pk])


def wachtende_mail(adres: str) -> UitgaandeMail:
    return UitgaandeMail.objects.create(
        sleutel=f"s:{adres}", aan=adres, onderwerp="o", tekst="t", bericht_id=f"<1@{adres}>", stand="tegengehouden"
    )


def test_de_lijst_zegt_welk_adres_sinds_wanneer_waarom_en_of_er_mail_gaat(redactie: Client) -> None:
    maak("weg@voorbeeld.be")
    maak("vol@voorbeeld.be", "zacht", reden="552 Mailbox full", keren=2)
    maak("lang@voorbeeld.be", laatst_op=nu() - timedelta(days=91))
    tekst = redactie.get(reverse(LIJST)).content.decode()
    for zin in ("weg@voorbeeld.be", "bestaat niet", "kan nu niets krijgen", "550 5.1.1", "552 Mailbox full"):
        assert zin in tekst, zin
    assert tekst.count(">nee<") == 1  # a soft one and an old one get mail
    assert Logregel.objects.get().actie == "lijst gelezen"
    gezocht = redactie.get(reverse(LIJST), {"q": "vol@"}).content.decode()
    assert "vol@voorbeeld.be" in gezocht
    assert "weg@voorbeeld.be" not in gezocht


def test_de_lijst_stelt_evenveel_vragen_voor_een_als_voor_twintig(redactie: Client) -> None:
    aantallen = []
    for hoeveel in (1, 19):
        for nummer in range(hoeveel):
            maak(f"{hoeveel}-{nummer}@voorbeeld.be")
        redactie.get(reverse(LIJST))
        with CaptureQueriesContext(connection) as gesteld:
            redactie.get(reverse(LIJST))
        aantallen.append(len(gesteld))
    assert aantallen[0] == aantallen[1]


def test_het_blad_is_alleen_te_lezen_en_dat_wordt_gelogd(redactie: Client) -> None:
    rij = maak("weg@voorbeeld.be")
    tekst = redactie.get(pad_van(rij)).content.decode()
    assert 'name="email"' not in tekst
    assert "Weer bereikbaar" in tekst
    assert Logregel.objects.get(actie="gelezen").object_id == str(rij.pk)
    redactie.post(pad_van(rij), {"email": "ander@voorbeeld.be", "soort": "zacht", "_save": "1"})
    rij.refresh_from_db()
    assert (rij.email, rij.soort, rij.opgeheven_op) == ("weg@voorbeeld.be", "hard", None)
    for naam in ("add", "delete"):
        argumenten = [rij.pk] if naam == "delete" else []
        assert redactie.get(reverse(f"admin:opnetwerk_onbestelbaar_{naam}", args=argumenten)).status_code == 403


def test_weer_bereikbaar_stuurt_wat_wachtte_zegt_wie_het_deed_en_telt_een_keer(redactie: Client) -> None:
    rij, ander = maak("weg@voorbeeld.be"), maak("ook@voorbeeld.be")
    mails = [wachtende_mail(een.email) for een in (rij, ander)]
    assert redactie.get(pad_van(rij) + "?_weer_bereikbaar=1").status_code == 200
    assert krijgt_geen_mail(rij.email, nu())  # a GET changes nothing
    for zin in ("krijgt weer mail.", "kreeg al weer mail."):
        tekst = redactie.post(pad_van(rij), {"_weer_bereikbaar": "1"}, follow=True).content.decode()
        assert zin in tekst
    assert not krijgt_geen_mail(rij.email, nu())
    assert krijgt_geen_mail(ander.email, nu())
    assert [UitgaandeMail.objects.get(pk=een.pk).stand for een in mails] == ["wacht", "tegengehouden"]
    regel = Logregel.objects.get(actie="weer bereikbaar gezet")
    assert (regel.door.email, regel.object_id) == ("redactie@voorbeeld.be", str(rij.pk))


def test_de_actie_doet_er_meer_tegelijk_en_slaat_over_wat_al_goed_is(redactie: Client) -> None:
    rijen = [maak("een@voorbeeld.be"), maak("twee@voorbeeld.be"), maak("drie@voorbeeld.be", opgeheven_op=nu())]
    keuze = {"action": "zet_weer_bereikbaar", "_selected_action": [rij.pk for rij in rijen]}
    assert "2 adressen krijgen weer mail." in redactie.post(reverse(LIJST), keuze, follow=True).content.decode()
    assert Logregel.objects.filter(actie="weer bereikbaar gezet").count() == 2
    assert not Onbestelbaar.objects.filter(opgeheven_op=None).exists()


def test_komt_de_mail_opnieuw_terug_dan_is_het_adres_weer_dicht(redactie: Client) -> None:
    rij = maak("weg@voorbeeld.be")
    redactie.post(pad_van(rij), {"_weer_bereikbaar": "1"})
    moment = datetime(2026, 12, 1, 9, tzinfo=UTC)
    noteer(rij.email, "hard", reden="550", moment=moment)
    assert krijgt_geen_mail(rij.email, moment)
