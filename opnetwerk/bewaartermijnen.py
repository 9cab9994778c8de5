"""How long what is kept: the shape of one line. Each app that keeps personal data has a table of these."""

from dataclasses import dataclass
from datetime import timedelta


def maanden(aantal: int) -> timedelta:
    """So many twelfths of a year."""
    return timedelta(days=round(aantal * 365.25 / 12))


@dataclass(frozen=True)
class Termijn:
    """What is kept, how long, counted from when, and what happens then; in words for the page, and as a duration.

    `duur` None: as long as the profile or the membership it belongs to.
    """

    sleutel: str
    wat: str
    duur: timedelta | None
    vanaf: str
    regel: str
    velden: tuple[str, ...] = ()  # "model.field", or a model as a whole
