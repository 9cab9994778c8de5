"""The border between regions at the desk of the coordinator: nobody looks over it; a talent may ask elsewhere too."""

import pytest
from django.urls import reverse

from igs.models import IGS
from talent.models import Beoordeling, Profiel, Talent, Toelating
from tests.beheer import Rollen, maak_rollen
from tests.fabriek import maak_gemeente, maak_igs, maak_lid, om
from tests.talent.beheerpaginas import LIJST, beslis, html, pad
from tests.talent.fabriek import dien_wijziging_in, maak_ingediend, maak_talent


@pytest.fixture
def regio(lege_databank) -> IGS:
    return maak_igs("Zuidrand")


@pytest.fixture
def elders(lege_databank) -> IGS:
    igs = maak_igs("CO7", kleur=2)
    maak_lid(igs, maak_gemeente("33011", "Ieper"))
    return igs


@pytest.fixture
def rollen(regio, elders) -> Rollen:
    return maak_rollen(regio, elders)


# --- over the border ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rol", ["b", "anoniem", "gewoon", "verlopen", "talent"])
def test_wie_van_elders_is_komt_op_geen_enkel_adres(rollen, regio, rol):
    profiel = maak_ingediend(naam="Alleen Hier", thuis=regio)
    online = maak_talent(naam="Ook Hier", thuis=regio)
    client = rollen.van(rol)
    verwacht = (404,) if rol == "b" else (302, 403)
    for adres in (
        pad(profiel),
        pad(profiel, "voorbeeld"),
        pad(profiel, "history"),
        pad(profiel, "delete"),
        pad(online),
        pad(online, "history"),
        pad(online, "delete"),
    ):
        assert client.get(adres).status_code in verwacht, adres
        assert client.post(adres, {"daad": "publiceer"}).status_code in (*verwacht, 403), adres
    if rol == "b":
        for adres in (
            LIJST,
            LIJST + "?q=hier",
            LIJST + "?stand=goedgekeurd",
            reverse("admin:talent_talent_changelist"),
        ):
            assert "Hier" not in html(client, adres).replace("Kijk hier", "")


@pytest.mark.parametrize("daad", ["publiceer", "aanpassing", "weiger", "doorgeef"])
def test_een_besluit_van_elders_verandert_niets(rollen, regio, daad):
    profiel = maak_ingediend(thuis=regio)
    velden = {} if daad == "publiceer" else {"toelichting": "x", "naar": "co7"}
    assert beslis(rollen.b, profiel, daad, **velden).status_code == 404
    assert not Beoordeling.objects.exists()
    assert Profiel.objects.get(pk=profiel.pk).stand == "ingediend"


def test_verbergen_van_elders_kan_niet(rollen, regio):
    talent = maak_talent(thuis=regio)
    assert rollen.b.post(pad(talent), {"daad": "verberg"}).status_code == 404
    assert Talent.objects.online().count() == 1


def test_filters_zoeken_en_sorteren_raden_geen_andere_regio(rollen, regio):
    maak_ingediend(naam="Alleen Hier", thuis=regio)
    for vraag in ("?q=Alleen", "?talent__thuis__slug=zuidrand", "?naam__startswith=A", "?o=1", "?stand=ingediend"):
        antwoord = rollen.b.get(LIJST + vraag, follow=True)
        assert "Alleen Hier" not in antwoord.content.decode()


# --- elsewhere too --------------------------------------------------------------------------------------------------
@pytest.fixture
def vraag(regio, elders) -> Toelating:
    return Toelating.objects.create(talent=maak_talent(thuis=regio), igs=elders, soort="ook")


def test_de_gevraagde_regio_laat_toe_en_de_thuisregio_niet(rollen, vraag):
    assert rollen.a.get(pad(vraag)).status_code == 404
    assert rollen.a.post(pad(vraag), {"daad": "laat_toe"}).status_code == 404
    assert "De Testband" in html(rollen.b, reverse("admin:talent_toelating_changelist"))
    assert "keurde het profiel goed" in html(rollen.b, pad(vraag))
    assert rollen.b.post(pad(vraag), {"daad": "laat_toe"}).status_code == 302
    vraag.refresh_from_db()
    assert vraag.stand == "toegelaten"


def test_de_gevraagde_regio_weigert_met_een_reden(rollen, vraag):
    antwoord = rollen.b.post(pad(vraag), {"daad": "weiger", "reden": ""})
    assert "De maker heeft recht op een reden." in antwoord.content.decode()
    rollen.b.post(pad(vraag), {"daad": "weiger", "reden": "Nooit hier geweest."})
    vraag.refresh_from_db()
    assert (vraag.stand, vraag.reden) == ("geweigerd", "Nooit hier geweest.")


def test_de_gevraagde_regio_ziet_geen_concept_en_geen_verborgen_profiel(rollen, vraag):
    dien_wijziging_in(vraag.talent, kort="Nog niet goedgekeurd.")
    assert rollen.b.get(pad(vraag.talent.concept)).status_code == 404
    assert "Nog niet goedgekeurd." not in html(rollen.b, pad(vraag))
    Talent.objects.filter(pk=vraag.talent_id).update(verborgen_op=om(1), verborgen_door="eigenaar")
    assert rollen.b.get(pad(vraag)).status_code == 404
