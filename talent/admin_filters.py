"""What the lists of talents show when nothing is asked: what waits."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from talent.models import Profiel, Toelating


class StandFilter(admin.SimpleListFilter):
    """Without a choice: what waits for a decision."""

    title = "stand"
    parameter_name = "stand"
    wacht = ""
    keuzes: tuple[tuple[str, str], ...] = ()

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(self.keuzes)

    def choices(self, changelist: Any) -> Any:
        """As Django's, but the first choice says what it shows."""
        eerste, *rest = super().choices(changelist)
        yield eerste | {"display": "wacht op jou"}
        yield from rest

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """An object that is opened by its address never comes here."""
        stand = self.value() if self.value() in dict(self.keuzes) else self.wacht
        return queryset.filter(stand=stand)


class IngediendFilter(StandFilter):
    wacht = Profiel.Stand.INGEDIEND
    keuzes = (
        (Profiel.Stand.AANPASSING, "aanpassing gevraagd"),
        (Profiel.Stand.GOEDGEKEURD, "goedgekeurd"),
        (Profiel.Stand.GEWEIGERD, "geweigerd"),
    )


class GevraagdFilter(StandFilter):
    wacht = Toelating.Stand.GEVRAAGD
    keuzes = ((Toelating.Stand.TOEGELATEN, "toegelaten"), (Toelating.Stand.GEWEIGERD, "geweigerd"))
