"""The memory of one web process under many requests: `python -m tests.prestaties.paginacache_geheugen [VERZOEKEN]`.

Asks all kinds of pages in turn, with known parameters that differ and with unknown ones, on a data folder that is ready
(`OPNETWERK_DATA`). Prints the resident memory ten times. Ends with 1 above 150 MB, or when the last half grew by more
than 5 MB.
"""

import os
import socket
import sys
from pathlib import Path

from tests.oefeningen.bezoeker import opdracht, vraag_over
from tests.prestaties.pagina_kosten import paginas, plaats
from tests.prestaties.paginacache import portaal

MEESTE, GROEI = 150.0, 5.0  # MB


def geheugen(pids: list[int]) -> float:
    """MB of the largest of these processes."""
    regels = [Path(f"/proc/{pid}/status").read_text().partition("VmRSS:")[2].split() for pid in pids]
    return max(int(regel[0]) for regel in regels if regel) / 1024


def nakomelingen(pid: int) -> list[int]:
    """The processes that this one started, and theirs."""
    eigen = [int(een) for een in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [een for kind in eigen for een in (kind, *nakomelingen(kind))]


def webprocessen() -> list[int]:
    """The portal that this process started; not the database."""
    pids = nakomelingen(os.getpid())
    return [pid for pid in pids if b"granian" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def adressen(aantal: int) -> list[str]:
    """So many addresses: pages in turn, every third with a parameter that is asked once only."""
    paden = [pad.partition("?")[0] for pad in paginas()]
    uit = []
    for nummer in range(aantal):
        pad = paden[nummer % len(paden)]
        staart = {0: f"?fbclid={nummer}", 1: f"?op=20{10 + nummer % 17}-01-{1 + nummer % 28:02}"}.get(nummer % 30, "")
        uit.append(pad + staart)
    return uit


def main() -> int:
    aantal, metingen = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, list[float]()
    with portaal("ja") as poort, socket.create_connection(("127.0.0.1", poort)) as lijn:
        pids, stap = webprocessen(), max(1, aantal // 10)
        for nummer, pad in enumerate(adressen(aantal), 1):
            vraag_over(lijn, opdracht(pad, ""))
            if nummer % stap == 0:
                metingen.append(geheugen(pids))
                print(f"{nummer:9,} verzoeken {metingen[-1]:8.1f} MB", flush=True)
    helft = metingen[len(metingen) // 2 - 1 :]
    groei = helft[-1] - helft[0]
    goed = metingen[-1] <= MEESTE and groei <= GROEI
    uitslag = "gehaald" if goed else "niet gehaald"
    print(f"{metingen[-1]:.1f} MB (doel ≤ {MEESTE:.0f}), laatste helft {groei:+.1f} MB: {uitslag}")
    print(plaats())
    return 0 if goed else 1


if __name__ == "__main__":
    sys.exit(main())
