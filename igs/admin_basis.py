"""What every admin of the network shares: scope and rights from `bereik`, and the life of edited texts."""

from datetime import timedelta
from functools import update_wrapper
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef
from django.forms import Field, ModelChoiceField, ModelMultipleChoiceField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import slugify

from igs import geschiedenis
from igs.bereik import GEDEELD, PAD_NAAR_IGS, bereik_bij, rechten
from igs.models import IGS
from igs.redactieformulier import RedactieForm
from opnetwerk import logboek, versies
from opnetwerk.dag import nu
from opnetwerk.formulieren import Modelformulier
from opnetwerk.models import Gebruiker, Logregel, Versie
from opnetwerk.redactioneel import Redactioneel
from opnetwerk.tekstverwerker import csp_met_tekstverwerker
from opnetwerk.voorbeeldlink import maak_link

TOEGEVOEGD = "toegevoegd"  # as the log says it
DUBBEL = 60  # seconds in which the same row of the same person is a second press of the button


def gebruiker_bij(request: HttpRequest) -> Gebruiker:
    assert isinstance(request.user, Gebruiker)
    return request.user


def _is_sleutel(model: type[models.Model], tekst: str) -> bool:
    try:
        model._meta.pk.to_python(tekst)
    except ValidationError:
        return False
    return "\x00" not in tekst


def igs_slug_van(obj: models.Model) -> str:
    """In whose log book an act belongs."""
    if isinstance(obj, IGS):
        return obj.slug
    igs = getattr(obj, "igs", None)
    return igs.slug if isinstance(igs, IGS) else getattr(obj, "igs_slug", "")


class Begrensd(admin.options.BaseModelAdmin):
    """Rights and rows of `bereik`, for admins and inlines alike: lists, forms, choices, autocompletes, actions."""

    formfield_overrides: ClassVar[dict[Any, Any]] = {models.URLField: {"assume_scheme": "https"}}

    def _rechten(self, request: HttpRequest) -> frozenset[str]:
        return rechten(request.user, self.model, bereik_bij(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return "view" in self._rechten(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return "add" in self._rechten(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return "change" in self._rechten(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return "delete" in self._rechten(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(self._rechten(request))

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return bereik_bij(request).binnen(super().get_queryset(request))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> ModelChoiceField | None:
        """A choice offers, and accepts, only what lies in the scope."""
        doel = db_field.remote_field.model
        if doel is IGS:
            kwargs.setdefault("label", "IGS")  # "Igs" is what Django makes of the name of the field
        if doel in PAD_NAAR_IGS or doel in GEDEELD:
            kwargs["queryset"] = bereik_bij(request).binnen(kwargs.get("queryset", doel._default_manager.all()))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class BegrensdAdmin(Begrensd, admin.ModelAdmin):
    """An admin inside the scope that writes every act, and every look at personal data, in the log."""

    form = Modelformulier

    # Fields of people that are not public: opening a row is logged.
    persoonsgegevens: ClassVar[bool] = False
    list_per_page = 50
    show_full_result_count = False
    # What an address of a list may ask of a column it filters on: anything more is a way to guess at hidden columns.
    vragen: ClassVar[set[str]] = {"", "exact", "isnull", "gte", "lt", "year", "month", "day"}

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        veld, _, vraag = lookup.partition("__")
        filters = [een[0] if isinstance(een, tuple) else een for een in self.get_list_filter(request)]
        namen = {getattr(een, "parameter_name", een) for een in filters} | {self.date_hierarchy}
        mag = veld in namen and vraag in self.vragen and "\x00" not in str(value)
        return mag and super().lookup_allowed(lookup, value, request)

    def view_on_site(self, obj: Any) -> str | None:
        """Straight to the page: the admin's own detour would answer for objects of others too."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing from the address: a link fills in no form, and breaks none."""
        return {}

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        if "\x00" in object_id:
            raise Http404
        obj = super().get_object(request, object_id, from_field or None)  # `_to_field=` in the address is ""
        if obj is None:
            raise Http404("Bestaat niet, of hoort bij een andere regio.")
        return obj

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What one person adds comes one after the other, so that the second press of a button sees the first."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            return self._een_voor_een(request, object_id, form_url, extra_context)
        except IntegrityError:  # somebody else was just ahead: now the form sees it, and says it at the field
            return self._een_voor_een(request, object_id, form_url, extra_context)

    def _een_voor_een(self, request: HttpRequest, object_id: str | None, *rest: Any) -> HttpResponse:
        with transaction.atomic():
            if object_id is None:
                Gebruiker.objects.select_for_update(no_key=True).get(pk=request.user.pk)
            return super().changeform_view(request, object_id, *rest)

    def _net_toegevoegd(self, request: HttpRequest, obj: Any) -> Any:
        """The key of the same row, when this person made it a moment ago; else None."""
        onlangs = Logregel.objects.filter(
            door_id=request.user.pk,
            actie=TOEGEVOEGD,
            model=obj._meta.label,
            op__gte=timezone.now() - timedelta(seconds=DUBBEL),
        )
        velden = {veld.attname for veld in obj._meta.concrete_fields if veld.editable and not veld.primary_key}
        zelfde = {veld: getattr(obj, veld) for veld in velden}
        sleutels = list(onlangs.values_list("object_id", flat=True))
        return self.model._default_manager.filter(pk__in=sleutels, **zelfde).values_list("pk", flat=True).first()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change and (eerder := self._net_toegevoegd(request, obj)):
            obj.pk = eerder  # the button pressed twice
            return
        veranderd = _veranderd(form) if change else {}
        super().save_model(request, obj, form, change)
        actie = "gewijzigd" if change else TOEGEVOEGD
        logboek.schrijf(
            door=gebruiker_bij(request), actie=actie, over=obj, igs_slug=igs_slug_van(obj), veranderd=veranderd
        )

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        logboek.schrijf(door=gebruiker_bij(request), actie="verwijderd", over=obj, igs_slug=igs_slug_van(obj))
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        for obj in queryset:
            self.delete_model(request, obj)

    def response_action(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> HttpResponse | None:
        """What can be no key of this model is no ticked row: Django asks the database for it, which is a 500."""
        gegevens = request.POST.copy()
        gekozen = [een for een in gegevens.getlist(ACTION_CHECKBOX_NAME) if _is_sleutel(self.model, een)]
        gegevens.setlist(ACTION_CHECKBOX_NAME, gekozen)
        request.POST = gegevens  # type: ignore[assignment]
        return super().response_action(request, queryset)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        antwoord = super().changelist_view(request, extra_context)
        if self.persoonsgegevens and antwoord.status_code == 200:  # a POST may show the list too
            logboek.schrijf(door=gebruiker_bij(request), actie="lijst gelezen", over=self.model)
        return antwoord

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        antwoord = super().change_view(request, object_id, form_url, extra_context)
        if antwoord.status_code == 200:
            self._log_gelezen(request, object_id)
        return antwoord

    def _log_gelezen(self, request: HttpRequest, object_id: str) -> None:
        if self.persoonsgegevens:
            obj = self.get_object(request, unquote(object_id))
            logboek.schrijf(door=gebruiker_bij(request), actie="gelezen", over=obj, igs_slug=igs_slug_van(obj))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Our own log instead of Django's: who, when, what, from and to."""
        obj = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        self._log_gelezen(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Geschiedenis van {obj}",
            "object": obj,
            "opts": self.opts,
            "regels": geschiedenis.logboek_van(obj, bereik_bij(request)),
            **self.geschiedenis(request, obj),
        }
        return TemplateResponse(request, "admin/geschiedenis.html", context)

    def geschiedenis(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        return {}


def _veranderd(form: Any) -> dict[str, tuple[Any, Any]]:
    """Field → (from, to) of a form that is about to be saved."""
    return {
        str(form.fields[naam].label): (
            _in_woorden(form.fields[naam], form.initial.get(naam)),
            _in_woorden(form.fields[naam], form.cleaned_data.get(naam)),
        )
        for naam in form.changed_data
        if naam in form.fields
    }


def _in_woorden(veld: Field, waarde: Any) -> Any:
    """Rows by their names instead of their numbers: the form starts from keys and ends with rows."""
    if not isinstance(veld, ModelChoiceField) or waarde in (None, ""):
        return waarde
    if isinstance(veld, ModelMultipleChoiceField):
        return ", ".join(sorted(str(rij) for rij in waarde))
    if isinstance(waarde, models.Model):
        return str(waarde)
    assert veld.queryset is not None
    gevonden = veld.queryset.model._default_manager.filter(pk=waarde).first()
    return str(gevonden) if gevonden else waarde


def nieuwere_versies(model: type[models.Model]) -> models.QuerySet[Versie]:
    """The versions of a row that visitors do not see yet, as a subquery."""
    soort = ContentType.objects.get_for_model(model)
    return Versie.objects.filter(content_type=soort, object_id=OuterRef("pk"), nummer__gt=OuterRef("versie"))


# What stands beside the items under the same address: /agenda/agenda.ics, /nieuws/atom.xml, /belicht/vragen/.
BEZETTE_ADRESSEN = {"agenda", "atom", "vragen"}


class PrullenmandFilter(admin.SimpleListFilter):
    """Shows what was thrown away in the last thirty days."""

    title = "prullenmand"
    parameter_name = "prullenmand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("ja", "Toon de prullenmand")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        return queryset


class RedactieAdmin(BegrensdAdmin):
    """An admin of edited texts: draft, preview, publish, plan, hide, bin, history, restore.

    Saving writes a version, never the row that visitors see; `opnetwerk.versies` does the rest.
    """

    form = RedactieForm
    model: type[Redactioneel]
    slug_van = "titel"
    mag_verbergen: ClassVar[bool] = True
    list_filter = (PrullenmandFilter,)
    change_form_template = "admin/redactie_formulier.html"
    actions: ClassVar[list[str]] = ["zet_terug_uit_prullenmand"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        qs = super().get_queryset(request)
        # In a list the bin shows only when asked for; an object in the bin can still be opened by its address.
        if request.resolver_match and (request.resolver_match.url_name or "").endswith("_changelist"):
            qs = qs.in_prullenmand() if "prullenmand" in request.GET else qs.niet_verwijderd()
            return qs.annotate(wacht_er_iets=Exists(nieuwere_versies(self.model)))
        return qs

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        return versies.met_concept(super().get_object(request, object_id, from_field))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        formulier = super().get_form(request, obj, change, **kwargs)
        formulier.eigen_igs = self._enige_igs(request)
        return formulier

    def _enige_igs(self, request: HttpRequest) -> IGS | None:
        bereik = bereik_bij(request)
        return IGS.objects.get(pk=next(iter(bereik.igs))) if not bereik.alles and len(bereik.igs) == 1 else None

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        eigen = self._enige_igs(request)
        return {"igs": eigen.pk} if eigen else {}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> ModelChoiceField | None:
        veld = super().formfield_for_foreignkey(db_field, request, **kwargs)
        # Only redactie may leave the IGS empty: that is a text of the support centre.
        if veld is not None and db_field.name == "igs" and not bereik_bij(request).alles:
            veld.required = True
        return veld

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        door = gebruiker_bij(request)
        form.zet_foto(obj)
        velden = versies.lees(obj)
        if not change:
            if eerder := versies.net_gemaakt(self.model, velden, door):
                obj.pk = eerder  # the button pressed twice
                return
            if hasattr(obj, "slug"):
                obj.slug = self._vrije_slug(obj)
            obj.save()
        rij = self.model._default_manager.get(pk=obj.pk)
        slug = igs_slug_van(obj)
        basis = (form.cleaned_data.get("basis") or 0) if change else 0
        versies.bewaar(item=rij, velden=velden, door=door, basis=basis, igs_slug=slug)
        if "_publiceer" in request.POST and self.mag_publiceren(request):
            versies.publiceer(
                item=rij,
                door=door,
                op=form.cleaned_data.get("publiceren_op"),
                verbergen_op=form.cleaned_data.get("verbergen_vanaf") if self.mag_verbergen else None,
                igs_slug=slug,
            )
        if "_verberg" in request.POST and self.mag_verbergen:
            versies.verberg(item=rij, door=door, igs_slug=slug)

    def mag_publiceren(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def _vrije_slug(self, obj: Any) -> str:
        """An address from the title, with a number when it is taken; it never changes afterwards."""
        basis = slugify(getattr(obj, self.slug_van))[:45] or self.opts.model_name or "item"
        bezet = BEZETTE_ADRESSEN | set(
            self.model._default_manager.filter(slug__startswith=basis).values_list("slug", flat=True)
        )
        return next(s for n in range(1, 10_000) if (s := basis if n == 1 else f"{basis}-{n}") not in bezet)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = self._context(request, object_id, extra_context)
        try:
            antwoord = super().changeform_view(request, object_id, form_url, context)
        except versies.Botsing:
            # Saved by somebody else between our check and our lock: the form comes back with both texts.
            antwoord = super().changeform_view(request, object_id, form_url, context)
        antwoord.headers["Content-Security-Policy"] = csp_met_tekstverwerker()
        return antwoord

    def _context(self, request: HttpRequest, object_id: str | None, extra: dict[str, Any] | None) -> dict[str, Any]:
        context = dict(extra or {})
        if object_id:
            item = None if "\x00" in object_id else admin.ModelAdmin.get_object(self, request, unquote(object_id))
            if item is not None:
                concept = versies.concept_van(item)
                context |= {
                    "status": item.status(nu()),
                    "mag_verbergen": self.mag_verbergen,
                    "concept": concept,
                    "gepland_op": versies.gepland_op(item),
                    "op_de_site": item.get_absolute_url() if item.is_zichtbaar(nu()) else "",
                    "voorbeeld": reverse(self._naam("voorbeeld"), args=[item.pk]),
                    "foto": getattr(versies.met_concept(item, concept), "foto", None),
                    "anders": versies.verschillen(item, versies.lees(item), concept.velden) if concept else [],
                }
        return context

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if "_voorbeeld" in request.POST:
            return HttpResponseRedirect(reverse(self._naam("voorbeeld"), args=[obj.pk]))
        if {"_concept", "_publiceer", "_verberg"} & set(request.POST):
            return HttpResponseRedirect(reverse(self._naam("change"), args=[obj.pk]))
        return super().response_change(request, obj)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return self.response_change(request, obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        versies.verwijder(item=obj, door=gebruiker_bij(request), igs_slug=igs_slug_van(obj))

    @admin.action(description="Zet terug uit de prullenmand", permissions=["change"])
    def zet_terug_uit_prullenmand(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        for item in queryset:
            versies.zet_terug(item=item, door=gebruiker_bij(request), igs_slug=igs_slug_van(item))

    def geschiedenis(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        rij = self.model._default_manager.get(pk=obj.pk)
        alle = list(self._versies(request, rij).order_by("-nummer")[:50])
        ouder = [*alle[1:], None]
        anders = [
            versies.verschillen(rij, vorige.velden if vorige else {}, versie.velden)
            for versie, vorige in zip(alle, ouder, strict=False)
        ]
        return {
            "item": rij,
            "versies": list(zip(alle, geschiedenis.in_woorden(self.model, anders), strict=True)),
            "herstelpad": self._naam("herstel"),
        }

    def _versies(self, request: HttpRequest, item: Any) -> models.QuerySet[Versie]:
        """What an item was while it belonged to another region is not for this one, to read nor to restore."""
        bereik = bereik_bij(request)
        if bereik.alles or "igs_id" not in item.redactievelden:
            return item.versies.all()
        return item.versies.filter(velden__igs_id__in=sorted(bereik.igs))

    def _naam(self, wat: str) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{wat}"

    def get_urls(self) -> list[URLPattern]:
        basis = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("<int:pk>/voorbeeld/", self._bewaakt(self.voorbeeld_view), name=f"{basis}_voorbeeld"),
            path("<int:pk>/herstel/<int:nummer>/", self._bewaakt(self.herstel_view), name=f"{basis}_herstel"),
            *super().get_urls(),
        ]

    def _bewaakt(self, view: Any) -> Any:
        """As ModelAdmin.get_urls does with its own views."""

        def bewaakt(*args: Any, **kwargs: Any) -> HttpResponse:
            return self.admin_site.admin_view(view)(*args, **kwargs)

        bewaakt.model_admin = self
        return update_wrapper(bewaakt, view)

    def voorbeeld_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A link for who has no account, and the page as visitors will see it."""
        item = self.get_object(request, str(pk))
        if not self.has_view_permission(request, item):
            raise PermissionDenied
        return HttpResponseRedirect(maak_link(item, versies.laatste_nummer(item)))

    def herstel_view(self, request: HttpRequest, pk: int, nummer: int) -> HttpResponse:
        item = super().get_object(request, str(pk))
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        if not self.has_change_permission(request, item):
            raise PermissionDenied
        if not self._versies(request, item).filter(nummer=nummer).exists():
            raise Http404
        voor = versies.laatste_nummer(item)
        versie = versies.herstel(item=item, nummer=nummer, door=gebruiker_bij(request), igs_slug=igs_slug_van(item))
        gelukt = f"Versie {nummer} staat terug als concept. Bezoekers zien het pas als je publiceert."
        stond_al = f"Versie {nummer} stond al terug. Er veranderde niets."
        self.message_user(request, gelukt if versie.nummer > voor else stond_al)
        return HttpResponseRedirect(reverse(self._naam("change"), args=[pk]))

    @admin.display(description="stand")
    def stand(self, obj: Any) -> str:
        """Status of the list, with what waits beside it."""
        status = obj.status(nu())
        wacht = getattr(obj, "wacht_er_iets", False) and status not in ("concept", "in de prullenmand")
        return format_html("{} <span class='merk'>concept ernaast</span>", status) if wacht else status
