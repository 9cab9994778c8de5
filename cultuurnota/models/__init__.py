"""The offer of help, and the workspace: a note, its team, its chapters, its objectives, and what goes out."""

from cultuurnota.models.aanbod import Aanbod
from cultuurnota.models.delen import Bevroren, Deellink, Uitvoer
from cultuurnota.models.doelen import Actie, Doelstelling, Indicator, Uitdaging
from cultuurnota.models.nota import Cultuurnota, Hoofdstuk, Hoofdstukversie, Notabeeld, Opmerking, Zelfbeoordeling
from cultuurnota.models.opvolging import Actiejaar, Cijferkoppeling, Meting, Publicatie
from cultuurnota.models.team import Teamlid, Teamuitnodiging
from cultuurnota.models.zakelijk import Begroting, Begrotingspost, Bijdrage, Engagement

__all__ = [
    "Aanbod",
    "Actie",
    "Actiejaar",
    "Begroting",
    "Begrotingspost",
    "Bevroren",
    "Bijdrage",
    "Cijferkoppeling",
    "Cultuurnota",
    "Deellink",
    "Doelstelling",
    "Engagement",
    "Hoofdstuk",
    "Hoofdstukversie",
    "Indicator",
    "Meting",
    "Notabeeld",
    "Opmerking",
    "Publicatie",
    "Teamlid",
    "Teamuitnodiging",
    "Uitdaging",
    "Uitvoer",
    "Zelfbeoordeling",
]
