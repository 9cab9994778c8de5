"""How far municipalities lie apart: as the crow flies, from a point in the one to a point in the other."""

from math import asin, cos, radians, sin, sqrt

from igs.models import Gemeente
from igs.netwerk import Netwerk

STRAAL = 6371.0  # km, of the earth


def hemelsbreed(a: Gemeente, b: Gemeente) -> float:
    """Kilometres between the points of two municipalities."""
    breedte_a, breedte_b = radians(a.lat), radians(b.lat)
    halve_breedte, halve_lengte = (breedte_b - breedte_a) / 2, radians(b.lon - a.lon) / 2
    koorde = sin(halve_breedte) ** 2 + cos(breedte_a) * cos(breedte_b) * sin(halve_lengte) ** 2
    return 2 * STRAAL * asin(sqrt(min(1.0, koorde)))


def afstanden_vanaf(gemeente: Gemeente, netwerk: Netwerk) -> dict[str, int]:
    """NIS code of every municipality, also of those of before a merger → whole kilometres from this one.

    0 is the same municipality of today and nothing else: another one is at least 1 away.
    """
    hier = netwerk.cel(netwerk.alle_gemeenten.get(gemeente.nis_code, gemeente))
    afstanden = {}
    for nis_code, ander in netwerk.alle_gemeenten.items():
        daar = netwerk.cel(ander)
        zelfde = daar.nis_code == hier.nis_code
        afstanden[nis_code] = 0 if zelfde else max(1, round(hemelsbreed(hier, daar)))
    return afstanden
