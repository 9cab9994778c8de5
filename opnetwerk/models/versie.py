"""Every saved version of an edited text: draft, history and restore in one table."""

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class Versie(models.Model):
    """The fields of one item as somebody saved them. Written only by `opnetwerk.versies`."""

    class Soort(models.TextChoices):
        CONCEPT = "concept", "concept"
        GEPLAND = "gepland", "te publiceren"
        GEPUBLICEERD = "gepubliceerd", "gepubliceerd"

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    item = GenericForeignKey()
    nummer = models.PositiveIntegerField("versie")
    velden = models.JSONField("inhoud")
    soort = models.CharField("soort", max_length=15, choices=Soort.choices, default=Soort.CONCEPT)
    publiceren_op = models.DateTimeField("te publiceren op", null=True, blank=True)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="door"
    )
    door_naam = models.CharField("naam", max_length=200, blank=True)
    op = models.DateTimeField("bewaard op", auto_now_add=True)

    class Meta:
        verbose_name = "versie"
        verbose_name_plural = "versies"
        ordering: ClassVar = ["-nummer"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["content_type", "object_id", "nummer"], name="een_versie_per_nummer"),
        ]

    def __str__(self) -> str:
        return f"versie {self.nummer}"
