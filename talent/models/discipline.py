"""What one makes, in two levels, under stable keys."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Discipline(models.Model):
    """A term. It may be renamed, or merged into another (`opgegaan_in`): its key keeps leading there."""

    sleutel = models.SlugField("sleutel", max_length=60, unique=True, help_text="Verandert nooit: staat in adressen.")
    naam = models.CharField("naam", max_length=80)
    boven = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="onderliggende", verbose_name="hoort bij"
    )
    synoniemen = ArrayField(models.CharField(max_length=60), default=list, blank=True, verbose_name="ook gezocht als")
    uitdatabank = models.CharField("thema in UiTdatabank", max_length=20, blank=True)
    opgegaan_in = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="vroegere", verbose_name="opgegaan in"
    )
    volgorde = models.PositiveSmallIntegerField("volgorde", default=0)

    class Meta:
        verbose_name = "discipline"
        verbose_name_plural = "disciplines"
        ordering: ClassVar = ["volgorde", "naam"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(boven=None) | ~Q(boven=F("pk"))) & (Q(opgegaan_in=None) | ~Q(opgegaan_in=F("pk"))),
                name="discipline_niet_bij_zichzelf",
                violation_error_message="Een discipline hoort niet bij zichzelf.",
            )
        ]

    def __str__(self) -> str:
        return self.naam
