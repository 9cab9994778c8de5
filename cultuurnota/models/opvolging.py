"""What came of a note: figures per year, and what is published of it."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from cultuurnota.models.delen import Bevroren
from cultuurnota.models.doelen import Actie, Indicator
from cultuurnota.models.nota import Cultuurnota


class Meting(models.Model):
    """The value of an indicator in a year. `vanzelf`: the portal counted it, on `geteld_op`."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="metingen")
    jaar = models.PositiveSmallIntegerField("jaar")
    waarde = models.DecimalField("waarde", max_digits=12, decimal_places=2, null=True, blank=True)
    vanzelf = models.BooleanField("geteld door het portaal", default=False)
    geteld_op = models.DateTimeField(null=True, blank=True)
    uitleg = models.CharField("uitleg bij een afwijking", max_length=500, blank=True)
    versie = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "meting"
        verbose_name_plural = "metingen"
        ordering: ClassVar = ["jaar"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["indicator", "jaar"], name="meting_een_per_jaar")]

    def __str__(self) -> str:
        return f"{self.indicator} in {self.jaar}"


class Actiejaar(models.Model):
    """How an action went in a year."""

    class Stand(models.TextChoices):
        GEPLAND = "gepland", "gepland"
        BEZIG = "bezig", "bezig"
        GEDAAN = "gedaan", "gedaan"
        UITGESTELD = "uitgesteld", "uitgesteld"
        GESCHRAPT = "geschrapt", "geschrapt"

    actie = models.ForeignKey(Actie, models.CASCADE, related_name="opvolging")
    jaar = models.PositiveSmallIntegerField("jaar")
    stand = models.CharField("stand", max_length=12, choices=Stand.choices, default=Stand.GEPLAND)
    kost = models.DecimalField("werkelijke kost", max_digits=12, decimal_places=2, null=True, blank=True)
    uitleg = models.CharField("uitleg", max_length=500, blank=True)
    versie = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "jaar van een actie"
        verbose_name_plural = "jaren van acties"
        ordering: ClassVar = ["jaar"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["actie", "jaar"], name="actiejaar_een_per_jaar")]

    def __str__(self) -> str:
        return f"{self.actie} in {self.jaar}"


class Cijferkoppeling(models.Model):
    """Which figure of the portal fills an indicator: a key of `cultuurnota.portaalcijfers`."""

    indicator = models.OneToOneField(Indicator, models.CASCADE, related_name="cijferkoppeling")
    cijfer = models.CharField("cijfer van het portaal", max_length=40)

    class Meta:
        verbose_name = "koppeling met een cijfer"
        verbose_name_plural = "koppelingen met een cijfer"

    def __str__(self) -> str:
        return f"{self.indicator}: {self.cijfer}"


class Publicatie(models.Model):
    """What the IGS shows of its note on its page: chapters of a frozen version, until it is taken back."""

    nota = models.OneToOneField(Cultuurnota, models.CASCADE, related_name="publicatie")
    bevroren = models.ForeignKey(Bevroren, models.PROTECT, related_name="+", verbose_name="bevroren versie")
    hoofdstukken = ArrayField(models.UUIDField(), default=list, blank=True)
    met_doelstellingen = models.BooleanField("ook de doelstellingen", default=True)
    met_opvolging = models.BooleanField("ook de opvolging", default=False)
    gepubliceerd_op = models.DateTimeField("zichtbaar vanaf")
    gewijzigd_op = models.DateTimeField(auto_now=True)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = "publicatie"
        verbose_name_plural = "publicaties"

    def __str__(self) -> str:
        return f"publicatie van {self.nota}"
