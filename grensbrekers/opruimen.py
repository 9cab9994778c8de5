"""What the night does for grensbrekers: ask, stop and erase by the terms of `grensbrekers.bewaartermijnen`."""

from datetime import datetime

from grensbrekers import actualiteit
from opnetwerk import dagelijks


def werk_leden_bij(moment: datetime) -> int:
    """How many were asked, stopped and erased."""
    uitslag = actualiteit.werk_actualiteit_bij(nu=moment)
    return uitslag.gevraagd + uitslag.gestopt + uitslag.gewist


def registreer() -> None:
    dagelijks.voeg_toe("grensbrekers", "vraagt of gegevens kloppen, schrijft uit en wist", werk_leden_bij)
