"""PostgreSQL away under load: `python -m tests.oefeningen.databank_weg [SECONDEN]` (per part, 15 without).

Visitors ask every page of the sitemap over and over, through nginx where that is installed, and people send forms.
Meanwhile PostgreSQL is killed, and later stopped in order; in the second part half of the pages are gone from the page
cache and the web processes start anew without a database, so those pages come from the mirror. When it is back, a text
is changed: the time until every process shows that is the recovery.

Promises: at least 99 % of the pages always 200, no answer of 5xx without our own page, every form comes back as 503
with the words in it, fresh within five seconds.
"""

import hashlib
import itertools
import statistics
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.oefeningen.bezoeker import Antwoord, Bezoeker, formulier, sitemap
from tests.oefeningen.portaal import Nginx, Portaal, kop, portaal

BEZOEKERS = 6
SCHRIJVERS = 2
AANDEEL = 99.0  # per cent of the pages
HERSTEL = 5.0  # seconds
LEEST = 3.2  # seconds that a person has a form open; the portal takes who is faster for a robot
TEKST = "Een tekst waar ik lang aan schreef"
# Address, fields: forms that everybody may send.
FORMULIEREN: list[tuple[str, dict[str, str]]] = [
    ("/klopt-er-iets-niet/?pagina=/igs/", {"tekst": TEKST, "email": ""}),
    ("/regiocheck/vraag-hulp/", {"tekst": TEKST, "naam": "An Bezoeker", "email": "an@bezoeker.example"}),
    ("/mijn-gegevens/", {"email": "an@bezoeker.example"}),
]


def van_het_huis(antwoord: Antwoord) -> bool:
    """Whether a page of the house came: with its head, its footer and a heading."""
    return "</html>" in antwoord.tekst and "<main" in antwoord.tekst and "op/netwerk" in antwoord.tekst


@dataclass
class Deel:
    """What came of one part: answers while the database was away, and what followed."""

    naam: str
    paginas: dict[str, Counter] = field(default_factory=dict)
    met_stand: int = 0
    kaal: list[str] = field(default_factory=list)
    formulieren: Counter = field(default_factory=Counter)
    fouten: list[str] = field(default_factory=list)
    duren: list[float] = field(default_factory=list)
    herstel: float = 0.0

    @property
    def aandeel(self) -> float:
        """Per cent of the pages that were 200 each time they were asked."""
        goed = sum(set(statussen) == {200} for statussen in self.paginas.values())
        return 100 * goed / max(len(self.paginas), 1)

    @property
    def vragen(self) -> int:
        return sum(sum(statussen.values()) for statussen in self.paginas.values())


class Verkeer:
    """The visitors and writers of one part, each in a thread; what they get is noted as long as `weg` is set."""

    def __init__(self, deze: Portaal, paden: list[str], deel: Deel) -> None:
        self.deze, self.paden, self.deel = deze, paden, deel
        self.slot, self.klaar, self.weg = threading.Lock(), threading.Event(), threading.Event()
        self.volgende = itertools.count()
        self.draden = [threading.Thread(target=self._bezoek, args=[nummer]) for nummer in range(BEZOEKERS)]
        self.draden += [threading.Thread(target=self._schrijf, args=[nummer]) for nummer in range(SCHRIJVERS)]

    def __enter__(self) -> "Verkeer":
        for draad in self.draden:
            draad.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.klaar.set()
        for draad in self.draden:
            draad.join()

    def _bezoek(self, nummer: int) -> None:
        bezoeker = Bezoeker(self.deze.poort, afzender=f"10.1.0.{nummer + 1}")
        while not self.klaar.is_set():
            pad = self.paden[next(self.volgende) % len(self.paden)]
            weg = self.weg.is_set()
            antwoord = bezoeker.haal(pad)
            with self.slot:
                self._keur_kaal(antwoord)
                if weg and self.weg.is_set():
                    self.deel.paginas.setdefault(pad, Counter())[antwoord.status] += 1
                    self.deel.duren.append(antwoord.duur)
                    self.deel.met_stand += antwoord.status == 200 and "Stand van " in antwoord.tekst
            self.klaar.wait(0.005)
        bezoeker.sluit()

    def _schrijf(self, nummer: int) -> None:
        """Opens the forms while all is well, and sends them when the database is away."""
        beurt = itertools.count(1)
        while not self.klaar.is_set():
            open_ = [(pad, velden, self._open(nummer, next(beurt), pad, velden)) for pad, velden in FORMULIEREN]
            self.klaar.wait(LEEST)
            while not self.weg.wait(0.1) and not self.klaar.is_set():
                pass
            for pad, velden, (schrijver, verborgen) in open_:
                if not verborgen:
                    continue
                weg = self.weg.is_set()
                antwoord = schrijver.post(pad, verborgen | velden)
                with self.slot:
                    self._keur_kaal(antwoord)
                    if weg and self.weg.is_set():
                        self._keur_formulier(antwoord, velden)
                schrijver.sluit()
            self.klaar.wait(0.3)

    def _open(self, nummer: int, beurt: int, pad: str, velden: dict[str, str]) -> tuple[Bezoeker, dict[str, str]]:
        schrijver = Bezoeker(self.deze.poort, afzender=f"10.2.{nummer}.{beurt % 250 + 1}")
        return schrijver, formulier(schrijver.haal(pad).tekst, next(iter(velden)))

    def _keur_kaal(self, antwoord: Antwoord) -> None:
        if antwoord.status == 0 or (antwoord.status >= 500 and not van_het_huis(antwoord)):
            self.deel.kaal.append(f"{antwoord.status} {antwoord.pad} {antwoord.tekst[:60]!r}")

    def _keur_formulier(self, antwoord: Antwoord, velden: dict[str, str]) -> None:
        bewaard = all(waarde in antwoord.tekst for waarde in velden.values())
        self.deel.formulieren["503 met de tekst" if antwoord.status == 503 and bewaard else "anders"] += 1
        if antwoord.status != 503 or not bewaard:
            self.deel.fouten.append(f"{antwoord.status} {antwoord.pad}: tekst {'staat er' if bewaard else 'weg'}")


def warm(deze: Portaal, paden: list[str]) -> int:
    """Ask every page once, and write the mirror; the number that did not answer 200."""
    bezoeker = Bezoeker(deze.poort, afzender="10.0.0.1")
    fout = sum(bezoeker.haal(pad).status != 200 for pad in paden)
    bezoeker.sluit()
    return fout


def vergeet_de_helft(deze: Portaal, paden: list[str]) -> int:
    """Throw half of the kept pages away, and let the web processes forget what they have in memory; how many went."""
    weg = 0
    for pad in paden[::2]:
        naam = hashlib.sha256(f"{deze.basis}{pad}".encode()).hexdigest()
        bestand = deze.map / "paginacache" / naam[:2] / naam
        weg += bestand.exists()
        bestand.unlink(missing_ok=True)
    for web in deze.web:
        web.herlaad()
    return weg


def meet_herstel(deze: Portaal, merk: str) -> float:
    """Seconds from the moment that PostgreSQL answers until every process shows a change and takes a form."""
    begin = time.monotonic()
    deze.databank.vraag("UPDATE igs_igs SET omschrijving = %s WHERE slug = 'zuidrand'", (merk,))
    goed, laatst = 0, 0.0
    while goed < 12 and time.monotonic() - begin < 60:
        bezoeker = Bezoeker(deze.poort, afzender="10.0.0.2")  # a new connection: any process
        antwoord = bezoeker.haal("/igs/zuidrand/")
        bezoeker.sluit()
        vers = antwoord.status == 200 and merk in antwoord.tekst and "Stand van " not in antwoord.tekst
        goed = goed + 1 if vers else 0
        if goed == 1:
            laatst = time.monotonic() - begin
        time.sleep(0.02)
    return laatst if goed == 12 else 60.0


def speel(deze: Portaal, paden: list[str], naam: str, seconden: float, *, hard: bool, half: bool) -> Deel:
    """One part: healthy for a moment, away for so many seconds and until every page was asked, and back."""
    deel = Deel(naam)
    with Verkeer(deze, paden, deel) as verkeer:
        time.sleep(min(seconden / 3, 4.0))
        deze.databank.stop(hard=hard)
        weg = vergeet_de_helft(deze, paden) if half else 0
        verkeer.weg.set()
        einde = time.monotonic() + seconden
        while time.monotonic() < einde or (len(deel.paginas) < len(paden) and time.monotonic() < einde + 60):
            time.sleep(0.05)
        verkeer.weg.clear()
        deze.databank.start()
        deel.herstel = meet_herstel(deze, f"Na {naam}")
        time.sleep(min(seconden / 3, 2.0))
    if weg:
        deel.naam += f", {weg} pagina's niet in de cache"
    return deel


def druk_af(deel: Deel, aantal: int) -> bool:
    """Print one part; whether it kept the promises."""
    print(f"\n{deel.naam}")
    print(f"  {len(deel.paginas)} van {aantal} pagina's gevraagd, {deel.vragen} keer, {deel.met_stand} met 'Stand van'")
    duren = sorted(deel.duren) or [0.0]
    print(
        f"  duur: mediaan {1000 * statistics.median(duren):.0f} ms, p99 {1000 * duren[int(len(duren) * 0.99)]:.0f} ms"
    )
    slecht = {pad: dict(statussen) for pad, statussen in deel.paginas.items() if set(statussen) != {200}}
    print(f"  {deel.aandeel:.2f} % van de pagina's altijd 200 (doel ≥ {AANDEEL:.0f}) {list(slecht.items())[:3] or ''}")
    print(f"  {len(deel.kaal)} kale 5xx of geen antwoord (doel 0) {deel.kaal[:3] or ''}")
    print(f"  formulieren: {dict(deel.formulieren)} {deel.fouten[:3] or ''}")
    print(f"  vers na {deel.herstel:.1f} s (doel ≤ {HERSTEL:.0f})", flush=True)
    heel = len(deel.paginas) == aantal and deel.aandeel >= AANDEEL
    return heel and not deel.kaal and not deel.fouten and bool(deel.formulieren) and deel.herstel <= HERSTEL


def oefen(deze: Portaal, seconden: float, paden: list[str]) -> bool:
    """All parts on a portal that runs; whether every promise was kept."""
    mislukt = warm(deze, paden)
    print(f"{len(paden)} pagina's in de sitemap, {mislukt} antwoorden niet met alles in orde")
    goed = not mislukt
    delen = [("kill -9", True, False)]
    if deze.nginx:
        deze.beheer("spiegel", str(deze.nginx.spiegel))
        delen.append(("netjes gestopt", False, True))
    else:
        print("niet gemeten: nginx ontbreekt hier, dus de spiegel ook (apt-get install nginx-light)")
        delen.append(("netjes gestopt", False, False))
    for naam, hard, half in delen:
        goed &= druk_af(speel(deze, paden, naam, seconden, hard=hard, half=half), len(paden))
    return goed


def main() -> int:
    cijfers = [float(woord) for woord in sys.argv[1:] if woord.replace(".", "").isdigit()]
    mappen = [Path(woord) for woord in sys.argv[1:] if "/" in woord]
    kop("De databank weg onder belasting")
    with portaal(met_nginx=Nginx.aanwezig(), map_=mappen[0] if mappen else None) as deze:
        goed = oefen(deze, cijfers[0] if cijfers else 15.0, sitemap(deze.poort))
    print("\nAlle beloften gehouden." if goed else "\nNIET alle beloften gehouden.")
    return 0 if goed else 1


if __name__ == "__main__":
    sys.exit(main())
