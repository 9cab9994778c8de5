"""Does a test notice when the code that guards the rest is wrong? `python -m tests.mutatie [MODULE ...]`.

    --aantal N   at most so many mutants per module, drawn with --zaad (0: all of them)
    --zaad Z     another draw
    --eis P      percent that must be killed, per module and together (80)

Prints per module the mutants made, drawn, killed, equivalent and survived, each survivor with its line. Equivalent is
what gelijkwaardig.csv names, with the reason: nothing that anybody could see changes. Ends with 1 below the promise,
and when a line of that file fits no mutant any more.
"""

import argparse
import csv
import os
import random
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

from tests.mutatie import mutanten
from tests.mutatie.mutanten import Mutant
from tests.oefeningen.wilde_wereld import omstandigheden

LIJST = Path(__file__).with_name("gelijkwaardig.csv")
VOORBEELD = "tests.mutatie.voorbeeld"
REGIO = (
    "tests/igs/test_regiocheck.py",
    "tests/igs/test_regiocheck_gebied.py",
    "tests/igs/test_regiocheck_voorstellen.py",
)
# Each module with the test files that judge it. What an app adds to igs.bereik runs while it loads, before a mutant can
# live: tests/igs/test_bereik.py says what it adds in words.
MODULES: dict[str, tuple[str, ...]] = {
    "igs.bereik": ("tests/igs/test_bereik.py",),
    "talent.zichtbaarheid": (
        "tests/talent/test_zichtbaar_overal.py",
        "tests/talent/test_leeftijd.py",
        "tests/talent/test_onderdelen.py",
        "tests/talent/test_talent_pagina.py",
        "tests/talent/test_feeds.py",
        "tests/talent/test_bewerken.py",
    ),
    "igs.regiocheck": REGIO,
    "igs.regiocheck_bedragen": ("tests/igs/test_regiocheck_bedragen.py",),
    "igs.regiocheck_bouwen": (*REGIO, "tests/igs/test_views_regiocheck.py", "tests/igs/test_regiocheck_cijfers.py"),
    "igs.regiocheck_cijfers": ("tests/igs/test_regiocheck_cijfers.py", *REGIO),
    "igs.regiocheck_gebied": REGIO,
    "igs.regiocheck_overzicht": ("tests/igs/test_regiocheck_overzicht.py",),
    "igs.regiocheck_regels": (
        "tests/igs/test_regiocheck_regels.py",
        "tests/igs/test_regels_in_gebruik.py",
        "tests/igs/test_regiocheck_bedragen.py",
    ),
    "igs.regiocheck_uitkomst": ("tests/igs/test_regiocheck_uitkomst.py", "tests/igs/test_views_regiocheck.py"),
    "igs.regiocheck_voorstellen": ("tests/igs/test_regiocheck_voorstellen.py",),
    "igs.regiocheck_vraag": ("tests/igs/test_regiocheck_vraag.py", "tests/igs/test_regiocheck_vijandig.py"),
    "igs.regiocheck_vragen": ("tests/igs/test_views_regiocheck.py", "tests/igs/test_regiocheck_vijandig.py"),
    "grensbrekers.koppelen": ("tests/grensbrekers/test_koppelen.py", "tests/grensbrekers/test_koppelen_punten.py"),
    "talent.passen": ("tests/talent/test_passen.py", "tests/talent/test_passenpaginas.py"),
    VOORBEELD: ("tests/mutatie/voorbeeldtoetsen.py",),
}


def gelijkwaardig(naam: str) -> dict[tuple[str, str, str], str]:
    """What changes nothing, as (function, line of source, change), with the reason."""
    with LIJST.open(newline="") as bestand:
        rijen = [rij for rij in csv.DictReader(bestand) if rij["module"] == naam]
    return {(rij["functie"], rij["bron"], rij["wat"]): rij["reden"] for rij in rijen}


def sleutel(mutant: Mutant) -> tuple[str, str, str]:
    """The column moves with the line breaks of a formatter; the source line and the change do not."""
    return mutant.functie, mutant.bron, mutant.wat.split(" (kolom")[0]


def trek(alle: list[Mutant], aantal: int, zaad: int) -> list[Mutant]:
    if not aantal or len(alle) <= aantal:
        return alle
    return sorted(random.Random(zaad).sample(alle, aantal), key=lambda een: een.regel)


def draai(naam: str, aantal: int, zaad: int) -> tuple[Counter[str], list[str]]:
    """Counts by outcome, and what is not as promised."""
    from tests.mutatie.draaien import GEDOOD, NIET_TE_MAKEN, OVERLEEFD, Stal

    begin = time.monotonic()
    stal = Stal(naam, [een for een in MODULES[naam] if Path(een).exists()])
    stal.begin()
    alle, vrij = mutanten.maak(stal.tekst), gelijkwaardig(naam)
    weg = [f"{naam}: gelijkwaardig.csv noemt wat er niet meer is: {een}" for een in set(vrij) - set(map(sleutel, alle))]
    getrokken = trek(alle, aantal, zaad)
    tel: Counter[str] = Counter()
    for mutant in getrokken:
        if sleutel(mutant) in vrij:
            tel["gelijkwaardig"] += 1
            continue
        uit, _ = stal.toets(mutant)
        tel[uit] += 1
        if uit == OVERLEEFD:
            gedekt = "" if not mutant.functie or stal.per_regel.get(mutant.regel) else "  [geen test raakt deze regel]"
            print(
                f"  {naam}:{mutant.regel} in {mutant.functie or 'de module'}: {mutant.wat}: {mutant.bron}{gedekt}",
                flush=True,
            )
    geteld = tel[GEDOOD] + tel[OVERLEEFD]
    print(
        f"{naam:<28}{len(alle):5} mutanten, {len(getrokken):4} getrokken, {tel[GEDOOD]:4} gedood, "
        f"{tel[OVERLEEFD]:3} overleefd, {tel['gelijkwaardig']:3} gelijkwaardig, {tel[NIET_TE_MAKEN]:2} niet te maken: "
        f"{100 * tel[GEDOOD] / (geteld or 1):5.1f} %  ({time.monotonic() - begin:.0f} s)",
        flush=True,
    )
    return tel, weg


def main() -> int:
    lezer = argparse.ArgumentParser(description="Mutanten over bereik, zichtbaarheid, regiocheck en koppelen.")
    lezer.add_argument("modules", nargs="*", metavar="MODULE")
    lezer.add_argument("--aantal", type=int, default=40)
    lezer.add_argument("--zaad", type=int, default=12)
    lezer.add_argument("--eis", type=int, default=80)
    keuze = lezer.parse_args()
    onbekend = set(keuze.modules) - set(MODULES)
    if onbekend:
        lezer.error(f"onbekend: {', '.join(sorted(onbekend))}. Kies uit {', '.join(MODULES)}")
    print(f"{date.today()}, {omstandigheden()}, zaad {keuze.zaad}", flush=True)
    samen: Counter[str] = Counter()
    fouten: list[str] = []
    for naam in keuze.modules or [een for een in MODULES if een != VOORBEELD]:
        kind_tel, kind_fout = draai(naam, keuze.aantal, keuze.zaad)
        samen += kind_tel
        fouten += kind_fout
        fouten += te_weinig(naam, kind_tel, keuze.eis)
    if len(keuze.modules) != 1:
        fouten += te_weinig("samen", samen, keuze.eis)
        print(f"samen: {samen['gedood']} gedood, {samen['overleefd']} overleefd")
    for fout in fouten:
        print(f"FOUT: {fout}")
    return 1 if fouten else 0


def te_weinig(naam: str, tel: Counter[str], eis: int) -> list[str]:
    geteld = tel["gedood"] + tel["overleefd"]
    if geteld and 100 * tel["gedood"] / geteld < eis:
        return [f"{naam}: {100 * tel['gedood'] / geteld:.1f} % gedood, beloofd was {eis} %"]
    return []


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opnetwerk.settings")
    sys.exit(main())
