"""Writing to a talent: who reads it by age, that no address shows, and that a report reaches the region."""

import pytest
from django.test import Client

from igs.melden import igs_van_pagina
from igs.models import IGS
from opnetwerk.formulieren import maak_teken
from opnetwerk.gesprekken import bevestig, ontvangers_voor
from opnetwerk.models import Deelnemer, Gesprek, UitgaandeMail
from talent import contact
from talent.models import Beheer, Talent
from tests.beheer import maak_coordinator_van
from tests.conftest import DAG
from tests.fabriek import maak_gebruiker, maak_igs
from tests.talent.fabriek import maak_talent
from tests.vijandig import KOPINJECTIE, LEEG, STUURTEKENS, TE_LANG, Formulierpagina

pytestmark = pytest.mark.usefixtures("lege_databank")


@pytest.fixture
def regio() -> IGS:
    return maak_igs("Zuidrand")


def schrijf(talent: Talent, **velden: str):
    gegevens = {
        "naam": "An Organisator",
        "email": "an@organisator.example",
        "onderwerp": "Buurtfeest",
        "tekst": "Speel je op 1 mei?",
        "teken": maak_teken(0),
    }
    client = Client()
    client.get(f"/talent/{talent.slug}/contact/")
    sleutel = client.cookies["csrftoken"].value if "csrftoken" in client.cookies else ""
    return client.post(f"/talent/{talent.slug}/contact/", gegevens | {"csrfmiddlewaretoken": sleutel} | velden)


@pytest.fixture(autouse=True)
def zonder_haast(monkeypatch):
    """A form that stood open for a while, without waiting for it."""
    monkeypatch.setattr("opnetwerk.formulieren.LANGST_OPEN", 10**10)


def ontvangers(gesprek: Gesprek) -> set[str]:
    return set(gesprek.deelnemers.filter(kant=Deelnemer.Kant.ONTVANGER).values_list("email", flat=True))


def test_een_bericht_gaat_na_bevestiging_naar_wie_het_profiel_beheert(regio):
    talent = maak_talent(thuis=regio)
    mede = maak_gebruiker("mede@voorbeeld.be")
    weg = maak_gebruiker("weg@voorbeeld.be", is_active=False)
    for gebruiker in (mede, weg):
        Beheer.objects.create(talent=talent, gebruiker=gebruiker)
    antwoord = schrijf(talent)
    assert antwoord.status_code == 302
    gesprek = Gesprek.objects.get()
    assert gesprek.betreft == f"talent:{talent.kenmerk}"
    assert gesprek.igs_slug == "zuidrand"
    assert ontvangers(gesprek) == {"de-testband@talent.example", "mede@voorbeeld.be"}
    assert set(UitgaandeMail.objects.values_list("aan", flat=True)) == {"an@organisator.example"}
    bevestig(gesprek=gesprek)
    assert UitgaandeMail.objects.filter(aan="mede@voorbeeld.be").exists()


def test_de_afzender_ziet_de_naam_van_het_profiel_en_niet_die_van_het_account(regio):
    talent = maak_talent(thuis=regio, eigenaar=maak_gebruiker("geheim@voorbeeld.be", naam="Echte Naam"))
    schrijf(talent)
    [lezer] = Deelnemer.objects.filter(kant=Deelnemer.Kant.ONTVANGER)
    assert lezer.naam == "De Testband"
    for mail in UitgaandeMail.objects.filter(aan="an@organisator.example"):
        assert "geheim@" not in f"{mail.tekst}{mail.html}{mail.koppen}{mail.antwoord_aan}"
        assert "Echte Naam" not in f"{mail.tekst}{mail.html}"


def test_16_en_17_jaar_gaat_naar_de_coordinatoren_van_de_regio(regio):
    maak_coordinator_van(regio, "coord@voorbeeld.be")
    maak_coordinator_van(maak_igs("CO7"), "ander@voorbeeld.be")
    talent = maak_talent(thuis=regio, leeftijd="16-17")
    schrijf(talent)
    assert ontvangers(Gesprek.objects.get()) == {"coord@voorbeeld.be"}


def test_16_en_17_jaar_zonder_coordinator_gaat_naar_de_redactie(regio, settings):
    settings.BEHEERDER = settings.BEHEERDER | {"email": "redactie@voorbeeld.be"}
    schrijf(maak_talent(thuis=regio, leeftijd="16-17"))
    assert ontvangers(Gesprek.objects.get()) == {"redactie@voorbeeld.be"}


def test_16_en_17_jaar_zonder_iemand_zegt_dat_eerlijk(regio, settings):
    settings.BEHEERDER = settings.BEHEERDER | {"email": ""}
    talent = maak_talent(thuis=regio, leeftijd="16-17")
    assert "nu niemand" in Client().get(f"/talent/{talent.slug}/contact/").content.decode()
    antwoord = schrijf(talent)
    assert antwoord.status_code != 302
    assert "Speel je op 1 mei?" in antwoord.content.decode()
    assert not Gesprek.objects.exists()


def test_13_tot_15_jaar_heeft_geen_formulier(regio):
    talent = maak_talent(thuis=regio, leeftijd="13-15")
    assert Client().get(f"/talent/{talent.slug}/contact/").status_code == 404
    assert Client().post(f"/talent/{talent.slug}/contact/", {"tekst": "hallo"}).status_code == 404
    assert contact.lezers(talent, DAG) is None
    assert ontvangers_voor["talent"](str(talent.kenmerk)) is None


def test_wie_intussen_verborgen_is_krijgt_niets_meer(regio):
    talent = maak_talent(thuis=regio)
    schrijf(talent)
    Talent.objects.filter(pk=talent.pk).update(verborgen_op="2026-11-20T12:00Z", verborgen_door="eigenaar")
    gesprek = bevestig(gesprek=Gesprek.objects.get())
    assert gesprek.stand == Gesprek.Stand.GESLOTEN
    assert not UitgaandeMail.objects.filter(aan="de-testband@talent.example").exists()


def test_wie_intussen_16_blijkt_krijgt_het_via_de_coordinator(regio):
    maak_coordinator_van(regio, "coord@voorbeeld.be")
    talent = maak_talent(thuis=regio)
    schrijf(talent)
    Talent.objects.filter(pk=talent.pk).update(leeftijd="16-17")
    bevestig(gesprek=Gesprek.objects.get())
    assert not UitgaandeMail.objects.filter(aan="de-testband@talent.example").exists()
    assert UitgaandeMail.objects.filter(aan="coord@voorbeeld.be").exists()


@pytest.mark.parametrize("sleutel", ["", "x", "zuidrand", "00000000-0000-0000-0000-000000000000", "\x00"])
def test_een_onbekende_sleutel_heeft_geen_lezers(sleutel):
    assert ontvangers_voor["talent"](sleutel) is None


@pytest.mark.parametrize("veld", ["naam", "email", "onderwerp", "tekst"])
@pytest.mark.parametrize("waarde", [LEEG[0], STUURTEKENS[0], TE_LANG[0]], ids=["leeg", "stuurteken", "te lang"])
def test_wat_niet_kan_komt_terug_met_een_zin_en_zonder_gesprek(regio, veld, waarde):
    antwoord = schrijf(maak_talent(thuis=regio), **{veld: waarde})
    assert antwoord.status_code == 200
    Formulierpagina(antwoord.content.decode()).keur_fouten()
    assert not Gesprek.objects.exists()


@pytest.mark.parametrize("waarde", KOPINJECTIE)
def test_een_kopregel_in_het_adres_wordt_een_fout(regio, waarde):
    assert schrijf(maak_talent(thuis=regio), email=waarde).status_code == 200
    assert not UitgaandeMail.objects.exists()


def test_een_robot_krijgt_dezelfde_pagina_en_er_blijft_niets(regio):
    antwoord = schrijf(maak_talent(thuis=regio), meer_info="koop nu")
    assert antwoord.status_code == 302
    assert "/gesprek/verstuurd/" in antwoord.headers["Location"]
    assert not Gesprek.objects.exists()


def test_pauze_houdt_niemand_tegen_maar_zegt_het(regio):
    talent = maak_talent(thuis=regio, pauze=True)
    assert "Reken niet op een snel antwoord" in Client().get(f"/talent/{talent.slug}/contact/").content.decode()
    assert schrijf(talent).status_code == 302


def test_een_melding_over_een_profiel_komt_bij_de_coordinator_van_de_regio(regio):
    talent = maak_talent(thuis=regio)
    assert igs_van_pagina(talent.get_absolute_url()) == regio
    assert igs_van_pagina(f"/talent/{talent.slug}/blad/") == regio


def test_een_melding_over_wie_niet_zichtbaar_is_verraadt_geen_regio(regio):
    talent = maak_talent(thuis=regio)
    talent.toelatingen.update(stand="geweigerd")
    assert igs_van_pagina(talent.get_absolute_url()) is None
    assert igs_van_pagina("/talent/criteria/") is None
    assert igs_van_pagina("/talent/") is None
