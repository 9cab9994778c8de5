"""Whether mail can arrive: each fault has its own sentence, against a real mail server on loopback."""

import dns.exception
import pytest
from django.core.management import CommandError, call_command

from opnetwerk import mailtest
from opnetwerk.bevinding import Oordeel

GOEDE_DNS = {"voorbeeld.be": ["v=spf1 mx -all", "iets anders"], "_dmarc.voorbeeld.be": ["v=DMARC1; p=reject"]}


@pytest.fixture(autouse=True)
def eigen_domein(settings):
    settings.DEFAULT_FROM_EMAIL = "op/netwerk <mail@voorbeeld.be>"
    settings.SITE_ADRES = "https://netwerk.voorbeeld.be"


def fouten(bevindingen) -> list[str]:
    return [een.zin for een in bevindingen if een.oordeel is Oordeel.FOUT]


# --- what is set ------------------------------------------------------------------------------------------------------


def test_een_eigen_afzender_is_goed(settings, tmp_path):
    settings.POSTVAK_IN = tmp_path
    assert [een.oordeel for een in mailtest.instellingen()] == [Oordeel.GOED]


@pytest.mark.parametrize(
    ("instelling", "waarde", "woorden"),
    [
        ("DEFAULT_FROM_EMAIL", "op/netwerk <geen-antwoord@localhost>", "zet OPNETWERK_AFZENDER"),
        ("DEFAULT_FROM_EMAIL", "mail@elders.be", "Mail komt van elders.be"),
        ("EMAIL_HOST_USER", "naam", "OPNETWERK_SMTP_TLS"),
        ("EMAIL_TIMEOUT", None, "geen tijdslimiet"),
    ],
)
def test_een_verkeerde_instelling_zegt_wat_te_doen(settings, instelling, waarde, woorden):
    settings.EMAIL_USE_TLS = False
    setattr(settings, instelling, waarde)
    [zin] = fouten(mailtest.instellingen())
    assert woorden in zin


# --- the DNS ----------------------------------------------------------------------------------------------------------


def in_dns(**records: list[str]):
    alles = GOEDE_DNS | {naam.replace("__", "."): waarden for naam, waarden in records.items()}
    return lambda naam: alles.get(naam, [])


def test_spf_en_dmarc_zijn_goed():
    gezegd = list(mailtest.dns_van("voorbeeld.be", in_dns()))
    assert [een.oordeel for een in gezegd] == [Oordeel.GOED, Oordeel.GOED, Oordeel.ONBEKEND]


@pytest.mark.parametrize(
    ("records", "woorden"),
    [
        ({"voorbeeld__be": []}, "zegt niet wie er mail mag sturen"),
        ({"voorbeeld__be": ["v=spf1 a -all", "v=spf1 mx -all"]}, "2 SPF-records"),
        ({"voorbeeld__be": ["v=spf1 +all"]}, "laat iedereen mail sturen"),
        ({"_dmarc__voorbeeld__be": []}, "heeft geen DMARC"),
    ],
)
def test_een_fout_in_de_dns_zegt_welk_record_er_moet(records, woorden):
    [zin] = fouten(mailtest.dns_van("voorbeeld.be", in_dns(**records)))
    assert woorden in zin


def test_een_dns_die_niet_antwoordt_is_geen_fout_van_ons():
    def weg(naam: str) -> list[str]:
        raise dns.exception.Timeout

    [een] = mailtest.dns_van("voorbeeld.be", weg)
    assert een.oordeel is Oordeel.ONBEKEND
    assert "Timeout" in een.zin


def test_localhost_heeft_geen_dns():
    assert list(mailtest.dns_van("localhost", in_dns())) == []


# --- the mail server --------------------------------------------------------------------------------------------------


def test_een_server_die_antwoordt_is_goed(ontvanger):
    ontvanger()
    assert [een.oordeel for een in mailtest.server()] == [Oordeel.GOED]


def test_een_server_die_weg_is_zegt_welke_instelling(ontvanger):
    server = ontvanger()
    server.sluit()
    [zin] = fouten(mailtest.server())
    assert "OPNETWERK_SMTP_HOST" in zin


def test_versleuteling_die_kan_en_niet_gevraagd_wordt(ontvanger, settings):
    settings.EMAIL_USE_TLS = False
    # The first line of an EHLO answer is the greeting: the extension stands on a line of its own.
    ontvanger(lambda opdracht: "250-mail\r\n250 STARTTLS" if opdracht.upper().startswith("EHLO") else "250 OK")
    assert "kan versleutelen" in fouten(mailtest.server())[0]


def test_versleuteling_die_gevraagd_wordt_en_niet_kan(ontvanger, settings):
    settings.EMAIL_USE_TLS = True
    ontvanger()
    assert "kan het niet" in fouten(mailtest.server())[0]


def test_in_bestanden_is_er_geen_server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert [een.oordeel for een in mailtest.server()] == [Oordeel.ONBEKEND]


# --- the mail itself --------------------------------------------------------------------------------------------------


def test_de_testmail_komt_aan(ontvanger):
    server = ontvanger()
    assert mailtest.verstuur("an@lint.be").oordeel is Oordeel.GOED
    [mail] = server.ontvangen
    assert mail.aan == "an@lint.be"
    assert b"https://netwerk.voorbeeld.be" in mail.inhoud


@pytest.mark.parametrize(
    ("begin", "antwoord", "woorden"),
    [
        ("RCPT", "550 5.1.1 geen zo iemand", "weigert an@lint.be: 550"),
        ("MAIL", "553 5.7.1 afzender mag niet", "aanvaardt de afzender niet: 553"),
        (".", "554 5.6.0 te raar", "ging niet weg"),
    ],
)
def test_een_weigering_zegt_wat_de_server_zei(ontvanger, begin, antwoord, woorden):
    ontvanger(lambda opdracht: antwoord if opdracht.upper().startswith(begin) else "250 OK")
    een = mailtest.verstuur("an@lint.be")
    assert een.oordeel is Oordeel.FOUT
    assert woorden in een.zin


# --- the command ------------------------------------------------------------------------------------------------------


def test_het_commando_noemt_alles_en_telt_wat_te_herstellen_is(ontvanger, settings, monkeypatch, capsys):
    monkeypatch.setattr(mailtest, "txt", in_dns(_dmarc__voorbeeld__be=[]))
    ontvanger()
    with pytest.raises(CommandError, match="Er is 1 keer iets te herstellen"):
        call_command("mailtest", "an@lint.be")
    uit = capsys.readouterr().out
    assert "[goed] De testmail naar an@lint.be is aangenomen" in uit
    assert "[herstel] voorbeeld.be heeft geen DMARC" in uit


def test_een_adres_dat_geen_adres_is(capsys):
    with pytest.raises(CommandError, match="naam@voorbeeld"):
        call_command("mailtest", "an@@lint")
