"""Where a member belongs: the IGS that admits them, and who is near."""

from datetime import date

from igs.models import IGS, Gemeente
from igs.netwerk import Netwerk


def igs_van(gemeente: Gemeente, dag: date) -> IGS | None:
    """The IGS of the municipality on the day, the first by name of several; None where redactie admits."""
    netwerk = Netwerk.op(dag)
    leden = netwerk.lidmaatschappen_van(netwerk.cel(gemeente))
    return min((lid.igs for lid in leden), key=lambda igs: igs.naam, default=None)


def rondom(gemeente: Gemeente, netwerk: Netwerk) -> list[Gemeente]:
    """The municipality as it is today, and behind it its neighbours A-Z; borders of an IGS play no part."""
    return [netwerk.cel(gemeente), *netwerk.buren(gemeente)]


def op_grond_van(gemeenten: list[Gemeente], netwerk: Netwerk) -> list[str]:
    """NIS codes of these municipalities and of those that merged into them: a member may still stand there."""
    codes = {gemeente.nis_code for gemeente in gemeenten}
    return [een.nis_code for een in netwerk.alle_gemeenten.values() if netwerk.cel(een).nis_code in codes]
