"""The taxonomy: complete, with stable keys, and the nine fields of the amateur arts find their people."""

import pytest
from django.utils.text import slugify

from talent.disciplines import laad_disciplines, termen
from talent.models import Discipline
from tests.talent.fabriek import maak_talent

NIVEAU_EEN = [
    "muziek",
    "dans",
    "theater",
    "humor",
    "circus",
    "woord",
    "beeldend",
    "beeld",
    "vormgeving",
    "erfgoed",
    "techniek",
    "kruising",
]


def test_het_bestand_telt_twaalf_kunstvormen_en_alle_termen_eronder() -> None:
    aantallen = {sleutel: sum(term.boven == sleutel for term in termen()) for sleutel in NIVEAU_EEN}
    assert [term.sleutel for term in termen() if not term.boven] == NIVEAU_EEN
    assert list(aantallen.values()) == [12, 7, 7, 4, 5, 7, 8, 6, 7, 5, 8, 6]


def test_elke_sleutel_is_uniek_en_volgt_uit_de_naam() -> None:
    sleutels = [term.sleutel for term in termen()]
    assert len(sleutels) == len(set(sleutels))
    assert [term.sleutel for term in termen() if term.boven] == [slugify(term.naam) for term in termen() if term.boven]


def test_velden_passen_in_de_databank() -> None:
    for term in termen():
        assert len(term.sleutel) <= 60
        assert len(term.naam) <= 80
        assert all(0 < len(synoniem) <= 60 and synoniem == synoniem.strip() for synoniem in term.synoniemen)
        assert len(term.synoniemen) == len(set(term.synoniemen)), term.sleutel


@pytest.mark.parametrize(
    ("woord", "boven"),
    [
        ("koor", "muziek"),
        ("muziekvereniging", "muziek"),
        ("popgroep", "muziek"),
        ("volksmuziek", "muziek"),
        ("danser", "dans"),
        ("toneel", "theater"),
        ("creatief schrijven", "woord"),
        ("beeldend kunstenaar", "beeldend"),
        ("fotoclub", "beeld"),
    ],
)
def test_de_negen_amateurkunsten_vinden_hun_mensen_onder_een_kunstvorm(woord: str, boven: str) -> None:
    gevonden = {term.boven or term.sleutel for term in termen() if woord in term.synoniemen}
    assert gevonden == {boven}


@pytest.mark.django_db
def test_laden_voegt_alles_toe_en_de_tweede_keer_niets() -> None:
    assert laad_disciplines() == len(termen())
    assert laad_disciplines() == 0
    assert Discipline.objects.get(sleutel="jazz-en-blues").boven == Discipline.objects.get(sleutel="muziek")
    assert Discipline.objects.get(sleutel="pop-en-rock").uitdatabank == "1.8.3.1.0"


@pytest.mark.django_db
def test_laden_laat_staan_wat_de_redactie_veranderde() -> None:
    laad_disciplines()
    Discipline.objects.filter(sleutel="circus").update(naam="Circus", synoniemen=["tent"])
    Discipline.objects.filter(sleutel="geluid").delete()
    assert laad_disciplines() == 1
    assert Discipline.objects.get(sleutel="circus").synoniemen == ["tent"]


@pytest.mark.django_db
def test_de_fabriek_maakt_een_talent_dat_online_staat() -> None:
    from talent.models import Talent

    talent = maak_talent(naam="Ronde Fanfare", disciplines=["harmonie-fanfare-en-brassband"], duur="een uur")
    assert list(Talent.objects.online()) == [talent]
    assert talent.online is not None
    assert talent.online.duur == "een uur"
    maak_talent(naam="Jong", leeftijd="13-15", online=False)
    assert list(Talent.objects.online()) == [talent]
