"""The pages of a maker: only for who manages the talent, and a 404 for everybody else."""

from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, resolve_url
from django.views.decorators.http import require_http_methods

from opnetwerk.toegang import View
from talent import onderbroken
from talent.models import Talent


def van_beheerder(view: View) -> View:
    """Gives the view the talent instead of the name in its address. Stands under `ingelogd`.

    It sends on to the login page itself, instead of the middleware: a session that ended halfway a form keeps what was
    typed.
    """

    @wraps(view)
    def bewaakt(request: HttpRequest, slug: str, **argumenten: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            if request.method == "POST":
                onderbroken.leg_opzij(request)
            return redirect_to_login(request.get_full_path(), resolve_url("account_login"))
        eigen = Talent.objects.beheerd_door(request.user).select_related("thuis", "concept", "online")
        talent = get_object_or_404(eigen, slug=slug)
        for profiel in filter(None, (talent.concept, talent.online)):
            profiel.talent = talent
        return view(request, talent, **argumenten)

    return login_not_required(require_http_methods(["GET", "HEAD", "POST"])(bewaakt))
