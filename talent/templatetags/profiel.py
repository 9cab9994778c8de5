"""How a profile looks on a page: choices in words, pictures with the words of this version."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.core.files.storage import default_storage
from django.db import models
from django.template.defaultfilters import capfirst

from opnetwerk.templatetags.beeld import foto
from talent import keuzes
from talent.models import Profielbeeld

register = template.Library()


@register.filter
def keuzenaam(waarde: str, soort: str) -> str:
    """The Dutch words of one choice: `soort` is the name of a class of `talent.keuzes`. Unknown keys stay."""
    keuze: type[models.TextChoices] = getattr(keuzes, soort)
    return str(keuze(waarde).label) if waarde in keuze.values else waarde


@register.filter
def keuzenamen(waarden: Iterable[str], soort: str) -> list[str]:
    """As `keuzenaam`, for several."""
    return [keuzenaam(waarde, soort) for waarde in waarden or []]


@register.filter
def opsomming(woorden: Iterable[Any]) -> str:
    """'a, b en c', with a capital in front; empty for nothing."""
    lijst = [str(woord) for woord in woorden or [] if str(woord)]
    if len(lijst) < 2:
        return capfirst("".join(lijst))
    return capfirst(f"{', '.join(lijst[:-1])} en {lijst[-1]}")


@register.filter
def prijszin(toon: Any) -> str:
    """'Vanaf 150 euro (plus vervoer)', 'Te bespreken', or nothing."""
    if not toon.prijs:
        return ""
    zin = f"vanaf {toon.prijs_vanaf} euro" if toon.prijs_vanaf else keuzenaam(toon.prijs, "Prijssoort")
    return capfirst(f"{zin} ({toon.prijs_uitleg})" if toon.prijs_uitleg else zin)


@register.filter
def waar(toon: Any) -> str:
    """'Lint', 'Deelgemeente, Gemeente' or nothing: only what this viewer may know."""
    return ", ".join(str(plek.naam) for plek in (toon.plaats, toon.gemeente) if plek)


# The form asks in the words of the maker ("mijn gemeente"); the page speaks about the maker.
HOE_VER = {
    keuzes.Reikwijdte.GEMEENTE: "de eigen gemeente",
    keuzes.Reikwijdte.REGIO: "de eigen regio",
    keuzes.Reikwijdte.VLAANDEREN: "heel Vlaanderen",
}
BAND = {
    keuzes.Band.WOONT: "woont er",
    keuzes.Band.WERKT: "werkt er",
    keuzes.Band.STUDEERT: "studeert er",
    keuzes.Band.REPETEERT: "repeteert er",
    keuzes.Band.SPEELT: "speelt of toont er",
}


@register.filter
def hoe_ver(waarde: str) -> str:
    """'De eigen gemeente'."""
    return capfirst(HOE_VER.get(keuzes.Reikwijdte(waarde), waarde)) if waarde in keuzes.Reikwijdte.values else waarde


@register.filter
def band_met(waarden: Iterable[str]) -> str:
    """'Woont er en werkt er'."""
    return opsomming([BAND[keuzes.Band(waarde)] for waarde in waarden or [] if waarde in keuzes.Band.values])


@register.inclusion_tag("talent/_beeld.html")
def profielbeeld(beeld: Profielbeeld, klasse: str = "", sizes: str = "100vw") -> dict[str, Any]:
    """A picture as the house shows them, with the alternative text and the credit of this version of the profile."""
    context = foto(beeld.werk, klasse, sizes)
    if context["afbeelding"] is None:
        return context
    return context | {"afbeelding": beeld, "groot": default_storage.url(beeld.werk.bestand.name)}


@register.filter
def beginletter(naam: str) -> str:
    """What stands in the stripes where there is no picture."""
    return next((teken.upper() for teken in naam if teken.isalnum()), "/")
