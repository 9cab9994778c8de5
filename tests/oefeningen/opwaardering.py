"""A new version without a pause: `python -m tests.oefeningen.opwaardering [COMMIT] [PROCESSEN]`.

The old code is COMMIT, or else the last one before the newest change of the tables; the new code is what stands here,
with one migration more on tables in use. Visitors ask every page and people send forms all the time, through a load
balancer that tries nothing again; the page cache is off, so that every page asks the database.

1. Another session keeps a table. `migrate` gives up by itself, and says why; the pages go on.
2. `migrate` while the old code works.
3. The old code on the new tables: every page of the sitemap, and a form.
4. Each process in turn: a new one is started, the old one answers what it was asked, and stops. A form that was opened
   on the old code is sent to the new.

Promises: 0 failed requests, no page slower than a migration may wait plus two seconds, every form that was accepted is
in the database, once.
"""

import contextlib
import dataclasses
import itertools
import re
import secrets
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg

from opnetwerk.postgres_ingebed import server
from tests.oefeningen.bezoeker import Antwoord, Bezoeker, formulier, sitemap
from tests.oefeningen.portaal import WORTEL, Databank, Web, _tijdelijke_map, kop, schone_omgeving, webserver
from tests.oefeningen.verdeler import Verdeler

BEZOEKERS, SCHRIJVERS = 4, 2
MIGRATIE_WACHT = 2  # seconds, of OPNETWERK_MIGRATIE_WACHT
TRAAGST = MIGRATIE_WACHT + 2.0  # seconds
INVULTIJD = 3.2  # seconds; a form that comes back sooner is taken for a robot's
KLAAR = "/gezondheid/klaar/"
FORMULIER = "/klopt-er-iets-niet/"


# --- the two versions ---


@dataclasses.dataclass
class Versie:
    """A tree of code with the environment of its processes."""

    naam: str
    boom: Path
    omgeving: dict[str, str]

    def beheer(self, *opdracht: str) -> subprocess.CompletedProcess[str]:
        """`manage.py` of this version."""
        args = [sys.executable, "manage.py", *opdracht]
        return subprocess.run(args, cwd=self.boom, env=self.omgeving, capture_output=True, text=True, check=False)

    def moet(self, *opdracht: str) -> float:
        """The same; seconds it took, RuntimeError when it fails."""
        begin = time.monotonic()
        gelopen = self.beheer(*opdracht)
        if gelopen.returncode:
            raise RuntimeError(f"{self.naam} {opdracht}: {gelopen.stderr[-1500:]}")
        return time.monotonic() - begin


class WebIn(Web):
    """A web server whose code lies elsewhere."""

    boom: Path = WORTEL

    def start(self) -> None:
        with open(Path(self.omgeving["OPNETWERK_DATA"]) / f"{self.naam}.log", "ab") as log:
            self.popen = subprocess.Popen(
                self.args, cwd=self.boom, env=self.omgeving, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                process_group=0,
            )  # fmt: skip


def web_van(versie: Versie, nummer: int) -> WebIn:
    gewoon = webserver(versie.omgeving, naam=f"{versie.naam}-{nummer}", blocking_threads=4)
    web = WebIn(gewoon.naam, gewoon.args, gewoon.omgeving, poort=gewoon.poort)
    web.boom = versie.boom
    return web


def git(*args: str) -> str:
    """Output of git, reading only; empty when it fails."""
    gelopen = subprocess.run(["git", "-C", WORTEL, *args], capture_output=True, text=True, check=False)
    return gelopen.stdout.strip() if gelopen.returncode == 0 else ""


def oude_commit(gevraagd: str = "") -> str:
    """The commit that was asked for, or the one before the newest that changed migrations; RuntimeError without one."""
    laatste = git("log", "-1", "--format=%H", "--", "*/migrations/*.py")
    for naam in [gevraagd] if gevraagd else [f"{laatste}~1", "HEAD~1", "HEAD"]:
        if commit := git("rev-parse", "--verify", "--quiet", f"{naam}^{{commit}}"):
            return commit
    raise RuntimeError(f"geen commit {gevraagd}")


def pak_uit(commit: str, naar: Path) -> Path:
    """The files of a commit, without touching the checkout."""
    naar.mkdir(parents=True)
    archief = subprocess.Popen(["git", "-C", WORTEL, "archive", commit], stdout=subprocess.PIPE)
    subprocess.run(["tar", "-x", "-C", naar], stdin=archief.stdout, check=True)
    if archief.wait():
        raise RuntimeError(f"git archive {commit} mislukte")
    return naar


def neem_over(naar: Path) -> Path:
    """What stands here at this moment: somebody may go on writing in it."""
    namen = git("ls-files", "-co", "--exclude-standard", "-z").split("\0")
    for naam in filter(None, namen):
        if (WORTEL / naam).is_file():
            (naar / naam).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(WORTEL / naam, naar / naam)
    return naar


# --- visitors ---


@dataclasses.dataclass
class Verkeer:
    """Visitors and writers, each in a thread; what was no 200 (or 302 after a form) stands in `fouten`."""

    poort: int
    paden: list[str]
    schrijvers: int = SCHRIJVERS
    stijlen: bool = True
    fouten: list[str] = dataclasses.field(default_factory=list)
    vragen: int = 0
    aanvaard: int = 0
    duren: list[float] = dataclasses.field(default_factory=list)

    def __post_init__(self) -> None:
        self.klaar, self.slot, self.volgende = threading.Event(), threading.Lock(), itertools.count()

    @contextlib.contextmanager
    def aan_de_gang(self) -> Iterator["Verkeer"]:
        draden = [threading.Thread(target=self._lees, args=[nummer]) for nummer in range(BEZOEKERS)]
        draden += [threading.Thread(target=self._schrijf, args=[nummer]) for nummer in range(self.schrijvers)]
        for draad in draden:
            draad.start()
        try:
            yield self
        finally:
            self.klaar.set()
            for draad in draden:
                draad.join()

    def noteer(self, antwoord: Antwoord, verwacht: int) -> bool:
        with self.slot:
            self.vragen += 1
            self.duren.append(antwoord.duur)
            self.aanvaard += verwacht == 302 == antwoord.status
            if antwoord.status != verwacht:
                wat = antwoord.tekst[:80] if antwoord.status == 0 else ""
                self.fouten.append(f"{antwoord.status} {antwoord.pad} {wat}".strip())
        return antwoord.status == verwacht

    def _lees(self, nummer: int) -> None:
        bezoeker = Bezoeker(self.poort, afzender=f"10.1.0.{nummer + 1}")
        while not self.klaar.is_set():
            antwoord = bezoeker.haal(self.paden[next(self.volgende) % len(self.paden)])
            self.noteer(antwoord, 200)
            # Its style must be there too, whichever version answers next.
            stijlen = re.findall(r'<link[^>]*href="(/static/[^"]+\.css)"', antwoord.tekst)[:1] if self.stijlen else []
            for stijl in stijlen:
                self.noteer(bezoeker.haal(stijl), 200)
            self.klaar.wait(0.01)

    def _schrijf(self, nummer: int) -> None:
        for beurt in itertools.count():
            schrijver = Bezoeker(self.poort, afzender=f"10.2.{nummer}.{beurt % 250 + 1}")
            velden = open_formulier(self, schrijver)
            if self.klaar.wait(INVULTIJD):
                return
            verstuur(self, schrijver, velden, f"Oefening {nummer}.{beurt}")


def open_formulier(verkeer: Verkeer, schrijver: Bezoeker) -> dict[str, str]:
    open_ = schrijver.haal(FORMULIER)
    verkeer.noteer(open_, 200)
    return formulier(open_.tekst, "tekst")


def verstuur(verkeer: Verkeer, schrijver: Bezoeker, velden: dict[str, str], tekst: str) -> bool:
    return verkeer.noteer(schrijver.post(FORMULIER, velden | {"tekst": tekst}), 302)


# --- the parts ---


@dataclasses.dataclass
class Oefening:
    oud: Versie
    nieuw: Versie
    databank: Databank
    verdeler: Verdeler
    verkeer: Verkeer
    webs: list[WebIn]
    goed: bool = True

    def regel(self, goed: bool, tekst: str) -> None:
        self.goed &= goed
        print(f"  {'ja ' if goed else 'NEE'} {tekst}", flush=True)

    def slot(self) -> None:
        """Part 1."""
        print("1. Een andere sessie houdt een tabel vast", flush=True)
        begin, eerder = time.monotonic(), len(self.verkeer.fouten)
        print(
            f"      zonder slot: traagste van {len(self.verkeer.duren)} was {max(self.verkeer.duren):.2f} s", flush=True
        )
        self.verkeer.duren.clear()
        with psycopg.connect(self.databank.url, application_name="rapport") as lezer:
            lezer.execute("SELECT count(*) FROM igs_igs")
            gelopen = self.nieuw.beheer("migrate", "--no-input")
            duur = time.monotonic() - begin
            lezer.rollback()
        regels = [regel for regel in gelopen.stderr.splitlines() if "niet bijgewerkt" in regel]
        zin = regels[0].removeprefix("TabelBezet: ") if regels else gelopen.stderr[-300:]
        self.regel(gelopen.returncode != 0 and "niet bijgewerkt" in zin, f"gaf na {duur:.1f} s op: {zin}")
        traagst, aantal = max(self.verkeer.duren), len(self.verkeer.duren)
        self.regel(
            traagst <= TRAAGST, f"{aantal} antwoorden intussen, traagste {traagst:.2f} s (hoogstens {TRAAGST:g})"
        )
        self.regel(len(self.verkeer.fouten) == eerder, f"{len(self.verkeer.fouten) - eerder} mislukt (doel 0)")

    def migreer(self) -> None:
        """Part 2."""
        print("2. Tabellen bijwerken terwijl de oude code werkt", flush=True)
        eerder = len(self.verkeer.fouten)
        self.verkeer.duren.clear()
        duur = self.nieuw.moet("migrate", "--no-input")
        traagst = max(self.verkeer.duren)
        self.regel(traagst <= TRAAGST, f"klaar in {duur:.1f} s, traagste antwoord {traagst:.2f} s")
        self.regel(len(self.verkeer.fouten) == eerder, f"{len(self.verkeer.fouten) - eerder} mislukt (doel 0)")

    def oud_op_nieuw(self) -> None:
        """Part 3."""
        print("3. De oude code op de nieuwe tabellen", flush=True)
        bezoeker = Bezoeker(self.webs[0].poort, afzender="10.3.0.1")
        statussen = Counter(bezoeker.haal(pad).status for pad in self.verkeer.paden)
        self.regel(set(statussen) == {200}, f"{len(self.verkeer.paden)} pagina's van de sitemap: {dict(statussen)}")
        gezond = bezoeker.haal("/gezondheid/klaar/")
        self.regel(gezond.status == 200, f"zegt dat ze klaar is: {gezond.tekst.strip()[:80]}")

    def rol(self) -> None:
        """Part 4."""
        print(f"4. {len(self.webs)} processen een voor een vervangen", flush=True)
        eerder, self.verdeler.gehad = len(self.verkeer.fouten), Counter()
        lang = Bezoeker(self.verdeler.poort, afzender="10.4.0.1")
        velden = open_formulier(self.verkeer, lang)
        oude_poorten = [web.poort for web in self.webs]
        for nummer, oud in enumerate(list(self.webs)):
            begin = time.monotonic()
            nieuw = web_van(self.nieuw, nummer + 1)
            vervang(self.verdeler, self.webs, oud, nieuw)
            print(f"      {oud.naam} → {nieuw.naam} in {time.monotonic() - begin:.1f} s", flush=True)
        time.sleep(2)
        self.regel(verstuur(self.verkeer, lang, velden, "Oefening, lang open"), "formulier van de oude naar de nieuwe")
        oud_aantal = sum(self.verdeler.gehad[poort] for poort in oude_poorten)
        nieuw_aantal = sum(self.verdeler.gehad.values()) - oud_aantal
        self.regel(
            bool(oud_aantal and nieuw_aantal), f"{oud_aantal} vragen aan de oude code, {nieuw_aantal} aan de nieuwe"
        )
        self.regel(len(self.verkeer.fouten) == eerder, f"{len(self.verkeer.fouten) - eerder} mislukt (doel 0)")

    def slotsom(self) -> None:
        verkeer = self.verkeer
        vraag = "SELECT count(*), count(DISTINCT tekst) FROM igs_melding WHERE tekst LIKE 'Oefening%%'"
        bewaard, verschillend = self.databank.vraag(vraag)[0]
        print("Alles samen", flush=True)
        self.regel(not verkeer.fouten, f"{len(verkeer.fouten)} van {verkeer.vragen} vragen mislukt (doel 0)")
        self.regel(
            bewaard == verschillend == verkeer.aanvaard,
            f"{verkeer.aanvaard} formulieren aanvaard, {bewaard} in de databank, {bewaard - verschillend} dubbel",
        )
        for fout, keer in Counter(verkeer.fouten).most_common(5):
            print(f"      {keer} keer {fout}")


def vervang(verdeler: Verdeler, webs: list[WebIn], oud: WebIn, nieuw: WebIn) -> None:
    """First the new one answers, then the old one gets nothing more, ends what it is at, and stops."""
    nieuw.start()
    webs.append(nieuw)
    nieuw.wacht(KLAAR)
    verdeler.erbij(nieuw.poort)
    verdeler.eruit(oud.poort)
    oud.stop()
    webs.remove(oud)


@contextlib.contextmanager
def opstelling(commit: str, processen: int) -> Iterator[Oefening]:
    """The old code running behind the balancer, with visitors."""
    with contextlib.ExitStack() as stapel:
        map_ = stapel.enter_context(_tijdelijke_map())
        databank = Databank(map_)
        stapel.callback(server.stop)
        databank.start()
        vast = {"OPNETWERK_LOKAAL": "ja", "OPNETWERK_PROXYS": "1", "OPNETWERK_PAGINACACHE": "nee"}
        vast |= {"DATABASE_URL": databank.url, "OPNETWERK_GEHEIM": secrets.token_urlsafe(50)}
        oud = Versie("oud", pak_uit(commit, map_ / "code"), schone_omgeving(map_ / "oud", **vast))
        anders = {"DJANGO_SETTINGS_MODULE": "tests.oefeningen.instellingen_nieuw"}
        nieuw = Versie("nieuw", neem_over(map_ / "nieuwe-code"), schone_omgeving(map_ / "nieuw", **vast, **anders))
        print(f"  oude code klaargezet in {oud.moet('start', '--zonder-server'):.0f} s", flush=True)
        (map_ / "nieuw").mkdir(exist_ok=True)
        nieuw.moet("collectstatic", "--no-input", "-v0")
        for versie in (oud, nieuw):
            shutil.copytree(map_ / versie.naam / "static", map_ / "static", dirs_exist_ok=True)
        webs = [web_van(oud, nummer + 1) for nummer in range(processen)]
        stapel.callback(lambda: [web.stop() for web in webs])
        for web in webs:
            web.start()
        for web in webs:
            web.wacht(KLAAR)
        verdeler = stapel.enter_context(Verdeler([web.poort for web in webs], map_ / "static"))
        verkeer = stapel.enter_context(Verkeer(verdeler.poort, sitemap(verdeler.poort)).aan_de_gang())
        yield Oefening(oud, nieuw, databank, verdeler, verkeer, webs)


def main(args: list[str]) -> int:
    getallen = [int(woord) for woord in args if woord.isdigit() and len(woord) < 3]
    commit = oude_commit(next((woord for woord in args if not (woord.isdigit() and len(woord) < 3)), ""))
    kop("Opwaarderen zonder onderbreking")
    print(f"  oud: {git('log', '-1', '--format=%h %ad %s', '--date=short', commit)}")
    namen = git("diff", "--name-only", "--diff-filter=A", commit, "--", "*/migrations/*.py").split()
    print(f"  nieuw: wat hier staat, {len(namen)} migraties meer, en een van de oefening")
    print("  een verdeler die niets opnieuw probeert; paginacache uit", flush=True)
    with opstelling(commit, getallen[0] if getallen else 2) as oefening:
        time.sleep(3)
        oefening.slot()
        oefening.migreer()
        oefening.oud_op_nieuw()
        oefening.rol()
        oefening.verkeer.klaar.set()
        time.sleep(1)
        oefening.slotsom()
        goed = oefening.goed
    print("Alle beloften gehouden." if goed else "NIET alle beloften gehouden.")
    return 0 if goed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
