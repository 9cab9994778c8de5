"""Atom feeds of the network."""

import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from igs.inhoud import berichten, laatst_gewijzigd, met_laatst
from igs.models import IGS, Bericht, Portret
from igs.platte_tekst import netjes, op_een_regel
from opnetwerk.dag import nu
from opnetwerk.redactioneel import Redactioneel
from opnetwerk.toegang import publiek

AANTAL = 30
EIGEN_ADRES = re.compile(r'(?<= )(src|href)="/(?!/)')


class SiteAtom(Feed):
    """What our feeds share. Addresses come from the settings, never from the Host header.

    A reader takes the title as plain text and the summary as HTML.
    """

    feed_type = Atom1Feed
    language = "nl-be"
    author_name = "op/netwerk"

    def item_title(self, item: Any) -> str:
        return op_een_regel(item.titel)

    def item_link(self, item: Any) -> str:
        return settings.SITE_ADRES + item.get_absolute_url()

    def item_guid(self, item: Any) -> str:
        return self.item_link(item)

    def item_author_name(self, item: Any) -> str:
        return op_een_regel(item.igs.naam) if item.igs else self.author_name

    def item_pubdate(self, item: Redactioneel) -> datetime | None:
        return item.gepubliceerd_op

    def item_updateddate(self, item: Redactioneel) -> datetime | None:
        return laatst_gewijzigd(item)


class BelichtAtom(SiteAtom):
    """The portraits of BE/LICHT."""

    title = "BE/LICHT – op/netwerk"
    subtitle = "Portretten van coördinatoren van IGS'en cultuur"

    def link(self) -> str:
        return settings.SITE_ADRES + reverse("belicht")

    def feed_url(self) -> str:
        return settings.SITE_ADRES + reverse("belicht_atom")

    def items(self) -> QuerySet[Portret]:
        return met_laatst(Portret.objects.zichtbaar(nu()).select_related("igs"))[:AANTAL]

    def item_description(self, item: Portret) -> str:
        return escape(netjes(item.inleiding))


class NieuwsAtom(SiteAtom):
    """The news, of everybody or of the IGS in the address; an unknown IGS is a 404."""

    def get_object(self, request: HttpRequest) -> IGS | None:
        slug = request.GET.get("igs")
        if not slug:
            return None
        igs = next((een for een in IGS.objects.only("slug", "naam") if een.slug == slug), None)
        if igs is None:
            raise Http404
        return igs

    def title(self, obj: IGS | None) -> str:
        return f"Nieuws van {op_een_regel(obj.naam)} – op/netwerk" if obj else "Nieuws – op/netwerk"

    def subtitle(self, obj: IGS | None) -> str:
        return "Nieuws van de intergemeentelijke samenwerking rond cultuur"

    def link(self, obj: IGS | None) -> str:
        return settings.SITE_ADRES + reverse("nieuws") + _vraag(obj)

    def feed_url(self, obj: IGS | None) -> str:
        return settings.SITE_ADRES + reverse("nieuws_atom") + _vraag(obj)

    def items(self, obj: IGS | None) -> QuerySet[Bericht]:
        return berichten(nu(), obj)[:AANTAL]

    def item_description(self, item: Bericht) -> str:
        """The whole text: it was cleaned when it was saved. Our own addresses become complete."""
        return EIGEN_ADRES.sub(rf'\1="{settings.SITE_ADRES}/', netjes(item.tekst))


def _vraag(igs: IGS | None) -> str:
    return f"?igs={igs.slug}" if igs else ""


@publiek(parameters=())
def belicht_atom(request: HttpRequest) -> HttpResponse:
    """The newest portraits as Atom."""
    return BelichtAtom()(request)


@publiek(parameters=("igs",))
def nieuws_atom(request: HttpRequest) -> HttpResponse:
    """The newest news as Atom."""
    return NieuwsAtom()(request)
