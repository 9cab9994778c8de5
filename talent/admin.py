"""The admin of talents: decide about submitted profiles, admit who asks, count. Scope: `talent.bereik`."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, reverse
from django.utils.timezone import localtime

from igs.admin_basis import gebruiker_bij
from igs.bereik import bereik_bij
from igs.geschiedenis import logboek_van
from opnetwerk import logboek
from opnetwerk.beheer import herbevestigd_vereist
from opnetwerk.dag import vandaag
from opnetwerk.uitvoer import csv_antwoord
from talent import admin_disciplines as admin_disciplines  # registers itself
from talent import admin_oproepen as admin_oproepen  # registers itself
from talent import beoordelen, cijfers, wachtrij
from talent.admin_basis import TalentBasis
from talent.admin_filters import GevraagdFilter, IngediendFilter
from talent.beoordeelformulier import Aanpassingformulier, Doorgeefformulier, Redenformulier, Weigerformulier
from talent.besluitpagina import besluitcontext
from talent.models import Profiel, Talent, Toelating
from talent.paginas import met_kaders, ook_actief
from talent.verlaten import toon_weer_voor_redactie, verberg
from talent.zichtbaarheid import Kijker, toon

Antwoord = HttpResponse


@admin.register(Profiel)
class ProfielAdmin(TalentBasis):
    """The queue of submitted profiles, the oldest first, and the page on which one is decided."""

    lijsttitel = "Profielen om te beslissen"
    list_display = ("naam_met_pad", "wat", "soort", "leeftijd", "regio", "ingediend_op", "wacht_al")
    list_display_links = ("naam_met_pad",)
    list_filter = (IngediendFilter,)
    search_fields = ("naam",)
    ordering = ("ingediend_op", "pk")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Profiel]:
        """What a maker did not lay before us is nobody's here."""
        ingediend = super().get_queryset(request).exclude(stand=Profiel.Stand.CONCEPT)
        return ingediend.select_related("talent__thuis", "talent__online")

    @admin.display(description="naam", ordering="naam")
    def naam_met_pad(self, obj: Profiel) -> str:
        return obj.naam or "zonder naam"

    @admin.display(description="wat")
    def wat(self, obj: Profiel) -> str:
        return "wijziging" if obj.talent.online_id not in (None, obj.pk) else "nieuw profiel"

    @admin.display(description="soort")
    def soort(self, obj: Profiel) -> str:
        return str(obj.talent.get_soort_display())

    @admin.display(description="leeftijd")
    def leeftijd(self, obj: Profiel) -> str:
        return str(obj.talent.get_leeftijd_display())

    @admin.display(description="regio")
    def regio(self, obj: Profiel) -> str:
        return obj.talent.thuis.naam if obj.talent.thuis else "geen IGS"

    @admin.display(description="wacht al", ordering="ingediend_op")
    def wacht_al(self, obj: Profiel) -> str:
        if obj.stand != Profiel.Stand.INGEDIEND or obj.ingediend_op is None:
            return "–"
        dagen = wachtrij.werkdagen(localtime(obj.ingediend_op).date(), vandaag())
        return "van vandaag" if not dagen else f"{dagen} {'werkdag' if dagen == 1 else 'werkdagen'}"

    def geschiedenis(self, request: HttpRequest, obj: Profiel) -> dict[str, Any]:
        """The log of the talent: a version has none of its own."""
        return {"regels": logboek_van(obj.talent, bereik_bij(request))}

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Antwoord:
        """Read and decide: one page, one act per post. Another region's profile is a 404."""
        profiel = self._eigen(request, object_id)
        if request.method == "POST":
            return self._beslis(request, profiel)
        self._log_gelezen(request, object_id)
        return self._besluitpagina(request, profiel, {})

    def _besluitpagina(
        self, request: HttpRequest, profiel: Profiel, gestuurd: dict[str, Any], status: int = 200
    ) -> Antwoord:
        initieel = {"gezien": beoordelen.stempel(profiel)}
        formulieren = {
            "aanpassing": Aanpassingformulier(initial=initieel, prefix="aanpassing"),
            "weiger": Weigerformulier(initial=initieel, prefix="weiger"),
            "doorgeef": Doorgeefformulier(initial=initieel, prefix="doorgeef", van=profiel.talent.thuis),
        } | gestuurd
        context = besluitcontext(profiel, formulieren) | {
            "gezien": initieel["gezien"],
            **self._buren(request, profiel),
            "fout_in": next(iter(gestuurd), ""),
        }
        antwoord = self._pagina(request, f"Beoordeel {profiel.naam}", "admin/talent/beoordeel.html", context)
        antwoord.status_code = status
        return antwoord

    def _buren(self, request: HttpRequest, profiel: Profiel) -> dict[str, Any]:
        """How many wait, and the one before and after this in the queue."""
        rij = list(wachtrij.ingediend(bereik_bij(request)).values_list("pk", flat=True))
        plek = rij.index(profiel.pk) if profiel.pk in rij else -1
        buren = {
            "vorige": rij[plek - 1] if plek > 0 else None,
            "volgende": rij[plek + 1] if plek + 1 < len(rij) else None,
        }
        paden = {naam: pk and reverse(self._naam("change"), args=[pk]) for naam, pk in buren.items()}
        return {"wachten": len(rij), **paden}

    def _beslis(self, request: HttpRequest, profiel: Profiel) -> Antwoord:
        daad = request.POST.get("daad", "")
        handelen = {
            "publiceer": self._publiceer,
            "aanpassing": self._vraag,
            "weiger": self._weiger,
            "doorgeef": self._geef,
        }
        if daad not in handelen:
            return HttpResponseRedirect(request.path)
        try:
            anders, zin = handelen[daad](request, profiel)
        except (beoordelen.Veranderd, beoordelen.KanNiet) as bezwaar:
            self.message_user(request, str(bezwaar), messages.ERROR)
            return HttpResponseRedirect(request.path if profiel.talent.concept_id == profiel.pk else self._lijst())
        if anders is not None:  # filled in wrongly: the page again, with what was typed
            return self._besluitpagina(request, profiel, {daad: anders})
        return self._naar_volgende(request, zin)

    def _publiceer(self, request: HttpRequest, profiel: Profiel) -> tuple[Any, str]:
        gezien = request.POST.get("gezien", "")
        beoordelen.keur_goed(profiel=profiel, door=gebruiker_bij(request), gezien=gezien)
        return None, f"{profiel.naam} staat online."

    def _vraag(self, request: HttpRequest, profiel: Profiel) -> tuple[Any, str]:
        formulier = Aanpassingformulier(request.POST, prefix="aanpassing")
        if not formulier.is_valid():
            return formulier, ""
        beoordelen.vraag_aanpassing(
            profiel=profiel,
            door=gebruiker_bij(request),
            redenen=formulier.redenen,
            toelichting=formulier.cleaned_data["toelichting"],
            gezien=formulier.cleaned_data["gezien"],
        )
        return None, f"{profiel.naam} krijgt een mail met wat er anders moet."

    def _weiger(self, request: HttpRequest, profiel: Profiel) -> tuple[Any, str]:
        formulier = Weigerformulier(request.POST, prefix="weiger")
        if not formulier.is_valid():
            return formulier, ""
        gegevens, door = formulier.cleaned_data, gebruiker_bij(request)
        beoordelen.weiger(profiel=profiel, door=door, toelichting=gegevens["toelichting"], gezien=gegevens["gezien"])
        return None, f"{profiel.naam} krijgt een mail met de reden."

    def _geef(self, request: HttpRequest, profiel: Profiel) -> tuple[Any, str]:
        formulier = Doorgeefformulier(request.POST, prefix="doorgeef", van=profiel.talent.thuis)
        if not formulier.is_valid():
            return formulier, ""
        gegevens, naar = formulier.cleaned_data, formulier.ontvanger
        beoordelen.geef_door(
            profiel=profiel,
            door=gebruiker_bij(request),
            naar=naar,
            toelichting=gegevens["toelichting"],
            gezien=gegevens["gezien"],
        )
        return None, f"{profiel.naam} ligt nu bij {naar.naam if naar else 'de redactie'}."

    def _naar_volgende(self, request: HttpRequest, zin: str) -> Antwoord:
        """The next of the queue opens by itself."""
        volgende = wachtrij.volgende(bereik_bij(request))
        self.message_user(request, f"{zin} {'Dit is de volgende.' if volgende else 'Er wacht niets meer.'}")
        return HttpResponseRedirect(reverse(self._naam("change"), args=[volgende.pk]) if volgende else self._lijst())

    def _lijst(self) -> str:
        return reverse(self._naam("changelist"))

    def get_urls(self) -> list[URLPattern]:
        return [self._pad("<int:pk>/voorbeeld/", self.voorbeeld_view, "voorbeeld"), *super().get_urls()]

    def voorbeeld_view(self, request: HttpRequest, pk: int) -> Antwoord:
        """The submitted version as visitors would see it; `?als=aangemeld` as who is logged in would."""
        profiel = self._eigen(request, str(pk))
        if profiel.stand != Profiel.Stand.INGEDIEND:
            return HttpResponseRedirect(reverse(self._naam("change"), args=[pk]))
        kijker = Kijker.AANGEMELD if request.GET.get("als") == Kijker.AANGEMELD else Kijker.BEZOEKER
        dit = toon(profiel.talent, kijker, profiel=profiel)
        context = {
            "toon": dit,
            "talent": profiel.talent,
            "kijker": kijker,
            "ook_actief": ook_actief(profiel.talent),
            "terug": reverse(self._naam("change"), args=[pk]),
        }
        return met_kaders(render(request, "talent/profiel_voorbeeld.html", context), dit)


@admin.register(Toelating)
class ToelatingAdmin(TalentBasis):
    """Who asks to be shown in a region too: each region admits for itself."""

    lijsttitel = "Wie ook bij jou wil staan"
    list_display = ("naam", "igs", "stand", "gevraagd_op", "beslist_op")
    list_display_links = ("naam",)
    list_filter = (GevraagdFilter,)
    ordering = ("gevraagd_op", "pk")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Toelating]:
        """The home region is decided with the profile; who is not visible at home is nobody's here."""
        elders = super().get_queryset(request).filter(soort=Toelating.Soort.OOK)
        return elders.filter(talent__in=Talent.objects.online().values("pk")).select_related("talent__online", "igs")

    @admin.display(description="naam")
    def naam(self, obj: Toelating) -> str:
        return obj.talent.online.naam if obj.talent.online else ""

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Antwoord:
        toelating = self._eigen(request, object_id)
        formulier = Redenformulier(request.POST if request.POST.get("daad") == "weiger" else None)
        if request.method == "POST" and (naar := self._beslis(request, toelating, formulier)):
            return naar
        if request.method != "POST":
            self._log_gelezen(request, object_id)
        context = {"toelating": toelating, "talent": toelating.talent, "formulier": formulier}
        return self._pagina(
            request, f"{self.naam(toelating)} in {toelating.igs}", "admin/talent/toelating.html", context
        )

    def _beslis(self, request: HttpRequest, toelating: Toelating, formulier: Redenformulier) -> Antwoord | None:
        door, daad = gebruiker_bij(request), request.POST.get("daad")
        try:
            if daad == "laat_toe":
                beoordelen.laat_toe(toelating=toelating, door=door)
            elif daad == "weiger" and formulier.is_valid():
                beoordelen.weiger_toelating(toelating=toelating, door=door, reden=formulier.cleaned_data["reden"])
            elif daad == "weiger":
                return None
        except (beoordelen.Veranderd, beoordelen.KanNiet) as bezwaar:
            self.message_user(request, str(bezwaar), messages.ERROR)
        else:
            self.message_user(request, f"Je besluit over {self.naam(toelating)} is bewaard.")
        return HttpResponseRedirect(reverse(self._naam("changelist")))


@admin.register(Talent)
class TalentAdmin(TalentBasis):
    """Who is visible in the region, hiding what must not be seen, and the figures."""

    lijsttitel = "Talent in jouw regio"
    list_display = ("naam", "soort", "regio", "gepubliceerd_op", "bijgewerkt_op", "stand")
    list_display_links = ("naam",)
    list_filter = ("soort",)
    search_fields = ("slug", "online__naam")
    ordering = ("-bijgewerkt_op", "pk")
    change_list_template = "admin/talent/talenten.html"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Talent]:
        """Who was ever published; a draft is its maker's."""
        return super().get_queryset(request).filter(online__isnull=False).select_related("online", "thuis")

    @admin.display(description="naam", ordering="online__naam")
    def naam(self, obj: Talent) -> str:
        return obj.online.naam if obj.online else obj.slug

    @admin.display(description="regio", ordering="thuis__naam")
    def regio(self, obj: Talent) -> str:
        return obj.thuis.naam if obj.thuis else "geen IGS"

    @admin.display(description="stand")
    def stand(self, obj: Talent) -> str:
        if obj.wissen_op:
            return "wordt gewist"
        return f"verborgen {obj.get_verborgen_door_display()}" if obj.verborgen_op else "zichtbaar"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Antwoord:
        """What visitors see of it, and the button that hides it at once."""
        talent = self._eigen(request, object_id)
        if request.method == "POST":
            door, daad = gebruiker_bij(request), request.POST.get("daad")
            if daad == "verberg":
                verberg(talent=talent, door=door, wie=Talent.Verborgen.REDACTIE)
            elif daad == "toon":
                toon_weer_voor_redactie(talent=talent, door=door)
            return HttpResponseRedirect(request.path)
        self._log_gelezen(request, object_id)
        context = {"talent": talent, "stand": self.stand(talent), "zichtbaar": self.stand(talent) == "zichtbaar"}
        return self._pagina(request, self.naam(talent), "admin/talent/talent.html", context)

    def get_urls(self) -> list[URLPattern]:
        return [
            self._pad("cijfers/", self.cijfers_view, "cijfers"),
            self._pad("cijfers.csv", self.cijfers_csv_view, "cijfers_csv"),
            *super().get_urls(),
        ]

    def cijfers_view(self, request: HttpRequest) -> Antwoord:
        """Figures of the regions of the scope."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._pagina(
            request,
            "Cijfers over Talent",
            "admin/talent/cijfers.html",
            {"regios": cijfers.per_regio(bereik_bij(request)), "dag": vandaag()},
        )

    @herbevestigd_vereist
    def cijfers_csv_view(self, request: HttpRequest) -> Antwoord:
        """The same as a file; who took it is logged."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        logboek.schrijf(door=gebruiker_bij(request), actie="cijfers opgehaald", over=Talent)
        rijen = cijfers.als_rijen(cijfers.per_regio(bereik_bij(request)))
        return csv_antwoord(f"talent-cijfers-{vandaag():%Y-%m-%d}.csv", cijfers.KOLOMMEN, rijen)
