"""Two IGS'en that touch never share a colour, on whatever day, and a colour once given stays."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from igs.kleuren import ken_toe, verdeel
from igs.laden import laad
from igs.models import AANTAL_KLEUREN, IGS, Gemeente
from igs.netwerk import Netwerk
from tests.fabriek import maak_igs, maak_lid
from tests.igs.test_gegevensbestanden import kopie, voeg_toe
from tests.igs.test_lidmaatschap import csv_gemeenten, csv_rijen, igs_per_gemeente

KLEUREN = range(1, AANTAL_KLEUREN + 1)
# Right, below and below left: a triangular grid, in which every point has at most six neighbours.
STAPPEN = ((1, 0), (0, 1), (-1, 1))
Graaf = dict[int, set[int]]


@st.composite
def grafen(draw: st.DrawFn) -> tuple[Graaf, dict[int, int | None]]:
    """Part of a triangular grid with some colours given already, in an order that says nothing about place."""
    breed, hoog = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    plekken = [(x, y) for x in range(breed) for y in range(hoog)]
    sleutels = dict(zip(plekken, draw(st.permutations(range(len(plekken)))), strict=True))
    kandidaten = [
        (sleutels[x, y], sleutels[x + dx, y + dy])
        for x, y in plekken
        for dx, dy in STAPPEN
        if (x + dx, y + dy) in sleutels
    ]
    weg = draw(st.sets(st.sampled_from(kandidaten), max_size=12)) if kandidaten else set()
    graaf: Graaf = {sleutel: set() for sleutel in sleutels.values()}
    for a, b in kandidaten:
        if (a, b) not in weg:
            graaf[a].add(b)
            graaf[b].add(a)
    kleuren = draw(st.dictionaries(st.sampled_from(sorted(graaf)), st.none() | st.sampled_from(KLEUREN)))
    return graaf, {sleutel: kleuren.get(sleutel) for sleutel in graaf}


def _botsingen(graaf: Graaf, kleuren: Mapping[int, int | None]) -> list[tuple[int, int]]:
    return [(a, b) for a, buren in graaf.items() for b in buren if a < b and kleuren[a] and kleuren[a] == kleuren[b]]


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(grafen())
def test_met_hoogstens_zes_buren_krijgt_elk_een_eigen_kleur(geval: tuple[Graaf, dict[int, int | None]]) -> None:
    graaf, huidige = geval
    kleuren = verdeel(graaf, huidige)
    assert kleuren.keys() == graaf.keys()
    assert set(kleuren.values()) <= set(KLEUREN)
    assert _botsingen(graaf, kleuren) == []
    betwist = {sleutel for paar in _botsingen(graaf, huidige) for sleutel in paar}
    assert all(kleuren[s] == kleur for s, kleur in huidige.items() if kleur and s not in betwist)
    assert verdeel(graaf, kleuren) == kleuren


def test_van_twee_gelijke_buren_houdt_de_eerste_haar_kleur() -> None:
    assert verdeel({1: {2}, 2: {1}}, {1: 3, 2: 3}) == {1: 3, 2: 1}


def test_alle_zeven_kleuren_komen_voor() -> None:
    assert sorted(verdeel({sleutel: set() for sleutel in range(7)}, dict.fromkeys(range(7))).values()) == [*KLEUREN]


def test_wie_aan_alle_zeven_kleuren_raakt_laat_alles_opnieuw_kleuren() -> None:
    """Seven in a row with seven colours, and one that touches them all: three colours would do."""
    rij = {sleutel: {sleutel - 1, sleutel + 1} & set(range(7)) | {9} for sleutel in range(7)}
    graaf = rij | {9: set(range(7))}
    kleuren = verdeel(graaf, {sleutel: sleutel + 1 for sleutel in range(7)} | {9: None})
    assert _botsingen(graaf, kleuren) == []


def test_wie_met_acht_allemaal_aan_elkaar_raakt_botst_zo_weinig_mogelijk() -> None:
    graaf = {sleutel: set(range(8)) - {sleutel} for sleutel in range(8)}
    kleuren = verdeel(graaf, dict.fromkeys(graaf))
    assert set(kleuren.values()) == set(KLEUREN)
    assert len(_botsingen(graaf, kleuren)) == 1


# --- the real data ----------------------------------------------------------------------------------------------------


def _cel(code: str) -> str:
    opvolger = csv_gemeenten()[code]["opgegaan_in_nis"]
    return _cel(opvolger) if opvolger else code


def _rakende_paren(dag: date) -> set[tuple[str, str]]:
    """Slugs of IGS'en that share a cell of the map or lie in cells beside each other, from the files."""
    per_cel: dict[str, set[str]] = {}
    for code, slugs in igs_per_gemeente(dag).items():
        per_cel.setdefault(_cel(code), set()).update(slugs)
    naast = [(rij["nis_a"], rij["nis_b"]) for rij in csv_rijen("buurgemeenten")] + [(cel, cel) for cel in per_cel]
    paren = {(een, ander) for a, b in naast for een in per_cel.get(a, ()) for ander in per_cel.get(b, ())}
    return {paar for paar in paren if paar[0] != paar[1]}


def _kleuren() -> dict[str, int | None]:
    return dict(IGS.objects.values_list("slug", "kleur"))


@pytest.mark.parametrize("dag", [date(2020, 1, 1), date(2024, 6, 1), date(2026, 11, 23)], ids=str)
@pytest.mark.usefixtures("gegevens")
def test_igs_die_elkaar_raken_hebben_op_geen_enkele_dag_dezelfde_kleur(dag: date) -> None:
    kleuren, paren = _kleuren(), _rakende_paren(dag)
    assert len(paren) > 20
    assert [(een, ander) for een, ander in paren if kleuren[een] == kleuren[ander]] == []


@pytest.mark.usefixtures("gegevens")
def test_elk_igs_heeft_een_kleur_en_alle_zeven_worden_gebruikt() -> None:
    assert set(_kleuren().values()) == set(KLEUREN)


@pytest.mark.usefixtures("gegevens")
def test_kleuren_blijven_na_opnieuw_laden() -> None:
    voor = _kleuren()
    laad()
    assert _kleuren() == voor


@pytest.mark.usefixtures("gegevens")
def test_kleuren_blijven_als_er_een_igs_bij_komt(tmp_path: Path) -> None:
    voor = _kleuren()
    bron = "https://bron.example/"
    voeg_toe("igs.csv", f"nieuw,Nieuw Netwerk,,,,,,,,,,,,,laag,{bron},,")(kopie(tmp_path))
    leden = [("Brasschaat", "11008"), ("Kapellen", "11023"), ("Mechelen", "12025")]
    voeg_toe("igs_leden.csv", *(f"nieuw,{n},{nis},2026-01-01,,laag,,{bron}" for n, nis in leden))(tmp_path)
    laad(tmp_path)
    na = _kleuren()
    assert na.pop("nieuw") in KLEUREN
    assert na == voor


@pytest.mark.usefixtures("gegevens")
def test_een_igs_dat_er_door_de_redactie_bij_komt_breekt_het_laden_niet() -> None:
    """It shares a member with an IGS of every colour: no colour is free, so all are coloured anew and none clash."""
    per_kleur = {igs.kleur: igs.lidmaatschappen.first() for igs in IGS.objects.all()}
    assert per_kleur.keys() == set(KLEUREN)
    nieuw = maak_igs("Overal", kleur=None)
    for lid in per_kleur.values():
        assert lid is not None
        maak_lid(nieuw, lid.gemeente)
    laad()
    netwerk = Netwerk.op(date(2026, 11, 23))
    for igs in netwerk.actieve_igs:
        assert igs.kleur in KLEUREN
        assert igs.kleur not in [buur.kleur for buur in netwerk.buur_igs(igs)]


@pytest.mark.usefixtures("gegevens")
def test_een_verloren_of_botsende_kleur_wordt_hersteld_de_andere_blijven() -> None:
    voor = _kleuren()
    IGS.objects.filter(slug="zuidrand").update(kleur=None)
    paren = sorted(_rakende_paren(date(2026, 11, 23)) | _rakende_paren(date(2024, 6, 1)))
    een, ander = next(  # the only clash is the one made here
        (een, ander) for een, ander in paren if [voor[x] for x, y in paren if y == ander].count(voor[een]) == 1
    )
    IGS.objects.filter(slug=ander).update(kleur=voor[een])
    ken_toe()
    na = _kleuren()
    assert na["zuidrand"] in KLEUREN
    assert na[een] != na[ander]
    assert {slug: k for slug, k in na.items() if slug not in {"zuidrand", een, ander}} == {
        slug: k for slug, k in voor.items() if slug not in {"zuidrand", een, ander}
    }


@pytest.mark.django_db
def test_een_igs_zonder_leden_krijgt_ook_een_kleur() -> None:
    igs = maak_igs("Zonder Leden", kleur=None)
    ken_toe()
    igs.refresh_from_db()
    assert igs.kleur in KLEUREN


@pytest.mark.usefixtures("gegevens")
def test_kleuren_gelden_over_alle_dagen_tegelijk() -> None:
    """One that stopped and one that began later beside it: the same colour would clash between two days."""
    oud, nieuw = maak_igs("Oud", kleur=3), maak_igs("Nieuw", kleur=3)
    gemeente = Gemeente.objects.get(nis_code="11008")
    maak_lid(oud, gemeente, date(2020, 1, 1), lid_tot=date(2020, 12, 31))
    maak_lid(nieuw, gemeente, date(2021, 1, 1))
    ken_toe()
    oud.refresh_from_db()
    nieuw.refresh_from_db()
    assert oud.kleur != nieuw.kleur


def test_een_rij_wordt_met_wisselende_kleuren_getekend() -> None:
    rij = {sleutel: {sleutel - 1, sleutel + 1} & set(range(10)) for sleutel in range(10)}
    kleuren = verdeel(rij, dict.fromkeys(rij))
    assert all(kleuren[een] != kleuren[ander] for een, ander in pairwise(range(10)))
