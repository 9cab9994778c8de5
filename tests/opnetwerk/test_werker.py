"""`manage.py werker` as a process of its own, on the database of the tests, with a mail server on a real socket."""

import contextlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from opnetwerk import post
from opnetwerk.management.commands.post_oefening import Postontvanger, werkomgeving
from opnetwerk.models import UitgaandeMail
from tests.opnetwerk.test_start import beheer, gegevensmap, levende_processen, omgeving

GEDULD = 30.0  # seconds
pytestmark = pytest.mark.django_db(transaction=True)
START = [sys.executable, "manage.py", "werker"]


class Rem:
    """Answers of a mail server that stops at a command until it is told to go on."""

    def __init__(self, begin: str) -> None:
        self.begin, self.bezig, self.verder = begin, threading.Event(), threading.Event()

    def __call__(self, opdracht: str) -> str:
        if opdracht.startswith(self.begin) and not self.verder.is_set():
            self.bezig.set()
            self.verder.wait(GEDULD)
        return "250 OK"


class Werkers:
    """The workers of one test, and the mail server that they send to."""

    def __init__(self, antwoord: Callable[[str], str]) -> None:
        self.ontvanger = Postontvanger(antwoord=antwoord)
        self.processen: list[subprocess.Popen[str]] = []

    def start(self) -> subprocess.Popen[str]:
        werker = subprocess.Popen(
            START,
            cwd=settings.BASE_DIR,
            env=werkomgeving(connection.settings_dict["NAME"], self.ontvanger.poort),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.processen.append(werker)
        return werker

    def ruim_op(self) -> None:
        for werker in self.processen:
            werker.kill()
            werker.communicate()
        self.ontvanger.sluit()


@pytest.fixture
def werkers(geen_taken: None) -> Iterator[Werkers]:
    werkers = Werkers(lambda opdracht: "250 OK")
    yield werkers
    werkers.ruim_op()


@pytest.fixture
def geremd(geen_taken: None, rem: Rem) -> Iterator[Werkers]:
    """With a mail server that does not answer at the end of a mail."""
    werkers = Werkers(rem)
    yield werkers
    werkers.ruim_op()


@pytest.fixture
def rem() -> Iterator[Rem]:
    rem = Rem(".")
    yield rem
    rem.verder.set()


def zet(nummer: int) -> UitgaandeMail:
    context = {"nummer": nummer}
    return post.zet_klaar(sleutel=f"s-{nummer}", aan=f"jo{nummer}@voorbeeld.be", sjabloon="oefening", context=context)


def wacht_tot(klaar: Callable[[], bool], werker: subprocess.Popen[str]) -> None:
    """Ask until it is so; a worker that falls, or that takes too long, fails the test."""
    einde = time.monotonic() + GEDULD
    while not klaar():
        if werker.poll() is not None or time.monotonic() > einde:
            werker.kill()
            pytest.fail(f"de werker komt niet vooruit: {werker.communicate()[0]}")
        time.sleep(0.02)


def verzonden(aantal: int) -> Callable[[], bool]:
    return lambda: UitgaandeMail.objects.filter(stand="verzonden").count() == aantal


def stop(werker: subprocess.Popen[str], nummer: int = signal.SIGTERM) -> tuple[int, str]:
    """Exit code and all it said."""
    werker.send_signal(nummer)
    uitvoer = werker.communicate(timeout=GEDULD)[0]
    return werker.returncode, uitvoer


@pytest.mark.parametrize("nummer", [signal.SIGTERM, signal.SIGINT])
def test_werker_verstuurt_wat_wacht_en_wat_erbij_komt_en_stopt_netjes(werkers: Werkers, nummer: int) -> None:
    zet(1)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")  # nobody woke it
    werker = werkers.start()
    wacht_tot(verzonden(1), werker)
    zet(2)
    wacht_tot(verzonden(2), werker)
    assert stop(werker, nummer) == (0, "")
    assert [een.aan for een in werkers.ontvanger.ontvangen] == ["jo1@voorbeeld.be", "jo2@voorbeeld.be"]
    assert not ProcrastinateJob.objects.exclude(status="todo").exists()


def test_kill_9_midden_in_een_mail_verliest_niets_en_stuurt_hoogstens_die_mail_dubbel(
    geremd: Werkers, rem: Rem
) -> None:
    mails = [zet(1), zet(2)]
    werker = geremd.start()
    assert rem.bezig.wait(GEDULD)
    werker.kill()
    werker.wait()
    assert not verzonden(1)()
    rem.verder.set()  # the server takes the mail, but has nobody to tell
    werker = geremd.start()
    wacht_tot(verzonden(2), werker)
    assert stop(werker) == (0, "")
    aangekomen = [(een.aan, een.bericht_id) for een in geremd.ontvanger.ontvangen]
    een, twee = [(mail.aan, mail.bericht_id) for mail in mails]
    assert sorted(aangekomen) == sorted([een, een, twee])
    dubbel = [een.inhoud for een in geremd.ontvanger.ontvangen if een.aan == mails[0].aan]
    assert len({_datum(inhoud) for inhoud in dubbel}) == 1


def _datum(inhoud: bytes) -> bytes:
    return next(regel for regel in inhoud.splitlines() if regel.startswith(b"Date: "))


def test_wie_stopt_maakt_de_mail_af_die_onderweg_is_en_begint_geen_andere(geremd: Werkers, rem: Rem) -> None:
    zet(1)
    zet(2)
    werker = geremd.start()
    assert rem.bezig.wait(GEDULD)
    werker.send_signal(signal.SIGTERM)
    with pytest.raises(subprocess.TimeoutExpired):
        werker.wait(1.5)  # longer than it leaves a task before it asks
    rem.verder.set()
    assert werker.communicate(timeout=GEDULD)[0] == ""
    assert werker.returncode == 0
    assert [een.aan for een in geremd.ontvanger.ontvangen] == ["jo1@voorbeeld.be"]
    assert list(UitgaandeMail.objects.order_by("pk").values_list("stand", flat=True)) == ["verzonden", "wacht"]


def test_een_trage_mailserver_houdt_ander_werk_niet_op(geremd: Werkers, rem: Rem) -> None:
    zet(1)
    werker = geremd.start()
    assert rem.bezig.wait(GEDULD)
    nummer = app.configure_task("opnetwerk.taken.ruim_taken_op").defer()
    wacht_tot(lambda: not ProcrastinateJob.objects.filter(pk=nummer).exists(), werker)
    assert not verzonden(1)()
    rem.verder.set()
    wacht_tot(verzonden(1), werker)


def test_een_mailserver_die_terugkomt_krijgt_de_mail_zonder_dat_iemand_iets_doet(werkers: Werkers) -> None:
    werkers.ontvanger.sluit()
    mail = zet(1)
    werker = werkers.start()
    wacht_tot(lambda: UitgaandeMail.objects.exclude(laatste_fout="").exists(), werker)
    werkers.ontvanger = Postontvanger(werkers.ontvanger.poort)
    wacht_tot(verzonden(1), werker)
    code, uitvoer = stop(werker)
    assert code == 0
    assert uitvoer.count("De mailserver is niet te bereiken") == 1
    assert [een.bericht_id for een in werkers.ontvanger.ontvangen] == [mail.bericht_id]


def test_een_databank_die_wegvalt_overleeft_de_werker(werkers: Werkers) -> None:
    zet(1)
    werker = werkers.start()
    wacht_tot(verzonden(1), werker)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid != pg_backend_pid()"
        )
        assert cursor.fetchone()[0] > 2
    zet(2)
    wacht_tot(verzonden(2), werker)
    assert stop(werker)[0] == 0


def maak_gestrand(naam: str, pogingen: int = 0, slot: str | None = None) -> int:
    """A job that a worker had in hands when it was killed long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, attempts, queueing_lock, worker_id)"
            " VALUES ('onderhoud', %s, 'doing', %s, %s, %s) RETURNING id",
            [f"opnetwerk.taken.{naam}", pogingen, slot, cursor.fetchone()[0]],
        )
        return int(cursor.fetchone()[0])


def test_taken_van_een_gesneuvelde_werker_worden_hervat_en_na_drie_keer_opgegeven(werkers: Werkers) -> None:
    hervat = maak_gestrand("ruim_taken_op", slot="ruim_taken_op")
    opgegeven = maak_gestrand("ruim_taken_op", pogingen=2)
    staat_al_klaar = maak_gestrand("bestaat_niet", slot="een-slot")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock) VALUES ('elders', 'x', 'een-slot')"
        )
    werker = werkers.start()
    wacht_tot(lambda: not ProcrastinateJob.objects.filter(pk__in=[hervat, staat_al_klaar]).exists(), werker)
    wacht_tot(lambda: ProcrastinateJob.objects.filter(pk=opgegeven, status="failed").exists(), werker)
    code, uitvoer = stop(werker)
    assert code == 0
    assert uitvoer == "De taak opnetwerk.taken.ruim_taken_op strandde 3 keer en wordt niet meer geprobeerd.\n"
    assert ProcrastinateJob.objects.filter(queue_name="elders", status="todo").exists()


def test_elke_minuut_wordt_de_post_nagekeken_ook_als_niemand_de_werker_wekte() -> None:
    wanneer = {(een.task.name, een.cron) for een in app.periodic_registry.periodic_tasks.values()}
    assert ("opnetwerk.taken.verzend_post", "* * * * *") in wanneer
    assert ("opnetwerk.taken.hervat_gestrande_taken", "* * * * *") in wanneer


def test_elke_taak_heeft_een_rij_waarnaar_de_werker_kijkt() -> None:
    from opnetwerk.management.commands.werker import _rijen

    rijen = _rijen(app)
    assert rijen[0] == ["post"]
    assert {"onderhoud"} <= set(rijen[1])
    assert {taak.queue for taak in app.tasks.values()} == {rij for groep in rijen for rij in groep}


def test_lokaal_gaat_de_mail_in_bestanden_met_de_meegebrachte_databank() -> None:
    with gegevensmap() as map_:
        zet_er_een = (
            "from django.core.management import call_command; from opnetwerk import post; "
            "call_command('migrate', verbosity=0); "
            "post.zet_klaar(sleutel='a', aan='jo@voorbeeld.be', sjabloon='oefening', context={'nummer': 1})"
        )
        assert beheer(map_, "shell", "-v0", "-c", zet_er_een).returncode == 0
        assert not (map_ / "mail").exists()
        werker = subprocess.Popen(
            START,
            cwd=settings.BASE_DIR,
            env=omgeving(map_),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            wacht_tot(lambda: "Oefening 1" in _mail_in(map_), werker)
            assert stop(werker) == (0, "")
        finally:
            werker.kill()
        assert levende_processen(map_) == []


def _mail_in(map_: Path) -> str:
    with contextlib.suppress(OSError):
        return "".join(pad.read_text() for pad in (map_ / "mail").iterdir())
    return ""


def test_een_werker_zonder_databank_zegt_het_wacht_en_stopt_op_een_sein() -> None:
    werker = subprocess.Popen(
        START, cwd=settings.BASE_DIR, env=werkomgeving("bestaat_niet", 1), stderr=subprocess.PIPE, text=True
    )
    try:
        assert werker.stderr
        assert werker.stderr.readline().startswith("De databank antwoordt niet (")
        werker.send_signal(signal.SIGTERM)
        assert werker.communicate(timeout=GEDULD)[1] == ""
        assert werker.returncode == 0
    finally:
        werker.kill()
