"""Asks the pages of the Regiocheck what a test wants to know."""

import json
from typing import Any

from django.test import Client

from igs.models import Gemeente
from tests.igs.lezen import Pagina

BOUWER, VRAGEN_PAD, ANTWOORDEN = "/regiocheck/", "/regiocheck/vragen/", "/regiocheck/antwoorden/"
UITKOMST, JSON, CSV = "/regiocheck/uitkomst/", "/regiocheck/uitkomst.json", "/regiocheck/uitkomst.csv"
VERGELIJK = "/regiocheck/vergelijk/"
PADEN = [BOUWER, VRAGEN_PAD, ANTWOORDEN, UITKOMST, JSON, CSV, VERGELIJK]
ALLES_GOED = "bestaand=nee&rechtsvorm=projectvereniging&inbreng=500.000&coordinator=ja&afwijking=nee&index=weet-niet"


def haal_json(client: Client, query: str) -> dict[str, Any]:
    antwoord = client.get(f"{JSON}?{query}")
    assert antwoord.status_code == 200, query
    return json.loads(antwoord.content)


def toets(data: dict[str, Any], regel: str) -> str:
    [een] = [toets for toets in data["toetsen"] if toets["regel"] == regel]
    return str(een["uitkomst"])


def codes(*namen: str) -> str:
    gevonden = Gemeente.objects.huidige().filter(naam__in=namen).values_list("nis_code", flat=True)
    assert len(gevonden) == len(namen)
    return "&".join(f"g={code}" for code in sorted(gevonden))


def links(gelezen: Pagina) -> list[str]:
    return gelezen.waarden("a", "href")
