"""The example talents: over all arts and ages, marked, drawn, made once, and gone with one command."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from PIL import Image

from talent import voorbeelden, voorbeeldmassa
from talent.disciplines import laad_disciplines
from talent.models import Discipline, Talent, Zoekrij
from talent.views import gids_voor
from talent.voorbeeldbeelden import TEKENAARS, teken
from tests.talent.fabriek import maak_talent


@pytest.fixture
def termen(gegevens) -> None:
    laad_disciplines()


def test_de_lijst_raakt_elke_term_en_elke_leeftijd() -> None:
    from talent.disciplines import termen

    rijen = voorbeelden.rijen()
    assert 110 <= len(rijen) <= 130
    assert len({rij["naam"] for rij in rijen}) == len(rijen)
    gebruikt = {sleutel for rij in rijen for sleutel in rij["disciplines"].split("|")}
    assert gebruikt == {term.sleutel for term in termen() if term.boven}
    assert {rij["leeftijd"] for rij in rijen} == {"13-15", "16-17", "18"}
    assert {rij["soort"] for rij in rijen} == {"persoon", "groep", "collectief"}
    assert all(rij["soort"] == "persoon" and " " not in rij["naam"] for rij in rijen if rij["leeftijd"] == "13-15")
    assert all(0 < len(rij["kort"]) <= 140 for rij in rijen)


def test_voorbeelden_worden_een_keer_gemaakt_en_helemaal_gewist(client, termen, django_capture_on_commit_callbacks):
    eigen = maak_talent(naam="Echt Iemand", pauze=True)  # stands last
    gemaakt = voorbeelden.maak()
    assert gemaakt == len(voorbeelden.rijen())
    assert voorbeelden.maak() == 0
    alle = Talent.objects.filter(voorbeeld=True)
    assert set(alle.values_list("in_zoekmachines", flat=True)) == {False}
    assert len(set(alle.values_list("thuis__slug", flat=True))) >= 5
    assert alle.filter(leeftijd="13-15", in_feeds=True).count() == 0
    assert {term.sleutel for term in Discipline.objects.filter(boven=None)} <= {
        optie.sleutel for optie in gids_voor(_vraag("")).facetten[0].opties
    }
    pagina = client.get("/talent/").content.decode()
    assert pagina.count('<span class="merk">Voorbeeld</span>') == 24
    assert "afbeeldingen/" in pagina
    assert 'class="patroon"' in pagina
    bestanden = [pad for pad in Path(settings.MEDIA_ROOT).rglob("*") if pad.is_file()]
    assert sum(pad.stat().st_size for pad in bestanden) < 20_000_000
    with django_capture_on_commit_callbacks(execute=True):
        assert voorbeelden.wis() == gemaakt
    assert list(Talent.objects.all()) == [eigen]
    assert Zoekrij.objects.filter(zichtbaar=True).count() == 1
    assert gids_voor(_vraag("")).aantal == 1
    assert not [pad for pad in Path(settings.MEDIA_ROOT).rglob("*") if pad.is_file()]


def _vraag(tekst: str):
    from django.http import QueryDict

    return QueryDict(tekst)


def test_zonder_termen_of_netwerk_komt_er_niets(db):
    assert voorbeelden.maak() == 0


@pytest.mark.parametrize("kunst", [*TEKENAARS, "onbekend"])
def test_een_tekening_is_een_kleine_jpeg_en_altijd_dezelfde(kunst):
    een, zelfde, ander = teken("Noor", kunst), teken("Noor", kunst), teken("Fatih", kunst)
    assert een == zelfde != ander
    beeld = Image.open(io.BytesIO(een))
    assert (beeld.format, beeld.size) == ("JPEG", (640, 400))
    assert len(een) < 90_000
    assert len(beeld.convert("P", palette=Image.Palette.ADAPTIVE, colors=16).getcolors() or []) > 3


def test_veel_makers_worden_aangevuld_tot_het_aantal(termen):
    assert voorbeeldmassa.maak_veel(40) == 40
    uitvoer = io.StringIO()
    call_command("voorbeelden", talenten=50, stdout=uitvoer)
    assert "10 makers gemaakt" in uitvoer.getvalue()
    assert voorbeeldmassa.maak_veel(30) == 0
    assert Zoekrij.objects.filter(zichtbaar=True).count() == Talent.objects.online().count() == 50
    jong = Talent.objects.filter(leeftijd="13-15")
    assert all("g:" not in "".join(rij.waarden) for rij in Zoekrij.objects.filter(talent_nr__in=jong))
