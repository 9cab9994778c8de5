"""Sharing: links that expire and stop, frozen versions that never change, files made outside the request."""

import io
import uuid
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cultuurnota import delen, pdf, uitvoeren
from cultuurnota.models import Bevroren, Cultuurnota, Deellink, Doelstelling, Uitvoer
from cultuurnota.taken import maak_uitvoer_taak
from igs.models import IGS
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker, Logregel
from tests import vijandig
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid

pytestmark = pytest.mark.django_db


@pytest.fixture
def nota(gegevens: Any) -> Cultuurnota:
    nota = maak_nota(titel="Onze nota")
    hoofdstuk = nota.hoofdstukken.get(sleutel="H7")
    hoofdstuk.tekst = "<h2>Onze missie</h2><p>Samen cultuur maken.</p>"
    hoofdstuk.save()
    return nota


@pytest.fixture
def an(nota: Cultuurnota) -> Gebruiker:
    return maak_teamlid(nota).gebruiker


@pytest.fixture
def schrijver(client: Client, an: Gebruiker) -> Client:
    client.force_login(an)
    return client


def adres(nota: Cultuurnota, naam: str = "delen", *rest: Any) -> str:
    return reverse(f"cultuurnota_werkruimte_{naam}", args=[nota.kenmerk, *rest])


def maak_link(client: Client, nota: Cultuurnota, **velden: Any) -> Deellink:
    standaard = {"doe": "deel", "sleutel": str(uuid.uuid4()), "voor_wie": "Het bestuur", "dagen": "30"}
    assert client.post(adres(nota), standaard | velden).status_code == 302
    return nota.deellinks.order_by("-pk")[0]


def lees(link: Deellink) -> Any:
    """As somebody without an account."""
    return Client().get(reverse("cultuurnota_lezen", args=[link.sleutel]))


# --- links ----------------------------------------------------------------------------------------------------------
def test_met_een_link_leest_iedereen_en_niemand_vindt_hem(schrijver: Client, nota: Cultuurnota) -> None:
    link = maak_link(schrijver, nota)
    antwoord = lees(link)
    pagina = antwoord.content.decode()
    assert antwoord.status_code == 200
    for woord in ("Onze nota", "<h3>Onze missie</h3>", "Samen cultuur maken.", "noindex"):
        assert woord in pagina
    assert antwoord["Referrer-Policy"] == "no-referrer"
    assert "noindex" in antwoord["X-Robots-Tag"]
    assert "no-store" in antwoord["Cache-Control"]
    assert not antwoord.cookies
    assert "<form" not in pagina.split("<main")[1].split("</main>")[0]
    assert Client().post(reverse("cultuurnota_lezen", args=[link.sleutel])).status_code == 405


def test_een_ingetrokken_link_stopt_meteen_met_een_gewone_pagina(schrijver: Client, nota: Cultuurnota) -> None:
    link = maak_link(schrijver, nota)
    for _ in range(2):
        assert schrijver.post(adres(nota), {"doe": "trek_in", "link": link.sleutel}).status_code == 302
    antwoord = lees(link)
    assert antwoord.status_code == 410
    assert "Deze link werkt niet meer" in antwoord.content.decode()
    assert "Samen cultuur maken" not in antwoord.content.decode()
    assert Logregel.objects.filter(actie="leeslink ingetrokken").count() == 1


def test_een_verlopen_link_stopt(schrijver: Client, nota: Cultuurnota) -> None:
    link = maak_link(schrijver, nota, dagen="7")
    assert link.verloopt_op == nu() + timedelta(days=7)
    Deellink.objects.update(verloopt_op=nu() - timedelta(seconds=1))
    antwoord = lees(link)
    assert antwoord.status_code == 410
    assert "De link is verlopen" in antwoord.content.decode()


def test_een_link_van_een_nota_in_de_prullenmand_of_die_nooit_bestond_is_404(
    schrijver: Client, nota: Cultuurnota
) -> None:
    link = maak_link(schrijver, nota)
    Cultuurnota.objects.update(weg_op=timezone.now())
    assert lees(link).status_code == 404
    assert Client().get(reverse("cultuurnota_lezen", args=[uuid.uuid4()])).status_code == 404


def test_dezelfde_verzending_maakt_een_link(schrijver: Client, nota: Cultuurnota) -> None:
    sleutel = str(uuid.uuid4())
    assert maak_link(schrijver, nota, sleutel=sleutel) == maak_link(schrijver, nota, sleutel=sleutel)
    assert Deellink.objects.count() == 1


def test_een_link_naar_een_bevroren_versie_verandert_niet_mee(schrijver: Client, nota: Cultuurnota) -> None:
    schrijver.post(adres(nota), {"doe": "bevries", "naam": "Voor de raad"})
    link = maak_link(schrijver, nota, versie=Bevroren.objects.get().kenmerk)
    nota.hoofdstukken.filter(sleutel="H7").update(tekst="<p>Iets heel anders.</p>")
    pagina = lees(link).content.decode()
    assert "Samen cultuur maken." in pagina
    assert "Iets heel anders" not in pagina
    assert "Voor de raad" in pagina


@pytest.mark.parametrize(
    "velden", [{"dagen": "36500"}, {"dagen": ""}, {"sleutel": "x"}, {"versie": "geen"}, {"voor_wie": "a" * 200}]
)
def test_een_link_met_onzin_wordt_niet_gemaakt(schrijver: Client, nota: Cultuurnota, velden: dict[str, str]) -> None:
    vraag = {"doe": "deel", "sleutel": str(uuid.uuid4()), "voor_wie": "Bestuur", "dagen": "30"} | velden
    antwoord = schrijver.post(adres(nota), vraag)
    assert antwoord.status_code == 200
    assert "Er is iets niet goed ingevuld" in antwoord.content.decode()
    assert not Deellink.objects.exists()


def test_een_link_of_versie_van_een_andere_nota_is_niet_te_gebruiken(
    schrijver: Client, nota: Cultuurnota, an: Gebruiker
) -> None:
    ander = maak_nota(IGS.objects.get(slug="co7"))
    vreemd = delen.bevries(nota=ander, naam="Geheim", door=an)
    link = delen.deel(nota=ander, sleutel=uuid.uuid4(), voor_wie="", dagen=7, bevroren=None, door=an)
    assert schrijver.post(adres(nota), {"doe": "trek_in", "link": link.sleutel}).status_code == 404
    assert schrijver.post(adres(nota), {"doe": "trek_in", "link": "x"}).status_code == 404
    assert schrijver.get(adres(nota, "delen_druk"), {"versie": vreemd.kenmerk}).status_code == 404
    assert schrijver.get(adres(nota, "delen_druk"), {"versie": "x"}).status_code == 404
    vraag = {"doe": "deel", "sleutel": str(uuid.uuid4()), "dagen": "30", "versie": vreemd.kenmerk}
    assert schrijver.post(adres(nota), vraag).status_code == 200
    assert nota.deellinks.count() == 0
    assert delen.is_geldig(Deellink.objects.get())


@pytest.mark.parametrize("tekst", vijandig.SCRIPT)
def test_wat_iemand_schrijft_blijft_tekst_op_de_leespagina(
    schrijver: Client, nota: Cultuurnota, an: Gebruiker, tekst: str
) -> None:
    Doelstelling.objects.create(nota=nota, titel=tekst, tekst=tekst)
    nota.hoofdstukken.filter(sleutel="H7").update(tekst=f"<p>{tekst}</p>", titel=tekst)  # past the cleaning
    pagina = lees(maak_link(schrijver, nota, voor_wie=tekst)).content.decode()
    for kwaad in ("<script>alert", "<img src=x", "<svg onload", "onerror=alert(1)>"):
        assert kwaad not in pagina


# --- frozen versions ------------------------------------------------------------------------------------------------
def test_een_bevroren_versie_heeft_een_eigen_naam_en_blijft(schrijver: Client, nota: Cultuurnota) -> None:
    for _ in range(2):
        assert schrijver.post(adres(nota), {"doe": "bevries", "naam": "Eerste"}).status_code == 302
    assert Bevroren.objects.count() == 1
    nota.hoofdstukken.filter(sleutel="H7").update(tekst="<p>Nieuw.</p>")
    antwoord = schrijver.post(adres(nota), {"doe": "bevries", "naam": "eerste"})
    assert "Er is al een versie met deze naam" in antwoord.content.decode()
    rij = Bevroren.objects.get()
    pagina = schrijver.get(adres(nota, "delen_druk"), {"versie": rij.kenmerk}).content.decode()
    assert "Samen cultuur maken." in pagina
    assert "Nieuw." not in pagina
    assert "Nieuw." in schrijver.get(adres(nota, "delen_druk")).content.decode()
    assert rij.door_naam


@pytest.mark.parametrize("naam", [*vijandig.LEEG[:3], "a" * 101, *vijandig.STUURTEKENS[:2]])
def test_een_naam_die_geen_naam_is(schrijver: Client, nota: Cultuurnota, naam: str) -> None:
    assert schrijver.post(adres(nota), {"doe": "bevries", "naam": naam}).status_code == 200
    assert not Bevroren.objects.exists()


# --- files ----------------------------------------------------------------------------------------------------------
def vraag(client: Client, nota: Cultuurnota, soort: str = "docx", **velden: Any) -> Uitvoer:
    standaard = {"doe": "maak", "formulier": str(uuid.uuid4()), "soort": soort}
    antwoord = client.post(adres(nota), standaard | velden)
    assert antwoord.status_code == 302
    return Uitvoer.objects.order_by("-pk")[0]


def test_een_bestand_wordt_buiten_het_verzoek_gemaakt_en_opgehaald(schrijver: Client, nota: Cultuurnota) -> None:
    uitvoer = vraag(schrijver, nota)
    pagina = schrijver.get(adres(nota, "delen_uitvoer", uitvoer.kenmerk))
    assert "wacht op zijn beurt" in pagina.content.decode()
    assert pagina["Refresh"] == "5"
    bestand = adres(nota, "delen_uitvoer_bestand", uitvoer.kenmerk)
    assert schrijver.get(bestand).status_code == 404
    maak_uitvoer_taak(uitvoer.pk)
    pagina = schrijver.get(adres(nota, "delen_uitvoer", uitvoer.kenmerk))
    assert "Het bestand is klaar" in pagina.content.decode()
    assert "Refresh" not in pagina
    antwoord = schrijver.get(bestand)
    assert antwoord["Content-Disposition"].startswith("attachment")
    assert "cultuurnota-zuidrand" in antwoord["Content-Disposition"]
    assert zipfile.is_zipfile(io.BytesIO(b"".join(antwoord.streaming_content)))  # type: ignore[attr-defined]


def test_dezelfde_verzending_maakt_een_bestand_en_een_taak(schrijver: Client, nota: Cultuurnota) -> None:
    nummer = str(uuid.uuid4())
    assert vraag(schrijver, nota, formulier=nummer) == vraag(schrijver, nota, formulier=nummer)
    assert Uitvoer.objects.count() == 1
    uitvoer = Uitvoer.objects.get()
    maak_uitvoer_taak(uitvoer.pk)
    naam = Uitvoer.objects.get().bestand.name
    maak_uitvoer_taak(uitvoer.pk)
    assert Uitvoer.objects.get().bestand.name == naam
    maak_uitvoer_taak(0)


def test_wie_niet_in_het_team_zit_haalt_niets_op_en_een_lezer_vraagt_niets(
    schrijver: Client, client: Client, nota: Cultuurnota
) -> None:
    uitvoer = vraag(schrijver, nota)
    maak_uitvoer_taak(uitvoer.pk)
    pad = adres(nota, "delen_uitvoer_bestand", uitvoer.kenmerk)
    uitvoer.refresh_from_db()
    vreemd = Client()
    assert vreemd.get(pad).status_code == 302
    assert vreemd.get(f"/media/{uitvoer.bestand.name}").status_code == 404
    ander = maak_nota(IGS.objects.get(slug="co7"))
    vreemd.force_login(maak_teamlid(ander, "trekker").gebruiker)
    assert vreemd.get(pad).status_code == 404
    assert vreemd.get(adres(ander, "delen_uitvoer_bestand", uitvoer.kenmerk)).status_code == 404
    lezer = Client()
    lezer.force_login(maak_teamlid(nota, "lezer").gebruiker)
    assert lezer.get(pad).status_code == 200
    assert lezer.post(adres(nota), {"doe": "maak", "formulier": str(uuid.uuid4()), "soort": "docx"}).status_code == 403
    assert Uitvoer.objects.count() == 1


def test_na_zeven_dagen_is_het_bestand_weg(schrijver: Client, nota: Cultuurnota) -> None:
    uitvoer = vraag(schrijver, nota)
    maak_uitvoer_taak(uitvoer.pk)
    uitvoer.refresh_from_db()
    opslag, naam = uitvoer.bestand.storage, uitvoer.bestand.name
    Uitvoer.objects.update(gemaakt_op=nu() - timedelta(days=7, seconds=1))
    assert schrijver.get(adres(nota, "delen_uitvoer_bestand", uitvoer.kenmerk)).status_code == 404
    assert "Het bestand is weg" in schrijver.get(adres(nota, "delen_uitvoer", uitvoer.kenmerk)).content.decode()
    assert opslag.exists(naam)
    assert delen.wis_oude_uitvoer(nu()) == 1
    assert not opslag.exists(naam)
    assert not Uitvoer.objects.exists()


def test_wat_mislukt_zegt_dat_het_mislukt_is(
    schrijver: Client, nota: Cultuurnota, monkeypatch: pytest.MonkeyPatch
) -> None:
    uitvoer = vraag(schrijver, nota)

    def stuk(*_: Any) -> bytes:
        raise OSError("schijf vol")

    monkeypatch.setattr(uitvoeren, "maak", stuk)
    maak_uitvoer_taak(uitvoer.pk)
    pagina = schrijver.get(adres(nota, "delen_uitvoer", uitvoer.kenmerk)).content.decode()
    assert "Het bestand kon niet gemaakt worden" in pagina
    assert "schijf vol" not in pagina


def test_er_worden_niet_te_veel_bestanden_tegelijk_gemaakt(schrijver: Client, nota: Cultuurnota) -> None:
    for _ in range(delen.MEESTE_TEGELIJK):
        vraag(schrijver, nota)
    antwoord = schrijver.post(adres(nota), {"doe": "maak", "formulier": str(uuid.uuid4()), "soort": "docx"})
    assert "Wacht tot die klaar zijn" in antwoord.content.decode()
    assert Uitvoer.objects.count() == delen.MEESTE_TEGELIJK


def test_zonder_pdf_zegt_de_knop_dat_en_biedt_drukken_aan(
    schrijver: Client, nota: Cultuurnota, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "is_er", lambda: False)
    assert "maakt zelf geen PDF" in schrijver.get(adres(nota)).content.decode()
    antwoord = schrijver.post(adres(nota), {"doe": "maak", "formulier": str(uuid.uuid4()), "soort": "pdf"})
    assert "Open de drukpagina" in antwoord.content.decode()
    assert not Uitvoer.objects.exists()


@pytest.mark.parametrize("doe", ["", "onzin", "bevries", "deel", "maak"])
def test_een_leeg_of_onbekend_formulier_geeft_de_pagina_terug(schrijver: Client, nota: Cultuurnota, doe: str) -> None:
    assert schrijver.post(adres(nota), {"doe": doe}).status_code == 200
    assert not Bevroren.objects.exists()
    assert not Uitvoer.objects.exists()
