"""Money and commitment: the budget of a note, and what each municipality promised."""

import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from cultuurnota.models.nota import Cultuurnota
from igs.models import Gemeente
from opnetwerk.besloten import BeslotenBestandsveld


class Begroting(models.Model):
    """The budget of a note, in euro. `deel_per_inwoner`: for a mixed key, the part divided by inhabitants, in percent.

    `index` is a factor per year after the first (1.02 is 2 % more each year). `inbreng`: what the municipalities pay
    together in the first year. `versie` counts saves: who saves an older one is told.
    """

    class Sleutel(models.TextChoices):
        GELIJK = "gelijk", "elke gemeente evenveel"
        INWONERS = "inwoners", "per inwoner"
        MIX = "mix", "deels gelijk, deels per inwoner"
        HAND = "hand", "zelf invullen"

    nota = models.OneToOneField(Cultuurnota, models.CASCADE, related_name="begroting")
    sleutel = models.CharField("verdeelsleutel", max_length=10, choices=Sleutel.choices, default=Sleutel.INWONERS)
    deel_per_inwoner = models.PositiveSmallIntegerField(
        "deel per inwoner, in procent", default=50, validators=[MaxValueValidator(100)]
    )
    inbreng = models.DecimalField("inbreng samen, eerste jaar", max_digits=12, decimal_places=2, default=0)
    index = models.DecimalField(
        "index", max_digits=6, decimal_places=4, default=1, validators=[MinValueValidator(0.5), MaxValueValidator(2)]
    )
    versie = models.PositiveIntegerField(default=0, editable=False)
    gewijzigd_op = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "begroting"
        verbose_name_plural = "begrotingen"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(inbreng__gte=0),
                name="begroting_inbreng_niet_negatief",
                violation_error_message="De inbreng is nul of meer.",
            ),
            models.CheckConstraint(
                condition=Q(deel_per_inwoner__lte=100),
                name="begroting_deel_is_een_percentage",
                violation_error_message="Een percentage is hoogstens 100.",
            ),
        ]

    def __str__(self) -> str:
        return f"begroting van {self.nota}"


class Bijdrage(models.Model):
    """What a municipality pays in a year, filled in by hand."""

    begroting = models.ForeignKey(Begroting, models.CASCADE, related_name="bijdragen")
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="+")
    jaar = models.PositiveSmallIntegerField("jaar")
    bedrag = models.DecimalField("bedrag", max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = "bijdrage"
        verbose_name_plural = "bijdragen"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["begroting", "gemeente", "jaar"], name="bijdrage_een_per_jaar"),
            models.CheckConstraint(
                condition=Q(bedrag__gte=0),
                name="bijdrage_niet_negatief",
                violation_error_message="Een bijdrage is nul of meer.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gemeente} in {self.jaar}"


class Begrotingspost(models.Model):
    """A line of income or cost, with an amount per year. `bedragen`: {"2027": "12000.00"}."""

    class Rubriek(models.TextChoices):
        ANDERE_INKOMST = "andere_inkomst", "andere inkomsten"
        PERSONEEL = "personeel", "personeel"
        WERKING = "werking", "werking"
        RESERVE_ERUIT = "reserve_eruit", "uit de reserve"
        RESERVE_ERIN = "reserve_erin", "naar de reserve"

    # Made by the form when it is shown: the same form sent twice is one line.
    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    begroting = models.ForeignKey(Begroting, models.CASCADE, related_name="posten")
    rubriek = models.CharField("rubriek", max_length=15, choices=Rubriek.choices)
    naam = models.CharField("omschrijving", max_length=150)
    vte = models.DecimalField("voltijdse equivalenten", max_digits=5, decimal_places=2, null=True, blank=True)
    bedragen = models.JSONField(default=dict, blank=True)
    volgorde = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "begrotingspost"
        verbose_name_plural = "begrotingsposten"
        ordering: ClassVar = ["volgorde", "pk"]

    def __str__(self) -> str:
        return self.naam


class Engagement(models.Model):
    """What a municipality promised, for the whole period, in euro a year."""

    class Stand(models.TextChoices):
        GEEN = "geen", "nog geen antwoord"
        GEVRAAGD = "gevraagd", "gevraagd"
        TOEGEZEGD = "toegezegd", "toegezegd door het college"
        BESLIST = "beslist", "beslist door de gemeenteraad"
        GEWEIGERD = "geweigerd", "doet niet mee"

    nota = models.ForeignKey(Cultuurnota, models.CASCADE, related_name="engagementen")
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="+")
    stand = models.CharField("stand", max_length=10, choices=Stand.choices, default=Stand.GEEN)
    bedrag = models.DecimalField("bedrag per jaar", max_digits=12, decimal_places=2, null=True, blank=True)
    raad_op = models.DateField("gemeenteraad van", null=True, blank=True)
    document = BeslotenBestandsveld("document", upload_to="engagement/", blank=True)
    document_naam = models.CharField(max_length=150, blank=True)
    contact_email = models.EmailField("wie we herinneren", blank=True)
    herinnerd_op = models.DateTimeField(null=True, blank=True)
    opmerking = models.CharField("opmerking", max_length=300, blank=True)
    versie = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "engagement"
        verbose_name_plural = "engagementen"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["nota", "gemeente"], name="engagement_een_per_gemeente"),
            models.CheckConstraint(
                condition=Q(bedrag=None) | Q(bedrag__gte=0),
                name="engagement_niet_negatief",
                violation_error_message="Het bedrag is nul of meer.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gemeente}: {self.get_stand_display()}"
