"""The admin site: ours, with a second factor and a role on every path.

Loaded with the apps, before any model: what needs one is imported where it is used.
"""

from collections.abc import Callable, Iterable
from functools import update_wrapper, wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
P = ParamSpec("P")
# Not for editing here: keys to accounts (secrets of apps and passkeys, running sessions, confirmed addresses), groups
# (given in the account itself), and the jobs of the worker.
NIET_IN_BEHEER = {"mfa", "usersessions", "account", "auth", "procrastinate"}
# The admin's own doors lead to the one of the site.
# The admin's own doors lead to the one of the site. Its detour to a page ("view on site") asks nobody's scope.
DEUREN = {"login", "logout", "password_change", "password_change_done", "view_on_site"}


class Beheer(AdminSite):
    """The admin of op/netwerk. `is_staff` plays no part: a role opens it, and the end of the role closes it."""

    site_header = "op/netwerk beheer"
    site_title = "op/netwerk beheer"
    index_title = "Welkom in het beheer"

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: type[ModelAdmin] | None = None,
        **options: Any,
    ) -> None:
        modellen = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        toonbaar = [model for model in modellen if model._meta.app_label not in NIET_IN_BEHEER]
        super().register(toonbaar, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        try:
            return self._weigering(request) is None
        except PermissionDenied:
            return False

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        binnen = super().admin_view(view, cacheable)

        def bewaakt(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return self._weigering(request) or binnen(request, *args, **kwargs)

        update_wrapper(bewaakt, binnen)
        bewaakt.toegang = "beheer"  # type: ignore[attr-defined]  # for the system check: this says who may enter
        return cast(View, bewaakt)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Only for the fields that a form offers that way: Django answers for every relation of every model."""
        vraag = request.GET
        soort = (vraag.get("app_label"), vraag.get("model_name"))
        velden = [
            admin.get_autocomplete_fields(request)
            for model, admin in self._registry.items()
            if (model._meta.app_label, model._meta.model_name) == soort
        ]
        if "\x00" in vraag.get("term", "") or not any(vraag.get("field_name") in namen for namen in velden):
            raise PermissionDenied
        return super().autocomplete_view(request)

    def _weigering(self, request: HttpRequest) -> HttpResponseBase | None:
        """As `poort.weigering`, looked up once per request."""
        from opnetwerk import poort

        if getattr(request, "beheer_open", False):
            return None
        antwoord = poort.weigering(request)
        request.beheer_open = antwoord is None  # type: ignore[attr-defined]
        return antwoord

    def get_urls(self) -> list[URLResolver | URLPattern]:
        from allauth.account.views import logout

        eigen = [adres for adres in super().get_urls() if getattr(adres, "name", None) not in DEUREN]
        return [
            path(
                "login/",
                login_not_required(RedirectView.as_view(pattern_name="account_login", query_string=True)),
                name="login",
            ),
            path("logout/", logout, name="logout"),
            path(
                "password_change/", RedirectView.as_view(pattern_name="account_change_password"), name="password_change"
            ),
            path("password_change/done/", RedirectView.as_view(pattern_name="mijn"), name="password_change_done"),
            *eigen,
        ]


class BeheerConfig(AdminConfig):
    default_site = "opnetwerk.beheer.Beheer"


def herbevestigd_vereist(functie: Callable[P, HttpResponse | None]) -> Callable[P, HttpResponse | None]:
    """For an export, a change of role, an erasure: first confirm who you are, unless you just did.

    Goes around a view, a method of a ModelAdmin or an admin action: whatever takes a request.
    """

    @wraps(functie)
    def bewaakt(*args: P.args, **kwargs: P.kwargs) -> HttpResponse | None:
        from opnetwerk import poort

        request = next(arg for arg in args if isinstance(arg, HttpRequest))
        return poort.vraag_bevestiging(request) or functie(*args, **kwargs)

    return bewaakt
