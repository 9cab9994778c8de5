"""How often the page of a network was looked at in a month: a number, nobody's trace."""

from typing import ClassVar

from django.db import models

from igs.models.samenwerking import IGS


class Bezoektelling(models.Model):
    """Views of the page of an IGS in a month; written by `igs.bezoek` alone."""

    igs = models.ForeignKey(IGS, models.CASCADE, related_name="bezoektellingen", verbose_name="IGS")
    maand = models.DateField("maand", help_text="De eerste dag van de maand.")
    bekeken = models.PositiveIntegerField("bekeken", default=0)

    class Meta:
        verbose_name = "bezoektelling"
        verbose_name_plural = "bezoektellingen"
        constraints: ClassVar = [models.UniqueConstraint(fields=["igs", "maand"], name="bezoektelling_een_per_maand")]

    def __str__(self) -> str:
        return f"{self.igs} in {self.maand:%m-%Y}"
