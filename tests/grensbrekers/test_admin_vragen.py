"""The desk of redactie: questions to read and take away, insights to write and publish without names."""

from typing import Any

import pytest
from django.urls import reverse

from grensbrekers.models import Antwoord, Inzicht, Netwerkvraag
from opnetwerk.dag import nu
from opnetwerk.models import Logregel
from tests import vijandig
from tests.beheer import GEWEIGERD, Rollen, maak_rollen
from tests.fabriek import maak_igs
from tests.grensbrekers.fabriek import maak_antwoord, maak_grensbreker, maak_inzicht, maak_netwerkvraag, maak_thema

VRAGEN, INZICHTEN = "/admin/grensbrekers/netwerkvraag/", "/admin/grensbrekers/inzicht/"


@pytest.fixture
def rollen(lege_databank) -> Rollen:
    return maak_rollen(maak_igs("Zuidrand"), maak_igs("CO7", kleur=2))


@pytest.fixture
def vraag(rollen) -> Netwerkvraag:
    vraag = maak_netwerkvraag(maak_grensbreker("An Peeters"), "Hoe begin je?", ["jeugd"], tekst="We zijn klein.")
    maak_antwoord(vraag, maak_grensbreker("Bo Baert"), "Bo Baert zegt: begin klein.")
    return vraag


def pad(obj: Any, wat: str = "change") -> str:
    return reverse(f"admin:grensbrekers_{obj._meta.model_name}_{wat}", args=[obj.pk])


def velden_van(**velden: Any) -> dict[str, Any]:
    standaard = {"titel": "Begin klein", "tekst": "Eén activiteit is genoeg.", "themas": [maak_thema("jeugd").pk]}
    return standaard | {"ontmoeting": ""} | velden


# --- questions ---
def test_redactie_leest_vraag_en_antwoorden_en_het_logboek_kent_geen_woorden(rollen, vraag):
    html = rollen.redactie.get(pad(vraag)).content.decode()
    for deel in ("Hoe begin je?", "We zijn klein.", "An Peeters", "Bo Baert zegt: begin klein."):
        assert deel in html
    assert "Hoe begin je?" in rollen.redactie.get(VRAGEN).content.decode()
    regels = [f"{regel.object_naam} {regel.actie}" for regel in Logregel.objects.filter(actie__contains="gelezen")]
    assert len(regels) == 2
    assert not any("begin" in regel or "An" in regel for regel in regels)


def test_niemand_verandert_wat_een_lid_schreef(rollen, vraag):
    assert rollen.redactie.get(VRAGEN + "add/").status_code == 403
    rollen.redactie.post(pad(vraag), {"titel": "Anders", "tekst": "Anders"})
    assert Netwerkvraag.objects.get().titel == "Hoe begin je?"


def test_redactie_haalt_een_vraag_weg_met_haar_antwoorden_en_zonder_haar_woorden_in_het_logboek(rollen, vraag):
    inzicht = maak_inzicht(vraag=vraag)
    assert rollen.redactie.get(pad(vraag, "delete")).status_code == 200
    assert rollen.redactie.post(pad(vraag, "delete"), {"post": "yes"}).status_code == 302
    assert not Netwerkvraag.objects.exists()
    assert not Antwoord.objects.exists()
    assert Inzicht.objects.get() == inzicht
    assert "begin" not in Logregel.objects.get(actie="verwijderd").object_naam


@pytest.mark.parametrize("rol", ["a", *GEWEIGERD])
def test_een_coordinator_of_wie_geen_rol_heeft_komt_er_niet(rollen, vraag, rol):
    client, inzicht = rollen.van(rol), maak_inzicht()
    for adres in (VRAGEN, INZICHTEN, INZICHTEN + "add/", pad(vraag), pad(vraag, "delete"), pad(inzicht)):
        for doe in (client.get, client.post):
            assert doe(adres).status_code in ((302,) if rol == "anoniem" else (403, 404)), adres
    client.post(pad(vraag), {"daad": "inzicht"})
    assert Inzicht.objects.count() == 1


# --- from a question to an insight ---
def test_een_vraag_wordt_een_concept_dat_pas_zonder_namen_online_komt(rollen, vraag, client):
    for _ in range(2):
        antwoord = rollen.redactie.post(pad(vraag), {"daad": "inzicht"})
    inzicht = Inzicht.objects.get()
    assert antwoord.headers["Location"] == pad(inzicht)
    assert "Begin" not in client.get("/grensbrekers/inzichten/").content.decode()
    velden = velden_van(titel=inzicht.titel, tekst=inzicht.tekst)
    antwoord = rollen.redactie.post(pad(inzicht), velden | {"_publiceer": "1"})
    [zin] = antwoord.context["adminform"].form.errors["tekst"]
    assert "Deze tekst noemt iemand: Bo Baert." in zin
    assert Inzicht.objects.get().gepubliceerd_op is None
    assert rollen.redactie.post(pad(inzicht), velden | {"_concept": "1"}).status_code == 302  # a draft may
    velden["tekst"] = "Begin klein."
    assert rollen.redactie.post(pad(inzicht), velden | {"_publiceer": "1"}).status_code == 302
    assert Inzicht.objects.get().gepubliceerd_op == nu()
    assert "Begin klein." in client.get("/grensbrekers/inzichten/").content.decode()
    assert "Ga naar het inzicht" in rollen.redactie.get(pad(vraag)).content.decode()


def test_wat_al_online_staat_kan_ook_later_geen_naam_krijgen(rollen, vraag):
    inzicht = maak_inzicht(vraag=vraag)
    antwoord = rollen.redactie.post(pad(inzicht), velden_van(titel="Zoals An Peeters zei", _publiceer="1"))
    assert "An Peeters" in antwoord.context["adminform"].form.errors["titel"][0]
    antwoord = rollen.redactie.post(pad(inzicht), velden_van(tekst="Mail an@voorbeeld.be", _concept="1"))
    assert "an@voorbeeld.be" in antwoord.context["adminform"].form.errors["tekst"][0]
    assert Inzicht.objects.get().titel == "Begin klein"


def test_een_inzicht_kan_weer_verborgen_worden(rollen):
    inzicht = maak_inzicht()
    assert rollen.redactie.post(pad(inzicht), velden_van(_verberg="1")).status_code == 302
    assert Inzicht.objects.get().gepubliceerd_op is None


@pytest.mark.parametrize("knop", ["_publiceer", "_concept"])
def test_twee_keer_op_de_knop_is_een_inzicht(rollen, knop):
    for _ in range(3):
        assert rollen.redactie.post(INZICHTEN + "add/", velden_van(**{knop: "1"})).status_code == 302
    inzicht = Inzicht.objects.get()
    assert bool(inzicht.gepubliceerd_op) == (knop == "_publiceer")
    assert list(inzicht.themas.all()) == [maak_thema("jeugd")]


@pytest.mark.parametrize(
    ("velden", "veld"),
    [
        ({"titel": ""}, "titel"),
        ({"tekst": "\u200b"}, "tekst"),
        ({"tekst": "x" * 2001}, "tekst"),
        ({"tekst": "a\x07b"}, "tekst"),
        ({"themas": ["x"]}, "themas"),
        ({"ontmoeting": "999999"}, "ontmoeting"),
    ],
)
def test_wat_niet_kan_geeft_een_zin_bij_het_veld(rollen, velden, veld):
    antwoord = rollen.redactie.post(INZICHTEN + "add/", velden_van(**velden, _publiceer="1"))
    [zin] = antwoord.context["adminform"].form.errors[veld]
    assert zin.endswith(".")
    assert "ongeldig" not in zin.lower()
    assert not Inzicht.objects.exists()


@pytest.mark.parametrize("tekst", vijandig.SCRIPT)
def test_vijandige_tekst_blijft_tekst(rollen, tekst):
    vraag = maak_netwerkvraag(maak_grensbreker("An"), tekst, tekst=tekst)
    maak_antwoord(vraag, None, tekst)
    inzicht = maak_inzicht(tekst, tekst=tekst, gepubliceerd_op=None)
    for adres in (VRAGEN, pad(vraag), pad(vraag, "delete"), INZICHTEN, pad(inzicht)):
        html = rollen.redactie.get(adres).content.decode()
        assert "<script>alert(1)" not in html
        assert "<img src=x" not in html


def test_de_lijst_van_inzichten_filtert_op_stand(rollen):
    maak_inzicht("Online")
    maak_inzicht("Nog niet", gepubliceerd_op=None)
    for stand, titels in (("concept", ["Nog niet"]), ("gepubliceerd", ["Online"])):
        rijen = rollen.redactie.get(f"{INZICHTEN}?stand={stand}").context["cl"].queryset
        assert [rij.titel for rij in rijen] == titels
