"""The newest makers for other programs: Atom and JSON Feed, of everywhere or of one IGS.

Only who agreed to stand in lists of others: `Toonprofiel.in_feeds`, counted by the value "x:feed".
"""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.html import escape

from igs.feeds import SiteAtom
from igs.models import IGS
from igs.platte_tekst import op_een_regel
from opnetwerk.dag import vandaag
from opnetwerk.toegang import publiek
from opnetwerk.uitvoer import data_antwoord
from talent.facetten import wijzer
from talent.gids import Gids, Streek
from talent.kaartjes import Kaartje, kaartjes
from talent.views import gids_van_igs

AANTAL = 50
MAG = "x:feed"


def _gids(slug: str | None) -> tuple[IGS | None, Gids]:
    if slug:
        return gids_van_igs(slug, enkel=MAG)
    streek = Streek.op(vandaag(), met_buren=False)
    return None, Gids(wijzer.stand(), streek, streek.lees(QueryDict()), enkel=MAG)


def _nieuwste(gids: Gids) -> list[Kaartje]:
    """The newest ones; asked once more of the rule itself."""
    return [kaartje for kaartje in kaartjes(gids[0:AANTAL]) if kaartje.profiel.in_feeds]


def _titel(igs: IGS | None) -> str:
    return f"Makers uit {op_een_regel(igs.naam)}" if igs else "Talent: makers uit de streek"


class TalentAtom(SiteAtom):
    """The newest makers."""

    subtitle = "Makers uit alle kunsten, met een gezicht"

    def get_object(self, request: HttpRequest, slug: str | None = None) -> tuple[IGS | None, Gids]:
        return _gids(slug)

    def title(self, obj: tuple[IGS | None, Gids]) -> str:
        return f"{_titel(obj[0])} – op/netwerk"

    def link(self, obj: tuple[IGS | None, Gids]) -> str:
        return settings.SITE_ADRES + (reverse("igs_talent", args=[obj[0].slug]) if obj[0] else reverse("talent"))

    def feed_url(self, obj: tuple[IGS | None, Gids]) -> str:
        pad = reverse("igs_talent_atom", args=[obj[0].slug]) if obj[0] else reverse("talent_atom")
        return settings.SITE_ADRES + pad

    def items(self, obj: tuple[IGS | None, Gids]) -> list[Kaartje]:
        return _nieuwste(obj[1])

    def item_title(self, item: Kaartje) -> str:
        return op_een_regel(item.naam)

    def item_link(self, item: Kaartje) -> str:
        return settings.SITE_ADRES + item.pad

    def item_author_name(self, item: Kaartje) -> str:
        return op_een_regel(item.naam)

    def item_description(self, item: Kaartje) -> str:
        return escape(op_een_regel(item.profiel.kort))

    def item_categories(self, item: Kaartje) -> list[str]:
        return item.disciplines

    def item_pubdate(self, item: Kaartje) -> datetime | None:  # type: ignore[override]
        return item.talent.gepubliceerd_op

    def item_updateddate(self, item: Kaartje) -> datetime | None:  # type: ignore[override]
        return item.talent.bijgewerkt_op


def _als_json(igs: IGS | None, gids: Gids) -> str:
    """JSON Feed 1.1."""
    thuis = reverse("igs_talent", args=[igs.slug]) if igs else reverse("talent")
    zelf = reverse("igs_talent_talenten", args=[igs.slug]) if igs else reverse("talent_talenten")
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _titel(igs),
        "home_page_url": settings.SITE_ADRES + thuis,
        "feed_url": settings.SITE_ADRES + zelf,
        "language": "nl-BE",
        "items": [_item(kaartje) for kaartje in _nieuwste(gids)],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _item(kaartje: Kaartje) -> dict[str, Any]:
    adres, talent, profiel = settings.SITE_ADRES + kaartje.pad, kaartje.talent, kaartje.profiel
    gemeente = profiel.gemeente_of_niets
    eigen = {
        "gemeente": gemeente.naam if gemeente else "",
        "nis_code": gemeente.nis_code if gemeente else "",
        "igs": kaartje.igs.slug if kaartje.igs else "",
        "vorm": profiel.vorm,
        "voorbeeld": talent.voorbeeld,
    }
    item = {
        "id": adres,
        "url": adres,
        "title": kaartje.naam,
        "content_text": profiel.kort,
        "tags": kaartje.disciplines,
        "image": settings.SITE_ADRES + kaartje.beeld["src"] if kaartje.beeld else "",
        "date_published": talent.gepubliceerd_op.isoformat() if talent.gepubliceerd_op else "",
        "date_modified": talent.bijgewerkt_op.isoformat() if talent.bijgewerkt_op else "",
    }
    return {sleutel: waarde for sleutel, waarde in item.items() if waarde} | {"_opnetwerk": eigen}


@publiek(parameters=())
def talent_atom(request: HttpRequest) -> HttpResponse:
    """The newest makers as Atom."""
    return TalentAtom()(request)


@publiek(parameters=())
def talent_talenten(request: HttpRequest) -> HttpResponse:
    """The newest makers as JSON Feed."""
    return data_antwoord(request, _als_json(*_gids(None)), "application/feed+json", "talenten.json")


@publiek(parameters=())
def igs_talent_atom(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest makers of one IGS as Atom."""
    return TalentAtom()(request, slug=slug)


@publiek(parameters=())
def igs_talent_talenten(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest makers of one IGS as JSON Feed."""
    return data_antwoord(request, _als_json(*_gids(slug)), "application/feed+json", f"talenten-{slug}.json")
