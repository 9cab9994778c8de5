"""The rules of the portal with what redactie wrote over them, on a day."""

import logging
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from igs.models import Regelversie
from igs.regels_in_gebruik import als_regel, mist_waarde, regels_op
from igs.regiocheck_regels import Periode, regels_van_het_huis
from tests.conftest import DAG

HUIS = regels_van_het_huis()


def schrijf(regel: str = "R09", versie: date = DAG, **velden: Any) -> Regelversie:
    standaard = {
        "periode": "2027",
        "soort": "voorwaarde",
        "vraagt": "Het werkingsgebied telt minstens 90.000 inwoners.",
        "waarde": 90_000,
        "eenheid": "inwoners",
        "bron": "Een nieuw besluit",
        "zekerheid": "B",
    }
    rij = Regelversie.objects.create(regel=regel, versie=versie, **standaard | velden)
    rij.refresh_from_db()
    return rij


def test_zonder_nieuwe_versies_gelden_die_van_het_portaal(lege_databank, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert regels_op(DAG).alle == HUIS.alle


def test_een_versie_geldt_vanaf_haar_dag(lege_databank):
    schrijf(versie=date(2026, 12, 1))
    assert regels_op(date(2026, 11, 30)).waarde("R09", Periode.P2027) == 85_000
    regel = regels_op(date(2026, 12, 1)).regel("R09", Periode.P2027)
    assert (regel.waarde, regel.versie, regel.bron) == (90_000, date(2026, 12, 1), "Een nieuw besluit")
    assert str(regel.waarde) == "90000"


def test_de_jongste_van_twee_telt(lege_databank):
    schrijf(versie=date(2026, 11, 20), waarde=1)
    schrijf(versie=date(2026, 11, 10), waarde=2)
    assert regels_op(DAG).waarde("R09", Periode.P2027) == 1


def test_een_versie_van_voor_die_van_het_portaal_verandert_niets(lege_databank):
    schrijf(versie=date(2026, 1, 1))
    assert regels_op(DAG).waarde("R09", Periode.P2027) == 85_000


def test_op_dezelfde_dag_gaat_die_van_de_redactie_voor(lege_databank):
    schrijf(versie=HUIS.regel("R09", Periode.P2027).versie)
    assert regels_op(DAG).waarde("R09", Periode.P2027) == 90_000
    assert len(regels_op(DAG).alle) == len(HUIS.alle)


def test_de_andere_periode_blijft_zoals_ze_was(lege_databank):
    schrijf("R07", waarde=9)
    assert regels_op(DAG).waarde("R07", Periode.P2020) == 4
    assert regels_op(DAG).waarde("R07", Periode.P2027) == 9


def test_een_eigen_regel_komt_erbij(lege_databank):
    schrijf("R99", waarde=None)
    assert regels_op(DAG).regel("R99", Periode.P2027).waarde is None
    assert len(regels_op(DAG).alle) == len(HUIS.alle) + 1


def test_een_aandeel_houdt_zijn_cijfers_en_verliest_de_nullen(lege_databank):
    assert str(als_regel(schrijf("R14", waarde=Decimal("0.8"))).waarde) == "0.8"


@pytest.mark.parametrize(
    ("regel", "periode", "mist"),
    [
        ("R09", "2027", True),
        ("R09", "2020", False),
        ("G05", "2027", True),
        ("G05", "altijd", True),
        ("R99", "2027", False),
    ],
)
def test_wie_rekent_met_een_regel_heeft_een_waarde_nodig(lege_databank, caplog, regel, periode, mist):
    rij = schrijf(regel, periode=periode, waarde=None)
    assert mist_waarde(als_regel(rij), HUIS) is mist
    with caplog.at_level(logging.ERROR):
        regels = regels_op(DAG)
    assert (f"Regel {regel}" in caplog.text) is mist
    assert (als_regel(rij) in regels.alle) is not mist
    assert regels.waarde("R09", Periode.P2027) == 85_000
    assert regels.waarde("G05", Periode.P2027) == Decimal("0.9")
