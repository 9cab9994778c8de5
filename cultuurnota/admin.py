"""The admin of cultuurnota: what redactie edits."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.http import HttpRequest

from cultuurnota import admin_publicaties  # noqa: F401  registers what is online
from cultuurnota.models import Aanbod
from igs.admin import MOMENTEN
from igs.admin_basis import RedactieAdmin
from igs.redactieformulier import RedactieForm
from opnetwerk.tekstverwerker import TekstVeld


class AanbodForm(RedactieForm):
    tekst = TekstVeld(label="Wat het is")

    class Meta:
        help_texts: ClassVar = {
            "voor_wie": "Zoals: gemeenten, IGS'en. Met een komma ertussen: bezoekers filteren erop. "
            "Schrijf “iedereen” als het voor allemaal is."
        }
        widgets: ClassVar = {"voor_wie": AdminTextInputWidget}


@admin.register(Aanbod)
class AanbodAdmin(RedactieAdmin):
    form = AanbodForm
    list_display = ("titel", "voor_wie", "vorm", "volgorde", "stand")
    search_fields = ("titel",)
    fieldsets: ClassVar[Any] = [
        (None, {"fields": ["basis", "titel", "voor_wie", "vorm", "kostprijs", "tekst"]}),
        ("Waar het staat", {"fields": ["bron_url", "bron_datum", "volgorde"]}),
        MOMENTEN,
    ]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Without the picture: an offer has none."""
        formulier = super().get_form(request, obj, change, **kwargs)
        for veld in ("foto_bestand", "foto_alt", "foto_decoratief", "foto_bron", "foto_weg"):
            formulier.base_fields.pop(veld, None)
        return formulier
