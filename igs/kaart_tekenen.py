"""Draw the map of the municipalities: from points to cells, and from shapes to the map the site stores.

Two steps that know nothing of Django or the database:

* `cellen` turns weighted points into one schematic cell per municipality (a power diagram inside an outline that is
  itself made from the points), in a plane in kilometres;
* `als_kaart` turns shapes in that plane, schematic or official, into SVG paths on whole units in which neighbours
  share exactly the same vertices.

Needs the dependency group `kaart`. The result is stored, so a running site never needs this module.
"""

import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from scipy.spatial import ConvexHull
from shapely import LineString, MultiPolygon, Polygon

Vorm: TypeAlias = Polygon | MultiPolygon
Getallen: TypeAlias = npt.NDArray[np.float64]
Zijde: TypeAlias = tuple[tuple[float, float], tuple[float, float]]

BRUSSEL = "21"
"""First digits of the NIS codes of the Brussels municipalities: they have points, but stay a hole in the map."""

# The outline, in km and km2.
SLUITEN = 3.0
OPENEN = 1.2
KLEINSTE_DEEL = 3.0
OMTREK_VEREENVOUDIGING = 0.9
HOEK_AFSNIJDEN = 0.2

VERRE_PUNTEN = 24
VERRE_AFSTAND = 1000.0
NAAD = 0.004

# The stored map: whole units, 1600 of them from left to right.
BREEDTE = 1600
MARGE = 8
VEREENVOUDIGING = 2.0
KIER = 0.3


class KaartFout(Exception):
    """A map cannot be drawn; the message is a Dutch sentence for the operator."""


class Kaartpunt(NamedTuple):
    """A point that stands for a part of a municipality: degrees WGS84, weight and area in km2."""

    nis_code: str
    lat: float
    lon: float
    gewicht: float
    oppervlakte: float


def lees_punten(pad: Path) -> list[Kaartpunt]:
    """Read `kaartpunten.csv`."""
    with pad.open(encoding="utf-8", newline="") as bestand:
        return [
            Kaartpunt(
                rij["nis_code"],
                float(rij["lat"]),
                float(rij["lon"]),
                float(rij["gewicht"]),
                float(rij["oppervlakte_km2"]),
            )
            for rij in csv.DictReader(bestand)
        ]


def naar_vlak(lonlat: npt.ArrayLike) -> Getallen:
    """Put rows of (lon, lat) in degrees on the plane of the map: km east and north of 4.3 E, 51 N.

    A plain cylinder with the true scale at 51.05 N: over Flanders it is off by less than half a percent.
    """
    graden = np.asarray(lonlat, dtype=float)
    x = 111.32 * math.cos(math.radians(51.05)) * (graden[:, 0] - 4.3)
    y = 111.25 * (graden[:, 1] - 51.0)
    return np.column_stack([x, y])


# From points to cells


def cellen(punten: Sequence[Kaartpunt]) -> dict[str, Vorm]:
    """Give every municipality its cell in the km plane, sorted by NIS code; Brussels is left out.

    The cells form a coverage: they do not overlap, and neighbours share their vertices.
    """
    plaats = naar_vlak([(punt.lon, punt.lat) for punt in punten])
    gewicht = np.array([punt.gewicht for punt in punten])
    oppervlakte = np.array([punt.oppervlakte for punt in punten])
    stukken: defaultdict[str, list[Polygon]] = defaultdict(list)
    delen = shapely.get_parts(_omtrek(plaats, oppervlakte, speling=0.01))
    dichtste = np.array([shapely.distance(shapely.points(plaats), deel) for deel in delen]).argmin(axis=0)
    for deel in range(len(delen)):
        eigen = np.flatnonzero(dichtste == deel)
        # Again with its own points only, so that the mainland and Voeren each get their own right area.
        omtrek = _omtrek(plaats[eigen], oppervlakte[eigen], speling=0.0001)
        for volgnummer, cel in _machtsdiagram(plaats[eigen], gewicht[eigen]).items():
            stukken[punten[int(eigen[volgnummer])].nis_code].append(cel.intersection(omtrek))
    codes = sorted(code for code in stukken if not code.startswith(BRUSSEL))
    vormen = [_zonder_naden(shapely.union_all(stukken[code])) for code in codes]
    return dict(zip(codes, shapely.coverage_clean(vormen, gap_width=2 * NAAD), strict=True))


def _zonder_naden(vorm: Vorm) -> Vorm:
    return vorm.buffer(NAAD, join_style="mitre").buffer(-NAAD, join_style="mitre")


def _omtrek(plaats: Getallen, oppervlakte: Getallen, *, speling: float) -> Vorm:
    """Find the outline whose area is that of the points, by halving the range of the disc factor.

    Simplifying makes the area jump a little with the factor, so the closest outline met is kept and the search stops
    once it is within `speling`, a share of the area.
    """
    doel = float(oppervlakte.sum())
    laag, hoog = 0.6, 1.6
    beste: Vorm = Polygon()
    for _ in range(20):
        factor = (laag + hoog) / 2
        omtrek = _omtrek_bij(factor, plaats, oppervlakte)
        if abs(omtrek.area - doel) < abs(beste.area - doel):
            beste = omtrek
        if abs(beste.area - doel) <= speling * doel:
            break
        laag, hoog = (factor, hoog) if omtrek.area < doel else (laag, factor)
    return beste


def _omtrek_bij(factor: float, plaats: Getallen, oppervlakte: Getallen) -> Vorm:
    stralen = factor * np.sqrt(oppervlakte / np.pi)
    schijven = shapely.union_all(shapely.buffer(shapely.points(plaats), stralen, quad_segs=16))
    gesloten = schijven.buffer(SLUITEN).buffer(-SLUITEN - OPENEN).buffer(OPENEN)
    delen = [Polygon(deel.exterior) for deel in shapely.get_parts(gesloten)]
    return shapely.union_all(
        [_afgeronde_hoeken(deel.simplify(OMTREK_VEREENVOUDIGING)) for deel in delen if deel.area >= KLEINSTE_DEEL]
    )


def _afgeronde_hoeken(vlak: Polygon) -> Polygon:
    """Smooth a polygon without holes by cutting its corners twice."""
    hoeken = shapely.get_coordinates(vlak)[:-1]
    for _ in range(2):
        volgende = np.roll(hoeken, -1, axis=0)
        na = (1 - HOEK_AFSNIJDEN) * hoeken + HOEK_AFSNIJDEN * volgende
        voor = HOEK_AFSNIJDEN * hoeken + (1 - HOEK_AFSNIJDEN) * volgende
        hoeken = np.stack([na, voor], axis=1).reshape(-1, 2)
    return Polygon(hoeken)


def _machtsdiagram(plaats: Getallen, gewicht: Getallen) -> dict[int, Polygon]:
    """Give per point the places where |p - point|^2 - weight is smallest; a point that wins nowhere is absent.

    The points are lifted to (x, y, x^2 + y^2 - w): each facet of the lower convex hull is a vertex of the diagram.
    A circle of far points closes the outer cells.
    """
    hoek = np.arange(VERRE_PUNTEN) * 2 * np.pi / VERRE_PUNTEN
    alle = np.vstack([plaats, VERRE_AFSTAND * np.column_stack([np.cos(hoek), np.sin(hoek)])])
    hoogte = (alle**2).sum(axis=1) - np.concatenate([gewicht, np.zeros(VERRE_PUNTEN)])
    omhulsel = ConvexHull(np.column_stack([alle, hoogte]))
    onder = omhulsel.equations[:, 2] < 0
    normaal = omhulsel.equations[onder]
    hoekpunten = -normaal[:, :2] / normaal[:, 2:3] / 2
    per_punt: defaultdict[int, list[Getallen]] = defaultdict(list)
    for driehoek, hoekpunt in zip(omhulsel.simplices[onder], hoekpunten, strict=True):
        for punt in driehoek:
            if punt < len(plaats):
                per_punt[int(punt)].append(hoekpunt)
    return {punt: _bolle_cel(np.array(per_punt[punt])) for punt in sorted(per_punt)}


def _bolle_cel(hoekpunten: Getallen) -> Polygon:
    dx, dy = (hoekpunten - hoekpunten.mean(axis=0)).T
    return Polygon(hoekpunten[np.argsort(np.arctan2(dy, dx))])


# Measuring a coverage


def zijden(vormen: Mapping[str, Vorm]) -> dict[Zijde, list[str]]:
    """List every side of a coverage once, with the one or two codes on either side of it."""
    eigenaars: defaultdict[Zijde, list[str]] = defaultdict(list)
    for code, vorm in vormen.items():
        for ring in _ringen(vorm):
            punten = [(float(x), float(y)) for x, y in ring]
            for begin, einde in pairwise(punten):
                eigenaars[min(begin, einde), max(begin, einde)].append(code)
    return dict(eigenaars)


def gedeelde_grenzen(vormen: Mapping[str, Vorm]) -> dict[tuple[str, str], float]:
    """Measure the length that each pair of neighbours in a coverage shares; pairs are in order of code."""
    lengte: defaultdict[tuple[str, str], float] = defaultdict(float)
    for zijde, codes in zijden(vormen).items():
        if len(codes) == 2:
            lengte[min(codes), max(codes)] += math.dist(*zijde)
    return dict(lengte)


def stukken_per_regio(vormen: Mapping[str, Vorm], regio_van: Mapping[str, str]) -> dict[str, int]:
    """Count the separate pieces of every region."""
    per_regio: defaultdict[str, list[Vorm]] = defaultdict(list)
    for code, vorm in vormen.items():
        per_regio[regio_van[code]].append(vorm)
    return {regio: len(shapely.get_parts(shapely.coverage_union_all(per_regio[regio]))) for regio in sorted(per_regio)}


# From shapes to the stored map


def als_kaart(
    vormen: Mapping[str, Vorm], regio_van: Mapping[str, str], *, bron: str, schematisch: bool, toestand: str
) -> dict[str, Any]:
    """Turn shapes in the km plane into the map the site stores (plain data, ready for JSON).

    All lengths are whole units with y downwards. Per cell: `d` the SVG path, `punt` the place of a label (the
    point farthest from the border of the largest part), `straal` the room around it, `kader` the box, `opp` the area
    in square units. `regiogrenzen` holds each border between two regions once, `omtrek` the outside and the holes.

    Raises KaartFout when a municipality is too small to survive the rounding.
    """
    afgerond, hoogte = op_eenheden(vormen)
    grenzen = [
        LineString(zijde)
        for zijde, codes in zijden(afgerond).items()
        if len(codes) == 2 and regio_van[codes[0]] != regio_van[codes[1]]
    ]
    lijnen = shapely.get_parts(shapely.line_merge(shapely.union_all(grenzen)))
    return {
        "bron": bron,
        "schematisch": schematisch,
        "toestand": toestand,
        "breedte": BREEDTE,
        "hoogte": hoogte,
        "cellen": {code: _cel(vorm) for code, vorm in afgerond.items()},
        "regiogrenzen": _pad(sorted(shapely.get_coordinates(lijn).astype(int).tolist() for lijn in lijnen)),
        "omtrek": _pad(_ringen(shapely.coverage_union_all(list(afgerond.values())))),
    }


def op_eenheden(vormen: Mapping[str, Vorm]) -> tuple[dict[str, Vorm], int]:
    """Scale, flip, simplify and round shapes in the km plane to a coverage on whole units; also give its height."""
    codes = sorted(vormen)
    links, onder, rechts, boven = shapely.total_bounds([vormen[code] for code in codes])
    schaal = (BREEDTE - 2 * MARGE) / (rechts - links)
    geschaald = shapely.transform(
        [vormen[code] for code in codes], lambda xy: (xy - [links, boven]) * [schaal, -schaal] + MARGE
    )
    dekking = shapely.coverage_clean(geschaald, gap_width=KIER)
    afgerond = _op_raster(shapely.coverage_simplify(dekking, VEREENVOUDIGING))
    verdwenen = [code for code, vorm in zip(codes, afgerond, strict=True) if vorm.is_empty]
    if verdwenen:
        raise KaartFout(f"Te klein om te tekenen: {', '.join(verdwenen)}.")
    return dict(zip(codes, afgerond, strict=True)), math.ceil((boven - onder) * schaal) + 2 * MARGE


def _op_raster(vormen: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Round a coverage to whole units without opening gaps or overlaps.

    All borders together are rounded and noded, so a vertex of one cell on the side of another becomes a vertex of
    both; then each face goes to the cell that covered it most. Vertices on a straight line are dropped afterwards.
    """
    lijnen = shapely.union_all(shapely.boundary(vormen), grid_size=1)
    vlakken = shapely.get_parts(shapely.polygonize(shapely.get_parts(lijnen)))
    welk_vlak, welke_vorm = shapely.STRtree(vormen).query(vlakken, predicate="intersects")
    overlap = shapely.area(shapely.intersection(vlakken[welk_vlak], vormen[welke_vorm]))
    per_vlak: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for vlak, vorm, deel in zip(welk_vlak.tolist(), welke_vorm.tolist(), overlap.tolist(), strict=True):
        per_vlak[vlak].append((deel, -vorm))
    per_vorm: defaultdict[int, list[Polygon]] = defaultdict(list)
    for vlak, kandidaten in sorted(per_vlak.items()):
        if sum(deel for deel, _ in kandidaten) > vlakken[vlak].area / 2:
            per_vorm[-max(kandidaten)[1]].append(vlakken[vlak])
    samen = [shapely.coverage_union_all(per_vorm[nummer]) for nummer in range(len(vormen))]
    afgerond: npt.NDArray[np.object_] = shapely.coverage_simplify(np.array([_als_vlak(vorm) for vorm in samen]), 0)
    return afgerond


def _als_vlak(vorm: Any) -> Vorm:
    """Union of nothing is an empty collection, which the coverage functions refuse."""
    return Polygon() if vorm.is_empty else vorm


def _cel(vorm: Vorm) -> dict[str, Any]:
    punt, straal = _labelpunt(max(shapely.get_parts(vorm), key=shapely.area))
    return {
        "d": _pad(_ringen(vorm)),
        "punt": punt,
        "straal": straal,
        "kader": [int(grens) for grens in vorm.bounds],
        "opp": round(vorm.area),
    }


def _labelpunt(vlak: Polygon) -> tuple[list[int], int]:
    """Find the whole point inside a polygon that lies farthest from its border, and the room around it (at least 1)."""
    x, y = shapely.maximum_inscribed_circle(vlak, tolerance=0.25).coords[0]
    rond = [(i, j) for i in (math.floor(x), math.ceil(x)) for j in (math.floor(y), math.ceil(y))]
    ruimte = {punt: shapely.Point(punt).distance(vlak.exterior) for punt in rond if vlak.contains(shapely.Point(punt))}
    if not ruimte:
        return [round(x), round(y)], 1
    beste = max(sorted(ruimte), key=ruimte.__getitem__)
    return list(beste), max(1, math.floor(ruimte[beste]))


def _ringen(vorm: Vorm) -> Iterator[list[list[float]]]:
    """Give the closed rings of a shape, holes turning the other way, each from its smallest vertex, largest first."""
    delen = shapely.get_parts(shapely.orient_polygons(vorm))
    for deel in sorted(delen, key=lambda deel: (-deel.area, deel.bounds)):
        gaten = sorted(deel.interiors, key=lambda gat: gat.bounds)
        for ring in (deel.exterior, *gaten):
            punten = shapely.get_coordinates(ring)[:-1].tolist()
            begin = punten.index(min(punten))
            yield [*punten[begin:], *punten[: begin + 1]]


def _pad(lijnen: Iterable[Sequence[Sequence[float]]]) -> str:
    """Write lines on whole units as one compact SVG path with relative steps; closed lines end in z."""
    pad: list[str] = []
    vorige = (0, 0)
    for lijn in lijnen:
        punten = [(int(x), int(y)) for x, y in lijn]
        gesloten = punten[0] == punten[-1]
        stappen = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(punten)]
        begin = (punten[0][0] - vorige[0], punten[0][1] - vorige[1])
        pad.append(f"m{_getallen([begin])}l{_getallen(stappen[:-1] if gesloten else stappen)}{'z' * gesloten}")
        # After z the pen stands where the line began.
        vorige = punten[-1]
    return "".join(pad)


def _getallen(paren: Iterable[tuple[int, int]]) -> str:
    """Join numbers with a space only where a minus sign does not already part them."""
    return " ".join(f"{x} {y}" for x, y in paren).replace(" -", "-")
