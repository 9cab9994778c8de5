"""Who manages a talent, who is invited to, and the parent who agrees."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from talent.models.talent import Talent


class Beheer(models.Model):
    """An account that manages a talent; every talent has one owner."""

    class Rol(models.TextChoices):
        EIGENAAR = "eigenaar", "eigenaar"
        BEHEERDER = "beheerder", "beheerder"

    talent = models.ForeignKey(Talent, models.CASCADE, related_name="beheer")
    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="talentbeheer")
    rol = models.CharField("rol", max_length=10, choices=Rol.choices, default=Rol.BEHEERDER)
    sinds = models.DateTimeField("sinds", auto_now_add=True)

    class Meta:
        verbose_name = "beheer van een talent"
        verbose_name_plural = "beheer van talenten"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["talent", "gebruiker"], name="beheer_een_keer_per_talent"),
            models.UniqueConstraint(fields=["talent"], condition=Q(rol="eigenaar"), name="talent_heeft_een_eigenaar"),
        ]

    def __str__(self) -> str:
        return f"{self.gebruiker}: {self.get_rol_display()}"


class Beheeruitnodiging(models.Model):
    """Somebody is asked to help manage a group; single use, three days."""

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    talent = models.ForeignKey(Talent, models.CASCADE, related_name="uitnodigingen")
    email = models.EmailField("e-mailadres")
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    verloopt_op = models.DateTimeField()
    aangenomen_op = models.DateTimeField(null=True, blank=True)
    ingetrokken_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "uitnodiging om mee te beheren"
        verbose_name_plural = "uitnodigingen om mee te beheren"
        constraints: ClassVar = [
            models.UniqueConstraint(
                "talent",
                Lower("email"),
                condition=Q(aangenomen_op=None, ingetrokken_op=None),
                name="beheeruitnodiging_een_lopende",
                violation_error_message="Er loopt al een uitnodiging voor dit adres.",
            ),
        ]

    def __str__(self) -> str:
        return f"uitnodiging voor {self.talent}"


class Oudertoestemming(models.Model):
    """A parent of somebody of 13 to 15 agrees by a button, and may withdraw it at any time."""

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    talent = models.OneToOneField(Talent, models.CASCADE, related_name="oudertoestemming")
    email = models.EmailField("e-mailadres van je ouder")
    gevraagd_op = models.DateTimeField(auto_now_add=True)
    bevestigd_op = models.DateTimeField("bevestigd op", null=True, blank=True)
    ingetrokken_op = models.DateTimeField("ingetrokken op", null=True, blank=True)

    class Meta:
        verbose_name = "toestemming van een ouder"
        verbose_name_plural = "toestemmingen van ouders"

    def __str__(self) -> str:
        return f"toestemming voor {self.talent}"
