"""Pairs, introductions, and the borders that were crossed."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from grensbrekers.models.leden import Grensbreker
from igs.models import Gemeente


class Koppeling(models.Model):
    """Two colleagues (three when odd) who are asked to meet. `uitleg`: why they, in one sentence."""

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ronde = models.DateField("ronde")
    uitleg = models.CharField("waarom", max_length=300)
    # When all of them said so.
    gezien_op = models.DateTimeField("ontmoet op", null=True, blank=True)
    gemaakt_op = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "koppeling"
        verbose_name_plural = "koppelingen"
        ordering: ClassVar = ["-ronde", "pk"]

    def __str__(self) -> str:
        return f"koppeling van {self.ronde:%d-%m-%Y}"


class Koppeldeelname(models.Model):
    """One person in a pair, and what they said. A member who left stays as a gap, so that the memory stays."""

    class Antwoord(models.TextChoices):
        GEEN = "geen", "nog geen antwoord"
        GEZIEN = "gezien", "we hebben elkaar gezien"
        OVERGESLAGEN = "overgeslagen", "deze keer niet"

    koppeling = models.ForeignKey(Koppeling, models.CASCADE, related_name="deelnames")
    grensbreker = models.ForeignKey(Grensbreker, models.SET_NULL, null=True, related_name="koppeldeelnames")
    # Where they worked then: the border that they crossed stays the same after a move.
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="+")
    antwoord = models.CharField("antwoord", max_length=12, choices=Antwoord.choices, default=Antwoord.GEEN)
    geantwoord_op = models.DateTimeField("geantwoord op", null=True, blank=True)

    class Meta:
        verbose_name = "deelname aan een koppeling"
        verbose_name_plural = "deelnames aan koppelingen"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["koppeling", "grensbreker"], name="koppeldeelname_een_keer"),
        ]

    def __str__(self) -> str:
        return f"{self.grensbreker or 'iemand die wegging'}: {self.get_antwoord_display()}"


class Introductie(models.Model):
    """A asks to meet B, or a coordinator proposes it; addresses are shared when both agreed, never before."""

    class Stand(models.TextChoices):
        GEVRAAGD = "gevraagd", "gevraagd"
        AKKOORD = "akkoord", "beiden akkoord"
        AFGEWEZEN = "afgewezen", "niet doorgegaan"

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    formulier = models.CharField(max_length=64, unique=True, editable=False)
    van = models.ForeignKey(Grensbreker, models.CASCADE, related_name="+")
    met = models.ForeignKey(Grensbreker, models.CASCADE, related_name="+")
    voorgesteld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    bericht = models.TextField("waarom", max_length=1000, blank=True)
    van_akkoord_op = models.DateTimeField(null=True, blank=True)
    met_akkoord_op = models.DateTimeField(null=True, blank=True)
    stand = models.CharField("stand", max_length=10, choices=Stand.choices, default=Stand.GEVRAAGD)
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    beslist_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "introductie"
        verbose_name_plural = "introducties"
        ordering: ClassVar = ["-gemaakt_op"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(van=F("met")), name="introductie_van_twee_mensen"),
            models.CheckConstraint(
                condition=~Q(stand="akkoord") | Q(van_akkoord_op__isnull=False, met_akkoord_op__isnull=False),
                name="introductie_beiden_akkoord",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.van} en {self.met}"


class Grensovergang(models.Model):
    """A meeting across the border of two neighbouring municipalities: no names, so it may stay for ever.

    `a` has the lower NIS code. One row per pair of municipalities in a confirmed pairing or meeting.
    """

    a = models.ForeignKey(Gemeente, models.PROTECT, related_name="+")
    b = models.ForeignKey(Gemeente, models.PROTECT, related_name="+")
    op = models.DateField("op")
    koppeling = models.ForeignKey(Koppeling, models.SET_NULL, null=True, blank=True, related_name="overgangen")
    voorbeeld = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = "grensovergang"
        verbose_name_plural = "grensovergangen"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["koppeling", "a", "b"], name="grensovergang_een_keer_per_koppeling"),
            models.CheckConstraint(condition=~Q(a=F("b")), name="grensovergang_tussen_twee_gemeenten"),
        ]
        indexes: ClassVar = [models.Index(fields=["a", "b"], name="grensovergang_per_grens")]

    def __str__(self) -> str:
        return f"{self.a} - {self.b}"
