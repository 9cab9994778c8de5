"""A member comes to a meeting and asks a question: without JavaScript, by keyboard, on a small screen, in the dark."""

import pytest

from grensbrekers import vragen
from grensbrekers.models import Antwoord, Inschrijving, Netwerkvraag
from opnetwerk.dag import vandaag
from tests.browser.handen import BEELDSTANDEN
from tests.grensbrekers.fabriek import maak_grensbreker, maak_inschrijving, maak_inzicht, maak_ontmoeting
from tests.grensbrekers.formulieren import mails_aan, pad_in


@pytest.fixture
def leden(site):
    an = maak_grensbreker("An Peeters", "Lint", themas=["jeugd"])
    bo = maak_grensbreker("Bo Baert", "Hove", themas=["jeugd"])
    maak_inschrijving(maak_ontmoeting("Samen aan tafel", ["jeugd"], limiet=2), bo)
    return an, bo


def druk(bezoeker, selector: str) -> None:
    """Reach it with Tab and press Enter, and wait for the page that follows."""
    bezoeker.tab_naar(selector)
    with bezoeker.page.expect_navigation():
        bezoeker.page.keyboard.press("Enter")


def test_inschrijven_en_afmelden_met_het_toetsenbord_zonder_javascript(leden, bezoek):
    an, _ = leden
    bezoeker = bezoek(320, javascript=False, donker=True)
    bezoeker.ga(f"/grensbrekers/netwerk/{an.sleutel}/ontmoetingen/")
    druk(bezoeker, ".kaartje a")
    assert "Bo Baert" in bezoeker.page.inner_text("main")
    druk(bezoeker, "button[value=inschrijven]")
    assert "Je bent ingeschreven" in bezoeker.page.inner_text("main")
    assert Inschrijving.objects.get(grensbreker=an).stand == "komt"
    bezoeker.schuift_niet_opzij()
    druk(bezoeker, "button[value=afmelden]")
    assert "Je bent afgemeld" in bezoeker.page.inner_text("main")
    assert [mail.onderwerp for mail in mails_aan(an.email)] == [
        "Je bent ingeschreven voor een ontmoeting",
        "Je bent afgemeld voor een ontmoeting",
    ]
    bezoeker.alleen_eigen_host()


def test_een_vraag_gaat_rond_per_mail_en_wordt_beantwoord_achter_de_link(leden, bezoek):
    an, bo = leden
    bezoeker = bezoek(320, javascript=False)
    bezoeker.ga(f"/grensbrekers/netwerk/{an.sleutel}/vragen/stel/")
    druk(bezoeker, "main form button")
    assert bezoeker.page.title().startswith("Fout: ")
    bezoeker.page.fill("[name=titel]", "Hoe doen jullie dat?")
    bezoeker.page.check("[value=jeugd]")
    druk(bezoeker, "main form button")
    assert bezoeker.pad == f"/grensbrekers/netwerk/{an.sleutel}/vraag/{Netwerkvraag.objects.get().kenmerk}/"
    assert vragen.mail_vragen(dag=vandaag()) == 1
    link = pad_in(mails_aan(bo.email)[0], "/grensbrekers/netwerk/")
    bezoeker.ga(link)
    bezoeker.page.fill("[name=tekst]", "Met een bakfiets.")
    druk(bezoeker, "main form button")
    assert Antwoord.objects.get().door == bo
    bezoeker.ga(pad_in(mails_aan(an.email)[-1], "/grensbrekers/netwerk/"))
    assert "Met een bakfiets." in bezoeker.page.inner_text("main")
    druk(bezoeker, "button[value=opgelost]")
    assert Netwerkvraag.objects.get().opgelost_op


@pytest.mark.parametrize(("breedte", "donker"), BEELDSTANDEN)
def test_de_paginas_zijn_toegankelijk_en_passen(leden, bezoek, breedte, donker):
    an, _ = leden
    netwerk = f"/grensbrekers/netwerk/{an.sleutel}"
    vraag = vragen.stel(door=an, titel="Hoe doen jullie dat?", tekst="", themas=an.themas.all(), formulier="f")
    maak_inzicht("Begin klein", ["jeugd"])
    bezoeker = bezoek(breedte, donker=donker)
    for pad in (
        "/grensbrekers/ontmoetingen/",
        "/grensbrekers/ontmoetingen/samen-aan-tafel/",
        "/grensbrekers/inzichten/",
        f"{netwerk}/ontmoetingen/",
        f"{netwerk}/ontmoetingen/samen-aan-tafel/",
        f"{netwerk}/vragen/",
        f"{netwerk}/vragen/stel/",
        f"{netwerk}/vraag/{vraag.kenmerk}/",
    ):
        bezoeker.ga(pad)
        assert bezoeker.axe() == []
        bezoeker.schuift_niet_opzij()
    bezoeker.alleen_eigen_host()
