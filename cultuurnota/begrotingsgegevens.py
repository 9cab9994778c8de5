"""From the database to the budget: a constant number of queries, whatever the size of the note."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from cultuurnota.begroten import Begrotingsbeeld, Betaler, Invoer, Kost, Post, reken
from cultuurnota.models import Actie, Begroting, Begrotingspost, Cultuurnota
from igs.lidmaatschap import Lid
from igs.netwerk import Netwerk
from igs.regels_in_gebruik import regels_op
from igs.regiocheck_bedragen import CENT
from igs.regiocheck_regels import Periode, Regels
from opnetwerk.dag import vandaag

GROOTSTE_BEDRAG = Decimal("9999999999.99")  # what a column holds


@dataclass(frozen=True)
class Stand:
    """What a page begins with: the budget (not kept yet when there is none), what was filled in, the rules."""

    begroting: Begroting
    invoer: Invoer
    regels: Regels

    def beeld(self, anders: Callable[[Invoer], Invoer] | None = None) -> Begrotingsbeeld:
        """The whole budget; with `anders` as it would be."""
        return reken(anders(self.invoer) if anders else self.invoer, self.regels)

    @property
    def posten(self) -> list[Begrotingspost]:
        return list(self.begroting.posten.all()) if self.begroting.pk else []

    def post(self, kenmerk: str) -> Begrotingspost | None:
        return next((een for een in self.posten if str(een.kenmerk) == kenmerk), None)

    @property
    def kenmerken(self) -> dict[int, UUID]:
        """The reference of a line by its row."""
        return {een.pk: een.kenmerk for een in self.posten}


def stand_van_nota(nota: Cultuurnota) -> Stand:
    """Everything of today, for a page or a form."""
    dag = vandaag()
    regels, begroting = regels_op(dag), begroting_van(nota) or Begroting(nota=nota)
    return Stand(begroting, invoer_van(nota, Netwerk.op(dag), regels, begroting), regels)


def lees(nota: Cultuurnota, netwerk: Netwerk | None = None) -> Begrotingsbeeld:
    """The budget of the note on the day of today; an empty one when nothing was filled in."""
    dag = vandaag()
    regels = regels_op(dag)
    return reken(invoer_van(nota, netwerk or Netwerk.op(dag), regels), regels)


def invoer_van(nota: Cultuurnota, netwerk: Netwerk, regels: Regels, begroting: Begroting | None = None) -> Invoer:
    """What stands filled in; `begroting` instead of the saved one, for what is being typed."""
    begroting = begroting or begroting_van(nota)
    leden = netwerk.leden_van(nota.igs)
    acties = Actie.objects.filter(doelstelling__nota=nota, kost__isnull=False)
    basis = Invoer(
        jaren=tuple(nota.jaren),
        betalers=tuple(_betalers(leden, begroting)),
        acties=tuple(Kost(actie.titel, actie.kost, tuple(actie.jaren)) for actie in acties if actie.kost is not None),
        uitzondering=_onder_r11(leden, regels),
    )
    if begroting is None:
        return basis
    hand = begroting.bijdragen.all() if begroting.pk else []
    return Invoer(
        **(
            vars(basis)
            | {
                "sleutel": begroting.sleutel,
                "deel_per_inwoner": begroting.deel_per_inwoner,
                "inbreng": Decimal(begroting.inbreng),
                "index": Decimal(begroting.index),
                "met_hand": {(een.gemeente_id, een.jaar): een.bedrag for een in hand},
                "posten": tuple(als_post(een, basis.jaren) for een in (begroting.posten.all() if begroting.pk else [])),
            }
        )
    )


def begroting_van(nota: Cultuurnota) -> Begroting | None:
    return Begroting.objects.prefetch_related("posten", "bijdragen__gemeente").filter(nota=nota).first()


def als_post(rij: Begrotingspost, jaren: Iterable[int]) -> Post:
    bedragen = {jaar: bedrag_in(rij.bedragen, jaar) for jaar in jaren}
    return Post(rij.rubriek, rij.naam, bedragen, rij.pk, rij.vte)


def bedrag_in(bedragen: Any, jaar: int) -> Decimal:
    """The amount of a year in the JSON of a line, in whole cents; 0 when it is not there or cannot be one."""
    try:
        bedrag = Decimal(str(bedragen[str(jaar)]))
    except (KeyError, TypeError, InvalidOperation):
        return Decimal(0)
    return bedrag.quantize(CENT) if bedrag.is_finite() and 0 <= bedrag <= GROOTSTE_BEDRAG else Decimal(0)


def _betalers(leden: list[Lid], begroting: Begroting | None) -> Iterable[Betaler]:
    """The members of the day, then who left but still has an amount filled in by hand."""
    codes = set()
    for lid in leden:
        codes.add(lid.gemeente.nis_code)
        yield Betaler(lid.gemeente.nis_code, lid.gemeente.naam, lid.gemeente.inwoners)
    rijen = begroting.bijdragen.all() if begroting is not None and begroting.pk else []
    for code, naam, inwoners in sorted(
        {(een.gemeente_id, een.gemeente.naam, een.gemeente.inwoners) for een in rijen if een.gemeente_id not in codes}
    ):
        yield Betaler(code, naam, inwoners, is_lid=False)


def _onder_r11(leden: list[Lid], regels: Regels) -> bool:
    """Fewer inhabitants than R09 asks: then the floor of the subsidy is an assumption."""
    return sum(lid.gemeente.inwoners for lid in leden) < regels.waarde("R09", Periode.P2027)
