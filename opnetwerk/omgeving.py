"""The environment, read with types: a wrong value refuses to start and says which one."""

import os
import re
from datetime import date
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

AAN = {"1", "ja", "true", "aan"}
UIT = {"0", "nee", "false", "uit"}


def tekst(naam: str, standaard: str = "") -> str:
    return os.environ.get(naam, standaard).strip()


def schakelaar(naam: str, standaard: bool) -> bool:
    waarde = tekst(naam).lower()
    if not waarde:
        return standaard
    if waarde in AAN | UIT:
        return waarde in AAN
    raise ImproperlyConfigured(f"{naam} moet ja of nee zijn, niet '{waarde}'.")


def keuze(naam: str, keuzes: tuple[str, ...], standaard: str) -> str:
    waarde = tekst(naam, standaard).lower()
    if waarde not in keuzes:
        raise ImproperlyConfigured(f"{naam} moet {' of '.join(keuzes)} zijn, niet '{waarde}'.")
    return waarde


def getal(naam: str, standaard: int) -> int:
    waarde = tekst(naam)
    if not waarde:
        return standaard
    if waarde.isascii() and waarde.isdigit():
        return int(waarde)
    raise ImproperlyConfigured(f"{naam} moet een geheel getal van 0 of meer zijn, niet '{waarde}'.")


def dag(naam: str) -> date | None:
    waarde = tekst(naam)
    try:
        return date.fromisoformat(waarde) if waarde else None
    except ValueError:
        raise ImproperlyConfigured(f"{naam} moet een datum zijn (JJJJ-MM-DD), niet '{waarde}'.") from None


def antwoordadres(naam: str) -> str:
    """An address short enough to carry a token of 54 characters before the at sign; empty without one."""
    waarde = tekst(naam).lower()
    if waarde and not re.fullmatch(r"[a-z0-9]{1,9}@[a-z0-9-]+(\.[a-z0-9-]+)*", waarde):
        raise ImproperlyConfigured(
            f"{naam} moet eruitzien als antwoord@voorbeeld.be, met hoogstens 9 letters voor het apenstaartje, "
            f"niet '{waarde}'."
        )
    return waarde


def map_van(naam: str, standaard: Path) -> Path:
    return Path(tekst(naam) or standaard).expanduser().absolute()
