"""Technical needs in free words: which known things are named, so that a need can be held against what there is."""

import re

# What people call it; word beginnings, in lower case.
DINGEN: dict[str, tuple[str, ...]] = {
    "stroom": ("stroom", "stopcontact", "elektriciteit", "220", "230"),
    "geluid": ("geluid", "versterking", "pa", "mengpaneel", "luidspreker", "boxen", "speakers"),
    "een microfoon": ("micro", "mic", "mics"),
    "licht": ("licht", "spots", "spotlights"),
    "een piano": ("piano", "vleugel"),
    "een podium": ("podium",),
    "een scherm": ("scherm", "beamer", "projector", "projectie"),
    "een kleedkamer": ("kleedkamer", "kleedruimte", "loge"),
    "muziekstaanders": ("muziekstaander", "pupiter", "lessenaar"),
    "een wand": ("wand", "muur", "panelen", "ophangsysteem"),
    "water": ("water", "wasbak", "lavabo"),
    "tafels": ("tafel",),
    "stoelen": ("stoel",),
}
# Short words that begin many others: only as a whole.
HEEL = frozenset({"pa", "mic", "mics", "220", "230", "loge", "water"})
NIETS = re.compile(r"\b(niets|geen techniek|niks)\b|\bakoestisch", re.IGNORECASE)
# "zonder microfoon", "geen podium": named, but neither needed nor there.
ONTKEND = re.compile(r"\b(?:geen|zonder)\s+(?:\w+e\s+)?\w+", re.IGNORECASE)


def genoemd(tekst: str) -> set[str]:
    """The known things that the text names and does not deny."""
    woorden = re.findall(r"[\w]+", ONTKEND.sub(" ", tekst).lower())
    return {
        ding
        for ding, vormen in DINGEN.items()
        if any(woord == vorm or (vorm not in HEEL and woord.startswith(vorm)) for woord in woorden for vorm in vormen)
    }


def heeft_niets_nodig(tekst: str) -> bool:
    """Whether the text says so, and names nothing besides."""
    return bool(NIETS.search(tekst)) and not genoemd(tekst)
