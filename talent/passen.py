"""Does a talent fit a call, and why: plain questions and answers, each reason a Dutch sentence with its points.

Nothing here reads the database. What may be known of a talent is decided by whoever makes the `Kandidaat`: for an
organiser only what `toon` gives a visitor, so that a field that is hidden is no reason.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from talent.keuzes import Aanbod, PastBij, Plek, Prijssoort, Reikwijdte, Vorm
from talent.models import Oproep
from talent.techniekwoorden import genoemd, heeft_niets_nodig

# Up to so many kilometres: so many points.
DICHTBIJ = ((5, 3), (15, 2), (30, 1))
REGIO_KM = 30  # how far "mijn regio" reaches where the region itself says nothing
PUNTEN = {"discipline": 3, "ruimer": 1, "aanbod": 2, "vorm": 1, "past_bij": 1, "personen": 1, "prijs": 1, "plek": 1}


@dataclass(frozen=True)
class Reden:
    """One thing that fits. `zin` stands on the page as it is."""

    soort: str
    zin: str
    punten: int = 0


@dataclass(frozen=True)
class Past:
    """That a talent fits. `navragen`: what the organiser should ask, as sentences."""

    redenen: tuple[Reden, ...]
    navragen: tuple[str, ...] = ()

    @property
    def punten(self) -> int:
        return sum(reden.punten for reden in self.redenen)


@dataclass(frozen=True)
class Vraag:
    """What a call asks. `precies` and `ruimer`: keys of disciplines that are asked, or lie just above one.

    `afstand`: NIS code → kilometres, 0 for the same municipality. `km`, `bedrag`, `hoogstens` None: no limit.
    """

    nummer: int
    kans: str
    vergoeding: str
    bedrag: int | None = None
    precies: frozenset[str] = frozenset()
    ruimer: frozenset[str] = frozenset()
    vormen: frozenset[str] = frozenset()
    past_bij: frozenset[str] = frozenset()
    hoogstens: int | None = None
    plek: str = ""
    techniek: str = ""
    km: int | None = None
    igs: str = ""
    afstand: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Kandidaat:
    """What may be known of a talent; empty is unknown. `disciplines`: key → name. `gemeente`: NIS code.

    `wil_onbetaald` and `km` are what the talent chose for mails about calls; None: no limit.
    """

    nummer: int
    jong: bool = False
    pauze: bool = False
    disciplines: Mapping[str, str] = field(default_factory=dict)
    aanbod: frozenset[str] = frozenset()
    vorm: str = ""
    past_bij: frozenset[str] = frozenset()
    prijs: str = ""
    prijs_vanaf: int | None = None
    personen: int | None = None
    plek: str = ""
    techniek: str = ""
    reikwijdte: str = ""
    gemeente: str = ""
    gemeentenaam: str = ""
    regios: frozenset[str] = frozenset()
    wil_onbetaald: bool = False
    km: int | None = None


# What one criterion says: reasons (also none, when too little is known), or None when it does not fit.
Oordeel = list[Reden] | None


def beoordeel(vraag: Vraag, kandidaat: Kandidaat) -> Past | None:
    """Whether the talent fits the call, with the reasons; None when something known speaks against it."""
    if kandidaat.jong or kandidaat.pauze:
        return None
    redenen: list[Reden] = []
    for criterium in CRITERIA:
        oordeel = criterium(vraag, kandidaat)
        if oordeel is None:
            return None
        redenen += oordeel
    zin, navragen = _techniek(vraag, kandidaat)
    return Past((*redenen, *zin), navragen)


def _afstand(vraag: Vraag, kandidaat: Kandidaat) -> Oordeel:
    """The limits of both, and how far the talent goes. Without a known municipality no limit can be met."""
    km = vraag.afstand.get(kandidaat.gemeente) if kandidaat.gemeente else None
    if not _binnen(km, vraag, kandidaat):
        return None
    if km is None:
        return []
    punten = next((punten for tot, punten in DICHTBIJ if km <= tot), 0)
    zin = f"Op {km} km, in {kandidaat.gemeentenaam}." if km else f"In dezelfde gemeente: {kandidaat.gemeentenaam}."
    return [Reden("afstand", zin, punten)]


def _binnen(km: int | None, vraag: Vraag, kandidaat: Kandidaat) -> bool:
    for grens in (vraag.km, kandidaat.km):
        if grens is not None and (km is None or km > grens):
            return False
    if kandidaat.reikwijdte == Reikwijdte.GEMEENTE:
        return km == 0
    if kandidaat.reikwijdte == Reikwijdte.REGIO:
        return (km is not None and km <= REGIO_KM) or (vraag.igs != "" and vraag.igs in kandidaat.regios)
    return True


def _discipline(vraag: Vraag, kandidaat: Kandidaat) -> Oordeel:
    if not kandidaat.disciplines:
        return None
    if not vraag.precies:
        return []
    precies = [naam for sleutel, naam in kandidaat.disciplines.items() if sleutel in vraag.precies]
    if precies:
        return [Reden("discipline", f"Maakt wat je zoekt: {_opsomming(precies)}.", PUNTEN["discipline"])]
    ruimer = [naam for sleutel, naam in kandidaat.disciplines.items() if sleutel in vraag.ruimer]
    if ruimer:
        return [Reden("discipline", f"Maakt iets verwants: {_opsomming(ruimer)}.", PUNTEN["ruimer"])]
    return None


def _aanbod(vraag: Vraag, kandidaat: Kandidaat) -> Oordeel:
    if not kandidaat.aanbod:
        return []
    if vraag.kans not in kandidaat.aanbod:
        return None
    return [Reden("aanbod", f"Biedt dit aan: {Aanbod(vraag.kans).label}.", PUNTEN["aanbod"])]


def _vorm(vraag: Vraag, kandidaat: Kandidaat) -> Oordeel:
    if not vraag.vormen or not kandidaat.vorm:
        return []
    if kandidaat.vorm not in vraag.vormen:
        return None
    return [Reden("vorm", f"De vorm klopt: {Vorm(kandidaat.vorm).label}.", PUNTEN["vorm"])]


def _personen(vraag: Vraag, kandidaat: Kandidaat) -> Oordeel:
    if vraag.hoogstens is None or not kandidaat.personen:
        return []
    if kandidaat.personen > vraag.hoogstens:
        return None
    wie = "Alleen" if kandidaat.personen == 1 else f"Met {kandidaat.personen}"
    return [Reden("personen", f"{wie}: dat past bij hoogstens {vraag.hoogstens}.", PUNTEN["personen"])]


def _prijs(vraag: Vraag, kandidaat: Kandidaat) -> Oordeel:
    if vraag.vergoeding == Oproep.Vergoeding.BEDRAG:
        return _prijs_bij_bedrag(vraag.bedrag or 0, kandidaat)
    if kandidaat.prijs == Prijssoort.GRATIS:
        return [Reden("prijs", "Vraagt er geen geld voor.", PUNTEN["prijs"])]
    if vraag.vergoeding == Oproep.Vergoeding.ONBETAALD:
        return [] if kandidaat.wil_onbetaald else None
    if kandidaat.prijs == Prijssoort.ONKOSTEN:
        return [Reden("prijs", "Vraagt enkel onkosten.", PUNTEN["prijs"])]
    if kandidaat.prijs == Prijssoort.VANAF:
        return [] if kandidaat.wil_onbetaald else None
    return _te_bespreken(kandidaat)


def _prijs_bij_bedrag(bedrag: int, kandidaat: Kandidaat) -> Oordeel:
    if kandidaat.prijs == Prijssoort.GRATIS:
        return [Reden("prijs", "Vraagt er geen geld voor; jij betaalt wel.", PUNTEN["prijs"])]
    if kandidaat.prijs == Prijssoort.ONKOSTEN:
        return [Reden("prijs", "Vraagt enkel onkosten.", PUNTEN["prijs"])]
    if kandidaat.prijs == Prijssoort.VANAF and kandidaat.prijs_vanaf:
        if kandidaat.prijs_vanaf > bedrag:
            return None
        return [Reden("prijs", f"Vraagt vanaf € {kandidaat.prijs_vanaf}. Jij betaalt € {bedrag}.", PUNTEN["prijs"])]
    return _te_bespreken(kandidaat)


def _te_bespreken(kandidaat: Kandidaat) -> list[Reden]:
    bekend = kandidaat.prijs in (Prijssoort.BESPREKEN, Prijssoort.VANAF)
    return [Reden("prijs", "De prijs is te bespreken.")] if bekend else []


def _plek(vraag: Vraag, kandidaat: Kandidaat) -> Oordeel:
    if not vraag.plek or not kandidaat.plek:
        return []
    if kandidaat.plek not in past_op_plek(vraag.plek):
        return None
    return [Reden("plek", f"Kan {Plek(kandidaat.plek).label}.", PUNTEN["plek"])]


def past_op_plek(plek: str) -> set[str]:
    """What a talent may say about inside and outside to fit a call that says this."""
    return {*Plek.values} if plek == Plek.BEIDE else {plek, Plek.BEIDE.value}


def _past_bij(vraag: Vraag, kandidaat: Kandidaat) -> Oordeel:
    samen = [label for waarde, label in PastBij.choices if waarde in vraag.past_bij & kandidaat.past_bij]
    if not samen:
        return []
    return [Reden("past_bij", f"Past bij: {_opsomming(samen)}.", PUNTEN["past_bij"])]


def _techniek(vraag: Vraag, kandidaat: Kandidaat) -> tuple[list[Reden], tuple[str, ...]]:
    """Free words on both sides: what is understood of it, without points; the rest is to be asked."""
    if not kandidaat.techniek:
        return [], ()
    if heeft_niets_nodig(kandidaat.techniek):
        return [Reden("techniek", "Heeft geen techniek nodig.")], ()
    nodig, is_er = genoemd(kandidaat.techniek), genoemd(vraag.techniek)
    gevonden, gemist = sorted(nodig & is_er), sorted(nodig - is_er)
    redenen = [Reden("techniek", f"Heeft nodig wat er is: {_opsomming(gevonden)}.")] if gevonden else []
    return redenen, (f"Heeft ook nodig: {_opsomming(gemist)}. Spreek dat af.",) if gemist else ()


def _opsomming(woorden: list[str]) -> str:
    woorden = [woord[:1].lower() + woord[1:] for woord in woorden]
    return woorden[0] if len(woorden) == 1 else f"{', '.join(woorden[:-1])} en {woorden[-1]}"


# In this order on the page.
CRITERIA: tuple[Callable[[Vraag, Kandidaat], Oordeel], ...] = (
    _discipline,
    _aanbod,
    _afstand,
    _prijs,
    _personen,
    _vorm,
    _plek,
    _past_bij,
)


def kandidaat_van(profiel: Any, *, wil_onbetaald: bool = False, km: int | None = None) -> Kandidaat:
    """What a Toonprofiel tells, for the viewer it was made for. Its talent has `toegelaten`, a list of Toelating."""
    talent = profiel.talent
    gemeente = profiel.gemeente_of_niets
    return Kandidaat(
        nummer=talent.pk,
        jong=talent.is_jong,
        pauze=talent.pauze,
        disciplines={discipline.sleutel: discipline.naam for discipline in profiel.disciplines},
        aanbod=frozenset(profiel.aanbod),
        vorm=profiel.vorm,
        past_bij=frozenset(profiel.past_bij),
        prijs=profiel.prijs,
        prijs_vanaf=profiel.prijs_vanaf,
        personen=profiel.personen,
        plek=profiel.plek,
        techniek=profiel.techniek,
        reikwijdte=profiel.reikwijdte,
        gemeente=gemeente.nis_code if gemeente else "",
        gemeentenaam=gemeente.naam if gemeente else "",
        regios=frozenset(toelating.igs.slug for toelating in talent.toegelaten if toelating.igs),
        wil_onbetaald=wil_onbetaald,
        km=km,
    )
