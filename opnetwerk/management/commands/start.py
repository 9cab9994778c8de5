from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opnetwerk import starten


class Command(BaseCommand):
    help = "Maakt alles klaar en toont het portaal. Stelt geen vragen; herhaalbaar; Ctrl-C stopt alles."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--adres", default=starten.STANDAARD_ADRES, metavar="HOST:POORT", help="waar het luistert")
        parser.add_argument("--zonder-server", action="store_true", help="enkel klaarmaken")

    def handle(self, *args: Any, **opties: Any) -> None:
        try:
            adres = starten.Adres.lees(opties["adres"])
            starten.start(adres, starten.Verteller(self.stdout), met_server=not opties["zonder_server"])
        except starten.StartFout as fout:
            raise CommandError(str(fout)) from fout
