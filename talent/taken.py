"""What the worker does for talents by itself."""

from procrastinate.contrib.django import app

from opnetwerk.dag import nu, vandaag
from talent import herinneren, oproepmail, oproeponderhoud, uitkomsten

ONDERHOUD = "onderhoud"  # name of the queue


@app.periodic(cron="0 7 * * 1-5")
@app.task(queue=ONDERHOUD, queueing_lock="talent_dagoverzicht")
def talent_dagoverzicht(timestamp: int = 0) -> int:
    """What waits for a decision, to who decides; the number of mails."""
    return herinneren.stuur_dagoverzicht(vandaag())


@app.periodic(cron="20 9 * * *")
@app.task(queue=ONDERHOUD, queueing_lock="talent_uitkomsten")
def talent_uitkomsten(timestamp: int = 0) -> int:
    """Ask both sides whether it happened; the number of outcomes asked about."""
    return uitkomsten.vraag_uitkomsten(nu())


@app.periodic(cron="40 8 * * *")
@app.task(queue=ONDERHOUD, queueing_lock="talent_oproepmails")
def talent_oproepmails(timestamp: int = 0) -> int:
    """Tell talents of calls that fit, each in their rhythm; the number of mails."""
    return oproepmail.stuur_oproepen(vandaag())


@app.periodic(cron="10 9 * * *")
@app.task(queue=ONDERHOUD, queueing_lock="talent_oproepen")
def talent_oproepen(timestamp: int = 0) -> int:
    """Remind organisers of who waits for an answer; the number of reminders."""
    return oproeponderhoud.herinner(vandaag())
