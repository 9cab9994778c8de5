"""How long the directory takes: `python -m tests.prestaties.talent [RONDES]`, on a database that has the makers.

Make them first: `manage.py voorbeelden --talenten 100000`. Prints per kind the median, the 95th and 99th percentile,
how long this process itself worked (median) and the most queries. Nothing is asserted: it depends on the machine.
"""

import os
import sys
import time
import tracemalloc
from collections.abc import Iterator
from random import Random
from urllib.parse import urlencode

import django
from django.conf import settings as instellingen

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opnetwerk.settings")
instellingen.STORAGES = instellingen.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from opnetwerk.dag import vandaag  # noqa: E402
from talent.facetten import Facetwijzer, wijzer  # noqa: E402
from talent.gids import Streek  # noqa: E402
from talent.models import Talent  # noqa: E402
from talent.voorbeeldmassa import ACHTERNAMEN, VOORNAMEN, WOORDEN  # noqa: E402
from talent.zoekrij import leid_af  # noqa: E402

RONDES = 60
BREED = ["muziek", "optreden", "straat", "solo", "samen"]


def zoekwoord(kans: Random) -> str:
    """A word of the texts, two, a name, a name with two letters changed over, or a broad term."""
    woord, naam = kans.choice(WOORDEN), f"{kans.choice(VOORNAMEN)} {kans.choice(ACHTERNAMEN)}"
    plek = kans.randrange(1, len(naam) - 2)
    verkeerd = naam[:plek] + naam[plek + 1] + naam[plek] + naam[plek + 2 :]
    return kans.choice([woord, f"{woord} {kans.choice(WOORDEN)}", naam, verkeerd, kans.choice(BREED)])


def facetten(kans: Random, streek: Streek) -> list[tuple[str, str]]:
    """One to five values of any facets, sometimes with what lies around."""
    delen: list[tuple[str, str]] = []
    for _ in range(kans.randint(1, 5)):
        naam = kans.choice([*streek.facetten])
        delen.append((naam, kans.choice([*streek.facetten[naam]])))
    if kans.random() < 0.4:
        delen.append(("gemeente", kans.choice(streek.netwerk.huidige).slug))
    return [*delen, ("rond", "1")] if kans.random() < 0.5 else delen


def adressen(soort: str, rondes: int, streek: Streek, slugs: list[str]) -> Iterator[str]:
    """The addresses of one kind; the same every time."""
    kans = Random(soort)
    for _ in range(rondes):
        match soort:
            case "lijst, eerste blad":
                yield "/talent/"
            case "lijst, diep blad":
                yield f"/talent/?pagina={kans.randint(2, 4000)}&sorteer={kans.choice(['', 'az', 'loting'])}"
            case "facetten":
                yield "/talent/?" + urlencode(facetten(kans, streek))
            case "zoeken":
                yield "/talent/?" + urlencode({"q": zoekwoord(kans)})
            case "zoeken en facetten":
                yield "/talent/?" + urlencode([("q", zoekwoord(kans)), *facetten(kans, streek)])
            case "kaart":
                yield "/talent/?" + urlencode([("beeld", "kaart"), *facetten(kans, streek)])
            case "IGS":
                yield f"/igs/{kans.choice(streek.netwerk.alle_igs).slug}/talent/"
            case "Atom":
                yield "/talent/atom.xml"
            case "lijstje":
                yield "/talent/lijstje/?" + urlencode([("t", slug) for slug in kans.sample(slugs, 20)])
            case "profiel":
                yield f"/talent/{kans.choice(slugs)}/"


SOORTEN = [
    "lijst, eerste blad", "lijst, diep blad", "facetten", "zoeken", "zoeken en facetten", "kaart", "IGS", "Atom",
    "lijstje", "profiel",
]  # fmt: skip


def meet(adres: str) -> tuple[float, float, int]:
    """Milliseconds of one request, those of this process alone, and its queries."""
    wijzer.stand().gezocht.clear()
    begin, rekenen = time.perf_counter(), time.process_time()
    antwoord = Client().get(adres, headers={"host": "localhost"})
    duur, rekenen = (time.perf_counter() - begin) * 1000, (time.process_time() - rekenen) * 1000
    if antwoord.status_code != 200:
        raise SystemExit(f"{adres} gaf {antwoord.status_code}")
    wijzer.stand().gezocht.clear()
    with CaptureQueriesContext(connection) as gesteld:
        Client().get(adres, headers={"host": "localhost"})
    return duur, rekenen, len(gesteld)


def deel(tijden: list[float], procent: int) -> float:
    return sorted(tijden)[min(len(tijden) - 1, len(tijden) * procent // 100)]


def wijzer_meten() -> None:
    """Time and memory of the index: the first time, without a change, and after one."""
    begin = time.perf_counter()
    Facetwijzer().stand()
    eerst = time.perf_counter() - begin
    tracemalloc.start()
    vers = Facetwijzer()
    stand = vers.stand()
    nu, piek = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"makers: {stand.zichtbaar.bit_count()}, waarden: {len(stand.bits)}")
    print(f"wijzer: {nu / 1e6:.1f} MB (piek {piek / 1e6:.1f} MB), de eerste keer {eerst:.1f} s")
    stand.orde("recent"), stand.orde("az")
    for naam, eerst_doen in (("niets veranderd", None), ("een maker veranderd", Talent.objects.online().first())):
        if eerst_doen:
            leid_af(eerst_doen)
        begin = time.perf_counter()
        nieuw = vers.stand()
        nieuw.orde("recent"), nieuw.orde("az")
        print(f"wijzer bij {naam}: {(time.perf_counter() - begin) * 1000:.1f} ms")


def main() -> None:
    rondes = int(sys.argv[1]) if len(sys.argv) > 1 else RONDES
    streek = Streek.op(vandaag(), met_buren=True)
    slugs = list(Talent.objects.online().order_by("pk").values_list("slug", flat=True)[:5000])
    wijzer_meten()
    wijzer.stand()
    meet("/talent/")  # templates
    print(f"{'soort':<22} {'keren':>6} {'mediaan ms':>10} {'p95 ms':>10} {'p99 ms':>10} {'reken ms':>12} {'vragen':>7}")
    for soort in SOORTEN:
        metingen = [meet(adres) for adres in adressen(soort, rondes, streek, slugs)]
        tijden, rekentijden, vragen = ([*kolom] for kolom in zip(*metingen, strict=True))
        cijfers = " ".join(f"{deel(tijden, procent):>10.1f}" for procent in (50, 95, 99))
        print(f"{soort:<22} {len(tijden):>6} {cijfers} {deel(rekentijden, 50):>12.1f} {max(vragen):>7}")


if __name__ == "__main__":
    main()
