"""From an address to a question of the Regiocheck, and back: everything a visitor chose stands in the address.

Plain Python over the municipalities of the network. What cannot be read never breaks: it is left out, with a Dutch
sentence that names it.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from igs.lidmaatschap import opvolger_op
from igs.models import Gemeente
from igs.regiocheck import GROOTSTE_INBRENG, Vraag
from igs.regiocheck_bedragen import HONDERD, indexfactor
from igs.regiocheck_regels import Periode, Regels
from opnetwerk.formulieren import lees_tekst

GROOTSTE_GEBIED = 100
# Of what we do not know, so many are named, and so many characters of each.
GENOEMD, LANGST_GENOEMD = 20, 20
LANGSTE_ANTWOORD = 40

JA, NEE, WEET_NIET = "ja", "nee", "weet-niet"
JA_OF_NEE = {JA: True, NEE: False, WEET_NIET: None}
RECHTSVORMEN = {
    "projectvereniging": "projectvereniging",
    "dienstverlenende": "dienstverlenende vereniging",
    "opdrachthoudende": "opdrachthoudende vereniging",
    "interlokale": "interlokale vereniging",
    WEET_NIET: None,
}
BEDRAG_MET_PUNTEN = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d{1,2})?", re.ASCII)
BEDRAG = re.compile(r"\d{1,12}(?:[.,]\d{1,2})?", re.ASCII)
PROCENT = re.compile(r"-?\d{1,3}(?:[.,]\d{1,4})?", re.ASCII)
RUIMTE = re.compile(r"\s+")

BEDRAGFOUT = "Vul een bedrag van 0 tot 1.000.000.000 euro in, zoals 70.000 of 45.675,50."
INDEXFOUT = "Vul een stijging tussen -50 en 100 procent in, zoals 2 of 1,8."
PERSONEELFOUT = "Vul een deel tussen 0 en 100 procent in, zoals 60."


class Parameters(Protocol):
    """What a QueryDict offers: of a repeated parameter `get` gives the last value."""

    def get(self, naam: str, anders: Any = ..., /) -> Any: ...
    def getlist(self, naam: str, /) -> Sequence[Any]: ...


# --- the answers ------------------------------------------------------------------------------------------------------


def lees_bedrag(tekst: str) -> Decimal:
    """ "70.000", "70000,5", "€ 45 675.50" -> euro; ValueError with the sentence to show."""
    kaal = RUIMTE.sub("", tekst.lower().replace("€", "").replace("euro", ""))
    if BEDRAG_MET_PUNTEN.fullmatch(kaal):
        bedrag = Decimal(kaal.replace(".", "").replace(",", "."))
    elif BEDRAG.fullmatch(kaal):
        bedrag = Decimal(kaal.replace(",", "."))
    else:
        raise ValueError(BEDRAGFOUT)
    if bedrag > GROOTSTE_INBRENG:
        raise ValueError(BEDRAGFOUT)
    return bedrag


def lees_procent(tekst: str, van: int, tot: int, fout: str) -> Decimal:
    """ "2", "1,8 %" -> percent, both bounds included; ValueError with the sentence to show."""
    kaal = RUIMTE.sub("", tekst.lower().replace("%", "").replace("procent", ""))
    if not PROCENT.fullmatch(kaal):
        raise ValueError(fout)
    procent = Decimal(kaal.replace(",", "."))
    if not van <= procent <= tot:
        raise ValueError(fout)
    return procent


def in_adres(getal: Decimal) -> str:
    """45675.50 -> "45675,5": as short as it can be read back."""
    tekst = f"{getal:f}"
    tekst = tekst.rstrip("0").rstrip(".") if "." in tekst else tekst
    return (tekst if tekst != "-0" else "0").replace(".", ",")


def _een_van(woorden: Iterable[str], fout: str) -> Callable[[str], str]:
    geldig = list(woorden)

    def lees(tekst: str) -> str:
        woord = tekst.lower()
        kort = woord.removesuffix("vereniging").rstrip(" -")
        if woord not in geldig and kort not in geldig:
            raise ValueError(fout)
        return woord if woord in geldig else kort

    return lees


def _of_weet_niet(lees: Callable[[str], Decimal]) -> Callable[[str], str]:
    return lambda tekst: WEET_NIET if tekst == WEET_NIET else in_adres(lees(tekst))


_janee = _een_van(JA_OF_NEE, "Kies ja, nee of weet ik niet.")
# What stands under each name in the address, in this order; a reader gives the shortest spelling or a ValueError.
LEZERS: dict[str, Callable[[str], str]] = {
    "bestaand": _janee,
    "subsidie2026": _janee,
    "rechtsvorm": _een_van(RECHTSVORMEN, "Kies een rechtsvorm uit de lijst."),
    "inbreng": _of_weet_niet(lees_bedrag),
    "coordinator": _janee,
    "afwijking": _janee,
    "index": _of_weet_niet(lambda tekst: lees_procent(tekst, -50, 100, INDEXFOUT)),
    "personeel": _of_weet_niet(lambda tekst: lees_procent(tekst, 0, 100, PERSONEELFOUT)),
}
ONDERWERPEN = {
    "bestaand": "het bestaande IGS",
    "subsidie2026": "de subsidie in 2026",
    "rechtsvorm": "de rechtsvorm",
    "inbreng": "de inbreng",
    "coordinator": "de coördinator",
    "afwijking": "de afwijking",
    "index": "de index",
    "personeel": "het deel personeel",
}


def lees_antwoord(naam: str, tekst: str) -> str:
    """One answer as it goes into the next address; ValueError with the sentence to show."""
    if len(tekst) > LANGSTE_ANTWOORD:
        tekst = ""  # nothing that long is an answer
    return LEZERS[naam](tekst)


# --- the address ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Adres:
    """Everything that goes along from page to page: NIS codes of today, the period, the answers.

    `opzij` is a second set, put aside to compare with; `heel` shows the map of all Flanders instead of a part.
    """

    gemeenten: frozenset[str] = frozenset()
    opzij: frozenset[str] = frozenset()
    periode: Periode = Periode.P2027
    antwoorden: Mapping[str, str] = field(default_factory=dict)
    heel: bool = False

    def paren(self, *zonder: str) -> list[tuple[str, str]]:
        """(name, value) of every part, always in the same order, without some names: for hidden fields of a form."""
        alle = [
            *(("g", code) for code in sorted(self.gemeenten)),
            *(("h", code) for code in sorted(self.opzij)),
            ("periode", self.periode.value),
            *((naam, self.antwoorden[naam]) for naam in LEZERS if naam in self.antwoorden),
            *([("kaart", "heel")] if self.heel else []),
        ]
        return [paar for paar in alle if paar[0] not in zonder]

    def __str__(self) -> str:
        """The query string. Every value is safe as it stands."""
        return "&".join(f"{naam}={waarde}" for naam, waarde in self.paren())

    def met(self, **velden: Any) -> "Adres":
        return replace(self, **velden)

    def erbij(self, codes: Iterable[str]) -> "Adres":
        return self.met(gemeenten=self.gemeenten | frozenset(codes))

    def wissel(self, code: str) -> "Adres":
        """With this municipality if it was not there, without it if it was."""
        return self.met(gemeenten=self.gemeenten ^ {code})

    def met_antwoorden(self, nieuwe: Mapping[str, str]) -> "Adres":
        """With these answers over the others; an empty one is taken away, and so is what they make pointless."""
        samen = {naam: waarde for naam, waarde in ({**self.antwoorden, **nieuwe}).items() if waarde}
        if samen.get("bestaand") == NEE:
            samen.pop("subsidie2026", None)
        if samen.get("index", WEET_NIET) == WEET_NIET:
            samen.pop("personeel", None)
        return self.met(antwoorden=samen)

    def vraag(self, regels: Regels, gemeenten: frozenset[str] | None = None) -> Vraag:
        """The question for the engine, about this set or another with the same answers.

        No derogation unless the visitor says so: "weet ik niet" is an answer, silence is none.
        """
        antwoorden = self.antwoorden
        inbreng = antwoorden.get("inbreng", WEET_NIET)
        return Vraag(
            gemeenten=self.gemeenten if gemeenten is None else gemeenten,
            periode=self.periode,
            bestaand_igs=JA_OF_NEE[antwoorden.get("bestaand", WEET_NIET)],
            gesubsidieerd_2026=JA_OF_NEE[antwoorden.get("subsidie2026", WEET_NIET)],
            rechtsvorm=RECHTSVORMEN[antwoorden.get("rechtsvorm", WEET_NIET)],
            inbreng=None if inbreng == WEET_NIET else lees_bedrag(inbreng),
            coordinator=JA_OF_NEE[antwoorden.get("coordinator", WEET_NIET)],
            afwijking=JA_OF_NEE[antwoorden.get("afwijking", NEE)],
            index=self._index(regels),
        )

    def _index(self, regels: Regels) -> Decimal:
        stijging = self.antwoorden.get("index", WEET_NIET)
        if stijging == WEET_NIET:
            return Decimal(1)
        deel = self.antwoorden.get("personeel", WEET_NIET)
        personeel = HONDERD if deel == WEET_NIET else _als_getal(deel)
        return indexfactor(_als_getal(stijging) / HONDERD, personeel / HONDERD, regels)


def _als_getal(tekst: str) -> Decimal:
    return Decimal(tekst.replace(",", "."))


@dataclass(frozen=True)
class Gelezen:
    """An address as we understand it, with a sentence for everything that we read differently or left out."""

    adres: Adres
    meldingen: tuple[str, ...] = ()


def lees(parameters: Parameters, alle: Mapping[str, Gemeente], dag: date) -> Gelezen:
    """Read the parameters of a request; `alle` are all municipalities by NIS code, former ones too."""
    gemeenten, meldingen = lees_gemeenten(parameters.getlist("g"), alle, dag)
    opzij, over_opzij = lees_gemeenten(parameters.getlist("h"), alle, dag)
    periode, over_periode = _lees_periode(_tekst(parameters.get("periode", "")))
    antwoorden = {}
    over_antwoorden = []
    for naam in LEZERS:
        if not (tekst := _tekst(parameters.get(naam, ""))):
            continue
        try:
            antwoorden[naam] = lees_antwoord(naam, tekst)
        except ValueError as fout:
            over_antwoorden.append(f"“{_kort(tekst)}” begrijpen we niet bij {ONDERWERPEN[naam]}. {fout}")
    adres = Adres(gemeenten, opzij, periode, antwoorden, parameters.get("kaart", "") == "heel")
    return Gelezen(adres, tuple(dict.fromkeys([*meldingen, *over_opzij, *over_periode, *over_antwoorden])))


def lees_gemeenten(codes: Iterable[str], alle: Mapping[str, Gemeente], dag: date) -> tuple[frozenset[str], list[str]]:
    """The municipalities of the day behind these codes, and what to say about the others.

    A former one becomes its successor; unknown ones, and what comes after the first hundred, are named and left out.
    """
    gekozen: dict[str, None] = {}
    over: dict[str, None] = {}
    vroeger: dict[str, None] = {}
    onbekend: dict[str, None] = {}
    for code in dict.fromkeys(_tekst(ruw) or ("?" if ruw else "") for ruw in codes):
        gemeente = alle.get(code)
        nu = opvolger_op(gemeente, alle, dag) if gemeente else None
        if gemeente is None or nu is None or not nu.bestond_op(dag):
            onbekend |= {_kort(code): None} if code else {}
            continue
        if nu is not gemeente:
            zin = f"{gemeente.naam} ({code}) bestaat niet meer: we rekenen met {nu.naam} ({nu.nis_code})."
            vroeger[zin] = None
        vol = nu.nis_code not in gekozen and len(gekozen) >= GROOTSTE_GEBIED
        (over if vol else gekozen)[nu.nis_code] = None
    return frozenset(gekozen), [*vroeger, *_over_onbekende(list(onbekend)), *_over_te_veel([alle[c] for c in over])]


def _over_onbekende(codes: list[str]) -> list[str]:
    if not codes:
        return []
    rest = len(codes) - GENOEMD
    staart = f" en nog {rest} andere" if rest > 0 else ""
    begin = (
        "Deze code kennen we niet en laten we weg" if len(codes) == 1 else "Deze codes kennen we niet, ze vallen weg"
    )
    return [f"{begin}: {', '.join(codes[:GENOEMD])}{staart}."]


def _over_te_veel(gemeenten: list[Gemeente]) -> list[str]:
    if not gemeenten:
        return []
    namen = ", ".join(f"{gemeente.naam} ({gemeente.nis_code})" for gemeente in gemeenten)
    return [f"Een gebied telt hier hoogstens {GROOTSTE_GEBIED} gemeenten. Deze vallen weg: {namen}."]


def _lees_periode(tekst: str) -> tuple[Periode, list[str]]:
    if not tekst:
        return Periode.P2027, []
    for periode in Periode:
        if tekst in (periode.value, periode.naam):
            return periode, []
    zin = f"De periode “{_kort(tekst)}” kennen we niet. Kies 2020 of 2027; we rekenen nu met 2027-2032."
    return Periode.P2027, [zin]


def _tekst(ruw: Any) -> str:
    return lees_tekst(str(ruw), een_regel=True)[0]


def _kort(tekst: str) -> str:
    return tekst if len(tekst) <= LANGST_GENOEMD else tekst[: LANGST_GENOEMD - 1] + "…"
