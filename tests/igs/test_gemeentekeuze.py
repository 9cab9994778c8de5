"""A municipality by what somebody types."""

import pytest

from igs.gemeentekeuze import BUITEN, MEER, NIET_GEVONDEN, deelgemeenten_van, zoek_gemeente
from igs.models import Gemeente
from tests.conftest import DAG

pytestmark = pytest.mark.django_db


def namen(vraag: str) -> tuple[list[str], str]:
    keuzes, uitleg = zoek_gemeente(vraag, DAG)
    return [keuze.woorden for keuze in keuzes], uitleg


@pytest.mark.parametrize(
    ("vraag", "gevonden"),
    [
        ("Lint", "Lint"),
        ("2547", "Lint"),
        ("aartselar", "Aartselaar"),
        ("Deurle", "Sint-Martens-Latem (Deurle)"),
        ("Borsbeek", "Antwerpen"),  # merged into it on 1 January 2025
        ("st niklaas", "Sint-Niklaas"),
    ],
)
def test_een_naam_een_postcode_een_deel_of_een_vroegere_naam(gegevens, vraag, gevonden):
    assert namen(vraag) == ([gevonden], "")


def test_bij_meer_plaatsen_is_er_te_kiezen(gegevens):
    gevonden, uitleg = namen("Nieuwerkerken")
    assert uitleg == MEER
    assert set(gevonden) == {"Nieuwerkerken", "Aalst (Nieuwerkerken)"}


def test_gendt_kan_gent_of_genk_zijn(gegevens):
    gevonden, uitleg = namen("gendt")
    assert uitleg == MEER
    assert {"Gent", "Genk"} <= set(gevonden)


def test_brussel_ligt_buiten_vlaanderen(gegevens):
    keuzes, uitleg = zoek_gemeente("Brussel", DAG)
    assert keuzes == []
    assert uitleg == BUITEN.format(naam="Brussel")


@pytest.mark.parametrize("vraag", ["", "x", "\x00", "qqqqqqqq", "<script>", "a" * 100_000])
def test_onzin_vindt_niets_en_breekt_niets(gegevens, vraag):
    keuzes, uitleg = zoek_gemeente(vraag, DAG)
    assert uitleg in {NIET_GEVONDEN, MEER}
    assert bool(keuzes) == (uitleg == MEER)


@pytest.mark.parametrize("vraag", ["Zuidrand", "Regio Gent"])
def test_een_igs_of_een_regio_is_geen_gemeente(gegevens, vraag):
    assert all("Zuidrand" not in naam for naam in namen(vraag)[0])
    assert namen(vraag)[1]


def test_de_delen_van_een_gemeente_zijn_ook_die_van_wat_erin_opging(gegevens):
    latem = Gemeente.objects.get(slug="sint-martens-latem", bestaat_tot=None)
    assert [plaats.naam for plaats in deelgemeenten_van(latem, DAG)] == ["Deurle", "Sint-Martens-Latem"]
    assert not deelgemeenten_van(None, DAG)
