"""The queue of redactie: who asks for help, since when, and what was done."""

from datetime import date
from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from igs import wacht
from igs.admin_basis import BegrensdAdmin
from igs.bereik import Bereik
from igs.models import Hulpvraag
from opnetwerk.dag import nu


@admin.register(Hulpvraag)
class HulpvraagAdmin(BegrensdAdmin):
    """Only what the sender confirmed; only the handling can be changed."""

    persoonsgegevens = True
    list_display = ("naam", "onderwerp", "organisatie", "stand", "leeftijd", "bevestigd_op")
    list_filter = ("stand", "onderwerp")
    ordering = ("-stand", "bevestigd_op")  # "nieuw" before "behandeld", the oldest first
    gevraagd: ClassVar = (
        "kenmerk", "gemaakt_op", "bevestigd_op", "onderwerp", "naam", "organisatie", "email", "tekst", "gebied",
        "pagina", "aanbod", "igs",
    )  # fmt: skip
    readonly_fields = gevraagd
    fields = (*gevraagd, "stand", "notitie")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).exclude(stand=Hulpvraag.Stand.TE_BEVESTIGEN)

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """What is confirmed does not become unconfirmed again."""
        if db_field.name == "stand":
            stand = Hulpvraag.Stand
            kwargs["choices"] = [(een.value, een.label) for een in (stand.NIEUW, stand.BEHANDELD)]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    @admin.display(description="wacht al", ordering="bevestigd_op")
    def leeftijd(self, obj: Hulpvraag) -> str:
        """Days since it was confirmed, as long as it waits."""
        if obj.stand != Hulpvraag.Stand.NIEUW or obj.bevestigd_op is None:
            return "-"
        dagen = (nu() - obj.bevestigd_op).days
        return "vandaag" if dagen < 1 else "1 dag" if dagen == 1 else f"{dagen} dagen"

    @admin.display(description="gemeenten")
    def gebied(self, obj: Hulpvraag) -> str:
        return ", ".join(gemeente.naam for gemeente in obj.gemeenten.all()) or "-"

    @admin.display(description="pagina")
    def pagina(self, obj: Hulpvraag) -> SafeString | str:
        return format_html('<a href="{}">Bekijk dit gebied in de Regiocheck</a>', obj.adres) if obj.adres else "-"


def wachtende_hulpvragen(bereik: Bereik, dag: date) -> list[wacht.Post]:
    """For the landing page of redactie. One query."""
    if not bereik.alles:
        return []
    momenten = list(Hulpvraag.objects.filter(stand=Hulpvraag.Stand.NIEUW).values_list("bevestigd_op", flat=True))
    oudste = min((moment for moment in momenten if moment), default=None)
    uitleg = f"de oudste is van {localtime(oudste):%d/%m/%Y}" if oudste else ""
    pad = reverse("admin:igs_hulpvraag_changelist") + "?stand__exact=nieuw"
    return [wacht.Post("Vragen om hulp", len(momenten), pad, uitleg)]


wacht.bronnen.append(wachtende_hulpvragen)
