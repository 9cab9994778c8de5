"""The networks: IGS, its names, recognitions and memberships, all dated."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from igs.models.gebied import Gemeente
from igs.models.perioden import Zekerheid, controleer_volgorde, dagen
from opnetwerk.opmaaktekst import OpgemaakteTekst
from opnetwerk.redactioneel import Redactioneel

AANTAL_KLEUREN = 7
ZONDER_EERSTE_DAG = "Vul in sinds wanneer, of op welke dag het lidmaatschap eerst gezien is."


class IGS(Redactioneel):
    """An intermunicipal network for culture. It exists apart from its recognition by Flanders."""

    class Rechtsvorm(models.TextChoices):
        PROJECTVERENIGING = "projectvereniging", "projectvereniging"
        DIENSTVERLENEND = "dienstverlenende vereniging", "dienstverlenende vereniging"
        OPDRACHTHOUDEND = "opdrachthoudende vereniging", "opdrachthoudende vereniging"

    # A network has a page as soon as it is known; only its texts wait for an editor.
    gepubliceerd_op = models.DateTimeField("gepubliceerd op", default=timezone.now, editable=False)
    slug = models.SlugField("adresnaam", unique=True)
    naam = models.CharField("naam", max_length=100, unique=True)
    officiele_naam = models.CharField("officiële naam", max_length=200, blank=True)
    rechtsvorm = models.CharField("rechtsvorm", max_length=40, choices=Rechtsvorm.choices, blank=True)
    website = models.URLField("website", blank=True)
    email = models.EmailField("algemeen e-mailadres", blank=True)
    telefoon = models.CharField("telefoon", max_length=30, blank=True)
    zetel = models.ForeignKey(Gemeente, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="zetel")
    omschrijving = models.TextField("wat het doet, in het kort", blank=True, max_length=1000)
    profiel = OpgemaakteTekst("wat het doet, uitgebreid", blank=True)
    themas = ArrayField(
        models.CharField(max_length=60),
        verbose_name="thema's",
        default=list,
        blank=True,
        help_text="Gescheiden door komma's, zoals: bibliotheken, erfgoed, podium.",
    )
    foto = models.ForeignKey("igs.Foto", models.SET_NULL, null=True, blank=True, related_name="+")
    bronnen = ArrayField(models.URLField(max_length=500), verbose_name="bronnen", default=list, blank=True)
    kleur = models.PositiveSmallIntegerField("kleur op de kaart", null=True, blank=True, editable=False)
    gestopt_op = models.DateField("laatste dag van de werking", null=True, blank=True)
    nagekeken_op = models.DateField("laatst nagekeken op", null=True, blank=True)

    redactievelden = (
        "omschrijving", "profiel", "themas", "website", "email", "telefoon", "foto_id", "nagekeken_op",
    )  # fmt: skip

    class Meta:
        verbose_name = "IGS"
        verbose_name_plural = "IGS'en"
        ordering: ClassVar = ["naam"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kleur=None) | Q(kleur__range=(1, AANTAL_KLEUREN)),
                name="kleur_is_een_van_de_zeven",
                violation_error_message="Kies een van de zeven kaartkleuren.",
            )
        ]

    def __str__(self) -> str:
        return self.naam

    def get_absolute_url(self) -> str:
        return reverse("igs_pagina", args=[self.slug])

    @property
    def deelbeeld_pad(self) -> str:
        return reverse("deelbeeld_igs", args=[self.slug])

    def actief_op(self, dag: date) -> bool:
        """Not known to have stopped by that day; says nothing about recognition."""
        return self.gestopt_op is None or dag <= self.gestopt_op


class IGSNaam(models.Model):
    """An earlier name or an abbreviation of an IGS, kept so that it can still be found."""

    class Soort(models.TextChoices):
        VROEGER = "vroeger", "vroegere naam"
        AFKORTING = "afkorting", "afkorting"
        OOK = "ook", "ook gebruikt"

    igs = models.ForeignKey(IGS, models.CASCADE, related_name="namen")
    naam = models.CharField("naam", max_length=100)
    soort = models.CharField("soort", max_length=20, choices=Soort.choices)
    bron_url = models.URLField("bron", max_length=500, blank=True)

    class Meta:
        verbose_name = "andere naam van een IGS"
        verbose_name_plural = "andere namen van een IGS"
        ordering: ClassVar = ["naam"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["igs", "naam"],
                name="igsnaam_een_keer",
                violation_error_message="Deze naam staat er al.",
            )
        ]

    def __str__(self) -> str:
        return self.naam


class Erkenning(models.Model):
    """A period in which Flanders recognised and subsidised an IGS; first and last day included."""

    igs = models.ForeignKey(IGS, models.CASCADE, related_name="erkenningen")
    van = models.DateField("van")
    tot = models.DateField("tot en met")
    subsidie_per_jaar_eur = models.PositiveIntegerField("subsidie per jaar (euro)", null=True, blank=True)
    zekerheid = models.CharField("zekerheid", max_length=10, choices=Zekerheid.choices)
    bron_url = models.URLField("bron", max_length=500)

    class Meta:
        verbose_name = "erkenning"
        verbose_name_plural = "erkenningen"
        ordering: ClassVar = ["igs__naam", "van"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(tot__gte=F("van")),
                name="erkenning_eindigt_na_haar_begin",
                violation_error_message="Het einde ligt voor het begin.",
            ),
            ExclusionConstraint(
                name="erkenningen_van_een_igs_overlappen_niet",
                expressions=[("igs", RangeOperators.EQUAL), (dagen("van", "tot"), RangeOperators.OVERLAPS)],
                violation_error_message="Dit IGS heeft in die periode al een erkenning.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.igs} {self.van.year}-{self.tot.year}"

    def clean(self) -> None:
        controleer_volgorde(self.van, self.tot, "tot")


class Lidmaatschap(models.Model):
    """A municipality in an IGS, from day to day included.

    An empty `lid_van` is an unknown start: then `eerst_gezien_op` is the first day on which a source shows it.
    Mergers are not written here; `igs.lidmaatschap` carries a member on to its successor on the day asked.
    """

    igs = models.ForeignKey(IGS, models.CASCADE, related_name="lidmaatschappen")
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="lidmaatschappen")
    lid_van = models.DateField("lid van", null=True, blank=True, help_text="Leeg: begin niet bekend.")
    lid_tot = models.DateField("lid tot en met", null=True, blank=True, help_text="Leeg: geen einde bekend.")
    eerst_gezien_op = models.DateField("eerst gezien op", null=True, blank=True)
    zekerheid = models.CharField("zekerheid", max_length=10, choices=Zekerheid.choices)
    bron_url = models.URLField("bron", max_length=500)

    class Meta:
        verbose_name = "lidmaatschap"
        verbose_name_plural = "lidmaatschappen"
        ordering: ClassVar = ["igs__naam", "gemeente__slug", "lid_van"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(lid_van__isnull=False) | Q(eerst_gezien_op__isnull=False),
                name="lidmaatschap_heeft_een_eerste_dag",
                violation_error_message=ZONDER_EERSTE_DAG,
            ),
            models.CheckConstraint(
                condition=Q(lid_tot=None) | Q(lid_tot__gte=Coalesce("lid_van", "eerst_gezien_op")),
                name="lidmaatschap_eindigt_na_zijn_begin",
                violation_error_message="Het einde ligt voor het begin.",
            ),
            ExclusionConstraint(
                name="een_gemeente_is_een_keer_tegelijk_lid",
                expressions=[
                    ("igs", RangeOperators.EQUAL),
                    ("gemeente", RangeOperators.EQUAL),
                    (dagen("lid_van", "lid_tot"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Deze gemeente is in die periode al lid van dit IGS.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gemeente} in {self.igs}"

    def clean(self) -> None:
        begin = self.lid_van or self.eerst_gezien_op
        if begin is None:  # here already: the database cannot compare periods without a day
            raise ValidationError({"lid_van": ZONDER_EERSTE_DAG})
        controleer_volgorde(begin, self.lid_tot, "lid_tot")

    @property
    def eerste_dag(self) -> date:
        """First day on which we count the membership; the constraint promises that there is one."""
        dag = self.lid_van or self.eerst_gezien_op
        assert dag is not None
        return dag

    def geldt_op(self, dag: date) -> bool:
        return self.eerste_dag <= dag and (self.lid_tot is None or dag <= self.lid_tot)
