from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from opnetwerk import voorbeeldaccounts, voorbeelden
from talent import voorbeeldmassa


class Command(BaseCommand):
    help = "Maakt verzonnen voorbeelden op een portaal dat lokaal draait, of haalt ze allemaal weg."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--weg", action="store_true", help="haal alle voorbeelden weg, ook de accounts")
        parser.add_argument("--talenten", type=int, metavar="AANTAL", help="maak zoveel makers, om mee te meten")

    def handle(self, *args: Any, **opties: Any) -> None:
        if opties["weg"]:
            self.stdout.write(f"{voorbeelden.wis()} voorbeelden weggehaald.")
            return
        if not settings.LOKAAL:
            raise CommandError("Voorbeelden bestaan enkel op een portaal dat lokaal draait.")
        if opties["talenten"]:
            gemaakt = voorbeeldmassa.maak_veel(opties["talenten"], lambda tot: self.stdout.write(f"{tot} makers"))
            self.stdout.write(f"{gemaakt} makers gemaakt.")
            return
        voorbeeldaccounts.maak()
        self.stdout.write(f"{voorbeelden.maak()} voorbeelden gemaakt.")
