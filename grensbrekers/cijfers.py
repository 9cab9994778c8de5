"""Figures per region for who plans and reports, of a calendar year. Counts only, nobody's name.

"Now" are the members and who is silent; everything else is what happened in the year, by the clock of Brussels.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.timezone import get_default_timezone

from grensbrekers.models import (
    Antwoord,
    Grensbreker,
    Grensovergang,
    Inschrijving,
    Koppeldeelname,
    Koppeling,
    Netwerkvraag,
    Ontmoeting,
)
from igs.bereik import Bereik
from igs.models import IGS
from igs.netwerk import Netwerk

KOLOMMEN = ("regio", "jaar", "wat", "aantal")
ZONDER_IGS = "gemeenten zonder IGS"
EERSTE_JAAR = 2022  # the first meeting under this name


@dataclass
class Regiocijfers:
    """One region. `stil`: members who did not answer whether all is right; `bezoeken`: people, meeting by meeting.

    A pair or a border that lies in two regions counts in both.
    """

    naam: str
    leden: int = 0
    nieuw: int = 0
    stil: int = 0
    ontmoetingen: int = 0
    bezoeken: int = 0
    koppelingen: int = 0
    grenzen: int = 0
    vragen: int = 0
    beantwoord: int = 0

    @property
    def is_leeg(self) -> bool:
        return not any(getattr(self, veld) for veld in WOORDEN)


# How each figure is called on the page and in the file.
WOORDEN = {
    "leden": "leden",
    "nieuw": "nieuwe leden",
    "stil": "stille leden",
    "ontmoetingen": "ontmoetingen",
    "bezoeken": "aanwezigen op ontmoetingen",
    "koppelingen": "bevestigde koppelingen",
    "grenzen": "overgestoken gemeentegrenzen",
    "vragen": "vragen gesteld",
    "beantwoord": "vragen met een antwoord",
}
# The heads of the columns on the page; the file has a row for each figure.
KOPPEN = ("leden", "ontmoetingen", "koppelingen", "grenzen", "vragen")
assert WOORDEN.keys() == {veld.name for veld in fields(Regiocijfers)} - {"naam"}


def gevraagd_jaar(tekst: str | None, dag: date) -> int:
    """The year that an address asks for; the one of the day for anything else."""
    jaar = int(tekst) if tekst and tekst.isascii() and tekst.isdigit() and len(tekst) == 4 else dag.year
    return jaar if EERSTE_JAAR <= jaar <= dag.year else dag.year


def per_regio(bereik: Bereik, jaar: int, dag: date) -> list[Regiocijfers]:
    """The regions of the scope, by name; redactie reads those with something to tell, and who has no IGS.

    A constant number of queries.
    """
    igsen = list(bereik.binnen(IGS.objects.all()))
    regios: dict[int | None, Regiocijfers] = {igs.pk: Regiocijfers(igs.naam) for igs in igsen}
    if bereik.alles:
        regios[None] = Regiocijfers(ZONDER_IGS)
    _tel_leden(regios, jaar)
    _tel_ontmoetingen(regios, jaar, dag)
    _tel_vragen(regios, jaar)
    waar = _igs_per_gemeente(Netwerk.op(dag))
    _tel_per_gemeente(regios, "koppelingen", _koppelingen(jaar), waar)
    _tel_per_gemeente(regios, "grenzen", _grenzen(jaar), waar)
    op_naam = sorted(regios.values(), key=lambda regio: (regio.naam == ZONDER_IGS, regio.naam))
    return [regio for regio in op_naam if not (bereik.alles and regio.is_leeg)]


def _jaar_van(jaar: int) -> tuple[datetime, datetime]:
    """From the first moment of the year until that of the next."""
    zone = get_default_timezone()
    return datetime(jaar, 1, 1, tzinfo=zone), datetime(jaar + 1, 1, 1, tzinfo=zone)


def _in(veld: str, jaar: int) -> dict[str, datetime]:
    van, tot = _jaar_van(jaar)
    return {f"{veld}__gte": van, f"{veld}__lt": tot}


def _tel(regios: Mapping[int | None, Regiocijfers], wat: str, rijen: QuerySet[Any], pad: str) -> None:
    for pk, aantal in rijen.order_by().values_list(pad).annotate(aantal=Count("pk")):
        if pk in regios:
            setattr(regios[pk], wat, aantal)


def _tel_leden(regios: Mapping[int | None, Regiocijfers], jaar: int) -> None:
    leden = Grensbreker.objects.leden()
    _tel(regios, "leden", leden, "igs")
    _tel(regios, "nieuw", leden.filter(**_in("beslist_op", jaar)), "igs")
    _tel(regios, "stil", leden.filter(keren_gevraagd__gt=0), "igs")


def _tel_ontmoetingen(regios: Mapping[int | None, Regiocijfers], jaar: int, dag: date) -> None:
    """Those that took place: not called off, and begun."""
    _, tot = _jaar_van(jaar)
    morgen = datetime.combine(dag, datetime.max.time(), get_default_timezone())
    gehouden = Ontmoeting.objects.gepubliceerd(tot).filter(
        geannuleerd_op=None, begint_op__lte=morgen, **_in("begint_op", jaar)
    )
    _tel(regios, "ontmoetingen", gehouden, "igs")
    was_er = Inschrijving.objects.filter(aanwezig=True, ontmoeting__in=gehouden)
    _tel(regios, "bezoeken", was_er, "ontmoeting__igs")


def _tel_vragen(regios: Mapping[int | None, Regiocijfers], jaar: int) -> None:
    """By the region of who asked, as long as they are known; an answer of oneself does not count."""
    gesteld = Netwerkvraag.objects.filter(door__isnull=False, **_in("gesteld_op", jaar))
    _tel(regios, "vragen", gesteld, "door__igs")
    antwoord = Antwoord.objects.filter(vraag=OuterRef("pk")).exclude(door=OuterRef("door"))
    _tel(regios, "beantwoord", gesteld.filter(Exists(antwoord)), "door__igs")


def _koppelingen(jaar: int) -> list[set[str]]:
    """Of each confirmed pair the municipalities."""
    bevestigd = Koppeling.objects.filter(**_in("gezien_op", jaar))
    paren: dict[int, set[str]] = {}
    rijen = Koppeldeelname.objects.filter(koppeling__in=bevestigd)
    for koppeling, gemeente in rijen.values_list("koppeling", "gemeente"):
        paren.setdefault(koppeling, set()).add(gemeente)
    return list(paren.values())


def _grenzen(jaar: int) -> list[set[str]]:
    """The borders that were crossed in the year, each once."""
    rijen = Grensovergang.objects.filter(op__year=jaar).values_list("a", "b").distinct()
    return [set(paar) for paar in rijen]


def _igs_per_gemeente(netwerk: Netwerk) -> dict[str, set[int]]:
    """The IGS'en of a municipality on the day, also for one that was merged meanwhile."""
    return {
        code: {lid.igs.pk for lid in netwerk.lidmaatschappen_van(netwerk.cel(gemeente))}
        for code, gemeente in netwerk.alle_gemeenten.items()
    }


def _tel_per_gemeente(
    regios: Mapping[int | None, Regiocijfers], wat: str, groepen: Iterable[set[str]], waar: Mapping[str, set[int]]
) -> None:
    teller: Counter[int | None] = Counter()
    for codes in groepen:
        igsen: set[int | None] = {pk for code in codes for pk in waar.get(code, ())}
        if any(not waar.get(code) for code in codes):
            igsen.add(None)
        teller.update(igsen)
    for pk, regio in regios.items():
        setattr(regio, wat, teller[pk])


def als_rijen(regios: Iterable[Regiocijfers], jaar: int) -> Iterator[tuple[str, int, str, int]]:
    """For the file: one figure a row."""
    for regio in regios:
        for veld, woord in WOORDEN.items():
            yield regio.naam, jaar, woord, getattr(regio, veld)


def in_tabel(regios: Iterable[Regiocijfers]) -> list[tuple[str, list[tuple[str, str]]]]:
    """For the page: each region with a cell for each of KOPPEN, in words."""
    return [(regio.naam, list(zip(KOPPEN, _cellen(regio), strict=True))) for regio in regios]


def _cellen(regio: Regiocijfers) -> tuple[str, ...]:
    return (
        f"{regio.leden} ({regio.nieuw} nieuw, {regio.stil} stil)",
        f"{regio.ontmoetingen} ({regio.bezoeken} aanwezig)",
        str(regio.koppelingen),
        str(regio.grenzen),
        f"{regio.vragen} ({regio.beantwoord} beantwoord)",
    )
