"""Counting: the bits agree with counting row by row, whatever changed in between."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from igs.models import Gemeente
from opnetwerk.dag import nu
from talent.facetten import Facetwijzer, wijzer
from talent.gids import Gids, Streek
from talent.kaartjes import kaartjes
from talent.keuzes import Aanbod, Rol, Taal, Vorm
from talent.models import Zoekrij
from talent.views import gids_voor
from talent.zoeken import zoek
from talent.zoekvraag import FACETTEN
from tests.talent.fabriek import maak_discipline, maak_talent

DAG = date(2026, 11, 23)
TERMEN = ["muziek", "pop-en-rock", "jazz-en-blues", "woord", "proza", "poezie", "dans", "hedendaags"]
KIES = {
    "discipline": TERMEN,
    "regio": ["zuidrand", "co7", "dijk92", "geen"],
    "aanbod": Aanbod.values[:4],
    "vorm": Vorm.values[:4],
    "rol": Rol.values[:3],
    "taal": Taal.values[:3],
}
LETTER = {naam: letter for naam, _titel, letter in FACETTEN}


def rij(nummer: int, waarden: list[str], *, zichtbaar: bool = True, dagen: int = 0, naam: str = "") -> None:
    velden = {
        "zichtbaar": zichtbaar,
        "naam": naam,
        "sorteernaam": naam or f"naam {nummer * 7919 % 1000:04}",
        "waarden": waarden if zichtbaar else [],
        "bijgewerkt_op": nu() - timedelta(days=dagen),
    }
    Zoekrij.objects.update_or_create(talent_nr=nummer, defaults=velden)


@pytest.fixture
def termen(gegevens) -> None:
    for sleutel in TERMEN:
        maak_discipline(sleutel)


facetwaarden = st.lists(
    st.sampled_from([f"{LETTER[naam]}:{sleutel}" for naam, sleutels in KIES.items() for sleutel in sleutels]),
    max_size=8,
    unique=True,
)
keuzes = st.fixed_dictionaries(
    {}, optional={naam: st.lists(st.sampled_from(s), min_size=1, max_size=2, unique=True) for naam, s in KIES.items()}
)


def hoort_bij(waarden: set[str], facet: str, sleutels: list[str], boven: dict[str, str]) -> bool:
    eigen = {waarde[2:] for waarde in waarden if waarde[0] == LETTER[facet]}
    if facet == "discipline":
        eigen |= {boven[sleutel] for sleutel in eigen if boven[sleutel]}
        sleutels = [sleutel for sleutel in sleutels if sleutel not in {boven[een] for een in sleutels}]
    return bool(eigen & set(sleutels))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rijen=st.lists(st.tuples(facetwaarden, st.booleans()), min_size=1, max_size=12),
    nieuw=st.dictionaries(st.integers(1, 15), st.tuples(facetwaarden, st.booleans()), max_size=4),
    keuze=keuzes,
)
def test_elke_telling_is_wat_tellen_rij_per_rij_geeft(termen, rijen, nieuw, keuze):
    Zoekrij.objects.all().delete()
    wijs = Facetwijzer()
    alles = dict(enumerate(rijen, 1))
    for nummer, (waarden, zichtbaar) in alles.items():
        rij(nummer, waarden, zichtbaar=zichtbaar)
    wijs.stand()
    for nummer, (waarden, zichtbaar) in nieuw.items():
        rij(nummer, waarden, zichtbaar=zichtbaar)
    vraag = QueryDict(mutable=True)
    for facet, sleutels in keuze.items():
        vraag.setlist(facet, sleutels)
    streek = Streek.op(DAG, met_buren=False)
    gids = Gids(wijs.stand(), streek, streek.lees(vraag))
    boven = {sleutel: waarde.boven for sleutel, waarde in streek.facetten["discipline"].items()}
    te_zien = {nummer: set(waarden) for nummer, (waarden, ziet) in (alles | nieuw).items() if ziet}

    def tel(keuze: dict[str, list[str]]) -> set[int]:
        return {
            nummer
            for nummer, waarden in te_zien.items()
            if all(hoort_bij(waarden, facet, sleutels, boven) for facet, sleutels in keuze.items())
        }

    assert set(gids[0 : len(gids)]) == tel(keuze)
    assert gids.aantal == len(tel(keuze))
    for facet in gids.facetten:
        if facet.naam not in KIES:
            continue
        geteld = {optie.sleutel: optie.aantal for optie in facet.opties if optie.aantal}
        assert geteld == {
            sleutel: len(nummers) for sleutel in KIES[facet.naam] if (nummers := tel(keuze | {facet.naam: [sleutel]}))
        }


def test_elke_telling_op_de_pagina_is_wat_de_link_geeft(gegevens):
    """Also with neighbours, and for what a filter less would give."""
    for i, slug in enumerate(["lint", "kontich", "hove", "genk", "ieper", "aalst", "lint"]):
        plek = Gemeente.objects.get(slug=slug, bestaat_tot=None)
        maak_talent(naam=f"T{i}", gemeente=plek, vorm=Vorm.values[i % 3], disciplines=[TERMEN[1 + i % 2]])
    for adres in ("", "rond=1&regio=zuidrand", "gemeente=lint&rond=1", "vorm=solo&regio=zuidrand", "gemeente=lint"):
        gids = gids_voor(QueryDict(adres))
        for facet in gids.facetten:
            for optie in facet.opties:
                anders = gids.vraag.met_waarde(facet.naam, optie.sleutel)
                assert gids_voor(QueryDict(anders.vraag)).aantal == optie.aantal, (adres, facet.naam, optie)
        for plek, aantal in gids.gemeenten:
            assert gids_voor(QueryDict(gids.vraag.met(gemeente=plek.slug).vraag)).aantal == aantal
        for _plek, aantal, anders in gids.plaatsen:
            assert gids_voor(QueryDict(anders.vraag)).aantal == aantal
        for filter_ in gids.filters:
            assert gids_voor(QueryDict(filter_.zonder[1:])).aantal == filter_.aantal


def test_een_wijziging_kost_een_vraag_en_is_meteen_te_zien(db, django_assert_num_queries):
    wijs, ander = Facetwijzer(), Facetwijzer()
    for nummer in (1, 2, 3):
        rij(nummer, ["v:solo"])
    with django_assert_num_queries(1):
        assert wijs.stand().met("v:solo").bit_count() == 3
    ander.stand()
    rij(2, [], zichtbaar=False)
    for een in (wijs, ander):
        with django_assert_num_queries(1):
            assert een.stand().met("v:solo").bit_count() == 2
        assert een.stand().zichtbaar.bit_count() == 2
        assert een.stand() is een.stand()


def test_wat_wordt_teruggedraaid_wordt_vergeten(db):
    wijs = Facetwijzer()
    rij(1, ["v:solo"])
    wijs.stand()
    Zoekrij.objects.filter(talent_nr=1).delete()
    assert wijs.stand().zichtbaar == 0
    rij(2, ["v:duo"])
    wijs.stand()
    rij(3, ["v:duo"])
    assert wijs.stand().met("v:duo").bit_count() == 2
    Zoekrij.objects.filter(talent_nr=3).delete()
    rij(4, ["v:trio"])
    stand = wijs.stand()
    assert (stand.met("v:duo").bit_count(), stand.met("v:trio").bit_count()) == (1, 1)


def test_heel_veel_wijzigingen_lezen_alles_opnieuw(db, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("talent.facetten.ALLES_OPNIEUW", 3)
    wijs = Facetwijzer()
    for nummer in range(1, 9):
        rij(nummer, ["v:solo"])
    wijs.stand()
    for nummer in range(1, 9):
        rij(nummer, ["v:duo"])
    with django_assert_num_queries(2):
        stand = wijs.stand()
    assert (stand.met("v:solo"), stand.met("v:duo").bit_count()) == (0, 8)


@pytest.mark.parametrize("klein", [0, 4000])
def test_elke_orde_is_dezelfde_voor_veel_en_voor_weinig_en_na_een_wijziging(db, monkeypatch, klein):
    monkeypatch.setattr("talent.facetten.KLEIN", klein)
    wijs = Facetwijzer()
    for nummer in range(1, 31):
        rij(nummer, ["v:solo"], dagen=nummer * 13 % 31)
    for keer in range(2):
        stand = wijs.stand()
        alle = [stand.stuk([stand.zichtbaar], orde, 0, 99) for orde in ("recent", "az", "loting 2026-11-23")]
        vers = Facetwijzer().stand()
        assert alle == [vers.stuk([vers.zichtbaar], orde, 0, 99) for orde in ("recent", "az", "loting 2026-11-23")]
        op_naam = list(Zoekrij.objects.order_by("sorteernaam", "talent_nr").values_list("talent_nr", flat=True))
        op_tijd = list(Zoekrij.objects.order_by("-bijgewerkt_op", "talent_nr").values_list("talent_nr", flat=True))
        assert alle[:2] == [op_tijd, op_naam]
        assert stand.stuk([stand.zichtbaar], "az", 7, 12) == op_naam[7:12]
        if not keer:
            rij(5, ["v:solo"], dagen=0, naam="zzz")
            rij(31, ["v:solo"], dagen=3, naam="aaa")


def test_groepen_volgen_op_elkaar_ook_over_een_bladrand(db):
    wijs = Facetwijzer()
    for nummer in range(1, 11):
        rij(nummer, ["x:pauze"] if nummer % 2 else [], dagen=nummer)
    stand = wijs.stand()
    laat = stand.met("x:pauze")
    delen = [stand.zichtbaar & ~laat, stand.zichtbaar & laat]
    assert stand.stuk(delen, "recent", 0, 10) == [2, 4, 6, 8, 10, 1, 3, 5, 7, 9]
    assert stand.stuk(delen, "recent", 3, 7) == [8, 10, 1, 3]
    assert stand.stuk(delen, "recent", 8, 20) == [7, 9]


def test_de_gedeelde_wijzer_volgt_de_databank(db):
    talent = maak_talent(naam="A")
    assert wijzer.stand().van([talent.pk, 999_999]).bit_count() == 1


def _plan(cursor, sql: str) -> str:
    cursor.execute("EXPLAIN " + sql)
    return "\n".join(regel for (regel,) in cursor.fetchall())


@pytest.mark.parametrize("vraag", ["jazz", "yasmin", "bestaatniet"])
def test_de_vragen_lezen_geen_hele_tabel(gegevens, vraag):
    """With 20,000 rows the indexes are used: for words, for names, for what changed, and for the cards."""
    talent = maak_talent(naam="Yasmin", kort="jazz")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO talent_zoekrij (talent_nr, nummer, zichtbaar, naam, sorteernaam, waarden, zoektekst) "
            "SELECT n, 0, true, '', md5(n::text), '{}', to_tsvector('nederlands', md5(n::text) || ' woord') "
            "FROM generate_series(1000001, 1020000) AS n"
        )
        cursor.execute(
            "SELECT gin_clean_pending_list(naam) FROM unnest('{zoekrij_tekst,zoekrij_naam}'::regclass[]) naam"
        )
        cursor.execute("ANALYZE talent_zoekrij")
        wijzer.stand()
        with CaptureQueriesContext(connection) as gesteld:
            zoek(vraag)
            wijzer.stand()
            kaartjes([talent.pk])
        gelezen = 0
        for een in gesteld:
            # The search switches it off for itself; whoever else leans on that must not.
            cursor.execute(f"SET LOCAL enable_seqscan = {'off' if 'set_config' in een['sql'] else 'on'}")
            for stuk in een["sql"].split(";\n"):
                if "talent_zoekrij" in stuk:
                    gelezen += 1
                    assert "Seq Scan on talent_zoekrij" not in (plan := _plan(cursor, stuk)), plan
        assert gelezen >= 2
