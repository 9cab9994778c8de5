"""Atom feeds of the network."""

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from igs.models import Portret
from opnetwerk.dag import nu
from opnetwerk.toegang import publiek

AANTAL = 30


class BelichtAtom(Feed):
    """The portraits of BE/LICHT. Addresses come from the settings, never from the Host header."""

    feed_type = Atom1Feed
    title = "BE/LICHT – op/netwerk"
    subtitle = "Portretten van coördinatoren van IGS'en cultuur"
    language = "nl-be"

    def link(self) -> str:
        return settings.SITE_ADRES + reverse("belicht")

    def feed_url(self) -> str:
        return settings.SITE_ADRES + reverse("belicht_atom")

    def items(self) -> QuerySet[Portret]:
        return Portret.objects.zichtbaar(nu()).select_related("igs")[:AANTAL]

    def item_title(self, item: Portret) -> str:
        return item.titel

    def item_description(self, item: Portret) -> str:
        return item.inleiding

    def item_link(self, item: Portret) -> str:
        return settings.SITE_ADRES + item.get_absolute_url()

    def item_guid(self, item: Portret) -> str:
        return self.item_link(item)

    def item_pubdate(self, item: Portret) -> datetime | None:
        return item.gepubliceerd_op

    def item_updateddate(self, item: Portret) -> datetime | None:
        return self.item_pubdate(item)


@publiek
def belicht_atom(request: HttpRequest) -> HttpResponse:
    """The newest portraits as Atom."""
    return BelichtAtom()(request)
