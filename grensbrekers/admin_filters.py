"""What the list of grensbrekers shows when nothing is asked: who waits."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from grensbrekers.models import Grensbreker
from grensbrekers.wachtrij import WACHT
from opnetwerk.dag import nu

NIEUW = timedelta(days=30)
Stand = Grensbreker.Stand


class LedenFilter(admin.SimpleListFilter):
    """Without a choice: who waits for a decision."""

    title = "wie"
    parameter_name = "wie"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("leden", "alle leden"),
            ("nieuw", "nieuw: de laatste 30 dagen"),
            ("stil", "stil: antwoordt niet of het nog klopt"),
            ("geweigerd", "geweigerd"),
            ("uitgeschreven", "uitgeschreven"),
        ]

    def choices(self, changelist: Any) -> Any:
        """As Django's, but the first choice says what it shows."""
        eerste, *rest = super().choices(changelist)
        yield eerste | {"display": "wacht op jou"}
        yield from rest

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """An object that is opened by its address never comes here."""
        lid = models.Q(stand=Stand.TOEGELATEN)
        wie = {
            "leden": lid,
            "nieuw": lid & models.Q(beslist_op__gte=nu() - NIEUW),
            "stil": lid & models.Q(keren_gevraagd__gt=0),
            "geweigerd": models.Q(stand=Stand.GEWEIGERD),
            "uitgeschreven": models.Q(stand=Stand.UITGESCHREVEN),
        }
        return queryset.filter(wie.get(self.value() or "", WACHT))
