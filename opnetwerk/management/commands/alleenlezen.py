"""Let people only read for a while, or again everything."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from opnetwerk import alleenlezen


class Command(BaseCommand):
    help = "Zet alleen-lezen aan of uit, nu of op een aangekondigd moment; zonder woord: zegt wat er afgesproken is."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("wat", nargs="?", choices=["aan", "uit"])
        parser.add_argument("--vanaf", default="", help='moment, zoals "2026-11-24 18:00"; anders nu')
        parser.add_argument("--tot", default="", help="moment waarop het vanzelf ophoudt")

    def handle(self, *args: Any, **opties: Any) -> None:
        if opties["wat"] == "uit":
            alleenlezen.haal_weg()
        elif opties["wat"] == "aan":
            try:
                alleenlezen.zet(
                    vanaf=_moment(opties["vanaf"]) or timezone.now(),
                    tot=_moment(opties["tot"]),
                )
            except ValueError as fout:
                raise CommandError(str(fout)) from fout
        afspraak = alleenlezen.huidig()
        if afspraak is None:
            self.stdout.write("Alles kan bewaard worden.")
        else:
            self.stdout.write(f"Alleen lezen vanaf {alleenlezen.uur(afspraak.vanaf)}{afspraak.tot_wanneer}.")


def _moment(tekst: str) -> datetime | None:
    """The moment in Brussels. CommandError for what is none."""
    if not tekst:
        return None
    try:
        moment = parse_datetime(tekst)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"'{tekst}' is geen moment: schrijf het zoals 2026-11-24 18:00.")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
