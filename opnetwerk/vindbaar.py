"""The sitemap: every public page, under the address of the settings."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cultuurnota import publiceren, stappen
from grensbrekers.models import Ontmoeting
from igs import inhoud, opstarten
from igs.models import IGS, Gemeente, Referentieregio
from opnetwerk.dag import nu
from opnetwerk.sitezoeken import PAGINAS
from opnetwerk.toegang import publiek
from talent import adressen, oproepcijfer


class OpAdres(Sitemap):
    """Takes scheme and host from the settings instead of the request."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_ADRES).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_ADRES).netloc


class Vast(OpAdres):
    def items(self) -> Sequence[str]:
        return ["home", *(pagina.naam for pagina in PAGINAS)]

    def location(self, item: str) -> str:
        return reverse(item)


class Paden(OpAdres):
    """Pages with an address of their own by slug."""

    def items(self) -> Sequence[str]:
        gemeenten = Gemeente.objects.values_list("slug", flat=True)
        return [
            *(reverse("igs_pagina", args=[slug]) for slug in IGS.objects.values_list("slug", flat=True)),
            *(reverse("regios_pagina", args=[slug]) for slug in Referentieregio.objects.values_list("slug", flat=True)),
            *(reverse("gemeenten_pagina", args=[slug]) for slug in sorted(set(gemeenten))),
            *(reverse("igs_opstarten_pagina", args=[stap.slug]) for stap in opstarten.STAPPEN),
            *(stap.adres for stap in stappen.STAPPEN),
            *(ontmoeting.get_absolute_url() for ontmoeting in Ontmoeting.objects.gepubliceerd(nu())),
            *publiceren.adressen(),
            *oproepcijfer.paden(),
            *inhoud.paden(nu()),
        ]

    def location(self, item: str) -> str:
        return item


class Talenten(Paden):
    """The makers who may be found."""

    def items(self) -> Sequence[str]:
        return adressen.indexeerbare()


@publiek(parameters=("p",))
def sitemap(request: HttpRequest) -> HttpResponse:
    """Everything that search engines may keep."""
    kaarten: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {"vast": Vast(), "paden": Paden(), "talenten": Talenten()}
    return sitemap_view(request, kaarten, content_type="application/xml; charset=utf-8")
