"""What is online, for redactie, with the comparison over all notes. Publishing itself is the work of the team."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from cultuurnota import vergelijken
from cultuurnota.models import Publicatie
from cultuurnota.publiceren import adres_van
from igs.admin_basis import BegrensdAdmin


@admin.register(Publicatie)
class PublicatieAdmin(BegrensdAdmin):
    """To look at. Nobody adds, changes or removes here: the log must name who of the team did."""

    actions = None
    list_display = ("nota", "igs", "bevroren", "met_doelstellingen", "met_opvolging", "gepubliceerd_op")
    search_fields = ("nota__titel", "nota__igs__naam")
    ordering = ("-gepubliceerd_op", "pk")
    fields = ("nota", "bevroren", "met_doelstellingen", "met_opvolging", "gepubliceerd_op", "gewijzigd_op", "door")
    readonly_fields = fields
    change_list_template = "admin/cultuurnota/publicaties.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("nota__igs", "bevroren").defer("bevroren__inhoud")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def view_on_site(self, obj: Any) -> str | None:
        return adres_van(obj) if obj.nota.weg_op is None else None

    @admin.display(description="IGS", ordering="nota__igs__naam")
    def igs(self, obj: Publicatie) -> str:
        return obj.nota.igs.naam

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Wat online staat"} | (extra_context or {}))

    # --- a page of its own ---
    def get_urls(self) -> list[URLPattern]:
        view: Any = self.vergelijken_view
        bewaakt = self.admin_site.admin_view(view)
        bewaakt.model_admin = self
        return [path("vergelijken/", bewaakt, name="cultuurnota_publicatie_vergelijken"), *super().get_urls()]

    def vergelijken_view(self, request: HttpRequest) -> HttpResponse:
        """All notes side by side, also what is not online: for redactie alone."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        bron = request.GET.get("bron", "")
        bron = bron if bron in vergelijken.BRON else "bevroren"
        vraag = vergelijken.Vraag.uit(request.GET)
        context = {
            **self.admin_site.each_context(request),
            "title": "Vergelijk alle cultuurnota's",
            "opts": self.opts,
            "beeld": vergelijken.Vergelijking(vergelijken.BRON[bron](), vraag),
            "vraag": vraag,
            "bron": bron,
            "bronnen": vergelijken.BRONNEN,
        }
        return TemplateResponse(request, "admin/cultuurnota/vergelijken.html", context)
