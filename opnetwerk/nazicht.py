"""A look at a deployment: everything that must be right before and while people use it, in plain sentences.

`manage.py nazicht` prints them; the worker mails them to who runs the portal when something must be repaired.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.checks import Warning as Waarschuwing
from django.core.checks import run_checks
from django.core.checks.registry import Tags
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from opnetwerk import mailtest, post, taakloop
from opnetwerk.bevinding import Bevinding, Oordeel, fout, goed, onbekend
from opnetwerk.models import UitgaandeMail
from opnetwerk.reservekopie import mappen

UITBREIDINGEN = {"pg_trgm", "unaccent", "btree_gist"}
KOPIE_HOOGSTENS = timedelta(hours=26)
NACHT_HOOGSTENS = timedelta(hours=26)
WERKER_HOOGSTENS = timedelta(minutes=2)
MAIL_HOOGSTENS = timedelta(hours=1)
KLOK_HOOGSTENS = timedelta(seconds=5)
SCHIJF_MINSTENS = 2 * 2**30  # bytes


def alles(moment: datetime | None = None) -> Iterator[Bevinding]:
    """Every finding; a part that fails is a finding itself and does not stop the others."""
    moment = moment or timezone.now()
    for deel in DELEN:
        try:
            yield from deel(moment)
        except DatabaseError as reden:
            yield fout(f"De databank antwoordt niet ({str(reden).strip().splitlines()[0]}): kijk of ze draait.")


# --- settings and files ---


def instellingen(moment: datetime) -> Iterator[Bevinding]:
    """What Django's own check for deployments says, and who runs this."""
    if settings.LOKAAL:
        yield onbekend("Dit is een lokaal portaal: wat alleen voor een uitgerold portaal telt, is niet nagekeken.")
    else:
        klachten = run_checks(tags=[Tags.security], include_deployment_checks=True)
        for een in klachten:
            if een.level >= Waarschuwing("").level and not een.is_silenced():
                yield fout(f"{een.id}: {een.msg.splitlines()[0]}")
        if not klachten:
            yield goed("De veiligheidsinstellingen van Django zijn in orde.")
    leeg = [naam for naam, waarde in settings.BEHEERDER.items() if not waarde]
    if leeg:
        yield fout(
            f"Wie het portaal beheert staat er niet volledig: vul OPNETWERK_BEHEERDER_* aan ({', '.join(leeg)})."
        )
    if settings.VASTE_DAG:
        yield fout(f"Het is hier altijd {settings.VASTE_DAG}: haal OPNETWERK_DAG weg.")
    if not (settings.STATIC_ROOT / "staticfiles.json").exists() and not settings.LOKAAL:
        yield fout("Stijl en letters staan niet klaar: voer manage.py collectstatic uit.")


def schijf(moment: datetime) -> Iterator[Bevinding]:
    """Room, and the right to write, where files of people go."""
    for naam, map_ in {**mappen(), "gegevens": Path(settings.GEGEVENSMAP)}.items():
        if (klacht := _schrijfbaar(map_)) is not None:
            yield fout(f"In de map {naam} ({map_}) kan niet geschreven worden ({klacht}): kijk de rechten na.")
            continue
        vrij = shutil.disk_usage(map_).free
        if vrij < SCHIJF_MINSTENS:
            yield fout(f"Op de schijf van {naam} is nog {vrij / 2**30:.1f} GB vrij: maak plaats of neem een grotere.")
        else:
            yield goed(f"In de map {naam} kan geschreven worden, en er is {vrij / 2**30:.0f} GB vrij.")


def _schrijfbaar(map_: Path) -> str | None:
    """None when a file can be made there; else why not."""
    try:
        map_.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=map_) as proef:
            proef.write(b"proef")
            os.fsync(proef.fileno())
    except OSError as reden:
        return reden.strerror or str(reden)
    return None


# --- the database ---


def databank(moment: datetime) -> Iterator[Bevinding]:
    """Version, extensions, letters, migrations, clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, clock_timestamp()")
        versie, klok = cursor.fetchone()
        cursor.execute("SELECT extname FROM pg_extension")
        ontbreekt = UITBREIDINGEN - {naam for (naam,) in cursor.fetchall()}
        cursor.execute("SELECT datcollate, datctype FROM pg_database WHERE datname = current_database()")
        _, letters = cursor.fetchone()
    yield goed("De databank antwoordt.") if versie >= 150_000 else fout("Neem PostgreSQL 15 of nieuwer.")
    if ontbreekt:
        yield fout(f"In de databank ontbreekt {', '.join(sorted(ontbreekt))}: voer CREATE EXTENSION uit als beheerder.")
    if letters in {"C", "POSIX"}:
        yield fout("De databank kent geen letters met accenten: maak ze met een UTF-8 LC_CTYPE, zoals C.UTF-8.")
    if abs(klok - timezone.now()) > KLOK_HOOGSTENS:
        yield fout("De klok van de databank en die van deze machine verschillen: zet tijdsynchronisatie aan.")
    uitvoerder = MigrationExecutor(connection)
    if wachtend := uitvoerder.migration_plan(uitvoerder.loader.graph.leaf_nodes()):
        yield fout(f"Er wachten {len(wachtend)} aanpassingen van de tabellen: voer manage.py migrate uit.")


# --- work outside the request ---


def werker(moment: datetime) -> Iterator[Bevinding]:
    """Whether the worker lives, and does the work of the night."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        [hartslag] = cursor.fetchone()
    if hartslag is None or moment - hartslag > WERKER_HOOGSTENS:
        yield fout("De werker laat niets horen: start manage.py werker. Tot dan gaat er geen mail weg.")
    else:
        yield goed("De werker draait.")
    if (klacht := te_oud("dagelijks", NACHT_HOOGSTENS, moment)) is not None:
        yield fout(f"Het werk van de nacht {klacht}: kijk in het logboek en voer manage.py dagelijks uit.")


def mail(moment: datetime) -> Iterator[Bevinding]:
    """Settings of mail, and mail that waits too long."""
    yield from mailtest.instellingen()
    oudste = (
        UitgaandeMail.objects.filter(stand=UitgaandeMail.Stand.WACHT, gemaakt_op__lt=moment - MAIL_HOOGSTENS)
        .order_by("gemaakt_op")
        .first()
    )
    if oudste is not None:
        uitleg = f" De mailserver zei: {oudste.laatste_fout[:200]}" if oudste.laatste_fout else ""
        yield fout(f"Er wacht mail sinds {timezone.localtime(oudste.gemaakt_op):%d-%m-%Y %H:%M}.{uitleg}")


def kopieen(moment: datetime) -> Iterator[Bevinding]:
    """Copies, and the drill that shows that they come back."""
    for stap, opdracht in (
        ("reservekopie", "manage.py reservekopie DOEL"),
        ("herstel_oefening", "manage.py herstel_oefening DOEL"),
    ):
        naam = {"reservekopie": "Een reservekopie", "herstel_oefening": "Een oefening met de reservekopie"}[stap]
        klacht = te_oud(stap, KOPIE_HOOGSTENS, moment)
        yield (
            goed(f"{naam} lukte minder dan 26 uur geleden.")
            if klacht is None
            else fout(f"{naam} {klacht}: voer elke dag {opdracht} uit.")
        )


def te_oud(stap: str, hoogstens: timedelta, moment: datetime) -> str | None:
    """None when the step went well recently; else how long ago, as the end of a sentence."""
    laatste = taakloop.laatste_goede(stap)
    if laatste is None:
        return "lukte nog nooit"
    if moment - laatste > hoogstens:
        return f"lukte het laatst op {timezone.localtime(laatste):%d-%m-%Y om %H:%M}"
    return None


DELEN: list[Callable[[datetime], Iterator[Bevinding]]] = [instellingen, schijf, databank, werker, mail, kopieen]


def stuur_alarm(moment: datetime) -> int:
    """Mail what must be repaired to who runs the portal, once a day; how many things there are.

    Not of a local portal, and not while no address is filled in.
    """
    fouten = [een.zin for een in alles(moment) if een.oordeel is Oordeel.FOUT]
    adres = settings.BEHEERDER["email"]
    if fouten and adres and not settings.LOKAAL:
        post.zet_klaar(
            sleutel=f"nazicht:{timezone.localdate(moment):%Y%m%d}",
            aan=adres,
            sjabloon="nazicht",
            context={"fouten": fouten, "reden": "je dit portaal beheert"},
        )
    return len(fouten)
