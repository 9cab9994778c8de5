"""Who may enter the workspace: the whole team, the coordinator, redactie; for everybody else it does not exist."""

from datetime import date

import pytest
from django.test import Client

from cultuurnota import schrijven
from cultuurnota.models import Cultuurnota, Hoofdstuk
from cultuurnota.toegang import notas_voor, rol_in
from igs.models import IGS
from opnetwerk.dag import nu
from tests.beheer import maak_coordinator_van, maak_redactie
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid
from tests.fabriek import maak_gebruiker

PAGINAS = [
    *("", "feiten/", "hoofdstukken/", "beelden/", "team/"),
    *(f"hoofdstuk/H/{rest}" for rest in ("", "beslis/", "opmerkingen/", "geschiedenis/")),
]
DAG = date(2026, 11, 23)


@pytest.fixture
def nota(gegevens) -> Cultuurnota:
    return maak_nota()


@pytest.fixture
def hoofdstuk(nota) -> Hoofdstuk:
    return nota.hoofdstukken.get(sleutel="H4")


def als(gebruiker) -> Client:
    client = Client()
    client.force_login(gebruiker)
    return client


def pad(nota: Cultuurnota, rest: str = "") -> str:
    hoofdstuk = nota.hoofdstukken.get(sleutel="H4")
    return f"/cultuurnota/werkruimte/{nota.kenmerk}/{rest.replace('H/', f'{hoofdstuk.kenmerk}/')}"


def twee_teksten(nota: Cultuurnota, wie) -> None:
    """So that the page to decide on has something to decide."""
    hoofdstuk = nota.hoofdstukken.get(sleutel="H4")
    een = schrijven.bewaar(hoofdstuk=hoofdstuk, tekst="<p>een</p>", basis=0, door=wie)
    schrijven.bewaar(hoofdstuk=hoofdstuk, tekst="<p>twee</p>", basis=een.versie, door=wie)
    schrijven.bewaar(hoofdstuk=hoofdstuk, tekst="<p>drie</p>", basis=een.versie, door=wie)


def test_het_team_komt_overal_en_een_ander_nergens(nota):
    lezer, schrijver = maak_teamlid(nota, "lezer").gebruiker, maak_teamlid(nota, "schrijver").gebruiker
    twee_teksten(nota, schrijver)
    binnen = [lezer, schrijver, maak_coordinator_van(nota.igs, "a@voorbeeld.be"), maak_redactie()]
    vreemd_igs = IGS.objects.get(slug="co7")
    ander_team = maak_teamlid(maak_nota(vreemd_igs)).gebruiker
    buiten = [ander_team, maak_coordinator_van(vreemd_igs, "b@voorbeeld.be"), maak_gebruiker("c@voorbeeld.be")]
    for rest in PAGINAS:
        assert {als(wie).get(pad(nota, rest)).status_code for wie in binnen} == {200}, rest
        assert {als(wie).get(pad(nota, rest)).status_code for wie in buiten} == {404}, rest
        assert {als(wie).post(pad(nota, rest)).status_code for wie in buiten} == {404}, rest
        assert Client().get(pad(nota, rest)).headers["Location"].startswith("/accounts/login/?next=/cultuurnota/")
        assert als(schrijver).delete(pad(nota, rest)).status_code == 405


def test_een_lezer_schrijft_niet_maar_geeft_wel_opmerkingen(nota, hoofdstuk):
    client = als(maak_teamlid(nota, "lezer").gebruiker)
    for rest in PAGINAS:
        if "opmerkingen" not in rest:
            assert client.post(pad(nota, rest), {"tekst": "x", "basis": 0}).status_code == 403, rest
    assert client.post(pad(nota, "hoofdstuk/H/bewaar.json"), {"tekst": "x", "basis": 0}).status_code == 403
    assert client.post(pad(nota, "hoofdstuk/H/opmerkingen/"), {"tekst": "Mooi"}).status_code == 302
    hoofdstuk.refresh_from_db()
    assert hoofdstuk.tekst == ""
    assert hoofdstuk.opmerkingen.get().tekst == "Mooi"
    assert "data-werkruimte" not in client.get(pad(nota, "hoofdstuk/H/")).content.decode()


def test_een_schrijver_nodigt_niemand_uit(nota):
    client = als(maak_teamlid(nota, "schrijver").gebruiker)
    assert client.post(pad(nota, "team/"), {"doe": "nodig_uit", "email": "x@voorbeeld.be"}).status_code == 403
    assert not nota.uitnodigingen.exists()


def test_een_hoofdstuk_van_een_andere_nota_bestaat_hier_niet(nota):
    vreemd = maak_nota(IGS.objects.get(slug="co7")).hoofdstukken.get(sleutel="H4")
    client = als(maak_teamlid(nota).gebruiker)
    for rest in ("", "bewaar.json", "beslis/", "opmerkingen/", "geschiedenis/"):
        adres = pad(nota, f"hoofdstuk/{vreemd.kenmerk}/{rest}")
        assert client.get(adres).status_code == 404
        assert client.post(adres, {"tekst": "x", "basis": 0}).status_code == 404


@pytest.mark.parametrize(
    ("van", "tot", "erin"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), True),
        (date(2026, 11, 24), None, False),
        (date(2026, 1, 1), date(2026, 11, 22), False),
    ],
)
def test_de_toegang_begint_en_eindigt_vanzelf(nota, van, tot, erin):
    lid = maak_teamlid(nota, van=van, tot=tot)
    assert (rol_in(nota, lid.gebruiker, DAG) == "schrijver") is erin
    assert (notas_voor(lid.gebruiker, DAG) == [nota]) is erin
    assert als(lid.gebruiker).get(pad(nota)).status_code == (200 if erin else 404)


def test_een_coordinator_is_trekker_zolang_de_aanstelling_loopt(nota):
    lopend = maak_coordinator_van(nota.igs, "a@voorbeeld.be")
    voorbij = maak_coordinator_van(nota.igs, "b@voorbeeld.be", tot=date(2026, 11, 22))
    assert rol_in(nota, lopend, DAG) == "trekker"
    assert rol_in(nota, voorbij, DAG) is None
    assert notas_voor(voorbij, DAG) == []


def test_een_nota_in_de_prullenmand_bestaat_niet(nota):
    gebruiker = maak_teamlid(nota).gebruiker
    Cultuurnota.objects.filter(pk=nota.pk).update(weg_op=nu())
    assert als(gebruiker).get(pad(nota)).status_code == 404
    assert notas_voor(gebruiker, DAG) == []


def test_een_account_dat_uit_staat_is_niemand(nota):
    gebruiker = maak_teamlid(nota).gebruiker
    gebruiker.is_active = False
    assert rol_in(nota, gebruiker, DAG) is None


def test_niemand_hoeft_een_tweede_stap(nota):
    antwoord = als(maak_teamlid(nota).gebruiker).get(pad(nota), follow=True)
    assert antwoord.redirect_chain == []


def test_een_script_zonder_sessie_krijgt_een_401(nota):
    antwoord = Client().post(
        pad(nota, "hoofdstuk/H/bewaar.json"), {"tekst": "x", "basis": 0}, headers={"accept": "application/json"}
    )
    assert antwoord.status_code == 401
    assert antwoord.json() == {"fout": "aanmelden"}


def test_een_script_van_een_lezer_krijgt_een_403(nota):
    client = als(maak_teamlid(nota, "lezer").gebruiker)
    antwoord = client.post(pad(nota, "hoofdstuk/H/bewaar.json"), {}, headers={"accept": "application/json"})
    assert (antwoord.status_code, antwoord.json()) == (403, {"fout": "lezen"})


def test_te_veel_om_bij_te_houden_komt_terug_om_te_kopieren(nota):
    tekst = "<p>" + "woord " * 20_000 + "laatste</p>"
    antwoord = Client().post(pad(nota, "hoofdstuk/H/"), {"tekst": tekst, "basis": 0})
    assert antwoord.status_code == 401
    assert "woord laatste" in antwoord.content.decode()
