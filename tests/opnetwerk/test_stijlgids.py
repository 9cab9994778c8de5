"""The style guide shows every part, on an empty portal too, and breaks none of the rules of a public page."""

import re

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

from opnetwerk import stijlgids
from talent.voorbeeldbeelden import BREEDTE, HOOGTE


@pytest.fixture
def blad(client, db) -> str:
    antwoord = client.get("/stijlgids/")
    assert antwoord.status_code == 200
    assert not antwoord.cookies
    return antwoord.content.decode()


def test_elk_onderdeel_staat_er_zonder_een_rij_in_de_databank(blad):
    delen = {
        "kleuren": [f'class="c-{naam}"' for naam, _, _ in stijlgids.KLEUREN] + [f'class="k{n}"' for n in range(8)],
        "letters": ['class="inleiding"', 'class="slash"', "<details>", 'class="bronnen"', 'class="zacht"'],
        "knoppen": ['class="knop"', 'class="knop tweede"', "laagkeuze", 'class="chips"'],
        "zoeken": ['id="zoek-hoog"', 'class="zoekvak plat"', 'value="Mechlen"'],
        "velden": ['id="leeg-dag_2"', 'type="file"', "<textarea", 'type="radio"', "(niet verplicht)", "veld fout"],
        "noten": ['class="noot"', 'class="merk"', 'class="feiten"', 'class="cijfers"', 'class="uitslag nee"'],
        "tabellen": ["tabelvak kaartjes", 'data-kop="Inwoners"', "<caption>"],
        "kaartjes": ["kaartje deur", "talentkaart", "Gaat niet door", "Even niet beschikbaar", "Een expo die reist"],
        "kaart": ['class="kaart"', "strepen-2-3", 'class="kaartwijzer"', "tijdkeuze"],
        "beelden": ['class="foto"', 'class="patroon"', "img/stijlgids"],
        "gesprek": ['class="gesprek lees"', 'class="eigen"'],
        "stappen": ['class="stappen"', 'class="stappenlijst', 'class="momenten"', 'aria-current="step"'],
        "bladeren": ["Pagina 1 van 10", "Pagina 5 van 10", 'rel="prev"', 'class="verder"'],
        "papier": ["papiernoot"],
    }
    for anker, wat in delen.items():
        assert f'<h2 id="{anker}">' in blad, anker
        assert f'href="#{anker}"' in blad, f"de inhoudslijst noemt {anker} niet"
        for stuk in wat:
            assert stuk in blad, f"{anker}: {stuk}"


def test_wat_fout_is_staat_bij_het_veld_en_in_de_samenvatting_en_niemand_wordt_erheen_gestuurd(blad):
    assert "<title>Stijlgids" in blad, "een pagina met voorbeelden van fouten heeft zelf geen fout"
    fouten = stijlgids.formulieren()["fout"].errors
    assert {"naam", "email", "dag", "verhaal", "kunst", "plek", "akkoord"} == set(fouten)
    assert '<div class="samenvatting"' in blad
    for naam, zinnen in fouten.items():
        assert blad.count(zinnen[0]) == 2, naam
    assert "autofocus" not in blad
    assert 'role="alert"' not in blad
    assert stijlgids.LANG in blad, "wat iemand typte, blijft staan"


def test_elk_id_staat_er_een_keer_en_elke_link_leidt_ergens_heen(blad):
    ids = re.findall(r'\sid="([^"]+)"', blad)
    dubbel = {een for een in ids if ids.count(een) > 1}
    assert not dubbel
    for link in set(re.findall(r'href="([^"]+)"', blad)):
        if link.startswith("#"):
            assert link.removeprefix("#") in {*ids, "inhoud"}, link
        elif link.startswith("/") and not link.startswith("/static/"):
            try:
                resolve(link.split("?")[0])
            except Resolver404:
                pytest.fail(f"{link} bestaat niet")
    for voor in re.findall(r'<label[^>]* for="([^"]+)"', blad):
        assert voor in ids, f"een label zonder veld: {voor}"


def test_de_pagina_staat_in_geen_zoekmachine_en_vraagt_niets_aan_de_databank(
    client, db, django_assert_num_queries, settings
):
    client.get("/stijlgids/")
    settings.CACHES = settings.CACHES | {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    with django_assert_num_queries(0):
        stijlgids.kaartjes(), stijlgids.formulieren(), stijlgids.kaartbeeld()
    blad = client.get("/stijlgids/").content.decode()
    assert '<meta name="robots" content="noindex">' in blad
    assert "/stijlgids/" not in client.get("/sitemap.xml").content.decode()
    assert client.post("/stijlgids/").status_code == 405


def test_de_kleuren_en_het_beeld_zijn_die_van_de_site():
    waarden = (settings.BASE_DIR / "static/css/waarden.css").read_text()
    gids = (settings.BASE_DIR / "static/css/stijlgids.css").read_text()
    for naam, _, _ in stijlgids.KLEUREN:
        assert f"--{naam}:" in waarden, naam
        assert f".c-{naam} {{\n  background: var(--{naam});\n}}" in gids, naam
    assert (settings.BASE_DIR / "static/img/stijlgids.webp").stat().st_size < 20_000
    assert stijlgids.BEELD == {"breedte": BREEDTE, "hoogte": HOOGTE}


def test_een_ander_blad_dan_in_de_gids_verandert_niets(client, db):
    assert client.get("/stijlgids/?pagina=99").content == client.get("/stijlgids/?pagina=onzin").content
