"""What goes out of the workspace: frozen versions, links to read, files."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from cultuurnota.models.nota import Cultuurnota


class Bevroren(models.Model):
    """The whole note at a moment, under a name; never changed. `inhoud` is the JSON of the export."""

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nota = models.ForeignKey(Cultuurnota, models.CASCADE, related_name="bevroren")
    naam = models.CharField("naam", max_length=100)
    inhoud = models.JSONField()
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    door_naam = models.CharField(max_length=200, blank=True)
    op = models.DateTimeField("bevroren op", auto_now_add=True)

    class Meta:
        verbose_name = "bevroren versie"
        verbose_name_plural = "bevroren versies"
        ordering: ClassVar = ["-op"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["nota", "naam"],
                name="bevroren_een_per_naam",
                violation_error_message="Er is al een versie met deze naam.",
            )
        ]

    def __str__(self) -> str:
        return self.naam


class Deellink(models.Model):
    """An address with which anybody reads the note (or a frozen version), until it expires or is taken back."""

    sleutel = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nota = models.ForeignKey(Cultuurnota, models.CASCADE, related_name="deellinks")
    bevroren = models.ForeignKey(Bevroren, models.CASCADE, null=True, blank=True, related_name="+")
    voor_wie = models.CharField("voor wie", max_length=100, blank=True)
    verloopt_op = models.DateTimeField("geldig tot")
    ingetrokken_op = models.DateTimeField("ingetrokken op", null=True, blank=True)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    gemaakt_op = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "deellink"
        verbose_name_plural = "deellinks"
        ordering: ClassVar = ["-gemaakt_op"]

    def __str__(self) -> str:
        return self.voor_wie or "deellink"


class Uitvoer(models.Model):
    """A file made outside the request; `voortgang` in percent."""

    class Soort(models.TextChoices):
        DOCX = "docx", "Word (DOCX)"
        PDF = "pdf", "PDF"
        ZIP = "zip", "alles in één bestand (ZIP)"

    class Stand(models.TextChoices):
        WACHT = "wacht", "wacht"
        BEZIG = "bezig", "bezig"
        KLAAR = "klaar", "klaar"
        MISLUKT = "mislukt", "mislukt"

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    formulier = models.CharField(max_length=64, unique=True, editable=False)
    nota = models.ForeignKey(Cultuurnota, models.CASCADE, related_name="uitvoer")
    bevroren = models.ForeignKey(Bevroren, models.CASCADE, null=True, blank=True, related_name="+")
    soort = models.CharField(max_length=5, choices=Soort.choices)
    stand = models.CharField(max_length=10, choices=Stand.choices, default=Stand.WACHT)
    voortgang = models.PositiveSmallIntegerField(default=0)
    bestand = models.FileField(upload_to="uitvoer/", blank=True)
    fout = models.CharField(max_length=300, blank=True)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    klaar_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "uitvoer"
        verbose_name_plural = "uitvoer"
        ordering: ClassVar = ["-gemaakt_op"]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} van {self.nota}"
