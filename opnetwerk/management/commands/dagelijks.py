"""Carry out the work of the night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opnetwerk import dagelijks
from opnetwerk.dag import nu


class Command(BaseCommand):
    help = "Doet het werk van de nacht: wissen wat lang genoeg bewaard is, vragen, herinneren. Elke stap staat apart."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("stappen", nargs="*", help="alleen deze stappen")
        parser.add_argument(
            "--dry-run", action="store_true", dest="proef", help="zeg wat er zou gebeuren, verander niets"
        )

    def handle(self, *args: Any, **opties: Any) -> None:
        vreemd = [naam for naam in opties["stappen"] if naam not in dagelijks.stappen]
        if vreemd:
            raise CommandError(f"Geen stap: {', '.join(vreemd)}. Er zijn: {', '.join(dagelijks.stappen)}.")
        uitkomsten = dagelijks.voer_uit(moment=nu(), proef=opties["proef"], alleen=opties["stappen"])
        for een in uitkomsten:
            self.stdout.write(f"{een.stap.naam:<28} {een.fout or een.aantal}  ({een.seconden:.2f} s) {een.stap.wat}")
        if opties["proef"]:
            self.stdout.write("Dit was een proef: er is niets veranderd.")
        mislukt = [een.stap.naam for een in uitkomsten if een.fout]
        if mislukt:
            raise CommandError(f"{len(mislukt)} van {len(uitkomsten)} stappen mislukten: {', '.join(mislukt)}.")
