"""The admin of calls: admit organisers, close what was left open, read outcomes, count. Scope: `talent.bereik`."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse

from igs.admin_basis import gebruiker_bij
from igs.bereik import bereik_bij
from opnetwerk import logboek, poort
from opnetwerk.beheer import herbevestigd_vereist
from opnetwerk.dag import vandaag
from opnetwerk.formulieren import Formulier
from opnetwerk.uitvoer import csv_antwoord
from talent import oproepcijfers, oproepen, organisatoren
from talent.admin_basis import TalentBasis
from talent.admin_filters import StandFilter
from talent.models import Oproep, Organisator, Uitkomst
from talent.oproepenlijst import Antwoordcijfers, aantal_reacties, aantal_wachtend, antwoordcijfers
from talent.verlaten import KanNiet

Antwoord = HttpResponse
TE_LANG = "te-lang"


class Weigerformulier(Formulier):
    """Why somebody may not post calls; they read it."""

    reden = forms.CharField(
        label="De reden",
        max_length=500,
        help_text="De organisator leest deze zin in een mail.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Zeg waarom. De organisator heeft recht op een reden."},
    )


class Intrekformulier(Formulier):
    """Why a call goes off the pages; who answered reads it."""

    reden = forms.CharField(
        label="De reden",
        max_length=200,
        help_text="Wie reageerde, leest deze zin in een mail.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Zeg waarom. Wie reageerde, heeft recht op een reden."},
    )


class AangevraagdFilter(StandFilter):
    wacht = Organisator.Stand.AANGEVRAAGD
    keuzes = ((Organisator.Stand.TOEGELATEN, "toegelaten"), (Organisator.Stand.GEWEIGERD, "geweigerd"))


class OproepFilter(StandFilter):
    """Without a choice: what is open."""

    keuzes = (
        (TE_LANG, "te lang open"),
        (Oproep.Stand.GESLOTEN, "gesloten"),
        (Oproep.Stand.INGETROKKEN, "ingetrokken"),
    )

    def choices(self, changelist: Any) -> Any:
        eerste, *rest = super().choices(changelist)
        yield eerste | {"display": "open"}
        yield from rest

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        if self.value() == TE_LANG:
            return queryset & oproepcijfers.te_sluiten(bereik_bij(request), vandaag()).order_by()
        stand = self.value() if self.value() in dict(self.keuzes) else Oproep.Stand.OPEN
        return queryset.filter(stand=stand)


@admin.register(Organisator)
class OrganisatorAdmin(TalentBasis):
    """Who wants to post calls, and who does; how often they answer."""

    lijsttitel = "Organisatoren"
    list_display = ("organisatie", "gemeente", "regio", "stand", "voorbereiden", "wacht_al", "antwoordt")
    list_display_links = ("organisatie",)
    list_filter = (AangevraagdFilter,)
    search_fields = ("organisatie", "email", "gemeente__naam")
    ordering = ("bevestigd_op", "pk")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Organisator]:
        """Who did not confirm the address is nobody's here."""
        bevestigd = super().get_queryset(request).exclude(stand=Organisator.Stand.TE_BEVESTIGEN)
        return bevestigd.select_related("gemeente", "igs")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The rows with how often they answer, for the whole page in one query."""
        lijst = super().get_changelist_instance(request)
        lijst.result_list = list(lijst.result_list)
        cijfers = antwoordcijfers(lijst.result_list)
        for rij in lijst.result_list:
            rij.antwoordcijfers = cijfers.get(rij.pk)
        return lijst

    @admin.display(description="regio", ordering="igs__naam")
    def regio(self, obj: Organisator) -> str:
        return obj.igs.naam if obj.igs else "geen IGS"

    @admin.display(description="bereidt voor", boolean=True, ordering="mag_voorbereiden")
    def voorbereiden(self, obj: Organisator) -> bool:
        return obj.mag_voorbereiden

    @admin.display(description="wacht al", ordering="bevestigd_op")
    def wacht_al(self, obj: Organisator) -> str:
        return oproepcijfers.wacht_al(obj, vandaag())

    @admin.display(description="antwoordt op")
    def antwoordt(self, obj: Any) -> str:
        return in_woorden(obj.antwoordcijfers)

    def log_gelezen(self, request: HttpRequest, obj: Any) -> None:
        organisatoren.noteer(organisator=obj, actie="gelezen", door=gebruiker_bij(request))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Antwoord:
        """Read and decide: one page, one act per post. Somebody of another region is a 404."""
        wie = self._eigen(request, object_id)
        daad = request.POST.get("daad", "")
        formulier = Weigerformulier(request.POST if daad == "weiger" else None)
        if request.method == "POST" and (naar := self._beslis(request, wie, daad, formulier)):
            return naar
        if request.method != "POST":
            self.log_gelezen(request, wie)
        context = {
            "wie": wie,
            "wacht": wie.stand == Organisator.Stand.AANGEVRAAGD,
            "wacht_al": oproepcijfers.wacht_al(wie, vandaag()),
            "is_toegelaten": wie.stand == Organisator.Stand.TOEGELATEN,
            "antwoordt": in_woorden(antwoordcijfers([wie]).get(wie.pk)),
            "formulier": formulier,
        }
        return self._pagina(request, wie.organisatie, "admin/talent/organisator.html", context)

    def _beslis(self, request: HttpRequest, wie: Organisator, daad: str, formulier: Weigerformulier) -> Antwoord | None:
        """Where to go after the act; None shows the page again with what was filled in wrongly."""
        door, voorbereiden = gebruiker_bij(request), "mag_voorbereiden" in request.POST
        try:
            if daad == "laat_toe":
                organisatoren.laat_toe(organisator=wie, door=door, mag_voorbereiden=voorbereiden)
                self.message_user(request, f"Bewaard. {wie.organisatie} is toegelaten.")
            elif daad == "weiger" and formulier.is_valid():
                organisatoren.weiger(organisator=wie, door=door, reden=formulier.cleaned_data["reden"])
                self.message_user(request, f"{wie.organisatie} krijgt een mail met de reden.")
            elif daad == "weiger":
                return None
            elif daad == "wis":
                return self._wis(request, wie)
        except KanNiet as bezwaar:
            self.message_user(request, str(bezwaar), messages.ERROR)
        return HttpResponseRedirect(reverse(self._naam("changelist")))

    def _wis(self, request: HttpRequest, wie: Organisator) -> Antwoord:
        """Whoever erases somebody else shows first who they are."""
        if eerst := poort.vraag_bevestiging(request):
            return eerst
        organisatoren.wis(organisator=wie, door=gebruiker_bij(request))
        self.message_user(request, "De gegevens zijn gewist.")
        return HttpResponseRedirect(reverse(self._naam("changelist")))


@admin.register(Oproep)
class OproepAdmin(TalentBasis):
    """What is open, who waits for an answer; close what was left open too long. Answers are not read here."""

    lijsttitel = "Oproepen"
    list_display = ("titel", "organisatie", "regio", "van", "deadline", "stand", "reacties", "wachten")
    list_display_links = ("titel",)
    list_filter = (OproepFilter,)
    search_fields = ("titel", "organisator__organisatie")
    ordering = ("deadline", "pk")
    change_list_template = "admin/talent/oproepen.html"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Oproep]:
        """A draft is its organiser's."""
        gepubliceerd = super().get_queryset(request).exclude(stand=Oproep.Stand.CONCEPT)
        return gepubliceerd.select_related("organisator", "igs", "gemeente")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The rows with how many answered and wait, for the whole page in two queries."""
        lijst = super().get_changelist_instance(request)
        lijst.result_list = list(lijst.result_list)
        reacties, wachten = aantal_reacties(lijst.result_list), aantal_wachtend(lijst.result_list)
        for rij in lijst.result_list:
            rij.aantallen = (reacties.get(rij.pk, 0), wachten.get(rij.pk, 0))
        return lijst

    @admin.display(description="organisator", ordering="organisator__organisatie")
    def organisatie(self, obj: Oproep) -> str:
        return obj.organisator.organisatie

    @admin.display(description="regio", ordering="igs__naam")
    def regio(self, obj: Oproep) -> str:
        return obj.igs.naam if obj.igs else "geen IGS"

    @admin.display(description="reacties")
    def reacties(self, obj: Any) -> int:
        return int(obj.aantallen[0])

    @admin.display(description="wacht op antwoord")
    def wachten(self, obj: Any) -> int:
        return int(obj.aantallen[1])

    def log_gelezen(self, request: HttpRequest, obj: Any) -> None:
        oproepen.noteer(oproep=obj, actie="gelezen", door=gebruiker_bij(request))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Antwoord:
        """How it stands, and the two ways to end it in the place of the organiser."""
        oproep = self._eigen(request, object_id)
        daad = request.POST.get("daad", "")
        formulier = Intrekformulier(request.POST if daad == "trek_in" else None)
        if request.method == "POST" and (naar := self._beslis(request, oproep, daad, formulier)):
            return naar
        if request.method != "POST":
            self.log_gelezen(request, oproep)
        context = {
            "oproep": oproep,
            "reacties": aantal_reacties([oproep]).get(oproep.pk, 0),
            "wachten": aantal_wachtend([oproep]).get(oproep.pk, 0),
            "is_open": oproep.stand == Oproep.Stand.OPEN,
            "sluitbaar": oproepcijfers.te_sluiten(bereik_bij(request), vandaag()).contains(oproep),
            "sluitbaar_vanaf": oproep.deadline + oproepen.WACHT_NA_DEADLINE,
            "standaardregel": oproepen.STANDAARDREGEL,
            "antwoordt": in_woorden(antwoordcijfers([oproep.organisator]).get(oproep.organisator_id)),
            "formulier": formulier,
        }
        return self._pagina(request, oproep.titel, "admin/talent/oproep.html", context)

    def _beslis(self, request: HttpRequest, oproep: Oproep, daad: str, formulier: Intrekformulier) -> Antwoord | None:
        """Where to go after the act; None shows the page again with what was filled in wrongly."""
        door = gebruiker_bij(request)
        try:
            if daad == "sluit":
                aantal = oproepen.sluit_met_standaardregel(oproep=oproep, door=door)
                wie = "Niemand wachtte nog." if not aantal else f"Wie wachtte ({aantal}), krijgt de vaste zin."
                self.message_user(request, f"{oproep.titel} is gesloten. {wie}")
            elif daad == "trek_in" and formulier.is_valid():
                oproepen.trek_in(oproep=oproep, reden=formulier.cleaned_data["reden"], door=door)
                self.message_user(request, f"{oproep.titel} is ingetrokken. Wie reageerde, krijgt een mail.")
            elif daad == "trek_in":
                return None
        except KanNiet as bezwaar:
            self.message_user(request, str(bezwaar), messages.ERROR)
        return HttpResponseRedirect(request.path)

    def get_urls(self) -> list[URLPattern]:
        return [
            self._pad("cijfers/", self.cijfers_view, "cijfers"),
            self._pad("cijfers.csv", self.cijfers_csv_view, "cijfers_csv"),
            *super().get_urls(),
        ]

    def cijfers_view(self, request: HttpRequest) -> Antwoord:
        """Calls and answers per region and per organiser of the scope."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        bereik = bereik_bij(request)
        context = {
            "regios": oproepcijfers.per_regio(bereik),
            "organisatoren": oproepcijfers.per_organisator(bereik),
            "dag": vandaag(),
        }
        return self._pagina(request, "Cijfers over oproepen", "admin/talent/oproepcijfers.html", context)

    @herbevestigd_vereist
    def cijfers_csv_view(self, request: HttpRequest) -> Antwoord:
        """The same as a file; who took it is logged."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        logboek.schrijf(door=gebruiker_bij(request), actie="cijfers opgehaald", over=Oproep)
        rijen = oproepcijfers.als_rijen(bereik_bij(request))
        return csv_antwoord(f"oproepen-cijfers-{vandaag():%Y-%m-%d}.csv", oproepcijfers.KOLOMMEN, rijen)


@admin.register(Uitkomst)
class UitkomstAdmin(TalentBasis):
    """What both sides confirmed; read only. What one side answered is between the two of them."""

    lijsttitel = "Wat gelukt is"
    list_display = ("talentnaam", "soort", "waar", "op", "regio", "getoond")
    list_display_links = ("talentnaam",)
    list_filter = ("soort",)
    search_fields = ("waar", "talent__online__naam")
    ordering = ("-op", "-pk")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Uitkomst]:
        bevestigd = super().get_queryset(request).filter(bevestigd_op__isnull=False)
        return bevestigd.select_related("talent__online", "talent__thuis", "igs")

    @admin.display(description="talent", ordering="talent__online__naam")
    def talentnaam(self, obj: Uitkomst) -> str:
        return obj.talent.online.naam if obj.talent.online else "niet online"

    @admin.display(description="regio", ordering="igs__naam")
    def regio(self, obj: Uitkomst) -> str:
        return obj.igs.naam if obj.igs else "geen IGS"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Antwoord:
        uitkomst = self.get_object(request, object_id)
        if not self.has_view_permission(request, uitkomst):
            raise PermissionDenied
        assert uitkomst is not None
        self.log_gelezen(request, uitkomst)
        context = {"uitkomst": uitkomst, "naam": self.talentnaam(uitkomst)}
        return self._pagina(request, str(uitkomst), "admin/talent/uitkomst.html", context)


def in_woorden(cijfers: Antwoordcijfers | None) -> str:
    """How many reactions were answered; a dash without one."""
    if cijfers is None or cijfers.percentage is None:
        return "–"
    return f"{cijfers.beantwoord} van {cijfers.reacties} ({cijfers.percentage} %)"
