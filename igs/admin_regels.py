"""The rules of the Regiocheck in the admin: redactie writes a newer version as a copy of the one in force.

A version that counted already stays as it was: an outcome quotes it.
"""

import re
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.http import HttpRequest, HttpResponse

from igs.admin_basis import BegrensdAdmin
from igs.models import Regelversie
from igs.regels_in_gebruik import als_regel, mist_waarde, regels_op
from igs.regiocheck_bedragen import komma
from igs.regiocheck_regels import Regel, regels_van_het_huis
from opnetwerk.dag import vandaag
from opnetwerk.formulieren import Modelformulier

HELE_GETALLEN = {"gemeenten", "inwoners", "regio"}


DUIZENDTALLEN = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", re.ASCII)


class Waardeveld(forms.DecimalField):
    """A number as Dutch writes it: 90.000 is ninety thousand, 0,75 three quarters."""

    widget = AdminTextInputWidget(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            kaal = "".join(value.split())
            value = (kaal.replace(".", "") if DUIZENDTALLEN.fullmatch(kaal) else kaal).replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return komma(value) if isinstance(value, Decimal) else value


class RegelversieForm(Modelformulier):
    waarde = Waardeveld(label="Waarde", max_digits=14, decimal_places=4, min_value=0, required=False)

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        versie, waarde = gegevens.get("versie"), gegevens.get("waarde")
        if versie and versie < vandaag():
            self.add_error("versie", "Kies vandaag of een latere dag: wat vroeger berekend is, blijft zoals het was.")
        if waarde is not None and gegevens.get("eenheid") == "aandeel" and waarde > 1:
            self.add_error("waarde", "Een aandeel ligt tussen 0 en 1, zoals 0,75.")
        if waarde is not None and gegevens.get("eenheid") in HELE_GETALLEN and waarde != waarde.to_integral_value():
            self.add_error("waarde", "Vul hier een geheel getal in.")
        if not self.errors and mist_waarde(als_regel(Regelversie(**gegevens)), regels_van_het_huis()):
            self.add_error("waarde", "Vul een waarde in: de Regiocheck rekent met deze regel.")
        return gegevens


@admin.register(Regelversie)
class RegelversieAdmin(BegrensdAdmin):
    """Above the list of versions stand all rules in force, each with a link to copy it."""

    form = RegelversieForm
    fields = ("regel", "periode", "soort", "vraagt", "waarde", "eenheid", "bron", "bron_url", "zekerheid", "versie")
    list_display = ("regel", "periode", "waarde", "eenheid", "zekerheid", "versie")
    list_filter = ("periode",)
    search_fields = ("regel", "vraagt")
    change_list_template = "admin/regels.html"
    gekopieerd: ClassVar[list[str]] = ["soort", "vraagt", "waarde", "eenheid", "bron", "bron_url", "zekerheid"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _kan_nog_anders(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _kan_nog_anders(obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """`?kopie=R09:2027`: the version in force, from today. Nothing else comes from the address."""
        for regel in regels_op(vandaag()):
            if request.GET.get("kopie", "") == sleutel(regel):
                velden = {naam: getattr(regel, naam) for naam in self.gekopieerd}
                return velden | {"regel": regel.id, "periode": regel.periode, "versie": vandaag()}
        return {}

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        in_gebruik = [(regel, sleutel(regel)) for regel in sorted(regels_op(vandaag()), key=_volgorde)]
        return super().changelist_view(request, {"in_gebruik": in_gebruik, **(extra_context or {})})


def sleutel(regel: Regel) -> str:
    return f"{regel.id}:{regel.periode}"


def _volgorde(regel: Regel) -> tuple[str, str]:
    return regel.id, regel.periode


def _kan_nog_anders(rij: Regelversie | None) -> bool:
    """Whether no day before today counted with this version."""
    return rij is None or rij.versie >= vandaag()
