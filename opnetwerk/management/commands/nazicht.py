"""Look a deployment over, and say what to repair."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opnetwerk import nazicht
from opnetwerk.bevinding import Oordeel


class Command(BaseCommand):
    help = "Kijkt het portaal na en zegt in gewone zinnen wat er te herstellen is."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stil", action="store_true", help="noem alleen wat te herstellen is")

    def handle(self, *args: Any, **opties: Any) -> None:
        fouten = 0
        for een in nazicht.alles():
            fouten += een.oordeel is Oordeel.FOUT
            if een.oordeel is Oordeel.FOUT or not opties["stil"]:
                self.stdout.write(f"[{een.oordeel}] {een.zin}")
        if fouten:
            raise CommandError(f"Er is {fouten} keer iets te herstellen.")
