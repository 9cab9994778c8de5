"""What redactie adds to the Regiocheck, and who asks for help with it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from igs.models.gebied import Gemeente
from igs.models.samenwerking import IGS
from igs.regiocheck_regels import ALTIJD, Periode, Soort, Zekerheid


class Regelversie(models.Model):
    """A newer version of a rule, or a rule of its own: it holds from `versie` on, over the file of the portal."""

    regel = models.CharField("regel", max_length=10, help_text="Zoals R09 of G03.")
    periode = models.CharField(
        "periode", max_length=10, choices=[*((p.value, p.naam) for p in Periode), (ALTIJD, "altijd")]
    )
    soort = models.CharField("soort", max_length=20, choices=[(s.value, s.value) for s in Soort])
    vraagt = models.CharField("wat de regel vraagt", max_length=500)
    waarde = models.DecimalField("waarde", max_digits=14, decimal_places=4, null=True, blank=True)
    eenheid = models.CharField("eenheid", max_length=60, blank=True)
    bron = models.CharField("bron", max_length=300)
    bron_url = models.URLField("adres van de bron", max_length=300, blank=True)
    zekerheid = models.CharField(
        "zekerheid", max_length=1, choices=[(z.value, z.name.replace("_", " ").lower()) for z in Zekerheid]
    )
    versie = models.DateField("geldt vanaf", help_text="De Regiocheck rekent vanaf deze dag met deze versie.")

    class Meta:
        verbose_name = "regel van de Regiocheck"
        verbose_name_plural = "regels van de Regiocheck"
        ordering: ClassVar = ["regel", "periode", "-versie"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["regel", "periode", "versie"],
                name="regelversie_een_per_dag",
                violation_error_message="Van deze regel is er al een versie op die dag.",
            ),
            models.CheckConstraint(
                condition=Q(waarde=None) | Q(waarde__gte=0),
                name="regelversie_waarde_niet_negatief",
                violation_error_message="De waarde is nul of meer.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regel} ({self.get_periode_display()}), versie {self.versie:%d-%m-%Y}"


class Hulpvraag(models.Model):
    """Somebody asks the support centre for help, from the Regiocheck, the offer or a guide. Confirmed by a button."""

    class Onderwerp(models.TextChoices):
        REGIOCHECK = "regiocheck", "Regiocheck"
        OPSTARTEN = "opstarten", "Een IGS starten"
        CULTUURNOTA = "cultuurnota", "Cultuurnota"
        AANBOD = "aanbod", "Aanbod"

    class Stand(models.TextChoices):
        TE_BEVESTIGEN = "te_bevestigen", "afzender bevestigt nog"
        NIEUW = "nieuw", "nieuw"
        BEHANDELD = "behandeld", "behandeld"

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Made by the form when it is shown: the same form sent twice is one question.
    formulier = models.CharField(max_length=64, unique=True, editable=False)
    onderwerp = models.CharField("onderwerp", max_length=15, choices=Onderwerp.choices)
    naam = models.CharField("naam", max_length=100)
    email = models.EmailField("e-mailadres")
    organisatie = models.CharField("gemeente of organisatie", max_length=150, blank=True)
    tekst = models.TextField("vraag", max_length=3000)
    # The set of the Regiocheck, as it stands in its address.
    gemeenten = models.ManyToManyField(Gemeente, blank=True, related_name="+", verbose_name="gemeenten")
    adres = models.CharField("adres van de pagina", max_length=2000, blank=True)
    aanbod = models.CharField("aanbod", max_length=100, blank=True)
    igs = models.ForeignKey(IGS, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="IGS")
    stand = models.CharField("stand", max_length=15, choices=Stand.choices, default=Stand.TE_BEVESTIGEN)
    notitie = models.TextField("wat deden we ermee?", blank=True)
    gemaakt_op = models.DateTimeField("gevraagd op", auto_now_add=True)
    bevestigd_op = models.DateTimeField("bevestigd op", null=True, blank=True)

    class Meta:
        verbose_name = "hulpvraag"
        verbose_name_plural = "hulpvragen"
        ordering: ClassVar = ["-gemaakt_op"]

    def __str__(self) -> str:
        return f"hulpvraag van {self.naam}"
