"""The public addresses of talent for the sitemap: only who agreed to be found by search engines."""

from django.urls import reverse

from igs.models import IGS
from talent.facetten import wijzer
from talent.models import Talent

# A sitemap holds 50,000 addresses; the newest come first.
HOOGSTENS = 40_000


def indexeerbare() -> list[str]:
    """Paths: the profiles that search engines may keep, and the page of each IGS that has makers. Three queries."""
    stand = wijzer.stand()
    mag = stand.zichtbaar & stand.met("x:index")
    nummers = stand.stuk([mag], "recent", 0, HOOGSTENS)
    online = Talent.objects.online().filter(pk__in=nummers, in_zoekmachines=True)
    igs = {slug for slug, rij in stand.beginnend_met("i:") if rij & stand.zichtbaar}
    bestaand = sorted(igs.intersection(IGS.objects.values_list("slug", flat=True)))
    # Forty thousand times `reverse` costs a second; a slug needs no escaping in an address.
    voor, na = reverse("talent_pagina", args=["slug"]).split("slug")
    return [
        *(reverse("igs_talent", args=[slug]) for slug in bestaand),
        *(f"{voor}{slug}{na}" for slug in online.order_by("slug").values_list("slug", flat=True)),
    ]
