"""The row of the directory and the card: derived from what a visitor may see, and nothing more."""

import pytest

from igs.models import Gemeente
from talent.kaartjes import Kaartje, Patroon, kaartjes, kaartjes_op_naam
from talent.models import Zoekrij
from talent.zichtbaarheid import Kijker, toon
from talent.zoekrij import leid_reeks_af, sorteervorm
from tests.talent.fabriek import maak_talent

pytestmark = pytest.mark.usefixtures("gegevens")


def rij(talent) -> Zoekrij:
    return Zoekrij.objects.get(talent_nr=talent.pk)


def lint() -> Gemeente:
    return Gemeente.objects.get(slug="lint", bestaat_tot=None)


@pytest.mark.parametrize(
    ("naam", "vorm"),
    [
        ("D’Hoore & Co", "d hoore co"),
        ("Zoë  Éénhoorn", "zoe eenhoorn"),
        ("STRASSE ß", "strasse ss"),
        ("_-_", ""),
        ("Дмитрий", "дмитрии"),
    ],
)
def test_de_sorteervorm_is_plat(naam, vorm):
    assert sorteervorm(naam) == vorm


def test_de_rij_draagt_elke_keuze_en_plek():
    talent = maak_talent(
        naam="A",
        gemeente=lint(),
        disciplines=["proza", "poezie"],
        vorm="duo",
        rollen=["schrijver"],
        aanbod=["lezing"],
        zoekt=["publiek"],
        past_bij=["bib"],
        talen=["nl", "fr"],
    )
    assert rij(talent).waarden == [
        "a:lezing", "b:2026-11", "d:poezie", "d:proza", "g:11025", "i:zuidrand", "p:bib", "r:schrijver", "rij:2",
        "t:fr", "t:nl", "v:duo", "ver:regio", "x:feed", "x:index", "z:publiek",
    ]  # fmt: skip


def test_de_rij_draagt_de_praktische_velden_die_iedereen_ziet():
    velden = {"prijs": "vanaf", "prijs_vanaf": 150, "personen": 4, "plek": "beide", "reikwijdte": "vlaanderen"}
    open_, dicht = maak_talent(naam="A", **velden), maak_talent(naam="B", zichtbaarheid={"prijs": "niemand"}, **velden)
    praktisch = {"personen:4", "plek:beide", "prijs:vanaf", "vanaf:150", "ver:vlaanderen"}
    assert praktisch <= {*rij(open_).waarden}
    assert praktisch & {*rij(dicht).waarden} == {"personen:4", "plek:beide", "ver:vlaanderen"}


def test_een_rij_zonder_igs_hoort_bij_geen():
    zonder = Gemeente.objects.huidige().exclude(lidmaatschappen__isnull=False).first()
    assert "i:geen" in rij(maak_talent(naam="A", gemeente=zonder, thuis=None)).waarden


def test_een_verborgen_rij_houdt_niets_over():
    talent = maak_talent(naam="A", online=False)
    leeg = rij(talent)
    assert (leeg.zichtbaar, leeg.naam, leeg.waarden, leeg.zoektekst, leeg.bijgewerkt_op) == (False, "", [], None, None)


def test_elke_keer_afleiden_geeft_een_hoger_nummer():
    talent = maak_talent(naam="A")
    eerste = rij(talent).nummer
    leid_reeks_af([talent.pk])
    assert rij(talent).nummer > eerste


@pytest.mark.parametrize("aantal", [1, 20])
def test_afleiden_kost_even_veel_vragen(aantal, django_assert_num_queries):
    nummers = [maak_talent(naam=f"T{i}", gemeente=lint()).pk for i in range(aantal)]
    with django_assert_num_queries(9):  # two of them the savepoint
        leid_reeks_af(nummers)


def test_een_kaartje_noemt_de_plek_zo_ver_als_mag():
    open_, dicht, jong = (
        maak_talent(naam=naam, gemeente=lint(), **velden)
        for naam, velden in (
            ("Aap", {}),
            ("Beer", {"zichtbaarheid": {"gemeente": "niemand"}}),
            ("Cobra", {"leeftijd": "13-15"}),
        )
    )
    assert [een.plek for een in kaartjes([open_.pk, dicht.pk, jong.pk])] == ["Lint, Zuidrand", "Zuidrand", "Zuidrand"]
    assert [een.naam for een in kaartjes_op_naam(["cobra", "weg", "aap"])] == ["Cobra", "Aap"]


def test_een_patroon_volgt_uit_de_naam_en_de_kleur_van_de_streek():
    een = Patroon.van("Élan", 3)
    assert een == Patroon.van("Élan", 3)
    assert een != Patroon.van("Elan", 3)
    assert (een.grond, een.letter) == (3, "É")
    assert all(1 <= kleur <= 7 and kleur != 3 for kleur, _lijn in een.strepen)
    assert Patroon.van("!!", None).letter == "/"
    assert len({str(Patroon.van(naam, 2)) for naam in ("a", "b", "c", "d")}) == 4


def test_een_kaartje_zonder_beeld_heeft_een_patroon():
    talent = maak_talent(naam="A")
    kaartje = Kaartje(toon(talent, Kijker.BEZOEKER))
    assert kaartje.beeld is None
    assert kaartje.patroon.letter == "A"
