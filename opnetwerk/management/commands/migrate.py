"""Django's `migrate`, that holds up nobody: see opnetwerk/migratiesloten.py."""

from typing import Any

from django.conf import settings
from django.core.management.commands import migrate
from django.db import connections

from opnetwerk import migratiesloten


class Command(migrate.Command):
    def handle(self, *args: Any, **opties: Any) -> None:
        migratiesloten.probeer(
            lambda: super(Command, self).handle(*args, **opties),
            connections[opties["database"]],
            meld=self.stderr.write,
            seconden=settings.MIGRATIE_WACHT,
        )
