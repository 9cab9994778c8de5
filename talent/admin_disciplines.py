"""The taxonomy in the admin, for redactie: rename, say what else people call it, merge; a key never changes."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest

from igs.admin_basis import BegrensdAdmin, gebruiker_bij
from opnetwerk.formulieren import Modelformulier
from talent import disciplines
from talent.models import Discipline

MEESTE_SYNONIEMEN = 40


class Disciplineformulier(Modelformulier):
    synoniemen = SimpleArrayField(
        forms.CharField(max_length=disciplines.LANGSTE_SYNONIEM),
        label="Ook gezocht als",
        required=False,
        max_length=MEESTE_SYNONIEMEN,
        help_text="Woorden waarmee mensen dit zoeken, met komma's ertussen.",
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
    )
    samen_met = forms.ModelChoiceField(
        queryset=Discipline.objects.none(),
        label="Gaat op in",
        required=False,
        empty_label="blijft bestaan",
        help_text="De makers verhuizen mee en het oude adres leidt door. Dit kun je niet terugdraaien.",
    )

    class Meta:
        model = Discipline
        fields: ClassVar = ["sleutel", "naam", "synoniemen", "boven", "uitdatabank", "volgorde"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        term = self.instance
        if "boven" in self.fields:
            eerste = Discipline.objects.filter(boven=None, opgegaan_in=None).exclude(pk=term.pk)
            self.fields["boven"].queryset = eerste  # type: ignore[attr-defined]
            self.fields["boven"].empty_label = "is zelf een kunstvorm"  # type: ignore[attr-defined]
        if "samen_met" in self.fields:
            anderen = Discipline.objects.filter(opgegaan_in=None, boven__isnull=term.boven_id is None)
            self.fields["samen_met"].queryset = anderen.exclude(pk=term.pk)  # type: ignore[attr-defined]

    def clean_boven(self) -> Discipline | None:
        boven: Discipline | None = self.cleaned_data["boven"]
        if boven and self.instance.pk and self.instance.onderliggende.exists():
            raise ValidationError("Hier staan disciplines onder. Geef die eerst een andere plek.")
        return boven


@admin.register(Discipline)
class DisciplineAdmin(BegrensdAdmin):
    """Nothing is thrown away here: a term that is not used any more goes up in another."""

    form = Disciplineformulier
    list_display = ("naam", "boven", "woorden", "stand")
    list_filter = (("boven", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("naam", "sleutel", "synoniemen")
    ordering = ("volgorde", "naam")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Discipline]:
        return super().get_queryset(request).select_related("boven", "opgegaan_in")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The key stands in addresses; what went up in another leads on, and is changed there."""
        if obj is None:
            return ()
        return ("sleutel", "makers") if obj.opgegaan_in_id is None else ("sleutel", "naam", "opgegaan_in")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is not None and obj.opgegaan_in_id:
            return [(None, {"fields": ("naam", "sleutel", "opgegaan_in")})]
        delen: list[Any] = [(None, {"fields": ("naam", "sleutel", "synoniemen", "boven", "uitdatabank", "volgorde")})]
        if obj is not None:
            delen.append(("Samenvoegen", {"fields": ("makers", "samen_met")}))
        return delen

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """`samen_met` is no field of the model: the form knows it by itself."""
        kwargs["fields"] = [
            naam
            for _titel, deel in self.get_fieldsets(request, obj)
            for naam in deel["fields"]
            if naam != "samen_met" and naam not in self.get_readonly_fields(request, obj)
        ]
        return super().get_form(request, obj, change, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What went up in another is only read."""
        return super().has_change_permission(request, obj) and (obj is None or obj.opgegaan_in_id is None)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            return
        if doel := form.cleaned_data.get("samen_met"):
            aantal = disciplines.voeg_samen(term=obj, doel=doel, door=gebruiker_bij(request))
            self.message_user(request, f"“{obj}” is opgegaan in “{doel}”. {_makers(aantal)}")
        elif {"naam", "synoniemen", "boven"} & set(form.changed_data):
            self.message_user(request, _makers(disciplines.leid_makers_af(obj)))

    @admin.display(description="ook gezocht als")
    def woorden(self, obj: Discipline) -> str:
        return ", ".join(obj.synoniemen)

    @admin.display(description="stand")
    def stand(self, obj: Discipline) -> str:
        return f"opgegaan in {obj.opgegaan_in}" if obj.opgegaan_in else "in gebruik"

    @admin.display(description="makers online")
    def makers(self, obj: Discipline) -> int:
        return disciplines.aantal_makers(obj)


def _makers(aantal: int) -> str:
    return f"{aantal} {'maker is' if aantal == 1 else 'makers zijn'} opnieuw doorzoekbaar."
