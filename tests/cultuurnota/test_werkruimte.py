"""The list of notes, beginning one by the form, the task list, the facts, the order of chapters, the pictures."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cultuurnota import beelden, schrijven
from cultuurnota.models import Cultuurnota
from igs.models import IGS
from opnetwerk.models import Logregel
from tests import beelden as proefbeelden
from tests import vijandig
from tests.aanmelden import maak_rekening, meld_aan
from tests.beheer import maak_coordinator_van, maak_redactie
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid
from tests.fabriek import maak_gebruiker
from tests.vijandig import Formulierpagina

LIJST, NIEUW = "/cultuurnota/werkruimte/", "/cultuurnota/werkruimte/nieuw/"


@pytest.fixture
def zuidrand(gegevens) -> IGS:
    return IGS.objects.get(slug="zuidrand")


@pytest.fixture
def binnen(zuidrand) -> Client:
    client = Client()
    client.force_login(maak_coordinator_van(zuidrand, "lien@voorbeeld.be"))
    return client


def velden(voor: IGS, **anders) -> dict[str, object]:
    basis = {"formulier": "f1", "igs": voor.pk, "titel": "Onze nota", "van": 2027, "tot": 2032, "manier": "opbouw"}
    return basis | anders


def pad(nota: Cultuurnota, rest: str = "") -> str:
    return f"{LIJST}{nota.kenmerk}/{rest}"


def test_een_coordinator_begint_een_nota_en_ziet_de_taken(binnen, zuidrand):
    assert "Begin een nieuwe nota" in binnen.get(LIJST).content.decode()
    formulier = Formulierpagina(binnen.get(NIEUW).content.decode()).verborgen("formulier")
    for _ in range(2):  # pressed twice
        antwoord = binnen.post(NIEUW, velden(zuidrand, formulier=formulier))
    pagina = binnen.get(antwoord.headers["Location"]).content.decode()
    assert "0 van 15 klaar" in pagina
    assert "Beschrijf de regio" in pagina
    assert Cultuurnota.objects.count() == 1
    assert "Onze nota" in binnen.get(LIJST).content.decode()


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"titel": ""}, "Vul “Titel” in."),
        ({"titel": "x" * 151}, "hoogstens 150 tekens"),
        ({"van": "x"}, "een getal in, zoals 12"),
        ({"van": 2032, "tot": 2027}, "Kies een laatste jaar dat na het eerste komt."),
        ({"van": 2027, "tot": 2050}, "hoogstens 12 jaar"),
        ({"manier": "toveren"}, "uit de lijst"),
        ({"igs": "999999"}, "uit de lijst"),
        ({"igs": "x"}, "uit de lijst"),
    ],
)
def test_wat_niet_klopt_komt_terug_met_wat_je_invulde(binnen, zuidrand, anders, zin):
    antwoord = binnen.post(NIEUW, velden(zuidrand, **anders))
    assert antwoord.status_code == 200
    assert zin in antwoord.content.decode()
    assert antwoord.content.decode().count("Fout: ") == 1
    assert not Cultuurnota.objects.exists()


@pytest.mark.parametrize("titel", [*vijandig.SCRIPT[:3], *vijandig.ANDERE_TALEN])
def test_een_vreemde_titel_blijft_tekst(binnen, zuidrand, titel):
    antwoord = binnen.post(NIEUW, velden(zuidrand, titel=titel))
    pagina = binnen.get(antwoord.headers["Location"]).content.decode()
    assert Cultuurnota.objects.get().titel == titel
    assert "<script>alert" not in pagina
    assert "<img src=x" not in pagina


def test_een_coordinator_begint_alleen_voor_het_eigen_igs(binnen, zuidrand):
    vreemd = IGS.objects.get(slug="co7")
    andere_nota = maak_nota(vreemd, "Van CO7")
    maak_nota(zuidrand, "Van ons")
    pagina = binnen.get(NIEUW).content.decode()
    assert "CO7" not in pagina
    assert "uit de lijst" in binnen.post(NIEUW, velden(vreemd)).content.decode()
    antwoord = binnen.post(NIEUW, velden(zuidrand, manier="kopie", bron=andere_nota.pk))
    assert "uit de lijst" in antwoord.content.decode()
    assert Cultuurnota.objects.count() == 2


def test_een_kopie_zegt_wat_er_meekwam(binnen, zuidrand):
    oud = maak_nota(zuidrand, "De vorige")
    schrijven.bewaar(hoofdstuk=oud.hoofdstukken.get(sleutel="H7"), tekst="<p>Droom</p>", basis=0, door=None)
    assert "Kies de nota" in binnen.post(NIEUW, velden(zuidrand, manier="kopie")).content.decode()
    antwoord = binnen.post(NIEUW, velden(zuidrand, manier="kopie", bron=oud.pk))
    assert "begon als kopie van “De vorige”" in binnen.get(antwoord.headers["Location"]).content.decode()


def test_redactie_begint_ook_en_een_gewoon_account_niet(zuidrand):
    client = Client()
    client.force_login(maak_redactie())
    assert client.post(NIEUW, velden(zuidrand)).status_code == 302
    client.force_login(maak_gebruiker("gewoon@voorbeeld.be"))
    assert client.get(NIEUW).status_code == 403
    assert client.post(NIEUW, velden(zuidrand, formulier="f2")).status_code == 403
    assert "nodigt je uit" in client.get(LIJST).content.decode()


def test_wat_je_invulde_staat_er_nog_na_het_aanmelden(zuidrand):
    rekening = maak_rekening("lang@voorbeeld.be")
    rekening.aanstellingen.create(igs=zuidrand, van="2026-01-01")
    client = Client()
    assert client.post(NIEUW, velden(zuidrand, titel="Bijna kwijt")).status_code == 302
    meld_aan(client, rekening)
    assert "Bijna kwijt" in client.get(NIEUW).content.decode()
    assert not Cultuurnota.objects.exists()


def tel(client: Client, adres: str) -> int:
    client.get(adres)
    with CaptureQueriesContext(connection) as vragen:
        assert client.get(adres).status_code == 200
    return len(vragen)


def test_de_lijst_kost_even_veel_vragen_met_een_als_met_twintig(binnen, zuidrand):
    maak_nota(zuidrand)
    een = tel(binnen, LIJST)
    for nummer in range(19):
        maak_nota(zuidrand, f"nota {nummer}")
    assert tel(binnen, LIJST) == een


def test_de_andere_lijsten_kosten_even_veel_vragen_met_een_als_met_twintig(binnen, zuidrand):
    nota = maak_nota(zuidrand)
    maak_teamlid(nota)
    team = tel(binnen, pad(nota, "team/"))
    taken = tel(binnen, pad(nota))
    schikken = tel(binnen, pad(nota, "hoofdstukken/"))
    for nummer in range(19):
        maak_teamlid(nota, gebruiker=maak_gebruiker(f"x{nummer}@voorbeeld.be"))
        nota.hoofdstukken.create(titel=f"extra {nummer}", volgorde=50 + nummer)
    assert tel(binnen, pad(nota, "team/")) == team
    assert tel(binnen, pad(nota)) == taken
    assert tel(binnen, pad(nota, "hoofdstukken/")) == schikken


def test_feiten_verversen_met_een_knop(binnen, zuidrand):
    nota = maak_nota(zuidrand)
    assert "nog geen feiten" in binnen.get(pad(nota, "feiten/")).content.decode()
    antwoord = binnen.post(pad(nota, "feiten/"))
    pagina = binnen.get(antwoord.headers["Location"]).content.decode()
    assert "Stand op 23 november 2026" in pagina
    assert "Aartselaar" in pagina
    assert "bron: Statbel" in pagina


def test_hoofdstukken_schikken_met_knoppen(binnen, zuidrand):
    nota = maak_nota(zuidrand)
    tweede = nota.hoofdstukken.get(sleutel="H2")
    adres = pad(nota, "hoofdstukken/")
    binnen.post(adres, {"hoofdstuk": str(tweede.kenmerk), "doe": "omhoog"})
    assert nota.hoofdstukken.first().sleutel == "H2"
    binnen.post(adres, {"doe": "erbij", "titel": "Nawoord"})
    assert "Vul “Titel van het hoofdstuk” in." in binnen.post(adres, {"doe": "erbij", "titel": " "}).content.decode()
    nawoord = nota.hoofdstukken.get(titel="Nawoord")
    antwoord = binnen.post(adres, {"hoofdstuk": str(tweede.kenmerk), "doe": "weg"})
    assert antwoord.status_code == 409
    binnen.post(adres, {"hoofdstuk": str(nawoord.kenmerk), "doe": "weg"})
    binnen.post(adres, {"hoofdstuk": "onzin", "doe": "weg"})
    assert nota.hoofdstukken.count() == 15


# --- pictures -------------------------------------------------------------------------------------------------------
def titels(nota: Cultuurnota) -> list[str]:
    return list(nota.hoofdstukken.values_list("titel", flat=True))


def test_een_hoofdstuk_hernoemen(binnen, zuidrand):
    nota = maak_nota(zuidrand)
    eerste = nota.hoofdstukken.get(sleutel="H2")
    data = {"doe": "hernoem", "hoofdstuk": str(eerste.kenmerk), f"t{eerste.pk}-titel": "Onze streek"}
    for _ in range(2):
        antwoord = binnen.post(pad(nota, "hoofdstukken/"), data, follow=True)
        assert "De titel is bewaard." in antwoord.content.decode()
    eerste.refresh_from_db()
    assert (eerste.titel, eerste.sleutel) == ("Onze streek", "H2")
    assert Logregel.objects.filter(actie="hoofdstuk hernoemd").count() == 1
    assert "Schrijf “Onze streek”" in binnen.get(pad(nota)).content.decode()


@pytest.mark.parametrize(
    ("titel", "zin"),
    [
        ("", "Vul “Titel van het hoofdstuk” in."),
        ("x" * 151, "hoogstens 150 tekens"),
        ("in het KORT", "Er is al een hoofdstuk met deze titel. Kies een andere."),
    ],
)
def test_een_titel_die_niet_kan_komt_terug_en_verandert_niets(binnen, zuidrand, titel, zin):
    nota = maak_nota(zuidrand)
    nota.hoofdstukken.filter(sleutel="H1").update(titel="In het kort")
    voor, tweede = titels(nota), nota.hoofdstukken.get(sleutel="H2")
    data = {"doe": "hernoem", "hoofdstuk": str(tweede.kenmerk), f"t{tweede.pk}-titel": titel}
    pagina = binnen.post(pad(nota, "hoofdstukken/"), data).content.decode()
    assert zin in pagina
    assert f'value="{titel}"' in pagina or not titel
    assert pagina.count("<details open>") == 1
    assert titels(nota) == voor


@pytest.mark.parametrize("titel", [*vijandig.SCRIPT[:3], *vijandig.ANDERE_TALEN])
def test_een_vreemde_titel_van_een_hoofdstuk_blijft_tekst(binnen, zuidrand, titel):
    nota = maak_nota(zuidrand)
    tweede = nota.hoofdstukken.get(sleutel="H2")
    data = {"doe": "hernoem", "hoofdstuk": str(tweede.kenmerk), f"t{tweede.pk}-titel": titel}
    antwoord = binnen.post(pad(nota, "hoofdstukken/"), data, follow=True)
    assert antwoord.status_code == 200
    assert "<script>alert" not in antwoord.content.decode()


def test_een_lezer_hernoemt_niets_en_een_vreemd_hoofdstuk_ook_niet(binnen, zuidrand):
    nota, ander = maak_nota(zuidrand), maak_nota(IGS.objects.exclude(pk=zuidrand.pk).order_by("pk")[0])
    vreemd = ander.hoofdstukken.get(sleutel="H2")
    data = {"doe": "hernoem", "hoofdstuk": str(vreemd.kenmerk), f"t{vreemd.pk}-titel": "Van mij"}
    binnen.post(pad(nota, "hoofdstukken/"), data)
    lezer = Client()
    lezer.force_login(maak_teamlid(nota, "lezer").gebruiker)
    assert lezer.post(pad(nota, "hoofdstukken/"), data).status_code == 403
    assert "Hernoem" not in lezer.get(pad(nota, "hoofdstukken/")).content.decode()
    assert "Van mij" not in titels(nota) + titels(ander)


def foto(naam: str = "vlag.jpg"):
    return proefbeelden.upload(proefbeelden.als(proefbeelden.tekening(400, 300), "JPEG"), naam)


def test_een_beeld_krijgt_woorden_en_komt_een_keer(binnen, zuidrand):
    nota = maak_nota(zuidrand)
    adres = pad(nota, "beelden/")
    assert "Beschrijf wat je ziet" in binnen.post(adres, {"bestand": foto()}).content.decode()
    for _ in range(2):
        antwoord = binnen.post(
            adres, {"bestand": foto(), "alt": "Een <vlag>", "bijschrift": "Op de markt", "bron": "An"}
        )
        assert antwoord.status_code == 302
    beeld = nota.beelden.get()
    figuur = beelden.als_figuur(beeld)
    assert "Een &lt;vlag&gt;" in figuur
    assert "<figcaption>Op de markt – Foto: An</figcaption>" in figuur
    assert schrijven.maak_schoon(figuur) == figuur
    hoofdstuk = nota.hoofdstukken.get(sleutel="H4")
    assert "data-figuur" in binnen.get(pad(nota, f"hoofdstuk/{hoofdstuk.kenmerk}/")).content.decode()


def test_een_beeld_als_versiering_heeft_geen_woorden(binnen, zuidrand):
    nota = maak_nota(zuidrand)
    binnen.post(pad(nota, "beelden/"), {"bestand": foto(), "decoratief": "on", "alt": "weg"})
    assert nota.beelden.get().alt == ""


def test_een_beeld_uit_de_tekst_of_de_geschiedenis_blijft(binnen, zuidrand):
    nota = maak_nota(zuidrand)
    adres = pad(nota, "beelden/")
    binnen.post(adres, {"bestand": foto(), "alt": "vlag"})
    beeld = nota.beelden.get()
    hoofdstuk = nota.hoofdstukken.get(sleutel="H4")
    een = schrijven.bewaar(hoofdstuk=hoofdstuk, tekst=beelden.als_figuur(beeld), basis=0, door=None)
    schrijven.bewaar(hoofdstuk=hoofdstuk, tekst="<p>zonder</p>", basis=een.versie, door=None)
    assert binnen.post(adres, {"weg": str(beeld.pk)}).status_code == 409
    hoofdstuk.versies.all().delete()
    for _ in range(2):
        assert binnen.post(adres, {"weg": str(beeld.pk)}).status_code == 302
    assert not nota.beelden.exists()


def test_een_bestand_dat_geen_beeld_is_komt_terug(binnen, zuidrand):
    nota = maak_nota(zuidrand)
    antwoord = binnen.post(pad(nota, "beelden/"), {"bestand": proefbeelden.upload(b"GIF89a geen"), "alt": "x"})
    assert antwoord.status_code == 200
    assert "Er is iets niet goed ingevuld" in antwoord.content.decode()
    assert not nota.beelden.exists()
