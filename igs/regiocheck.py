"""The Regiocheck: may this set of municipalities be a subsidised IGS, and what would it bring in?

Plain Python, no database: `toets(vraag, gebied, regels)` gives per rule an outcome with the reason in one sentence.
Rules and amounts are data (`regiocheck_regels`), figures of a set come from `regiocheck_cijfers`, amounts from
`regiocheck_bedragen`, repairs from `regiocheck_voorstellen`. Sources: see the rules themselves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from igs.regiocheck_bedragen import Bedragen, bedragen_2020, bedragen_2027, euro, getal
from igs.regiocheck_cijfers import Cijfers, Gebied, RegioDeel, cijfers
from igs.regiocheck_regels import Periode, Regel, Regels, Soort, Zekerheid

# What a legal form is called in the reference data; the decree accepts the first three.
ERKENDE_RECHTSVORMEN = frozenset({"projectvereniging", "dienstverlenende vereniging", "opdrachthoudende vereniging"})
INTERLOKAAL = "interlokale vereniging"
RECHTSVORMEN = ERKENDE_RECHTSVORMEN | {INTERLOKAAL}
# Amounts beyond this are a slip of the hand, and indexes too: calculations stay exact.
GROOTSTE_INBRENG = Decimal(10) ** 9
GROOTSTE_INDEX = Decimal(10)
# What counts for the ground itself: a page that knows only the set can say whether the ground will do.
GEBIEDSREGELS = frozenset({"R07", "R08", "R09", "R12"})


class Uitslag(StrEnum):
    """How one rule turns out."""

    MET = "voldaan"
    NIET_MET = "niet voldaan"
    ONBEKEND = "niet geweten"
    NVT = "niet van toepassing"


@dataclass(frozen=True)
class Vraag:
    """What is asked. None everywhere: not known.

    `gemeenten` are NIS codes. `bestaand_igs`: the IGS exists already; `gesubsidieerd_2026`: it was subsidised in 2026
    under the decree of 2018. `inbreng` in euro a year, all municipalities together. `afwijking`: granted under article
    7 of the Regiodecreet. `index` is a factor (1.02 is 2 % more). ValueError for a value that cannot be.
    """

    gemeenten: frozenset[str]
    periode: Periode = Periode.P2027
    bestaand_igs: bool | None = None
    gesubsidieerd_2026: bool | None = None
    rechtsvorm: str | None = None
    inbreng: Decimal | None = None
    coordinator: bool | None = None
    afwijking: bool | None = None
    index: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        object.__setattr__(self, "gemeenten", frozenset(self.gemeenten))
        object.__setattr__(self, "periode", Periode(self.periode))
        if self.rechtsvorm is not None and self.rechtsvorm not in RECHTSVORMEN:
            raise ValueError(f"'{self.rechtsvorm}' is geen rechtsvorm die we kennen")
        if self.inbreng is not None and not (self.inbreng.is_finite() and 0 <= self.inbreng <= GROOTSTE_INBRENG):
            raise ValueError("de inbreng is een bedrag van 0 tot 1.000.000.000 euro")
        if not (self.index.is_finite() and 0 < self.index <= GROOTSTE_INDEX):
            raise ValueError("de index is een factor boven 0 en hoogstens 10")


@dataclass(frozen=True)
class Toets:
    """One rule tested. `telt`: it decides about the verdict; the others only inform.

    `zekerheid` is the least sure one of the rules and amounts behind this outcome.
    """

    regel: str
    versie: date
    vraagt: str
    uitkomst: Uitslag
    reden: str
    zekerheid: Zekerheid
    telt: bool = True

    @property
    def te_bevestigen(self) -> bool:
        return self.zekerheid.te_bevestigen


@dataclass(frozen=True)
class Uitkomst:
    """All rules, the amounts of the period asked, and formula 2.2 at index 1 whatever the period (`richtbedrag`).

    `toegelaten`: True when every rule that counts is met, False when one is not, None when it hangs on something
    unknown. `gebied_in_orde`: the same for the rules about the ground alone. `niet_getoetst` are the conditions that
    cannot be judged from this question (the seat, the file, the policy plan): they remain to be fulfilled.
    """

    vraag: Vraag
    cijfers: Cijfers
    toetsen: tuple[Toets, ...]
    bedragen: Bedragen
    richtbedrag: Bedragen
    niet_getoetst: tuple[Regel, ...]

    @property
    def toegelaten(self) -> bool | None:
        return _oordeel([toets for toets in self.toetsen if toets.telt])

    @property
    def gebied_in_orde(self) -> bool | None:
        return _oordeel([toets for toets in self.toetsen if toets.telt and toets.regel in GEBIEDSREGELS])

    @property
    def te_bevestigen(self) -> bool:
        """The verdict leans on something that is not settled."""
        telt = [toets for toets in self.toetsen if toets.telt]
        if self.toegelaten is False:  # one settled failure is enough
            return all(toets.te_bevestigen for toets in telt if toets.uitkomst is Uitslag.NIET_MET)
        return any(toets.te_bevestigen for toets in telt)

    def toets(self, regel: str) -> Toets:
        """The outcome of one rule; KeyError when it was not tested."""
        for toets_ in self.toetsen:
            if toets_.regel == regel:
                return toets_
        raise KeyError(regel)


def _oordeel(toetsen: Sequence[Toets]) -> bool | None:
    uitslagen = {toets.uitkomst for toets in toetsen}
    if Uitslag.NIET_MET in uitslagen:
        return False
    return None if Uitslag.ONBEKEND in uitslagen else True


@dataclass(frozen=True)
class _Zaak:
    """Everything a rule looks at."""

    vraag: Vraag
    cijfers: Cijfers
    regels: Regels

    def toets(self, id_: str, uitkomst: Uitslag, reden: str, *, telt: bool = True, ook: Sequence[Regel] = ()) -> Toets:
        """`ook`: other rules and amounts that this outcome leans on."""
        regel = self.regels.regel(id_, self.vraag.periode)
        minst_zeker = max((r.zekerheid for r in (regel, *ook)), key=list(Zekerheid).index)
        return Toets(id_, regel.versie, regel.vraagt, uitkomst, reden, minst_zeker, telt)

    def waarde(self, id_: str) -> Decimal:
        return self.regels.waarde(id_, self.vraag.periode)

    def regel(self, id_: str) -> Regel:
        return self.regels.regel(id_, self.vraag.periode)


def toets(vraag: Vraag, gebied: Gebied, regels: Regels) -> Uitkomst:
    """Every rule of the period against the question. OnbekendeGemeente for a code that does not exist on the day."""
    zaak = _Zaak(vraag, cijfers(gebied, vraag.gemeenten), regels)
    regelset = _REGELS_2020 if vraag.periode is Periode.P2020 else _REGELS_2027
    toetsen = tuple(een(zaak) for een in regelset)
    getoetst = {een.regel for een in toetsen}
    vooraf = {Soort.ONTVANKELIJK, Soort.VOORWAARDE}
    return Uitkomst(
        vraag=vraag,
        cijfers=zaak.cijfers,
        toetsen=toetsen,
        bedragen=_bedragen(zaak),
        richtbedrag=bedragen_2027(zaak.cijfers.inwoners, regels),
        niet_getoetst=tuple(r for r in regels.van(vraag.periode) if r.soort in vooraf and r.id not in getoetst),
    )


def _bedragen(zaak: _Zaak) -> Bedragen:
    vraag = zaak.vraag
    if vraag.periode is Periode.P2020:
        return bedragen_2020(vraag.inbreng, zaak.regels)
    uitzondering = uitzondering_r11(vraag, zaak.cijfers, zaak.regels) is Uitslag.MET
    return bedragen_2027(
        zaak.cijfers.inwoners, zaak.regels, index=vraag.index, inbreng=vraag.inbreng, uitzondering=uitzondering
    )


# --- words ------------------------------------------------------------------------------------------------------------


def inwoners_in_woorden(cijfers_: Cijfers) -> str:
    """ "57.000 inwoners (1 januari 2026, Statbel)"."""
    jaren = " en ".join(map(str, cijfers_.inwoners_jaren))
    herkomst = f" (1 januari {jaren}, {cijfers_.bron})" if jaren else ""
    return f"{getal(cijfers_.inwoners)} inwoners{herkomst}"


def gemeenten_in_woorden(aantal: int) -> str:
    return "1 gemeente" if aantal == 1 else f"{aantal} gemeenten"


def _opsomming(woorden: Sequence[str]) -> str:
    return " en ".join([", ".join(woorden[:-1]), woorden[-1]]) if len(woorden) > 1 else "".join(woorden)


def _regios_in_woorden(regios: Sequence[RegioDeel]) -> str:
    return _opsomming([f"{regio.naam} ({regio.leden} van {regio.van})" for regio in regios])


def delen_in_woorden(cijfers_: Cijfers) -> str:
    if not cijfers_.delen:
        return "er is nog geen gemeente gekozen"
    if cijfers_.aansluitend:
        return "alle gemeenten sluiten bij elkaar aan"
    return f"het gebied valt uiteen in {len(cijfers_.delen)} delen"


# --- legal form and coordinator ---------------------------------------------------------------------------------------


def _r01(zaak: _Zaak) -> Toets:
    vorm = zaak.vraag.rechtsvorm
    if vorm is None:
        return zaak.toets("R01", Uitslag.ONBEKEND, "We weten nog niet welke rechtsvorm het IGS heeft.")
    if vorm in ERKENDE_RECHTSVORMEN:
        return zaak.toets("R01", Uitslag.MET, f"Een {vorm} komt in aanmerking.")
    return zaak.toets("R01", Uitslag.NIET_MET, f"Een {vorm} is geen rechtspersoon en komt niet in aanmerking.")


def _r02(zaak: _Zaak) -> Toets:
    vorm = zaak.vraag.rechtsvorm
    if vorm is None:
        return zaak.toets("R02", Uitslag.ONBEKEND, "We weten nog niet welke rechtsvorm het IGS heeft.")
    if vorm == INTERLOKAAL:
        return zaak.toets("R02", Uitslag.NIET_MET, "Een interlokale vereniging komt niet in aanmerking.")
    return zaak.toets("R02", Uitslag.NVT, "Het IGS is geen interlokale vereniging.")


def _r18(zaak: _Zaak) -> Toets:
    if zaak.vraag.periode is Periode.P2020:
        return zaak.toets("R18", Uitslag.NVT, "In 2020-2026 vraagt het decreet geen coördinator.")
    if zaak.vraag.coordinator is None:
        return zaak.toets("R18", Uitslag.ONBEKEND, "We weten nog niet of er een coördinator is.")
    if zaak.vraag.coordinator:
        return zaak.toets("R18", Uitslag.MET, "Er is een coördinator bovenlokale cultuurwerking.")
    return zaak.toets("R18", Uitslag.NIET_MET, "Er is geen coördinator, en het decreet vraagt er minstens één.")


def _r23(zaak: _Zaak) -> Toets:
    al_lid = zaak.cijfers.in_igs
    werkwoord = "zit" if al_lid == 1 else "zitten"
    weetje = f"Nu {werkwoord} {al_lid} van de {gemeenten_in_woorden(zaak.cijfers.aantal)} in een IGS"
    if zaak.vraag.periode is Periode.P2020:
        return zaak.toets("R23", Uitslag.MET, f"{weetje}; in meer dan één IGS zitten mag in deze periode.", telt=False)
    return zaak.toets(
        "R23", Uitslag.ONBEKEND, f"{weetje}; of een gemeente in meer dan één IGS mag, vonden we niet.", telt=False
    )


# --- the ground -------------------------------------------------------------------------------------------------------


def _r07(zaak: _Zaak) -> Toets:
    nodig, aantal = int(zaak.waarde("R07")), zaak.cijfers.aantal
    uitkomst = Uitslag.MET if aantal >= nodig else Uitslag.NIET_MET
    return zaak.toets("R07", uitkomst, f"Het gebied telt {gemeenten_in_woorden(aantal)}; minstens {nodig} zijn nodig.")


def _r08(zaak: _Zaak) -> Toets:
    woorden = delen_in_woorden(zaak.cijfers)
    if zaak.vraag.periode is Periode.P2027:
        reden = f"Aansluiten is in 2027-2032 enkel nodig voor de uitzondering R11; {woorden}."
        return zaak.toets("R08", Uitslag.NVT, reden)
    uitkomst = Uitslag.MET if zaak.cijfers.aansluitend else Uitslag.NIET_MET
    return zaak.toets("R08", uitkomst, f"De gemeenten moeten omliggend zijn; {woorden}.")


def uitzondering_r11(vraag: Vraag, cijfers_: Cijfers, regels: Regels) -> Uitslag:
    """Whether the exception for small existing IGS'en stands in for R09; NVT when R09 is met by itself.

    What the ground itself excludes is certain, whatever is unknown about the past.
    """
    if cijfers_.inwoners >= regels.waarde("R09", Periode.P2027):
        return Uitslag.NVT
    genoeg = cijfers_.aantal >= regels.waarde("R11", Periode.P2027) and cijfers_.aansluitend
    verleden = (vraag.bestaand_igs, vraag.gesubsidieerd_2026)
    if not genoeg or False in verleden:
        return Uitslag.NIET_MET
    return Uitslag.ONBEKEND if None in verleden else Uitslag.MET


def _r09(zaak: _Zaak) -> Toets:
    telling = inwoners_in_woorden(zaak.cijfers)
    if zaak.vraag.periode is Periode.P2020:
        return zaak.toets("R09", Uitslag.NVT, f"Er was geen minimum; het gebied telt {telling}.")
    nodig = int(zaak.waarde("R09"))
    tekort = nodig - zaak.cijfers.inwoners
    if tekort <= 0:
        return zaak.toets("R09", Uitslag.MET, f"Het gebied telt {telling}; minstens {getal(nodig)} zijn nodig.")
    begin = f"Het gebied telt {telling}, dat is {getal(tekort)} onder het minimum van {getal(nodig)}"
    vervolg = {
        Uitslag.MET: (Uitslag.NVT, "de uitzondering R11 komt in de plaats"),
        Uitslag.ONBEKEND: (Uitslag.ONBEKEND, "het hangt ervan af of de uitzondering R11 geldt"),
        Uitslag.NIET_MET: (Uitslag.NIET_MET, "de uitzondering R11 geldt niet"),
    }
    uitkomst, slot = vervolg[uitzondering_r11(zaak.vraag, zaak.cijfers, zaak.regels)]
    return zaak.toets("R09", uitkomst, f"{begin}; {slot}.", ook=[zaak.regel("R11")])


def _r10(zaak: _Zaak) -> Toets:
    reden = f"Welke dag en bron tellen, vonden we niet; we rekenen met {inwoners_in_woorden(zaak.cijfers)}."
    return zaak.toets("R10", Uitslag.ONBEKEND, reden, telt=False)


def _r11(zaak: _Zaak) -> Toets:
    uitkomst = uitzondering_r11(zaak.vraag, zaak.cijfers, zaak.regels)
    nodig = int(zaak.waarde("R11"))
    if uitkomst is Uitslag.NVT:
        return zaak.toets("R11", uitkomst, "De uitzondering is niet nodig: er zijn genoeg inwoners.", telt=False)
    gebied = f"{gemeenten_in_woorden(zaak.cijfers.aantal)} ({nodig} nodig) en {delen_in_woorden(zaak.cijfers)}"
    if uitkomst is Uitslag.MET:
        reden = f"Het IGS bestond en kreeg subsidie in 2026, telt {gebied}: het mag minder inwoners tellen."
    elif uitkomst is Uitslag.ONBEKEND:
        reden = f"Het gebied telt {gebied}, maar we weten niet of het IGS bestond en in 2026 subsidie kreeg."
    elif zaak.vraag.bestaand_igs is False:
        reden = "De uitzondering geldt enkel voor een IGS dat al bestaat, en dit is een nieuw IGS."
    elif zaak.vraag.gesubsidieerd_2026 is False:
        reden = "De uitzondering geldt enkel voor een IGS dat in 2026 subsidie kreeg, en dit IGS kreeg die niet."
    else:
        reden = f"De uitzondering vraagt minstens {nodig} omliggende gemeenten: dit gebied telt {gebied}."
    return zaak.toets("R11", uitkomst, reden, telt=False)


def _r12(zaak: _Zaak) -> Toets:
    if zaak.vraag.periode is Periode.P2020:
        geraakt = _regios_in_woorden(zaak.cijfers.regios) or "geen enkele regio"
        return zaak.toets("R12", Uitslag.NVT, f"De regiogrens telde nog niet; het gebied ligt in {geraakt}.")
    regios = zaak.cijfers.regios
    woorden = _regios_in_woorden(regios)
    if not regios:
        return zaak.toets("R12", Uitslag.ONBEKEND, "Er is nog geen gemeente gekozen.")
    if len(regios) == 1:
        return zaak.toets("R12", Uitslag.MET, f"Alle gemeenten liggen in één referentieregio: {woorden}.")
    begin = f"Het gebied raakt {len(regios)} referentieregio's: {woorden}"
    g05 = [zaak.regel("G05")]
    if all(regio.heel for regio in regios):
        return zaak.toets("R12", Uitslag.MET, f"{begin}; het dekt ze helemaal.", ook=g05)
    afgeleid = [zaak.regel("R12-afwijking")]
    if zaak.vraag.afwijking:
        return zaak.toets("R12", Uitslag.MET, f"{begin}; er is een afwijking toegekend.", ook=afgeleid)
    if zaak.vraag.afwijking is None:
        return zaak.toets("R12", Uitslag.ONBEKEND, f"{begin}; we weten niet of er een afwijking is.", ook=afgeleid)
    bijna = zaak.waarde("G05")
    if zaak.vraag.bestaand_igs is not False and all(regio.leden >= bijna * regio.van for regio in regios):
        reden = f"{begin}; dat volstaat enkel als het IGS die regio's vroeger helemaal dekte."
        return zaak.toets("R12", Uitslag.ONBEKEND, reden, ook=g05)
    klein = uitzondering_r11(zaak.vraag, zaak.cijfers, zaak.regels) in {Uitslag.MET, Uitslag.ONBEKEND}
    return zaak.toets(
        "R12", Uitslag.NIET_MET, f"{begin}; er is geen afwijking toegekend.", ook=[zaak.regel("R13")] if klein else []
    )


# --- money ------------------------------------------------------------------------------------------------------------


def _r14(zaak: _Zaak) -> Toets:
    inbreng, bedragen = zaak.vraag.inbreng, _bedragen(zaak)
    ook = [regel for regel in bedragen.gebruikt if regel.id in {"F02", "F03"}]
    if zaak.vraag.periode is Periode.P2020:
        return _r14_2020(zaak, inbreng)
    assert bedragen.subsidie is not None
    nodig = zaak.waarde("R14") * bedragen.subsidie
    if inbreng is None:
        reden = f"We kennen de inbreng niet; minstens {euro(nodig)} per jaar is nodig."
        return zaak.toets("R14", Uitslag.ONBEKEND, reden, ook=ook)
    if inbreng >= nodig:
        reden = f"De gemeenten brengen {euro(inbreng)} in; {euro(nodig)} per jaar is nodig."
        return zaak.toets("R14", Uitslag.MET, reden, ook=ook)
    reden = f"De gemeenten brengen {euro(inbreng)} in, {euro(nodig - inbreng)} minder dan de nodige {euro(nodig)}."
    return zaak.toets("R14", Uitslag.NIET_MET, reden, ook=ook)


def _r14_2020(zaak: _Zaak, inbreng: Decimal | None) -> Toets:
    if inbreng is None:
        return zaak.toets("R14", Uitslag.ONBEKEND, "We kennen de inbreng niet; de subsidie kan nooit hoger zijn.")
    if inbreng < 1:
        return zaak.toets("R14", Uitslag.NIET_MET, "Zonder inbreng van de gemeenten is er geen subsidie.")
    reden = f"De gemeenten brengen {euro(inbreng)} in; de subsidie is nooit hoger dan dat."
    return zaak.toets("R14", Uitslag.MET, reden)


def _r15(zaak: _Zaak) -> Toets:
    inbreng, bodem = zaak.vraag.inbreng, zaak.waarde("R15")
    if inbreng is None:
        return zaak.toets("R15", Uitslag.ONBEKEND, f"We kennen de inbreng niet; de bodem is {euro(bodem)} per jaar.")
    if inbreng >= bodem:
        return zaak.toets("R15", Uitslag.MET, f"De gemeenten brengen {euro(inbreng)} in; de bodem is {euro(bodem)}.")
    reden = f"De gemeenten brengen {euro(inbreng)} in, {euro(bodem - inbreng)} onder de bodem van {euro(bodem)}."
    return zaak.toets("R15", Uitslag.NIET_MET, reden)


_REGELS_2020: tuple[Callable[[_Zaak], Toets], ...] = (_r01, _r02, _r07, _r08, _r09, _r12, _r14, _r18, _r23)
_REGELS_2027: tuple[Callable[[_Zaak], Toets], ...] = (
    _r01, _r02, _r07, _r08, _r09, _r10, _r11, _r12, _r14, _r15, _r18, _r23,
)  # fmt: skip
