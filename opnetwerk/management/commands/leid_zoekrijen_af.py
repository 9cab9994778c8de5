from typing import Any

from django.core.management.base import BaseCommand

from opnetwerk.lijsten import werk_zoekrijen_bij


class Command(BaseCommand):
    help = "Schrijft de rijen van de lijst van makers opnieuw die een vroegere versie schreef. Herhaalbaar."

    def handle(self, *args: Any, **opties: Any) -> None:
        self.stdout.write(f"{werk_zoekrijen_bij()} rijen opnieuw geschreven")
