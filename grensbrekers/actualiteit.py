"""Is it still right? Members who do not say so are asked three times and then stopped; what is old is erased.

`werk_actualiteit_bij` does what is due, and may run as often as one likes: a member takes one step at a time, at least
`TUSSEN` apart, so that after a long stop nobody is stopped without having been asked.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from grensbrekers import bewaartermijnen as termijnen
from grensbrekers import introducties
from grensbrekers.ledenpost import stuur
from grensbrekers.lidmaatschap import schrijf_uit, vergrendel
from grensbrekers.models import Grensbreker
from grensbrekers.noteren import noteer
from grensbrekers.wissen import wis
from opnetwerk.bevestigen import maak_teken

SOORT = "grensbreker-klopt"  # of the token
LINK_GELDIG = timedelta(days=60)
TUSSEN = timedelta(days=25)  # two steps, at least
STAPPEN = (*termijnen.VRAAG_NA, termijnen.STOP_NA)
Stand = Grensbreker.Stand


@dataclass
class Uitslag:
    """How many were asked, stopped and erased."""

    gevraagd: int = 0
    gestopt: int = 0
    gewist: int = 0


def werk_actualiteit_bij(*, nu: datetime) -> Uitslag:
    """Everything that is due at the moment; each member in a transaction of its own."""
    uitslag = Uitslag()
    for lid in _stil(nu):
        _zet_stap(lid, nu, uitslag)
    for lid in te_wissen(nu):
        wis(grensbreker=lid)
        uitslag.gewist += 1
    introducties.ruim_op(nu)
    return uitslag


def begin_van(lid: Grensbreker) -> datetime:
    """From when is counted: the last time they said that it is right, else what came last before there was one."""
    return lid.klopt_op or lid.bevestigd_op or lid.gemaakt_op


def is_stap_toe(lid: Grensbreker, nu: datetime) -> bool:
    """Whether the next step is due."""
    if lid.stand != Stand.TOEGELATEN or lid.keren_gevraagd >= len(STAPPEN):
        return False
    te_vroeg = lid.gevraagd_op is not None and nu - lid.gevraagd_op < TUSSEN
    return not te_vroeg and nu - begin_van(lid) >= STAPPEN[lid.keren_gevraagd]


def is_bijna_oud(lid: Grensbreker, nu: datetime) -> bool:
    """Whether a page of the member asks it too: from a month before the first mail."""
    return nu - begin_van(lid) >= STAPPEN[0] - timedelta(days=30)


def te_wissen(nu: datetime) -> QuerySet[Grensbreker]:
    """Whose time is up, by `bewaartermijnen`."""
    weg = (
        Q(stand=Stand.TE_BEVESTIGEN, gemaakt_op__lt=nu - termijnen.ONBEVESTIGD_NA)
        | Q(stand=Stand.AANGEVRAAGD, bevestigd_op__lt=nu - termijnen.ONBESLIST_NA)
        | Q(stand=Stand.GEWEIGERD, beslist_op__lt=nu - termijnen.GEWEIGERD_NA)
        | Q(stand=Stand.UITGESCHREVEN, uitgeschreven_op__lt=nu - termijnen.UITGESCHREVEN_NA)
    )
    return Grensbreker.objects.filter(weg, voorbeeld=False)


def klopt_link(lid: Grensbreker) -> str:
    """The address of the page with the one button."""
    return settings.SITE_ADRES + reverse("grensbrekers_klopt_nog", args=[maak_teken(SOORT, str(lid.kenmerk))])


def _stil(nu: datetime) -> list[Grensbreker]:
    begonnen = Coalesce("klopt_op", "bevestigd_op", "gemaakt_op")
    leden = Grensbreker.objects.leden().alias(begonnen=begonnen)
    oud = leden.filter(begonnen__lt=nu - STAPPEN[0], voorbeeld=False).order_by("pk")
    return [lid for lid in oud if is_stap_toe(lid, nu)]


@transaction.atomic
def _zet_stap(lid: Grensbreker, nu: datetime, uitslag: Uitslag) -> None:
    try:
        vast = vergrendel(lid)
    except Grensbreker.DoesNotExist:  # erased just now
        return
    if not is_stap_toe(vast, nu):  # answered just now
        return
    keer = vast.keren_gevraagd + 1
    vast.keren_gevraagd, vast.gevraagd_op = keer, nu
    vast.save(update_fields=["keren_gevraagd", "gevraagd_op"])
    if keer == len(STAPPEN):
        schrijf_uit(grensbreker=vast, vanzelf=True)
        uitslag.gestopt += 1
        return
    noteer(lid=vast, actie=f"gevraagd of het nog klopt ({keer})", door=None)
    stuur(
        lid=vast,
        sjabloon="klopt_nog",
        sleutel=f"klopt:{keer}:{nu:%Y%m%d}",
        kloptlink=klopt_link(vast),
        laatste=keer == len(termijnen.VRAAG_NA),
    )
    uitslag.gevraagd += 1
