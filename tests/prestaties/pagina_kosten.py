"""What each kind of public page costs to make: `python -m tests.prestaties.pagina_kosten [KEREN] [--profiel PAD]`.

Every page is made anew, through all middleware and without a server, on a data folder that is ready (`OPNETWERK_DATA`,
after `manage.py start --zonder-server`): milliseconds of CPU and of the clock, queries, bytes plain and in Brotli.
`--zonder-delen`: also without the parts that pages share. With `--profiel /pad/` the functions that take the time of
that page are printed. Ends with 1 when a page does not answer.
"""

import argparse
import cProfile
import json
import os
import pstats
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import brotli
import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opnetwerk.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from igs.models import IGS, Bericht, Gemeente, Portret, Referentieregio  # noqa: E402
from opnetwerk.dag import nu  # noqa: E402
from talent.models import Talent  # noqa: E402

BROTLI = 5  # as the page cache does


@dataclass(frozen=True)
class Kosten:
    """One page: milliseconds at the median of the process and of the clock, queries, bytes plain and compressed."""

    pagina: str
    cpu_ms: float
    klok_ms: float
    vragen: int
    bytes_: int
    br: int
    status: int


class Teller:
    """Counts queries, also where Django keeps no log of them."""

    aantal = 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        self.aantal += 1
        return execute(sql, params, many, context)


def paginas() -> list[str]:
    """A page of each kind; of those with a name the first that is public."""
    vast = ["/", "/igs/", "/regios/", "/gemeenten/", "/agenda/", "/nieuws/", "/praktijken/", "/belicht/"]
    vast += ["/regiocheck/", "/regiovorming/", "/igs-opstarten/", "/cultuurnota/", "/grensbrekers/"]
    vast += ["/grensbrekers/kaart/", "/talent/", "/talent/oproepen/", "/over/", "/zoek/?q=muziek", "/sitemap.xml"]
    een: list[Any] = [Referentieregio.objects.first(), IGS.objects.first(), Gemeente.objects.first()]
    een += [Talent.objects.online().first(), Portret.objects.zichtbaar(nu()).first()]
    een += [Bericht.objects.zichtbaar(nu()).first()]
    return vast + [iets.get_absolute_url() for iets in een if iets is not None]


def meet(klant: Client, pad: str, keren: int) -> Kosten:
    klant.get(pad)
    vragen = Teller()
    with connection.execute_wrapper(vragen):
        antwoord = klant.get(pad)
    inhoud, processor, klok = antwoord.content, list[float](), list[float]()
    for _ in range(keren):
        begin, begin_cpu = time.perf_counter(), time.process_time()
        klant.get(pad)
        klok.append(time.perf_counter() - begin)
        processor.append(time.process_time() - begin_cpu)
    return Kosten(
        pad,
        1000 * statistics.median(processor),
        1000 * statistics.median(klok),
        vragen.aantal,
        len(inhoud),
        len(brotli.compress(inhoud, mode=brotli.MODE_TEXT, quality=BROTLI)),
        antwoord.status_code,
    )


def profiel(klant: Client, pad: str, keren: int) -> None:
    """The functions in which the time goes, by what they take with all they call."""
    klant.get(pad)
    meter = cProfile.Profile()
    meter.enable()
    for _ in range(keren):
        klant.get(pad)
    meter.disable()
    for volgorde in ("cumulative", "tottime"):
        pstats.Stats(meter).strip_dirs().sort_stats(volgorde).print_stats(45)


def plaats() -> str:
    """Where and when this was measured."""
    vraag = ["git", "rev-parse", "--short", "HEAD"]
    hier = Path(__file__).parent
    commit = subprocess.run(vraag, capture_output=True, text=True, cwd=hier, check=False).stdout.strip() or "geen git"
    wanneer, belasting = time.strftime("%Y-%m-%d %H:%M"), os.getloadavg()[0]
    return f"{wanneer}, {commit}, {os.cpu_count()} kernen, belasting {belasting:.1f}"


def main() -> int:
    lezer = argparse.ArgumentParser()
    lezer.add_argument("keren", nargs="?", type=int, default=15)
    lezer.add_argument("--profiel", metavar="PAD")
    lezer.add_argument("--zonder-delen", action="store_true", help="ook zonder de delen die bewaard worden")
    lezer.add_argument("--json", type=Path)
    keuze = lezer.parse_args()
    settings.PAGINACACHE, settings.PAGINACACHE_HEEL = not keuze.zonder_delen, False
    klant = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    if keuze.profiel:
        profiel(klant, keuze.profiel, keuze.keren)
        return 0
    print(plaats())
    print(f"{'':46}{'cpu ms':>8}{'klok ms':>9}{'vragen':>8}{'bytes':>10}{'br':>8}")
    rijen = []
    for pad in paginas():
        een = meet(klant, pad, keuze.keren)
        rijen.append(een)
        getallen = f"{een.cpu_ms:8.1f}{een.klok_ms:9.1f}{een.vragen:8}{een.bytes_:10,}{een.br:8,}"
        print(f"{pad[:45]:46}{getallen}{'' if een.status == 200 else f'  {een.status}'}", flush=True)
    print(f"{'mediaan':46}{statistics.median(een.cpu_ms for een in rijen):8.1f}")
    if keuze.json:
        keuze.json.write_text(json.dumps({"gemeten": plaats(), "paginas": [asdict(een) for een in rijen]}, indent=1))
    return 0 if all(een.status == 200 for een in rijen) else 1


if __name__ == "__main__":
    sys.exit(main())
