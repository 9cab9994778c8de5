"""The guide on the site: docs/handleiding/*.md, the same text and pictures as in the repository.

Public, because who cannot log in needs it most. Only the few marks of Markdown that the guide uses are read; a test
walks every page and names what this does not know.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from PIL import Image

from opnetwerk.toegang import publiek

MAP = settings.BASE_DIR / "docs" / "handleiding"
BEELDEN = "handleiding"  # prefix of its pictures among the static files
OVERZICHT = "README.md"
VOLGENDE = re.compile(r"^Volgende: \[[^\]]+\]\(([^)]+)\)", re.MULTILINE)
BEELD = re.compile(r"!\[([^\]]*)\]\(beelden/([\w-]+\.png)\)")
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]*)\)")
VET = re.compile(r"\*\*([^*]+)\*\*")
KOP = re.compile(r"(#{1,3}) (.+)")
PUNT = re.compile(r"(?:(\d+)\.|-) (.+)")


@dataclass(frozen=True)
class Hoofdstuk:
    """One page of the guide. `html` is everything below the title; `volgende` is the slug of the page to go on with."""

    slug: str
    titel: str
    html: SafeString
    volgende: str = ""

    def get_absolute_url(self) -> str:
        return reverse("handleiding_pagina", args=[self.slug]) if self.slug else reverse("handleiding")


@publiek(parameters=())
def handleiding(request: HttpRequest) -> HttpResponse:
    """What there is to read, and three words that come back everywhere."""
    return render(request, "opnetwerk/handleiding.html", {"hoofdstuk": lees(MAP / OVERZICHT)})


@publiek(parameters=())
def handleiding_pagina(request: HttpRequest, slug: str) -> HttpResponse:
    """One chapter, with the way to the next one for the same reader."""
    alle = {een.slug: een for een in hoofdstukken()}
    if slug not in alle:
        raise Http404
    context = {"hoofdstuk": alle[slug], "volgende": alle.get(alle[slug].volgende)}
    return render(request, "opnetwerk/handleiding_pagina.html", context)


def hoofdstukken() -> list[Hoofdstuk]:
    """In the order of their numbers."""
    return [lees(bestand) for bestand in sorted(MAP.glob("[0-9]-*.md"))]


@cache
def lees(bestand: Path) -> Hoofdstuk:
    """A page of the guide; read once, it changes only with a new version of the portal."""
    tekst = bestand.read_text()
    regels = tekst.splitlines()
    titel = regels[0].removeprefix("# ")
    if "---" in regels:  # below it stands what is for who writes the guide
        regels = regels[: regels.index("---")]
    volgende = _slug(naam[1]) if (naam := VOLGENDE.search(tekst)) else ""
    return Hoofdstuk(_slug(bestand.name), titel, als_html("\n".join(regels[1:])), volgende)


def _slug(naam: str) -> str:
    """'2-mijn-regio.md' is /handleiding/mijn-regio/; the overview has none."""
    return "" if naam == OVERZICHT else naam.removesuffix(".md").partition("-")[2]


def als_html(tekst: str) -> SafeString:
    """Headings, paragraphs, lists, tables and pictures as HTML; everything else is text."""
    stukken: list[str] = []
    for blok in re.split(r"\n\s*\n", tekst.strip()):
        regels = blok.splitlines()
        if not regels or regels[0].startswith("[Terug naar het overzicht]"):  # the breadcrumb is on every page
            continue
        stukken += _blok(regels)
    return mark_safe("\n".join(stukken))  # noqa: S308  every text in it was escaped


def _blok(regels: list[str]) -> Iterator[str]:
    """The elements of one block; a list or a table may follow a line of text at once."""
    eerste = regels[0]
    if kop := KOP.fullmatch(eerste):
        niveau = len(kop[1])
        yield f'<h{niveau} id="{anker(kop[2])}">{_regel(kop[2])}</h{niveau}>'
        if regels[1:]:
            yield from _blok(regels[1:])
    elif eerste.startswith("|"):
        yield _tabel(regels)
    elif PUNT.match(eerste):
        yield _lijst(regels)
    elif beeld := BEELD.fullmatch(eerste):
        yield _beeld(beeld[1], beeld[2])
    else:
        # "Volgende: …" is the button below the page.
        tekst = " ".join(regels)
        if not tekst.startswith("Volgende: ["):
            yield f"<p>{_regel(tekst)}</p>"


def _lijst(regels: list[str]) -> str:
    soort = "ol" if regels[0][0].isdigit() else "ul"
    punten = [_regel(punt[2]) if (punt := PUNT.match(regel)) else _regel(regel) for regel in regels]
    return f"<{soort}>{''.join(f'<li>{punt}</li>' for punt in punten)}</{soort}>"


def _tabel(regels: list[str]) -> str:
    """The first line is the head, the second a ruler."""
    rijen = [[_regel(cel.strip()) for cel in regel.strip("|").split("|")] for regel in regels]
    kop, _, *rest = rijen
    koppen = "".join(f'<th scope="col">{cel}</th>' for cel in kop)
    lijf = "".join(f"<tr>{''.join(f'<td>{cel}</td>' for cel in rij)}</tr>" for rij in rest)
    return f"<table><thead><tr>{koppen}</tr></thead><tbody>{lijf}</tbody></table>"


class Maat(NamedTuple):
    breedte: int
    hoogte: int


@cache
def _maat(naam: str) -> Maat:
    with Image.open(MAP / "beelden" / naam) as beeld:
        return Maat(*beeld.size)


def _beeld(alt: str, naam: str) -> str:
    maat = _maat(naam)
    return (
        f'<p class="schermbeeld"><img src="{escape(static(f"{BEELDEN}/{naam}"))}" alt="{escape(alt)}"'
        f' width="{maat.breedte}" height="{maat.hoogte}" loading="lazy"></p>'
    )


def _regel(tekst: str) -> str:
    """Bold and links within a line."""
    return LINK.sub(_link, VET.sub(r"<strong>\1</strong>", escape(tekst)))


def _link(gevonden: re.Match[str]) -> str:
    naam, _, plek = gevonden[2].partition("#")
    pad = reverse("handleiding_pagina", args=[_slug(naam)]) if _slug(naam or OVERZICHT) else ""
    pad = reverse("handleiding") if naam == OVERZICHT else pad
    return f'<a href="{pad}{"#" + plek if plek else ""}">{gevonden[1]}</a>'


def anker(kop: str) -> str:
    """As a code forge makes it, so that the links of the guide work in both places."""
    return re.sub(r"[^\w -]", "", kop.casefold()).replace(" ", "-")
