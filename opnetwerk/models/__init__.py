"""The account, and what every app shares: the log, the outbox, versions of texts, conversations."""

from opnetwerk.models.bedrijf import Onbestelbaar, Taakloop, Wissing
from opnetwerk.models.gebruiker import Gebruiker
from opnetwerk.models.gesprek import Blokkering, Deelnemer, Gesprek, Gespreksbericht
from opnetwerk.models.logboek import Logregel
from opnetwerk.models.post import UitgaandeMail
from opnetwerk.models.toestemming import Toestemming
from opnetwerk.models.versie import Versie

__all__ = [
    "Blokkering",
    "Deelnemer",
    "Gebruiker",
    "Gesprek",
    "Gespreksbericht",
    "Logregel",
    "Onbestelbaar",
    "Taakloop",
    "Toestemming",
    "UitgaandeMail",
    "Versie",
    "Wissing",
]
