"""From the network to the area of the Regiocheck, and every IGS's figures against the CSV files."""

from collections import defaultdict
from datetime import date

import pytest

from igs.netwerk import Netwerk
from igs.regiocheck import toets
from igs.regiocheck_cijfers import cijfers
from igs.regiocheck_gebied import gebied_van
from igs.regiocheck_regels import regels_van_het_huis
from tests.conftest import DAG
from tests.igs.gebieden import echt_gebied, vraag_2027
from tests.igs.test_lidmaatschap import csv_gemeenten, csv_rijen, leden_volgens_csv
from tests.igs.test_netwerk import OVER_DE_GRENS, PER_REGIO

pytestmark = pytest.mark.usefixtures("gegevens")


def _volgens_csv() -> dict[str, tuple[int, int, frozenset[str], bool]]:
    """Per IGS: inhabitants, number, regions and whether one can walk from any member to all others."""
    leden: dict[str, set[str]] = defaultdict(set)
    for slug, code in leden_volgens_csv(DAG):
        leden[slug].add(code)
    naast: dict[str, set[str]] = defaultdict(set)
    for rij in csv_rijen("buurgemeenten"):
        naast[rij["nis_a"]].add(rij["nis_b"])
        naast[rij["nis_b"]].add(rij["nis_a"])
    uit = {}
    for slug, codes in leden.items():
        rijen = [csv_gemeenten()[code] for code in codes]
        bereikt, stapel = set(), [min(codes)]
        while stapel:
            code = stapel.pop()
            bereikt.add(code)
            stapel.extend((naast[code] & codes) - bereikt)
        inwoners = sum(int(rij["inwoners"]) for rij in rijen)
        uit[slug] = (inwoners, len(codes), frozenset(rij["referentieregio"] for rij in rijen), bereikt == codes)
    return uit


def test_de_cijfers_van_elk_igs_kloppen_met_de_bestanden() -> None:
    netwerk = Netwerk.op(DAG)
    gebied = gebied_van(netwerk)
    gerekend = {}
    for igs in netwerk.actieve_igs:
        van = cijfers(gebied, [lid.gemeente.nis_code for lid in netwerk.leden_van(igs)])
        gerekend[igs.slug] = (van.inwoners, van.aantal, frozenset(regio.slug for regio in van.regios), van.aansluitend)
    assert gerekend == _volgens_csv()
    assert len(gerekend) == 18
    over = {slug: set(rij[2]) for slug, rij in gerekend.items() if len(rij[2]) > 1}
    assert over == OVER_DE_GRENS


def test_het_oordeel_over_het_gebied_van_elk_bestaand_igs_volgt_uit_de_bestanden() -> None:
    netwerk = Netwerk.op(DAG)
    gebied = gebied_van(netwerk)
    for igs in netwerk.actieve_igs:
        codes = [lid.gemeente.nis_code for lid in netwerk.leden_van(igs)]
        inwoners, aantal, regios, aansluitend = _volgens_csv()[igs.slug]
        vraag = vraag_2027(codes, bestaand_igs=True, gesubsidieerd_2026=True)
        uitkomst = toets(vraag, gebied, regels_van_het_huis())
        groot_genoeg = inwoners >= 85_000 or (aantal >= 4 and aansluitend)
        assert uitkomst.gebied_in_orde is (groot_genoeg and len(regios) == 1), igs.slug


def test_het_gebied_uit_de_database_is_dat_van_de_bestanden() -> None:
    gebied, bestanden = gebied_van(Netwerk.op(DAG)), echt_gebied()
    assert {gemeente.nis_code: gemeente for gemeente in gebied.gemeenten} == {
        gemeente.nis_code: gemeente for gemeente in bestanden.gemeenten
    }
    assert {frozenset(paar) for paar in gebied.buurparen} == {frozenset(paar) for paar in bestanden.buurparen}
    assert gebied.regionamen == bestanden.regionamen
    assert (gebied.dag, gebied.bron) == (DAG, "Statbel")


def test_elke_regio_telt_haar_gemeenten() -> None:
    gebied = gebied_van(Netwerk.op(DAG))
    assert {slug: masker.bit_count() for slug, masker in gebied.regiomaskers.items()} == PER_REGIO


def test_omzetten_kost_geen_enkele_vraag_aan_de_database(django_assert_num_queries) -> None:
    netwerk = Netwerk.op(DAG)
    with django_assert_num_queries(0):
        gebied_van(netwerk)


def test_voor_de_fusies_raken_de_oude_gemeenten_elkaar_en_hun_buren() -> None:
    gebied = gebied_van(Netwerk.op(date(2024, 12, 31)))
    codes = {gemeente.naam: gemeente.nis_code for gemeente in gebied.gemeenten}
    assert len(gebied.gemeenten) == 300
    assert "23106" not in codes.values()  # Pajottegem
    pajottenland = cijfers(gebied, [codes[naam] for naam in ("Galmaarden", "Gooik", "Herne")])
    assert pajottenland.aansluitend
    assert pajottenland.inwoners == 8_836 + 9_189 + 6_699
    assert cijfers(gebied, [codes["Gooik"], codes["Lennik"]]).aansluitend
    assert not cijfers(gebied, [codes["Gooik"], codes["Antwerpen"]]).aansluitend
