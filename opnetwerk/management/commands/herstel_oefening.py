"""Prove that the newest copy comes back."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opnetwerk import herstel
from opnetwerk.taakloop import loop


class Command(BaseCommand):
    help = "Zet de nieuwste reservekopie terug naast het levende systeem, vergelijkt alles en ruimt weer op."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("bron", type=Path, help="map met kopieën")
        parser.add_argument("--json", action="store_true", help="geef het hele verslag als JSON")

    def handle(self, *args: Any, **opties: Any) -> None:
        with loop("herstel_oefening") as taak:
            verslag = herstel.oefen(opties["bron"].expanduser().absolute())
            taak.aantal = verslag.rijen
            taak.fout = "\n".join(verslag.fouten)
            taak.verslag = {"kopie": verslag.kopie, "bestanden": verslag.bestanden, "paginas": len(verslag.paginas)}
        if opties["json"]:
            self.stdout.write(json.dumps(verslag.als_dict(), indent=1, ensure_ascii=False))
        else:
            goede = sum(1 for status in verslag.paginas.values() if status == 200)
            self.stdout.write(
                f"{verslag.kopie or 'geen kopie'}: {verslag.rijen} rijen in {verslag.tabellen} tabellen, "
                f"{verslag.bestanden} bestanden ({verslag.bytes / 1e6:.1f} MB), "
                f"{goede} van {len(verslag.paginas)} pagina's, {verslag.seconden:.1f} s."
            )
        if not verslag.goed:
            raise CommandError("\n".join(verslag.fouten[:20]))
