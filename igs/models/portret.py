"""BE/LICHT."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.urls import reverse

from igs.models.samenwerking import IGS


class PortretQuerySet(models.QuerySet["Portret"]):
    def gepubliceerd_op(self, dag: date) -> "PortretQuerySet":
        return self.filter(gepubliceerd_op__lte=dag)


class Portret(models.Model):
    """BE/LICHT: a coordinator told in questions and answers."""

    slug = models.SlugField("adresnaam", unique=True)
    titel = models.CharField("titel", max_length=200)
    igs = models.ForeignKey(IGS, models.PROTECT, related_name="portretten")
    naam = models.CharField("wie vertelt", max_length=100)
    functie = models.CharField("functie", max_length=100)
    inleiding = models.TextField("inleiding")
    verteld = models.CharField("wanneer verteld", max_length=50, help_text="Zoals: rond 2022.")
    gepubliceerd_op = models.DateField("gepubliceerd op")

    objects = PortretQuerySet.as_manager()

    class Meta:
        verbose_name = "portret"
        verbose_name_plural = "portretten"
        ordering: ClassVar = ["-gepubliceerd_op", "titel"]

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return reverse("belicht_pagina", args=[self.slug])


class PortretBlok(models.Model):
    """One question with its answer."""

    portret = models.ForeignKey(Portret, models.CASCADE, related_name="blokken")
    volgorde = models.PositiveSmallIntegerField("volgorde")
    vraag = models.CharField("vraag", max_length=200)
    antwoord = models.TextField("antwoord")

    class Meta:
        verbose_name = "vraag en antwoord"
        verbose_name_plural = "vragen en antwoorden"
        ordering: ClassVar = ["volgorde"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["portret", "volgorde"],
                name="een_blok_per_plaats_in_het_portret",
                violation_error_message="Er staat al een vraag op deze plaats.",
            )
        ]

    def __str__(self) -> str:
        return self.vraag
