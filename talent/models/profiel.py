"""One version of what a talent tells and shows: online, being worked on, or earlier."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from igs.models import Gemeente, Plaats
from opnetwerk.afbeeldingen import Afbeelding
from talent.keuzes import (
    Aanbieder,
    Aanbod,
    Band,
    Niveau,
    PastBij,
    Plek,
    Prijssoort,
    Reikwijdte,
    Rol,
    Taal,
    Vorm,
    Zoekt,
)
from talent.models.discipline import Discipline
from talent.models.talent import Talent

MEESTE_DISCIPLINES = 3
MEESTE_BEELDEN = 12
MEESTE_MEDIA = 8
MEESTE_LINKS = 8


def _meer(keuzes: type[models.TextChoices], naam: str) -> ArrayField:
    """Several of the choices, none allowed."""
    veld = models.CharField(max_length=20, choices=keuzes.choices)
    return ArrayField(veld, default=list, blank=True, verbose_name=naam)


class Profiel(models.Model):
    """The content of a profile. `stand` is set by `talent.indienen` and `talent.beoordelen` alone.

    `zichtbaarheid`: {field name: value of keuzes.Zichtbaar}; what is not in it has the standard of
    `talent.zichtbaarheid`. `versie` counts saves: who saves an older one is told.
    """

    class Stand(models.TextChoices):
        CONCEPT = "concept", "concept"
        INGEDIEND = "ingediend", "ingediend"
        AANPASSING = "aanpassing", "aanpassing gevraagd"
        GOEDGEKEURD = "goedgekeurd", "goedgekeurd"
        GEWEIGERD = "geweigerd", "geweigerd"

    talent = models.ForeignKey(Talent, models.CASCADE, related_name="profielen")
    stand = models.CharField("stand", max_length=12, choices=Stand.choices, default=Stand.CONCEPT)
    versie = models.PositiveIntegerField(default=0, editable=False)
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    ingediend_op = models.DateTimeField("ingediend op", null=True, blank=True)
    ingediend_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    beslist_op = models.DateTimeField("beslist op", null=True, blank=True)

    # who
    naam = models.CharField("naam", max_length=80, blank=True, help_text="Je naam, artiestennaam of groepsnaam.")
    voornaamwoorden = models.CharField("voornaamwoorden", max_length=30, blank=True)
    kort = models.CharField("in één zin", max_length=140, blank=True)
    tekst = models.TextField("over jou", max_length=3000, blank=True)
    talen = _meer(Taal, "talen")
    # where
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, null=True, blank=True, related_name="+")
    plaats = models.ForeignKey(
        Plaats, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="deelgemeente"
    )
    band = _meer(Band, "band met de streek")
    reikwijdte = models.CharField("hoe ver", max_length=12, choices=Reikwijdte.choices, blank=True)
    # what
    disciplines = models.ManyToManyField(Discipline, blank=True, related_name="+", verbose_name="disciplines")
    vorm = models.CharField("vorm", max_length=12, choices=Vorm.choices, blank=True)
    rollen = _meer(Rol, "rollen")
    aanbod = _meer(Aanbod, "dit bied ik aan")
    zoekt = _meer(Zoekt, "dit zoek ik")
    past_bij = _meer(PastBij, "past bij")
    stijlen = ArrayField(models.CharField(max_length=30), default=list, blank=True, verbose_name="stijlwoorden")
    niveau = models.CharField("niveau", max_length=10, choices=Niveau.choices, blank=True)
    lid_van = models.CharField("lid van", max_length=150, blank=True)
    # practice
    prijs = models.CharField("prijs", max_length=12, choices=Prijssoort.choices, blank=True)
    prijs_vanaf = models.PositiveIntegerField("vanaf, in euro", null=True, blank=True)
    prijs_uitleg = models.CharField("uitleg bij de prijs", max_length=150, blank=True)
    duur = models.CharField("hoe lang duurt het", max_length=100, blank=True)
    personen = models.PositiveSmallIntegerField("met hoeveel", null=True, blank=True)
    techniek = models.TextField("wat heb je nodig", max_length=1000, blank=True)
    plek = models.CharField("binnen of buiten", max_length=10, choices=Plek.choices, blank=True)
    toegankelijkheid = models.CharField("toegankelijk voor", max_length=300, blank=True)
    beschikbaar = models.CharField("wanneer kan je", max_length=150, blank=True)
    # contact and links
    telefoon = models.CharField("telefoon", max_length=30, blank=True)
    links = ArrayField(models.URLField(max_length=300), default=list, blank=True, verbose_name="links")
    zichtbaarheid = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = "profiel"
        verbose_name_plural = "profielen"
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["ingediend_op"], condition=Q(stand="ingediend"), name="profiel_wachtrij"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(prijs_vanaf=None) | Q(prijs="vanaf"),
                name="profiel_bedrag_bij_vanaf",
                violation_error_message="Een bedrag hoort bij “vanaf een bedrag”.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam or f"profiel {self.pk}"


class Werk(Afbeelding):
    """A picture of a talent. It stays the talent's when a version leaves it out; `weg_op` puts it in the bin."""

    talent = models.ForeignKey(Talent, models.CASCADE, related_name="werken")
    herkenbaar_akkoord = models.BooleanField("wie herkenbaar in beeld is, gaat akkoord", default=False)
    weg_op = models.DateTimeField("weggedaan op", null=True, blank=True, editable=False)

    class Meta(Afbeelding.Meta):
        verbose_name = "beeld"
        verbose_name_plural = "beelden"


class Profielbeeld(models.Model):
    """Which pictures a version shows, in which order; the words under it belong to the version."""

    profiel = models.ForeignKey(Profiel, models.CASCADE, related_name="beelden")
    werk = models.ForeignKey(Werk, models.CASCADE, related_name="+")
    volgorde = models.PositiveSmallIntegerField(default=0)
    alt = models.CharField("wat zie je op het beeld?", max_length=300, blank=True)
    decoratief = models.BooleanField("alleen versiering, zonder betekenis", default=False)
    bron = models.CharField("fotograaf of maker", max_length=200, blank=True)

    class Meta:
        verbose_name = "beeld in een profiel"
        verbose_name_plural = "beelden in een profiel"
        ordering: ClassVar = ["volgorde", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["profiel", "werk"], name="profielbeeld_een_keer"),
            models.CheckConstraint(
                condition=(Q(decoratief=True) & Q(alt="")) | (Q(decoratief=False) & ~Q(alt="")),
                name="profielbeeld_heeft_alt_of_is_decoratief",
                violation_error_message="Beschrijf wat je ziet, of kruis aan dat het beeld alleen versiering is.",
            ),
        ]

    def __str__(self) -> str:
        return self.alt or "beeld"


class Medium(models.Model):
    """Sound or film elsewhere: provider and id, never an address that somebody typed."""

    profiel = models.ForeignKey(Profiel, models.CASCADE, related_name="media")
    aanbieder = models.CharField("aanbieder", max_length=12, choices=Aanbieder.choices)
    sleutel = models.CharField("nummer bij de aanbieder", max_length=200)
    titel = models.CharField("titel", max_length=120, blank=True)
    beschrijving = models.CharField("wat hoor of zie je?", max_length=300, blank=True)
    volgorde = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "geluid of film"
        verbose_name_plural = "geluid en film"
        ordering: ClassVar = ["volgorde", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["profiel", "aanbieder", "sleutel"], name="medium_een_keer"),
        ]

    def __str__(self) -> str:
        return self.titel or self.get_aanbieder_display()
