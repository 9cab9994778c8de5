"""The register of processing: complete, the source of two pages, and of the list for a data leak."""

import json
import re
from html import unescape

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.urls import reverse

from opnetwerk import datalek, verwerkingen
from opnetwerk.verwerkingen import Grond, Verwerking, register, voeg_toe
from tests.fabriek import maak_gebruiker

# Of others: no row of them comes from a person by way of the portal's forms.
VREEMD = {"procrastinate"}


def woorden(client, naam: str) -> str:
    """What stands on the page, as one text."""
    html = client.get(reverse(naam)).content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def eigen_tabellen() -> set[str]:
    return {
        model._meta.label for model in apps.get_models(include_auto_created=True) if model._meta.app_label not in VREEMD
    }


def genoemd() -> set[str]:
    return {label for een in register for label in een.tabellen}


# --- complete ---------------------------------------------------------------------------------------------------------


def test_elke_tabel_staat_in_het_register_of_zegt_niets_van_een_persoon():
    assert eigen_tabellen() == genoemd() | set(verwerkingen.zonder_personen)


def test_geen_tabel_staat_in_beide():
    assert not genoemd() & set(verwerkingen.zonder_personen)


def test_een_tabel_met_een_mailadres_kan_niet_zonder_personen_zijn():
    for label in verwerkingen.zonder_personen:
        model = apps.get_model(label) if not label.partition(".")[2].count("_") else None
        velden = {veld.name for veld in model._meta.fields} if model else set()
        assert not velden & {"email", "telefoon", "aan", "gebruiker", "door", "door_naam"}, label


@pytest.mark.parametrize("een", register, ids=lambda een: een.sleutel)
def test_elke_verwerking_zegt_alles_wat_erin_hoort(een):
    for zin in (een.doel, een.ontvangers, een.grond.value):
        assert zin.endswith("."), zin
    assert een.gegevens
    assert een.termijnen, f"{een.sleutel} zegt niet hoelang"
    assert een.artikel.startswith("AVG, artikel 6")


@pytest.mark.parametrize("pad", [pad for een in register for pad in een.zoekt])
def test_elk_zoekveld_bestaat(pad, db):
    label, _, veld = pad.partition(":")
    assert apps.get_model(label)._default_manager.filter(**{f"{veld}__iexact": "niemand@voorbeeld.be"}).count() == 0


def test_elk_veld_met_een_mailadres_kan_een_persoon_vinden():
    zoekt = {pad for een in register for pad in een.zoekt}
    for label in genoemd():
        app, _, naam = label.partition(".")
        if "_" in naam:
            continue
        for veld in apps.get_model(app, naam)._meta.fields:
            if veld.get_internal_type() in {"EmailField"} or veld.__class__.__name__ == "EmailField":
                assert f"{label}:{veld.name}" in zoekt, f"{label}.{veld.name}"


def test_een_sleutel_kan_er_maar_een_keer_staan():
    with pytest.raises(ValueError, match="account"):
        voeg_toe(Verwerking("account", "t", "d.", Grond.BELANG, "w", {}, "o.", ()))


# --- the pages --------------------------------------------------------------------------------------------------------


def test_de_privacypagina_noemt_elke_verwerking(client, db):
    blad = woorden(client, "privacy")
    for een in register:
        assert een.titel in blad
        assert een.doel in blad
        assert een.artikel in blad
        assert een.ontvangers in blad


def test_de_pagina_bewaartermijnen_noemt_elke_termijn(client, db):
    blad = woorden(client, "bewaartermijnen")
    termijnen = {termijn for een in register for termijn in een.termijnen}
    assert len(termijnen) > 25
    for termijn in termijnen:
        assert termijn.wat in blad
        assert termijn.regel in blad


def test_elke_link_naar_een_termijn_komt_ergens_uit(client, db):
    antwoord = client.get(reverse("bewaartermijnen")).content.decode()
    for een in register:
        assert f'id="{een.sleutel}"' in antwoord


def test_beide_paginas_vragen_niets_aan_de_databank(client, db, django_assert_num_queries):
    for naam in ("privacy", "bewaartermijnen"):
        with django_assert_num_queries(0):
            client.get(reverse(naam))


# --- a data leak ------------------------------------------------------------------------------------------------------


def test_de_lijst_telt_rijen_en_adressen_per_tabel(db):
    maak_gebruiker("an@lint.be")
    maak_gebruiker("jo@lint.be")
    per_tabel = {een.tabel: een for een in datalek.geraakt()}
    assert per_tabel["opnetwerk.Gebruiker"].rijen == 2
    assert per_tabel["opnetwerk.Gebruiker"].personen == {"an@lint.be", "jo@lint.be"}


def test_voor_een_adres_staat_er_alleen_wat_over_die_persoon_gaat(db):
    maak_gebruiker("an@lint.be")
    maak_gebruiker("jo@lint.be")
    lijst = list(datalek.geraakt(adres="AN@lint.be"))
    assert {een.tabel for een in lijst} >= {"opnetwerk.Gebruiker"}
    assert {adres for een in lijst for adres in een.personen} == {"an@lint.be"}


def test_een_tabel_die_het_register_niet_kent_is_een_zin(db):
    with pytest.raises(CommandError, match=r"Het register kent talent\.Fout niet"):
        call_command("datalek", "--tabel", "talent.Fout")


def test_het_commando_noemt_adressen_alleen_als_je_dat_vraagt(db, capsys):
    maak_gebruiker("an@lint.be")
    call_command("datalek")
    assert "an@lint.be" not in capsys.readouterr().out
    call_command("datalek", "--personen")
    assert "an@lint.be" in capsys.readouterr().out


def test_het_commando_geeft_json(db, capsys):
    maak_gebruiker("an@lint.be")
    call_command("datalek", "--tabel", "opnetwerk.Gebruiker", "--json")
    [een] = json.loads(capsys.readouterr().out)
    assert een["adressen"] == ["an@lint.be"]
    assert een["verwerking"] == "Een account"
