"""The signed links in the mails to members: what each leads to. Reading one changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from grensbrekers import actualiteit, ledenpost
from grensbrekers.lidmaatschap import BEVESTIGING, een_tegelijk
from grensbrekers.models import Grensbreker
from opnetwerk import bevestigen, post
from opnetwerk.models import UitgaandeMail


@dataclass(frozen=True)
class Gevonden:
    """Whose link this is. `soort`: what else stands in it."""

    lid: Grensbreker
    verlopen: bool = False
    soort: str = ""


class Gewist(Exception):
    """The link was good, and of somebody who is not in any row any more."""


def _lees(soort: str, teken: str, geldig: timedelta) -> Gevonden | None:
    """None for what is not ours. Raises Gewist."""
    try:
        sleutel, verlopen = bevestigen.lees_teken(soort, teken, geldig=geldig), False
    except bevestigen.Verlopen as te_oud:
        sleutel, verlopen = te_oud.sleutel, True
    except bevestigen.Onbekend:
        return None
    kenmerk, _, rest = sleutel.partition(":")
    lid = Grensbreker.objects.select_related("gemeente", "igs").filter(kenmerk=bevestigen.als_uuid(kenmerk)).first()
    if lid is None:
        raise Gewist
    return Gevonden(lid, verlopen, rest)


def met_bevestiging(teken: str) -> Gevonden | None:
    """Who confirms an address; None too when they were erased meanwhile."""
    try:
        return _lees(BEVESTIGING, teken, bevestigen.GELDIG)
    except Gewist:
        return None


def met_stop(teken: str) -> Gevonden | None:
    """Who wants to stop something. Raises Gewist."""
    return _lees(ledenpost.STOP, teken, ledenpost.STOP_GELDIG)


def met_uit(teken: str) -> Gevonden | None:
    """Who wants one kind of mail less, and which. Raises Gewist."""
    return _lees(ledenpost.UIT, teken, ledenpost.STOP_GELDIG)


def met_klopt(teken: str) -> Gevonden | None:
    """Who says that everything is still right; only a member. Raises Gewist."""
    gevonden = _lees(actualiteit.SOORT, teken, actualiteit.LINK_GELDIG)
    return gevonden if gevonden and gevonden.lid.stand == Grensbreker.Stand.TOEGELATEN else None


@transaction.atomic
def vraag_link(*, email: str, formulier: str, bij_nieuw: Callable[[], None]) -> None:
    """Exactly one mail to the address: a member's link, that they wait, or that we do not know it."""
    een_tegelijk(email)
    if UitgaandeMail.objects.filter(sleutel__endswith=f":mijn-link:{formulier}").exists():
        return
    bij_nieuw()
    lid = Grensbreker.objects.filter(email__iexact=email).select_related("igs").first()
    bekend: dict[str, str] = {Grensbreker.Stand.TOEGELATEN: "nieuwe_link", Grensbreker.Stand.AANGEVRAAGD: "wacht_al"}
    if lid and (sjabloon := bekend.get(lid.stand)):
        ledenpost.stuur(lid=lid, sjabloon=sjabloon, sleutel=f"mijn-link:{formulier}")
        return
    post.zet_klaar(
        sleutel=f"grensbrekers:mijn-link:{formulier}",
        aan=email,
        sjabloon="grensbrekers/onbekend",
        context={"reden": "iemand dit adres invulde op op/netwerk"},
    )
