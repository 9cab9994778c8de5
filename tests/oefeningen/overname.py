"""The failover drill: `python -m tests.oefeningen.overname [--klein]`. Exit code 1 when a promise is broken.

Two clusters from the embedded programs: a primary and a synchronous standby. While processes and real forms write,
the primary gets `kill -9` and the standby is promoted. Promised: nothing acknowledged is lost, writing is back within
the promotion plus five seconds, the old primary that comes back is refused and rejoins by pg_rewind, and with the
replica ten seconds behind nobody misses his own change. `--klein`: without the portal's tables, a few seconds.
"""

import contextlib
import datetime
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.oefeningen import cluster, schrijvers
from tests.oefeningen.bezoeker import vraag
from tests.oefeningen.cluster import DATABANK, Cluster, url
from tests.oefeningen.portaal import WORTEL, Web, kop, schone_omgeving, wacht_tot, webserver

RUIMTE = 5.0  # seconds on top of the promotion
SCHRIJVERS = 3
DRADEN = 2  # visitors with forms per web process
LANG, KORT = 4.0, 0.6  # seconds of writing before and after the kill
# A fresh process says which database it writes to, or why to none.
PROEF = """
from django.db import DatabaseError, connection
try:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('port')")
        print("schrijft naar", cursor.fetchone()[0])
except DatabaseError as fout:
    print(str(fout).splitlines()[0])
"""


@dataclass
class Verslag:
    """Every line with its moment; `mislukt` holds the promises that were broken."""

    mislukt: list[str] = field(default_factory=list)

    def regel(self, tekst: str, goed: bool | None = None) -> None:
        oordeel = {None: "      ", True: "ja    ", False: "NEE   "}[goed]
        print(f"{datetime.datetime.now():%Y-%m-%d %H:%M:%S}  {oordeel}{tekst}", flush=True)
        if goed is False:
            self.mislukt.append(tekst)


@dataclass
class Oefening:
    """What the parts share: the folder, the two clusters, and the environment of who writes."""

    map: Path
    een: Cluster
    twee: Cluster
    verslag: Verslag
    klein: bool
    stapel: contextlib.ExitStack
    web: list[Web] = field(default_factory=list)

    @property
    def omgeving(self) -> dict[str, str]:
        adres = url(self.een, self.twee)
        return schone_omgeving(
            self.map, DATABASE_URL=adres, OPNETWERK_LOKAAL="ja", OPNETWERK_PROXYS="1", OPNETWERK_LOG="json"
        ) | {"DJANGO_SETTINGS_MODULE": "opnetwerk.settings"}

    def proef(self, *clusters: Cluster, map_: Path | None = None) -> str:
        """What a process that starts now does with these hosts, and what it logged."""
        extra = {"DATABASE_URL": url(*clusters), "OPNETWERK_DATA": str(map_ or self.map)}
        args = [sys.executable, "-c", PROEF]
        gelopen = subprocess.run(
            args, cwd=WORTEL, env=self.omgeving | extra, capture_output=True, text=True, check=False
        )
        return gelopen.stdout.strip() or gelopen.stderr.strip()[-500:]

    def start_web(self, aantal: int, **extra: str) -> list[Web]:
        """Web processes that run until the drill is over, or are stopped."""
        begin = len(self.web)
        vorm = self.omgeving | extra
        nieuw = [webserver(vorm, naam=f"web-{begin + nummer}", blocking_threads=4) for nummer in range(aantal)]
        for web in nieuw:
            web.start()
            self.stapel.callback(web.stop)
        self.web += nieuw
        for web in nieuw:
            wacht_tot(lambda web=web: _status(web.poort) == 200, f"{web.naam} antwoordt", 180.0)  # type: ignore[misc]
        return nieuw

    def gelogd(self) -> str:
        """The end of what the web processes wrote, for when the drill itself fails."""
        return "\n".join((self.map / f"{web.naam}.log").read_text(errors="replace")[-3000:] for web in self.web)


# --- the pair ---


def bereid_voor(deze: Oefening) -> None:
    """The tables on the primary, then the standby, then nothing is acknowledged without it."""
    een, twee = deze.een, deze.twee
    if not deze.klein:
        args = [sys.executable, "manage.py", "start", "--zonder-server"]
        gelopen = subprocess.run(
            args,
            cwd=WORTEL,
            env=deze.omgeving | {"DATABASE_URL": url(een)},
            capture_output=True,
            text=True,
            check=False,
        )
        if gelopen.returncode:
            raise RuntimeError(gelopen.stderr[-2000:])
    een.vraag(schrijvers.TABEL, databank=DATABANK)
    twee.kopieer_van(een)
    twee.start()
    een.zet(synchronous_standby_names="twee")
    wacht_tot(lambda: _loopt_mee(een, "sync"), "de standby loopt synchroon mee")
    deze.verslag.regel("twee clusters: een hoofddatabank en een synchrone standby", True)


def _loopt_mee(hoofd: Cluster, stand: str) -> bool:
    rijen = hoofd.vraag("SELECT sync_state FROM pg_stat_replication WHERE state = 'streaming'")
    return [stand] == [rij[0] for rij in rijen]


# --- kill -9 and promotion ---


def overname(deze: Oefening) -> None:
    """While everybody writes: the primary dies, the standby takes over."""
    duur = KORT if deze.klein else LANG
    rijen = [
        schrijvers.Schrijver.start(f"proces-{nummer}", deze.map, deze.omgeving)
        for nummer in range(2 if deze.klein else SCHRIJVERS)
    ]
    for rij in rijen:
        deze.stapel.callback(rij.stop)
    inzenders = _inzenders(deze)
    wacht_tot(lambda: all(rij.bestand.stat().st_size for rij in rijen), "alle processen schrijven")
    time.sleep(duur)
    dood = deze.een.dood()
    promotie = deze.twee.bevorder()
    wacht_tot(lambda: all(any(t > dood for t, _ in rij.bevestigd()) for rij in rijen), "alle processen schrijven weer")
    time.sleep(duur)
    for rij in rijen:
        rij.stop()
    uitslag = schrijvers.Uitslag({rij.naam: rij.bevestigd() for rij in rijen})
    if inzenders:
        inzenders.stop()
        uitslag.bevestigd |= inzenders.uitslag
    _beoordeel(deze, uitslag, dood, promotie)


def _inzenders(deze: Oefening) -> "schrijvers.Inzenders | None":
    if deze.klein:
        return None
    web = deze.start_web(2)
    inzenders = schrijvers.Inzenders([een.poort for een in web] * DRADEN, per_draad=250)
    inzenders.open()
    time.sleep(schrijvers.WACHT)
    inzenders.start()
    deze.stapel.callback(inzenders.stop)
    return inzenders


def _beoordeel(deze: Oefening, uitslag: schrijvers.Uitslag, dood: float, promotie: float) -> None:
    stil = uitslag.stil_na(dood)
    langste, kortste = max(stil.values()), min(stil.values())
    deze.verslag.regel(f"bevorderen duurde {promotie:.2f} s")
    deze.verslag.regel(
        f"schrijven lag stil: {kortste:.2f} s voor de eerste, {langste:.2f} s voor de laatste van {len(stil)} "
        f"schrijvers (beloofd: hoogstens {promotie:.2f} + {RUIMTE:.0f} s na kill -9)",
        langste <= promotie + RUIMTE,
    )
    kwijt = uitslag.merken() - _bewaard(deze.twee, deze.klein)
    voor = sum(tijd < dood for rijen in uitslag.bevestigd.values() for tijd, _ in rijen)
    totaal = len(uitslag.merken())
    deze.verslag.regel(
        f"bevestigd: {voor} voor kill -9 en {totaal - voor} erna; daarvan kwijt: {len(kwijt)} (beloofd: 0)",
        not kwijt and voor > 0,
    )


def _bewaard(databank: Cluster, klein: bool) -> set[str]:
    rijen = databank.vraag("SELECT merk FROM oefening_merk", databank=DATABANK)
    if not klein:
        rijen += databank.vraag("SELECT tekst FROM igs_melding", databank=DATABANK)
    return {rij[0] for rij in rijen}


# --- the old primary comes back ---


def terugkeer(deze: Oefening) -> None:
    """The old primary starts as if nothing happened, and is writable: nobody goes there. Then it becomes a standby."""
    een, twee, verslag = deze.een, deze.twee, deze.verslag
    een.instellingen["synchronous_standby_names"] = ""
    een.start()
    verslag.regel(f"de oude hoofddatabank is terug en laat schrijven toe: {'nee' if een.leest_alleen() else 'ja'}")
    bewaard = _bewaard(een, deze.klein)
    with ThreadPoolExecutor() as samen:
        vooraan = samen.submit(deze.proef, een, twee)
        alleen = samen.submit(deze.proef, een, Cluster("weg", een.plek, 5509))
    gekozen = vooraan.result()
    verslag.regel(f"een nieuw proces, de oude staat vooraan: {gekozen}", gekozen == f"schrijft naar {twee.poort}")
    verslag.regel(
        f"een nieuw proces, alleen de oude antwoordt: {alleen.result()}", alleen.result().startswith("Geweigerd")
    )
    if not deze.klein:
        with tempfile.TemporaryDirectory() as elders:
            gekozen = deze.proef(een, twee, map_=Path(elders))
        goed = gekozen == f"schrijft naar {twee.poort}"
        verslag.regel(f"een nieuwe machine, die de overname niet zag: {gekozen}", goed)
        statussen = {web.naam: _status(web.poort) for web in deze.web}
        verslag.regel(f"de webprocessen antwoorden intussen: {statussen}", set(statussen.values()) == {200})
    verslag.regel("in de oude is niets meer geschreven", _bewaard(een, deze.klein) == bewaard)
    een.stop()
    gezegd = een.spoel_terug_naar(twee)
    een.start()
    wacht_tot(lambda: _loopt_mee(twee, "async"), "de oude loopt mee als standby")
    verslag.regel(f"pg_rewind ({gezegd}): de oude leest alleen nog en loopt mee", een.leest_alleen())


def _status(poort: int) -> int:
    """0 when nobody answers."""
    try:
        return vraag(poort, "/gezondheid/klaar/")[0]
    except OSError:
        return 0


def main() -> int:
    klein = "--klein" in sys.argv[1:]
    kop("overname" + (" (klein)" if klein else ""))
    verslag = Verslag()
    with contextlib.ExitStack() as stapel:
        boven = Path(stapel.enter_context(tempfile.TemporaryDirectory(prefix="opn-overname-")))
        boven.chmod(0o755)
        een, twee = stapel.enter_context(cluster.paar(boven / "pg"))
        (boven / "gegevens").mkdir()
        deze = Oefening(boven / "gegevens", een, twee, verslag, klein, stapel)
        delen: list[Callable[[Oefening], None]] = [bereid_voor, overname, terugkeer]
        if not klein:
            from tests.oefeningen.achterstand import achterstand

            delen.append(achterstand)
        try:
            for deel in delen:
                deel(deze)
        except RuntimeError as fout:
            verslag.regel(f"de oefening liep vast: {fout}\n{deze.gelogd()}", False)
    verslag.regel(f"belasting achteraf {os.getloadavg()[0]:.1f}; gebroken beloften: {len(verslag.mislukt)}")
    return 1 if verslag.mislukt else 0


if __name__ == "__main__":
    sys.exit(main())
