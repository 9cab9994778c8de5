"""Meetings of the network, and who comes."""

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from grensbrekers.models.leden import Grensbreker, Thema
from igs.models import IGS, Gemeente
from opnetwerk.opmaaktekst import OpgemaakteTekst


class OntmoetingQuerySet(models.QuerySet["Ontmoeting"]):
    def gepubliceerd(self, nu: datetime) -> Self:
        return self.filter(gepubliceerd_op__lte=nu)

    def komend(self, nu: datetime) -> Self:
        """Published and not over yet, the next one first."""
        return self.gepubliceerd(nu).filter(eindigt_op__gt=nu).order_by("begint_op")

    def voorbij(self, nu: datetime) -> Self:
        return self.gepubliceerd(nu).filter(eindigt_op__lte=nu).order_by("-begint_op")


class Ontmoeting(models.Model):
    """A meeting. Date, place and theme are public; who comes is for members. Changed by `grensbrekers.ontmoeten`."""

    slug = models.SlugField("adresnaam", max_length=100, unique=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # SEQUENCE of iCal: rises with every change that a calendar must know of.
    volgnummer = models.PositiveIntegerField(default=0, editable=False)
    titel = models.CharField("titel", max_length=150)
    igs = models.ForeignKey(IGS, models.PROTECT, null=True, blank=True, related_name="ontmoetingen", verbose_name="IGS")
    begint_op = models.DateTimeField("begint op")
    eindigt_op = models.DateTimeField("eindigt op")
    plaats = models.CharField("plaats", max_length=200)
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, null=True, blank=True, related_name="+")
    themas = models.ManyToManyField(Thema, blank=True, related_name="ontmoetingen", verbose_name="thema's")
    tekst = OpgemaakteTekst("waarover gaat het", blank=True)
    limiet = models.PositiveSmallIntegerField("hoogstens hoeveel mensen", null=True, blank=True)
    gepubliceerd_op = models.DateTimeField("zichtbaar vanaf", null=True, blank=True)
    geannuleerd_op = models.DateTimeField("afgelast op", null=True, blank=True)
    verslag = OpgemaakteTekst("verslag", blank=True)
    verslag_op = models.DateTimeField("verslag zichtbaar vanaf", null=True, blank=True)
    gewijzigd_op = models.DateTimeField(auto_now=True)
    voorbeeld = models.BooleanField("voorbeeld", default=False, editable=False)

    objects: ClassVar[Any] = OntmoetingQuerySet.as_manager()

    class Meta:
        verbose_name = "ontmoeting"
        verbose_name_plural = "ontmoetingen"
        ordering: ClassVar = ["-begint_op"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(eindigt_op__gt=F("begint_op")),
                name="ontmoeting_eindigt_na_haar_begin",
                violation_error_message="Het einde ligt voor het begin.",
            ),
            models.CheckConstraint(
                condition=Q(limiet=None) | Q(limiet__gt=0),
                name="ontmoeting_met_plaats",
                violation_error_message="Er is plaats voor minstens één iemand.",
            ),
        ]

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return reverse("grensbrekers_ontmoetingen_pagina", args=[self.slug])


class Inschrijving(models.Model):
    """One member for one meeting. The waiting list is in order of `op`."""

    class Stand(models.TextChoices):
        KOMT = "komt", "komt"
        WACHT = "wacht", "op de wachtlijst"
        AFGEMELD = "afgemeld", "afgemeld"

    ontmoeting = models.ForeignKey(Ontmoeting, models.CASCADE, related_name="inschrijvingen")
    grensbreker = models.ForeignKey(Grensbreker, models.CASCADE, related_name="inschrijvingen")
    stand = models.CharField("stand", max_length=10, choices=Stand.choices)
    op = models.DateTimeField("ingeschreven op")
    aanwezig = models.BooleanField("was er", null=True, blank=True)
    herinnerd_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "inschrijving"
        verbose_name_plural = "inschrijvingen"
        ordering: ClassVar = ["op", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ontmoeting", "grensbreker"], name="inschrijving_een_keer"),
        ]

    def __str__(self) -> str:
        return f"{self.grensbreker}: {self.get_stand_display()}"
