"""What the rest of the portal tells of calls: on the pages of an area, in the search of the site and the sitemap."""

from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from igs.models import IGS
from igs.streekcijfers import Streek, Streekcijfer
from opnetwerk.dag import vandaag
from talent.models import Oproep

HOOGSTENS_IN_SITEMAP = 5000


def streekcijfer(streek: Streek) -> Streekcijfer | None:
    """How many calls are open in the area, and the way to them; None when there are none. One query."""
    igs = [streek.van] if isinstance(streek.van, IGS) else [een for een, _leden in streek.netwerk.igs_in(streek.van)]
    aantal = Oproep.objects.open(vandaag()).filter(igs__in=igs).count() if igs else 0
    if not aantal:
        return None
    zin = "Er staat 1 oproep voor makers open." if aantal == 1 else f"Er staan {aantal} oproepen voor makers open."
    pad = reverse("talent_oproepen")
    if len(igs) == 1:
        pad += "?" + urlencode({"regio": igs[0].slug})
    return Streekcijfer("Oproepen", zin, "Bekijk de oproep" if aantal == 1 else "Bekijk de oproepen", pad)


def vind(woorden: list[str], hoogstens: int) -> list[tuple[str, str]]:
    """The open calls with every word in the title or the name of the organisation: (title, path). One query."""
    elk = Q()
    for woord in woorden:
        elk &= Q(titel__icontains=woord) | Q(organisator__organisatie__icontains=woord)
    rijen = Oproep.objects.open(vandaag()).filter(elk).order_by("deadline", "pk").values_list("titel", "slug")
    return [(f"{titel}, oproep", reverse("talent_oproepen_pagina", args=[slug])) for titel, slug in rijen[:hoogstens]]


def paden() -> list[str]:
    """The open calls for the sitemap, the newest first; no examples. One query."""
    rijen = Oproep.objects.open(vandaag()).filter(voorbeeld=False).order_by("-gepubliceerd_op", "-pk")
    slugs = rijen.values_list("slug", flat=True)[:HOOGSTENS_IN_SITEMAP]
    return [reverse("talent_oproepen_pagina", args=[slug]) for slug in slugs]
