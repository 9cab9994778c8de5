"""Who else writes here: told from what saved itself."""

from datetime import timedelta

import pytest

from cultuurnota.aanwezig import als_zin, schrijvers
from cultuurnota.models import Hoofdstukversie
from cultuurnota.schrijven import bewaar
from opnetwerk.dag import nu
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid
from tests.fabriek import maak_gebruiker

pytestmark = pytest.mark.django_db
VANZELF = Hoofdstukversie.Soort.VANZELF


@pytest.fixture
def hoofdstuk(gegevens):
    return maak_nota().hoofdstukken.get(sleutel="H4")


@pytest.fixture
def jan(hoofdstuk):
    return maak_teamlid(hoofdstuk.nota, gebruiker=maak_gebruiker("jan@voorbeeld.be", naam="Jan")).gebruiker


@pytest.fixture
def an(hoofdstuk):
    return maak_teamlid(hoofdstuk.nota, gebruiker=maak_gebruiker("an@voorbeeld.be", naam="An")).gebruiker


def schrijf(hoofdstuk, wie, minuten):
    """A save of so many minutes ago."""
    basis = hoofdstuk.versie
    bewaar(hoofdstuk=hoofdstuk, tekst=f"<p>{wie} {basis}</p>", basis=basis, door=wie, soort=VANZELF)
    hoofdstuk.refresh_from_db()
    nieuwste = hoofdstuk.versies.order_by("-nummer").first()
    Hoofdstukversie.objects.filter(pk=nieuwste.pk).update(op=nu() - timedelta(minutes=minuten))


def test_wie_net_schreef_staat_er_met_hoe_lang_geleden(hoofdstuk, jan, an):
    schrijf(hoofdstuk, jan, 2)
    assert schrijvers(hoofdstuk, an, nu()) == [("Jan", 2)]


def test_jezelf_zie_je_niet(hoofdstuk, jan):
    schrijf(hoofdstuk, jan, 2)
    assert schrijvers(hoofdstuk, jan, nu()) == []


@pytest.mark.parametrize(("minuten", "zichtbaar"), [(9, True), (10, False), (600, False)])
def test_na_tien_minuten_is_iemand_weg(hoofdstuk, jan, an, minuten, zichtbaar):
    schrijf(hoofdstuk, jan, minuten)
    assert bool(schrijvers(hoofdstuk, an, nu())) is zichtbaar


def test_wie_vaak_bewaart_staat_er_een_keer_en_de_laatste_eerst(hoofdstuk, jan, an, django_assert_num_queries):
    bea = maak_gebruiker("bea@voorbeeld.be", naam="")
    schrijf(hoofdstuk, jan, 8)
    schrijf(hoofdstuk, bea, 4)
    schrijf(hoofdstuk, jan, 1)
    with django_assert_num_queries(1):
        wie = schrijvers(hoofdstuk, an, nu())
    assert wie == [("Jan", 1), ("Een teamlid", 4)]


def test_een_ander_hoofdstuk_telt_niet(hoofdstuk, jan, an):
    schrijf(hoofdstuk.nota.hoofdstukken.get(sleutel="H5"), jan, 1)
    assert schrijvers(hoofdstuk, an, nu()) == []


@pytest.mark.parametrize(
    ("wie", "zin"),
    [
        ([], ""),
        ([("Jan", 0)], "Jan schrijft hier ook, net nog."),
        ([("Jan", 1)], "Jan schrijft hier ook, 1 minuut geleden."),
        (
            [("Jan", 2), ("An", 5)],
            "Jan schrijft hier ook, 2 minuten geleden. An schrijft hier ook, 5 minuten geleden.",
        ),
    ],
)
def test_de_zin(wie, zin):
    assert als_zin(wie) == zin


def test_het_script_en_de_pagina_horen_het(client, hoofdstuk, jan, an):
    schrijf(hoofdstuk, jan, 3)
    client.force_login(an)
    adres = f"/cultuurnota/werkruimte/{hoofdstuk.nota.kenmerk}/hoofdstuk/{hoofdstuk.kenmerk}/"
    zin = "Jan schrijft hier ook, 3 minuten geleden."
    assert zin in client.get(adres).content.decode()
    assert client.get(f"{adres}bewaar.json").json()["anderen"] == zin
    data = {"tekst": f"{hoofdstuk.tekst}<p>Van An</p>", "basis": hoofdstuk.versie}
    assert client.post(f"{adres}bewaar.json", data).json()["anderen"] == zin


def test_een_naam_is_tekst_en_geen_html(client, hoofdstuk, jan, an):
    jan.naam = "<b>Jan</b>"
    jan.save()
    schrijf(hoofdstuk, jan, 3)
    client.force_login(an)
    pagina = client.get(f"/cultuurnota/werkruimte/{hoofdstuk.nota.kenmerk}/hoofdstuk/{hoofdstuk.kenmerk}/")
    assert "&lt;b&gt;Jan&lt;/b&gt; schrijft hier ook" in pagina.content.decode()
