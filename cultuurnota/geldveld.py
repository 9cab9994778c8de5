"""Numbers and amounts as people here write them: 1.250,50."""

import re
from decimal import Decimal
from typing import Any

from django import forms

DUIZENDTALLEN = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d*)?")


class Getalveld(forms.DecimalField):
    """A number as people here write it: 1.250,50."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"localize": True, "max_digits": 12, "decimal_places": 2, "required": False} | kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.strip().removeprefix("€").removesuffix("euro").strip().replace("\u00a0", "").replace(" ", "")
            if DUIZENDTALLEN.fullmatch(value):
                value = value.replace(".", "")
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A phone shows figures and a comma."""
        return super().widget_attrs(widget) | {"inputmode": "decimal"}


class Geldveld(Getalveld):
    """An amount of 0 or more, in euro with at most two decimals; empty is None. The errors name the label."""

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        naam = f"“{label.replace('%', 'procent')}”"
        te_groot = f"Het bedrag bij {naam} is te groot. Kijk het na."
        fouten = {
            "invalid": f"Vul bij {naam} een bedrag in, zoals 1.250,50.",
            "min_value": f"Vul bij {naam} 0 of meer in.",
            "max_digits": te_groot,
            "max_whole_digits": te_groot,
            "max_decimal_places": f"Schrijf het bedrag bij {naam} met hoogstens twee cijfers na de komma.",
        } | kwargs.pop("error_messages", {})
        super().__init__(**{"min_value": 0} | kwargs, label=label, error_messages=fouten)

    def clean(self, value: Any) -> Any:
        """Never -0."""
        bedrag = super().clean(value)
        return bedrag + Decimal(0) if isinstance(bedrag, Decimal) else bedrag
