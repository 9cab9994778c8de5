"""Files that people send in, on a disk of this machine: whole or not at all, also when the disk is full.

A full disk is an OSError; `opnetwerk.databankweg` makes of it a 503 that gives back what was typed.
"""

from contextlib import suppress
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class Schijf(FileSystemStorage):
    """Django's own storage leaves the beginning of a file that did not fit; this takes it away again."""

    def _save(self, name: str, content: File) -> str:
        was_er = self.exists(name)  # names are random or taken by nobody: another process does not make this one
        try:
            return str(super()._save(name, content))  # type: ignore[misc]
        except OSError:
            if not was_er:
                with suppress(OSError):
                    Path(self.path(name)).unlink()
            raise
