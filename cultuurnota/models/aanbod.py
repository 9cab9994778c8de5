"""The help on offer, edited by redactie."""

from typing import ClassVar

from django.db import models
from django.urls import reverse

from opnetwerk.opmaaktekst import OpgemaakteTekst
from opnetwerk.redactioneel import Redactioneel


class Aanbod(Redactioneel):
    """One kind of help: what, for whom, in which form, at what cost."""

    slug = models.SlugField("adresnaam", unique=True)
    titel = models.CharField("titel", max_length=200)
    voor_wie = models.CharField("voor wie", max_length=200)
    vorm = models.CharField("vorm", max_length=200)
    kostprijs = models.CharField("kostprijs", max_length=100, blank=True, help_text="Leeg: we tonen “vraag na”.")
    tekst = OpgemaakteTekst("wat het is")
    bron_url = models.URLField("meer lezen op", blank=True)
    bron_datum = models.DateField("nagekeken op", null=True, blank=True)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=0)

    redactievelden = ("titel", "voor_wie", "vorm", "kostprijs", "tekst", "bron_url", "bron_datum", "volgorde")

    class Meta(Redactioneel.Meta):
        verbose_name = "aanbod"
        verbose_name_plural = "aanbod"
        ordering: ClassVar = ["volgorde", "titel"]

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return reverse("cultuurnota_aanbod") + f"#{self.slug}"
