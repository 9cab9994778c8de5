"""Work outside the request. The worker finds this module by its name, in every app (PROCRASTINATE_... in settings)."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from opnetwerk import bezorgverslagen, binnenpost, dagelijks, nazicht, post
from opnetwerk.dag import nu

ONDERHOUD = "onderhoud"  # name of the queue
HERKANSINGEN = [1, 2, 5, 10, 20]  # seconds between tries to reach the mail server; then the next minute begins anew
MEESTE_POGINGEN = 3  # a job that takes its worker down this often is left alone
BEWAAR_TAKEN = 30 * 24  # hours, of jobs that failed; the others go at once

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queue=post.RIJ, queueing_lock=post.RIJ, pass_context=True)
def verzend_post(context: JobContext, timestamp: int = 0) -> None:
    """Send what is due. Each minute too: for what waits for a second attempt, and for a wake-up that got lost."""
    resten = list(HERKANSINGEN)
    while (uitslag := post.verzend(stop=context.should_abort)).server_weg and resten:
        if uitslag.verzonden:
            resten = list(HERKANSINGEN)
        if resten == HERKANSINGEN:
            logger.warning("%s. De mail blijft klaarstaan.", uitslag.server_weg)
        _wacht(resten.pop(0), context.should_abort)


@app.periodic(cron="* * * * *")
@app.task(queue=ONDERHOUD, queueing_lock="lees_post")
def lees_post(timestamp: int = 0) -> int:
    """The answers that came in by mail, where there is a mailbox for them; the number of mails."""
    return binnenpost.lees_maildir(settings.POSTVAK_IN, nu()).total() if settings.POSTVAK_IN else 0


@app.periodic(cron="*/5 * * * *")
@app.task(queue=ONDERHOUD, queueing_lock="lees_bounces")
def lees_bounces(timestamp: int = 0) -> int:
    """What other servers tell of mail that did not arrive; the number of reports."""
    return bezorgverslagen.lees(settings.POSTVAK_IN, nu()).total() if settings.POSTVAK_IN else 0


@app.periodic(cron="50 6 * * *")
@app.task(queue=ONDERHOUD, queueing_lock="stuur_alarm")
def stuur_alarm(timestamp: int = 0) -> int:
    """What must be repaired, to who runs the portal; how many things."""
    return nazicht.stuur_alarm(nu())


@app.periodic(cron="* * * * *")
@app.task(queue=ONDERHOUD, queueing_lock="hervat_gestrande_taken", pass_context=True)
async def hervat_gestrande_taken(context: JobContext, timestamp: int = 0) -> None:
    """Give the jobs of a worker that was killed (no heartbeat for 30 seconds) to another."""
    beheer = context.app.job_manager
    for taak in await beheer.get_stalled_jobs():
        if taak.attempts + 1 >= MEESTE_POGINGEN:
            logger.error("De taak %s strandde %s keer en wordt niet meer geprobeerd.", taak.task_name, MEESTE_POGINGEN)
            await beheer.finish_job(taak, status=Status.FAILED, delete_job=False)
            continue
        try:
            await beheer.retry_job(taak)
        except UniqueViolation:  # the same job waits already
            await beheer.finish_job(taak, status=Status.ABORTED, delete_job=True)


@app.periodic(cron="30 3 * * *")
@app.task(queue=ONDERHOUD, queueing_lock="ruim_taken_op", pass_context=True)
async def ruim_taken_op(context: JobContext, timestamp: int = 0) -> None:
    """Failed jobs stay to be looked at, not for ever."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=BEWAAR_TAKEN, include_failed=True, include_cancelled=True, include_aborted=True
    )


@app.periodic(cron="10 3 * * *")
@app.task(queue=ONDERHOUD, queueing_lock="dagelijks", name="opnetwerk.taken.dagelijks")
def doe_dagelijks(timestamp: int = 0) -> int:
    """The work of the night, each step alone; how many failed. What went wrong stands in the log and by the step."""
    return sum(bool(een.fout) for een in dagelijks.voer_uit(moment=nu()))


def _wacht(seconden: float, stop: Callable[[], bool]) -> None:
    einde = time.monotonic() + seconden
    while time.monotonic() < einde and not stop():
        time.sleep(0.1)
