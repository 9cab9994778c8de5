"""A note in the bin: by who leads it, back within thirty days, and gone after, with everything that hangs on it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cultuurnota import beelden, delen, opmerkingen, prullenmand, team
from cultuurnota.bewaartermijnen import TERMIJNEN, termijn
from cultuurnota.models import (
    Bevroren,
    Cultuurnota,
    Deellink,
    Engagement,
    Hoofdstuk,
    Opmerking,
    Publicatie,
    Teamuitnodiging,
    Uitvoer,
)
from igs.models import IGS, Gemeente
from opnetwerk import dagelijks
from opnetwerk.dag import nu
from opnetwerk.models import Logregel
from tests import beelden as proefbeelden
from tests.beheer import maak_coordinator_van, maak_redactie
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid
from tests.fabriek import maak_gebruiker

BAK, DAG = "/cultuurnota/werkruimte/prullenmand/", date(2026, 11, 23)
LIJST = "/cultuurnota/werkruimte/"


@pytest.fixture
def nota(gegevens) -> Cultuurnota:
    return maak_nota()


@pytest.fixture
def lien(nota):
    return maak_coordinator_van(nota.igs, "lien@voorbeeld.be")


def als(gebruiker) -> Client:
    client = Client()
    client.force_login(gebruiker)
    return client


def weg(nota) -> str:
    return f"{LIJST}{nota.kenmerk}/weg/"


def in_de_bak(nota, dagen: int = 0) -> Cultuurnota:
    Cultuurnota.objects.filter(pk=nota.pk).update(weg_op=nu() - timedelta(days=dagen))
    nota.refresh_from_db()
    return nota


# --- in and out -----------------------------------------------------------------------------------------------------
def test_de_coordinator_gooit_weg_en_zet_terug(nota, lien):
    client = als(lien)
    assert weg(nota) in client.get(f"{LIJST}{nota.kenmerk}/").content.decode()
    assert "30 dagen" in client.get(weg(nota)).content.decode()
    antwoord = client.post(weg(nota), follow=True)
    assert antwoord.redirect_chain[-1][0] == f"{BAK}?net=weg"
    pagina = antwoord.content.decode()
    assert "De nota staat in de prullenmand. Je kunt ze 30 dagen terugzetten." in pagina
    assert "We wissen ze na 23 december 2026." in pagina
    assert client.get(f"{LIJST}{nota.kenmerk}/").status_code == 404
    assert str(nota.kenmerk) not in client.get(LIJST).content.decode()
    assert f'<a href="{BAK}">Bekijk de prullenmand</a> (1)' in client.get(LIJST).content.decode()
    for _ in range(2):  # pressed twice
        antwoord = client.post(BAK, {"nota": str(nota.kenmerk)})
        if antwoord.status_code == 302:
            assert antwoord.headers["Location"] == f"{LIJST}{nota.kenmerk}/?net=terug"
    assert "terug uit de prullenmand" in client.get(f"{LIJST}{nota.kenmerk}/?net=terug").content.decode()
    acties = list(Logregel.objects.order_by("pk").values_list("actie", "door__email", "igs_slug"))
    assert acties == [
        ("cultuurnota in de prullenmand", "lien@voorbeeld.be", "zuidrand"),
        ("cultuurnota uit de prullenmand", "lien@voorbeeld.be", "zuidrand"),
    ]


def test_kijken_verandert_niets(nota, lien):
    als(lien).get(weg(nota))
    als(lien).get(BAK, {"nota": str(nota.kenmerk)})
    nota.refresh_from_db()
    assert nota.weg_op is None


@pytest.mark.parametrize(("rol", "mag"), [("trekker", True), ("schrijver", False), ("lezer", False)])
def test_alleen_een_trekker_gooit_weg(nota, rol, mag):
    client = als(maak_teamlid(nota, rol).gebruiker)
    assert client.get(weg(nota)).status_code == (200 if mag else 403)
    assert client.post(weg(nota)).status_code == (302 if mag else 403)
    assert (weg(nota) in client.get(f"{LIJST}{nota.kenmerk}/").content.decode()) is False
    nota.refresh_from_db()
    assert (nota.weg_op is not None) is mag


@pytest.mark.parametrize("rol", ["schrijver", "lezer"])
def test_alleen_een_trekker_zet_terug(nota, rol):
    client = als(maak_teamlid(in_de_bak(nota), rol).gebruiker)
    assert nota.titel not in client.get(BAK).content.decode()
    assert client.post(BAK, {"nota": str(nota.kenmerk)}).status_code == 404
    nota.refresh_from_db()
    assert nota.weg_op is not None


def test_een_trekker_zonder_aanstelling_zet_terug(nota):
    client = als(maak_teamlid(in_de_bak(nota), "trekker").gebruiker)
    assert nota.titel in client.get(BAK).content.decode()
    assert client.post(BAK, {"nota": str(nota.kenmerk)}).status_code == 302


def test_wiens_toegang_voorbij_is_zet_niets_terug(nota):
    lid = maak_teamlid(in_de_bak(nota), "trekker", tot=date(2026, 11, 22))
    assert prullenmand.prullenmand_van(lid.gebruiker, DAG) == []
    assert als(lid.gebruiker).post(BAK, {"nota": str(nota.kenmerk)}).status_code == 404


def test_een_andere_regio_ziet_en_zet_niets(nota):
    vreemd = maak_coordinator_van(IGS.objects.exclude(pk=nota.igs_id).order_by("pk")[0], "x@voorbeeld.be")
    assert als(vreemd).post(weg(nota)).status_code == 404
    in_de_bak(nota)
    assert nota.titel not in als(vreemd).get(BAK).content.decode()
    assert als(vreemd).post(BAK, {"nota": str(nota.kenmerk)}).status_code == 404


def test_de_redactie_ziet_de_hele_bak(nota):
    in_de_bak(nota)
    assert [een for een, _ in prullenmand.prullenmand_van(maak_redactie(), DAG)] == [nota]


@pytest.mark.parametrize("kenmerk", ["", "x", "00000000-0000-0000-0000-000000000000", "1 OR 1=1", "\x00"])
def test_wat_geen_nota_in_de_bak_is_geeft_een_404(nota, lien, kenmerk):
    assert als(lien).post(BAK, {"nota": kenmerk}).status_code == 404


def test_wie_niet_aangemeld_is_meldt_zich_eerst_aan(nota):
    for adres in (BAK, weg(nota)):
        antwoord = Client().post(adres)
        assert antwoord.status_code == 302
        assert "/account/" in antwoord.headers["Location"] or "login" in antwoord.headers["Location"]


def test_in_de_bak_werkt_geen_enkele_weg_naar_binnen(nota, lien):
    link = delen.deel(
        nota=nota, sleutel="7b1f4a52-0000-4000-8000-000000000001", voor_wie="", dagen=7, bevroren=None, door=lien
    )
    uitnodiging = team.nodig_uit(nota=nota, email="wim@voorbeeld.be", rol="schrijver", door=lien)
    lezen = f"/cultuurnota/lezen/{link.sleutel}/"
    uitnodigen = team.link(uitnodiging).split("//", 1)[1].split("/", 1)[1]
    assert Client().get(lezen).status_code == 200
    in_de_bak(nota)
    assert Client().get(lezen).status_code == 404
    assert nota.titel not in Client().get(f"/{uitnodigen}").content.decode()
    prullenmand.zet_terug(nota=nota, door=lien)
    assert Client().get(lezen).status_code == 200


def test_de_bak_kost_even_veel_met_een_als_met_twintig(nota, lien):
    client = als(lien)

    def tel() -> int:
        with CaptureQueriesContext(connection) as vragen:
            assert client.get(BAK).status_code == 200
        return len(vragen)

    in_de_bak(nota)
    tel()  # the first visit of a client looks up more
    een = tel()
    for nummer in range(19):
        in_de_bak(maak_nota(titel=f"Nota {nummer}"))
    assert tel() == een


# --- for good -------------------------------------------------------------------------------------------------------
def vul(nota, lien) -> list[str]:
    """A note with everything that can hang on it; the names of its files."""
    hoofdstuk = nota.hoofdstukken.get(sleutel="H4")
    beeld = beelden.voeg_toe(
        nota=nota, bestand=proefbeelden.upload(proefbeelden.jpeg()), woorden={"alt": "x"}, door=lien
    )
    opmerkingen.zeg(hoofdstuk=hoofdstuk, tekst="Hm", door=lien, formulier="o1")
    bevroren = delen.bevries(nota=nota, naam="Voor de raad", door=lien)
    Publicatie.objects.create(nota=nota, bevroren=bevroren, gepubliceerd_op=nu())
    uitvoer = Uitvoer.objects.create(nota=nota, soort="zip", formulier="u1", door=lien)
    delen.rond_uitvoer_af(uitvoer=uitvoer, inhoud=b"zip")
    engagement = Engagement.objects.create(nota=nota, gemeente=Gemeente.objects.order_by("pk")[0])
    engagement.document.save("besluit.pdf", ContentFile(b"pdf"))
    team.nodig_uit(nota=nota, email="wim@voorbeeld.be", rol="schrijver", door=lien)
    return [beeld.bestand.path, uitvoer.bestand.path, engagement.document.path]


def test_na_dertig_dagen_is_alles_weg_ook_de_bestanden(nota, lien):
    blijft = maak_nota(titel="Een andere nota")
    bestanden = vul(nota, lien)
    assert all(Path(naam).exists() for naam in bestanden)
    in_de_bak(nota, dagen=30)
    assert prullenmand.wis_prullenmand(nu()) == 1
    assert list(Cultuurnota.objects.all()) == [blijft]
    assert not any(Path(naam).exists() for naam in bestanden)
    for model in (Bevroren, Publicatie, Opmerking, Uitvoer, Engagement, Teamuitnodiging):
        assert not model.objects.exists(), model
    assert Hoofdstuk.objects.count() == 15
    assert Logregel.objects.filter(actie="cultuurnota gewist na de prullenmand", object_naam=nota.titel).count() == 1
    assert prullenmand.wis_prullenmand(nu()) == 0


def test_een_dag_te_vroeg_blijft_alles(nota, lien):
    bestanden = vul(nota, lien)
    in_de_bak(nota, dagen=29)
    assert prullenmand.wis_prullenmand(nu()) == 0
    assert all(Path(naam).exists() for naam in bestanden)
    prullenmand.zet_terug(nota=nota, door=lien)
    assert Opmerking.objects.get().hoofdstuk.nota == nota


def test_wat_niet_in_de_bak_zit_wordt_nooit_gewist(nota, lien):
    prullenmand.gooi_weg(nota=nota, door=lien)
    prullenmand.zet_terug(nota=nota, door=lien)
    assert prullenmand.wis_prullenmand(nu() + timedelta(days=4000)) == 0


def test_een_kopie_houdt_haar_beelden(nota, lien):
    from cultuurnota.beginnen import begin_nota

    vul(nota, lien)
    kopie = begin_nota(
        igs=nota.igs, titel="Kopie", van=2027, tot=2032, door=lien, formulier="k", manier="kopie", bron=nota
    )
    in_de_bak(nota, dagen=31)
    prullenmand.wis_prullenmand(nu())
    kopie.refresh_from_db()
    assert kopie.herkomst is None
    assert default_storage.exists(kopie.beelden.get().bestand.name)


# --- the other terms ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("dagen", "aantal"), [(30, 1), (34, 0)])
def test_een_uitnodiging_verdwijnt_dertig_dagen_na_haar_einde(nota, lien, dagen, aantal):
    team.nodig_uit(nota=nota, email="wim@voorbeeld.be", rol="schrijver", door=lien)
    team.wis_oude_uitnodigingen(nu() + timedelta(days=dagen))
    assert Teamuitnodiging.objects.count() == aantal


@pytest.mark.parametrize("hoe", ["aangenomen", "ingetrokken"])
def test_ook_een_uitnodiging_die_gebruikt_of_ingetrokken_is(nota, lien, hoe):
    uitnodiging = team.nodig_uit(nota=nota, email="wim@voorbeeld.be", rol="schrijver", door=lien)
    if hoe == "aangenomen":
        team.neem_aan(uitnodiging=uitnodiging, gebruiker=maak_gebruiker("wim@voorbeeld.be"))
    else:
        team.trek_uitnodiging_in(uitnodiging=uitnodiging, door=lien)
    assert team.wis_oude_uitnodigingen(nu() + timedelta(days=30)) == 0
    assert team.wis_oude_uitnodigingen(nu() + timedelta(days=31)) == 1
    assert nota.team.count() == (1 if hoe == "aangenomen" else 0)  # who came in stays in


@pytest.mark.parametrize(("dagen", "aantal"), [(365, 1), (373, 0)])
def test_een_leeslink_verdwijnt_twaalf_maanden_na_haar_einde(nota, lien, dagen, aantal):
    delen.deel(
        nota=nota, sleutel="7b1f4a52-0000-4000-8000-000000000002", voor_wie="De raad", dagen=7, bevroren=None, door=lien
    )
    delen.wis_oude_links(nu() + timedelta(days=dagen))
    assert Deellink.objects.count() == aantal


def test_het_nachtwerk_doet_alles(nota, lien):
    team.nodig_uit(nota=nota, email="wim@voorbeeld.be", rol="schrijver", door=lien)
    Teamuitnodiging.objects.update(verloopt_op=nu() - timedelta(days=31))
    in_de_bak(maak_nota(titel="Weg"), dagen=30)
    stappen = ["nota_uitnodigingen", "nota_links", "nota_prullenmand"]
    assert sum(een.aantal for een in dagelijks.voer_uit(moment=nu(), alleen=stappen)) == 2
    assert sum(een.aantal for een in dagelijks.voer_uit(moment=nu(), alleen=stappen)) == 0
    assert list(Cultuurnota.objects.all()) == [nota]


def test_elke_termijn_noemt_wat_bestaat():
    assert len({een.sleutel for een in TERMIJNEN}) == len(TERMIJNEN)
    for een in TERMIJNEN:
        assert een.regel.endswith(".")
        for veld in een.velden:
            model, _, naam = veld.partition(".")
            velden = apps.get_model("cultuurnota", model)._meta.get_fields()
            assert not naam or naam in {veld.name for veld in velden}, veld
    assert termijn("prullenmand").duur == timedelta(days=30)
