"""Structured data say what the page says: every value in the JSON-LD stands in the visible text."""

import json
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings as instellingen
from django.test import Client

from igs.models import IGS
from tests.igs.test_lidmaatschap import csv_gemeenten, csv_rijen, igs_per_gemeente

MAANDEN = ["januari", "februari", "maart", "april", "mei", "juni"]
MAANDEN += ["juli", "augustus", "september", "oktober", "november", "december"]
VANDAAG = date(2026, 11, 23)
BUITEN_BEELD = {"script", "style", "head", "svg"}


class Pagina(HTMLParser):
    """What a visitor sees of a page, where it links to, and the data blocks in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.dagen: list[str] = []
        self.koppen: list[str] = []
        self.jsonld: list[dict[str, Any]] = []
        self._stukken: list[str] = []
        self._verborgen: list[str] = []
        self._in_blok = self._in_kop = False
        self.feed(html)
        self.tekst = plat("".join(self._stukken))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        eigenschappen = dict(attrs)
        if tag in BUITEN_BEELD:
            self._verborgen.append(tag)
        self._in_blok = eigenschappen.get("type") == "application/ld+json"
        if tag == "h1":
            self._in_kop = True
            self.koppen.append("")
        if tag == "a":
            self.links.append(eigenschappen.get("href") or "")
        if tag == "time":
            self.dagen.append(eigenschappen.get("datetime") or "")

    def handle_endtag(self, tag: str) -> None:
        if self._verborgen and tag == self._verborgen[-1]:
            self._verborgen.pop()
        if tag == "h1":
            self._in_kop = False
        if tag in {"li", "p", "td", "th", "dt", "dd", "div", "h1", "h2", "h3", "br"}:
            self._stukken.append(" ")

    def handle_data(self, data: str) -> None:
        if self._in_blok:
            self.jsonld.append(json.loads(data))
            self._in_blok = False
        elif not self._verborgen:
            self._stukken.append(data)
        if self._in_kop:
            self.koppen[-1] += data


def plat(tekst: str) -> str:
    return re.sub(r"\s+", " ", tekst).strip()


def lees(client: Client, adres: str, **vraag: str) -> Pagina:
    antwoord = client.get(adres, vraag)
    assert antwoord.status_code == 200, adres
    return Pagina(antwoord.content.decode())


def in_woorden(dag: date) -> str:
    return f"{dag.day} {MAANDEN[dag.month - 1]} {dag.year}"


def _waarden(blok: Any, sleutel: str = "") -> Iterator[tuple[str, str]]:
    """Every value with its key, however deep; not the words of the vocabulary."""
    if isinstance(blok, dict):
        for onder, waarde in blok.items():
            if not onder.startswith("@"):
                yield from _waarden(waarde, onder)
    elif isinstance(blok, list):
        for waarde in blok:
            yield from _waarden(waarde, sleutel)
    else:
        yield sleutel, str(blok)


def _te_zien(sleutel: str, waarde: str, pagina: Pagina, adres: str) -> bool:
    if sleutel == "url":
        return waarde == instellingen.SITE_ADRES + adres
    if sleutel == "sameAs":
        return waarde in pagina.links
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", waarde):
        return waarde in pagina.dagen or in_woorden(date.fromisoformat(waarde)) in pagina.tekst
    if sleutel == "identifier":
        return waarde.removeprefix("NIS ") in pagina.tekst
    return plat(waarde) in pagina.tekst


ADRESSEN = [
    *(f"/igs/{rij['slug']}/" for rij in csv_rijen("igs")),
    *(f"/regios/{rij['slug']}/" for rij in csv_rijen("referentieregios")),
    *(f"/gemeenten/{slug}/" for slug in ("kontich", "aalter", "borsbeek", "voeren", "beveren-kruibeke-zwijndrecht")),
    *(f"/belicht/{rij['slug']}/" for rij in csv_rijen("portretten")),
]


@pytest.mark.parametrize("adres", ADRESSEN)
@pytest.mark.usefixtures("gegevens")
def test_elke_waarde_in_de_gegevensblokken_staat_in_de_tekst(adres: str, client: Client) -> None:
    pagina = lees(client, adres)
    (blok,) = pagina.jsonld
    waarden = list(_waarden(blok))
    assert len(waarden) >= 3
    assert [(s, w) for s, w in waarden if not _te_zien(s, w, pagina, adres)] == []
    assert blok["@context"] == "https://schema.org"


@pytest.mark.usefixtures("gegevens")
def test_een_igs_noemt_zijn_gemeenten_en_zijn_einde(client: Client) -> None:
    per_gemeente = igs_per_gemeente(VANDAAG)
    (blok,) = lees(client, "/igs/comeet/").jsonld
    leden = sorted(csv_gemeenten()[code]["naam"] for code, slugs in per_gemeente.items() if "comeet" in slugs)
    assert sorted(gebied["name"] for gebied in blok["areaServed"]) == leden
    assert (blok["@type"], blok["legalName"]) == ("GovernmentOrganization", "Projectvereniging COMEET")
    assert "dissolutionDate" not in blok
    assert lees(client, "/igs/ginter/").jsonld[0]["dissolutionDate"] == "2025-12-31"


@pytest.mark.usefixtures("gegevens")
def test_een_regio_noemt_al_haar_gemeenten(client: Client) -> None:
    (blok,) = lees(client, "/regios/waasland/").jsonld
    namen = [r["naam"] for r in csv_rijen("gemeenten") if r["referentieregio"] == "waasland" and not r["bestaat_tot"]]
    assert sorted(plek["name"] for plek in blok["containsPlace"]) == sorted(namen)


@pytest.mark.usefixtures("gegevens")
def test_wat_niet_bekend_is_staat_niet_in_het_blok(client: Client) -> None:
    for rij in csv_rijen("igs"):
        (blok,) = lees(client, f"/igs/{rij['slug']}/").jsonld
        for sleutel, kolom in (("sameAs", "website"), ("email", "email"), ("telephone", "telefoon")):
            assert blok.get(sleutel, "") == rij[kolom]


@pytest.mark.usefixtures("gegevens")
def test_een_gegevensblok_kan_niet_uit_zijn_element_breken(client: Client) -> None:
    gemeen = "</script><script>alert(1)</script>&amp;"
    IGS.objects.filter(slug="zuidrand").update(naam=gemeen, omschrijving=gemeen)
    antwoord = client.get("/igs/zuidrand/").content.decode()
    assert "<script>alert" not in antwoord
    assert Pagina(antwoord).jsonld[0]["name"] == gemeen


@pytest.mark.usefixtures("gegevens")
def test_adressen_in_een_blok_komen_uit_de_instellingen(client: Client, settings: Any) -> None:
    settings.SITE_ADRES = "https://opnetwerk.example"
    settings.ALLOWED_HOSTS = ["*"]
    antwoord = client.get("/igs/zuidrand/", headers={"host": "ander.example"})
    assert Pagina(antwoord.content.decode()).jsonld[0]["url"] == "https://opnetwerk.example/igs/zuidrand/"
    assert "ander.example" not in antwoord.content.decode()
