"""What the pages of talents in the admin share: nobody makes, edits or erases there, and no name goes into the log."""

from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from igs.admin_basis import BegrensdAdmin, gebruiker_bij
from opnetwerk import logboek
from talent.models import Talent, Toelating

Antwoord = HttpResponse


class TalentBasis(BegrensdAdmin):
    """Nobody adds, edits or erases a talent here: makers do that, and a coordinator decides."""

    persoonsgegevens = True
    actions = None
    list_display_links: Any = None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    lijsttitel = ""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Antwoord:
        return super().changelist_view(request, {"title": self.lijsttitel} | (extra_context or {}))

    def _log_gelezen(self, request: HttpRequest, object_id: str) -> None:
        """As everywhere, but without a name: the log can only grow, and a talent may ask to be forgotten."""
        self.log_gelezen(request, self.get_object(request, unquote(object_id)))

    def log_gelezen(self, request: HttpRequest, obj: Any) -> None:
        talent = obj if isinstance(obj, Talent) else obj.talent
        igs = obj.igs if isinstance(obj, Toelating) else talent.thuis
        naamloos = Talent(pk=talent.pk, slug=f"talent {str(talent.kenmerk)[:8]}")
        logboek.schrijf(door=gebruiker_bij(request), actie="gelezen", over=naamloos, igs_slug=igs.slug if igs else "")

    def _eigen(self, request: HttpRequest, object_id: str) -> Any:
        """The row, for who may decide about it; a 404 for another region's."""
        obj = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        return obj

    def _pagina(self, request: HttpRequest, titel: str, sjabloon: str, context: dict[str, Any]) -> Antwoord:
        vast = {**self.admin_site.each_context(request), "title": titel, "opts": self.opts}
        return TemplateResponse(request, sjabloon, vast | context)

    def _naam(self, wat: str) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{wat}"

    def _pad(self, adres: str, view: Any, naam: str) -> URLPattern:
        """An address of this admin, guarded as its own are."""
        bewaakt = self.admin_site.admin_view(view)
        bewaakt.model_admin = self
        return path(adres, bewaakt, name=f"{self.opts.app_label}_{self.opts.model_name}_{naam}")
