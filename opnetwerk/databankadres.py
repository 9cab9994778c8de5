"""An address of a database from the environment, as Django wants it; several hosts in one address are allowed.

`postgres://name:password@one:5432,two:5432/database`: the hosts of one primary and its standbys, as libpq reads it.
"""

import re
from typing import Any
from urllib.parse import unquote

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from opnetwerk.omgeving import tekst

MEERVOUD = "opnetwerk.postgres_meervoud"
# A machine that fell silent is given up: at connecting after seconds, later when nothing is confirmed any more.
OPTIES = {
    "connect_timeout": 3,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
HOSTS = re.compile(r"(?P<voor>\w+://(?:[^/?#]*@)?)(?P<hosts>[^/?#@]*)(?P<na>.*)", re.DOTALL)


def databank(naam: str, *, schrijven: bool, zonder_cursors: bool = False) -> dict[str, Any] | None:
    """The settings for the address in variable `naam`; None when it is not set.

    `schrijven`: of several hosts the one that may be written is looked for (`opnetwerk.schrijfbaar`).
    `zonder_cursors`: no cursors on the server, which a pooler per transaction would lose.
    """
    if not (adres := tekst(naam)):
        return None
    try:
        delen = HOSTS.fullmatch(adres)
        assert delen is not None
        hosts = [_host(deel) for deel in delen["hosts"].split(",")]
        uitslag: dict[str, Any] = dict(
            dj_database_url.parse(
                f"{delen['voor']}{delen['hosts'].split(',')[0]}{delen['na']}",
                conn_max_age=60,
                conn_health_checks=True,
                disable_server_side_cursors=zonder_cursors,
            )
        )
    except (ValueError, AssertionError) as fout:
        raise ImproperlyConfigured(f"{naam} moet eruitzien als postgres://naam:wachtwoord@host/databank.") from fout
    uitslag["OPTIONS"] = OPTIES | uitslag.get("OPTIONS", {})
    if len(hosts) > 1:
        uitslag |= {"HOST": _rij(uitslag["HOST"], hosts), "PORT": ",".join(poort or "5432" for _, poort in hosts)}
        if schrijven:
            uitslag["ENGINE"] = MEERVOUD
            uitslag["OPTIONS"] = {"target_session_attrs": "read-write"} | uitslag["OPTIONS"]
    return uitslag


def _host(deel: str) -> tuple[str, str]:
    """Name and port of one host; an IPv6 address stands between brackets. Raises ValueError."""
    gevonden = re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[^:\[\],]*)(?::([0-9]{1,5}))?", deel)
    if gevonden is None:
        raise ValueError(deel)
    return gevonden[1].strip("[]"), gevonden[2] or ""


def _rij(eerste: str, hosts: list[tuple[str, str]]) -> str:
    """The first as the parser made it (%2F is a folder of a socket), the others likewise."""
    return ",".join([eerste, *(unquote(naam) for naam, _ in hosts[1:])])
