"""Invented calls, so that a portal that was just started shows how it goes: marked as such, gone with one command."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from igs.models import IGS, Gemeente
from opnetwerk.dag import nu, vandaag
from opnetwerk.models import Gebruiker
from opnetwerk.rekeningen import VOORBEELDDOMEIN
from talent.keuzes import Leeftijd
from talent.models import Discipline, Oproep, Organisator, Reactie, Talent

MERK = "voorbeeld-"
EIGENAAR = f"organisator{VOORBEELDDOMEIN}"
ORGANISATIE = "Voorbeeldhuis De Spil"


@dataclass(frozen=True)
class Voorbeeld:
    """A call; days are counted from the day that it is made, and a fee of 0 is unpaid."""

    slug: str
    titel: str
    tekst: str
    kans: str
    over: int
    deadline_over: int
    plaats: str
    bedrag: int
    disciplines: tuple[str, ...] = ()
    velden: tuple[tuple[str, Any], ...] = ()
    stand: Oproep.Stand = Oproep.Stand.OPEN
    # Status and reason of each reaction, of talents in the order in which they stand in the directory.
    reacties: tuple[tuple[str, str], ...] = ()


VOORBEELDEN = (
    Voorbeeld(
        "kerstmarkt",
        "Akoestische muziek op de kerstmarkt",
        "We zoeken drie korte optredens van een halfuur, tussen de kraampjes. Wie komt, wandelt rond met soep. "
        "Er is geen podium: je speelt op een tapijt bij het vuur.",
        "optreden",
        26,
        14,
        "het dorpsplein",
        250,
        ("folk-en-wereldmuziek", "pop-en-rock", "kleinkunst-en-luisterlied"),
        (
            ("vormen", ["solo", "duo", "trio", "collectief"]),
            ("past_bij", ["straat"]),
            ("hoogstens_personen", 3),
            ("plek", "buiten"),
            ("techniek", "Eén stopcontact. Geen versterking."),
            ("km", 25),
        ),
        reacties=(("nieuw", ""), ("reserve", "We kozen eerst voor wie zonder stroom speelt.")),
    ),
    Voorbeeld(
        "voorleesuur",
        "Verteller voor het voorleesuur in de bib",
        "Elke eerste zaterdag luisteren twintig kinderen van vier tot acht jaar. Breng je eigen verhaal mee, of kies "
        "er een uit onze kasten.",
        "optreden",
        40,
        25,
        "de bibliotheek",
        120,
        (),
        (("past_bij", ["bib"]), ("hoogstens_personen", 2), ("plek", "binnen")),
    ),
    Voorbeeld(
        "leegstand",
        "Toon je werk in een leeg winkelraam",
        "Twaalf ramen in de winkelstraat staan leeg. Zes weken lang maken we er een wandeling van. We betalen het "
        "materiaal terug, tot 80 euro.",
        "tentoonstellen",
        60,
        30,
        "de winkelstraat",
        0,
        (),
        (("vergoeding", Oproep.Vergoeding.ONKOSTEN), ("plek", "binnen")),
    ),
    Voorbeeld(
        "zomerplein",
        "Drie optredens voor Zomerplein",
        "Op een woensdagavond speelden drie groepen op het plein, telkens drie kwartier.",
        "optreden",
        -20,
        -50,
        "het marktplein",
        400,
        ("pop-en-rock",),
        (("past_bij", ["straat", "festival"]), ("plek", "buiten")),
        Oproep.Stand.GESLOTEN,
        (
            ("gekozen", "Jullie spelen ook zonder podium, dat past bij het plein."),
            ("reserve", "Valt er iemand weg, dan bellen we jullie."),
            ("niet_gekozen", "We hadden drie plaatsen en kozen voor wie nog nooit op het plein stond."),
        ),
    ),
)


def maak() -> int:
    """Make what is not there yet; the number made. Needs the example talents and the network."""
    igs = IGS.objects.filter(slug="zuidrand").first()
    gemeente = Gemeente.objects.filter(slug="lint").first()
    bestaand = set(Oproep.objects.filter(voorbeeld=True).values_list("slug", flat=True))
    nieuw = [een for een in VOORBEELDEN if MERK + een.slug not in bestaand]
    if not (igs and gemeente and nieuw):
        return 0
    with transaction.atomic():
        organisator = _organisator(igs, gemeente)
        for een in nieuw:
            _maak_een(een, organisator)
    return len(nieuw)


def _organisator(igs: IGS, gemeente: Gemeente) -> Organisator:
    """An invented one, with an example account that leads to its desk."""
    gebruiker, _ = Gebruiker.objects.get_or_create(email=EIGENAAR, defaults={"naam": "Odil Organisator"})
    velden = {
        "formulier": f"{MERK}organisator",
        "naam": "Odil Organisator",
        "gebruiker": gebruiker,
        "gemeente": gemeente,
        "igs": igs,
        "stand": Organisator.Stand.TOEGELATEN,
        "mag_voorbereiden": True,
        "bevestigd_op": nu(),
        "beslist_op": nu(),
        "voorbeeld": True,
    }
    organisator, _ = Organisator.objects.get_or_create(email=EIGENAAR, organisatie=ORGANISATIE, defaults=velden)
    return organisator


def _maak_een(een: Voorbeeld, organisator: Organisator) -> None:
    dag = vandaag()
    gesloten = een.stand == Oproep.Stand.GESLOTEN
    deadline = dag + timedelta(days=een.deadline_over)
    velden: dict[str, Any] = {"vergoeding": Oproep.Vergoeding.BEDRAG if een.bedrag else Oproep.Vergoeding.ONBETAALD}
    oproep = Oproep.objects.create(
        formulier=MERK + een.slug,
        slug=MERK + een.slug,
        organisator=organisator,
        igs=organisator.igs,
        titel=een.titel,
        tekst=f"{een.tekst}\n\nDit is een verzonnen oproep.",
        kans=een.kans,
        van=dag + timedelta(days=een.over),
        gemeente=organisator.gemeente,
        plaats=een.plaats,
        bedrag=een.bedrag or None,
        deadline=deadline,
        stand=een.stand,
        gepubliceerd_op=nu() - timedelta(days=3 if not gesloten else 90),
        gesloten_op=nu() - timedelta(days=40) if gesloten else None,
        voorbeeld=True,
        **velden | dict(een.velden),
    )
    oproep.disciplines.set(Discipline.objects.filter(sleutel__in=een.disciplines))
    volwassen = Talent.objects.online().filter(voorbeeld=True, leeftijd=Leeftijd.VOLWASSEN).order_by("pk")
    for talent, (status, reden) in zip(volwassen[: len(een.reacties)], een.reacties, strict=False):
        Reactie.objects.create(
            oproep=oproep,
            talent=talent,
            tekst="Dit past bij ons. We komen graag.",
            status=status,
            reden=reden,
            beslist_op=nu() if reden else None,
        )


def wis() -> int:
    """Remove every example call and organiser; the number of calls. Before the example talents go."""
    with transaction.atomic():
        rijen = Oproep.objects.filter(organisator__voorbeeld=True)
        aantal = rijen.count()
        rijen.delete()
        Organisator.objects.filter(voorbeeld=True).delete()
    return aantal
