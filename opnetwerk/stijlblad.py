"""One style sheet for every page: the sheets that all pages need, behind each other and without comments.

A browser asks one file instead of three; who writes styles keeps three files that each have their subject. The sheet is
made when static files are collected, or looked for.
"""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

NAAM = "css/stijl.css"
BLADEN = ("waarden", "basis", "onderdelen")
COMMENTAAR = re.compile(r"/\*.*?\*/", re.DOTALL)


def samengevoegd(bladen: Iterable[str]) -> str:
    """The sheets as one, smaller: without comments, indentation and empty lines.

    >>> samengevoegd(["/* a */\\nb {\\n  color: red;\\n}\\n", "c {\\n}\\n"])
    'b {\\ncolor: red;\\n}\\nc {\\n}\\n'
    """
    regels = COMMENTAAR.sub("", "\n".join(bladen)).splitlines()
    return "".join(f"{regel.strip()}\n" for regel in regels if regel.strip())


def schrijf(map_: Path) -> Path:
    """Put the sheet in this folder, unless it stands there already; its path."""
    bron = Path(settings.BASE_DIR) / "static" / "css"
    inhoud = samengevoegd((bron / f"{blad}.css").read_text() for blad in BLADEN)
    pad = map_ / NAAM
    if not pad.is_file() or pad.read_text() != inhoud:
        pad.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=pad.parent, prefix=".", delete=False) as nieuw:
            nieuw.write(inhoud)
        Path(nieuw.name).chmod(0o644)
        os.replace(nieuw.name, pad)
    return pad


class Stijlvinder(BaseFinder):
    """Gives the sheet to collectstatic and to the server of the tests."""

    def __init__(self, app_names: Any = None) -> None:
        self.map = Path(settings.GEGEVENSMAP) / "stijl"

    def check(self, **_: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        gevonden = str(schrijf(self.map)) if path == NAAM else None
        return ([gevonden] if gevonden else []) if find_all else gevonden

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        schrijf(self.map)
        yield NAAM, FileSystemStorage(location=self.map)
