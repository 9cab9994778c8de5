"""What the directory reads: derived from what is online, and only from what everybody may see."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Zoekrij(models.Model):
    """One talent in the directory; written by `talent.zoekrij` alone, from the public fields.

    `talent_nr` is the row number of the talent, without a foreign key: after erasure an empty row stays behind, so that
    every process learns that it went. `nummer` rises with each change, in the order of commit (a trigger gives it).
    `waarden`: the facet values as "facet:key" ("d:muziek", "v:solo", "i:zuidrand", "g:11130"). Somebody of 13 to 15 has
    no municipality here.
    """

    talent_nr = models.BigIntegerField(primary_key=True)
    nummer = models.BigIntegerField(default=0, db_index=True, editable=False)
    zichtbaar = models.BooleanField(default=False)
    naam = models.CharField(max_length=80, blank=True)
    # Lower case without accents: sorts alike on every machine.
    sorteernaam = models.CharField(max_length=80, blank=True)
    waarden = ArrayField(models.CharField(max_length=70), default=list)
    bijgewerkt_op = models.DateTimeField(null=True)
    zoektekst = SearchVectorField(null=True)

    class Meta:
        verbose_name = "zoekrij"
        verbose_name_plural = "zoekrijen"
        indexes: ClassVar = [
            GinIndex(fields=["zoektekst"], name="zoekrij_tekst"),
            GinIndex(fields=["sorteernaam"], opclasses=["gin_trgm_ops"], name="zoekrij_naam"),
        ]

    def __str__(self) -> str:
        return self.naam


class Woordrij(models.Model):
    """Who has a word that very many have, as a row of bits; written by `talent.zoekwoorden` alone.

    The bit of a talent is its number less `blok` times BLOK. True for every Zoekrij up to number `tot`. The row of
    the word "" holds no bits: it says that there are words, and up to where.
    """

    woord = models.TextField()
    blok = models.IntegerField()
    tot = models.BigIntegerField()
    rij = models.BinaryField()

    class Meta:
        verbose_name = "woordrij"
        verbose_name_plural = "woordrijen"
        constraints: ClassVar = [models.UniqueConstraint(fields=["woord", "blok"], name="woordrij_een_per_blok")]

    def __str__(self) -> str:
        return self.woord


class Maandtelling(models.Model):
    """How often a profile was looked at in a month: a number, nobody's trace."""

    talent = models.ForeignKey("talent.Talent", models.CASCADE, related_name="tellingen")
    maand = models.DateField("maand", help_text="De eerste dag van de maand.")
    bekeken = models.PositiveIntegerField("bekeken", default=0)

    class Meta:
        verbose_name = "maandtelling"
        verbose_name_plural = "maandtellingen"
        constraints: ClassVar = [models.UniqueConstraint(fields=["talent", "maand"], name="maandtelling_een_per_maand")]

    def __str__(self) -> str:
        return f"{self.talent} in {self.maand:%m-%Y}"
