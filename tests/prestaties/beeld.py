"""The picture of a benchmark: bars, as SVG that stands by itself, light or dark as its reader wants.

Three fields, each only when it was measured: the front page in all ways, every kind of page against a file of as many
bytes, and the 95th percentile as the number of makers grows.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from tests.prestaties.doelen import snelheden, verhouding
from tests.prestaties.paginasoorten import CACHE, NGINX, ONVERANDERD, STATISCH, ZONDER
from tests.prestaties.uitslag import Uitslag, getal

BREED, LINKS, RECHTS = 1120, 300, 130  # px
HOOG, TUSSEN = 18, 7
GROEI = ("lijst", "facetten", "breed woord", "tikfout", "kaart", "profiel", "home")  # the others stand in the table
STIJL = """
svg{--inkt:#1b1a3a;--papier:#fffdf8;--lijn:#d9d2c3;--accent:#d8391f;--zacht:#57546b;--staaf:#57546b}
@media (prefers-color-scheme:dark){svg{--inkt:#f4efe4;--papier:#17162b;--lijn:#45426a;--accent:#ff8a70;--zacht:#bdb8cf;
--staaf:#9a95b5}}
text{font-family:"Atkinson Hyperlegible Next",Verdana,sans-serif;fill:var(--inkt);font-size:13px;
paint-order:stroke;stroke:var(--papier);stroke-width:3px}
.p{fill:var(--papier)}.k{font-size:22px;font-weight:800}.z{fill:var(--zacht)}.s{fill:var(--staaf)}.a{fill:var(--accent)}
.l{stroke:var(--lijn)}.d{stroke:var(--inkt);stroke-width:2;stroke-dasharray:5 4}
.e{text-anchor:end}.m{text-anchor:middle}
"""


@dataclass(frozen=True)
class Staaf:
    """`accent`: what the portal itself does."""

    naam: str
    waarde: float
    tekst: str
    accent: bool = True


@dataclass(frozen=True)
class Veld:
    """A field with bars. `grens`: a dashed line at that value. `log`: each mark is ten times the last."""

    titel: str
    uitleg: str
    staven: Sequence[Staaf]
    grens: float | None = None
    log: bool = False

    @property
    def hoogte(self) -> int:
        return 92 + len(self.staven) * (HOOG + TUSSEN)

    def schaal(self) -> tuple[float, float]:
        """The values at the left and the right edge."""
        alle = [staaf.waarde for staaf in self.staven if staaf.waarde > 0] + ([self.grens] if self.grens else [])
        if self.log:
            return 10 ** math.floor(math.log10(min(alle) * 0.99)), 10 ** math.ceil(math.log10(max(alle)))
        return 0.0, max(alle) * 1.02

    def x(self, waarde: float) -> float:
        """Where a value stands, in px."""
        begin, einde = self.schaal()
        breed = BREED - LINKS - RECHTS
        if self.log:
            return LINKS + breed * math.log(max(waarde, begin) / begin) / math.log(einde / begin)
        return LINKS + breed * (waarde - begin) / (einde - begin)

    def merken(self) -> list[float]:
        begin, einde = self.schaal()
        if self.log:
            return [10.0**macht for macht in range(round(math.log10(begin)), round(math.log10(einde)) + 1)]
        stap = next(een for een in (1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000) if einde / een <= 10 or een == 1000)
        return [stap * deel for deel in range(int(einde / stap) + 1)]


def teken(uitslag: Uitslag) -> str:
    """The whole picture; with nothing measured it says so."""
    velden = [veld for veld in (_home(uitslag), _verhouding(uitslag), _groei(uitslag)) if veld.staven]
    delen, y = [], 24
    for veld in velden:
        delen.append(_veld(veld, y))
        y += veld.hoogte
    if not velden:
        delen.append(f'<text class="k" x="24" y="{y + 24}">Niets gemeten</text>')
        y += 48
    wat = "; ".join(f"{veld.titel}: " + ", ".join(f"{een.naam} {een.tekst}" for een in veld.staven) for veld in velden)
    begin = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {BREED} {y + 40}" role="img" aria-labelledby="t b">'
    kop = f'<title id="t">Prestaties van het portaal</title>\n<desc id="b">{escape(wat)}</desc>\n<style>{STIJL}</style>'
    vlak = f'<rect class="p" width="{BREED}" height="{y + 40}"/>'
    voet = f'<text class="z" x="24" y="{y + 16}">{escape(_voet(uitslag))}</text>'
    return "\n".join([begin, kop, vlak, *delen, voet, "</svg>"]) + "\n"


def _voet(uitslag: Uitslag) -> str:
    kop = uitslag.kop
    return f"{kop['gemeten']}, commit {kop['commit']}, {kop['kernen']} kernen{', klein' * kop['klein']}"


def _veld(veld: Veld, y: int) -> str:
    onder = y + veld.hoogte - 32
    uit = [f'<text class="k" x="24" y="{y + 20}">{escape(veld.titel)}</text>']
    uit.append(f'<text class="z" x="24" y="{y + 42}">{escape(veld.uitleg)}</text>')
    for merk in veld.merken():
        uit.append(f'<path class="l" d="M{veld.x(merk):.1f} {y + 54}V{onder}"/>')
        cijfers = 1 if merk and merk < 1 else 0
        uit.append(f'<text class="z m" x="{veld.x(merk):.1f}" y="{onder + 16}">{getal(merk, cijfers)}</text>')
    if veld.grens:
        uit.append(f'<path class="d" d="M{veld.x(veld.grens):.1f} {y + 54}V{onder}"/>')
    for nummer, staaf in enumerate(veld.staven):
        boven = y + 60 + nummer * (HOOG + TUSSEN)
        breed = max(2.0, veld.x(staaf.waarde) - LINKS)
        uit.append(f'<text class="e" x="{LINKS - 10}" y="{boven + 14}">{escape(staaf.naam)}</text>')
        soort = "a" if staaf.accent else "s"
        uit.append(f'<rect class="{soort}" x="{LINKS}" y="{boven}" width="{breed:.1f}" height="{HOOG}" rx="3"/>')
        uit.append(f'<text x="{LINKS + breed + 8:.1f}" y="{boven + 14}">{escape(staaf.tekst)}</text>')
    return "\n".join(uit)


def _home(uitslag: Uitslag) -> Veld:
    """All ways to give the front page, the fastest first."""
    namen = {CACHE: "uit de cache", ONVERANDERD: "304: niets veranderd", ZONDER: "zonder cache"}
    namen |= {STATISCH: "bestand, zelfde server", NGINX: "bestand, nginx"}
    gevonden = [(naam, snelheden(uitslag, soort).get("/"), soort) for soort, naam in namen.items()]
    staven = [
        Staaf(naam, cijfer, getal(cijfer), soort not in (STATISCH, NGINX)) for naam, cijfer, soort in gevonden if cijfer
    ]
    for rij in uitslag.van("wordpress"):
        if rij.per_seconde and staven:
            staven.append(Staaf("WordPress, voorpagina", rij.per_seconde, getal(rij.per_seconde), accent=False))
    staven.sort(key=lambda staaf: -staaf.waarde)
    return Veld("De voorpagina", "antwoorden per seconde; elke streep is tien keer de vorige", staven, log=True)


def _verhouding(uitslag: Uitslag) -> Veld:
    deel = verhouding(snelheden(uitslag, CACHE), snelheden(uitslag, STATISCH))
    staven = [Staaf(pad[:40], 100 * keer, f"{getal(100 * keer)} %", keer >= 0.6) for pad, keer in deel.items()]
    uitleg = "in % van een statisch bestand van evenveel bytes van dezelfde server; stippellijn: het doel, 60 %"
    return Veld("Elke paginasoort uit de cache", uitleg, staven, grens=60.0)


def _groei(uitslag: Uitslag) -> Veld:
    staven = []
    groottes: dict[str, dict] = uitslag.groei.get("groottes", {})
    gemeten = next(iter(groottes.values()))["soorten"] if groottes else {}
    soorten = [soort for soort in GROEI if soort in gemeten]
    for soort in soorten:
        for aantal, cijfers in groottes.items():
            p95 = cijfers["soorten"][soort]["p95_ms"]
            naam = f"{soort}, {getal(int(aantal))}"
            staven.append(Staaf(naam, p95, f"{getal(p95, 1)} ms", int(aantal) >= 1_000_000))
    uitleg = "p95 in ms bij zoveel makers, zonder cache; elke streep is tien keer de vorige; stippellijn: 150 ms"
    return Veld("Als het groeit", uitleg, staven, grens=150.0, log=True)
