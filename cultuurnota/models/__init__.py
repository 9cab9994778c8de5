"""The offer of help, and the workspace: a note, its team, its chapters, its objectives, and what goes out."""

from cultuurnota.models.aanbod import Aanbod
from cultuurnota.models.delen import Bevroren, Deellink, Uitvoer
from cultuurnota.models.doelen import Actie, Doelstelling, Indicator, Uitdaging
from cultuurnota.models.nota import Cultuurnota, Hoofdstuk, Hoofdstukversie, Notabeeld, Opmerking, Zelfbeoordeling
from cultuurnota.models.team import Teamlid, Teamuitnodiging

__all__ = [
    "Aanbod",
    "Actie",
    "Bevroren",
    "Cultuurnota",
    "Deellink",
    "Doelstelling",
    "Hoofdstuk",
    "Hoofdstukversie",
    "Indicator",
    "Notabeeld",
    "Opmerking",
    "Teamlid",
    "Teamuitnodiging",
    "Uitdaging",
    "Uitvoer",
    "Zelfbeoordeling",
]
