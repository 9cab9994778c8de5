"""What the pages are made with: code, templates, data files, static files and the settings that pages show.

A page that was kept by another build is made again, so that a new version needs no clearing of the cache.
"""

import hashlib
import os
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings

SOORTEN = {".py", ".html", ".txt", ".xml", ".csv", ".json", ".svg", ".md"}
INSTELLINGEN = ("SITE_ADRES", "BEHEERDER", "HTTPS", "LOKAAL", "SECURE_CSP", "ANTWOORDADRES", "STATIC_URL", "MEDIA_URL")


@cache
def bouw() -> str:
    """A short word that changes with every build; looked at once per process."""
    basis = Path(settings.BASE_DIR)
    eigen = [Path(app.path) for app in apps.get_app_configs() if basis == Path(app.path).parent]
    som = hashlib.sha256(repr([getattr(settings, naam) for naam in INSTELLINGEN]).encode())
    for map_ in sorted({*eigen, basis / "templates", basis / "docs" / "handleiding"}):
        _tel_map_mee(som, map_)
    for bestand in (basis / "uv.lock", Path(settings.STATIC_ROOT) / "staticfiles.json"):
        if bestand.is_file():
            som.update(bestand.read_bytes())
    return som.hexdigest()[:16]


def _tel_map_mee(som: "hashlib._Hash", map_: Path) -> None:
    for hier, _mappen, bestanden in os.walk(map_):
        for naam in sorted(bestanden):
            pad = Path(hier, naam)
            if pad.suffix in SOORTEN:
                stand = pad.stat()
                som.update(f"{pad} {stand.st_size} {stand.st_mtime_ns}\n".encode())
