"""Write the log: one line per act, in the transaction of the act."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

from opnetwerk.bewaartermijnen import LOGBOEK_NA
from opnetwerk.models import Gebruiker, Logregel

LANGSTE_WAARDE = 500
GEWIST = "gewist"  # in the place of a name, of an account or of what an act was about


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


def wis_oude(moment: datetime) -> int:
    """After five years; the number erased. The trigger lets this through because the transaction names itself."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL opnetwerk.bewaartermijn = 'aan'")
        aantal = Logregel.objects.filter(op__lt=moment - LOGBOEK_NA).delete()[0]
        cursor.execute("SET LOCAL opnetwerk.bewaartermijn = 'uit'")
    return aantal


# In one statement: the trigger lets lines go, and new ones come.
_VERGEET = """
WITH weg AS (
    DELETE FROM opnetwerk_logregel
    WHERE door_id = %(door)s
       OR (model, object_id) IN (SELECT * FROM unnest(%(modellen)s::text[], %(nummers)s::text[]))
    RETURNING *, (model, object_id) IN (SELECT * FROM unnest(%(modellen)s::text[], %(nummers)s::text[])) AS erover
)
INSERT INTO opnetwerk_logregel
    (id, op, door_id, door_naam, actie, model, object_id, object_naam, igs_slug, veranderd)
SELECT id, op,
       CASE WHEN door_id = %(door)s THEN NULL ELSE door_id END,
       CASE WHEN door_id = %(door)s THEN %(gewist)s ELSE door_naam END,
       actie, model, object_id,
       CASE WHEN erover THEN %(gewist)s ELSE object_naam END,
       igs_slug,
       CASE WHEN erover THEN '{}'::jsonb ELSE veranderd END
FROM weg
"""


def vergeet(*, door: Gebruiker | None = None, over: Iterable[models.Model] = ()) -> int:
    """Take names out of the lines of who is erased, as who acts or as what the act is about; how many lines.

    That something happened, when and where stays. `over`: rows that are about to be erased. The trigger lets lines go
    but not change, so each is written back under the same number and moment.
    """
    rijen = [(een._meta.label, str(een.pk)) for een in over]
    gegevens = {
        "door": door.pk if door else None,
        "modellen": [model for model, _ in rijen],
        "nummers": [nummer for _, nummer in rijen],
        "gewist": GEWIST,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL opnetwerk.bewaartermijn = 'aan'")
        cursor.execute(_VERGEET, gegevens)
        aantal = int(cursor.rowcount)
        cursor.execute("SET LOCAL opnetwerk.bewaartermijn = 'uit'")
    return aantal
