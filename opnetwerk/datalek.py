"""Which persons and which data a leak touches: the list that must be there within three days (AVG, article 33)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model, Q

from opnetwerk.verwerkingen import Verwerking, register


class OnbekendeTabel(ValueError):
    """A table that the register does not name; the text is a Dutch sentence."""


@dataclass(frozen=True)
class Geraakt:
    """A table with data of persons: how many rows, and the addresses of the persons in it."""

    verwerking: Verwerking
    tabel: str
    gegevens: str
    rijen: int
    personen: frozenset[str]


def geraakt(*, tabellen: tuple[str, ...] = (), adres: str = "") -> Iterator[Geraakt]:
    """Every table of the register, or those named; with `adres` only the rows that this address finds.

    OnbekendeTabel for a name that stands nowhere. Empty tables are left out.
    """
    bekend = {label for een in register for label in een.tabellen}
    vreemd = [label for label in tabellen if label not in bekend]
    if vreemd:
        raise OnbekendeTabel(f"Het register kent {', '.join(vreemd)} niet. Er zijn: {', '.join(sorted(bekend))}.")
    for verwerking in register:
        for label, woorden in verwerking.tabellen.items():
            if not tabellen or label in tabellen:
                een = _tel(verwerking, label, woorden, adres)
                if een.rijen:
                    yield een


def _tel(verwerking: Verwerking, label: str, woorden: str, adres: str) -> Geraakt:
    velden = [pad.partition(":")[2] for pad in verwerking.zoekt if pad.partition(":")[0] == label]
    rijen = _model(label)._default_manager.all()
    if adres:
        if not velden:
            return Geraakt(verwerking, label, woorden, 0, frozenset())
        waar = Q()
        for veld in velden:
            waar |= Q(**{f"{veld}__iexact": adres})
        rijen = rijen.filter(waar).distinct()
    personen = {waarde.lower() for veld in velden for waarde in rijen.values_list(veld, flat=True).distinct() if waarde}
    return Geraakt(verwerking, label, woorden, rijen.count(), frozenset(personen))


def _model(label: str) -> type[Model]:
    app, _, naam = label.partition(".")
    return next(een for een in apps.get_app_config(app).get_models(include_auto_created=True) if een.__name__ == naam)
