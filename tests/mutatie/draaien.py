"""Run tests against mutants: everything is imported once, and each mutant lives and dies in a forked child.

The database is made and filled once, by a child too; the tests that each child runs undo what they do. Tests that
really commit, or drive a browser, do not take part. A child runs the tests that touch the changed line, the ones that
killed before first; who survives that meets every test of the module.
"""

import importlib
import os
import pickle
import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import coverage
import pytest

from tests.mutatie import leven
from tests.mutatie.mutanten import Mutant

HOOGSTENS = 180  # seconds for one mutant: an endless loop is noticed too
BEGIN_HOOGSTENS = 1200  # seconds for all tests without a mutant, counted line by line
OPTIES = ["-n0", "-x", "-q", "--reuse-db", "-p", "no:cacheprovider", "-W", "ignore"]
GEDOOD, OVERLEEFD, NIET_TE_MAKEN = "gedood", "overleefd", "niet te maken"
klaar: list[str] = []  # what this process made ready once


@dataclass
class Toetsen:
    """What pytest may run, and what it tells: the tests it found, the one that failed."""

    keuze: frozenset[str] | None = None
    volgorde: Counter[str] = field(default_factory=Counter)
    dekking: coverage.Coverage | None = None
    gevonden: list[str] = field(default_factory=list)
    gefaald: list[str] = field(default_factory=list)
    databank: bool = False

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [een for een in items if not _telt_niet_mee(een)]
        self.databank = any(_wil_databank(een) for een in items)
        self.gevonden = [een.nodeid for een in items]
        if self.keuze is not None:
            items[:] = [een for een in items if een.nodeid in self.keuze]
        items.sort(key=lambda een: -self.volgorde[een.nodeid])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        if self.dekking:
            self.dekking.switch_context(item.nodeid)
        return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.gefaald.append(report.nodeid)


def _telt_niet_mee(item: pytest.Item) -> bool:
    merk = item.get_closest_marker("django_db")
    vast = set(getattr(item, "fixturenames", ()))
    echt = merk is not None and (merk.kwargs.get("transaction") or merk.args[:1] == (True,))
    return bool(echt or vast & {"transactional_db", "live_server"} or item.get_closest_marker("browser"))


def _wil_databank(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or "db" in getattr(item, "fixturenames", ())


class Stal:
    """One module and the tests that judge it, imported. FileNotFoundError for a module that is not there."""

    def __init__(self, naam: str, toetsen: Sequence[str]) -> None:
        self.toetsen = [een.split("::")[0] for een in toetsen]
        stil = os.dup(1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        verzameld = Toetsen()
        uit = pytest.main([*OPTIES, "--collect-only", *self.toetsen], plugins=[verzameld])
        os.dup2(stil, 1)
        if uit:
            raise RuntimeError(f"de tests van {naam} zijn niet te verzamelen ({uit!r})")
        self.module = importlib.import_module(naam)
        self.bestand = Path(self.module.__file__ or "")
        self.tekst = self.bestand.read_text()
        self.databank, self.alle = verzameld.databank, verzameld.gevonden
        self.doders: Counter[str] = Counter()
        self.per_regel: dict[int, frozenset[str]] = {}

    def begin(self) -> None:
        """Without a change every test must pass; on the way it is written down which test touches which line."""
        if self.databank and not klaar:
            _zet_databank_klaar()
            klaar.append("de testdatabank")
        uit, wat = in_kind(self._zonder_mutant, BEGIN_HOOGSTENS)
        if uit or wat is None:
            raise RuntimeError(f"zonder mutant faalt al: {wat or 'het kind viel weg'}")
        self.per_regel = wat

    def _zonder_mutant(self) -> tuple[int, Any]:
        dekking = coverage.Coverage(data_file=None, include=[str(self.bestand)], config_file=False)
        dekking.start()
        toetsen = Toetsen(dekking=dekking)
        uit = int(pytest.main([*OPTIES, *self.toetsen], plugins=[toetsen]))
        dekking.stop()
        if uit:
            return uit, toetsen.gefaald
        regels = dekking.get_data().contexts_by_lineno(str(self.bestand))
        return 0, {regel: frozenset(wie) - {""} for regel, wie in regels.items()}

    def toets(self, mutant: Mutant) -> tuple[str, str]:
        """What became of the mutant, and the test that noticed ("" when none did)."""
        raakt = self.per_regel.get(mutant.regel, frozenset()) if mutant.functie else frozenset()
        for keuze in ([raakt] if raakt else []) + [None]:
            uit, wie = in_kind(lambda keuze=keuze: self._met(mutant, keuze))  # type: ignore[misc]
            if uit == -1:
                return NIET_TE_MAKEN, str(wie)
            if uit != 0:
                naam = wie[0] if wie else "duurde te lang"
                self.doders[naam] += 1
                return GEDOOD, naam
        return OVERLEEFD, ""

    def _met(self, mutant: Mutant, keuze: frozenset[str] | None) -> tuple[int, Any]:
        try:
            leven.breng(self.module, mutant, self.tekst)
        except leven.NietTeMaken as fout:
            return -1, str(fout)
        except Exception as fout:  # a table that cannot be worked out stops the import
            return 1, [f"bij het laden: {fout}"]
        toetsen = Toetsen(keuze=keuze, volgorde=self.doders)
        uit = int(pytest.main([*OPTIES, *self.toetsen], plugins=[toetsen]))
        return (0 if uit == pytest.ExitCode.NO_TESTS_COLLECTED else uit), toetsen.gefaald


def in_kind(werk: Callable[[], tuple[int, Any]], hoogstens: int = HOOGSTENS) -> tuple[int, Any]:
    """Do the work in a forked child that says nothing; (1, None) when it took too long or fell over."""
    with tempfile.NamedTemporaryFile(prefix="mutant-") as uitslag:
        kind = os.fork()
        if kind == 0:
            _in_het_kind(werk, uitslag.name, hoogstens)
        os.waitpid(kind, 0)
        with suppress(EOFError):
            return pickle.loads(Path(uitslag.name).read_bytes())
    return 1, None


def _in_het_kind(werk: Callable[[], tuple[int, Any]], uitslag: str, hoogstens: int) -> None:
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(hoogstens)
        niets = os.open(os.devnull, os.O_RDWR)
        for stroom in (1, 2):
            os.dup2(niets, stroom)
        antwoord = werk()
        Path(uitslag).write_bytes(pickle.dumps(antwoord))
    finally:
        os._exit(0)


def _zet_databank_klaar() -> None:
    """The test database of this data folder with the network in it; after this every child takes it as it stands."""
    import django.test.utils
    from django.db import connections

    from opnetwerk.postgres_ingebed.base import verbinding
    from tests import databank

    verbinding(None)  # this process keeps the server up

    def neem(*args: Any, **opties: Any) -> list[Any]:
        verbinding_ = connections["default"]
        verbinding_.settings_dict["NAME"] = verbinding_.creation._get_test_db_name()
        return []

    def vul() -> tuple[int, Any]:
        from django.core.management import call_command

        verbinding_ = connections["default"]
        verbinding_.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=True)
        databank.maak_leeg()
        call_command("createcachetable", verbosity=0)
        databank.zet_netwerk()
        return 0, databank._netwerk

    uit, netwerk = in_kind(vul)
    if uit or not netwerk:
        raise RuntimeError("de databank voor de tests is niet te maken")
    databank._netwerk.update(netwerk)
    databank.zet_netwerk = lambda: None  # it stands
    django.test.utils.setup_databases = neem
