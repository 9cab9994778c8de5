"""The whole network on a day: numbers from the reference files, sums that close, and a constant number of queries."""

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from igs.models import Buurpaar, Referentieregio
from igs.netwerk import Netwerk, inwoners, oppervlakte
from tests.fabriek import maak_erkenning, maak_gemeente, maak_igs, maak_lid, maak_regio
from tests.igs.test_lidmaatschap import DAGEN, csv_gemeenten, csv_rijen, gemeenten_volgens_csv, igs_per_gemeente

VANDAAG = date(2026, 11, 23)
# Knowledge notes on the municipalities, section 3: number of municipalities per region since 2025.
PER_REGIO = {
    "antwerpen": 28,
    "rivierenland": 12,
    "kempen": 27,
    "halle-vilvoorde": 31,
    "oost-brabant": 32,
    "brugge": 10,
    "westhoek": 17,
    "zuid-west-vlaanderen": 13,
    "middenkust": 7,
    "midwest": 15,
    "denderregio": 14,
    "vlaamse-ardennen": 14,
    "gent": 20,
    "waasland": 7,
    "limburg": 38,
}
OVER_DE_GRENS = {
    "de-merode": {"kempen", "limburg", "oost-brabant"},
    "route42": {"denderregio", "vlaamse-ardennen"},
    "dijk92": {"denderregio", "gent"},
    "leie-schelde": {"gent", "vlaamse-ardennen"},
}


def _slugs(dingen: Any) -> list[str]:
    return [ding.slug for ding in dingen]


# --- numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dag", "aantal"),
    [
        (date(2018, 1, 1), 308),
        (date(2018, 12, 31), 308),
        (date(2019, 1, 1), 300),
        (date(2024, 12, 31), 300),
        (date(2025, 1, 1), 285),
        (VANDAAG, 285),
        (date(2028, 1, 1), 285),
    ],
    ids=str,
)
@pytest.mark.usefixtures("gegevens")
def test_het_aantal_gemeenten_is_dat_van_de_dag(dag: date, aantal: int) -> None:
    gemeenten = Netwerk.op(dag).gemeenten
    assert len(gemeenten) == aantal
    assert {gemeente.nis_code for gemeente in gemeenten} == {rij["nis_code"] for rij in gemeenten_volgens_csv(dag)}


@pytest.mark.parametrize("dag", DAGEN, ids=str)
@pytest.mark.usefixtures("gegevens")
def test_wie_in_een_igs_zit_en_wie_niet_zijn_samen_allemaal(dag: date) -> None:
    netwerk = Netwerk.op(dag)
    verwacht = set(igs_per_gemeente(dag))
    assert {gemeente.nis_code for gemeente in netwerk.in_igs} == verwacht
    assert len(netwerk.in_igs) == len(verwacht)
    assert sorted([*netwerk.in_igs, *netwerk.zonder_igs], key=lambda g: g.nis_code) == sorted(
        netwerk.gemeenten, key=lambda g: g.nis_code
    )
    assert len(netwerk.in_igs) + len(netwerk.zonder_igs) == len(netwerk.gemeenten)


@pytest.mark.parametrize("dag", DAGEN, ids=str)
@pytest.mark.usefixtures("gegevens")
def test_inwoners_en_oppervlakte_zijn_de_optelsom_van_de_bestanden(dag: date) -> None:
    netwerk, rijen = Netwerk.op(dag), gemeenten_volgens_csv(dag)
    assert inwoners(netwerk.gemeenten) == sum(int(rij["inwoners"]) for rij in rijen)
    assert oppervlakte(netwerk.gemeenten) == sum(Decimal(rij["oppervlakte_km2"]) for rij in rijen)
    per_igs = sum(inwoners(lid.gemeente for lid in netwerk.leden_van(igs)) for igs in netwerk.alle_igs)
    assert per_igs == sum(int(csv_gemeenten()[c]["inwoners"]) * len(s) for c, s in igs_per_gemeente(dag).items())


@pytest.mark.usefixtures("gegevens")
def test_vlaanderen_telt_vandaag_wat_de_kennisnota_zegt() -> None:
    netwerk = Netwerk.op(VANDAAG)
    assert inwoners(netwerk.gemeenten) == 6_898_350
    assert round(oppervlakte(netwerk.gemeenten), 1) == Decimal("13625.9")
    per_provincie = Counter(gemeente.provincie for gemeente in netwerk.gemeenten)
    assert per_provincie == {
        "Antwerpen": 67,
        "Vlaams-Brabant": 63,
        "West-Vlaanderen": 62,
        "Oost-Vlaanderen": 55,
        "Limburg": 38,
    }


# --- IGS'en -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dag", "aantal"),
    [
        (date(2018, 1, 1), 0),
        (date(2019, 12, 31), 0),
        (date(2020, 1, 1), 19),
        (date(2024, 6, 1), 19),
        (date(2025, 12, 31), 19),
        (date(2026, 1, 1), 18),
        (VANDAAG, 18),
        (date(2027, 1, 1), 18),
        (date(2028, 1, 1), 18),
    ],
    ids=str,
)
@pytest.mark.usefixtures("gegevens")
def test_het_aantal_actieve_igs_is_dat_van_de_dag(dag: date, aantal: int) -> None:
    netwerk = Netwerk.op(dag)
    assert len(netwerk.actieve_igs) == aantal
    assert not set(netwerk.actieve_igs) & set(netwerk.gestopte_igs)


@pytest.mark.usefixtures("gegevens")
def test_ginter_is_gestopt_vanaf_de_eerste_dag_van_2026() -> None:
    eind = Netwerk.op(date(2025, 12, 31))
    ginter = next(igs for igs in eind.alle_igs if igs.slug == "ginter")
    assert (eind.gestopte_igs, len(eind.leden_van(ginter))) == ([], 8)
    for dag in (date(2026, 1, 1), VANDAAG, date(2028, 1, 1)):
        netwerk = Netwerk.op(dag)
        assert (_slugs(netwerk.gestopte_igs), netwerk.leden_van(ginter)) == (["ginter"], [])


@pytest.mark.parametrize(
    ("dag", "aantal"),
    [
        (date(2019, 12, 31), 0),
        (date(2020, 1, 1), 19),
        (date(2025, 12, 31), 19),
        (date(2026, 1, 1), 18),
        (date(2026, 12, 31), 18),
        (date(2027, 1, 1), 0),
        (date(2028, 1, 1), 0),
    ],
    ids=str,
)
@pytest.mark.usefixtures("gegevens")
def test_na_2026_is_geen_enkele_erkenning_bekend(dag: date, aantal: int) -> None:
    netwerk = Netwerk.op(dag)
    erkend = [igs for igs in netwerk.alle_igs if netwerk.erkenning_van(igs)]
    assert len(erkend) == aantal
    assert all(len(netwerk.erkenningen_van(igs)) == 1 for igs in netwerk.alle_igs)


@pytest.mark.django_db
def test_erkenningen_staan_in_volgorde_van_hun_begin() -> None:
    igs = maak_igs()
    laat = maak_erkenning(igs, date(2027, 1, 1), date(2032, 12, 31))
    vroeg = maak_erkenning(igs, date(2020, 1, 1), date(2026, 12, 31))
    netwerk = Netwerk.op(date(2027, 1, 1))
    assert netwerk.erkenningen_van(igs) == [vroeg, laat]
    assert netwerk.erkenning_van(igs) == laat


@pytest.mark.django_db
def test_een_igs_zonder_leden_op_die_dag_is_niet_actief() -> None:
    igs, gemeente = maak_igs("Later"), maak_gemeente("99001", "Ergens Later")
    maak_lid(igs, gemeente, date(2027, 1, 1))
    assert igs not in Netwerk.op(date(2026, 12, 31)).actieve_igs
    assert igs in Netwerk.op(date(2027, 1, 1)).actieve_igs


@pytest.mark.django_db
def test_een_gemeente_in_twee_igs_telt_een_keer() -> None:
    gemeente = maak_gemeente("99001", "Dubbel Lid")
    for naam in ("Eén", "Twee"):
        maak_lid(maak_igs(naam), gemeente)
    netwerk = Netwerk.op(VANDAAG)
    assert [lid.igs.naam for lid in netwerk.lidmaatschappen_van(gemeente)] == ["Eén", "Twee"]
    assert netwerk.in_igs.count(gemeente) == 1
    assert gemeente not in netwerk.zonder_igs


# --- regions ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dag", [date(2018, 6, 1), date(2020, 6, 1), date(2024, 6, 1), VANDAAG], ids=str)
@pytest.mark.usefixtures("gegevens")
def test_elke_gemeente_ligt_in_precies_een_van_de_vijftien_regios(dag: date) -> None:
    netwerk = Netwerk.op(dag)
    assert len(netwerk.regios) == 15
    per_regio = {regio.slug: {g.nis_code for g in netwerk.gemeenten_in(regio)} for regio in netwerk.regios}
    assert sum(map(len, per_regio.values())) == len(netwerk.gemeenten)
    for rij in gemeenten_volgens_csv(dag):
        assert [slug for slug, codes in per_regio.items() if rij["nis_code"] in codes] == [rij["referentieregio"]]


@pytest.mark.usefixtures("gegevens")
def test_elke_regio_telt_haar_gemeenten() -> None:
    netwerk = Netwerk.op(VANDAAG)
    assert {regio.slug: len(netwerk.gemeenten_in(regio)) for regio in netwerk.regios} == PER_REGIO


@pytest.mark.parametrize("dag", DAGEN, ids=str)
@pytest.mark.usefixtures("gegevens")
def test_elk_igs_telt_elke_regio_van_zijn_leden_een_keer(dag: date) -> None:
    netwerk, per_gemeente = Netwerk.op(dag), igs_per_gemeente(dag)
    for igs in netwerk.alle_igs:
        regios = _slugs(netwerk.regios_van(igs))
        verwacht = {
            csv_gemeenten()[code]["referentieregio"] for code, slugs in per_gemeente.items() if igs.slug in slugs
        }
        assert len(regios) == len(set(regios))
        assert set(regios) == verwacht
    for regio in netwerk.regios:
        hier = {igs.slug: {g.nis_code for g in gemeenten} for igs, gemeenten in netwerk.igs_in(regio)}
        in_regio = {c: s for c, s in per_gemeente.items() if csv_gemeenten()[c]["referentieregio"] == regio.slug}
        assert hier == {slug: {c for c, s in in_regio.items() if slug in s} for s in in_regio.values() for slug in s}


@pytest.mark.usefixtures("gegevens")
def test_vier_igs_liggen_over_een_regiogrens() -> None:
    netwerk = Netwerk.op(VANDAAG)
    over = {igs.slug: set(_slugs(r)) for igs in netwerk.actieve_igs if len(r := netwerk.regios_van(igs)) > 1}
    assert over == OVER_DE_GRENS


@pytest.mark.usefixtures("gegevens")
def test_ginter_lag_in_drie_regios() -> None:
    netwerk = Netwerk.op(date(2024, 6, 1))
    ginter = next(igs for igs in netwerk.alle_igs if igs.slug == "ginter")
    assert set(_slugs(netwerk.regios_van(ginter))) == {"brugge", "middenkust", "westhoek"}


# --- neighbours and cells ---------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("gegevens")
def test_buren_zijn_wederzijds_en_die_van_de_bestanden() -> None:
    netwerk = Netwerk.op(VANDAAG)
    paren = {(g.nis_code, buur.nis_code) for g in netwerk.gemeenten for buur in netwerk.buren(g)}
    in_csv = {(rij["nis_a"], rij["nis_b"]) for rij in csv_rijen("buurgemeenten")}
    assert len(in_csv) == 754
    assert paren == in_csv | {(b, a) for a, b in in_csv}
    assert all(a != b for a, b in paren)


@pytest.mark.usefixtures("gegevens")
def test_enkel_voeren_heeft_geen_vlaamse_buur() -> None:
    netwerk = Netwerk.op(VANDAAG)
    assert [gemeente.naam for gemeente in netwerk.gemeenten if not netwerk.buren(gemeente)] == ["Voeren"]


@pytest.mark.usefixtures("gegevens")
def test_een_vroegere_gemeente_heeft_de_buren_van_haar_opvolger() -> None:
    netwerk = Netwerk.op(VANDAAG)
    borsbeek, antwerpen = netwerk.alle_gemeenten["11007"], netwerk.alle_gemeenten["11002"]
    assert netwerk.cel(borsbeek) == antwerpen
    assert netwerk.buren(borsbeek) == netwerk.buren(antwerpen)


@pytest.mark.parametrize("dag", DAGEN, ids=str)
@pytest.mark.usefixtures("gegevens")
def test_elke_gemeente_van_de_dag_ligt_in_een_cel_van_vandaag(dag: date) -> None:
    netwerk = Netwerk.op(dag)
    assert set(netwerk.op_cel) == {gemeente.nis_code for gemeente in netwerk.huidige}
    delen = [deel for delen in netwerk.op_cel.values() for deel in delen]
    assert len(delen) == len(netwerk.gemeenten)
    assert set(delen) == set(netwerk.gemeenten)


def _cel_volgens_csv(code: str) -> str:
    while opvolger := csv_gemeenten()[code]["opgegaan_in_nis"]:
        code = opvolger
    return code


@pytest.mark.parametrize("dag", [date(2024, 6, 1), VANDAAG], ids=str)
@pytest.mark.usefixtures("gegevens")
def test_buur_igs_raken_elkaar_of_delen_een_lid(dag: date) -> None:
    cellen: dict[str, set[str]] = defaultdict(set)
    for code, slugs in igs_per_gemeente(dag).items():
        for slug in slugs:
            cellen[slug].add(_cel_volgens_csv(code))
    paren = {(rij["nis_a"], rij["nis_b"]) for rij in csv_rijen("buurgemeenten")}
    verwacht = {
        slug: {
            ander
            for ander, hun in cellen.items()
            if ander != slug and (eigen & hun or any((a, b) in paren or (b, a) in paren for a in eigen for b in hun))
        }
        for slug, eigen in cellen.items()
    }
    netwerk = Netwerk.op(dag)
    assert {igs.slug: set(_slugs(netwerk.buur_igs(igs))) for igs in netwerk.actieve_igs} == verwacht
    assert all(slug in verwacht[ander] for slug, anderen in verwacht.items() for ander in anderen)


@pytest.mark.django_db
def test_igs_met_een_gedeeld_lid_zijn_buren() -> None:
    gemeente = maak_gemeente("99001", "Dubbel Lid")
    een, twee = maak_igs("Eén"), maak_igs("Twee")
    for igs in (een, twee):
        maak_lid(igs, gemeente)
    assert Netwerk.op(VANDAAG).buur_igs(een) == [twee]


# --- queries ----------------------------------------------------------------------------------------------------------


def _vraag_alles(netwerk: Netwerk) -> None:
    """Everything that a page may ask."""
    for igs in netwerk.alle_igs:
        netwerk.leden_van(igs), netwerk.regios_van(igs), netwerk.erkenningen_van(igs), netwerk.buur_igs(igs)
        assert igs.zetel is None or igs.zetel.naam
    for regio in netwerk.regios:
        netwerk.igs_in(regio), netwerk.gemeenten_in(regio)
    for gemeente in netwerk.gemeenten:
        netwerk.buren(gemeente), netwerk.cel(gemeente), netwerk.lidmaatschappen_van(gemeente)
        assert gemeente.referentieregio.naam
    assert all(str(lidmaatschap) for lidmaatschap in netwerk.lidmaatschappen)
    assert len(netwerk.in_igs) + len(netwerk.zonder_igs) == len(netwerk.gemeenten)


@pytest.mark.usefixtures("gegevens")
def test_het_hele_netwerk_kost_zes_vragen(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(6):
        netwerk = Netwerk.op(VANDAAG)
        _vraag_alles(netwerk)
        _vraag_alles(netwerk.op_andere_dag(date(2020, 6, 1)))


@pytest.mark.parametrize("aantal", [1, 20])
@pytest.mark.django_db
def test_een_klein_netwerk_kost_evenveel_vragen_als_een_groot(django_assert_num_queries: Any, aantal: int) -> None:
    regio = maak_regio("Klein")
    gemeenten = [maak_gemeente(f"990{i:02}", f"Plek {i}", regio) for i in range(aantal + 1)]
    for i, gemeente in enumerate(gemeenten):
        igs = maak_igs(f"Netwerk {i}", zetel=gemeente)
        maak_lid(igs, gemeente)
        maak_erkenning(igs, date(2020, 1, 1), date(2026, 12, 31))
    for een, ander in pairwise(gemeenten):
        Buurpaar.objects.create(a=een, b=ander)
    with django_assert_num_queries(6):
        _vraag_alles(Netwerk.op(VANDAAG))


@pytest.mark.usefixtures("gegevens")
def test_een_andere_dag_verandert_het_oorspronkelijke_netwerk_niet() -> None:
    netwerk = Netwerk.op(VANDAAG)
    voor = list(netwerk.leden)
    toen = netwerk.op_andere_dag(date(2024, 6, 1))
    assert len(toen.gemeenten) == 300
    assert len(netwerk.gemeenten) == 285
    assert netwerk.leden == voor


@pytest.mark.django_db
def test_een_leeg_netwerk_geeft_lege_lijsten() -> None:
    leeg = Netwerk(VANDAAG, {}, [], [], [])
    assert (leeg.gemeenten, leeg.in_igs, leeg.zonder_igs, leeg.actieve_igs) == ([], [], [], [])
    assert leeg.op_cel == {}
    assert leeg.gemeenten_in(Referentieregio(pk=1)) == []
    assert (inwoners([]), oppervlakte([])) == (0, Decimal(0))
