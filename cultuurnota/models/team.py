"""Who works on a note."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from cultuurnota.keuzes import Teamrol
from cultuurnota.models.nota import Cultuurnota
from igs.models import Gemeente


class Teamlid(models.Model):
    """An account in the team of a note, from day to day included. `gemeente`: whom a reader speaks for."""

    nota = models.ForeignKey(Cultuurnota, models.CASCADE, related_name="team")
    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notateams")
    rol = models.CharField("rol", max_length=10, choices=Teamrol.choices)
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, null=True, blank=True, related_name="+")
    van = models.DateField("van")
    tot = models.DateField("tot en met", null=True, blank=True)
    # Comments up to here stood in a mail to this person.
    samengevat_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "teamlid"
        verbose_name_plural = "teamleden"
        ordering: ClassVar = ["van", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["nota", "gebruiker"], name="teamlid_een_keer_per_nota"),
            models.CheckConstraint(
                condition=Q(tot=None) | Q(tot__gte=F("van")),
                name="teamlid_eindigt_na_zijn_begin",
                violation_error_message="Het einde ligt voor het begin.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gebruiker}: {self.get_rol_display()}"


class Teamuitnodiging(models.Model):
    """Somebody is asked to join the team; single use, three days."""

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nota = models.ForeignKey(Cultuurnota, models.CASCADE, related_name="uitnodigingen")
    email = models.EmailField("e-mailadres")
    rol = models.CharField("rol", max_length=10, choices=Teamrol.choices)
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, null=True, blank=True, related_name="+")
    tot = models.DateField("toegang tot en met", null=True, blank=True)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    verloopt_op = models.DateTimeField()
    aangenomen_op = models.DateTimeField(null=True, blank=True)
    ingetrokken_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "uitnodiging voor een team"
        verbose_name_plural = "uitnodigingen voor een team"
        constraints: ClassVar = [
            models.UniqueConstraint(
                "nota",
                Lower("email"),
                condition=Q(aangenomen_op=None, ingetrokken_op=None),
                name="teamuitnodiging_een_lopende",
                violation_error_message="Er loopt al een uitnodiging voor dit adres.",
            ),
        ]

    def __str__(self) -> str:
        return f"uitnodiging voor {self.nota}"
