"""What files cost: `python -m tests.prestaties.bestanden [MEGAPIXELS [RIJEN]]`, without a database.

A photo as a telephone makes it through the door of an upload and to all its sizes, and a table as XLSX and CSV through
the writers of the portal. Prints JSON lines: `wat`, `ms`, `bytes`.
"""

import io
import json
import os
import sys
import time
from collections.abc import Callable
from random import Random
from typing import TypeVar

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opnetwerk.settings")
django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from PIL import Image, ImageFilter  # noqa: E402

from cultuurnota.rekenblad import Tabel, schrijf_csv, schrijf_xlsx  # noqa: E402
from opnetwerk.afbeeldingen import breedtes  # noqa: E402
from opnetwerk.beeldverwerking import als_jpeg, als_webp, lees_master, lees_upload, op_breedte  # noqa: E402

MEGAPIXELS, RIJEN = 12.0, 5_000
T = TypeVar("T")


def foto(megapixels: float) -> bytes:
    """A JPEG of 4 to 3 with as much detail as a photo; the same every time."""
    hoog = round((megapixels * 1e6 * 3 / 4) ** 0.5)
    breed = hoog * 4 // 3
    ruis = Image.frombytes("RGB", (256, 192), Random(1).randbytes(3 * 256 * 192))
    beeld = ruis.resize((breed, hoog), Image.Resampling.BICUBIC).filter(ImageFilter.SHARPEN)
    uit = io.BytesIO()
    beeld.save(uit, "JPEG", quality=90)
    return uit.getvalue()


def maten(master: bytes) -> int:
    """Bytes of all sizes in both kinds."""
    beeld = lees_master(io.BytesIO(master))
    klein = [op_breedte(beeld, breedte) for breedte in breedtes(beeld.width)]
    return sum(len(maak(een)) for een in klein for maak in (als_webp, als_jpeg))


def meet(wat: str, werk: Callable[[], T], omvang: Callable[[T], int]) -> T:
    begin = time.perf_counter()
    uit = werk()
    duur = 1000 * (time.perf_counter() - begin)
    print(json.dumps({"wat": wat, "ms": round(duur, 1), "bytes": omvang(uit)}), flush=True)
    return uit


def main() -> None:
    megapixels = float(sys.argv[1]) if len(sys.argv) > 1 else MEGAPIXELS
    aantal = int(sys.argv[2]) if len(sys.argv) > 2 else RIJEN
    inhoud = foto(megapixels)
    naam = f"foto van {megapixels:g} Mpx"
    master = meet(
        f"{naam}: keuren en opschonen", lambda: lees_upload(ContentFile(inhoud, "foto.jpg")), lambda m: m.size
    )
    gelezen = master.read()
    meet(f"{naam}: alle maten, webp en jpeg", lambda: maten(gelezen), int)
    kop = ["Naam", "Gemeente", *map(str, range(2027, 2037))]
    rijen = [[f"Instelling {n}", "Zottegem", *range(n, n + 10)] for n in range(aantal)]
    meet(f"XLSX van {aantal} rijen", lambda: schrijf_xlsx([Tabel("Blad", kop, rijen)]), len)
    meet(f"CSV van {aantal} rijen", lambda: schrijf_csv(kop, rijen), len)


if __name__ == "__main__":
    main()
