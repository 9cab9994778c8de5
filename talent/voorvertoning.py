"""A profile as others would see it, before it is online: for the maker, and by a link for a friend."""

from datetime import timedelta
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404
from django.urls import reverse

from opnetwerk.bevestigen import Onbekend, Verlopen, lees_teken, maak_teken
from talent.models import Profiel, Profielbeeld, Talent
from talent.zichtbaarheid import Kijker, Toonprofiel, toon

SOORT = "talent-voorbeeld"
GELDIG = timedelta(days=7)


def toon_versie(talent: Talent, profiel: Profiel, kijker: Kijker) -> Toonprofiel:
    """What this kind of viewer would see of the version. Three queries, whatever it holds."""
    met_werk = Prefetch("beelden", Profielbeeld.objects.select_related("werk"))
    if profiel.pk:
        prefetch_related_objects([profiel], "disciplines", met_werk, "media")
    return toon(talent, kijker, profiel=profiel)


def link_voor_een_vriend(talent: Talent, profiel: Profiel) -> str:
    """The path that shows this version as a visitor sees it, for seven days; empty for somebody of 13 to 15."""
    if talent.is_jong or not profiel.pk:
        return ""
    return reverse("talent_voorbeeld", args=[maak_teken(SOORT, str(profiel.pk))])


def lees_link(teken: str) -> dict[str, Any]:
    """What the link shows. Raises Http404 when it is none, too old, or when the maker hid or left the version since."""
    try:
        sleutel = lees_teken(SOORT, teken, geldig=GELDIG)
    except (Onbekend, Verlopen) as fout:
        raise Http404 from fout
    eigenaar = Profiel.objects.select_related("talent__thuis", "gemeente", "plaats")
    profiel = eigenaar.filter(pk=int(sleutel)).first() if sleutel.isdecimal() else None
    if profiel is None:
        raise Http404
    talent = profiel.talent
    huidig = profiel.pk in {talent.concept_id, talent.online_id}
    if not huidig or talent.is_jong or talent.verborgen_op or talent.wissen_op:
        raise Http404
    return {"talent": talent, "toon": toon_versie(talent, profiel, Kijker.BEZOEKER)}
