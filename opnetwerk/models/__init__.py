"""The account, and what every app shares: the log, the outbox, versions of texts, pictures."""

from opnetwerk.models.gebruiker import Gebruiker
from opnetwerk.models.logboek import Logregel
from opnetwerk.models.post import UitgaandeMail
from opnetwerk.models.versie import Versie

__all__ = ["Gebruiker", "Logregel", "UitgaandeMail", "Versie"]
