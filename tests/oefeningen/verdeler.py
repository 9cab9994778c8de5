"""A load balancer for drills that hides nothing: each request goes to one process, once; nothing is tried again.

`/static/` comes from a folder that holds the files of the old and of the new code, as nginx gives them.
"""

import asyncio
import threading
from collections import Counter
from pathlib import Path

from tests.oefeningen.bezoeker import AFZENDER
from tests.oefeningen.portaal import wacht_tot

KOP = 65_536


class Verdeler:
    """Use as a context; `poort` is where visitors come in. One request per connection."""

    def __init__(self, poorten: list[int], statisch: Path | None = None) -> None:
        self.poorten, self.statisch = list(poorten), statisch
        self.bezig: Counter[int] = Counter()
        self.gehad: Counter[int] = Counter()
        self._lus = asyncio.new_event_loop()
        self._draad = threading.Thread(target=self._lus.run_forever, daemon=True)
        self.poort = 0
        self._lopend: set[asyncio.Task[None] | None] = set()  # asyncio itself lets go of them

    def __enter__(self) -> "Verdeler":
        self._draad.start()
        start = asyncio.start_server(self._verbind, "127.0.0.1", 0, limit=KOP)
        self._luistert = asyncio.run_coroutine_threadsafe(start, self._lus).result(10)
        self.poort = int(self._luistert.sockets[0].getsockname()[1])
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._sluit(), self._lus).result(10)
        self._lus.call_soon_threadsafe(self._lus.stop)
        self._draad.join()
        self._lus.close()

    async def _sluit(self) -> None:
        self._luistert.close()
        lopend = asyncio.all_tasks(self._lus) - {asyncio.current_task(self._lus)}
        for taak in lopend:
            taak.cancel()
        await asyncio.gather(*lopend, return_exceptions=True)

    def erbij(self, poort: int) -> None:
        self.poorten.append(poort)

    def eruit(self, poort: int) -> float:
        """Send it nothing more and wait until it has answered what it was asked; seconds that took."""
        self.poorten.remove(poort)
        return wacht_tot(lambda: not self.bezig[poort], f"{poort} is leeg")

    async def _verbind(self, lezer: asyncio.StreamReader, schrijver: asyncio.StreamWriter) -> None:
        self._lopend.add(taak := asyncio.current_task())
        try:
            kop = await lezer.readuntil(b"\r\n\r\n")
            pad = kop.split(b" ", 2)[1].decode("latin-1")
            if self.statisch is not None and pad.startswith("/static/"):
                schrijver.write(self._bestand(pad))
            else:
                await self._door(kop, lezer, schrijver)
            await schrijver.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the visitor left
        finally:
            schrijver.close()
            self._lopend.discard(taak)

    def _bestand(self, pad: str) -> bytes:
        assert self.statisch is not None
        plaats = (self.statisch / pad.removeprefix("/static/")).resolve()
        heeft = plaats.is_relative_to(self.statisch.resolve()) and plaats.is_file()
        lijf = plaats.read_bytes() if heeft else b""
        status = "200 OK" if heeft else "404 Not Found"
        return f"HTTP/1.1 {status}\r\nContent-Length: {len(lijf)}\r\nConnection: close\r\n\r\n".encode() + lijf

    async def _door(self, kop: bytes, lezer: asyncio.StreamReader, schrijver: asyncio.StreamWriter) -> None:
        poort = min(self.poorten, key=lambda een: (self.bezig[een], self.gehad[een]))  # the least busy
        self.bezig[poort] += 1
        self.gehad[poort] += 1
        try:
            achter_lezer, achter = await asyncio.open_connection("127.0.0.1", poort)
        except OSError:
            self.bezig[poort] -= 1
            schrijver.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        try:
            achter.write(_voor_achter(kop))
            if lengte := _lengte(kop):
                achter.write(await lezer.readexactly(lengte))
            while stuk := await achter_lezer.read(KOP):
                schrijver.write(stuk)
                await schrijver.drain()
        finally:
            achter.close()
            self.bezig[poort] -= 1


def _voor_achter(kop: bytes) -> bytes:
    """One request per connection, and the sender under the name that the portal trusts."""
    regels = [regel for regel in kop.split(b"\r\n") if not regel.lower().startswith((b"connection:", b"x-forwarded"))]
    regels = [regel.replace(AFZENDER.encode() + b":", b"X-Forwarded-For:") for regel in regels]
    return b"\r\n".join([regels[0], b"Connection: close", *regels[1:]])


def _lengte(kop: bytes) -> int:
    for regel in kop.split(b"\r\n"):
        if regel.lower().startswith(b"content-length:"):
            return int(regel.split(b":")[1])
    return 0
