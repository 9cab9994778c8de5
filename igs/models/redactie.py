"""What coordinators and redactie edit: contacts, practices, activities, news, guidance, questions from visitors."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from igs.models.foto import Foto
from igs.models.gebied import Gemeente, Referentieregio
from igs.models.perioden import controleer_volgorde
from igs.models.samenwerking import IGS
from opnetwerk.opmaaktekst import OpgemaakteTekst
from opnetwerk.redactioneel import Redactioneel


class Aanstelling(models.Model):
    """The right of an account to work on an IGS as its coordinator, from day to day included."""

    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="aanstellingen")
    igs = models.ForeignKey(IGS, models.CASCADE, related_name="aanstellingen", verbose_name="IGS")
    van = models.DateField("van")
    tot = models.DateField("tot en met", null=True, blank=True, help_text="Daarna eindigt de toegang vanzelf.")

    class Meta:
        verbose_name = "aanstelling"
        verbose_name_plural = "aanstellingen"
        ordering: ClassVar = ["igs__naam", "van"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(tot=None) | Q(tot__gte=F("van")),
                name="aanstelling_eindigt_na_haar_begin",
                violation_error_message="Het einde ligt voor het begin.",
            ),
            models.UniqueConstraint(
                fields=["gebruiker", "igs", "van"],
                name="aanstelling_een_keer",
                violation_error_message="Deze aanstelling staat er al.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gebruiker} voor {self.igs}"

    def clean(self) -> None:
        controleer_volgorde(self.van, self.tot, "tot")


class Coordinator(models.Model):
    """The public contact of an IGS, with consent, dated. The address is for the relay and never shown."""

    igs = models.ForeignKey(IGS, models.CASCADE, related_name="coordinatoren", verbose_name="IGS")
    naam = models.CharField("naam", max_length=100)
    functie = models.CharField("functie", max_length=100, blank=True)
    email = models.EmailField("e-mailadres", help_text="Bezoekers zien dit adres niet: hun bericht komt er wel aan.")
    telefoon = models.CharField("telefoon", max_length=30, blank=True, help_text="Bezoekers zien dit nummer.")
    van = models.DateField("van")
    tot = models.DateField("tot en met", null=True, blank=True)

    class Meta:
        verbose_name = "contactpersoon"
        verbose_name_plural = "contactpersonen"
        ordering: ClassVar = ["igs__naam", "naam"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(tot=None) | Q(tot__gte=F("van")),
                name="coordinator_eindigt_na_zijn_begin",
                violation_error_message="Het einde ligt voor het begin.",
            )
        ]

    def __str__(self) -> str:
        return self.naam

    def clean(self) -> None:
        controleer_volgorde(self.van, self.tot, "tot")


class Praktijk(Redactioneel):
    """A short spotted practice with a picture."""

    slug = models.SlugField("adresnaam", unique=True)
    titel = models.CharField("titel", max_length=200)
    igs = models.ForeignKey(IGS, models.PROTECT, related_name="praktijken", verbose_name="IGS")
    tekst = OpgemaakteTekst("tekst")
    foto = models.ForeignKey(Foto, models.SET_NULL, null=True, blank=True, related_name="+")

    redactievelden = ("titel", "igs_id", "tekst", "foto_id")

    class Meta(Redactioneel.Meta):
        verbose_name = "praktijk"
        verbose_name_plural = "praktijken"
        ordering: ClassVar = ["-gepubliceerd_op", "titel"]

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return reverse("praktijken_pagina", args=[self.slug])


class Activiteit(Redactioneel):
    """Something on the agenda of an IGS, or of the support centre when it names none."""

    slug = models.SlugField("adresnaam", unique=True)
    titel = models.CharField("titel", max_length=200)
    igs = models.ForeignKey(IGS, models.PROTECT, null=True, blank=True, related_name="activiteiten", verbose_name="IGS")
    regio = models.ForeignKey(
        Referentieregio, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="referentieregio"
    )
    begint_op = models.DateTimeField("begint op")
    eindigt_op = models.DateTimeField("eindigt op", null=True, blank=True)
    plaats = models.CharField("plaats", max_length=200)
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, null=True, blank=True, related_name="+")
    publiek = models.CharField("voor wie", max_length=200, blank=True)
    prijs = models.CharField("prijs", max_length=100, blank=True, help_text="Zoals: gratis, of 10 euro.")
    inschrijflink = models.URLField("inschrijven op", blank=True)
    tekst = OpgemaakteTekst("tekst", blank=True)
    foto = models.ForeignKey(Foto, models.SET_NULL, null=True, blank=True, related_name="+")
    geannuleerd = models.BooleanField("gaat niet door", default=False)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    redactievelden = (
        "titel", "igs_id", "regio_id", "begint_op", "eindigt_op", "plaats", "gemeente_id", "publiek", "prijs",
        "inschrijflink", "tekst", "foto_id", "geannuleerd",
    )  # fmt: skip

    class Meta(Redactioneel.Meta):
        verbose_name = "activiteit"
        verbose_name_plural = "activiteiten"
        ordering: ClassVar = ["begint_op", "titel"]
        constraints: ClassVar = [
            *Redactioneel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(eindigt_op=None) | Q(eindigt_op__gt=F("begint_op")),
                name="activiteit_eindigt_na_haar_begin",
                violation_error_message="Het einde ligt voor het begin.",
            ),
        ]

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return reverse("agenda_pagina", args=[self.slug])


class Bericht(Redactioneel):
    """News of an IGS, or of the support centre when it names none."""

    slug = models.SlugField("adresnaam", unique=True)
    titel = models.CharField("titel", max_length=200)
    igs = models.ForeignKey(IGS, models.PROTECT, null=True, blank=True, related_name="berichten", verbose_name="IGS")
    tekst = OpgemaakteTekst("tekst")
    foto = models.ForeignKey(Foto, models.SET_NULL, null=True, blank=True, related_name="+")

    redactievelden = ("titel", "igs_id", "tekst", "foto_id")

    class Meta(Redactioneel.Meta):
        verbose_name = "bericht"
        verbose_name_plural = "berichten"
        ordering: ClassVar = ["-gepubliceerd_op", "titel"]

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return reverse("nieuws_pagina", args=[self.slug])


class Gidstekst(Redactioneel):
    """A text of redactie on top of a guidance page: what changed, what to look out for."""

    class Pagina(models.TextChoices):
        IGS_OPSTARTEN = "igs_opstarten", "Een IGS starten of verderzetten"
        REGIOVORMING = "regiovorming", "Regiovorming"
        CULTUURNOTA = "cultuurnota", "De cultuurnota"

    pagina = models.CharField("pagina", max_length=30, choices=Pagina.choices)
    titel = models.CharField("titel", max_length=200)
    tekst = OpgemaakteTekst("tekst")

    redactievelden = ("pagina", "titel", "tekst")

    class Meta(Redactioneel.Meta):
        verbose_name = "tekst bij een gids"
        verbose_name_plural = "teksten bij de gidsen"
        ordering: ClassVar = ["pagina", "-gepubliceerd_op"]

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return reverse(self.pagina)


class Melding(models.Model):
    """What a visitor says about a page: an item in the queue of the right coordinator, or of redactie."""

    class Stand(models.TextChoices):
        NIEUW = "nieuw", "nieuw"
        BEHANDELD = "behandeld", "behandeld"

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Made by the form when it is shown: the same form sent twice is one report.
    formulier = models.CharField(max_length=64, unique=True, editable=False)
    pagina = models.CharField("pagina", max_length=300)
    tekst = models.TextField("wat klopt er niet?", max_length=3000)
    email = models.EmailField("e-mailadres", blank=True)
    igs = models.ForeignKey(IGS, models.SET_NULL, null=True, blank=True, related_name="meldingen", verbose_name="IGS")
    stand = models.CharField("stand", max_length=10, choices=Stand.choices, default=Stand.NIEUW)
    notitie = models.TextField("wat deden we ermee?", blank=True)
    gemaakt_op = models.DateTimeField("gemeld op", auto_now_add=True)

    class Meta:
        verbose_name = "melding"
        verbose_name_plural = "meldingen"
        ordering: ClassVar = ["-gemaakt_op"]

    def __str__(self) -> str:
        return f"melding over {self.pagina}"
