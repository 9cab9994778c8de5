"""How many answers are too old 100 ms after a change: `python -m tests.prestaties.paginacache_exact [WIJZIGINGEN]`.

Four web processes with a cache of their own on one database (`OPNETWERK_DATA`, a data folder for trials: a text of one
IGS is overwritten). Changes come at random through a save, a bulk update, and SQL past Django.
Ends with 1 when an answer was too old.
"""

import contextlib
import os
import sys
import time
from random import Random

import brotli
import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opnetwerk.settings")
django.setup()

from django.db import connection  # noqa: E402

from igs.models import IGS  # noqa: E402
from tests.oefeningen.bezoeker import vraag  # noqa: E402
from tests.prestaties.pagina_kosten import plaats  # noqa: E402
from tests.prestaties.paginacache import portaal  # noqa: E402

PROCESSEN = 4
RESPIJT = 0.1  # seconds
SLUG = "zuidrand"


def wijzig(merk: str, hoe: int) -> None:
    """Write the mark in the text of the IGS, in one of three ways."""
    if hoe == 0:
        igs = IGS.objects.get(slug=SLUG)
        igs.omschrijving = merk
        igs.save()
    elif hoe == 1:
        IGS.objects.filter(slug=SLUG).update(omschrijving=merk)
    else:
        with connection.cursor() as cursor:
            cursor.connection.execute("UPDATE igs_igs SET omschrijving = %s WHERE slug = %s", [merk, SLUG])


def main() -> int:
    aantal, kans, oud = int(sys.argv[1]) if len(sys.argv) > 1 else 1000, Random(1), 0
    with contextlib.ExitStack() as stapel:
        poorten = [stapel.enter_context(portaal("ja")) for _ in range(PROCESSEN)]
        for nummer in range(aantal):
            merk = f"stand {nummer:05d}"
            wijzig(merk, kans.randrange(3))
            time.sleep(RESPIJT)
            lijven = [vraag(poort, f"/igs/{SLUG}/")[2] for poort in poorten]
            oud += sum(merk not in brotli.decompress(lijf).decode() for lijf in lijven)
    print(f"{aantal} wijzigingen, {PROCESSEN} processen: {oud} van {aantal * PROCESSEN} antwoorden te oud")
    print(plaats())
    return 1 if oud else 0


if __name__ == "__main__":
    sys.exit(main())
