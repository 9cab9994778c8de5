"""Who waits for a decision, of whom, since when: the admin and the landing page read it here."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from grensbrekers.models import Grensbreker
from igs.bereik import Bereik
from igs.wacht import Post

Stand = Grensbreker.Stand
# Who confirmed; and who moved to another IGS, until its coordinator looked.
WACHT = Q(stand=Stand.AANGEVRAAGD) | Q(stand=Stand.TOEGELATEN, beslist_op=None)


def te_beslissen(bereik: Bereik) -> QuerySet[Grensbreker]:
    """Who waits in the scope, the longest waiting first."""
    return bereik.binnen(Grensbreker.objects.filter(WACHT)).order_by("bevestigd_op", "pk")


def wacht_al(lid: Grensbreker, dag: date) -> str:
    """How long somebody waits, in words; a dash for who does not."""
    if lid.bevestigd_op is None or (lid.stand, lid.beslist_op is None) not in (
        (Stand.AANGEVRAAGD, True),
        (Stand.AANGEVRAAGD, False),
        (Stand.TOEGELATEN, True),
    ):
        return "–"
    dagen = max((dag - localtime(lid.bevestigd_op).date()) // timedelta(days=1), 0)
    return {0: "van vandaag", 1: "1 dag"}.get(dagen, f"{dagen} dagen")


def posten(bereik: Bereik, dag: date) -> list[Post]:
    """For the landing page of the admin: how many wait, and how long the oldest does. Two queries."""
    wacht = te_beslissen(bereik)
    oudste = wacht.first()
    uitleg = f"de oudste wacht {wacht_al(oudste, dag)}".replace("wacht van", "is van") if oudste else ""
    pad = reverse("admin:grensbrekers_grensbreker_changelist")
    return [Post("Grensbrekers: wie toegelaten wil worden", wacht.count() if oudste else 0, pad, uitleg)]
