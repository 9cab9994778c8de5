"""What the tests of the outbox share: empty queues, and a mail server on a real socket."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from opnetwerk.management.commands.post_oefening import Postontvanger

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def geen_taken(transactional_db: None) -> None:
    """The tables of procrastinate are not emptied between tests."""
    with connection.cursor() as cursor:
        for tabel in ("procrastinate_jobs", "procrastinate_workers", "procrastinate_periodic_defers"):
            cursor.execute(f"DELETE FROM {tabel}")


@pytest.fixture
def ontvanger(settings: Any) -> Iterator[Callable[..., Postontvanger]]:
    """Starts a mail server with these answers and points the settings at it."""
    open_: list[Postontvanger] = []

    def start(antwoord: Callable[[str], str] = lambda opdracht: "250 OK") -> Postontvanger:
        open_.append(Postontvanger(antwoord=antwoord))
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", open_[-1].poort
        return open_[-1]

    yield start
    for een in open_:
        een.sluit()
