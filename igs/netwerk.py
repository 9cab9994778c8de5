"""The whole network on one day: read in a constant number of queries, then asked in plain Python.

Pages, map, list and open data all lean on this, so that they cannot contradict each other.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from igs.lidmaatschap import Lid, leden_op, opvolger_op
from igs.models import IGS, Buurpaar, Erkenning, Gemeente, Lidmaatschap, Referentieregio
from opnetwerk.paginacache.delen import per_stand

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass
class Netwerk:
    """Plain rows and the day; see `op` for loading."""

    dag: date
    alle_gemeenten: dict[str, Gemeente]
    regios: list[Referentieregio]
    alle_igs: list[IGS]
    lidmaatschappen: list[Lidmaatschap]
    erkenningen: list[Erkenning] = field(default_factory=list)
    buurparen: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def op(cls, dag: date) -> "Netwerk":
        """Six queries, whatever the size."""
        regios = {regio.pk: regio for regio in Referentieregio.objects.all()}
        gemeenten = {gemeente.nis_code: gemeente for gemeente in Gemeente.objects.all()}
        for gemeente in gemeenten.values():
            gemeente.referentieregio = regios[gemeente.referentieregio_id]
        igs = {een.pk: een for een in IGS.objects.all()}
        for een in igs.values():
            een.zetel = gemeenten[een.zetel_id] if een.zetel_id else None
        lidmaatschappen = list(Lidmaatschap.objects.all())
        for lidmaatschap in lidmaatschappen:
            lidmaatschap.igs = igs[lidmaatschap.igs_id]
            lidmaatschap.gemeente = gemeenten[lidmaatschap.gemeente_id]
        erkenningen = list(Erkenning.objects.all())
        for erkenning in erkenningen:
            erkenning.igs = igs[erkenning.igs_id]
        buurparen = list(Buurpaar.objects.values_list("a_id", "b_id"))
        return cls(dag, gemeenten, list(regios.values()), list(igs.values()), lidmaatschappen, erkenningen, buurparen)

    @classmethod
    def gedeeld(cls, dag: date) -> "Netwerk":
        """The same for public pages: kept until something public changes, and read by many at once.

        Nobody changes or saves its rows; work that writes loads its own with `op`.
        """
        return per_stand(("netwerk", dag), lambda: per_stand("netwerk", lambda: cls.op(dag)).op_andere_dag(dag))

    def op_andere_dag(self, dag: date) -> "Netwerk":
        """The same rows seen on another day; no query."""
        return replace(self, dag=dag)

    @cached_property
    def gemeenten(self) -> list[Gemeente]:
        """Those that exist on the day, A-Z."""
        return [gemeente for gemeente in self.alle_gemeenten.values() if gemeente.bestond_op(self.dag)]

    @cached_property
    def huidige(self) -> list[Gemeente]:
        """Those of today: the cells of the map, whatever the day."""
        return [gemeente for gemeente in self.alle_gemeenten.values() if gemeente.bestaat_tot is None]

    @cached_property
    def leden(self) -> list[Lid]:
        return leden_op(self.lidmaatschappen, self.alle_gemeenten, self.dag)

    @cached_property
    def _leden_per_igs(self) -> dict[int, list[Lid]]:
        return _groepeer(self.leden, lambda lid: lid.igs.pk)

    @cached_property
    def _leden_per_gemeente(self) -> dict[str, list[Lid]]:
        return _groepeer(self.leden, lambda lid: lid.gemeente.nis_code)

    def leden_van(self, igs: IGS) -> list[Lid]:
        return self._leden_per_igs.get(igs.pk, [])

    def lidmaatschappen_van(self, gemeente: Gemeente) -> list[Lid]:
        """The memberships of a municipality on the day: none, one or several."""
        return self._leden_per_gemeente.get(gemeente.nis_code, [])

    @cached_property
    def actieve_igs(self) -> list[IGS]:
        """Not stopped by the day, and with a first member by then."""
        return [igs for igs in self.alle_igs if igs.actief_op(self.dag) and self.leden_van(igs)]

    @cached_property
    def gestopte_igs(self) -> list[IGS]:
        return [igs for igs in self.alle_igs if not igs.actief_op(self.dag)]

    def erkenning_van(self, igs: IGS) -> Erkenning | None:
        """The recognition in force on the day, if one is known."""
        return next((e for e in self.erkenningen_van(igs) if e.van <= self.dag <= e.tot), None)

    def erkenningen_van(self, igs: IGS) -> list[Erkenning]:
        return sorted((e for e in self.erkenningen if e.igs_id == igs.pk), key=lambda erkenning: erkenning.van)

    @cached_property
    def in_igs(self) -> list[Gemeente]:
        """Municipalities in at least one IGS; each once."""
        return [gemeente for gemeente in self.gemeenten if self.lidmaatschappen_van(gemeente)]

    @cached_property
    def zonder_igs(self) -> list[Gemeente]:
        return [gemeente for gemeente in self.gemeenten if not self.lidmaatschappen_van(gemeente)]

    def gemeenten_in(self, regio: Referentieregio) -> list[Gemeente]:
        return [gemeente for gemeente in self.gemeenten if gemeente.referentieregio_id == regio.pk]

    def regios_van(self, igs: IGS) -> list[Referentieregio]:
        """Every region in which a member lies; never derived from a single municipality."""
        nodig = {lid.gemeente.referentieregio_id for lid in self.leden_van(igs)}
        return [regio for regio in self.regios if regio.pk in nodig]

    def igs_in(self, regio: Referentieregio) -> list[tuple[IGS, list[Gemeente]]]:
        """The IGS'en with members in the region, each with those members."""
        paren = []
        for igs in self.actieve_igs:
            leden = [lid.gemeente for lid in self.leden_van(igs) if lid.gemeente.referentieregio_id == regio.pk]
            if leden:
                paren.append((igs, leden))
        return paren

    @cached_property
    def _buren(self) -> dict[str, set[str]]:
        buren: dict[str, set[str]] = defaultdict(set)
        for a, b in self.buurparen:
            buren[a].add(b)
            buren[b].add(a)
        return buren

    def buurcodes(self, nis_code: str) -> set[str]:
        """NIS codes of the neighbours of a municipality of today."""
        return self._buren.get(nis_code, set())

    def cel(self, gemeente: Gemeente) -> Gemeente:
        """The municipality of today on whose ground this one lies."""
        return opvolger_op(gemeente, self.alle_gemeenten, date.max)

    @cached_property
    def op_cel(self) -> dict[str, list[Gemeente]]:
        """Per municipality of today those that stood there on the day (itself, or the ones it was merged from)."""
        return _groepeer(self.gemeenten, lambda gemeente: self.cel(gemeente).nis_code)

    def buren(self, gemeente: Gemeente) -> list[Gemeente]:
        """The municipalities of today next to this one, A-Z."""
        codes = self.buurcodes(self.cel(gemeente).nis_code)
        return [buur for buur in self.huidige if buur.nis_code in codes]

    def buur_igs(self, igs: IGS) -> list[IGS]:
        """The active IGS'en that touch this one or share a member with it."""
        eigen = {self.cel(lid.gemeente).nis_code for lid in self.leden_van(igs)}
        rand = {buur for code in eigen for buur in self.buurcodes(code)} | eigen
        return [
            ander
            for ander in self.actieve_igs
            if ander != igs and any(self.cel(lid.gemeente).nis_code in rand for lid in self.leden_van(ander))
        ]


def _groepeer(dingen: Iterable[V], sleutel: Callable[[V], K]) -> dict[K, list[V]]:
    groepen: dict[K, list[V]] = defaultdict(list)
    for ding in dingen:
        groepen[sleutel(ding)].append(ding)
    return groepen


def inwoners(gemeenten: Iterable[Gemeente]) -> int:
    return sum(gemeente.inwoners for gemeente in gemeenten)


def oppervlakte(gemeenten: Iterable[Gemeente]) -> Decimal:
    return sum((gemeente.oppervlakte_km2 for gemeente in gemeenten), Decimal(0))
