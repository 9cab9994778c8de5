"""Messages brought over by the portal: both sides talk, neither sees an address."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class Gesprek(models.Model):
    """One conversation between who wrote first and who was written to. Changed only by `opnetwerk.gesprekken`.

    `betreft` names whom it was for, as kind:key ("igs:zuidrand", "talent:<uuid>"); `igs_slug` whose coordinators look
    at a report of abuse (empty: redactie).
    """

    class Stand(models.TextChoices):
        TE_BEVESTIGEN = "te_bevestigen", "afzender bevestigt nog"
        OPEN = "open", "open"
        GESLOTEN = "gesloten", "gesloten"

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Made by the form when it is shown: the same form sent twice is one conversation.
    formulier = models.CharField(max_length=64, unique=True, editable=False)
    betreft = models.CharField("voor", max_length=80)
    betreft_naam = models.CharField("voor wie", max_length=200)
    onderwerp = models.CharField("onderwerp", max_length=150)
    igs_slug = models.CharField("IGS", max_length=50, blank=True)
    stand = models.CharField("stand", max_length=15, choices=Stand.choices, default=Stand.TE_BEVESTIGEN)
    gemaakt_op = models.DateTimeField("begonnen op", auto_now_add=True)
    bevestigd_op = models.DateTimeField("bevestigd op", null=True, blank=True)
    laatste_op = models.DateTimeField("laatste bericht op", auto_now_add=True)
    gemeld_op = models.DateTimeField("gemeld op", null=True, blank=True)
    gemeld_reden = models.CharField("waarom gemeld", max_length=500, blank=True)
    behandeld_op = models.DateTimeField("melding behandeld op", null=True, blank=True)

    class Meta:
        verbose_name = "gesprek"
        verbose_name_plural = "gesprekken"
        ordering: ClassVar = ["-laatste_op"]
        indexes: ClassVar = [
            models.Index(fields=["betreft", "-laatste_op"], name="gesprek_van_wie"),
            models.Index(fields=["igs_slug"], condition=Q(gemeld_op__isnull=False), name="gesprek_gemeld"),
        ]

    def __str__(self) -> str:
        return f"gesprek met {self.betreft_naam}"


class Deelnemer(models.Model):
    """One side of a conversation: an account, or an address with a personal link that carries `sleutel`."""

    class Kant(models.TextChoices):
        AFZENDER = "afzender", "afzender"
        ONTVANGER = "ontvanger", "ontvanger"

    gesprek = models.ForeignKey(Gesprek, models.CASCADE, related_name="deelnemers")
    kant = models.CharField("kant", max_length=10, choices=Kant.choices)
    naam = models.CharField("naam", max_length=100)
    email = models.EmailField("e-mailadres")
    gebruiker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="deelnames"
    )
    sleutel = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gelezen_op = models.DateTimeField("gelezen op", null=True, blank=True)

    class Meta:
        verbose_name = "deelnemer"
        verbose_name_plural = "deelnemers"
        constraints: ClassVar = [
            models.UniqueConstraint("gesprek", "kant", Lower("email"), name="deelnemer_een_keer_per_kant"),
        ]
        indexes: ClassVar = [models.Index(Lower("email"), name="deelnemer_op_adres")]

    def __str__(self) -> str:
        return self.naam


class Gespreksbericht(models.Model):
    """One message of a conversation."""

    gesprek = models.ForeignKey(Gesprek, models.CASCADE, related_name="berichten")
    van = models.ForeignKey(Deelnemer, models.CASCADE, related_name="berichten")
    formulier = models.CharField(max_length=64, unique=True, editable=False)
    tekst = models.TextField("bericht", max_length=5000)
    gemaakt_op = models.DateTimeField("geschreven op", auto_now_add=True)

    class Meta:
        verbose_name = "bericht in een gesprek"
        verbose_name_plural = "berichten in gesprekken"
        ordering: ClassVar = ["gemaakt_op", "pk"]

    def __str__(self) -> str:
        return f"bericht van {self.van}"


class Blokkering(models.Model):
    """Who does not want to hear from whom: a message of `afzender` to `ontvanger` goes no further. In lower case."""

    ontvanger = models.EmailField()
    afzender = models.EmailField()
    op = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "blokkering"
        verbose_name_plural = "blokkeringen"
        constraints: ClassVar = [models.UniqueConstraint(fields=["ontvanger", "afzender"], name="blokkering_een_keer")]

    def __str__(self) -> str:
        return "blokkering"
