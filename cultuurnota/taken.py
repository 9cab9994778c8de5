"""What the worker does for notes by itself."""

from procrastinate.contrib.django import app

from cultuurnota import delen, opmerkingen, schrijven
from opnetwerk.dag import nu, vandaag

ONDERHOUD = "onderhoud"  # name of the queue


@app.periodic(cron="30 6 * * *")
@app.task(queue=ONDERHOUD, queueing_lock="cultuurnota_opmerkingen")
def cultuurnota_opmerkingen(timestamp: int = 0) -> int:
    """New comments, to the team; the number of mails."""
    return opmerkingen.stuur_samenvattingen(vandaag(), nu())


@app.periodic(cron="20 4 * * *")
@app.task(queue=ONDERHOUD, queueing_lock="cultuurnota_dun_uit")
def cultuurnota_dun_uit(timestamp: int = 0) -> int:
    """Versions that saved themselves and stand whole in a later one; the number dropped."""
    return schrijven.dun_uit(nu())


@app.task(queue="uitvoer", name="cultuurnota_maak_uitvoer")
def maak_uitvoer_taak(pk: int) -> None:
    """A Word file, PDF or ZIP of a note."""
    from cultuurnota.uitvoeren import voer_uit  # loads what makes documents, which no other process needs

    voer_uit(pk)


@app.periodic(cron="20 4 * * *")
@app.task(queue=ONDERHOUD, queueing_lock="cultuurnota_wis_uitvoer")
def cultuurnota_wis_uitvoer(timestamp: int = 0) -> int:
    """Files of notes that were made more than seven days ago; the number erased."""
    return delen.wis_oude_uitvoer(nu())
