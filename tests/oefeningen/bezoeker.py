"""Asking the portal for things: bare and fast for a benchmark, or as a visitor with cookies who fills in forms."""

import http.client
import re
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

# nginx of a drill takes the sender from here, so that one machine can be many visitors.
AFZENDER = "X-Oefening-Afzender"


# --- asking: as fast as it goes ---


def vraag(poort: int, pad: str, koppen: str = "") -> tuple[int, dict[str, str], bytes]:
    """Status, headers (small letters) and body of one GET over a new connection. OSError when nobody answers."""
    with socket.create_connection(("127.0.0.1", poort), 30) as lijn:
        return vraag_over(lijn, opdracht(pad, koppen))


def opdracht(pad: str, koppen: str = "") -> bytes:
    return f"GET {pad} HTTP/1.1\r\nHost: 127.0.0.1:8000\r\nAccept-Encoding: br\r\n{koppen}\r\n".encode()


def vraag_over(lijn: socket.socket, vraag_: bytes) -> tuple[int, dict[str, str], bytes]:
    """The same over a connection that stays open."""
    lijn.sendall(vraag_)
    ontvangen = b""
    while b"\r\n\r\n" not in ontvangen:
        stuk = lijn.recv(262_144)
        if not stuk:
            raise OSError("closed")
        ontvangen += stuk
    begin, _, lijf = ontvangen.partition(b"\r\n\r\n")
    eerste, *regels = begin.decode("latin-1").split("\r\n")
    koppen = {naam.lower(): waarde.strip() for naam, _, waarde in (regel.partition(":") for regel in regels)}
    status = int(eerste.split(" ")[1])
    lengte = 0 if status == 304 else int(koppen["content-length"])
    while len(lijf) < lengte:
        stuk = lijn.recv(262_144)
        if not stuk:
            raise OSError("closed")
        lijf += stuk
    return status, koppen, lijf


# --- asking: as a visitor, with cookies and forms ---


@dataclass
class Antwoord:
    """`status` 0: nobody answered, and `tekst` says why."""

    status: int
    koppen: dict[str, str]
    tekst: str
    pad: str
    duur: float = 0.0


@dataclass
class Bezoeker:
    """Somebody with cookies, over a connection that stays open; `afzender`: the address that it seems to come from."""

    poort: int
    afzender: str = ""
    koekjes: dict[str, str] = field(default_factory=dict)
    _lijn: http.client.HTTPConnection | None = None

    def haal(self, pad: str) -> Antwoord:
        return self._doe("GET", pad)

    def post(
        self, pad: str, velden: Mapping[str, str], bestanden: Mapping[str, tuple[str, bytes]] | None = None
    ) -> Antwoord:
        """Send a form; `bestanden`: field → name and content."""
        if bestanden:
            lijf, soort = _meerdelig(velden, bestanden)
        else:
            lijf, soort = urlencode(velden).encode(), "application/x-www-form-urlencoded"
        return self._doe("POST", pad, lijf, {"Content-Type": soort})

    def vul_in(
        self,
        pad: str,
        velden: Mapping[str, str],
        bestanden: Mapping[str, tuple[str, bytes]] | None = None,
        wacht: float = 0.0,
    ) -> Antwoord:
        """Open a form, wait so many seconds as a person would, and send it with what stood in it.

        The first of `velden` tells which form of the page is meant.
        """
        open_ = self.haal(pad)
        if open_.status != 200:
            return open_
        time.sleep(wacht)
        return self.post(pad, formulier(open_.tekst, next(iter(velden))) | dict(velden), bestanden)

    def sluit(self) -> None:
        if self._lijn:
            self._lijn.close()
            self._lijn = None

    def _doe(self, methode: str, pad: str, lijf: bytes = b"", koppen: Mapping[str, str] | None = None) -> Antwoord:
        begin, alle = time.perf_counter(), dict(koppen or {}) | {"Origin": f"http://127.0.0.1:{self.poort}"}
        if self.koekjes:
            alle["Cookie"] = "; ".join(f"{naam}={waarde}" for naam, waarde in self.koekjes.items())
        if self.afzender:
            alle |= {AFZENDER: self.afzender, "X-Forwarded-For": self.afzender}
        try:
            antwoord, tekst = self._stuur(methode, pad, lijf, alle)
        except (OSError, http.client.HTTPException) as fout:
            self.sluit()
            return Antwoord(0, {}, f"{type(fout).__name__}: {fout}", pad, time.perf_counter() - begin)
        for koekje in antwoord.headers.get_all("Set-Cookie") or []:
            naam, _, waarde = koekje.split(";")[0].partition("=")
            self.koekjes[naam] = waarde
        alles = {naam.lower(): waarde for naam, waarde in antwoord.getheaders()}
        return Antwoord(antwoord.status, alles, tekst, pad, time.perf_counter() - begin)

    def _stuur(
        self, methode: str, pad: str, lijf: bytes, koppen: Mapping[str, str]
    ) -> tuple[http.client.HTTPResponse, str]:
        """As a browser: a kept connection that the other side closed meanwhile is opened anew."""
        if self._lijn is not None and self._lijn.sock is not None and _is_dicht(self._lijn.sock):
            self.sluit()
        if self._lijn is None:
            self._lijn = http.client.HTTPConnection("127.0.0.1", self.poort, timeout=40)
        self._lijn.request(methode, pad, lijf or None, dict(koppen))
        antwoord = self._lijn.getresponse()
        return antwoord, antwoord.read().decode(errors="replace")


def _is_dicht(lijn: socket.socket) -> bool:
    lijn.setblocking(False)
    try:
        return lijn.recv(1, socket.MSG_PEEK) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
    finally:
        lijn.settimeout(40)


class _Formulieren(HTMLParser):
    """Collects the forms of a page: for each the names and values that a browser would send, without its buttons."""

    def __init__(self, pagina: str) -> None:
        super().__init__()
        self.alle: list[dict[str, str]] = []
        self.kiest = self.schrijft = ""
        self.feed(pagina)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        delen = {naam: waarde or "" for naam, waarde in attrs}
        if tag == "form":
            self.alle.append({})
        elif self.alle and tag == "input" and delen.get("type") not in ("submit", "button", "file", "image"):
            kruisje = delen.get("type") in ("checkbox", "radio")
            if not kruisje or "checked" in delen:
                self._zet(delen.get("name", ""), delen.get("value", "on" if kruisje else ""))
        elif tag in ("textarea", "select"):
            self.schrijft, self.kiest = (
                (delen.get("name", ""), "") if tag == "textarea" else ("", delen.get("name", ""))
            )
            self._zet(delen.get("name", ""), "")
        elif tag == "option" and self.kiest and "selected" in delen:
            self._zet(self.kiest, delen.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "select"):
            self.kiest = self.schrijft = ""

    def handle_data(self, data: str) -> None:
        if self.schrijft and self.alle:
            self.alle[-1][self.schrijft] += data.removeprefix("\n")

    def _zet(self, naam: str, waarde: str) -> None:
        if naam and self.alle:
            self.alle[-1][naam] = waarde


def formulier(pagina: str, met: str) -> dict[str, str]:
    """What stands in the form that has a field of this name; empty when there is none."""
    return next((een for een in _Formulieren(pagina).alle if met in een), {})


def _meerdelig(velden: Mapping[str, str], bestanden: Mapping[str, tuple[str, bytes]]) -> tuple[bytes, str]:
    grens = "oefening-7f3a9c"
    delen = [
        f'--{grens}\r\nContent-Disposition: form-data; name="{naam}"\r\n\r\n{waarde}\r\n'.encode()
        for naam, waarde in velden.items()
    ]
    for naam, (bestandsnaam, inhoud) in bestanden.items():
        begin = f'--{grens}\r\nContent-Disposition: form-data; name="{naam}"; filename="{bestandsnaam}"\r\n'
        delen.append(f"{begin}Content-Type: application/octet-stream\r\n\r\n".encode() + inhoud + b"\r\n")
    return b"".join(delen) + f"--{grens}--\r\n".encode(), f"multipart/form-data; boundary={grens}"


def sitemap(poort: int) -> list[str]:
    """The paths of all pages in the sitemap."""
    tekst = Bezoeker(poort).haal("/sitemap.xml").tekst
    return [re.sub(r"^https?://[^/]+", "", adres) for adres in re.findall(r"<loc>([^<]+)</loc>", tekst)]
