"""What many public pages lean on, made once per state of the public content. Nobody changes what these give."""

from datetime import date

from igs.netwerk import Netwerk
from igs.regels_in_gebruik import regels_op
from igs.regiocheck_overzicht import Overzicht
from opnetwerk.paginacache.delen import per_stand


def overzicht_op(dag: date, netwerk: Netwerk | None = None) -> Overzicht:
    """The network of the day under the rules of that day; what it works out stays with it."""
    return per_stand(
        ("overzicht", dag),
        lambda: Overzicht(Netwerk.gedeeld(dag), regels_op(dag)),
        los=lambda: Overzicht(netwerk or Netwerk.gedeeld(dag), regels_op(dag)),
    )
