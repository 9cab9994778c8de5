from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opnetwerk.voorbeeldaccounts import GeenVoorbeeld, inlogcode


class Command(BaseCommand):
    help = "Toont de code van de tweede stap van een voorbeeldaccount. Voor geen enkel ander account."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("adres", metavar="ADRES", help="zoals redactie@voorbeeld.invalid")

    def handle(self, *args: Any, **opties: Any) -> None:
        try:
            self.stdout.write(inlogcode(opties["adres"]))
        except GeenVoorbeeld as fout:
            raise CommandError(str(fout)) from fout
