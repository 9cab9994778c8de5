"""What each municipality promised: kept, compared with the budget, reminded of, with its decision behind a door."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cultuurnota import begroting_bewerken, controlegegevens, engagement
from cultuurnota.models import Begroting, Cultuurnota, Engagement
from igs.models import IGS, Gemeente
from opnetwerk.models import Logregel
from tests.beheer import maak_coordinator_van
from tests.cultuurnota import pdfs
from tests.cultuurnota.engagementpaginas import HOVE, als, bewaar, laad_op, pad, velden
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid
from tests.fabriek import maak_gebruiker
from tests.vijandig import (
    KOPINJECTIE,
    LEEG,
    ONSCHULDIG,
    STUKKE_BYTES,
    STUURTEKENS,
    TE_LANG,
    Formulierpagina,
    plaats_bytes,
)


@pytest.fixture
def nota(gegevens) -> Cultuurnota:
    return maak_nota()


@pytest.fixture
def hove(gegevens) -> Gemeente:
    return Gemeente.objects.get(nis_code=HOVE)


@pytest.fixture
def client(nota) -> Client:
    return als(maak_teamlid(nota).gebruiker)


@pytest.fixture
def door(db):
    return maak_gebruiker("penningmeester@voorbeeld.be")


def stel_begroting_in(nota, door, inbreng=120_000) -> None:
    voorstel = Begroting(sleutel="gelijk", inbreng=Decimal(inbreng))
    begroting_bewerken.stel_in(nota=nota, voorstel=voorstel, basis=0, door=door)


# --- who comes in ---------------------------------------------------------------------------------------------------
def test_het_team_komt_binnen_en_een_ander_niet(nota, hove, door):
    engagement.bewaar_document(nota=nota, gemeente=hove, inhoud=pdfs.maak(), naam="a.pdf", basis=0, door=door)
    lezer, schrijver = maak_teamlid(nota, "lezer").gebruiker, maak_teamlid(nota).gebruiker
    binnen = [
        lezer,
        schrijver,
        maak_teamlid(nota, "trekker").gebruiker,
        maak_coordinator_van(nota.igs, "a@voorbeeld.be"),
    ]
    vreemd = IGS.objects.get(slug="co7")
    buiten = [maak_teamlid(maak_nota(vreemd)).gebruiker, maak_coordinator_van(vreemd, "b@voorbeeld.be"), door]
    for rest in ("", f"{HOVE}/", f"{HOVE}/document/bestand/"):
        assert {als(wie).get(pad(nota, rest)).status_code for wie in binnen} == {200}, rest
        assert {als(wie).get(pad(nota, rest)).status_code for wie in buiten} == {404}, rest
        assert {als(wie).post(pad(nota, rest), velden()).status_code for wie in buiten} == {404}, rest
        assert Client().get(pad(nota, rest)).headers["Location"].startswith("/accounts/login/")
        assert als(schrijver).delete(pad(nota, rest)).status_code == 405


def test_een_lezer_kijkt_en_verandert_niets(nota, hove, door):
    bewaar(nota, hove, door, opmerking="Onder voorbehoud", contact_email="secretaris@hove.be")
    engagement.bewaar_document(nota=nota, gemeente=hove, inhoud=pdfs.maak(), naam="a.pdf", basis=1, door=door)
    client = als(maak_teamlid(nota, "lezer").gebruiker)
    pagina = client.get(pad(nota)).content.decode()
    assert "Onder voorbehoud" in pagina
    assert '<form method="post"' not in pagina.split("<main", 1)[1].split("</main>")[0]
    assert "secretaris@hove.be" not in pagina
    for data in (velden(basis="2"), {"doe": "stop"}, {"doe": "document_weg", "basis": "2"}):
        assert client.post(pad(nota), data).status_code == 403
    assert laad_op(client, nota, basis=2).status_code == 403
    assert nota.engagementen.get().versie == 2


@pytest.mark.parametrize("nis", ["11002", "99999", "x", "0"])
def test_een_gemeente_die_geen_lid_is_bestaat_hier_niet(nota, client, nis):
    for rest in (f"{nis}/", f"{nis}/document/bestand/"):
        assert client.get(pad(nota, rest)).status_code == 404
    assert client.post(pad(nota, f"{nis}/"), velden()).status_code == 404
    assert not Engagement.objects.exists()


# --- the overview ---------------------------------------------------------------------------------------------------
def test_wie_nog_niet_antwoordde_staat_bovenaan(nota, hove, client, door):
    leeg = engagement.overzicht(nota)
    assert len(leeg.wachten) == len(leeg.leden) > 3
    assert (
        f"{len(leeg.leden)} van {len(leeg.leden)} gemeenten gaven nog geen antwoord"
        in client.get(pad(nota, "")).content.decode()
    )
    bewaar(nota, hove, door)
    beeld = engagement.overzicht(nota)
    assert hove not in [regel.gemeente for regel in beeld.wachten]
    assert beeld.som == 5000
    for plek, regel in enumerate(beeld.wachten):
        stand = "gevraagd" if plek == 0 else "beslist"
        bewaar(nota, regel.gemeente, door, stand=stand, bedrag=None if plek == 0 else Decimal(1))
    assert [regel.rij.stand for regel in engagement.overzicht(nota).wachten] == ["gevraagd"]
    assert f"1 van {len(leeg.leden)} gemeenten gaf nog geen antwoord" in client.get(pad(nota, "")).content.decode()


def test_het_verschil_met_de_begroting_telt_over_alle_jaren(nota, hove, client, door):
    stel_begroting_in(nota, door)
    leden = engagement.overzicht(nota).leden
    deel = Decimal(120_000) / len(leden)
    assert deel == int(deel)
    assert engagement.overzicht(nota).verschil is None
    for regel in leden:
        bewaar(nota, regel.gemeente, door, bedrag=deel - 100 if regel.gemeente == hove else deel)
    beeld = engagement.overzicht(nota)
    verschillen = {regel.gemeente.nis_code: regel.verschil for regel in beeld.leden}
    assert verschillen.pop(HOVE) == -600
    assert set(verschillen.values()) == {0}
    assert beeld.verschil == -600
    pagina = client.get(pad(nota, "")).content.decode()
    assert "<strong>600 euro te weinig</strong>" in pagina
    assert "klopt" in pagina


@pytest.mark.parametrize(("verschil", "zin"), [(None, "–"), (0, "klopt"), (5, "5 euro meer"), (-5, "5 euro te weinig")])
def test_een_verschil_in_woorden(verschil, zin):
    assert engagement.verschil_in_woorden(None if verschil is None else Decimal(verschil)) == zin


@pytest.mark.parametrize("stand", ["geen", "gevraagd", "geweigerd"])
def test_een_bedrag_zonder_toezegging_telt_niet(nota, hove, door, stand):
    stel_begroting_in(nota, door)
    bewaar(nota, hove, door, stand=stand)
    beeld = engagement.overzicht(nota)
    assert beeld.som == 0
    assert next(regel for regel in beeld.regels if regel.gemeente == hove).verschil is None
    assert len(beeld.geweigerd) == (stand == "geweigerd")


def test_wie_geen_lid_meer_is_blijft_zichtbaar_zolang_er_iets_staat(nota, client, door):
    vertrokken = Gemeente.objects.get(nis_code="44021")
    Engagement.objects.create(nota=nota, gemeente=vertrokken, stand="toegezegd", bedrag=7)
    beeld = engagement.overzicht(nota)
    assert beeld.regels[-1].gemeente == vertrokken
    assert (beeld.regels[-1].is_lid, beeld.som) == (False, 0)
    assert "geen lid meer" in client.get(pad(nota, "")).content.decode()
    assert client.get(pad(nota, "44021/")).status_code == 200


def test_de_controle_van_de_nota_kent_het_engagement(nota, hove, door):
    bewaar(nota, hove, door, stand="beslist", raad_op=date(2026, 11, 2))
    beloften = {een.gemeente: een for een in controlegegevens.lees(nota).beloften}
    assert (beloften["Hove"].stand, beloften["Hove"].bedrag) == ("beslist", 5000)
    assert {een.stand for naam, een in beloften.items() if naam != "Hove"} == {""}


def test_het_overzicht_kost_even_veel_met_een_als_met_alle(nota, hove, client, door):
    def tel() -> int:
        with CaptureQueriesContext(connection) as vragen:
            assert client.get(pad(nota, "")).status_code == 200
        return len(vragen)

    bewaar(nota, hove, door)
    tel()
    een = tel()
    for regel in engagement.overzicht(nota).wachten:
        bewaar(nota, regel.gemeente, door)
    for gemeente in Gemeente.objects.order_by("pk")[:20]:
        Engagement.objects.get_or_create(nota=nota, gemeente=gemeente)
    assert tel() == een


# --- the form -------------------------------------------------------------------------------------------------------
def test_wat_je_invult_staat_in_het_overzicht_en_in_het_logboek(nota, client):
    antwoord = client.post(pad(nota), velden(stand="beslist", raad_op="2-11-2026", opmerking="Unaniem"), follow=True)
    pagina = antwoord.content.decode()
    assert "Bewaard." in pagina
    assert "12.500,50 euro" in pagina
    assert "2 november 2026" in pagina
    rij = nota.engagementen.get()
    assert (rij.stand, rij.bedrag, rij.raad_op, rij.opmerking) == (
        "beslist",
        Decimal("12500.50"),
        date(2026, 11, 2),
        "Unaniem",
    )
    regel = Logregel.objects.get(actie="engagement bewaard")
    assert (regel.igs_slug, regel.veranderd["bedrag"]) == ("zuidrand", [None, "12500.50"])


def test_het_adres_van_een_gemeente_staat_niet_in_het_logboek(nota, client):
    client.post(pad(nota), velden(contact_email="secretaris@hove.be"))
    assert "hove.be" not in str(Logregel.objects.get(actie="engagement bewaard").veranderd)


@pytest.mark.parametrize(
    ("anders", "veld", "begin"),
    [
        ({"stand": ""}, "stand", "Kies een antwoord"),
        ({"stand": "ja"}, "stand", "Kies bij"),
        ({"bedrag": ""}, "bedrag", "Vul in hoeveel de gemeente per jaar toezegt."),
        ({"bedrag": "veel"}, "bedrag", "Vul bij “Bedrag per jaar” een bedrag in"),
        ({"bedrag": "-5"}, "bedrag", "Vul bij “Bedrag per jaar” 0 of meer in"),
        ({"bedrag": "1" * 40}, "bedrag", "Het bedrag bij"),
        ({"bedrag": "1,234"}, "bedrag", "Schrijf het bedrag"),
        ({"stand": "beslist"}, "raad_op", "Vul in wanneer de gemeenteraad besliste."),
        ({"stand": "beslist", "raad_op": "24-11-2026"}, "raad_op", "Deze gemeenteraad moet nog komen."),
        ({"raad_op": "31-02-2026"}, "raad_op", "Vul"),
        ({"raad_op": "1-1-0001"}, "raad_op", "Vul"),
        ({"contact_email": "secretaris"}, "contact_email", "Vul"),
        ({"opmerking": "a" * 301}, "opmerking", "Maak"),
    ],
)
def test_wat_niet_kan_komt_terug_met_een_zin_bij_het_veld(nota, client, anders, veld, begin):
    antwoord = client.post(pad(nota), velden(**anders))
    pagina = antwoord.content.decode()
    assert antwoord.status_code == 200
    gelezen = Formulierpagina(pagina)
    assert gelezen.titel.startswith("Fout: ")
    zinnen = [zin for _, zin in gelezen.samenvatting]
    assert len(zinnen) == 1
    assert zinnen[0].startswith(begin)
    if veld != "stand":  # the error of a group of radio buttons hangs at the group
        assert gelezen.fout_bij(veld) == zinnen[0]
    assert not Engagement.objects.exists()


def test_het_formulier_is_goed_gebouwd(nota, client):
    Formulierpagina("<main" + client.get(pad(nota)).content.decode().split("<main", 1)[1]).keur()


@pytest.mark.parametrize("tekst", ONSCHULDIG)
def test_gewone_tekst_blijft_zoals_ze_is(nota, client, tekst):
    tekst = " ".join(tekst.split())[:300].strip()
    assert client.post(pad(nota), velden(opmerking=tekst)).status_code == 302
    assert nota.engagementen.get().opmerking == tekst
    pagina = client.get(pad(nota)).content.decode()
    assert "<script>alert(1)" not in pagina
    assert "<img src=x" not in pagina


@pytest.mark.parametrize("tekst", [*LEEG, *TE_LANG, *STUURTEKENS])
@pytest.mark.parametrize("veld", ["stand", "bedrag", "raad_op", "contact_email", "opmerking", "basis", "doe"])
def test_een_raar_antwoord_geeft_nooit_een_storing(nota, client, veld, tekst):
    assert client.post(pad(nota), velden(**{veld: tekst})).status_code in {200, 302, 400, 409, 413}


@pytest.mark.parametrize("bytes_", STUKKE_BYTES)
def test_stukke_bytes_geven_nooit_een_storing(nota, client, bytes_):
    assert plaats_bytes(client, pad(nota), velden(opmerking=bytes_)).status_code in {200, 302, 400}


@pytest.mark.parametrize("adres", KOPINJECTIE)
def test_een_tweede_regel_komt_in_geen_enkel_adres(nota, client, adres):
    client.post(pad(nota), velden(stand="gevraagd", bedrag="", contact_email=adres))
    for rij in Engagement.objects.all():
        assert rij.contact_email in {"", "a@voorbeeld.be"}


def test_niets_ingevuld_is_geen_antwoord(nota, client):
    assert client.post(pad(nota)).status_code == 200
    assert not Engagement.objects.exists()


# --- two at once ----------------------------------------------------------------------------------------------------
def test_wie_een_oudere_versie_bewaart_ziet_beide(nota, hove, client, door):
    bewaar(nota, hove, door, bedrag=Decimal(9000), opmerking="Van Bo")
    antwoord = client.post(pad(nota), velden(opmerking="Van mij"))
    pagina = antwoord.content.decode()
    assert antwoord.status_code == 409
    for woord in ("Van Bo", "Van mij", "9.000 euro", "12.500,50 euro", "Iemand anders bewaarde dit intussen"):
        assert woord in pagina
    assert nota.engagementen.get().opmerking == "Van Bo"
    assert Formulierpagina(pagina).invoer["opmerking"].kenmerken["value"] == "Van mij"
    assert 'name="basis" value="1"' in pagina
    assert client.post(pad(nota), velden(opmerking="Van mij", basis="1")).status_code == 302
    assert nota.engagementen.get().opmerking == "Van mij"


def test_twee_keer_hetzelfde_is_een_keer(nota, client):
    for _ in range(2):
        assert client.post(pad(nota), velden()).status_code == 302
    assert nota.engagementen.get().versie == 1
    assert Logregel.objects.filter(actie="engagement bewaard").count() == 1
