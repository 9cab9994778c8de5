"""Who admits a talent where, and what was decided about a version."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from igs.models import IGS
from talent.models.profiel import Profiel
from talent.models.talent import Talent


class Toelating(models.Model):
    """A talent in a region: the home region, or one where it is "ook actief". Each region admits for itself.

    `igs` None: no IGS works there, redactie decides.
    """

    class Soort(models.TextChoices):
        THUIS = "thuis", "thuisregio"
        OOK = "ook", "ook actief"

    class Stand(models.TextChoices):
        GEVRAAGD = "gevraagd", "gevraagd"
        TOEGELATEN = "toegelaten", "toegelaten"
        GEWEIGERD = "geweigerd", "geweigerd"

    talent = models.ForeignKey(Talent, models.CASCADE, related_name="toelatingen")
    igs = models.ForeignKey(IGS, models.CASCADE, null=True, blank=True, related_name="toelatingen", verbose_name="IGS")
    soort = models.CharField("soort", max_length=5, choices=Soort.choices)
    stand = models.CharField("stand", max_length=10, choices=Stand.choices, default=Stand.GEVRAAGD)
    gevraagd_op = models.DateTimeField("gevraagd op", auto_now_add=True)
    beslist_op = models.DateTimeField("beslist op", null=True, blank=True)
    beslist_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    reden = models.CharField("reden", max_length=500, blank=True)

    class Meta:
        verbose_name = "toelating"
        verbose_name_plural = "toelatingen"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["talent", "igs"], nulls_distinct=False, name="toelating_een_keer_per_regio"
            ),
            models.UniqueConstraint(fields=["talent"], condition=Q(soort="thuis"), name="talent_heeft_een_thuisregio"),
        ]

    def __str__(self) -> str:
        return f"{self.talent} in {self.igs or 'een gemeente zonder IGS'}"


class Beoordeling(models.Model):
    """One decision about a submitted version. `redenen`: {field name: what to change}."""

    class Besluit(models.TextChoices):
        GOEDGEKEURD = "goedgekeurd", "goedgekeurd"
        AANPASSING = "aanpassing", "aanpassing gevraagd"
        GEWEIGERD = "geweigerd", "geweigerd"
        DOORGEGEVEN = "doorgegeven", "doorgegeven"

    profiel = models.ForeignKey(Profiel, models.CASCADE, related_name="beoordelingen")
    besluit = models.CharField("besluit", max_length=12, choices=Besluit.choices)
    igs = models.ForeignKey(IGS, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="IGS")
    naar = models.ForeignKey(IGS, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="naar")
    redenen = models.JSONField("per veld", default=dict, blank=True)
    toelichting = models.TextField("toelichting", max_length=2000, blank=True)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    op = models.DateTimeField("op", auto_now_add=True)

    class Meta:
        verbose_name = "beoordeling"
        verbose_name_plural = "beoordelingen"
        ordering: ClassVar = ["-op", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(besluit__in=["aanpassing", "geweigerd"]) | ~Q(redenen={}) | ~Q(toelichting=""),
                name="beoordeling_met_reden",
                violation_error_message="Zeg waarom: bij een veld, of in de toelichting.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_besluit_display()}: {self.profiel}"
