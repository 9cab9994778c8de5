"""What keeping the portal in operation remembers: erasures, runs of daily work, addresses whose mail comes back."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower


class Wissing(models.Model):
    """That something was erased: its kind and its reference, nothing of what it held.

    Written by `opnetwerk.wissingen` alone, in the transaction of the erasure, and kept beside the backups too: who was
    erased stays erased when an older backup comes back.
    """

    soort = models.CharField("soort", max_length=30)
    sleutel = models.CharField("kenmerk", max_length=64)
    op = models.DateTimeField("gewist op")

    class Meta:
        verbose_name = "wissing"
        verbose_name_plural = "wissingen"
        ordering: ClassVar = ["-op", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["soort", "sleutel"], name="wissing_een_keer")]

    def __str__(self) -> str:
        return f"{self.soort} {self.sleutel}"


class Taakloop(models.Model):
    """One run of one piece of daily work or of a drill: when, how long, on how many, and what went wrong."""

    stap = models.CharField("wat", max_length=60)
    begonnen_op = models.DateTimeField("begonnen op")
    seconden = models.FloatField("duur in seconden", default=0)
    aantal = models.PositiveIntegerField("aantal", default=0)
    fout = models.TextField("wat er misging", blank=True)
    verslag = models.JSONField("verslag", default=dict, blank=True)

    class Meta:
        verbose_name = "gelopen taak"
        verbose_name_plural = "gelopen taken"
        ordering: ClassVar = ["-begonnen_op", "-pk"]
        indexes: ClassVar = [models.Index(fields=["stap", "-begonnen_op"], name="taakloop_laatste")]

    def __str__(self) -> str:
        return f"{self.stap} van {self.begonnen_op:%d-%m-%Y %H:%M}"


class Onbestelbaar(models.Model):
    """An address whose mail comes back. A hard one gets no mail any more, until somebody lifts it."""

    class Soort(models.TextChoices):
        HARD = "hard", "bestaat niet"
        ZACHT = "zacht", "kan nu niets krijgen"

    email = models.EmailField("e-mailadres")
    soort = models.CharField("hoe", max_length=5, choices=Soort.choices)
    keren = models.PositiveSmallIntegerField("hoe vaak", default=1)
    reden = models.CharField("wat de andere server zei", max_length=300, blank=True)
    eerst_op = models.DateTimeField("eerst op")
    laatst_op = models.DateTimeField("laatst op")
    opgeheven_op = models.DateTimeField("opgeheven op", null=True, blank=True)

    class Meta:
        verbose_name = "onbestelbaar adres"
        verbose_name_plural = "onbestelbare adressen"
        ordering: ClassVar = ["-laatst_op"]
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="onbestelbaar_een_keer")]

    def __str__(self) -> str:
        return self.email
