"""To which region a talent belongs: by the municipality and the day."""

from datetime import date

from igs.models import IGS, Gemeente
from igs.netwerk import Netwerk


def regios_van(gemeente: Gemeente, dag: date) -> list[IGS]:
    """The IGS'en that work in the municipality on the day, by name; several are possible, and none."""
    netwerk = Netwerk.op(dag)
    cel = netwerk.cel(gemeente).nis_code
    gevonden = {lid.igs.pk: lid.igs for lid in netwerk.leden if lid.gemeente.nis_code == cel}
    return sorted(gevonden.values(), key=lambda igs: igs.naam)


def thuis_van(gemeente: Gemeente, dag: date) -> IGS | None:
    """The home region: the IGS there, the first by name where there are several; None where redactie looks after it."""
    return next(iter(regios_van(gemeente, dag)), None)
