"""What the tests of the follow-up ask of its pages."""

from typing import Any

from django.test import Client
from django.urls import reverse

from cultuurnota import opvolgen
from cultuurnota.models import Actie, Cultuurnota, Doelstelling, Indicator, Meting
from cultuurnota.opvolgformulieren import Jaarformulier

JAAR = 2026


def maak_doel(nota: Cultuurnota) -> Doelstelling:
    """An objective with two indicators, one action of this year and one of later."""
    rij = Doelstelling.objects.create(nota=nota, titel="Meer samen")
    Indicator.objects.create(doelstelling=rij, naam="Bezoeken", eenheid="keer", nulmeting=100, streefwaarde=200)
    Indicator.objects.create(doelstelling=rij, naam="Kernen", volgorde=1)
    Actie.objects.create(doelstelling=rij, titel="Festival", jaren=[2026, 2027])
    Actie.objects.create(doelstelling=rij, titel="Later", jaren=[2030], volgorde=1)
    return rij


def adres(nota: Cultuurnota, naam: str = "", *rest: Any) -> str:
    return reverse(f"cultuurnota_werkruimte_opvolging{naam}", args=[nota.kenmerk, *rest])


def paden(nota: Cultuurnota, doel: Doelstelling) -> dict[str, str]:
    return {
        "overzicht": adres(nota),
        "koppelingen": adres(nota, "_koppelingen"),
        "jaar": adres(nota, "_jaar", JAAR),
        "verslag": adres(nota, "_verslag", JAAR),
        "bestand": adres(nota, "_verslag_bestand", JAAR),
        "invullen": adres(nota, "_invullen", JAAR, doel.kenmerk),
    }


def getoond(doel: Doelstelling, jaar: int = JAAR) -> dict[str, str]:
    """What a browser would send when nobody touches the form."""
    formulier = Jaarformulier(blad=opvolgen.jaarblad(doel, jaar))
    waarden = {naam: formulier[naam].value() for naam in formulier.fields}
    return {naam: "" if waarde is None else str(waarde) for naam, waarde in waarden.items()}


def vul(client: Client, doel: Doelstelling, vooraf: dict[str, str] | None = None, **velden: str) -> Any:
    """Fill in by name: `Bezoeken__waarde="5"`. `vooraf`: the form as it was shown to this person."""
    data = dict(vooraf or getoond(doel))
    rijen = {**{een.naam: een for een in doel.indicatoren.all()}, **{een.titel: een for een in doel.acties.all()}}
    for sleutel, waarde in velden.items():
        naam, veld = sleutel.split("__")
        data[f"{veld}_{rijen[naam].kenmerk.hex}"] = waarde
    return client.post(adres(doel.nota, "_invullen", JAAR, doel.kenmerk), data)


def meting(naam: str = "Bezoeken") -> Meting:
    return Meting.objects.get(indicator__naam=naam, jaar=JAAR)
