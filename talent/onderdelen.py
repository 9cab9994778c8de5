"""The parts of a profile as a list of tasks: what is done, what is asked, and what is worth doing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from talent import formulieren
from talent.bewerken import werkversie
from talent.indienen import Gebrek, laatste_oordeel, wat_ontbreekt
from talent.models import Beoordeling, Profiel, Talent
from talent.vergelijken import waarde

KLAAR, NODIG, LEEG, GEVRAAGD, VRIJ = "klaar", "nog nodig", "nog leeg", "aanpassing gevraagd", "altijd te wijzigen"


@dataclass(frozen=True)
class Onderdeel:
    """One task. `formulier` None: the part has pages of its own under its key."""

    sleutel: str
    titel: str
    advies: str
    velden: tuple[str, ...]
    formulier: type[formulieren.Deel] | None = None
    niet_bij_jong: bool = False


WIE = Onderdeel(
    "wie",
    "Wie ben je?",
    "Zeg in één zin wat je maakt. Dat lezen mensen het eerst.",
    ("naam", "voornaamwoorden", "kort", "tekst", "talen"),
    formulieren.Wie,
)
WAAR = Onderdeel(
    "waar",
    "Waar ben je actief?",
    "Je gemeente bepaalt welke coördinator je profiel bekijkt.",
    ("gemeente", "plaats", "band", "reikwijdte"),
    formulieren.Waar,
)
WAT = Onderdeel(
    "wat",
    "Wat doe je?",
    "Met je disciplines vindt iemand je in de lijst.",
    ("disciplines", "vorm", "rollen", "aanbod", "zoekt", "past_bij", "stijlen", "niveau", "lid_van"),
    formulieren.Wat,
)
PRAKTISCH = Onderdeel(
    "praktisch",
    "Praktisch",
    "Een richtprijs en wat je nodig hebt, besparen je heen en weer gemail.",
    (
        *("prijs", "prijs_vanaf", "prijs_uitleg", "duur", "personen", "techniek", "plek"),
        *("toegankelijkheid", "beschikbaar"),
    ),
    formulieren.Praktisch,
)
BEELDEN = Onderdeel("beelden", "Beelden", "Een beeld toont in één oogopslag wat je maakt.", ("beelden",))
MEDIA = Onderdeel("media", "Geluid en film", "Laat horen of zien wat je doet.", ("media",), niet_bij_jong=True)
LINKS = Onderdeel(
    "links",
    "Links en telefoon",
    "Zet hier je eigen site of je sociale media.",
    ("links", "telefoon"),
    formulieren.Links,
    niet_bij_jong=True,
)
ZICHTBAARHEID = Onderdeel("zichtbaarheid", "Zichtbaarheid", "Kies wie wat ziet. Dit werkt meteen.", ())
ALLE = (WIE, WAAR, WAT, PRAKTISCH, BEELDEN, MEDIA, LINKS, ZICHTBAARHEID)


@dataclass(frozen=True)
class Taak:
    """A row of the task list."""

    onderdeel: Onderdeel
    pad: str
    stand: str
    advies: str


def onderdelen_van(talent: Talent) -> list[Onderdeel]:
    return [deel for deel in ALLE if not (talent.is_jong and deel.niet_bij_jong)]


def met_formulier(talent: Talent, sleutel: str) -> Onderdeel | None:
    """The part of one form under that key; None for any other word."""
    return next((deel for deel in onderdelen_van(talent) if deel.sleutel == sleutel and deel.formulier), None)


def pad_van(talent: Talent, onderdeel: Onderdeel) -> str:
    if onderdeel.formulier is None:
        return reverse(f"mijn_talent_bewerken_{onderdeel.sleutel}", args=[talent.slug])
    return reverse("mijn_talent_bewerken_pagina", args=[talent.slug, onderdeel.sleutel])


def pad_van_veld(talent: Talent, veld: str) -> str:
    """Where a field is filled in; the task list for none."""
    deel = next((deel for deel in onderdelen_van(talent) if veld in deel.velden), None)
    return pad_van(talent, deel) if deel else reverse("mijn_talent_bewerken", args=[talent.slug])


def takenlijst(talent: Talent) -> dict[str, Any]:
    """The tasks, what is missing, and what the coordinator said. A constant number of queries."""
    profiel = werkversie(talent)
    profiel.talent = talent
    oordeel, gebreken = laatste_oordeel(profiel), wat_ontbreekt(profiel)
    taken = [_taak(talent, profiel, deel, gebreken, oordeel) for deel in onderdelen_van(talent)]
    return {"profiel": profiel, "taken": taken, "gebreken": gebreken, "oordeel": oordeel}


def _taak(
    talent: Talent, profiel: Profiel, deel: Onderdeel, gebreken: Sequence[Gebrek], oordeel: Beoordeling | None
) -> Taak:
    gevuld = any(waarde(profiel, veld) not in (None, "", []) for veld in deel.velden)
    if oordeel and set(deel.velden) & oordeel.redenen.keys():
        stand = GEVRAAGD
    elif any(gebrek.veld in deel.velden for gebrek in gebreken):
        stand = NODIG
    elif not deel.velden:
        stand = VRIJ
    else:
        stand = KLAAR if gevuld else LEEG
    advies = "" if stand == KLAAR else deel.advies
    return Taak(deel, pad_van(talent, deel), stand, advies)


def met_pad(talent: Talent, gebreken: Sequence[Gebrek]) -> list[tuple[Gebrek, str]]:
    """What is missing, each with where to mend it (empty when that is nowhere)."""
    return [(gebrek, pad_van_veld(talent, gebrek.veld) if gebrek.veld else "") for gebrek in gebreken]
