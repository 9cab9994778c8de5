"""The part of the failover drill in which the replica is ten seconds behind and the portal reads from it."""

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.oefeningen.bezoeker import Bezoeker, formulier
from tests.oefeningen.cluster import DATABANK, url
from tests.oefeningen.portaal import WORTEL, Web, wacht_tot

if TYPE_CHECKING:
    from tests.oefeningen.overname import Oefening

ACHTER = 10  # seconds
KEREN = 5
NIEUWS = "/admin/igs/bericht/add/"
# Somebody of the editors, as if just logged in with the second step; prints the name and the value of the cookie.
AANMELDEN = """
import django; django.setup()
from django.conf import settings
from django.test import Client
from tests.aanmelden import in_beheer
from tests.beheer import maak_redactie
print(settings.SESSION_COOKIE_NAME, in_beheer(Client(), maak_redactie("oefening@voorbeeld.be")).session.session_key)
"""
IN_KOPIE = "SELECT count(*) FROM igs_bericht WHERE titel LIKE 'Achterstand%'"
LAATSTE_VRAGEN = "SELECT query FROM pg_stat_activity WHERE application_name = 'leeskopie'"


def achterstand(deze: "Oefening") -> None:
    """`een` is the standby of `twee` now."""
    een, verslag = deze.een, deze.verslag
    for web in deze.web:
        web.stop()
    een.zet(recovery_min_apply_delay=f"{ACHTER}s")
    leeskopie = url(een, extra="?application_name=leeskopie")
    webs = deze.start_web(2, DATABASE_URL_LEZEN=leeskopie)
    redactie = _redactie(deze)
    gemist = [_wijzig_en_zoek(deze, webs, redactie, keer) for keer in range(KEREN)]
    in_kopie = een.vraag(IN_KOPIE, databank=DATABANK)[0][0]
    verslag.regel(
        f"de leeskopie loopt {ACHTER} s achter: ze kent {in_kopie} van de {KEREN} berichten", in_kopie < KEREN
    )
    verslag.regel(
        f"wie zelf een bericht plaatste en meteen zocht, vond het niet: {sum(een for een, _ in gemist)} van {KEREN} "
        "keer (beloofd: 0)",
        not any(een for een, _ in gemist),
    )
    verslag.regel(
        f"een bezoeker zonder account vond het meteen daarna niet: {sum(twee for _, twee in gemist)} van {2 * KEREN} "
        "keer, op twee processen (beloofd: 0)",
        not any(twee for _, twee in gemist),
    )
    _weer_bij(deze, webs, redactie)
    _weg(deze, webs)


def _redactie(deze: "Oefening") -> tuple[str, str]:
    args = [sys.executable, "-c", AANMELDEN]
    gelopen = subprocess.run(args, cwd=WORTEL, env=deze.omgeving, capture_output=True, text=True, check=False)
    if gelopen.returncode:
        raise RuntimeError(gelopen.stderr[-2000:])
    naam, waarde = gelopen.stdout.split()
    return naam, waarde


def _zoek(web: Web, woord: str, koekje: tuple[str, str] | None) -> bool:
    """Whether the search of the site finds the word in a title."""
    bezoeker = Bezoeker(web.poort, koekjes=dict([koekje]) if koekje else {})
    antwoord = bezoeker.haal(f"/zoek/?q={quote(woord)}")
    bezoeker.sluit()
    if antwoord.status != 200:
        raise RuntimeError(f"/zoek/: {antwoord.status}")
    return f"{woord} bericht" in antwoord.tekst


def _wijzig_en_zoek(deze: "Oefening", webs: list[Web], redactie: tuple[str, str], keer: int) -> tuple[bool, int]:
    """Post a news item through the admin and look for it: missed by the writer, and by how many visitors."""
    web, woord = webs[keer % len(webs)], f"Achterstand{keer}{os.getpid()}"
    schrijver = Bezoeker(web.poort, koekjes=dict([redactie]))
    pagina = schrijver.haal(NIEUWS)
    velden = formulier(pagina.tekst, "titel") | {
        "titel": f"{woord} bericht",
        "tekst": "<p>Een bericht van de oefening.</p>",
        "_publiceer": "1",
    }
    antwoord = schrijver.post(NIEUWS, velden)
    schrijver.sluit()
    if antwoord.status != 302:
        fout = antwoord.tekst.partition("errornote")[2][:600]
        raise RuntimeError(f"{NIEUWS}: {pagina.status} {antwoord.status} {fout}")
    # Asked of another process than wrote it: with a session, the place in the log is all it has to go by.
    zelf = _zoek(webs[(keer + 1) % len(webs)], woord, redactie) and _zoek(web, woord, redactie)
    time.sleep(0.1)  # what another process is allowed, without a session
    anderen = sum(not _zoek(een, woord, None) for een in webs)
    return not zelf, anderen


def _weer_bij(deze: "Oefening", webs: list[Web], redactie: tuple[str, str]) -> None:
    """Behind, the copy is only asked how far it is; when it has caught up, it answers."""
    deze.verslag.regel(
        f"zolang ze achterloopt leest niemand er iets: {_gelezen(deze)} vragen van pagina's", _gelezen(deze) == 0
    )
    deze.een.zet(recovery_min_apply_delay="0")
    wacht_tot(lambda: deze.een.vraag(IN_KOPIE, databank=DATABANK)[0][0] == KEREN, "de leeskopie is weer bij")
    for web in webs:
        _zoek(web, f"Achterstand{os.getpid()}", redactie)
        _zoek(web, f"Achterstand0{os.getpid()}", redactie)
    deze.verslag.regel(
        f"weer bij, dan leest ze mee: {_gelezen(deze)} verbindingen met een vraag van een pagina", _gelezen(deze) > 0
    )


def _gelezen(deze: "Oefening") -> int:
    """Connections of the portal to the copy whose last question was more than how far it is."""
    vragen = [rij[0] for rij in deze.een.vraag(LAATSTE_VRAGEN)]
    return sum("opnetwerk_stempel" not in vraag and 'FROM "' in vraag for vraag in vragen)


def _weg(deze: "Oefening", webs: list[Web]) -> None:
    """Without the copy the primary answers."""
    deze.een.dood()
    goed = [_zoek(web, f"Achterstand1{os.getpid()}", None) for web in webs]
    gezegd = [
        "De leeskopie antwoordt niet" in (deze.map / f"{web.naam}.log").read_text(errors="replace") for web in webs
    ]
    deze.verslag.regel(
        "de leeskopie is weg: de hoofddatabank antwoordt, met een regel in het log", all([*goed, *gezegd])
    )
