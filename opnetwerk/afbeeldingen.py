"""Pictures: what an upload must be, and the sizes that are made of it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q


def pad_voor(afbeelding: "Afbeelding", naam: str) -> str:
    """A random name: nothing of the uploader's file name reaches the disk."""
    return f"afbeeldingen/{uuid.uuid4().hex}.jpg"


class Afbeelding(models.Model):
    """Abstract. `bestand` is the upright, re-encoded master without metadata; `maten` the derived files.

    `maten`: [{"breedte": px, "hoogte": px, "webp": path, "jpeg": path}], from small to large.
    """

    class Stand(models.TextChoices):
        WACHT = "wacht", "wordt verwerkt"
        KLAAR = "klaar", "klaar"
        MISLUKT = "mislukt", "verwerken mislukt"

    bestand = models.ImageField("bestand", upload_to=pad_voor, width_field="breedte", height_field="hoogte")
    breedte = models.PositiveIntegerField("breedte", default=0, editable=False)
    hoogte = models.PositiveIntegerField("hoogte", default=0, editable=False)
    maten = models.JSONField("maten", default=list, editable=False)
    stand = models.CharField("stand", max_length=10, choices=Stand.choices, default=Stand.WACHT, editable=False)
    alt = models.CharField("wat zie je op de foto?", max_length=300, blank=True)
    decoratief = models.BooleanField("alleen versiering, zonder betekenis", default=False)
    bron = models.CharField("fotograaf of bron", max_length=200, blank=True)
    geladen_op = models.DateTimeField("geladen op", auto_now_add=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(decoratief=True) & Q(alt="")) | (Q(decoratief=False) & ~Q(alt="")),
                name="%(class)s_heeft_alt_of_is_decoratief",
                violation_error_message="Beschrijf wat je ziet, of kruis aan dat de foto alleen versiering is.",
            )
        ]

    def __str__(self) -> str:
        return self.alt or f"foto {self.pk}"
