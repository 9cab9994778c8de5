"""People who work on culture for a municipality, how they meet, and which borders that crossed."""

from grensbrekers.models.koppeling import Grensovergang, Introductie, Koppeldeelname, Koppeling
from grensbrekers.models.leden import Grensbreker, Thema, Verzending
from grensbrekers.models.ontmoeting import Inschrijving, Ontmoeting
from grensbrekers.models.vragen import Antwoord, Inzicht, Netwerkvraag

__all__ = [
    "Antwoord",
    "Grensbreker",
    "Grensovergang",
    "Inschrijving",
    "Introductie",
    "Inzicht",
    "Koppeldeelname",
    "Koppeling",
    "Netwerkvraag",
    "Ontmoeting",
    "Thema",
    "Verzending",
]
