"""Who may enter: every view carries exactly one of these decorators, right above it.

`AanmeldenVereist` guards what carries none; `checks.py` names it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, overload

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponseBase]
LUS = {"127.0.0.1", "::1"}


class AanmeldenVereist(LoginRequiredMiddleware):
    """Django's own, but it looks at the view before it looks at the session: a public page opens none."""

    def process_view(
        self, request: HttpRequest, view_func: View, view_args: tuple[Any, ...], view_kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


def _merk(view: View, toegang: str) -> View:
    view.toegang = toegang  # type: ignore[attr-defined]
    return view


@overload
def publiek(view: View) -> View: ...


@overload
def publiek(*, parameters: tuple[str, ...] | None = None, bewaar: bool = True) -> Callable[[View], View]: ...


def publiek(
    view: View | None = None, *, parameters: tuple[str, ...] | None = None, bewaar: bool = True
) -> View | Callable[[View], View]:
    """Everybody, read only: no session, no cookie, kept as a whole by the page cache.

    `parameters`: what the view reads behind the question mark; the cache gives it nothing else, so that unknown ones
    (`?fbclid=`) make no difference. Without it only the address without a question is kept. `bewaar=False`: never kept.
    """

    def merk(view: View) -> View:
        bewaakt = _merk(login_not_required(require_safe(view)), "publiek")
        bewaakt.parameters, bewaakt.bewaar = parameters, bewaar  # type: ignore[attr-defined]
        return bewaakt

    return merk(view) if view is not None else merk


def publiek_formulier(view: View) -> View:
    """Everybody, GET and POST: may set the CSRF cookie, so it stays out of the page cache and the sitemap."""
    return _merk(login_not_required(view), "publiek_formulier")


def ingelogd(view: View) -> View:
    """Anyone with an account; `AanmeldenVereist` sends the others to the login page."""
    return _merk(view, "ingelogd")


def ingelogd_formulier(view: View) -> View:
    """Anyone with an account, for a form with much to type: also when the session ended, a post reaches the view.

    The view then gives the form back with what was typed, and keeps nothing; reading is as for `ingelogd`.
    """

    @wraps(view)
    def bewaakt(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_anonymous and request.method != "POST":
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return _merk(login_not_required(bewaakt), "ingelogd_formulier")


def alleen_lokaal(view: View) -> View:
    """Only on a portal that runs locally, and only from this machine itself; a 404 anywhere else."""

    @wraps(view)
    def bewaakt(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        via_proxy = "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META
        if not settings.LOKAAL or via_proxy or request.META.get("REMOTE_ADDR") not in LUS:
            raise Http404
        return view(request, *args, **kwargs)

    return _merk(login_not_required(require_safe(bewaakt)), "alleen_lokaal")


def alleen_meetdienst(view: View) -> View:
    """Only from this machine itself, or with the word of the settings in `Authorization: Bearer`; a 404 elsewhere."""

    @wraps(view)
    def bewaakt(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        via_proxy = "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META
        van_hier = not via_proxy and request.META.get("REMOTE_ADDR") in LUS
        gegeven = request.headers.get("Authorization", "").removeprefix("Bearer ")
        sleutel = settings.METINGEN_SLEUTEL
        if not van_hier and not (sleutel and constant_time_compare(gegeven, sleutel)):
            raise Http404
        return view(request, *args, **kwargs)

    return _merk(login_not_required(require_safe(bewaakt)), "alleen_meetdienst")
