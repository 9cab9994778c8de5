"""The environment, read with types: a wrong value refuses to start and says which one."""

import os
import re
from datetime import date
from importlib.util import find_spec
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


def cache_adres(naam: str) -> str:
    """Address of a Valkey or Redis, as its client reads it; empty without one."""
    waarde = tekst(naam)
    if not waarde:
        return ""
    if not re.match(r"(redis|valkey)s?://[^/\s]+(/\d+)?$", waarde):
        # Not repeated: there may be a password in it.
        raise ImproperlyConfigured(f"{naam} moet eruitzien als valkey://:wachtwoord@host:6379/0 (of valkeys://).")
    pakket(naam, "redis", groep="valkey")
    return "redis" + waarde.removeprefix("redis").removeprefix("valkey")


def bucket(naam: str, *, adres: str, regio: str, sleutel: str, geheim: str) -> dict[str, str]:
    """A bucket on a storage that speaks S3, from these variables: naam, adres, regio, sleutel, geheim; or nothing."""
    variabelen = {"adres": adres, "regio": regio, "sleutel": sleutel, "geheim": geheim}
    delen = {deel: tekst(variabele) for deel, variabele in variabelen.items()}
    if not tekst(naam):
        return {}
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{2,62}", tekst(naam)):
        raise ImproperlyConfigured(f"{naam} moet de naam van een bucket zijn, niet '{tekst(naam)}'.")
    if delen["adres"] and not re.match(r"https?://[^/\s]+/?$", delen["adres"]):
        raise ImproperlyConfigured(f"{adres} moet eruitzien als https://s3.voorbeeld.be, niet '{delen['adres']}'.")
    for deel in ("sleutel", "geheim"):
        if not delen[deel]:
            raise ImproperlyConfigured(f"{variabelen[deel]} ontbreekt: een bucket vraagt een sleutel en een geheim.")
    pakket(naam, "storages", groep="s3")
    return {"naam": tekst(naam)} | delen


def pakket(naam: str, module: str, *, groep: str) -> None:
    """Refuse to start when a value asks for a package that is not installed."""
    if find_spec(module) is None:
        raise ImproperlyConfigured(f"{naam} vraagt een pakket dat ontbreekt: voer uv sync --group {groep} uit.")
