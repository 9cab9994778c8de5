"""Several people manage a group: invited, in, out, handed over; a link works once, for three days."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opnetwerk.bevestigen import maak_teken
from opnetwerk.formulieren import TeVaak
from opnetwerk.models import Gebruiker, UitgaandeMail
from talent import beheren
from talent.models import Beheer, Beheeruitnodiging, Talent
from talent.verlaten import KanNiet, vraag_wissen
from tests import vijandig
from tests.fabriek import maak_gebruiker
from tests.talent.fabriek import maak_talent

pytestmark = pytest.mark.django_db
DAG = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _leeg_geheugen(db: None) -> None:
    cache.clear()


@pytest.fixture
def an() -> Gebruiker:
    return maak_gebruiker("an@voorbeeld.be", naam="An")


@pytest.fixture
def bob() -> Gebruiker:
    return maak_gebruiker("bob@voorbeeld.be", naam="Bob")


@pytest.fixture
def groep(an: Gebruiker) -> Talent:
    return maak_talent(naam="De Band", soort="groep", eigenaar=an)


def als(gebruiker: Gebruiker) -> Client:
    client = Client()
    client.force_login(gebruiker)
    return client


def pad_in_mail(aan: str) -> str:
    tekst = UitgaandeMail.objects.filter(aan=aan)[0].tekst
    [pad] = re.findall(r"http://127\.0\.0\.1:8000(/talent/uitnodiging/\S+)", tekst)
    return str(pad)


def beheerders(talent: Talent) -> dict[str, str]:
    return {een.gebruiker.email: een.rol for een in Beheer.objects.filter(talent=talent)}


PAGINA = "/mijn/talent/de-band/beheerders/"


def test_uitnodigen_mailt_een_link_en_de_knop_maakt_beheerder(groep: Talent, an: Gebruiker, bob: Gebruiker) -> None:
    antwoord = als(an).post(PAGINA, {"actie": "nodig uit", "email": "bob@voorbeeld.be"})
    assert antwoord.headers["Location"] == f"{PAGINA}?net=uitgenodigd"
    pad = pad_in_mail("bob@voorbeeld.be")
    client = als(bob)
    assert "Beheer mee: De Band" in client.get(pad).content.decode()
    assert beheerders(groep) == {"an@voorbeeld.be": "eigenaar"}
    assert client.post(pad).headers["Location"] == "/mijn/talent/de-band/?net=beheerder"
    assert beheerders(groep) == {"an@voorbeeld.be": "eigenaar", "bob@voorbeeld.be": "beheerder"}
    assert client.get("/mijn/talent/de-band/").status_code == 200


def test_de_link_werkt_een_keer_en_nog_eens_drukken_is_hetzelfde(groep: Talent, an: Gebruiker, bob: Gebruiker) -> None:
    beheren.nodig_uit(talent=groep, email="bob@voorbeeld.be", door=an)
    pad, eva = pad_in_mail("bob@voorbeeld.be"), maak_gebruiker("eva@voorbeeld.be")
    for _ in range(2):
        assert als(bob).post(pad).status_code == 302
    antwoord = als(eva).post(pad)
    assert antwoord.status_code == 409
    assert "al gebruikt" in antwoord.content.decode()
    assert "eva@voorbeeld.be" not in beheerders(groep)


def test_zonder_account_leidt_de_link_naar_aanmelden_of_een_account(
    client: Client, groep: Talent, an: Gebruiker
) -> None:
    beheren.nodig_uit(talent=groep, email="bob@voorbeeld.be", door=an)
    pad = pad_in_mail("bob@voorbeeld.be")
    pagina = client.get(pad).content.decode()
    assert f"/accounts/login/?next={pad}" in pagina.replace("%3A", ":")
    assert "/talent/word-talent/leeftijd/?voor=" in pagina
    assert client.post(pad).headers["Location"].startswith("/accounts/login/?next=")
    assert not Beheeruitnodiging.objects.get().aangenomen_op


def test_een_nieuw_account_komt_terug_bij_de_uitnodiging(client: Client, groep: Talent, an: Gebruiker) -> None:
    import time
    from urllib.parse import parse_qs, urlsplit

    from opnetwerk.formulieren import maak_teken as formulierteken

    beheren.nodig_uit(talent=groep, email="bob@voorbeeld.be", door=an)
    teken = pad_in_mail("bob@voorbeeld.be").split("/")[3]
    velden = {"leeftijd": "18", "uitnodiging": teken, "teken": formulierteken(time.time() - 60), "meer_info": ""}
    antwoord = client.post("/talent/word-talent/leeftijd/", velden)
    verder = parse_qs(urlsplit(antwoord.headers["Location"]).query)["next"][0]
    assert urlsplit(verder).path == pad_in_mail("bob@voorbeeld.be")
    antwoord = client.post("/talent/word-talent/leeftijd/", velden | {"uitnodiging": "../../admin/"})
    assert "inschrijven" in antwoord.headers["Location"]


def test_na_drie_dagen_is_de_link_te_oud_en_kan_er_een_nieuwe(groep: Talent, an: Gebruiker, settings: Any) -> None:
    beheren.nodig_uit(talent=groep, email="bob@voorbeeld.be", door=an)
    pad = pad_in_mail("bob@voorbeeld.be")
    settings.VASTE_DAG = DAG + timedelta(days=4)
    assert Client().get(pad).status_code == 404
    assert beheren.lopende_uitnodigingen(groep) == []
    beheren.nodig_uit(talent=groep, email="Bob@voorbeeld.be", door=an)
    assert len(beheren.lopende_uitnodigingen(groep)) == 1


def test_een_ingetrokken_uitnodiging_opent_niets_meer(groep: Talent, an: Gebruiker, bob: Gebruiker) -> None:
    uitnodiging = beheren.nodig_uit(talent=groep, email="bob@voorbeeld.be", door=an)
    pad = pad_in_mail("bob@voorbeeld.be")
    als(an).post(PAGINA, {"actie": "trek in", "nummer": str(uitnodiging.pk)})
    assert als(bob).post(pad).status_code == 404
    with pytest.raises(KanNiet):
        beheren.neem_aan(uitnodiging=uitnodiging, gebruiker=bob)
    assert "bob@voorbeeld.be" not in beheerders(groep)


def test_wie_al_uitgenodigd_is_of_al_beheert_krijgt_geen_tweede_mail(groep: Talent, an: Gebruiker) -> None:
    client = als(an)
    for email, zin in (("bob@voorbeeld.be", "Er loopt al"), ("AN@voorbeeld.be", "beheert dit profiel al")):
        client.post(PAGINA, {"actie": "nodig uit", "email": email})
        antwoord = client.post(PAGINA, {"actie": "nodig uit", "email": email})
        assert zin in antwoord.content.decode()
        assert "<title>Fout: " in antwoord.content.decode()
    assert UitgaandeMail.objects.count() == 1


def test_wat_gewist_wordt_heeft_geen_open_uitnodigingen(groep: Talent, an: Gebruiker) -> None:
    beheren.nodig_uit(talent=groep, email="bob@voorbeeld.be", door=an)
    vraag_wissen(talent=groep, door=an)
    assert Client().get(pad_in_mail("bob@voorbeeld.be")).status_code == 404


@pytest.mark.parametrize("soort", ["groep", "collectief"])
def test_een_groep_of_collectief_heeft_beheerders_en_een_persoon_niet(an: Gebruiker, soort: str) -> None:
    alleen = maak_talent(naam="Alleen", eigenaar=an)
    with pytest.raises(KanNiet, match="beheer je alleen"):
        beheren.nodig_uit(talent=alleen, email="bob@voorbeeld.be", door=an)
    assert als(an).get("/mijn/talent/alleen/beheerders/").status_code == 404
    assert "beheerders" not in als(an).get("/mijn/talent/alleen/").content.decode()
    samen = maak_talent(naam="Samen", soort=soort, eigenaar=an)
    assert beheren.heeft_beheerders(samen)
    assert als(an).get("/mijn/talent/samen/beheerders/").status_code == 200


def test_het_aantal_beheerders_en_uitnodigingen_heeft_een_grens(groep: Talent, an: Gebruiker) -> None:
    for nummer in range(beheren.MEESTE_BEHEERDERS - 1):
        beheren.nodig_uit(talent=groep, email=f"lid{nummer}@voorbeeld.be", door=an)
    with pytest.raises(KanNiet, match="hoogstens"):
        beheren.nodig_uit(talent=groep, email="nogeen@voorbeeld.be", door=an)


def test_een_account_nodigt_niet_eindeloos_uit(an: Gebruiker) -> None:
    groepen = [maak_talent(naam=f"Groep {nummer}", soort="groep", eigenaar=an) for nummer in range(2)]
    for nummer in range(beheren.HOOGSTENS_PER_DAG):
        beheren.nodig_uit(talent=groepen[nummer % 2], email=f"lid{nummer}@voorbeeld.be", door=an)
    with pytest.raises(TeVaak):
        beheren.nodig_uit(talent=groepen[0], email="nogeen@voorbeeld.be", door=an)


# --- leaving and handing over ---


@pytest.fixture
def samen(groep: Talent, bob: Gebruiker) -> Talent:
    Beheer.objects.create(talent=groep, gebruiker=bob)
    return groep


def rij(talent: Talent, gebruiker: Gebruiker) -> str:
    return str(Beheer.objects.get(talent=talent, gebruiker=gebruiker).pk)


def test_een_beheerder_stopt_en_de_eigenaar_moet_eerst_overdragen(samen: Talent, an: Gebruiker, bob: Gebruiker) -> None:
    antwoord = als(an).post(PAGINA, {"actie": "verlaat"})
    assert antwoord.status_code == 409
    assert "Draag het profiel eerst over" in antwoord.content.decode()
    assert als(bob).post(PAGINA, {"actie": "verlaat"}).headers["Location"] == "/mijn/talent/?net=verlaat"
    assert beheerders(samen) == {"an@voorbeeld.be": "eigenaar"}
    assert als(bob).get(PAGINA).status_code == 404


def test_overdragen_wisselt_de_rollen(samen: Talent, an: Gebruiker, bob: Gebruiker) -> None:
    antwoord = als(an).post(PAGINA, {"actie": "draag over", "nummer": rij(samen, bob)})
    assert antwoord.headers["Location"] == f"{PAGINA}?net=overgedragen"
    assert beheerders(samen) == {"an@voorbeeld.be": "beheerder", "bob@voorbeeld.be": "eigenaar"}
    als(an).post(PAGINA, {"actie": "verlaat"})
    assert beheerders(samen) == {"bob@voorbeeld.be": "eigenaar"}


def test_overdragen_kan_enkel_aan_wie_beheert(samen: Talent, an: Gebruiker) -> None:
    with pytest.raises(KanNiet, match="niet meer"):
        beheren.draag_over(talent=samen, aan=maak_gebruiker("eva@voorbeeld.be"), door=an)
    beheren.draag_over(talent=samen, aan=an, door=an)
    assert beheerders(samen)["an@voorbeeld.be"] == "eigenaar"


def test_de_eigenaar_haalt_iemand_weg_maar_niet_zichzelf(samen: Talent, an: Gebruiker, bob: Gebruiker) -> None:
    nummer = rij(samen, bob)
    for _ in range(2):
        assert als(an).post(PAGINA, {"actie": "haal weg", "nummer": nummer}).status_code in (200, 302)
    assert beheerders(samen) == {"an@voorbeeld.be": "eigenaar"}
    assert als(an).post(PAGINA, {"actie": "haal weg", "nummer": rij(samen, an)}).status_code == 409


@pytest.mark.parametrize("actie", ["nodig uit", "haal weg", "draag over"])
def test_een_beheerder_kan_niet_wat_de_eigenaar_kan(samen: Talent, an: Gebruiker, bob: Gebruiker, actie: str) -> None:
    voor = beheerders(samen)
    velden = {"actie": actie, "nummer": rij(samen, an), "email": "x@voorbeeld.be"}
    antwoord = als(bob).post(PAGINA, velden)
    assert "Alleen de eigenaar" in antwoord.content.decode() or actie == "nodig uit"
    assert beheerders(samen) == voor
    assert not Beheeruitnodiging.objects.exists()
    assert "Nodig iemand uit" not in als(bob).get(PAGINA).content.decode()


def test_een_rij_van_een_andere_groep_raakt_niemand(samen: Talent, an: Gebruiker, bob: Gebruiker) -> None:
    ander = maak_talent(naam="Andere groep", soort="groep", eigenaar=bob)
    uitnodiging = beheren.nodig_uit(talent=ander, email="eva@voorbeeld.be", door=bob)
    for actie, nummer in (
        ("haal weg", rij(ander, bob)),
        ("draag over", rij(ander, bob)),
        ("trek in", str(uitnodiging.pk)),
    ):
        als(an).post(PAGINA, {"actie": actie, "nummer": nummer})
    assert beheerders(ander) == {"bob@voorbeeld.be": "eigenaar"}
    assert len(beheren.lopende_uitnodigingen(ander)) == 1


def test_een_vreemde_ziet_en_doet_niets(samen: Talent) -> None:
    client = als(maak_gebruiker("eva@voorbeeld.be"))
    assert client.get(PAGINA).status_code == 404
    assert client.post(PAGINA, {"actie": "verlaat"}).status_code == 404
    assert als(maak_gebruiker("rik@voorbeeld.be")).put(PAGINA).status_code == 405


@pytest.mark.parametrize(
    "email", [*vijandig.KOPINJECTIE, *vijandig.LEEG, "a" * 300 + "@voorbeeld.be", *vijandig.STUURTEKENS]
)
def test_vijandige_adressen_komen_terug(groep: Talent, an: Gebruiker, email: str) -> None:
    antwoord = als(an).post(PAGINA, {"actie": "nodig uit", "email": email})
    assert antwoord.status_code == 200
    assert "<title>Fout: " in antwoord.content.decode()
    assert not UitgaandeMail.objects.exists()


@pytest.mark.parametrize("nummer", ["", "x", "99999999999999999999", "-1", "1 OR 1=1", "\x00"])
def test_vreemde_nummers_en_acties_geven_geen_fout(groep: Talent, an: Gebruiker, nummer: str) -> None:
    for actie in ("haal weg", "draag over", "trek in", "iets anders", ""):
        assert als(an).post(PAGINA, {"actie": actie, "nummer": nummer}).status_code == 200
    assert beheerders(groep) == {"an@voorbeeld.be": "eigenaar"}


@pytest.mark.parametrize(
    "teken",
    ["x", "é", "x" * 2000, maak_teken("talent-beheer", "geen-uuid")],
    ids=["kort", "accent", "lang", "geen uuid"],
)
def test_een_vreemde_link_is_een_gewone_pagina(client: Client, teken: str) -> None:
    antwoord = client.get(f"/talent/uitnodiging/{teken}/")
    assert antwoord.status_code == 404
    assert "Deze link werkt niet meer" in antwoord.content.decode()


def test_de_lijst_van_beheerders_kost_altijd_evenveel(groep: Talent, an: Gebruiker) -> None:
    client = als(an)
    client.get(PAGINA)
    with CaptureQueriesContext(connection) as een:
        client.get(PAGINA)
    for nummer in range(10):
        Beheer.objects.create(talent=groep, gebruiker=maak_gebruiker(f"lid{nummer}@voorbeeld.be"))
    with CaptureQueriesContext(connection) as elf:
        client.get(PAGINA)
    assert len(een) == len(elf) <= 14
