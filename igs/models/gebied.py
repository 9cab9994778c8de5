"""The ground: regions, municipalities under their NIS codes, other names, neighbours."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from igs.models.perioden import controleer_volgorde

nis_vorm = RegexValidator(r"^\d{5}\Z", "Een NIS-code heeft vijf cijfers.")
postcode_vorm = RegexValidator(r"^\d{4}\Z", "Een postcode heeft vier cijfers.")


class Referentieregio(models.Model):
    """One of the 15 regions of the Regiodecreet of 3 February 2023; every municipality lies in exactly one."""

    slug = models.SlugField("adresnaam", unique=True)
    naam = models.CharField("naam", max_length=100, unique=True)
    andere_namen = ArrayField(models.CharField(max_length=100), verbose_name="andere namen", default=list, blank=True)
    provincies = ArrayField(models.CharField(max_length=50), verbose_name="provincies")
    omschrijving = models.TextField("omschrijving", blank=True)
    bron_url = models.URLField("bron", max_length=500)

    class Meta:
        verbose_name = "referentieregio"
        verbose_name_plural = "referentieregio's"
        ordering: ClassVar = ["naam"]

    def __str__(self) -> str:
        return self.naam

    def get_absolute_url(self) -> str:
        return reverse("regios_pagina", args=[self.slug])

    @property
    def deelbeeld_pad(self) -> str:
        return reverse("deelbeeld_regio", args=[self.slug])

    @property
    def korte_naam(self) -> str:
        """Without the word Regio in front: for map and tables."""
        return self.naam.removeprefix("Regio ")


class GemeenteQuerySet(models.QuerySet["Gemeente"]):
    def op(self, dag: date) -> "GemeenteQuerySet":
        """The municipalities that existed on the day (308 until 2018, 300 until 2024, 285 since)."""
        return self.filter(Q(bestaat_van=None) | Q(bestaat_van__lte=dag), Q(bestaat_tot=None) | Q(bestaat_tot__gte=dag))

    def huidige(self) -> "GemeenteQuerySet":
        return self.filter(bestaat_tot=None)


class Gemeente(models.Model):
    """A municipality under one NIS code. A merger gets a new code, so a name can stand here twice."""

    nis_code = models.CharField("NIS-code", max_length=5, primary_key=True, validators=[nis_vorm])
    naam = models.CharField("naam", max_length=100)
    slug = models.SlugField("adresnaam", max_length=100)
    provincie = models.CharField("provincie", max_length=50)
    referentieregio = models.ForeignKey(Referentieregio, models.PROTECT, related_name="gemeenten")
    inwoners = models.PositiveIntegerField("inwoners")
    inwoners_jaar = models.PositiveSmallIntegerField("inwoners op 1 januari van")
    oppervlakte_km2 = models.DecimalField("oppervlakte (km²)", max_digits=7, decimal_places=2)
    lat = models.FloatField("breedtegraad", validators=[MinValueValidator(50.6), MaxValueValidator(51.6)])
    lon = models.FloatField("lengtegraad", validators=[MinValueValidator(2.5), MaxValueValidator(6)])
    postcodes = ArrayField(models.CharField(max_length=4, validators=[postcode_vorm]), verbose_name="postcodes")
    bestaat_van = models.DateField("bestaat vanaf", null=True, blank=True, help_text="Leeg: van voor 2018.")
    bestaat_tot = models.DateField("laatste dag", null=True, blank=True)
    opgegaan_in = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="voorgangers")

    objects = GemeenteQuerySet.as_manager()

    class Meta:
        verbose_name = "gemeente"
        verbose_name_plural = "gemeenten"
        ordering: ClassVar = ["slug", "nis_code"]
        indexes: ClassVar = [models.Index(fields=["slug"], name="gemeente_slug")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(bestaat_tot=None),
                name="een_bestaande_gemeente_per_naam",
                violation_error_message="Er bestaat al een gemeente met deze naam.",
            ),
            models.CheckConstraint(
                condition=Q(bestaat_tot=None, opgegaan_in=None)
                | Q(bestaat_tot__isnull=False, opgegaan_in__isnull=False),
                name="wie_ophoudt_gaat_op_in_een_andere",
                violation_error_message="Een gemeente die ophoudt, heeft een laatste dag en een opvolger.",
            ),
            models.CheckConstraint(
                condition=Q(bestaat_van=None) | Q(bestaat_tot=None) | Q(bestaat_tot__gte=F("bestaat_van")),
                name="gemeente_eindigt_na_haar_begin",
                violation_error_message="De laatste dag ligt voor de eerste.",
            ),
            models.CheckConstraint(
                condition=~Q(opgegaan_in=F("nis_code")),
                name="gemeente_volgt_zichzelf_niet_op",
                violation_error_message="Een gemeente kan niet in zichzelf opgaan.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam

    def get_absolute_url(self) -> str:
        return reverse("gemeenten_pagina", args=[self.slug])

    def clean(self) -> None:
        controleer_volgorde(self.bestaat_van, self.bestaat_tot, "bestaat_tot")

    def bestond_op(self, dag: date) -> bool:
        return (self.bestaat_van is None or self.bestaat_van <= dag) and (
            self.bestaat_tot is None or dag <= self.bestaat_tot
        )


class Plaats(models.Model):
    """Another name under which people look for a municipality: sub-municipality or name in another language."""

    class Soort(models.TextChoices):
        DEELGEMEENTE = "deelgemeente", "deelgemeente"
        ANDERSTALIG = "anderstalig", "naam in een andere taal"

    gemeente = models.ForeignKey(Gemeente, models.CASCADE, related_name="plaatsen")
    naam = models.CharField("naam", max_length=100)
    soort = models.CharField("soort", max_length=20, choices=Soort.choices)
    postcode = models.CharField("postcode", max_length=4, blank=True, validators=[postcode_vorm])
    taal = models.CharField("taal", max_length=2, blank=True)

    class Meta:
        verbose_name = "plaatsnaam"
        verbose_name_plural = "plaatsnamen"
        ordering: ClassVar = ["naam", "postcode"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["gemeente", "naam", "postcode"],
                name="plaatsnaam_een_keer_per_gemeente_en_postcode",
                violation_error_message="Deze plaatsnaam staat er al bij die gemeente.",
            )
        ]

    def __str__(self) -> str:
        return self.naam


class PlaatsBuiten(models.Model):
    """A place outside Flanders that people may look for, so that the finder can say so."""

    class Gewest(models.TextChoices):
        BRUSSEL = "brussel", "het Brussels Hoofdstedelijk Gewest"
        WALLONIE = "wallonie", "het Waals Gewest"

    naam = models.CharField("naam", max_length=100, unique=True)
    naam_fr = models.CharField("naam in het Frans", max_length=100, blank=True)
    gewest = models.CharField("gewest", max_length=20, choices=Gewest.choices)

    class Meta:
        verbose_name = "plaats buiten Vlaanderen"
        verbose_name_plural = "plaatsen buiten Vlaanderen"
        ordering: ClassVar = ["naam"]

    def __str__(self) -> str:
        return self.naam


class Buurpaar(models.Model):
    """Two municipalities of today that share more than a metre of border; the smaller code comes first."""

    a = models.ForeignKey(Gemeente, models.CASCADE, related_name="+")
    b = models.ForeignKey(Gemeente, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "buurgemeenten"
        verbose_name_plural = "buurgemeenten"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["a", "b"], name="buurpaar_een_keer"),
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="buurpaar_kleinste_code_eerst"),
        ]

    def __str__(self) -> str:
        return f"{self.a_id}-{self.b_id}"
