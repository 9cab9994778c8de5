"""Put a copy back: into an empty system, or beside the live one as a drill that compares and reports."""

import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from defusedxml import ElementTree
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, override_settings
from psycopg import sql

from opnetwerk import wissingen
from opnetwerk.reservekopie import (
    ZONDER_RIJEN,
    KopieFout,
    Manifest,
    Reservekopie,
    Tabel,
    keur,
    kopieen,
    mappen,
    pg,
    vingerafdrukken,
)

AANTAL_PAGINAS = 20
NAAMRUIMTE = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@dataclass
class Verslag:
    """What came back. `fouten` are Dutch sentences; `gewist` what the ledger of erasures took away again."""

    kopie: str
    tabellen: int = 0
    rijen: int = 0
    bestanden: int = 0
    bytes: int = 0
    paginas: dict[str, int] = field(default_factory=dict)
    gewist: dict[str, int] = field(default_factory=dict)
    seconden: float = 0.0
    fouten: list[str] = field(default_factory=list)

    @property
    def goed(self) -> bool:
        return not self.fouten

    def als_dict(self) -> dict[str, Any]:
        return asdict(self)


def kies(bron: Path) -> Reservekopie:
    """The copy that `bron` is, or the newest in it. KopieFout when there is none."""
    alle = kopieen(bron)
    if alle:
        return alle[-1]
    gevonden = [een for een in kopieen(bron.parent) if een.map == bron]
    if not gevonden:
        raise KopieFout(f"In {bron} staat geen reservekopie.")
    return gevonden[0]


# --- into an empty system ---


def herstel(bron: Path, *, ook_wissingen: Iterable[Path] = ()) -> Verslag:
    """Database, files and erasures, into a database without tables and folders without files.

    Every byte is looked at before anything is written, and every table after. The ledgers beside the copies, of this
    machine and of `ook_wissingen` are replayed. KopieFout before anything is written; later faults stand in the report.
    """
    begin = time.monotonic()
    kopie = kies(bron)
    if fouten := keur(kopie):
        raise KopieFout(" ".join(["De reservekopie is niet heel, er is niets teruggezet.", *fouten[:5]]))
    _keur_leeg()
    verslag = Verslag(kopie.naam)
    manifest = kopie.manifest()
    pg("pg_restore", _terugzetopties(kopie))
    verslag.fouten += vergelijk(manifest, verslag)
    for naam, map_ in mappen().items():
        _zet_bestanden(kopie, naam, map_, verslag)
    if settings.BUCKET and manifest.bestanden:
        verslag.fouten.append(
            f"De kopie heeft {manifest.bestanden} bestanden en het portaal bewaart ze in een bucket: herstel eerst "
            "zonder OPNETWERK_BUCKET en zet de mappen daarna over."
        )
    call_command("migrate", verbosity=0, interactive=False)
    verslag.gewist = _wis_opnieuw([bron / wissingen.BESTAND, bron.parent / wissingen.BESTAND, *ook_wissingen], verslag)
    verslag.seconden = time.monotonic() - begin
    return verslag


def _keur_leeg() -> None:
    if connection.introspection.table_names():
        raise KopieFout("De databank is niet leeg: herstel schrijft nooit over iets heen. Geef een lege databank.")
    for naam, map_ in mappen().items():
        if map_.is_dir() and any(map_.iterdir()):
            raise KopieFout(f"De map {naam} ({map_}) is niet leeg: herstel schrijft nooit over iets heen.")


def _terugzetopties(kopie: Reservekopie) -> list[str]:
    return ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", str(kopie.dump)]


def vergelijk(manifest: Manifest, verslag: Verslag) -> list[str]:
    """Every table against what the copy says it held; counts into the report."""
    with transaction.atomic():
        nu_ = vingerafdrukken(sla_over=ZONDER_RIJEN)
    verslag.tabellen, verslag.rijen = len(nu_), sum(een.rijen for een in nu_.values())
    leeg = Tabel(0, "0")
    return [
        f"Tabel {naam}: {nu_.get(naam, leeg).rijen} rijen, in de kopie {manifest.tabellen.get(naam, leeg).rijen}"
        + (", en de inhoud verschilt." if nu_.get(naam, leeg).rijen == manifest.tabellen.get(naam, leeg).rijen else ".")
        for naam in sorted(nu_.keys() | manifest.tabellen.keys())
        if nu_.get(naam) != manifest.tabellen.get(naam)
    ]


def _zet_bestanden(kopie: Reservekopie, naam: str, map_: Path, verslag: Verslag) -> None:
    for bestand in kopie.bestanden():
        if bestand.map != naam:
            continue
        plaats = map_ / bestand.pad
        plaats.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kopie.in_voorraad(bestand), plaats)
        verslag.bestanden += 1
        verslag.bytes += bestand.lengte


def _wis_opnieuw(bestanden: Iterable[Path], verslag: Verslag) -> dict[str, int]:
    geteld: Counter[str] = wissingen.herspeel([*bestanden, wissingen.eigen_bestand()])
    if geteld["mislukt"]:
        verslag.fouten.append(f"{geteld['mislukt']} wissingen konden niet herhaald worden: zie het logboek.")
    return dict(geteld)


# --- the drill ---


def oefen(bron: Path) -> Verslag:
    """Put the newest copy back beside the live system, compare everything, ask twenty pages, and clear it away.

    Nothing live is read or changed, but for the erasures of this machine that are replayed in the drill too. The report
    has its faults in `fouten`; a KopieFout too becomes one.
    """
    begin = time.monotonic()
    verslag = Verslag("")
    try:
        kopie = kies(bron)
        verslag.kopie = kopie.naam
        verslag.fouten += keur(kopie)
        if verslag.goed:
            with ernaast(kopie) as map_:
                verslag.fouten += vergelijk(kopie.manifest(), verslag)
                for naam in mappen():
                    _zet_bestanden(kopie, naam, map_ / naam, verslag)
                call_command("migrate", verbosity=0, interactive=False)
                ledgers = [bron / wissingen.BESTAND, bron.parent / wissingen.BESTAND]
                verslag.gewist = _wis_opnieuw(ledgers, verslag)
                verslag.fouten += _vraag_paginas(verslag)
    except KopieFout as fout:
        verslag.fouten.append(str(fout))
    verslag.seconden = time.monotonic() - begin
    return verslag


@contextmanager
def ernaast(kopie: Reservekopie) -> Iterator[Path]:
    """The copy in a database of its own on the same server, as the database of this process; a folder for its files."""
    naam = f"herstel_oefening_{kopie.naam.lower().replace('-', '_')}"
    echte, besloten = connection.settings_dict["NAME"], getattr(settings, "BESLOTEN_MAPPEN", {})
    _buiten_transactie(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(naam)))
    _buiten_transactie(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(naam)))
    try:
        with tempfile.TemporaryDirectory(prefix="herstel-") as tijdelijk:
            map_ = Path(tijdelijk)
            # Not by assigning: the storage hears of another folder through this alone, and would erase in the live one.
            with override_settings(MEDIA_ROOT=map_ / "media", BESLOTEN_MAPPEN={een: map_ / een for een in besloten}):
                _wissel(naam)
                try:
                    pg("pg_restore", _terugzetopties(kopie), databank=naam)
                    yield map_
                finally:
                    _wissel(echte)
    finally:
        _buiten_transactie(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(naam)))


def _wissel(naam: str) -> None:
    """Everything this process asks from now on is asked of that database."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # that of PostgreSQL has one
    connection.settings_dict["NAME"] = naam


def _buiten_transactie(opdracht: sql.Composed) -> None:
    """CREATE and DROP DATABASE stand alone: on a connection of their own to the database every server has."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(opdracht)


def _vraag_paginas(verslag: Verslag) -> list[str]:
    """Twenty addresses of the sitemap, spread over it; each must answer 200."""
    client = Client(headers={"host": urlsplit(settings.SITE_ADRES).netloc}, raise_request_exception=False)
    with override_settings(PAGINACACHE=False):  # or the pages of the live database would answer
        adressen = sitemap_paden(client)
        if not adressen:
            return ["De sitemap is leeg."]
        stap = max(1, len(adressen) // AANTAL_PAGINAS)
        for adres in adressen[::stap][:AANTAL_PAGINAS]:
            verslag.paginas[adres] = client.get(adres, secure=settings.HTTPS).status_code
    return [f"{adres} antwoordt {status}." for adres, status in verslag.paginas.items() if status != 200]


def sitemap_paden(client: Client) -> list[str]:
    """The paths in the sitemap, through its index when it has one."""
    wachtend, gevonden = ["/sitemap.xml"], list[str]()
    while wachtend:
        antwoord = client.get(wachtend.pop(), secure=settings.HTTPS)
        if antwoord.status_code != 200:
            return []
        boom = ElementTree.fromstring(b"".join(antwoord) if antwoord.streaming else antwoord.content)
        paden = [urlsplit(een.text or "").path or "/" for een in boom.iter(NAAMRUIMTE)]
        (wachtend if boom.tag.endswith("sitemapindex") else gevonden).extend(paden)
    return gevonden
