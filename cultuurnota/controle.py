"""What a note still lacks, or where it contradicts itself: pure, from `Notagegevens` to a list of findings.

No points and no weights: the decree gives its criteria none. Which rule or criterion a finding comes from is named.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from cultuurnota.keuzes import Criterium, Opdracht
from igs.regiocheck_bedragen import euro

GELIJK = Decimal(1)  # euro: closer than this is the same amount


class Oordeel(StrEnum):
    """How a check turned out."""

    ORDE = "in orde"
    MIST = "nog te doen"
    BOTST = "klopt niet"
    LEEG = "nog niet ingevuld"


@dataclass(frozen=True)
class Plek:
    """Where to mend it: `pagina` is "hoofdstuk" (with its reference), "doelen" (with the reference of a row),
    "begroting" or ""."""

    pagina: str
    kenmerk: str = ""


GELDPLEK = Plek("begroting")


@dataclass(frozen=True)
class Bevinding:
    """One thing that was checked. `regels` and `criteria` name where it comes from; the first criterion sorts it."""

    oordeel: Oordeel
    titel: str
    zin: str
    plek: Plek
    criteria: tuple[str, ...] = ()
    regels: tuple[str, ...] = ()
    te_bevestigen: bool = False

    @property
    def goed(self) -> bool:
        return self.oordeel is Oordeel.ORDE


# --- what is looked at ----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Hoofdstukstand:
    kenmerk: str
    sleutel: str
    titel: str
    woorden: int
    criteria: tuple[str, ...]
    klaar: bool = False


@dataclass(frozen=True)
class Meter:
    """An indicator."""

    kenmerk: str
    naam: str
    nulmeting: Decimal | None = None
    streefwaarde: Decimal | None = None
    bron: str = ""
    wie: str = ""


@dataclass(frozen=True)
class Werk:
    """An action. `kost` in euro over the whole period."""

    kenmerk: str
    titel: str
    jaren: tuple[int, ...] = ()
    trekker: str = ""
    kost: Decimal | None = None


@dataclass(frozen=True)
class Doel:
    kenmerk: str
    titel: str
    boven: str | None = None
    opdrachten: tuple[str, ...] = ()
    uitdagingen: tuple[str, ...] = ()
    meters: tuple[Meter, ...] = ()
    acties: tuple[Werk, ...] = ()


@dataclass(frozen=True)
class Regeltoets:
    """The outcome of a rule of the Regiocheck: True, False, or None when it is not known."""

    regel: str
    gehaald: bool | None
    reden: str
    te_bevestigen: bool = False


@dataclass(frozen=True)
class Belofte:
    """A municipality and what it promised, in euro a year. `stand`: a key of Engagement.Stand, "" for no row."""

    gemeente: str
    stand: str = ""
    bedrag: Decimal | None = None


@dataclass(frozen=True)
class Jaargeld:
    """Income and cost of one year in euro, the subsidy included; None when the subsidy is not known."""

    jaar: int
    inkomsten: Decimal | None
    uitgaven: Decimal


@dataclass(frozen=True)
class Geld:
    """The budget: what the municipalities pay together in the first year, and every year."""

    inbreng: Decimal
    jaren: tuple[Jaargeld, ...] = ()


@dataclass(frozen=True)
class Notagegevens:
    """All that the check needs, without a database. `beloften` holds every member; `geld` None: nothing filled in."""

    van: int
    tot: int
    hoofdstukken: tuple[Hoofdstukstand, ...] = ()
    uitdagingen: tuple[tuple[str, str], ...] = ()
    doelen: tuple[Doel, ...] = ()
    toetsen: tuple[Regeltoets, ...] = ()
    beloften: tuple[Belofte, ...] = ()
    geld: Geld | None = None
    zelf_klaar: frozenset[str] = field(default_factory=frozenset)

    @property
    def bladen(self) -> list[Doel]:
        """The objectives at the bottom: operational ones, and strategic ones without any."""
        boven = {doel.boven for doel in self.doelen}
        return [doel for doel in self.doelen if doel.kenmerk not in boven]

    def hoofdstuk(self, *sleutels: str) -> Plek:
        """The first of these chapters that the note has."""
        per = {een.sleutel: een.kenmerk for een in self.hoofdstukken}
        return next((Plek("hoofdstuk", per[sleutel]) for sleutel in sleutels if sleutel in per), Plek(""))


# --- the checks -----------------------------------------------------------------------------------------------------
ToetsPlek = dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]]
# Rule of the Regiocheck or the budget → title, chapters where it belongs (none: the budget), criteria.
TOETSPLEK: ToetsPlek = {
    "R09": ("Genoeg inwoners", ("H6",), ()),
    "R12": ("Eén regio", ("H6", "B3"), ()),
    "R14": ("Genoeg inbreng tegenover de subsidie", (), ("C9",)),
    "R15": ("Inbreng boven de bodem", (), ("C9",)),
    "R17": ("Elke gemeente betaalt mee", (), ("C9",)),
    "R18": ("Een coördinator", ("H13",), ()),
}


def controleer(nota: Notagegevens) -> list[Bevinding]:
    """Every check with its outcome, what is in order included; always in the same order."""
    gevonden = [bevinding for een in CONTROLES for bevinding in een(nota)]
    return gevonden + list(_zelf(nota, gevonden))


def _regels(nota: Notagegevens) -> Iterator[Bevinding]:
    for toets in nota.toetsen:
        titel, plekken, criteria = TOETSPLEK[toets.regel]
        oordeel = {True: Oordeel.ORDE, False: Oordeel.BOTST, None: Oordeel.LEEG}[toets.gehaald]
        plek = nota.hoofdstuk(*plekken) if plekken else GELDPLEK
        yield Bevinding(oordeel, titel, toets.reden, plek, criteria, (toets.regel,), toets.te_bevestigen)


def _engagement(nota: Notagegevens) -> Iterator[Bevinding]:
    titel, plek = "Engagement van elke gemeente", nota.hoofdstuk("B1", "H14")
    if not any(belofte.stand for belofte in nota.beloften):
        yield Bevinding(
            Oordeel.LEEG, titel, "Van geen enkele gemeente is een engagement ingevuld.", plek, ("C9",), ("R16",)
        )
        return
    for belofte in nota.beloften:
        oordeel, zin = {
            "toegezegd": (Oordeel.ORDE, "Het college zegde toe."),
            "beslist": (Oordeel.ORDE, "De gemeenteraad besliste."),
            "geweigerd": (Oordeel.BOTST, "Deze gemeente doet niet mee, maar ze staat nog bij de leden."),
            "gevraagd": (Oordeel.MIST, "Het engagement is gevraagd. Er is nog geen antwoord."),
        }.get(belofte.stand, (Oordeel.MIST, "Er is nog geen engagement van deze gemeente."))
        yield Bevinding(oordeel, f"Engagement van {belofte.gemeente}", zin, plek, ("C9",), ("R16",))
    yield from _som_van_beloften(nota, plek)


def _som_van_beloften(nota: Notagegevens, plek: Plek) -> Iterator[Bevinding]:
    """Only when everybody promised an amount: then it has to be what the budget counts on."""
    bedragen = [belofte.bedrag for belofte in nota.beloften if belofte.stand in {"toegezegd", "beslist"}]
    if nota.geld is None or len(bedragen) < len(nota.beloften) or None in bedragen:
        return
    som = sum((bedrag for bedrag in bedragen if bedrag is not None), Decimal(0))
    klopt = abs(som - nota.geld.inbreng) < GELIJK
    zin = f"De gemeenten beloven samen {euro(som)} per jaar. In de begroting staat {euro(nota.geld.inbreng)}."
    yield Bevinding(Oordeel.ORDE if klopt else Oordeel.BOTST, "Beloften en begroting", zin, plek, ("C9",), ("R16",))


def _begroting(nota: Notagegevens) -> Iterator[Bevinding]:
    if nota.geld is None:
        zin = "Er is nog geen begroting."
        yield Bevinding(Oordeel.LEEG, "Begroting in evenwicht", zin, GELDPLEK, ("C9",), ("R19",))
        return
    for jaar in nota.geld.jaren:
        titel = f"Begroting van {jaar.jaar} in evenwicht"
        if jaar.inkomsten is None:
            zin, oordeel = "We kennen de subsidie niet. Daarom weten we het niet.", Oordeel.LEEG
        else:
            over = jaar.inkomsten - jaar.uitgaven
            oordeel = Oordeel.ORDE if abs(over) < GELIJK else Oordeel.BOTST
            zin = f"Er komt {euro(jaar.inkomsten)} binnen en er gaat {euro(jaar.uitgaven)} uit."
            if oordeel is Oordeel.BOTST:
                zin += f" Dat is {euro(abs(over))} te {'veel' if over < 0 else 'weinig'} uitgaven."
        yield Bevinding(oordeel, titel, zin, GELDPLEK, ("C9",), ("R19",), te_bevestigen=True)


def _opdrachten(nota: Notagegevens) -> Iterator[Bevinding]:
    for opdracht in Opdracht:
        aantal = sum(opdracht.value in doel.opdrachten for doel in nota.doelen)
        criteria = ("C1", *{"6": ("C4",), "7": ("C10",)}.get(opdracht.value, ()))
        zin = f"Bij “{opdracht.label}” hoort nog geen doelstelling."
        if aantal:
            zin = (
                f"Bij “{opdracht.label}” {'hoort 1 doelstelling' if aantal == 1 else f'horen {aantal} doelstellingen'}."
            )
        oordeel = Oordeel.ORDE if aantal else Oordeel.MIST
        yield Bevinding(oordeel, f"Opdracht {opdracht.value}", zin, Plek("doelen"), criteria, ("R21",))


def _indicatoren(nota: Notagegevens) -> Iterator[Bevinding]:
    yield from _per_stuk(
        "Elke doelstelling heeft een indicator",
        [(doel.kenmerk, doel.titel) for doel in nota.bladen if not doel.meters],
        lambda titel: f"Bij “{titel}” staat nog geen indicator.",
        leeg="" if nota.doelen else "Er staan nog geen doelstellingen.",
        criteria=("C1", "C5", "C7"),
    )
    for doel in nota.doelen:
        for meter in doel.meters:
            delen = [
                woord
                for woord, waarde in (
                    ("nulmeting", meter.nulmeting),
                    ("streefwaarde", meter.streefwaarde),
                    ("bron", meter.bron or None),
                    ("wie meet", meter.wie or None),
                )
                if waarde is None
            ]
            if delen:
                zin = f"Bij “{meter.naam}” ontbreekt: {', '.join(delen)}."
                yield Bevinding(Oordeel.MIST, "Indicator vul je aan", zin, Plek("doelen", meter.kenmerk), ("C7", "C5"))


def _uitdagingen(nota: Notagegevens) -> Iterator[Bevinding]:
    plek_leeg = "" if nota.uitdagingen else "Er staan nog geen uitdagingen."
    gebruikt = {kenmerk for doel in nota.doelen for kenmerk in doel.uitdagingen}
    yield from _per_stuk(
        "Elke uitdaging heeft een doelstelling",
        [(kenmerk, titel) for kenmerk, titel in nota.uitdagingen if kenmerk not in gebruikt],
        lambda titel: f"Bij de uitdaging “{titel}” hoort nog geen doelstelling.",
        leeg=plek_leeg,
        criteria=("C2",),
    )
    per = {doel.kenmerk: doel for doel in nota.doelen}
    los = [
        (doel.kenmerk, doel.titel)
        for doel in nota.doelen
        if not doel.uitdagingen and not (doel.boven and doel.boven in per and per[doel.boven].uitdagingen)
    ]
    if nota.uitdagingen and nota.doelen:
        yield from _per_stuk(
            "Elke doelstelling heeft een uitdaging",
            los,
            lambda titel: f"“{titel}” hoort bij geen enkele uitdaging.",
            criteria=("C2",),
        )


def _acties(nota: Notagegevens) -> Iterator[Bevinding]:
    yield from _per_stuk(
        "Elke doelstelling heeft een actie",
        [(doel.kenmerk, doel.titel) for doel in nota.bladen if not doel.acties],
        lambda titel: f"Bij “{titel}” staat nog geen actie.",
        leeg="" if nota.doelen else "Er staan nog geen doelstellingen.",
        criteria=("C5",),
    )
    acties = [actie for doel in nota.doelen for actie in doel.acties]
    if not acties:
        return
    eerste = [actie for actie in acties if nota.van in actie.jaren]
    zin = f"In {nota.van}, het eerste jaar, {'loopt nog geen actie' if not eerste else f'lopen {len(eerste)} acties'}."
    if len(eerste) == 1:
        zin = f"In {nota.van}, het eerste jaar, loopt 1 actie."
    yield Bevinding(
        Oordeel.ORDE if eerste else Oordeel.MIST, "Acties in het eerste jaar", zin, Plek("doelen"), ("C5",), ("R44",)
    )
    for actie in acties:
        yield from _een_actie(nota, actie)


def _een_actie(nota: Notagegevens, actie: Werk) -> Iterator[Bevinding]:
    plek, buiten = Plek("doelen", actie.kenmerk), [jaar for jaar in actie.jaren if not nota.van <= jaar <= nota.tot]
    if buiten:
        zin = f"“{actie.titel}” loopt in {', '.join(map(str, buiten))}. De nota gaat over {nota.van} tot {nota.tot}."
        yield Bevinding(Oordeel.BOTST, "Actie buiten de periode", zin, plek, ("C5",))
    paren = (("jaar", actie.jaren), ("wie trekt", actie.trekker), ("kost", "" if actie.kost is None else "ja"))
    if delen := [woord for woord, waarde in paren if not waarde]:
        zin = f"Bij “{actie.titel}” ontbreekt: {', '.join(delen)}."
        yield Bevinding(Oordeel.MIST, "Actie vul je aan", zin, plek, ("C5",))


def _criteria(nota: Notagegevens) -> Iterator[Bevinding]:
    for criterium in Criterium:
        bij = [een for een in nota.hoofdstukken if criterium.value in een.criteria]
        gevuld = [een for een in bij if een.woorden]
        titel = f"Verwijzing naar {criterium.value}"
        if gevuld:
            zin = f"Dit komt aan bod in: {', '.join(een.titel for een in gevuld)}."
            plek = Plek("hoofdstuk", gevuld[0].kenmerk)
            yield Bevinding(Oordeel.ORDE, titel, zin, plek, (criterium.value,))
        elif bij:
            zin = f"Nog geen tekst in: {', '.join(een.titel for een in bij)}."
            yield Bevinding(Oordeel.MIST, titel, zin, Plek("hoofdstuk", bij[0].kenmerk), (criterium.value,))
        else:
            zin = "Geen enkel hoofdstuk zegt dat het over dit criterium gaat."
            yield Bevinding(Oordeel.MIST, titel, zin, Plek(""), (criterium.value,))


def _hoofdstukken(nota: Notagegevens) -> Iterator[Bevinding]:
    for een in nota.hoofdstukken:
        if een.klaar and not een.woorden:
            zin = f"“{een.titel}” staat op klaar, maar er staat geen tekst in."
            yield Bevinding(Oordeel.BOTST, "Klaar, maar leeg", zin, Plek("hoofdstuk", een.kenmerk), een.criteria)


def _zelf(nota: Notagegevens, gevonden: Sequence[Bevinding]) -> Iterator[Bevinding]:
    """What the team calls ready while the check still finds something."""
    for criterium in Criterium:
        open_ = [een for een in gevonden if not een.goed and criterium.value in een.criteria[:1]]
        if criterium.value in nota.zelf_klaar and open_:
            zin = f"Jullie zetten {criterium.value} op klaar. De controle vindt nog {len(open_)} punten."
            if len(open_) == 1:
                zin = f"Jullie zetten {criterium.value} op klaar. De controle vindt nog 1 punt."
            yield Bevinding(
                Oordeel.BOTST, "Zelfbeoordeling", zin, Plek("controle", criterium.value), (criterium.value,)
            )


def _per_stuk(
    titel: str,
    zonder: Sequence[tuple[str, str]],
    zin: Callable[[str], str],
    *,
    criteria: tuple[str, ...],
    leeg: str = "",
) -> Iterator[Bevinding]:
    """One finding for each row that lacks it; one that all is well when none does. `leeg`: nothing to check."""
    if leeg:
        yield Bevinding(Oordeel.MIST, titel, leeg, Plek("doelen"), criteria)
    elif not zonder:
        yield Bevinding(Oordeel.ORDE, titel, "Bij allemaal in orde.", Plek("doelen"), criteria)
    for kenmerk, naam in zonder:
        yield Bevinding(Oordeel.MIST, titel, zin(naam), Plek("doelen", kenmerk), criteria)


CONTROLES: tuple[Callable[[Notagegevens], Iterator[Bevinding]], ...] = (
    _regels, _engagement, _begroting, _opdrachten, _uitdagingen, _indicatoren, _acties, _criteria, _hoofdstukken,
)  # fmt: skip
