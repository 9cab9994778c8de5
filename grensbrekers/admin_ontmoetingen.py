"""The admin of meetings: make, change, call off, invite, note who was there; and the figures. Scope: `bereik`."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.timezone import localtime

from grensbrekers import cijfers, ontmoeten
from grensbrekers.models import Inschrijving, Ontmoeting
from grensbrekers.noteren import noteer
from grensbrekers.vraagformulieren import Knopformulier
from igs.admin_basis import DUBBEL, BegrensdAdmin, gebruiker_bij
from igs.bereik import bereik_bij
from igs.platte_tekst import als_zin
from opnetwerk import logboek
from opnetwerk.beheer import herbevestigd_vereist
from opnetwerk.dag import nu, vandaag
from opnetwerk.formulieren import Modelformulier
from opnetwerk.models import Logregel
from opnetwerk.tekstverwerker import TekstVeld, csp_met_tekstverwerker
from opnetwerk.uitvoer import csv_antwoord

Antwoord = HttpResponse
VELDEN = (
    "titel", "igs", "begint_op", "eindigt_op", "plaats", "gemeente", "themas", "tekst", "limiet", "gepubliceerd_op",
    "verslag", "verslag_op",
)  # fmt: skip
INGESCHREVEN = "Er staan al mensen op de lijst. Gelast de ontmoeting af als ze niet doorgaat: dan krijgen ze een mail."


class Ontmoetingformulier(Modelformulier):
    """A meeting. Knows what it started from: when somebody saved in between it says so, and loses nothing."""

    gezien = forms.CharField(required=False, widget=forms.HiddenInput)
    tekst = TekstVeld(label="Waarover gaat het?", required=False)
    verslag = TekstVeld(label="Verslag", required=False, help_text="Na de ontmoeting: wat kwam eruit? Noem geen namen.")

    class Meta:
        model = Ontmoeting
        fields = VELDEN
        help_texts: ClassVar = {
            "limiet": "Leeg: iedereen kan komen. Wie te laat is, komt op de wachtlijst en schuift vanzelf op.",
            "gepubliceerd_op": "Leeg: bezoekers en leden zien de ontmoeting nog niet.",
            "verslag_op": "Leeg: bezoekers zien het verslag nog niet.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gezien"].initial = stempel(self.instance)
        if "gemeente" in self.fields:  # the municipalities of today, and the one that is there already
            keuze = self.fields["gemeente"]
            assert isinstance(keuze, forms.ModelChoiceField)
            gemeenten: Any = keuze.queryset
            keuze.queryset = gemeenten.huidige() | gemeenten.filter(pk=self.instance.gemeente_id)

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        begin, einde = gegevens.get("begint_op"), gegevens.get("eindigt_op")
        if begin and einde and einde <= begin:
            self.add_error("eindigt_op", "Het einde ligt voor het begin.")
        if gegevens.get("limiet") == 0:
            self.add_error("limiet", "Er is plaats voor minstens één iemand. Laat het leeg als er geen grens is.")
        op = gegevens.get("gepubliceerd_op")
        if self.instance.pk and (op is None or op > nu()) and ontmoeten.ingeschreven(self.instance).exists():
            self.add_error("gepubliceerd_op", INGESCHREVEN)
        self._controleer_gezien(gegevens)
        return gegevens

    def _controleer_gezien(self, gegevens: dict[str, Any]) -> None:
        if not self.instance.pk or gegevens.get("gezien") == stempel(self.instance):
            return
        # A second save, after this was read, is meant.
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["gezien"] = stempel(self.instance)
        self.data = data
        anders = [
            f"{self.fields[naam].label}: {_in_woorden(getattr(self.instance, naam))}"
            for naam in self.changed_data
            if naam not in ("gezien", "themas")
        ]
        raise ValidationError(
            f"Iemand anders bewaarde intussen deze ontmoeting. Anders dan bij jou: {'; '.join(anders) or 'niets'}. "
            "Jouw tekst staat nog in het formulier. Kijk na en bewaar opnieuw."
        )


def _in_woorden(waarde: Any) -> str:
    if isinstance(waarde, datetime):
        return f"{localtime(waarde):%d-%m-%Y %H:%M}"
    return als_zin(str(waarde)) if waarde not in (None, "") else "leeg"


def stempel(ontmoeting: Ontmoeting) -> str:
    """Which saving of the row a form started from; empty for a new one."""
    return f"{ontmoeting.gewijzigd_op.timestamp():.6f}" if ontmoeting.pk else ""


class WanneerFilter(admin.SimpleListFilter):
    """What is to come, or what is past."""

    title = "wanneer"
    parameter_name = "wat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("komend", "komt nog"), ("voorbij", "voorbij"), ("concept", "nog niet zichtbaar")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        wat = {
            "komend": models.Q(eindigt_op__gt=nu()),
            "voorbij": models.Q(eindigt_op__lte=nu()),
            "concept": models.Q(gepubliceerd_op=None) | models.Q(gepubliceerd_op__gt=nu()),
        }
        return queryset.filter(wat.get(self.value() or "", models.Q()))


@admin.register(Ontmoeting)
class OntmoetingAdmin(BegrensdAdmin):
    """Meetings of the scope. What was ever online is called off, never deleted: people may have it in a calendar."""

    form = Ontmoetingformulier
    actions = None
    list_display = ("titel", "igs", "begint_op", "stand", "aantal")
    list_filter = (WanneerFilter,)
    search_fields = ("titel", "plaats")
    ordering = ("-begint_op", "pk")
    change_list_template = "admin/grensbrekers/ontmoetingen.html"
    change_form_template = "admin/grensbrekers/ontmoeting_formulier.html"
    fieldsets: ClassVar = [
        (None, {"fields": ["gezien", "titel", "igs", "begint_op", "eindigt_op", "plaats", "gemeente", "limiet"]}),
        ("Waarover", {"fields": ["themas", "tekst", "gepubliceerd_op"]}),
        ("Achteraf", {"fields": ["verslag", "verslag_op"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Ontmoeting]:
        komt = models.Q(inschrijvingen__stand=Inschrijving.Stand.KOMT)
        rijen = super().get_queryset(request).select_related("igs", "gemeente")
        return rijen.annotate(aantal_komt=models.Count("inschrijvingen", filter=komt))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        mag = super().has_delete_permission(request, obj)
        return mag and (obj is None or not (ontmoeten.is_zichtbaar(obj, nu()) or obj.inschrijvingen.exists()))

    def view_on_site(self, obj: Any) -> str | None:
        return str(obj.get_absolute_url()) if ontmoeten.is_zichtbaar(obj, nu()) else None

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """While it is being saved nobody else saves it: what was compared is what is written."""
        if request.method == "POST" and connection.in_atomic_block and object_id.isascii() and object_id.isdigit():
            list(Ontmoeting.objects.select_for_update(of=("self",)).filter(pk=object_id).values_list("pk"))
        return super().get_object(request, object_id, from_field)

    @admin.display(description="komen", ordering="aantal_komt")
    def aantal(self, obj: Any) -> str:
        return f"{obj.aantal_komt} van {obj.limiet}" if obj.limiet else str(obj.aantal_komt)

    @admin.display(description="stand")
    def stand(self, obj: Ontmoeting) -> str:
        if obj.geannuleerd_op:
            return "afgelast"
        if not ontmoeten.is_zichtbaar(obj, nu()):
            return "nog niet zichtbaar"
        return "voorbij" if obj.eindigt_op <= nu() else "komt nog"

    # --- the form ---
    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        bereik = bereik_bij(request)
        return {"igs": next(iter(bereik.igs))} if not bereik.alles and len(bereik.igs) == 1 else {}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        veld = super().formfield_for_foreignkey(db_field, request, **kwargs)
        # Only redactie may leave the IGS empty: that is a meeting of the support centre.
        if veld is not None and db_field.name == "igs" and not bereik_bij(request).alles:
            veld.required = True
        return veld

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, **kwargs | {"widget": forms.CheckboxSelectMultiple})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Antwoord:
        antwoord = super().changeform_view(request, object_id, form_url, extra_context)
        antwoord.headers["Content-Security-Policy"] = csp_met_tekstverwerker()
        return antwoord

    def save_model(self, request: HttpRequest, obj: Ontmoeting, form: Any, change: bool) -> None:
        if change:
            ontmoeten.wijzig(ontmoeting=obj, door=gebruiker_bij(request))
        elif eerder := self._net_toegevoegd(request, obj):
            obj.pk, obj.slug = eerder.pk, eerder.slug  # the button pressed twice
        else:
            ontmoeten.maak(ontmoeting=obj, door=gebruiker_bij(request))

    def _net_toegevoegd(self, request: HttpRequest, obj: Ontmoeting) -> Ontmoeting | None:
        """The same meeting, when this person made it a moment ago; its address follows from the rest."""
        onlangs = Logregel.objects.filter(
            door_id=request.user.pk,
            actie=ontmoeten.TOEGEVOEGD,
            model=obj._meta.label,
            op__gte=timezone.now() - timedelta(seconds=DUBBEL),
        )
        zelfde = {veld: getattr(obj, veld) for veld in ontmoeten.VELDEN}
        sleutels = list(onlangs.values_list("object_id", flat=True))
        gevonden: Ontmoeting | None = Ontmoeting.objects.filter(pk__in=sleutels, **zelfde).first()
        return gevonden

    # --- pages of its own ---
    def get_urls(self) -> list[URLPattern]:
        return [
            self._pad("cijfers/", self.cijfers_view, "cijfers"),
            self._pad("cijfers.csv", self.cijfers_csv_view, "cijfers_csv"),
            self._pad("<int:pk>/deelnemers/", self.deelnemers_view, "deelnemers"),
            self._pad("<int:pk>/afgelasten/", self.afgelasten_view, "afgelasten"),
            self._pad("<int:pk>/uitnodigen/", self.uitnodigen_view, "uitnodigen"),
            *super().get_urls(),
        ]

    def _pad(self, adres: str, view: Any, naam: str) -> URLPattern:
        """An address of this admin, guarded as its own are."""
        bewaakt = self.admin_site.admin_view(view)
        bewaakt.model_admin = self
        return path(adres, bewaakt, name=f"grensbrekers_ontmoeting_{naam}")

    def _eigen(self, request: HttpRequest, pk: int) -> Ontmoeting:
        """The row, for who may change it; a 404 for another region's."""
        obj: Ontmoeting = self.get_object(request, unquote(str(pk)))
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        return obj

    def _pagina(self, request: HttpRequest, titel: str, sjabloon: str, context: dict[str, Any]) -> Antwoord:
        vast = {**self.admin_site.each_context(request), "title": titel, "opts": self.opts}
        return TemplateResponse(request, f"admin/grensbrekers/{sjabloon}.html", vast | context)

    def _naar(self, wat: str, *args: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse(f"admin:grensbrekers_ontmoeting_{wat}", args=args))

    def deelnemers_view(self, request: HttpRequest, pk: int) -> Antwoord:
        """Who comes and who waits; afterwards who was there. Looking is logged, without names."""
        ontmoeting = self._eigen(request, pk)
        rijen = list(ontmoeten.ingeschreven(ontmoeting))
        if request.method == "POST":
            aanwezig = {int(een) for een in request.POST.getlist("aanwezig") if een.isascii() and een.isdigit()}
            try:
                ontmoeten.noteer_aanwezigheid(ontmoeting=ontmoeting, aanwezig=aanwezig, door=gebruiker_bij(request))
            except ontmoeten.KanNiet as bezwaar:
                self.message_user(request, str(bezwaar), messages.ERROR)
            else:
                self.message_user(request, "De aanwezigheid is bewaard.")
            return self._naar("deelnemers", pk)
        for rij in rijen:
            noteer(lid=rij.grensbreker, actie="gelezen in een deelnemerslijst", door=gebruiker_bij(request))
        context = {"ontmoeting": ontmoeting, "rijen": rijen, "begonnen": self._kan_noteren(ontmoeting)}
        return self._pagina(request, f"Wie komt: {ontmoeting.titel}", "deelnemers", context)

    def _kan_noteren(self, ontmoeting: Ontmoeting) -> bool:
        return ontmoeting.begint_op <= nu() and not ontmoeting.geannuleerd_op

    def afgelasten_view(self, request: HttpRequest, pk: int) -> Antwoord:
        """One button, after reading how many people will get a mail."""
        ontmoeting = self._eigen(request, pk)
        formulier = Knopformulier.met(request, ["afgelasten"])
        if formulier.is_valid():
            try:
                ontmoeten.annuleer(ontmoeting=ontmoeting, door=gebruiker_bij(request))
            except ontmoeten.KanNiet as bezwaar:
                formulier.add_error(None, str(bezwaar))
            else:
                self.message_user(request, "De ontmoeting is afgelast. Wie op de lijst stond, krijgt een mail.")
                return self._naar("change", pk)
        context = {
            "ontmoeting": ontmoeting,
            "formulier": formulier,
            "aantal": ontmoeten.ingeschreven(ontmoeting).count(),
        }
        return self._pagina(request, f"Afgelasten: {ontmoeting.titel}", "afgelasten", context)

    def uitnodigen_view(self, request: HttpRequest, pk: int) -> Antwoord:
        """One button, after reading how many members will get a mail; each of them gets it once."""
        ontmoeting = self._eigen(request, pk)
        formulier = Knopformulier.met(request, ["uitnodigen"])
        if formulier.is_valid():
            try:
                aantal = ontmoeten.nodig_uit(ontmoeting=ontmoeting, door=gebruiker_bij(request))
            except ontmoeten.KanNiet as bezwaar:
                formulier.add_error(None, str(bezwaar))
            else:
                self.message_user(request, f"{aantal} {'lid krijgt' if aantal == 1 else 'leden krijgen'} een mail.")
                return self._naar("change", pk)
        context = {
            "ontmoeting": ontmoeting,
            "formulier": formulier,
            "aantal": len(ontmoeten.genodigden(ontmoeting)),
        }
        return self._pagina(request, f"Uitnodigen: {ontmoeting.titel}", "uitnodigen", context)

    def cijfers_view(self, request: HttpRequest) -> Antwoord:
        """Figures of the regions of the scope, of a year (`?jaar=`)."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        dag = vandaag()
        jaar = cijfers.gevraagd_jaar(request.GET.get("jaar"), dag)
        context = {
            "regios": cijfers.in_tabel(cijfers.per_regio(bereik_bij(request), jaar, dag)),
            "koppen": cijfers.KOPPEN,
            "jaar": jaar,
            "jaren": range(dag.year, cijfers.EERSTE_JAAR - 1, -1),
            "dag": dag,
        }
        return self._pagina(request, f"Cijfers van grensbrekers in {jaar}", "cijfers", context)

    @herbevestigd_vereist
    def cijfers_csv_view(self, request: HttpRequest) -> Antwoord:
        """The same as a file; who took it is logged."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        dag = vandaag()
        jaar = cijfers.gevraagd_jaar(request.GET.get("jaar"), dag)
        logboek.schrijf(door=gebruiker_bij(request), actie=f"cijfers van {jaar} opgehaald", over=Ontmoeting)
        rijen = cijfers.als_rijen(cijfers.per_regio(bereik_bij(request), jaar, dag), jaar)
        return csv_antwoord(f"grensbrekers-cijfers-{jaar}.csv", cijfers.KOLOMMEN, rijen)
