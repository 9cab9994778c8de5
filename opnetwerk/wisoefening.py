"""The drill of erasing: somebody with a mark in every text, erased, and then the mark looked for in every corner.

The words of a person that are the network's too (a question, an answer, a chapter, a comment) stay without a name: they
carry a mark of their own, that may be found in those tables and nowhere else.
"""

import gzip
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, models
from django.test import Client, override_settings
from PIL import Image
from psycopg import sql

from cultuurnota import opmerkingen, schrijven
from cultuurnota.models import Cultuurnota, Hoofdstuk, Teamlid, Teamuitnodiging
from grensbrekers import vragen
from grensbrekers.models import Grensbreker
from igs.hulp import bevestig, vraag_hulp
from igs.laden import laad
from igs.melden import meld
from igs.models import IGS, Gemeente, Hulpvraag
from opnetwerk import accountwissen, adreswissen, gesprekken, herstel, logboek, toestemmingen
from opnetwerk.dag import nu, vandaag
from opnetwerk.models import Gebruiker, UitgaandeMail
from opnetwerk.paginacache.opslag import Bestanden
from opnetwerk.paginacache.stempel import wacht
from talent import meenemen, zoekrij
from talent.models import (
    Beheer,
    Discipline,
    Medium,
    Oproep,
    Organisator,
    Profiel,
    Profielbeeld,
    Talent,
    Toelating,
    Werk,
)
from talent.toestemmen import DOELEN, PUBLICATIE, geef_toestemming

# Where the words that are the network's too stay behind, and why nothing else does.
BLIJFT = {
    "grensbrekers_netwerkvraag": "een vraag aan het netwerk, zonder wie ze stelde",
    "grensbrekers_antwoord": "een antwoord aan een collega, zonder wie het gaf",
    "cultuurnota_hoofdstuk": "een tekst van de nota",
    "cultuurnota_hoofdstukversie": "een tekst van de nota, zonder wie ze schreef",
    "cultuurnota_opmerking": "een opmerking voor het team, zonder wie ze schreef",
}
PAGINAS = (
    "/", "/sitemap.xml", "/talent/", "/talent/atom.xml", "/talent/talenten.json", "/talent/oproepen/",
    "/talent/oproepen/atom.xml", "/grensbrekers/", "/grensbrekers/inzichten/", "/nieuws/atom.xml", "/belicht/atom.xml",
)  # fmt: skip
ZOEKEN = ("/zoek/?q=", "/zoek/voorstellen.json?q=", "/talent/?q=", "/talent/talenten.json?q=")
OPRUIMEN = 5.0  # seconds that the page cache gets to drop its files
# Not typed by a person: references, keys, and what others refer to.
GEEN_TEKST = {
    "slug",
    "formulier",
    "sleutel",
    "betreft",
    "igs_slug",
    "code_hash",
    "stand",
    "bestand",
    "doel",
    "telefoon",
}


@dataclass
class Verslag:
    """Where the mark was found before and after; `fouten` are Dutch sentences, none when nothing was left."""

    dag: date
    voor: dict[str, int] = field(default_factory=dict)
    na: dict[str, int] = field(default_factory=dict)
    woorden: dict[str, int] = field(default_factory=dict)
    tabellen: int = 0
    kolommen: int = 0
    paginas: int = 0
    bewaard: int = 0  # pages in the files of the page cache
    seconden: float = 0.0

    @property
    def fouten(self) -> list[str]:
        over = [f"Na het wissen staat het merk nog {aantal} keer in {plek}." for plek, aantal in self.na.items()]
        vreemd = sorted(set(self.woorden) - set(BLIJFT))
        return over + [f"Woorden van de gewiste persoon staan nog in {plek}." for plek in vreemd]

    def als_dict(self) -> dict[str, Any]:
        return asdict(self) | {"fouten": self.fouten}


def oefen() -> Verslag:
    """In the database of this moment: make somebody with an account and somebody without, look, erase, look again."""
    begin, merk = time.monotonic(), f"merk{uuid.uuid4().hex[:12]}"
    verslag, woord = Verslag(vandaag()), f"woord{merk[4:]}"
    gebruiker = _met_account(merk, woord)
    _zonder_account(f"{merk}@adres.example", merk)
    verslag.voor = {plek: aantal for plek, aantal in zoek(merk, verslag).items() if aantal}
    accountwissen.vraag(gebruiker=gebruiker)
    accountwissen.wis_gevraagde(nu() + accountwissen.BEDENKTIJD)
    adreswissen.wis(f"{merk}@adres.example")
    UitgaandeMail.objects.filter(sleutel__startswith=accountwissen.MAIL).update(stand=UitgaandeMail.Stand.VERZONDEN)
    accountwissen.wis_gevraagde(nu() + accountwissen.BEDENKTIJD)  # the next night forgets the goodbye
    verslag.na = {plek: aantal for plek, aantal in zoek(merk, verslag).items() if aantal}
    verslag.woorden = {plek: aantal for plek, aantal in _in_databank(woord, verslag).items() if aantal}
    verslag.seconden = time.monotonic() - begin
    return verslag


# --- leaving traces ---------------------------------------------------------------------------------------------------
def _met_account(merk: str, woord: str) -> Gebruiker:
    """Everything an account can leave: a profile online, a seat in a team, membership, conversations, a session."""
    gebruiker = Gebruiker.objects.create_user(f"{merk}@account.example", naam=f"{merk} naam")
    EmailAddress.objects.create(user=gebruiker, email=gebruiker.email, verified=True, primary=True)
    client = Client()
    client.force_login(gebruiker, backend="django.contrib.auth.backends.ModelBackend")
    talent = _talent(gebruiker, merk)
    ander = gesprekken.Kant("Iemand Anders", "ander@adres.example")
    ik = gesprekken.Kant(f"{merk} naam", gebruiker.email, gebruiker)
    _gesprek(f"talent:{talent.kenmerk}", ander, ik, merk)
    _gesprek("igs:oefening", ik, ander, merk)
    _grensbreker(gebruiker, merk, woord)
    _nota(gebruiker, woord)
    toestemmingen.geef(doel="oefening", tekst=f"{merk} gaat akkoord.", gebruiker=gebruiker)
    logboek.schrijf(door=gebruiker, actie="oefening", over=IGS.objects.earliest("pk"))
    return gebruiker


def _zonder_account(adres: str, merk: str) -> None:
    """Everything an address can leave."""
    nieuw = uuid.uuid4().hex
    _vul(meld(pagina="/", tekst=merk, email=adres, formulier=nieuw), merk)
    onderwerp = Hulpvraag.Onderwerp.values[0]
    velden: dict[str, Any] = {"naam": merk, "email": adres, "organisatie": merk, "tekst": merk, "formulier": nieuw}
    vraag = vraag_hulp(onderwerp=onderwerp, **velden)
    _vul(vraag, merk)
    bevestig(hulpvraag=vraag)
    organisator = Organisator.objects.create(
        formulier=uuid.uuid4().hex, organisatie=merk, naam=merk, email=adres, gemeente=_gemeente(), stand="toegelaten",
        bevestigd_op=nu(), beslist_op=nu(), sleutel_tot=nu() + timedelta(days=30),
    )  # fmt: skip
    _vul(organisator, merk)
    _oproep(organisator, merk)
    _gesprek("igs:oefening", gesprekken.Kant(merk, adres), gesprekken.Kant("Iemand", "ander@adres.example"), merk)
    nota = Cultuurnota.objects.latest("pk")
    Teamuitnodiging.objects.create(nota=nota, email=adres, rol="schrijver", verloopt_op=nu())


def _gemeente() -> Gemeente:
    return Gemeente.objects.filter(bestaat_tot=None).earliest("nis_code")


def _talent(gebruiker: Gebruiker, merk: str) -> Talent:
    talent: Talent = Talent.objects.create(slug=merk, leeftijd="18", leeftijd_op=vandaag(), gepubliceerd_op=nu())
    profiel = Profiel.objects.create(
        talent=talent, stand="goedgekeurd", naam=merk, kort=merk, tekst=merk, gemeente=_gemeente(), vorm="solo",
        band=["woont"], reikwijdte="regio",
    )  # fmt: skip
    profiel.disciplines.set(Discipline.objects.all()[:1])
    beeld = BytesIO()
    Image.new("RGB", (900, 600), "teal").save(beeld, "JPEG", comment=merk.encode())
    werk = Werk.objects.create(talent=talent, alt=merk, bron=merk, bestand=ContentFile(beeld.getvalue(), "x.jpg"))
    Profielbeeld.objects.create(profiel=profiel, werk=werk, alt=merk, bron=merk)
    Medium.objects.create(profiel=profiel, aanbieder="youtube", sleutel="dQw4w9WgXcQ", titel=merk, beschrijving=merk)
    Talent.objects.filter(pk=talent.pk).update(online=profiel, bevestigd_op=nu(), bijgewerkt_op=nu())
    Toelating.objects.create(talent=talent, igs=IGS.objects.earliest("pk"), soort="thuis", stand="toegelaten")
    Beheer.objects.create(talent=talent, gebruiker=gebruiker, rol=Beheer.Rol.EIGENAAR)
    geef_toestemming(talent=talent, doel=PUBLICATIE, door=gebruiker)
    assert DOELEN[PUBLICATIE]
    talent.refresh_from_db()
    for model, pad in meenemen.modellen_van_talent().items():
        for rij in model._default_manager.filter(**{pad: talent.pk}):
            _vul(rij, merk)
    talent.refresh_from_db()
    zoekrij.leid_af(talent)
    return talent


def _oproep(organisator: Organisator, merk: str) -> None:
    oproep = Oproep.objects.create(
        formulier=uuid.uuid4().hex, slug=merk, organisator=organisator, titel=merk, tekst=merk, kans="optreden",
        van=vandaag() + timedelta(days=60), gemeente=_gemeente(), vergoeding="bedrag", bedrag=100,
        deadline=vandaag() + timedelta(days=30), stand="open", gepubliceerd_op=nu(),
    )  # fmt: skip
    _vul(oproep, merk)


def _grensbreker(gebruiker: Gebruiker, merk: str, woord: str) -> Grensbreker:
    lid: Grensbreker = Grensbreker.objects.create(
        formulier=uuid.uuid4().hex, naam=merk, email=gebruiker.email, gebruiker=gebruiker, gemeente=_gemeente(),
        rol="cultuurfunctie", stand="toegelaten", bevestigd_op=nu(), beslist_op=nu(), klopt_op=nu(),
        sleutel_tot=nu() + timedelta(days=30),
    )  # fmt: skip
    _vul(lid, merk)
    vraag = vragen.stel(door=lid, titel=woord, tekst=woord, themas=[], formulier=uuid.uuid4().hex)
    vragen.antwoord(vraag=vraag, door=lid, tekst=woord, formulier=uuid.uuid4().hex)
    return lid


def _nota(gebruiker: Gebruiker, woord: str) -> None:
    nota = Cultuurnota.objects.create(
        igs=IGS.objects.earliest("pk"), titel="Oefening", van=2027, tot=2032, formulier=uuid.uuid4().hex
    )
    hoofdstuk = Hoofdstuk.objects.create(nota=nota, sleutel="x", titel="Oefening", volgorde=1)
    Teamlid.objects.create(nota=nota, gebruiker=gebruiker, rol="schrijver", van=vandaag())
    schrijven.bewaar(hoofdstuk=hoofdstuk, tekst=f"<p>{woord}</p>", basis=0, door=gebruiker)
    opmerkingen.zeg(hoofdstuk=hoofdstuk, tekst=woord, door=gebruiker, formulier=uuid.uuid4().hex)


def _gesprek(betreft: str, van: gesprekken.Kant, naar: gesprekken.Kant, merk: str) -> None:
    gesprek = gesprekken.begin(
        betreft=betreft, betreft_naam=merk, igs_slug="", onderwerp=merk, tekst=merk, afzender=van, ontvangers=[naar],
        formulier=uuid.uuid4().hex, bevestigd=True,
    )  # fmt: skip
    for deelnemer in gesprek.deelnemers.filter(kant="ontvanger"):
        gesprekken.meld_misbruik(gesprek=gesprek, deelnemer=deelnemer, reden=merk)
    redactie, _ = Gebruiker.objects.get_or_create(email="redactie@oefening.example")
    gesprekken.behandel_melding(gesprek=gesprek, door=redactie, sluit=False)  # else it waits to be looked at


def _vul(rij: models.Model, merk: str) -> None:
    """The mark in every field in which a person can write."""
    velden: dict[str, Any] = {}
    for veld in rij._meta.concrete_fields:
        if (
            veld.name in GEEN_TEKST
            or veld.choices
            or veld.unique
            or isinstance(veld, models.EmailField | models.FileField)
        ):
            continue
        if isinstance(veld, models.CharField | models.TextField) and (veld.max_length or 999) > len(merk):
            velden[veld.name] = f"{merk} {veld.name}"[: veld.max_length or 999]
        elif isinstance(veld, ArrayField) and veld.name == "links":
            velden[veld.name] = [f"https://{merk}.example/"]
    type(rij)._default_manager.filter(pk=rij.pk).update(**velden)


# --- looking ----------------------------------------------------------------------------------------------------------
def zoek(merk: str, verslag: Verslag) -> dict[str, int]:
    """How often the mark stands in each place: tables, sessions, files, pages, search."""
    gevonden = _in_databank(merk, verslag)
    gevonden["zittingen"] = sum(merk in repr(een.get_decoded()) for een in Session.objects.all())
    gevonden["media"] = sum(_in_bestand(pad, merk) for pad in Path(settings.MEDIA_ROOT).rglob("*") if pad.is_file())
    client = Client(headers={"host": urlsplit(settings.SITE_ADRES).netloc})
    adressen = [*PAGINAS, f"/talent/{merk}/", f"/talent/oproepen/{merk}/", *(een + merk[:-2] for een in ZOEKEN)]
    for adres in adressen:
        antwoord = client.get(adres, secure=settings.HTTPS)
        inhoud = b"".join(antwoord.streaming_content) if antwoord.streaming else antwoord.content  # type: ignore[attr-defined]
        if antwoord.status_code == 200:
            gevonden[adres.replace(merk, "…").replace(merk[:-2], "…")] = inhoud.decode(errors="replace").count(merk)
    verslag.paginas = len(adressen)
    gevonden["paginacache"] = _in_paginacache(merk, verslag)
    return gevonden


def _in_paginacache(merk: str, verslag: Verslag) -> int:
    """Kept pages with the mark. After an erasure the files go in a thread of their own: it gets some seconds."""
    bestanden, einde = Bestanden(Path(settings.PAGINACACHE_MAP)), time.monotonic() + OPRUIMEN
    while True:
        adressen = bestanden.adressen()
        bewaard = [een for adres in adressen if (een := bestanden.geef(adres))]
        verslag.bewaard = max(verslag.bewaard, len(bewaard))
        over = sum(merk in een.adres or merk in _tekst_van(een.lijven) for een in bewaard)
        if not over or time.monotonic() > einde or not verslag.voor:
            return over
        time.sleep(0.1)


def _tekst_van(lijven: dict[str, bytes]) -> str:
    """The page, however it was packed."""
    inhoud = lijven["identity"] if "identity" in lijven else gzip.decompress(lijven["gzip"])
    return inhoud.decode(errors="replace")


def _in_bestand(pad: Path, merk: str) -> bool:
    return merk in pad.name or merk.encode() in pad.read_bytes()


TEKSTSOORTEN = ("text", "character varying", "character", "json", "jsonb", "ARRAY", "tsvector", "bytea", "USER-DEFINED")


def _in_databank(merk: str, verslag: Verslag) -> dict[str, int]:
    """Rows with the mark, per table; every column that can hold text, of every table, the cache too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, array_agg(c.column_name::text) FROM information_schema.columns c "
            "JOIN information_schema.tables t USING (table_schema, table_name) WHERE c.table_schema = 'public' "
            "AND t.table_type = 'BASE TABLE' AND c.data_type = ANY(%s) GROUP BY 1",
            [list(TEKSTSOORTEN)],
        )
        tabellen = dict(cursor.fetchall())
        verslag.tabellen, verslag.kolommen = len(tabellen), sum(map(len, tabellen.values()))
        gevonden = {}
        for tabel, kolommen in sorted(tabellen.items()):
            waar = sql.SQL(" OR ").join(sql.SQL("{}::text LIKE %s").format(sql.Identifier(naam)) for naam in kolommen)
            if tabel == settings.CACHES["default"]["LOCATION"]:  # written as base64 of bytes
                waar = sql.SQL("{} OR position(%s::bytea in decode(value, 'base64')) > 0").format(waar)
            opdracht = sql.SQL("SELECT count(*) FROM {} WHERE {}").format(sql.Identifier(tabel), waar)
            extra = [merk.encode()] if tabel == settings.CACHES["default"]["LOCATION"] else []
            cursor.execute(opdracht, [*[f"%{merk}%"] * len(kolommen), *extra])
            gevonden[tabel] = cursor.fetchone()[0]
    return gevonden


# --- beside the live system -------------------------------------------------------------------------------------------
@contextmanager
def ernaast() -> Iterator[None]:
    """An empty database of its own with the data of the network, and a folder for files; cleared away after."""
    echte = connection.settings_dict["NAME"]
    naam = "wis_oefening"
    weg = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(naam))
    herstel._buiten_transactie(weg)
    herstel._buiten_transactie(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(naam)))
    try:
        # Not by assigning: the storage hears of another folder through this alone, and would write in the live one.
        with (
            TemporaryDirectory(prefix="wissen-") as map_,
            override_settings(
                MEDIA_ROOT=Path(map_) / "media",
                WISSINGEN=Path(map_) / "wissingen.jsonl",
                PAGINACACHE=True,
                PAGINACACHE_HEEL=True,
                PAGINACACHE_MAP=Path(map_) / "paginacache",
            ),
        ):
            wacht.stop()  # what it knows is of the live system
            herstel._wissel(naam)
            try:
                call_command("migrate", verbosity=0, interactive=False)
                call_command("createcachetable", verbosity=0)
                laad()
                yield
            finally:
                wacht.stop()  # it listens to the database that goes
                herstel._wissel(echte)
    finally:
        herstel._buiten_transactie(weg)
