"""What the tests of editing a profile ask of its pages."""

from typing import Any

from django.test import Client

from talent.models import Profiel, Talent

FORMULIEREN = ["wie", "waar", "wat", "praktisch", "links"]


def pad(talent: Talent, rest: str = "") -> str:
    return f"/mijn/talent/{talent.slug}/bewerken/{rest}"


def lees(antwoord: Any) -> str:
    return str(antwoord.content.decode())


def ingevuld(client: Client, adres: str) -> dict[str, Any]:
    """What a browser would send when the form is sent as it stands."""
    formulier = client.get(adres).context["formulier"]
    return {naam: formulier[naam].value() for naam in formulier.fields if formulier[naam].value() not in (None, False)}


def plaats(client: Client, adres: str, **anders: Any) -> Any:
    return client.post(adres, ingevuld(client, adres) | anders)


def concept(talent: Talent) -> Profiel:
    gevonden = Talent.objects.get(pk=talent.pk).concept
    assert gevonden is not None
    return gevonden
