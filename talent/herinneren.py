"""The daily overview for who decides: what waits, the oldest first. Nothing waits: no mail."""

import logging
from datetime import date

from django.conf import settings

from igs.bereik import Bereik
from igs.melden import ontvangers
from opnetwerk import post
from talent.contact import aangestelden
from talent.wachtrij import Wachtend, alles_wat_wacht

log = logging.getLogger(__name__)

ESCALATIE = 10  # working days; what waits longer is redactie's to know too
HOOGSTENS = 20  # lines in one mail
REDEN = "je beslist over profielen bij Talent"


def stuur_dagoverzicht(dag: date) -> int:
    """Mail every coordinator what waits in the own regions, and redactie what waits nowhere else or too long.

    Once per address and day, however often it is asked; the number of mails written. Nothing at the weekend.
    """
    if dag.weekday() >= 5:
        return 0
    wachten = alles_wat_wacht(Bereik(alles=True))
    coordinatoren = {igs: [een.email for een in aangestelden(igs, dag)] for igs in {een.igs for een in wachten} if igs}
    per_adres: dict[str, list[Wachtend]] = {}
    for een in wachten:
        for adres in _wie_leest(een, coordinatoren[een.igs] if een.igs else [], dag):
            per_adres.setdefault(adres, []).append(een)
    return sum(_mail(adres, rijen, dag) for adres, rijen in sorted(per_adres.items()))


def _wie_leest(een: Wachtend, coordinatoren: list[str], dag: date) -> list[str]:
    """Addresses, each once."""
    redactie = ontvangers(None, dag) if not coordinatoren or een.dagen(dag) > ESCALATIE else []
    return list(dict.fromkeys([*coordinatoren, *redactie]))


def _mail(adres: str, wachten: list[Wachtend], dag: date) -> bool:
    """Whether it could be written; an address with a typing error holds up nobody else."""
    regios = {een.igs.naam if een.igs else "" for een in wachten}
    regels = [
        {
            "naam": een.naam,
            "wat": een.wat,
            "dagen": een.dagen(dag),
            "pad": settings.SITE_ADRES + een.pad,
            "regio": "" if len(regios) == 1 else een.igs.naam if een.igs else "geen IGS",
        }
        for een in wachten[:HOOGSTENS]
    ]
    try:
        post.zet_klaar(
            sleutel=f"talent-dagoverzicht:{dag:%Y%m%d}:{adres}"[: post.LANGSTE_KOP],
            aan=adres,
            sjabloon="talent/dagoverzicht",
            context={
                "wachten": regels,
                "aantal": len(wachten),
                "meer": max(len(wachten) - HOOGSTENS, 0),
                "regio": next(iter(regios)) if len(regios) == 1 else "",
                "grens": ESCALATIE,
                "reden": REDEN,
            },
        )
    except post.KopFout:
        log.exception("Het dagoverzicht van %s kan niet geschreven worden.", dag)
        return False
    return True
