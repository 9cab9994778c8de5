"""Whatever we call outside has a limit of time: read in the source, and shown to be able to fail."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

WORTEL = Path(__file__).parents[2]
APPS = ("opnetwerk", "igs", "talent", "grensbrekers", "cultuurnota")
# What opens a line, and the argument that ends the waiting.
LIJNEN = {
    "urlopen": {"timeout"}, "SMTP": {"timeout"}, "SMTP_SSL": {"timeout"}, "HTTPConnection": {"timeout"},
    "HTTPSConnection": {"timeout"}, "create_connection": {"timeout"}, "resolve": {"lifetime"},
    "LMTP": {"timeout"}, "IMAP4": {"timeout"}, "IMAP4_SSL": {"timeout"},
}  # fmt: skip
VAN_DE_NAAM = {"resolve": "resolver"}  # a path and an address of the site are resolved too
VREEMD = {"requests", "httpx", "aiohttp", "urllib3"}


def zonder_grens(bron: str) -> list[int]:
    """The lines that open a line without a limit, or use a library that this test does not know."""
    fout = []
    for knoop in ast.walk(ast.parse(bron)):
        if isinstance(knoop, ast.Import | ast.ImportFrom):
            namen = [een.name for een in knoop.names] if isinstance(knoop, ast.Import) else [knoop.module or ""]
            fout += [knoop.lineno for naam in namen if naam.partition(".")[0] in VREEMD]
        if not isinstance(knoop, ast.Call):
            continue
        naam = getattr(knoop.func, "attr", getattr(knoop.func, "id", ""))
        van = getattr(getattr(knoop.func, "value", None), "attr", "")
        if naam not in LIJNEN or VAN_DE_NAAM.get(naam, van) != van:
            continue
        if not LIJNEN[naam] & {een.arg for een in knoop.keywords}:
            fout.append(knoop.lineno)
    return fout


def test_elke_lijn_naar_buiten_heeft_een_tijdslimiet() -> None:
    bestanden = [pad for app in APPS for pad in (WORTEL / app).rglob("*.py")]
    assert len(bestanden) > 200
    assert [f"{pad.relative_to(WORTEL)}:{regel}" for pad in bestanden for regel in zonder_grens(pad.read_text())] == []
    assert 0 < settings.EMAIL_TIMEOUT <= 30


@pytest.mark.parametrize(
    "bron", ["urlopen(x)", "smtplib.SMTP('h')", "import requests", "dns.resolver.resolve('x')", "from httpx import get"]
)
def test_een_lijn_zonder_grens_wordt_gezien(bron: str) -> None:
    assert zonder_grens(bron) == [1]
    assert zonder_grens("smtplib.SMTP('h', timeout=3); Path('x').resolve()") == []
