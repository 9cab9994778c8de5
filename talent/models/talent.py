"""The talent: what does not change with each version of the profile."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from igs.models import IGS
from opnetwerk.models import Gebruiker
from talent.keuzes import Leeftijd, Soort


class TalentQuerySet(models.QuerySet["Talent"]):
    def online(self) -> Self:
        """What visitors may see: approved, admitted in the home region, neither hidden nor on the way out."""
        return self.filter(
            online__isnull=False,
            verborgen_op=None,
            wissen_op=None,
            toelatingen__soort="thuis",
            toelatingen__stand="toegelaten",
        )

    def beheerd_door(self, gebruiker: Any) -> Self:
        """What the account manages; nothing for who has none."""
        if not isinstance(gebruiker, Gebruiker):
            return self.none()
        return self.filter(beheer__gebruiker=gebruiker)


class Talent(models.Model):
    """A person, group or collective that makes something.

    `online` is the profile that visitors see, `concept` the one being worked on; both are rows of Profiel. Whoever
    reads a talent for others goes through `talent.zichtbaarheid`.
    """

    class Verborgen(models.TextChoices):
        EIGENAAR = "eigenaar", "door de eigenaar"
        STIL = "stil", "lang niet bevestigd"
        REDACTIE = "redactie", "door de coördinator of redactie"
        OUDER = "ouder", "door de ouder"

    kenmerk = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField("adresnaam", max_length=80, unique=True)
    soort = models.CharField("soort", max_length=12, choices=Soort.choices, default=Soort.PERSOON)
    leeftijd = models.CharField("leeftijd", max_length=5, choices=Leeftijd.choices, default=Leeftijd.VOLWASSEN)
    leeftijd_op = models.DateField("leeftijd opgegeven op")
    # None: no IGS works there, redactie looks after it.
    thuis = models.ForeignKey(
        IGS, models.SET_NULL, null=True, blank=True, related_name="talenten", verbose_name="thuisregio"
    )
    online = models.OneToOneField("talent.Profiel", models.SET_NULL, null=True, blank=True, related_name="+")
    concept = models.OneToOneField("talent.Profiel", models.SET_NULL, null=True, blank=True, related_name="+")
    gemaakt_op = models.DateTimeField("begonnen op", auto_now_add=True)
    gepubliceerd_op = models.DateTimeField("eerst zichtbaar op", null=True, blank=True)
    bijgewerkt_op = models.DateTimeField("laatste goedgekeurde wijziging", null=True, blank=True)
    # "Klopt dit nog?": the last time the maker said so, and how often we asked since.
    bevestigd_op = models.DateTimeField("bevestigd op", null=True, blank=True)
    gevraagd_op = models.DateTimeField("gevraagd of het nog klopt op", null=True, blank=True)
    keren_gevraagd = models.PositiveSmallIntegerField("keren gevraagd", default=0)
    pauze = models.BooleanField("even niet beschikbaar", default=False)
    verborgen_op = models.DateTimeField("verborgen op", null=True, blank=True)
    verborgen_door = models.CharField("verborgen", max_length=10, choices=Verborgen.choices, blank=True)
    # Erasure was asked: on this moment everything goes, unless it is taken back.
    wissen_op = models.DateTimeField("wordt gewist op", null=True, blank=True)
    in_zoekmachines = models.BooleanField("vindbaar in zoekmachines", default=True)
    in_feeds = models.BooleanField("in lijsten voor andere sites", default=True)
    ai_bezwaar = models.BooleanField("niet voor het trainen van AI", default=True)
    voorbeeld = models.BooleanField("voorbeeld", default=False, editable=False)

    objects: ClassVar[Any] = TalentQuerySet.as_manager()

    class Meta:
        verbose_name = "talent"
        verbose_name_plural = "talenten"
        ordering: ClassVar = ["slug"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(verborgen_op=None) & Q(verborgen_door=""))
                | (Q(verborgen_op__isnull=False) & ~Q(verborgen_door="")),
                name="talent_verborgen_met_reden",
            ),
            models.CheckConstraint(
                condition=~Q(leeftijd="13-15") | Q(in_zoekmachines=False, in_feeds=False),
                name="talent_jonger_dan_16_nergens_geindexeerd",
                violation_error_message="Wie jonger is dan 16, staat niet in zoekmachines of lijsten.",
            ),
            models.CheckConstraint(
                condition=~Q(leeftijd="13-15") | Q(soort="persoon"),
                name="talent_jonger_dan_16_is_een_persoon",
                violation_error_message="Een groep wordt ingeschreven door iemand van 16 of ouder.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["thuis", "-bijgewerkt_op"], name="talent_van_regio"),
            models.Index(fields=["wissen_op"], condition=Q(wissen_op__isnull=False), name="talent_te_wissen"),
            models.Index(fields=["bevestigd_op"], name="talent_bevestigd"),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("talent_pagina", args=[self.slug])

    @property
    def is_jong(self) -> bool:
        """13 to 15: limited everywhere."""
        return self.leeftijd == Leeftijd.JONG

    @property
    def is_minderjarig(self) -> bool:
        return self.leeftijd != Leeftijd.VOLWASSEN
