"""What a member agrees to, in words; the ledger keeps which words they were."""

from dataclasses import dataclass

from grensbrekers.models import Grensbreker
from opnetwerk import toestemmingen

PROFIEL, MAILS = "grensbreker-profiel", "grensbreker-mails"


@dataclass(frozen=True)
class Doel:
    """What is asked, and what follows from it."""

    vraag: str
    gevolg: str

    @property
    def woorden(self) -> str:
        return f"{self.vraag} {self.gevolg}"


DOELEN = {
    PROFIEL: Doel(
        "Ik wil dat andere grensbrekers mijn profiel zien.",
        "Ze zien je naam, gemeente, rol, thema's en waarover ze je iets mogen vragen. Je e-mailadres zien ze niet. "
        "Bezoekers van de site zien niets van je.",
    ),
    MAILS: Doel(
        "Ik wil mails over vragen van collega's en over ontmoetingen.",
        "In elke mail staat een link om ermee te stoppen.",
    ),
}


def over(lid: Grensbreker) -> str:
    """Whom a line of the ledger is about."""
    return f"grensbreker:{lid.kenmerk}"


def geef(lid: Grensbreker, doel: str) -> None:
    toestemmingen.geef(doel=doel, tekst=DOELEN[doel].woorden, betreft=over(lid), email=lid.email)


def trek_in(lid: Grensbreker, doel: str) -> None:
    toestemmingen.trek_in(doel=doel, betreft=over(lid))
