"""Calls: who asks, what is asked, who answers, and what came of it."""

import uuid
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse

from igs.models import IGS, Gemeente
from opnetwerk.models import Gesprek
from talent.keuzes import Aanbod, PastBij, Plek, Vorm
from talent.models.discipline import Discipline
from talent.models.talent import Talent


class Organisator(models.Model):
    """Who may post calls: a confirmed address, admitted once by the coordinator. A personal link, or an account.

    `stand` is set by `talent.organisatoren` alone. `mag_voorbereiden`: may prepare profiles for others.
    """

    class Stand(models.TextChoices):
        TE_BEVESTIGEN = "te_bevestigen", "bevestigt zelf nog"
        AANGEVRAAGD = "aangevraagd", "wacht op toelating"
        TOEGELATEN = "toegelaten", "toegelaten"
        GEWEIGERD = "geweigerd", "geweigerd"

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    formulier = models.CharField(max_length=64, unique=True, editable=False)
    organisatie = models.CharField("organisatie", max_length=150)
    naam = models.CharField("je naam", max_length=100)
    email = models.EmailField("e-mailadres")
    gebruiker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="organisaties"
    )
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="+", verbose_name="gemeente")
    igs = models.ForeignKey(IGS, models.SET_NULL, null=True, blank=True, related_name="organisatoren")
    stand = models.CharField("stand", max_length=15, choices=Stand.choices, default=Stand.TE_BEVESTIGEN)
    mag_voorbereiden = models.BooleanField("mag profielen voorbereiden", default=False)
    gemaakt_op = models.DateTimeField("aangevraagd op", auto_now_add=True)
    bevestigd_op = models.DateTimeField("adres bevestigd op", null=True, blank=True)
    beslist_op = models.DateTimeField("beslist op", null=True, blank=True)
    beslist_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    reden = models.CharField("reden", max_length=500, blank=True)
    sleutel = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sleutel_tot = models.DateTimeField("link geldig tot", null=True, blank=True)
    voorbeeld = models.BooleanField("voorbeeld", default=False, editable=False)

    class Meta:
        verbose_name = "organisator"
        verbose_name_plural = "organisatoren"
        ordering: ClassVar = ["organisatie"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                Lower("organisatie"),
                name="organisator_een_keer",
                violation_error_message="Deze organisator is er al.",
            ),
        ]

    def __str__(self) -> str:
        return self.organisatie


class OproepQuerySet(models.QuerySet["Oproep"]):
    def open(self, dag: date) -> Self:
        """Published, not closed, and the deadline not over."""
        return self.filter(stand=Oproep.Stand.OPEN, deadline__gte=dag)

    def zichtbaar(self) -> Self:
        """What visitors may read: open, or closed."""
        return self.filter(stand__in=[Oproep.Stand.OPEN, Oproep.Stand.GESLOTEN])

    def sluitbaar_met_standaardregel(self, dag: date) -> Self:
        """Open, with a deadline more than fourteen days ago: the coordinator may close it with a standard line."""
        return self.filter(stand=Oproep.Stand.OPEN, deadline__lt=date.fromordinal(dag.toordinal() - 14))


class Oproep(models.Model):
    """A chance for makers. `stand` is set by `talent.oproepen` alone: closing needs an answer for everybody."""

    class Stand(models.TextChoices):
        CONCEPT = "concept", "concept"
        OPEN = "open", "open"
        GESLOTEN = "gesloten", "gesloten"
        INGETROKKEN = "ingetrokken", "ingetrokken"

    class Vergoeding(models.TextChoices):
        BEDRAG = "bedrag", "een bedrag"
        ONKOSTEN = "onkosten", "enkel onkosten"
        ONBETAALD = "onbetaald", "onbetaald"

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    formulier = models.CharField(max_length=64, unique=True, editable=False)
    slug = models.SlugField("adresnaam", max_length=100, unique=True)
    organisator = models.ForeignKey(Organisator, models.PROTECT, related_name="oproepen")
    igs = models.ForeignKey(IGS, models.SET_NULL, null=True, blank=True, related_name="oproepen", verbose_name="IGS")
    titel = models.CharField("titel", max_length=120)
    tekst = models.TextField("waarover gaat het", max_length=4000)
    kans = models.CharField("wat zoek je", max_length=20, choices=Aanbod.choices)
    van = models.DateField("op of vanaf")
    tot = models.DateField("tot en met", null=True, blank=True)
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="+", verbose_name="gemeente")
    plaats = models.CharField("plaats", max_length=150, blank=True)
    vergoeding = models.CharField("vergoeding", max_length=10, choices=Vergoeding.choices)
    bedrag = models.PositiveIntegerField("bedrag in euro", null=True, blank=True)
    deadline = models.DateField("reageren tot en met")
    disciplines = models.ManyToManyField(Discipline, blank=True, related_name="+", verbose_name="disciplines")
    vormen = ArrayField(
        models.CharField(max_length=12, choices=Vorm.choices), default=list, blank=True, verbose_name="vorm"
    )
    past_bij = ArrayField(
        models.CharField(max_length=20, choices=PastBij.choices),
        default=list,
        blank=True,
        verbose_name="plek en publiek",
    )
    hoogstens_personen = models.PositiveSmallIntegerField("met hoogstens hoeveel", null=True, blank=True)
    plek = models.CharField("binnen of buiten", max_length=10, choices=Plek.choices, blank=True)
    techniek = models.CharField("wat is er aan techniek", max_length=500, blank=True)
    km = models.PositiveSmallIntegerField("binnen hoeveel kilometer", null=True, blank=True)
    stand = models.CharField("stand", max_length=12, choices=Stand.choices, default=Stand.CONCEPT)
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    gepubliceerd_op = models.DateTimeField("gepubliceerd op", null=True, blank=True)
    gesloten_op = models.DateTimeField("gesloten op", null=True, blank=True)
    versie = models.PositiveIntegerField(default=0, editable=False)
    voorbeeld = models.BooleanField("voorbeeld", default=False, editable=False)

    objects: ClassVar[Any] = OproepQuerySet.as_manager()

    class Meta:
        verbose_name = "oproep"
        verbose_name_plural = "oproepen"
        ordering: ClassVar = ["deadline", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(tot=None) | Q(tot__gte=F("van")),
                name="oproep_eindigt_na_haar_begin",
                violation_error_message="Het einde ligt voor het begin.",
            ),
            models.CheckConstraint(
                condition=(Q(vergoeding="bedrag") & Q(bedrag__gt=0)) | (~Q(vergoeding="bedrag") & Q(bedrag=None)),
                name="oproep_bedrag_bij_een_bedrag",
                violation_error_message="Zeg hoeveel je betaalt, of kies een andere vergoeding.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["stand", "deadline"], name="oproep_open")]

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return reverse("talent_oproepen_pagina", args=[self.slug])


class Reactie(models.Model):
    """A talent answers a call. Every reaction gets a status and a line of reason before the call closes."""

    class Status(models.TextChoices):
        NIEUW = "nieuw", "wacht op antwoord"
        GEKOZEN = "gekozen", "gekozen"
        RESERVE = "reserve", "op de reservelijst"
        NIET_GEKOZEN = "niet_gekozen", "deze keer niet"
        INGETROKKEN = "ingetrokken", "zelf ingetrokken"

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    oproep = models.ForeignKey(Oproep, models.CASCADE, related_name="reacties")
    talent = models.ForeignKey(Talent, models.CASCADE, related_name="reacties")
    tekst = models.TextField("je boodschap", max_length=2000, blank=True)
    status = models.CharField("status", max_length=12, choices=Status.choices, default=Status.NIEUW)
    reden = models.CharField("in één zin waarom", max_length=300, blank=True)
    op = models.DateTimeField("geantwoord op", auto_now_add=True)
    beslist_op = models.DateTimeField("beslist op", null=True, blank=True)

    class Meta:
        verbose_name = "reactie"
        verbose_name_plural = "reacties"
        ordering: ClassVar = ["op", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["oproep", "talent"], name="reactie_een_per_talent"),
            models.CheckConstraint(
                condition=Q(status__in=["nieuw", "ingetrokken"]) | ~Q(reden=""),
                name="reactie_status_met_reden",
                violation_error_message="Zeg in één zin waarom.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.talent} op {self.oproep}"


class Oproepvoorkeur(models.Model):
    """How a talent wants to hear of calls."""

    class Ritme(models.TextChoices):
        DAG = "dag", "elke dag, als er iets is"
        WEEK = "week", "elke week, als er iets is"
        NOOIT = "nooit", "nooit"

    talent = models.OneToOneField(Talent, models.CASCADE, related_name="oproepvoorkeur")
    ritme = models.CharField("mails over oproepen", max_length=5, choices=Ritme.choices, default=Ritme.WEEK)
    onbetaald = models.BooleanField("ook onbetaalde oproepen", default=False)
    km = models.PositiveSmallIntegerField("binnen hoeveel kilometer", default=30)

    class Meta:
        verbose_name = "voorkeur voor oproepen"
        verbose_name_plural = "voorkeuren voor oproepen"

    def __str__(self) -> str:
        return f"voorkeur van {self.talent}"


class Oproepmelding(models.Model):
    """That a talent was told of a call: nobody is told twice."""

    oproep = models.ForeignKey(Oproep, models.CASCADE, related_name="meldingen")
    talent = models.ForeignKey(Talent, models.CASCADE, related_name="+")
    op = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "melding van een oproep"
        verbose_name_plural = "meldingen van oproepen"
        constraints: ClassVar = [models.UniqueConstraint(fields=["oproep", "talent"], name="oproepmelding_een_keer")]

    def __str__(self) -> str:
        return f"{self.oproep} aan {self.talent}"


class Uitkomst(models.Model):
    """Did it happen? Yes from both sides makes a line on the profile; no stars, no opinions."""

    class Soort(models.TextChoices):
        SPEELDE = "speelde", "speelde op"
        TOONDE = "toonde", "toonde bij"
        WERKTE = "werkte", "werkte met"

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    talent = models.ForeignKey(Talent, models.CASCADE, related_name="uitkomsten")
    reactie = models.OneToOneField(Reactie, models.SET_NULL, null=True, blank=True, related_name="uitkomst")
    gesprek = models.OneToOneField(Gesprek, models.SET_NULL, null=True, blank=True, related_name="uitkomst")
    igs = models.ForeignKey(IGS, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="IGS")
    soort = models.CharField("wat", max_length=8, choices=Soort.choices, default=Soort.WERKTE)
    waar = models.CharField("bij wie of op wat", max_length=150)
    op = models.DateField("wanneer")
    andere_email = models.EmailField("adres van de andere kant", blank=True)
    gevraagd_op = models.DateTimeField(null=True, blank=True)
    # None: no answer yet.
    talent_zegt = models.BooleanField(null=True, blank=True)
    andere_zegt = models.BooleanField(null=True, blank=True)
    bevestigd_op = models.DateTimeField("door beide bevestigd op", null=True, blank=True)
    getoond = models.BooleanField("op het profiel", default=True)

    class Meta:
        verbose_name = "uitkomst"
        verbose_name_plural = "uitkomsten"
        ordering: ClassVar = ["-op", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(bevestigd_op=None) | Q(talent_zegt=True, andere_zegt=True),
                name="uitkomst_door_beide_bevestigd",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} {self.waar}"


class Verbinding(models.Model):
    """A tie between two talents, shown when both agree, withdrawn by either."""

    class Soort(models.TextChoices):
        SPEELDE_SAMEN = "speelde-samen", "speelde samen met"
        LEERDE_VAN = "leerde-van", "leerde van"
        DEEL_VAN = "deel-van", "maakt deel uit van"

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    van = models.ForeignKey(Talent, models.CASCADE, related_name="verbindingen_van")
    met = models.ForeignKey(Talent, models.CASCADE, related_name="verbindingen_met")
    soort = models.CharField("hoe", max_length=15, choices=Soort.choices)
    gevraagd_op = models.DateTimeField(auto_now_add=True)
    bevestigd_op = models.DateTimeField("bevestigd op", null=True, blank=True)

    class Meta:
        verbose_name = "verbinding"
        verbose_name_plural = "verbindingen"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["van", "met", "soort"], name="verbinding_een_keer"),
            models.CheckConstraint(condition=~Q(van=F("met")), name="verbinding_tussen_twee"),
        ]

    def __str__(self) -> str:
        return f"{self.van} {self.get_soort_display()} {self.met}"


class Voorbereiding(models.Model):
    """A profile made for somebody who then confirms, edits or erases it, by a personal link or a printed code.

    Never visible before that, and gone after sixty days.
    """

    talent = models.OneToOneField(Talent, models.CASCADE, related_name="voorbereiding")
    organisator = models.ForeignKey(Organisator, models.CASCADE, related_name="voorbereidingen")
    # Only the hash is kept: the code stands on paper.
    code_hash = models.CharField(max_length=128, editable=False)
    email = models.EmailField("e-mailadres", blank=True)
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    verloopt_op = models.DateTimeField()
    pogingen = models.PositiveSmallIntegerField(default=0)
    overgenomen_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "voorbereid profiel"
        verbose_name_plural = "voorbereide profielen"

    def __str__(self) -> str:
        return f"voorbereid: {self.talent}"
