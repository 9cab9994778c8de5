"""What waits for a decision, of whom, since when: the queue, the landing page and the daily overview read it here."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from igs.bereik import Bereik
from igs.models import IGS
from igs.wacht import Post
from talent.models import Profiel, Talent, Toelating


@dataclass(frozen=True)
class Wachtend:
    """One thing to decide: about a version of a profile, or about a talent that wants to be in a region too."""

    naam: str
    wat: str
    sinds: datetime
    igs: IGS | None
    pad: str

    def dagen(self, dag: date) -> int:
        """Working days that it waits."""
        return werkdagen(localtime(self.sinds).date(), dag)


def werkdagen(van: date, tot: date) -> int:
    """Days from Monday to Friday after `van`, up to and including `tot`; holidays count as days."""
    weken, rest = divmod(max((tot - van).days, 0), 7)
    los = (van + timedelta(days=weken * 7 + nummer) for nummer in range(1, rest + 1))
    return weken * 5 + sum(dag.weekday() < 5 for dag in los)


def ingediend(bereik: Bereik) -> QuerySet[Profiel]:
    """The submitted versions of the scope, the oldest first; not of who is about to be erased."""
    wacht = Profiel.objects.filter(stand=Profiel.Stand.INGEDIEND, talent__wissen_op=None)
    return bereik.binnen(wacht).select_related("talent__thuis", "talent__online").order_by("ingediend_op", "pk")


def gevraagd(bereik: Bereik) -> QuerySet[Toelating]:
    """The requests "ook actief in" to regions of the scope, the oldest first; only of who is visible at home."""
    zichtbaar = Talent.objects.online().values("pk")
    wacht = Toelating.objects.filter(stand=Toelating.Stand.GEVRAAGD, soort=Toelating.Soort.OOK, talent__in=zichtbaar)
    return bereik.binnen(wacht).select_related("talent__online", "igs").order_by("gevraagd_op", "pk")


def alles_wat_wacht(bereik: Bereik) -> list[Wachtend]:
    """Both kinds, the oldest first. Two queries."""
    profielen = [_van_profiel(profiel) for profiel in ingediend(bereik)]
    toelatingen = [_van_toelating(toelating) for toelating in gevraagd(bereik)]
    return sorted([*profielen, *toelatingen], key=lambda een: een.sinds)


def _van_profiel(profiel: Profiel) -> Wachtend:
    assert profiel.ingediend_op is not None
    wat = "wijziging" if profiel.talent.online_id else "nieuw profiel"
    pad = reverse("admin:talent_profiel_change", args=[profiel.pk])
    return Wachtend(profiel.naam, wat, profiel.ingediend_op, profiel.talent.thuis, pad)


def _van_toelating(toelating: Toelating) -> Wachtend:
    online = toelating.talent.online
    assert online is not None
    pad = reverse("admin:talent_toelating_change", args=[toelating.pk])
    return Wachtend(online.naam, "wil ook bij jou staan", toelating.gevraagd_op, toelating.igs, pad)


def volgende(bereik: Bereik) -> Profiel | None:
    """What opens by itself after a decision."""
    return ingediend(bereik).first()


def posten(bereik: Bereik, dag: date) -> list[Post]:
    """For the landing page of the admin: how many wait, and how long the oldest does. Four queries."""
    rijen: list[tuple[str, QuerySet[Any], str, str]] = [
        ("Talent: profielen te beslissen", ingediend(bereik), "ingediend_op", "admin:talent_profiel_changelist"),
        ("Talent: wie ook bij jou wil staan", gevraagd(bereik), "gevraagd_op", "admin:talent_toelating_changelist"),
    ]
    return [_post(titel, wacht, veld, reverse(naam), dag) for titel, wacht, veld, naam in rijen]


def _post(titel: str, wacht: QuerySet[Any], veld: str, pad: str, dag: date) -> Post:
    oudste = wacht.values_list(veld, flat=True).first()
    if oudste is None:
        return Post(titel, 0, pad)
    dagen = werkdagen(localtime(oudste).date(), dag)
    uitleg = "van vandaag" if not dagen else f"de oudste wacht {dagen} {'werkdag' if dagen == 1 else 'werkdagen'}"
    return Post(titel, wacht.count(), pad, uitleg)
