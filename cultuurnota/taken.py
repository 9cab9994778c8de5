"""What the worker does for notes by itself."""

from procrastinate.contrib.django import app

from cultuurnota import engagement, opmerkingen
from opnetwerk.dag import nu, vandaag

ONDERHOUD = "onderhoud"  # name of the queue


@app.periodic(cron="30 6 * * *")
@app.task(queue=ONDERHOUD, queueing_lock="cultuurnota_opmerkingen")
def cultuurnota_opmerkingen(timestamp: int = 0) -> int:
    """New comments, to the team; the number of mails."""
    return opmerkingen.stuur_samenvattingen(vandaag(), nu())


@app.periodic(cron="40 6 * * *")
@app.task(queue=ONDERHOUD, queueing_lock="cultuurnota_engagement")
def cultuurnota_engagement(timestamp: int = 0) -> int:
    """Whom a municipality gave to remind, once in fourteen days; the number of mails."""
    return engagement.herinner(nu())


@app.task(queue="uitvoer", name="cultuurnota_maak_uitvoer")
def maak_uitvoer_taak(pk: int) -> None:
    """A Word file, PDF or ZIP of a note."""
    from cultuurnota.uitvoeren import voer_uit  # loads what makes documents, which no other process needs

    voer_uit(pk)
