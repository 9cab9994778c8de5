"""What a form must survive, and how one that came back must look: used by the tests of every form.

Each list holds texts of one kind; `plaats_dubbel` sends the same form many times at once; `Formulierpagina` reads
a page with a form the way a screen reader does.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

from django.db import connections
from django.http import HttpResponse
from django.test import Client

MEGABYTE = 1_000_000  # characters

# Nothing in it that anybody could see.
LEEG = ["", "   ", "\n\r\n\t", "\u200b", "\u00a0\u2003", "\u2028", "\u200f\ufeff"]
# Too long for every field; the last one counts double in bytes.
TE_LANG = ["a" * MEGABYTE, "woord " * (MEGABYTE // 6), "é" * MEGABYTE]
# A character that a database, a mail or a document cannot hold.
STUURTEKENS = ["voor\x00na", "voor\x07na", "voor\x1b[31mna", "voor\x7fna", "voor\x9bna", "voor\x0bna", "voor\uffffna"]
# As bytes of a posted form: a test client cannot encode them, a browser would not, a robot can.
STUKKE_BYTES = [b"voor\xed\xa0\x80na", b"voor\xff\xfena", b"voor\xc3", b"voor%00na"]
# A second line, in a field that may end up in the header of a mail.
KOPINJECTIE = [
    "a@voorbeeld.be\r\nBcc: b@voorbeeld.be",
    "a@voorbeeld.be\nBcc: b@voorbeeld.be",
    "a@voorbeeld.be\rBcc: b@voorbeeld.be",
    "a@voorbeeld.be\u2028Bcc: b@voorbeeld.be",
    "a@voorbeeld.be\x85Bcc: b@voorbeeld.be",
    "a@voorbeeld.be%0d%0aBcc: b@voorbeeld.be",
    "a@voorbeeld.be, b@voorbeeld.be",
]
# Text that only harms who does not escape it: it is kept exactly.
SCRIPT = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload='alert(1)'>",
    "</textarea><script>alert(1)</script>",
    "{{ 7*7 }}{% debug %}",
    "javascript:alert(1)",
]
FORMULES = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1:A9)", '=HYPERLINK("https://kwaad.example")']
ANDERE_TALEN = ["مرحبا بالعالم", "שלום עולם", "Łódź ça va ñandú", "O’Brien-D'Hondt", "你好", "👩🏽‍🎨🎭👨‍👩‍👧"]
VEEL_LINKS = ["\n".join(f"https://kwaad.example/{nummer}" for nummer in range(50))]
ONSCHULDIG = [*SCRIPT, *FORMULES, *ANDERE_TALEN, *VEEL_LINKS]
# What poses as a page of this site.
VREEMDE_ADRESSEN = [
    "https://kwaad.example/igs/zuidrand/",
    "//kwaad.example/igs/",
    "/\\kwaad.example/",
    "\\\\kwaad.example",
    "javascript:alert(1)",
    "igs/zuidrand/",
    "/bestaat-niet/",
    "/igs/\x00/",
    "/igs/zuidrand/\r\nSet-Cookie: a=b",
    "/" + "a" * 5000,
    "",
]


def als_bytes(data: Mapping[str, str | bytes]) -> bytes:
    """A posted form as its bytes stand on the line, broken ones included."""
    heel = {naam: waarde for naam, waarde in data.items() if isinstance(waarde, str)}
    stuk = [f"{naam}={quote_from_bytes(waarde)}" for naam, waarde in data.items() if isinstance(waarde, bytes)]
    return "&".join([urlencode(heel), *stuk]).encode()


def plaats_bytes(client: Client, url: str, data: Mapping[str, str | bytes]) -> HttpResponse:
    """Post broken bytes as a robot would."""
    soort = "application/x-www-form-urlencoded"
    return client.post(url, als_bytes(data), content_type=soort)  # type: ignore[return-value]


def plaats_dubbel(
    client_factory: Callable[[], Client], url: str, data: Mapping[str, Any], n: int = 20
) -> list[HttpResponse]:
    """Post the same form n times at the same moment, each over a connection of its own, and give every answer.

    Only for tests with a real database (`transactional_db`): a thread does not see the transaction of the test.
    """
    start = threading.Barrier(n)
    antwoorden: list[HttpResponse] = []
    fouten: list[BaseException] = []

    def plaats() -> None:
        try:
            client = client_factory()
            start.wait(timeout=30)
            antwoorden.append(client.post(url, data))  # type: ignore[arg-type]
        except BaseException as fout:  # shown in the test instead of on a thread that nobody reads
            fouten.append(fout)
        finally:
            connections.close_all()

    draden = [threading.Thread(target=plaats) for _ in range(n)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(timeout=60)
    assert not fouten, fouten
    assert len(antwoorden) == n
    return antwoorden


@dataclass
class Element:
    """One element with what it says."""

    naam: str
    kenmerken: dict[str, str]
    tekst: str = ""

    @property
    def is_invoer(self) -> bool:
        soort = self.kenmerken.get("type")
        return self.naam in ("input", "select", "textarea") and soort not in ("hidden", "submit", "search")


@dataclass
class Formulierpagina:
    """A page with a form: its fields, its summary of errors, and what each refers to."""

    html: str
    elementen: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        _Lezer(self).feed(self.html)

    @property
    def titel(self) -> str:
        return next(element.tekst for element in self.elementen if element.naam == "title").strip()

    @property
    def invoer(self) -> dict[str, Element]:
        """The fields of the posted form by name, without the hidden ones."""
        velden = [element for element in self.elementen if element.is_invoer and element.kenmerken.get("name") != "q"]
        return {veld.kenmerken["name"]: veld for veld in velden if veld.kenmerken.get("tabindex") != "-1"}

    def bij(self, ident: str) -> Element:
        [element] = [element for element in self.elementen if element.kenmerken.get("id") == ident]
        return element

    def verborgen(self, naam: str) -> str:
        """The value of a hidden field."""
        [veld] = [e for e in self.elementen if e.naam == "input" and e.kenmerken.get("name") == naam]
        return veld.kenmerken.get("value", "")

    @property
    def samenvatting(self) -> list[tuple[str, str]]:
        """What the summary says, in order: the id it leads to (empty for the form as a whole) and the sentence."""
        begin = next(i for i, e in enumerate(self.elementen) if "data-samenvatting" in e.kenmerken)
        regels = []
        for element in self.elementen[begin + 1 :]:
            if element.naam == "form":
                break
            if element.naam == "li":
                regels.append(("", element.tekst.strip()))
            if element.naam == "a":
                regels[-1] = (element.kenmerken["href"].removeprefix("#"), element.tekst.strip())
        return regels

    def fout_bij(self, naam: str) -> str:
        """The sentence at a field, found the way a screen reader finds it."""
        veld = self.invoer[naam]
        beschreven = veld.kenmerken.get("aria-describedby", "").split()
        zinnen = [self.bij(ident).tekst.strip() for ident in beschreven if ident.endswith("_error")]
        return zinnen[0] if zinnen else ""

    def keur(self) -> None:
        """What holds for every form of the house, fresh or returned."""
        for naam, veld in self.invoer.items():
            kenmerken = veld.kenmerken
            assert not {"required", "placeholder", "maxlength", "pattern"} & kenmerken.keys(), naam
            labels = [e for e in self.elementen if e.naam == "label" and e.kenmerken.get("for") == kenmerken["id"]]
            assert len(labels) == 1, naam
            assert labels[0].tekst.strip(), naam
            for ident in kenmerken.get("aria-describedby", "").split():
                assert self.bij(ident).tekst.strip(), (naam, ident)
            assert (kenmerken.get("aria-invalid") == "true") == bool(self.fout_bij(naam)), naam
        formulieren = [e for e in self.elementen if e.naam == "form" and e.kenmerken.get("method") == "post"]
        assert all("novalidate" in formulier.kenmerken for formulier in formulieren)

    def keur_fouten(self) -> None:
        """A form that came back: title, focus, a summary with the same words as at the fields, no forbidden ones."""
        self.keur()
        assert self.titel.startswith("Fout: ")
        [blok] = [e for e in self.elementen if "data-samenvatting" in e.kenmerken]
        assert {"autofocus", "tabindex"} <= blok.kenmerken.keys()
        assert self.samenvatting
        for ident, zin in self.samenvatting:
            assert zin.endswith("."), zin
            assert "ongeldig" not in zin.lower()
            if ident:
                assert self.fout_bij(self.bij(ident).kenmerken["name"]) == zin
        met_fout = {naam for naam in self.invoer if self.fout_bij(naam)}
        assert met_fout == {self.bij(ident).kenmerken["name"] for ident, _ in self.samenvatting if ident}


LEEGE_ELEMENTEN = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Lezer(HTMLParser):
    def __init__(self, pagina: Formulierpagina) -> None:
        super().__init__()
        self.pagina = pagina
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {naam: waarde or "" for naam, waarde in attrs})
        self.pagina.elementen.append(element)
        if tag not in LEEGE_ELEMENTEN:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop().naam != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.tekst += data
