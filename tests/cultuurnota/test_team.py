"""The team: invite by mail, accept by a button, change, end by itself; and the digest of comments."""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from cultuurnota import opmerkingen, team
from cultuurnota.models import Cultuurnota, Opmerking, Teamlid
from cultuurnota.team import KanNiet
from igs.models import Gemeente
from opnetwerk.bevestigen import Onbekend, Verlopen
from opnetwerk.models import Gebruiker, UitgaandeMail
from tests.aanmelden import maak_rekening, meld_aan
from tests.beheer import maak_coordinator_van
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid
from tests.fabriek import maak_gebruiker

DAG = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _verse_tellers(db):
    cache.clear()


@pytest.fixture
def nota(gegevens) -> Cultuurnota:
    return maak_nota()


@pytest.fixture
def coordinator(nota) -> Gebruiker:
    return maak_coordinator_van(nota.igs, "lien@voorbeeld.be")


@pytest.fixture
def binnen(coordinator) -> Client:
    client = Client()
    client.force_login(coordinator)
    return client


def pad(nota: Cultuurnota) -> str:
    return f"/cultuurnota/werkruimte/{nota.kenmerk}/team/"


def link(email: str) -> str:
    tekst = UitgaandeMail.objects.filter(aan=email).latest("pk").tekst
    gevonden = re.search(r"/cultuurnota/uitnodiging/\S+", tekst)
    assert gevonden
    return gevonden[0]


def nodig_uit(binnen: Client, nota: Cultuurnota, email: str = "bert@voorbeeld.be", **velden):
    return binnen.post(pad(nota), {"doe": "nodig_uit", "email": email, "rol": "schrijver"} | velden)


def test_van_uitnodiging_tot_team(binnen, nota):
    assert nodig_uit(binnen, nota, tot="31-12-2026").status_code == 302
    mail = UitgaandeMail.objects.get(aan="bert@voorbeeld.be")
    assert "Zuidrand" in mail.onderwerp
    assert "31 december 2026" in mail.tekst
    bert = maak_gebruiker("bert@voorbeeld.be")
    client = Client()
    client.force_login(bert)
    for _ in range(2):  # a robot opens it, a person opens it
        assert "Ik doe mee" in client.get(link("bert@voorbeeld.be")).content.decode()
    assert not nota.team.exists()
    for _ in range(2):  # pressed twice
        assert client.post(link("bert@voorbeeld.be")).headers["Location"].endswith("?net=lid")
    lid = nota.team.get()
    assert (lid.gebruiker, lid.rol, lid.van, lid.tot) == (bert, "schrijver", DAG, date(2026, 12, 31))


def test_de_link_werkt_een_keer(binnen, nota):
    nodig_uit(binnen, nota)
    adres = link("bert@voorbeeld.be")
    eerste, tweede = Client(), Client()
    eerste.force_login(maak_gebruiker("bert@voorbeeld.be"))
    tweede.force_login(maak_gebruiker("dief@voorbeeld.be"))
    eerste.post(adres)
    antwoord = tweede.post(adres)
    assert antwoord.status_code == 409
    assert "al gebruikt" in antwoord.content.decode()
    assert nota.team.count() == 1


def test_wie_niet_aangemeld_is_meldt_zich_eerst_aan(binnen, nota):
    nodig_uit(binnen, nota)
    adres = link("bert@voorbeeld.be")
    client = Client()
    pagina = client.get(adres).content.decode()
    assert "Maak een account" in pagina
    assert f"/accounts/signup/?next={adres.split(':')[0]}" in pagina.replace("%3A", ":")
    assert client.post(adres).headers["Location"].startswith("/accounts/login/?next=/cultuurnota/uitnodiging/")
    rekening = maak_rekening("bert@voorbeeld.be")
    meld_aan(client, rekening)
    client.post(adres)
    assert nota.team.get().gebruiker == rekening


def test_na_drie_dagen_werkt_de_link_niet_meer(binnen, nota, settings):
    nodig_uit(binnen, nota)
    adres = link("bert@voorbeeld.be")
    settings.VASTE_DAG = DAG + timedelta(days=4)
    assert Client().get(adres).status_code == 404
    with pytest.raises(Verlopen):
        team.uitnodiging_van(adres.rstrip("/").rsplit("/", 1)[1])
    assert nodig_uit(binnen, nota).status_code == 302  # the old one makes room
    assert nota.uitnodigingen.count() == 2


def test_een_vreemde_of_ingetrokken_link_werkt_niet(binnen, nota):
    assert Client().get("/cultuurnota/uitnodiging/x/").status_code == 404
    assert Client().post("/cultuurnota/uitnodiging/x/").status_code == 404
    nodig_uit(binnen, nota)
    adres = link("bert@voorbeeld.be")
    for _ in range(2):
        binnen.post(pad(nota), {"doe": "trek_in", "nummer": str(nota.uitnodigingen.get().pk)})
    with pytest.raises(Onbekend):
        team.uitnodiging_van(adres.rstrip("/").rsplit("/", 1)[1])
    assert Client().get(adres).status_code == 404


def test_een_lezer_mag_voor_een_gemeente_spreken_een_schrijver_niet(binnen, nota):
    gemeente = Gemeente.objects.get(slug="lint")
    assert nodig_uit(binnen, nota, rol="lezer", gemeente=gemeente.pk).status_code == 302
    assert nota.uitnodigingen.get().gemeente == gemeente
    antwoord = nodig_uit(binnen, nota, email="x@voorbeeld.be", gemeente=gemeente.pk)
    assert "Kies alleen een gemeente bij een lezer." in antwoord.content.decode()
    elders = Gemeente.objects.get(slug="gent")
    antwoord = nodig_uit(binnen, nota, email="x@voorbeeld.be", rol="lezer", gemeente=elders.pk)
    assert "uit de lijst" in antwoord.content.decode()


@pytest.mark.parametrize(
    ("velden", "zin"),
    [
        ({"email": "geen adres"}, "zoals naam@voorbeeld.be"),
        ({"email": "a@voorbeeld.be\r\nBcc: b@voorbeeld.be"}, "teken dat we niet kunnen bewaren"),
        ({"rol": "baas"}, "uit de lijst"),
        ({"tot": "gisteren"}, "23-11-2026"),
        ({"tot": "22-11-2026"}, "Kies een dag die nog moet komen."),
        ({"tot": "22-11-12026"}, "23-11-2026"),
    ],
)
def test_wat_niet_klopt_komt_terug_en_stuurt_niets(binnen, nota, velden, zin):
    antwoord = nodig_uit(binnen, nota, **velden)
    assert zin in antwoord.content.decode()
    assert not UitgaandeMail.objects.exists()


def test_twee_keer_hetzelfde_adres_is_een_mail(binnen, nota):
    nodig_uit(binnen, nota)
    antwoord = nodig_uit(binnen, nota, email="BERT@voorbeeld.be")
    assert (antwoord.status_code, "loopt al" in antwoord.content.decode()) == (409, True)
    maak_teamlid(nota, gebruiker=maak_gebruiker("an@voorbeeld.be"))
    assert "zit al in het team" in nodig_uit(binnen, nota, email="an@voorbeeld.be").content.decode()
    assert UitgaandeMail.objects.count() == 1


def test_een_team_heeft_een_grens(nota, coordinator, monkeypatch):
    monkeypatch.setattr(team, "MEESTE_LEDEN", 1)
    maak_teamlid(nota)
    with pytest.raises(KanNiet):
        team.nodig_uit(nota=nota, email="x@voorbeeld.be", rol="lezer", door=coordinator)


def test_wie_al_meer_mag_wordt_geen_lezer(binnen, nota):
    lid = maak_teamlid(nota, "trekker")
    uitnodiging = team.Teamuitnodiging.objects.create(
        nota=nota, email="x@voorbeeld.be", rol="lezer", verloopt_op=timezone.now() + timedelta(days=9)
    )
    team.neem_aan(uitnodiging=uitnodiging, gebruiker=lid.gebruiker)
    assert nota.team.get().rol == "trekker"


def test_rol_en_einde_wijzigen_en_stoppen(binnen, nota):
    lid = maak_teamlid(nota, van=date(2026, 1, 1))
    naam = f"lid{lid.pk}"
    basis = {"lid": str(lid.pk), "doe": "wijzig", f"{naam}-rol": "lezer"}
    binnen.post(pad(nota), basis | {f"{naam}-tot": "30-11-2026"})
    lid.refresh_from_db()
    assert (lid.rol, lid.tot) == ("lezer", date(2026, 11, 30))
    antwoord = binnen.post(pad(nota), basis | {f"{naam}-tot": "1-1-2020"})
    assert "ligt voor de eerste" in antwoord.content.decode()
    for _ in range(2):
        binnen.post(pad(nota), {"lid": str(lid.pk), "doe": "beeindig"})
    lid.refresh_from_db()
    assert lid.tot == date(2026, 11, 22)
    vandaag_gekomen = maak_teamlid(nota, van=DAG)
    team.beeindig(lid=vandaag_gekomen, door=lid.gebruiker)
    assert not Teamlid.objects.filter(pk=vandaag_gekomen.pk).exists()


def test_een_lid_van_een_andere_nota_blijft_buiten_bereik(binnen, nota):
    vreemd = maak_teamlid(maak_nota(titel="Een andere"))
    binnen.post(pad(nota), {"lid": str(vreemd.pk), "doe": "beeindig"})
    binnen.post(pad(nota), {"lid": "onzin", "doe": "wijzig"})
    vreemd.refresh_from_db()
    assert vreemd.tot is None


# --- the digest -----------------------------------------------------------------------------------------------------
def zeg(nota: Cultuurnota, door: Gebruiker, tekst: str = "Klopt dit?") -> Opmerking:
    hoofdstuk = nota.hoofdstukken.get(sleutel="H4")
    return opmerkingen.zeg(hoofdstuk=hoofdstuk, tekst=tekst, door=door, formulier=tekst + str(door.pk))


def test_de_samenvatting_gaat_naar_de_anderen_en_een_keer(nota, coordinator):
    an, bert = maak_teamlid(nota, "lezer").gebruiker, maak_teamlid(nota).gebruiker
    voorbij = maak_teamlid(nota, van=date(2026, 1, 1), tot=date(2026, 11, 1)).gebruiker
    moment = timezone.now() + timedelta(minutes=1)
    assert opmerkingen.stuur_samenvattingen(DAG, moment) == 0
    zeg(nota, an)
    assert opmerkingen.stuur_samenvattingen(DAG, moment) == 2
    mails = UitgaandeMail.objects.all()
    assert {mail.aan for mail in mails} == {bert.email, coordinator.email}
    assert voorbij.email not in {mail.aan for mail in mails}
    assert all("Klopt dit?" in mail.tekst and "Omgevingsanalyse" in mail.tekst for mail in mails)
    assert settings.SITE_ADRES in mails[0].tekst
    opmerkingen.stuur_samenvattingen(DAG, moment)
    assert UitgaandeMail.objects.count() == 2


def test_een_lange_samenvatting_wordt_kort(nota):
    an, _ = maak_teamlid(nota, "lezer").gebruiker, maak_teamlid(nota)
    for nummer in range(opmerkingen.HOOGSTENS + 3):
        zeg(nota, an, f"vraag {nummer}")
    opmerkingen.stuur_samenvattingen(DAG, timezone.now() + timedelta(minutes=1))
    assert "En nog 3 andere." in UitgaandeMail.objects.get().tekst


def test_een_slecht_adres_houdt_niemand_op(nota):
    slecht, goed = maak_teamlid(nota).gebruiker, maak_teamlid(nota).gebruiker
    Gebruiker.objects.filter(pk=slecht.pk).update(email="geen adres")
    zeg(nota, maak_teamlid(nota, "lezer").gebruiker)
    assert opmerkingen.stuur_samenvattingen(DAG, timezone.now() + timedelta(minutes=1)) == 1
    assert UitgaandeMail.objects.get().aan == goed.email
