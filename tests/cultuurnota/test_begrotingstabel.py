"""The budget as tables and as a picture: pure; then in everything that goes out of the portal."""

import io
import itertools
import json
import uuid
from dataclasses import replace
from decimal import Decimal
from typing import Any

import docx
import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cultuurnota.begroten import HAND, Betaler, Invoer, Kost, Post, reken
from cultuurnota.begrotingsgegevens import lees
from cultuurnota.begrotingstabel import ONBEKEND, als_gegevens, bedrag, tabel, tabel_van
from cultuurnota.begrotingstekening import BOVEN, BREED, LINKS, ONDER, teken
from cultuurnota.document import maak_docx
from cultuurnota.invoer import InvoerFout
from cultuurnota.leesnota import leesnota
from cultuurnota.models import Begroting, Begrotingspost, Cultuurnota, Hoofdstuk
from cultuurnota.publiceren import Keuze, gekozen_inhoud, stuk_van
from cultuurnota.uitvoeren import maak_zip
from cultuurnota.uitwisseling import exporteer
from igs.regiocheck_bedragen import euro
from igs.regiocheck_regels import regels_van_het_huis
from tests.cultuurnota.fabriek import maak_nota, maak_publicatie, maak_teamlid
from tests.cultuurnota.test_uitwisseling import neem_in

REGELS = regels_van_het_huis()
JAREN = (2027, 2028, 2029)
BETALERS = (Betaler("11001", "Aartselaar", 60_000), Betaler("11024", "Kontich", 40_000))
POSTEN = (
    Post("personeel", "coördinator", {2027: Decimal("60000.50")}, 7, Decimal("1.50")),
    Post("andere_inkomst", "tickets", dict.fromkeys(JAREN, Decimal(10))),
    Post("reserve_erin", "buffer", {2029: Decimal(5)}),
    Post("reserve_eruit", "buffer", {2028: Decimal(3)}),
)
INVOER = Invoer(
    JAREN, BETALERS, inbreng=Decimal(80_000), posten=POSTEN, acties=(Kost("Festival", Decimal(9), (2027,)),)
)
GELD = st.decimals(min_value=0, max_value=9_999_999, places=2)


def rijen(een: Any) -> dict[str, list[str]]:
    alle = [rij for groep in een.groepen for rij in (*groep.rijen, groep.som)]
    return {rij.naam: [cel for _, cel in rij.cellen] for rij in (*alle, een.saldo)}


# --- the tables -------------------------------------------------------------------------------------------------------
def test_elke_post_staat_op_haar_plek_met_een_som() -> None:
    gevonden = rijen(tabel_van(reken(INVOER, REGELS)))
    assert gevonden == {
        "Vlaamse subsidie (richtbedrag)": ["100.000", "100.000", "100.000", "300.000"],
        "Inbreng van de gemeenten": ["80.000", "80.000", "80.000", "240.000"],
        "Tickets": ["10", "10", "10", "30"],
        "Uit de reserve: buffer": ["0", "3", "0", "3"],
        "Inkomsten samen": ["180.010", "180.013", "180.010", "540.033"],
        "Coördinator (1,5 VTE)": ["60.000,50", "0", "0", "60.000,50"],
        "Acties van de nota": ["9", "0", "0", "9"],
        "Naar de reserve: buffer": ["0", "0", "5", "5"],
        "Uitgaven samen": ["60.009,50", "0", "5", "60.014,50"],
        "Saldo": ["120.000,50", "180.013", "180.005", "480.018,50"],
    }


def test_de_gegevens_gaan_door_json_en_geven_dezelfde_tabel() -> None:
    beeld = reken(INVOER, REGELS)
    assert tabel(json.loads(json.dumps(als_gegevens(beeld)))) == tabel_van(beeld)


def test_een_rij_kent_haar_post_en_de_andere_niet() -> None:
    kenmerk = uuid.uuid4()
    gevonden = tabel_van(reken(INVOER, REGELS), {7: kenmerk})
    met = [rij.naam for groep in gevonden.groepen for rij in groep.rijen if rij.kenmerk]
    assert met == ["Coördinator (1,5 VTE)"]


def test_zonder_gemeenten_is_de_subsidie_niet_bekend_en_valt_er_niets_om() -> None:
    beeld = reken(replace(INVOER, betalers=()), REGELS)
    gevonden = rijen(tabel_van(beeld))
    for naam in ("Vlaamse subsidie (richtbedrag)", "Inkomsten samen", "Saldo"):
        assert gevonden[naam] == [ONBEKEND] * 4
    assert gevonden["Uitgaven samen"][0] == "60.009,50"
    assert teken(beeld) is not None


@pytest.mark.parametrize(
    ("waarde", "tekst"), [("1250.5", "1.250,50"), ("1250", "1.250"), ("-3", "-3"), ("0", "0"), ("1.08E+5", "108.000")]
)
def test_een_bedrag_in_een_cel(waarde: str, tekst: str) -> None:
    assert bedrag(Decimal(waarde)) == tekst


# --- the picture ------------------------------------------------------------------------------------------------------
def test_de_stapels_zijn_even_hoog_als_hun_som_en_op_een_schaal() -> None:
    tekening = teken(reken(INVOER, REGELS))
    assert tekening is not None
    eerste = min(blok.x for blok in tekening.blokken)
    stapel = [blok for blok in tekening.blokken if blok.x == eerste]
    assert [blok.soort for blok in stapel] == ["subsidie", "inbreng", "andere_inkomst"]
    for onder, boven in itertools.pairwise(stapel):
        assert boven.y + boven.hoog == pytest.approx(onder.y, abs=1)
    assert stapel[0].hoog / stapel[1].hoog == pytest.approx(100 / 80, abs=0.02)
    assert dict(tekening.binnen).keys() == {"subsidie", "inbreng", "andere_inkomst", "reserve_eruit"}
    assert dict(tekening.buiten).keys() == {"personeel", "acties", "reserve_erin"}
    assert "2027: 180.010 binnen, 60.009,50 uit." in tekening.zin


def test_zonder_geld_is_er_geen_tekening() -> None:
    assert teken(reken(Invoer(JAREN, ()), REGELS)) is None


@given(st.lists(GELD, min_size=2, max_size=2), GELD, st.integers(1, 40), st.integers(1, 5_000_000))
def test_elke_tekening_blijft_binnen_haar_kader(hand: list[Decimal], uit: Decimal, aantal: int, inwoners: int) -> None:
    jaren = tuple(range(2027, 2027 + aantal))
    gegeven = Invoer(
        jaren,
        (Betaler("11001", "A", inwoners), BETALERS[1]),
        sleutel=HAND,
        met_hand={("11001", 2027): hand[0], ("11024", jaren[-1]): hand[1]},
        posten=(Post("werking", "huur", {2027: uit}),),
    )
    tekening = teken(reken(gegeven, REGELS))
    assert tekening is not None  # the subsidy is there always
    for blok in tekening.blokken:
        assert blok.hoog >= 1
        assert blok.x >= LINKS
        assert blok.x + blok.breed <= BREED
        assert blok.y >= BOVEN
        assert blok.y + blok.hoog <= ONDER + 1
    assert 2 <= len(tekening.strepen) <= 6
    assert len(tekening.jaartallen) == aantal


# --- what goes out ----------------------------------------------------------------------------------------------------
@pytest.fixture
def nota(gegevens: Any) -> Cultuurnota:
    nota = maak_nota()
    begroting = Begroting.objects.create(nota=nota, sleutel="mix", inbreng=Decimal("98765.43"), index=Decimal("1.02"))
    Begrotingspost.objects.create(
        begroting=begroting, rubriek="personeel", naam="<b>An</b> & co", bedragen={"2027": "61000.50"}, volgorde=1
    )
    return nota


@pytest.mark.django_db
def test_word_toont_de_begroting_bij_het_zakelijk_plan(nota: Cultuurnota) -> None:
    stuk = leesnota(exporteer(nota))
    assert [deel.titel for deel in stuk.delen if deel.extra == "begroting"] == ["Zakelijk plan"]
    document = docx.Document(io.BytesIO(maak_docx(stuk, lambda _: None)))
    eerste, tweede = document.tables[-2:]
    assert [cel.text for cel in eerste.rows[0].cells] == ["Post", *map(str, range(2027, 2033)), "Samen"]
    inhoud = [[cel.text for cel in rij.cells] for rij in eerste.rows]
    assert ["Inbreng van de gemeenten", "98.765,43"] in [rij[:2] for rij in inhoud]
    assert ["<b>An</b> & co", "61.000,50"] in [rij[:2] for rij in inhoud]
    assert tweede.rows[-1].cells[1].text == "98.765,43"
    bijschriften = [alinea.text for alinea in document.paragraphs if alinea.style.name == "Caption"]
    assert {"Begroting per jaar, in euro", "Inbreng per gemeente, in euro"} <= set(bijschriften)
    assert "De subsidie is een richtbedrag: de Vlaamse Regering beslist." in [a.text for a in document.paragraphs]


@pytest.mark.django_db
def test_druk_en_pdf_tonen_dezelfde_tabellen(client: Client, nota: Cultuurnota) -> None:
    client.force_login(maak_teamlid(nota, "lezer").gebruiker)
    druk = client.get(reverse("cultuurnota_werkruimte_delen_druk", args=[nota.kenmerk])).content.decode()
    pdf = render_to_string("cultuurnota/_pdf.html", {"stuk": leesnota(exporteer(nota))})
    for pagina in (druk, pdf):
        for woord in ("Begroting per jaar, in euro", "Inbreng per gemeente, in euro", "98.765,43", "100.740,74"):
            assert woord in pagina
        assert "&lt;b&gt;An&lt;/b&gt; &amp; co" in pagina
        assert "<b>An" not in pagina


@pytest.mark.django_db
def test_zonder_hoofdstuk_staat_de_begroting_achteraan_en_zonder_begroting_nergens(nota: Cultuurnota) -> None:
    Hoofdstuk.objects.filter(nota=nota, sleutel="H14").delete()
    assert leesnota(exporteer(nota)).delen[-1].titel == "Begroting"
    leeg = maak_nota(titel="Zonder")
    Begroting.objects.create(nota=leeg)  # kept, with nothing in it
    stuk = leesnota(exporteer(leeg))
    assert stuk.begroting is None
    assert not any(deel.extra == "begroting" for deel in stuk.delen)


@pytest.mark.django_db
def test_een_versie_van_voor_de_begroting_blijft_leesbaar(nota: Cultuurnota) -> None:
    inhoud = exporteer(nota)
    del inhoud["begroting"]["beeld"]
    assert leesnota(inhoud).begroting is None
    del inhoud["begroting"]
    assert leesnota(inhoud).begroting is None


@pytest.mark.django_db
def test_een_bevroren_versie_houdt_de_bedragen_van_toen(nota: Cultuurnota) -> None:
    publicatie = maak_publicatie(nota)
    Begroting.objects.update(inbreng=5)
    publicatie.bevroren.refresh_from_db()
    toen = leesnota(publicatie.bevroren.inhoud).begroting
    assert toen is not None
    assert rijen(toen)["Inbreng van de gemeenten"][0] == "98.765,43"


@pytest.mark.django_db
def test_wat_online_staat_kent_de_begroting_niet(nota: Cultuurnota) -> None:
    publicatie = maak_publicatie(nota)
    alle = tuple(nota.hoofdstukken.values_list("kenmerk", flat=True))
    keuze = Keuze(publicatie.bevroren, alle, met_doelstellingen=True, met_opvolging=True)
    assert gekozen_inhoud(keuze)["begroting"] is None
    assert stuk_van(keuze, "zuidrand").begroting is None
    assert "98.765,43" not in render_to_string("cultuurnota/_pdf.html", {"stuk": stuk_van(keuze, "zuidrand")})


@pytest.mark.django_db
def test_uit_en_in_geeft_dezelfde_begroting_en_wat_er_aan_bedragen_bij_stond_telt_niet(nota: Cultuurnota) -> None:
    an = maak_teamlid(nota).gebruiker
    zip_ = maak_zip(exporteer(nota))
    kopie = neem_in(zip_, an)
    assert maak_zip(exporteer(kopie)) == zip_
    inhoud = exporteer(nota)
    inhoud["begroting"]["beeld"] = {"jaren": "onzin", "posten": [{"naam": "vals"}]}
    vals = neem_in(maak_zip(inhoud), an)
    assert exporteer(vals)["begroting"] == exporteer(nota)["begroting"]


@pytest.mark.django_db
def test_naast_het_zakelijk_plan_staan_de_cijfers_van_de_begroting(client: Client, nota: Cultuurnota) -> None:
    client.force_login(maak_teamlid(nota).gebruiker)
    paginas = {
        een.sleutel: client.get(reverse("cultuurnota_werkruimte_hoofdstuk", args=[nota.kenmerk, een.kenmerk]))
        for een in nota.hoofdstukken.filter(sleutel__in=["H14", "H13"])
    }
    assert "Jullie begroting" in paginas["H14"].content.decode()
    assert euro(lees(nota).totaal_inbreng) in paginas["H14"].content.decode()
    assert "Jullie begroting" not in paginas["H13"].content.decode()


VREEMDE_BEDRAGEN = ["1e400", "-7", "NaN", "veel", None, {"x": 1}, "1.239"]


@pytest.mark.django_db
@pytest.mark.parametrize("bedrag_", VREEMDE_BEDRAGEN)
def test_een_vreemd_bedrag_in_de_databank_breekt_geen_bladzijde(
    client: Client, nota: Cultuurnota, bedrag_: Any
) -> None:
    post = nota.begroting.posten.first()
    assert post is not None
    post.bedragen = {"2027": bedrag_, "x": "y"}
    post.save()
    client.force_login(maak_teamlid(nota).gebruiker)
    antwoord = client.get(reverse("cultuurnota_werkruimte_begroting", args=[nota.kenmerk]))
    assert antwoord.status_code == 200
    cel = dict(antwoord.context["tabel"].groepen[1].rijen[0].cellen)["2027"]
    assert cel == ("1,24" if bedrag_ == "1.239" else "0")


@pytest.mark.django_db
@pytest.mark.parametrize("bedrag_", VREEMDE_BEDRAGEN)
def test_een_vreemd_bedrag_uit_een_bestand_komt_niet_binnen(nota: Cultuurnota, bedrag_: Any) -> None:
    inhoud = exporteer(nota)
    inhoud["begroting"]["posten"][0]["bedragen"] = {"2027": bedrag_}
    with pytest.raises(InvoerFout, match="kloppen de bedragen niet"):
        neem_in(maak_zip(inhoud), maak_teamlid(nota).gebruiker)


@pytest.mark.django_db
def test_een_index_die_alles_doet_ontploffen_komt_niet_binnen(nota: Cultuurnota) -> None:
    inhoud = exporteer(nota)
    inhoud["nota"] |= {"van": 2000, "tot": 2100}
    inhoud["begroting"]["index"] = "2"
    with pytest.raises(InvoerFout, match="te hoog"):
        neem_in(maak_zip(inhoud), maak_teamlid(nota).gebruiker)
