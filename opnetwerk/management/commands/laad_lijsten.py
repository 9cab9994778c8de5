from typing import Any

from django.core.management.base import BaseCommand

from opnetwerk.lijsten import laad_lijsten


class Command(BaseCommand):
    help = "Laadt de lijsten van het portaal (disciplines, thema's, aanbod). Herhaalbaar: wat gewijzigd is, blijft."

    def handle(self, *args: Any, **opties: Any) -> None:
        for naam, aantal in laad_lijsten().items():
            self.stdout.write(f"{naam}: {aantal} toegevoegd")
