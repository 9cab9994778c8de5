from datetime import date

import pytest

from opnetwerk.dag import gevraagde_dag, vandaag


def test_vandaag_is_de_vaste_dag():
    assert vandaag() == date(2026, 11, 23)


def test_zonder_vaste_dag_is_vandaag_de_dag_in_brussel(settings):
    settings.VASTE_DAG = None
    assert isinstance(vandaag(), date)


@pytest.mark.parametrize("tekst", [None, ""])
def test_zonder_dag_gaat_het_over_vandaag(tekst):
    gevraagd = gevraagde_dag(tekst)
    assert (gevraagd.dag, gevraagd.is_vandaag, gevraagd.fout) == (date(2026, 11, 23), True, "")


def test_een_dag_in_het_bereik():
    gevraagd = gevraagde_dag("2020-01-01")
    assert (gevraagd.dag, gevraagd.is_vandaag, gevraagd.fout) == (date(2020, 1, 1), False, "")


@pytest.mark.parametrize("tekst", ["gisteren", "2020-02-30", "20200101", "2020-W01-1", "0000-00-00", "２０２０-01-01"])
def test_geen_datum_geeft_vandaag_met_uitleg(tekst):
    gevraagd = gevraagde_dag(tekst)
    assert gevraagd.is_vandaag
    assert "Schrijf jaar, maand en dag" in gevraagd.fout


@pytest.mark.parametrize("tekst", ["2017-12-31", "2041-01-01", "0001-01-01", "9999-12-31"])
def test_buiten_de_gegevens_geeft_vandaag_met_uitleg(tekst):
    assert "2018 tot en met 2040" in gevraagde_dag(tekst).fout
