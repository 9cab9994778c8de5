"""Atom for who follows the note of an IGS."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html_join

from cultuurnota.models import Publicatie
from cultuurnota.publiceren import adres_van, keuze_van, online_of_404
from igs.feeds import SiteAtom
from igs.platte_tekst import op_een_regel
from opnetwerk.toegang import publiek


class NotaAtom(SiteAtom):
    """One entry: the version that is online. Another version is another entry; no note online is a 404."""

    def get_object(self, request: HttpRequest, slug: str) -> Publicatie:
        return online_of_404(slug)

    def title(self, obj: Publicatie) -> str:
        return f"Cultuurnota van {op_een_regel(obj.nota.igs.naam)} – op/netwerk"

    def subtitle(self, obj: Publicatie) -> str:
        return "Elke versie die online komt"

    def link(self, obj: Publicatie) -> str:
        return settings.SITE_ADRES + adres_van(obj)

    def feed_url(self, obj: Publicatie) -> str:
        return settings.SITE_ADRES + reverse("igs_cultuurnota_atom", args=[obj.nota.igs.slug])

    def items(self, obj: Publicatie) -> list[Publicatie]:
        return [obj]

    def item_title(self, item: Publicatie) -> str:
        return op_een_regel(f"{item.nota.titel}: {item.bevroren.naam}")

    def item_description(self, item: Publicatie) -> str:
        """What can be read, as a list."""
        return "<ul>" + format_html_join("", "<li>{}</li>", ((titel,) for titel in keuze_van(item).titels)) + "</ul>"

    def item_link(self, item: Publicatie) -> str:
        return settings.SITE_ADRES + adres_van(item)

    def item_guid(self, item: Publicatie) -> str:
        return f"{self.item_link(item)}#{item.bevroren.kenmerk}"

    def item_author_name(self, item: Publicatie) -> str:
        return op_een_regel(item.nota.igs.naam)

    def item_pubdate(self, item: Any) -> datetime | None:
        return item.gepubliceerd_op

    def item_updateddate(self, item: Any) -> datetime | None:
        return item.gewijzigd_op


@publiek(parameters=())
def igs_cultuurnota_atom(request: HttpRequest, slug: str) -> HttpResponse:
    """The note of one IGS as Atom."""
    return NotaAtom()(request, slug=slug)
