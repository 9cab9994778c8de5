"""A picture in a text of an IGS or of the support centre."""

from django.db import models

from igs.models.samenwerking import IGS
from opnetwerk.afbeeldingen import Afbeelding


class Foto(Afbeelding):
    """Belongs to an IGS, or to redactie when it names none; with alternative text, credit and sizes of `Afbeelding`."""

    igs = models.ForeignKey(IGS, models.CASCADE, null=True, blank=True, related_name="fotos", verbose_name="IGS")

    class Meta(Afbeelding.Meta):
        verbose_name = "foto"
        verbose_name_plural = "foto's"
