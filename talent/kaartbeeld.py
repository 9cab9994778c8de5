"""The map of the directory: how many makers in which municipality. Who is 13 to 15 stands on no map."""

from collections.abc import Sequence
from dataclasses import dataclass

from igs.kaart import LETTER, LETTERBREEDTE, Cel, Kaartbeeld, Opschrift, Tekening
from igs.models import Gemeente
from talent.gids import Streek

# From so many on a darker shade.
TRAPPEN = (1, 3, 10, 30, 100)


@dataclass(frozen=True)
class Telcel(Cel):
    """A municipality in the shade of its count: t0 (nobody) to t5."""

    trap: int = 0

    @property
    def klasse(self) -> str:
        return f"t{self.trap}"


def talentkaart(plaatsen: Sequence[tuple[Gemeente, int, str]], streek: Streek, tekening: Tekening) -> Kaartbeeld:
    """The whole of Flanders; a municipality with makers leads to its list, another one to its page.

    `plaatsen`: those with makers: the municipality, how many, and where their list is.
    """
    aantallen = {gemeente.nis_code: aantal for gemeente, aantal, _pad in plaatsen}
    paden = {gemeente.nis_code: pad for gemeente, _aantal, pad in plaatsen}
    cellen: list[Cel] = []
    for gemeente in streek.netwerk.huidige:
        aantal = aantallen.get(gemeente.nis_code, 0)
        cellen.append(
            Telcel(
                pad=paden.get(gemeente.nis_code) or gemeente.get_absolute_url(),
                naam=f"{gemeente.naam}: {aantal or 'geen'} {'maker' if aantal == 1 else 'makers'}",
                vorm=tekening.cellen[gemeente.nis_code]["d"],
                trap=sum(aantal >= grens for grens in TRAPPEN),
            )
        )
    beeld = tekening.beeld("Kaart met het aantal makers per gemeente", cellen)
    beeld.opschriften = [
        Opschrift(str(aantal), round(cel["punt"][0]), round(cel["punt"][1]))
        for code, aantal in aantallen.items()
        if (cel := tekening.cellen[code]) and _past(str(aantal), cel["kader"])
    ]
    return beeld


def _past(tekst: str, kader: tuple[int, int, int, int]) -> bool:
    breedte, hoogte = kader[2] - kader[0], kader[3] - kader[1]
    return breedte > len(tekst) * LETTER * LETTERBREEDTE and hoogte > LETTER
