"""Read the mail that came in, once."""

import mailbox
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from opnetwerk.binnenpost import lees_maildir
from opnetwerk.dag import nu


class Command(BaseCommand):
    help = "Lees de antwoorden die per mail binnenkwamen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--map", type=Path, help="een Maildir; anders die van OPNETWERK_POSTVAK_IN")

    def handle(self, *args: Any, **opties: Any) -> None:
        pad = opties["map"] or settings.POSTVAK_IN
        if pad is None:
            raise CommandError("Zeg met --map waar de Maildir staat, of zet OPNETWERK_POSTVAK_IN.")
        try:
            uitslag = lees_maildir(pad, nu())
        except (mailbox.NoSuchMailboxError, FileNotFoundError) as fout:
            raise CommandError(f"{pad} is geen Maildir: er moeten mappen new, cur en tmp in staan.") from fout
        regels = [f"{wat}: {aantal}" for wat, aantal in sorted(uitslag.items())]
        self.stdout.write("\n".join(regels) or "Er was geen post.")
