"""Reads an answer as a browser, a feed reader or a calendar would."""

import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from icalendar import Calendar

ATOM = {"a": "http://www.w3.org/2005/Atom"}


class Pagina(HTMLParser):
    """Elements with their attributes, the visible words, and the JSON-LD of a page."""

    def __init__(self, tekst: str) -> None:
        super().__init__()
        self.elementen: list[tuple[str, dict[str, str]]] = []
        self._stukken: list[str] = []
        self._jsonld: list[str] = []
        self._in = ""
        # Keeps years on one line, and is no border between words.
        self.feed(re.sub(r'<span class="periode">(.*?)</span>', r"\1", tekst))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        eigenschappen = {naam: waarde or "" for naam, waarde in attrs}
        self.elementen.append((tag, eigenschappen))
        if tag in {"script", "style", "title"}:
            self._in = "jsonld" if eigenschappen.get("type") == "application/ld+json" else tag

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "title"}:
            self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "jsonld":
            self._jsonld.append(data)
        elif not self._in:
            self._stukken.append(data)

    @property
    def woorden(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self._stukken))

    @property
    def jsonld(self) -> dict[str, Any]:
        [blok] = self._jsonld
        return json.loads(blok)

    def waarden(self, tag: str, eigenschap: str) -> list[str]:
        return [attrs[eigenschap] for naam, attrs in self.elementen if naam == tag and eigenschap in attrs]


def pagina(client: Client, adres: str) -> Pagina:
    antwoord = client.get(adres)
    assert antwoord.status_code == 200, adres
    return Pagina(antwoord.content.decode())


def feed(client: Client, adres: str) -> ET.Element:
    antwoord = client.get(adres)
    assert antwoord.status_code == 200, adres
    assert antwoord.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(antwoord.content)


def kalender(client: Client, adres: str) -> Calendar:
    antwoord = client.get(adres)
    assert antwoord.status_code == 200, adres
    assert antwoord.headers["Content-Type"] == "text/calendar; charset=utf-8"
    gelezen = Calendar.from_ical(antwoord.content)
    assert isinstance(gelezen, Calendar)
    return gelezen


def afspraken(client: Client, adres: str) -> list[Any]:
    """The events; untyped, because the library cannot say which kind of value a property has."""
    return list(kalender(client, adres).events)
