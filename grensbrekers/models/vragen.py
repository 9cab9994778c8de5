"""Questions to the network, answers, and what remains of them for everybody."""

import uuid
from typing import ClassVar

from django.db import models

from grensbrekers.models.leden import Grensbreker, Thema
from grensbrekers.models.ontmoeting import Ontmoeting


class Netwerkvraag(models.Model):
    """What a member asks the others."""

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    formulier = models.CharField(max_length=64, unique=True, editable=False)
    door = models.ForeignKey(Grensbreker, models.SET_NULL, null=True, related_name="vragen")
    titel = models.CharField("je vraag", max_length=150)
    tekst = models.TextField("uitleg", max_length=3000, blank=True)
    themas = models.ManyToManyField(Thema, blank=True, related_name="vragen", verbose_name="thema's")
    opgelost_op = models.DateTimeField("opgelost op", null=True, blank=True)
    gesteld_op = models.DateTimeField("gesteld op", auto_now_add=True)
    voorbeeld = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = "vraag aan het netwerk"
        verbose_name_plural = "vragen aan het netwerk"
        ordering: ClassVar = ["-gesteld_op"]

    def __str__(self) -> str:
        return self.titel


class Antwoord(models.Model):
    """What another member answers."""

    formulier = models.CharField(max_length=64, unique=True, editable=False)
    vraag = models.ForeignKey(Netwerkvraag, models.CASCADE, related_name="antwoorden")
    door = models.ForeignKey(Grensbreker, models.SET_NULL, null=True, related_name="antwoorden")
    tekst = models.TextField("antwoord", max_length=3000)
    op = models.DateTimeField("geantwoord op", auto_now_add=True)

    class Meta:
        verbose_name = "antwoord"
        verbose_name_plural = "antwoorden"
        ordering: ClassVar = ["op", "pk"]

    def __str__(self) -> str:
        return f"antwoord op {self.vraag}"


class Inzicht(models.Model):
    """What was learned, without names: from a meeting or from a question. Published by redactie."""

    titel = models.CharField("titel", max_length=150)
    tekst = models.TextField("wat we leerden", max_length=2000)
    themas = models.ManyToManyField(Thema, blank=True, related_name="inzichten", verbose_name="thema's")
    ontmoeting = models.ForeignKey(Ontmoeting, models.SET_NULL, null=True, blank=True, related_name="inzichten")
    vraag = models.ForeignKey(Netwerkvraag, models.SET_NULL, null=True, blank=True, related_name="inzichten")
    gepubliceerd_op = models.DateTimeField("zichtbaar vanaf", null=True, blank=True)
    voorbeeld = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = "inzicht"
        verbose_name_plural = "inzichten"
        ordering: ClassVar = ["-gepubliceerd_op", "titel"]

    def __str__(self) -> str:
        return self.titel
