"""What a member sees of the colleagues they were brought together with."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from grensbrekers.models import Grensbreker, Koppeldeelname, Koppeling
from grensbrekers.rondes import anderen, kan_nog, met_anderen, voornaam

LOOPT = timedelta(days=180)  # after that nobody will say any more that they met
Antwoord = Koppeldeelname.Antwoord


@dataclass(frozen=True)
class Regel:
    """One pair, seen by one of its members."""

    deelname: Koppeldeelname
    rest: list[Koppeldeelname]
    dag: date

    @property
    def koppeling(self) -> Koppeling:
        return self.deelname.koppeling

    @property
    def collegas(self) -> list[Grensbreker]:
        """Members of today: a profile, and a message."""
        leden = [een.grensbreker for een in self.rest if een.grensbreker]
        return [lid for lid in leden if lid.stand == Grensbreker.Stand.TOEGELATEN]

    @property
    def namen(self) -> str:
        """First names with municipalities, for a heading."""
        return " en ".join(f"{_naam(een)} uit {een.gemeente.naam}" for een in self.rest)

    @property
    def bevestigd(self) -> bool:
        return self.koppeling.gezien_op is not None

    @property
    def loopt(self) -> bool:
        """Whether there is still something to do or to wait for."""
        jong = self.dag - self.koppeling.ronde <= LOOPT
        return jong and not self.bevestigd and self.deelname.antwoord != Antwoord.OVERGESLAGEN and kan_nog(self.rest)

    @property
    def ik_zei_gezien(self) -> bool:
        return self.deelname.antwoord == Antwoord.GEZIEN

    @property
    def wacht_op(self) -> str:
        """First names of who still has to say that they met."""
        return " en ".join(_naam(een) for een in self.rest if een.antwoord == Antwoord.GEEN and een.grensbreker)

    @property
    def slaan_over(self) -> str:
        """First names of who passes, while somebody else does not."""
        return " en ".join(_naam(een) for een in self.rest if een.antwoord == Antwoord.OVERGESLAGEN)

    @property
    def afloop(self) -> str:
        """How it ended, in a few words."""
        if self.bevestigd and self.ik_zei_gezien:
            return "jullie zagen elkaar"
        if self.deelname.antwoord == Antwoord.OVERGESLAGEN:
            return "jij sloeg deze keer over"
        return "niemand zei dat jullie elkaar zagen" if kan_nog(self.rest) else "het ging deze keer niet door"


def _naam(deelname: Koppeldeelname) -> str:
    return voornaam(deelname.grensbreker) if deelname.grensbreker else "een collega"


def regels_van(lid: Grensbreker, dag: date) -> list[Regel]:
    """The pairs of a member, the newest first. Three queries, whatever the number."""
    deelnames = met_anderen().filter(grensbreker=lid).order_by("-koppeling__ronde", "-pk")
    return [Regel(een, anderen(een), dag) for een in deelnames]


def deelname_van(lid: Grensbreker, kenmerk: str) -> Koppeldeelname | None:
    """The part of a member in the pair with this reference; None when there is none."""
    try:
        nummer = uuid.UUID(kenmerk)
    except ValueError:
        return None
    deelnames = Koppeldeelname.objects.select_related("koppeling", "grensbreker__igs")
    return deelnames.filter(koppeling__kenmerk=nummer, grensbreker=lid).first()
