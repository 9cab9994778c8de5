"""The aims of the benchmark, and whether a run met them. What was not measured is never met."""

import re
import statistics
from collections.abc import Mapping

from tests.prestaties.paginasoorten import CACHE, ONVERANDERD, STATISCH, ZONDER
from tests.prestaties.uitslag import Doel, Rij, Uitslag, getal

NIET = "niet gemeten"
VOORKANT = {"lcp": 1200.0, "cls": 0.02, "tbt": 50.0, "verzoeken": 15.0}  # ms, share of the screen, ms, number
Snelheden = dict[str, float]


def snelheden(uitslag: Uitslag, soort: str) -> Snelheden:
    """Page → answers per second of that kind of asking."""
    kop = f"{soort} /"
    rijen = [rij for rij in uitslag.van("pagina") if rij.wat.startswith(kop) and rij.per_seconde is not None]
    return {rij.wat.removeprefix(f"{soort} "): rij.per_seconde or 0.0 for rij in rijen}


def verhouding(boven: Snelheden, onder: Snelheden) -> Snelheden:
    """How many times as fast, for the pages that were measured both ways."""
    return {pad: boven[pad] / onder[pad] for pad in boven if onder.get(pad)}


def _laagste(cijfers: Mapping[str, float]) -> tuple[str, float]:
    return min(cijfers.items(), key=lambda paar: paar[1])


def alle(uitslag: Uitslag) -> list[Doel]:
    """Every aim of the issue, in its order."""
    doelen = [*_cache(uitslag), *_zonder(uitslag), _exact(uitslag), *_groei(uitslag), *_voorkant(uitslag)]
    return [*doelen, *_geheugen(uitslag)]


def _cache(uitslag: Uitslag) -> list[Doel]:
    cache, statisch, niets = (snelheden(uitslag, soort) for soort in (CACHE, STATISCH, ONVERANDERD))
    namen = [
        "pagina uit de cache: minstens 60 % van een statisch bestand van evenveel bytes",
        "pagina uit de cache: minstens 3.000 per seconde",
        "304: minstens even snel als de pagina uit de cache",
    ]
    deel, sneller = verhouding(cache, statisch), verhouding(niets, cache)
    if not deel or not sneller:
        return [Doel(naam, NIET, None) for naam in namen]
    (waar, laagste), (pad, traagste) = _laagste(deel), _laagste(cache)
    midden = statistics.median(deel.values())
    keer = statistics.median(sneller.values())
    aantal = sum(een >= 0.6 for een in deel.values())
    telling = f"{aantal} van {len(deel)} pagina's, mediaan {getal(100 * midden)} %"
    return [
        Doel(namen[0], f"laagste {getal(100 * laagste)} % ({waar}); {telling}", laagste >= 0.6),
        Doel(namen[1], f"traagste {getal(traagste)} ({pad})", traagste >= 3000),
        Doel(namen[2], f"{getal(keer, 2)} keer in het midden van {len(sneller)} pagina's", keer >= 1),
    ]


def _zonder(uitslag: Uitslag) -> list[Doel]:
    """Against the front page of WordPress: home, and the kind of page that takes most."""
    namen = [f"{wat} zonder cache: minstens 5 keer de voorpagina van WordPress" for wat in ("home", "elke pagina")]
    zonder, wp = snelheden(uitslag, ZONDER), uitslag.van("wordpress")
    if not zonder or not wp or not wp[0].per_seconde:
        return [Doel(naam, NIET, None) for naam in namen]
    keren = {pad: per_seconde / wp[0].per_seconde for pad, per_seconde in zonder.items()}
    pad, laagste = _laagste(keren)
    genoeg = f"{sum(keer >= 5 for keer in keren.values())} van {len(keren)} pagina's"
    thuis = keren.get("/")
    return [
        Doel(namen[0], NIET if thuis is None else f"{getal(thuis, 1)} keer", None if thuis is None else thuis >= 5),
        Doel(namen[1], f"traagste {getal(laagste, 1)} keer ({pad}); {genoeg}", laagste >= 5),
    ]


def _een(uitslag: Uitslag, deel: str, wat: str = "") -> Rij | None:
    return next((rij for rij in uitslag.van(deel) if not wat or rij.wat == wat), None)


def _exact(uitslag: Uitslag) -> Doel:
    naam, rij = "0 te oude antwoorden 100 ms na 1.000 wijzigingen, 4 processen", _een(uitslag, "exact")
    gevonden = re.match(r"(\d+) van (\d+) na (\d+)", rij.verder) if rij else None
    if gevonden is None:
        return Doel(naam, NIET, None)
    return Doel(naam, gevonden.string, gevonden[1] == "0" and int(gevonden[3]) >= 1000)


def _groei(uitslag: Uitslag) -> list[Doel]:
    beloften = uitslag.groei.get("beloften")
    if beloften:
        # An exponent of exactly nothing stands there as a number.
        return [Doel(naam, cijfer.replace(".", ","), isinstance(ja, float) or ja) for naam, cijfer, ja in beloften]
    namen = ("lijst bij 100.000: p95 hoogstens 150 ms", "lijst bij 1.000.000: p95 hoogstens 3 keer dat")
    return [Doel(naam, NIET, None) for naam in (*namen, "profiel: exponent hoogstens 0.1")]


def _voorkant(uitslag: Uitslag) -> list[Doel]:
    """Home only: that is what the aim is about. The other pages stand in the table."""
    rij, doelen = _een(uitslag, "voorkant", "/"), []
    patroon = r"lcp (?P<lcp>[\d,]+) ms, cls (?P<cls>[\d,]+), tbt (?P<tbt>[\d,]+) ms, (?P<verzoeken>\d+)"
    gevonden = re.match(patroon, rij.verder) if rij else None
    for naam, hoogstens in VOORKANT.items():
        doel = f"eerste beeld van home: {naam} hoogstens {getal(hoogstens, 2 if hoogstens < 1 else 0)}"
        if gevonden is None:
            doelen.append(Doel(doel, NIET, None))
        else:
            doelen.append(Doel(doel, gevonden[naam], float(gevonden[naam].replace(",", ".")) <= hoogstens))
    return doelen


def _geheugen(uitslag: Uitslag) -> list[Doel]:
    rij = _een(uitslag, "geheugen")
    gevonden = re.match(r"([\d,]+) MB, laatste helft ([+-][\d,]+) MB", rij.verder) if rij else None
    namen = ("een proces na 100.000 verzoeken: hoogstens 150 MB", "laatste helft vlak: hoogstens 5 MB erbij")
    doelen = []
    for nummer, (naam, hoogstens) in enumerate(zip(namen, (150.0, 5.0), strict=True), 1):
        mb = float(gevonden[nummer].replace(",", ".")) if gevonden else None
        gemeten = NIET if mb is None else f"{getal(mb, 1)} MB"
        doelen.append(Doel(naam, gemeten, None if mb is None else mb <= hoogstens))
    return doelen
