"""Example content, so that a portal that was just started looks alive: invented, marked as such, gone with one command.

Never mixed with the real data: every row has a slug that begins with `voorbeeld-` and a title that says it.
"""

from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import get_default_timezone

from cultuurnota import voorbeelden as notavoorbeelden
from grensbrekers import voorbeelden as grensvoorbeelden
from igs.models import IGS, Activiteit, Bericht, Gemeente, Praktijk
from opnetwerk import voorbeeldaccounts
from opnetwerk.dag import nu, vandaag
from talent import voorbeelden as talentvoorbeelden

MERK = "voorbeeld-"
SOORTEN: list[Any] = [Activiteit, Bericht, Praktijk]

# slug, model, IGS, fields; days count from today
ACTIVITEITEN: list[tuple[str, str, str, int, dict[str, Any]]] = [
    (
        "netwerkmoment",
        "zuidrand",
        "Voorbeeld: netwerkmoment voor cultuurwerkers",
        9,
        {"plaats": "Gemeentehuis, grote zaal", "publiek": "wie voor een gemeente met cultuur werkt", "prijs": "gratis"},
    ),
    (
        "leeskring",
        "dijk92",
        "Voorbeeld: leeskring over de gemeentegrens",
        16,
        {"plaats": "Bibliotheek", "publiek": "iedereen", "prijs": "3 euro, met drankje"},
    ),
    (
        "open-atelier",
        "ecru",
        "Voorbeeld: open atelier met makers uit de streek",
        23,
        {"plaats": "Oude fabriekshal", "publiek": "jongeren vanaf 14 jaar", "prijs": "gratis"},
    ),
    (
        "erfgoedwandeling",
        "co7",
        "Voorbeeld: erfgoedwandeling langs vier dorpen",
        30,
        {"plaats": "Kerkplein", "publiek": "gezinnen", "prijs": "gratis", "geannuleerd": True},
    ),
]
BERICHTEN = [
    (
        "samen-uitlenen",
        "route42",
        "Voorbeeld: een boek lenen in zes bibliotheken",
        "<p>Dit is een verzonnen bericht. Zo kan een netwerk vertellen wat er verandert voor zijn bezoekers.</p>",
    ),
    (
        "oproep-partners",
        "comeet",
        "Voorbeeld: we zoeken partners voor een streekproject",
        "<p>Dit is een verzonnen bericht. Zo kan een netwerk een oproep doen.</p><ul><li>Wie doet mee?</li>"
        "<li>Tegen wanneer?</li></ul>",
    ),
]
PRAKTIJKEN = [
    (
        "reizende-expo",
        "leie-schelde",
        "Voorbeeld: een expo die van gemeente naar gemeente reist",
        "<p>Dit is een verzonnen praktijk. Eén tentoonstelling, zeven zalen, en telkens een plaatselijke gids.</p>",
    ),
]


def maak() -> int:
    """Make what is not there yet; the number made. Past activities move ahead again."""
    with transaction.atomic():
        igs = {een.slug: een for een in IGS.objects.all()}
        gemaakt = sum(_activiteit(igs[rij[1]], *rij) for rij in ACTIVITEITEN if rij[1] in igs)
        for soort, rijen in ((Bericht, BERICHTEN), (Praktijk, PRAKTIJKEN)):
            for slug, van, titel, tekst in rijen:
                if van in igs:
                    gemaakt += _eenmaal(soort, slug, {"igs": igs[van], "titel": titel, "tekst": tekst})
    return gemaakt + talentvoorbeelden.maak() + grensvoorbeelden.maak() + notavoorbeelden.maak()


def _activiteit(igs: IGS, slug: str, van: str, titel: str, over: int, velden: dict[str, Any]) -> bool:
    moment = datetime.combine(vandaag() + timedelta(days=over), time(19, 30), get_default_timezone())
    verschoven = Activiteit.objects.filter(slug=MERK + slug, begint_op__lt=nu()).update(begint_op=moment)
    gemeente = Gemeente.objects.huidige().filter(lidmaatschappen__igs=igs).first()
    tekst = "<p>Dit is een verzonnen activiteit.</p>"
    nieuw = {"igs": igs, "titel": titel, "begint_op": moment, "gemeente": gemeente, "tekst": tekst} | velden
    return False if verschoven else _eenmaal(Activiteit, slug, nieuw)


def _eenmaal(soort: type[Any], slug: str, velden: dict[str, Any]) -> bool:
    _, gemaakt = soort.objects.get_or_create(slug=MERK + slug, defaults=velden | {"gepubliceerd_op": nu()})
    return bool(gemaakt)


def wis() -> int:
    """Remove every example, accounts included; the number of rows removed."""
    with transaction.atomic():
        gewist = notavoorbeelden.wis() + talentvoorbeelden.wis() + grensvoorbeelden.wis()
        for soort in SOORTEN:
            for item in soort._default_manager.filter(slug__startswith=MERK):
                item.delete()
                gewist += 1
        return gewist + voorbeeldaccounts.wis()
