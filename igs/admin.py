"""The admin of the network: what coordinators and redactie edit."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.contrib.postgres.forms import SimpleArrayField
from django.db import models
from django.http import HttpRequest, HttpResponse

from igs import admin_hulp as admin_hulp  # registers itself
from igs import admin_regels as admin_regels  # registers the rules of the Regiocheck
from igs import zoeken
from igs.admin_basis import BegrensdAdmin, RedactieAdmin, gebruiker_bij
from igs.models import (
    IGS,
    Aanstelling,
    Activiteit,
    Bericht,
    Coordinator,
    Erkenning,
    Gemeente,
    Gidstekst,
    IGSNaam,
    Lidmaatschap,
    Melding,
    Plaats,
    PlaatsBuiten,
    Portret,
    Praktijk,
    Referentieregio,
    Vraag,
)
from igs.redactieformulier import RedactieForm
from igs.uitnodigen import nodig_uit, stuur
from opnetwerk import poort
from opnetwerk.formulieren import Modelformulier
from opnetwerk.models import Gebruiker
from opnetwerk.tekstverwerker import TekstVeld

MOMENTEN = ("Wanneer", {"fields": ["publiceren_op", "verbergen_vanaf"]})
FOTO = (
    "Foto",
    {"fields": ["foto_bestand", "foto_alt", "foto_decoratief", "foto_bron", "foto_weg"]},
)


class HerindexeerBijBewaren(BegrensdAdmin):
    """Names that the finder knows: the index follows every change."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        zoeken.bouw_index()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        zoeken.bouw_index()


class IGSForm(RedactieForm):
    profiel = TekstVeld(label="Wat het doet, uitgebreid", required=False)
    themas = SimpleArrayField(
        forms.CharField(max_length=60),
        label="Thema's",
        required=False,
        widget=AdminTextInputWidget,
        help_text="Gescheiden door komma's, zoals: bibliotheken, erfgoed, podium.",
    )


@admin.register(IGS)
class IGSAdmin(RedactieAdmin):
    form = IGSForm
    list_display = ("naam", "stand", "nagekeken_op", "email")
    search_fields = ("naam", "officiele_naam")
    readonly_fields = ("naam", "officiele_naam", "rechtsvorm", "zetel")
    fieldsets: ClassVar = [
        (None, {"fields": ["basis", "naam", "officiele_naam", "rechtsvorm", "zetel"]}),
        ("Voor bezoekers", {"fields": ["omschrijving", "profiel", "themas"]}),
        ("Contact", {"fields": ["website", "email", "telefoon"]}),
        FOTO,
        ("Nazicht", {"fields": ["nagekeken_op"]}),
    ]
    slug_van = "naam"
    mag_verbergen = False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.readonly_fields if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new IGS starts with its name; everything else is written beside it afterwards."""
        if obj:
            return self.fieldsets
        return [(None, {"fields": ["basis", "naam", "officiele_naam", "rechtsvorm", "zetel", "omschrijving"]})]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        zoeken.bouw_index()


class TekstForm(RedactieForm):
    tekst = TekstVeld(label="Tekst")


class Gemeentekeuze(forms.ModelChoiceField):
    """A plain list: it has a name and works without JavaScript, and letters typed find the place."""

    def label_from_instance(self, obj: Any) -> str:
        """A merged municipality may share its name with the new one."""
        return f"{obj.naam} (tot en met {obj.bestaat_tot:%d/%m/%Y})" if obj.bestaat_tot else obj.naam


class MetGemeente(BegrensdAdmin):
    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        soort = {"form_class": Gemeentekeuze} if db_field.name == "gemeente" else {}
        return super().formfield_for_foreignkey(db_field, request, **soort, **kwargs)


class ActiviteitForm(RedactieForm):
    tekst = TekstVeld(label="Tekst", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "gemeente" in self.fields:  # the municipalities of today, and the one that is there already
            keuze = self.fields["gemeente"]
            keuze.queryset = keuze.queryset.huidige() | keuze.queryset.filter(pk=self.instance.gemeente_id)

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean()
        begin, einde = gegevens.get("begint_op"), gegevens.get("eindigt_op")
        if begin and einde and einde <= begin:
            self.add_error("eindigt_op", "Het einde ligt voor het begin.")
        return gegevens


class PortretForm(RedactieForm):
    """One rich text field for each fixed question."""

    slot = TekstVeld(label="Tot slot", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for naam in self.vraagvelden:
            self.fields[naam].initial = self.instance.antwoorden.get(naam.removeprefix("vraag_"), "")

    @property
    def vraagvelden(self) -> list[str]:
        return [naam for naam in self.fields if naam.startswith("vraag_")]

    def _post_clean(self) -> None:
        super()._post_clean()
        self.instance.antwoorden = {
            naam.removeprefix("vraag_"): tekst for naam in self.vraagvelden if (tekst := self.cleaned_data.get(naam))
        }


@admin.register(Portret)
class PortretAdmin(RedactieAdmin):
    form = PortretForm
    list_display = ("titel", "igs", "stand", "gepubliceerd_op")
    list_select_related = ("igs",)
    search_fields = ("titel", "naam")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The questions are rows, so the form is made for each request."""
        velden = {f"vraag_{vraag.slug}": TekstVeld(label=vraag.tekst, required=False) for vraag in Vraag.objects.all()}
        kwargs["form"] = type("PortretMetVragen", (PortretForm,), velden)
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        vragen = [f"vraag_{slug}" for slug in Vraag.objects.values_list("slug", flat=True)]
        return [
            (None, {"fields": ["basis", "titel", "igs", "naam", "functie", "verteld", "inleiding"]}),
            ("Vragen", {"fields": [*vragen, "slot"]}),
            FOTO,
            MOMENTEN,
        ]


@admin.register(Praktijk)
class PraktijkAdmin(RedactieAdmin):
    form = TekstForm
    list_display = ("titel", "igs", "stand", "gepubliceerd_op")
    list_select_related = ("igs",)
    search_fields = ("titel",)
    fieldsets: ClassVar = [(None, {"fields": ["basis", "titel", "igs", "tekst"]}), FOTO, MOMENTEN]


@admin.register(Bericht)
class BerichtAdmin(RedactieAdmin):
    form = TekstForm
    list_display = ("titel", "igs", "stand", "gepubliceerd_op")
    list_select_related = ("igs",)
    search_fields = ("titel",)
    fieldsets: ClassVar = [(None, {"fields": ["basis", "titel", "igs", "tekst"]}), FOTO, MOMENTEN]


@admin.register(Activiteit)
class ActiviteitAdmin(MetGemeente, RedactieAdmin):
    form = ActiviteitForm
    list_display = ("titel", "igs", "begint_op", "stand")
    list_select_related = ("igs",)
    search_fields = ("titel", "plaats")
    fieldsets: ClassVar = [
        (None, {"fields": ["basis", "titel", "igs", "regio", "begint_op", "eindigt_op", "geannuleerd"]}),
        ("Waar en voor wie", {"fields": ["plaats", "gemeente", "publiek", "prijs", "inschrijflink"]}),
        ("Tekst", {"fields": ["tekst"]}),
        FOTO,
        MOMENTEN,
    ]


@admin.register(Gidstekst)
class GidstekstAdmin(RedactieAdmin):
    form = TekstForm
    list_display = ("titel", "pagina", "stand")
    fieldsets: ClassVar = [(None, {"fields": ["basis", "pagina", "titel", "tekst"]}), MOMENTEN]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        formulier = super().get_form(request, obj, change, **kwargs)
        for veld in ("foto_bestand", "foto_alt", "foto_decoratief", "foto_bron", "foto_weg"):
            formulier.base_fields.pop(veld, None)
        return formulier


@admin.register(Coordinator)
class CoordinatorAdmin(BegrensdAdmin):
    persoonsgegevens = True
    list_display = ("naam", "igs", "functie", "van", "tot")
    list_select_related = ("igs",)
    search_fields = ("naam",)


@admin.register(Melding)
class MeldingAdmin(BegrensdAdmin):
    """The queue of what visitors report; only the handling can be changed."""

    persoonsgegevens = True
    list_display = ("pagina", "igs", "stand", "gemaakt_op")
    list_select_related = ("igs",)
    list_filter = ("stand",)
    readonly_fields = ("kenmerk", "pagina", "tekst", "email", "igs", "gemaakt_op")
    fields = ("kenmerk", "gemaakt_op", "pagina", "tekst", "email", "igs", "stand", "notitie")


@admin.register(Lidmaatschap)
class LidmaatschapAdmin(MetGemeente, BegrensdAdmin):
    list_display = ("gemeente", "igs", "lid_van", "lid_tot", "zekerheid")
    list_select_related = ("igs", "gemeente")
    list_filter = ("zekerheid",)
    search_fields = ("gemeente__naam", "igs__naam")


@admin.register(Erkenning)
class ErkenningAdmin(BegrensdAdmin):
    list_display = ("igs", "van", "tot", "subsidie_per_jaar_eur", "zekerheid")
    list_select_related = ("igs",)


class UitnodigingForm(Modelformulier):
    """A new appointment begins with an invitation by mail."""

    email = forms.EmailField(label="E-mailadres van wie je uitnodigt")
    naam = forms.CharField(label="Naam", max_length=150)

    class Meta:
        model = Aanstelling
        fields = ("igs", "van", "tot")

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        gebruiker = Gebruiker.objects.filter(email__iexact=gegevens.get("email", "")).first()
        if gebruiker and not gebruiker.is_active:
            self.add_error("email", "Dit account is gesloten. Open het eerst bij de gebruikers.")
        elif gebruiker and gebruiker.aanstellingen.filter(igs=gegevens.get("igs"), van=gegevens.get("van")).exists():
            self.add_error("email", "Deze persoon is vanaf die dag al aangesteld bij dit IGS.")
        return gegevens


def _eerst_bevestigd(request: HttpRequest) -> HttpResponse | None:
    """Where to go first with what was sent, or None: reading asks nothing more."""
    return poort.vraag_bevestiging(request) if request.method == "POST" else None


@admin.register(Aanstelling)
class AanstellingAdmin(BegrensdAdmin):
    """Who works on which IGS until when. A new one invites: see `igs.uitnodigen`."""

    persoonsgegevens = True
    list_display = ("gebruiker", "igs", "van", "tot")
    list_select_related = ("igs", "gebruiker")
    actions: ClassVar[list[str]] = ["stuur_opnieuw"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = UitnodigingForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["gebruiker", "igs", "van", "tot"] if obj else ["email", "naam", "igs", "van", "tot"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["gebruiker", "igs"] if obj else []

    # An appointment gives somebody a region: whoever gives, moves or takes one shows first who they are.
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _eerst_bevestigd(request) or super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _eerst_bevestigd(request) or super().delete_view(request, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _eerst_bevestigd(request) or super().changelist_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        gegevens = form.cleaned_data
        nieuwe = nodig_uit(
            email=gegevens["email"],
            naam=gegevens["naam"],
            igs=gegevens["igs"],
            van=gegevens["van"],
            tot=gegevens["tot"],
            door=gebruiker_bij(request),
        )
        obj.pk, obj.gebruiker = nieuwe.pk, nieuwe.gebruiker

    @admin.action(description="Stuur de uitnodiging opnieuw", permissions=["change"])
    def stuur_opnieuw(self, request: HttpRequest, queryset: models.QuerySet[Aanstelling]) -> None:
        for aanstelling in queryset.select_related("gebruiker", "igs"):
            stuur(aanstelling, gebruiker_bij(request))


@admin.register(Gemeente)
class GemeenteAdmin(HerindexeerBijBewaren):
    list_display = ("naam", "nis_code", "referentieregio", "bestaat_tot")
    list_select_related = ("referentieregio",)
    search_fields = ("naam", "nis_code")
    readonly_fields = ("nis_code", "slug", "opgegaan_in")


@admin.register(Referentieregio)
class ReferentieregioAdmin(HerindexeerBijBewaren):
    list_display = ("naam",)
    search_fields = ("naam",)
    readonly_fields = ("slug",)


@admin.register(IGSNaam, Plaats, PlaatsBuiten)
class NaamAdmin(HerindexeerBijBewaren):
    list_display = ("naam",)
    search_fields = ("naam",)


@admin.register(Vraag)
class VraagAdmin(BegrensdAdmin):
    list_display = ("tekst", "volgorde")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("slug",) if obj else ()
