"""Who works together where: municipalities, regions, networks, recognitions and memberships, all dated."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

AANTAL_KLEUREN = 7
nis_vorm = RegexValidator(r"^\d{5}\Z", "Een NIS-code heeft vijf cijfers.")
postcode_vorm = RegexValidator(r"^\d{4}\Z", "Een postcode heeft vier cijfers.")


class Zekerheid(models.TextChoices):
    """How sure a source makes us (knowledge notes, column `zekerheid`)."""

    HOOG = "hoog", "zeker"
    MIDDEL = "middel", "waarschijnlijk"
    LAAG = "laag", "onzeker"


def dagen(van: str, tot: str) -> Func:
    """The days of a period as a range, both ends included; an empty end is open."""
    begin = Coalesce("lid_van", "eerst_gezien_op") if van == "lid_van" else F(van)
    return Func(
        begin,
        F(tot),
        RangeBoundary(inclusive_lower=True, inclusive_upper=True),
        function="daterange",
        output_field=DateRangeField(),
    )


def controleer_volgorde(van: date | None, tot: date | None, veld: str) -> None:
    """A typing error in a date becomes a message at the field instead of a database error."""
    if van and tot and tot < van:
        raise ValidationError({veld: "Het einde ligt voor het begin."})


class Referentieregio(models.Model):
    """One of the 15 regions of the Regiodecreet of 3 February 2023; every municipality lies in exactly one."""

    slug = models.SlugField("adresnaam", unique=True)
    naam = models.CharField("naam", max_length=100, unique=True)
    andere_namen = ArrayField(models.CharField(max_length=100), verbose_name="andere namen", default=list, blank=True)
    provincies = ArrayField(models.CharField(max_length=50), verbose_name="provincies")
    omschrijving = models.TextField("omschrijving", blank=True)
    bron_url = models.URLField("bron", max_length=500)

    class Meta:
        verbose_name = "referentieregio"
        verbose_name_plural = "referentieregio's"
        ordering: ClassVar = ["naam"]

    def __str__(self) -> str:
        return self.naam

    def get_absolute_url(self) -> str:
        return reverse("regios_pagina", args=[self.slug])

    @property
    def deelbeeld_pad(self) -> str:
        return reverse("deelbeeld_regio", args=[self.slug])

    @property
    def korte_naam(self) -> str:
        """Without the word Regio in front: for map and tables."""
        return self.naam.removeprefix("Regio ")


class GemeenteQuerySet(models.QuerySet["Gemeente"]):
    def op(self, dag: date) -> "GemeenteQuerySet":
        """The municipalities that existed on the day (308 until 2018, 300 until 2024, 285 since)."""
        return self.filter(Q(bestaat_van=None) | Q(bestaat_van__lte=dag), Q(bestaat_tot=None) | Q(bestaat_tot__gte=dag))

    def huidige(self) -> "GemeenteQuerySet":
        return self.filter(bestaat_tot=None)


class Gemeente(models.Model):
    """A municipality under one NIS code. A merger gets a new code, so a name can stand here twice."""

    nis_code = models.CharField("NIS-code", max_length=5, primary_key=True, validators=[nis_vorm])
    naam = models.CharField("naam", max_length=100)
    slug = models.SlugField("adresnaam", max_length=100)
    provincie = models.CharField("provincie", max_length=50)
    referentieregio = models.ForeignKey(Referentieregio, models.PROTECT, related_name="gemeenten")
    inwoners = models.PositiveIntegerField("inwoners")
    inwoners_jaar = models.PositiveSmallIntegerField("inwoners op 1 januari van")
    oppervlakte_km2 = models.DecimalField("oppervlakte (km²)", max_digits=7, decimal_places=2)
    lat = models.FloatField("breedtegraad", validators=[MinValueValidator(50.6), MaxValueValidator(51.6)])
    lon = models.FloatField("lengtegraad", validators=[MinValueValidator(2.5), MaxValueValidator(6)])
    postcodes = ArrayField(models.CharField(max_length=4, validators=[postcode_vorm]), verbose_name="postcodes")
    bestaat_van = models.DateField("bestaat vanaf", null=True, blank=True, help_text="Leeg: van voor 2018.")
    bestaat_tot = models.DateField("laatste dag", null=True, blank=True)
    opgegaan_in = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="voorgangers")

    objects = GemeenteQuerySet.as_manager()

    class Meta:
        verbose_name = "gemeente"
        verbose_name_plural = "gemeenten"
        ordering: ClassVar = ["slug", "nis_code"]
        indexes: ClassVar = [models.Index(fields=["slug"], name="gemeente_slug")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(bestaat_tot=None),
                name="een_bestaande_gemeente_per_naam",
                violation_error_message="Er bestaat al een gemeente met deze naam.",
            ),
            models.CheckConstraint(
                condition=Q(bestaat_tot=None, opgegaan_in=None)
                | Q(bestaat_tot__isnull=False, opgegaan_in__isnull=False),
                name="wie_ophoudt_gaat_op_in_een_andere",
                violation_error_message="Een gemeente die ophoudt, heeft een laatste dag en een opvolger.",
            ),
            models.CheckConstraint(
                condition=Q(bestaat_van=None) | Q(bestaat_tot=None) | Q(bestaat_tot__gte=F("bestaat_van")),
                name="gemeente_eindigt_na_haar_begin",
                violation_error_message="De laatste dag ligt voor de eerste.",
            ),
            models.CheckConstraint(
                condition=~Q(opgegaan_in=F("nis_code")),
                name="gemeente_volgt_zichzelf_niet_op",
                violation_error_message="Een gemeente kan niet in zichzelf opgaan.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam

    def get_absolute_url(self) -> str:
        return reverse("gemeenten_pagina", args=[self.slug])

    def clean(self) -> None:
        controleer_volgorde(self.bestaat_van, self.bestaat_tot, "bestaat_tot")

    def bestond_op(self, dag: date) -> bool:
        return (self.bestaat_van is None or self.bestaat_van <= dag) and (
            self.bestaat_tot is None or dag <= self.bestaat_tot
        )


class Plaats(models.Model):
    """Another name under which people look for a municipality: sub-municipality or name in another language."""

    class Soort(models.TextChoices):
        DEELGEMEENTE = "deelgemeente", "deelgemeente"
        ANDERSTALIG = "anderstalig", "naam in een andere taal"

    gemeente = models.ForeignKey(Gemeente, models.CASCADE, related_name="plaatsen")
    naam = models.CharField("naam", max_length=100)
    soort = models.CharField("soort", max_length=20, choices=Soort.choices)
    postcode = models.CharField("postcode", max_length=4, blank=True, validators=[postcode_vorm])
    taal = models.CharField("taal", max_length=2, blank=True)

    class Meta:
        verbose_name = "plaatsnaam"
        verbose_name_plural = "plaatsnamen"
        ordering: ClassVar = ["naam", "postcode"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["gemeente", "naam", "postcode"],
                name="plaatsnaam_een_keer_per_gemeente_en_postcode",
                violation_error_message="Deze plaatsnaam staat er al bij die gemeente.",
            )
        ]

    def __str__(self) -> str:
        return self.naam


class PlaatsBuiten(models.Model):
    """A place outside Flanders that people may look for, so that the finder can say so."""

    class Gewest(models.TextChoices):
        BRUSSEL = "brussel", "het Brussels Hoofdstedelijk Gewest"
        WALLONIE = "wallonie", "het Waals Gewest"

    naam = models.CharField("naam", max_length=100, unique=True)
    naam_fr = models.CharField("naam in het Frans", max_length=100, blank=True)
    gewest = models.CharField("gewest", max_length=20, choices=Gewest.choices)

    class Meta:
        verbose_name = "plaats buiten Vlaanderen"
        verbose_name_plural = "plaatsen buiten Vlaanderen"
        ordering: ClassVar = ["naam"]

    def __str__(self) -> str:
        return self.naam


class Buurpaar(models.Model):
    """Two municipalities of today that share more than a metre of border; the smaller code comes first."""

    a = models.ForeignKey(Gemeente, models.CASCADE, related_name="+")
    b = models.ForeignKey(Gemeente, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "buurgemeenten"
        verbose_name_plural = "buurgemeenten"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["a", "b"], name="buurpaar_een_keer"),
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="buurpaar_kleinste_code_eerst"),
        ]

    def __str__(self) -> str:
        return f"{self.a_id}-{self.b_id}"


class IGS(models.Model):
    """An intermunicipal network for culture. It exists apart from its recognition by Flanders."""

    class Rechtsvorm(models.TextChoices):
        PROJECTVERENIGING = "projectvereniging", "projectvereniging"
        DIENSTVERLENEND = "dienstverlenende vereniging", "dienstverlenende vereniging"
        OPDRACHTHOUDEND = "opdrachthoudende vereniging", "opdrachthoudende vereniging"

    slug = models.SlugField("adresnaam", unique=True)
    naam = models.CharField("naam", max_length=100, unique=True)
    officiele_naam = models.CharField("officiële naam", max_length=200, blank=True)
    rechtsvorm = models.CharField("rechtsvorm", max_length=40, choices=Rechtsvorm.choices, blank=True)
    website = models.URLField("website", blank=True)
    email = models.EmailField("algemeen e-mailadres", blank=True)
    telefoon = models.CharField("telefoon", max_length=30, blank=True)
    zetel = models.ForeignKey(Gemeente, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="zetel")
    omschrijving = models.TextField("wat het doet", blank=True)
    bronnen = ArrayField(models.URLField(max_length=500), verbose_name="bronnen", default=list, blank=True)
    kleur = models.PositiveSmallIntegerField("kleur op de kaart", null=True, blank=True, editable=False)
    gestopt_op = models.DateField("laatste dag van de werking", null=True, blank=True)
    nagekeken_op = models.DateField("laatst nagekeken op", null=True, blank=True)

    class Meta:
        verbose_name = "IGS"
        verbose_name_plural = "IGS'en"
        ordering: ClassVar = ["naam"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kleur=None) | Q(kleur__range=(1, AANTAL_KLEUREN)),
                name="kleur_is_een_van_de_zeven",
                violation_error_message="Kies een van de zeven kaartkleuren.",
            )
        ]

    def __str__(self) -> str:
        return self.naam

    def get_absolute_url(self) -> str:
        return reverse("igs_pagina", args=[self.slug])

    @property
    def deelbeeld_pad(self) -> str:
        return reverse("deelbeeld_igs", args=[self.slug])

    def actief_op(self, dag: date) -> bool:
        """Not known to have stopped by that day; says nothing about recognition."""
        return self.gestopt_op is None or dag <= self.gestopt_op


class IGSNaam(models.Model):
    """An earlier name or an abbreviation of an IGS, kept so that it can still be found."""

    class Soort(models.TextChoices):
        VROEGER = "vroeger", "vroegere naam"
        AFKORTING = "afkorting", "afkorting"
        OOK = "ook", "ook gebruikt"

    igs = models.ForeignKey(IGS, models.CASCADE, related_name="namen")
    naam = models.CharField("naam", max_length=100)
    soort = models.CharField("soort", max_length=20, choices=Soort.choices)
    bron_url = models.URLField("bron", max_length=500, blank=True)

    class Meta:
        verbose_name = "andere naam van een IGS"
        verbose_name_plural = "andere namen van een IGS"
        ordering: ClassVar = ["naam"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["igs", "naam"],
                name="igsnaam_een_keer",
                violation_error_message="Deze naam staat er al.",
            )
        ]

    def __str__(self) -> str:
        return self.naam


class Erkenning(models.Model):
    """A period in which Flanders recognised and subsidised an IGS; first and last day included."""

    igs = models.ForeignKey(IGS, models.CASCADE, related_name="erkenningen")
    van = models.DateField("van")
    tot = models.DateField("tot en met")
    subsidie_per_jaar_eur = models.PositiveIntegerField("subsidie per jaar (euro)", null=True, blank=True)
    zekerheid = models.CharField("zekerheid", max_length=10, choices=Zekerheid.choices)
    bron_url = models.URLField("bron", max_length=500)

    class Meta:
        verbose_name = "erkenning"
        verbose_name_plural = "erkenningen"
        ordering: ClassVar = ["igs__naam", "van"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(tot__gte=F("van")),
                name="erkenning_eindigt_na_haar_begin",
                violation_error_message="Het einde ligt voor het begin.",
            ),
            ExclusionConstraint(
                name="erkenningen_van_een_igs_overlappen_niet",
                expressions=[("igs", RangeOperators.EQUAL), (dagen("van", "tot"), RangeOperators.OVERLAPS)],
                violation_error_message="Dit IGS heeft in die periode al een erkenning.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.igs} {self.van.year}-{self.tot.year}"

    def clean(self) -> None:
        controleer_volgorde(self.van, self.tot, "tot")


class Lidmaatschap(models.Model):
    """A municipality in an IGS, from day to day included.

    An empty `lid_van` is an unknown start: then `eerst_gezien_op` is the first day on which a source shows it.
    Mergers are not written here; `igs.lidmaatschap` carries a member on to its successor on the day asked.
    """

    igs = models.ForeignKey(IGS, models.CASCADE, related_name="lidmaatschappen")
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="lidmaatschappen")
    lid_van = models.DateField("lid van", null=True, blank=True, help_text="Leeg: begin niet bekend.")
    lid_tot = models.DateField("lid tot en met", null=True, blank=True, help_text="Leeg: geen einde bekend.")
    eerst_gezien_op = models.DateField("eerst gezien op", null=True, blank=True)
    zekerheid = models.CharField("zekerheid", max_length=10, choices=Zekerheid.choices)
    bron_url = models.URLField("bron", max_length=500)

    class Meta:
        verbose_name = "lidmaatschap"
        verbose_name_plural = "lidmaatschappen"
        ordering: ClassVar = ["igs__naam", "gemeente__slug", "lid_van"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(lid_van__isnull=False) | Q(eerst_gezien_op__isnull=False),
                name="lidmaatschap_heeft_een_eerste_dag",
                violation_error_message="Vul in sinds wanneer, of op welke dag het lidmaatschap eerst gezien is.",
            ),
            models.CheckConstraint(
                condition=Q(lid_tot=None) | Q(lid_tot__gte=Coalesce("lid_van", "eerst_gezien_op")),
                name="lidmaatschap_eindigt_na_zijn_begin",
                violation_error_message="Het einde ligt voor het begin.",
            ),
            ExclusionConstraint(
                name="een_gemeente_is_een_keer_tegelijk_lid",
                expressions=[
                    ("igs", RangeOperators.EQUAL),
                    ("gemeente", RangeOperators.EQUAL),
                    (dagen("lid_van", "lid_tot"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Deze gemeente is in die periode al lid van dit IGS.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gemeente} in {self.igs}"

    def clean(self) -> None:
        controleer_volgorde(self.lid_van or self.eerst_gezien_op, self.lid_tot, "lid_tot")

    @property
    def eerste_dag(self) -> date:
        """First day on which we count the membership; the constraint promises that there is one."""
        dag = self.lid_van or self.eerst_gezien_op
        assert dag is not None
        return dag

    def geldt_op(self, dag: date) -> bool:
        return self.eerste_dag <= dag and (self.lid_tot is None or dag <= self.lid_tot)


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


class Kaart(models.Model):
    """The shapes of the municipalities of today, as `kaart_tekenen.als_kaart` makes them; the newest row is shown."""

    gegevens = models.JSONField("vormen")
    bron = models.CharField("bron", max_length=300)
    schematisch = models.BooleanField("schematisch")
    toestand = models.DateField("toestand op")
    geladen_op = models.DateTimeField("geladen op", auto_now_add=True)

    class Meta:
        verbose_name = "kaart"
        verbose_name_plural = "kaarten"
        get_latest_by = "geladen_op"

    def __str__(self) -> str:
        return f"{self.bron} ({self.toestand})"


class Zoekingang(models.Model):
    """One way in which the finder can be asked for one page; rebuilt from the data by `zoeken.bouw_index`."""

    genormaliseerd = models.CharField(max_length=200)
    naam = models.CharField(max_length=200)
    soort = models.CharField(max_length=30)
    doel = models.CharField(max_length=200, help_text="Pad van de pagina, of leeg voor een plaats buiten Vlaanderen.")
    doelnaam = models.CharField(max_length=200)
    rang = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = "zoekingang"
        verbose_name_plural = "zoekingangen"
        indexes: ClassVar = [
            models.Index(fields=["genormaliseerd"], name="zoekingang_exact"),
            GinIndex(OpClass(F("genormaliseerd"), name="gin_trgm_ops"), name="zoekingang_trigram"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["genormaliseerd", "doel", "soort", "naam"], name="zoekingang_een_keer")
        ]

    def __str__(self) -> str:
        return self.naam


class Gegevensstand(models.Model):
    """What the reference files said last time about one row, so that an editor's change can be told from the files."""

    bestand = models.CharField(max_length=50)
    sleutel = models.CharField(max_length=300)
    velden = models.JSONField()

    class Meta:
        verbose_name = "gegevensstand"
        verbose_name_plural = "gegevensstanden"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bestand", "sleutel"], name="gegevensstand_een_keer"),
        ]

    def __str__(self) -> str:
        return f"{self.bestand} {self.sleutel}"
