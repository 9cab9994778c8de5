"""What somebody agrees to for a talent: each purpose in its own words, given and taken back one by one."""

from dataclasses import dataclass

from django.db import transaction

from opnetwerk import toestemmingen
from opnetwerk.models import Gebruiker
from talent.models import Talent
from talent.noteren import noteer

PUBLICATIE = "talent-publicatie"
FEEDS = "talent-feeds"
OUDER = "talent-ouder"


@dataclass(frozen=True)
class Doel:
    """A purpose: what one ticks, what follows from it, and the words that go into the ledger."""

    sleutel: str
    vraag: str
    gevolg: str

    @property
    def woorden(self) -> str:
        return f"{self.vraag}. {self.gevolg}"


DOELEN = {
    PUBLICATIE: Doel(
        PUBLICATIE,
        "Ja, mijn profiel mag online na goedkeuring",
        "Iedereen kan het dan lezen. Per veld kies je wie het ziet. Je kunt het profiel altijd verbergen.",
    ),
    FEEDS: Doel(
        FEEDS,
        "Ja, mijn profiel mag in lijsten voor andere sites",
        "Bijvoorbeeld op de site van je gemeente. Zet je dit uit, dan verdwijnt het ook daar.",
    ),
    OUDER: Doel(
        OUDER,
        "Ja, mijn kind mag een profiel hebben bij Talent",
        "Het toont een voornaam, een streek en eigen werk. Ik kan dit altijd intrekken met de link in mijn mail.",
    ),
}


def over(talent: Talent) -> str:
    """How the ledger names the talent."""
    return f"talent:{talent.kenmerk}"


def heeft_toestemming(talent: Talent, doel: str) -> bool:
    return toestemmingen.loopt(doel=doel, betreft=over(talent))


def doelen_van(talent: Talent) -> list[Doel]:
    """What is asked of who manages the talent; somebody of 13 to 15 stands in no list."""
    return [DOELEN[PUBLICATIE]] if talent.is_jong else [DOELEN[PUBLICATIE], DOELEN[FEEDS]]


@transaction.atomic
def geef_toestemming(*, talent: Talent, doel: str, door: Gebruiker) -> None:
    """Agree to a purpose of `doelen_van`. ValueError for another."""
    _keur(talent, doel)
    toestemmingen.geef(doel=doel, tekst=DOELEN[doel].woorden, betreft=over(talent), gebruiker=door)
    if doel == FEEDS:
        _zet_feeds(talent, True)
    noteer(talent=talent, actie=f"toestemming gegeven: {doel}", door=door)


@transaction.atomic
def trek_toestemming_in(*, talent: Talent, doel: str, door: Gebruiker) -> None:
    """Take a consent back, whoever of the managers gave it; works at once. ValueError for another purpose."""
    from talent.verlaten import verberg

    _keur(talent, doel)
    toestemmingen.trek_in(doel=doel, betreft=over(talent))
    if doel == FEEDS:
        _zet_feeds(talent, False)
    noteer(talent=talent, actie=f"toestemming ingetrokken: {doel}", door=door)
    if doel == PUBLICATIE:
        verberg(talent=talent, door=door)


def _keur(talent: Talent, doel: str) -> None:
    if doel not in {een.sleutel for een in doelen_van(talent)}:
        raise ValueError(f"{doel} wordt hier niet gevraagd")


def _zet_feeds(talent: Talent, waarde: bool) -> None:
    from talent.zoekrij import leid_af

    talent.in_feeds = waarde
    talent.save(update_fields=["in_feeds"])
    leid_af(talent)
