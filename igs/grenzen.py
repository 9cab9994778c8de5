"""Read official shapes of the municipalities from a GeoJSON file of an operator.

Meant for the "Voorlopig referentiebestand gemeentegrenzen" of Digitaal Vlaanderen and the statistical sectors of
Statbel, in WGS84, Lambert 72 or Lambert 2008. The shapes come out in the km plane of `kaart_tekenen`, ready for
`als_kaart`, which simplifies them with their shared borders kept. Knows nothing of Django or the database.

Needs the dependency group `kaart`. Every refusal is a `GrenzenFout` whose message is a Dutch sentence.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

import numpy as np
import shapely
from pyproj import Transformer
from shapely import MultiPolygon, Polygon
from shapely.geometry import shape

from igs.kaart_tekenen import naar_vlak

Vorm: TypeAlias = Polygon | MultiPolygon
Kader: TypeAlias = tuple[float, float, float, float]

CODE_VELD = re.compile(r"niscode|nis_code|cnis5_\d{4}", re.IGNORECASE)

STELSELS: dict[int, tuple[str, Kader]] = {
    4326: ("WGS84", (2.0, 50.0, 6.5, 52.0)),
    31370: ("Lambert 72", (10_000, 140_000, 270_000, 260_000)),
    3812: ("Lambert 2008", (510_000, 640_000, 770_000, 760_000)),
}
"""EPSG code, name, and the box in which Flanders lies with room to spare."""

OMGEWISSELD: Kader = (50.0, 2.0, 52.0, 6.5)
"""The box of WGS84 with latitude first, a common slip."""

GELIJKGESTELD = {4258: 4326}
"""ETRS89 differs less than a metre from WGS84."""

HERSTELBAAR = 0.001
"""A repair may change this share of the area of a shape: enough for a loop of a few metres, not for a lost piece."""

OVERLAP = 0.01
"""Two municipalities may cover each other for this share of the smaller one; it is divided when the map is drawn."""

TE_VEEL = 20


class GrenzenFout(Exception):
    """A file with shapes is refused; the message is a Dutch sentence for the operator."""


@dataclass(frozen=True)
class Grenzen:
    """What was read: the shapes by NIS code in the km plane, and what the operator should know about the file."""

    vormen: dict[str, Vorm]
    stelsel: str
    weggelaten: int
    hersteld: list[str]


def lees_grenzen(pad: Path, bestaande: Mapping[str, str]) -> Grenzen:
    """Read the shapes of all `bestaande` municipalities (NIS code to name) from a GeoJSON file.

    Rows with the same code are joined; rows with another code or none are left out and counted. Raises GrenzenFout
    for a file that is not GeoJSON, misses a municipality or holds a shape that cannot be trusted.
    """
    inhoud = _lees_json(pad)
    rijen = _rijen(inhoud)
    per_code: defaultdict[str, list[Vorm]] = defaultdict(list)
    hersteld: list[str] = []
    for code, rij in rijen:
        if code not in bestaande:
            continue
        wie = f"{bestaande[code]} ({code})"
        vorm = _vlak(rij.get("geometry"), wie)
        if not vorm.is_valid:
            vorm = _hersteld(vorm, wie)
            hersteld.append(wie)
        per_code[code].append(vorm)
    _eis_volledig(per_code, bestaande)
    samen = {code: shapely.union_all(per_code[code]) for code in sorted(per_code)}
    stelsel = _stelsel(inhoud.get("crs"), tuple(shapely.total_bounds(list(samen.values())).tolist()))
    _eis_zonder_overlap(samen, bestaande)
    weggelaten = sum(code not in bestaande for code, _ in rijen)
    return Grenzen(_in_vlak(samen, stelsel), STELSELS[stelsel][0], weggelaten, sorted(set(hersteld)))


# The file


def _lees_json(pad: Path) -> dict[str, Any]:
    try:
        tekst = pad.read_bytes().decode("utf-8-sig")
    except OSError as fout:
        raise GrenzenFout(f"Het bestand {pad} kan niet gelezen worden: {fout.strerror}.") from fout
    except UnicodeDecodeError as fout:
        raise GrenzenFout("Het bestand is geen tekst in UTF-8. Bewaar het opnieuw als GeoJSON in UTF-8.") from fout
    if not tekst.strip():
        raise GrenzenFout("Het bestand is leeg.")
    try:
        inhoud = json.loads(tekst, parse_constant=_weiger_getal)
    except (ValueError, RecursionError) as fout:
        raise GrenzenFout(f"Het bestand is geen GeoJSON: {fout}.") from fout
    if not isinstance(inhoud, dict) or inhoud.get("type") != "FeatureCollection":
        raise GrenzenFout("Het bestand is geen GeoJSON met een FeatureCollection.")
    return inhoud


def _weiger_getal(tekst: str) -> NoReturn:
    raise ValueError(f"{tekst} is geen getal")


def _rijen(inhoud: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Give every feature with its NIS code, an empty text when it has none."""
    rijen = inhoud.get("features")
    if not isinstance(rijen, list) or not rijen:
        raise GrenzenFout("Het bestand bevat geen enkele vorm.")
    if not all(isinstance(rij, dict) for rij in rijen):
        raise GrenzenFout("Het bestand is geen GeoJSON: niet elk onderdeel van features is een Feature.")
    met_code = [(_nis_code(rij.get("properties")), rij) for rij in rijen]
    if not any(code for code, _ in met_code):
        raise GrenzenFout("Geen enkele vorm heeft een NIS-code: verwacht het veld NISCODE, CNIS5_2025 of nis_code.")
    return met_code


def _nis_code(eigenschappen: Any) -> str:
    if not isinstance(eigenschappen, dict):
        return ""
    for veld, waarde in eigenschappen.items():
        if CODE_VELD.fullmatch(veld) and isinstance(waarde, str | int | float):
            tekst = str(waarde).strip().removesuffix(".0")
            if re.fullmatch(r"[0-9]{5}", tekst):
                return tekst
    return ""


# One shape


def _vlak(geometrie: Any, wie: str) -> Vorm:
    if not isinstance(geometrie, dict):
        raise GrenzenFout(f"De vorm van {wie} ontbreekt.")
    soort = geometrie.get("type")
    if soort not in ("Polygon", "MultiPolygon"):
        raise GrenzenFout(f"De vorm van {wie} is een {soort}; verwacht een Polygon of MultiPolygon.")
    try:
        vorm = shapely.force_2d(shape(geometrie))
    except Exception as fout:
        # shapely answers a malformed geometry with whatever went wrong inside: no list of types is complete.
        raise GrenzenFout(f"De vorm van {wie} is onleesbaar: {fout}.") from fout
    if vorm.is_empty or not np.isfinite(shapely.get_coordinates(vorm)).all():
        raise GrenzenFout(f"De vorm van {wie} is leeg of bevat een onmogelijk getal.")
    return vorm


def _hersteld(vorm: Vorm, wie: str) -> Vorm:
    """Repair a shape when that hardly changes it, as with a border that touches itself."""
    heel = shapely.make_valid(vorm, method="structure", keep_collapsed=False)
    vlakken = [deel for deel in shapely.get_parts(heel) if isinstance(deel, Polygon) and not deel.is_empty]
    samen = shapely.union_all(vlakken)
    if not vlakken or abs(samen.area - vorm.area) > HERSTELBAAR * samen.area:
        raise GrenzenFout(f"De vorm van {wie} is stuk: {shapely.is_valid_reason(vorm)}.")
    return samen


# All shapes together


def _eis_volledig(aanwezig: Iterable[str], bestaande: Mapping[str, str]) -> None:
    namen = sorted(f"{bestaande[code]} ({code})" for code in set(bestaande) - set(aanwezig))
    if namen:
        rest = f" en nog {len(namen) - TE_VEEL} andere" if len(namen) > TE_VEEL else ""
        raise GrenzenFout(f"Deze gemeenten ontbreken in het bestand: {', '.join(namen[:TE_VEEL])}{rest}.")


def _eis_zonder_overlap(vormen: Mapping[str, Vorm], bestaande: Mapping[str, str]) -> None:
    codes = list(vormen)
    vlakken = np.array([vormen[code] for code in codes])
    een, ander = shapely.STRtree(vlakken).query(vlakken, predicate="intersects")
    een, ander = een[een < ander], ander[een < ander]
    gedeeld = shapely.area(shapely.intersection(vlakken[een], vlakken[ander]))
    kleinste = np.minimum(shapely.area(vlakken[een]), shapely.area(vlakken[ander]))
    fout = np.flatnonzero(gedeeld > OVERLAP * kleinste)
    if fout.size:
        namen = sorted(f"{bestaande[codes[een[i]]]} en {bestaande[codes[ander[i]]]}" for i in fout)
        raise GrenzenFout(f"Deze gemeenten overlappen elkaar: {'; '.join(namen[:TE_VEEL])}.")


def _stelsel(crs: Any, kader: Kader) -> int:
    """Find the EPSG code: the one the file states, else the one whose numbers these are; both must agree."""
    gemeld = _gemeld_stelsel(crs)
    if gemeld is not None and gemeld not in STELSELS:
        bekend = ", ".join(f"{naam} (EPSG:{code})" for code, (naam, _) in STELSELS.items())
        raise GrenzenFout(f"Het bestand staat in EPSG:{gemeld}; bruikbaar zijn {bekend}.")
    if _binnen(kader, OMGEWISSELD):
        raise GrenzenFout(
            "Lengte- en breedtegraad zijn omgewisseld: de eerste waarde van elk punt moet de lengtegraad zijn."
        )
    passend = [code for code, (_, ruimte) in STELSELS.items() if _binnen(kader, ruimte)]
    if not passend or (gemeld is not None and gemeld not in passend):
        in_stelsel = f" in {STELSELS[gemeld][0]}" if gemeld else ""
        grenzen = ", ".join(f"{getal:.6g}" for getal in kader)
        raise GrenzenFout(f"De coördinaten ({grenzen}) liggen{in_stelsel} niet in Vlaanderen.")
    return passend[0]


def _gemeld_stelsel(crs: Any) -> int | None:
    """Read the old `crs` member, as in `urn:ogc:def:crs:EPSG::31370`; without it GeoJSON means WGS84, often wrongly."""
    naam = json.dumps(crs) if crs else ""
    if "CRS84" in naam:
        return 4326
    gevonden = re.search(r"EPSG.*?(\d{4,6})\b", naam, re.IGNORECASE)
    if not gevonden:
        return None
    code = int(gevonden[1])
    return GELIJKGESTELD.get(code, code)


def _binnen(kader: Kader, ruimte: Kader) -> bool:
    return ruimte[0] <= kader[0] and ruimte[1] <= kader[1] and kader[2] <= ruimte[2] and kader[3] <= ruimte[3]


def _in_vlak(vormen: Mapping[str, Vorm], stelsel: int) -> dict[str, Vorm]:
    naar_graden = Transformer.from_crs(stelsel, 4326, always_xy=True)

    def zet_om(xy: Any) -> Any:
        return naar_vlak(np.column_stack(naar_graden.transform(xy[:, 0], xy[:, 1])))

    return {code: shapely.transform(vorm, zet_om) for code, vorm in vormen.items()}
