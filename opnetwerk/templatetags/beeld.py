"""How a picture stands on a page."""

from typing import Any

from django import template
from django.core.files.storage import default_storage

from opnetwerk.afbeeldingen import Afbeelding

register = template.Library()


@register.inclusion_tag("_foto.html")
def foto(afbeelding: Afbeelding | None, klasse: str = "", sizes: str = "100vw") -> dict[str, Any]:
    """A figure with the sizes that are ready, or the master until then; nothing when there is no picture.

    `sizes` is the attribute of HTML: how wide the picture is shown. Costs no query.
    """
    if afbeelding is None or not afbeelding.bestand:
        return {"afbeelding": None}
    maten = afbeelding.maten if afbeelding.stand == Afbeelding.Stand.KLAAR else []
    master = {"jpeg": afbeelding.bestand.name, "breedte": afbeelding.breedte, "hoogte": afbeelding.hoogte}
    grootste: dict[str, Any] = maten[-1] if maten else master
    return {
        "afbeelding": afbeelding,
        "klasse": klasse,
        "sizes": sizes,
        "src": default_storage.url(grootste["jpeg"]),
        "breedte": grootste["breedte"],
        "hoogte": grootste["hoogte"],
        "webp": _srcset(maten, "webp"),
        "jpeg": _srcset(maten, "jpeg"),
    }


def _srcset(maten: list[dict[str, Any]], soort: str) -> str:
    return ", ".join(f"{default_storage.url(maat[soort])} {maat['breedte']}w" for maat in maten)
