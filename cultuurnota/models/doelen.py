"""Challenges, objectives, actions and indicators of a note."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cultuurnota.keuzes import Opdracht
from cultuurnota.models.nota import Cultuurnota


class Uitdaging(models.Model):
    """What the region has to deal with (chapter H5)."""

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nota = models.ForeignKey(Cultuurnota, models.CASCADE, related_name="uitdagingen")
    titel = models.CharField("uitdaging", max_length=200)
    tekst = models.TextField("uitleg", max_length=3000, blank=True)
    volgorde = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "uitdaging"
        verbose_name_plural = "uitdagingen"
        ordering: ClassVar = ["volgorde", "pk"]

    def __str__(self) -> str:
        return self.titel


class Doelstelling(models.Model):
    """Strategic, or operational under a strategic one (`boven`). `versie` counts saves."""

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nota = models.ForeignKey(Cultuurnota, models.CASCADE, related_name="doelstellingen")
    boven = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="operationele", verbose_name="hoort bij"
    )
    titel = models.CharField("doelstelling", max_length=250)
    tekst = models.TextField("uitleg", max_length=3000, blank=True)
    opdrachten = ArrayField(
        models.CharField(max_length=1, choices=Opdracht.choices), default=list, blank=True, verbose_name="opdrachten"
    )
    uitdagingen = models.ManyToManyField(Uitdaging, blank=True, related_name="doelstellingen")
    volgorde = models.PositiveSmallIntegerField(default=0)
    versie = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "doelstelling"
        verbose_name_plural = "doelstellingen"
        ordering: ClassVar = ["volgorde", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(boven=None) | ~Q(boven=F("pk")), name="doelstelling_niet_onder_zichzelf"
            ),
        ]

    def __str__(self) -> str:
        return self.titel


class Indicator(models.Model):
    """How you see that an objective is met: from which value, to which, measured where and by whom."""

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    doelstelling = models.ForeignKey(Doelstelling, models.CASCADE, related_name="indicatoren")
    naam = models.CharField("indicator", max_length=200)
    eenheid = models.CharField("eenheid", max_length=40, blank=True)
    nulmeting = models.DecimalField("nulmeting", max_digits=12, decimal_places=2, null=True, blank=True)
    streefwaarde = models.DecimalField("streefwaarde", max_digits=12, decimal_places=2, null=True, blank=True)
    bron = models.CharField("bron", max_length=200, blank=True)
    wie = models.CharField("wie meet", max_length=100, blank=True)
    volgorde = models.PositiveSmallIntegerField(default=0)
    versie = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "indicator"
        verbose_name_plural = "indicatoren"
        ordering: ClassVar = ["volgorde", "pk"]

    def __str__(self) -> str:
        return self.naam


class Actie(models.Model):
    """What is done for an objective, in which years, by whom, for how much (euro over the whole period)."""

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    doelstelling = models.ForeignKey(Doelstelling, models.CASCADE, related_name="acties")
    titel = models.CharField("actie", max_length=200)
    tekst = models.TextField("uitleg", max_length=3000, blank=True)
    jaren = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name="in welke jaren")
    trekker = models.CharField("wie trekt", max_length=150, blank=True)
    partners = models.CharField("met wie", max_length=300, blank=True)
    kost = models.DecimalField("kost in euro", max_digits=12, decimal_places=2, null=True, blank=True)
    volgorde = models.PositiveSmallIntegerField(default=0)
    versie = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "actie"
        verbose_name_plural = "acties"
        ordering: ClassVar = ["volgorde", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kost=None) | Q(kost__gte=0),
                name="actie_kost_niet_negatief",
                violation_error_message="De kost is nul of meer.",
            )
        ]

    def __str__(self) -> str:
        return self.titel
