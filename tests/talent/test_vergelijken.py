"""What differs between two versions, in words."""

import pytest

from talent.bewerken import open_concept
from talent.models import Profiel
from talent.vergelijken import VOLGORDE, in_woorden, veldnaam, verschillen, waarde
from tests.talent.fabriek import maak_beeld, maak_discipline, maak_medium, maak_talent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("veld", "gegeven", "woorden"),
    [
        ("kort", "Trio.", "Trio."),
        ("kort", "", ""),
        ("vorm", "koor", "koor"),
        ("prijs", "vanaf", "vanaf een bedrag"),
        ("prijs_vanaf", 150, "150 euro"),
        ("prijs_vanaf", None, ""),
        ("personen", 4, "4"),
        ("talen", ["nl", "vgt"], "Nederlands, Vlaamse Gebarentaal"),
        ("talen", [], ""),
        ("stijlen", ["folk", "jazz"], "folk, jazz"),
        ("links", ["https://a.example", "https://b.example"], "https://a.example\nhttps://b.example"),
        ("vorm", "bestaat-niet-meer", "bestaat-niet-meer"),
    ],
)
def test_een_veld_in_woorden(veld, gegeven, woorden):
    assert in_woorden(veld, gegeven) == woorden


@pytest.mark.parametrize("veld", VOLGORDE)
def test_elk_veld_heeft_een_naam_en_een_waarde(veld):
    profiel = maak_talent().online
    assert veldnaam(veld)
    assert in_woorden(veld, waarde(profiel, veld)) is not None
    assert waarde(Profiel(), veld) in (None, "", [])


def test_een_kopie_verschilt_niet():
    talent = maak_talent()
    maak_beeld(talent.online)
    maak_medium(talent.online)
    assert verschillen(talent.online, open_concept(talent=talent)) == []


def test_wat_verschilt_staat_er_in_de_volgorde_van_het_formulier():
    talent = maak_talent(kort="Oud.", disciplines=["pop-en-rock"])
    concept = open_concept(talent=talent)
    concept.kort, concept.telefoon, concept.rollen = "Nieuw.", "0470", ["maker"]
    concept.disciplines.set([maak_discipline("jazz-en-blues")])
    gezien = [(een.veld, een.oud, een.nieuw) for een in verschillen(talent.online, concept)]
    assert gezien == [
        ("kort", "Oud.", "Nieuw."),
        ("disciplines", "Pop en rock", "Jazz en blues"),
        ("rollen", "", "maker"),
        ("telefoon", "", "0470"),
    ]


def test_een_ander_beeld_met_dezelfde_woorden_is_een_verschil():
    talent = maak_talent()
    maak_beeld(talent.online)
    concept = open_concept(talent=talent)
    concept.beelden.all().delete()
    maak_beeld(concept)
    [verschil] = verschillen(talent.online, concept)
    assert (verschil.veld, verschil.oud) == ("beelden", verschil.nieuw)


def test_een_andere_volgorde_van_beelden_is_een_verschil():
    talent = maak_talent()
    for alt in ("A", "B"):
        maak_beeld(talent.online, alt=alt, bron="")
    concept = open_concept(talent=talent)
    eerste, tweede = concept.beelden.all()
    eerste.volgorde, tweede.volgorde = 1, 0
    eerste.save()
    tweede.save()
    [verschil] = verschillen(talent.online, concept)
    assert (verschil.oud, verschil.nieuw) == ("A\nB", "B\nA")


def test_zonder_oude_versie_is_alles_wat_er_staat_nieuw():
    talent = maak_talent(online=False)
    velden = [een.veld for een in verschillen(None, talent.concept)]
    assert velden == ["naam", "kort", "tekst", "gemeente", "band", "reikwijdte", "disciplines", "vorm"]
