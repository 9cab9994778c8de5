from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from igs.gegevensbestanden import GEGEVENS, GegevensFout
from igs.laden import laad

TE_VEEL = 20


class Command(BaseCommand):
    help = "Laadt de referentiegegevens (gemeenten, regio's, IGS'en, lidmaatschappen). Herhaalbaar."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("map", nargs="?", type=Path, default=GEGEVENS, help="map met de CSV-bestanden")

    def handle(self, *args: Any, **opties: Any) -> None:
        try:
            verslag = laad(opties["map"])
        except GegevensFout as fout:
            regels = [str(een) for een in fout.fouten[:TE_VEEL]]
            if len(fout.fouten) > TE_VEEL:
                regels.append(f"en nog {len(fout.fouten) - TE_VEEL} andere")
            raise CommandError("Niets gewijzigd. Dit klopt niet:\n" + "\n".join(regels)) from fout
        for regel in verslag.regels():
            self.stdout.write(regel)
