"""Who is a member of what on a day, mergers carried on. Pure: takes rows, asks nothing of the database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta

from igs.models import IGS, Gemeente, Lidmaatschap

TE_BEVESTIGEN = "te bevestigen"
FUSIE = "fusie"


@dataclass(frozen=True)
class Lid:
    """One municipality in one IGS on the day asked.

    `lid_van` is None when the start is unknown; `eerst_gezien_op` is then the first day a source shows it.
    `via` names the merged members through which a successor stands here (certainty and source say so too).
    """

    igs: IGS
    gemeente: Gemeente
    lid_van: date | None
    lid_tot: date | None
    eerst_gezien_op: date | None
    zekerheid: str
    bron_url: str
    via: tuple[Gemeente, ...] = ()

    @property
    def is_fusie(self) -> bool:
        return bool(self.via)


def opvolger_op(gemeente: Gemeente, gemeenten: Mapping[str, Gemeente], op: date) -> Gemeente:
    """The municipality that holds this one's territory on the day; itself as long as it exists."""
    while gemeente.bestaat_tot and gemeente.bestaat_tot < op and gemeente.opgegaan_in_id:
        gemeente = gemeenten[gemeente.opgegaan_in_id]
    return gemeente


def _is_nieuw_ontstaan(oud: Gemeente, nieuw: Gemeente) -> bool:
    """A merger makes a new municipality; Borsbeek went into Antwerpen, which does not become a member by that."""
    return oud.bestaat_tot is not None and nieuw.bestaat_van == oud.bestaat_tot + timedelta(days=1)


def leden_op(lidmaatschappen: Iterable[Lidmaatschap], gemeenten: Mapping[str, Gemeente], op: date) -> list[Lid]:
    """Every membership on the day, sorted by name of IGS and municipality.

    A member that merged into a new municipality is carried on to it, with certainty "te bevestigen" and source
    "fusie", unless the new one has had a row of its own by then: that says more. Two merged members give one row.
    """
    rijen = [rij for rij in lidmaatschappen if rij.eerste_dag <= op]
    met_eigen_rij = {(rij.igs_id, rij.gemeente_id) for rij in rijen}
    eigen: dict[tuple[int, str], Lid] = {}
    gefuseerd: dict[tuple[int, str], list[Lidmaatschap]] = defaultdict(list)
    for rij in rijen:
        gemeente = gemeenten[rij.gemeente_id]
        if not rij.geldt_op(op) or (gemeente.bestaat_van and op < gemeente.bestaat_van):
            continue
        if gemeente.bestond_op(op):
            eigen[rij.igs_id, gemeente.nis_code] = _eigen_lid(rij, gemeente)
        elif (nieuw := _voortgezet_in(rij, gemeenten, met_eigen_rij, op)) is not None:
            gefuseerd[rij.igs_id, nieuw.nis_code].append(rij)
    voortgezet = {
        sleutel: _voortgezet_lid(oude, gemeenten[sleutel[1]], gemeenten) for sleutel, oude in gefuseerd.items()
    }
    return sorted([*eigen.values(), *voortgezet.values()], key=lambda lid: (lid.igs.naam.lower(), lid.gemeente.slug))


def _voortgezet_in(
    rij: Lidmaatschap, gemeenten: Mapping[str, Gemeente], met_eigen_rij: Set[tuple[int, str]], op: date
) -> Gemeente | None:
    gemeente = gemeenten[rij.gemeente_id]
    while not gemeente.bestond_op(op):
        if gemeente.opgegaan_in_id is None:
            return None
        nieuw = gemeenten[gemeente.opgegaan_in_id]
        if not _is_nieuw_ontstaan(gemeente, nieuw) or (rij.igs_id, nieuw.nis_code) in met_eigen_rij:
            return None
        gemeente = nieuw
    return gemeente


def _eigen_lid(rij: Lidmaatschap, gemeente: Gemeente) -> Lid:
    return Lid(rij.igs, gemeente, rij.lid_van, rij.lid_tot, rij.eerst_gezien_op, rij.zekerheid, rij.bron_url)


def _voortgezet_lid(rijen: list[Lidmaatschap], nieuw: Gemeente, gemeenten: Mapping[str, Gemeente]) -> Lid:
    via = tuple(sorted((gemeenten[rij.gemeente_id] for rij in rijen), key=lambda gemeente: gemeente.slug))
    einden = [rij.lid_tot for rij in rijen]
    lid_tot = None if None in einden else max(einde for einde in einden if einde)
    return Lid(rijen[0].igs, nieuw, nieuw.bestaat_van, lid_tot, None, TE_BEVESTIGEN, FUSIE, via)
