"""What the worker does for talents by itself."""

from procrastinate.contrib.django import app

from opnetwerk.dag import nu, vandaag
from talent import actualiteit, beelden, herinneren

ONDERHOUD = "onderhoud"  # name of the queue


@app.periodic(cron="0 7 * * 1-5")
@app.task(queue=ONDERHOUD, queueing_lock="talent_dagoverzicht")
def talent_dagoverzicht(timestamp: int = 0) -> int:
    """What waits for a decision, to who decides; the number of mails."""
    return herinneren.stuur_dagoverzicht(vandaag())


@app.periodic(cron="45 4 * * *")
@app.task(queue=ONDERHOUD, queueing_lock="talent_actualiteit")
def talent_actualiteit(timestamp: int = 0) -> None:
    """Ask whether profiles are still right, hide and erase those whose time is up."""
    actualiteit.werk_actualiteit_bij(nu=nu())


@app.periodic(cron="30 3 * * *")
@app.task(queue=ONDERHOUD, queueing_lock="talent_prullenmand")
def talent_prullenmand(timestamp: int = 0) -> int:
    """Pictures that were thrown away more than thirty days ago; the number erased. What stands nowhere goes in."""
    beelden.vind_wezen(nu())
    return beelden.wis_prullenmand(nu())
