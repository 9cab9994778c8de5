"""What `manage.py start` does: prepare the database and the files in steps, then serve until told to stop."""

import contextlib
import ctypes
import errno
import hashlib
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import OutputWrapper
from django.db import DatabaseError, OperationalError, connection, connections

from igs.gegevensbestanden import GegevensFout
from igs.laden import laad
from opnetwerk.lijsten import laad_lijsten, werk_zoekrijen_bij
from opnetwerk.migratiesloten import TabelBezet
from opnetwerk.postgres_ingebed import server
from opnetwerk.toegang import LUS

STANDAARD_ADRES = "127.0.0.1:8000"
WACHT_OP_KLAAR = 60.0  # seconds
WACHT_OP_STOP = 5.0  # seconds; after that a child is killed
WACHT_OP_GROEP = 2.0  # seconds; longer only where nobody clears away the dead
DRADEN = 8  # each holds a connection, of the 100 that the embedded PostgreSQL has
STUK_LOG = 16 * 2**20  # bytes; PostgreSQL adds to its log by this much
SPELING = 2**20
BEURT = 0x6F706E65  # number of the advisory lock; any number, as long as it stays the same
PR_SET_PDEATHSIG = 1


class StartFout(Exception):
    """Starting cannot go on; the text is one Dutch sentence for the person at the keyboard."""


# --- telling what happens ---


class Verteller:
    """Writes each step with its duration. A closed terminal or pipe is no reason to leave work undone."""

    def __init__(self, uitvoer: OutputWrapper) -> None:
        self.uitvoer = uitvoer

    def zeg(self, tekst: str, einde: str = "\n") -> None:
        with contextlib.suppress(OSError):
            self.uitvoer.write(tekst, ending=einde)
            self.uitvoer.flush()

    @contextlib.contextmanager
    def stap(self, naam: str) -> Iterator[list[str]]:
        """Time a step; what the block adds to the list is written behind the duration."""
        self.zeg(f"{naam} … ", einde="")
        begin, opmerkingen = time.monotonic(), list[str]()
        try:
            yield opmerkingen
        except BaseException:
            self.zeg("niet gelukt")
            raise
        duur = f"{time.monotonic() - begin:.1f} s".replace(".", ",")
        self.zeg(" – ".join([duur, *filter(None, opmerkingen)]))


class Sein:
    """SIGINT, SIGTERM and SIGHUP: the first one ends the preparation on the spot; while serving it is only noted."""

    def __init__(self) -> None:
        self.gekregen = False
        self.meteen = True

    def luister(self) -> None:
        for nummer in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if nummer != signal.SIGHUP or signal.getsignal(nummer) != signal.SIG_IGN:  # nohup stays nohup
                signal.signal(nummer, self._ontvang)

    def _ontvang(self, _nummer: int, _frame: FrameType | None) -> None:
        eerste, self.gekregen = not self.gekregen, True
        if eerste and self.meteen:
            raise SystemExit(0)


@contextlib.contextmanager
def in_gewone_woorden() -> Iterator[None]:
    """What can go wrong on somebody's machine becomes one sentence; a fault of our own keeps its traceback."""
    try:
        yield
    except server.PostgresStartFout as fout:
        raise StartFout(str(fout)) from fout
    except GegevensFout as fout:
        raise StartFout(f"De gegevensbestanden kloppen niet, er is niets geladen: {fout.fouten[0]}.") from fout
    except DatabaseError as fout:
        raise _over_databank(fout) from fout
    except TabelBezet as fout:
        raise StartFout(str(fout)) from fout
    except OSError as fout:
        plaats = fout.filename or settings.GEGEVENSMAP
        if fout.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StartFout(f"De schijf is vol: maak plaats vrij voor {plaats}.") from fout
        if fout.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
            raise StartFout(f"In {plaats} kan niet geschreven worden: controleer de rechten.") from fout
        raise


def _over_databank(fout: DatabaseError) -> Exception:
    code = getattr(fout.__cause__, "sqlstate", None) or ""
    reden = (str(fout).strip() or "geen uitleg").splitlines()[0]
    if code == "53100" or "No space left on device" in str(fout) or _schijf_is_vol():
        return StartFout(f"De schijf is vol: maak plaats vrij voor {plaats_databank()}.")
    if code.startswith("58") or code in ("XX001", "XX002"):
        return StartFout(f"De databank is beschadigd ({reden}): zet een reservekopie terug van {plaats_databank()}.")
    if isinstance(fout, OperationalError):
        return StartFout(f"De databank antwoordt niet ({reden}): kijk na of ze draait en start opnieuw.")
    return fout


def _schijf_is_vol() -> bool:
    """Where PostgreSQL cannot add a piece to its log it falls over, and says nothing to us."""
    with contextlib.suppress(OSError):
        return not settings.DATABASE_URL and shutil.disk_usage(plaats_databank()).free < STUK_LOG + SPELING
    return False


# --- the address ---


@dataclass(frozen=True)
class Adres:
    host: str
    poort: int

    @classmethod
    def lees(cls, tekst: str) -> "Adres":
        """HOST:POORT; an IPv6 host stands between square brackets. Raises StartFout."""
        delen = re.fullmatch(r"(?:\[([0-9a-f:.]+)\]|([\w.-]+)):(\d{1,5})", tekst, re.ASCII | re.IGNORECASE)
        if delen is None or not 0 < int(delen[3]) < 65536:
            raise StartFout(f"--adres moet HOST:POORT zijn, zoals {STANDAARD_ADRES}, niet '{tekst}'.")
        return cls((delen[1] or delen[2]).lower(), int(delen[3]))

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.poort}"

    @property
    def luister(self) -> str:
        """The host to bind: a number, whatever the resolver thinks of localhost."""
        return "127.0.0.1" if self.host == "localhost" else self.host

    @property
    def bel(self) -> str:
        """The host where this machine itself reaches the server."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.luister, self.luister)  # noqa: S104  compared, not bound


def keur_host(adres: Adres) -> None:
    """Passwords do not travel over a network in the clear. Raises StartFout."""
    if settings.LOKAAL and not settings.HTTPS and adres.host not in LUS | {"localhost"}:
        raise StartFout(
            f"Op {adres.host} kan iedereen op het netwerk meelezen, want lokaal draait het portaal zonder https: "
            "kies 127.0.0.1, localhost of [::1]."
        )


def keur_poort(adres: Adres) -> None:
    """Ask for the port and give it back at once. Raises StartFout."""
    try:
        familie, soort, _, _, plek = socket.getaddrinfo(adres.luister, adres.poort, type=socket.SOCK_STREAM)[0]
        with socket.socket(familie, soort) as proef:
            proef.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            proef.bind(plek)
    except OSError as fout:
        if fout.errno == errno.EADDRINUSE:
            reden = f"Poort {adres.poort} is bezet: stop wat daar draait of kies een andere met --adres"
        elif fout.errno in (errno.EACCES, errno.EPERM):
            reden = f"Poort {adres.poort} is voorbehouden aan root: kies een hogere met --adres"
        else:
            reden = f"{adres.host} is geen adres van deze machine: kies een ander met --adres"
        raise StartFout(f"{reden}, zoals --adres 127.0.0.1:{8001 if adres.poort == 8000 else 8000}.") from fout


# --- preparing ---


@dataclass(frozen=True)
class Stap:
    """`werk` may return a remark for the reader."""

    naam: str
    werk: Callable[[], str | None]


def start_databank() -> None:
    """The embedded PostgreSQL starts with the first connection. Two starts prepare one database in turn."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [BEURT])


def werk_tabellen_bij() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def laad_gegevens() -> str:
    verslag = laad()
    laad_lijsten()
    werk_zoekrijen_bij()
    soorten = ("toegevoegd", "gewijzigd", "ongewijzigd", "van de redactie")
    tellingen = [(verslag.totaal(soort), soort) for soort in soorten]
    return ", ".join(f"{aantal:,}".replace(",", ".") + f" {soort}" for aantal, soort in tellingen if aantal)


def zet_statisch_klaar() -> str | None:
    """Collect, hash and compress; that takes seconds, so only when a source changed."""
    stand, bewaard = _stand_van_bronnen(), settings.GEGEVENSMAP / "static.stand"
    if (settings.STATIC_ROOT / "staticfiles.json").exists() and bewaard.exists() and bewaard.read_text() == stand:
        return "ongewijzigd"
    bewaard.unlink(missing_ok=True)  # half done is not done
    # Without `clear` it trusts times, and a package that goes back a version would keep its newer files.
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    bewaard.write_text(stand)
    return None


def _stand_van_bronnen() -> str:
    """Changes with every file that collectstatic would look at, and with what handles them."""
    som = hashlib.sha256(str(settings.STORAGES).encode())
    for pakket in ("django", "whitenoise"):
        som.update(f"{pakket} {version(pakket)}\n".encode())
    for vinder in get_finders():
        for pad, opslag in vinder.list([]):
            gegevens = os.stat(opslag.path(pad))
            som.update(f"{pad} {gegevens.st_size} {gegevens.st_mtime_ns}\n".encode())
    return som.hexdigest()


def maak_voorbeelden() -> str:
    """Accounts for each role and some content, on a local portal only."""
    if not settings.LOKAAL:
        return ""
    from opnetwerk import voorbeeldaccounts, voorbeelden

    voorbeeldaccounts.maak()
    gemaakt = voorbeelden.maak()
    return f"{gemaakt} nieuw" if gemaakt else ""


STAPPEN = [
    Stap("Databank starten", start_databank),
    Stap("Tabellen bijwerken", werk_tabellen_bij),
    Stap("Gegevens laden", laad_gegevens),
    Stap("Stijl en letters klaarzetten", zet_statisch_klaar),
    Stap("Voorbeelden maken", maak_voorbeelden),
]


def bereid_voor(verteller: Verteller, stappen: Sequence[Stap] = STAPPEN) -> None:
    """Run the steps; each may be run again. Raises StartFout."""
    try:
        for stap in stappen:
            with verteller.stap(stap.naam) as opmerkingen, in_gewone_woorden():
                opmerkingen.append(stap.werk() or "")
    finally:
        with contextlib.suppress(DatabaseError):
            if connection.connection is not None:
                connection.cursor().execute("SELECT pg_advisory_unlock_all()")
        connections.close_all()


# --- serving ---


@dataclass(frozen=True)
class Kind:
    """A program that runs as long as the portal does."""

    naam: str
    args: list[str]


def kinderen(adres: Adres) -> list[Kind]:
    webserver = [sys.executable, "-m", "granian", "--interface", "wsgi", "opnetwerk.wsgi:application"]
    webserver += ["--host", adres.luister, "--port", str(adres.poort), "--log-level", "error"]
    webserver += ["--workers", "1", "--blocking-threads", str(DRADEN), "--workers-kill-timeout", "3"]
    return [Kind("De webserver", webserver), Kind("De werker", [sys.executable, "manage.py", "werker"])]


@dataclass(frozen=True)
class Lopend:
    naam: str
    proces: subprocess.Popen[bytes]


def serveer(adres: Adres, verteller: Verteller, sein: Sein) -> None:
    """Run the children until a signal comes. Raises StartFout when one ends by itself."""
    lopend: list[Lopend] = []
    try:
        with verteller.stap("Webserver starten"):
            keur_poort(adres)  # once more: the preparation took a while
            for kind in kinderen(adres):
                lopend.append(_lanceer(kind, adres))
            _wacht_tot_klaar(adres, lopend, sein)
        if not sein.gekregen:
            verteller.zeg(welkom(adres))
        while not sein.gekregen:
            _keur_lopend(lopend)
            time.sleep(0.2)
        verteller.zeg("")  # behind the ^C of the terminal
    finally:
        with verteller.stap("Stoppen"):
            _stop(lopend)
            server.stop()


def _lanceer(kind: Kind, adres: Adres) -> Lopend:
    """In a group of its own, so that Ctrl-C reaches us only and we decide the order."""
    omgeving = os.environ | {"OPNETWERK_DATA": str(settings.GEGEVENSMAP)}  # a relative path means another cwd
    omgeving.setdefault("MALLOC_ARENA_MAX", "2")  # as docs/bediening/opnetwerk.service: freed memory goes back
    if settings.LOKAAL and not omgeving.get("OPNETWERK_ADRES"):
        omgeving["OPNETWERK_ADRES"] = adres.url
    proces = subprocess.Popen(  # noqa: S603  our own interpreter with our own arguments
        kind.args,
        cwd=settings.BASE_DIR,
        env=omgeving,
        stdin=subprocess.DEVNULL,
        process_group=0,
        preexec_fn=_stop_met_ouder(),
    )
    return Lopend(kind.naam, proces)


def _stop_met_ouder() -> Callable[[], None] | None:
    """On Linux the kernel sends a child SIGTERM when we die, also by kill -9."""
    if sys.platform != "linux":
        return None
    prctl, ouder = ctypes.CDLL(None).prctl, os.getpid()

    def vraag_sein() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != ouder:
            os._exit(1)

    return vraag_sein


def _wacht_tot_klaar(adres: Adres, lopend: Sequence[Lopend], sein: Sein) -> None:
    einde = time.monotonic() + WACHT_OP_KLAAR
    while not sein.gekregen and not _is_klaar(adres):
        _keur_lopend(lopend)
        if time.monotonic() > einde:
            raise StartFout(
                f"Het portaal is na {WACHT_OP_KLAAR:.0f} s nog niet klaar: kijk naar de meldingen hierboven."
            )
        time.sleep(0.1)


def _is_klaar(adres: Adres) -> bool:
    naam = settings.ALLOWED_HOSTS[0].lstrip(".").replace("*", "localhost")
    verbinding = http.client.HTTPConnection(adres.bel, adres.poort, timeout=10)
    try:
        verbinding.request("GET", "/gezondheid/klaar/", headers={"Host": naam})
        return verbinding.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        verbinding.close()


def _keur_lopend(lopend: Sequence[Lopend]) -> None:
    for kind in lopend:
        if (code := kind.proces.poll()) is not None:
            raise StartFout(f"{kind.naam} is uit zichzelf gestopt (code {code}): kijk naar de meldingen hierboven.")


def _stop(lopend: Sequence[Lopend]) -> None:
    for kind in lopend:
        kind.proces.terminate()
    einde = time.monotonic() + WACHT_OP_STOP
    for kind in lopend:
        with contextlib.suppress(subprocess.TimeoutExpired):
            kind.proces.wait(max(0.0, einde - time.monotonic()))
        if kind.proces.returncode != 0:  # it hangs, or it fell and may have left children
            _ruim_groep_op(kind.proces)


def _ruim_groep_op(proces: subprocess.Popen[bytes]) -> None:
    """Kill the group and give it a moment: a child that is not quite gone would keep the database up."""
    with contextlib.suppress(OSError):
        os.killpg(proces.pid, signal.SIGKILL)
        proces.wait()
        einde = time.monotonic() + WACHT_OP_GROEP
        while time.monotonic() < einde:
            os.killpg(proces.pid, 0)
            time.sleep(0.02)


# --- what the reader needs to know ---


def plaats_databank() -> Path | str:
    """Where the data of the database lie."""
    if settings.DATABASE_URL:
        return "de databank van DATABASE_URL"
    return server.datamap(settings.GEGEVENSMAP)


def plaatsen() -> str:
    """Where everything lies; the database has a line of its own when it lies elsewhere."""
    regels = [f"  Gegevens:    {settings.GEGEVENSMAP}"]
    databank = plaats_databank()
    if not isinstance(databank, Path) or settings.GEGEVENSMAP.resolve() not in databank.parents:
        regels.append(f"  Databank:    {databank}")
    return "\n".join(regels)


def aanmelden(adres: Adres) -> list[str]:
    """How to log in as each role."""
    from opnetwerk.voorbeeldaccounts import VOORBEELDEN, WACHTWOORD

    return [
        "",
        f"Aanmelden op {adres.url}/accounts/login/ met het wachtwoord {WACHTWOORD}",
        *(f"  {voorbeeld.adres:<32} {voorbeeld.rol}" for voorbeeld in VOORBEELDEN),
        "  De code van de tweede stap:  uv run manage.py inlogcode ADRES",
        "Voorbeelden weghalen:  uv run manage.py voorbeelden --weg",
        "",
    ]


def welkom(adres: Adres) -> str:
    regels = ["", f"op/netwerk draait op {adres.url}", plaatsen()]
    if settings.LOKAAL:
        regels.append(f"  Mail lezen:  {adres.url}/postvak/")
        regels += aanmelden(adres)
    return "\n".join([*regels, "  Stoppen:     Ctrl-C"])


def start(adres: Adres, verteller: Verteller, *, met_server: bool = True) -> None:
    """Prepare and serve. Comes back after a signal; raises StartFout when it cannot go on."""
    sein = Sein()
    sein.luister()
    try:
        if met_server:
            keur_host(adres)
            keur_poort(adres)
        bereid_voor(verteller)
    finally:
        sein.meteen = False  # from here on everything is stopped in order
    if met_server:
        serveer(adres, verteller, sein)
    else:
        verteller.zeg(plaatsen())
        server.stop()
