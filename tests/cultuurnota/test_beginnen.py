"""Begin a note from the outline, the model or a copy; its chapters and its task list."""

import re

import pytest

from cultuurnota import beginnen, schrijven
from cultuurnota.beelden import voeg_toe
from cultuurnota.beginnen import NietLeeg, Vol, begin_nota, takenlijst
from cultuurnota.feiten import verschil, ververs, verzamel
from cultuurnota.models import Cultuurnota, Hoofdstuk
from cultuurnota.opbouw import HOOFDSTUKKEN
from igs.models import IGS, Gemeente, Lidmaatschap
from opnetwerk.beeldverwerking import lees_upload
from opnetwerk.dag import vandaag
from opnetwerk.opmaaktekst import schoon
from tests.beelden import als, tekening, upload
from tests.cultuurnota.fabriek import maak_nota
from tests.fabriek import maak_gebruiker


@pytest.fixture
def an(gegevens):
    return maak_gebruiker("an@voorbeeld.be", naam="An")


@pytest.fixture
def zuidrand(gegevens) -> IGS:
    return IGS.objects.get(slug="zuidrand")


def begin(igs: IGS, door, **velden) -> Cultuurnota:
    standaard = {"titel": "Onze nota", "van": 2027, "tot": 2032, "formulier": "f1"}
    return begin_nota(igs=igs, door=door, **standaard | velden)


def test_een_nota_uit_de_opbouw_heeft_vijftien_hoofdstukken_en_de_feiten(zuidrand, an):
    nota = begin(zuidrand, an)
    assert [een.sleutel for een in nota.hoofdstukken.all()] == [deel.sleutel for deel in HOOFDSTUKKEN]
    gebied = nota.hoofdstukken.get(sleutel="H6")
    assert "Aartselaar" in gebied.tekst
    assert "bron: Statbel" in gebied.tekst
    assert "2026" in gebied.tekst
    assert gebied.versies.get().tekst == gebied.tekst == schoon(gebied.tekst, tabellen=True)
    assert nota.feiten["inwoners"] == sum(lid["inwoners"] for lid in nota.feiten["leden"])
    assert nota.feiten["regiocheck"]["oordeel"]
    assert nota.hoofdstukken.get(sleutel="H1").tekst == ""


def test_hetzelfde_formulier_twee_keer_is_een_nota(zuidrand, an):
    assert begin(zuidrand, an) == begin(zuidrand, an, titel="Anders")
    assert Cultuurnota.objects.count() == 1


def test_het_model_vult_elk_hoofdstuk_met_gaten_om_in_te_vullen(zuidrand, an):
    nota = begin(zuidrand, an, manier="model")
    teksten = {een.sleutel: een.tekst for een in nota.hoofdstukken.all()}
    assert all(teksten.values())
    assert all(re.search(r"\[[^\]]+\]", tekst) for sleutel, tekst in teksten.items())
    assert all(schoon(tekst, tabellen=True) == tekst for tekst in teksten.values())
    assert set(beginnen.modelteksten()) == {deel.sleutel for deel in HOOFDSTUKKEN}


def test_een_kopie_zegt_waarvan_en_neemt_tekst_en_beelden_mee(zuidrand, an, eigen_media):
    oud = maak_nota(zuidrand, "De vorige")
    beeld = voeg_toe(
        nota=oud, bestand=lees_upload(upload(als(tekening(400, 300), "JPEG"))), woorden={"alt": "vlag"}, door=an
    )
    hoofdstuk = oud.hoofdstukken.get(sleutel="H7")
    tekst = f'<p>Wij dromen.</p><figure><img src="{beeld.bestand.url}" alt="vlag"></figure>'
    schrijven.bewaar(hoofdstuk=hoofdstuk, tekst=tekst, basis=0, door=an)
    schrijven.zet_stand(hoofdstuk=hoofdstuk, stand="klaar", criteria=["C1"], door=an)
    nota = begin(zuidrand, an, manier="kopie", bron=oud)
    kopie = nota.hoofdstukken.get(sleutel="H7")
    assert nota.herkomst == oud
    assert "Wij dromen." in kopie.tekst
    assert kopie.stand == "niet_gestart"
    assert beeld.bestand.url not in kopie.tekst
    assert nota.beelden.get().bestand.url in kopie.tekst
    assert nota.hoofdstukken.get(sleutel="H6").tekst == ""  # as it stood in the note of which it is a copy


# --- facts ----------------------------------------------------------------------------------------------------------
def test_verversen_zegt_met_de_dag_wat_veranderde_en_laat_de_tekst(zuidrand, an):
    nota = begin(zuidrand, an)
    tekst = nota.hoofdstukken.get(sleutel="H6").tekst
    assert ververs(nota=nota, door=an) == []
    vertrekt = Gemeente.objects.get(slug="aartselaar")
    Lidmaatschap.objects.filter(igs=zuidrand, gemeente=vertrekt).update(lid_tot=vandaag().replace(day=1))
    zinnen = ververs(nota=nota, door=an)
    assert "Aartselaar is geen lid meer." in zinnen
    assert any(zin.startswith("Het aantal inwoners ging van") for zin in zinnen)
    nota.refresh_from_db()
    assert {regel["op"] for regel in nota.feiten_verschil} == {"2026-11-23"}
    assert nota.hoofdstukken.get(sleutel="H6").tekst == tekst
    ververs(nota=nota, door=an)
    assert len(nota.feiten_verschil) == len(zinnen)


def test_een_nieuw_lid_een_andere_regio_en_een_andere_uitkomst_staan_er_elk_in():
    oud = {"leden": [], "inwoners": 0, "regios": ["A"], "regiocheck": {"oordeel": "Kan."}}
    nieuw = {"leden": [{"nis": "1", "naam": "Lint", "inwoners": 9}], "inwoners": 9, "regios": ["A", "B"]}
    assert verschil(oud, nieuw) == [
        "Lint is lid geworden.",
        "Het aantal inwoners ging van 0 naar 9.",
        "De referentieregio is nu A en B. Eerst was dat A.",
        "De Regiocheck zegt nu: geen uitkomst Eerst was dat: Kan.",
    ]
    assert verschil({}, nieuw) == []


def test_een_igs_zonder_leden_breekt_niets(zuidrand, an):
    leeg = IGS.objects.create(slug="leeg", naam="Leeg", kleur=1)
    assert "regiocheck" not in verzamel(leeg, vandaag())
    assert begin(leeg, an).hoofdstukken.get(sleutel="H6").tekst == ""


# --- chapters -------------------------------------------------------------------------------------------------------
def test_hoofdstukken_verschuiven_en_komen_erbij(zuidrand, an):
    nota = maak_nota(zuidrand)
    tweede = nota.hoofdstukken.get(sleutel="H2")
    beginnen.verplaats(hoofdstuk=tweede, stap=-1, door=an)
    beginnen.verplaats(hoofdstuk=tweede, stap=-1, door=an)  # at the top already
    assert [een.sleutel for een in nota.hoofdstukken.all()][:3] == ["H2", "H1", "H3"]
    erbij = [beginnen.voeg_hoofdstuk_toe(nota=nota, titel="Nawoord", door=an) for _ in range(2)]
    assert erbij[0] == erbij[1] == nota.hoofdstukken.last()


def test_er_komen_niet_meer_hoofdstukken_bij_dan_er_passen(zuidrand, an):
    nota = maak_nota(zuidrand)
    Hoofdstuk.objects.bulk_create(Hoofdstuk(nota=nota, titel=f"x{n}") for n in range(beginnen.MEESTE_HOOFDSTUKKEN))
    with pytest.raises(Vol):
        beginnen.voeg_hoofdstuk_toe(nota=nota, titel="Nog een", door=an)


def test_alleen_een_eigen_hoofdstuk_waarin_nooit_iemand_schreef_gaat_weg(zuidrand, an):
    nota = maak_nota(zuidrand)
    leeg, vol = (beginnen.voeg_hoofdstuk_toe(nota=nota, titel=titel, door=an) for titel in ("Leeg", "Vol"))
    een = schrijven.bewaar(hoofdstuk=vol, tekst="<p>x</p>", basis=0, door=an)
    schrijven.bewaar(hoofdstuk=vol, tekst="", basis=een.versie, door=an)
    beginnen.haal_hoofdstuk_weg(hoofdstuk=leeg, door=an)
    for hoofdstuk in (vol, nota.hoofdstukken.get(sleutel="H1")):
        with pytest.raises(NietLeeg):
            beginnen.haal_hoofdstuk_weg(hoofdstuk=hoofdstuk, door=an)
    assert nota.hoofdstukken.count() == 16


def test_de_takenlijst_telt_en_noemt_de_taak(zuidrand, an, django_assert_num_queries):
    nota = maak_nota(zuidrand)
    nota.hoofdstukken.filter(sleutel__in=["H1", "H4"]).update(stand="klaar")
    nota.hoofdstukken.filter(sleutel="H5").update(titel="Onze strijd")
    beginnen.voeg_hoofdstuk_toe(nota=nota, titel="Nawoord", door=an)
    with django_assert_num_queries(1):
        lijst = takenlijst(nota)
    assert (lijst.klaar, lijst.totaal) == (2, 16)
    taken = {taak.hoofdstuk.titel: taak.taak for _, groep in lijst.groepen for taak in groep}
    assert taken["Omgevingsanalyse"] == "Beschrijf de regio"
    assert taken["Onze strijd"] == "Schrijf “Onze strijd”"
    assert lijst.groepen[-1][0] == beginnen.EIGEN_GROEP
