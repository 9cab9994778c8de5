"""Registering: from the page that explains it, over the age band and the account, to a talent with a first draft."""

import re
import time
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as instellingen
from django.core.cache import cache
from django.test import Client

from igs.models import Gemeente
from opnetwerk.formulieren import maak_teken
from opnetwerk.models import Gebruiker, Logregel, Toestemming, UitgaandeMail
from opnetwerk.rekeningen import leeftijd_in, lees_leeftijd, met_leeftijd
from talent.inschrijven import MEESTE_TALENTEN, TeVeelTalenten, schrijf_in
from talent.keuzes import Leeftijd
from talent.models import Beheer, Talent, Toelating
from talent.toestemmen import FEEDS, PUBLICATIE, heeft_toestemming
from tests import vijandig
from tests.aanmelden import maak_rekening
from tests.fabriek import maak_gebruiker
from tests.talent.fabriek import maak_talent
from tests.vijandig import Formulierpagina

LEEFTIJD = "/talent/word-talent/leeftijd/"
INSCHRIJVEN = "/talent/word-talent/inschrijven/"
NIEUW = "vier verse woorden hier"
DAG = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _leeg_geheugen(db: None) -> None:
    cache.clear()


def band_teken(band: str = "18") -> str:
    return parse_qs(urlsplit(met_leeftijd(INSCHRIJVEN, band)).query)["leeftijd"][0]


def velden_van(band: str = "18", **velden: Any) -> dict[str, Any]:
    """The form, well filled in for this band, open for a minute."""
    standaard = {
        "leeftijd": band_teken(band),
        "soort": "persoon",
        "naam": "Lotte",
        "gemeente": "Edegem",
        "ouder_email": "ouder@voorbeeld.be",
        "teken": maak_teken(time.time() - 60),
        "meer_info": "",
    }
    return standaard | velden


def aangemeld(**velden: Any) -> Client:
    client = Client()
    client.force_login(maak_gebruiker(**velden))
    return client


def hoofddeel(antwoord: Any) -> Formulierpagina:
    """The page without its header, in which who has an account finds a form to log out."""
    return Formulierpagina(re.sub(r"<header.*?</header>", "", antwoord.content.decode(), flags=re.DOTALL))


def teruggekomen(client: Client, **velden: Any) -> Formulierpagina:
    """Send a form that must come back, with all that holds for one."""
    antwoord = client.post(INSCHRIJVEN, velden_van(**velden))
    assert antwoord.status_code == 200, antwoord.headers
    pagina = hoofddeel(antwoord)
    if (
        "soort" in velden or "keuze" in pagina.invoer
    ):  # a list of answers is described by its fieldset, which `keur` does not know
        assert pagina.titel.startswith("Fout: ")
        assert pagina.samenvatting
    else:
        pagina.keur_fouten()
    assert not Talent.objects.exists()
    return pagina


# --- explanation and age ---


def test_de_uitleg_zegt_voor_wie_wat_en_hoe_je_stopt_en_leidt_naar_het_begin(client: Client, gegevens: None) -> None:
    pagina = client.get("/talent/word-talent/").content.decode()
    for kop in ("Voor wie het is", "Wat iedereen ziet", "Wat niemand ziet", "Hoe je stopt", LEEFTIJD):
        assert kop in pagina


def kies(client: Client, leeftijd: str, **velden: Any) -> Any:
    return client.post(
        LEEFTIJD, {"leeftijd": leeftijd, "teken": maak_teken(time.time() - 60), "meer_info": ""} | velden
    )


def test_wie_jonger_is_dan_13_komt_op_de_stoppagina_en_er_blijft_niets(client: Client, gegevens: None) -> None:
    antwoord = kies(client, "12")
    assert antwoord.headers["Location"] == "/talent/word-talent/te-jong/"
    assert not antwoord.cookies.keys() - {instellingen.CSRF_COOKIE_NAME}
    pagina = client.get(antwoord.headers["Location"]).content.decode()
    assert "Vraag een volwassene om de groep in te schrijven" in pagina
    assert not Gebruiker.objects.exists()
    assert not Talent.objects.exists()
    assert not Logregel.objects.exists()


@pytest.mark.parametrize("band", Leeftijd.values)
def test_de_leeftijd_reist_ondertekend_mee_naar_het_account(client: Client, gegevens: None, band: str) -> None:
    antwoord = kies(client, band)
    assert antwoord.headers["Location"].startswith("/accounts/signup/?next=")
    verder = parse_qs(urlsplit(antwoord.headers["Location"]).query)["next"][0]
    assert verder.startswith(INSCHRIJVEN)
    assert leeftijd_in(verder) == band
    assert instellingen.SESSION_COOKIE_NAME not in client.cookies


def test_wie_al_aangemeld_is_gaat_meteen_verder(gegevens: None) -> None:
    antwoord = kies(aangemeld(), "18")
    assert antwoord.headers["Location"].startswith(INSCHRIJVEN)


@pytest.mark.parametrize("vreemd", ["", "14", "99", "<script>", "12'--"])
def test_een_onbekende_leeftijd_komt_terug(client: Client, gegevens: None, vreemd: str) -> None:
    antwoord = kies(client, vreemd)
    assert antwoord.status_code == 200
    assert hoofddeel(antwoord).samenvatting == [("id_leeftijd_0", hoofddeel(antwoord).samenvatting[0][1])]
    assert hoofddeel(antwoord).titel.startswith("Fout: ")


def test_een_robot_bij_de_leeftijd_krijgt_de_stoppagina(client: Client, gegevens: None) -> None:
    assert kies(client, "18", meer_info="http://x.example").headers["Location"].endswith("/te-jong/")


def test_een_vervalste_leeftijd_opent_geen_account(client: Client, gegevens: None) -> None:
    verder = met_leeftijd(INSCHRIJVEN, "18")
    for adres in (verder[:-3] + "abc", f"{INSCHRIJVEN}?leeftijd=18", f"https://kwaad.example{verder}", ""):
        antwoord = client.post("/accounts/signup/", {"email": "z@voorbeeld.be", "password1": NIEUW, "next": adres})
        assert "Een account maak je als je iets inschrijft" in antwoord.content.decode(), adres
    assert not Gebruiker.objects.exists()


def test_een_teken_van_iets_anders_of_te_oud_is_geen_leeftijd(settings: Any) -> None:
    teken = band_teken("16-17")
    assert lees_leeftijd(teken) == "16-17"
    assert lees_leeftijd(maak_teken()) == ""
    assert lees_leeftijd(None) == ""
    settings.VASTE_DAG = DAG + timedelta(days=4)
    assert lees_leeftijd(teken) == ""
    assert lees_leeftijd(teken, ook_oud=True) == "16-17"


# --- the account ---


def maak_account(client: Client, verder: str, email: str = "lotte@voorbeeld.be") -> Any:
    """Through the page, the code in the mail and back."""
    antwoord = client.post("/accounts/signup/", {"email": email, "password1": NIEUW, "next": verder})
    assert antwoord.status_code == 302, antwoord.content.decode()
    [code] = re.findall(r"^[A-Z]{4}-[A-Z]{4}$", UitgaandeMail.objects.filter(aan=email)[0].tekst, re.MULTILINE)
    return client.post(antwoord.headers["Location"], {"code": code})


def test_van_leeftijd_over_account_en_code_naar_een_talent(client: Client, gegevens: None) -> None:
    adres = kies(client, "18").headers["Location"]
    pagina = client.get(adres).content.decode()
    assert "Maak je account" in pagina
    assert {"email", "password1"} <= Formulierpagina(pagina).invoer.keys()
    antwoord = maak_account(client, parse_qs(urlsplit(adres).query)["next"][0])
    assert antwoord.headers["Location"].startswith(INSCHRIJVEN)
    formulier = hoofddeel(client.get(antwoord.headers["Location"]))
    formulier.keur()
    velden = velden_van(leeftijd=formulier.verborgen("leeftijd"), naam="Lotte & Co", publicatie="on")
    antwoord = client.post(INSCHRIJVEN, velden)
    assert antwoord.headers["Location"] == "/mijn/talent/lotte-co/?net=ingeschreven"
    talent = Talent.objects.get()
    assert talent.leeftijd == "18"
    assert talent.beheer.get().gebruiker.email == "lotte@voorbeeld.be"
    assert "Je bent ingeschreven" in client.get(antwoord.headers["Location"]).content.decode()


def test_een_adres_dat_al_een_account_heeft_krijgt_dezelfde_pagina_en_een_andere_mail(gegevens: None) -> None:
    maak_rekening("an@voorbeeld.be")
    verder = met_leeftijd(INSCHRIJVEN, "18")
    antwoorden = []
    for email in ("an@voorbeeld.be", "nieuw@voorbeeld.be"):
        antwoord = Client().post("/accounts/signup/", {"email": email, "password1": NIEUW, "next": verder})
        antwoorden.append((antwoord.status_code, antwoord.headers["Location"]))
    assert antwoorden[0] == antwoorden[1]
    assert UitgaandeMail.objects.filter(aan="an@voorbeeld.be").count() == 1
    assert UitgaandeMail.objects.filter(aan="nieuw@voorbeeld.be").count() == 1


@pytest.mark.parametrize("waarde", [*vijandig.LEEG, *vijandig.KOPINJECTIE, "a" * 5000])
def test_een_account_met_een_vreemd_adres_komt_terug(client: Client, gegevens: None, waarde: str) -> None:
    velden = {"email": waarde, "password1": NIEUW, "next": met_leeftijd(INSCHRIJVEN, "18")}
    antwoord = client.post("/accounts/signup/", velden)
    assert antwoord.status_code == 200
    assert "<title>Fout: " in antwoord.content.decode()
    assert not Gebruiker.objects.exists()


# --- who and where ---


def test_zonder_leeftijd_begin_je_daar(gegevens: None) -> None:
    client = aangemeld()
    for adres in (INSCHRIJVEN, f"{INSCHRIJVEN}?leeftijd=18", f"{INSCHRIJVEN}?leeftijd={'x' * 3000}"):
        assert client.get(adres).headers["Location"] == LEEFTIJD
    assert client.post(INSCHRIJVEN, velden_van(leeftijd="18")).headers["Location"] == LEEFTIJD
    assert not Talent.objects.exists()


def test_wie_niet_aangemeld_is_gaat_naar_aanmelden_en_komt_terug(client: Client, gegevens: None) -> None:
    adres = met_leeftijd(INSCHRIJVEN, "18")
    antwoord = client.get(adres)
    assert antwoord.headers["Location"].startswith("/accounts/login/?next=/talent/word-talent/inschrijven/%3Fleeftijd")
    assert Client().delete(INSCHRIJVEN).status_code == 302
    assert aangemeld().delete(INSCHRIJVEN).status_code == 405


def test_een_groep_met_alles_aangevinkt(gegevens: None) -> None:
    client = aangemeld()
    velden = velden_van(soort="groep", naam="De Ronde Fanfare", gemeente="2650", publicatie="on", feeds="on")
    assert client.post(INSCHRIJVEN, velden).status_code == 302
    talent = Talent.objects.get()
    assert (talent.soort, talent.slug, talent.thuis.slug) == ("groep", "de-ronde-fanfare", "zuidrand")
    assert talent.concept.gemeente.naam == "Edegem"
    assert (talent.in_feeds, talent.in_zoekmachines) == (True, True)
    assert heeft_toestemming(talent, PUBLICATIE)
    assert heeft_toestemming(talent, FEEDS)
    assert talent.toelatingen.get().soort == Toelating.Soort.THUIS
    assert list(Talent.objects.online()) == []
    assert Logregel.objects.filter(actie="talent ingeschreven", igs_slug="zuidrand").count() == 1
    assert not Logregel.objects.filter(object_naam__contains="fanfare").exists()


def test_zonder_vinkjes_is_er_geen_toestemming_en_geen_lijst(gegevens: None) -> None:
    aangemeld().post(INSCHRIJVEN, velden_van())
    talent = Talent.objects.get()
    assert not Toestemming.objects.exists()
    assert talent.in_feeds is False


def test_geen_vinkje_staat_vooraf_aan(gegevens: None) -> None:
    pagina = aangemeld().get(met_leeftijd(INSCHRIJVEN, "18")).content.decode()
    assert pagina.count('type="checkbox"') == 2
    assert "checked" not in pagina


def test_een_gemeente_zonder_igs_valt_onder_de_redactie(gegevens: None) -> None:
    aangemeld().post(INSCHRIJVEN, velden_van(gemeente="Antwerpen"))
    talent = Talent.objects.get()
    assert talent.thuis is None
    assert talent.toelatingen.get().igs is None


@pytest.mark.parametrize(
    ("getypt", "nis"), [("edegem", "11013"), ("EDEGEM ", "11013"), ("Aartselar", "11001"), ("Borsbeek", "11002")]
)
def test_de_gemeente_mag_een_tikfout_oude_naam_of_hoofdletter_hebben(gegevens: None, getypt: str, nis: str) -> None:
    aangemeld().post(INSCHRIJVEN, velden_van(gemeente=getypt))
    assert Talent.objects.get().concept.gemeente == Gemeente.objects.get(nis_code=nis)


def test_bij_meer_gemeenten_kies_je_en_blijft_de_rest_staan(gegevens: None) -> None:
    client = aangemeld()
    pagina = teruggekomen(client, gemeente="gendt", keuze="", naam="Zoë")
    assert "Kies welke gemeente je bedoelt." in [zin for _, zin in pagina.samenvatting]
    assert pagina.invoer["naam"].kenmerken["value"] == "Zoë"
    gent = Gemeente.objects.get(naam="Gent", bestaat_tot=None)
    assert client.post(INSCHRIJVEN, velden_van(gemeente="gendt", keuze="99999")).status_code == 200
    assert client.post(INSCHRIJVEN, velden_van(gemeente="gendt", keuze=gent.nis_code)).status_code == 302
    assert Talent.objects.get().concept.gemeente == gent


@pytest.mark.parametrize("getypt", ["Brussel", "Amsterdam", "xyzzyplugh", "zuidrand", "99999", "'; drop table"])
def test_wat_geen_vlaamse_gemeente_is_krijgt_uitleg(gegevens: None, getypt: str) -> None:
    pagina = teruggekomen(aangemeld(), gemeente=getypt)
    assert pagina.invoer["gemeente"].kenmerken["value"] == getypt


# --- 13 to 15 ---


def test_jong_vraagt_een_voornaam_en_een_ouder_en_geen_soort_of_lijsten(gegevens: None) -> None:
    client = aangemeld()
    pagina = Formulierpagina(client.get(met_leeftijd(INSCHRIJVEN, "13-15")).content.decode())
    assert set(pagina.invoer) == {"naam", "gemeente", "ouder_email", "publicatie"}
    volwassen = Formulierpagina(client.get(met_leeftijd(INSCHRIJVEN, "18")).content.decode())
    assert set(volwassen.invoer) == {"soort", "naam", "gemeente", "publicatie", "feeds"}


def test_jong_wordt_een_persoon_die_nergens_geindexeerd_wordt_en_de_ouder_krijgt_een_mail(gegevens: None) -> None:
    velden = velden_van("13-15", soort="groep", feeds="on", publicatie="on")
    assert aangemeld().post(INSCHRIJVEN, velden).status_code == 302
    talent = Talent.objects.get()
    assert (talent.soort, talent.in_zoekmachines, talent.in_feeds) == ("persoon", False, False)
    assert not heeft_toestemming(talent, FEEDS)
    [mail] = UitgaandeMail.objects.filter(aan="ouder@voorbeeld.be")
    assert "Lotte" in mail.tekst
    assert "/talent/ouder/" in mail.tekst


@pytest.mark.parametrize("naam", ["Lotte Janssens", "Lotte  J.", "a b", "Lotte\u00a0J", "Lotte\u2003J"])
def test_jong_geeft_alleen_een_voornaam(gegevens: None, naam: str) -> None:
    pagina = teruggekomen(aangemeld(), band="13-15", naam=naam)
    assert "voornaam" in pagina.fout_bij("naam")


@pytest.mark.parametrize("naam", ["Lotte", "Marie-Lou", "D’Arcy", "Łucja", "你好"])
def test_elke_voornaam_van_een_woord_mag(gegevens: None, naam: str) -> None:
    aangemeld().post(INSCHRIJVEN, velden_van("13-15", naam=naam))
    assert Talent.objects.get().concept.naam == naam


def test_je_eigen_adres_is_niet_dat_van_een_ouder(gegevens: None) -> None:
    client = aangemeld(email="lotte@voorbeeld.be")
    pagina = teruggekomen(client, band="13-15", ouder_email="LOTTE@voorbeeld.be")
    assert "eigen e-mailadres" in pagina.fout_bij("ouder_email")


@pytest.mark.parametrize("adres", [*vijandig.KOPINJECTIE, "", "geen adres"])
def test_het_adres_van_een_ouder_is_een_adres(gegevens: None, adres: str) -> None:
    teruggekomen(aangemeld(), band="13-15", ouder_email=adres)
    assert not UitgaandeMail.objects.exists()


# --- twice, too often, halfway ---


def test_twee_keer_versturen_is_een_talent_en_een_mail(gegevens: None) -> None:
    client, velden = aangemeld(), velden_van("13-15")
    plekken = [client.post(INSCHRIJVEN, velden).headers["Location"] for _ in range(3)]
    assert len(set(plekken)) == 1
    assert Talent.objects.count() == 1
    assert UitgaandeMail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_tien_keer_tegelijk_is_een_talent(gegevens_vast: Any) -> None:
    gebruiker = maak_gebruiker()

    def client() -> Client:
        nieuw = Client()
        nieuw.force_login(gebruiker)
        return nieuw

    antwoorden = vijandig.plaats_dubbel(client, INSCHRIJVEN, velden_van(gemeente="Testgem"), n=10)
    assert {antwoord.status_code for antwoord in antwoorden} == {302}
    assert Talent.objects.count() == 1
    assert Beheer.objects.count() == 1


@pytest.fixture
def gegevens_vast() -> Gemeente:
    """One municipality with its way in, for a test with transactions of its own."""
    from igs.zoeken import bouw_index
    from tests.fabriek import maak_gemeente

    gemeente = maak_gemeente("11999", "Testgem")
    bouw_index()
    return gemeente


def test_hetzelfde_formulier_van_een_ander_account_is_een_ander_talent(gegevens: None) -> None:
    velden = velden_van()
    aangemeld().post(INSCHRIJVEN, velden)
    aangemeld(email="bob@voorbeeld.be").post(INSCHRIJVEN, velden)
    assert sorted(Talent.objects.values_list("slug", flat=True)) == ["lotte", "lotte-2"]


def test_een_account_kan_meer_talenten_hebben_maar_niet_eindeloos(gegevens: None) -> None:
    gebruiker = maak_gebruiker()
    gemeente = Gemeente.objects.get(slug="edegem")
    velden: dict[str, Any] = {
        "gebruiker": gebruiker,
        "soort": "groep",
        "leeftijd": "18",
        "gemeente": gemeente,
        "dag": DAG,
    }
    for nummer in range(MEESTE_TALENTEN):
        schrijf_in(naam=f"Band {nummer}", **velden)
    with pytest.raises(TeVeelTalenten):
        schrijf_in(naam="Nog een", **velden)
    client = Client()
    client.force_login(gebruiker)
    antwoord = client.post(INSCHRIJVEN, velden_van())
    assert antwoord.status_code == 200
    assert "Je beheert al 20 talenten" in antwoord.content.decode()
    assert Talent.objects.count() == MEESTE_TALENTEN


def test_wie_intussen_afgemeld_is_verliest_niets_en_kan_na_aanmelden_verder(gegevens: None) -> None:
    velden = velden_van(naam="Lotte & de rest", soort="groep", publicatie="on")
    client = Client()
    antwoord = client.post(INSCHRIJVEN, velden)
    assert antwoord.status_code == 403
    pagina = Formulierpagina(antwoord.content.decode())
    assert "Je bent intussen afgemeld" in pagina.samenvatting[0][1]
    assert pagina.invoer["naam"].kenmerken["value"] == "Lotte & de rest"
    assert "checked" in pagina.html
    assert 'target="_blank"' in pagina.html
    assert not Talent.objects.exists()
    client.force_login(maak_gebruiker())
    opnieuw = velden | {naam: pagina.verborgen(naam) for naam in ("teken", "leeftijd")}
    assert client.post(INSCHRIJVEN, opnieuw).status_code == 302
    assert Talent.objects.get().concept.naam == "Lotte & de rest"


def test_een_formulier_dat_dagen_open_stond_houdt_de_leeftijd(gegevens: None, settings: Any) -> None:
    velden = velden_van()
    settings.VASTE_DAG = DAG + timedelta(days=10)
    assert aangemeld().post(INSCHRIJVEN, velden).status_code == 302


def test_een_robot_maakt_niets(gegevens: None) -> None:
    assert aangemeld().post(INSCHRIJVEN, velden_van(meer_info="x")).status_code == 302
    assert not Talent.objects.exists()


# --- hostile ---


@pytest.mark.parametrize("waarde", [*vijandig.LEEG, *vijandig.TE_LANG, *vijandig.STUURTEKENS])
@pytest.mark.parametrize("veld", ["naam", "gemeente"])
def test_vijandige_tekst_komt_terug(gegevens: None, veld: str, waarde: str) -> None:
    teruggekomen(aangemeld(), **{veld: waarde})


@pytest.mark.parametrize("waarde", vijandig.ONSCHULDIG[:-1])
def test_vreemde_maar_onschuldige_namen_mogen_en_blijven_tekst(gegevens: None, waarde: str) -> None:
    client = aangemeld()
    antwoord = client.post(INSCHRIJVEN, velden_van(naam=waarde))
    assert antwoord.status_code == 302
    pagina = client.get(antwoord.headers["Location"].split("?")[0]).content.decode()
    assert "<script>alert" not in pagina
    assert "<img src=x" not in pagina
    assert Talent.objects.get().concept.naam == waarde


@pytest.mark.parametrize("waarde", vijandig.STUKKE_BYTES)
def test_stukke_bytes_geven_geen_fout(gegevens: None, waarde: bytes) -> None:
    antwoord = vijandig.plaats_bytes(aangemeld(), INSCHRIJVEN, velden_van() | {"naam": waarde})
    assert antwoord.status_code in (200, 302)


@pytest.mark.parametrize("soort", ["", "hond", "groep;"])
def test_een_onbekende_soort_komt_terug(gegevens: None, soort: str) -> None:
    teruggekomen(aangemeld(), soort=soort)


def test_de_functie_weigert_wat_het_formulier_nooit_stuurt(gegevens: None) -> None:
    gemeente, gebruiker = Gemeente.objects.get(slug="edegem"), maak_gebruiker()
    fout: list[dict[str, str]] = [
        {"soort": "groep", "leeftijd": "13-15", "ouder_email": "ouder@voorbeeld.be"},
        {"soort": "persoon", "leeftijd": "13-15", "ouder_email": ""},
        {"soort": "persoon", "leeftijd": "12", "ouder_email": "ouder@voorbeeld.be"},
        {"soort": "hond", "leeftijd": "18", "ouder_email": ""},
    ]
    for velden in fout:
        with pytest.raises(ValueError, match=r"\w"):
            schrijf_in(gebruiker=gebruiker, naam="Lotte", gemeente=gemeente, dag=DAG, **velden)
    assert not Talent.objects.exists()


def test_een_bezette_adresnaam_van_een_ander_wordt_nooit_overgenomen(gegevens: None) -> None:
    eerste = maak_talent(naam="Lotte")
    aangemeld().post(INSCHRIJVEN, velden_van())
    assert Talent.objects.exclude(pk=eerste.pk).get().slug == "lotte-2"
