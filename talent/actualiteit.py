"""Is it still right? Profiles that nobody confirms are asked about, hidden, announced and erased, step by step.

`werk_actualiteit_bij` does what is due, and may run as often as one likes: a talent takes one step at a time, at least
`TUSSEN` apart, so that after a long stop nobody is hidden without having been asked.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from opnetwerk.bevestigen import maak_teken
from opnetwerk.models import Gebruiker
from talent import bewaartermijnen as termijnen
from talent.keuzes import Leeftijd
from talent.models import Beheeruitnodiging, Talent
from talent.noteren import noteer
from talent.verlaten import (
    BEDENKTIJD,
    mail_beheerders,
    net_bevestigd,
    verberg,
    vergrendel,
    vraag_wissen,
    wis_vervallen,
    zet,
)
from talent.versies import wis_oude_versies

SOORT = "talent-klopt"  # of the token
LINK_GELDIG = timedelta(days=60)
TUSSEN = timedelta(days=25)  # two steps, at least
VRAAG, VERBERG, KONDIG_AAN, WIS = "vraag", "verberg", "kondig aan", "wis"


@dataclass(frozen=True)
class Trede:
    """A step: how long after the last confirmation, and what happens."""

    na: timedelta
    werk: str


ONLINE = (
    *(Trede(na, VRAAG) for na in termijnen.VRAAG_NA),
    Trede(termijnen.VERBERG_NA, VERBERG),
    Trede(termijnen.KONDIG_AAN_NA, KONDIG_AAN),
    Trede(termijnen.WIS_NA - BEDENKTIJD, WIS),
)
CONCEPT = (
    Trede(termijnen.CONCEPT_VRAAG_NA, KONDIG_AAN),
    Trede(termijnen.CONCEPT_WIS_NA - BEDENKTIJD, WIS),
)


@dataclass
class Uitslag:
    """How many were asked, hidden, announced and sent on their way out; how many talents and old versions are gone."""

    gevraagd: int = 0
    verborgen: int = 0
    aangekondigd: int = 0
    op_weg: int = 0
    gewist: int = 0
    versies: int = 0


def werk_actualiteit_bij(*, nu: datetime) -> Uitslag:
    """Everything that is due at the moment; each talent in a transaction of its own."""
    uitslag = Uitslag()
    for talent in _te_bekijken(nu):
        _zet_stap(talent.pk, nu, uitslag)
    for talent in _zonder_ouder(nu):
        vraag_wissen(talent=talent, door=None)
        uitslag.op_weg += 1
    uitslag.gewist = wis_vervallen(nu)
    uitslag.versies = wis_oude_versies(nu)
    Beheeruitnodiging.objects.filter(aangenomen_op=None, verloopt_op__lt=nu - termijnen.UITNODIGING_NA).delete()
    return uitslag


def treden_van(talent: Talent) -> tuple[Trede, ...]:
    return ONLINE if talent.gepubliceerd_op or talent.online_id else CONCEPT


def begin_van(talent: Talent) -> datetime:
    """From when is counted: the last confirmation, else what came last before there was one."""
    return talent.bevestigd_op or talent.bijgewerkt_op or talent.gepubliceerd_op or talent.gemaakt_op


def volgende_trede(talent: Talent, nu: datetime) -> Trede | None:
    """What is due for this talent; None when nothing is."""
    treden = treden_van(talent)
    if talent.wissen_op or talent.voorbeeld or talent.keren_gevraagd >= len(treden):
        return None
    trede = treden[talent.keren_gevraagd]
    te_vroeg = talent.gevraagd_op is not None and nu - talent.gevraagd_op < TUSSEN
    return None if te_vroeg or nu - begin_van(talent) < trede.na else trede


@transaction.atomic
def bevestig(*, talent: Talent, door: Gebruiker | None) -> None:
    """It is still right: counting starts again, and what was hidden for want of an answer is seen again."""
    vast = vergrendel(talent)
    velden = net_bevestigd()
    if vast.verborgen_door == Talent.Verborgen.STIL:
        velden |= {"verborgen_op": None, "verborgen_door": ""}
    zet(talent, door, "bevestigd dat het nog klopt", **velden)


def _te_bekijken(nu: datetime) -> list[Talent]:
    """Who has not confirmed for as long as the first step takes; the rest is not even read."""
    eerste = min(treden[0].na for treden in (ONLINE, CONCEPT))
    begonnen = Coalesce("bevestigd_op", "bijgewerkt_op", "gepubliceerd_op", "gemaakt_op")
    stil = Talent.objects.alias(begonnen=begonnen).filter(begonnen__lt=nu - eerste, wissen_op=None, voorbeeld=False)
    return [talent for talent in stil.order_by("pk") if volgende_trede(talent, nu)]


def _zonder_ouder(nu: datetime) -> list[Talent]:
    """Of 13 to 15, and thirty days after the mail the parent said nothing, or no."""
    geen_ja = Q(oudertoestemming__bevestigd_op=None) | Q(oudertoestemming__ingetrokken_op__lt=nu - termijnen.OUDER_NA)
    return list(
        Talent.objects.filter(
            geen_ja,
            leeftijd=Leeftijd.JONG,
            wissen_op=None,
            voorbeeld=False,
            oudertoestemming__gevraagd_op__lt=nu - termijnen.OUDER_NA,
        )
    )


@transaction.atomic
def _zet_stap(nummer: int, nu: datetime, uitslag: Uitslag) -> None:
    talent = Talent.objects.select_for_update(of=("self",)).select_related("thuis").filter(pk=nummer).first()
    trede = volgende_trede(talent, nu) if talent else None
    if talent is None or trede is None:  # confirmed or erased just now
        return
    keer = talent.keren_gevraagd + 1
    Talent.objects.filter(pk=nummer).update(keren_gevraagd=keer, gevraagd_op=nu)
    if trede.werk == WIS:
        vraag_wissen(talent=talent, door=None)
        uitslag.op_weg += 1
        return
    if trede.werk == VRAAG:
        uitslag.gevraagd += 1
    elif trede.werk == KONDIG_AAN:
        uitslag.aangekondigd += 1
    else:
        verberg(talent=talent, door=None, wie=Talent.Verborgen.STIL)
        uitslag.verborgen += 1
    noteer(talent=talent, actie=f"klopt dit nog: {trede.werk} ({keer})", door=None)
    _mail(talent, trede, keer, nu)


def _mail(talent: Talent, trede: Trede, keer: int, nu: datetime) -> None:
    sjabloon = {VRAAG: "klopt_nog", VERBERG: "verborgen", KONDIG_AAN: "wissen_komt"}[trede.werk]
    mail_beheerders(
        talent,
        f"talent/{sjabloon}",
        f"{sjabloon}:{keer}:{nu:%Y%m%d}",
        link=link(talent),
        keer=keer,
        laatste=keer == len(termijnen.VRAAG_NA),
        online=bool(talent.online_id),
        dag_wissen=_dag_wissen(talent, nu),
    )


def _dag_wissen(talent: Talent, nu: datetime) -> datetime:
    """When it goes if nobody answers: by the term, or later when we are late ourselves."""
    na = termijnen.WIS_NA if treden_van(talent) is ONLINE else termijnen.CONCEPT_WIS_NA
    return max(begin_van(talent) + na, nu + TUSSEN + BEDENKTIJD)


def link(talent: Talent) -> str:
    """The address of the page with the button."""
    return settings.SITE_ADRES + reverse("talent_klopt_nog", args=[maak_teken(SOORT, str(talent.kenmerk))])
