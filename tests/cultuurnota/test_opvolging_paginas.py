"""The follow-up of a note on its pages, on paper, in Word, PDF and zip."""

import io
import re
from datetime import date
from decimal import Decimal
from typing import Any

import docx
import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cultuurnota import opvolgen, pdf
from cultuurnota.invoer import voer_in
from cultuurnota.jaarverslag import jaarverslagen
from cultuurnota.leesnota import leesnota
from cultuurnota.models import Actie, Actiejaar, Cijferkoppeling, Cultuurnota, Doelstelling, Indicator, Meting
from cultuurnota.pdf import maak_pdf
from cultuurnota.uitvoeren import maak_zip
from cultuurnota.uitwisseling import exporteer
from igs.models import Bezoektelling
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid
from tests.cultuurnota.opvolgpaginas import JAAR, adres, getoond, maak_doel, meting, paden, vul
from tests.fabriek import maak_gebruiker
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


@pytest.fixture
def geteld(nota: Cultuurnota, doel: Doelstelling) -> Bezoektelling:
    """The portal counts 41 visits in the year."""
    Cijferkoppeling.objects.create(indicator=doel.indicatoren.get(naam="Bezoeken"), cijfer="bezoeken")
    return Bezoektelling.objects.create(igs=nota.igs, maand=date(JAAR, 3, 1), bekeken=41)


# --- pages ----------------------------------------------------------------------------------------------------------
def test_het_overzicht_toont_beeld_en_tabel_met_dezelfde_cijfers(
    schrijver: Client, nota: Cultuurnota, doel: Doelstelling
) -> None:
    vul(schrijver, doel, Bezoeken__waarde="150", Festival__stand="bezig")
    pagina = schrijver.get(adres(nota)).content.decode()
    assert 'aria-label="Bezoeken. Nulmeting: 100. 2026: 150. Streefwaarde: 200."' in pagina
    assert "Indicatoren per jaar" in pagina
    assert '<td data-kop="2026">bezig</td>' in pagina
    assert pagina.count("<svg") == 1  # of an indicator without a figure there is nothing to draw


def test_een_doel_dat_enkel_onder_een_ander_staat_krijgt_diens_kop(schrijver: Client, nota: Cultuurnota) -> None:
    """Headings without a gap, whatever the tree."""
    boven = Doelstelling.objects.create(nota=nota, titel="De grote keuze")
    onder = Doelstelling.objects.create(nota=nota, titel="De kleine stap", boven=boven)
    Doelstelling.objects.create(nota=nota, titel="Niets te meten", volgorde=1)
    Actie.objects.create(doelstelling=onder, titel="Festival", jaren=[2026])
    vul(schrijver, onder, Festival__stand="gedaan")
    for pad, koppen in (
        (adres(nota), [1, 2, 2, 3]),
        (adres(nota, "_jaar", JAAR), [1, 2, 2, 3]),
        (adres(nota, "_verslag", JAAR), [1, 2, 3, 4]),
    ):
        pagina = schrijver.get(pad).content.decode()
        inhoud = pagina[pagina.index("<main") : pagina.index("</main>")]
        assert [int(kop) for kop in re.findall(r"<h([1-6])", inhoud)] == koppen, pad
        assert "De grote keuze" in inhoud
        assert "Niets te meten" not in inhoud


def test_in_een_jaar_dat_nog_komt_ontbreekt_niets(schrijver: Client, nota: Cultuurnota, doel: Doelstelling) -> None:
    pagina = schrijver.get(adres(nota)).content.decode()
    rij = pagina[pagina.index('<th scope="row">Festival') : pagina.index('<th scope="row">Later')]
    assert re.findall(r"<td[^>]*>([^<]*)</td>", rij) == ["niet ingevuld", "gepland", "–", "–", "–", "–"]


def test_een_nota_zonder_doelstellingen_zegt_waar_je_begint(schrijver: Client, nota: Cultuurnota) -> None:
    for pad in (adres(nota), adres(nota, "_jaar", JAAR), adres(nota, "_koppelingen"), adres(nota, "_verslag", JAAR)):
        antwoord = schrijver.get(pad)
        assert antwoord.status_code == 200
        assert "nog geen" in antwoord.content.decode()
    assert schrijver.get(adres(nota, "_verslag_bestand", JAAR)).status_code == 200


def test_een_leeg_formulier_is_in_orde_en_een_doel_zonder_iets_zegt_dat(
    schrijver: Client, nota: Cultuurnota, doel: Doelstelling
) -> None:
    for naam in ("invullen", "koppelingen", "jaar"):
        Bewerkpagina(schrijver.get(paden(nota, doel)[naam])).keur()
    leeg = Doelstelling.objects.create(nota=nota, titel="Leeg")
    pagina = schrijver.get(adres(nota, "_invullen", JAAR, leeg.kenmerk)).content.decode()
    assert "valt in 2026 niets in te vullen" in pagina
    assert schrijver.post(adres(nota, "_invullen", JAAR, leeg.kenmerk)).status_code == 302


def test_een_post_zonder_velden_verandert_niets_en_geeft_geen_storing(schrijver: Client, doel: Doelstelling) -> None:
    vul(schrijver, doel, Bezoeken__waarde="150")
    assert schrijver.post(adres(doel.nota, "_invullen", JAAR, doel.kenmerk), {}).status_code == 200
    assert meting().waarde == 150


def test_wat_je_typte_toen_je_sessie_ophield_komt_terug(nota: Cultuurnota, doel: Doelstelling) -> None:
    client, rij = Client(), doel.indicatoren.get(naam="Bezoeken")
    pad = adres(nota, "_invullen", JAAR, doel.kenmerk)
    client.post(pad, getoond(doel) | {f"uitleg_{rij.kenmerk.hex}": "lang over nagedacht"})
    client.force_login(maak_teamlid(nota).gebruiker)
    pagina = client.get(pad).content.decode()
    assert "lang over nagedacht" in pagina
    assert "Je was intussen afgemeld" in pagina


def test_het_jaarverslag_staat_op_papier_en_in_word_gelijk(
    schrijver: Client, nota: Cultuurnota, doel: Doelstelling
) -> None:
    vul(schrijver, doel, Bezoeken__waarde="90", Bezoeken__uitleg="De site lag stil.", Festival__stand="gedaan")
    pagina = schrijver.get(adres(nota, "_verslag", JAAR)).content.decode()
    antwoord = schrijver.get(adres(nota, "_verslag_bestand", JAAR))
    assert antwoord["Content-Disposition"] == 'attachment; filename="jaarverslag-zuidrand-2026.docx"'
    assert "no-store" in antwoord["Cache-Control"]
    document = docx.Document(io.BytesIO(antwoord.content))
    cellen = [cel.text for tabel in document.tables for rij in tabel.rows for cel in rij.cells]
    for zin in ("Het cijfer ging de andere kant op dan de streefwaarde 200.", "De site lag stil."):
        assert zin in pagina
        assert any(zin in cel for cel in cellen)
    assert cellen[-4:-2] == ["Festival", "gedaan"]
    assert document.paragraphs[0].text == "Jaarverslag 2026: Cultuurnota 2027-2032"


def test_de_drukpagina_van_de_nota_heeft_het_verslag_erbij(
    schrijver: Client, nota: Cultuurnota, doel: Doelstelling
) -> None:
    druk = reverse("cultuurnota_werkruimte_delen_druk", args=[nota.kenmerk])
    assert "Jaarverslag" not in schrijver.get(druk).content.decode()
    vul(schrijver, doel, Bezoeken__waarde="90")
    pagina = schrijver.get(druk).content.decode()
    assert '<a href="#verslag-2026">Jaarverslag 2026</a>' in pagina
    assert "1 van de 2 indicatoren heeft een cijfer" in pagina


@pytest.mark.usefixtures("geteld")
def test_de_opvolging_reist_mee_in_de_zip(schrijver: Client, nota: Cultuurnota, doel: Doelstelling) -> None:
    vul(
        schrijver,
        doel,
        Kernen__waarde="7,5",
        Festival__stand="uitgesteld",
        Festival__uitleg="Te nat.",
        Festival__kost="9",
    )
    schrijver.post(adres(nota, "_jaar", JAAR))
    inhoud = maak_zip(exporteer(nota))
    an = maak_gebruiker("an@voorbeeld.be")
    kopie = voer_in(bestand=io.BytesIO(inhoud), grootte=len(inhoud), igs=nota.igs, door=an, formulier="f1")
    assert maak_zip(exporteer(kopie)) == inhoud
    assert opvolgen.verloop_van(kopie).met_cijfers == [JAAR]
    assert jaarverslagen(exporteer(kopie))[0].zin == jaarverslagen(exporteer(nota))[0].zin
    assert [(een.waarde, een.vanzelf) for een in Meting.objects.filter(indicator__doelstelling__nota=kopie)] == [
        (41, True), (Decimal("7.5"), False),
    ]  # fmt: skip


def test_het_verslag_staat_in_de_pdf_met_koppen_op_orde(
    schrijver: Client, nota: Cultuurnota, doel: Doelstelling
) -> None:
    """PDF/UA asks for headings without a gap; without the group `pdf` there is nothing to look at."""
    vul(schrijver, doel, Bezoeken__waarde="90")
    stuk = leesnota(exporteer(nota))
    html = render_to_string("cultuurnota/_pdf.html", {"stuk": stuk})
    assert [int(kop) for kop in re.findall(r"<h([1-6])", html[html.index('<h2 id="verslag-2026"') :])] == [2, 3]
    if pdf.is_er():
        assert maak_pdf(stuk, lambda _: None).startswith(b"%PDF")


def test_wat_afwijkt_zonder_uitleg_staat_bovenaan_het_jaar(
    schrijver: Client, nota: Cultuurnota, doel: Doelstelling
) -> None:
    vul(schrijver, doel, Bezoeken__waarde="90")
    assert "de uitleg ontbreekt nog" in schrijver.get(adres(nota, "_jaar", JAAR)).content.decode()
    vul(schrijver, doel, Bezoeken__uitleg="De site lag stil.")
    assert "de uitleg ontbreekt nog" not in schrijver.get(adres(nota, "_jaar", JAAR)).content.decode()


def maak_doelen(nota: Cultuurnota, aantal: int) -> None:
    for nummer in range(aantal):
        rij = Doelstelling.objects.create(nota=nota, titel=f"Doel {nummer}")
        indicator = Indicator.objects.create(doelstelling=rij, naam="Meter")
        Meting.objects.create(indicator=indicator, jaar=JAAR, waarde=nummer)
        Cijferkoppeling.objects.create(indicator=indicator, cijfer="grenzen")
        actie = Actie.objects.create(doelstelling=rij, titel="Actie", jaren=[JAAR])
        Actiejaar.objects.create(actie=actie, jaar=JAAR)


@pytest.mark.parametrize("naam", ["overzicht", "koppelingen", "jaar", "verslag", "bestand", "invullen"])
def test_een_grote_nota_vraagt_niet_meer_aan_de_databank(
    schrijver: Client, nota: Cultuurnota, doel: Doelstelling, naam: str
) -> None:
    tellingen, pad = [], paden(nota, doel)[naam]
    for aantal in (1, 19):
        maak_doelen(nota, aantal)
        for nummer in range(aantal):
            Indicator.objects.create(doelstelling=doel, naam=f"Nog {nummer}")
        schrijver.get(pad)
        with CaptureQueriesContext(connection) as vragen:
            assert schrijver.get(pad).status_code == 200
        tellingen.append(len(vragen))
    assert tellingen[0] == tellingen[1]
