"""A note and its chapters, with every version anybody saved."""

import uuid
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cultuurnota.keuzes import Criterium, Voortgang
from igs.models import IGS
from opnetwerk.afbeeldingen import Afbeelding
from opnetwerk.models import Gebruiker
from opnetwerk.opmaaktekst import OpgemaakteTekst


class CultuurnotaQuerySet(models.QuerySet["Cultuurnota"]):
    def van_lid(self, gebruiker: Any, dag: date) -> Self:
        """The notes in whose team the account is on the day; none for who has no account."""
        if not isinstance(gebruiker, Gebruiker):
            return self.none()
        lopend = Q(team__gebruiker=gebruiker, team__van__lte=dag) & (Q(team__tot=None) | Q(team__tot__gte=dag))
        return self.filter(lopend, weg_op=None).distinct()


class Cultuurnota(models.Model):
    """The policy plan of an IGS for a period. `feiten`: what the portal filled in on `feiten_op`."""

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Made by the form when it is shown: the same form sent twice is one note.
    formulier = models.CharField(max_length=64, unique=True, editable=False)
    igs = models.ForeignKey(IGS, models.PROTECT, related_name="cultuurnotas", verbose_name="IGS")
    titel = models.CharField("titel", max_length=150)
    van = models.PositiveSmallIntegerField("eerste jaar")
    tot = models.PositiveSmallIntegerField("laatste jaar")
    herkomst = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="gekopieerd van"
    )
    feiten = models.JSONField(default=dict, blank=True)
    feiten_op = models.DateTimeField("feiten van", null=True, blank=True)
    feiten_verschil = models.JSONField(default=list, blank=True)
    indienen_op = models.DateField("indienen tegen", null=True, blank=True)
    gemaakt_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    gemaakt_op = models.DateTimeField("begonnen op", auto_now_add=True)
    gewijzigd_op = models.DateTimeField("laatst gewijzigd op", auto_now=True)
    weg_op = models.DateTimeField("in de prullenmand sinds", null=True, blank=True)
    voorbeeld = models.BooleanField("voorbeeld", default=False, editable=False)

    objects: ClassVar[Any] = CultuurnotaQuerySet.as_manager()

    class Meta:
        verbose_name = "cultuurnota"
        verbose_name_plural = "cultuurnota's"
        ordering: ClassVar = ["-gewijzigd_op"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(tot__gte=F("van")),
                name="cultuurnota_eindigt_na_haar_begin",
                violation_error_message="Het laatste jaar ligt voor het eerste.",
            )
        ]

    def __str__(self) -> str:
        return self.titel

    @property
    def jaren(self) -> range:
        return range(self.van, self.tot + 1)


class Hoofdstuk(models.Model):
    """A chapter. `tekst` is the newest saved text, `versie` its number; every save is a Hoofdstukversie too.

    `sleutel` names the chapter of the outline ("H1"); empty for one the team added. `criteria`: which criteria it
    answers.
    """

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nota = models.ForeignKey(Cultuurnota, models.CASCADE, related_name="hoofdstukken")
    sleutel = models.CharField(max_length=5, blank=True)
    titel = models.CharField("titel", max_length=150)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=0)
    tekst = OpgemaakteTekst("tekst", blank=True, tabellen=True)
    versie = models.PositiveIntegerField(default=0, editable=False)
    stand = models.CharField("stand", max_length=15, choices=Voortgang.choices, default=Voortgang.NIET_GESTART)
    criteria = ArrayField(
        models.CharField(max_length=3, choices=Criterium.choices), default=list, blank=True, verbose_name="criteria"
    )
    gewijzigd_op = models.DateTimeField(null=True, blank=True)
    gewijzigd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "hoofdstuk"
        verbose_name_plural = "hoofdstukken"
        ordering: ClassVar = ["volgorde", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["nota", "sleutel"], condition=~Q(sleutel=""), name="hoofdstuk_een_keer_per_nota"
            ),
        ]

    def __str__(self) -> str:
        return self.titel


class Hoofdstukversie(models.Model):
    """A text as somebody saved it. `basis` is the version it was written on: lower than the one before it means that
    two people wrote at the same time."""

    class Soort(models.TextChoices):
        VANZELF = "vanzelf", "vanzelf bewaard"
        BEWAARD = "bewaard", "bewaard"
        NAAST = "naast", "tegelijk geschreven, niet overgenomen"
        HERSTELD = "hersteld", "teruggezet"

    hoofdstuk = models.ForeignKey(Hoofdstuk, models.CASCADE, related_name="versies")
    nummer = models.PositiveIntegerField()
    basis = models.PositiveIntegerField(default=0)
    tekst = models.TextField(blank=True)
    soort = models.CharField(max_length=10, choices=Soort.choices, default=Soort.BEWAARD)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    door_naam = models.CharField(max_length=200, blank=True)
    op = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "versie van een hoofdstuk"
        verbose_name_plural = "versies van hoofdstukken"
        ordering: ClassVar = ["-nummer"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hoofdstuk", "nummer"], name="hoofdstukversie_een_per_nummer"),
        ]

    def __str__(self) -> str:
        return f"{self.hoofdstuk}, versie {self.nummer}"


class Opmerking(models.Model):
    """A comment on a chapter, or an answer to one."""

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    formulier = models.CharField(max_length=64, unique=True, editable=False)
    hoofdstuk = models.ForeignKey(Hoofdstuk, models.CASCADE, related_name="opmerkingen")
    antwoord_op = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="antwoorden")
    citaat = models.CharField("over deze woorden", max_length=300, blank=True)
    tekst = models.TextField("opmerking", max_length=3000)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    door_naam = models.CharField(max_length=200, blank=True)
    op = models.DateTimeField(auto_now_add=True)
    opgelost_op = models.DateTimeField(null=True, blank=True)
    opgelost_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "opmerking"
        verbose_name_plural = "opmerkingen"
        ordering: ClassVar = ["op", "pk"]

    def __str__(self) -> str:
        return f"opmerking bij {self.hoofdstuk}"


class Notabeeld(Afbeelding):
    """A picture in a note."""

    nota = models.ForeignKey(Cultuurnota, models.CASCADE, related_name="beelden")
    bijschrift = models.CharField("bijschrift", max_length=200, blank=True)

    class Meta(Afbeelding.Meta):
        verbose_name = "beeld in een nota"
        verbose_name_plural = "beelden in een nota"


class Zelfbeoordeling(models.Model):
    """What the team itself thinks of a criterion."""

    class Stand(models.TextChoices):
        NOG_NIET = "nog_niet", "nog niet"
        DEELS = "deels", "deels"
        KLAAR = "klaar", "klaar"

    nota = models.ForeignKey(Cultuurnota, models.CASCADE, related_name="zelfbeoordelingen")
    criterium = models.CharField(max_length=3, choices=Criterium.choices)
    stand = models.CharField(max_length=10, choices=Stand.choices, default=Stand.NOG_NIET)
    toelichting = models.TextField("toelichting", max_length=1000, blank=True)

    class Meta:
        verbose_name = "zelfbeoordeling"
        verbose_name_plural = "zelfbeoordelingen"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["nota", "criterium"], name="zelfbeoordeling_een_per_criterium"),
        ]

    def __str__(self) -> str:
        return f"{self.criterium}: {self.get_stand_display()}"
