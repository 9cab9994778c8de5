"""Mixed load with restarts on the way: `python -m tests.oefeningen.gemengd [MINUTEN]` (30 without).

People read, search and send forms, a coordinator works in the admin and adds messages with a picture, all through nginx
where that is installed. In the first half the web server is reloaded (`systemctl reload`, see docs/bediening) and the
worker is killed with `kill -9`, several times; in the second half nothing is touched and memory is watched.

Promises: no request fails; memory is flat: over the second half its line rises by at most 5 % of what is held (judged
from ten minutes on); connections stay below 80 % of the budget, which is what PostgreSQL gives to others than its
superuser (max_connections − superuser_reserved_connections).
"""

import contextlib
import io
import itertools
import random
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from tests.oefeningen.bezoeker import Antwoord, Bezoeker, formulier, sitemap
from tests.oefeningen.portaal import Nginx, Portaal, geheugen, kop, portaal, wacht_tot

LEZERS = 3
SCHRIJVERS = 2
COORDINATOR, WACHTWOORD = "zuidrand@voorbeeld.invalid", "voorbeeld-wachtwoord-2026"
VLAK = 0.05  # of what is held
MINSTENS = 10.0  # minutes; before that caches still fill
AANDEEL = 80.0  # per cent of the budget
LEEST = 3.2  # seconds that a person has a form open
HERLAAD_OP = (0.1, 0.2, 0.3, 0.4)  # of the time
DOOD_OP = (0.15, 0.35, 0.48)
SOORTEN = {"lezen", "zoeken", "formulier versturen", "beheer", "uploaden"}
WOORDEN = ["bibliotheek", "erfgoed", "kortrijk", "jazz", "9000", "zuidrand", "lennik", "theater", "gemente", "muziek"]
BEHEER = ["/admin/", "/admin/igs/bericht/", "/admin/igs/melding/", "/admin/igs/activiteit/", "/mijn/"]


@dataclass
class Telling:
    """Answers by kind of request and status, and what went wrong."""

    aantallen: Counter = field(default_factory=Counter)
    mislukt: list[str] = field(default_factory=list)
    duren: dict[str, list[float]] = field(default_factory=dict)
    slot: threading.Lock = field(default_factory=threading.Lock)

    def noteer(self, soort: str, antwoord: Antwoord, goed: tuple[int, ...]) -> None:
        with self.slot:
            self.aantallen[soort] += 1
            self.duren.setdefault(soort, []).append(antwoord.duur)
            if antwoord.status not in goed:
                waarom = antwoord.tekst[:80] if antwoord.status == 0 else ""
                self.mislukt.append(f"{time.strftime('%H:%M:%S')} {soort} {antwoord.pad}: {antwoord.status} {waarom}")


@dataclass
class Meetpunt:
    """Seconds since the beginning, and bytes of each process: a web server is its main process and its workers."""

    op: float
    geheugen: dict[str, list[int]]


class Belasting:
    """Everybody at once, until `klaar`."""

    def __init__(self, deze: Portaal, paden: list[str]) -> None:
        self.deze, self.paden, self.telling = deze, paden, Telling()
        self.klaar, self.nummers = threading.Event(), itertools.count(1)
        self.verbindingen: list[int] = []
        self.metingen: list[Meetpunt] = []
        self.begin = time.monotonic()
        werk: list[Callable[[random.Random], None]] = [self._lees] * LEZERS + [self._schrijf] * SCHRIJVERS
        werk += [self._beheer, self._meet]
        self.draden = [threading.Thread(target=doe, args=[random.Random(i)]) for i, doe in enumerate(werk)]

    def __enter__(self) -> "Belasting":
        for draad in self.draden:
            draad.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.klaar.set()
        for draad in self.draden:
            draad.join()

    def nieuw(self) -> Bezoeker:
        """Somebody from another address: the limits of the portal are per sender."""
        nummer = next(self.nummers)
        return Bezoeker(
            self.deze.poort, afzender=f"10.{nummer // 62500 % 250}.{nummer // 250 % 250}.{nummer % 250 + 1}"
        )

    def _lees(self, kans: random.Random) -> None:
        while not self.klaar.is_set():
            lezer = self.nieuw()
            for _ in range(kans.randrange(3, 12)):
                if kans.random() < 0.2:
                    vraag = f"/zoek/?q={kans.choice(WOORDEN)}{kans.choice(['', '', f'+{kans.randrange(999)}'])}"
                    self.telling.noteer("zoeken", lezer.haal(vraag), (200, 302))
                else:
                    self.telling.noteer("lezen", lezer.haal(kans.choice(self.paden)), (200,))
                if self.klaar.wait(kans.uniform(0.02, 0.2)):
                    break
            lezer.sluit()

    def _schrijf(self, kans: random.Random) -> None:
        while not self.klaar.is_set():
            schrijver, pad = self.nieuw(), f"/klopt-er-iets-niet/?pagina={kans.choice(self.paden)}"
            open_ = schrijver.haal(pad)
            self.telling.noteer("formulier openen", open_, (200,))
            if self.klaar.wait(LEEST):
                return
            velden = formulier(open_.tekst, "tekst") | {"tekst": f"Hier klopt iets niet: {kans.random()}", "email": ""}
            self.telling.noteer("formulier versturen", schrijver.post(pad, velden), (302,))
            schrijver.sluit()

    def _beheer(self, kans: random.Random) -> None:
        """Logs in once, with the code of the app; then lists, and messages with a picture."""
        ik = self.nieuw()
        velden = {"login": COORDINATOR, "password": WACHTWOORD}
        self.telling.noteer("aanmelden", ik.vul_in("/accounts/login/", velden), (302,))
        code = self.deze.beheer("inlogcode", COORDINATOR).split()[0]
        self.telling.noteer("aanmelden", ik.vul_in("/accounts/2fa/authenticate/", {"code": code}), (302,))
        for beurt in itertools.count(1):
            self._voeg_toe(ik, beurt, kans)
            for pad in BEHEER:
                self.telling.noteer("beheer", ik.haal(pad), (200,))
                if self.klaar.wait(kans.uniform(0.1, 0.4)):
                    return

    def _voeg_toe(self, ik: Bezoeker, beurt: int, kans: random.Random) -> None:
        pad = "/admin/igs/bericht/add/"
        velden = {
            "titel": f"Oefening {beurt}",
            "tekst": f"<p>Bericht {beurt} van de oefening.</p>",
            "foto_alt": "Een vlak",
        }
        velden |= {"foto_bron": "Eigen beeld"}
        beeld = {"foto_bestand": (f"vlak-{beurt}.jpg", plaatje(kans))}
        self.telling.noteer("uploaden", ik.vul_in(pad, velden, beeld), (302,))

    def _meet(self, _kans: random.Random) -> None:
        """Connections every half second, memory every minute and more often in a short drill."""
        volgende = 0.0
        while not self.klaar.wait(0.5):
            self.verbindingen.append(self.deze.databank.verbindingen())
            op = time.monotonic() - self.begin
            if op >= volgende:
                self.metingen.append(
                    Meetpunt(op, {een.naam: [*map(geheugen, een.pids)] for een in self.deze.processen})
                )
                volgende = op + min(60.0, max(op / 4, 5.0))


def plaatje(kans: random.Random) -> bytes:
    """A picture of a telephone, small: 1200 by 900, every time another."""
    beeld = Image.effect_noise((1200, 900), kans.uniform(10, 60)).convert("RGB")
    uit = io.BytesIO()
    beeld.save(uit, "JPEG", quality=80)
    return uit.getvalue()


def begroot(deze: Portaal) -> int:
    """Connections that others than the superuser may have."""
    vraag = "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int"
    return int(deze.databank.vraag(vraag)[0][0])


DADEN = sorted([(deel, "herlaad") for deel in HERLAAD_OP] + [(deel, "dood") for deel in DOOD_OP])


def draai(deze: Portaal, last: Belasting, seconden: float, daden: Sequence[tuple[float, str]]) -> list[str]:
    """Restart on time until the load has lasted so long; what was done."""
    gedaan = list[str]()
    for deel, daad in daden:
        time.sleep(max(0.0, last.begin + deel * seconden - time.monotonic()))
        op = time.monotonic() - last.begin
        if daad == "herlaad":
            gedaan += [f"{op:.0f} s: {web.naam} herladen in {web.herlaad():.1f} s" for web in deze.web]
        elif deze.werker:
            deze.werker.dood()
            deze.werker.start()
            gedaan.append(f"{op:.0f} s: werker kill -9")
    time.sleep(max(0.0, last.begin + seconden - time.monotonic()))
    with contextlib.suppress(RuntimeError):  # said afterwards: not everything had its turn
        wacht_tot(lambda: set(last.telling.aantallen) >= SOORTEN, "alles aan de beurt")
    return gedaan


def stijging(metingen: list[Meetpunt], naam: str, vanaf: float) -> tuple[float, float]:
    """Bytes that the line through the second half rises over it, and the mean there."""
    punten = [(een.op, float(sum(een.geheugen[naam]))) for een in metingen if een.op >= vanaf]
    if len(punten) < 3:
        return 0.0, max(sum(metingen[-1].geheugen[naam]) if metingen else 1, 1)
    tijden, waarden = zip(*punten, strict=True)
    helling = statistics.linear_regression(tijden, waarden).slope
    return helling * (tijden[-1] - tijden[0]), statistics.mean(waarden)


def druk_geheugen_af(deze: Portaal, last: Belasting, seconden: float) -> bool:
    """The table of memory, and whether it is flat over the second half."""
    print("\nGeheugen in MiB (Pss), hoofdproces en zijn processen")
    for een in last.metingen:
        rijen = [
            f"{naam} {' + '.join(f'{deel / 2**20:.0f}' for deel in delen)}" for naam, delen in een.geheugen.items()
        ]
        print(f"  {een.op / 60:5.1f} min  {'   '.join(rijen)}")
    vlak, kort = True, seconden < 60 * MINSTENS
    for proces in deze.processen:
        erbij, gemiddeld = stijging(last.metingen, proces.naam, seconden / 2)
        aandeel = erbij / gemiddeld
        vlak &= kort or aandeel <= VLAK
        oordeel = "te kort om te oordelen" if kort else "vlak" if aandeel <= VLAK else "NIET VLAK"
        print(f"  {proces.naam}: {erbij / 2**20:+.1f} MiB over de tweede helft, {100 * aandeel:+.1f} %: {oordeel}")
    return vlak


def druk_af(deze: Portaal, last: Belasting, seconden: float, gedaan: list[str]) -> bool:
    """All figures; whether every promise was kept."""
    telling, hoogst, budget = last.telling, max(last.verbindingen, default=0), begroot(deze)
    print("\nOnderweg: " + "; ".join(gedaan))
    for soort, aantal in sorted(telling.aantallen.items()):
        duren = sorted(telling.duren[soort])
        p99 = duren[int(len(duren) * 0.99)]
        print(f"  {soort:20}{aantal:8}  mediaan {1000 * statistics.median(duren):6.0f} ms  p99 {1000 * p99:6.0f} ms")
    print(f"{len(telling.mislukt)} van {sum(telling.aantallen.values())} verzoeken mislukt (doel 0)")
    for regel in telling.mislukt[:10]:
        print(f"  {regel}")
    vlak = druk_geheugen_af(deze, last, seconden)
    print(
        f"\nVerbindingen: hoogstens {hoogst} van {budget}, {100 * hoogst / budget:.0f} % (doel ≤ {AANDEEL:.0f})",
        flush=True,
    )
    alles = set(telling.aantallen) >= SOORTEN
    if not alles:
        print(f"niet aan de beurt gekomen: {sorted(SOORTEN - set(telling.aantallen))}")
    return not telling.mislukt and vlak and alles and 0 < hoogst <= AANDEEL / 100 * budget


def oefen(deze: Portaal, seconden: float, paden: list[str], daden: Sequence[tuple[float, str]] = tuple(DADEN)) -> bool:
    """The whole drill on a portal that runs; whether every promise was kept."""
    with Belasting(deze, paden) as last:
        gedaan = draai(deze, last, seconden, daden)
    return druk_af(deze, last, seconden, gedaan)


def main() -> int:
    cijfers = [float(woord) for woord in sys.argv[1:] if woord.replace(".", "").isdigit()]
    mappen = [Path(woord) for woord in sys.argv[1:] if "/" in woord]
    minuten = cijfers[0] if cijfers else 30.0
    kop(f"Gemengde belasting, {minuten:g} minuten")
    map_, via = (mappen[0] if mappen else None), Nginx.aanwezig()
    print("via nginx" if via else "zonder nginx: dat ontbreekt hier (apt-get install nginx-light)")
    with portaal(met_nginx=via, met_werker=True, map_=map_) as deze:
        goed = oefen(deze, 60 * minuten, sitemap(deze.poort))
    print("\nAlle beloften gehouden." if goed else "\nNIET alle beloften gehouden.")
    return 0 if goed else 1


if __name__ == "__main__":
    sys.exit(main())
