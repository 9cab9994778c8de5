"""Every form of the admin, whatever is sent: no broken page, and pressed twice is one row."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.db import connection, models
from django.test import Client

from igs.models import (
    IGS,
    Aanstelling,
    Coordinator,
    Erkenning,
    Gidstekst,
    IGSNaam,
    Lidmaatschap,
    Plaats,
    PlaatsBuiten,
    Regelversie,
    Vraag,
)
from opnetwerk.models import Gebruiker, Logregel, UitgaandeMail
from tests.beheer import in_beheer, maak_rollen
from tests.fabriek import BRON, maak_gemeente, maak_igs, maak_regio
from tests.igs.test_beheer_matrix import VAN_IGS, ZONDER_IGS, pad

KWAAD = [
    "",
    "\x00",
    "a\x01b",
    "<script>alert(1)</script>",
    "=1+1",
    "x" * 10_000,
    "\u202eom",
    "a\r\nBcc: x@y.be",
    "-1",
    "9" * 30,
]
DAGEN = {"van": "01-01-2026", "tot": "31-12-2026"}
# What one sends to add a row, by model; `igs` is filled in.
GOED: dict[type[models.Model], dict[str, str]] = {
    Coordinator: {"naam": "An", "email": "an@voorbeeld.be", "van": "01-01-2026"},
    Erkenning: {"zekerheid": "hoog", "bron_url": BRON, "bron": "bron", **DAGEN},
    Lidmaatschap: {"gemeente": "11001", "lid_van": "01-01-2026", "zekerheid": "hoog", "bron_url": BRON},
    IGSNaam: {"naam": "Vroeger", "soort": "vroeger"},
    Plaats: {"gemeente": "11001", "naam": "Deurp", "soort": "deelgemeente"},
    PlaatsBuiten: {"naam": "Verzonnen", "gewest": "wallonie"},
    Vraag: {"slug": "waarom", "tekst": "Waarom?", "volgorde": "1"},
    Gidstekst: {"pagina": "regiovorming", "titel": "G", "tekst": "<p>x</p>", "basis": "0", "_concept": "1"},
    IGS: {"naam": "Nieuw netwerk", "basis": "0", "_concept": "1"},
    Regelversie: {
        "regel": "R09",
        "periode": "2027",
        "soort": "voorwaarde",
        "vraagt": "x",
        "waarde": "1",
        "bron": "x",
        "bron_url": BRON,
        "zekerheid": "A",
        "versie": "24-11-2026",
    },
    Aanstelling: {"email": "nieuw@voorbeeld.be", "naam": "Noor", "van": "01-01-2026"},
}
TOEVOEGEN = sorted(GOED, key=lambda model: model.__name__)


def naam(model: type[models.Model]) -> str:
    return model.__name__


@pytest.fixture
def rollen(lege_databank):
    gemaakt = maak_rollen(maak_igs("Zuidrand"), maak_igs("CO7", kleur=2))
    maak_gemeente("11001", "Aartselaar")
    return gemaakt


def gevuld(formulier: forms.BaseForm, waarde: str) -> dict[str, str]:
    """The value in every field, and in both halves of a moment."""
    return {
        sleutel: waarde
        for veld in formulier.fields
        for sleutel in (veld, f"{veld}_0", f"{veld}_1")
        if veld not in ("basis", "foto_bestand")
    } | {"basis": "0", "_concept": "1", "_save": "1"}


@pytest.mark.parametrize("model", [*VAN_IGS, *ZONDER_IGS], ids=naam)
def test_kwade_tekst_in_elk_veld_breekt_geen_formulier(rollen, model):
    beheerder = rollen.beheerder
    igs = IGS.objects.get(slug="zuidrand")
    obj = VAN_IGS[model](igs) if model in VAN_IGS else ZONDER_IGS[model]()
    for adres in (pad(model, "add"), pad(model, "change", obj.pk)):
        antwoord = beheerder.get(adres)
        if antwoord.status_code == 403 or "adminform" not in antwoord.context:
            continue  # closed, or a page of its own that its app tries
        formulier = antwoord.context["adminform"].form
        for kwaad in KWAAD:
            assert beheerder.post(adres, gevuld(formulier, kwaad)).status_code in (200, 302, 403), (adres, kwaad[:20])


@pytest.mark.parametrize("model", TOEVOEGEN, ids=naam)
def test_leeg_verstuurd_zegt_het_bij_de_velden(rollen, model):
    voor = model._default_manager.count()
    antwoord = rollen.redactie.post(pad(model, "add"), {"basis": "0"})
    assert antwoord.status_code == 200
    assert antwoord.context["adminform"].form.errors
    assert model._default_manager.count() == voor


def zend(klant: Client, model: type[models.Model]) -> int:
    igs = IGS.objects.filter(naam="Dubbelrand").first() or IGS.objects.get(naam="Zuidrand")
    return int(klant.post(pad(model, "add"), {"igs": igs.pk} | GOED[model]).status_code)


@pytest.mark.parametrize("model", TOEVOEGEN, ids=naam)
def test_twee_keer_na_elkaar_is_een_rij(rollen, model):
    voor = model._default_manager.count()
    assert zend(rollen.redactie, model) == 302
    assert zend(rollen.redactie, model) in (200, 302)
    assert model._default_manager.count() == voor + 1
    assert UitgaandeMail.objects.count() == (1 if model is Aanstelling else 0)


def test_wie_het_een_minuut_later_nog_eens_doet_meent_het(rollen, monkeypatch):
    zend(rollen.redactie, Coordinator)
    monkeypatch.setattr("igs.admin_basis.DUBBEL", -1)
    zend(rollen.redactie, Coordinator)
    assert Coordinator.objects.count() == 2


def test_een_ander_die_hetzelfde_toevoegt_maakt_een_tweede_rij(rollen):
    zend(rollen.redactie, Coordinator)
    zend(rollen.beheerder, Coordinator)
    assert Coordinator.objects.count() == 2


def test_wat_in_een_veld_verschilt_is_een_tweede_rij(rollen, monkeypatch):
    zend(rollen.redactie, Coordinator)
    monkeypatch.setitem(GOED, Coordinator, GOED[Coordinator] | {"functie": "coördinator"})
    zend(rollen.redactie, Coordinator)
    assert Coordinator.objects.count() == 2


def test_een_dubbele_druk_staat_een_keer_in_het_logboek(rollen):
    zend(rollen.redactie, Coordinator)
    zend(rollen.redactie, Coordinator)
    assert Logregel.objects.filter(actie="toegevoegd", model="igs.Coordinator").count() == 1


def tegelijk(aantal: int, doe: Callable[[], Any]) -> list[Any]:
    uitkomsten: list[Any] = []

    def een() -> None:
        try:
            uitkomsten.append(doe())
        except Exception as fout:
            uitkomsten.append(fout)
        finally:
            connection.close()

    draden = [threading.Thread(target=een) for _ in range(aantal)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    return uitkomsten


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", TOEVOEGEN, ids=naam)
def test_acht_keer_tegelijk_is_een_rij_en_geen_fout(model):
    maak_igs("Dubbelrand")
    if not model._meta.apps.get_model("igs.Gemeente").objects.filter(pk="11001").exists():
        maak_gemeente("11001", "Aartselaar", maak_regio("Regio Dubbelrand"))
    baas = Gebruiker.objects.create_superuser("baas@voorbeeld.be", "een lang wachtwoord")
    koekjes = in_beheer(Client(), baas).cookies
    voor = model._default_manager.count()

    def een() -> int:
        klant = Client(raise_request_exception=False)
        klant.cookies = koekjes
        return zend(klant, model)

    uitkomsten = tegelijk(8, een)
    assert set(uitkomsten) <= {200, 302}, uitkomsten
    assert 302 in uitkomsten
    assert model._default_manager.count() == voor + 1
    assert UitgaandeMail.objects.count() == (1 if model is Aanstelling else 0)


def test_elk_model_dat_iemand_kan_toevoegen_is_hier_geprobeerd(rollen):
    elders = {"Portret", "Praktijk", "Bericht", "Activiteit"}  # test_admin.py does these
    vast = {"Gemeente", "Referentieregio", "Melding"}  # their key, or what they say, is no field of the form
    open_ = {
        naam(model)
        for model in admin.site._registry
        if model._meta.app_label == "igs" and rollen.redactie.get(pad(model, "add")).status_code == 200
    }
    assert open_ - elders - vast <= {naam(model) for model in GOED}
    assert open_
