"""The worker: does what does not fit in a request, until it is told to stop."""

import asyncio
import logging
import signal
from contextlib import suppress
from typing import Any

import psycopg
from django.core.management.base import BaseCommand
from django.db import DatabaseError
from procrastinate import App
from procrastinate.contrib.django import app, connector_params
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import DeleteJobCondition
from procrastinate.psycopg_connector import PsycopgConnector

from opnetwerk import post, taken

VERBINDINGEN = 4  # at most, besides those of the tasks themselves and one per group of queues to listen on
GENADE = 1.0  # seconds for a task to end by itself before it is asked to
HERSTART = 5.0  # seconds between tries when the database is away

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Verstuurt de mail en doet de andere taken die niet in een verzoek passen. Ctrl-C stopt."
    requires_system_checks: tuple[
        str, ...
    ] = ()  # they look at pages; whoever wrote a wrong one still gets the mail out

    def handle(self, *args: Any, **opties: Any) -> None:
        asyncio.run(werk_tot_sein())


async def werk_tot_sein() -> None:
    """Work until SIGTERM, SIGINT or SIGHUP. A database that goes away is waited for."""
    sein = asyncio.Event()
    for nummer in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if nummer != signal.SIGHUP or signal.getsignal(nummer) != signal.SIG_IGN:  # nohup stays nohup
            asyncio.get_running_loop().add_signal_handler(nummer, sein.set)
    wachter = asyncio.create_task(sein.wait())
    while not sein.is_set():
        werk = asyncio.create_task(_werk())
        await asyncio.wait([werk, wachter], return_when=asyncio.FIRST_COMPLETED)
        werk.cancel()
        try:
            await werk
        except asyncio.CancelledError:
            return
        except (ConnectorException, psycopg.Error, DatabaseError) as fout:
            logger.warning("De databank antwoordt niet (%s). De werker probeert het opnieuw.", _reden(fout))
        with suppress(TimeoutError):
            await asyncio.wait_for(sein.wait(), HERSTART)


def _reden(fout: Exception) -> str:
    return (str(fout.__cause__ or fout).strip() or type(fout).__name__).splitlines()[0]


async def _werk() -> None:
    """Run until cancelled, or until one of the workers ends by itself; raises what ended it."""
    hoe = connector_params()
    await (await psycopg.AsyncConnection.connect(**hoe)).close()  # a pool would go on trying for half a minute
    verbinder = PsycopgConnector(kwargs=hoe, min_size=1, max_size=VERBINDINGEN)
    with app.replace_connector(verbinder) as werkapp:
        async with werkapp.open_async():
            with suppress(AlreadyEnqueued):
                await taken.verzend_post.defer_async()
            werkers = [asyncio.create_task(_werker(werkapp, rijen)) for rijen in _rijen(werkapp)]
            try:
                await asyncio.wait(werkers, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for werker in werkers:
                    werker.cancel()
                uitslagen = await asyncio.gather(*werkers, return_exceptions=True)
    for fout in uitslagen:
        if isinstance(fout, Exception):
            raise fout


def _rijen(werkapp: App) -> list[list[str]]:
    """Mail on its own: a slow mail server does not hold up other work, nor other work the mail."""
    alle = {taak.queue for taak in werkapp.tasks.values()}
    return [[post.RIJ], sorted(alle - {post.RIJ})]


async def _werker(werkapp: App, rijen: list[str]) -> None:
    await werkapp.run_worker_async(
        name=rijen[0],
        queues=rijen,
        concurrency=1,
        delete_jobs=DeleteJobCondition.SUCCESSFUL.value,
        shutdown_graceful_timeout=GENADE,
        install_signal_handlers=False,
    )
