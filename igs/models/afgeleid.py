"""What is made from the rest or kept for the machine: map, search index, state of the reference files."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F


class Kaart(models.Model):
    """The shapes of the municipalities of today, as `kaart_tekenen.als_kaart` makes them; the newest row is shown."""

    gegevens = models.JSONField("vormen")
    bron = models.CharField("bron", max_length=300)
    schematisch = models.BooleanField("schematisch")
    toestand = models.DateField("toestand op")
    geladen_op = models.DateTimeField("geladen op", auto_now_add=True)

    class Meta:
        verbose_name = "kaart"
        verbose_name_plural = "kaarten"
        get_latest_by = "geladen_op"

    def __str__(self) -> str:
        return f"{self.bron} ({self.toestand})"


class Zoekingang(models.Model):
    """One way in which the finder can be asked for one page; rebuilt from the data by `zoeken.bouw_index`."""

    genormaliseerd = models.CharField(max_length=200)
    naam = models.CharField(max_length=200)
    soort = models.CharField(max_length=30)
    doel = models.CharField(max_length=200, help_text="Pad van de pagina, of leeg voor een plaats buiten Vlaanderen.")
    doelnaam = models.CharField(max_length=200)
    rang = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = "zoekingang"
        verbose_name_plural = "zoekingangen"
        indexes: ClassVar = [
            models.Index(fields=["genormaliseerd"], name="zoekingang_exact"),
            GinIndex(OpClass(F("genormaliseerd"), name="gin_trgm_ops"), name="zoekingang_trigram"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["genormaliseerd", "doel", "soort", "naam"], name="zoekingang_een_keer")
        ]

    def __str__(self) -> str:
        return self.naam


class Gegevensstand(models.Model):
    """What the reference files said last time about one row, so that an editor's change can be told from the files."""

    bestand = models.CharField(max_length=50)
    sleutel = models.CharField(max_length=300)
    velden = models.JSONField()

    class Meta:
        verbose_name = "gegevensstand"
        verbose_name_plural = "gegevensstanden"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bestand", "sleutel"], name="gegevensstand_een_keer"),
        ]

    def __str__(self) -> str:
        return f"{self.bestand} {self.sleutel}"
