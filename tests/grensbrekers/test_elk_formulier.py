"""Every form of grensbrekers: what it says when nothing, or something hostile, is sent; and that twice is once."""

import pytest
from django.test import Client
from django.urls import reverse

from grensbrekers import actualiteit, introducties, ledenpost
from grensbrekers.models import Antwoord, Grensbreker, Introductie, Netwerkvraag
from opnetwerk import bevestigen
from opnetwerk.models import Gesprek, UitgaandeMail
from tests import vijandig
from tests.grensbrekers.fabriek import maak_grensbreker, maak_koppeling, maak_netwerkvraag, maak_ontmoeting, maak_thema
from tests.grensbrekers.formulieren import AANMELDEN, ingevuld, teken

pytestmark = pytest.mark.usefixtures("gegevens")


GEGEVENS = ["naam", "gemeente", "rol", "themas", "vraag_me", "koppelritme", "briefritme"]


class Wereld:
    """A member, a colleague, and the address of every form."""

    def __init__(self) -> None:
        maak_thema("jeugd")
        self.an = maak_grensbreker("An Peeters", themas=["jeugd"])
        self.bo = maak_grensbreker("Bo Baert", "Hove", themas=["jeugd"])
        ontmoeting, vraag = maak_ontmoeting(), maak_netwerkvraag(self.bo)
        maak_koppeling(self.an, self.bo)
        introducties.vraag(van=self.bo, met=self.an, bericht="", formulier="i1")
        introductie = Introductie.objects.get()
        eigen = f"/grensbrekers/netwerk/{self.an.sleutel}/"
        collega = f"{eigen}collega/{self.bo.kenmerk}/"
        klopt = bevestigen.maak_teken(actualiteit.SOORT, str(self.an.kenmerk))
        self.velden: dict[str, tuple[str, dict[str, object]]] = {
            "aanmelden": (AANMELDEN, ingevuld()),
            "mijn_link": ("/grensbrekers/mijn-link/", {"email": "an@lint.example"}),
            "gegevens": (f"{eigen}gegevens/", {naam: ingevuld()[naam] for naam in GEGEVENS}),
            "adres": (f"{eigen}adres/", {"email": "nieuw@lint.example"}),
            "bericht": (f"{collega}bericht/", {"onderwerp": "Dag", "tekst": "Zin in koffie?"}),
            "stel": (f"{eigen}vragen/stel/", {"titel": "Hoe?", "tekst": "", "themas": ["jeugd"]}),
            "antwoord": (f"{eigen}vraag/{vraag.kenmerk}/", {"tekst": "Zo."}),
        }
        self.knoppen = {
            "ontmoetingen": f"{eigen}ontmoetingen/",
            "ontmoeting": f"{eigen}ontmoetingen/{ontmoeting.slug}/",
            "koppeling": f"{eigen}koppeling/",
            "introductie": f"{eigen}introductie/{introductie.kenmerk}/",
            "stop": reverse("grensbrekers_stop", args=[bevestigen.maak_teken(ledenpost.STOP, str(self.an.kenmerk))]),
        }
        self.een_knop = {  # the post itself is the act
            "klopt": reverse("grensbrekers_klopt_nog", args=[klopt]),
            "netwerk": eigen,
        }


@pytest.fixture
def wereld() -> Wereld:
    return Wereld()


VELDEN = ["aanmelden", "mijn_link", "gegevens", "adres", "bericht", "stel", "antwoord"]
KNOPPEN = ["ontmoetingen", "ontmoeting", "koppeling", "introductie", "stop"]


def tellingen() -> list[int]:
    modellen = [Grensbreker, Netwerkvraag, Antwoord, Gesprek, UitgaandeMail, Introductie]
    return [model.objects.count() for model in modellen]


@pytest.mark.parametrize("naam", VELDEN)
def test_een_leeg_formulier_zegt_wat_ontbreekt_en_maakt_niets(client, wereld, naam):
    voor = tellingen()
    pad, _ = wereld.velden[naam]
    antwoord = client.post(pad, {"teken": teken(), "meer_info": ""})
    assert antwoord.status_code == 200
    tekst = antwoord.content.decode()
    assert "<title>Fout: " in tekst
    assert "Er is iets niet goed ingevuld" in tekst
    assert tellingen() == voor


@pytest.mark.parametrize("naam", KNOPPEN)
@pytest.mark.parametrize("daad", [None, "", "xyzzy", "\x00", "x" * 10_000, "<script>alert(1)</script>"])
def test_een_knop_die_er_niet_is_zegt_wat_te_doen_en_maakt_niets(client, wereld, naam, daad):
    voor, rijen = tellingen(), list(Grensbreker.objects.order_by("pk").values())
    gegevens = {} if daad is None else {"daad": daad, "antwoord": daad}
    antwoord = client.post(wereld.knoppen[naam], gegevens)
    assert antwoord.status_code == 200
    tekst = antwoord.content.decode()
    assert "<title>Fout: " in tekst
    assert "Druk op een van de knoppen op deze pagina." in tekst
    assert "<script>alert" not in tekst
    assert tellingen() == voor
    for oud, nieuw in zip(rijen, Grensbreker.objects.order_by("pk").values(), strict=True):
        assert {**oud, "laatst_actief_op": None} == {**nieuw, "laatst_actief_op": None}


@pytest.mark.parametrize("naam", VELDEN)
@pytest.mark.parametrize("tekst", [*vijandig.TE_LANG[:1], *vijandig.STUURTEKENS[:2], *vijandig.KOPINJECTIE[:4]])
def test_een_vijandig_formulier_geeft_een_zin_of_een_gewoon_antwoord_en_nooit_een_500(client, wereld, naam, tekst):
    pad, velden = wereld.velden[naam]
    for veld in velden:
        if veld in ("teken", "meer_info"):
            continue
        antwoord = client.post(pad, velden | {"teken": teken(), "meer_info": "", veld: tekst})
        assert antwoord.status_code in (200, 302, 429), veld
        if antwoord.status_code == 200:
            assert "<title>Fout: " in antwoord.content.decode(), veld
    assert not [mail for mail in UitgaandeMail.objects.all() if "\n" in mail.onderwerp or "b@voorbeeld" in mail.aan]


@pytest.mark.parametrize("naam", VELDEN)
def test_twee_keer_verzenden_is_een_keer(client, wereld, naam):
    pad, velden = wereld.velden[naam]
    gegevens = velden | {"teken": teken(), "meer_info": ""}
    assert client.post(pad, gegevens).status_code == 302
    na_een = tellingen()
    for bezoeker in (client, Client()):
        assert bezoeker.post(pad, gegevens).status_code == 302
    assert tellingen() == na_een


@pytest.mark.parametrize("naam", ["klopt", "netwerk"])
def test_een_pagina_met_een_enkele_knop_breekt_op_niets(client, wereld, naam):
    for gegevens in ({}, {"daad": "\x00"}, {"x": "y" * 100_000}):
        assert client.post(wereld.een_knop[naam], gegevens).status_code in (200, 302)
