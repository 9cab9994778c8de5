"""Prove that nothing is left of somebody who is erased."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opnetwerk import wisoefening
from opnetwerk.taakloop import loop


class Command(BaseCommand):
    help = "Wist iemand met een merk in elke tekst, in een databank ernaast, en zoekt het merk daarna overal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="geef het hele verslag als JSON")

    def handle(self, *args: Any, **opties: Any) -> None:
        with loop("wis_oefening") as taak:
            with wisoefening.ernaast():
                verslag = wisoefening.oefen()
            taak.aantal = sum(verslag.voor.values())
            taak.fout = "\n".join(verslag.fouten)
        if opties["json"]:
            self.stdout.write(json.dumps(verslag.als_dict(), indent=1, ensure_ascii=False, default=str))
        else:
            self._vertel(verslag)
        if verslag.fouten:
            raise CommandError("\n".join(verslag.fouten))

    def _vertel(self, verslag: wisoefening.Verslag) -> None:
        self.stdout.write(
            f"{verslag.dag}: {verslag.kolommen} kolommen van {verslag.tabellen} tabellen, media, cache, zittingen, "
            f"{verslag.paginas} pagina's en {verslag.bewaard} bewaarde pagina's doorzocht, {verslag.seconden:.1f} s."
        )
        self.stdout.write(
            f"Voor het wissen: {sum(verslag.voor.values())} vindplaatsen in {len(verslag.voor)} tabellen en pagina's."
        )
        self.stdout.write(f"Na het wissen: {sum(verslag.na.values())}.")
        for plek in verslag.woorden:
            self.stdout.write(f"Blijft: {wisoefening.BLIJFT.get(plek, plek)}.")
