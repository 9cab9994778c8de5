"""What the worker does for the network by itself."""

from procrastinate.contrib.django import app

from igs.models import IGS, Activiteit, Bericht, Gidstekst, Portret, Praktijk
from opnetwerk import versies
from opnetwerk.dag import nu
from opnetwerk.redactioneel import Redactioneel

ONDERHOUD = "onderhoud"  # name of the queue
TEKSTEN: list[type[Redactioneel]] = [IGS, Portret, Praktijk, Activiteit, Bericht, Gidstekst]


@app.periodic(cron="* * * * *")
@app.task(queue=ONDERHOUD, queueing_lock="publiceer_geplande_teksten")
def publiceer_geplande_teksten(timestamp: int = 0) -> int:
    """Changes of published texts whose moment has come; the number published."""
    return versies.pas_geplande_toe(TEKSTEN, nu())
