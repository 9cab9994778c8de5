"""Changing a budget: kept, logged, recognised when it comes twice, and never over what somebody else just kept."""

import threading
import uuid
from decimal import Decimal

import pytest
from django.db import connection

from cultuurnota import begroting_bewerken as bewerken
from cultuurnota.begroting_bewerken import Botsing, Vol, begroting_van, stand_van
from cultuurnota.begrotingsgegevens import lees
from cultuurnota.models import Begroting, Begrotingspost, Cultuurnota
from opnetwerk.models import Logregel
from tests.cultuurnota.fabriek import maak_nota
from tests.fabriek import maak_gebruiker


@pytest.fixture
def nota(gegevens) -> Cultuurnota:
    return maak_nota()


@pytest.fixture
def door(db):
    return maak_gebruiker("penningmeester@voorbeeld.be")


def voorstel(**velden) -> Begroting:
    return Begroting(**{"sleutel": "mix", "deel_per_inwoner": 40, "inbreng": Decimal(120_000)} | velden)


def post(**velden) -> Begrotingspost:
    standaard = {"rubriek": "personeel", "naam": "coördinator", "bedragen": {"2027": "60000.00"}, "vte": Decimal(1)}
    return Begrotingspost(**standaard | velden)


# --- the key ----------------------------------------------------------------------------------------------------------


def test_een_sleutel_wordt_bewaard_en_de_begroting_rekent_ermee(nota, door):
    bewerken.stel_in(nota=nota, voorstel=voorstel(), basis=0, door=door)
    beeld = lees(nota)
    assert beeld.invoer.sleutel == "mix"
    assert sum(regel.bedragen[2027] for regel in beeld.bijdragen) == 120_000
    assert Logregel.objects.get(actie="begroting ingesteld").veranderd["inbreng"] == [0, "120000"]


def test_wie_een_oudere_versie_bewaart_krijgt_die_van_de_ander(nota, door):
    bewerken.stel_in(nota=nota, voorstel=voorstel(inbreng=Decimal(1)), basis=0, door=door)
    with pytest.raises(Botsing) as botsing:
        bewerken.stel_in(nota=nota, voorstel=voorstel(inbreng=Decimal(2)), basis=0, door=door)
    assert botsing.value.rij.inbreng == 1
    assert begroting_van(nota).inbreng == 1


def test_niets_veranderen_maakt_geen_versie(nota, door):
    bewerken.stel_in(nota=nota, voorstel=voorstel(), basis=0, door=door)
    bewerken.stel_in(nota=nota, voorstel=voorstel(), basis=1, door=door)
    assert begroting_van(nota).versie == 1


def test_een_begroting_die_er_nog_niet_is_bestaat_pas_na_bewaren(nota):
    assert begroting_van(nota).pk is None
    assert not Begroting.objects.exists()


# --- contributions ----------------------------------------------------------------------------------------------------


def test_bijdragen_met_de_hand_zetten_de_sleutel(nota, door):
    bedragen = {("11025", 2027): Decimal("5.05"), ("11025", 2028): Decimal(0), ("11002", 2027): Decimal(3)}
    begroting = bewerken.bewaar_bijdragen(nota=nota, bedragen=bedragen, basis=0, door=door)
    assert begroting.sleutel == "hand"
    assert {(een.gemeente_id, een.jaar): een.bedrag for een in begroting.bijdragen.all()} == {
        ("11025", 2027): Decimal("5.05"),
        ("11002", 2027): Decimal("3.00"),
    }
    assert lees(nota).jaren[0].inbreng == Decimal("8.05")


def test_bijdragen_die_niet_meer_genoemd_worden_verdwijnen(nota, door):
    bewerken.bewaar_bijdragen(nota=nota, bedragen={("11025", 2027): Decimal(5)}, basis=0, door=door)
    bewerken.bewaar_bijdragen(nota=nota, bedragen={("11002", 2027): Decimal(6)}, basis=1, door=door)
    assert [een.gemeente_id for een in begroting_van(nota).bijdragen.all()] == ["11002"]


def test_twee_tegelijk_met_de_hand_is_een_botsing(nota, door):
    bewerken.bewaar_bijdragen(nota=nota, bedragen={("11025", 2027): Decimal(5)}, basis=0, door=door)
    with pytest.raises(Botsing):
        bewerken.bewaar_bijdragen(nota=nota, bedragen={}, basis=0, door=door)
    assert begroting_van(nota).bijdragen.count() == 1


# --- lines ------------------------------------------------------------------------------------------------------------


def test_een_post_die_twee_keer_komt_staat_er_een_keer(nota, door):
    kenmerk = uuid.uuid4()
    for _ in range(2):
        bewerken.bewaar_post(nota=nota, post=post(kenmerk=kenmerk), basis="", door=door)
    assert begroting_van(nota).posten.count() == 1


def test_een_kenmerk_van_een_andere_nota_verandert_daar_niets(nota, door):
    ander = maak_nota(titel="Een andere")
    vreemd = bewerken.bewaar_post(nota=ander, post=post(naam="van hen"), basis="", door=door)
    vreemd.naam = "gekaapt"
    with pytest.raises(Botsing) as botsing:
        bewerken.bewaar_post(nota=nota, post=vreemd, basis=stand_van(vreemd), door=door)
    assert botsing.value.rij is None
    assert begroting_van(ander).posten.get().naam == "van hen"


def test_twee_mensen_mogen_elk_een_andere_post_bewaren(nota, door):
    een, twee = (bewerken.bewaar_post(nota=nota, post=post(naam=naam), basis="", door=door) for naam in "ab")
    basis = stand_van(een), stand_van(twee)
    een.naam, twee.naam = "eerst", "dan"
    bewerken.bewaar_post(nota=nota, post=een, basis=basis[0], door=door)
    bewerken.bewaar_post(nota=nota, post=twee, basis=basis[1], door=door)
    assert [rij.naam for rij in begroting_van(nota).posten.all()] == ["eerst", "dan"]


def test_dezelfde_post_op_een_oudere_stand_bewaren_is_een_botsing(nota, door):
    rij = bewerken.bewaar_post(nota=nota, post=post(), basis="", door=door)
    oud = stand_van(rij)
    rij.naam = "eerst"
    bewerken.bewaar_post(nota=nota, post=rij, basis=oud, door=door)
    rij.naam = "te laat"
    with pytest.raises(Botsing) as botsing:
        bewerken.bewaar_post(nota=nota, post=rij, basis=oud, door=door)
    assert botsing.value.rij.naam == "eerst"


def test_een_post_die_weg_is_kan_niet_meer_bewaard_worden(nota, door):
    rij = bewerken.bewaar_post(nota=nota, post=post(), basis="", door=door)
    bewerken.verwijder_post(nota=nota, kenmerk=rij.kenmerk, door=door)
    bewerken.verwijder_post(nota=nota, kenmerk=rij.kenmerk, door=door)
    with pytest.raises(Botsing) as botsing:
        bewerken.bewaar_post(nota=nota, post=rij, basis=stand_van(rij), door=door)
    assert botsing.value.rij is None
    assert Logregel.objects.filter(actie="begrotingspost verwijderd").count() == 1


def test_er_is_een_grens_aan_het_aantal_posten(nota, door, monkeypatch):
    monkeypatch.setattr(bewerken, "MEESTE_POSTEN", 2)
    for naam in "ab":
        bewerken.bewaar_post(nota=nota, post=post(naam=naam), basis="", door=door)
    with pytest.raises(Vol, match="Haal er eerst een weg"):
        bewerken.bewaar_post(nota=nota, post=post(), basis="", door=door)


# --- from a file ------------------------------------------------------------------------------------------------------


def test_een_hele_begroting_vervangen(nota, door):
    bewerken.bewaar_post(nota=nota, post=post(naam="oud"), basis="", door=door)
    bewerken.vervang(
        nota=nota,
        voorstel=voorstel(sleutel="hand"),
        posten=[post(naam="een"), post(naam="twee", rubriek="werking")],
        bijdragen={("11025", 2027): Decimal(9)},
        basis=0,
        door=door,
    )
    begroting = begroting_van(nota)
    assert [rij.naam for rij in begroting.posten.all()] == ["een", "twee"]
    assert begroting.bijdragen.get().bedrag == 9


def test_vervangen_over_het_werk_van_een_ander_kan_niet(nota, door):
    bewerken.stel_in(nota=nota, voorstel=voorstel(), basis=0, door=door)
    with pytest.raises(Botsing):
        bewerken.vervang(nota=nota, voorstel=voorstel(), posten=[], bijdragen={}, basis=0, door=door)


# --- at the same time -------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_twintig_keer_dezelfde_post_tegelijk_is_een_post():
    from igs.laden import laad

    laad()
    nota, door, kenmerk = maak_nota(), maak_gebruiker("penningmeester@voorbeeld.be"), uuid.uuid4()
    fouten: list[Exception] = []

    def bewaar() -> None:
        try:
            bewerken.bewaar_post(nota=nota, post=post(kenmerk=kenmerk), basis="", door=door)
        except Exception as fout:
            fouten.append(fout)
        finally:
            connection.close()

    draden = [threading.Thread(target=bewaar) for _ in range(20)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert fouten == []
    assert Begrotingspost.objects.count() == 1
