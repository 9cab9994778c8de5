"""What the tests of pictures, sound and film ask of the pages."""

from typing import Any

from django.test import Client

from talent.models import Profiel, Talent
from tests.beelden import jpeg, upload

WOORDEN = {"alt": "Een blauwe vaas", "bron": "An Foto", "akkoord": "on"}


def pad(talent: Talent, rest: str = "beelden/") -> str:
    return f"/mijn/talent/{talent.slug}/bewerken/{rest}"


def concept(talent: Talent) -> Profiel:
    gevonden = Talent.objects.get(pk=talent.pk).concept
    assert gevonden is not None
    return gevonden


def voeg_toe(client: Client, talent: Talent, inhoud: bytes | None = None, **velden: Any) -> Any:
    bestand = {} if inhoud == b"" else {"bestand": upload(inhoud or jpeg())}
    return client.post(pad(talent, "beelden/nieuw/"), WOORDEN | bestand | velden)


def doe(client: Client, talent: Talent, wat: str, naam: str, lijst: str = "beelden") -> Any:
    veld = "beeld" if lijst == "beelden" else "medium"
    return client.post(pad(talent, f"{lijst}/"), {"doe": wat, veld: naam})
