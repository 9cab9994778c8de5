"""Pause, hide, erase: at once where it must be at once, with a way back where there is one, and nothing left behind."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.test import Client

from opnetwerk import toestemmingen
from opnetwerk.models import Deelnemer, Gebruiker, Gesprek, Gespreksbericht, Logregel, Toestemming, UitgaandeMail
from talent import beheren, verlaten
from talent.meenemen import modellen_van_talent
from talent.models import Beheer, Medium, Oudertoestemming, Profielbeeld, Talent, Werk, Zoekrij
from talent.toestemmen import FEEDS, PUBLICATIE, geef_toestemming, heeft_toestemming, trek_toestemming_in
from tests.aanmelden import maak_rekening, zet_stap
from tests.beelden import jpeg
from tests.fabriek import maak_gebruiker
from tests.talent.fabriek import maak_talent

pytestmark = pytest.mark.django_db
DAG = date(2026, 11, 23)
MERK = "zonnebloemmerk"
NU = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Brussels"))


@pytest.fixture
def an() -> Gebruiker:
    return maak_rekening("an@voorbeeld.be")


@pytest.fixture
def talent(an: Gebruiker) -> Talent:
    return maak_talent(naam="De Band", eigenaar=an, soort="groep")


def als(gebruiker: Gebruiker, geleden: float | None = 0) -> Client:
    """Logged in; `geleden`: seconds since the password, None for a session that never showed one."""
    client = Client()
    client.force_login(gebruiker)
    if geleden is not None:
        zet_stap(client, gebruiker, "password", geleden=geleden)
    return client


def zichtbaar(talent: Talent) -> tuple[bool, bool, int]:
    """In the rule, in the directory, and the status of the page."""
    online = Talent.objects.online().filter(pk=talent.pk).exists()
    return (
        online,
        Zoekrij.objects.get(talent_nr=talent.pk).zichtbaar,
        Client().get(f"/talent/{talent.slug}/").status_code,
    )


ZICHTBAAR, WEG = (True, True, 200), (False, False, 404)
THUIS = "/mijn/talent/de-band/"
WISSEN = "/mijn/talent/de-band/wissen/"


# --- pause and hide ---


def test_pauze_laat_het_profiel_staan(talent: Talent, an: Gebruiker) -> None:
    als(an).post(THUIS, {"actie": "pauzeer"})
    talent.refresh_from_db()
    assert talent.pauze is True
    assert zichtbaar(talent) == ZICHTBAAR
    assert "x:pauze" in Zoekrij.objects.get(talent_nr=talent.pk).waarden
    assert "Ik ben weer beschikbaar" in als(an).get(THUIS).content.decode()
    als(an).post(THUIS, {"actie": "hervat"})
    talent.refresh_from_db()
    assert talent.pauze is False
    assert "x:pauze" not in Zoekrij.objects.get(talent_nr=talent.pk).waarden


def test_verbergen_werkt_meteen_overal_en_tonen_ook(talent: Talent, an: Gebruiker) -> None:
    assert zichtbaar(talent) == ZICHTBAAR
    als(an).post(THUIS, {"actie": "verberg"})
    assert zichtbaar(talent) == WEG
    assert "Toon het weer" in als(an).get(THUIS).content.decode()
    als(an).post(THUIS, {"actie": "toon"})
    assert zichtbaar(talent) == ZICHTBAAR


def test_twee_keer_verbergen_is_een_keer(talent: Talent, an: Gebruiker) -> None:
    for _ in range(3):
        als(an).post(THUIS, {"actie": "verberg"})
    assert Logregel.objects.filter(actie__startswith="verborgen").count() == 1


@pytest.mark.parametrize("actie", ["", "wis alles", "VERBERG", "toon\x00", "keur_goed"])
def test_een_onbekende_actie_verandert_niets(talent: Talent, an: Gebruiker, actie: str) -> None:
    assert als(an).post(THUIS, {"actie": actie}).status_code == 200
    assert zichtbaar(talent) == ZICHTBAAR


def test_wat_de_redactie_verborg_toont_de_eigenaar_niet_weer(talent: Talent, an: Gebruiker) -> None:
    verlaten.verberg(talent=talent, door=None, wie=Talent.Verborgen.REDACTIE)
    antwoord = als(an).post(THUIS, {"actie": "toon"})
    assert antwoord.status_code == 409
    assert "Alleen zij kunnen het weer tonen" in antwoord.content.decode()
    verlaten.verberg(talent=talent, door=an)
    talent.refresh_from_db()
    assert talent.verborgen_door == Talent.Verborgen.REDACTIE
    verlaten.toon_weer_voor_redactie(talent=talent, door=an)
    assert zichtbaar(talent) == ZICHTBAAR


@pytest.mark.parametrize("wie", Talent.Verborgen.values)
def test_de_zwaarste_hand_blijft(talent: Talent, wie: str) -> None:
    volgorde = ["stil", "eigenaar", "ouder", "redactie"]
    for ander in volgorde:
        Talent.objects.filter(pk=talent.pk).update(verborgen_op=NU, verborgen_door=wie)
        verlaten.verberg(talent=talent, door=None, wie=Talent.Verborgen(ander))
        talent.refresh_from_db()
        assert talent.verborgen_door == max(wie, ander, key=volgorde.index)


def test_toestemming_intrekken_verbergt_en_zonder_toestemming_komt_het_niet_terug(
    talent: Talent, an: Gebruiker
) -> None:
    geef_toestemming(talent=talent, doel=PUBLICATIE, door=an)
    pagina = f"{THUIS}toestemmingen/"
    als(an).post(pagina, {"doel": PUBLICATIE, "actie": "trek in"})
    assert zichtbaar(talent) == WEG
    assert not heeft_toestemming(talent, PUBLICATIE)
    antwoord = als(an).post(THUIS, {"actie": "toon"})
    assert "Geef ze eerst opnieuw" in antwoord.content.decode()
    als(an).post(pagina, {"doel": PUBLICATIE, "actie": "geef"})
    als(an).post(THUIS, {"actie": "toon"})
    assert zichtbaar(talent) == ZICHTBAAR


def test_de_lijsten_voor_andere_sites_gaan_met_een_knop_aan_en_uit(talent: Talent, an: Gebruiker) -> None:
    pagina = f"{THUIS}toestemmingen/"
    als(an).post(pagina, {"doel": FEEDS, "actie": "geef"})
    assert Talent.objects.get(pk=talent.pk).in_feeds is True
    assert "x:feed" in Zoekrij.objects.get(talent_nr=talent.pk).waarden
    als(an).post(pagina, {"doel": FEEDS, "actie": "trek in"})
    assert Talent.objects.get(pk=talent.pk).in_feeds is False
    assert "x:feed" not in Zoekrij.objects.get(talent_nr=talent.pk).waarden
    tekst = als(an).get(pagina).content.decode()
    assert "23 november 2026 tot 23 november 2026" in tekst


@pytest.mark.parametrize("doel", ["", "talent-ouder", "iets", "talent-feeds\x00"])
def test_een_vreemd_doel_verandert_niets(talent: Talent, an: Gebruiker, doel: str) -> None:
    voor = Toestemming.objects.count()
    assert als(an).post(f"{THUIS}toestemmingen/", {"doel": doel, "actie": "geef"}).status_code == 200
    assert Toestemming.objects.count() == voor


def test_een_jong_talent_komt_nooit_in_lijsten() -> None:
    jong = maak_talent(naam="Noor", leeftijd="13-15")
    eigenaar = jong.beheer.get().gebruiker
    for doe in (geef_toestemming, trek_toestemming_in):
        with pytest.raises(ValueError, match="niet gevraagd"):
            doe(talent=jong, doel=FEEDS, door=eigenaar)
    als(eigenaar).post("/mijn/talent/noor/toestemmingen/", {"doel": FEEDS, "actie": "geef"})
    jong.refresh_from_db()
    assert jong.in_feeds is False


# --- erasing ---


def test_wissen_vraagt_eerst_opnieuw_je_wachtwoord(talent: Talent, an: Gebruiker) -> None:
    for client in (als(an, geleden=3600), als(an, geleden=None)):
        for antwoord in (client.get(WISSEN), client.post(WISSEN, {"actie": "wis"})):
            assert antwoord.status_code == 302
            assert antwoord.headers["Location"].startswith("/accounts/reauthenticate/?next=%2Fmijn%2Ftalent%2F")
    talent.refresh_from_db()
    assert talent.wissen_op is None
    assert als(an).get(WISSEN).status_code == 200


def test_wissen_verbergt_meteen_en_mailt_elke_beheerder_een_weg_terug(talent: Talent, an: Gebruiker) -> None:
    Beheer.objects.create(talent=talent, gebruiker=maak_gebruiker("bob@voorbeeld.be"))
    for _ in range(2):
        assert als(an).post(WISSEN, {"actie": "wis"}).status_code == 302
    talent.refresh_from_db()
    assert talent.wissen_op == NU + timedelta(days=14)
    assert zichtbaar(talent) == WEG
    assert sorted(UitgaandeMail.objects.values_list("aan", flat=True)) == ["an@voorbeeld.be", "bob@voorbeeld.be"]
    assert "7 december 2026" in UitgaandeMail.objects.all()[0].tekst
    assert "Dit profiel wordt gewist" in als(an).get(WISSEN).content.decode()
    assert "Wordt gewist" in als(an).get(THUIS).content.decode()


def test_de_link_in_de_mail_neemt_het_terug_met_een_knop(
    client: Client, talent: Talent, an: Gebruiker, settings: Any
) -> None:
    als(an).post(WISSEN, {"actie": "wis"})
    [pad] = re.findall(r"http://127\.0\.0\.1:8000(/talent/niet-wissen/\S+)", UitgaandeMail.objects.get().tekst)
    settings.VASTE_DAG = DAG + timedelta(days=13)
    for _ in range(2):
        assert "Toch niet wissen?" in client.get(pad).content.decode()
    assert zichtbaar(talent) == WEG
    for _ in range(2):
        assert client.post(pad).status_code == 302
    assert "We wissen niets" in client.get(pad).content.decode()
    assert zichtbaar(talent) == ZICHTBAAR


def test_terugnemen_kan_ook_op_de_pagina(talent: Talent, an: Gebruiker) -> None:
    als(an).post(WISSEN, {"actie": "wis"})
    assert als(an).post(WISSEN, {"actie": "terug"}).headers["Location"] == f"{THUIS}?net=teruggenomen"
    assert zichtbaar(talent) == ZICHTBAAR


def test_terugnemen_laat_verborgen_wat_verborgen_was(talent: Talent, an: Gebruiker) -> None:
    verlaten.verberg(talent=talent, door=an)
    verlaten.vraag_wissen(talent=talent, door=an)
    verlaten.trek_wissen_in(talent=talent, door=an)
    talent.refresh_from_db()
    assert talent.verborgen_door == Talent.Verborgen.EIGENAAR
    assert zichtbaar(talent) == WEG


@pytest.mark.parametrize("teken", ["x", "é", "x" * 2000])
def test_een_vreemde_link_is_een_gewone_pagina(client: Client, teken: str) -> None:
    assert client.get(f"/talent/niet-wissen/{teken}/").status_code == 404
    assert client.post(f"/talent/niet-wissen/{teken}/").status_code == 404


def test_alleen_de_eigenaar_wist(talent: Talent) -> None:
    bob = maak_rekening("bob@voorbeeld.be")
    Beheer.objects.create(talent=talent, gebruiker=bob)
    assert als(bob).get(WISSEN).status_code == 404
    assert als(bob).post(WISSEN, {"actie": "wis"}).status_code == 404
    assert "Wis dit profiel" not in als(bob).get(THUIS).content.decode()


def test_voor_de_tijd_om_is_wordt_niets_gewist(talent: Talent, an: Gebruiker) -> None:
    verlaten.vraag_wissen(talent=talent, door=an)
    assert verlaten.wis_vervallen(NU + timedelta(days=13, hours=23)) == 0
    assert Talent.objects.filter(pk=talent.pk).exists()
    assert verlaten.wis_vervallen(NU + timedelta(days=14)) == 1
    assert not Talent.objects.filter(pk=talent.pk).exists()


def vol_talent(an: Gebruiker) -> Talent:
    """With a row in every place that knows a talent, each with the mark."""
    talent = maak_talent(
        naam=f"{MERK} band", eigenaar=an, soort="groep", tekst=f"tekst {MERK}", links=[f"https://{MERK}.example/"]
    )
    profiel = talent.online
    assert profiel is not None
    werk = Werk.objects.create(talent=talent, alt=MERK, bestand=ContentFile(jpeg(), name="x.jpg"))
    Profielbeeld.objects.create(profiel=profiel, werk=werk, alt=MERK)
    Medium.objects.create(profiel=profiel, aanbieder="youtube", sleutel="dQw4w9WgXcQ", titel=MERK)
    Oudertoestemming.objects.create(talent=talent, email=f"{MERK}@voorbeeld.be")
    beheren.nodig_uit(talent=talent, email=f"gast-{MERK}@voorbeeld.be", door=an)
    geef_toestemming(talent=talent, doel=PUBLICATIE, door=an)
    toestemmingen.geef(
        doel="talent-ouder", tekst=MERK, betreft=f"talent:{talent.kenmerk}", email=f"{MERK}@voorbeeld.be"
    )
    gesprek = Gesprek.objects.create(
        betreft=f"talent:{talent.kenmerk}", betreft_naam=MERK, onderwerp=MERK, formulier="f1", stand="open"
    )
    ander = Deelnemer.objects.create(gesprek=gesprek, kant="afzender", naam="Cas", email="cas@voorbeeld.be")
    wij = Deelnemer.objects.create(gesprek=gesprek, kant="ontvanger", naam=MERK, email="an@voorbeeld.be", gebruiker=an)
    Gespreksbericht.objects.create(gesprek=gesprek, van=ander, formulier="f2", tekst=f"Kunnen jullie komen? {MERK}")
    Gespreksbericht.objects.create(gesprek=gesprek, van=wij, formulier="f3", tekst=f"Ja graag, {MERK}.")
    return talent


def plekken_met_merk() -> list[str]:
    """Every table with the mark in one of its columns, read whole."""
    gevonden = []
    for model in apps.get_models():
        velden = [veld.attname for veld in model._meta.concrete_fields if not isinstance(veld, models.BinaryField)]
        if any(MERK in str(rij).lower() for rij in model._default_manager.values_list(*velden)):
            gevonden.append(model._meta.label)
    return gevonden


def test_na_het_wissen_is_er_nergens_nog_iets(an: Gebruiker, django_capture_on_commit_callbacks: Any) -> None:
    talent = vol_talent(an)
    verlaten.vraag_wissen(talent=talent, door=an)
    nummer, pad = talent.pk, talent.werken.get().bestand.name
    assert {"talent.Talent", "talent.Profiel", "opnetwerk.Gesprek", "opnetwerk.UitgaandeMail"} <= set(
        plekken_met_merk()
    )
    assert default_storage.exists(pad)
    with django_capture_on_commit_callbacks(execute=True):
        assert verlaten.wis_vervallen(NU + timedelta(days=15)) == 1
    assert plekken_met_merk() == []
    assert not default_storage.exists(pad)
    leeg = Zoekrij.objects.get(talent_nr=nummer)
    assert (leeg.zichtbaar, leeg.naam, leeg.waarden, leeg.zoektekst) == (False, "", [], None)
    for model, naar in modellen_van_talent().items():
        assert not model._default_manager.filter(**{naar: nummer}).exists(), model
    [mail] = UitgaandeMail.objects.all()
    assert (mail.aan, mail.onderwerp) == ("an@voorbeeld.be", "Je profiel op Talent is gewist")
    assert Gebruiker.objects.filter(pk=an.pk).exists()


def test_wissen_raakt_een_ander_talent_niet(an: Gebruiker) -> None:
    weg, blijft = vol_talent(an), maak_talent(naam="Blijft", eigenaar=an)
    toestemmingen.geef(doel=PUBLICATIE, tekst="Ja.", betreft=f"talent:{blijft.kenmerk}", gebruiker=an)
    verlaten.wis(talent=weg)
    assert zichtbaar(blijft) == ZICHTBAAR
    assert heeft_toestemming(blijft, PUBLICATIE)
    assert Beheer.objects.filter(talent=blijft).count() == 1


def test_het_logboek_noemt_geen_naam(talent: Talent, an: Gebruiker) -> None:
    nummer = str(talent.pk)
    verlaten.verberg(talent=talent, door=an)
    verlaten.wis(talent=talent)
    assert Logregel.objects.filter(object_id=nummer, model="talent.Talent").count() == 2
    assert not Logregel.objects.filter(object_naam__icontains="band").exists()
