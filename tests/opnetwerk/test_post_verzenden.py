"""Sending the outbox: what a mail server can do to it. That server is a real socket."""

import threading
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from opnetwerk import post
from opnetwerk.management.commands.post_oefening import Postontvanger
from opnetwerk.models import UitgaandeMail
from opnetwerk.post import verzend
from tests.opnetwerk.test_post import GEDULD, Draad, vastgelegd, zet


def stand(mail: UitgaandeMail) -> tuple[str, int]:
    mail.refresh_from_db()
    return mail.stand, mail.pogingen


def weiger(begin: str, antwoord: str) -> Callable[[str], str]:
    """A mail server that gives this answer to each command that begins so."""
    return lambda opdracht: antwoord if opdracht.upper().startswith(begin.upper()) else "250 OK"


def gelezen(inhoud: bytes) -> EmailMessage:
    return message_from_bytes(inhoud, _class=EmailMessage, policy=policy.default)


def deel(bericht: EmailMessage, soort: str) -> str:
    gevonden = bericht.get_body((soort,))
    assert gevonden is not None
    return str(gevonden.get_content())


def maak_verlopen(mail: UitgaandeMail) -> None:
    """Its next attempt is due."""
    UitgaandeMail.objects.filter(pk=mail.pk).update(volgende_poging_op=timezone.now())


@vastgelegd
def test_verzonden_mail_komt_aan_zoals_ze_klaarstond_en_bewaart_haar_tekst_niet(
    geen_taken: None, ontvanger: Callable[..., Postontvanger]
) -> None:
    server, mail = ontvanger(), zet(1, antwoord_aan="an@voorbeeld.be")
    assert verzend() == post.Uitslag(verzonden=1)
    assert verzend() == post.Uitslag()
    [aangekomen] = server.ontvangen
    assert (aangekomen.aan, aangekomen.bericht_id) == ("jo1@voorbeeld.be", mail.bericht_id)
    bericht = gelezen(aangekomen.inhoud)
    assert (bericht["To"], bericht["Reply-To"], bericht["Subject"]) == (
        "jo1@voorbeeld.be",
        "an@voorbeeld.be",
        "Oefening 1",
    )
    assert bericht["Date"].datetime == mail.gemaakt_op.replace(microsecond=0)
    assert bericht["Auto-Submitted"] == "auto-generated"
    assert deel(bericht, "plain").replace("\r\n", "\n") == mail.tekst
    assert "<p>Dit is mail 1" in deel(bericht, "html")
    assert stand(mail) == ("verzonden", 0)
    assert mail.verzonden_op
    assert (mail.tekst, mail.html) == ("(verzonden; de tekst is niet bewaard)", "")


@vastgelegd
def test_wie_niet_bestaat_is_meteen_een_dode_brief_en_de_rest_gaat_door(
    geen_taken: None, ontvanger: Callable[..., Postontvanger]
) -> None:
    server = ontvanger(weiger("RCPT TO:<jo1@", "550 5.1.1 Onbekend"))
    een, twee = zet(1), zet(2)
    assert verzend() == post.Uitslag(verzonden=1, mislukt=1)
    assert stand(een) == ("mislukt", 1)
    assert een.laatste_fout == "550 5.1.1 Onbekend"
    assert "mail 1" in een.tekst
    assert stand(twee) == ("verzonden", 0)
    assert len(server.ontvangen) == 1


@vastgelegd
@pytest.mark.parametrize(
    ("begin", "antwoord", "verwacht"),
    [
        ("RCPT", "550 5.7.1 Relay verboden", ("wacht", 1)),
        ("RCPT", "530 Eerst aanmelden", ("wacht", 1)),
        ("RCPT", "451 4.7.1 Later", ("wacht", 1)),
        (".", "554 5.6.0 Niet deze inhoud", ("mislukt", 1)),
        (".", "452 4.3.1 Schijf vol", ("wacht", 1)),
        ("DATA", "554 Geen plaats", ("mislukt", 1)),
        ("MAIL", "553 5.1.8 Afzender onbekend", ("wacht", 1)),
        ("MAIL", "421 Genoeg voor een verbinding", ("wacht", 0)),
    ],
)
def test_enkel_een_weigering_over_de_ontvanger_of_de_inhoud_is_voorgoed(
    geen_taken: None,
    ontvanger: Callable[..., Postontvanger],
    begin: str,
    antwoord: str,
    verwacht: tuple[str, int],
) -> None:
    ontvanger(weiger(begin, antwoord))
    mail = zet(1)
    verzend()
    assert stand(mail) == verwacht
    assert antwoord.split(" ", 1)[1] in mail.laatste_fout


@vastgelegd
def test_na_elke_mislukte_poging_wacht_een_mail_langer_tot_ze_een_dode_brief_is(
    geen_taken: None, ontvanger: Callable[..., Postontvanger]
) -> None:
    ontvanger(weiger("RCPT", "451 Later"))
    mail = zet(1)
    for poging, uitstel in enumerate(post.UITSTEL, 1):
        voor = timezone.now()
        assert verzend() == post.Uitslag(uitgesteld=1)
        assert stand(mail) == ("wacht", poging)
        assert timedelta() <= mail.volgende_poging_op - voor - uitstel < timedelta(seconds=GEDULD)
        assert verzend() == post.Uitslag()
        maak_verlopen(mail)
    assert verzend() == post.Uitslag(mislukt=1)
    assert stand(mail) == ("mislukt", len(post.UITSTEL) + 1)
    maak_verlopen(mail)
    assert verzend() == post.Uitslag()


@vastgelegd
def test_een_mailserver_die_er_niet_is_kost_geen_enkele_mail_een_poging(
    geen_taken: None, ontvanger: Callable[..., Postontvanger]
) -> None:
    ontvanger().sluit()
    mails = [zet(nummer) for nummer in range(5)]
    uitslag = verzend()
    assert uitslag.server_weg.startswith("De mailserver is niet te bereiken: ")
    assert [stand(mail) for mail in mails] == [("wacht", 0)] * 5
    assert mails[0].laatste_fout == uitslag.server_weg
    server = ontvanger()
    assert verzend() == post.Uitslag(verzonden=5)
    assert len(server.ontvangen) == 5
    assert stand(mails[0]) == ("verzonden", 0)
    assert mails[0].laatste_fout == ""


@vastgelegd
def test_een_verbinding_die_breekt_kost_enkel_de_mail_die_onderweg_was_een_poging(
    geen_taken: None, ontvanger: Callable[..., Postontvanger]
) -> None:
    def breek_bij_de_tweede(opdracht: str) -> str:
        if opdracht == "." and server.ontvangen:
            server.sluit()
        return "250 OK"

    server = ontvanger(breek_bij_de_tweede)
    mails = [zet(nummer) for nummer in range(4)]
    assert verzend().server_weg.startswith("De mailserver brak af: ")
    assert [stand(mail) for mail in mails] == [("verzonden", 0), ("wacht", 1), ("wacht", 0), ("wacht", 0)]


@vastgelegd
def test_een_mailserver_die_zwijgt_houdt_de_werker_niet_langer_op_dan_de_tijdslimiet(
    geen_taken: None, ontvanger: Callable[..., Postontvanger], settings: Any
) -> None:
    verder = threading.Event()
    ontvanger(lambda opdracht: "250 OK" if verder.wait(GEDULD) else "")
    settings.EMAIL_TIMEOUT = 0.1
    mail = zet(1)
    assert "timed out" in verzend().server_weg
    assert stand(mail) == ("wacht", 0)
    verder.set()


@vastgelegd
def test_een_mail_die_niet_gemaakt_kan_worden_houdt_de_andere_niet_op(
    geen_taken: None, ontvanger: Callable[..., Postontvanger], caplog: Any
) -> None:
    server = ontvanger()
    kapot, goed = zet(1), zet(2)
    UitgaandeMail.objects.filter(pk=kapot.pk).update(onderwerp="twee\nregels")
    assert verzend() == post.Uitslag(verzonden=1, uitgesteld=1)
    assert stand(kapot) == ("wacht", 1)
    assert kapot.laatste_fout.startswith("BadHeaderError: ")
    assert "Een mail kan niet gemaakt worden." in caplog.text
    assert [een.aan for een in server.ontvangen] == [goed.aan]


@vastgelegd
def test_wie_het_langst_wacht_gaat_eerst_en_stoppen_kan_na_elke_mail(
    geen_taken: None, ontvanger: Callable[..., Postontvanger]
) -> None:
    server = ontvanger()
    laat, vroeg = zet(1), zet(2)
    UitgaandeMail.objects.filter(pk=vroeg.pk).update(volgende_poging_op=timezone.now() - timedelta(hours=1))
    verzend(stop=lambda: len(server.ontvangen) == 1)
    assert stand(vroeg) == ("verzonden", 0)
    assert stand(laat) == ("wacht", 0)


@vastgelegd
def test_twee_werkers_tegelijk_versturen_elke_mail_een_keer(
    geen_taken: None, ontvanger: Callable[..., Postontvanger]
) -> None:
    samen, einden = threading.Barrier(2, timeout=GEDULD), count()

    def samen_aan_het_werk(opdracht: str) -> str:
        if opdracht == "." and next(einden) < 2:
            samen.wait()  # the first mail of one is not done before that of the other
        return "250 OK"

    server = ontvanger(samen_aan_het_werk)
    for nummer in range(40):
        zet(nummer)
    ander = Draad(verzend)
    eigen = verzend()
    assert eigen.verzonden + ander.klaar().verzonden == 40
    assert eigen.verzonden > 0
    assert len({een.aan for een in server.ontvangen}) == len(server.ontvangen) == 40


@vastgelegd
def test_versturen_in_de_transactie_van_een_ander_kan_niet(geen_taken: None) -> None:
    zet(1)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        verzend()


@vastgelegd
def test_een_dode_brief_kan_opnieuw_en_een_verzonden_mail_niet(
    geen_taken: None, ontvanger: Callable[..., Postontvanger]
) -> None:
    ontvanger(weiger("RCPT TO:<jo1@", "550 Onbekend"))
    dood, verzonden = zet(1), zet(2)
    verzend()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    post.opnieuw(verzonden)
    assert stand(verzonden) == ("verzonden", 0)
    assert not ProcrastinateJob.objects.exists()
    post.opnieuw(dood)
    assert (dood.stand, dood.pogingen) == ("wacht", 0)
    assert ProcrastinateJob.objects.count() == 1
    server = ontvanger()
    verzend()
    assert [een.bericht_id for een in server.ontvangen] == [dood.bericht_id]


@vastgelegd
def test_een_trage_mailserver_vertraagt_geen_pagina(
    geen_taken: None, ontvanger: Callable[..., Postontvanger], client: Any
) -> None:
    bezig, verder = threading.Event(), threading.Event()

    def traag(opdracht: str) -> str:
        bezig.set()
        verder.wait(GEDULD)
        return "250 OK"

    server = ontvanger(traag)
    zet(1)
    werker = Draad(verzend)
    assert bezig.wait(GEDULD)
    antwoord = client.post("/accounts/password/reset/", {"email": "niemand@voorbeeld.be"})
    assert antwoord.status_code == 302
    assert werker.is_alive()
    assert server.ontvangen == []
    assert UitgaandeMail.objects.filter(stand="wacht").count() == 2
    verder.set()
    assert werker.klaar().verzonden == 2
