"""Put a copy back into an empty system."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opnetwerk import herstel
from opnetwerk.reservekopie import KopieFout


class Command(BaseCommand):
    help = "Zet een reservekopie terug in een leeg systeem. Schrijft nooit over iets heen."
    # The tables are not there yet: nothing to check.
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("bron", type=Path, help="map met kopieën (de nieuwste), of één kopie")
        parser.add_argument(
            "--wissingen",
            type=Path,
            action="append",
            default=[],
            help="nog een lijst van wissingen, van een machine die er niet meer is (mag meermaals)",
        )

    def handle(self, *args: Any, **opties: Any) -> None:
        try:
            verslag = herstel.herstel(
                opties["bron"].expanduser().absolute(), ook_wissingen=[een.absolute() for een in opties["wissingen"]]
            )
        except (KopieFout, OSError) as fout:
            raise CommandError(str(fout)) from fout
        self.stdout.write(
            f"{verslag.kopie} staat terug: {verslag.rijen} rijen in {verslag.tabellen} tabellen, "
            f"{verslag.bestanden} bestanden, {verslag.seconden:.1f} s."
        )
        gewist = ", ".join(f"{aantal} x {soort}" for soort, aantal in verslag.gewist.items())
        self.stdout.write(f"Opnieuw gewist: {gewist or 'niets'}.")
        if not verslag.goed:
            raise CommandError("\n".join(verslag.fouten))
