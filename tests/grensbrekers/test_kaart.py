"""The grensbreekkaart: list and map from the same rows, numbers from three on, a part of Flanders, its weight."""

import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from grensbrekers.grenskaart import Keuze, Overgestoken, met_voorbeelden, stand_van, teken
from grensbrekers.models import Grensovergang
from igs.kaart import Tekening
from igs.models import Gemeente
from igs.netwerk import Netwerk
from opnetwerk.dag import vandaag
from tests.fabriek import bouw_gemeente
from tests.grensbrekers.fabriek import maak_overgang

pytestmark = pytest.mark.usefixtures("gegevens")
KAART = "/grensbrekers/kaart/"


@pytest.fixture
def netwerk(gegevens) -> Netwerk:
    return Netwerk.op(vandaag())


def lees(adres: str = KAART) -> str:
    antwoord = Client().get(adres)
    assert antwoord.status_code == 200
    return antwoord.content.decode()


def rij(aantal: int) -> Overgestoken:
    return Overgestoken(bouw_gemeente("1", "A"), bouw_gemeente("2", "B"), aantal)


def lijst(pagina: str) -> dict[str, str]:
    """Of the list: the anchor of each row and its words."""
    rijen = re.findall(r'<li id="(g-\d{5}-\d{5})">(.*?)</li>', pagina)
    return {anker: re.sub(r"<[^>]+>", "", woorden) for anker, woorden in rijen}


def kaart(pagina: str) -> dict[str, str]:
    """Of the map: where each line of light leads and what it is called."""
    return dict(re.findall(r'<a href="#(g-\d{5}-\d{5})"><title>(.*?)</title><path class="licht', pagina))


def donkere_grenzen(pagina: str) -> int:
    if 'id="donker"' not in pagina:
        return 0
    deel = pagina.split('id="donker"')[1].split("</ul>")[0]
    return sum(len(regel.split(" – ")[1].split(", ")) for regel in re.findall(r"<li>(.*?)</li>", deel))


# --- numbers --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("aantal", "tekst", "trap"),
    [
        (1, "een eerste keer", 1),
        (2, "een eerste keer", 1),
        (3, "3 ontmoetingen", 2),
        (9, "9 ontmoetingen", 2),
        (10, "10 ontmoetingen", 3),
        (41, "41 ontmoetingen", 3),
    ],
)
def test_een_aantal_toont_pas_vanaf_drie(aantal, tekst, trap):
    assert (rij(aantal).tekst, rij(aantal).trap) == (tekst, trap)


def test_of_het_er_een_of_twee_zijn_is_nergens_te_zien():
    """Neither in the words, nor in the order, nor in the drawing."""
    maak_overgang("Lint", "Hove", keren=1)
    maak_overgang("Aartselaar", "Edegem", keren=1)
    een = lees()
    maak_overgang("Lint", "Hove", keren=1)
    assert lees() == een


def test_wat_vaak_gebeurde_staat_vooraan_en_verder_op_naam():
    maak_overgang("Lint", "Hove")
    maak_overgang("Boechout", "Lint", keren=2)
    maak_overgang("Kontich", "Lint", keren=4)
    maak_overgang("Edegem", "Kontich", keren=7)
    assert list(lijst(lees()).values()) == [
        "Edegem – Kontich: 7 ontmoetingen",
        "Kontich – Lint: 4 ontmoetingen",
        "Boechout – Lint: een eerste keer",
        "Hove – Lint: een eerste keer",
    ]


# --- list and map ---------------------------------------------------------------------------------------------------
def test_zonder_ontmoeting_is_elke_grens_donker():
    pagina = lees()
    assert "<strong>0</strong> van de 754 grenzen" in pagina
    assert "Hier stak nog niemand een grens over" in pagina
    assert donkere_grenzen(pagina) == 754
    assert kaart(pagina) == {}


@pytest.mark.parametrize("staart", ["", "?regio=antwerpen", "?igs=zuidrand", "?igs=zuidrand&regio=antwerpen"])
def test_lijst_en_kaart_zeggen_hetzelfde_en_samen_is_het_elke_grens(netwerk, staart):
    maak_overgang("Lint", "Hove", keren=3)
    maak_overgang("Kontich", "Lint")
    maak_overgang("Lier", "Lint")
    maak_overgang("Brugge", "Damme", keren=12)
    pagina = lees(KAART + staart)
    assert lijst(pagina) == kaart(pagina)
    assert len(lijst(pagina)) == (4 if not staart else 3)
    stand = re.search(r"<strong>(\d+)</strong> van de (\d+) grenzen", pagina)
    assert stand
    assert int(stand[1]) == len(lijst(pagina))
    assert int(stand[2]) == len(lijst(pagina)) + donkere_grenzen(pagina)


def test_elke_grens_staat_een_keer(netwerk):
    maak_overgang("Lint", "Hove")
    stand = stand_van(netwerk, {een.nis_code for een in netwerk.huidige})
    over = {een.paar for een in stand.overgestoken}
    donker = [tuple(sorted((een.gemeente.nis_code, buur.nis_code))) for een in stand.donker for buur in een.buren]
    assert len(donker) == len(set(donker)) == 753
    assert over | set(donker) == {tuple(sorted(paar)) for paar in netwerk.buurparen}
    assert not over & set(donker)


def test_een_ontmoeting_in_een_gemeente_van_vroeger_telt_voor_die_van_nu():
    borsbeek, mortsel = Gemeente.objects.get(naam="Borsbeek"), Gemeente.objects.get(naam="Mortsel")
    Grensovergang.objects.create(a=borsbeek, b=mortsel, op=vandaag())
    assert list(lijst(lees()).values()) == ["Antwerpen – Mortsel: een eerste keer"]


def test_een_grens_die_verdween_telt_niet_meer():
    """Two municipalities that merged: what was between them is inside now."""
    borsbeek, antwerpen = Gemeente.objects.get(naam="Borsbeek"), Gemeente.objects.get(naam="Antwerpen")
    Grensovergang.objects.create(a=borsbeek, b=antwerpen, op=vandaag())
    assert "<strong>0</strong> van de 754" in lees()


def test_elk_licht_heeft_een_lijn_ook_tussen_buren_die_de_tekening_niet_raken(netwerk):
    raken_niet = Gemeente.objects.get(nis_code="11001").naam, Gemeente.objects.get(nis_code="11030").naam
    maak_overgang(*raken_niet)
    maak_overgang("Lint", "Hove")
    stand = stand_van(netwerk, {een.nis_code for een in netwerk.huidige})
    lichten = teken(stand, Keuze(), Tekening.huidige())["lichten"]
    assert len(lichten) == 2
    assert all(re.fullmatch(r"(M\d+ \d+l-?\d+[ -]\d+([ -]-?\d+)*)+", licht.lijn) for licht in lichten)


def test_de_gemeenten_naast_een_licht_zijn_warm(netwerk):
    maak_overgang("Lint", "Hove")
    getekend = teken(stand_van(netwerk, {een.nis_code for een in netwerk.huidige}), Keuze(), Tekening.huidige())
    assert {veld.naam for veld in getekend["velden"] if veld.soort == "warm"} == {"Lint", "Hove"}
    assert len(getekend["velden"]) == 285


def test_er_staat_geen_enkele_naam_van_iemand(gegevens):
    from tests.grensbrekers.fabriek import maak_grensbreker, maak_koppeling

    koppeling = maak_koppeling(maak_grensbreker("Ursula Xanten", "Lint"), maak_grensbreker("Yvo Zwart", "Hove"))
    maak_overgang("Lint", "Hove", keren=3)
    Grensovergang.objects.filter(pk=Grensovergang.objects.first().pk).update(koppeling=koppeling)
    pagina = lees()
    assert not any(naam in pagina for naam in ("Ursula", "Xanten", "Yvo", "Zwart", str(koppeling.kenmerk)))


# --- a part ---------------------------------------------------------------------------------------------------------
def test_een_igs_toont_de_grenzen_in_en_rond_het_igs(netwerk):
    maak_overgang("Lier", "Lint")
    maak_overgang("Brugge", "Damme")
    pagina = lees(KAART + "?igs=zuidrand")
    assert list(lijst(pagina).values()) == ["Lier – Lint: een eerste keer"]
    assert "in en rond Zuidrand" in pagina
    assert '<option value="zuidrand" selected>' in pagina
    assert 'rel="canonical" href="http' in pagina
    assert 'kaart/?igs=zuidrand"' in pagina


def test_een_igs_en_een_regio_die_elkaar_niet_raken_zeggen_dat():
    pagina = lees(KAART + "?igs=zuidrand&regio=gent")
    assert "Geen enkele gemeente van dit IGS ligt in deze regio" in pagina
    assert "<svg class" not in pagina.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize(
    "staart", ["?igs=bestaat-niet", "?regio=%00", "?igs=<script>", "?x=1&regio=", "?igs=" + "z" * 900]
)
def test_wat_niemand_kent_valt_weg(staart):
    assert "van de 754 grenzen" in lees(KAART + staart)


def test_een_keuze_schrijft_haar_eigen_adres(netwerk):
    keuze = Keuze.lees({"igs": "zuidrand", "regio": "antwerpen", "x": "1"}, netwerk)
    assert keuze.query == "?regio=antwerpen&igs=zuidrand"
    assert not Keuze.lees({}, netwerk)


# --- around it ------------------------------------------------------------------------------------------------------
def test_verzonnen_ontmoetingen_zijn_gemeld():
    maak_overgang("Lint", "Hove")
    assert not met_voorbeelden()
    assert "Verzonnen ontmoetingen tellen mee" not in lees()
    maak_overgang("Lint", "Hove", voorbeeld=True)
    assert "Verzonnen ontmoetingen tellen mee" in lees()


@pytest.mark.parametrize("rijen", [1, 20])
def test_een_vast_aantal_vragen(rijen, django_assert_num_queries):
    maak_overgang("Lint", "Hove", keren=rijen)
    maak_overgang("Kontich", "Lint", keren=rijen)
    with django_assert_num_queries(9):
        lees()


@pytest.mark.parametrize("staart", ["", "?regio=antwerpen"])
def test_de_kaart_weegt_hoogstens_60_kb_ook_als_elke_grens_oplicht(netwerk, staart):
    """Compressed, with style and scripts; every border lights up, one in three of them often."""
    Grensovergang.objects.bulk_create(
        Grensovergang(a_id=min(paar), b_id=max(paar), op=vandaag())
        for nummer, paar in enumerate(netwerk.buurparen)
        for _ in range(1 if nummer % 3 else 12)
    )
    blad = lees(KAART + staart)
    namen = {deel.split('"')[0] for deel in blad.split("/static/")[1:]}
    paden = [finders.find(naam) for naam in namen if naam.endswith((".css", ".js"))]
    assert all(paden)
    gewicht = sum(len(brotli.compress(Path(pad).read_bytes())) for pad in paden)
    gewicht += len(brotli.compress(blad.encode()))
    assert gewicht <= 60_000


def test_de_pagina_van_een_igs_en_van_een_regio_tonen_het_cijfer():
    maak_overgang("Lint", "Hove")
    maak_overgang("Kontich", "Lint")
    igs, regio, leeg = lees("/igs/zuidrand/"), lees("/regios/antwerpen/"), lees("/igs/co7/")
    assert re.search(r"2 van de \d+ grenzen in en rond dit IGS zijn al overgestoken\.", igs)
    assert f'href="{KAART}?igs=zuidrand"' in igs
    assert re.search(r"2 van de \d+ grenzen in en rond deze regio zijn al overgestoken\.", regio)
    assert f'href="{KAART}?regio=antwerpen"' in regio
    assert re.search(r"Geen van de \d+ grenzen in en rond dit IGS is al overgestoken\.", leeg)


def test_het_cijfer_van_een_igs_is_dat_van_zijn_kaart():
    maak_overgang("Lier", "Lint", keren=5)
    zin = re.search(r"(\d+) van de (\d+) grenzen", lees("/igs/zuidrand/"))
    op_kaart = re.search(r"<strong>(\d+)</strong> van de (\d+) grenzen", lees(KAART + "?igs=zuidrand"))
    assert zin
    assert op_kaart
    assert zin.groups() == op_kaart.groups()
