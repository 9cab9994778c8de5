"""Pictures of pages: in which widths and schemes, and how the browser takes them."""

import argparse
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

SMAL, MIDDEN, BREED = 390, 768, 1280  # pixels: a phone, a tablet held upright, a laptop
HOOGTES = {SMAL: 844, MIDDEN: 1024, BREED: 900}
HOOGSTE = 12_000  # pixels; what is below that on a very long page repeats what is above it
LICHT, DONKER, DRUK = "licht", "donker", "druk"
KWALITEIT = 80
ALLES_GELADEN = (
    "Promise.all([document.fonts.ready, ...Array.from(document.images, beeld => beeld.decode().catch(e => e))])"
)


@dataclass(frozen=True)
class Stand:
    """How a page is looked at."""

    breedte: int
    schema: str

    @property
    def naam(self) -> str:
        return f"{self.breedte}-{self.schema}"


def standen(breedtes: Sequence[int], schemas: Sequence[str]) -> list[Stand]:
    """Every width in every scheme; without any named, all of them. Paper has one width."""
    op_scherm = [schema for schema in schemas if schema != DRUK] if schemas else [LICHT, DONKER]
    alle = [Stand(breedte, schema) for schema in op_scherm for breedte in (breedtes or (SMAL, MIDDEN, BREED))]
    return alle + [Stand(MIDDEN, DRUK)] * (DRUK in schemas)


def lees_woorden(woorden: list[str]) -> argparse.Namespace:
    lezer = argparse.ArgumentParser(prog="python -m tests.beeld", description="Neem een beeld van elke pagina.")
    for naam, breedte in (("smal", SMAL), ("midden", MIDDEN), ("breed", BREED)):
        lezer.add_argument(f"--{naam}", dest="breedtes", action="append_const", const=breedte, default=[])
    for schema in (LICHT, DONKER, DRUK):
        lezer.add_argument(f"--{schema}", dest="schemas", action="append_const", const=schema, default=[])
    lezer.add_argument("--naar", type=Path, default=None)
    lezer.add_argument("--docs", action="store_true", help="maak ook docs/beeld/")
    lezer.add_argument("alleen", nargs="*", metavar="WOORD")
    return lezer.parse_args(woorden)


def bestandsnaam(soort: str, toestand: str, stand: Stand) -> str:
    """`igs_pagina-gevuld.390-donker.webp`, whatever stands in the name of a page type."""
    return f"{re.sub('[^a-z0-9_]+', '-', soort.lower()).strip('-')}-{toestand}.{stand.naam}.webp"


@dataclass
class Fotograaf:
    """A browser that takes pictures of one portal and writes them in one folder; `sessies` per role."""

    browser: Browser
    basis: str
    sessies: dict[str, str]
    koekje: str
    naar: Path

    def bladen(self, stand: Stand) -> "Bladen":
        return Bladen(self, stand)

    def blad(self, rol: str, stand: Stand) -> Page:
        """A window in which this role is logged in."""
        context = self.browser.new_context(
            viewport={"width": stand.breedte, "height": HOOGTES[stand.breedte]},
            color_scheme="dark" if stand.schema == DONKER else "light",
            reduced_motion="reduce",
            locale="nl-BE",
            timezone_id="Europe/Brussels",
            base_url=self.basis,
        )
        context.set_default_timeout(30_000)
        # On a wide screen the menu at the side of the admin stands open, as for who comes for the first time.
        if sessie := self.sessies.get(rol):
            context.add_cookies([{"name": self.koekje, "value": sessie, "url": self.basis}])
        page = context.new_page()
        if stand.schema == DRUK:
            page.emulate_media(media="print")
        return page

    def neem(self, page: Page, pad: str, naam: str, hoogte: int = HOOGSTE) -> Path:
        """Open an address and write the page, from its top to `hoogte` pixels."""
        page.goto(pad, wait_until="load")
        page.evaluate("document.querySelectorAll('[loading=lazy]').forEach(beeld => { beeld.loading = 'eager' })")
        page.evaluate(
            "Promise.all([document.fonts.ready, ...Array.from(document.images, b => b.decode().catch(e => e))])"
        )
        ruw = page.screenshot(full_page=True, scale="css")
        beeld = Image.open(io.BytesIO(ruw)).convert("RGB")
        beeld = beeld.crop((0, 0, beeld.width, min(beeld.height, hoogte)))
        bestand = self.naar / naam
        beeld.save(bestand, quality=KWALITEIT, method=2)
        return bestand

    def te_breed(self, page: Page) -> int:
        """Pixels that the page sticks out of its window."""
        return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


class Bladen:
    """The windows of one way of looking, one for each role, closed together."""

    def __init__(self, fotograaf: Fotograaf, stand: Stand) -> None:
        self.fotograaf, self.stand = fotograaf, stand
        self.open: dict[str, Page] = {}

    def __enter__(self) -> "Bladen":
        return self

    def __exit__(self, *_: object) -> None:
        for page in self.open.values():
            page.context.close()

    def voor(self, rol: str) -> Page:
        if rol not in self.open:
            self.open[rol] = self.fotograaf.blad(rol, self.stand)
        return self.open[rol]
