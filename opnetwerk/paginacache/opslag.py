"""Where the answers are kept: the memory of the process, and files that processes share and that outlive them.

One answer per address, with the state of the content it was made with: a newer one takes its place, and until then it
is the last known one. Both places are bounded. A file is written beside its place and moved, so it is whole or absent.
"""

import contextlib
import hashlib
import json
import logging
import os
import tempfile
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

GEHEUGEN = 32 * 2**20  # bytes
SCHIJF = 512 * 2**20  # bytes
SNOEI_NA = 16 * 2**20  # bytes written by this process after which the files are counted
GROOTSTE = 2 * 2**20  # bytes of one answer, compressed
OVERLAST = 2_000  # bytes that an answer takes besides its bodies, carefully


@dataclass(frozen=True)
class Bewaard:
    """An answer. `lijven`: encoding ("br", "gzip", "identity") → bytes; `gemaakt` in seconds since 1970."""

    adres: str
    merk: str
    gewist: int
    gemaakt: float
    etag: str
    koppen: tuple[tuple[str, str], ...]
    lijven: dict[str, bytes]
    in_kader: bool = False
    tellingen: tuple[tuple[str, int], ...] = ()

    @property
    def omvang(self) -> int:
        return OVERLAST + sum(map(len, self.lijven.values()))


@dataclass
class Geheugen:
    """The answers used last, up to `hoogstens` bytes."""

    hoogstens: int = GEHEUGEN
    omvang: int = 0
    _rijen: "OrderedDict[str, Bewaard]" = field(default_factory=OrderedDict)
    _slot: Any = field(default_factory=threading.Lock)

    def __len__(self) -> int:
        return len(self._rijen)

    def geef(self, adres: str) -> Bewaard | None:
        with self._slot:
            if adres in self._rijen:
                self._rijen.move_to_end(adres)
            return self._rijen.get(adres)

    def zet(self, een: Bewaard) -> None:
        with self._slot:
            self._weg(een.adres)
            if een.omvang > self.hoogstens:
                return
            self._rijen[een.adres] = een
            self.omvang += een.omvang
            while self.omvang > self.hoogstens:
                self._weg(next(iter(self._rijen)))

    def weg(self, adres: str) -> None:
        with self._slot:
            self._weg(adres)

    def weg_voor(self, gewist: int) -> None:
        """Drop what was made before this erasure."""
        with self._slot:
            for adres in [adres for adres, een in self._rijen.items() if een.gewist < gewist]:
                self._weg(adres)

    def leeg(self) -> None:
        with self._slot:
            self._rijen.clear()
            self.omvang = 0

    def _weg(self, adres: str) -> None:
        oud = self._rijen.pop(adres, None)
        if oud:
            self.omvang -= oud.omvang


@dataclass
class Bestanden:
    """The same in a folder, up to `hoogstens` bytes. A full or closed disk keeps nothing and breaks nothing."""

    map: Path
    hoogstens: int = SCHIJF
    _geschreven: int = SNOEI_NA  # counted at the first write

    def pad(self, adres: str) -> Path:
        naam = hashlib.sha256(adres.encode()).hexdigest()
        return self.map / naam[:2] / naam

    def geef(self, adres: str) -> Bewaard | None:
        try:
            een = _uit_bytes(self.pad(adres).read_bytes())
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return een if een.adres == adres else None

    def zet(self, een: Bewaard) -> None:
        pad, inhoud = self.pad(een.adres), _als_bytes(een)
        try:
            pad.parent.mkdir(parents=True, exist_ok=True)
            _schrijf(pad, inhoud)
        except OSError:
            log.warning("De paginacache kan niet schrijven in %s.", self.map, exc_info=True)
            return
        self._geschreven += len(inhoud)
        if self._geschreven > SNOEI_NA:
            self._geschreven = 0
            self.snoei()

    def weg(self, adres: str) -> None:
        with contextlib.suppress(OSError):
            self.pad(adres).unlink(missing_ok=True)

    def snoei(self) -> int:
        """Remove the oldest until there is a tenth to spare; how many."""
        rijen = sorted(self._alle(), key=lambda rij: rij[1])
        omvang, weg = sum(rij[2] for rij in rijen), 0
        if omvang <= self.hoogstens:
            return 0
        for pad, _op, grootte in rijen:
            if omvang <= self.hoogstens * 0.9:
                break
            with contextlib.suppress(OSError):
                pad.unlink()
                omvang, weg = omvang - grootte, weg + 1
        return weg

    def weg_voor(self, gewist: int) -> None:
        """Drop what was made before this erasure, and remember its number for a start without a database."""
        for pad, *_ in list(self._alle()):
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                with pad.open("rb") as bestand:
                    ouder = json.loads(bestand.readline())["gewist"] < gewist
                if ouder:
                    pad.unlink()
        with contextlib.suppress(OSError):
            self.map.mkdir(parents=True, exist_ok=True)
            _schrijf(self.map / "gewist", str(gewist).encode())

    def laatst_gewist(self) -> int:
        try:
            return int((self.map / "gewist").read_text())
        except (OSError, ValueError):
            return 0

    def adressen(self) -> list[str]:
        """Every address that is kept."""
        gevonden = []
        for pad, *_ in self._alle():
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError), pad.open("rb") as bestand:
                gevonden.append(str(json.loads(bestand.readline())["adres"]))
        return sorted(gevonden)

    def _alle(self) -> "list[tuple[Path, float, int]]":
        rijen = []
        for pad in self.map.glob("??/*"):
            with contextlib.suppress(OSError):
                stand = pad.stat()
                rijen.append((pad, stand.st_mtime, stand.st_size))
        return rijen


def _schrijf(pad: Path, inhoud: bytes) -> None:
    fd, naam = tempfile.mkstemp(prefix=".", dir=pad.parent)
    try:
        with open(fd, "wb") as bestand:
            bestand.write(inhoud)
        os.replace(naam, pad)
    except BaseException:
        Path(naam).unlink(missing_ok=True)
        raise


def _als_bytes(een: Bewaard) -> bytes:
    """A line of JSON, and the bodies behind it."""
    kop = {naam: getattr(een, naam) for naam in ("adres", "merk", "gewist", "gemaakt", "etag", "koppen", "in_kader")}
    kop |= {"tellingen": een.tellingen, "lijven": {naam: len(lijf) for naam, lijf in een.lijven.items()}}
    return json.dumps(kop).encode() + b"\n" + b"".join(een.lijven.values())


def _uit_bytes(inhoud: bytes) -> Bewaard:
    """Raises ValueError, KeyError or TypeError for a file that is not whole."""
    regel, _, rest = inhoud.partition(b"\n")
    kop = json.loads(regel)
    lengtes = kop.pop("lijven")
    if sum(lengtes.values()) != len(rest):
        raise ValueError("not whole")
    lijven = dict[str, bytes]()
    for naam, lengte in lengtes.items():
        lijven[naam], rest = rest[:lengte], rest[lengte:]
    kop["koppen"] = tuple((naam, waarde) for naam, waarde in kop["koppen"])
    kop["tellingen"] = tuple((naam, nummer) for naam, nummer in kop["tellingen"])
    return Bewaard(lijven=lijven, **kop)
