"""Answer in a conversation by mail: to the other side, once, and with the limits that the page has."""

from datetime import date

import pytest
from django.core.cache import cache

from opnetwerk import gesprekken
from opnetwerk.models import Gespreksbericht, UitgaandeMail
from tests.binnenpost import bezorg, brief, lees, uit_bestand, zet_aan
from tests.gesprekken import AN, BO, afzender, begin, heel, mails_aan, ontvanger
from tests.opnetwerk.test_antwoordtekst import VAN_MENSEN

VREEMD = "vreemd@elders.example"


@pytest.fixture
def pad(db, settings, tmp_path, monkeypatch):
    cache.clear()
    monkeypatch.setattr(gesprekken, "ontvangers_voor", {})
    return zet_aan(settings, tmp_path)


def laatste(adres: str) -> UitgaandeMail:
    return mails_aan(adres)[-1]


def woorden() -> list[str]:
    return list(Gespreksbericht.objects.values_list("tekst", flat=True))


def test_de_mail_zegt_dat_je_kunt_antwoorden_en_waarheen(pad):
    begin()
    mail = laatste(BO.email)
    assert mail.antwoord_aan.startswith("antwoord+g")
    assert mail.antwoord_aan.endswith("@netwerk.example")
    assert mail.tekst.startswith("--- Schrijf je antwoord boven deze regel ---\n\n")
    assert "Antwoord op deze mail, of op de site:" in mail.tekst
    assert "Antwoord op deze mail" in mail.html
    assert "Antwoord niet op deze mail" not in mail.tekst + mail.html
    assert AN.email not in heel(mail)


def test_zonder_antwoordadres_zegt_de_mail_dat_antwoorden_op_de_site_kan(pad, settings):
    settings.ANTWOORDADRES = ""
    begin()
    mail = laatste(BO.email)
    assert mail.antwoord_aan == ""
    assert "Antwoord niet op deze mail" in mail.tekst
    assert "Antwoord niet op deze mail" in mail.html
    assert "boven deze regel" not in mail.tekst + mail.html


@pytest.mark.parametrize("naam", VAN_MENSEN)
def test_een_antwoord_per_mail_komt_bij_de_andere_kant_en_het_gesprek_gaat_zo_verder(pad, naam):
    gesprek = begin()
    bezorg(pad, uit_bestand(naam, BO.email, laatste(BO.email).antwoord_aan))
    assert lees(pad) == {"aangenomen": 1}
    mail = laatste(AN.email)
    assert mail.onderwerp == "Antwoord via op/netwerk: Een vraag"
    assert "> Wij werken met een vaste ploeg." in mail.tekst
    assert "Dag An" not in mail.tekst
    assert BO.email not in heel(mail)
    assert mail.antwoord_aan not in ("", laatste(BO.email).antwoord_aan)
    bezorg(pad, brief(AN.email, mail.antwoord_aan, "Dank je, Bo."))
    assert lees(pad) == {"aangenomen": 1}
    assert "> Dank je, Bo." in laatste(BO.email).tekst
    assert [een.van for een in Gespreksbericht.objects.all()] == [
        afzender(gesprek), ontvanger(gesprek), afzender(gesprek),
    ]  # fmt: skip


def test_dezelfde_mail_twee_keer_is_een_bericht_en_een_mail(pad):
    begin()
    for _ in range(2):
        bezorg(pad, brief(BO.email, laatste(BO.email).antwoord_aan))
    lees(pad)
    assert woorden()[1:] == ["Wij doen dat in maart."]
    assert len(mails_aan(AN.email)) == 2  # the copy of the first message, and the answer


def test_met_het_adres_van_een_ander_schrijf_je_niets(pad):
    begin()
    bezorg(pad, brief(AN.email, laatste(BO.email).antwoord_aan))
    bezorg(pad, brief(VREEMD, laatste(BO.email).antwoord_aan, Message_ID="<2@x>"))
    assert lees(pad) == {"terug": 2}
    assert len(woorden()) == 1
    assert laatste(BO.email).onderwerp == "Een antwoord kwam van een ander adres"
    assert len(mails_aan(AN.email)) == 1
    assert not mails_aan(VREEMD)


@pytest.mark.parametrize("stand", ["gesloten", "geblokkeerd"])
def test_wat_op_de_pagina_niet_kan_kan_per_mail_ook_niet(pad, stand):
    gesprek = begin()
    if stand == "gesloten":
        type(gesprek).objects.update(stand="gesloten")
    else:
        gesprekken.blokkeer(gesprek=gesprek, deelnemer=ontvanger(gesprek))
    bezorg(pad, brief(BO.email, laatste(BO.email).antwoord_aan))
    assert lees(pad) == {"terug": 1}
    assert len(woorden()) == 1
    assert gesprekken.OVER in laatste(BO.email).tekst
    assert "> Wij doen dat in maart." in laatste(BO.email).tekst


def test_wie_geen_ontvanger_meer_is_schrijft_niet_verder(pad, monkeypatch):
    begin()
    adres = laatste(BO.email).antwoord_aan
    cis = gesprekken.Kant("Cis", "cis@voorbeeld.be")
    monkeypatch.setattr(gesprekken, "ontvangers_voor", {"proef": lambda sleutel: [cis]})
    bezorg(pad, brief(BO.email, adres))
    assert lees(pad) == {"niemand": 1}
    assert len(woorden()) == 1
    assert len(mails_aan(BO.email)) == 1


def test_een_gewist_gesprek_antwoordt_niet_meer(pad):
    gesprek = begin()
    adres = laatste(BO.email).antwoord_aan
    gesprek.delete()
    bezorg(pad, brief(BO.email, adres))
    assert lees(pad) == {"niemand": 1}


def test_een_te_lang_bericht_komt_terug_naar_wie_het_schreef(pad):
    begin()
    bezorg(pad, brief(BO.email, laatste(BO.email).antwoord_aan, "woord " * 900))
    assert lees(pad) == {"terug": 1}
    assert "en 5000 is het meeste" in laatste(BO.email).tekst
    assert len(mails_aan(AN.email)) == 1


def test_na_zestig_berichten_op_een_dag_komt_het_terug(pad, monkeypatch):
    monkeypatch.setattr(gesprekken, "HOOGSTENS_GESCHREVEN", 1)
    begin()
    for nummer in range(2):
        bezorg(pad, brief(BO.email, laatste(BO.email).antwoord_aan, f"Bericht {nummer}", Message_ID=f"<{nummer}@x>"))
        lees(pad)
    assert woorden()[1:] == ["Bericht 0"]
    assert "Je schreef vandaag al 1 berichten." in laatste(BO.email).tekst


def test_twee_mailboxen_die_stilletjes_vanzelf_antwoorden_praten_niet_eindeloos(pad):
    """Each answers every mail with the same words, and does not say that no person wrote it."""
    begin()
    gelezen = {BO.email: 0, AN.email: 1}  # the copy is not answered
    for ronde in range(10):
        for adres, zin in ((BO.email, "Ik ben er niet."), (AN.email, "Ik ook niet.")):
            for mail in mails_aan(adres)[gelezen[adres] :]:
                gelezen[adres] += 1
                bezorg(pad, brief(adres, mail.antwoord_aan, zin, Message_ID=f"<{ronde}{adres}>"))
            lees(pad)
    assert woorden()[1:] == ["Ik ben er niet.", "Ik ook niet."]


def test_hetzelfde_woord_een_dag_later_is_een_nieuw_bericht(pad, settings):
    begin()
    adres = laatste(BO.email).antwoord_aan
    for dag in (date(2026, 11, 23), date(2026, 11, 25)):
        settings.VASTE_DAG = dag
        bezorg(pad, brief(BO.email, adres, "Ja.", Message_ID=f"<{dag}@x>"))
        lees(pad)
    assert woorden()[1:] == ["Ja.", "Ja."]
