"""Write the log: one line per act, in the transaction of the act."""

from typing import Any

from django.db import models

from opnetwerk.models import Gebruiker, Logregel

LANGSTE_WAARDE = 500


def schrijf(
    *,
    door: Gebruiker | None,
    actie: str,
    over: models.Model | type[models.Model],
    igs_slug: str = "",
    veranderd: dict[str, tuple[Any, Any]] | None = None,
) -> Logregel:
    """One line, about a row or about the list of a model.

    `veranderd` maps a field to (from, to); long values are cut, the versions hold them whole.
    """
    return Logregel.objects.create(
        door=door,
        door_naam=str(door) if door else "bezoeker",
        actie=actie,
        model=over._meta.label,
        object_id=str(over.pk) if isinstance(over, models.Model) else "",
        object_naam=(str(over) if isinstance(over, models.Model) else f"lijst van {over._meta.verbose_name_plural}")[
            :200
        ],
        igs_slug=igs_slug,
        veranderd={veld: [_kort(van), _kort(naar)] for veld, (van, naar) in (veranderd or {}).items()},
    )


def _kort(waarde: Any) -> Any:
    if waarde is None or isinstance(waarde, bool | int | float):
        return waarde
    tekst = str(waarde)
    return tekst if len(tekst) <= LANGSTE_WAARDE else tekst[:LANGSTE_WAARDE] + " …"
