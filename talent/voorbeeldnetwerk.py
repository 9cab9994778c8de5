"""Invented outcomes and ties between the example talents, so that their pages show how it looks."""

from datetime import timedelta
from itertools import pairwise

from opnetwerk.dag import nu, vandaag
from talent.keuzes import Leeftijd, Soort
from talent.models import Talent, Uitkomst, Verbinding

GELUKT = (
    (Uitkomst.Soort.SPEELDE, "het Voorbeeldplein, een verzonnen zomeravond"),
    (Uitkomst.Soort.TOONDE, "de Voorbeeldbib"),
    (Uitkomst.Soort.WERKTE, "de Voorbeeldschool"),
)
ELKE = 3  # one in so many talents has an outcome, and a tie with the next


def maak() -> int:
    """Between the examples of 16 and older that are online; how many lines were made. Twice is once."""
    talenten = list(
        Talent.objects.online().filter(voorbeeld=True).exclude(leeftijd=Leeftijd.JONG).order_by("pk").distinct()
    )
    bezet = set(Uitkomst.objects.filter(talent__voorbeeld=True).values_list("talent", flat=True))
    uitkomsten = [_uitkomst(i, talent) for i, talent in enumerate(talenten) if not i % ELKE and talent.pk not in bezet]
    Uitkomst.objects.bulk_create(uitkomsten)
    paren = list(pairwise(talenten))[::ELKE]
    verbindingen = [Verbinding(van=van, met=met, soort=_soort(i, van, met)) for i, (van, met) in enumerate(paren)]
    bestaand = set(Verbinding.objects.filter(van__voorbeeld=True).values_list("van", "met"))
    nieuw = [een for een in verbindingen if (een.van_id, een.met_id) not in bestaand]
    for een in nieuw:
        een.bevestigd_op = nu()
    Verbinding.objects.bulk_create(nieuw)
    return len(uitkomsten) + len(nieuw)


def _uitkomst(i: int, talent: Talent) -> Uitkomst:
    soort, waar = GELUKT[i // ELKE % len(GELUKT)]
    return Uitkomst(
        talent=talent,
        igs=talent.thuis,
        soort=soort,
        waar=waar,
        op=vandaag() - timedelta(days=30 + 7 * i),
        gevraagd_op=nu(),
        talent_zegt=True,
        andere_zegt=True,
        bevestigd_op=nu(),
    )


def _soort(i: int, van: Talent, met: Talent) -> Verbinding.Soort:
    if Soort.PERSOON not in (van.soort, met.soort):
        return Verbinding.Soort.SPEELDE_SAMEN
    if met.soort != Soort.PERSOON:
        return Verbinding.Soort.DEEL_VAN
    return Verbinding.Soort.LEERDE_VAN if i % 2 else Verbinding.Soort.SPEELDE_SAMEN
