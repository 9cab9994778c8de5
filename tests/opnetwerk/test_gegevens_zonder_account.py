"""What is kept of an address without an account: asked by mail, seen, taken along, erased."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from igs.models import Melding
from opnetwerk import adreslink, adreswissen, inzage
from opnetwerk.dag import nu, vandaag
from opnetwerk.models import Gebruiker, UitgaandeMail
from opnetwerk.post import zet_tekst_klaar
from talent.models import Oudertoestemming, Talent
from tests import gesprekken
from tests.aanmelden import maak_rekening
from tests.fabriek import maak_gebruiker
from tests.grensbrekers.fabriek import maak_grensbreker
from tests.opnetwerk.test_mijn_gegevens import ADRES, melding, pak_uit
from tests.talent.fabriek import maak_talent

pytestmark = pytest.mark.django_db


@pytest.fixture
def jo() -> Gebruiker:
    return maak_rekening(ADRES, naam="Jo Janssens")


VRAAG = "/mijn-gegevens/"


@pytest.fixture
def leeg() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def vraag_link(adres: str = ADRES, client: Client | None = None) -> Any:
    return (client or Client()).post(VRAAG, gesprekken.ingevuld(email=adres))


def link_in_mail(adres: str = ADRES) -> str:
    mail = UitgaandeMail.objects.filter(aan=adres, sleutel__startswith=adreslink.SOORT).latest("pk")
    [pad] = re.findall(r"/mijn-gegevens/adres/[^\s]+/", mail.tekst)
    return str(pad)


@pytest.mark.parametrize("bekend", [True, False])
def test_bekend_of_niet_de_pagina_en_de_mail_zijn_dezelfde(leeg: None, bekend: bool) -> None:
    if bekend:
        melding()
    antwoord = vraag_link()
    assert antwoord.headers["Location"] == "/mijn-gegevens/gevraagd/"
    [mail] = UitgaandeMail.objects.all()
    assert mail.onderwerp == "Je gegevens op op/netwerk"
    assert ADRES not in mail.tekst.partition("mijn-gegevens/adres/")[2]


def test_dezelfde_vraag_twee_keer_is_een_mail(leeg: None) -> None:
    ingevuld = gesprekken.ingevuld(email=ADRES)
    for _ in range(2):
        assert Client().post(VRAAG, ingevuld).status_code == 302
    assert UitgaandeMail.objects.count() == 1


def test_na_drie_mails_op_een_dag_is_het_genoeg(leeg: None) -> None:
    for _ in range(adreslink.HOOGSTENS_PER_ADRES):
        vraag_link()
    antwoord = vraag_link()
    assert antwoord.status_code == 429
    assert "Probeer het morgen opnieuw" in antwoord.content.decode()


@pytest.mark.parametrize("fout", ["", "geen adres", "a@b", "x" * 300 + "@voorbeeld.be", "a\x00b@voorbeeld.be"])
def test_een_fout_adres_komt_terug_met_een_zin(leeg: None, fout: str) -> None:
    antwoord = vraag_link(fout)
    assert antwoord.status_code == 200
    assert "Er is iets niet goed ingevuld" in antwoord.content.decode()
    assert not UitgaandeMail.objects.exists()


def test_de_link_toont_wat_we_bewaren_en_lezen_verandert_niets(leeg: None) -> None:
    melding()
    maak_grensbreker("Jo Janssens", email=ADRES, vraag_me="Over podia")
    gesprekken.begin(afzender=gesprekken.Kant("Jo Janssens", ADRES))
    vraag_link()
    antwoord = Client().get(link_in_mail())
    blad = antwoord.content.decode()
    for woord in ("Dit klopt niet", "Over podia", "Kom je spelen", ADRES):
        assert woord in blad, woord
    assert gesprekken.BO.email not in blad
    assert antwoord.headers["Cache-Control"] == "private, no-store"
    assert antwoord.headers["Referrer-Policy"] == "no-referrer"
    assert not antwoord.cookies
    assert Melding.objects.exists()


def test_meenemen_zonder_account(leeg: None) -> None:
    melding()
    melding("ander@voorbeeld.be", "Van een ander")
    vraag_link()
    inhoud = pak_uit(Client().post(link_in_mail(), {"daad": "meenemen"}))
    assert json.loads(inhoud["gegevens.json"])["rijen"]["igs.Melding"][0]["tekst"] == "Dit klopt niet"
    assert b"Van een ander" not in b"".join(inhoud.values())


def test_wissen_zonder_account_wist_alles_van_dit_adres_en_niets_van_een_ander(leeg: None) -> None:
    melding()
    melding("ander@voorbeeld.be", "Van een ander")
    maak_grensbreker("Jo Janssens", email=ADRES)
    gesprekken.begin(afzender=gesprekken.Kant("Jo Janssens", ADRES))
    zet_tekst_klaar(sleutel="x", aan=ADRES, onderwerp="Dag", tekst="Dag")
    vraag_link()
    pad = link_in_mail()
    assert "Je gegevens zijn gewist" in Client().post(pad, {"daad": "wis"}).content.decode()
    assert inzage.verzamel([ADRES]) == {}
    assert [een.tekst for een in Melding.objects.all()] == ["Van een ander"]
    assert Client().get(pad).status_code == 404  # the mail with the link went too
    assert Client().post(pad, {"daad": "wis"}).status_code == 404


def test_wie_een_account_heeft_wordt_naar_het_account_gestuurd(leeg: None, jo: Gebruiker) -> None:
    melding()
    vraag_link()
    pad = link_in_mail()
    for antwoord in (Client().get(pad), Client().post(pad, {"daad": "wis"})):
        assert "Bij dit adres hoort een account" in antwoord.content.decode()
        assert "Dit klopt niet" not in antwoord.content.decode()
    assert Melding.objects.exists()


def test_een_account_dat_niemand_bevestigde_houdt_niemand_tegen(leeg: None) -> None:
    maak_gebruiker(ADRES)
    melding()
    vraag_link()
    assert "Dit klopt niet" in Client().get(link_in_mail()).content.decode()


def test_na_drie_dagen_werkt_de_link_niet_meer(leeg: None, settings: Any) -> None:
    melding()
    vraag_link()
    pad = link_in_mail()
    settings.VASTE_DAG = vandaag() + timedelta(days=3)
    assert "Dit klopt niet" in Client().get(pad).content.decode()
    settings.VASTE_DAG = vandaag() + timedelta(days=1)
    blad = Client().post(pad, {"daad": "wis"}).content.decode()
    assert "Deze link werkt niet meer" in blad
    assert Melding.objects.exists()


@pytest.mark.parametrize("teken", ["x", "a" * 2000, "%00", "WyJ4Il0:abc"])
def test_een_vreemde_link_is_een_pagina_die_zegt_wat_je_doet(leeg: None, teken: str) -> None:
    antwoord = Client().get(f"/mijn-gegevens/adres/{teken}/")
    assert antwoord.status_code == 404
    assert "Vraag een nieuwe link" in antwoord.content.decode() or teken == "%00"


def test_een_adres_zonder_iets_leest_alleen_over_de_mail_met_de_link(leeg: None) -> None:
    vraag_link("niemand@voorbeeld.be")
    blad = Client().get(link_in_mail("niemand@voorbeeld.be")).content.decode()
    assert re.findall(r"<summary>(.*?)</summary>", blad) == ["Uitgaande mails: 1"]


def test_een_ouder_die_wist_trekt_de_toestemming_in(leeg: None) -> None:
    talent = maak_talent(leeftijd="13-15")
    Oudertoestemming.objects.create(talent=talent, email=ADRES, bevestigd_op=nu())
    assert adreswissen.wis(ADRES) >= 1
    assert Oudertoestemming.objects.get().ingetrokken_op is not None
    assert Talent.objects.get(pk=talent.pk).verborgen_door == Talent.Verborgen.OUDER
