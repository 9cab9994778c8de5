"""Figures that the portal counts itself, in the follow-up of a note."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from cultuurnota.models import Cijferkoppeling, Cultuurnota, Doelstelling, Indicator, Meting
from igs.models import Bezoektelling
from opnetwerk.models import Logregel
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid
from tests.cultuurnota.opvolgpaginas import JAAR, adres, maak_doel, meting, vul
from tests.talent.bewerkpagina import Bewerkpagina

pytestmark = pytest.mark.django_db


@pytest.fixture
def nota(gegevens: Any) -> Cultuurnota:
    """Of which the first year is the year of the tests."""
    return maak_nota(van=2026, tot=2031)


@pytest.fixture
def doel(nota: Cultuurnota) -> Doelstelling:
    return maak_doel(nota)


@pytest.fixture
def schrijver(client: Client, nota: Cultuurnota) -> Client:
    client.force_login(maak_teamlid(nota).gebruiker)
    return client


# --- figures of the portal ------------------------------------------------------------------------------------------
def koppel(naam: str = "Bezoeken", cijfer: str = "bezoeken") -> Cijferkoppeling:
    return Cijferkoppeling.objects.create(indicator=Indicator.objects.get(naam=naam), cijfer=cijfer)


@pytest.fixture
def geteld(nota: Cultuurnota, doel: Doelstelling) -> Bezoektelling:
    """The portal counts 41 visits in the year."""
    koppel()
    return Bezoektelling.objects.create(igs=nota.igs, maand=date(JAAR, 3, 1), bekeken=41)


@pytest.mark.usefixtures("geteld")
def test_het_portaal_vult_in_met_merk_en_dag(schrijver: Client, nota: Cultuurnota, doel: Doelstelling) -> None:
    voor = Cultuurnota.objects.get(pk=nota.pk).gewijzigd_op
    pagina = schrijver.post(adres(nota, "_jaar", JAAR)).content.decode()
    assert Cultuurnota.objects.get(pk=nota.pk).gewijzigd_op != voor
    assert "Ingevuld door het portaal" in pagina
    assert (meting().waarde, meting().vanzelf, meting().geteld_op is not None) == (41, True, True)
    assert "Geteld door het portaal op 23 november 2026." in pagina
    assert (
        "Geteld door het portaal op 23 november 2026"
        in schrijver.get(adres(nota, "_invullen", JAAR, doel.kenmerk)).content.decode()
    )
    regel = Logregel.objects.get(actie="cijfers van het portaal opgehaald")
    assert regel.veranderd == {"Bezoeken": [None, "41"]}


def test_een_nieuwe_telling_vervangt_de_vorige_en_dezelfde_niet(
    schrijver: Client, nota: Cultuurnota, geteld: Bezoektelling
) -> None:
    for _ in range(3):
        schrijver.post(adres(nota, "_jaar", JAAR))
    assert meting().versie == 1
    geteld.bekeken = 50
    geteld.save()
    schrijver.post(adres(nota, "_jaar", JAAR))
    assert (meting().waarde, meting().versie) == (50, 2)
    assert Logregel.objects.filter(actie="cijfers van het portaal opgehaald").count() == 2


@pytest.mark.usefixtures("geteld")
def test_wat_iemand_typte_blijft_tot_hij_ja_zegt(schrijver: Client, nota: Cultuurnota, doel: Doelstelling) -> None:
    vul(schrijver, doel, Bezoeken__waarde="1.000", Bezoeken__uitleg="Eigen telling.")
    antwoord = schrijver.post(adres(nota, "_jaar", JAAR))
    assert "1.000 wordt 41" in antwoord.content.decode()
    assert (meting().waarde, meting().vanzelf) == (1000, False)
    [keuze] = [
        een.kenmerken["value"] for een in Bewerkpagina(antwoord).elementen if een.kenmerken.get("name") == "over"
    ]
    schrijver.post(adres(nota, "_jaar", JAAR), {"over": keuze})
    assert (meting().waarde, meting().vanzelf, meting().uitleg) == (41, True, "Eigen telling.")
    assert Logregel.objects.get(actie="cijfers van het portaal opgehaald").veranderd == {"Bezoeken": ["1000.00", "41"]}


@pytest.mark.usefixtures("geteld")
def test_ja_op_een_ouder_cijfer_vervangt_geen_nieuwer(schrijver: Client, nota: Cultuurnota, doel: Doelstelling) -> None:
    vul(schrijver, doel, Bezoeken__waarde="1000")
    oud = f"{meting().indicator.kenmerk}:{meting().versie}"
    vul(schrijver, doel, Bezoeken__waarde="1001")
    schrijver.post(adres(nota, "_jaar", JAAR), {"over": oud})
    assert meting().waarde == 1001


@pytest.mark.usefixtures("geteld")
def test_onzin_in_de_vinkjes_vervangt_niets(schrijver: Client, nota: Cultuurnota, doel: Doelstelling) -> None:
    vul(schrijver, doel, Bezoeken__waarde="1000")
    for onzin in ("", "x", ":", f"{meting().indicator.kenmerk}:", f"{meting().indicator.kenmerk}:\u0661", "a" * 9999):
        assert schrijver.post(adres(nota, "_jaar", JAAR), {"over": onzin}).status_code == 200
    assert meting().waarde == 1000


@pytest.mark.usefixtures("geteld")
def test_wie_een_geteld_cijfer_verandert_maakt_er_zijn_eigen_van(schrijver: Client, doel: Doelstelling) -> None:
    schrijver.post(adres(doel.nota, "_jaar", JAAR))
    vul(schrijver, doel, Bezoeken__uitleg="Robots tellen niet mee.")
    assert (meting().vanzelf, meting().uitleg) == (True, "Robots tellen niet mee.")
    vul(schrijver, doel, Bezoeken__waarde="42")
    assert (meting().vanzelf, meting().geteld_op, meting().waarde) == (False, None, 42)


def test_een_cijfer_dat_er_niet_is_wordt_genoemd_en_niet_verzonnen(
    schrijver: Client, nota: Cultuurnota, doel: Doelstelling
) -> None:
    koppel()
    koppel("Kernen", "bestaat-niet-meer")
    pagina = schrijver.post(adres(nota, "_jaar", JAAR)).content.decode()
    assert "Hiervoor heeft het portaal geen cijfer van 2026" in pagina
    assert not Meting.objects.exists()


@pytest.mark.usefixtures("geteld")
def test_van_een_jaar_dat_nog_moet_beginnen_telt_het_portaal_niets(schrijver: Client, nota: Cultuurnota) -> None:
    pagina = schrijver.get(adres(nota, "_jaar", 2027)).content.decode()
    assert "2027 is nog niet begonnen" in pagina
    assert "Haal de cijfers" not in pagina
    assert "Het portaal kan nog niets tellen" in schrijver.post(adres(nota, "_jaar", 2027)).content.decode()
    assert not Meting.objects.exists()


def kies(client: Client, doel: Doelstelling, was: str, wordt: str) -> Any:
    data = {}
    for een in doel.indicatoren.all():
        data |= {f"was_{een.kenmerk.hex}": "", f"cijfer_{een.kenmerk.hex}": ""}
    sleutel = doel.indicatoren.get(naam="Bezoeken").kenmerk.hex
    return client.post(adres(doel.nota, "_koppelingen"), data | {f"was_{sleutel}": was, f"cijfer_{sleutel}": wordt})


def test_een_cijfer_kiezen_veranderen_en_loslaten(schrijver: Client, doel: Doelstelling) -> None:
    for was, wordt in (("", "bezoeken"), ("bezoeken", "talenten"), ("talenten", "")):
        for _ in range(2):
            assert kies(schrijver, doel, was, wordt).status_code == 302
        assert list(Cijferkoppeling.objects.values_list("cijfer", flat=True)) == ([wordt] if wordt else [])
    assert Logregel.objects.filter(actie="cijfer van het portaal gekozen").count() == 3


def test_wie_later_kiest_dan_een_ander_hoort_het_eerst(schrijver: Client, doel: Doelstelling) -> None:
    koppel(cijfer="grenzen")
    antwoord = kies(schrijver, doel, "", "bezoeken")
    assert antwoord.status_code == 409
    pagina = Bewerkpagina(antwoord)
    pagina.keur_fouten()
    assert "Overgestoken gemeentegrenzen" in pagina.samenvatting[0][1]
    assert Cijferkoppeling.objects.get().cijfer == "grenzen"
    sleutel = doel.indicatoren.get(naam="Bezoeken").kenmerk.hex
    assert kies(schrijver, doel, pagina.verborgen(f"was_{sleutel}"), "bezoeken").status_code == 302
    assert Cijferkoppeling.objects.get().cijfer == "bezoeken"


@pytest.mark.parametrize("cijfer", ["bestaat-niet", "a" * 5000, "<script>", "\x00"])
def test_een_onbekend_cijfer_is_geen_keuze(schrijver: Client, doel: Doelstelling, cijfer: str) -> None:
    assert kies(schrijver, doel, "", cijfer).status_code == 200
    assert not Cijferkoppeling.objects.exists()


def test_een_cijfer_dat_verdween_blijft_gekozen_tot_iemand_anders_kiest(schrijver: Client, doel: Doelstelling) -> None:
    koppel(cijfer="verdwenen")
    assert "Een cijfer dat er niet meer is" in schrijver.get(adres(doel.nota, "_koppelingen")).content.decode()
    assert kies(schrijver, doel, "verdwenen", "verdwenen").status_code == 302
    assert Cijferkoppeling.objects.get().cijfer == "verdwenen"
