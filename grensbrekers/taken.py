"""What the worker does for grensbrekers by itself."""

from procrastinate.contrib.django import app

from grensbrekers import nieuwsbrief, ontmoeten, rondes, vragen
from opnetwerk.dag import vandaag

ONDERHOUD = "onderhoud"  # name of the queue


@app.periodic(cron="45 7 * * *")
@app.task(queue=ONDERHOUD, queueing_lock="grensbrekers_rondes")
def grensbrekers_rondes(timestamp: int = 0) -> None:
    """Bring colleagues together on the first Tuesday of the month, and ask three weeks later whether they met."""
    rondes.werk_rondes_bij(dag=vandaag())


@app.periodic(cron="5 8 * * *")
@app.task(queue=ONDERHOUD, queueing_lock="grensbrekers_ontmoetingen")
def grensbrekers_ontmoetingen(timestamp: int = 0) -> int:
    """Places of who left go to who waits; then the reminders. The number of mails."""
    return ontmoeten.schuif_overal_op() + ontmoeten.herinner()


@app.periodic(cron="15 8 * * 1-5")
@app.task(queue=ONDERHOUD, queueing_lock="grensbrekers_vragen")
def grensbrekers_vragen(timestamp: int = 0) -> int:
    """New questions to who can answer them, in one mail a day at most; the number of mails."""
    return vragen.mail_vragen(dag=vandaag())


@app.periodic(cron="30 7 * * 1")
@app.task(queue=ONDERHOUD, queueing_lock="grensbrekers_nieuwsbrief")
def grensbrekers_nieuwsbrief(timestamp: int = 0) -> int:
    """The newsletters: on Mondays, once in the week or the month of each reader; the number of mails."""
    return nieuwsbrief.maak_nieuwsbrieven(dag=vandaag())
