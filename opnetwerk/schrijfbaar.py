"""Which of several databases may be written: the newest primary, and never two.

PostgreSQL counts the promotions of a cluster: its timeline. An old primary that comes back after the standby took over
is writable too, with a lower timeline. The highest one that was seen is remembered, by this process and in a file of
this machine; a lower one is refused, and so are two that may both be written on the same timeline.
"""

import contextlib
import json
import logging
import os
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

log = logging.getLogger(__name__)

RONDVRAAG = 60.0  # seconds after which all hosts are asked again, not only the one that was good
VRAAG = """
SELECT (SELECT system_identifier FROM pg_control_system())::text, CASE WHEN NOT pg_is_in_recovery()
    THEN ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::bigint ELSE 0 END
"""
Adres = tuple[str, str]


class TweeHoofddatabanken(psycopg.OperationalError):
    """Refused: this one is older than what was seen, or two may be written. Who catches it sees a database away."""


@dataclass(frozen=True)
class Stand:
    """Of which cluster a database is a copy, and how often that cluster was promoted; 0 while it only reads."""

    systeem: str
    tijdlijn: int


@dataclass
class Geheugen:
    """The highest timeline of each cluster, and the host that was good."""

    tijdlijnen: dict[str, int] = field(default_factory=dict)
    goed: Adres | None = None
    gevraagd: float = float("-inf")  # monotonic moment of the last round
    slot: Any = field(default_factory=threading.Lock)

    def hoogste(self, systeem: str) -> int:
        return max(self.tijdlijnen.get(systeem, 0), _uit_bestand().get(systeem, 0))

    def onthoud(self, stand: Stand) -> None:
        """In the file too: a process that starts while only the old one answers must know."""
        if self.tijdlijnen.get(stand.systeem, 0) >= stand.tijdlijn:
            return
        with self.slot:
            self.tijdlijnen[stand.systeem] = stand.tijdlijn
            bekend = _uit_bestand()
            if bekend.get(stand.systeem, 0) < stand.tijdlijn:
                _naar_bestand(bekend | {stand.systeem: stand.tijdlijn})


geheugen = Geheugen()


def verbind(params: dict[str, Any], maak: Callable[[dict[str, Any]], Any] | None = None) -> Any:
    """A connection to the newest primary among the hosts of `params`; with one host simply to that one.

    `maak` makes a connection of parameters (default psycopg's own). Raises psycopg.OperationalError.
    """
    maak = maak or (lambda waarden: psycopg.connect(**waarden))
    adressen = _adressen(params)
    if len(adressen) < 2:
        return maak(params)
    goed = geheugen.goed
    if goed in adressen and time.monotonic() - geheugen.gevraagd < RONDVRAAG:
        with contextlib.suppress(psycopg.OperationalError):
            verbinding = maak(_met(params, goed))
            if is_nieuwste(verbinding):
                return verbinding
            verbinding.close()
    return _rondvraag(params, adressen, maak)


def is_nieuwste(verbinding: Any) -> bool:
    """Whether this connection is to a primary, and none with a higher timeline was seen. Raises psycopg.Error."""
    stand = _stand(verbinding)
    return stand.tijdlijn > 0 and stand.tijdlijn >= geheugen.hoogste(stand.systeem)


def _rondvraag(params: dict[str, Any], adressen: list[Adres], maak: Callable[[dict[str, Any]], Any]) -> Any:
    """Ask every host; what only reads refuses by itself (`target_session_attrs`)."""
    gevonden, fout = list[tuple[Stand, Adres, Any]](), None
    for adres in adressen:
        try:
            verbinding = maak(_met(params, adres))
            gevonden.append((_stand(verbinding), adres, verbinding))
        except psycopg.OperationalError as deze:
            fout = deze
    geheugen.gevraagd = time.monotonic()
    gevonden = [een for een in gevonden if een[0].tijdlijn > 0]
    if not gevonden:
        geheugen.goed = None
        raise fout or psycopg.OperationalError("Geen enkele databank laat schrijven toe.")
    gevonden.sort(key=lambda een: -een[0].tijdlijn)
    for _, _, verbinding in gevonden[1:]:
        verbinding.close()
    return _keur(gevonden)


def _keur(gevonden: list[tuple[Stand, Adres, Any]]) -> Any:
    """The connection to the first, which has the highest timeline; refused when that is no proof."""
    stand, adres, verbinding = gevonden[0]
    hoogste = geheugen.hoogste(stand.systeem)
    gelijk = [een for een in gevonden if een[0].tijdlijn == stand.tijdlijn or een[0].systeem != stand.systeem]
    if stand.tijdlijn < hoogste or len(gelijk) > 1:
        verbinding.close()
        geheugen.goed = None
        wie = " en ".join(_naam(een[1]) for een in gevonden)
        reden = (
            f"Geweigerd: {wie} (tijdlijn {stand.tijdlijn}) is een oude hoofddatabank; er is al een tijdlijn {hoogste}."
            if stand.tijdlijn < hoogste
            else f"Geweigerd: {wie} laten allebei schrijven toe op tijdlijn {stand.tijdlijn}."
        )
        log.error(reden)
        raise TweeHoofddatabanken(reden)
    for oud, plek, _ in gevonden[1:]:
        log.error(
            "Geweigerd: %s (tijdlijn %s) is een oude hoofddatabank; %s (tijdlijn %s) is de nieuwe.",
            *(_naam(plek), oud.tijdlijn, _naam(adres), stand.tijdlijn),
        )
    geheugen.goed = adres
    geheugen.onthoud(stand)
    return verbinding


def _stand(verbinding: Any) -> Stand:
    """Asked past Django, and outside of a transaction of its own."""
    rij = verbinding.execute(VRAAG).fetchone()
    if not verbinding.autocommit:
        verbinding.rollback()
    return Stand(rij[0], int(rij[1]))


def _adressen(params: dict[str, Any]) -> list[Adres]:
    hosts, poorten = str(params.get("host") or "").split(","), str(params.get("port") or "").split(",")
    return list(zip(hosts, poorten if len(poorten) == len(hosts) else poorten[:1] * len(hosts), strict=True))


def _met(params: dict[str, Any], adres: Adres) -> dict[str, Any]:
    return {**params, "host": adres[0], "port": adres[1]}


def _naam(adres: Adres) -> str:
    return f"{adres[0]}:{adres[1]}"


# --- what this machine remembers ---


def bestand() -> Path:
    return Path(settings.GEGEVENSMAP) / "tijdlijnen.json"


def _uit_bestand() -> dict[str, int]:
    with contextlib.suppress(OSError, ValueError, AttributeError):
        return {str(systeem): int(tijdlijn) for systeem, tijdlijn in json.loads(bestand().read_text()).items()}
    return {}


def _naar_bestand(tijdlijnen: dict[str, int]) -> None:
    try:
        with tempfile.NamedTemporaryFile("w", dir=bestand().parent, delete=False) as nieuw:
            json.dump(tijdlijnen, nieuw)
        os.replace(nieuw.name, bestand())
    except OSError as fout:  # memory must do
        log.warning("De tijdlijn van de databank kan niet bewaard worden: %s.", fout.strerror)
