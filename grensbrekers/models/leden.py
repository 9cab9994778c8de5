"""The members: who they are, what they like to hear, and what was sent to them."""

import uuid
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from grensbrekers.keuzes import Briefritme, Koppelritme, Rol
from igs.models import IGS, Gemeente


def eigen_nummer() -> str:
    """For who was not entered by the public form."""
    return uuid.uuid4().hex


class Thema(models.Model):
    """What colleagues talk about, under a stable key."""

    sleutel = models.SlugField("sleutel", max_length=40, unique=True, help_text="Verandert nooit.")
    naam = models.CharField("naam", max_length=80)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=0)

    class Meta:
        verbose_name = "thema"
        verbose_name_plural = "thema's"
        ordering: ClassVar = ["volgorde", "naam"]

    def __str__(self) -> str:
        return self.naam


class GrensbrekerQuerySet(models.QuerySet["Grensbreker"]):
    def leden(self) -> Self:
        """Admitted, and not gone."""
        return self.filter(stand=Grensbreker.Stand.TOEGELATEN)

    def te_beslissen(self) -> Self:
        """Confirmed by themselves, waiting for the coordinator; the longest waiting first."""
        return self.filter(stand=Grensbreker.Stand.AANGEVRAAGD).order_by("bevestigd_op", "pk")

    def koppelbaar(self, dag: date) -> Self:
        """Members who want to be paired and do not pause on the day."""
        return (
            self.leden()
            .exclude(koppelritme=Koppelritme.NOOIT)
            .filter(Q(pauze=False) | Q(pauze=True, pauze_tot__lt=dag))
        )


class Grensbreker(models.Model):
    """Somebody who works on culture for a municipality. No password: a personal link of thirty days, or an account.

    `stand` is set by `grensbrekers.lidmaatschap` alone. `igs` None: redactie admits.
    """

    class Stand(models.TextChoices):
        TE_BEVESTIGEN = "te_bevestigen", "bevestigt zelf nog"
        AANGEVRAAGD = "aangevraagd", "wacht op toelating"
        TOEGELATEN = "toegelaten", "toegelaten"
        GEWEIGERD = "geweigerd", "geweigerd"
        UITGESCHREVEN = "uitgeschreven", "uitgeschreven"

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    formulier = models.CharField(max_length=64, unique=True, default=eigen_nummer, editable=False)
    naam = models.CharField("naam", max_length=100)
    email = models.EmailField("werkadres")
    gebruiker = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="grensbreker"
    )
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="grensbrekers", verbose_name="gemeente")
    igs = models.ForeignKey(
        IGS, models.SET_NULL, null=True, blank=True, related_name="grensbrekers", verbose_name="IGS"
    )
    rol = models.CharField("rol", max_length=20, choices=Rol.choices)
    functie = models.CharField("functie", max_length=100, blank=True)
    themas = models.ManyToManyField(Thema, blank=True, related_name="grensbrekers", verbose_name="thema's")
    vraag_me = models.CharField("vraag me over", max_length=300, blank=True)
    stand = models.CharField("stand", max_length=15, choices=Stand.choices, default=Stand.TE_BEVESTIGEN)
    gemaakt_op = models.DateTimeField("aangemeld op", auto_now_add=True)
    bevestigd_op = models.DateTimeField("adres bevestigd op", null=True, blank=True)
    beslist_op = models.DateTimeField("beslist op", null=True, blank=True)
    beslist_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    reden = models.CharField("reden", max_length=500, blank=True)
    # The personal link: renewed on request, revoked by giving another key.
    sleutel = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sleutel_tot = models.DateTimeField("link geldig tot", null=True, blank=True)
    # The calendar feed has a key of its own: a calendar asks for years, a link is good for thirty days.
    agendasleutel = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    koppelritme = models.CharField(
        "koppeling", max_length=10, choices=Koppelritme.choices, default=Koppelritme.KWARTAAL
    )
    briefritme = models.CharField("nieuwsbrief", max_length=10, choices=Briefritme.choices, default=Briefritme.MAAND)
    mail_vragen = models.BooleanField("mails over vragen", default=True)
    mail_ontmoetingen = models.BooleanField("mails over ontmoetingen", default=True)
    pauze = models.BooleanField("even pauze", default=False)
    pauze_tot = models.DateField("pauze tot en met", null=True, blank=True)
    # "Klopt dit nog?"
    klopt_op = models.DateTimeField("bevestigd dat het klopt op", null=True, blank=True)
    gevraagd_op = models.DateTimeField("gevraagd of het klopt op", null=True, blank=True)
    keren_gevraagd = models.PositiveSmallIntegerField("keren gevraagd", default=0)
    laatst_actief_op = models.DateTimeField("laatst actief", null=True, blank=True)
    uitgeschreven_op = models.DateTimeField("uitgeschreven op", null=True, blank=True)
    voorbeeld = models.BooleanField("voorbeeld", default=False, editable=False)

    objects: ClassVar[Any] = GrensbrekerQuerySet.as_manager()

    class Meta:
        verbose_name = "grensbreker"
        verbose_name_plural = "grensbrekers"
        ordering: ClassVar = ["naam"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                name="grensbreker_een_per_adres",
                violation_error_message="Er is al een grensbreker met dit adres.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["stand", "gemeente"], name="grensbreker_per_gemeente")]

    def __str__(self) -> str:
        return self.naam


class Verzending(models.Model):
    """That a member got the letter of a period, and what stood in it: the same thing never twice."""

    grensbreker = models.ForeignKey(Grensbreker, models.CASCADE, related_name="verzendingen")
    soort = models.CharField(max_length=20)
    periode = models.CharField(max_length=20)
    inhoud = models.JSONField(default=list)
    op = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "verzending"
        verbose_name_plural = "verzendingen"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["grensbreker", "soort", "periode"], name="verzending_een_per_periode"),
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.periode}"
