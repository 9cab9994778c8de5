"""What is online of a note: chosen by the team, frozen, and gone when it is taken back."""

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cultuurnota import publiceren, voorbeelden
from cultuurnota.models import (
    Begroting,
    Bevroren,
    Cultuurnota,
    Engagement,
    Meting,
    Notabeeld,
    Publicatie,
    Zelfbeoordeling,
)
from cultuurnota.publiceren import Keuze
from cultuurnota.uitwisseling import exporteer
from igs.models import IGS, Lidmaatschap
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker, Logregel
from opnetwerk.sitezoeken import vind_op_site
from tests import vijandig
from tests.beelden import jpeg, upload
from tests.cultuurnota.fabriek import maak_nota, maak_publicatie, maak_teamlid

pytestmark = pytest.mark.django_db
PAGINA = "/igs/zuidrand/cultuurnota/"


@pytest.fixture
def nota(gegevens: Any) -> Cultuurnota:
    """Two chapters with a text, one objective with an indicator, an action, figures, money and a promise."""
    nota = maak_nota(titel="Onze nota")
    nota.hoofdstukken.filter(sleutel="H7").update(tekst="<h2>Missie</h2><p>Samen cultuur maken.</p>")
    nota.hoofdstukken.filter(sleutel="H8").update(tekst="<p>Alleen voor het team.</p>")
    doel = nota.doelstellingen.create(titel="Meer lezers", tekst="Overal.", opdrachten=["1"])
    indicator = doel.indicatoren.create(naam="Leners", eenheid="mensen", nulmeting=1000, streefwaarde=2500)
    Meting.objects.create(indicator=indicator, jaar=2027, waarde=Decimal("1234.5"), uitleg="Het begin was traag.")
    doel.acties.create(titel="Een leesbus", jaren=[2027], kost=Decimal(5000))
    Begroting.objects.create(nota=nota, inbreng=Decimal("98765.43"))
    lid = Lidmaatschap.objects.filter(igs=nota.igs)[0].gemeente
    Engagement.objects.create(nota=nota, gemeente=lid, bedrag=Decimal("4321.09"), opmerking="De schepen twijfelt.")
    Zelfbeoordeling.objects.create(nota=nota, criterium="C1", toelichting="Wij vinden onszelf zwak.")
    return nota


@pytest.fixture
def trekker(nota: Cultuurnota) -> Client:
    return als(maak_teamlid(nota, "trekker").gebruiker)


def als(gebruiker: Gebruiker) -> Client:
    client = Client()
    client.force_login(gebruiker)
    return client


def adres(nota: Cultuurnota) -> str:
    return reverse("cultuurnota_werkruimte_publicatie", args=[nota.kenmerk])


def bevries(nota: Cultuurnota, naam: str = "Voor de raad") -> Bevroren:
    return Bevroren.objects.create(nota=nota, naam=naam, inhoud=exporteer(nota))


def hoofdstuk(nota: Cultuurnota, sleutel: str = "H7") -> uuid.UUID:
    kenmerk: uuid.UUID = nota.hoofdstukken.get(sleutel=sleutel).kenmerk
    return kenmerk


def ingevuld(nota: Cultuurnota, bevroren: Bevroren, doe: str = "publiceer", **velden: Any) -> dict[str, Any]:
    """The form, with one chapter chosen."""
    rij = publiceren.publicatie_van(nota)
    basis = publiceren.keuze_van(rij).stand if rij else ""
    standaard = {"doe": doe, "versie": bevroren.kenmerk, "basis": basis, "hoofdstukken": [hoofdstuk(nota)]}
    return standaard | velden


def keuze(bevroren: Bevroren, *hoofdstukken: uuid.UUID, doelen: bool = True, opvolging: bool = False) -> Keuze:
    return Keuze(bevroren, hoofdstukken, doelen, opvolging)


# --- what everybody reads -------------------------------------------------------------------------------------------
def test_online_staat_alleen_wat_gekozen_is(trekker: Client, nota: Cultuurnota) -> None:
    assert Client().get(PAGINA).status_code == 404
    assert trekker.post(adres(nota), ingevuld(nota, bevries(nota))).status_code == 302
    antwoord = Client().get(PAGINA)
    pagina = antwoord.content.decode()
    assert antwoord.status_code == 200
    for woord in ("Onze nota", "<h3>Missie</h3>", "Samen cultuur maken.", "“Voor de raad”", "23 november 2026"):
        assert woord in pagina
    for woord in ("Alleen voor het team", "Meer lezers", "Leners", "leesbus", "noindex"):
        assert woord not in pagina
    assert not antwoord.cookies
    assert Client().post(PAGINA).status_code == 405


def test_begroting_engagement_en_zelfbeoordeling_gaan_nooit_mee(nota: Cultuurnota) -> None:
    maak_publicatie(nota)
    pagina = Client().get(PAGINA).content.decode()
    assert "Meer lezers" in pagina
    for geheim in ("98765", "98.765", "4321", "4.321", "De schepen twijfelt", "zwak"):
        assert geheim not in pagina
    inhoud = publiceren.gekozen_inhoud(publiceren.keuze_van(Publicatie.objects.get()))
    assert inhoud["begroting"] is None
    assert (inhoud["engagementen"], inhoud["zelfbeoordelingen"], inhoud["nota"]["feiten"]) == ([], [], {})
    assert Bevroren.objects.get().inhoud["begroting"]["inbreng"] == "98765.43"  # the frozen version stays whole


def test_de_opvolging_gaat_alleen_mee_als_ze_gekozen_is(nota: Cultuurnota) -> None:
    bevroren = bevries(nota)
    zonder = publiceren.gekozen_inhoud(keuze(bevroren))["doelstellingen"][0]["indicatoren"][0]
    met = publiceren.gekozen_inhoud(keuze(bevroren, opvolging=True))["doelstellingen"][0]["indicatoren"][0]
    assert zonder["metingen"] == []
    assert [een["waarde"] for een in met["metingen"]] == ["1234.5"]


def test_het_jaarverslag_staat_online_als_de_opvolging_meegaat(nota: Cultuurnota) -> None:
    publicatie = maak_publicatie(nota, met_opvolging=False)
    pagina = Client().get(PAGINA).content.decode()
    assert "Meer lezers" in pagina
    assert "Jaarverslag" not in pagina
    assert "Het begin was traag." not in pagina
    Publicatie.objects.filter(pk=publicatie.pk).update(met_opvolging=True)
    pagina = Client().get(PAGINA).content.decode()
    for woord in ("Jaarverslag 2027", "1.234,5", "Het begin was traag."):
        assert woord in pagina


def test_een_latere_wijziging_staat_niet_online(nota: Cultuurnota) -> None:
    maak_publicatie(nota)
    nota.hoofdstukken.filter(sleutel="H7").update(tekst="<p>Nog niet klaar.</p>")
    nota.doelstellingen.update(titel="Iets anders")
    pagina = Client().get(PAGINA).content.decode()
    assert "Samen cultuur maken." in pagina
    assert "Meer lezers" in pagina
    assert "Nog niet klaar" not in pagina
    assert "Iets anders" not in pagina


@pytest.mark.parametrize("tekst", vijandig.SCRIPT)
def test_wat_iemand_schreef_blijft_tekst(nota: Cultuurnota, tekst: str) -> None:
    Cultuurnota.objects.update(titel=tekst)
    nota.doelstellingen.update(titel=tekst, tekst=tekst)
    nota.hoofdstukken.filter(sleutel="H7").update(tekst=f"<p>{tekst}</p>", titel=tekst)  # past the cleaning
    nota.refresh_from_db()
    maak_publicatie(nota, naam=tekst)
    for pad in (PAGINA, f"{PAGINA}atom.xml", "/cultuurnota/vergelijken/", "/igs/zuidrand/"):
        pagina = Client().get(pad).content.decode()
        for kwaad in ("<script>alert", "<img src=x", "<svg onload", "onerror=alert(1)>"):
            assert kwaad not in pagina, pad


def test_een_nota_in_de_prullenmand_staat_nergens_online(nota: Cultuurnota) -> None:
    maak_publicatie(nota)
    Cultuurnota.objects.update(weg_op=nu())
    assert Client().get(PAGINA).status_code == 404
    assert Client().get(f"{PAGINA}atom.xml").status_code == 404
    assert PAGINA not in Client().get("/igs/zuidrand/").content.decode()
    assert PAGINA not in Client().get("/sitemap.xml").content.decode()
    assert "Meer lezers" not in Client().get("/cultuurnota/vergelijken/").content.decode()
    assert Client().get("/igs/bestaat-niet/cultuurnota/").status_code == 404


# --- the rest of the portal -----------------------------------------------------------------------------------------
def test_de_pagina_van_het_igs_zoeken_en_de_sitemap_wijzen_de_weg(nota: Cultuurnota) -> None:
    assert PAGINA not in Client().get("/igs/zuidrand/").content.decode()
    assert (f"{nota.titel} (Zuidrand)", PAGINA) not in vind_op_site("onze nota")
    maak_publicatie(nota)
    assert f'<a href="{PAGINA}">Lees de nota</a>' in Client().get("/igs/zuidrand/").content.decode()
    assert PAGINA not in Client().get("/igs/co7/").content.decode()
    assert ("Onze nota (Zuidrand)", PAGINA) in vind_op_site("onze nota")
    assert ("Onze nota (Zuidrand)", PAGINA) in vind_op_site("nota zuidrand")
    assert ("Onze nota (Zuidrand)", PAGINA) not in vind_op_site("onze tekst")
    assert PAGINA in Client().get("/sitemap.xml").content.decode()


def test_atom_noemt_de_versie_en_wat_je_kunt_lezen(nota: Cultuurnota, settings: Any) -> None:
    publicatie = maak_publicatie(nota)
    antwoord = Client().get(f"{PAGINA}atom.xml", SERVER_NAME="localhost")
    feed = antwoord.content.decode()
    assert antwoord["Content-Type"].startswith("application/atom+xml")
    assert not antwoord.cookies
    assert "Onze nota: Voor iedereen" in feed
    assert f"{settings.SITE_ADRES}{PAGINA}#{publicatie.bevroren.kenmerk}" in feed
    assert nota.hoofdstukken.get(sleutel="H7").titel in feed
    assert "de doelstellingen" in feed
    assert "Samen cultuur maken" not in feed
    assert "localhost" not in feed.replace(settings.SITE_ADRES, "")
    assert Client().get("/igs/co7/cultuurnota/atom.xml").status_code == 404


# --- pictures -------------------------------------------------------------------------------------------------------
@pytest.fixture
def beeld(nota: Cultuurnota) -> Notabeeld:
    """In chapter H7."""
    beeld = Notabeeld.objects.create(nota=nota, bestand=upload(jpeg()), alt="Een leesbus", bijschrift="De bus")
    tekst = f'<p>Kijk.</p><figure><img src="{beeld.bestand.url}" alt="Een leesbus"></figure>'
    nota.hoofdstukken.filter(sleutel="H7").update(tekst=tekst)
    return beeld


def test_een_beeld_heeft_online_een_adres_dat_stopt_als_de_nota_offline_gaat(
    nota: Cultuurnota, beeld: Notabeeld, trekker: Client
) -> None:
    maak_publicatie(nota)
    pagina = Client().get(PAGINA).content.decode()
    pad = f"{PAGINA}beeld/1/bestand/"
    assert f'src="{pad}"' in pagina
    assert str(beeld.bestand.name) not in pagina  # its own name is of the team
    antwoord = Client().get(pad)
    assert antwoord.status_code == 200
    assert antwoord["Content-Type"] == "image/jpeg"
    assert antwoord["X-Content-Type-Options"] == "nosniff"
    assert antwoord["Cache-Control"] == "no-cache"
    assert b"".join(antwoord.streaming_content).startswith(b"\xff\xd8")  # type: ignore[attr-defined]
    assert Client().get(pad, headers={"If-None-Match": antwoord["ETag"]}).status_code == 304
    assert trekker.post(adres(nota), {"doe": "haal_terug"}).status_code == 302
    assert Client().get(pad).status_code == 404


def test_een_beeld_uit_een_hoofdstuk_dat_niet_gekozen_is_blijft_binnen(nota: Cultuurnota, beeld: Notabeeld) -> None:
    maak_publicatie(nota, hoofdstukken=[hoofdstuk(nota, "H8")])
    assert Client().get(f"{PAGINA}beeld/1/bestand/").status_code == 404
    assert Client().get(f"{PAGINA}beeld/0/bestand/").status_code == 404
    assert Client().get(f"{PAGINA}beeld/99999999/bestand/").status_code == 404


# --- who may --------------------------------------------------------------------------------------------------------
def test_het_team_kijkt_en_alleen_een_trekker_publiceert(nota: Cultuurnota) -> None:
    bevroren = bevries(nota)
    for rol in ("lezer", "schrijver"):
        client = als(maak_teamlid(nota, rol).gebruiker)
        assert "Alleen een trekker van de nota publiceert." in client.get(adres(nota)).content.decode()
        assert client.post(adres(nota), ingevuld(nota, bevroren)).status_code == 403
        assert client.post(adres(nota), {"doe": "haal_terug"}).status_code == 403
    ander = als(maak_teamlid(maak_nota(IGS.objects.get(slug="co7")), "trekker").gebruiker)
    assert ander.get(adres(nota)).status_code == 404
    assert ander.post(adres(nota), ingevuld(nota, bevroren)).status_code == 404
    assert Client().post(adres(nota), ingevuld(nota, bevroren)).status_code == 302
    assert not Publicatie.objects.exists()


def test_een_versie_of_hoofdstuk_van_een_andere_nota_is_niet_te_kiezen(trekker: Client, nota: Cultuurnota) -> None:
    ander = maak_nota(IGS.objects.get(slug="co7"))
    ander.hoofdstukken.update(tekst="<p>Geheim.</p>")
    vreemd = bevries(ander)
    assert trekker.post(adres(nota), ingevuld(nota, vreemd)).status_code == 404
    assert trekker.get(adres(nota), {"versie": str(vreemd.kenmerk)}).status_code == 404
    velden = ingevuld(nota, bevries(nota), hoofdstukken=[hoofdstuk(ander)])
    assert trekker.post(adres(nota), velden).status_code == 200
    assert not Publicatie.objects.exists()


# --- the form -------------------------------------------------------------------------------------------------------
def test_zonder_bevroren_versie_zegt_de_pagina_wat_eerst_moet(trekker: Client, nota: Cultuurnota) -> None:
    pagina = trekker.get(adres(nota)).content.decode()
    assert "Bevries eerst de nota" in pagina
    assert trekker.post(adres(nota), {"doe": "publiceer"}).status_code == 200
    assert not Publicatie.objects.exists()


def test_het_voorbeeld_toont_wat_zou_komen_en_bewaart_niets(trekker: Client, nota: Cultuurnota) -> None:
    antwoord = trekker.post(adres(nota), ingevuld(nota, bevries(nota), "voorbeeld"))
    pagina = antwoord.content.decode()
    assert "Zo wordt de pagina" in pagina
    assert "Samen cultuur maken." in pagina
    assert "Alleen voor het team." not in pagina
    assert not Publicatie.objects.exists()
    assert not Logregel.objects.filter(actie="cultuurnota gepubliceerd").exists()


@pytest.mark.parametrize(
    ("velden", "zin"),
    [
        ({"hoofdstukken": []}, "Kies minstens één hoofdstuk"),
        ({"hoofdstukken": ["x"]}, "welke hoofdstukken"),
        ({"hoofdstukken": ["\x00"]}, "welke hoofdstukken"),
        ({"met_opvolging": "on"}, "De opvolging staat bij de doelstellingen"),
    ],
)
@pytest.mark.parametrize("doe", ["publiceer", "voorbeeld", "", "onzin"])
def test_een_keuze_die_niet_kan_komt_terug_met_uitleg(
    trekker: Client, nota: Cultuurnota, velden: dict[str, Any], zin: str, doe: str
) -> None:
    antwoord = trekker.post(adres(nota), ingevuld(nota, bevries(nota), doe) | velden)
    pagina = antwoord.content.decode()
    assert antwoord.status_code == 200
    assert "Er is iets niet goed ingevuld" in pagina
    assert zin.lower() in pagina.lower()
    assert not Publicatie.objects.exists()


@pytest.mark.parametrize("versie", ["x", "\x00", "1" * 5000, "00000000-0000-0000-0000-000000000000"])
def test_een_versie_die_niet_bestaat_is_404(trekker: Client, nota: Cultuurnota, versie: str) -> None:
    assert trekker.get(adres(nota), {"versie": versie}).status_code == 404
    assert trekker.post(adres(nota), {"doe": "publiceer", "versie": versie}).status_code == 404


@pytest.mark.parametrize("basis", [*vijandig.STUURTEKENS[:3], "a" * 100_000, "x"])
def test_een_basis_die_niet_klopt_is_een_botsing_en_geen_fout(trekker: Client, nota: Cultuurnota, basis: str) -> None:
    assert trekker.post(adres(nota), ingevuld(nota, bevries(nota), basis=basis)).status_code == 409
    assert not Publicatie.objects.exists()


def test_alleen_de_doelstellingen_tonen_mag(trekker: Client, nota: Cultuurnota) -> None:
    velden = ingevuld(nota, bevries(nota), hoofdstukken=[], met_doelstellingen="on", met_opvolging="on")
    assert trekker.post(adres(nota), velden).status_code == 302
    rij = Publicatie.objects.get()
    assert (rij.hoofdstukken, rij.met_doelstellingen, rij.met_opvolging) == ([], True, True)
    pagina = Client().get(PAGINA).content.decode()
    assert "Meer lezers" in pagina
    assert "Samen cultuur" not in pagina


def test_het_formulier_begint_bij_wat_online_staat(trekker: Client, nota: Cultuurnota) -> None:
    maak_publicatie(nota, hoofdstukken=[hoofdstuk(nota, "H8")], met_doelstellingen=False, met_opvolging=False)
    formulier = trekker.get(adres(nota)).context["formulier"]
    assert formulier.initial["hoofdstukken"] == [str(hoofdstuk(nota, "H8"))]
    assert formulier.initial["met_doelstellingen"] is False
    pagina = trekker.get(adres(nota)).content.decode()
    assert pagina.count(" checked") == 1
    assert "staat online sinds 23 november 2026" in pagina


# --- twice, at once, and back ---------------------------------------------------------------------------------------
def test_dezelfde_verzending_publiceert_een_keer(trekker: Client, nota: Cultuurnota) -> None:
    velden = ingevuld(nota, bevries(nota))
    for _ in range(2):
        assert trekker.post(adres(nota), velden).status_code == 302
    assert Publicatie.objects.count() == 1
    assert Logregel.objects.filter(actie="cultuurnota gepubliceerd").count() == 1
    assert Logregel.objects.get(actie="cultuurnota gepubliceerd").igs_slug == "zuidrand"
    assert not Logregel.objects.filter(actie="publicatie gewijzigd").exists()


def test_een_andere_keuze_wijzigt_wat_online_staat_en_houdt_de_eerste_dag(trekker: Client, nota: Cultuurnota) -> None:
    begin = nu() - timedelta(days=30)
    maak_publicatie(nota, gepubliceerd_op=begin)
    nieuw = bevries(nota, "Tweede")
    assert trekker.post(adres(nota), ingevuld(nota, nieuw)).status_code == 302
    rij = Publicatie.objects.get()
    assert (rij.bevroren, rij.gepubliceerd_op, rij.met_doelstellingen) == (nieuw, begin, False)
    regel = Logregel.objects.get(actie="publicatie gewijzigd")
    assert regel.veranderd == {"versie": ["Voor iedereen", "Tweede"]}


def test_wie_op_een_oude_stand_publiceert_ziet_beide_keuzes_en_verliest_niets(
    trekker: Client, nota: Cultuurnota
) -> None:
    bevroren = bevries(nota)
    oud = ingevuld(nota, bevroren, met_doelstellingen="on")
    publiceren.publiceer(
        nota=nota,
        keuze=keuze(bevroren, hoofdstuk(nota, "H8"), doelen=False),
        basis="",
        door=maak_teamlid(nota, "trekker").gebruiker,
    )
    antwoord = trekker.post(adres(nota), oud)
    pagina = antwoord.content.decode()
    assert antwoord.status_code == 409
    assert "Iemand anders veranderde intussen wat online staat" in pagina
    assert "Wat jij koos" in pagina
    assert Publicatie.objects.get().hoofdstukken == [hoofdstuk(nota, "H8")]
    opnieuw = oud | {"basis": antwoord.context["basis"]}
    assert trekker.post(adres(nota), opnieuw).status_code == 302
    assert Publicatie.objects.get().hoofdstukken == [hoofdstuk(nota)]


def test_wie_wijzigt_wat_net_offline_ging_krijgt_een_botsing(trekker: Client, nota: Cultuurnota) -> None:
    maak_publicatie(nota)
    velden = ingevuld(nota, bevries(nota))
    Publicatie.objects.all().delete()
    antwoord = trekker.post(adres(nota), velden)
    assert antwoord.status_code == 409
    assert "Iemand haalde ze net offline" in antwoord.content.decode()
    assert not Publicatie.objects.exists()


def test_terughalen_kan_en_twee_keer_is_een_keer(trekker: Client, nota: Cultuurnota) -> None:
    maak_publicatie(nota)
    for _ in range(2):
        antwoord = trekker.post(adres(nota), {"doe": "haal_terug"}, follow=True)
        assert "De nota staat niet meer online." in antwoord.content.decode()
    assert Client().get(PAGINA).status_code == 404
    assert Logregel.objects.filter(actie="cultuurnota offline gehaald").count() == 1
    assert Bevroren.objects.count() == 1


def test_een_igs_toont_een_nota_tegelijk(trekker: Client, nota: Cultuurnota) -> None:
    vorige = maak_nota(titel="De vorige nota", van=2021, tot=2026)
    maak_publicatie(vorige)
    antwoord = trekker.post(adres(nota), ingevuld(nota, bevries(nota)))
    assert "Je IGS toont al een andere nota: “De vorige nota”" in antwoord.content.decode()
    assert [een.nota for een in Publicatie.objects.all()] == [vorige]
    Cultuurnota.objects.filter(pk=vorige.pk).update(weg_op=nu())  # what is in the bin is not online
    assert trekker.post(adres(nota), ingevuld(nota, Bevroren.objects.get(nota=nota))).status_code == 302
    assert "Onze nota" in Client().get(PAGINA).content.decode()


# --- how much it costs ----------------------------------------------------------------------------------------------
def test_meer_hoofdstukken_kosten_geen_extra_vragen(
    nota: Cultuurnota, django_assert_num_queries: Any, trekker: Client
) -> None:
    maak_publicatie(nota)
    with django_assert_num_queries(1):
        Client().get(PAGINA)
    Publicatie.objects.all().delete()
    nota.hoofdstukken.update(tekst="<p>Tekst.</p>")
    for nummer in range(20):
        nota.doelstellingen.create(titel=f"Doel {nummer}")
    maak_publicatie(nota, "Groot")
    with django_assert_num_queries(1):
        Client().get(PAGINA)


# --- the example ----------------------------------------------------------------------------------------------------
def test_een_voorbeeldnota_staat_online_en_gaat_er_met_de_voorbeelden_weer_af(gegevens: Any) -> None:
    assert voorbeelden.maak() == 2
    assert voorbeelden.maak() == 0
    pagina = Client().get(PAGINA).content.decode()
    assert "Voorbeeld" in pagina
    assert f'src="{PAGINA}beeld/1/bestand/"' in pagina
    assert Client().get(f"{PAGINA}beeld/1/bestand/").status_code == 200
    assert "Jongeren maken zelf de cultuur van de streek" in Client().get("/cultuurnota/vergelijken/").content.decode()
    assert voorbeelden.wis() == 2
    assert Client().get(PAGINA).status_code == 404


def test_een_voorbeeld_gaat_niet_in_de_plaats_van_een_echte_nota(nota: Cultuurnota) -> None:
    maak_publicatie(nota)
    assert voorbeelden.maak() == 2
    assert "Onze nota" in Client().get(PAGINA).content.decode()
    assert Publicatie.objects.count() == 1
