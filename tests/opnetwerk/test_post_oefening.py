"""The drill itself: small, real, and able to fail."""

import smtplib
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from opnetwerk.management.commands.post_oefening import Ontvangst, Postontvanger, Verslag, werkomgeving
from opnetwerk.models import UitgaandeMail


def databanken() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return {naam for (naam,) in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_een_kleine_oefening_verliest_niets_en_raakt_niets_aan(geen_taken: None) -> None:
    voor, naam, uitvoer = databanken(), connection.settings_dict["NAME"], StringIO()
    call_command("post_oefening", mails=30, kills=2, weg=0.5, stdout=uitvoer)
    cijfers = {regel[:28].strip(): int(regel[28:]) for regel in uitvoer.getvalue().splitlines()}
    assert cijfers["mails klaargezet"] == cijfers["verschillende Message-ID's"] == 30
    assert cijfers["mails ontvangen"] == 30 + cijfers["dubbel"]
    assert cijfers["verloren"] == 0
    assert cijfers["kills van de werker"] == 2
    assert cijfers["dubbel"] <= 2
    assert databanken() == voor
    assert connection.settings_dict["NAME"] == naam
    assert not UitgaandeMail.objects.exists()


@pytest.mark.parametrize(("mails", "kills"), [(60, 0), (60, 20), (2, 1), (0, 1)])
def test_te_weinig_mails_of_kills_is_geen_oefening(mails: int, kills: int) -> None:
    with pytest.raises(CommandError, match="meer dan drie mails per kill"):
        call_command("post_oefening", mails=mails, kills=kills)


def verslag(*ontvangen: tuple[str, str], mails: int = 2, kills: int = 1) -> Verslag:
    return Verslag(mails, kills, 1.0, [Ontvangst(aan, bericht_id, b"") for aan, bericht_id in ontvangen])


@pytest.mark.parametrize(
    ("een", "fout"),
    [
        (verslag(("a", "1"), ("b", "2")), ""),
        (verslag(("a", "1"), ("b", "2"), ("a", "1")), ""),
        (verslag(("a", "1")), "1 mails kwamen niet aan."),
        (verslag(("a", "1"), ("b", "2"), ("a", "1"), ("b", "2")), "2 mails kwamen dubbel aan, bij 1 kills."),
        (verslag(("a", "1"), ("b", "2"), ("a", "3")), "Een mail kreeg bij de tweede verzending een andere Message-ID."),
        (verslag(("a", "1"), ("b", "1")), "Een mail kreeg bij de tweede verzending een andere Message-ID."),
    ],
)
def test_verslag_ziet_wat_fout_ging(een: Verslag, fout: str) -> None:
    assert een.fout == fout


def test_tabel_telt(db: None) -> None:
    tabel = verslag(("a", "1"), ("a", "1"), mails=3, kills=2).tabel()
    assert [regel.split()[-1] for regel in tabel.splitlines()] == ["3", "2", "1", "2", "1", "2", "1"]


def test_ontvanger_bewaart_enkel_wat_hij_aanneemt() -> None:
    server = Postontvanger(antwoord=lambda opdracht: "550 Nee" if "weg@" in opdracht else "250 OK")
    with smtplib.SMTP("127.0.0.1", server.poort, timeout=10) as lijn:
        lijn.sendmail("a@b.be", ["jo@b.be"], "Message-ID: <1@b>\r\n\r\n.punt\r\n")
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            lijn.sendmail("a@b.be", ["weg@b.be"], "Message-ID: <2@b>\r\n\r\nx\r\n")
    server.sluit()
    assert [(een.aan, een.bericht_id) for een in server.ontvangen] == [("jo@b.be", "<1@b>")]
    with pytest.raises(OSError, match=r"refused"):
        smtplib.SMTP("127.0.0.1", server.poort, timeout=10)


@pytest.mark.django_db
def test_werkers_van_de_oefening_kennen_enkel_de_databank_van_de_oefening(settings: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("OPNETWERK_SMTP_HOST", "mail.echt.example")
    omgeving = werkomgeving("oefening_x", 2525)
    assert omgeving["DATABASE_URL"].endswith("/oefening_x")
    assert omgeving["OPNETWERK_SMTP_HOST"] == "127.0.0.1"
    settings.DATABASE_URL = "postgres://op:geheim@db.example:5433/echt?sslmode=require"
    uitgerold = werkomgeving("oefening_x", 2525)["DATABASE_URL"]
    assert uitgerold == "postgres://op:geheim@db.example:5433/oefening_x?sslmode=require"
