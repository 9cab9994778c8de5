from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from opnetwerk.spiegel import SpiegelFout, spiegel


class Command(BaseCommand):
    help = "Schrijft alle openbare pagina's als bestanden in DOEL, voor nginx als het portaal zelf weg is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("doel", type=Path, metavar="DOEL", help="map; DOEL/nu wijst naar de nieuwste kopie")

    def handle(self, *args: Any, **opties: Any) -> None:
        try:
            verslag = spiegel(opties["doel"])
        except (SpiegelFout, DatabaseError, OSError) as fout:
            raise CommandError(f"De spiegel is niet vernieuwd: {fout}") from fout
        self.stdout.write(f"{verslag.paginas} pagina's en {verslag.bestanden} bestanden in {opties['doel']}/nu.")
        for adres in verslag.gemist:
            self.stdout.write(f"Niet gelukt: {adres}")
