"""The admin of addresses whose mail comes back. For redactie: an address may be of somebody in any region.

A coordinator sees nothing here. They are told by mail about who is theirs, and see that person in their own lists.
"""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from igs.admin_basis import BegrensdAdmin, gebruiker_bij
from opnetwerk import bezorgverslagen
from opnetwerk.dag import nu
from opnetwerk.models import Onbestelbaar


class StandFilter(admin.SimpleListFilter):
    """Closed or not is more than the kind: it passes with time, and somebody can lift it."""

    title = "stand"
    parameter_name = "toestand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("open", "telt nog"), ("opgeheven", "weer bereikbaar gezet")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        leeg = {"open": True, "opgeheven": False}.get(self.value() or "")
        return queryset if leeg is None else queryset.filter(opgeheven_op__isnull=leeg)


@admin.register(Onbestelbaar)
class OnbestelbaarAdmin(BegrensdAdmin):
    """Read only, with one act: try again. Every look at it is logged."""

    persoonsgegevens = True
    list_display = ("email", "soort", "keren", "eerst_op", "laatst_op", "reden", "mail")
    list_filter = (StandFilter, "soort")
    search_fields = ("email", "reden")
    ordering = ("-laatst_op", "-pk")
    fields = ("email", "soort", "mail", "keren", "reden", "eerst_op", "laatst_op", "opgeheven_op")
    readonly_fields = fields
    actions: ClassVar[list[str]] = ["zet_weer_bereikbaar"]
    change_form_template = "admin/onbestelbaar_formulier.html"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """They come from delivery reports alone."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """They go by themselves, when their term is over."""
        return False

    @admin.display(description="krijgt mail")
    def mail(self, obj: Onbestelbaar) -> str:
        if obj.opgeheven_op is not None:
            return "ja, weer bereikbaar gezet"
        dicht = bezorgverslagen.is_dicht(obj, nu())
        return "nee" if dicht else "ja"

    @admin.action(description="Zet weer bereikbaar en verstuur wat wachtte", permissions=["change"])
    def zet_weer_bereikbaar(self, request: HttpRequest, queryset: models.QuerySet[Onbestelbaar]) -> None:
        door, moment = gebruiker_bij(request), nu()
        aantal = sum(bezorgverslagen.hef_op(rij=rij, moment=moment, door=door) for rij in queryset)
        self.message_user(request, f"{aantal} adres{'sen krijgen' if aantal != 1 else ' krijgt'} weer mail.")

    def response_change(self, request: HttpRequest, obj: Onbestelbaar) -> HttpResponse:
        """The button on the page of one address; pressed twice is once."""
        if "_weer_bereikbaar" not in request.POST:
            return super().response_change(request, obj)
        gelukt = bezorgverslagen.hef_op(rij=obj, moment=nu(), door=gebruiker_bij(request))
        self.message_user(request, f"{obj.email} krijgt weer mail." if gelukt else "Dit adres kreeg al weer mail.")
        return HttpResponseRedirect(request.path)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing can be typed: there is nothing to save, and nothing to log."""
