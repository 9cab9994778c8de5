"""The portal behind pgbouncer with a connection per transaction: `python -m tests.oefeningen.pgbouncer`.

Two web servers of two processes each reach the database through four server connections only, and listen past the
pooler (`DATABASE_URL_LUISTEREN`): one connection per process, for each keeps a page cache of its own. Needs the program
pgbouncer; without it the drill says so and ends with code 2. Exit code 1 when a page or form fails, an answer is too
old 100 ms after a change, or more or fewer connections listen than there are processes.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

from opnetwerk.postgres_ingebed import server
from opnetwerk.postgres_ingebed.plek import maak_map, zoek_plek
from tests.oefeningen.bezoeker import Bezoeker, sitemap
from tests.oefeningen.portaal import DATABANK, Portaal, kinderen, kop, portaal, wacht_tot

POORT = 6543
VERBINDINGEN = 4  # of the pooler with PostgreSQL
SERVERS, PROCESSEN, DRADEN = 2, 2, 8
WIJZIGINGEN = 20
PAGINA = "/igs/zuidrand/"
WIE = (
    "SELECT application_name, state, backend_start::text, left(query, 80) FROM pg_stat_activity "
    "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY backend_start"
)
INSTELLINGEN = """
[databases]
{databank} = host={host} port={poort} dbname={databank} user={gebruiker}
[pgbouncer]
listen_addr =
listen_port = {eigen}
unix_socket_dir = {lijn}
unix_socket_mode = 0700
auth_type = any
pool_mode = transaction
default_pool_size = {verbindingen}
max_client_conn = 200
"""


class Verzamelaar:
    """Starts pgbouncer once the database is ready, and sends the web processes through it."""

    def __init__(self) -> None:
        self.proces: subprocess.Popen[bytes] | None = None

    def __call__(self, deze: Portaal) -> None:
        deze.beheer("start", "--zonder-server")
        plek = zoek_plek(deze.map, snel=False)
        bereik = server.verzeker(deze.map, database=DATABANK)
        lijn = Path(plek.data.parent) / "verzamelaar"
        maak_map(lijn, 0o700, plek.uid)
        ini = lijn / "pgbouncer.ini"
        waarden = {"host": bereik.host, "poort": bereik.poort, "gebruiker": bereik.user, "databank": DATABANK}
        ini.write_text(INSTELLINGEN.format(**waarden, eigen=POORT, lijn=lijn, verbindingen=VERBINDINGEN))
        if plek.uid is not None:
            os.chown(ini, plek.uid, -1)
        with (deze.map / "pgbouncer.log").open("wb") as log:
            self.proces = plek.popen([str(shutil.which("pgbouncer")), ini], log.fileno())
        wacht_tot((lijn / f".s.PGSQL.{POORT}").exists, "pgbouncer luistert")
        deze.omgeving["DATABASE_URL_LUISTEREN"] = deze.databank.url
        deze.omgeving["DATABASE_URL"] = f"postgres://{bereik.user}@{quote(str(lijn), safe='')}:{POORT}/{DATABANK}"

    @contextlib.contextmanager
    def tot_het_eind(self) -> Iterator[None]:
        try:
            yield
        finally:
            if self.proces is not None:
                self.proces.terminate()
                self.proces.wait(10)


def paginas(deze: Portaal) -> list[str]:
    """What did not go well: every page of the sitemap by 16 visitors at once, and forms."""
    paden = [*sitemap(deze.poort), "/zoek/?q=muziek", "/talent/?q=muziek", "/gezondheid/klaar/"]

    def bezoek(genummerd: tuple[int, str]) -> str:
        bezoeker = Bezoeker(deze.web[genummerd[0] % len(deze.web)].poort)
        antwoord = bezoeker.haal(genummerd[1])
        bezoeker.sluit()
        return "" if antwoord.status == 200 else f"{genummerd[1]}: {antwoord.status}"

    def vul_in(nummer: int) -> str:
        bezoeker = Bezoeker(deze.web[nummer % len(deze.web)].poort)
        pad = "/klopt-er-iets-niet/"
        antwoord = bezoeker.vul_in(pad, {"tekst": f"Melding {nummer} langs pgbouncer", "email": ""}, wacht=3.2)
        bezoeker.sluit()
        return "" if antwoord.status == 302 else f"{pad}: {antwoord.status}"

    with ThreadPoolExecutor(16) as groep:
        fout = [*groep.map(bezoek, enumerate(paden)), *groep.map(vul_in, range(3))]
    kwijt = 3 - int(deze.databank.vraag("SELECT count(*) FROM igs_melding WHERE tekst LIKE '%% langs pgbouncer'")[0][0])
    mislukt = [*filter(None, fout), *(["meldingen kwijt"] if kwijt else [])]
    print(f"{len(paden)} pagina's en 3 formulieren langs {VERBINDINGEN} verbindingen: {len(mislukt)} fout")
    return mislukt


def exact(deze: Portaal) -> int:
    """Answers that are too old 100 ms after a change that pgbouncer knows nothing of."""
    oud = 0
    for nummer in range(WIJZIGINGEN):
        merk = f"stand {nummer:05d}"
        deze.databank.vraag("UPDATE igs_igs SET omschrijving = %s WHERE slug = 'zuidrand'", (merk,))
        time.sleep(0.1)
        oud += sum(merk not in Bezoeker(web.poort).haal(PAGINA).tekst for web in deze.web)
    print(
        f"{WIJZIGINGEN} wijzigingen, {len(deze.web)} servers: {oud} van {2 * WIJZIGINGEN} antwoorden te oud na 100 ms"
    )
    return oud


def servers(verzamelaar: Verzamelaar) -> contextlib.AbstractContextManager[Portaal]:
    return portaal(processen=SERVERS, workers=PROCESSEN, blocking_threads=DRADEN, vul=verzamelaar)


def main() -> int:
    kop("achter pgbouncer, een verbinding per transactie")
    if shutil.which("pgbouncer") is None:
        print("niet gemeten: het programma pgbouncer ontbreekt (apt-get install pgbouncer)")
        return 2
    verzamelaar = Verzamelaar()
    with verzamelaar.tot_het_eind(), servers(verzamelaar) as deze:
        fout = paginas(deze)
        rijen = deze.databank.vraag(
            "SELECT application_name = 'opnetwerk-stempel', count(*) FROM pg_stat_activity "
            "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() GROUP BY 1 ORDER BY 1"
        )
        langs, luisteren = (dict(rijen).get(soort, 0) for soort in (False, True))
        processen = sum(len(kinderen(web.pid)) for web in deze.web)
        print(f"verbindingen met PostgreSQL: {langs} langs pgbouncer, {luisteren} luisteren voor {processen} processen")
        if langs > VERBINDINGEN:
            print(*deze.databank.vraag(WIE), sep="\n")
        oud = exact(deze)
        logboek = [regel for regel in deze.logboek().splitlines() if "Error" in regel or "hoort de databank" in regel]
    for regel in [*fout, *logboek]:
        print(regel[:300])
    print(f"belasting achteraf {os.getloadavg()[0]:.1f}")
    return 1 if fout or oud or logboek or luisteren != processen or langs > VERBINDINGEN else 0


if __name__ == "__main__":
    sys.exit(main())
