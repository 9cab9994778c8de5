"""The admin of questions and insights, for redactie: take away what must not stand, and publish what was learned."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from grensbrekers import inzichten, vragen
from grensbrekers.models import Inzicht, Netwerkvraag
from igs.admin_basis import BegrensdAdmin, gebruiker_bij
from opnetwerk import logboek
from opnetwerk.formulieren import Modelformulier


@admin.register(Netwerkvraag)
class NetwerkvraagAdmin(BegrensdAdmin):
    """Nobody edits what members wrote; redactie reads it, takes it away, or makes an insight of it."""

    persoonsgegevens = True
    actions = None
    list_display = ("titel", "themalijst", "gesteld_op", "antwoorden", "opgelost")
    search_fields = ("titel", "tekst")
    ordering = ("-gesteld_op", "pk")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Netwerkvraag]:
        rijen = super().get_queryset(request).annotate(aantal_antwoorden=models.Count("antwoorden"))
        return rijen.prefetch_related("themas")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="thema's")
    def themalijst(self, obj: Netwerkvraag) -> str:
        return ", ".join(thema.naam for thema in obj.themas.all())

    @admin.display(description="antwoorden", ordering="aantal_antwoorden")
    def antwoorden(self, obj: Any) -> int:
        return int(obj.aantal_antwoorden)

    @admin.display(description="opgelost", boolean=True)
    def opgelost(self, obj: Netwerkvraag) -> bool:
        return obj.opgelost_op is not None

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Question and answers to read, and the button that makes a draft of an insight."""
        vraag = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, vraag):
            raise PermissionDenied
        if request.method == "POST" and request.POST.get("daad") == "inzicht":
            inzicht = inzichten.ontwerp_uit_vraag(vraag=vraag, door=gebruiker_bij(request))
            self.message_user(request, "Dit is een concept. Schrijf het in je eigen woorden, zonder namen.")
            return HttpResponseRedirect(reverse("admin:grensbrekers_inzicht_change", args=[inzicht.pk]))
        if request.method == "POST":
            return HttpResponseRedirect(request.path)
        self._log_gelezen(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": vraag.titel,
            "opts": self.opts,
            "vraag": vraag,
            "antwoorden": vragen.antwoorden_op(vraag),
            "inzicht": vraag.inzichten.first(),
        }
        return TemplateResponse(request, "admin/grensbrekers/vraag.html", context)

    def _log_gelezen(self, request: HttpRequest, object_id: str) -> None:
        """Without the words of the question: the log can only grow, and who asked may want to be forgotten."""
        vraag = self.get_object(request, unquote(object_id))
        logboek.schrijf(door=gebruiker_bij(request), actie="gelezen", over=_zonder_woorden(vraag))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        logboek.schrijf(door=gebruiker_bij(request), actie="verwijderd", over=_zonder_woorden(obj))
        obj.delete()


def _zonder_woorden(vraag: Netwerkvraag) -> Netwerkvraag:
    return Netwerkvraag(pk=vraag.pk, titel=f"vraag {str(vraag.kenmerk)[:8]}")


class Inzichtformulier(Modelformulier):
    """What was learned; with the button "Publiceer" it may name nobody."""

    class Meta:
        model = Inzicht
        fields = ("titel", "tekst", "themas", "ontmoeting")

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        blijft_zichtbaar = self.instance.gepubliceerd_op is not None and "_verberg" not in self.data
        if "_publiceer" in self.data or blijft_zichtbaar:
            deze = Inzicht(vraag=self.instance.vraag, ontmoeting=gegevens.get("ontmoeting"))
            for veld in ("titel", "tekst"):
                if namen := inzichten.namen_in(deze, gegevens.get(veld) or ""):
                    self.add_error(veld, str(inzichten.MetNaam(namen)))
        return gegevens


class StandFilter(admin.SimpleListFilter):
    """Drafts, or what everybody reads."""

    title = "stand"
    parameter_name = "stand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("concept", "concept"), ("gepubliceerd", "gepubliceerd")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        stand = {
            "concept": models.Q(gepubliceerd_op=None),
            "gepubliceerd": models.Q(gepubliceerd_op__isnull=False),
        }
        return queryset.filter(stand.get(self.value() or "", models.Q()))


@admin.register(Inzicht)
class InzichtAdmin(BegrensdAdmin):
    """Drafts and published insights."""

    form = Inzichtformulier
    actions = None
    list_display = ("titel", "gepubliceerd_op", "herkomst")
    list_filter = (StandFilter,)
    search_fields = ("titel", "tekst")
    fields = ("titel", "tekst", "themas", "ontmoeting")
    change_form_template = "admin/grensbrekers/inzicht_formulier.html"
    list_select_related = ("ontmoeting", "vraag")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, **kwargs | {"widget": forms.CheckboxSelectMultiple})

    def view_on_site(self, obj: Any) -> str | None:
        return inzichten.adres_van(obj) if obj.gepubliceerd_op else None

    @admin.display(description="komt uit")
    def herkomst(self, obj: Inzicht) -> str:
        if obj.ontmoeting:
            return f"ontmoeting: {obj.ontmoeting}"
        return f"vraag: {obj.vraag}" if obj.vraag else "–"

    def _net_toegevoegd(self, request: HttpRequest, obj: Any) -> Any:
        """As everywhere, but published or not: the first press of the button published it already."""
        eerder = Inzicht.objects.filter(titel=obj.titel, tekst=obj.tekst).exclude(gepubliceerd_op=None).first()
        if eerder:
            obj.gepubliceerd_op = eerder.gepubliceerd_op
        return super()._net_toegevoegd(request, obj)

    knoppen: ClassVar = {"_publiceer": inzichten.publiceer, "_verberg": inzichten.verberg}

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The button counts when everything else is kept."""
        super().save_related(request, form, formsets, change)
        for knop, doe in self.knoppen.items():
            if knop in request.POST:
                try:
                    doe(inzicht=form.instance, door=gebruiker_bij(request))
                except inzichten.MetNaam as bezwaar:  # somebody answered since the form was read
                    self.message_user(request, str(bezwaar), messages.ERROR)
