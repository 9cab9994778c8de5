"""Choosing a municipality: a list with a name that works without JavaScript, with the right places in it."""

import re
from datetime import date

import pytest
from django.contrib import admin
from django.test import Client

from igs.models import IGS, Activiteit, Gemeente, Lidmaatschap
from tests.beheer import in_beheer, maak_coordinator_van, maak_redactie
from tests.fabriek import BRON, maak_activiteit, maak_gemeente, maak_igs, maak_lid, maak_regio
from tests.igs.test_admin import wijzig
from tests.igs.test_beheer_matrix import pad


@pytest.fixture
def igs(lege_databank) -> IGS:
    maak_regio()
    return maak_igs("Testrand")


@pytest.fixture
def gemeenten(igs) -> list[Gemeente]:
    """Aalter of before and after its merger, and a neighbour."""
    nieuw = maak_gemeente("44084", "Aalter", bestaat_van=date(2019, 1, 1))
    oud = maak_gemeente("44001", "Aalter", bestaat_tot=date(2018, 12, 31), opgegaan_in=nieuw)
    return [oud, nieuw, maak_gemeente("44013", "Deinze")]


@pytest.fixture
def an(igs) -> Client:
    return in_beheer(Client(), maak_coordinator_van(igs, "an@voorbeeld.be"))


@pytest.fixture
def redactie(db) -> Client:
    return in_beheer(Client(), maak_redactie())


def keuzes(klant: Client, adres: str) -> list[str]:
    veld = klant.get(adres).context["adminform"].form.fields["gemeente"]
    return [naam for _, naam in list(veld.choices)[1:]]


def test_geen_enkele_admin_kiest_uit_een_lijst_die_javascript_nodig_heeft():
    assert [soort.__name__ for soort, een in admin.site._registry.items() if een.autocomplete_fields] == []


@pytest.mark.parametrize("model", [Lidmaatschap, Activiteit], ids=lambda model: model.__name__)
def test_de_lijst_heeft_een_naam_en_al_haar_keuzes(redactie, gemeenten, model):
    pagina = redactie.get(pad(model, "add")).content.decode()
    assert re.search(r'<label[^>]* for="id_gemeente">\s*Gemeente:?\s*</label>', pagina)
    lijst = pagina.split('name="gemeente"')[1].split("</select>")[0]
    assert lijst.split(">")[0].count('id="id_gemeente"') == 1
    assert "admin-autocomplete" not in lijst
    assert lijst.count("<option") >= 3


def test_een_lid_kan_ook_een_gemeente_van_vroeger_zijn(redactie, gemeenten):
    assert keuzes(redactie, pad(Lidmaatschap, "add")) == ["Aalter (tot en met 31/12/2018)", "Aalter", "Deinze"]


def test_een_activiteit_kiest_uit_de_gemeenten_van_vandaag(an, gemeenten):
    assert keuzes(an, pad(Activiteit, "add")) == ["Aalter", "Deinze"]


def test_een_activiteit_in_een_gemeente_van_vroeger_houdt_haar(an, igs, gemeenten):
    item = maak_activiteit(igs=igs, gemeente=gemeenten[0])
    assert "Aalter (tot en met 31/12/2018)" in keuzes(an, pad(Activiteit, "change", item.pk))
    assert wijzig(an, item, gemeente=gemeenten[0].pk).status_code == 302


@pytest.mark.parametrize("keuze", ["44001", "99999", "x", "\x00"])
def test_een_andere_gemeente_is_een_fout_bij_het_veld(an, igs, gemeenten, keuze):
    antwoord = wijzig(an, maak_activiteit(igs=igs), gemeente=keuze)
    assert antwoord.status_code == 200
    assert antwoord.context["adminform"].form.errors["gemeente"]


def test_een_lid_toevoegen_lukt_zonder_javascript(redactie, igs, gemeenten):
    velden = {"gemeente": "44084", "igs": igs.pk, "lid_van": "01-01-2026", "zekerheid": "hoog", "bron_url": BRON}
    assert redactie.post(pad(Lidmaatschap, "add"), velden).status_code == 302
    assert Lidmaatschap.objects.get().gemeente == gemeenten[1]


def test_meer_gemeenten_kosten_niet_meer_vragen(redactie, igs, gemeenten, django_assert_max_num_queries):
    lid = maak_lid(igs, gemeenten[1])
    for nummer in range(50):
        maak_gemeente(f"7{nummer:04}", f"Dorp {nummer}")
    redactie.get(pad(Lidmaatschap, "change", lid.pk))
    with django_assert_max_num_queries(15):
        redactie.get(pad(Lidmaatschap, "change", lid.pk))
