"""What changed, in words an editor reads: two versions side by side, and the lines of the log.

Stored values are JSON (ISO moments, keys of rows, HTML). Here they become Dutch moments, names and plain text.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import is_aware, localtime

from igs.bereik import Bereik
from igs.models import IGS, Foto, Vraag
from igs.platte_tekst import als_regels
from opnetwerk.models import Logregel
from opnetwerk.opmaaktekst import OpgemaakteTekst
from opnetwerk.versies import Verschil

MEESTE_REGELS = 200  # of the log, on one page
MEESTE_WOORDEN = 4_000  # of two texts together; comparing more takes too long for a page
LANG, RAND = 240, 80  # characters: what stayed the same is cut to its two ends
LANGSTE_LOGWAARDE = 160
WEG = "bestaat niet meer"
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d.*)?")
TAG = re.compile(r"</?[a-z][^>]*>")
ANTWOORDEN = "antwoorden"  # of a portrait: answers by slug of the question


@dataclass(frozen=True)
class Stuk:
    """A piece of a text; `anders` when the other text does not have it."""

    tekst: str
    anders: bool = False


@dataclass(frozen=True)
class Rij:
    """One field that differs; empty sides were empty. `noot` instead, when the words are the same."""

    naam: str
    was: list[Stuk]
    werd: list[Stuk]
    noot: str = ""


@dataclass(frozen=True)
class Verandering:
    """Of a line in the log: from and to, short. `van` is None when it is not for this reader."""

    naam: str
    van: str | None
    naar: str


@dataclass(frozen=True)
class Daad:
    op: datetime
    door_naam: str
    actie: str
    veranderd: list[Verandering]


def in_woorden(model: type[models.Model], groepen: Iterable[list[Verschil]], *, heel: bool = False) -> list[list[Rij]]:
    """Of each list of differences its rows; `heel` leaves long texts whole. One list costs as many queries as fifty."""
    groepen = list(groepen)
    paren = [(v.veld, waarde) for groep in groepen for v in groep for waarde in (v.oud, v.nieuw)]
    woorden = Woorden(model, paren)
    return [
        [rij for verschil in groep for rij in woorden.rijen(verschil, heel) if rij.was or rij.werd or rij.noot]
        for groep in groepen
    ]


def logboek_van(obj: models.Model, bereik: Bereik) -> list[Daad]:
    """The newest lines about a row that are for this reader: of a text that moved, not what it was elsewhere."""
    regels = Logregel.objects.filter(model=obj._meta.label, object_id=str(obj.pk))
    eigen: set[Any] = set()
    if not bereik.alles:
        igsen = list(IGS.objects.filter(pk__in=bereik.igs))
        regels = regels.filter(igs_slug__in=[igs.slug for igs in igsen])
        eigen = {None, "", *(waarde for igs in igsen for waarde in (igs.pk, str(igs.pk), igs.naam))}
    gekozen = list(regels[:MEESTE_REGELS])
    velden = _velden_op_naam(type(obj))
    paren = [
        (velden[naam.casefold()].attname, waarde)
        for regel in gekozen
        for naam, waarden in regel.veranderd.items()
        if naam.casefold() in velden
        for waarde in waarden
    ]
    woorden = Woorden(type(obj), paren)
    return [
        Daad(
            regel.op,
            regel.door_naam,
            regel.actie,
            _veranderingen(regel, velden, woorden, verhuisd=not bereik.alles and _van_elders(regel, eigen)),
        )
        for regel in gekozen
    ]


def _van_elders(regel: Logregel, eigen: set[Any]) -> bool:
    return any(naam.casefold() == "igs" and van not in eigen for naam, (van, _) in regel.veranderd.items())


def _veranderingen(
    regel: Logregel, velden: Mapping[str, Any], woorden: "Woorden", *, verhuisd: bool
) -> list[Verandering]:
    gevonden = []
    for naam, (van, naar) in regel.veranderd.items():
        veld = velden.get(naam.casefold())
        oud, nieuw = (_op_een_regel(woorden.waarde(veld, waarde)) for waarde in (van, naar))
        gevonden.append(Verandering(woorden.naam(naam), None if verhuisd else oud, nieuw))
    return gevonden


def _velden_op_naam(model: type[models.Model]) -> dict[str, Any]:
    """The log knows a field by the name people see."""
    return {str(veld.verbose_name).casefold(): veld for veld in model._meta.concrete_fields}


class Woorden:
    """Stored values of one model in words; asks the names of other rows once, for all of them together."""

    def __init__(self, model: type[models.Model], paren: Iterable[tuple[str, Any]]) -> None:
        self.velden: dict[str, Any] = {veld.attname: veld for veld in model._meta.concrete_fields}
        sleutels: dict[type[models.Model], set[Any]] = {}
        for naam, waarde in paren:
            veld = self.velden.get(naam)
            if veld is not None and veld.remote_field and (sleutel := _sleutel(veld, waarde)) is not None:
                sleutels.setdefault(veld.remote_field.model, set()).add(sleutel)
        self.namen: dict[type[models.Model], dict[Any, str]] = {
            doel: {pk: _naam(rij) for pk, rij in doel._default_manager.in_bulk(pks).items()}
            for doel, pks in sleutels.items()
        }
        heeft_vragen = ANTWOORDEN in self.velden
        self.vragen: dict[str, str] = dict(Vraag.objects.values_list("slug", "tekst")) if heeft_vragen else {}

    def naam(self, naam: str) -> str:
        """Of an answer its question."""
        begin, _, slug = naam.partition(": ")
        return self.vragen.get(slug, slug) if begin == ANTWOORDEN and slug else naam

    def waarde(self, veld: Any, waarde: Any) -> str:
        """One value as a text; empty for nothing."""
        if waarde is None or waarde == "":
            return ""
        if isinstance(waarde, bool):
            return "ja" if waarde else "nee"
        if isinstance(waarde, list):
            return ", ".join(str(deel) for deel in waarde)
        if veld is not None and veld.remote_field:
            return self._naam_van_rij(veld, waarde)
        if veld is not None and veld.choices:
            return str(dict(veld.flatchoices).get(waarde, waarde))
        tekst, onbekend = str(waarde), veld is None
        if (onbekend or isinstance(veld, models.DateField)) and MOMENT.fullmatch(tekst):
            return _moment(tekst)
        opgemaakt = isinstance(veld, OpgemaakteTekst) or (onbekend and TAG.search(tekst))
        return als_regels(tekst) if opgemaakt else tekst

    def _naam_van_rij(self, veld: Any, waarde: Any) -> str:
        sleutel = _sleutel(veld, waarde)
        if sleutel is None:  # the log of a form holds the name already
            return str(waarde)
        # A name of the log looks like a key where keys are texts (NIS codes).
        return self.namen.get(veld.remote_field.model, {}).get(sleutel, waarde if isinstance(waarde, str) else WEG)

    def rijen(self, verschil: Verschil, heel: bool) -> list[Rij]:
        if verschil.veld == ANTWOORDEN:
            oud, nieuw = verschil.oud or {}, verschil.nieuw or {}
            slugs = [slug for slug in {**oud, **nieuw} if oud.get(slug) != nieuw.get(slug)]
            return [
                self._rij(self.vragen.get(slug, slug), None, oud.get(slug), nieuw.get(slug), heel) for slug in slugs
            ]
        return [self._rij(verschil.naam, self.velden.get(verschil.veld), verschil.oud, verschil.nieuw, heel)]

    def _rij(self, naam: str, veld: Any, oud: Any, nieuw: Any, heel: bool) -> Rij:
        van, naar = self.waarde(veld, oud), self.waarde(veld, nieuw)
        if van == naar and van:
            if veld is not None and veld.remote_field:
                return Rij(naam, [Stuk(van)], [Stuk(naar)], "Een andere met dezelfde naam.")
            return Rij(naam, [], [], "De woorden zijn dezelfde. De opmaak, een link of een beeld veranderde.")
        return Rij(naam, *naast_elkaar(van, naar, heel=heel))


def naast_elkaar(oud: str, nieuw: str, *, heel: bool = False) -> tuple[list[Stuk], list[Stuk]]:
    """Two texts in pieces, with what differs marked: word by word, and only when they share a word."""
    van, naar = (re.findall(r"\S+\s*", tekst) for tekst in (oud, nieuw))
    if not van or not naar or len(van) + len(naar) > MEESTE_WOORDEN:
        return _heel_stuk(oud, heel), _heel_stuk(nieuw, heel)
    was: list[Stuk] = []
    werd: list[Stuk] = []
    for soort, a, b, c, d in SequenceMatcher(None, van, naar).get_opcodes():
        if soort == "equal":
            gelijk = Stuk(_ingekort("".join(van[a:b]), heel))
            was.append(gelijk)
            werd.append(gelijk)
            continue
        was += [Stuk("".join(van[a:b]), anders=True)] if b > a else []
        werd += [Stuk("".join(naar[c:d]), anders=True)] if d > c else []
    if all(stuk.anders for stuk in (*was, *werd)):
        return _heel_stuk(oud, heel), _heel_stuk(nieuw, heel)
    return was, werd


def _heel_stuk(tekst: str, heel: bool) -> list[Stuk]:
    return [Stuk(_ingekort(tekst, heel, LANG * 10))] if tekst else []


def _ingekort(tekst: str, heel: bool, hoogstens: int = LANG) -> str:
    """The two ends of a long text; what is between them is the same in both, or too much for a page."""
    rand = hoogstens * RAND // LANG
    return tekst if heel or len(tekst) <= hoogstens else f"{tekst[:rand]} … {tekst[-rand:]}"


def _naam(rij: models.Model) -> str:
    """A picture that needs no words has none; its row number says nothing."""
    return rij.alt or "een foto als versiering" if isinstance(rij, Foto) else str(rij)


def _op_een_regel(tekst: str) -> str:
    regel = " ".join(tekst.split())
    return regel if len(regel) <= LANGSTE_LOGWAARDE else regel[:LANGSTE_LOGWAARDE].rsplit(" ", 1)[0] + " …"


def _sleutel(veld: Any, waarde: Any) -> Any:
    """The key of the row that a value points to; None for what cannot be one."""
    if waarde in (None, ""):
        return None
    try:
        return veld.remote_field.model._meta.pk.to_python(waarde)
    except (ValidationError, OverflowError):
        return None


def _moment(tekst: str) -> str:
    """'1 december 2026, 20:00' of an ISO text, in Brussels; the text itself when it is no moment after all."""
    try:
        moment: datetime | date | None = parse_date(tekst) if len(tekst) == 10 else parse_datetime(tekst)
    except ValueError:
        return tekst
    if isinstance(moment, datetime):
        return date_format(localtime(moment) if is_aware(moment) else moment, "j F Y, H:i")
    return date_format(moment, "j F Y") if moment else tekst
