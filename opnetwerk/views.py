"""Pages that combine the apps: home, search, about, privacy, accessibility, health."""

from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render

from igs import agenda, inhoud, kaart, zoeken
from igs.models import Portret
from igs.netwerk import Netwerk
from opnetwerk import metingen, verwerkingen
from opnetwerk.dag import nu, vandaag
from opnetwerk.lezen import mag_achterlopen
from opnetwerk.paginacache.delen import per_stand
from opnetwerk.sitezoeken import vind_op_site
from opnetwerk.toegang import alleen_meetdienst, publiek


@publiek(parameters=())
def home(request: HttpRequest) -> HttpResponse:
    """What this is, the finder, the large map, the doors."""
    netwerk = Netwerk.gedeeld(vandaag())
    context = {
        "netwerk": netwerk,
        "dag": netwerk.dag,
        "beeld": kaart.gedeelde_igs_laag(netwerk),
        "tijden": TIJDEN_HOME,
    } | per_stand("home", lambda: _nieuwste(nu()))
    return render(request, "opnetwerk/home.html", context)


def _nieuwste(moment: datetime) -> dict[str, Any]:
    """What stands on home of the portraits, the agenda and the news. Three queries."""
    return {
        "portretten": list(Portret.objects.zichtbaar(moment).select_related("igs")[:3]),
        "activiteiten": list(agenda.binnenkort(moment, 3)),
        "berichten": list(inhoud.berichten(moment)[:3]),
    }


TIJDEN_HOME = [
    ("2018", "?op=2018-01-01", False),
    ("2020", "?op=2020-01-01", False),
    ("2025", "?op=2025-01-01", False),
    ("vandaag", "?", True),
    ("2027", "?op=2027-01-01", False),
]


@publiek(parameters=("q",))
@mag_achterlopen
def zoek(request: HttpRequest) -> HttpResponse:
    """Finder and site search in one: one answer goes straight to its page. At most three queries."""
    uitslag = zoeken.zoek(request.GET.get("q", ""))
    if uitslag.antwoord:
        return HttpResponseRedirect(uitslag.antwoord.pad)
    context = {"uitslag": uitslag, "vraag": uitslag.vraag, "op_site": vind_op_site(uitslag.vraag)}
    return render(request, "opnetwerk/zoek.html", context)


@publiek(parameters=("q",))
@mag_achterlopen
def zoek_voorstellen(request: HttpRequest) -> HttpResponse:
    """Suggestions while typing: a list of {naam, uitleg, pad}. One query, two for a typing error."""
    treffers = zoeken.voorstellen(request.GET.get("q", ""))
    return JsonResponse([_voorstel(treffer) for treffer in treffers], safe=False)


def _voorstel(treffer: zoeken.Treffer) -> dict[str, Any]:
    if treffer.naam != treffer.doelnaam:
        return {"naam": treffer.naam, "uitleg": f"{treffer.soort}: {treffer.doelnaam}", "pad": treffer.pad}
    return {"naam": treffer.naam, "uitleg": treffer.soort, "pad": treffer.pad}


@publiek(parameters=())
def over(request: HttpRequest) -> HttpResponse:
    """What the portal is and where its facts come from."""
    return render(request, "opnetwerk/over.html")


@publiek(parameters=())
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of a visitor: nothing, of who leaves something: the register; and everybody's rights."""
    return render(request, "opnetwerk/privacy.html", {"register": verwerkingen.register})


@publiek(parameters=())
def bewaartermijnen(request: HttpRequest) -> HttpResponse:
    """How long everything is kept, from the same table that the night erases by."""
    delen = [(een.titel, een.sleutel, een.termijnen) for een in verwerkingen.register if een.termijnen]
    return render(request, "opnetwerk/bewaartermijnen.html", {"delen": delen})


@publiek(parameters=())
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt: everything public may be read; the finder's answers are no pages of their own."""
    return render(request, "opnetwerk/robots.txt", content_type="text/plain; charset=utf-8")


@publiek(bewaar=False)
def gezondheid_leeft(request: HttpRequest) -> HttpResponse:
    """The process answers. Reads nothing."""
    return JsonResponse({"leeft": True})


@publiek(bewaar=False)
def gezondheid_klaar(request: HttpRequest) -> HttpResponse:
    """Database, migrations and cache: 200 when all three are right, else 503 with which is not."""
    toestand = {"databank": _databank(), "migraties": _migraties(), "cache": _cache(cache)}
    return JsonResponse(toestand, status=200 if all(toestand.values()) else 503)


def _databank() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _migraties() -> bool:
    try:
        uitvoerder = MigrationExecutor(connection)
        return not uitvoerder.migration_plan(uitvoerder.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _cache(cache: BaseCache) -> bool:
    try:
        return bool(cache.get_or_set("gezondheid", True, 60))
    except DatabaseError:
        return False


@alleen_meetdienst
def gezondheid_metingen(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus."""
    return HttpResponse(metingen.alles(), content_type=metingen.SOORT)
