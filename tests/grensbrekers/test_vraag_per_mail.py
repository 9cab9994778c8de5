"""Answer a question of the network by mail: everything works from the mailbox."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from grensbrekers import lidmaatschap, vragen
from grensbrekers.models import Antwoord, Grensbreker
from grensbrekers.nieuwsbrief import maak_nieuwsbrieven
from grensbrekers.vragen import adres_voor, mail_vragen
from grensbrekers.wissen import wis
from opnetwerk.dag import vandaag
from opnetwerk.models import UitgaandeMail
from tests.binnenpost import bezorg, brief, lees, uit_bestand, zet_aan
from tests.grensbrekers.fabriek import maak_grensbreker, maak_inzicht, maak_netwerkvraag
from tests.grensbrekers.formulieren import mails_aan, pad_in
from tests.opnetwerk.test_antwoordtekst import VAN_MENSEN

pytestmark = pytest.mark.usefixtures("lege_databank")


@pytest.fixture
def pad(settings, tmp_path, lege_databank):
    cache.clear()
    return zet_aan(settings, tmp_path)


@pytest.fixture
def an() -> Grensbreker:
    return maak_grensbreker("An Peeters", themas=["jeugd"])


@pytest.fixture
def bo() -> Grensbreker:
    return maak_grensbreker("Bo Baert", "Hove", themas=["jeugd"])


def antwoorden() -> list[tuple[str, str]]:
    return [(een.door.naam, een.tekst) for een in Antwoord.objects.order_by("pk")]


@pytest.mark.parametrize("naam", VAN_MENSEN)
def test_wie_op_de_mail_van_een_vraag_antwoordt_staat_op_de_pagina(client, pad, an, bo, naam):
    vraag = maak_netwerkvraag(an, "Hoe vinden jullie vrijwilligers?", ["jeugd"])
    mail_vragen(dag=vandaag())
    [mail] = mails_aan(bo.email)
    assert mail.tekst.startswith("--- Schrijf je antwoord boven deze regel ---")
    assert "Antwoord op deze mail, of op de pagina achter de link. Alle grensbrekers lezen je antwoord" in mail.tekst
    bezorg(pad, uit_bestand(naam, bo.email, mail.antwoord_aan))
    assert lees(pad) == {"aangenomen": 1}
    [(wie, tekst)] = antwoorden()
    assert wie == "Bo Baert"
    assert tekst.startswith("Wij werken met een vaste ploeg.")
    pagina = client.get(f"/grensbrekers/netwerk/{an.sleutel}/vraag/{vraag.kenmerk}/").content.decode()
    assert "Wij werken met een vaste ploeg." in pagina
    assert "03 460" not in pagina
    [aan_an] = mails_aan(an.email)
    assert "Bo Baert uit Hove antwoordt" in aan_an.tekst


def test_zonder_antwoordadres_zegt_de_mail_dat_je_op_de_pagina_antwoordt(pad, settings, an, bo):
    settings.ANTWOORDADRES = ""
    maak_netwerkvraag(an, themas=["jeugd"])
    mail_vragen(dag=vandaag())
    [mail] = mails_aan(bo.email)
    assert mail.antwoord_aan == ""
    assert "Kun je helpen? Antwoord op de pagina achter de link." in mail.tekst
    assert "boven deze regel" not in mail.tekst
    assert "Alle grensbrekers" not in mail.tekst


def test_in_een_mail_met_meer_vragen_heeft_elke_vraag_een_adres(pad, an, bo):
    een, twee = (maak_netwerkvraag(an, titel, ["jeugd"]) for titel in ("Eerste?", "Tweede?"))
    mail_vragen(dag=vandaag())
    [mail] = mails_aan(bo.email)
    for vraag in (een, twee):
        assert f"Antwoord per mail: {adres_voor(bo, vraag)}" in mail.tekst
    bezorg(pad, brief(bo.email, adres_voor(bo, twee), "Op de tweede."))
    assert lees(pad) == {"aangenomen": 1}
    assert Antwoord.objects.get().vraag == twee


def test_wie_op_een_mail_met_meer_vragen_antwoordt_leest_dat_we_niet_weten_op_welke(pad, an, bo):
    for titel in ("Eerste?", "Tweede?"):
        maak_netwerkvraag(an, titel, ["jeugd"])
    mail_vragen(dag=vandaag())
    bezorg(pad, brief(bo.email, mails_aan(bo.email)[0].antwoord_aan, "Ja, wij ook!"))
    assert lees(pad) == {"terug": 1}
    terug = mails_aan(bo.email)[-1]
    assert "Bij elke vraag staat een e-mailadres: stuur je antwoord daarheen." in terug.tekst
    assert "> Ja, wij ook!" in terug.tekst
    assert pad_in(terug, f"/grensbrekers/netwerk/{bo.sleutel}/vragen/")
    assert not Antwoord.objects.exists()


def test_ook_de_vraag_in_de_nieuwsbrief_heeft_een_adres_en_een_antwoord_op_de_brief_komt_niet_online(pad, an, bo):
    vraag = maak_netwerkvraag(an, themas=["jeugd"])
    maak_nieuwsbrieven(dag=vandaag())
    [mail] = mails_aan(bo.email)
    assert f"Antwoord per mail: {adres_voor(bo, vraag)}" in mail.tekst
    bezorg(pad, brief(bo.email, mail.antwoord_aan, "Leuke brief!"))
    bezorg(pad, brief(bo.email, adres_voor(bo, vraag), "In maart.", Message_ID="<2@x>"))
    assert lees(pad) == {"aangenomen": 1, "terug": 1}
    assert antwoorden() == [("Bo Baert", "In maart.")]


def test_een_nieuwsbrief_zonder_vraag_vraagt_geen_antwoord(pad, an, bo):
    maak_inzicht()
    maak_nieuwsbrieven(dag=vandaag())
    [mail] = mails_aan(bo.email)
    assert mail.antwoord_aan == ""
    assert "Antwoord" not in mail.tekst


def test_wie_het_vroeg_vult_aan_door_op_het_antwoord_te_antwoorden(pad, an, bo):
    vraag = maak_netwerkvraag(an, themas=["jeugd"])
    vragen.antwoord(vraag=vraag, door=bo, tekst="Met affiches.", formulier="a1")
    [mail] = mails_aan(an.email)
    assert "Wil je je vraag aanvullen? Antwoord op deze mail." in mail.tekst
    bezorg(pad, brief(an.email, mail.antwoord_aan, "En voor jongeren?"))
    assert lees(pad) == {"aangenomen": 1}
    assert antwoorden()[-1] == ("An Peeters", "En voor jongeren?")
    assert len(mails_aan(an.email)) == 1  # nobody mails themselves


def test_dezelfde_mail_twee_keer_is_een_antwoord(pad, an, bo):
    vraag = maak_netwerkvraag(an, themas=["jeugd"])
    for _ in range(2):
        bezorg(pad, brief(bo.email, adres_voor(bo, vraag)))
    lees(pad)
    assert len(antwoorden()) == 1
    assert len(mails_aan(an.email)) == 1


def test_met_het_adres_van_een_collega_antwoord_je_niet_in_hun_naam(pad, an, bo):
    cis = maak_grensbreker("Cis Claes", themas=["jeugd"])
    vraag = maak_netwerkvraag(an, themas=["jeugd"])
    bezorg(pad, brief(cis.email, adres_voor(bo, vraag), "In naam van Bo"))
    assert lees(pad) == {"terug": 1}
    assert not Antwoord.objects.exists()
    assert [mail.onderwerp for mail in mails_aan(bo.email)] == ["Een antwoord kwam van een ander adres"]
    assert not mails_aan(cis.email)


def test_het_nieuwe_adres_van_een_lid_telt_en_het_oude_niet_meer(pad, an, bo):
    vraag = maak_netwerkvraag(an, themas=["jeugd"])
    oud = bo.email
    Grensbreker.objects.filter(pk=bo.pk).update(email="bo.nieuw@hove.example")
    bezorg(pad, brief(oud, adres_voor(bo, vraag), "oud"))
    bezorg(pad, brief("bo.nieuw@hove.example", adres_voor(bo, vraag), "nieuw", Message_ID="<2@x>"))
    lees(pad)
    assert antwoorden() == [("Bo Baert", "nieuw")]


def test_wie_stopte_of_gewist_is_antwoordt_niet_en_krijgt_geen_mail(pad, an, bo):
    cis = maak_grensbreker("Cis Claes")
    vraag = maak_netwerkvraag(an, themas=["jeugd"])
    adressen = {lid.email: adres_voor(lid, vraag) for lid in (bo, cis)}
    lidmaatschap.schrijf_uit(grensbreker=bo)
    wis(grensbreker=cis)
    for van, aan in adressen.items():
        bezorg(pad, brief(van, aan, Message_ID=f"<{van}>"))
    assert lees(pad) == {"niemand": 2}
    assert not UitgaandeMail.objects.filter(aan__in=adressen).exists()


def test_een_verdwenen_vraag_neemt_geen_antwoord(pad, an, bo):
    vraag = maak_netwerkvraag(an, themas=["jeugd"])
    adres = adres_voor(bo, vraag)
    vraag.delete()
    bezorg(pad, brief(bo.email, adres))
    assert lees(pad) == {"niemand": 1}


def test_na_twintig_antwoorden_op_een_dag_komt_het_terug(pad, an, bo, monkeypatch):
    monkeypatch.setattr(vragen, "ANTWOORDEN_PER_DAG", 1)
    vraag = maak_netwerkvraag(an, themas=["jeugd"])
    for nummer in range(2):
        bezorg(pad, brief(bo.email, adres_voor(bo, vraag), f"Raad {nummer}", Message_ID=f"<{nummer}@x>"))
        lees(pad)
    assert antwoorden() == [("Bo Baert", "Raad 0")]
    assert "Je gaf vandaag al 1 antwoorden." in mails_aan(bo.email)[-1].tekst


def test_de_link_in_een_mail_terug_werkt_ook_als_de_oude_link_vervallen_is(client, pad, an, bo):
    vraag = maak_netwerkvraag(an, themas=["jeugd"])
    Grensbreker.objects.filter(pk=bo.pk).update(sleutel_tot=bo.sleutel_tot - timedelta(days=60))
    bezorg(pad, brief(bo.email, adres_voor(bo, vraag), "> niets"))
    lees(pad)
    assert client.get(pad_in(mails_aan(bo.email)[-1], "/grensbrekers/netwerk/")).status_code == 200


def test_wissen_vindt_ook_wat_terugging(pad, an, bo):
    vraag = maak_netwerkvraag(an, themas=["jeugd"])
    bezorg(pad, brief(bo.email, adres_voor(bo, vraag), "> Mijn geheim"))
    lees(pad)
    assert "Mijn geheim" in mails_aan(bo.email)[0].tekst
    wis(grensbreker=bo)
    assert not UitgaandeMail.objects.filter(aan=bo.email).exists()
