"""The admin of what every app shares: accounts, the log, the outbox, reported conversations."""

from typing import Any, ClassVar

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join, linebreaks
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from igs.admin_basis import BegrensdAdmin, gebruiker_bij
from opnetwerk import gesprekken, logboek, poort, post
from opnetwerk import onbestelbaar_admin as onbestelbaar_admin  # registers itself
from opnetwerk.beheer import herbevestigd_vereist
from opnetwerk.formulieren import Modelformulier
from opnetwerk.models import Gebruiker, Gesprek, Logregel, UitgaandeMail
from opnetwerk.rollen import is_beheerder
from opnetwerk.uitvoer import csv_antwoord


@admin.register(Gebruiker)
class GebruikerAdmin(BegrensdAdmin):
    """Accounts. Passwords and second factors are the owner's; redactie names and closes, beheerder gives roles."""

    persoonsgegevens = True
    list_display = ("email", "naam", "is_active", "gemaakt_op")
    search_fields = ("email", "naam")
    ordering = ("email",)
    actions: ClassVar[list[str]] = ["haal_tweede_stap_weg"]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        acties = super().get_actions(request)
        if not is_beheerder(request.user):
            acties.pop("haal_tweede_stap_weg", None)
        return acties

    @admin.action(description="Haal de tweede stap weg (telefoon kwijt)", permissions=["change"])
    @herbevestigd_vereist
    def haal_tweede_stap_weg(self, request: HttpRequest, queryset: models.QuerySet[Gebruiker]) -> None:
        """They set up a new one at the next login; until then the admin stays closed for them."""
        for gebruiker in queryset:
            with transaction.atomic():
                Authenticator.objects.filter(user=gebruiker).delete()
                logboek.schrijf(door=gebruiker_bij(request), actie="tweede stap weggehaald", over=gebruiker)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        basis = ["email", "naam", "is_active", "gemaakt_op", "last_login"]
        return [*basis, "groups", "is_superuser"] if is_beheerder(request.user) else basis

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        vast = ["email", "gemaakt_op", "last_login"]
        # Nobody closes their own account or takes away their own role: the last one would lock everybody out.
        return [*vast, "is_active", "groups", "is_superuser"] if obj and obj.pk == request.user.pk else vast

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A change of role is confirmed first."""
        naar = poort.vraag_bevestiging(request) if request.method == "POST" else None
        return naar or super().change_view(request, object_id, form_url, extra_context)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Accounts are made by an invitation or by their owner."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only a beheerder touches the account of a beheerder."""
        if obj is not None and obj.is_superuser and not is_beheerder(request.user):
            return False
        return super().has_change_permission(request, obj)


@admin.register(Logregel)
class LogregelAdmin(BegrensdAdmin):
    """What happened, filterable and exportable; nobody changes it."""

    list_display = ("op", "door_naam", "actie", "object_naam", "igs_slug")
    list_filter = ("actie", "model", "igs_slug", ("op", admin.DateFieldListFilter))
    search_fields = ("door_naam", "object_naam")
    date_hierarchy = "op"
    actions: ClassVar[list[str]] = ["als_csv"]

    @admin.action(description="Haal de gekozen regels op als CSV", permissions=["view"])
    @herbevestigd_vereist
    def als_csv(self, request: HttpRequest, queryset: models.QuerySet[Logregel]) -> HttpResponse:
        kolommen = ["op", "door_naam", "actie", "model", "object_id", "object_naam", "igs_slug", "veranderd"]
        rijen = queryset.order_by("op").values_list(*kolommen)
        return csv_antwoord("logboek.csv", kolommen, rijen)


@admin.register(UitgaandeMail)
class UitgaandeMailAdmin(BegrensdAdmin):
    """The outbox with its dead letters. The text stays hidden: it may hold a link that lets somebody in."""

    persoonsgegevens = True
    list_display = ("onderwerp", "aan", "stand", "pogingen", "gemaakt_op", "verzonden_op")
    list_filter = ("stand",)
    search_fields = ("aan", "onderwerp")
    fields = (
        "aan", "onderwerp", "stand", "pogingen", "volgende_poging_op", "laatste_fout", "gemaakt_op", "verzonden_op",
        "bericht_id",
    )  # fmt: skip
    readonly_fields = fields
    actions: ClassVar[list[str]] = ["opnieuw_versturen"]

    @admin.action(description="Probeer mislukte mails opnieuw", permissions=["change"])
    def opnieuw_versturen(self, request: HttpRequest, queryset: models.QuerySet[UitgaandeMail]) -> None:
        for mail in queryset.filter(stand=UitgaandeMail.Stand.MISLUKT):
            post.opnieuw(mail)
            logboek.schrijf(door=gebruiker_bij(request), actie="opnieuw verstuurd", over=mail)


class BehandelingFilter(admin.SimpleListFilter):
    title = "behandeling"
    parameter_name = "behandeling"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("wacht", "wacht nog"), ("klaar", "behandeld")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        wacht = {"wacht": True, "klaar": False}.get(self.value() or "")
        return queryset if wacht is None else queryset.filter(behandeld_op__isnull=wacht)


class GesprekForm(Modelformulier):
    """What was decided; the conversation itself is only read."""

    besluit = forms.ChoiceField(
        label="Je besluit",
        initial="wacht",
        choices=[
            ("wacht", "Nog niets"),
            ("behandeld", "Zet op behandeld"),
            ("sluit", "Zet op behandeld en sluit het gesprek: niemand kan er nog in schrijven"),
        ],
        widget=forms.RadioSelect,
    )


@admin.register(Gesprek)
class GesprekAdmin(BegrensdAdmin):
    """Reported conversations. Opening one is logged; names show, addresses do not.

    Nothing else of the relay is here: who talks with whom is nobody's business until one of them asks for help.
    """

    form = GesprekForm
    persoonsgegevens = True
    list_display = ("betreft_naam", "gemeld_op", "behandeld_op", "stand", "igs_slug")
    list_filter = (BehandelingFilter, "stand")
    ordering = ("-gemeld_op", "-pk")
    readonly_fields = (
        "betreft_naam", "onderwerp", "stand", "bevestigd_op", "laatste_op", "gemeld_op", "gemeld_reden",
        "behandeld_op", "berichten",
    )  # fmt: skip
    fields = (*readonly_fields, "besluit")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).filter(gemeld_op__isnull=False)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """They go by themselves, when their term is over."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        besluit = form.cleaned_data.get("besluit")
        if besluit in ("behandeld", "sluit"):
            gesprekken.behandel_melding(gesprek=obj, door=gebruiker_bij(request), sluit=besluit == "sluit")

    @admin.display(description="het gesprek")
    def berichten(self, obj: Gesprek) -> SafeString:
        rijen = [
            (een.van.naam, f"{localtime(een.gemaakt_op):%d/%m/%Y %H.%M} uur", SafeString(linebreaks(een.tekst, True)))
            for een in obj.berichten.select_related("van")
        ]
        return format_html_join("", "<p><strong>{}</strong>, {}</p><blockquote>{}</blockquote>", rijen)
