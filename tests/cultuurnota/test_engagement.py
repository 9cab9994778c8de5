"""What each municipality promised: kept, compared with the budget, reminded of, with its decision behind a door."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings as instellingen
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cultuurnota import begroting_bewerken, controlegegevens, engagement
from cultuurnota.models import Begroting, Cultuurnota, Engagement
from cultuurnota.taken import cultuurnota_engagement
from igs.models import IGS, Gemeente
from opnetwerk.dag import nu
from opnetwerk.models import Logregel, UitgaandeMail
from tests.beheer import maak_coordinator_van
from tests.cultuurnota import pdfs
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

HOVE = "11021"


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


def als(gebruiker) -> Client:
    client = Client()
    client.force_login(gebruiker)
    return client


def pad(nota, rest: str = f"{HOVE}/") -> str:
    return f"/cultuurnota/werkruimte/{nota.kenmerk}/engagement/{rest}"


def velden(**anders) -> dict:
    return (
        {"stand": "toegezegd", "bedrag": "12.500,50", "raad_op": "", "contact_email": "", "opmerking": ""}
        | {"basis": "0"}
        | anders
    )


def bewaar(nota, gemeente, door, basis=0, **anders) -> Engagement:
    gevuld = {"stand": "toegezegd", "bedrag": Decimal(5000), "raad_op": None, "contact_email": "", "opmerking": ""}
    return engagement.bewaar(nota=nota, gemeente=gemeente, velden=gevuld | anders, basis=basis, door=door)


def besluit(inhoud: bytes | None = None, naam: str = "Besluit Hove.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(naam, pdfs.GOEDE["leeg"] if inhoud is None else inhoud, "application/pdf")


def laad_op(client, nota, inhoud=None, basis=0, **anders):
    data = {"doe": "document", "basis": str(basis), "document": besluit(inhoud)} | anders
    return client.post(pad(nota), data)


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


# --- the decision ---------------------------------------------------------------------------------------------------
def test_een_besluit_is_alleen_te_downloaden(nota, client):
    antwoord = laad_op(client, nota)
    assert antwoord.headers["Location"] == f"{pad(nota)}?net=besluit"
    bestand = client.get(pad(nota, f"{HOVE}/document/bestand/"))
    assert b"".join(bestand.streaming_content) == pdfs.GOEDE["leeg"]
    assert bestand.headers["Content-Disposition"] == 'attachment; filename="Besluit Hove.pdf"'
    assert bestand.headers["X-Content-Type-Options"] == "nosniff"
    assert bestand.headers["Content-Type"] == "application/pdf"
    assert bestand.headers["Cache-Control"] == "private, no-store"
    assert "sandbox" in bestand.headers["Content-Security-Policy"]
    rij = nota.engagementen.get()
    assert rij.document.name in {f"engagement/{Path(rij.document.name).name}"}
    assert "Hove" not in rij.document.name


def test_een_besluit_staat_buiten_de_openbare_bestanden(nota, client):
    laad_op(client, nota)
    rij = nota.engagementen.get()
    plek = Path(rij.document.path)
    assert plek.is_relative_to(instellingen.BESLOTEN_MAPPEN["besloten"])
    assert not plek.is_relative_to(instellingen.MEDIA_ROOT)
    assert plek.stat().st_mode & 0o077 == 0
    assert plek.parent.stat().st_mode & 0o077 == 0
    with pytest.raises(ValueError):
        rij.document.url  # noqa: B018
    assert Client().get(f"/media/{rij.document.name}").status_code == 404
    assert client.get(f"/media/{rij.document.name}").status_code == 404


@pytest.mark.parametrize(
    ("woord", "zin"), [("script", "script"), ("geen_pdf", "geen PDF"), ("wachtwoord", "wachtwoord")]
)
def test_een_slecht_bestand_wordt_geweigerd_met_een_zin(nota, client, woord, zin):
    antwoord = laad_op(client, nota, next(iter(pdfs.SLECHTE[woord].values())))
    gelezen = Formulierpagina(antwoord.content.decode())
    assert zin in gelezen.fout_bij("document")
    assert gelezen.titel.startswith("Fout: ")
    assert not Engagement.objects.exists()
    assert list(Path(instellingen.BESLOTEN_MAPPEN["besloten"]).rglob("*.pdf")) == []


def test_honderd_megabyte_wordt_niet_eens_bewaard(nota, client, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    antwoord = laad_op(client, nota, b"%PDF-" + b"x" * 100_000_000)
    assert Formulierpagina(antwoord.content.decode()).fout_bij("document").startswith("Dit bestand is te groot.")
    assert list(tmp_path.iterdir()) == []
    assert not Engagement.objects.exists()


def test_een_besluit_zonder_teken_tegen_vervalsing_komt_niet_binnen(nota):
    gebruiker = maak_teamlid(nota).gebruiker
    client = Client(enforce_csrf_checks=True)
    client.force_login(gebruiker)
    assert laad_op(client, nota).status_code == 403
    assert client.post(pad(nota), velden()).status_code == 403
    assert not Engagement.objects.exists()
    client.get(pad(nota))
    teken = client.cookies["csrf"].value
    assert laad_op(client, nota, csrfmiddlewaretoken=teken).status_code == 302


def test_geen_bestand_gekozen(nota, client):
    antwoord = client.post(pad(nota), {"doe": "document", "basis": "0"})
    assert Formulierpagina(antwoord.content.decode()).fout_bij("document").startswith("Kies een bestand")


def test_een_nieuw_besluit_vervangt_het_oude_ook_op_de_schijf(nota, client, django_capture_on_commit_callbacks):
    laad_op(client, nota)
    oud = Path(nota.engagementen.get().document.path)
    with django_capture_on_commit_callbacks(execute=True):
        assert laad_op(client, nota, pdfs.GOEDE["link"], basis=1).status_code == 302
    rij = nota.engagementen.get()
    assert not oud.exists()
    assert Path(rij.document.path).read_bytes() == pdfs.GOEDE["link"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(pad(nota), {"doe": "document_weg", "basis": "2"})
        client.post(pad(nota), {"doe": "document_weg", "basis": "2"})
    assert not Path(rij.document.path).exists()
    assert client.get(pad(nota, f"{HOVE}/document/bestand/")).status_code == 404
    assert Logregel.objects.filter(actie="besluit weggehaald").count() == 1


def test_hetzelfde_besluit_twee_keer_is_een_keer(nota, client):
    for _ in range(2):
        assert laad_op(client, nota).status_code == 302
    assert nota.engagementen.get().versie == 1
    assert len(list(Path(instellingen.BESLOTEN_MAPPEN["besloten"]).rglob("*.pdf"))) == 1


@pytest.mark.parametrize("doe", ["document", "document_weg"])
def test_een_besluit_vervangt_niet_wat_een_ander_net_bewaarde(nota, client, doe):
    laad_op(client, nota)
    antwoord = client.post(pad(nota), {"doe": doe, "basis": "0", "document": besluit(pdfs.GOEDE["link"])})
    assert antwoord.status_code == 409
    assert "Iemand anders veranderde dit intussen" in antwoord.content.decode()
    assert Path(nota.engagementen.get().document.path).read_bytes() == pdfs.GOEDE["leeg"]


def test_een_besluit_dat_van_de_schijf_is_geeft_een_404(nota, client):
    laad_op(client, nota)
    Path(nota.engagementen.get().document.path).unlink()
    assert client.get(pad(nota, f"{HOVE}/document/bestand/")).status_code == 404
    assert client.get(pad(nota)).status_code == 200


# --- reminding ------------------------------------------------------------------------------------------------------
@pytest.fixture
def gevraagd(nota, hove, door) -> Engagement:
    return bewaar(nota, hove, door, stand="gevraagd", bedrag=None, contact_email="secretaris@hove.be")


def test_een_herinnering_gaat_om_de_veertien_dagen(nota, gevraagd):
    lid = maak_teamlid(nota, "trekker")
    moment = nu()
    aantallen = [engagement.herinner(moment + timedelta(days=dag)) for dag in (0, 0, 1, 13, 14, 20, 28)]
    assert aantallen == [1, 0, 0, 0, 1, 0, 1]
    eerste, tweede, _ = UitgaandeMail.objects.order_by("pk")
    assert (eerste.aan, eerste.antwoord_aan) == ("secretaris@hove.be", lid.gebruiker.email)
    assert eerste.onderwerp == f"Doet Hove mee met {nota.igs.naam}?"
    assert tweede.onderwerp.startswith("Herinnering: ")
    assert "We herinneren je eraan" in tweede.tekst
    assert "Beantwoord deze mail" in eerste.tekst


def test_zonder_trekker_gaat_het_antwoord_naar_de_coordinator(nota, gevraagd):
    coordinator = maak_coordinator_van(nota.igs, "lien@voorbeeld.be")
    engagement.herinner(nu())
    assert UitgaandeMail.objects.get().antwoord_aan == coordinator.email


def test_zonder_iemand_vraagt_de_mail_geen_antwoord(gevraagd):
    engagement.herinner(nu())
    mail = UitgaandeMail.objects.get()
    assert mail.antwoord_aan == ""
    assert "Beantwoord deze mail" not in mail.tekst


@pytest.mark.parametrize("stand", ["geen", "toegezegd", "beslist", "geweigerd"])
def test_wie_antwoordde_krijgt_geen_herinnering(gevraagd, stand):
    Engagement.objects.update(stand=stand)
    assert engagement.herinner(nu()) == 0


def test_het_team_stopt_de_herinneringen(nota, gevraagd, client):
    assert "secretaris@hove.be" in client.get(pad(nota)).content.decode()
    for _ in range(2):
        antwoord = client.post(pad(nota), {"doe": "stop"}, follow=True)
        assert "Het adres is gewist." in antwoord.content.decode()
    assert nota.engagementen.get().contact_email == ""
    assert engagement.herinner(nu()) == 0
    assert Logregel.objects.filter(actie="herinneringen gestopt").count() == 1


def test_een_nota_in_de_prullenmand_herinnert_niemand(nota, gevraagd):
    Cultuurnota.objects.update(weg_op=nu())
    assert engagement.herinner(nu()) == 0


def test_wie_geen_lid_meer_is_wordt_niets_meer_gevraagd(gevraagd):
    Engagement.objects.update(gemeente="44021")
    assert engagement.herinner(nu()) == 0


def test_een_stuk_adres_houdt_niemand_anders_op(nota, gevraagd, door):
    Engagement.objects.update(contact_email="a@b\nBcc: c@d.be")
    anderen = [regel.gemeente for regel in engagement.overzicht(nota).regels if regel.gemeente.nis_code != HOVE]
    bewaar(nota, anderen[0], door, stand="gevraagd", bedrag=None, contact_email="goed@voorbeeld.be")
    assert cultuurnota_engagement() == 1
    assert UitgaandeMail.objects.get().aan == "goed@voorbeeld.be"


def test_opnieuw_vragen_begint_opnieuw(nota, hove, gevraagd, door):
    engagement.herinner(nu())
    bewaar(nota, hove, door, basis=1, stand="gevraagd", bedrag=None, contact_email="burgemeester@hove.be")
    assert engagement.herinner(nu() + timedelta(days=1)) == 1
    assert UitgaandeMail.objects.order_by("-pk")[0].aan == "burgemeester@hove.be"


# --- stopping without an account ------------------------------------------------------------------------------------
def stoppad(gevraagd) -> str:
    return engagement.stoplink(gevraagd).removeprefix(instellingen.SITE_ADRES)


def test_wie_de_mail_krijgt_stopt_hem_met_een_knop(nota, gevraagd):
    engagement.herinner(nu())
    mail = UitgaandeMail.objects.get()
    link = stoppad(gevraagd)
    assert instellingen.SITE_ADRES + link in mail.tekst
    assert mail.koppen["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Geen herinneringen meer?" in Client().get(link).content.decode()
    assert nota.engagementen.get().contact_email == "secretaris@hove.be"
    for _ in range(2):
        antwoord = Client(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"})
        assert "Je krijgt geen herinneringen meer" in antwoord.content.decode()
        assert not antwoord.cookies
    assert nota.engagementen.get().contact_email == ""
    assert Logregel.objects.get(actie="herinneringen gestopt").door is None
    assert "secretaris@hove.be" not in link


def test_een_oude_link_stopt_een_ander_adres_niet(nota, hove, gevraagd, door):
    link = stoppad(gevraagd)
    bewaar(nota, hove, door, basis=1, stand="gevraagd", bedrag=None, contact_email="burgemeester@hove.be")
    assert "Je krijgt geen herinneringen meer" in Client().post(link).content.decode()
    assert nota.engagementen.get().contact_email == "burgemeester@hove.be"


def test_een_link_die_niet_van_ons_is_stopt_niets(nota, gevraagd):
    for teken in ("x", "a:b:c", "%00", stoppad(gevraagd).split("/")[-2][:-2]):
        antwoord = Client().post(f"/cultuurnota/herinnering/{teken}/")
        assert antwoord.status_code == 404
        assert "Deze link werkt niet meer" in antwoord.content.decode()
    assert nota.engagementen.get().contact_email
    link = stoppad(gevraagd)
    Engagement.objects.all().delete()
    assert Client().get(link).status_code == 404
