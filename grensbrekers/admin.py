"""The admin of members: admit who asks, see who is new and who is silent, bring two together. Scope: `bereik`."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.timezone import localtime

from grensbrekers import admin_ontmoetingen as admin_ontmoetingen  # registers itself
from grensbrekers import admin_vragen as admin_vragen  # registers itself
from grensbrekers import introducties, lidmaatschap, wachtrij
from grensbrekers.admin_filters import LedenFilter
from grensbrekers.models import Grensbreker, Thema
from grensbrekers.noteren import naamloos, noteer
from grensbrekers.privemail import is_priveadres
from grensbrekers.wissen import wis
from igs.admin_basis import BegrensdAdmin, gebruiker_bij
from igs.bereik import bereik_bij
from opnetwerk import logboek, poort
from opnetwerk.beheer import herbevestigd_vereist
from opnetwerk.dag import vandaag
from opnetwerk.formulieren import Formulier
from opnetwerk.uitvoer import csv_antwoord

Antwoord = HttpResponse
KOLOMMEN = (
    "naam", "e-mailadres", "gemeente", "nis_code", "igs", "rol", "functie", "thema's", "stand", "toegelaten_op",
    "bevestigd_dat_het_klopt_op",
)  # fmt: skip


class Redenformulier(Formulier):
    """Why somebody is not admitted; they read it."""

    reden = forms.CharField(
        label="De reden",
        max_length=500,
        help_text="Wie je weigert, leest deze zin in een mail.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Collegakeuze(forms.ModelChoiceField):
    """Two may have one name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.naam} ({obj.gemeente.naam})"


class Voorstelformulier(Formulier):
    """Whom a member should meet; only people of the scope."""

    met = Collegakeuze(queryset=Grensbreker.objects.none(), label="Met wie?", empty_label="Kies iemand")
    bericht = forms.CharField(
        label="Waarom deze twee?",
        max_length=1000,
        required=False,
        help_text="Ze lezen het allebei.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, anderen: models.QuerySet[Grensbreker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        met = self.fields["met"]
        assert isinstance(met, forms.ModelChoiceField)
        met.queryset = anderen


@admin.register(Grensbreker)
class GrensbrekerAdmin(BegrensdAdmin):
    """The queue and the members. Nobody adds or edits one here: they do that themselves, and a coordinator decides."""

    persoonsgegevens = True
    actions = None
    list_display = ("naam", "gemeente", "regio", "rol", "adres", "stand", "wacht_al", "laatst_actief_op")
    list_display_links = ("naam",)
    list_filter = (LedenFilter,)
    search_fields = ("naam", "email", "gemeente__naam")
    ordering = ("bevestigd_op", "pk")
    change_list_template = "admin/grensbrekers/grensbrekers.html"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Grensbreker]:
        """Who did not confirm the address is nobody's here."""
        bevestigd = super().get_queryset(request).exclude(stand=Grensbreker.Stand.TE_BEVESTIGEN)
        return bevestigd.select_related("gemeente", "igs")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="regio", ordering="igs__naam")
    def regio(self, obj: Grensbreker) -> str:
        return obj.igs.naam if obj.igs else "geen IGS"

    @admin.display(description="werkadres", ordering="email")
    def adres(self, obj: Grensbreker) -> str:
        return f"{obj.email} (privéadres?)" if is_priveadres(obj.email) else obj.email

    @admin.display(description="wacht al", ordering="bevestigd_op")
    def wacht_al(self, obj: Grensbreker) -> str:
        return wachtrij.wacht_al(obj, vandaag())

    def _log_gelezen(self, request: HttpRequest, object_id: str) -> None:
        """As everywhere, but without a name: the log can only grow, and a member may ask to be forgotten."""
        noteer(lid=self.get_object(request, unquote(object_id)), actie="gelezen", door=gebruiker_bij(request))

    def geschiedenis(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        return {"object": naamloos(obj), "title": f"Geschiedenis van {naamloos(obj)}"}

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Antwoord:
        """Read and decide: one page, one act per post. Somebody of another region is a 404."""
        lid = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, lid):
            raise PermissionDenied
        daad = request.POST.get("daad", "")
        redenen = Redenformulier(request.POST if daad == "weiger" else None)
        voorstel = Voorstelformulier(request.POST if daad == "stel_voor" else None, anderen=self._anderen(request, lid))
        if request.method == "POST" and (naar := self._beslis(request, lid, daad, redenen, voorstel)):
            return naar
        if request.method != "POST":
            self._log_gelezen(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": lid.naam,
            "opts": self.opts,
            "lid": lid,
            "wacht": lidmaatschap.wacht_op_beslissing(lid),
            "wacht_al": wachtrij.wacht_al(lid, vandaag()),
            "is_lid": lid.stand == Grensbreker.Stand.TOEGELATEN,
            "prive": is_priveadres(lid.email),
            "redenen": redenen,
            "voorstel": voorstel,
        }
        return TemplateResponse(request, "admin/grensbrekers/grensbreker.html", context)

    def _anderen(self, request: HttpRequest, lid: Grensbreker) -> models.QuerySet[Grensbreker]:
        leden = bereik_bij(request).binnen(Grensbreker.objects.leden())
        return leden.exclude(pk=lid.pk).select_related("gemeente").order_by("naam", "pk")

    def _beslis(
        self, request: HttpRequest, lid: Grensbreker, daad: str, redenen: Redenformulier, voorstel: Voorstelformulier
    ) -> Antwoord | None:
        """Where to go after the act; None shows the page again with what was filled in wrongly."""
        door, zin = gebruiker_bij(request), ""
        try:
            if daad == "laat_toe":
                lidmaatschap.laat_toe(grensbreker=lid, door=door)
                zin = f"{lid.naam} is toegelaten en krijgt een mail met de persoonlijke link."
            elif daad == "weiger" and redenen.is_valid():
                lidmaatschap.weiger(grensbreker=lid, door=door, reden=redenen.cleaned_data["reden"])
                zin = f"{lid.naam} krijgt een mail met de reden."
            elif daad == "stel_voor" and voorstel.is_valid():
                gegevens = voorstel.cleaned_data
                introducties.stel_voor(van=lid, met=gegevens["met"], bericht=gegevens["bericht"], door=door)
                zin = f"{lid.naam} en {gegevens['met'].naam} krijgen een mail met de vraag."
            elif daad in ("weiger", "stel_voor"):
                return None
            elif daad == "wis":
                return self._wis(request, lid)
        except lidmaatschap.KanNiet as bezwaar:
            self.message_user(request, str(bezwaar), messages.ERROR)
        else:
            if zin:
                self.message_user(request, zin)
        return HttpResponseRedirect(self._lijst() if daad in ("laat_toe", "weiger") else request.path)

    def _wis(self, request: HttpRequest, lid: Grensbreker) -> Antwoord:
        """Whoever erases somebody else shows first who they are."""
        if eerst := poort.vraag_bevestiging(request):
            return eerst
        wis(grensbreker=lid, door=gebruiker_bij(request))
        self.message_user(request, "De gegevens zijn gewist.")
        return HttpResponseRedirect(self._lijst())

    def _lijst(self) -> str:
        return reverse("admin:grensbrekers_grensbreker_changelist")

    def get_urls(self) -> list[URLPattern]:
        view: Any = self.leden_csv_view
        csv = self.admin_site.admin_view(view)
        csv.model_admin = self
        return [path("leden.csv", csv, name="grensbrekers_grensbreker_leden_csv"), *super().get_urls()]

    @herbevestigd_vereist
    def leden_csv_view(self, request: HttpRequest) -> Antwoord:
        """The members of the scope as a file; who took it is logged."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        logboek.schrijf(door=gebruiker_bij(request), actie="ledenlijst opgehaald", over=Grensbreker)
        leden = bereik_bij(request).binnen(Grensbreker.objects.leden())
        leden = leden.select_related("gemeente", "igs").prefetch_related("themas").order_by("naam", "pk")
        return csv_antwoord(f"grensbrekers-{vandaag():%Y-%m-%d}.csv", KOLOMMEN, [_rij(lid) for lid in leden])


def _rij(lid: Grensbreker) -> list[str]:
    def dag(moment: Any) -> str:
        return f"{localtime(moment):%Y-%m-%d}" if moment else ""

    return [
        lid.naam,
        lid.email,
        lid.gemeente.naam,
        lid.gemeente.nis_code,
        lid.igs.naam if lid.igs else "",
        lid.get_rol_display(),
        lid.functie,
        ", ".join(thema.naam for thema in lid.themas.all()),
        lid.get_stand_display(),
        dag(lid.beslist_op),
        dag(lid.klopt_op),
    ]


@admin.register(Thema)
class ThemaAdmin(BegrensdAdmin):
    """The themes; a key stands in addresses and never changes."""

    list_display = ("naam", "sleutel", "volgorde")
    search_fields = ("naam",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("sleutel",) if obj else ()
