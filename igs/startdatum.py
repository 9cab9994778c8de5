"""A day typed in three boxes, or standing in the address as JJJJ-MM-DD; what was typed comes back as it was."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

DELEN = ("Dag", "Maand", "Jaar")
CIJFERS = {"Dag": 2, "Maand": 2, "Jaar": 4}
ISO = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*", re.ASCII)
ONZE_VORM = re.compile(r"\s*(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\s*", re.ASCII)
GETAL = re.compile(r"\d{1,4}", re.ASCII)


def in_delen(tekst: str) -> list[str]:
    """ "2027-09-01" or "1/9/2027" -> day, month, year; anything else stays whole, in the first box."""
    if iso := ISO.fullmatch(tekst):
        return [iso[3], iso[2], iso[1]]
    onze = ONZE_VORM.fullmatch(tekst)
    return list(onze.groups()) if onze else [tekst, "", ""]


class Datuminvoer(forms.MultiWidget):
    """Three boxes with a label each, in one group."""

    template_name = "django/forms/widgets/datum.html"
    use_fieldset = True

    def __init__(self) -> None:
        super().__init__([forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}) for _ in DELEN])

    def decompress(self, value: Any) -> list[str]:
        return [str(value.day), str(value.month), str(value.year)] if isinstance(value, date) else ["", "", ""]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        if name in data:
            return in_delen(str(data[name]))
        return [str(data.get(f"{name}_{nummer}", "")) for nummer in range(len(DELEN))]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for nummer, (deel, label) in enumerate(zip(context["widget"]["subwidgets"], DELEN, strict=True)):
            deel["label"], deel["attrs"]["size"] = label, CIJFERS[label]
            if nummer:  # the group carries the sentence; said once more at the first box, where the focus comes
                deel["attrs"].pop("aria-invalid", None)
            elif "aria-invalid" in deel["attrs"]:
                deel["attrs"]["aria-describedby"] = f"{context['widget']['attrs']['id']}_error"
        return context


class Datumveld(forms.Field):
    """Gives a date from `eerste` to `laatste`, both included."""

    widget = Datuminvoer

    def __init__(self, *, eerste: date, laatste: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.eerste, self.laatste = eerste, laatste

    def clean(self, value: Any) -> date:
        delen = [str(deel).strip() for deel in value or []]
        if not any(delen):
            raise ValidationError("Vul een dag, een maand en een jaar in, zoals 1 9 2027.", code="required")
        if not all(GETAL.fullmatch(deel) for deel in delen):
            raise ValidationError("Vul de dag, de maand en het jaar in cijfers in, zoals 1 9 2027.", code="vorm")
        dag, maand, jaar = map(int, delen)
        if not self.eerste.year <= jaar <= self.laatste.year:
            zin = f"Kies een jaar van {self.eerste.year} tot en met {self.laatste.year}."
            raise ValidationError(zin, code="jaar")
        try:
            return date(jaar, maand, dag)
        except ValueError:
            raise ValidationError("Die dag bestaat niet. Kijk de dag en de maand na.", code="bestaat") from None
