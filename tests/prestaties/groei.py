"""How the public pages grow with the number of makers: `python -m tests.prestaties.groei [--tot 1000000] [--json PAD]`.

Makes 1,000, 10,000, 100,000 and so on makers in a cluster of its own and asks the same pages of each size. Prints per
kind the 95th percentile at each size in milliseconds and the exponent: 0 stays the same, 1 grows along. Ends with an
error when a promise is broken. `--map PAD` keeps the cluster, `--rondes 40` is how often each kind is asked.
"""

import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

RONDES = 40
GROOTTES = (1_000, 10_000, 100_000, 1_000_000)
MEESTE_MS = 150  # at 100,000 makers, for every kind of the directory
MEESTE_KEER = 3  # from 100,000 to 1,000,000
MEESTE_EXPONENT = 0.1  # of the page of a maker
GIDS = [
    "lijst", "diep blad", "facetten", "breed woord", "twee woorden", "zeldzaam woord", "naam", "tikfout", "niets",
    "breed en facetten", "woord, diep blad", "kaart",
]  # fmt: skip
ANDERE = ["profiel", "home", "IGS", "makers van een IGS", "regio", "sitemap", "Atom", "JSON-feed", "zoeken op de site"]
Cijfers = dict[str, float]


def start(map_: Path) -> None:
    """Django on a quick cluster in the folder, with the network and the terms."""
    os.environ["OPNETWERK_DATA"] = str(map_)
    os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opnetwerk.settings")
    import django
    from django.conf import settings as instellingen

    instellingen.POSTGRES_INGEBED_ONVEILIG_SNEL = True
    instellingen.PAGINACACHE = False  # the pages themselves are measured
    instellingen.STORAGES = instellingen.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    django.setup()
    from django.core.management import call_command

    from igs.laden import laad
    from igs.models import Gemeente
    from opnetwerk.lijsten import laad_lijsten

    call_command("migrate", verbosity=0)
    if not Gemeente.objects.exists():
        laad()
    laad_lijsten()


def zoekwoord(soort: str, kans: Random) -> str:
    """A question of that kind."""
    from talent.voorbeeldmassa import ACHTERNAMEN, DINGEN, STAMMEN, VOORNAMEN, WOORDEN

    naam = f"{kans.choice(VOORNAMEN)} {kans.choice(ACHTERNAMEN)}"
    plek = kans.randrange(1, len(naam) - 2)
    return {
        "breed": kans.choice(["muziek", "optreden", "straat", "solo", "nederlands", *STAMMEN[:10]]),
        "twee": f"{kans.choice(STAMMEN)} {kans.choice(WOORDEN)}",
        "zeldzaam": f"{kans.choice(DINGEN)} {kans.choice(WOORDEN[-200:])} {kans.choice(WOORDEN[-200:])}",
        "naam": naam,
        "tikfout": naam[:plek] + naam[plek + 1] + naam[plek] + naam[plek + 2 :],
        "niets": "".join(kans.choices("qxzwj", k=9)),
    }[soort]


def adressen(soort: str, rondes: int, aantal: int, slugs: Sequence[str]) -> Iterator[str]:
    """The addresses of one kind; the same every time."""
    from opnetwerk.dag import vandaag
    from talent.gids import Streek
    from tests.prestaties.talent import facetten

    kans, streek = Random(soort), Streek.op(vandaag(), met_buren=True)
    igs, regios = [een.slug for een in streek.netwerk.alle_igs], _regios()
    maak: dict[str, Callable[[], str]] = {
        "lijst": lambda: "/talent/?" + urlencode({"sorteer": kans.choice(["", "az", "loting"])}),
        "diep blad": lambda: f"/talent/?pagina={kans.randint(2, aantal // 24 + 2)}&sorteer={kans.choice(['', 'az'])}",
        "facetten": lambda: "/talent/?" + urlencode(facetten(kans, streek)),
        "kaart": lambda: "/talent/?" + urlencode([("beeld", "kaart"), *facetten(kans, streek)]),
        "breed woord": lambda: _vraag("breed", kans),
        "twee woorden": lambda: _vraag("twee", kans),
        "zeldzaam woord": lambda: _vraag("zeldzaam", kans),
        "breed en facetten": lambda: f"{_vraag('breed', kans)}&{urlencode(facetten(kans, streek))}",
        "woord, diep blad": lambda: f"{_vraag('breed', kans)}&pagina={kans.randint(2, aantal // 60 + 2)}",
        "profiel": lambda: f"/talent/{kans.choice(slugs)}/",
        "IGS": lambda: f"/igs/{kans.choice(igs)}/",
        "makers van een IGS": lambda: f"/igs/{kans.choice(igs)}/talent/",
        "regio": lambda: f"/regios/{kans.choice(regios)}/",
        "zoeken op de site": lambda: f"/zoek/?{urlencode({'q': zoekwoord('naam', kans)})}",
        "home": lambda: "/",
        "sitemap": lambda: "/sitemap.xml",
        "Atom": lambda: "/talent/atom.xml",
        "JSON-feed": lambda: "/talent/talenten.json",
    }
    for _ in range(max(3, rondes // 5) if soort == "sitemap" else rondes):
        yield maak[soort]() if soort in maak else _vraag(soort, kans)


def _vraag(soort: str, kans: Random) -> str:
    return "/talent/?" + urlencode({"q": zoekwoord(soort, kans)})


def _regios() -> list[str]:
    from igs.models import Referentieregio

    return list(Referentieregio.objects.values_list("slug", flat=True))


def meet(adres: str) -> tuple[float, float]:
    """Milliseconds of one request, and those of this process alone; what was searched before is forgotten."""
    from django.test import Client

    from talent.facetten import wijzer

    wijzer.stand().gezocht.clear()
    client = Client()
    begin, rekenen = time.perf_counter(), time.process_time()
    antwoord = client.get(adres, headers={"host": "localhost"})
    duur, rekenen = (time.perf_counter() - begin) * 1000, (time.process_time() - rekenen) * 1000
    if antwoord.status_code != 200:
        raise SystemExit(f"{adres} gaf {antwoord.status_code}")
    return duur, rekenen


def meet_soort(soort: str, rondes: int, aantal: int, slugs: Sequence[str]) -> Cijfers:
    """The figures of one kind. The first address is asked twice: templates are not what grows."""
    lijst = list(adressen(soort, rondes, aantal, slugs))
    meet(lijst[0])
    tijden, rekentijden = ([*kolom] for kolom in zip(*map(meet, lijst), strict=True))
    tijden.sort()
    return {
        "mediaan_ms": round(statistics.median(tijden), 2),
        "p95_ms": round(tijden[min(len(tijden) - 1, len(tijden) * 95 // 100)], 2),
        "reken_ms": round(statistics.median(rekentijden), 2),
    }


def meet_grootte(aantal: int, rondes: int) -> dict[str, Any]:
    """Make the makers, and ask every kind."""
    from talent import zoekwoorden
    from talent.facetten import Facetwijzer, wijzer
    from talent.models import Talent
    from tests.prestaties.veel_makers import maak

    tijden: Cijfers = {}
    for naam, werk in (
        ("maken_s", lambda: maak(aantal)),
        ("woorden_s", zoekwoorden.schrijf),
        ("wijzer_s", Facetwijzer().stand),
    ):
        begin = time.perf_counter()
        werk()
        tijden[naam] = round(time.perf_counter() - begin, 1)
    wijzer.stand()
    slugs = list(Talent.objects.online().order_by("-pk").values_list("slug", flat=True)[:5000])
    soorten = {soort: meet_soort(soort, rondes, aantal, slugs) for soort in [*GIDS, *ANDERE]}
    return {**tijden, "geheugen_mb": _geheugen(), "belasting": os.getloadavg()[0], "soorten": soorten}


def _geheugen() -> int:
    """Megabytes that this process holds now."""
    paginas = int(Path("/proc/self/statm").read_text().split()[1])
    return paginas * os.sysconf("SC_PAGE_SIZE") // 1_000_000


def exponent(aantallen: Sequence[int], tijden: Sequence[float]) -> float | None:
    """The slope of time against number on two logarithmic scales; None for fewer than two sizes."""
    if len(aantallen) < 2:
        return None
    x, y = [math.log(aantal) for aantal in aantallen], [math.log(max(tijd, 0.001)) for tijd in tijden]
    return round(statistics.linear_regression(x, y).slope, 3)


def beloften(per: dict[int, dict[str, Any]], exponenten: dict[str, float | None]) -> list[tuple[str, str, bool | None]]:
    """What was promised, what it came to, and whether that holds; None when it was not measured."""

    def ergste(aantal: int) -> tuple[float, str]:
        return max((per[aantal]["soorten"][soort]["p95_ms"], soort) for soort in GIDS)

    honderdduizend, miljoen = 100_000 in per, 1_000_000 in per
    uit: list[tuple[str, str, bool | None]] = []
    naam = f"lijst bij 100.000: p95 hoogstens {MEESTE_MS} ms"
    if honderdduizend:
        p95, soort = ergste(100_000)
        uit.append((naam, f"{p95:.0f} ms ({soort})", p95 <= MEESTE_MS))
    else:
        uit.append((naam, "niet gemeten", None))
    naam = f"lijst bij 1.000.000: p95 hoogstens {MEESTE_KEER} keer dat"
    if honderdduizend and miljoen:
        groot, klein = ergste(1_000_000)[0], ergste(100_000)[0]
        uit.append((naam, f"{groot / klein:.1f} keer ({groot:.0f} ms)", groot <= MEESTE_KEER * klein))
    else:
        uit.append((naam, "niet gemeten", None))
    naam, cijfer = f"profiel: exponent hoogstens {MEESTE_EXPONENT}", exponenten.get("profiel")
    uit.append((naam, "niet gemeten" if cijfer is None else f"{cijfer:.2f}", cijfer and cijfer <= MEESTE_EXPONENT))
    return uit


def verslag(per: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """Everything that was measured, with the exponents and the promises; prints the table."""
    aantallen = sorted(per)
    exponenten = {
        soort: exponent(aantallen, [per[aantal]["soorten"][soort]["mediaan_ms"] for aantal in aantallen])
        for soort in [*GIDS, *ANDERE]
    }
    kop = {"datum": f"{datetime.now(UTC):%Y-%m-%d %H:%M}", "commit": _commit(), "kernen": os.cpu_count()}
    print(f"{kop['datum']}  commit {kop['commit']}  {kop['kernen']} kernen  (mediaan / p95 in ms)")
    print(f"{'soort':<20}" + "".join(f"{aantal:>18,}" for aantal in aantallen).replace(",", ".") + "  exponent")
    for soort, macht in exponenten.items():
        cellen = (per[aantal]["soorten"][soort] for aantal in aantallen)
        tekst = "".join(f"{cel['mediaan_ms']:>9.1f} /{cel['p95_ms']:>7.1f}" for cel in cellen)
        print(f"{soort:<20}{tekst}  {'-' if macht is None else f'{macht:>8.2f}'}")
    for naam in ("maken_s", "woorden_s", "wijzer_s", "geheugen_mb", "belasting"):
        print(f"{naam:<20}" + "".join(f"{per[aantal][naam]:>18.1f}" for aantal in aantallen))
    gehaald = beloften(per, exponenten)
    for naam, cijfer, ja in gehaald:
        print(f"{'niet gemeten' if ja is None else 'gehaald' if ja else 'NIET GEHAALD':<13} {naam}: {cijfer}")
    return {**kop, "groottes": per, "exponenten": exponenten, "beloften": gehaald}


def _commit() -> str:
    opdracht = ["git", "rev-parse", "--short", "HEAD"]
    gevonden = subprocess.run(opdracht, capture_output=True, text=True, check=False)
    return gevonden.stdout.strip() or "onbekend"


def main(argumenten: Sequence[str] | None = None) -> int:
    lezer = argparse.ArgumentParser(description=__doc__)
    lezer.add_argument("--tot", type=int, default=100_000)
    lezer.add_argument("--rondes", type=int, default=RONDES)
    lezer.add_argument("--json", type=Path)
    lezer.add_argument("--map", type=Path, dest="map_")
    keuze = lezer.parse_args(argumenten)
    map_ = keuze.map_ or Path(tempfile.mkdtemp(prefix="groei-"))
    start(map_)
    try:
        groottes = [aantal for aantal in GROOTTES if aantal <= keuze.tot] or [keuze.tot]
        uitslag = verslag({aantal: meet_grootte(aantal, keuze.rondes) for aantal in groottes})
    finally:
        _ruim_op(map_, weg=not keuze.map_)
    if keuze.json:
        keuze.json.write_text(json.dumps(uitslag, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 1 if any(ja is False for _naam, _cijfer, ja in uitslag["beloften"]) else 0


def _ruim_op(map_: Path, *, weg: bool) -> None:
    from django.db import connection

    from opnetwerk.postgres_ingebed import server

    data = server.datamap(map_, snel=True)
    connection.close()
    server.stop()
    for pad in (data, map_) if weg else ():
        shutil.rmtree(pad, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
