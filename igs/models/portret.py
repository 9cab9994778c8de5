"""BE/LICHT: portraits in fixed questions, so that one question shows all answers side by side."""

from typing import ClassVar

from django.db import models
from django.urls import reverse

from igs.models.foto import Foto
from igs.models.samenwerking import IGS
from opnetwerk.opmaaktekst import OpgemaakteTekst, schoon
from opnetwerk.redactioneel import Redactioneel


class Vraag(models.Model):
    """A question that every portrait may answer."""

    slug = models.SlugField("adresnaam", unique=True)
    tekst = models.CharField("vraag", max_length=200)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=0)

    class Meta:
        verbose_name = "vraag van BE/LICHT"
        verbose_name_plural = "vragen van BE/LICHT"
        ordering: ClassVar = ["volgorde", "slug"]

    def __str__(self) -> str:
        return self.tekst

    def get_absolute_url(self) -> str:
        return reverse("belicht_vragen_pagina", args=[self.slug])


class Portret(Redactioneel):
    """A coordinator told in questions and answers."""

    slug = models.SlugField("adresnaam", unique=True)
    titel = models.CharField("titel", max_length=200)
    igs = models.ForeignKey(IGS, models.PROTECT, related_name="portretten", verbose_name="IGS")
    naam = models.CharField("wie vertelt", max_length=100)
    functie = models.CharField("functie", max_length=100, blank=True)
    inleiding = models.TextField("inleiding", max_length=1000)
    verteld = models.CharField("wanneer verteld", max_length=50, blank=True, help_text="Zoals: rond 2022.")
    # Answers by slug of the question: {"wie-zit-er-in-het-netwerk": "<p>…</p>"}.
    antwoorden = models.JSONField("antwoorden", default=dict, blank=True)
    slot = OpgemaakteTekst("tot slot", blank=True)
    foto = models.ForeignKey(Foto, models.SET_NULL, null=True, blank=True, related_name="+")

    redactievelden = (
        "titel", "igs_id", "naam", "functie", "inleiding", "verteld", "antwoorden", "slot", "foto_id",
    )  # fmt: skip

    class Meta(Redactioneel.Meta):
        verbose_name = "portret"
        verbose_name_plural = "portretten"
        ordering: ClassVar = ["-gepubliceerd_op", "titel"]

    def __str__(self) -> str:
        return self.titel

    def save(self, *args: object, **kwargs: object) -> None:
        self.antwoorden = {vraag: netjes for vraag, tekst in self.antwoorden.items() if (netjes := schoon(str(tekst)))}
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("belicht_pagina", args=[self.slug])
