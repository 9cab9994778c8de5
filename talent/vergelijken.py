"""What a field of a profile says in words, and what differs between two versions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from talent.media import bronadres
from talent.models import Profiel
from talent.zichtbaarheid import VELDEN

# In the order in which a maker fills them in.
VOLGORDE: tuple[str, ...] = (
    *("naam", "voornaamwoorden", "kort", "tekst", "talen", "gemeente", "plaats", "band", "reikwijdte"),
    *("disciplines", "vorm", "rollen", "aanbod", "zoekt", "past_bij", "stijlen", "niveau", "lid_van"),
    *("prijs", "prijs_vanaf", "prijs_uitleg", "duur", "personen", "techniek", "plek", "toegankelijkheid"),
    *("beschikbaar", "beelden", "media", "telefoon", "links"),
)
assert set(VOLGORDE) == set(VELDEN), "each field of the rule stands here once"
NAMEN = {"gemeente": "gemeente", "beelden": "beelden", "media": "geluid en film"}


@dataclass(frozen=True)
class Verschil:
    """One field that differs, in words."""

    veld: str
    naam: str
    oud: str
    nieuw: str


def veldnaam(veld: str) -> str:
    """How the maker knows the field: 'in één zin'."""
    return NAMEN.get(veld) or str(Profiel._meta.get_field(veld).verbose_name)  # type: ignore[union-attr]


def in_woorden(veld: str, waarde: Any) -> str:
    """The value as somebody reads it; empty for nothing. Lists stand with commas, links and pictures on lines."""
    if waarde in (None, "", []):
        return ""
    woorden = _keuzewoorden(veld)
    if veld == "prijs_vanaf":
        return f"{waarde} euro"
    if isinstance(waarde, str):
        return woorden.get(waarde, waarde)
    if isinstance(waarde, Iterable):
        stukken = [woorden.get(str(stuk), str(stuk)) for stuk in waarde]
        return ("\n" if veld in {"links", "beelden", "media"} else ", ").join(stukken)
    return str(waarde)


def _keuzewoorden(veld: str) -> dict[str, str]:
    if veld in {"beelden", "media"}:
        return {}
    modelveld = Profiel._meta.get_field(veld)
    kern = modelveld.base_field if isinstance(modelveld, ArrayField) else modelveld
    return {str(sleutel): str(woord) for sleutel, woord in getattr(kern, "choices", None) or []}


def waarde(profiel: Profiel, veld: str) -> Any:
    """What stands in the field: of pictures and media their words, in order."""
    if not profiel.pk and veld in {"beelden", "media"}:
        return []
    if veld == "beelden":
        return [_beeldwoorden(beeld) for beeld in profiel.beelden.all()]
    if veld == "media":
        return [f"{medium} ({bronadres(medium)})" for medium in profiel.media.all()]
    if isinstance(Profiel._meta.get_field(veld), models.ManyToManyField):
        return list(getattr(profiel, veld).all()) if profiel.pk else []
    return getattr(profiel, veld)


def _beeldwoorden(beeld: Any) -> str:
    woorden = beeld.alt or "versiering, zonder beschrijving"
    return f"{woorden} (foto: {beeld.bron})" if beeld.bron else woorden


def verschillen(oud: Profiel | None, nieuw: Profiel, velden: Iterable[str] = VOLGORDE) -> list[Verschil]:
    """The fields that differ, in the maker's order; without an old version everything that is filled in.

    Other pictures with the same words count as a difference too.
    """
    gevonden = []
    for veld in velden:
        voor = in_woorden(veld, waarde(oud, veld)) if oud else ""
        na = in_woorden(veld, waarde(nieuw, veld))
        anders = voor != na or (veld == "beelden" and oud is not None and _werken(oud) != _werken(nieuw))
        if anders:
            gevonden.append(Verschil(veld, veldnaam(veld), voor, na))
    return gevonden


def _werken(profiel: Profiel) -> list[int]:
    return [beeld.werk_id for beeld in profiel.beelden.all()]
