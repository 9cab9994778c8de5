"""List which persons and which data a leak touches."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opnetwerk import datalek


class Command(BaseCommand):
    help = "Somt op welke personen en welke gegevens een datalek raakt: per tabel, of voor één adres."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tabel", action="append", default=[], help="alleen deze tabel, zoals talent.Profiel")
        parser.add_argument("--adres", default="", help="alleen wat over dit e-mailadres gaat")
        parser.add_argument("--personen", action="store_true", help="noem ook elk adres: bewaar dat veilig")
        parser.add_argument("--json", action="store_true", help="als JSON, met de adressen")

    def handle(self, *args: Any, **opties: Any) -> None:
        try:
            lijst = list(datalek.geraakt(tabellen=tuple(opties["tabel"]), adres=opties["adres"]))
        except datalek.OnbekendeTabel as fout:
            raise CommandError(str(fout)) from fout
        if opties["json"]:
            self.stdout.write(json.dumps([_als_dict(een) for een in lijst], indent=1, ensure_ascii=False))
            return
        for een in lijst:
            self.stdout.write(f"{een.tabel:<34} {een.rijen:>8} rijen  {len(een.personen):>7} adressen  {een.gegevens}")
        personen = sorted({adres for een in lijst for adres in een.personen})
        self.stdout.write(f"Samen {sum(een.rijen for een in lijst)} rijen over {len(personen)} adressen.")
        if opties["personen"]:
            self.stdout.write("\n".join(personen))


def _als_dict(een: datalek.Geraakt) -> dict[str, Any]:
    return {
        "tabel": een.tabel,
        "verwerking": een.verwerking.titel,
        "gegevens": een.gegevens,
        "rijen": een.rijen,
        "adressen": sorted(een.personen),
    }
