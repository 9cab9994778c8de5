"""Make a copy of database and files."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from opnetwerk import reservekopie
from opnetwerk.taakloop import loop


class Command(BaseCommand):
    help = "Maakt een reservekopie van databank en bestanden in DOEL, en ruimt kopieën van meer dan 30 dagen op."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("doel", type=Path, help="map voor de kopieën, liefst op een andere schijf")
        parser.add_argument("--keur", action="store_true", help="lees de nieuwe kopie meteen helemaal na")

    def handle(self, *args: Any, **opties: Any) -> None:
        doel: Path = opties["doel"].expanduser().absolute()
        try:
            with loop("reservekopie") as taak:
                kopie = reservekopie.maak(doel, moment=timezone.now())
                manifest = kopie.manifest()
                taak.aantal = sum(een.rijen for een in manifest.tabellen.values())
                if opties["keur"] and (fouten := reservekopie.keur(kopie)):
                    raise reservekopie.KopieFout(" ".join(fouten))
        except (reservekopie.KopieFout, OSError) as fout:
            raise CommandError(str(fout)) from fout
        self.stdout.write(
            f"{kopie.map}: {taak.aantal} rijen in {len(manifest.tabellen)} tabellen, "
            f"{manifest.bestanden} bestanden ({manifest.bytes / 1e6:.1f} MB), "
            f"databank {manifest.dump_lengte / 1e6:.1f} MB, {taak.seconden:.1f} s."
        )
        if settings.BUCKET:
            self.stdout.write(reservekopie.IN_BUCKET.format(naam=settings.BUCKET["naam"]))
        if manifest.weg:
            self.stdout.write(
                f"{len(manifest.weg)} bestanden verdwenen tijdens het kopiëren (gewist): {manifest.weg[:5]}"
            )
