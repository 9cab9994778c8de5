import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

BASIS = Path(settings.BASE_DIR)


def test_elke_variabele_staat_in_de_documentatie():
    code = (BASIS / "opnetwerk" / "settings.py").read_text()
    in_code = set(re.findall(r'"((?:OPNETWERK_[A-Z_]+)|DATABASE_URL[A-Z_]*)"', code))
    in_docs = set(re.findall(r"^\| `([A-Z_]+)`", (BASIS / "docs" / "instellingen.md").read_text(), re.MULTILINE))
    assert in_code == in_docs


def start_met(tmp_path: Path, **omgeving: str) -> subprocess.CompletedProcess[str]:
    schoon = {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith(("OPNETWERK_", "DATABASE_"))}
    return subprocess.run(
        [sys.executable, "-c", "import django.conf; print(django.conf.settings.DEBUG)"],
        cwd=BASIS,
        env=schoon | {"DJANGO_SETTINGS_MODULE": "opnetwerk.settings", "OPNETWERK_DATA": str(tmp_path)} | omgeving,
        capture_output=True,
        text=True,
        check=False,
    )


GEHEIM = "x" * 50
# The browser tests set one variable for their own process.
OMGEVING = {naam: waarde for naam, waarde in os.environ.items() if naam != "DJANGO_ALLOW_ASYNC_UNSAFE"}
DATABASE = "postgres://op:net@localhost/werk"


@pytest.mark.parametrize(
    ("omgeving", "zin"),
    [
        ({"DATABASE_URL": DATABASE}, "OPNETWERK_GEHEIM moet minstens 50 tekens hebben."),
        ({"DATABASE_URL": DATABASE, "OPNETWERK_GEHEIM": GEHEIM}, "OPNETWERK_HOSTS moet minstens een hostnaam noemen"),
        ({"OPNETWERK_LOKAAL": "misschien"}, "OPNETWERK_LOKAAL moet ja of nee zijn, niet 'misschien'."),
        ({"OPNETWERK_PROXYS": "-1"}, "OPNETWERK_PROXYS moet een geheel getal van 0 of meer zijn, niet '-1'."),
        ({"OPNETWERK_DAG": "morgen"}, "OPNETWERK_DAG moet een datum zijn (JJJJ-MM-DD), niet 'morgen'."),
        ({"OPNETWERK_GEHEIM": "kort"}, "OPNETWERK_GEHEIM moet minstens 50 tekens hebben."),
    ],
)
def test_een_foute_waarde_weigert_te_starten_en_noemt_zichzelf(tmp_path, omgeving, zin):
    uitkomst = start_met(tmp_path, **omgeving)
    assert uitkomst.returncode != 0
    assert zin in uitkomst.stderr


def test_zonder_variabelen_start_een_lokale_site_zonder_debug(tmp_path):
    uitkomst = start_met(tmp_path)
    assert uitkomst.stdout.strip() == "False"
    assert (tmp_path / "geheim").stat().st_mode & 0o077 == 0


def test_een_uitrol_eist_https_cookies(tmp_path):
    code = (
        "from django.conf import settings as s; "
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT)"
    )
    uitkomst = subprocess.run(
        [sys.executable, "-c", code],
        cwd=BASIS,
        env=OMGEVING
        | {
            "DJANGO_SETTINGS_MODULE": "opnetwerk.settings",
            "DATABASE_URL": DATABASE,
            "OPNETWERK_LOKAAL": "nee",
            "OPNETWERK_GEHEIM": GEHEIM,
            "OPNETWERK_HOSTS": "www.example.be",
            "OPNETWERK_DATA": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert uitkomst.stdout.split() == ["__Host-sessie", "True", "True"]


def test_een_uitrol_doorstaat_de_controle_van_django(tmp_path):
    uitkomst = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=BASIS,
        env=OMGEVING
        | {
            "DATABASE_URL": DATABASE,
            "OPNETWERK_LOKAAL": "nee",
            "OPNETWERK_GEHEIM": "aB3$x9" * 10,
            "OPNETWERK_HOSTS": "www.example.be",
            "OPNETWERK_DATA": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert uitkomst.returncode == 0, uitkomst.stderr


@pytest.mark.django_db
def test_er_ontbreekt_geen_migratie():
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
