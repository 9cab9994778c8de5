"""Divide an amount to the cent: what everybody pays together is exactly the amount, whatever the key.

The method of the largest remainder: everybody gets the whole cents of the exact share, and the cents that are left go
to whom the rounding took most from. Plain Python, exact fractions, no floats.
"""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

CENTEN = 100
HELE_PROCENTEN = 100

Sleutel = TypeVar("Sleutel", bound=Hashable)


def verdeel(bedrag: Decimal, gewichten: Mapping[Sleutel, int | Fraction]) -> dict[Sleutel, Decimal]:
    """The amount in euro (0 or more, whole cents) over the keys of `gewichten`, in proportion to their weights.

    In the order of `gewichten`; cents that are left go to the largest remainder, of equals to the first. When nobody
    weighs anything everybody weighs the same. Without anybody nothing is divided. ValueError for a negative weight, or
    an amount that is negative or has parts of a cent.
    """
    centen = _in_centen(bedrag)
    if any(gewicht < 0 for gewicht in gewichten.values()):
        raise ValueError("een gewicht is nul of meer")
    if not gewichten:
        return {}
    som = sum(gewichten.values(), Fraction(0))
    delen = {wie: Fraction(gewicht) / som if som else Fraction(1, len(gewichten)) for wie, gewicht in gewichten.items()}
    precies = {wie: centen * deel for wie, deel in delen.items()}
    heel = {wie: int(aantal) for wie, aantal in precies.items()}
    over = centen - sum(heel.values())
    for wie in sorted(heel, key=lambda wie: heel[wie] - precies[wie])[:over]:
        heel[wie] += 1
    return {wie: Decimal(aantal) / CENTEN for wie, aantal in heel.items()}


def gemengd(inwoners: Mapping[Sleutel, int], deel_per_inwoner: int) -> dict[Sleutel, Fraction]:
    """The weights of a mixed key: so many percent by inhabitants, the rest equally. ValueError outside 0-100."""
    if not 0 <= deel_per_inwoner <= HELE_PROCENTEN:
        raise ValueError("een percentage ligt tussen 0 en 100")
    som = sum(inwoners.values())
    gelijk = Fraction(1, len(inwoners)) if inwoners else Fraction(0)
    deel = Fraction(deel_per_inwoner, HELE_PROCENTEN)
    return {
        wie: deel * (Fraction(aantal, som) if som else gelijk) + (1 - deel) * gelijk for wie, aantal in inwoners.items()
    }


def _in_centen(bedrag: Decimal) -> int:
    centen = bedrag * CENTEN
    if not bedrag.is_finite() or bedrag < 0 or centen != centen.to_integral_value():
        raise ValueError("een bedrag is nul of meer, in hele centen")
    return int(centen)
