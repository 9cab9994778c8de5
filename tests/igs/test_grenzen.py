"""Reading official shapes: four squares of ten kilometres in three coordinate systems, and every way to go wrong."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import shapely
from pyproj import Transformer

from igs.grenzen import GrenzenFout, lees_grenzen
from igs.kaart_tekenen import als_kaart

BESTAANDE = {"11001": "Noordwest", "12002": "Noordoost", "23003": "Zuidwest", "44004": "Zuidoost"}
HOEKEN = {"11001": (140, 200), "12002": (150, 200), "23003": (140, 190), "44004": (150, 190)}
"""Lower left corners in Lambert 72, in km."""

Inhoud = dict[str, Any]
Schrijf = Callable[[Any], Path]


def _ring(code: str, epsg: int) -> list[list[float]]:
    x, y = (1000 * getal for getal in HOEKEN[code])
    hoeken = [(x, y), (x + 10_000, y), (x + 10_000, y + 10_000), (x, y + 10_000), (x, y)]
    zet_om = Transformer.from_crs(31370, epsg, always_xy=True).transform
    return [list(zet_om(*hoek)) for hoek in hoeken]


def _rij(code: str, epsg: int = 31370) -> Inhoud:
    vorm = {"type": "Polygon", "coordinates": [_ring(code, epsg)]}
    return {"type": "Feature", "properties": {"NISCODE": code, "NAAM": BESTAANDE[code]}, "geometry": vorm}


def _vierkanten(epsg: int = 31370, crs: str = "") -> Inhoud:
    inhoud: Inhoud = {"type": "FeatureCollection", "features": [_rij(code, epsg) for code in BESTAANDE]}
    if crs:
        inhoud["crs"] = {"type": "name", "properties": {"name": crs}}
    return inhoud


@pytest.fixture
def schrijf(tmp_path: Path) -> Schrijf:
    def doe(inhoud: Any) -> Path:
        pad = tmp_path / "grenzen.geojson"
        ruw = inhoud if isinstance(inhoud, bytes | str) else json.dumps(inhoud)
        pad.write_bytes(ruw.encode() if isinstance(ruw, str) else ruw)
        return pad

    return doe


def _weiger(pad: Path, reden: str) -> str:
    with pytest.raises(GrenzenFout, match=reden) as fout:
        lees_grenzen(pad, BESTAANDE)
    return str(fout.value)


# What is read


@pytest.mark.parametrize(
    ("epsg", "crs", "naam"),
    [
        (4326, "", "WGS84"),
        (4326, "urn:ogc:def:crs:OGC:1.3:CRS84", "WGS84"),
        (4326, "urn:ogc:def:crs:EPSG::4326", "WGS84"),
        (4326, "urn:ogc:def:crs:EPSG::4258", "WGS84"),
        (31370, "", "Lambert 72"),
        (31370, "urn:ogc:def:crs:EPSG::31370", "Lambert 72"),
        (31370, "urn:ogc:def:crs:EPSG:6.9:31370", "Lambert 72"),
        (31370, "http://www.opengis.net/def/crs/EPSG/0/31370", "Lambert 72"),
        (3812, "", "Lambert 2008"),
        (3812, "EPSG:3812", "Lambert 2008"),
    ],
)
def test_elk_stelsel_geeft_dezelfde_vierkanten(schrijf: Schrijf, epsg: int, crs: str, naam: str) -> None:
    grenzen = lees_grenzen(schrijf(_vierkanten(epsg, crs)), BESTAANDE)
    assert grenzen.stelsel == naam
    assert list(grenzen.vormen) == sorted(BESTAANDE)
    for vorm in grenzen.vormen.values():
        assert vorm.area == pytest.approx(100, rel=0.01)
    # Lambert 72 (150, 200) km lies just north-east of Antwerp-south: 4.37 E, 51.11 N.
    midden = shapely.union_all(list(grenzen.vormen.values())).centroid
    assert (midden.x, midden.y) == (pytest.approx(4.7, abs=0.2), pytest.approx(12.2, abs=0.2))


def test_ingelezen_vormen_worden_een_kaart_zonder_gaten(schrijf: Schrijf) -> None:
    vormen = lees_grenzen(schrijf(_vierkanten(4326)), BESTAANDE).vormen
    kaart = als_kaart(vormen, dict.fromkeys(BESTAANDE, "a"), bron="Iemand", schematisch=False, toestand="2025-01-01")
    assert kaart["schematisch"] is False
    assert len(kaart["cellen"]) == 4
    assert kaart["omtrek"].count("m") == 1


@pytest.mark.parametrize("veld", ["NISCODE", "niscode", "CNIS5_2025", "cnis5_2026", "nis_code", "Nis_Code"])
@pytest.mark.parametrize("als", [str, int, float, lambda code: f" {code} "])
def test_de_nis_code_mag_onder_elke_naam_als_tekst_of_getal(
    schrijf: Schrijf, veld: str, als: Callable[[str], Any]
) -> None:
    inhoud = _vierkanten()
    for rij in inhoud["features"]:
        rij["properties"] = {"NAAM": "x", veld: als(rij["properties"]["NISCODE"])}
    assert set(lees_grenzen(schrijf(inhoud), BESTAANDE).vormen) == set(BESTAANDE)


def test_rijen_met_dezelfde_code_worden_een_vorm(schrijf: Schrijf) -> None:
    inhoud = _vierkanten()
    for rij in inhoud["features"]:
        rij["properties"]["NISCODE"] = "11001"
    vormen = lees_grenzen(schrijf(inhoud), {"11001": "Samen"}).vormen
    assert vormen["11001"].geom_type == "Polygon"
    assert vormen["11001"].area == pytest.approx(400, rel=0.01)


def test_codes_van_elders_vallen_weg_en_worden_geteld(schrijf: Schrijf) -> None:
    inhoud = _vierkanten()
    brussel, zonder = _rij("11001"), _rij("11001")
    brussel["properties"]["NISCODE"] = 21004
    brussel["geometry"] = None
    zonder["properties"] = None
    inhoud["features"] += [brussel, zonder]
    grenzen = lees_grenzen(schrijf(inhoud), BESTAANDE)
    assert grenzen.weggelaten == 2
    assert set(grenzen.vormen) == set(BESTAANDE)


def test_meerdere_vlakken_en_hoogtes_mogen(schrijf: Schrijf) -> None:
    inhoud = _vierkanten()
    ring = [[*punt, 12.0] for punt in _ring("11001", 31370)]
    inhoud["features"][0]["geometry"] = {"type": "MultiPolygon", "coordinates": [[ring]]}
    vorm = lees_grenzen(schrijf(inhoud), BESTAANDE).vormen["11001"]
    assert not vorm.has_z


def test_een_bom_vooraan_mag(schrijf: Schrijf) -> None:
    assert lees_grenzen(schrijf(b"\xef\xbb\xbf" + json.dumps(_vierkanten()).encode()), BESTAANDE).vormen


def test_een_rand_die_zichzelf_raakt_wordt_hersteld_en_gemeld(schrijf: Schrijf) -> None:
    inhoud = _vierkanten()
    x, y = 140_000, 200_000
    # The ring runs out of the corner into a loop of a few metres and back through itself.
    lus = [[x + 9_998, y + 10_000], [x + 10_000, y + 10_003], [x + 9_998, y + 10_003], [x + 10_000, y + 10_000]]
    inhoud["features"][0]["geometry"]["coordinates"] = [
        [[x, y], [x + 10_000, y], *reversed(lus), [x, y + 10_000], [x, y]]
    ]
    grenzen = lees_grenzen(schrijf(inhoud), BESTAANDE)
    assert grenzen.hersteld == ["Noordwest (11001)"]
    assert grenzen.vormen["11001"].is_valid


# What is refused


def test_een_bestand_dat_er_niet_is_wordt_geweigerd(tmp_path: Path) -> None:
    _weiger(tmp_path / "weg.geojson", "kan niet gelezen worden")


def test_een_map_wordt_geweigerd(tmp_path: Path) -> None:
    _weiger(tmp_path, "kan niet gelezen worden")


@pytest.mark.parametrize("ruw", [b"", b"  \n"])
def test_een_leeg_bestand_wordt_geweigerd(schrijf: Schrijf, ruw: bytes) -> None:
    _weiger(schrijf(ruw), "Het bestand is leeg")


@pytest.mark.parametrize(
    "ruw", [json.dumps(_vierkanten()).encode("utf-16"), b"PK\x03\x04\xff\xfe", "één".encode("latin-1")]
)
def test_een_andere_tekenset_wordt_geweigerd(schrijf: Schrijf, ruw: bytes) -> None:
    _weiger(schrijf(ruw), "UTF-8")


@pytest.mark.parametrize("ruw", ["geen json", "{", "[" * 100_000, '{"type": NaN}'])
def test_wat_geen_json_is_wordt_geweigerd(schrijf: Schrijf, ruw: str) -> None:
    _weiger(schrijf(ruw), "geen GeoJSON")


@pytest.mark.parametrize("inhoud", [[], 3, {}, {"type": "Topology"}, _rij("11001")])
def test_json_zonder_verzameling_wordt_geweigerd(schrijf: Schrijf, inhoud: Any) -> None:
    _weiger(schrijf(inhoud), "geen GeoJSON met een FeatureCollection")


@pytest.mark.parametrize("rijen", [None, [], {}])
def test_een_verzameling_zonder_vormen_wordt_geweigerd(schrijf: Schrijf, rijen: Any) -> None:
    _weiger(schrijf({"type": "FeatureCollection", "features": rijen}), "geen enkele vorm")


def test_een_onderdeel_dat_geen_vorm_is_wordt_geweigerd(schrijf: Schrijf) -> None:
    _weiger(schrijf({"type": "FeatureCollection", "features": ["x"]}), "niet elk onderdeel")


@pytest.mark.parametrize("eigenschappen", [None, {}, {"NAAM": "Aalst"}, {"NISCODE": "Aalst"}, {"NISCODE": True}])
def test_vormen_zonder_nis_code_worden_geweigerd(schrijf: Schrijf, eigenschappen: Any) -> None:
    inhoud = _vierkanten()
    for rij in inhoud["features"]:
        rij["properties"] = eigenschappen
    _weiger(schrijf(inhoud), "Geen enkele vorm heeft een NIS-code")


def test_ontbrekende_gemeenten_worden_genoemd(schrijf: Schrijf) -> None:
    inhoud = _vierkanten()
    del inhoud["features"][1:3]
    melding = _weiger(schrijf(inhoud), "ontbreken")
    assert "Noordoost (12002), Zuidwest (23003)" in melding
    assert "Zuidoost" not in melding


def test_heel_veel_ontbrekende_gemeenten_worden_ingekort(schrijf: Schrijf) -> None:
    bestaande = BESTAANDE | {str(code): "x" for code in range(70000, 70030)}
    with pytest.raises(GrenzenFout, match="en nog 10 andere"):
        lees_grenzen(schrijf(_vierkanten()), bestaande)


@pytest.mark.parametrize("soort", ["Point", "LineString", "GeometryCollection", None])
def test_punten_en_lijnen_worden_geweigerd(schrijf: Schrijf, soort: str | None) -> None:
    inhoud = _vierkanten()
    inhoud["features"][2]["geometry"] = {"type": soort, "coordinates": [145_000, 195_000]}
    _weiger(schrijf(inhoud), rf"Zuidwest \(23003\) is een {soort}; verwacht een Polygon")


def test_een_ontbrekende_vorm_wordt_geweigerd(schrijf: Schrijf) -> None:
    inhoud = _vierkanten()
    inhoud["features"][2]["geometry"] = None
    _weiger(schrijf(inhoud), r"Zuidwest \(23003\) ontbreekt")


@pytest.mark.parametrize("coordinaten", [None, 3, "x", [[]], [[[1]]], [[[1, 2], [3, 4]]], [[["a", "b"]] * 4], [[[{}]]]])
def test_onleesbare_coordinaten_worden_geweigerd(schrijf: Schrijf, coordinaten: Any) -> None:
    inhoud = _vierkanten()
    inhoud["features"][0]["geometry"]["coordinates"] = coordinaten
    _weiger(schrijf(inhoud), r"Noordwest \(11001\)")


def test_oneindige_coordinaten_worden_geweigerd(schrijf: Schrijf) -> None:
    inhoud = _vierkanten()
    inhoud["features"][0]["geometry"]["coordinates"][0][1] = ["veel", 200_000]
    _weiger(
        schrijf(json.dumps(inhoud).replace('"veel"', "1e999")),
        r"Noordwest \(11001\) is leeg of bevat een onmogelijk getal",
    )


def test_een_zandloper_is_stuk_en_wordt_met_code_en_reden_genoemd(schrijf: Schrijf) -> None:
    inhoud = _vierkanten()
    a, b, c, d, _ = _ring("11001", 31370)
    inhoud["features"][0]["geometry"]["coordinates"] = [[a, b, d, c, a]]
    _weiger(schrijf(inhoud), r"Noordwest \(11001\) is stuk: Self-intersection")


def test_gemeenten_die_elkaar_overlappen_worden_genoemd(schrijf: Schrijf) -> None:
    inhoud = _vierkanten()
    inhoud["features"][1]["geometry"] = deepcopy(inhoud["features"][0]["geometry"])
    _weiger(schrijf(inhoud), "overlappen elkaar: Noordwest en Noordoost")


@pytest.mark.parametrize("crs", ["", "urn:ogc:def:crs:EPSG::4326"])
def test_omgewisselde_graden_worden_herkend(schrijf: Schrijf, crs: str) -> None:
    inhoud = _vierkanten(4326, crs)
    for rij in inhoud["features"]:
        rij["geometry"]["coordinates"] = [[punt[::-1] for punt in rij["geometry"]["coordinates"][0]]]
    _weiger(schrijf(inhoud), "omgewisseld")


def test_een_onbekend_stelsel_wordt_genoemd(schrijf: Schrijf) -> None:
    _weiger(schrijf(_vierkanten(3857, "urn:ogc:def:crs:EPSG::3857")), "EPSG:3857; bruikbaar zijn WGS84")


def test_een_stelsel_dat_niet_bij_de_getallen_past_wordt_geweigerd(schrijf: Schrijf) -> None:
    _weiger(schrijf(_vierkanten(31370, "EPSG:3812")), "in Lambert 2008 niet in Vlaanderen")


def test_vormen_buiten_vlaanderen_worden_geweigerd(schrijf: Schrijf) -> None:
    _weiger(schrijf(_vierkanten(3857)), "niet in Vlaanderen")
