"""What a first visit costs on a cheap telephone: `python -m tests.prestaties.voorkant [KEREN] [--json BESTAND]`.

Starts the portal as in production (files collected, Brotli, page cache) on a data folder that is ready
(`OPNETWERK_DATA`, after `manage.py start --zonder-server`) and opens every kind of page in Chromium with an empty
cache, at 1.6 Mbit/s, 150 ms there and back, and a processor four times as slow. Prints the largest contentful paint,
the layout shift, the blocking time, requests and bytes, each with whether the aim is met. Ends with 1 when one is not.
"""

import argparse
import json
import os
import statistics
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, sync_playwright

from tests.oefeningen.bezoeker import vraag
from tests.prestaties.pagina_kosten import paginas, plaats
from tests.prestaties.paginacache import portaal

LIJN = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 200_000}  # ms, bytes/s
TRAGER = 4
SCHERM = {"width": 390, "height": 844}
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# Milliseconds, share of the screen, milliseconds, number.
DOELEN = {"lcp": 1200.0, "cls": 0.02, "tbt": 50.0, "verzoeken": 15.0}
KIJKER = """
window.gemeten = {lcp: 0, cls: 0, tbt: 0};
new PerformanceObserver((lijst) => {
  for (const een of lijst.getEntries()) gemeten.lcp = een.startTime;
}).observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((lijst) => {
  for (const een of lijst.getEntries()) if (!een.hadRecentInput) gemeten.cls += een.value;
}).observe({type: "layout-shift", buffered: true});
new PerformanceObserver((lijst) => {
  for (const een of lijst.getEntries()) gemeten.tbt += Math.max(0, een.duration - 50);
}).observe({type: "longtask", buffered: true});
"""


@dataclass(frozen=True)
class Bezoek:
    """One page: milliseconds to the largest paint, layout shift, milliseconds of blocking, requests, bytes."""

    pagina: str
    lcp: float
    cls: float
    tbt: float
    verzoeken: int
    bytes_: int

    @property
    def haalt(self) -> bool:
        return all(getattr(self, naam) <= doel for naam, doel in DOELEN.items())


class Lijn:
    """Counts what goes over the line."""

    def __init__(self, sessie: CDPSession) -> None:
        self.verzoeken, self.bytes_ = 0, 0
        sessie.on("Network.requestWillBeSent", self._gevraagd)
        sessie.on("Network.loadingFinished", self._klaar)
        sessie.send("Network.enable")
        sessie.send("Network.emulateNetworkConditions", LIJN)
        sessie.send("Emulation.setCPUThrottlingRate", {"rate": TRAGER})

    def _gevraagd(self, gegevens: dict[str, Any]) -> None:
        self.verzoeken += not gegevens["request"]["url"].startswith("data:")

    def _klaar(self, gegevens: dict[str, Any]) -> None:
        self.bytes_ += int(gegevens["encodedDataLength"])


def bezoek(browser: Browser, poort: int, pad: str) -> Bezoek:
    """A first visit, with nothing in the cache of the browser."""
    omgeving = browser.new_context(viewport=SCHERM, device_scale_factor=2, is_mobile=True)  # type: ignore[arg-type]
    try:
        blad = omgeving.new_page()
        lijn = Lijn(omgeving.new_cdp_session(blad))
        blad.add_init_script(KIJKER)
        blad.goto(f"http://127.0.0.1:{poort}{pad}", wait_until="networkidle", timeout=60_000)
        gemeten = blad.evaluate("gemeten")
        return Bezoek(pad, gemeten["lcp"], gemeten["cls"], gemeten["tbt"], lijn.verzoeken, lijn.bytes_)
    finally:
        omgeving.close()


def midden(bezoeken: list[Bezoek]) -> Bezoek:
    """The median of each figure."""

    def van(naam: str) -> float:
        return statistics.median(getattr(een, naam) for een in bezoeken)

    return Bezoek(bezoeken[0].pagina, van("lcp"), van("cls"), van("tbt"), int(van("verzoeken")), int(van("bytes_")))


def regel(een: Bezoek) -> str:
    getallen = f"{een.lcp:9.0f}{een.cls:9.3f}{een.tbt:9.0f}{een.verzoeken:10}{een.bytes_:10,}"
    return f"{een.pagina[:45]:46}{getallen}  {'ja' if een.haalt else 'nee'}"


def main() -> int:
    lezer = argparse.ArgumentParser()
    lezer.add_argument("keren", nargs="?", type=int, default=3)
    lezer.add_argument("--pad", action="append", help="enkel deze pagina's")
    lezer.add_argument("--json", type=Path)
    keuze = lezer.parse_args()
    paden = keuze.pad or [pad for pad in paginas() if not pad.endswith(".xml")]
    rijen = []
    print(plaats())
    print(f"{'':46}{'lcp ms':>9}{'cls':>9}{'tbt ms':>9}{'verzoeken':>10}{'bytes':>10}  gehaald")
    with portaal("ja") as poort, sync_playwright() as motor:
        browser = motor.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for pad in paden:
            vraag(poort, pad)
            rijen.append(midden([bezoek(browser, poort, pad) for _ in range(keuze.keren)]))
            print(regel(rijen[-1]), flush=True)
        browser.close()
    gehaald = sum(een.haalt for een in rijen)
    print(f"{gehaald} van {len(rijen)} pagina's halen lcp ≤ 1.200 ms, cls ≤ 0,02, tbt ≤ 50 ms en ≤ 15 verzoeken")
    if keuze.json:
        keuze.json.write_text(json.dumps({"gemeten": plaats(), "paginas": [asdict(een) for een in rijen]}, indent=1))
    return 0 if gehaald == len(rijen) else 1


if __name__ == "__main__":
    sys.exit(main())
