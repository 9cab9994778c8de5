"""Introductions: both agree by a button before any address is shared."""

from datetime import timedelta

import pytest
from django.test import Client

from grensbrekers import introducties, lidmaatschap
from grensbrekers.models import Grensbreker, Introductie
from opnetwerk.dag import nu
from opnetwerk.models import Logregel, UitgaandeMail
from tests import vijandig
from tests.beheer import maak_redactie
from tests.grensbrekers.fabriek import maak_grensbreker
from tests.grensbrekers.formulieren import mails_aan, pad_in, teken
from tests.vijandig import Formulierpagina

pytestmark = pytest.mark.usefixtures("gegevens")


@pytest.fixture
def an() -> Grensbreker:
    return maak_grensbreker("An Peeters", "Lint")


@pytest.fixture
def bo() -> Grensbreker:
    return maak_grensbreker("Bo Claes", "Lier")


def vraag(client: Client, van: Grensbreker, met: Grensbreker, **velden: str) -> object:
    adres = f"/grensbrekers/netwerk/{van.sleutel}/collega/{met.kenmerk}/kennismaken/"
    return client.post(adres, {"bericht": "Samen een project?", "teken": teken(), "meer_info": ""} | velden)


def pagina_van(lid: Grensbreker, introductie: Introductie) -> str:
    return f"/grensbrekers/netwerk/{lid.sleutel}/introductie/{introductie.kenmerk}/"


def alle_tekst() -> str:
    return " ".join(
        mail.tekst + mail.html + str(mail.koppen) + mail.antwoord_aan for mail in UitgaandeMail.objects.all()
    )


def test_een_vraag_komt_in_de_mailbox_van_de_ander_zonder_adres(client, an, bo):
    gegevens = {"teken": teken()}
    for _ in range(2):
        assert vraag(client, an, bo, **gegevens).status_code == 302
    assert Introductie.objects.count() == 1
    [mail] = mails_aan(bo.email)
    assert "An Peeters uit Lint" in mail.tekst
    assert "Samen een project?" in mail.tekst
    assert an.email not in alle_tekst()
    assert client.get(pad_in(mail, "/grensbrekers/netwerk/")).status_code == 200


def test_pas_na_twee_keer_ja_krijgen_ze_elkaars_adres_in_een_mail_elk(client, an, bo):
    vraag(client, an, bo)
    introductie = Introductie.objects.get()
    adres = pagina_van(bo, introductie)
    for _ in range(2):  # a robot
        html = client.get(adres).content.decode()
        assert "Wil je An Peeters leren kennen?" in html
        assert an.email not in html
    introductie.refresh_from_db()
    assert introductie.stand == "gevraagd"
    for _ in range(2):
        html = client.post(adres, {"antwoord": "ja"}).content.decode()
        assert an.email in html
    introductie.refresh_from_db()
    assert introductie.stand == "akkoord"
    assert [bo.email in mail.tekst for mail in mails_aan(an.email)] == [True]
    assert [an.email in mail.tekst for mail in mails_aan(bo.email)] == [False, True]


def test_nee_eindigt_stil_en_deelt_niets(client, an, bo):
    vraag(client, an, bo)
    introductie = Introductie.objects.get()
    html = client.post(pagina_van(bo, introductie), {"antwoord": "nee"}).content.decode()
    assert "gaat niet door" in html
    client.post(pagina_van(bo, introductie), {"antwoord": "ja"})
    introductie.refresh_from_db()
    assert introductie.stand == "afgewezen"
    assert not mails_aan(an.email)
    assert bo.email not in client.get(pagina_van(an, introductie)).content.decode()


@pytest.mark.parametrize("antwoord", ["", "misschien", "\x00", "JA"])
def test_een_ander_antwoord_doet_niets(client, an, bo, antwoord):
    vraag(client, an, bo)
    introductie = Introductie.objects.get()
    pagina = client.post(pagina_van(bo, introductie), {"antwoord": antwoord})
    assert pagina.status_code == 200
    assert "<title>Fout: " in pagina.content.decode()
    assert "Druk op een van de knoppen op deze pagina." in pagina.content.decode()
    introductie.refresh_from_db()
    assert introductie.stand == "gevraagd"


def test_een_derde_komt_er_niet_aan(client, an, bo):
    vraag(client, an, bo)
    introductie = Introductie.objects.get()
    cis = maak_grensbreker("Cis Derde", "Hove")
    for methode in (client.get, client.post):
        assert methode(pagina_van(cis, introductie), {"antwoord": "ja"}).status_code == 404
    with pytest.raises(ValueError, match="niet over dit lid"):
        introducties.stem_in(introductie=introductie, lid=cis)


def test_wie_elkaar_allebei_vragen_zijn_het_eens(client, an, bo):
    vraag(client, an, bo)
    vraag(client, bo, an)
    introductie = Introductie.objects.get()
    assert introductie.stand == "akkoord"


def test_een_coordinator_stelt_voor_en_beiden_moeten_ja_zeggen(client, an, bo):
    door = maak_redactie()
    for _ in range(2):
        introductie = introducties.stel_voor(van=an, met=bo, bericht="Jullie doen hetzelfde.", door=door)
    assert Introductie.objects.count() == 1
    for een, ander in ((an, bo), (bo, an)):
        [mail] = mails_aan(een.email)
        assert ander.naam in mail.tekst
        assert ander.email not in mail.tekst
    een_pagina = f"/grensbrekers/netwerk/{an.sleutel}/"
    assert "Een vraag voor jou" in client.get(een_pagina).content.decode()
    client.post(pagina_van(an, introductie), {"antwoord": "ja"})
    assert "Een vraag voor jou" not in client.get(een_pagina).content.decode()
    introductie.refresh_from_db()
    assert (introductie.stand, introductie.met_akkoord_op) == ("gevraagd", None)
    assert bo.email not in client.get(pagina_van(an, introductie)).content.decode()
    client.post(pagina_van(bo, introductie), {"antwoord": "ja"})
    introductie.refresh_from_db()
    assert introductie.stand == "akkoord"


def test_na_tien_vragen_op_een_dag_is_het_genoeg_en_blijft_de_tekst_staan(client, an):
    for nummer in range(10):
        assert vraag(client, an, maak_grensbreker(f"Bo {nummer}")).status_code == 302
    antwoord = vraag(client, an, maak_grensbreker("Bo elf"))
    assert antwoord.status_code == 429
    pagina = Formulierpagina(antwoord.content.decode())
    pagina.keur_fouten()
    assert "Samen een project?" in pagina.bij("id_bericht").tekst
    assert Introductie.objects.count() == 10


@pytest.mark.parametrize("tekst", [*vijandig.STUURTEKENS[:3], "x" * 1001])
def test_een_slechte_tekst_komt_terug(client, an, bo, tekst):
    antwoord = vraag(client, an, bo, bericht=tekst)
    assert antwoord.status_code == 200
    Formulierpagina(antwoord.content.decode()).keur_fouten()
    assert not Introductie.objects.exists()


@pytest.mark.parametrize("tekst", vijandig.SCRIPT)
def test_tekst_blijft_tekst(client, an, bo, tekst):
    vraag(client, an, bo, bericht=tekst)
    html = client.get(pagina_van(bo, Introductie.objects.get())).content.decode()
    for stuk in ("<script>alert", "<img src=x", "<svg onload"):
        assert stuk not in html
    [mail] = mails_aan(bo.email)
    assert "<script>alert" not in mail.html


def test_een_robot_vraagt_niets(client, an, bo):
    assert vraag(client, an, bo, meer_info="x").status_code == 302
    assert not Introductie.objects.exists()


def test_oude_vragen_vervallen_en_verdwijnen(an, bo):
    cis = maak_grensbreker("Cis Maes")
    introducties.vraag(van=an, met=bo, bericht="", formulier="a")
    introducties.vraag(van=an, met=cis, bericht="", formulier="b")
    assert introducties.ruim_op(nu() + timedelta(days=59)) == 0
    assert Introductie.objects.filter(stand="gevraagd").count() == 2
    introducties.ruim_op(nu() + timedelta(days=61))
    assert Introductie.objects.filter(stand="afgewezen").count() == 2
    assert introducties.ruim_op(nu() + timedelta(days=370)) == 2


def test_wie_uitgeschreven_is_zegt_geen_ja_meer(client, an, bo):
    vraag(client, an, bo)
    adres = pagina_van(bo, Introductie.objects.get())
    lidmaatschap.schrijf_uit(grensbreker=bo)
    assert client.post(adres, {"antwoord": "ja"}).status_code == 404
    assert Introductie.objects.get().stand == "gevraagd"


def test_het_logboek_noemt_geen_naam(client, an, bo):
    vraag(client, an, bo)
    client.post(pagina_van(bo, Introductie.objects.get()), {"antwoord": "ja"})
    tekst = str(list(Logregel.objects.values()))
    assert "introductie: ja" in tekst
    assert "Peeters" not in tekst
    assert "Claes" not in tekst
