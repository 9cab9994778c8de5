import json
from datetime import date
from pathlib import Path
from typing import Any

import brotli
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from igs.models import Gemeente, Kaart


class Command(BaseCommand):
    help = "Laadt officiële grenzen van de gemeenten uit een GeoJSON-bestand, in plaats van de schematische kaart."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("bestand", nargs="?", type=Path, help="GeoJSON in WGS84, Lambert 72 of Lambert 2008")
        parser.add_argument("--bron", default="", help="bronvermelding die bij de kaart komt te staan")
        parser.add_argument("--toestand", default="", help="dag waarop de grenzen gelden, JJJJ-MM-DD")
        parser.add_argument("--terug", action="store_true", help="officiële grenzen wissen, schematische kaart terug")

    def handle(self, *args: Any, **opties: Any) -> None:
        if opties["terug"]:
            self._terug(opties)
            return
        if not opties["bestand"] or not opties["bron"].strip() or not opties["toestand"]:
            raise CommandError("Geef BESTAND, --bron en --toestand op, of enkel --terug.")
        try:
            toestand = date.fromisoformat(opties["toestand"])
        except ValueError as fout:
            raise CommandError(f"--toestand is geen datum JJJJ-MM-DD: {opties['toestand']}") from fout
        self._laad(opties["bestand"], bron=opties["bron"].strip(), toestand=toestand)

    def _terug(self, opties: dict[str, Any]) -> None:
        if opties["bestand"]:
            raise CommandError("Geef BESTAND of --terug, niet beide.")
        aantal, _ = Kaart.objects.filter(schematisch=False).delete()
        self.stdout.write(f"{aantal} kaarten met officiële grenzen gewist.")

    def _laad(self, bestand: Path, *, bron: str, toestand: date) -> None:
        try:
            from igs.grenzen import GrenzenFout, lees_grenzen
            from igs.kaart_tekenen import KaartFout, als_kaart
        except ModuleNotFoundError as fout:
            raise CommandError("Installeer de groep kaart: uv sync --group kaart") from fout
        gemeenten = Gemeente.objects.huidige().select_related("referentieregio")
        if not gemeenten:
            raise CommandError("Er zijn nog geen gemeenten: voer eerst laad_gegevens uit.")
        try:
            grenzen = lees_grenzen(bestand, {gemeente.nis_code: gemeente.naam for gemeente in gemeenten})
            regio_van = {gemeente.nis_code: gemeente.referentieregio.slug for gemeente in gemeenten}
            gegevens = als_kaart(grenzen.vormen, regio_van, bron=bron, schematisch=False, toestand=toestand.isoformat())
            kaart = Kaart(gegevens=gegevens, bron=bron, schematisch=False, toestand=toestand)
            kaart.full_clean()
        except (GrenzenFout, KaartFout) as fout:
            raise CommandError(f"Niets gewijzigd. {fout}") from fout
        except ValidationError as fout:
            raise CommandError(f"Niets gewijzigd. {' '.join(fout.messages)}") from fout
        kaart.save()
        grootte = len(brotli.compress(json.dumps(gegevens, separators=(",", ":")).encode()))
        self.stdout.write(f"{len(grenzen.vormen)} gemeenten geladen ({grenzen.stelsel}); met brotli {grootte} bytes.")
        self.stdout.write(f"Weggelaten vormen zonder bestaande NIS-code: {grenzen.weggelaten}.")
        self.stdout.write(f"Hersteld: {len(grenzen.hersteld)}. {', '.join(grenzen.hersteld)}".strip())
