"""The drawing of the cell map is measured against the true neighbours and areas, before and after rounding."""

import csv
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import pytest
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon, box

from igs import kaart_tekenen
from igs.kaart_tekenen import KaartFout, Kaartpunt, als_kaart, cellen, gedeelde_grenzen, lees_punten, naar_vlak

GEGEVENS = Path(kaart_tekenen.__file__).parent / "gegevens"
HERSTAPPE, DROGENBOS, MESEN, VOEREN = "73028", "23098", "33016", "73109"
Vormen = dict[str, Any]


def _lees(naam: str) -> list[dict[str, str]]:
    with (GEGEVENS / naam).open(encoding="utf-8", newline="") as bestand:
        return list(csv.DictReader(bestand))


def _ringen(pad: str) -> list[list[tuple[int, int]]]:
    """Read a path back into lines of absolute points, closed ones closed."""
    assert re.fullmatch(r"(m-?\d+[ -]\d+l[\d -]+z?)*", pad)
    ringen, x, y = [], 0, 0
    for deel in re.findall(r"m[^m]+", pad):
        getallen = [int(getal) for getal in re.findall(r"-?\d+", deel)]
        ring = []
        for dx, dy in zip(getallen[::2], getallen[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        if deel.endswith("z"):
            x, y = ring[0]
            ring.append(ring[0])
        ringen.append(ring)
    return ringen


def _vorm(pad: str) -> Any:
    """Read a path back into a shape, as a browser fills it: rings that turn the other way are holes."""
    ringen = _ringen(pad)
    assert all(ring[0] == ring[-1] for ring in ringen)
    buiten = [ring for ring in ringen if shapely.is_ccw(shapely.linearrings(ring))]
    gaten = [ring for ring in ringen if ring not in buiten]
    return shapely.union_all([Polygon(ring) for ring in buiten]) - shapely.union_all([Polygon(gat) for gat in gaten])


@pytest.fixture(scope="session")
def gemeenten() -> dict[str, dict[str, str]]:
    return {rij["nis_code"]: rij for rij in _lees("gemeenten.csv") if not rij["bestaat_tot"]}


@pytest.fixture(scope="session")
def regio_van(gemeenten: dict[str, dict[str, str]]) -> dict[str, str]:
    return {code: rij["referentieregio"] for code, rij in gemeenten.items()}


@cache
def getekende_cellen() -> Vormen:
    """Draw once for all tests: it takes seconds."""
    return cellen(lees_punten(GEGEVENS / "kaartpunten.csv"))


@pytest.fixture(scope="session")
def vormen() -> Vormen:
    return getekende_cellen()


@pytest.fixture(scope="session")
def kaart(vormen: Vormen, regio_van: dict[str, str]) -> dict[str, Any]:
    return als_kaart(vormen, regio_van, bron="een bron", schematisch=True, toestand="2025-01-01")


@pytest.fixture(scope="session")
def afgerond(kaart: dict[str, Any]) -> Vormen:
    return {code: _vorm(cel["d"]) for code, cel in kaart["cellen"].items()}


# Before rounding


def test_elke_bestaande_gemeente_heeft_een_onverdeelde_cel(vormen: Vormen, gemeenten: Vormen) -> None:
    assert list(vormen) == sorted(gemeenten)
    assert all(isinstance(vorm, Polygon) and not vorm.interiors for vorm in vormen.values())


def test_cellen_overlappen_niet_en_delen_hun_hoekpunten(vormen: Vormen) -> None:
    assert shapely.coverage_is_valid(list(vormen.values()))


def test_bijna_alle_echte_buren_delen_meer_dan_150_meter(vormen: Vormen) -> None:
    buren = {tuple(sorted((rij["nis_a"], rij["nis_b"]))) for rij in _lees("buurgemeenten.csv")}
    getekend = {paar for paar, lengte in gedeelde_grenzen(vormen).items() if lengte > 0.15}
    assert len(buren) == 754
    assert len(getekend & buren) >= 0.97 * len(buren)
    assert len(getekend - buren) <= 20


def test_oppervlakten_kloppen_op_een_procent_na(vormen: Vormen, gemeenten: Vormen) -> None:
    fouten = {code: abs(vormen[code].area / float(rij["oppervlakte_km2"]) - 1) for code, rij in gemeenten.items()}
    assert median(fouten.values()) <= 0.01
    assert max(fouten.values()) <= 0.15


def test_elke_regio_is_een_stuk_behalve_limburg_met_voeren_apart(vormen: Vormen, regio_van: dict[str, str]) -> None:
    stukken = kaart_tekenen.stukken_per_regio(vormen, regio_van)
    assert len(stukken) == 15
    assert {regio: aantal for regio, aantal in stukken.items() if aantal != 1} == {"limburg": 2}


def test_brussel_is_een_gat_in_de_kaart(vormen: Vormen) -> None:
    vasteland = max(shapely.get_parts(shapely.coverage_union_all(list(vormen.values()))), key=shapely.area)
    (gat,) = vasteland.interiors
    grote_markt = Point(naar_vlak([(4.3525, 50.8467)])[0])
    assert Polygon(gat).contains(grote_markt)
    assert Polygon(gat).area == pytest.approx(162, rel=0.03)


# After rounding


def test_elke_cel_overleeft_het_afronden(afgerond: Vormen, gemeenten: Vormen) -> None:
    assert set(afgerond) == set(gemeenten)
    assert all(vorm.is_valid and isinstance(vorm, Polygon) for vorm in afgerond.values())
    assert min(vorm.area for vorm in afgerond.values()) >= 20
    assert all(afgerond[code].area >= 60 for code in (HERSTAPPE, DROGENBOS, MESEN))


def test_afgeronde_cellen_overlappen_niet_en_delen_hun_hoekpunten(afgerond: Vormen) -> None:
    assert shapely.coverage_is_valid(list(afgerond.values()))


def test_afronden_maakt_geen_andere_gaten_dan_brussel(afgerond: Vormen) -> None:
    delen = shapely.get_parts(shapely.coverage_union_all(list(afgerond.values())))
    assert sorted(len(deel.interiors) for deel in delen) == [0, 1]


def test_afronden_verplaatst_geen_grens_meer_dan_enkele_eenheden(
    afgerond: Vormen, vormen: Vormen, kaart: dict[str, Any]
) -> None:
    links, _, rechts, boven = shapely.total_bounds(list(vormen.values()))
    schaal = (kaart["breedte"] - 2 * kaart_tekenen.MARGE) / (rechts - links)
    for code, vorm in vormen.items():
        geschaald = shapely.transform(vorm, lambda xy: (xy - [links, boven]) * [schaal, -schaal] + kaart_tekenen.MARGE)
        assert shapely.hausdorff_distance(geschaald, afgerond[code]) < 5, code


def test_afronden_houdt_de_regios_heel(afgerond: Vormen, regio_van: dict[str, str]) -> None:
    stukken = kaart_tekenen.stukken_per_regio(afgerond, regio_van)
    assert sum(stukken.values()) == 16


def test_dikke_lijnen_en_voeren_vallen_binnen_het_kader(kaart: dict[str, Any]) -> None:
    kaders = [cel["kader"] for cel in kaart["cellen"].values()]
    assert min(kader[0] for kader in kaders) >= 4
    assert min(kader[1] for kader in kaders) >= 4
    assert max(kader[2] for kader in kaders) <= kaart["breedte"] - 4
    assert max(kader[3] for kader in kaders) <= kaart["hoogte"] - 4
    assert kaart["cellen"][VOEREN]["kader"][2] == max(kader[2] for kader in kaders)


def test_kader_oppervlakte_en_labelpunt_horen_bij_het_pad(kaart: dict[str, Any], afgerond: Vormen) -> None:
    for code, cel in kaart["cellen"].items():
        vorm = afgerond[code]
        assert tuple(cel["kader"]) == vorm.bounds
        assert cel["opp"] == round(vorm.area)
        assert vorm.contains(Point(cel["punt"])), code
        assert 1 <= cel["straal"] <= vorm.exterior.distance(Point(cel["punt"])), code


def test_noord_ligt_boven(kaart: dict[str, Any]) -> None:
    essen, pajottegem = kaart["cellen"]["11016"], kaart["cellen"]["23106"]
    assert essen["punt"][1] < pajottegem["punt"][1]


def test_regiogrenzen_staan_er_elk_een_keer_en_enkel_tussen_regios(
    kaart: dict[str, Any], afgerond: Vormen, regio_van: dict[str, str]
) -> None:
    lijnen = shapely.multilinestrings([LineString(lijn) for lijn in _ringen(kaart["regiogrenzen"])])
    per_regio: dict[str, list[Any]] = {}
    for code, vorm in afgerond.items():
        per_regio.setdefault(regio_van[code], []).append(vorm)
    regios = [shapely.coverage_union_all(delen) for delen in per_regio.values()]
    omtrek = shapely.coverage_union_all(list(afgerond.values())).boundary
    # Both sides of every border between regions, and the outside once.
    assert sum(regio.length for regio in regios) == pytest.approx(2 * lijnen.length + omtrek.length)
    assert len(lijnen.geoms) <= 40
    assert shapely.union_all(lijnen).length == pytest.approx(lijnen.length)


def test_omtrek_is_de_rand_van_alle_cellen_samen(kaart: dict[str, Any], afgerond: Vormen) -> None:
    assert _vorm(kaart["omtrek"]).equals(shapely.coverage_union_all(list(afgerond.values())))


# Small drawings


def _punten(*plaatsen: tuple[str, float, float]) -> list[Kaartpunt]:
    return [Kaartpunt(code, lat, lon, 0.0, 100.0) for code, lat, lon in plaatsen]


def test_meer_gewicht_geeft_een_grotere_cel() -> None:
    links, rechts = _punten(("11001", 51.0, 4.30), ("11002", 51.0, 4.45))
    gelijk = cellen([links, rechts])
    zwaarder = cellen([links._replace(gewicht=40.0), rechts])
    assert gelijk["11001"].area == pytest.approx(gelijk["11002"].area, rel=0.05)
    assert zwaarder["11001"].area > 1.1 * gelijk["11001"].area


def test_punten_van_brussel_krijgen_geen_cel() -> None:
    assert list(cellen(_punten(("11001", 51.0, 4.3), ("21004", 51.0, 4.45)))) == ["11001"]


@pytest.fixture
def kaart_van() -> Callable[[Vormen], dict[str, Any]]:
    def maak(vormen: Vormen) -> dict[str, Any]:
        return als_kaart(vormen, dict.fromkeys(vormen, "a"), bron="", schematisch=False, toestand="2025-01-01")

    return maak


def test_een_hoekpunt_halverwege_een_zijde_komt_in_beide_cellen(kaart_van: Callable[[Vormen], Any]) -> None:
    cellen_ = kaart_van({"1": box(0, 0, 100, 50), "2": box(0, 50, 37, 90), "3": box(37, 50, 100, 90)})["cellen"]
    een, twee, drie = (set(_ringen(cellen_[code]["d"])[0]) for code in "123")
    assert len(een & twee & drie) == 1


def test_exclaves_en_gaten_blijven_in_het_pad(kaart_van: Callable[[Vormen], Any]) -> None:
    met_gat = box(0, 0, 100, 100) - box(30, 30, 60, 60)
    delen = MultiPolygon([met_gat, box(120, 0, 130, 10)])
    pad = kaart_van({"1": delen, "2": box(30, 30, 60, 60)})["cellen"]["1"]["d"]
    assert len(_ringen(pad)) == 3
    assert len(shapely.get_parts(_vorm(pad))) == 2


def test_een_kaart_met_een_regio_heeft_geen_regiogrenzen(kaart_van: Callable[[Vormen], Any]) -> None:
    assert kaart_van({"1": box(0, 0, 10, 10), "2": box(10, 0, 20, 10)})["regiogrenzen"] == ""


def test_een_smalle_kier_tussen_buren_wordt_gesloten(kaart_van: Callable[[Vormen], Any]) -> None:
    kaart = kaart_van({"1": box(0, 0, 99.99, 100), "2": box(100, 0, 200, 100)})
    samen = shapely.coverage_union_all([_vorm(cel["d"]) for cel in kaart["cellen"].values()])
    assert isinstance(samen, Polygon)


def test_een_gemeente_die_wegvalt_wordt_genoemd(kaart_van: Callable[[Vormen], Any]) -> None:
    with pytest.raises(KaartFout, match="Te klein om te tekenen: 2"):
        kaart_van({"1": box(0, 0, 100, 100), "2": box(150, 50, 150.01, 50.01)})
