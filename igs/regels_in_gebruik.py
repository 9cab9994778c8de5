"""The rules of the Regiocheck that hold on a day: those of the portal, with what redactie wrote over them."""

import logging
from datetime import date
from decimal import Decimal

from igs.models import Regelversie
from igs.regiocheck_regels import ALTIJD, Periode, Regel, Regels, Soort, Zekerheid, regels_van_het_huis

log = logging.getLogger(__name__)


def regels_op(dag: date) -> Regels:
    """One query. A version counts from its day on; on the day of a rule of the portal it goes before it."""
    eigen = [als_regel(rij) for rij in Regelversie.objects.filter(versie__lte=dag)]
    huis = regels_van_het_huis()
    bruikbaar = [regel for regel in eigen if not mist_waarde(regel, huis)]
    for regel in eigen:
        if regel not in bruikbaar:
            log.error(
                "Regel %s (%s), versie %s, heeft geen waarde: niet gebruikt.", regel.id, regel.periode, regel.versie
            )
    sleutels = {(regel.id, regel.periode, regel.versie) for regel in bruikbaar}
    over = [regel for regel in huis if (regel.id, regel.periode, regel.versie) not in sleutels]
    return Regels((*over, *bruikbaar))


def als_regel(rij: Regelversie) -> Regel:
    return Regel(
        id=rij.regel,
        periode=rij.periode,
        soort=Soort(rij.soort),
        vraagt=rij.vraagt,
        waarde=None if rij.waarde is None else _kaal(rij.waarde),
        eenheid=rij.eenheid,
        bron=rij.bron,
        bron_url=rij.bron_url,
        zekerheid=Zekerheid(rij.zekerheid),
        versie=rij.versie,
    )


def mist_waarde(regel: Regel, huis: Regels) -> bool:
    """Whether the Regiocheck calculates with this rule, in a period it covers, and this version has no number."""
    perioden = list(Periode) if regel.periode == ALTIJD else [Periode(regel.periode)]
    return regel.waarde is None and any(
        huis.heeft(regel.id, periode) and huis.regel(regel.id, periode).waarde is not None for periode in perioden
    )


def _kaal(waarde: Decimal) -> Decimal:
    """The column keeps four decimals: 85000.0000 -> 85000."""
    heel = waarde.to_integral_value()
    return heel if heel == waarde else waarde.normalize()
