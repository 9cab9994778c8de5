"""How dates, certainty, sources and structured data look on a page."""

import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from igs.lidmaatschap import Lid
from igs.models import Gemeente, Zekerheid

register = template.Library()
# As django.utils.html.json_script does: nothing in the data can end the script element.
ONTSNAPT = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def jsonld(blok: dict[str, Any]) -> SafeString:
    """A JSON-LD data block; it runs nothing, so the policy allows it inline."""
    tekst = json.dumps(blok, ensure_ascii=False).translate(ONTSNAPT)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(tekst))  # noqa: S308  escaped above


@register.filter
def lidsinds(lid: Lid) -> str:
    """'lid sinds 1 januari 2020', or what the sources allow."""
    if lid.lid_van:
        zin = f"lid sinds {_dag(lid.lid_van)}"
    elif lid.eerst_gezien_op:
        zin = f"lid, minstens sinds {_dag(lid.eerst_gezien_op)}; het begin is niet bekend"
    else:
        zin = "lid"
    return f"{zin}, tot en met {_dag(lid.lid_tot)}" if lid.lid_tot else zin


@register.filter
def lidzekerheid(lid: Lid) -> str:
    """The certainty in words: a merged member is to be confirmed, whatever its row said."""
    if lid.via:
        return f"te bevestigen: via fusie van {', '.join(gemeente.naam for gemeente in lid.via)}"
    return "zeker" if lid.zekerheid == Zekerheid.HOOG else f"te bevestigen ({Zekerheid(lid.zekerheid).label})"


@register.filter
def inwonersjaren(leden: Iterable[Lid]) -> str:
    """'1 januari 2026', or the years that were added up."""
    jaren = sorted({lid.gemeente.inwoners_jaar for lid in leden})
    return "1 januari " + ", ".join(map(str, jaren)) if jaren else "geen leden"


@register.filter
def dag_erna(gemeente: Gemeente) -> date | None:
    """The day on which the successor began."""
    return gemeente.bestaat_tot + timedelta(days=1) if gemeente.bestaat_tot else None


@register.filter
def bronnaam(url: str) -> str:
    """The site and what the last part of the path says: 'cultuuroptil.be: cultureel netwerk'."""
    delen = urlsplit(url)
    staart = delen.path.rstrip("/").rsplit("/", 1)[-1].rsplit(".", 1)[0].replace("-", " ").replace("_", " ")
    site = delen.netloc.removeprefix("www.")
    return f"{site}: {staart}" if staart and not staart.isdigit() and len(staart) < 80 else site


def _dag(dag: date) -> str:
    return date_format(dag, "j F Y")
