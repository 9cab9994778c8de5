"""Take everything along: every row that belongs to the talent, pages that work without internet, the pictures."""

import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

from opnetwerk.models import Gebruiker
from talent.meenemen import maak_zip, modellen_van_talent, verzamel
from talent.models import Talent
from tests import vijandig
from tests.fabriek import maak_gebruiker
from tests.talent.fabriek import maak_talent
from tests.talent.test_verlaten import MERK, als, vol_talent

pytestmark = pytest.mark.django_db


@pytest.fixture
def an() -> Gebruiker:
    return maak_gebruiker("an@voorbeeld.be")


def pak_uit(talent: Talent, gebruiker: Gebruiker) -> dict[str, bytes]:
    with zipfile.ZipFile(maak_zip(talent, gebruiker)) as archief:
        assert archief.testzip() is None
        return {naam: archief.read(naam) for naam in archief.namelist()}


def test_elke_tabel_die_naar_een_talent_wijst_is_gekend() -> None:
    gekend = modellen_van_talent()
    for model in apps.get_app_config("talent").get_models():
        for veld in model._meta.get_fields():
            if isinstance(veld, models.ForeignKey) and veld.related_model in gekend:
                assert model in gekend, model
    assert {model.__name__ for model in gekend} >= {
        "Talent", "Profiel", "Profielbeeld", "Medium", "Werk", "Beheer", "Beheeruitnodiging", "Oudertoestemming",
        "Toelating", "Beoordeling", "Maandtelling",
    }  # fmt: skip


def test_elke_rij_van_elke_tabel_zit_erin(an: Gebruiker) -> None:
    talent = vol_talent(an)
    maak_talent(naam="Van een ander")
    rijen = verzamel(talent, an)["rijen"]
    for model, pad in modellen_van_talent().items():
        verwacht = model._default_manager.filter(**{pad: talent.pk}).distinct().count()
        assert len(rijen[model._meta.model_name]) == verwacht, model
    for soort in ("talent", "profiel", "profielbeeld", "medium", "werk", "oudertoestemming", "toestemming", "zoekrij"):
        assert rijen[soort], soort
    assert "Van een ander" not in json.dumps(rijen, default=str)


def test_het_bestand_heeft_gegevens_paginas_en_beelden_in_de_grootte_die_we_bewaren(an: Gebruiker) -> None:
    talent = vol_talent(an)
    inhoud = pak_uit(talent, an)
    assert set(inhoud) == {"gegevens.json", "index.html", "gegevens.html", "stijl.css", "beelden/01.jpg"}
    with talent.werken.get().bestand.open() as bron:
        assert inhoud["beelden/01.jpg"] == bron.read()
    gegevens = json.loads(inhoud["gegevens.json"])
    assert gegevens["rijen"]["profiel"][0]["tekst"] == f"tekst {MERK}"
    assert gegevens["rijen"]["profiel"][0]["disciplines"] == ["Pop en rock"]


def test_de_paginas_werken_zonder_internet(an: Gebruiker) -> None:
    inhoud = pak_uit(vol_talent(an), an)
    for naam in ("index.html", "gegevens.html"):
        tekst = inhoud[naam].decode()
        verwijzingen = re.findall(r'(?:src|href)="([^"]+)"', tekst)
        eigen = [adres for adres in verwijzingen if adres != f"https://{MERK}.example/"]
        assert eigen
        assert set(eigen) <= set(inhoud), naam
        assert "<script" not in tekst
    assert f"tekst {MERK}" in inhoud["index.html"].decode()


def test_de_gegevens_zijn_te_lezen_zonder_kennis_van_computers(an: Gebruiker) -> None:
    tekst = pak_uit(vol_talent(an), an)["gegevens.html"].decode()
    for woord in ("Talenten", "Profielen", "Toestemmingen", "Adresnaam", "nee", "1 november 2026"):
        assert woord in tekst, woord
    for woord in (">True<", ">False<", ">None<", "datetime", "[&#x27;"):
        assert woord not in tekst, woord


def test_eigen_berichten_gaan_mee_en_die_van_anderen_niet(an: Gebruiker) -> None:
    inhoud = pak_uit(vol_talent(an), an)
    for naam in ("gegevens.json", "gegevens.html"):
        tekst = inhoud[naam].decode()
        assert "Ja graag" in tekst
        assert "Kunnen jullie komen" not in tekst
        assert "cas@voorbeeld.be" not in tekst


def test_een_andere_beheerder_staat_er_zonder_naam_of_adres_in(an: Gebruiker) -> None:
    talent = vol_talent(an)
    talent.beheer.create(gebruiker=maak_gebruiker("bob@voorbeeld.be", naam="Bob Geheim"))
    inhoud = pak_uit(talent, an)
    rijen = json.loads(inhoud["gegevens.json"])["rijen"]["beheer"]
    assert [rij["gebruiker"] for rij in rijen] == ["jij", "iemand anders"]
    assert b"Bob Geheim" not in b"".join(inhoud.values())
    assert b"bob@voorbeeld.be" not in b"".join(inhoud.values())


def test_een_wachtwoord_zit_er_nooit_in(an: Gebruiker) -> None:
    inhoud = pak_uit(vol_talent(an), an)
    assert an.password.encode() not in b"".join(inhoud.values())


def test_een_beeld_dat_de_opslag_kwijt_is_houdt_de_rest_niet_tegen(an: Gebruiker) -> None:
    talent = vol_talent(an)
    talent.werken.get().bestand.storage.delete(talent.werken.get().bestand.name)
    inhoud = pak_uit(talent, an)
    assert "beelden/01.jpg" not in inhoud
    assert len(json.loads(inhoud["gegevens.json"])["rijen"]["werk"]) == 1


@pytest.mark.parametrize("tekst", [*vijandig.SCRIPT, *vijandig.ANDERE_TALEN])
def test_wat_iemand_typte_blijft_tekst_in_de_paginas(an: Gebruiker, tekst: str) -> None:
    talent = maak_talent(naam=tekst[:80], eigenaar=an, tekst=tekst, slug="x")
    inhoud = pak_uit(talent, an)
    for naam in ("index.html", "gegevens.html"):
        assert b"<script>" not in inhoud[naam]
        assert b"<img src=x" not in inhoud[naam]
        assert b"<svg" not in inhoud[naam]
    assert json.loads(inhoud["gegevens.json"])["rijen"]["profiel"][0]["tekst"] == tekst


def test_een_leeg_begin_geeft_ook_een_bestand(an: Gebruiker) -> None:
    talent = maak_talent(naam="Net begonnen", online=False, eigenaar=an)
    assert "Net begonnen" in pak_uit(talent, an)["index.html"].decode()


def test_de_pagina_maakt_het_bestand_met_een_knop(an: Gebruiker) -> None:
    maak_talent(naam="De Band", eigenaar=an)
    pad = "/mijn/talent/de-band/meenemen/"
    assert "Maak het bestand" in als(an).get(pad).content.decode()
    antwoord: Any = als(an).post(pad)
    assert antwoord.headers["Content-Disposition"] == 'attachment; filename="talent-de-band.zip"'
    assert antwoord.headers["Cache-Control"] == "private, no-store"
    with zipfile.ZipFile(io.BytesIO(antwoord.getvalue())) as archief:
        assert "index.html" in archief.namelist()


def test_een_vreemde_krijgt_niets(an: Gebruiker) -> None:
    maak_talent(naam="De Band", eigenaar=an)
    client = als(maak_gebruiker("eva@voorbeeld.be"))
    assert client.get("/mijn/talent/de-band/meenemen/").status_code == 404
    assert client.post("/mijn/talent/de-band/meenemen/").status_code == 404
    assert Client().post("/mijn/talent/de-band/meenemen/").status_code == 302
