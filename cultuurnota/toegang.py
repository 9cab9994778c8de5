"""Who works on a note: the team on the day, the running coordinator of its IGS, and redactie. Others get a 404.

`teamlid` stands under `ingelogd`; the view gets the note instead of its reference, and `request.rol`.
"""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.views.decorators.http import require_http_methods

from cultuurnota.keuzes import Teamrol
from cultuurnota.models import Cultuurnota, Hoofdstuk, Teamlid
from igs.bereik import bereik_van
from igs.models import IGS
from opnetwerk.dag import vandaag
from opnetwerk.models import Gebruiker
from opnetwerk.toegang import View
from talent import onderbroken

TREKKER, SCHRIJVER, LEZER = Teamrol.TREKKER, Teamrol.SCHRIJVER, Teamrol.LEZER
RANG = {LEZER: 0, SCHRIJVER: 1, TREKKER: 2}
VEILIG = {"GET", "HEAD"}
JSON = "application/json"


class Teamverzoek(HttpRequest):
    """A request of who is in the team of the note."""

    user: Gebruiker
    nota: Cultuurnota
    rol: Teamrol


def mag_trekken(gebruiker: Any, igs: IGS, dag: date) -> bool:
    """The running coordinator of the IGS, and redactie."""
    bereik = bereik_van(gebruiker, dag)
    return bereik.alles or igs.pk in bereik.igs


def rol_in(nota: Cultuurnota, gebruiker: Any, dag: date) -> Teamrol | None:
    """What the account is in the team on the day; None for who is not in it."""
    if not isinstance(gebruiker, Gebruiker) or not gebruiker.is_active:
        return None
    if mag_trekken(gebruiker, nota.igs, dag):
        return TREKKER
    lopend = Teamlid.objects.filter(Q(tot=None) | Q(tot__gte=dag), nota=nota, gebruiker=gebruiker, van__lte=dag)
    rol = lopend.values_list("rol", flat=True).first()
    return Teamrol(rol) if rol else None


def mag(rol: Teamrol, nodig: Teamrol | str) -> bool:
    return RANG[rol] >= RANG[Teamrol(nodig)]


def notas_voor(gebruiker: Any, dag: date) -> list[Cultuurnota]:
    """The notes somebody works on, newest change first: as member of the team, or as coordinator of the IGS."""
    bereik = bereik_van(gebruiker, dag)
    via_igs = Cultuurnota.objects.filter(weg_op=None)
    if not bereik.alles:
        via_igs = via_igs.filter(igs__in=bereik.igs)
    via_team = Cultuurnota.objects.van_lid(gebruiker, dag)
    samen = Cultuurnota.objects.filter(Q(pk__in=via_igs.values("pk")) | Q(pk__in=via_team.values("pk")))
    return list(samen.select_related("igs"))


def igsen_voor(gebruiker: Any, dag: date) -> Any:
    """The IGS'en for which somebody may begin a note, by name."""
    bereik = bereik_van(gebruiker, dag)
    alle = IGS.objects.order_by("naam")
    return alle if bereik.alles else alle.filter(pk__in=bereik.igs)


def hoofdstuk_van(nota: Cultuurnota, kenmerk: Any) -> Hoofdstuk:
    """The chapter of this note; a 404 for one of another."""
    hoofdstuk = get_object_or_404(nota.hoofdstukken, kenmerk=kenmerk)
    hoofdstuk.nota = nota
    return hoofdstuk


def teamlid(rol: Teamrol | str = LEZER, *, posten: Teamrol | str = SCHRIJVER) -> Callable[[View], View]:
    """Let in who is at least `rol`, and let post who is at least `posten` too: the rest of the team gets a 403.

    It sends on to the login page itself, instead of the middleware: what was typed when the session ended comes back.
    A script that asks for JSON gets a 401.
    """

    def maak(view: View) -> View:
        @wraps(view)
        def bewaakt(request: HttpRequest, nota: Any, **argumenten: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _meld_aan(request)
            gevonden = get_object_or_404(Cultuurnota.objects.select_related("igs"), kenmerk=nota, weg_op=None)
            eigen = rol_in(gevonden, request.user, vandaag())
            if eigen is None:
                raise Http404
            if not mag(eigen, rol) or (request.method not in VEILIG and not mag(eigen, posten)):
                if wil_json(request):
                    return JsonResponse({"fout": "lezen"}, status=403)
                raise PermissionDenied
            request.nota, request.rol = gevonden, eigen  # type: ignore[attr-defined]
            return view(request, gevonden, **argumenten)

        return login_not_required(require_http_methods(["GET", "HEAD", "POST"])(bewaakt))

    return maak


def wil_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == JSON


def _meld_aan(request: HttpRequest) -> HttpResponse:
    """To the login page, with what was typed put apart; too much of it comes back on a page to copy it from."""
    if wil_json(request):
        return JsonResponse({"fout": "aanmelden"}, status=401)
    if request.method == "POST":
        onderbroken.leg_opzij(request)
        opzij = request.session.get(onderbroken.SLEUTEL) or {}
        if opzij.get("pad") != request.path and request.POST.get("tekst"):
            pagina = {"tekst": request.POST["tekst"], "login": resolve_url("account_login")}
            return render(request, "cultuurnota/_onderbroken.html", pagina, status=401)
    return redirect_to_login(request.get_full_path(), resolve_url("account_login"))
