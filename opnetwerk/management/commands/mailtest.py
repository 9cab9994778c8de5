"""Send a test mail, and say what to repair."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from opnetwerk import mailtest
from opnetwerk.bevinding import Oordeel


class Command(BaseCommand):
    help = "Stuurt een testmail naar ADRES en zegt wat er te herstellen is aan de mail van het portaal."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("adres")

    def handle(self, *args: Any, **opties: Any) -> None:
        try:
            validate_email(opties["adres"])
        except ValidationError:
            raise CommandError("Schrijf het adres zoals naam@voorbeeld.be.") from None
        fouten = 0
        for een in mailtest.alles(opties["adres"]):
            fouten += een.oordeel is Oordeel.FOUT
            self.stdout.write(f"[{een.oordeel}] {een.zin}")
        if fouten:
            raise CommandError(f"Er is {fouten} keer iets te herstellen.")
